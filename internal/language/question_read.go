package language

import (
	"slices"
	"strings"

	"rightdoor/scoring"
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
	if q.Intent != IntentFit || len(q.Companies) != 1 || m.best.n != 1 {
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
		if role, worth := m.role(title.from, title.to); worth >= 9 || worth >= 5 && (title.from < name.from || isUpperWord(role)) {
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
	s := QuestionSpan{m.list[from].start, m.list[to-1].end, "cue", m.best.form.lang + " " + m.best.form.frame}
	if !slices.ContainsFunc(q.Spans, func(o QuestionSpan) bool { return s.Start < o.End && o.Start < s.End }) {
		q.Spans = append(q.Spans, s)
	}
}
