package commands

import (
	"encoding/json"
	"fmt"

	"rightdoor/internal/language"
)

// intents are the commands that questions ask for, where they are not called
// as the intent is.
var intents = map[string]string{language.IntentTop: "accounts"}

// question finds what a plain sentence asks for; the zero reading when it is
// no question.
func (r *Runner) question(text string) reading {
	q := language.ReadQuestion(text)
	if q.Intent == language.IntentAlerts {
		return r.alertQuestion(q, text)
	}
	name := q.Intent
	if other, ok := intents[name]; ok {
		name = other
	}
	args, complete := arguments(q)
	if name == language.IntentOther || !complete {
		return reading{}
	}
	asked := reading{command: r.byName[name], args: args}
	if asked.command == nil {
		asked.command = unbuilt(name)
	}
	switch {
	case q.Intent == language.IntentTop:
		asked.left = unread(q)
		if !q.Sure || asked.left != "" {
			asked.how = readAs(q)
		}
	case !q.Sure:
		asked.how = q.String()
	}
	return asked
}

// arguments are those of the command that a question asks for; complete tells
// whether it says enough to be asked.
func arguments(q language.Question) (args []string, complete bool) {
	switch q.Intent {
	case language.IntentFit:
		return q.Companies, len(q.Companies) == 1
	case language.IntentWhy:
		about := append(append([]string{}, q.Companies...), present(q.Text)...) // a company, or a receipt
		return about, len(about) == 1
	case language.IntentSay: // a person's name finds the company
		return withRole(q), len(q.Companies) == 1 || len(q.Companies) == 0 && q.Role != "" && q.Sure
	case language.IntentWho:
		return withRole(q), len(q.Companies) == 1
	case language.IntentCompare:
		return q.Companies, len(q.Companies) > 1
	case language.IntentTop:
		q.Filters.Text = "" // words that narrow nothing
		return Parse(q.Filters.String()).Words, true
	case language.IntentCheck:
		return []string{q.Text}, q.Text != ""
	default:
		return present(q.Text), true
	}
}

// withRole is a company, and whom to see there where the question says.
func withRole(q language.Question) []string {
	return append(append([]string{}, q.Companies...), present(q.Role)...)
}

// Understood is an answer to a question that was not certain: it says first
// how the question was read.
type Understood struct {
	View
	how string
}

func (u Understood) note() string { return fmt.Sprintf("I read that as: %s", u.how) }

// Text says how the question was read, then the answer.
func (u Understood) Text() string { return u.note() + "\n" + u.View.Text() }

// Card is that of the answer, under how the question was read.
func (u Understood) Card() Card {
	if carded, ok := u.View.(Carded); ok {
		c := carded.Card()
		c.Note = u.note()
		return c
	}
	return Card{Note: u.note(), Sections: []Section{{Lines: plainLines(present(u.View.Text()))}}}
}

// Unwrap gives the answer itself.
func (u Understood) Unwrap() View { return u.View }

// unbuilt answers for what can be asked and is not there yet.
func unbuilt(name string) *Command {
	return &Command{Name: name, run: func(*call) (View, error) {
		return NextStep{name, []string{
			fmt.Sprintf("I understand the question (%s), but cannot answer it yet.", name),
			"Two things to try: `accounts` for where to go next, `help` for all that can be asked.",
		}}, nil
	}}
}

// MarshalJSON writes the answer with how the question was read.
func (u Understood) MarshalJSON() ([]byte, error) {
	text, err := json.Marshal(u.View)
	if err != nil {
		return nil, err
	}
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		return text, nil // an answer that is no object has no room for more
	}
	fields["read_as"] = u.how
	return json.Marshal(fields)
}
