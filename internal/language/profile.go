package language

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"rightdoor/scoring"
)

// Draft is a sentence about companies, as criteria: a draft of an ICP.
type Draft struct {
	Criteria  []DraftCriterion // in the order of scoring.Attributes
	Triggers  []DraftTrigger   // in the order of the text
	Situation []DraftSpan      // what was said of companies and is no criterion
	Persona   DraftPersona
}

// DraftCriterion is a criterion and the words of the text it came from, which
// stand at bytes Start to End. Joined from several places, it has those of the
// first.
type DraftCriterion struct {
	scoring.Criterion
	Words      string
	Start, End int
}

// DraftTrigger is a signal a sentence asks for. Function says who is hired,
// where Signal is "hiring"; it is empty when the sentence does not say.
type DraftTrigger struct {
	Signal     string
	Function   scoring.Function
	Words      string
	Start, End int
}

// DraftSpan is a piece of the text, as written, at bytes Start to End.
type DraftSpan struct {
	Text       string
	Start, End int
}

// DraftPersona is the people a sentence names: their titles, as written. It is
// empty when the sentence names none.
type DraftPersona struct {
	Titles []string
	Spans  []DraftSpan // where they stand
}

// Empty tells whether nothing was understood or kept.
func (d Draft) Empty() bool {
	return len(d.Criteria) == 0 && len(d.Triggers) == 0 && len(d.Situation) == 0 && len(d.Persona.Titles) == 0
}

// ReadProfile reads a sentence about companies in English, Spanish,
// Portuguese, French, German, Italian or Dutch. Nothing is guessed: what is
// not certain to be a criterion is kept as situation. Criteria are should and
// weigh 1 unless the words say otherwise; an exclusion is not_in, or must_not
// of a number. An amount of money without a currency is in that of the one
// country named, of the language of its noun, or in US dollars. Only the first
// 8 kB are read.
func ReadProfile(text string) Draft {
	r := profileReader{text: profileCut(text), lex: profileWords(), open: -1, mode: scoring.Should, weight: scoring.DefaultWeight}
	r.tokens = profileTokens(r.text, r.lex.words)
	for i := range r.tokens {
		r.capitals = r.capitals || r.capital(i)
	}
	r.read()
	r.settlePlaces()
	r.settleMoney()
	r.draft.Criteria = profileMerge(r.draft.Criteria)
	return r.draft
}

// profileCut bounds a text, at the edge of a rune.
func profileCut(text string) string {
	if len(text) <= profileMaxBytes {
		return text
	}
	end := profileMaxBytes
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// profileMerge joins criteria that say one thing together and sorts them as
// scoring.Attributes.
func profileMerge(all []DraftCriterion) []DraftCriterion {
	var kept []DraftCriterion
	for _, c := range all {
		i := slices.IndexFunc(kept, func(k DraftCriterion) bool { return profileJoinable(k.Criterion, c.Criterion) })
		if i < 0 {
			kept = append(kept, c)
			continue
		}
		profileJoin(&kept[i].Criterion, c.Criterion)
	}
	slices.SortStableFunc(kept, func(a, b DraftCriterion) int {
		return cmp.Or(
			cmp.Compare(profileAttributeRank(a.Attribute), profileAttributeRank(b.Attribute)), cmp.Compare(a.Attribute, b.Attribute),
			cmp.Compare(profileModeRank(a.Criterion), profileModeRank(b.Criterion)), strings.Compare(string(a.Operator), string(b.Operator)),
		)
	})
	return kept
}

func profileAttributeRank(a scoring.Attribute) int {
	i := slices.IndexFunc(scoring.Attributes, func(info scoring.AttributeInfo) bool { return info.Name == a })
	if i < 0 {
		return len(scoring.Attributes)
	}
	return i
}

// profileModeRank is the part of a written draft in which a criterion stands.
func profileModeRank(c scoring.Criterion) int {
	switch {
	case c.Operator == scoring.NotIn || c.Mode == scoring.MustNot:
		return 4
	case c.Mode == scoring.Must:
		return 1
	case c.Weight > scoring.DefaultWeight:
		return 2
	case c.Weight < scoring.DefaultWeight:
		return 3
	}
	return 0
}

// profileJoinable tells whether two criteria are one: the same attribute, asked for in
// the same way. Two choices of technologies are two criteria.
func profileJoinable(a, b scoring.Criterion) bool {
	if a.Attribute != b.Attribute || (a.Mode == scoring.MustNot) != (b.Mode == scoring.MustNot) {
		return false
	}
	if a.Operator.Numeric() && b.Operator.Numeric() {
		return a.Mode != scoring.MustNot && a.Value.Currency == b.Value.Currency && !BoundsExclude(a, b)
	}
	if a.Operator == scoring.IncludesAny {
		return a.Operator == b.Operator && a.Value.Equal(b.Value)
	}
	return a.Operator == b.Operator && a.Operator != scoring.Is
}

// BoundsExclude tells whether two criteria are open bounds of one number that
// none can keep, "less than 50 and more than 500 employees". ReadProfile leaves
// them apart: which one was meant is not its to say.
func BoundsExclude(a, b scoring.Criterion) bool {
	if a.Attribute != b.Attribute || a.Mode == scoring.MustNot || b.Mode == scoring.MustNot || a.Value.Currency != b.Value.Currency {
		return false
	}
	if a.Operator == scoring.AtMost {
		a, b = b, a
	}
	return a.Operator == scoring.AtLeast && b.Operator == scoring.AtMost && a.Value.Min > b.Value.Max
}

// profileJoin joins b to a: words are a union; of numbers two open ends make a
// range, and otherwise the range that holds both. What must be stays a must.
func profileJoin(a *scoring.Criterion, b scoring.Criterion) {
	if b.Mode == scoring.Must {
		a.Mode = scoring.Must
	}
	if a.Mode == scoring.Must {
		a.Weight = scoring.DefaultWeight
	}
	if !a.Operator.Numeric() {
		a.Value = scoring.OfWords(append(slices.Clone(a.Value.Words), b.Value.Words...)...)
		return
	}
	low, high := min(a.Value.Min, b.Value.Min), max(a.Value.Max, b.Value.Max)
	if profileFacing(a.Value, b.Value) {
		low, high = max(a.Value.Min, b.Value.Min), min(a.Value.Max, b.Value.Max)
	}
	a.Value = scoring.OfRange(low, high).In(a.Value.Currency)
	a.Operator = profileOperator(a.Value)
}

// profileFacing tells whether one range has no upper end and the other no lower, and
// they meet.
func profileFacing(a, b scoring.Value) bool {
	upward, downward := profileOperator(a) == scoring.AtLeast, profileOperator(a) == scoring.AtMost
	return (upward && profileOperator(b) == scoring.AtMost && a.Min <= b.Max) ||
		(downward && profileOperator(b) == scoring.AtLeast && b.Min <= a.Max)
}
