package language

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"rightdoor/scoring"
)

// String writes filters as arguments of the command accounts: "10
// industry=fintech country=DE lifecycle!=customer". "!=" excludes.
func (f Filters) String() string {
	var parts []string
	if f.Count > 0 {
		parts = append(parts, strconv.Itoa(f.Count))
	}
	for _, p := range []struct {
		name   string
		values []string
	}{
		{"tier", f.Tiers}, {"verdict", f.Verdicts}, {"missing", nonEmpty(string(f.Missing))}, {"owner", nonEmpty(f.Owner)},
	} {
		if len(p.values) > 0 {
			parts = append(parts, quotedPair(p.name+"=", strings.Join(p.values, ",")))
		}
	}
	for _, c := range f.Facts {
		sign := "="
		if c.Operator == scoring.NotIn {
			sign = "!="
		}
		parts = append(parts, quotedPair(string(c.Attribute)+sign, strings.ReplaceAll(c.Value.String(), "|", ",")))
	}
	if f.Text != "" {
		parts = append(parts, f.Text)
	}
	return strings.Join(parts, " ")
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func quotedPair(name, value string) string {
	if strings.Contains(value, " ") {
		value = `"` + value + `"`
	}
	return name + value
}

// add adds a value to the criterion of its attribute and side.
func (f *Filters) add(a scoring.Attribute, value string, not bool) {
	operator := scoring.In
	if not {
		operator = scoring.NotIn
	}
	for i := range f.Facts {
		c := &f.Facts[i]
		if c.Attribute == a && c.Operator == operator {
			if !slices.Contains(c.Value.Words, value) {
				c.Value.Words = append(c.Value.Words, value)
			}
			return
		}
	}
	f.Facts = append(f.Facts, scoring.Criterion{
		Attribute: a, Operator: operator, Value: scoring.OfWords(value), Mode: scoring.Must, Weight: 1,
	})
}

// questionFilters reads the filters in a question from left to right.
type questionFilters struct {
	*questionMatcher
	Filters
	not, missing, used, tech bool
	spans                    []QuestionSpan
	leftFrom, leftTo         int
}

func (m *questionMatcher) filters(from, to int) (Filters, []QuestionSpan) {
	m.steps = questionSteps
	f := questionFilters{questionMatcher: m, leftFrom: -1}
	for i := from; i < to; {
		n := f.read(i, to)
		if n == 0 {
			if n = f.idle(i); n > 0 {
				f.keepLeft()
			} else {
				f.leave(i)
				n = 1
			}
		}
		i += n
	}
	f.keepLeft()
	return f.Filters, f.spans
}

// inFilterSlot tells whether a token stands where a frame expects filters.
func (f *questionFilters) inFilterSlot(i int) bool {
	for _, s := range f.best.slots[:f.best.n] {
		if (s.kind == 'F' || s.kind == 'I') && s.from <= i && i < s.to {
			return true
		}
	}
	return false
}

// idle gives how many tokens from one on only ask: "should I call", "today".
func (f *questionFilters) idle(i int) int {
	n := 0
	for _, k := range f.lex.idle {
		n = max(n, highBit(f.ends(k, i))-i)
	}
	return n
}

// read reads what begins at a token and gives how many it takes.
func (f *questionFilters) read(i, to int) int {
	if n := f.tier(i, to); n > 0 {
		return n
	}
	if n := f.number(i, to); n > 0 {
		return n
	}
	long := f.lex.longBy[string(f.folded(&f.list[i]))]
	for n := min(f.lex.longest, to-i); n > 0; n-- {
		if n <= long {
			if got := f.listed(i, n, to); got > 0 {
				return got
			}
		}
		if f.not || f.missing {
			if got := f.missed(i, n); got > 0 {
				return got
			}
		}
		if got := f.taxonomies(i, n); got > 0 {
			return got
		}
	}
	if t := &f.list[i]; t.possessive && t.capital && i+1 < to && t.id == 0 {
		f.Owner = f.written(i, i+1)
		f.note(i, 1, "owner="+f.Owner)
		return 1
	}
	mark := f.lex.marks[string(f.phrase(i, i+1))]
	f.mark(mark)
	if mark != 0 {
		return 1
	}
	return 0
}

// listed reads a phrase of the lexicon of filters.
func (f *questionFilters) listed(i, n, to int) int {
	phrase := f.phrase(i, i+n)
	mark := f.lex.marks[string(phrase)]
	if mark&markAny != 0 {
		return f.clauseEnd(i, to) - i
	}
	if fact, ok := f.lex.facts[string(phrase)]; ok {
		return f.fact(fact, i, n)
	}
	if n > 1 && mark&^markLimit != 0 {
		f.mark(mark)
		return n
	}
	return 0
}

// missed reads the buying role that nobody fills.
func (f *questionFilters) missed(i, n int) int {
	role := f.lex.roleKind(0, f.phrase(i, i+n))
	if role == "" {
		return 0
	}
	f.Missing = roleOf(role)
	f.note(i, n, "missing="+role)
	f.used = true
	return n
}

// clauseEnd gives where the words up to the next pause end.
func (f *questionFilters) clauseEnd(i, to int) int {
	for i++; i < to && f.list[i].pause == 0; i++ {
	}
	return i
}

func (f *questionFilters) note(i, n int, entry string) {
	f.spans = append(f.spans, QuestionSpan{f.list[i].start, f.list[i+n-1].end, "filter", entry})
}

// mark notes a word that turns what follows.
func (f *questionFilters) mark(mark questionMark) {
	if mark&markEnds != 0 && f.used {
		f.not, f.missing = false, false
	}
	if mark&markNot != 0 {
		f.not, f.used = true, false
	}
	if mark&markMissing != 0 {
		f.missing, f.used = true, false
	}
	if mark&markTech != 0 {
		f.tech = true
	}
}

func (f *questionFilters) fact(fact questionFact, i, n int) int {
	switch fact.attribute {
	case "verdict":
		if fact.value == "fit" && f.not {
			fact.value = "not_a_fit"
		}
		if !slices.Contains(f.Verdicts, fact.value) {
			f.Verdicts = append(f.Verdicts, fact.value)
		}
	case "owner":
		f.Owner = fact.value
		if n > 1 && f.lex.ids[string(f.folded(&f.list[i+n-1]))] != 0 && string(f.phrase(i, i+1)) == "my" {
			f.note(i, 1, "owner=me")
			return 1
		}
	default:
		f.add(scoring.Attribute(fact.attribute), fact.value, f.not)
	}
	f.used = true
	f.note(i, n, fact.attribute+"="+fact.value)
	return n
}

// tier reads "tier A", "A-tier", "A accounts", "tier A and B".
func (f *questionFilters) tier(i, to int) int {
	at := i
	switch word := string(f.phrase(i, i+1)); {
	case word == "tier" || word == "tiers" || word == "grade":
		at = i + 1
	case !f.letter(i, true) || i+1 == to || !f.lowIn(i+1, "tier", "accounts", "companies", "account", "grade", "leads", "tiers", "list") && !f.lowIn(i+1, "and", "or"):
		return 0
	}
	found := 0
	for at < to {
		if f.letter(at, at == i) {
			f.Tiers = append(f.Tiers, tierLetters[string(f.phrase(at, at+1))])
			at++
			found = at
			continue
		}
		if found > 0 && f.lowIn(at, "and", "or", "&") && at+1 < to && f.letter(at+1, true) {
			at++
			continue
		}
		break
	}
	if found == 0 {
		return 0
	}
	if found < to && f.lowIn(found, "tier", "tiers") {
		found++
	}
	f.note(i, found-i, "tier")
	return found - i
}

var tierLetters = map[string]string{"a": "A", "b": "B", "c": "C", "d": "D", "1": "A", "2": "B", "3": "C", "one": "A", "as": "A"}

func (f *questionFilters) letter(i int, capital bool) bool {
	word := f.phrase(i, i+1)
	return tierLetters[string(word)] != "" && (!capital || f.list[i].capital && word[0] >= 'a') && len(word) == 1
}

// number reads how many are wanted, or how many employees they have.
func (f *questionFilters) number(i, to int) int {
	word := string(f.phrase(i, i+1))
	n, known := f.lex.numbers[word]
	digits := word != "" && '0' <= word[0] && word[0] <= '9'
	limit := f.lex.marks[word]&markLimit != 0
	if !known && !digits && !limit {
		return 0
	}
	for end := i + 1; end < min(to, i+7); end++ {
		if f.lex.marks[string(f.phrase(end, end+1))]&markHeads != 0 {
			return f.employees(i, end)
		}
		if w := f.phrase(end, end+1); f.lex.marks[string(w)]&markLimit == 0 && (len(w) == 0 || w[0] < '0' || w[0] > '9') {
			break
		}
	}
	if limit || !known && !digits || f.Count > 0 {
		return 0
	}
	if digits {
		var err error
		if n, err = strconv.Atoi(word); err != nil || n < 1 || n > 1000 {
			return 0
		}
	} else if word == "one" {
		return 0
	}
	f.Count = n
	f.note(i, 1, "count")
	return 1
}

func (f *questionFilters) employees(i, heads int) int {
	value, err := ReadNumber(f.text[f.list[i].start:f.list[heads].end])
	if err != nil {
		return 0
	}
	f.Facts = append(f.Facts, scoring.Criterion{
		Attribute: scoring.Employees, Operator: scoring.Between, Value: value, Mode: scoring.Must, Weight: 1,
	})
	f.note(i, heads-i+1, "employees")
	return heads - i + 1
}

// taxonomies reads industries, places and technologies.
func (f *questionFilters) taxonomies(i, n int) int {
	first := &f.list[i]
	if n == 1 && first.id != 0 && (!first.capital || f.lex.weak[first.id]) && !(first.capital && first.end-first.start <= 3 && questionIsUpper(f.text[first.start:first.end])) {
		if f.lex.weak[first.id] || !f.tech {
			return 0
		}
	}
	if n > 1 && (f.slight(i) && f.text[first.end] != '-' || f.slight(i+n-1)) && !f.lowIn(i, "the") {
		return 0
	}
	key := f.compactKey(i, n)
	if !taxonomyStarts()[string(key[:min(taxonomyStart, len(key))])] {
		return 0
	}
	a, slug := f.place(key, i, n)
	if slug == "" && !f.tech {
		if slug = industryIndex()[string(key)]; slug != "" {
			a = scoring.Industry
		}
	}
	if slug == "" && (f.tech || first.capital) {
		if slug = technologyIndex()[string(key)]; slug != "" {
			a = scoring.Technologies
		}
	}
	if slug == "" {
		slug = industryIndex()[string(key)]
		if last := len(key) - 1; slug == "" && last > 3 && key[last] == 's' {
			slug = industryIndex()[string(key[:last])]
		}
		a = scoring.Industry
	}
	if slug == "" || a == scoring.Industry && f.inName(i, n) {
		return 0
	}
	f.add(a, slug, f.not)
	f.used = true
	f.note(i, n, string(a)+"="+slug)
	return n
}

// taxonomyStart is how many bytes of a key tell that it is in no taxonomy.
const taxonomyStart = 4

// taxonomyStarts are the beginnings of all that taxonomies reads, so that most
// words are looked up once and not in each of them.
var taxonomyStarts = sync.OnceValue(func() map[string]bool {
	starts := map[string]bool{}
	add := func(key string) { starts[key[:min(taxonomyStart, len(key))]] = true }
	for _, index := range []wordIndex{industryIndex(), technologyIndex(), placeLexicon().any} {
		for key := range index {
			add(key)
		}
	}
	for key := range questionWords().places {
		add(key)
	}
	return starts
})

// inName tells whether an industry's words are part of a name: they have
// capitals and stand beside an unknown word with one, as in "Epic Games" and
// "Games Workshop".
func (f *questionFilters) inName(i, n int) bool {
	if !f.list[i].capital || !f.list[i+n-1].capital {
		return false
	}
	return i > 0 && f.list[i].pause == 0 && f.unknownName(i-1) || i+n < f.n && f.list[i+n].pause == 0 && f.unknownName(i+n)
}

// unknownName tells a word with a capital that is neither of the vocabulary
// nor of the taxonomies.
func (f *questionFilters) unknownName(i int) bool {
	t := &f.list[i]
	if t.special() || !t.capital || t.id != 0 || t.possessive || f.lex.facts[string(f.folded(t))] != (questionFact{}) {
		return false
	}
	key := f.compactKey(i, 1)
	_, place := f.place(key, i, 1)
	return place == "" && industryIndex()[string(key)] == "" && technologyIndex()[string(key)] == ""
}

func questionIsUpper(s string) bool { return strings.ToUpper(s) == s }

// compactKey is the key of the indexes for some tokens.
func (f *questionFilters) compactKey(i, n int) []byte {
	start := len(f.buf)
	for k := i; k < i+n; k++ {
		if w := f.folded(&f.list[k]); string(w) != "and" && string(w) != "&" && (k > i || string(w) != "the") {
			f.buf = append(f.buf, w...)
		}
	}
	key := f.buf[start:]
	f.buf = f.buf[:start]
	return key
}

func (f *questionFilters) place(key []byte, i, n int) (scoring.Attribute, string) {
	text := f.text[f.list[i].start:f.list[i+n-1].end]
	if len(key) < 4 && !questionIsUpper(text) {
		return "", ""
	}
	slug := placeLexicon().any[string(key)]
	if slug == "" {
		more := f.lex.places[string(key)]
		switch {
		case !f.list[i].capital && (more.attribute != "" || string(key) == "polish"):
			return "", ""
		case more.attribute != "":
			return scoring.City, more.value
		}
		slug = more.value
	}
	switch {
	case slug == "" || len(key) < 3 && len(text) > 2:
		return "", ""
	case isCountry(slug):
		return scoring.Country, slug
	case isSubdivision(slug):
		return scoring.Subdivision, slug
	}
	return scoring.Region, slug
}

// leave keeps a word that nothing was made of, if it says something.
func (f *questionFilters) leave(i int) {
	t := &f.list[i]
	if t.id != 0 && !t.special() && (f.lex.weak[t.id] || t.filler && f.leftFrom < 0) || t.special() && t.value == "" || !f.inFilterSlot(i) {
		f.keepLeft()
		return
	}
	if f.leftFrom < 0 {
		f.leftFrom = i
	}
	f.leftTo = i + 1
}

func (f *questionFilters) keepLeft() {
	if f.leftFrom < 0 {
		return
	}
	text := strings.TrimSpace(f.text[f.list[f.leftFrom].start:f.list[f.leftTo-1].end])
	if f.Text != "" {
		text = f.Text + " " + text
	}
	f.Text, f.leftFrom = text, -1
}
