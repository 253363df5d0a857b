package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestParse has a line of each kind; what is none is an empty text or list.
func TestParse(t *testing.T) {
	for _, c := range []struct{ what, in, want string }{
		{"level", "VPs of Sales at fintechs", `{"text":"VPs of Sales at fintechs","level":"both","flag":"blurred","spans":[{"text":"VPs of Sales","start":0,"end":12,"level":"person"},{"text":"fintechs","start":16,"end":24,"level":"company"}]}`},
		{"level", "", `{"text":"","level":"neither","flag":"vague","spans":[]}`},
		{"title", "SVP Sales, EMEA", `{"text":"SVP Sales, EMEA","seniority":"vp","functions":["sales"],"scope":"EMEA","language":"en"}`},
		{"title", "Acme", `{"text":"Acme","seniority":"","functions":[],"scope":"","language":""}`},
		{"profile", "fintechs in Brazil with at least 20 people", `{"text":"fintechs in Brazil with at least 20 people","criteria":[` +
			`{"attribute":"industry","operator":"in","mode":"should","values":["fintech"],"min":null,"max":null,"currency":"","words":"fintechs"},` +
			`{"attribute":"employees","operator":"at_least","mode":"should","values":[],"min":20,"max":null,"currency":"","words":"with at least 20 people"},` +
			`{"attribute":"country","operator":"in","mode":"should","values":["BR"],"min":null,"max":null,"currency":"","words":"Brazil"}],"triggers":[],"situation":"","persona":[]}`},
		{"question", "who should we see at acme.com?", `{"text":"who should we see at acme.com?","intent":"who","companies":["acme.com"],"role":"","filters":{},"sure":true}`},
	} {
		r := rightdoorWith(t, nil, c.in+"\n", "parse", c.what)
		if r.code != 0 || strings.TrimSpace(r.out) != c.want {
			t.Errorf("parse %s of %q = %s%s, want %s", c.what, c.in, r.out, r.errs, c.want)
		}
	}
}

// TestParseReadsOn has lines that cannot be read: each gets its object, and
// the next is read all the same.
func TestParseReadsOn(t *testing.T) {
	in := "\xff\xfe\n" + strings.Repeat("director, ", 400_000) + "\n\nCFO"
	r := rightdoorWith(t, nil, in, "parse", "title", "--explain")
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	if len(lines) != 4 {
		t.Fatalf("%d lines out, want 4: %s", len(lines), r.errs)
	}
	for _, line := range lines {
		var got struct {
			Text  string
			Steps []struct{ Entry string }
		}
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Errorf("%.80s is no JSON: %v", line, err)
		}
		if got.Text == "CFO" && (len(got.Steps) != 1 || !strings.Contains(got.Steps[0].Entry, "titles_en.tsv")) {
			t.Errorf("CFO is explained as %+v", got.Steps)
		}
	}
	rightdoor(t, "parse", "verse").want(t, exitUsage, `There is no command "verse"`)
}
