package language

import (
	"slices"
	"strings"

	"rightdoor/scoring"
)

// What is settled once a frame was found: the company beside it, and what the
// question turns out to be after all.

// settle looks for the company in the words around the frame, and turns a
// choice of two into a comparison.
func (m *questionMatcher) settle(q *Question) {
	r := &m.best
	if questionAboutCompany(q.Intent) && len(q.Companies) == 0 {
		if !m.isWhole() {
			m.nameByCues(q)
		}
		if len(q.Companies) == 0 {
			m.nameAround(q, 0, r.start)
		}
		if len(q.Companies) == 0 {
			m.nameAround(q, r.end, m.n)
		}
	}
	if q.Intent == IntentWho && q.Role == "" && len(q.Companies) > 0 {
		m.roleAround(q)
	}
	if q.Intent == IntentWhy && len(q.Companies) == 0 {
		m.receiptOf(q)
	}
	if q.Intent == IntentAudit {
		m.settleAudit(q)
	}
	m.settleList(q)
	m.settleCheck(q)
	m.settleTitle(q)
	if q.Intent == IntentFit && len(q.Companies) > 1 && m.hasOr() && !m.hasEither() {
		q.Intent = IntentCompare
	}
}

// settleAudit reads "what data is missing for Acme" as a question about Acme.
func (m *questionMatcher) settleAudit(q *Question) {
	name := m.byCues().name
	if name.worth < 5 || name.from == 0 || !m.lowIn(name.from-1, "at", "for", "with", "about", "on") {
		return
	}
	*q = Question{Intent: IntentWhy, Companies: m.companies(name.from, name.to, false)}
	m.span(q, name.from, name.to, "company", "by cues")
}

// settlePersona reads what is asked of somebody at a company as the words for
// her: "what does the CFO at Acme worry about".
func (m *questionMatcher) settlePersona(q *Question) {
	for _, s := range m.best.slots[:m.best.n] {
		for i := s.from + 1; s.kind == 'U' && i+1 < s.to; i++ {
			role, worth := m.role(s.from, i)
			if m.lowIn(s.from, "people", "folks", "employees", "users", "buyers", "teams", "leaders") {
				role, worth = "", 1
			}
			name := questionSlot{kind: 'C', from: i + 1, to: s.to}
			if !m.lowIn(i, "at", "of", "from", "bei") || worth <= 0 || m.named(&name) < 0 {
				continue
			}
			*q = Question{Intent: IntentSay, Role: role, Companies: m.companies(name.from, name.to, false)}
			m.span(q, s.from, i, "role", role)
			m.span(q, name.from, name.to, "company", "")
			return
		}
	}
}

// settleList reads "who should we target in Poland" as a list.
func (m *questionMatcher) settleList(q *Question) {
	if q.Intent != IntentWho || q.Role != "" || len(q.Companies) > 0 {
		return
	}
	f, spans := m.filters(0, m.n)
	for _, c := range f.Facts {
		if c.Attribute == scoring.Country || c.Attribute == scoring.Region || c.Attribute == scoring.City || c.Attribute == scoring.Subdivision {
			f.Text = ""
			q.Intent, q.Filters, q.Spans, q.Sure = IntentTop, f, spans, false
			return
		}
	}
}

// settleTitle reads what was taken for one company, but is a title beside one,
// as a question for the person: "Nubank CFO?", "is the head of IT at Acme the
// right one to talk to".
func (m *questionMatcher) settleTitle(q *Question) {
	asked := q.Intent == IntentFit || q.Intent == IntentWho && q.Role == ""
	if !asked || len(q.Companies) != 1 || m.best.n != 1 {
		return
	}
	s := m.best.slots[0]
	for i := s.from + 1; i < s.to; i++ {
		title, name := questionSlot{from: s.from, to: i}, questionSlot{from: i + 1, to: s.to}
		if !m.lowIn(i, "at", "of", "from", "in") || m.list[i].capital {
			title, name = questionSlot{from: i, to: s.to}, questionSlot{from: s.from, to: i}
			if !m.isWhole() || m.list[i].pause > 0 {
				continue
			}
		}
		if name.from >= name.to || m.plainName(&name) == never && !m.list[name.from].capital {
			continue
		}
		if role, worth := m.role(title.from, title.to); worth >= 9 || worth >= 3 && q.Intent == IntentWho && title.from < name.from || worth >= 5 && (title.from < name.from || isUpperWord(role)) {
			*q = Question{Intent: IntentWho, Role: role, Companies: m.companies(name.from, name.to, false)}
			m.span(q, min(title.from, name.from), max(title.to, name.to), "role", role)
			return
		}
	}
}

// settleCheck reads a quotation beside "ICP" or "persona" as what is to be
// checked, not as a company.
func (m *questionMatcher) settleCheck(q *Question) {
	if !questionAboutCompany(q.Intent) {
		return
	}
	quoted, level := -1, false
	for i := range m.n {
		switch string(m.folded(&m.list[i])) {
		case "icp", "persona", "definition", "statement":
			level = true
		}
		if m.list[i].quoted && strings.Count(m.list[i].value, " ") > 1 {
			quoted = i
		}
	}
	if level && quoted >= 0 {
		*q = Question{Intent: IntentCheck, Text: m.list[quoted].value}
		m.span(q, quoted, quoted+1, "text", "")
	}
}

// roleAround finds a buying role that the frame passed over: "any champion
// of ours at Acme". Who is asked for besides a role is not in it.
func (m *questionMatcher) roleAround(q *Question) {
	for i := range m.n {
		if m.lowIn(i, "besides", "committee", "except", "other", "apart") {
			return
		}
	}
	start := len(m.buf)
	defer func() { m.buf = m.buf[:start] }()
	var ends [maxQuestionTokens + 1]int
	n := 0
	for i := range m.n {
		if m.list[i].special() || m.inSlot(i) || i+1 < m.n && m.inSlot(i+1) && m.slight(i) {
			continue // "wer hat bei Acme das Budget"
		}
		ends[n] = len(m.buf)
		m.buf = append(append(m.buf, m.folded(&m.list[i])...), ' ')
		n++
	}
	ends[n] = len(m.buf)
	for i := range n {
		for k := min(6, n-i); k > 0; k-- {
			phrase := m.buf[ends[i] : ends[i+k]-1]
			if role := m.roleOfRest(phrase, k); role != "" {
				q.Role = role
				return
			}
		}
	}
}

// roleOfRest is the role of some words, of which one alone has to be long.
func (m *questionMatcher) roleOfRest(phrase []byte, words int) string {
	if words == 1 && len(phrase) < 5 {
		return ""
	}
	if role := m.lex.roleKind(0, phrase); role != "" || words < 2 {
		return role
	}
	return m.lex.roleKind(1, phrase)
}

// nameByCues takes the words most like a name where a frame left some over.
func (m *questionMatcher) nameByCues(q *Question) {
	name := m.byCues().name
	for i := name.from; i < name.to; i++ {
		if m.inSlot(i) || m.best.start <= i && i < m.best.end {
			return
		}
	}
	if name.to > 0 {
		q.Companies, q.Sure = m.companies(name.from, name.to, false), false
		m.span(q, name.from, name.to, "company", "by cues")
	}
}

func (m *questionMatcher) inSlot(i int) bool {
	for _, s := range m.best.slots[:m.best.n] {
		if s.kind != 'G' && s.from <= i && i < s.to {
			return true
		}
	}
	return false
}

// receiptOf keeps the receipt of the answer that is asked about.
func (m *questionMatcher) receiptOf(q *Question) {
	for word := range strings.FieldsSeq(m.text[:min(len(m.text), maxQuestionBytes)]) {
		if word = strings.Trim(word, "?.,!\"'()"); isReceipt(word) {
			q.Text = word
			return
		}
	}
}

// hasEither tells whether each of several companies is asked for by itself.
func (m *questionMatcher) hasEither() bool {
	for i := range m.n {
		if m.lowIn(i, "either", "any", "both", "each") {
			return true
		}
	}
	return false
}

// hasOr tells whether "or" stands inside the company slot.
func (m *questionMatcher) hasOr() bool {
	for _, s := range m.best.slots[:m.best.n] {
		for i := s.from + 1; s.kind == 'C' && i < s.to; i++ {
			if m.lowIn(i, "or", "oder", "ou", "vs", "versus") || m.orBetweenNames(i, s.to) {
				return true
			}
		}
	}
	return false
}

// nameAround takes the first name among some tokens: an address, a quotation
// or words with capitals that are no words of the vocabulary.
func (m *questionMatcher) nameAround(q *Question, from, to int) {
	for i := from; i < to; i++ {
		if !m.isNameWord(i) || m.isPlace(&questionSlot{from: i, to: i + 1}) {
			continue
		}
		end := i + 1
		for end < to && m.list[end].pause == 0 && m.isNameWord(end) && !m.list[i].special() {
			end++
		}
		q.Companies = m.companies(i, end, false)
		m.span(q, i, end, "company", "beside the frame")
		q.Sure = false
		return
	}
}

func (m *questionMatcher) isNameWord(i int) bool {
	t := &m.list[i]
	if t.special() {
		return true
	}
	return t.id == 0 && (t.capital || i == 0 && m.n > 1 && m.list[1].pause > 0)
}

// addCues notes the words of the frame: those in no slot.
func (m *questionMatcher) addCues(q *Question) {
	r := &m.best
	start := r.start
	slots := r.slots[:r.n]
	for i := 0; i <= len(slots); i++ {
		end := r.end
		if i < len(slots) {
			end = slots[i].from
		}
		if start < end {
			m.cue(q, start, end)
		}
		if i < len(slots) {
			start = slots[i].to
		}
	}
	slices.SortFunc(q.Spans, func(a, b QuestionSpan) int { return a.Start - b.Start })
}

func (m *questionMatcher) cue(q *Question, from, to int) {
	s := QuestionSpan{m.list[from].start, m.list[to-1].end, "cue", m.best.form.label}
	if !slices.ContainsFunc(q.Spans, func(o QuestionSpan) bool { return s.Start < o.End && o.Start < s.End }) {
		q.Spans = append(q.Spans, s)
	}
}
