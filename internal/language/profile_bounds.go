package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What ends the words of a situation.

// boundary tells whether something to be read begins at the next token, though
// a situation is open.
func (r *profileReader) boundary() bool {
	i := r.i
	switch {
	case r.placeBegins(i), r.metricBegins(i), r.toolBegins(i), r.reachBegins(i):
		return true
	case r.isMatch(i, profileFounded) && r.years(i) > 0:
		return true
	case r.afterClause(i) && (r.isMatch(i, profileHire) && r.hires(i) != nil || r.isMatch(i, profileTrigger)):
		return true
	}
	if n := r.exclusion(i); n > 0 {
		return true
	}
	if _, n := r.lex.match(r.tokens, i, profileMust|profileOnly|profileNice); n > 0 && r.reaches(i+n) > 0 {
		return true
	}
	if r.broad {
		return false
	}
	if _, n := r.lex.match(r.tokens, i, profileEdges); n > 0 && !r.isMatch(i, profileCompany) || i-r.open > 2 {
		r.broad = true
		return false
	}
	_, n := r.lex.match(r.tokens, i, profileCompany|profileNoted)
	_, _, m := r.item(i)
	return n > 0 || m > 0
}

// placeBegins tells whether "in Texas" begins at token i. Where a company has
// customers or offices is not where it is.
func (r *profileReader) placeBegins(i int) bool {
	_, n := r.lex.match(r.tokens, i, profilePrep)
	if n == 0 || i == 0 || r.isA(i-1, profileSite) || r.isA(i-1, profileMarket) || i+n >= len(r.tokens) {
		return false
	}
	j := r.skipArticles(i + n)
	e, _, m := r.item(j)
	return m > 0 && e.kinds&(profilePlace|profileCity) != 0 && e.kinds&profileIndustry == 0 && r.text[r.tokens[i].start:r.tokens[i].end] != "of"
}

func (r *profileReader) skipArticles(i int) int {
	for i < len(r.tokens) && r.tokens[i].gap <= profileSpace && profileArticles[r.tokens[i].word] {
		i++
	}
	return i
}

var profileArticles = map[string]bool{
	"the": true, "a": true, "an": true, "la": true, "el": true, "los": true, "las": true, "le": true, "les": true, "l": true,
	"o": true, "os": true, "as": true, "der": true, "die": true, "das": true, "den": true, "dem": true, "il": true, "lo": true,
	"i": true, "gli": true, "de": true, "het": true, "either": true, "their": true, "our": true, "both": true, "un": true,
	"una": true, "one": true, "do": true, "da": true, "us state of": true,
}

func (r *profileReader) toolBegins(i int) bool {
	e, n := r.lex.match(r.tokens, i, profileUse)
	if n == 0 || e.kinds&(profileStrip|profilePrep) != 0 {
		return false
	}
	_, m := r.technology(r.skipArticles(i+n), true)
	return m > 0
}

func (r *profileReader) metricBegins(i int) bool {
	if t := &r.tokens[i]; !t.number && !t.sign && !r.isMatch(i, profileAnyLimit|profileBetween|profileLead|profileMetric) {
		return false
	}
	probe := *r
	probe.draft, probe.open, probe.i = Draft{}, -1, i
	probe.money = nil
	if !probe.number() || probe.alone && r.open >= 0 {
		return false
	}
	if !probe.invented() {
		return true
	}
	// "shipping 10,000+ orders a month": the verb says nothing more.
	if r.open >= 0 && i == r.open+1 && strings.HasSuffix(r.tokens[r.open].word, "ing") && len(probe.draft.Criteria) > 0 {
		r.open = -1
		return true
	}
	return false
}

// invented tells whether a number that was read counts a thing the lexicon
// does not know; in the middle of a situation that is part of it.
func (r *profileReader) invented() bool {
	for _, c := range r.draft.Criteria {
		if c.Attribute.Custom() {
			return true
		}
	}
	return len(r.draft.Criteria) == 0
}

// afterClause tells whether token i follows what may begin a clause.
func (r *profileReader) afterClause(i int) bool {
	if i == 0 {
		return true
	}
	switch r.tokens[i-1].word {
	case "and", "that", "who", "which", "are", "is", "actively", "currently", "now", "or", "but", "have", "has", "que", "qui", "che", "die", "y", "e", "et", "und":
		return true
	}
	return false
}

// capital tells whether a token begins with a capital.
func (r *profileReader) capital(i int) bool {
	c, _ := utf8.DecodeRuneInString(r.text[r.tokens[i].start:])
	return unicode.IsUpper(c)
}

// number reads what the next token and those after it say in numbers.
func (r *profileReader) number() bool {
	return r.teamOf() || r.metricThenNumber() || r.numberThenMetric()
}
