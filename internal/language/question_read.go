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
	cued := !m.isWhole() && !(m.n == 1 && m.list[0].domain)
	if cued {
		if c := m.byCues(); c.decides() && c.isPlain() && m.prefers(c) {
			return c.question()
		}
	}
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
		if c := &m.cues; cued && c.decides() {
			return c.question()
		}
		return m.nothing()
	}
	return m.build()
}

// isWhole tells whether a frame takes in all that was said: nothing but
// politeness and fillers around it.
func (m *questionMatcher) isWhole() bool {
	r := &m.best
	if r.form == nil || r.score < countFit || r.start > m.lead {
		return false
	}
	for i := r.end; i < m.tail; i++ {
		if !m.list[i].filler {
			return false
		}
	}
	return true
}

// prefers tells whether a reading by cues is better than that of a frame which
// leaves words over.
func (m *questionMatcher) prefers(c *cueReading) bool {
	r := &m.best
	switch {
	case r.form == nil || r.score < countFit:
		return true
	case c.intent == r.form.intent:
		return c.intent == IntentCompare && c.name.to-c.name.from > m.namedWords()
	case c.name.to > 0 && !m.framed() && questionAboutCompany(c.intent):
		return true
	}
	return c.weight >= c.of(r.form.intent)+cueMargin
}

// namedWords is how many words the slots for companies hold.
func (m *questionMatcher) namedWords() int {
	n := 0
	for _, s := range m.best.slots[:m.best.n] {
		n += s.to - s.from
	}
	return n
}

// framed tells whether the frame found a name.
func (m *questionMatcher) framed() bool {
	for _, s := range m.best.slots[:m.best.n] {
		switch s.kind {
		case 'X', 'Y':
			return true
		case 'C', 'P', 'S', 'L', 'K', 'N', 'D':
			for i := s.from; i < s.to; i++ {
				if t := &m.list[i]; t.special() || t.capital && t.id == 0 {
					return true
				}
			}
		}
	}
	return false
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
		if t.special() || len(word) < 2 || len(word) > 20 || m.inFullName(i) || t.id != 0 && (m.lex.weak[t.id] || len(word) < 3) {
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

// inFullName tells whether an unknown word with a capital stands beside
// another: "Games" of "Epic Games" is no slip of "names".
func (m *questionMatcher) inFullName(i int) bool {
	unknown := func(i int) bool { return m.list[i].capital && m.list[i].id == 0 }
	if !unknown(i) {
		return false
	}
	return i > m.lead+1 && m.list[i].pause == 0 && unknown(i-1) || i > m.lead && i+1 < m.n && m.list[i+1].pause == 0 && unknown(i+1)
}

// nothing is the answer where no frame fits: a lone address asks for its fit.
func (m *questionMatcher) nothing() Question {
	if m.n == 0 && strings.ContainsAny(m.text, "?¿") {
		return Question{Intent: IntentHelp, Sure: true}
	}
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
		m.settlePersona(&q)
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
		if q.Intent == IntentPersona && m.isAnyBuyer(s) {
			return
		}
		text, start, end := m.restText(s, last && s.kind == 'X' && s.to >= m.tail)
		if text = trimQuotes(text); text != "" {
			q.Text = text
			q.Spans = append(q.Spans, QuestionSpan{start, max(start, end), "text", ""})
		}
	}
}

// isAnyBuyer tells whether a persona is asked for by its part in buying alone:
// "the goals of our economic buyer", "what worries our buyers".
func (m *questionMatcher) isAnyBuyer(s questionSlot) bool {
	if s.from == s.to {
		return false
	}
	return m.phraseRole(0, s.from, s.to) != "" || s.to-s.from == 1 && m.lowIn(s.from, "buyer", "buyers", "user", "users", "customer", "customers", "contacts", "people", "champions")
}

func trimQuotes(s string) string {
	return strings.TrimSpace(strings.Trim(s, "\"“”„«»'‘’:"))
}

func (m *questionMatcher) takeCompanies(q *Question, s questionSlot) {
	if q.Intent == IntentAlerts && m.lowIn(s.from, "a", "an", "any", "one", "new", "another", "some") {
		return // "when a bank qualifies"
	}
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
	if s.from > 1 && m.lowIn(s.from-1, "of") && m.isRank(s.from-2) {
		q.Role = m.written(s.from-2, s.to) // "head of growth"
		s.from -= 2
	} else if role := m.phraseRole(2, s.from, s.to); role != "" {
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
	if m.isPerson(s.from, s.to) || company && (m.list[s.from].capital || m.list[s.from].quoted || s.to-s.from > 1) {
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
