package commands

import (
	"context"
	"slices"
	"strings"

	"rightdoor/internal/fault"
)

// Form asks for what a command needs. A transport with widgets opens it, a
// terminal prompts; either way what was given becomes a line again.
type Form struct {
	Title  string // at most 24 characters
	Submit string // at most 24 characters
	Intro  string // what to know before one fills it in; may be empty
	Fields []Field

	Command string   // whose arguments it asks for
	Words   []string // that stand between the command and what is given
}

// FieldKind is how a field is filled in.
type FieldKind uint8

// The kinds of fields.
const (
	TextField   FieldKind = iota
	ChoiceField           // one of the Answers
	DateField             // a day, 2006-01-02
	CheckField            // any of the Answers
)

// Field is one blank of a form; the values, in the order of the fields, are the
// command's arguments.
type Field struct {
	Name  string
	Label string
	Hint  string

	Kind     FieldKind
	Answers  []Answer
	Value    string // what it holds before it is filled in
	Lead     string // stands before the value: "--until="
	Optional bool   // may be left empty, and then says nothing
	Blank    string // the argument that an empty line at a terminal means; "" for none
}

// Answer is one of the answers to choose from.
type Answer struct{ Label, Value string }

// companyForm asks for the company a command is about.
func companyForm(title string) *Form {
	return &Form{Title: title, Submit: "Answer", Fields: []Field{
		{Name: "company", Label: "Which company?", Hint: "Its domain or its name, e.g. acme.com"},
	}}
}

// Asks tells, without looking anything up, whether a line may ask for a form.
func (r *Runner) Asks(text string) bool {
	asked := r.read(lineOf(text))
	return asked.command != nil && (asked.command.Form != nil && wanting(asked.args) || asked.command.ask != nil && !wanting(asked.args))
}

// wanting tells whether nothing was said after a command.
func wanting(args []string) bool { return strings.TrimSpace(strings.Join(args, " ")) == "" }

// Form gives the form that a line asks for; nil for a line that says all it has
// to, and for one that cannot be filled in: running it says why.
func (r *Runner) Form(ctx context.Context, req Request) (*Form, error) {
	asked := r.read(lineOf(req.Text))
	command, args := asked.command, asked.args
	if command == nil || !r.Asks(req.Text) {
		return nil, nil
	}
	allowed, err := req.may(ctx, command)
	if err != nil || !allowed {
		return nil, err
	}
	form := command.Form
	if !wanting(args) {
		if form, err = command.ask(r.call(ctx, req, args)); form == nil || err != nil {
			return nil, calm(err)
		}
	}
	own := *form
	own.Command = command.Name
	return &own, nil
}

// calm leaves out an error that is about the request: running it says so.
func calm(err error) error {
	if err != nil && fault.KindOf(err) != fault.Failed && fault.KindOf(err) != fault.Unavailable {
		return nil
	}
	return err
}

// Line makes the line that a filled-in form stands for; given is what each
// field was given, in their order.
func (f *Form) Line(given [][]string) string {
	words := append(strings.Fields(f.Command), f.Words...)
	for i := range min(len(given), len(f.Fields)) {
		words = append(words, f.Fields[i].arguments(given[i])...)
	}
	return Quote(words...)
}

// arguments makes what was given to a field arguments of the command. An empty
// one keeps its place where places tell the arguments apart.
func (f Field) arguments(given []string) []string {
	var words []string
	for _, value := range given {
		if value != "" || f.Lead == "" && !f.Optional && f.Kind != CheckField {
			words = append(words, f.Lead+value)
		}
	}
	return words
}

// Given is what an answer typed at a terminal gives a field: an empty one what
// the field holds, or else what stands for it.
func (f Field) Given(typed string) []string {
	typed = strings.TrimSpace(typed)
	i := slices.IndexFunc(f.Answers, func(a Answer) bool { return strings.EqualFold(a.Label, typed) })
	switch {
	case typed == "" && f.Value != "":
		return []string{f.Value}
	case typed == "" && f.Blank != "":
		return []string{strings.TrimPrefix(f.Blank, f.Lead)}
	case i >= 0:
		return []string{f.Answers[i].Value}
	default:
		return []string{typed}
	}
}

// Prompts tells whether a terminal asks for the field: not where an empty line
// for another field says the same.
func (f *Form) Prompts(i int) bool {
	said := func(a Answer) bool {
		return slices.ContainsFunc(f.Fields, func(o Field) bool { return o.Blank != "" && o.Blank == f.Fields[i].Lead+a.Value })
	}
	return f.Fields[i].Kind != CheckField || !slices.ContainsFunc(f.Fields[i].Answers, said)
}
