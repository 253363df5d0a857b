package language

import (
	"math/bits"
	"sync"
)

// What the parts of a reading count.
const (
	countStrong   = 10 // a word of a frame
	countWeak     = 2  // a function word of a frame
	countSlip     = -4 // a word read with a slip
	countLeft     = -6 // a word left over behind
	countMore     = -2 // each further one
	countSkipped  = -5 // a word skipped before
	countFiller   = -1 // one that says nothing
	countFit      = 8  // the least a reading must have
	countSlipped  = 13 // the least one with slips must have more than
	never         = -10000
	questionSteps = 40000 // bounds the search for hostile input
)

// questionSlot is a slot with the tokens in it.
type questionSlot struct {
	kind     byte
	from, to int
}

// questionReading is one way to read a question.
type questionReading struct {
	form  *questionForm
	score int
	start int // first token of the frame
	end   int // behind its last
	slots [6]questionSlot
	n     int
}

// questionMatcher is the space that one question needs.
type questionMatcher struct {
	questionTokens
	tail   int // the tokens from here on are trailing politeness
	lead   int // the tokens before are leading politeness
	fixing bool
	loose  bool // loose forms are tried, too
	steps  int
	words  [maxQuestionTokens + 1]int // sum of what the tokens before count in a frame
	name   [maxQuestionTokens]int16   // what a token counts inside a name
	tried  []uint32                   // forms, by the number of the question
	round  uint32
	there  []uint32 // parts of forms, by the number of the last search that found a word of theirs
	now    questionReading
	best   questionReading
	cues   cueReading
}

var questionMatchers = sync.Pool{New: func() any {
	x := questionWords()
	return &questionMatcher{questionTokens: questionTokens{lex: x}, tried: make([]uint32, len(x.forms)), there: make([]uint32, x.numbered+1)}
}}

// matches tells whether a token is a word.
func (m *questionMatcher) matches(pos int, id int32) bool {
	k := &m.list[pos]
	if k.id == id {
		return true
	}
	return m.fixing && (k.fixes[0] == id || k.fixes[1] == id || k.fixes[2] == id) && id != 0
}

// ends gives, as bits, where a node that begins at pos can end.
func (m *questionMatcher) ends(n *questionNode, pos int) uint64 {
	m.steps--
	if m.steps < 0 {
		return 0
	}
	switch {
	case n.id != 0:
		return m.wordEnd(n.id, pos)
	case !n.choices:
		return m.sequenceEnds(n, pos)
	}
	var set uint64
	if n.nullable {
		set = 1 << pos
	}
	for _, k := range n.empty {
		set |= m.ends(k, pos)
	}
	for p := pos; p < m.n; p++ {
		t := &m.list[p]
		set |= m.chosenEnds(n, t.id, p)
		if m.fixing {
			for _, id := range t.fixes {
				if id != 0 {
					set |= m.chosenEnds(n, id, p)
				}
			}
		}
		if !t.filler {
			break
		}
	}
	return set
}

// chosenEnds gives where the choices of a node that begin with a word at pos can
// end.
func (m *questionMatcher) chosenEnds(n *questionNode, id int32, pos int) uint64 {
	var set uint64
	word, longer := n.chosen(id)
	if word {
		set = 1 << (pos + 1)
	}
	for _, k := range longer {
		set |= m.ends(k, pos)
	}
	return set
}

// wordEnd looks for a word at pos or behind the fillers there.
func (m *questionMatcher) wordEnd(id int32, pos int) uint64 {
	for ; pos < m.n; pos++ {
		if m.matches(pos, id) {
			return 1 << (pos + 1)
		}
		if !m.list[pos].filler {
			break
		}
	}
	return 0
}

func (m *questionMatcher) sequenceEnds(n *questionNode, pos int) uint64 {
	set := uint64(1) << pos
	for _, k := range n.sequence {
		var next uint64
		for s := set; s != 0; s &= s - 1 {
			next |= m.ends(k, bits.TrailingZeros64(s))
		}
		if set = next; set == 0 {
			break
		}
	}
	return set
}

// weigh works out what each token counts, as a word of a frame and in a name.
func (m *questionMatcher) weigh() {
	for i := range m.n {
		t := &m.list[i]
		m.words[i+1] = m.words[i] + m.wordCount(t)
		m.name[i] = m.nameCount(t, i)
	}
}

func (m *questionMatcher) wordCount(t *questionToken) int {
	switch {
	case t.id == 0 && t.fixes[0] != 0:
		return countStrong + countSlip
	case t.id == 0:
		return 0
	case m.fixing && t.fixes[0] != 0 && t.fixes[0] != t.id:
		return countWeak
	case m.lex.filler[t.id]:
		return 1
	case m.lex.weak[t.id]:
		return countWeak
	}
	return countStrong
}

func (m *questionMatcher) nameCount(t *questionToken, pos int) int16 {
	switch {
	case t.special():
		return 2
	case pos > 1 && m.lowIn(pos, "at") && m.isAnd(pos-1):
		return -1
	case t.id == 0 && (t.capital || pos == 0):
		return 0
	case t.id == 0:
		return -2
	case t.capital && pos > m.lead:
		return -1
	case m.lex.join[t.id]:
		return -3
	case m.lex.weak[t.id]:
		return -9
	}
	return -12
}

// search tries every form whose words are there, from one token on.
func (m *questionMatcher) search(start int) {
	m.round++
	m.eachWord(start, m.note)
	m.eachWord(start, func(id int32) { m.tryAll(id, start) })
}

// eachWord calls fn with every word from a token on, and with what it may be a
// slip of.
func (m *questionMatcher) eachWord(start int, fn func(id int32)) {
	for i := start; i < m.n; i++ {
		t := &m.list[i]
		if t.id != 0 {
			fn(t.id)
		}
		for k := 0; m.fixing && k < len(t.fixes) && t.fixes[k] != 0; k++ {
			fn(t.fixes[k])
		}
	}
}

func (m *questionMatcher) tryAll(id int32, start int) {
	for _, a := range m.lex.byAnchor[id] {
		if m.tried[a.form] == m.round || !m.hasAll(a.needs) {
			continue
		}
		m.tried[a.form] = m.round
		f := &m.lex.forms[a.form]
		if f.loose && !m.loose {
			continue
		}
		m.now = questionReading{form: f, start: start}
		m.from(0, start, f.bonus+m.skipped(start, f.intent))
	}
}

// note marks the parts that can begin with a word as being in the text.
func (m *questionMatcher) note(id int32) {
	for _, n := range m.lex.neededBy[id] {
		m.there[n] = m.round
	}
}

// hasAll tells whether each of some parts can begin somewhere in the text.
func (m *questionMatcher) hasAll(parts []int32) bool {
	for _, n := range parts {
		if m.there[n] != m.round {
			return false
		}
	}
	return true
}

// skipped counts the words before a frame.
func (m *questionMatcher) skipped(start int, intent string) int {
	if start <= m.lead {
		return 0
	}
	if m.list[start].pause > 0 {
		return countSkipped - min(start-m.lead, 10)/5
	}
	if count := countSkipped - min(start-m.lead, 10); questionAboutCompany(intent) {
		return count
	}
	return 2*countSkipped - min(start-m.lead, 10)
}

// from goes on with the items of a form from one on, at a token.
func (m *questionMatcher) from(item, pos, score int) {
	if m.steps--; m.steps < 0 {
		return
	}
	if item == len(m.now.form.items) {
		m.finish(pos, score)
		return
	}
	it := &m.now.form.items[item]
	if it.node == nil {
		m.fill(it.slot, item, pos, score)
		return
	}
	if !m.mayBegin(&it.starts, pos) {
		if it.node.nullable {
			m.from(item+1, pos, score)
		}
		return
	}
	for set := m.ends(it.node, pos); set != 0; set &= set - 1 {
		end := bits.TrailingZeros64(set)
		m.from(item+1, end, score+m.words[end]-m.words[pos])
	}
}

// mayBegin tells whether one of some words may stand at a token or behind the
// fillers there.
func (m *questionMatcher) mayBegin(words *wordSet, pos int) bool {
	for ; pos < m.n; pos++ {
		t := &m.list[pos]
		if words.has(t.id) || m.fixing && (words.has(t.fixes[0]) || words.has(t.fixes[1]) || words.has(t.fixes[2])) {
			return true
		}
		if !t.filler {
			return false
		}
	}
	return false
}

// fill tries a slot with one token after the other.
func (m *questionMatcher) fill(kind byte, item, pos, score int) {
	if m.now.n == len(m.now.slots) {
		return
	}
	var pronouns uint64
	if kind == 'C' || kind == 'D' {
		pronouns = m.ends(m.lex.pronoun, pos)
	}
	count := 5
	if kind == 'G' {
		count = 0
	}
	limit := min(m.n, pos+questionSlotLimit(kind))
	for end := pos; ; end++ {
		if end > pos || kind == 'X' || kind == 'G' || kind == 'F' {
			worth := count
			if pronouns>>end&1 == 1 {
				worth = 3
			}
			m.now.slots[m.now.n] = questionSlot{kind, pos, end}
			m.now.n++
			m.from(item+1, end, score+worth)
			m.now.n--
		}
		if end >= limit {
			return
		}
		if count = m.count(kind, count, pos, end); count < -60 {
			return
		}
	}
}

func questionSlotLimit(kind byte) int {
	switch kind {
	case 'X', 'Y', 'F', 'G', 'I':
		return maxQuestionTokens
	case 'C', 'L':
		return 16
	}
	return 8
}

// count adds what one more token in a slot counts.
func (m *questionMatcher) count(kind byte, count, from, at int) int {
	t := &m.list[at]
	switch kind {
	case 'X', 'Y':
		return count
	case 'G':
		if intent := m.now.form.intent; t.capital && t.id == 0 && at > m.lead && (intent == IntentAudit || intent == IntentHelp) {
			return count - 8
		}
		return count - 1
	case 'F', 'I':
		if t.pause == 2 && m.now.form.intent == IntentTop {
			return never
		}
		if m.now.form.intent == IntentTop && m.unlisted(at) {
			return count - 12
		}
		return count - 2
	case 'R', 'V', 'T', 'U', 'D':
		if at > from && t.pause == 2 {
			return never
		}
		return count - 1
	}
	if at == from && t.capital && t.id != 0 && !m.lex.weak[t.id] && at > m.lead {
		return count
	}
	if at > from {
		count += m.gap(kind, from, at)
	}
	return count + int(m.name[at])
}

// unlisted tells what narrows no list: a name behind "at", a question word.
func (m *questionMatcher) unlisted(at int) bool {
	t := &m.list[at]
	if t.capital {
		return !t.possessive && at > 0 && m.lowIn(at-1, "at")
	}
	return m.lowIn(at, "why", "whom", "whose")
}

// gap counts what stands between two tokens of a name.
func (m *questionMatcher) gap(kind byte, from, at int) int {
	t, before := &m.list[at], &m.list[at-1]
	switch {
	case before.possessive:
		return -4
	case t.pause == 2 && !m.lex.legal[string(m.folded(before))] && (t.capital || t.id != 0):
		return never
	case kind == 'N' || kind == 'S' || t.pause == 0:
		return 0
	case kind == 'D':
		return -4
	}
	return -1
}

// slotHopes are the most that slots can add.
var slotHopes = [128]int{'R': 9, 'D': 9, 'V': 42, 'P': 6, 'S': 4, 'T': 4, 'I': 22, 'Y': 4, 'X': 1, 'K': 2}

// finish weighs a reading that has come to its end.
func (m *questionMatcher) finish(pos, score int) {
	if m.now.form.intent == IntentHelp && pos-m.now.start == 1 && m.tail-pos > 2 {
		return // "start without me, I am late"
	}
	score += m.leftOver(pos)
	hope := score
	for i := range m.now.n {
		hope += slotHopes[m.now.slots[i].kind]
	}
	if hope <= m.best.score {
		return
	}
	for i := range m.now.n {
		score += m.slotWorth(&m.now.slots[i], pos)
	}
	if score > m.best.score {
		m.best = m.now
		m.best.score, m.best.end = score, pos
	}
}

// leftOver counts the words behind a frame: the first ones most.
func (m *questionMatcher) leftOver(pos int) int {
	count, each := 0, countLeft
	for i := pos; i < m.tail; i++ {
		if m.list[i].filler {
			count += countFiller
			continue
		}
		count += each
		each = countMore
	}
	return count
}
