package main

import (
	"context"
	"fmt"
	"strings"

	"rightdoor/commands"
)

// mostForms is how many forms one line leads through: the company, then what
// is asked of it.
const mostForms = 2

// prompted asks at the terminal for what a line still needs, one question a
// line, and gives the line to answer. Where nobody answers it is the one that
// was typed.
func (p *program) prompted(ctx context.Context, runner *commands.Runner, req commands.Request, lines <-chan string) commands.Request {
	for range mostForms {
		form, err := p.formFor(ctx, runner, req)
		if form == nil || err != nil { // answering says what is wrong
			return req
		}
		line, done := p.fill(ctx, form, lines)
		if !done {
			return req
		}
		req.Text = line
	}
	return req
}

func (p *program) formFor(ctx context.Context, runner *commands.Runner, req commands.Request) (*commands.Form, error) {
	ctx, cancel := context.WithTimeout(ctx, p.patience)
	defer cancel()
	return runner.Form(ctx, req)
}

// fill asks for the fields of a form; done is false where there is no answer
// to a question that needs one.
func (p *program) fill(ctx context.Context, form *commands.Form, lines <-chan string) (line string, done bool) {
	if form.Intro != "" {
		fmt.Fprintln(p.out, form.Intro)
	}
	given := make([][]string, len(form.Fields))
	for i, field := range form.Fields {
		if !form.Prompts(i) {
			continue
		}
		fmt.Fprintf(p.out, "%s%s ", field.Label, hintOf(field))
		select {
		case typed, more := <-lines:
			given[i] = field.Given(typed)
			if !more || given[i][0] == "" && !field.Optional {
				fmt.Fprintln(p.out)
				return "", false
			}
		case <-ctx.Done():
			fmt.Fprintln(p.out)
			return "", false
		}
	}
	return form.Line(given), true
}

// hintOf says behind a question what it takes, and what an empty line means.
func hintOf(f commands.Field) string {
	var hints []string
	for _, a := range f.Answers {
		hints = append(hints, a.Label)
	}
	if len(hints) > 0 {
		hints = []string{strings.Join(hints, ", ")}
	} else if f.Hint != "" {
		hints = append(hints, f.Hint)
	}
	switch {
	case f.Value != "":
		hints = append(hints, "empty: "+f.Value)
	case f.Blank != "":
		hints = append(hints, "empty: not known")
	}
	if len(hints) == 0 {
		return ""
	}
	return " (" + strings.Join(hints, "; ") + ")"
}

// asked answers a line of the command line, after prompting for what it needs.
func (p *program) asked(ctx context.Context, runner *commands.Runner, req commands.Request, asJSON bool) error {
	if !asJSON && runner.Asks(req.Text) {
		waiting, stop := context.WithCancel(ctx)
		if !p.interactive() { // what is piped in has to come in time
			waiting, stop = context.WithTimeout(ctx, p.patience)
		}
		req = p.prompted(waiting, runner, req, typed(waiting, p.in))
		stop()
	}
	ctx, cancel := context.WithTimeout(ctx, p.patience)
	defer cancel()
	return p.ask(ctx, runner, req, asJSON)
}
