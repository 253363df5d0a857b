package language

import (
	"slices"
	"strings"
)

// question reads a text.
func (m *questionMatcher) question(text string) Question {
	m.read(text)
	if m.n == 1 && m.list[0].quoted && m.list[0].start == 0 {
		if inner := m.list[0].value; len(m.text) == m.list[0].end && !strings.ContainsAny(inner, `"“”`) {
			q := ReadQuestion(inner)
			q.Spans = nil
			return q
		}
	}
	m.best = questionReading{}
	m.fixing = false
	m.trim()
	m.weigh()
	m.readFrom()
	if m.best.score < countFit || m.best.start > m.lead {
		exact := m.best
		m.best = questionReading{score: max(exact.score, countSlipped)}
		m.fix()
		m.weigh()
		m.readFrom()
		if m.best.form == nil {
			m.best, m.fixing = exact, false
		}
	}
	if m.best.score < countFit || m.best.form == nil {
		return m.nothing()
	}
	return m.build()
}

// trim finds the politeness around a question. It is not cut off, as "thanks"
// may be all there is.
func (m *questionMatcher) trim() {
	m.lead, m.tail, m.steps = 0, m.n, questionSteps
	for moved := true; moved && m.lead < m.n; {
		moved = false
		for _, n := range m.lex.leadBy[m.list[m.lead].id] {
			if end := highBit(m.ends(n, m.lead)); end > m.lead && end < m.n {
				m.lead, moved = end, true
				break
			}
		}
	}
	for moved := true; moved && m.tail > m.lead+1; {
		moved = false
		for from := max(m.lead+1, m.tail-7); from < m.tail && !moved; from++ {
			moved = m.trailsFrom(from)
		}
	}
}

func (m *questionMatcher) trailsFrom(from int) bool {
	id := m.list[from].id
	if id == 0 || m.list[from].capital && m.list[from].pause == 0 {
		return false
	}
	for _, n := range m.lex.trailBy[id] {
		if m.ends(n, from)>>m.tail&1 == 1 {
			m.tail = from
			return true
		}
	}
	return false
}

func highBit(set uint64) int {
	n := -1
	for ; set != 0; set >>= 1 {
		n++
	}
	return n
}

// readFrom looks for the best reading: behind the politeness, from the first
// word, and, where nothing was found, from any word.
func (m *questionMatcher) readFrom() {
	m.steps, m.loose = questionSteps, false
	m.search(m.lead)
	if m.lead > 0 {
		lead := m.lead
		m.lead = 0
		m.search(0)
		m.lead = lead
	}
	if m.best.score >= countFit {
		return
	}
	m.steps, m.loose = questionSteps, true
	m.search(m.lead)
	if m.best.score >= countFit {
		return
	}
	for start := m.lead + 1; start < min(m.n, m.lead+24); start++ {
		m.search(start)
	}
}

// fix finds, for words that are none of the vocabulary, which ones they may be
// slips of.
func (m *questionMatcher) fix() {
	m.fixing = true
	var short [maxQuestionWord]byte
	for i := range m.n {
		t := &m.list[i]
		word := m.folded(t)
		if t.special() || len(word) < 2 || len(word) > 20 || t.id != 0 && (m.lex.weak[t.id] || len(word) < 3) {
			continue
		}
		n := 0
		add := func(form []byte) {
			for _, id := range m.lex.slips[string(form)] {
				if n < len(t.fixes) && id != t.id && !slices.Contains(t.fixes[:n], id) {
					t.fixes[n] = id
					n++
				}
			}
		}
		add(word)
		for k := range word {
			add(append(append(short[:0], word[:k]...), word[k+1:]...))
		}
	}
}

// nothing is the answer where no frame fits: a lone address asks for its fit.
func (m *questionMatcher) nothing() Question {
	if m.n == 1 && m.list[0].domain {
		t := &m.list[0]
		return Question{
			Intent: IntentFit, Companies: []string{t.value}, Sure: true,
			Spans: []QuestionSpan{{t.start, t.end, "company", "a company alone"}},
		}
	}
	return Question{Intent: IntentOther, Sure: false}
}

// build makes the question of the best reading.
func (m *questionMatcher) build() Question {
	r := &m.best
	q := Question{Intent: r.form.intent, Role: r.form.role, Sure: m.isSure()}
	for i := range r.n {
		m.take(&q, r.slots[i], i == r.n-1)
	}
	switch q.Intent {
	case IntentTop, IntentAlerts:
		m.takeFilters(&q)
	case IntentCheck:
		m.takeCheck(&q)
	case IntentPersona:
		if len(q.Companies) > 0 {
			q.Text, q.Companies = strings.Join(q.Companies, " "), nil
		}
	}
	m.settle(&q)
	m.addCues(&q)
	return q
}

// isSure tells whether the reading leaves no doubt.
func (m *questionMatcher) isSure() bool {
	r := &m.best
	if m.fixing || r.start > m.lead || r.score < countFit+2 {
		return false
	}
	left := 0
	for i := r.end; i < m.tail; i++ {
		if !m.list[i].filler {
			left++
		}
	}
	for _, s := range r.slots[:r.n] {
		if s.kind == 'K' {
			return false
		}
		if s.kind != 'C' || m.isPronoun(s.from, s.to) {
			continue
		}
		for i := s.from; i < s.to; i++ {
			if t := &m.list[i]; t.id != 0 && !t.capital && !m.lex.join[t.id] && !m.lex.weak[t.id] {
				return false
			}
		}
	}
	return left == 0
}

func (m *questionMatcher) span(q *Question, from, to int, rule, entry string) {
	if from < to {
		q.Spans = append(q.Spans, QuestionSpan{m.list[from].start, m.list[to-1].end, rule, entry})
	}
}

// take puts what stands in a slot into the question.
func (m *questionMatcher) take(q *Question, s questionSlot, last bool) {
	switch s.kind {
	case 'C', 'P', 'S', 'L', 'K':
		m.takeCompanies(q, s)
	case 'N':
		m.takeNamed(q, s)
	case 'R':
		q.Role, _ = m.role(s.from, s.to)
		m.span(q, s.from, s.to, "role", q.Role)
	case 'V':
		q.Role = m.phraseRole(1, s.from, s.to)
		m.span(q, s.from, s.to, "role", q.Role)
	case 'T':
		m.takeTopic(q, s)
	case 'D':
		m.takeAddressee(q, s)
	case 'U', 'X', 'Y':
		text, start, end := m.restText(s, last && s.kind == 'X' && s.to >= m.tail)
		if text = trimQuotes(text); text != "" {
			q.Text = text
			q.Spans = append(q.Spans, QuestionSpan{start, max(start, end), "text", ""})
		}
	}
}

func trimQuotes(s string) string {
	return strings.TrimSpace(strings.Trim(s, "\"“”„«»'‘’:"))
}

func (m *questionMatcher) takeCompanies(q *Question, s questionSlot) {
	names := m.companies(s.from, s.to, q.Intent == IntentCompare && (m.best.n == 1 || s.kind == 'L'))
	q.Companies = append(q.Companies, names...)
	if len(names) > 0 {
		m.span(q, s.from, s.to, "company", "")
	}
}

// takeNamed decides whether a name is a persona's or a company's.
func (m *questionMatcher) takeNamed(q *Question, s questionSlot) {
	if m.isPersona(s.from, s.to) {
		q.Intent, q.Text = IntentPersona, m.written(s.from, s.to)
		m.span(q, s.from, s.to, "text", "")
		return
	}
	q.Intent = IntentFit
	m.takeCompanies(q, s)
}

func (m *questionMatcher) takeTopic(q *Question, s questionSlot) {
	if role := m.phraseRole(2, s.from, s.to); role != "" {
		q.Role = role
	} else if role, worth := m.role(s.from, s.to); worth > 0 {
		q.Role = role
	}
	m.span(q, s.from, s.to, "role", q.Role)
}

// takeAddressee decides whether words are for a role, a person or a company.
func (m *questionMatcher) takeAddressee(q *Question, s questionSlot) {
	if m.isPronoun(s.from, s.to) {
		return
	}
	if role, worth := m.role(s.from, s.to); worth > 0 && role != "" {
		q.Role = role
		m.span(q, s.from, s.to, "role", role)
		return
	}
	company := false
	for _, other := range m.best.slots[:m.best.n] {
		company = company || other.kind == 'C' || other.kind == 'P'
	}
	if m.isPerson(s.from, s.to) || company {
		q.Role = m.written(s.from, s.to)
		m.span(q, s.from, s.to, "role", "a person")
		return
	}
	m.takeCompanies(q, s)
}

func (m *questionMatcher) takeFilters(q *Question) {
	var spans []QuestionSpan
	from := m.lead
	for _, s := range m.best.slots[:m.best.n] {
		if s.kind == 'C' {
			from = s.to
		}
	}
	q.Filters, spans = m.filters(from, m.n)
	if q.Intent == IntentAlerts {
		q.Filters.Verdicts, q.Filters.Text, q.Filters.Count = nil, "", 0
	}
	for _, s := range spans {
		if !slices.ContainsFunc(q.Spans, func(o QuestionSpan) bool { return s.Start < o.End && o.Start < s.End }) {
			q.Spans = append(q.Spans, s)
		}
	}
}

// takeCheck takes a quotation for what is to be checked, wherever it stands.
func (m *questionMatcher) takeCheck(q *Question) {
	if q.Text != "" {
		return
	}
	for i := range m.n {
		if m.list[i].quoted {
			q.Text = m.list[i].value
		}
	}
}

// questionAboutCompany are the intents that speak of companies.
func questionAboutCompany(intent string) bool {
	return intent == IntentFit || intent == IntentWhy || intent == IntentWho || intent == IntentSay
}

// settle looks for the company in the words around the frame, and turns a
// choice of two into a comparison.
func (m *questionMatcher) settle(q *Question) {
	r := &m.best
	if questionAboutCompany(q.Intent) && len(q.Companies) == 0 {
		m.nameAround(q, 0, r.start)
		if len(q.Companies) == 0 {
			m.nameAround(q, r.end, m.n)
		}
	}
	if q.Intent == IntentFit && len(q.Companies) > 1 && m.hasOr() {
		q.Intent = IntentCompare
	}
}

// hasOr tells whether "or" stands inside the company slot.
func (m *questionMatcher) hasOr() bool {
	for _, s := range m.best.slots[:m.best.n] {
		for i := s.from + 1; s.kind == 'C' && i < s.to; i++ {
			if m.lowIn(i, "or", "oder", "ou", "vs", "versus") {
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
		if !m.isNameWord(i) {
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
	s := QuestionSpan{m.list[from].start, m.list[to-1].end, "cue", m.best.form.lang + " " + m.best.form.frame}
	if !slices.ContainsFunc(q.Spans, func(o QuestionSpan) bool { return s.Start < o.End && o.Start < s.End }) {
		q.Spans = append(q.Spans, s)
	}
}
