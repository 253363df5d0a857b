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
		return m.nameWorth(s)
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
	if s.from > 1 && m.lowIn(s.from-1, "of") && m.isRank(s.from-2) {
		return true
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

// phraseRole finds the buying role of a phrase of a kind, without the little
// words at its ends; "" when it is none.
func (m *questionMatcher) phraseRole(kind, from, to int) string {
	for ; from < to; from++ {
		for end := to; end > from; end-- {
			if role := m.lex.roleKind(kind, m.phrase(from, end)); role != "" {
				return role
			}
			if !m.slight(end - 1) {
				break
			}
		}
		if !m.slight(from) {
			return ""
		}
	}
	return ""
}

// slight tells whether a word can be dropped at the ends of a role.
func (m *questionMatcher) slight(i int) bool {
	t := &m.list[i]
	return t.id != 0 && !t.special() && (m.lex.weak[t.id] || t.filler) && (!t.capital || i == 0)
}

// role reads a role or title: the slug of a buying role, else the title as
// written. The worth is never when it is neither.
func (m *questionMatcher) role(from, to int) (string, int) {
	pointed := false
	for from < to && (m.slight(from) || m.lowIn(from, "anyone", "someone", "somebody", "anybody", "person", "people", "guy", "contact", "contacts", "name")) && !m.isRoleWord(from, to) {
		if pointed && m.lowIn(from, "at", "in", "from", "bei", "chez") {
			return "", never // "contact in Tata Steel"
		}
		pointed = true
		from++
	}
	for to > from && m.slight(to-1) {
		to--
	}
	if from == to || to-from > 7 {
		return "", never
	}
	if slug := m.phraseRole(0, from, to); slug != "" {
		return slug, 7
	}
	if m.fixing {
		if slug := m.slippedRole(from, to); slug != "" {
			return slug, 3
		}
	}
	if m.stray(from, to) {
		return "", never
	}
	m.steps -= 40
	text := m.written(from, to)
	if m.list[from].domain {
		return "", never
	}
	for i := from; i < to; i++ {
		if m.list[i].possessive {
			return "", never
		}
	}
	title := ParseTitle(text)
	if title.Rest != "" {
		if title.Seniority == "" || strings.Contains(title.Rest, " ") || to-from < 2 || to-from > 4 {
			return "", never
		}
		return singularTitle(text), 1
	}
	switch {
	case title.Seniority != "" && len(title.Functions) > 0:
		return singularTitle(text), 9
	case title.Seniority != "":
		return singularTitle(text), 5
	case len(title.Functions) > 0 && technologyIndex()[Fold(text)] == "":
		return text, 3
	}
	return "", never
}

// plainWords tells whether words in small letters are all words of the
// questions themselves, as "cold call" and "draft": the functions that ask for
// something under such a name are few.
func (m *questionMatcher) plainWords(from, to int) bool {
	for i := from; i < to; i++ {
		t := &m.list[i]
		if t.id == 0 && !m.lowIn(i, "inbound", "convince", "wins") || t.capital || t.special() {
			return false
		}
		if m.lex.function[string(m.folded(t))] {
			return false
		}
	}
	return true
}

// stray tells whether words that may be a title hold what none does.
func (m *questionMatcher) stray(from, to int) bool {
	if m.plainWords(from, to) {
		return true
	}
	for i := from + 1; i < to; i++ {
		if m.list[i].pause > 0 && to-from > 3 {
			return true
		}
		if m.lowIn(i, "at", "bei", "chez", "presso", "bij", "from", "with") || m.lowIn(i, "the") && !m.lowIn(i-1, "of", "for") {
			return true
		}
	}
	return false
}

// slippedRole finds a role of one long word with one letter wrong.
func (m *questionMatcher) slippedRole(from, to int) string {
	word := string(m.phrase(from, to))
	if len(word) < 5 || len(word) > 24 {
		return ""
	}
	m.steps -= 400
	best := ""
	for phrase := range m.lex.roles[0] {
		if len(phrase) >= 5 && (best == "" || phrase < best) && oneSlip(word, phrase) {
			best = phrase
		}
	}
	return m.lex.roles[0][best]
}

// oneSlip tells whether two words differ by one letter or two exchanged.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] {
		return a[i+2:] == b[i+2:]
	}
	return i == len(a) || a[i+1:] == b[i+1:]
}

// singularTitle makes "CFO" of "CFOs".
func singularTitle(text string) string {
	if n := len(text); n > 3 && text[n-1] == 's' && 'A' <= text[n-2] && text[n-2] <= 'Z' {
		return text[:n-1]
	}
	return text
}

// written is what stands in the text for some tokens, without Slack's forms
// and the ending of a possessive.
func (m *questionMatcher) written(from, to int) string {
	if to-from == 1 && m.list[from].special() {
		return m.list[from].value
	}
	first, last := &m.list[from], &m.list[to-1]
	end := last.end
	if last.possessive && !m.lex.apostrophe[string(m.folded(last))] {
		end -= m.possessiveEnd(last)
	}
	text := m.text[first.start:end]
	if m.keepsMark(last, end, to) {
		text = m.text[first.start : end+1]
	}
	if strings.IndexByte(text, '<') >= 0 {
		text = m.unlinked(from, to)
	}
	if strings.IndexByte(text, '&') >= 0 {
		text = strings.ReplaceAll(text, "&amp;", "&")
	}
	return text
}

// possessiveEnd is the length of "'s".
func (m *questionMatcher) possessiveEnd(t *questionToken) int {
	word := m.text[t.start:t.end]
	for _, mark := range []string{"'s", "’s", "`s", "´s", "'S", "’S"} {
		if strings.HasSuffix(word, mark) {
			return len(mark)
		}
	}
	return 0
}

// keepsMark tells whether the dot or mark behind a name is part of it: "Acme
// Inc.", "Yahoo! a fit".
func (m *questionMatcher) keepsMark(last *questionToken, end, to int) bool {
	if end != last.end || end >= len(m.text) || last.special() {
		return false
	}
	switch m.text[end] {
	case '.':
		return m.lex.legal[string(m.folded(last))] && last.capital
	case '!':
		return to < m.n && m.list[to].start < len(m.text) && !m.list[to].capital && to < m.tail
	}
	return false
}

// unlinked joins tokens of which one is a link.
func (m *questionMatcher) unlinked(from, to int) string {
	var parts []string
	for i := from; i < to; i++ {
		if t := &m.list[i]; t.special() {
			parts = append(parts, t.value)
		} else {
			parts = append(parts, m.text[t.start:t.end])
		}
	}
	return strings.Join(parts, " ")
}

// companies splits tokens into companies. Commas, "or" and "vs" always split;
// "and" does where several are spoken of, and stays where it joins one name:
// "Johnson and Johnson", "Smith and Sons". apart is true where several have to
// be there.
func (m *questionMatcher) companies(from, to int, apart bool) []string {
	if m.isPronoun(from, to) {
		return nil
	}
	apart = apart || m.pluralBefore(from)
	divided := false
	for i := from + 1; i < to; i++ {
		divided = divided || m.divides(i, from, to)
	}
	var names []string
	start := from
	for i := from; i <= to; i++ {
		joint := i < to && i > from && i+1 < to && m.isAnd(i) && !m.oneName(start, i, to, apart && !divided)
		switch {
		case i == to:
		case i > from && m.list[i].domain && m.list[i-1].special():
			names = m.addCompany(names, start, i)
			start = i
			continue
		case i > from && (m.divides(i, from, to) || joint):
		case i > start && m.list[i].pause == 1 && !m.lex.legal[string(m.folded(&m.list[i]))] && m.commaBefore(i):
			names = m.addCompany(names, start, i)
			start = i
			if m.isAnd(i) || m.divides(i, from, to) {
				start = i + 1
			}
			continue
		default:
			continue
		}
		names = m.addCompany(names, start, i)
		start = i + 1
	}
	return names
}

// commaBefore tells whether a comma, stroke or plus stands before a token, not
// the dot of "Inc.".
func (m *questionMatcher) commaBefore(i int) bool {
	return strings.ContainsAny(m.text[m.list[i-1].end:m.list[i].start], ",;/+|")
}

// bareName drops what is no part of a name: "meeting" of "meeting Unilever".
func (m *questionMatcher) bareName(from, to int) (int, int) {
	first := from
	for first < to && !m.list[first].capital && !m.list[first].special() && m.list[first].id != 0 {
		first++
	}
	if first < to && m.list[first].capital && m.list[first].id == 0 {
		from = first
	}
	for i := from + 1; i < to && m.list[from].capital; i++ {
		if !m.list[i].capital && !m.list[i].special() && questionCues().neither[string(m.folded(&m.list[i]))] {
			to = i // "Twitch came inbound"
		}
	}
	for to > from+1 && m.trailing(to-1) {
		to--
	}
	return from, to
}

// trailing tells what cannot end a name: "I", and little words in small
// letters behind one with a capital.
func (m *questionMatcher) trailing(i int) bool {
	t := &m.list[i]
	if t.id == 0 || t.special() {
		return false
	}
	return string(m.folded(t)) == "i" || !t.capital && m.list[i-1].capital && m.lex.weak[t.id] && !m.lex.join[t.id]
}

func (m *questionMatcher) addCompany(names []string, from, to int) []string {
	from, to = m.bareName(from, to)
	for from < to && m.lowIn(from, "the", "at", "and", "or", "in", "die", "der", "das", "la", "el", "a", "o", "to", "both", "with", "either", "of", "bei", "from", "von", "de") && to-from > 1 {
		from++
	}
	if from >= to {
		return names
	}
	name := strings.TrimSpace(m.written(from, to))
	if m.isPronoun(from, to) || name == "" || isReceipt(name) {
		return names
	}
	return append(names, name)
}

// lowIn tells whether a token is one of some words, in small letters.
func (m *questionMatcher) lowIn(i int, words ...string) bool {
	t := &m.list[i]
	if t.capital && i > m.lead || t.special() {
		return false
	}
	folded := m.folded(t)
	for _, w := range words {
		if string(folded) == w {
			return true
		}
	}
	return false
}

func (m *questionMatcher) divides(i, from, to int) bool {
	return i > from && i+1 < to && m.orBetweenNames(i, to) || i > from && i+1 < to && m.lowIn(i, "or", "vs", "versus", "oder", "ou", "of", "ya", "against", "with", "before", "over", "than") && !m.lowIn(i, "of", "with")
}

// orBetweenNames reads the Spanish and Italian "o", which is an article, too.
func (m *questionMatcher) orBetweenNames(i, to int) bool {
	return i > 0 && i+1 < to && m.lowIn(i, "o") && m.list[i-1].capital && m.list[i+1].capital
}

func (m *questionMatcher) isAnd(i int) bool {
	return m.lowIn(i, "and", "und", "et", "y", "e", "en", "aur", "&", "plus")
}

// oneName tells whether "and" at i stands inside a name.
func (m *questionMatcher) oneName(from, i, to int, apart bool) bool {
	next := m.folded(&m.list[i+1])
	switch {
	case m.list[i-1].special() || m.list[i+1].special() || m.lowIn(i+1, "at", "bei", "chez"):
		return false
	case string(m.folded(&m.list[i-1])) == string(next), m.lex.tail[string(next)], m.lowIn(i, "&") && !apart:
		return true
	case apart:
		return m.laterAnd(i, to)
	}
	return m.singularBefore(from) || knownPair(string(m.phrase(i-1, i+2)))
}

// laterAnd tells whether another "and" follows, so that this one is inside a
// name: "Marks and Spencer and Next".
func (m *questionMatcher) laterAnd(i, to int) bool {
	for j := i + 1; j < to; j++ {
		if m.lowIn(j, "and", "und", "et", "y", "e") {
			return knownPair(string(m.phrase(i-1, i+2)))
		}
	}
	return knownPair(string(m.phrase(i-1, i+2)))
}

// knownPair knows the names of large companies that hold an "and".
func knownPair(phrase string) bool {
	if strings.IndexByte(phrase, '&') >= 0 {
		phrase = strings.Replace(phrase, " & ", " and ", 1)
	}
	return inList(questionWords().classes["pairs"], phrase)
}

func inList(list, phrase string) bool {
	for item := range strings.SplitSeq(list, "|") {
		if item == phrase {
			return true
		}
	}
	return false
}

func (m *questionMatcher) pluralBefore(from int) bool {
	return from > 0 && m.lex.plural[string(m.folded(&m.list[from-1]))]
}

func (m *questionMatcher) singularBefore(from int) bool {
	return from > 0 && m.lowIn(from-1, "is", "does", "has", "isnt", "ist", "es", "est", "passt", "lohnt")
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
		if t := &m.list[i]; t.id == 0 || t.special() || t.capital && (i > m.lead || s.to-s.from > 1) {
			return m.strayWords(s)
		}
	}
	return -12
}

// noCompany refuses what cannot be a company's name: little words alone, and
// what has to do with the targeting.
func (m *questionMatcher) noCompany(s *questionSlot) bool {
	if m.isI(s.from) || m.lowIn(s.from, "am") {
		return true
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
