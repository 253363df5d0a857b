package main

import (
	"strings"
	"testing"
)

// TestTheTerminalAsksWhatTheFormAsks: one question a line, an empty one is "not
// known" or what stands there.
func TestTheTerminalAsksWhatTheFormAsks(t *testing.T) {
	for _, c := range []struct {
		name, line, in string
		want           []string
	}{
		{"known", "tell globex.com", "120M USD\n", []string{"could be a fit – 52 now", "Revenue (20M–200M USD?)", "empty: not known", "is a fit – 68", "Mindy Farrow"}},
		{"not known", "tell globex.com", "\n", []string{"Revenue: not known, on your word.", "Fit not proven: nobody knows revenue (the terminal, today)", "Mindy Farrow"}},
		{"nobody there", "tell globex.com", "", []string{"Revenue (20M–200M USD?)", "What do you know of Globex?"}},
		{"two facts", "tell sundial.example", "500\n\n", []string{"Headcount: 500 – not known before.", "Technologies: not known, on your word."}},
		{"first the company", "tell", "globex.com\n120M USD\n", []string{"Which company?", "is a fit – 68"}},
		{"first the company of a fit", "fit", "acme.com\n", []string{"Which company?", "Acme (prospect, Dana's account) is a fit"}},
		{"unlock", "unlock hooli.com", "the board asked\n\n", []string{"Why?", "Until when?", "Unlocked by the terminal until ", ": the board asked"}},
		{"overrule", "overrule hooli.com", "A fit\nthe parent decides\n2027-01-31\n", []string{"Which verdict? (A fit, Not a fit)", "is a fit by the word of the terminal", "until 31 Jan 2027: the parent decides"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			demoFolder(t)
			r := rightdoorWith(t, []string{"DATABASE_URL=" + demoFile}, c.in, "ask", c.line)
			says(t, r.out+r.errs, c.want...)
		})
	}
}

func TestNoReasonUnlocksNothing(t *testing.T) {
	demoFolder(t)
	environ := []string{"DATABASE_URL=" + demoFile}
	rightdoorWith(t, environ, "\n", "ask", "unlock hooli.com").want(t, exitUsage, "Say why")
	rightdoorWith(t, environ, "", "ask", "--json", "unlock hooli.com").want(t, exitUsage, "Say why")
	if r := rightdoorWith(t, environ, "", "ask", "fit hooli.com"); strings.Contains(r.out, "Unlocked") {
		t.Errorf("unlocked without a reason: %s", r.out)
	}
}

func TestTheDemoPromptsForAForm(t *testing.T) {
	demoFolder(t)
	r := rightdoorWith(t, nil, "tell globex.com\n\nfit globex.com\nquit\n", "demo", "--addr", "127.0.0.1:0")
	says(t, r.out, "Revenue (20M–200M USD?)", "Fit not proven: nobody knows revenue (the terminal, today)")
}
