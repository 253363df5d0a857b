package scoring

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// membership is in, not_in, is, includes_any and includes_all: words against
// words. Where the attribute has a hierarchy, a fact below a value is that
// value (saas is software), and a fact above one leaves open whether it is
// (software may be saas), so it is unknown rather than a miss.
type membership struct {
	criterion Criterion
	info      AttributeInfo
	groups    []group   // the fact must have a word of each
	numbers   []float64 // the values that are numbers, where a fact may be one
	place     bool      // decided by the narrowest place known
	negated   bool      // not_in
	want      string
	unknown   string
	perhaps   string // ", which may or may not be SaaS"
	not       string // ", not SaaS"
}

// group is values of which one is enough.
type group struct {
	within wordSet // the values and all below them
	above  wordSet // all above them
}

func newMembership(c Criterion, info AttributeInfo, _ Settings) (test, error) {
	if info.Kind == Number || info.Kind == Money {
		return nil, fmt.Errorf("%s is a number; use between, at_least or at_most", c.Attribute)
	}
	if c.Soft != (Soft{}) {
		return nil, fmt.Errorf("soft edges need a number to stand beside; %s compares words", c.Operator)
	}
	if len(c.Value.Words) == 0 {
		return nil, fmt.Errorf("%s has no values to compare with", c.Operator)
	}
	m := &membership{criterion: c, info: info, place: info.tree == PlaceTree, negated: c.Operator == NotIn, unknown: info.Unknown()}
	for _, w := range c.Value.Words {
		if err := checkWord(info, w); err != nil {
			return nil, err
		}
		m.add(w)
	}
	m.want = m.describe()
	m.perhaps, m.not = ", which may or may not be "+m.want, ", not "+m.want
	return m, nil
}

func checkWord(info AttributeInfo, word string) error {
	if info.words != nil && !slices.Contains(info.words, word) {
		return fmt.Errorf("%q is no %s; use one of %s", word, info.Label, strings.Join(info.words, ", "))
	}
	if info.closed() && info.tree.unknown(word) {
		return fmt.Errorf("%q is no %s that rightdoor knows", word, info.Label)
	}
	return nil
}

func (m *membership) add(word string) {
	if len(m.groups) == 0 || m.criterion.Operator == IncludesAll {
		m.groups = append(m.groups, group{})
	}
	g := &m.groups[len(m.groups)-1]
	g.within = g.within.with(m.info.key(word))
	if m.info.tree != nil {
		g.within = m.info.tree.below(word, g.within)
		for _, a := range m.info.tree.above[word].all {
			g.above = g.above.with(a)
		}
	}
	if n, err := strconv.ParseFloat(word, 64); err == nil && m.info.Kind == Any {
		m.numbers = append(m.numbers, n)
	}
}

func (m *membership) run(fact *Fact) (Outcome, float64) {
	var o Outcome
	switch {
	case len(fact.Words) > 0:
		o = m.holds(fact)
	case fact.number:
		o = m.holdsNumber(fact)
	}
	if m.negated {
		o = o.not()
	}
	if o == Match {
		return Match, 1
	}
	return o, 0
}

// holds tells whether the words have the values, not yet turned round for
// not_in.
func (m *membership) holds(fact *Fact) Outcome {
	worst := Match
	for i := range m.groups {
		switch m.groups[i].among(fact) {
		case Miss:
			return Miss
		case Unknown:
			worst = Unknown
		}
	}
	return worst
}

// among tells whether a word of the fact is in the group. A word above it, or
// one that says nothing, leaves that open.
func (g *group) among(fact *Fact) Outcome {
	for _, w := range fact.keys {
		if g.within.has(w) {
			return Match
		}
	}
	for _, w := range fact.keys {
		if g.above.has(w) {
			return Unknown
		}
	}
	if fact.unread {
		return Unknown
	}
	return Miss
}

// holdsNumber is holds for a fact that is a number, which is one word.
func (m *membership) holdsNumber(fact *Fact) Outcome {
	inside := 0
	for _, n := range m.numbers {
		if fact.Min <= n && n <= fact.Max {
			inside++
		}
	}
	switch {
	case inside == 0 || inside < len(m.groups):
		return Miss
	case fact.Min < fact.Max:
		return Unknown
	default:
		return Match
	}
}

func (m *membership) describe() string {
	if m.negated {
		return "not " + m.values()
	}
	return m.values()
}

// values writes the criterion's values.
func (m *membership) values() string {
	labels := make([]string, len(m.criterion.Value.Words))
	for i, w := range m.criterion.Value.Words {
		labels[i] = m.info.label(w)
	}
	if m.criterion.Operator == IncludesAll {
		return And(labels)
	}
	return Or(labels)
}

func (m *membership) words(f *Facts, fact *Fact, o Outcome, _ float64) (have, want, reason string) {
	if m.place {
		fact = m.shown(f, fact)
	}
	if !fact.Known() {
		return "", m.want, m.unknown
	}
	have = m.said(fact)
	switch {
	case o == Unknown:
		reason = m.info.before + have + m.perhaps
	case o == Miss && !m.negated:
		reason = m.info.before + have + m.not
	case o == Match && !m.negated && len(fact.Words) > 1:
		reason = m.info.before + m.labels(m.matching(fact))
	default:
		reason = m.info.before + have
	}
	return have, m.want, reason
}

// shown is the place to name in a reason: the country where that decides, and
// else what decided.
func (m *membership) shown(f *Facts, fact *Fact) *Fact {
	country := &f.own[countrySlot]
	if m.criterion.Attribute != Subdivision && len(country.Words) > 0 && !m.groups[0].above.has(country.Words[0]) {
		return country
	}
	return fact
}

// said writes the fact.
func (m *membership) said(fact *Fact) string {
	if fact.number {
		return m.info.Format(fact.Value)
	}
	return m.labels(fact.Words)
}

func (m *membership) labels(words []string) string {
	if len(words) == 1 {
		return m.info.label(words[0])
	}
	return string(m.info.appendWords(nil, words))
}

func (m *membership) matching(fact *Fact) []string {
	var kept []string
	for i, w := range fact.Words {
		if slices.ContainsFunc(m.groups, func(g group) bool { return g.within.has(fact.keys[i]) }) {
			kept = append(kept, w)
		}
	}
	return kept
}

func (m *membership) towards(*Fact, float64) string { return m.info.Label + " " + m.want }

func (m *membership) away(float64) string {
	if m.negated {
		return m.info.Label + " " + m.values()
	}
	return m.info.Label + " other than " + m.want
}

func (m *membership) gradual(*Fact, bool) bool { return false }

func (m *membership) samples() []Value {
	list := []Value{m.criterion.Value, OfWords(noWord)}
	for _, w := range m.criterion.Value.Words {
		list = append(list, OfWords(w))
	}
	return list
}

// noWord is among no criterion's values.
const noWord = "\x00"
