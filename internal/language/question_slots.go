package language

import (
	"strings"
	"unicode/utf8"

	"rightdoor/scoring"
)

// slotWorth adds what the words in a slot count for its kind; what cannot
// stand there counts never.
func (m *questionMatcher) slotWorth(s *questionSlot, pos int) int {
	if s.from == s.to {
		return m.emptyWorth(s)
	}
	last := &m.list[s.to-1]
	switch s.kind {
	case 'C', 'N':
		if !m.isPronoun(s.from, s.to) && m.lex.join[last.id] && s.to-s.from > 1 && !last.capital {
			return countLeft
		}
		if s.kind == 'N' && m.now.form.intent == IntentPersona && s.to-s.from > 1 && m.plainName(s) == never {
			return never // "who is joining the call"
		}
		return m.named(s)
	case 'P':
		if !last.possessive || s.to-s.from > 5 {
			return never
		}
		return 6
	case 'K':
		return m.certainName(s)
	case 'S':
		if _, worth := m.role(s.from, s.to); worth > 0 && m.now.form.intent == IntentFit {
			return never
		}
		return m.plainName(s)
	case 'L':
		m.steps -= 40
		if len(m.companies(s.from, s.to, true)) < 2 {
			return never
		}
	case 'R':
		if m.isCut(s) {
			return never
		}
		_, worth := m.role(s.from, s.to)
		return worth
	case 'V':
		if m.phraseRole(1, s.from, s.to) == "" {
			return never
		}
		return 10 + 4*(s.to-s.from)
	case 'I':
		return m.listWorth(s)
	case 'U':
		if m.slight(s.from) && s.to-s.from == 1 || m.isI(s.from) || m.lowIn(s.from, "we", "i", "you", "it", "they") {
			return never
		}
	case 'D':
		if role, worth := m.role(s.from, s.to); role != "" {
			return worth
		}
		return m.nameWorth(s) + m.vagueAddressee(s)
	case 'T':
		if m.phraseRole(2, s.from, s.to) != "" {
			return 4
		}
	case 'X':
		return m.textWorth(s, pos)
	case 'Y':
		return m.checkable(s)
	}
	return 0
}

// isCut tells whether a role is only a part of a title: "growth" of "head of
// growth", "head" before "of procurement".
func (m *questionMatcher) isCut(s *questionSlot) bool {
	for _, of := range []int{s.from - 1, s.from} {
		if of > 0 && m.lowIn(of, "of") && m.isRank(of-1) {
			return true
		}
	}
	if s.to+1 >= m.n || !m.lowIn(s.to, "of") || !m.isRank(s.to-1) || m.list[s.to].pause > 0 {
		return false
	}
	after := m.written(s.to+1, s.to+2)
	title := ParseTitle(after)
	return title.Rest == "" && title.Seniority == "" && len(title.Functions) > 0
}

// isRank tells whether a word says no more than a rank.
func (m *questionMatcher) isRank(i int) bool {
	switch string(m.folded(&m.list[i])) {
	case "head", "director", "vp", "svp", "evp", "chief", "president", "manager", "lead", "leader":
		return true
	}
	return false
}

// isI tells the speaker, who is written with a capital, from a name.
func (m *questionMatcher) isI(i int) bool {
	word := m.folded(&m.list[i])
	return len(word) == 1 && word[0] == 'i' && !m.list[i].special()
}

// plainName is for frames of few words: the name has to be sure.
func (m *questionMatcher) plainName(s *questionSlot) int {
	plain := 0
	for i := s.from; i < s.to; i++ {
		switch t := &m.list[i]; {
		case t.special():
			return 4
		case t.id == 0 && t.capital:
			plain++
		case t.id != 0 && !t.capital:
			return never
		}
	}
	if plain == 0 && s.to-s.from > 1 {
		return never
	}
	return 0
}

// textWorth lets the rest of a text be empty only where it may.
func (m *questionMatcher) textWorth(s *questionSlot, _ int) int {
	first := min(s.from, m.n-1)
	switch {
	case s.from >= m.tail && m.now.form.intent == IntentCheck:
		return never // "what is our icp again"
	case m.now.form.intent != IntentCheck:
		if m.slight(s.from) && s.to-s.from == 1 {
			return never
		}
		return 0
	case m.lowIn(first, "if", "whether", "that", "on", "out", "for", "is", "fit", "with"):
		return never
	}
	if m.list[first].quoted {
		return 15
	}
	if m.now.form.bonus >= 30 && s.from > 0 && m.list[first].pause == 0 && !m.list[first].quoted {
		return -25 // what is to be checked comes after a pause
	}
	return 1
}

// certainName is for frames that rest on the name: it has to be an address, a
// quotation or an unknown word with a capital, and neither place nor person.
func (m *questionMatcher) certainName(s *questionSlot) int {
	m.steps -= 20
	plain := false
	for i := s.from; i < s.to; i++ {
		t := &m.list[i]
		plain = plain || t.special() || t.id == 0 && t.capital && i > 0
		if t.id != 0 && !t.capital && !m.lex.join[t.id] {
			return never
		}
	}
	if _, isPlace := Place(m.written(s.from, s.to)); isPlace || !plain || m.lex.given[string(m.folded(&m.list[s.from]))] {
		return never
	}
	return 2
}

// vagueAddressee counts against an addressee in small letters who is neither
// role nor person, where a company is named besides: "email idea for Acme".
func (m *questionMatcher) vagueAddressee(s *questionSlot) int {
	if t := &m.list[s.from]; t.capital || t.special() || m.isPerson(s.from, s.to) || m.isPronoun(s.from, s.to) {
		return 0
	}
	for _, other := range m.now.slots[:m.now.n] {
		if other.kind == 'C' && m.list[other.from].capital {
			return countSkipped * 2
		}
	}
	return 0
}

// nameWorth is what an addressee who is no role counts as a name.
func (m *questionMatcher) nameWorth(s *questionSlot) int {
	if m.isPronoun(s.from, s.to) {
		return 0
	}
	count := 0
	for i := s.from; i < s.to; i++ {
		count += int(m.name[i])
	}
	return count
}

// checkable refuses the object of a check that is a company: "is Acme in our
// ICP" asks for a fit.
func (m *questionMatcher) checkable(s *questionSlot) int {
	if m.list[s.from].quoted {
		return 4
	}
	if m.slight(s.to-1) || m.isPronoun(s.from, s.to) || m.list[s.from].domain {
		return never
	}
	for i := s.from; i < s.to; i++ {
		if t := &m.list[i]; !(t.id == 0 && t.capital) {
			return 0
		}
	}
	if _, worth := m.role(s.from, s.to); worth > 0 {
		return 0
	}
	return never
}

func (m *questionMatcher) isPronoun(from, to int) bool {
	return m.ends(m.lex.pronoun, from)>>to&1 == 1
}

// phrase is the folded words of some tokens, in the buffer's free end.
func (m *questionMatcher) phrase(from, to int) []byte {
	start := len(m.buf)
	for i := from; i < to; i++ {
		if i > from {
			m.buf = append(m.buf, ' ')
		}
		m.buf = append(m.buf, m.folded(&m.list[i])...)
	}
	p := m.buf[start:]
	m.buf = m.buf[:start]
	return p
}

// isPerson tells a person from a company by the given name.
func (m *questionMatcher) isPerson(from, to int) bool {
	t := &m.list[from]
	if t.domain {
		return strings.Contains(t.value, "@")
	}
	return to-from <= 4 && m.lex.given[string(m.folded(t))]
}

// isPersona tells a persona's name, which mostly has a given name somewhere.
func (m *questionMatcher) isPersona(from, to int) bool {
	for i := from; i < to; i++ {
		if m.list[i].domain || m.lex.legal[string(m.folded(&m.list[i]))] && i > from {
			return false
		}
	}
	for i := from; i < to; i++ {
		if m.lex.given[string(m.folded(&m.list[i]))] {
			return true
		}
	}
	return false
}

// restText is a slot's words as they stand in the text; to the end of it where
// the slot is the last thing.
func (m *questionMatcher) restText(s questionSlot, last bool) (text string, start, end int) {
	start = len(m.text)
	if s.from < m.n {
		start = m.list[s.from].start
	}
	end = start
	if last {
		end = len(m.text)
	} else if s.to > s.from {
		end = m.list[s.to-1].end
	}
	if s.to-s.from == 1 && m.list[s.from].quoted && (!last || s.to == m.n) {
		return m.list[s.from].value, start, m.list[s.from].end
	}
	text = strings.TrimSpace(m.text[start:end])
	text = strings.TrimSpace(strings.TrimRight(text, "?¿"))
	return text, start, start + min(end-start, len(strings.TrimRightFunc(m.text[start:end], isSpaceOrMark)))
}

func isSpaceOrMark(r rune) bool {
	return r == ' ' || r == '?' || r == '\n' || r == '\t' || r == utf8.RuneError
}

// emptyWorth is for a slot with nothing in it: there has to be something to
// check, if only a quotation elsewhere.
func (m *questionMatcher) emptyWorth(s *questionSlot) int {
	if s.kind != 'X' || m.now.form.intent != IntentCheck {
		return 0
	}
	for i := range m.n {
		if m.list[i].quoted {
			return 0
		}
	}
	return never
}

// isRoleWord tells whether a role begins with a word that is otherwise
// dropped: "person with the budget".
func (m *questionMatcher) isRoleWord(from, to int) bool {
	return m.lex.roleKind(0, m.phrase(from, to)) != ""
}

// listWorth is for a list that is asked for by its filters alone.
func (m *questionMatcher) listWorth(s *questionSlot) int {
	steps := m.steps
	f, _ := m.filters(s.from, s.to)
	m.steps = steps - 600
	if len(f.Facts)+len(f.Tiers)+len(f.Verdicts) == 0 && (f.Count == 0 || s.to-s.from > 1) {
		return never
	}
	worth := 6
	if len(f.Facts) == 1 && f.Facts[0].Attribute == scoring.Technologies && f.Count == 0 {
		return never // "any future with Oracle"
	}
	for i := s.from; i < s.to; i++ {
		if t := &m.list[i]; t.id == 0 && t.capital || t.special() {
			worth -= 4
		}
	}
	if m.now.form.intent == IntentICP && (worth < 6 || f.Count > 0) {
		return never // "should we target 7-Eleven"
	}
	return worth + 4*len(f.Facts)
}

// named wants something in a company slot that can be a name.
func (m *questionMatcher) named(s *questionSlot) int {
	if m.isPronoun(s.from, s.to) {
		return 0
	}
	last := &m.list[s.to-1]
	if m.noCompany(s) {
		return never
	}
	if m.isPlace(s) {
		if m.now.form.intent == IntentWho {
			return never // "who is the president of France"
		}
		return -14
	}
	if s.to-s.from > 1 && !last.capital && !last.special() && m.lex.weak[last.id] {
		return -10
	}
	for i := s.from; i < s.to; i++ {
		if t := &m.list[i]; t.id == 0 || t.special() || t.capital && (i > m.lead || s.to-s.from > 1) && !m.opens(t) {
			return m.strayWords(s)
		}
	}
	return -12
}

// opens tells a little word whose capital is only that of a new sentence: "Any
// good?".
func (m *questionMatcher) opens(t *questionToken) bool {
	return t.pause == 2 && t.id != 0 && (m.lex.weak[t.id] || t.filler)
}

// noCompany refuses what cannot be a company's name: little words alone, and
// what has to do with the targeting.
func (m *questionMatcher) noCompany(s *questionSlot) bool {
	if m.isI(s.from) || m.lowIn(s.from, "am", "anything", "anyone", "anybody", "something", "everything", "nothing") {
		return true
	}
	if s.to < m.n && m.lowIn(s.to, "call", "meeting", "demo") && m.list[s.to-1].id == 0 && !m.list[s.to-1].capital && !m.list[s.to-1].special() && s.from > 0 && m.lowIn(s.from-1, "the", "a", "an", "our", "my") {
		return true // "on the discovery call"
	}
	little := true
	for i := s.from; i < s.to; i++ {
		t := &m.list[i]
		if t.special() {
			return false
		}
		switch string(m.folded(t)) {
		case "icp", "icps", "persona", "personas":
			return true
		}
		if !t.capital && s.to-s.from > 1 && i == s.from && m.lex.numbers[string(m.folded(t))] > 0 {
			return true // "in ten minutes"
		}
		little = little && t.id != 0 && !t.capital && (m.lex.weak[t.id] || t.filler)
	}
	return little && s.to-s.from == 1 && m.lowIn(s.from, "our", "my", "the", "your", "nuestro", "unser", "notre", "nosso", "a", "an")
}

// strayWords counts the little words behind the first of a name in small
// letters, which rather belong to the question: "acme a god fit".
func (m *questionMatcher) strayWords(s *questionSlot) int {
	count := 0
	for i := s.from + 1; i < s.to; i++ {
		if t := &m.list[i]; t.id != 0 && !t.capital && m.lex.weak[t.id] && !m.lex.join[t.id] && !m.lowIn(i, "at") {
			count -= 6
		}
	}
	return count
}

// isPlace tells whether a slot holds the name of a country or region alone.
func (m *questionMatcher) isPlace(s *questionSlot) bool {
	if !m.list[s.from].capital || s.to-s.from > 3 {
		return false
	}
	f := questionFilters{questionMatcher: m}
	_, slug := f.place(f.compactKey(s.from, s.to-s.from), s.from, s.to-s.from)
	return slug != ""
}
