package commands

import (
	"fmt"
	"strings"

	"rightdoor/internal/fault"
)

// helpCommand is written from the list of commands.
func helpCommand(r *Runner) Command {
	return Command{
		Name: "help", Args: "[COMMAND]", Summary: "what rightdoor can be asked",
		Example: []string{"help", "help fit"},
		run:     func(c *call) (View, error) { return help(r, c.object()) },
	}
}

// Help lists the commands, or tells of one.
type Help struct {
	Commands []HelpLine `json:"commands"`
	one      bool
}

// HelpLine is one command of a Help.
type HelpLine struct {
	Usage   string   `json:"usage"`
	Summary string   `json:"summary"`
	Detail  string   `json:"detail,omitempty"`
	Example []string `json:"examples"`

	Parts   []HelpLine `json:"parts,omitempty"` // commands that are told of here
	manager bool
}

func help(r *Runner, about string) (View, error) {
	about = strings.ToLower(strings.TrimPrefix(plain(about), "/"))
	if about != "" {
		c := r.byName[about]
		if c == nil {
			return nil, fault.New(fault.NotFound, "There is no command %q. `help` lists them.", about)
		}
		line := c.help()
		line.Parts = r.parts(c.Name)
		return Help{Commands: []HelpLine{line}, one: true}, nil
	}
	return Help{Commands: r.parts("")}, nil
}

// parts are the commands that the help on one tells of.
func (r *Runner) parts(of string) []HelpLine {
	var lines []HelpLine
	for i := range r.commands {
		if r.commands[i].Part == of {
			lines = append(lines, r.commands[i].help())
		}
	}
	return lines
}

func (c *Command) help() HelpLine {
	return HelpLine{Usage: strings.TrimSpace(c.Name + " " + c.Args), Summary: c.Summary, Detail: c.Detail, Example: c.Example, manager: c.Needs == Manager}
}

// Text writes the commands, each with what it answers.
func (h Help) Text() string {
	if h.one {
		return h.Commands[0].page()
	}
	lines := []string{"Which companies first, then the people in them. You can ask:"}
	for _, l := range h.Commands {
		lines = append(lines, fmt.Sprintf("    %-36s %s%s", l.Usage, l.Summary, l.note()))
	}
	return strings.Join(append(lines, "`help COMMAND` tells more of one."), "\n")
}

func (l HelpLine) note() string {
	if l.manager {
		return " (managers)"
	}
	return ""
}

func (l HelpLine) page() string {
	lines := []string{l.Usage + " – " + l.Summary}
	if l.Detail != "" {
		lines = append(lines, l.Detail)
	}
	for _, e := range l.Example {
		lines = append(lines, "    "+e)
	}
	if l.manager {
		lines = append(lines, "Needs a manager.")
	}
	for _, part := range l.Parts {
		lines = append(lines, fmt.Sprintf("    %-36s %s%s", part.Usage, part.Summary, part.note()))
	}
	return strings.Join(lines, "\n")
}

// notUnderstood answers a line that is no command and no question it knows.
func notUnderstood(text string) View {
	slash := strings.HasPrefix(plain(text), "/")
	text = cut(plain(typedLine(text)), maxQuoted)
	company := "fit acme.com"
	if !slash && text != "" && len(strings.Fields(text)) <= maxNameWords {
		company = "fit " + text
	}
	return Choice{
		Question: fmt.Sprintf("I could not make a request of %q. Two things to try:", text),
		Options:  []Option{{"Is a company worth going to?", company}, {"What else can I ask?", "help"}},
	}
}

// maxNameWords is how many words a line may have to pass for a company's name.
const maxNameWords = 3
