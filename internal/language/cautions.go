package language

import (
	"slices"
	"strings"
	"sync"
)

// The things that a note may say are missing.
const (
	NoBudget  = "budget"
	NoUrgency = "urgency"
)

type caution struct {
	missing string
	phrase  string
	unless  []string // what may not follow
}

var cautionTable = sync.OnceValue(func() []caution {
	var list []caution
	for _, row := range readTable("lexicon/cautions.tsv", 3) {
		unless := strings.FieldsFunc(row[2], func(r rune) bool { return r == ';' })
		for phrase := range strings.SplitSeq(row[1], ";") {
			list = append(list, caution{row[0], phrase, unless})
		}
	}
	return list
})

// Missing tells what a note says is missing, in the order NoBudget, NoUrgency:
// "no budget this year" says the first, "maybe next year" the second. "No
// budget limit" says neither.
func Missing(note string) []string {
	text := " " + Fold(note) + " "
	var found []string
	for _, c := range cautionTable() {
		if !slices.Contains(found, c.missing) && c.in(text) {
			found = append(found, c.missing)
		}
	}
	return found
}

// in tells whether the phrase stands in a folded text with nothing after it
// that turns its meaning.
func (c *caution) in(text string) bool {
	for rest := text; ; {
		_, after, ok := strings.Cut(rest, " "+c.phrase+" ")
		if !ok {
			return false
		}
		turned := slices.ContainsFunc(c.unless, func(word string) bool { return strings.HasPrefix(after, word+" ") })
		if !turned {
			return true
		}
		rest = " " + after
	}
}
