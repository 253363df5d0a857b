package language

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// TitleStep is one phrase of a title and what ParseTitle made of it.
type TitleStep struct {
	Words string `json:"words"` // as written
	Start int    `json:"start"` // in bytes of the text
	End   int    `json:"end"`   // behind the last byte
	// Rule is the part the phrase plays and what it stands for: "rank vp",
	// "function sales", "scope EMEA", "ignored", "unknown".
	Rule string `json:"rule"`
	// Entry is the line of the lexicon and the phrase there that was found:
	// "titles_en.tsv:27 vice president"; empty for an unknown word.
	Entry string `json:"entry"`
}

// ExplainTitle lists the phrases ParseTitle read in a title, in their order,
// with the lexicon entries that decided. Punctuation is not listed.
func ExplainTitle(text string) []TitleStep {
	r := reader{trace: &titleTrace{}}
	r.read(text)
	where := readSpans(text)
	for i := range r.trace.steps {
		step := &r.trace.steps[i]
		step.Start, step.End = where.original(step.Start, step.End)
		step.Words = text[step.Start:step.End]
	}
	return r.trace.steps
}

// titleTrace collects steps; their offsets are in the text as it was read.
type titleTrace struct{ steps []TitleStep }

// note records a phrase before it is taken; e is nil for an unknown word.
func (r *reader) note(m *match, e *entry) {
	if r.trace == nil {
		return
	}
	first, last := r.tok.list[m.at], r.tok.list[m.at+m.count-1]
	step := TitleStep{Start: int(first.from), End: int(last.to), Rule: "unknown"}
	if e != nil {
		step.Rule, step.Entry = e.rule(), r.lex.originOf(e)
	}
	if r.skip || r.void {
		step.Rule = "ignored"
	}
	r.trace.steps = append(r.trace.steps, step)
}

var ruleNames = map[entryKind]string{
	kindRank: "rank", kindField: "function", kindScope: "scope", kindMod: "modifier", kindOf: "links to its function",
	kindTo: "whom it serves follows", kindAt: "employer follows", kindAnd: "joins", kindVoid: "not held now",
	kindNoise: "says nothing", kindQual: "qualifier",
}

// rule describes an entry: its kind and what it stands for.
func (e *entry) rule() string {
	words := []string{ruleNames[e.kind]}
	if e.level != levelNone {
		words = append(words, string(e.level.seniority()))
	}
	if e.scope != "" {
		words = append(words, e.scope)
	}
	for _, f := range functionsOf(e.fields) {
		words = append(words, string(f))
	}
	for _, f := range functionsOf(e.usual) {
		words = append(words, "usually "+string(f))
	}
	return strings.Join(words, " ")
}

// originOf names the place of an entry in the lexicons.
func (l *lexicon) originOf(e *entry) string {
	o := l.origins[e.origin]
	if o.file == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d %s", strings.TrimPrefix(o.file, "lexicon/"), o.line, o.phrase)
}

// spans says for each byte of a text as it was read where in the original the
// characters stand that it came from.
type spans struct{ from, to []int }

// readSpans folds a text as tokens.read does, one Unicode segment at a time.
// Where that differs from folding it whole, every span is the whole text.
func readSpans(text string) spans {
	body := titleText(text)
	lead := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
	fold := plainRunes
	if isDirect(body) {
		fold = strings.Clone
	}
	var s spans
	var read strings.Builder
	for at := 0; at < len(body); {
		size := norm.NFKC.NextBoundaryInString(body[at:], true)
		part := fold(body[at : at+size])
		read.WriteString(part)
		for range len(part) {
			s.from, s.to = append(s.from, lead+at), append(s.to, lead+at+size)
		}
		at += size
	}
	if read.String() != fold(body) {
		return spans{from: []int{lead}, to: []int{lead + len(body)}}
	}
	return s
}

// original turns a span of the text as it was read into one of the original.
func (s *spans) original(start, end int) (from, to int) {
	last := len(s.from) - 1
	return s.from[min(start, last)], s.to[min(max(end-1, start), last)]
}
