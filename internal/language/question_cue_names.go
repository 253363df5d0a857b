package language

import (
	"strings"
)

// Which words of a question that no frame fits are most like a name.

// names finds the words most like a company's name.
func (c *cueReading) names() {
	for i := 0; i < c.n; {
		to := c.nameEnd(i, true)
		if to > i {
			c.offer(i, to)
			i = to
			continue
		}
		i++
	}
	if t := &c.list[0]; c.name.to == 0 && c.n > 1 && t.capital && t.id != 0 && !c.cued[0] && !c.questionMatcher.lex.weak[t.id] && !t.filler && !c.lex.neither[string(c.folded(t))] {
		c.name = cueName{0, c.listEnd(1, true), 2}
	}
	for i := 0; c.name.to == 0 && i < c.n; i++ {
		if to := c.nameEnd(i, false); to > i && !c.list[i].capital {
			c.offerSmall(i, to)
		}
	}
	c.leftOver()
	for k := c.name.from; k < c.name.to; k++ {
		c.cued[k] = true
	}
}

// nameEnd gives where a name that begins at a token ends; i where none does.
func (c *cueReading) nameEnd(i int, capital bool) int {
	if !c.nameWord(i, capital) {
		return i
	}
	if c.list[i].special() {
		return c.listEnd(i+1, capital)
	}
	to := i + 1
	for to < c.n && !c.list[to-1].possessive {
		t := &c.list[to]
		switch {
		case t.pause == 0 && c.nameWord(to, capital) && !t.special():
			to++
			continue
		case capital && t.pause == 0 && !t.capital && to+1 < c.n && c.nameJoin(to) && !c.isTitle(i, to) && c.list[to+1].pause == 0 && c.nameWord(to+1, true):
			to += 2
			continue
		}
		break
	}
	return c.listEnd(to, capital)
}

// isTitle tells the title before "of": "the CEO of Acme".
func (c *cueReading) isTitle(from, to int) bool {
	_, worth := c.questionMatcher.role(from, to)
	return worth > 0
}

func (c *cueReading) nameJoin(i int) bool {
	return c.lowIn(i, "of", "de", "do", "da", "&", "the", "du", "del")
}

// isChoice tells a word between two to be chosen from; "of" is one in Dutch.
func (c *cueReading) isChoice(i int) bool {
	word := c.folded(&c.list[i])
	return c.lex.choice[string(word)] && !(string(word) == "of" && c.isEnglish())
}

// listEnd goes on behind commas, "and" and "or" to further names.
func (c *cueReading) listEnd(to int, capital bool) int {
	for to < c.n {
		next := to
		if c.isChoice(to) || c.isAnd(to) {
			next = to + 1
		} else if c.list[to].pause != 1 || !c.listed(to) {
			return to
		}
		if next >= c.n || next > to && c.list[next].pause > 0 || !c.nameWord(next, capital) {
			return to
		}
		to = next + 1
		for to < c.n && c.list[to].pause == 0 && c.nameWord(to, capital) {
			to++
		}
	}
	return to
}

// listed tells whether what stands behind a comma is one of several names: a
// further comma or "or" follows it.
func (c *cueReading) listed(i int) bool {
	for k := i + 1; k < min(i+4, c.n); k++ {
		if c.isChoice(k) || c.isAnd(k) {
			return c.commaBefore(i)
		}
		if !c.nameWord(k, true) {
			return false
		}
	}
	return false
}

// nameWord tells whether a token can be part of a name.
func (c *cueReading) nameWord(i int, capital bool) bool {
	t := &c.list[i]
	if t.special() {
		return true
	}
	word := string(c.folded(t))
	if c.cued[i] || capital && !t.capital || c.lex.neither[word] || isReceipt(c.text[t.start:t.end]) {
		return false
	}
	if strings.Trim(word, "0123456789") == "" || c.isOneOfMany(i) {
		return false
	}
	switch {
	case t.id == 0:
		return true
	case !capital:
		return false
	}
	if i == 0 && t.capital && c.n > 3 && c.list[1].pause == 1 && c.listed(1) {
		return true
	}
	small := c.questionMatcher.lex.weak[t.id] || c.questionMatcher.lex.filler[t.id]
	return !small && i > 0 && t.pause < 2 || c.introduced(i) && !small
}

// isOneOfMany tells a noun behind an indefinite article, which names a kind and
// no company: "passed to us as an MQL". In other languages than English "a" is
// a preposition.
func (c *cueReading) isOneOfMany(i int) bool {
	if i == 0 || c.list[i].pause > 0 || c.list[i].id == 0 && c.list[i].capital && i+1 < c.n && c.list[i+1].capital && c.list[i+1].pause == 0 {
		return false // "a Delta Dental type of customer"
	}
	return c.lowIn(i-1, "an") || c.lowIn(i-1, "a") && c.isEnglish()
}

// isEnglish tells an English text by words that no other language has.
func (c *cueReading) isEnglish() bool {
	for i := range c.n {
		if c.lowIn(i, "the", "to", "of", "is", "for", "from", "it", "was", "got", "they", "and", "this", "with") {
			return true
		}
	}
	return false
}

// offer weighs a name with a capital and keeps the better one.
func (c *cueReading) offer(from, to int) {
	first := &c.list[from]
	worth := 2
	switch {
	case first.domain:
		worth = 8
	case first.id == 0:
		worth = 4
	}
	if c.introduced(from) {
		worth += 3
	}
	if to < c.n && c.list[to].pause == 0 && c.lex.after[string(c.folded(&c.list[to]))] {
		worth += 2
	}
	if (from == 0 || first.pause > 0) && (to == c.n || c.list[to].pause > 0) {
		worth += 2
	}
	if c.questionMatcher.lex.given[string(c.folded(first))] && to-from > 1 {
		worth -= 4
	}
	if from == 0 && to == 1 && c.questionMatcher.lex.function[string(c.folded(first))] {
		worth -= 3 // "Marketing passed us Contoso"
	}
	if c.isPlace(&questionSlot{from: from, to: to}) {
		return
	}
	if worth > max(0, c.name.worth) {
		c.name = cueName{from, to, worth}
	}
}

// offerSmall weighs a name in small letters, which has to be pointed at or to
// stand at an end.
func (c *cueReading) offerSmall(from, to int) {
	worth := 0
	if c.introduced(from) || to < c.n && c.lex.after[string(c.folded(&c.list[to]))] {
		worth = 3
	}
	begins, ends := from == 0 || c.list[from].pause > 0, to == c.n || c.list[to].pause > 0
	switch {
	case begins && ends:
		worth += 2 // "asana – what's the score?"
	case from == 0 || ends:
		worth++
	}
	if worth > c.name.worth {
		c.name = cueName{from, to, worth}
	}
}

// leftOver takes the one unknown word of a question for the name.
func (c *cueReading) leftOver() {
	if c.name.to > 0 || c.of(IntentICP)+c.of(IntentPersona)+c.of(IntentAudit)+c.of(IntentHelp) > 0 {
		return
	}
	at := -1
	for i := range c.n {
		if c.nameWord(i, false) {
			if at >= 0 {
				return
			}
			at = i
		}
	}
	if at >= 0 {
		c.name = cueName{at, at + 1, 1}
	}
}
