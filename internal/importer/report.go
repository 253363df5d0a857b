package importer

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rightdoor/models"
)

// maxProblems is how many problems a report keeps; all are counted.
const maxProblems = 100

// Report says what became of a file.
type Report struct {
	Plan
	DryRun   bool
	Rows     int // read, blank ones aside
	Skipped  int // of those, that gave nothing
	In       int // of those, that had been recorded (or only read, in a dry run) when Run came back
	Recorded models.Recorded
	Problems []Problem      // the first hundred
	Trouble  int            // how many there were
	Unmapped map[string]int // industries and states that rightdoor has no word for, with how often
}

// Problem is one cell or row that could not be used.
type Problem struct {
	Line, Column int    // from 1; Column is 0 for a whole row
	Field        string // "employees"
	Message      string // a clause: `"abc" is no number`
}

// String reads as `line 7, column 5 (employees): "abc" is no number`.
func (p Problem) String() string {
	if p.Column == 0 {
		return fmt.Sprintf("line %d: %s", p.Line, p.Message)
	}
	return fmt.Sprintf("line %d, column %d (%s): %s", p.Line, p.Column, p.Field, p.Message)
}

func (r *Report) add(p Problem) {
	r.Trouble++
	if len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, p)
	}
}

// shownUnmapped is how many words nobody could place a report names.
const shownUnmapped = 10

// maxUnmapped bounds the words a report counts.
const maxUnmapped = 10000

func (r *Report) unmapped(word string) {
	if _, seen := r.Unmapped[word]; seen || len(r.Unmapped) < maxUnmapped {
		r.Unmapped[word]++
	}
}

// String is the report in lines for a terminal.
func (r Report) String() string {
	var b strings.Builder
	b.WriteString(r.summary())
	b.WriteString("columns: " + r.columns() + "\n")
	if unknown := r.Unknown(); len(unknown) > 0 {
		fmt.Fprintf(&b, "not known: %s\n", strings.Join(unknown, ", "))
	}
	if words := r.topUnmapped(); len(words) > 0 {
		fmt.Fprintf(&b, "no word for: %s\n", strings.Join(words, ", "))
	}
	for _, p := range r.Problems {
		b.WriteString(p.String() + "\n")
	}
	if more := r.Trouble - len(r.Problems); more > 0 {
		fmt.Fprintf(&b, "and %s more\n", number(more))
	}
	return b.String()
}

func (r Report) summary() string {
	what := string(r.Kind)
	if r.Label != "" {
		what += " as " + r.Label + " writes them"
	}
	if r.Rows == 0 {
		return what + ": a header and no rows\n"
	}
	text := fmt.Sprintf("%s: %s of %s rows used", what, number(r.Rows-r.Skipped), number(r.Rows))
	if r.DryRun {
		return text + ", nothing recorded (dry run)\n"
	}
	return fmt.Sprintf("%s; %s added, %s changed, %s the same as before\n", text,
		number(r.Recorded.Added), number(r.Recorded.Changed), number(r.Recorded.Same))
}

// columns lists what is used, headers first where they differ from the field.
func (r Report) columns() string {
	var used []string
	for _, c := range r.Columns {
		switch {
		case c.Field == "" || c.Field == ignored:
		case foldHeader(c.Header) == foldHeader(c.Field):
			used = append(used, c.Header)
		default:
			used = append(used, c.Header+" = "+c.Field)
		}
	}
	return strings.Join(used, ", ")
}

func (r Report) topUnmapped() []string {
	words := slices.SortedFunc(maps.Keys(r.Unmapped), func(a, b string) int {
		return cmp.Or(cmp.Compare(r.Unmapped[b], r.Unmapped[a]), cmp.Compare(a, b))
	})
	for i, w := range words {
		if i == shownUnmapped {
			return append(words[:i], fmt.Sprintf("and %s more", number(len(words)-i)))
		}
		words[i] = fmt.Sprintf("%s (%s)", w, number(r.Unmapped[w]))
	}
	return words
}

// number writes a count with commas: 1,150.
func number(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
