package importer

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rightdoor/models"
)

// A report keeps the first problems of each kind, and not too many in all; it
// counts every one.
const (
	maxProblems = 100
	maxOfKind   = 3
)

// Report says what became of a file.
type Report struct {
	Plan
	DryRun   bool
	Keeping  bool // columns nobody knows are kept as custom facts
	Rows     int  // read, blank ones aside, and those that a failure kept out
	Skipped  int  // of those, that gave nothing
	In       int  // of those, that had been recorded (or only read, in a dry run) when Run came back
	Denied   int  // of those, that say nothing but what a row before contradicts
	Recorded models.Recorded
	Problems []Problem      // the first three of each kind, at most a hundred
	Trouble  int            // how many there were
	OwnKinds map[string]int // kinds of signals that rightdoor does not know, with how often

	ofKind   map[string]int // problems by kind
	Unmapped map[string]int // industries and states that rightdoor has no word for, with how often
	firstOf  map[string]int // the line in which each was first met
}

// Problem is one cell or row that could not be used.
type Problem struct {
	Line, Column int    // from 1; Column is 0 for a whole row
	Field        string // "employees"
	Message      string // a clause: `"abc" is no number`
}

// particulars are what differs between problems of one kind.
var particulars = regexp.MustCompile(`"(\\.|[^"\\])*"|\d+`)

// kind is alike for problems that differ in nothing but the line, what stands
// there, and counts.
func (p Problem) kind() string {
	return strconv.Itoa(p.Column) + " " + particulars.ReplaceAllString(p.Message, "")
}

// String reads as `line 7, column 5 (employees): "abc" is no number`.
func (p Problem) String() string {
	if p.Column == 0 {
		return fmt.Sprintf("line %d: %s", p.Line, p.Message)
	}
	return fmt.Sprintf("line %d, column %d (%s): %s", p.Line, p.Column, p.Field, p.Message)
}

func newReport(plan Plan, opts Options) Report {
	return Report{
		Plan: plan, DryRun: opts.DryRun, Keeping: opts.KeepUnknown && plan.Kind == Accounts,
		Unmapped: map[string]int{}, OwnKinds: map[string]int{}, ofKind: map[string]int{}, firstOf: map[string]int{},
	}
}

// add counts a problem. Its kind counts by itself when one of it is kept,
// which bounds the kinds.
func (r *Report) add(p Problem) {
	r.Trouble++
	kind := p.kind()
	switch seen := r.ofKind[kind]; {
	case seen < maxOfKind && len(r.Problems) < maxProblems:
		r.Problems = append(r.Problems, p)
		r.ofKind[kind]++
	case seen > 0:
		r.ofKind[kind]++
	}
}

// again counts one more problem of a kind of which enough are kept; false where
// it may have to be kept itself.
func (r *Report) again(kind string) bool {
	seen := r.ofKind[kind]
	if seen < maxOfKind {
		return false
	}
	r.Trouble++
	r.ofKind[kind]++
	return true
}

// shownUnmapped is how many words nobody could place a report names.
const shownUnmapped = 10

// maxUnmapped bounds the words a report counts.
const maxUnmapped = 10000

func (r *Report) unmapped(word string, line int) {
	tally(r.Unmapped, word)
	if r.Unmapped[word] == 1 {
		r.firstOf[word] = line
	}
}

// statePrefix tells a state from an industry among the words nobody could place.
const statePrefix = "state "

// wordless writes a word nobody could place: "E-Comerce (3, from line 2; did
// you mean e-commerce?)".
func (r Report) wordless(word string, count int) string {
	where := fmt.Sprintf("line %d", r.firstOf[word])
	if count > 1 {
		where = fmt.Sprintf("%s, from line %d", number(count), r.firstOf[word])
	}
	if near := nearestWord(word); near != "" {
		where += fmt.Sprintf("; did you mean %s?", near)
	}
	return fmt.Sprintf("%s (%s)", word, where)
}

// counted writes a word with how often it was met.
func counted(word string, count int) string { return fmt.Sprintf("%s (%s)", word, number(count)) }

func (r *Report) ownKind(slug string) {
	tally(r.OwnKinds, strings.ReplaceAll(slug, "_", " "))
}

func tally(words map[string]int, word string) {
	if _, seen := words[word]; seen || len(words) < maxUnmapped {
		words[word]++
	}
}

// String is the report in lines for a terminal, which gets no control
// characters of the file's; "" for the report of a file that was not read.
func (r Report) String() string {
	if r.Kind == "" {
		return ""
	}
	lines := []string{r.summary(), "columns: " + r.columns()}
	lines = append(lines, r.unknown()...)
	lines = appendList(lines, "no word for, so they count as unknown", top(r.Unmapped, r.wordless))
	lines = appendList(lines, "kinds of their own", top(r.OwnKinds, counted))
	lines = append(lines, r.companies()...)
	lines = append(lines, r.problems()...)
	for i, line := range lines {
		lines[i] = oneLine(models.CleanText(line))
	}
	return strings.Join(lines, "\n") + "\n"
}

func appendList(lines []string, what string, words []string) []string {
	if len(words) == 0 {
		return lines
	}
	return append(lines, what+": "+strings.Join(words, ", "))
}

// unknown names the columns nobody knows, and what became of them, and those
// that say nothing of this kind.
func (r Report) unknown() []string {
	var kept, left []string
	for _, header := range r.Unknown() {
		if r.Keeping && customName(header) != "" {
			kept = append(kept, header)
		} else {
			left = append(left, header)
		}
	}
	lines := appendList(appendList(nil, "kept as custom facts", kept), "not known", left)
	return appendList(lines, "not used among "+string(r.Kind), r.Unused())
}

// companies tells how many companies the rows have made.
func (r Report) companies() []string {
	switch n := r.Recorded.Companies; n {
	case 0:
		return nil
	case 1:
		return []string{"1 company was not known and is now an account"}
	default:
		return []string{number(n) + " companies were not known and are now accounts"}
	}
}

// problems lists what is kept, and behind the last of a kind how many more
// there were.
func (r Report) problems() []string {
	var lines []string
	shown, told := map[string]int{}, 0
	for _, p := range r.Problems {
		lines = append(lines, p.String())
		told++
		kind := p.kind()
		if shown[kind]++; shown[kind] < maxOfKind || r.ofKind[kind] <= maxOfKind {
			continue
		}
		more := r.ofKind[kind] - maxOfKind
		lines = append(lines, fmt.Sprintf("and %s more of the same kind", number(more)))
		told += more
	}
	if more := r.Trouble - told; more > 0 {
		lines = append(lines, fmt.Sprintf("and %s more", number(more)))
	}
	return lines
}

func (r Report) summary() string {
	what := string(r.Kind)
	if r.Label != "" {
		what += " as " + r.Label + " writes them"
	}
	if r.Rows == 0 {
		return what + ": a header and no rows"
	}
	text := fmt.Sprintf("%s: %s of %s rows used", what, number(r.Rows-r.Skipped), number(r.Rows))
	if r.DryRun {
		return text + ", nothing recorded (dry run)"
	}
	denied := min(r.Denied, r.Recorded.Same) // a row that brings nothing counts there
	text = fmt.Sprintf("%s; %s added, %s changed, %s the same as before", text,
		number(r.Recorded.Added), number(r.Recorded.Changed), number(r.Recorded.Same-denied))
	if denied > 0 {
		text += fmt.Sprintf(", %s contradicting a row before", number(denied))
	}
	return text
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

// top lists the words that were counted most.
func top(counts map[string]int, write func(word string, count int) string) []string {
	words := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	for i, w := range words {
		if i == shownUnmapped {
			return append(words[:i], fmt.Sprintf("and %s more", number(len(words)-i)))
		}
		words[i] = write(w, counts[w])
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
