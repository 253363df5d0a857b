package language

import (
	"math"
	"slices"
	"strings"

	"rightdoor/scoring"
)

func profileYearRange(year float64, kinds profileKind) scoring.Value {
	switch {
	case kinds&profileLater != 0, kinds&profileSince != 0 && kinds&(profileBefore|profileAfter) == 0 && kinds&profileBetween == 0 || kinds&(profileSince|profileAfter|profileBefore) == profileSince:
		return scoring.OfRange(year, math.Inf(1))
	case kinds&(profileEarlier|profileUntil) != 0:
		return scoring.OfRange(math.Inf(-1), year)
	case kinds&profileAfter != 0:
		return scoring.OfRange(year+1, math.Inf(1))
	case kinds&profileBefore != 0:
		return scoring.OfRange(math.Inf(-1), year-1)
	}
	return scoring.OfNumber(year)
}

// year reads a year of foundation.
func (r *profileReader) year(i int) (float64, bool) {
	if i >= len(r.tokens) || !r.tokens[i].number || len(r.tokens[i].word) != 4 {
		return 0, false
	}
	n, ok := shortCount(r.tokens[i].word)
	return n, ok && 1500 <= n && n <= 2100
}

func (r *profileReader) secondYear(i int) (year float64, next int, ok bool) {
	if i >= len(r.tokens) || r.tokens[i].gap > profileSpace && !r.dashed(i) {
		return 0, 0, false
	}
	if !r.dashed(i) {
		_, n := r.lex.match(r.tokens, i, profileTo)
		if n == 0 {
			return 0, 0, false
		}
		i += n
	}
	year, ok = r.year(i)
	return year, i + 1, ok
}

// technologies reads the tools a company runs.
func (r *profileReader) technologies() bool {
	if e, n := r.lex.match(r.tokens, r.i, profileUse); n > 0 {
		to := r.skipArticles(r.i + n)
		strong := e.kinds&(profileStrip|profilePrep) == 0 && !profileWeak[r.tokens[r.i].word]
		if _, m := r.technology(to, strong); m > 0 || strong && r.unknownTool(to) > 0 {
			r.toolsFrom(to, strong && !r.capital(r.i))
			return true
		}
		return false
	}
	if _, n := r.technology(r.i, false); n == 0 {
		return false
	}
	end, _, _ := r.toolList(r.i, false)
	if end < len(r.tokens) && r.tokens[end].gap <= profileSpace && r.isMatch(end, profileUsed|profileUses) || r.listedAlone(r.i, end) || r.exclude == profileTechnology {
		r.addTechnologies(r.i)
		r.skipUsed()
		return true
	}
	return false
}

// listedAlone tells whether products stand by themselves in a list of what the
// companies are like: ", Shopify Plus, ".
func (r *profileReader) listedAlone(from, to int) bool {
	return from > 0 && r.tokens[from].gap == profileComma && (to == len(r.tokens) || r.tokens[to].gap >= profileComma) && len(r.draft.Criteria) > 0
}

// profileWeak are words that mostly mean something else than using.
var profileWeak = map[string]bool{
	"with": true, "on": true, "con": true, "com": true, "mit": true, "auf": true, "met": true, "op": true, "avec": true, "sur": true,
	"su": true, "sobre": true, "run": true, "runs": true, "running": true, "that": true,
}

func (r *profileReader) skipUsed() {
	if r.i == len(r.tokens) {
		return
	}
	if _, n := r.lex.match(r.tokens, r.i, profileUsed|profileUses); n > 0 && r.tokens[r.i].gap <= profileSpace {
		r.i += n
	}
}

func (r *profileReader) toolsFrom(i int, unknown bool) {
	r.unknownTools = unknown
	r.addTechnologies(i)
	r.unknownTools = false
	r.skipUsed()
}

// technology finds a product, or with strong a category of products too.
func (r *profileReader) technology(i int, strong bool) (slug string, n int) {
	if i >= len(r.tokens) {
		return "", 0
	}
	e, n := r.lex.match(r.tokens, i, profileTechnology)
	if n == 0 {
		return "", 0
	}
	if e.category && !strong || !e.category && !strong && !r.capital(i) && !r.settled(i+n) {
		return "", 0
	}
	if !e.category && e.kinds&profileIndustry != 0 && !strong {
		return "", 0
	}
	return e.technology, n
}

// settled tells whether nothing unknown follows, to which a name in small
// letters could belong.
func (r *profileReader) settled(i int) bool {
	return i >= len(r.tokens) || r.tokens[i].gap > profileSpace || r.isMatch(i, ^profileKind(0))
}

// unknownTool counts the words of a product the lexicon does not know: after a
// word for using, a name in capitals.
func (r *profileReader) unknownTool(i int) int {
	n := 0
	for ; i+n < len(r.tokens) && n < 3; n++ {
		t := &r.tokens[i+n]
		if n > 0 && t.gap > profileSpace || !r.capital(i+n) || len(t.word) < 2 || strings.HasSuffix(t.word, "$") || r.isMatch(i+n, ^profileKind(0)) {
			break
		}
	}
	if n > 0 && r.capital(r.i) {
		return 0
	}
	return n
}

// toolList reads a list of products: its end, their slugs, and whether one of
// them is enough.
func (r *profileReader) toolList(i int, strong bool) (end int, slugs []string, anyOf bool) {
	end = i
	for {
		slug, n := r.technology(i, strong)
		if n == 0 && r.unknownTools {
			if n = r.unknownTool(i); n > 0 {
				slug = TechnologySlug(r.span(i, i+n).Text)
			}
		}
		if n == 0 {
			return end, slugs, anyOf
		}
		if !slices.Contains(slugs, slug) {
			slugs = append(slugs, slug)
		}
		end = i + n
		next, or := r.listSeparator(end)
		if next == 0 {
			return end, slugs, anyOf
		}
		if _, m := r.technology(next, strong); m == 0 && !(r.unknownTools && r.unknownTool(next) > 0) {
			return end, slugs, anyOf
		}
		anyOf = anyOf || or
		i = next
	}
}

// listSeparator passes over what joins two items; next is 0 when nothing does.
func (r *profileReader) listSeparator(i int) (next int, or bool) {
	if i >= len(r.tokens) || r.tokens[i].gap > profileComma {
		return 0, false
	}
	start := i
	or = r.tokens[i].gap == profileSlash
	for i < len(r.tokens) && i < start+3 && r.isA(i, profileAnd|profileOr) {
		or = or || r.isA(i, profileOr) && !r.isA(i, profileAnd)
		i++
	}
	if i == start && r.tokens[i].gap != profileComma && !or {
		return 0, false
	}
	i = r.skipArticles(i)
	if i >= len(r.tokens) {
		return 0, false
	}
	return i, or
}

// addTechnologies adds the list of tools that token i begins.
func (r *profileReader) addTechnologies(i int) {
	if r.exclude != profileTechnology {
		r.exclude = 0
	}
	end, slugs, anyOf := r.toolList(i, true)
	if end == i {
		return
	}
	operator := scoring.IncludesAll
	if anyOf {
		operator = scoring.IncludesAny
	}
	r.last = len(r.draft.Criteria)
	r.criterion(scoring.Technologies, operator, scoring.OfWords(slugs...), i, end)
	r.i = end
	if end+2 < len(r.tokens) && r.tokens[end].word == "as" && r.tokens[end].gap <= profileSpace {
		to := r.skipArticles(end + 1)
		if to < len(r.tokens) && (r.tokens[to].word == "its" || r.tokens[to].word == "their") {
			to++
		}
		if _, n := r.technology(to, true); n > 0 {
			r.i = to + n
		}
	}
}

// profileSalesDevelopment tells whether words name the people a company hires for
// outbound sales.
func profileSalesDevelopment(text string) bool {
	folded := " " + Fold(text) + " "
	for _, w := range []string{" sdr ", " sdrs ", " bdr ", " bdrs ", " sales development ", " business development rep"} {
		if strings.Contains(folded, w) {
			return true
		}
	}
	return false
}
