package commands

import "strings"

// Form asks for what a command needs. A transport with widgets opens it when
// the command comes without arguments; a terminal prompts.
type Form struct {
	Title  string // at most 24 characters
	Submit string // at most 24 characters
	Fields []Field
}

// Field is one blank of a form; the values, in the order of the fields, are the
// command's arguments.
type Field struct {
	Name  string
	Label string
	Hint  string
}

// companyForm asks for the company a command is about.
func companyForm(title string) *Form {
	return &Form{Title: title, Submit: "Answer", Fields: []Field{
		{Name: "company", Label: "Which company?", Hint: "Its domain or its name, e.g. acme.com"},
	}}
}

// Form gives the command and its form that a line without arguments asks for;
// nil for any other line.
func (r *Runner) Form(text string) (*Command, *Form) {
	asked := r.read(Parse(text))
	if asked.command == nil || asked.command.Form == nil || strings.TrimSpace(strings.Join(asked.args, " ")) != "" {
		return nil, nil
	}
	return asked.command, asked.command.Form
}

// Fill makes the line that a filled-in form stands for.
func Fill(command string, values []string) string {
	return Quote(append(strings.Fields(command), values...)...)
}
