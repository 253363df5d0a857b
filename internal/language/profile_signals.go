package language

import (
	"slices"

	"rightdoor/scoring"
)

// signal reads what makes now a good time.
func (r *profileReader) signal() bool {
	return r.triggers() || r.hiring() || r.lately() || r.window()
}

func (r *profileReader) trigger(signal string, f scoring.Function, from, to int) {
	same := func(t DraftTrigger) bool { return t.Signal == signal && t.Function == f }
	if slices.ContainsFunc(r.draft.Triggers, same) {
		return
	}
	span := r.span(from, to)
	r.draft.Triggers = append(r.draft.Triggers, DraftTrigger{signal, f, span.Text, span.Start, span.End})
}

// triggers reads signals the lexicon spells out.
func (r *profileReader) triggers() bool {
	e, n := r.lex.match(r.tokens, r.i, profileTrigger)
	if n == 0 || r.exclude != 0 {
		return false
	}
	end := r.i + n
	if e.signal == "expansion" {
		to, ok := r.expansionEnd(end)
		if !ok {
			return false
		}
		end = to
	}
	r.trigger(e.signal, "", r.i, end)
	r.i = end
	return true
}

// expansionEnd passes over where a company expands to: that is not where it
// is. ok is false for the expansion of something else.
func (r *profileReader) expansionEnd(i int) (end int, ok bool) {
	if i >= len(r.tokens) || r.tokens[i].gap > profileSpace || r.isMatch(i, profileAnd) && !r.isMatch(i, profilePrep) {
		return i, true
	}
	_, n := r.lex.match(r.tokens, i, profilePrep|profileStrip|profileTo)
	_, _, place := r.item(i)
	if n == 0 && place == 0 && !profileNewWords[r.tokens[i].word] {
		e, _ := r.lex.match(r.tokens, i, profileAfter|profileRecent|profileWindow|profileUse)
		return i, e != nil
	}
	j := i + n
	for j < len(r.tokens) && r.tokens[j].gap <= profileSpace && (r.isA(j, profilePrep|profileStrip) || profileNewWords[r.tokens[j].word]) {
		j++
	}
	if j > i+n && profileNewWords[r.tokens[j-1].word] {
		i = j
	}
	for j < len(r.tokens) && r.tokens[j].gap <= profileComma {
		_, _, m := r.item(j)
		if m == 0 && r.isNounWord(j) && r.tokens[j].gap <= profileSpace && profileNewWords[r.tokens[j-1].word] {
			m = 1
		}
		if m == 0 {
			break
		}
		i, j = j+m, j+m
		if next, _ := r.listSeparator(j); next > 0 {
			j = next
		}
	}
	return i, true
}

var profileNewWords = map[string]bool{
	"new": true, "other": true, "more": true, "nuevos": true, "nuevas": true, "novos": true, "novas": true, "nouveaux": true,
	"neue": true, "nuovi": true, "nuove": true, "nieuwe": true, "the": true, "countries": true, "cities": true, "states": true, "additional": true,
}

// profileHired is one of those a company looks for.
type profileHired struct {
	signal   string
	function scoring.Function
	end      int
}

// hiring reads whom a company hires.
func (r *profileReader) hiring() bool {
	if !r.isMatch(r.i, profileHire) || r.exclude != 0 {
		return false
	}
	people := r.hires(r.i)
	if len(people) == 0 {
		return false
	}
	for _, h := range people {
		r.trigger(h.signal, h.function, r.i, h.end)
	}
	r.i = people[len(people)-1].end
	return true
}

// hires lists whom the hiring that token i begins is of; a hiring of nobody in
// particular is one entry, something else is none.
func (r *profileReader) hires(i int) []profileHired {
	_, n := r.lex.match(r.tokens, i, profileHire)
	verb := i + n
	i = verb
	var all []profileHired
	for i < len(r.tokens) && r.tokens[i].gap <= profileParen {
		i = r.skipHiring(i)
		h, end := r.hiredAt(i)
		if end == 0 {
			break
		}
		all = append(all, h...)
		next, _ := r.listSeparator(end)
		if end < len(r.tokens) && r.tokens[end].gap == profileParen {
			next = end
		}
		if next == 0 {
			break
		}
		i = next
	}
	if len(all) == 0 && n > 0 && (verb == len(r.tokens) || r.tokens[verb].gap >= profileComma || r.isMatch(verb, profilePrep|profileAnd|profileWindow)) && r.plainHiring(verb-n) {
		return []profileHired{{signal: "hiring", end: verb}}
	}
	return all
}

// plainHiring tells whether a word for hiring means it without an object; many
// do not: "suchen", "zoeken".
func (r *profileReader) plainHiring(i int) bool {
	switch r.tokens[i].word {
	case "hiring", "actively", "recruiting", "contratando", "recrutando", "currently", "recrutent", "embauchent", "estan", "estao":
		return true
	case "are", "is":
		return true
	}
	return false
}

// skipHiring passes over what stands between hiring and whom.
func (r *profileReader) skipHiring(i int) int {
	for i < len(r.tokens) && r.tokens[i].gap <= profileSpace {
		switch w := r.tokens[i].word; {
		case profileArticles[w], w == "for", w == "new", w == "more", w == "their", w == "first", w == "additional", w == "several",
			w == "des", w == "du", w == "neue", w == "nuovi", w == "nieuwe", w == "many", w == "of", w == "in", w == "on", w == "roles", w == "para":
			i++
			continue
		}
		break
	}
	return i
}

// profileMaxHired is how many words a title in a sentence has at most.
const profileMaxHired = 6

// hiredAt reads one title or field of work, the longest that is one.
func (r *profileReader) hiredAt(i int) ([]profileHired, int) {
	end := i
	for end < len(r.tokens) && end < i+profileMaxHired && (end == i || r.tokens[end].gap <= profileSpace) {
		if end > i && r.isA(end, profileAnd|profileOr|profilePrep) && r.tokens[end].word != "of" && r.tokens[end].word != "de" {
			break
		}
		end++
	}
	for ; end > i; end-- {
		span := r.span(i, end)
		t := ParseTitle(span.Text)
		if t.Rest != "" || t.Seniority == "" && len(t.Functions) == 0 || r.isA(end-1, profileEdges) {
			continue
		}
		if profileSalesDevelopment(span.Text) {
			return []profileHired{{"hiring_sdr", "", end}}, end
		}
		if len(t.Functions) == 0 {
			return []profileHired{{"hiring", "", end}}, end
		}
		var all []profileHired
		for _, f := range t.Functions {
			all = append(all, profileHired{"hiring", f, end})
		}
		return all, end
	}
	return nil, 0
}

// lately reads what happened recently: money raised, somebody appointed, a
// tool adopted.
func (r *profileReader) lately() bool {
	i := r.i
	_, recent := r.lex.match(r.tokens, i, profileRecent)
	if n := r.appointed(i); n > 0 {
		r.trigger("new_executive", "", i, n)
		r.i = n
		return true
	}
	if recent > 0 {
		i += recent
	}
	if _, n := r.lex.match(r.tokens, i, profileAdopted); n > 0 && recent > 0 {
		to := r.skipArticles(i + n)
		if _, m := r.technology(to, true); m > 0 {
			r.trigger("technology_adopted", "", r.i, to+m)
			r.addTechnologies(to)
			return true
		}
	}
	return r.raised(i)
}

// appointed gives the token after "a new CFO"; 0 when nobody was appointed.
func (r *profileReader) appointed(i int) int {
	e, n := r.lex.match(r.tokens, i, profileNewly|profileRecent)
	for n > 0 && i+n < len(r.tokens) && e.kinds&profileNewly == 0 {
		i += n
		e, n = r.lex.match(r.tokens, i, profileNewly|profileRecent)
	}
	if n == 0 || e.kinds&profileNewly == 0 {
		return 0
	}
	for to := i + n; n > 0; to = i + n {
		i = r.skipArticles(to)
		if _, n = r.lex.match(r.tokens, i, profileNewly); n == 0 {
			break
		}
	}
	for end := min(i+5, len(r.tokens)); end > i; end-- {
		span := r.span(i, end)
		t := ParseTitle(span.Text)
		switch t.Seniority {
		case scoring.CSuite, scoring.VP, scoring.Head, scoring.Director, scoring.Founder:
			if t.Rest == "" && IsTitle(span.Text) {
				return end
			}
		}
	}
	return 0
}

// raised reads money raised: a signal when the sentence says that it was
// lately, and else only what the round or the amount after it says.
func (r *profileReader) raised(i int) bool {
	e, n := r.lex.match(r.tokens, i, profileLead)
	if n == 0 || e.lead != "custom.funding" {
		return false
	}
	end := i + n
	for end < len(r.tokens) && r.tokens[end].gap <= profileSpace && (profileArticles[r.tokens[end].word] || r.tokens[end].word == "their" || r.tokens[end].word == "its") {
		end++
	}
	_, rounds := r.rounds(end)
	_, counted := r.quantity(end)
	if r.raisedLately(r.i, end) {
		r.trigger("funding_round", "", r.i, i+n)
	} else if rounds == 0 {
		return false
	}
	if rounds == 0 && counted {
		end = i
	}
	if end == r.i {
		return false
	}
	r.i = end
	return true
}

// raisedLately tells whether the clause around tokens from to to says when:
// "recently", "in the last six months".
func (r *profileReader) raisedLately(from, to int) bool {
	if r.isMatch(from, profileRecent) || from > 0 && r.isMatch(from-1, profileRecent) {
		return true
	}
	for i := to; i < len(r.tokens) && r.tokens[i].gap < profileComma; i++ {
		if r.isMatch(i, profileRecent) && !r.isA(i, profileOnly) || r.windowEnd(i) > 0 {
			return true
		}
	}
	return false
}

// window passes over the time in which a signal was: "in the last 6 months".
func (r *profileReader) window() bool {
	if len(r.draft.Triggers) == r.recent {
		return false
	}
	end := r.windowEnd(r.i)
	if end == 0 {
		if e, n := r.lex.match(r.tokens, r.i, profileRecent); n > 0 && e.kinds&profileOnly == 0 {
			end = r.i + n
		}
	}
	if end == 0 {
		return false
	}
	r.i = end
	return true
}

func (r *profileReader) windowEnd(i int) int {
	_, n := r.lex.match(r.tokens, i, profileWindow)
	if n == 0 {
		return 0
	}
	for i += n; i < len(r.tokens) && r.tokens[i].gap <= profileSpace; i++ {
		if r.isMatch(i, profileTime) {
			return i + 1
		}
		if !r.tokens[i].number && profileNumbers[r.tokens[i].word] == "" && r.tokens[i].word != "few" && r.tokens[i].word != "couple" && r.tokens[i].word != "of" {
			return 0
		}
	}
	return 0
}
