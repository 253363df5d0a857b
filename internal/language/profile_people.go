package language

import "slices"

// people reads the persons a sentence names beside its companies: "where we
// reach the VP of Sales", "CFOs at …".
func (r *profileReader) people() bool {
	i, reached := r.i, false
	if _, n := r.lex.match(r.tokens, i, profileReach); n > 0 {
		i, reached = i+n, true
	} else if !r.opening || r.isA(i, profilePrep|profileAnd|profileUse) || r.isMatch(i, profileHire|profileNewly|profileTrigger) {
		return false
	}
	i = r.skipArticles(i)
	end := r.titles(i, reached)
	if end == 0 {
		if reached && r.opening && r.reaches(i) > 0 {
			r.i = i
			return true
		}
		return false
	}
	r.i = end
	return true
}

func (r *profileReader) reachBegins(i int) bool {
	_, n := r.lex.match(r.tokens, i, profileReach)
	return n > 0 && r.titleEnd(r.skipArticles(i+n), true) > 0
}

// titles reads a list of titles and gives the token after it, 0 when there is
// none.
func (r *profileReader) titles(i int, reached bool) (end int) {
	for {
		next := r.titleEnd(i, reached || end > 0)
		if next == 0 {
			return end
		}
		r.addTitle(r.span(i, next))
		end = next
		if i, _ = r.listSeparator(end); i == 0 {
			return end
		}
	}
}

func (r *profileReader) addTitle(span DraftSpan) {
	if slices.Contains(r.draft.Persona.Titles, span.Text) {
		return
	}
	r.draft.Persona.Titles = append(r.draft.Persona.Titles, span.Text)
	r.draft.Persona.Spans = append(r.draft.Persona.Spans, span)
}

// profileMaxTitle is how many words of a sentence a title has at most.
const profileMaxTitle = 8

// titleEnd gives the token after the longest title that token i begins. What
// is a company as well is none, unless the words before it ask for people.
func (r *profileReader) titleEnd(i int, reached bool) int {
	if i >= len(r.tokens) || r.tokens[i].number || titleLexicon().words[r.tokens[i].word] == 0 {
		return 0
	}
	end := i + 1
	for end < len(r.tokens) && end < i+profileMaxTitle && r.tokens[end].gap < profileComma {
		end++
	}
	for ; end > i; end-- {
		if !reached && r.isCompany(i, end) {
			continue
		}
		if (end == len(r.tokens) || r.closesTitle(end)) && IsTitle(r.span(i, end).Text) {
			return r.firstTitle(i, end)
		}
	}
	return 0
}

// isCompany tells whether tokens i to end are companies rather than people:
// they begin or end in a word for companies, or are an industry.
func (r *profileReader) isCompany(i, end int) bool {
	_, _, n := r.item(i)
	at, _, last := r.item(end - 1)
	ranked := ParseTitle(r.span(i, i+1).Text).Seniority != "" // "VPs of Engineering"
	return n >= end-i || last > 0 && (!ranked || at.kinds&profilePlaces != 0) || r.isA(i, profileCompany) || r.isA(end-1, profileCompany)
}

// firstTitle ends the first of several titles: "CFO or the Head of Finance".
// "VP of Sales and Marketing" is one.
func (r *profileReader) firstTitle(i, end int) int {
	for k := i + 1; k+1 < end; k++ {
		next := r.skipArticles(k + 1)
		if r.isA(k, profileAnd|profileOr) && next < end && IsTitle(r.span(i, k).Text) && IsTitle(r.span(next, end).Text) {
			return k
		}
	}
	return end
}

// closesTitle tells whether a title may end before token i.
func (r *profileReader) closesTitle(i int) bool {
	return r.tokens[i].gap >= profileComma || r.isMatch(i, profilePrep|profileAnd|profileOr|profileStrip|profileRecent)
}
