package language

import (
	"strings"
)

// Companies in the slots of a question, and where one name ends and the next
// begins.

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
	opener := m.list[from].filler || m.opens(&m.list[from])
	if opener {
		first++ // "Just got assigned Acme"
	}
	for first < to && !m.list[first].capital && !m.list[first].special() && (opener || m.list[first].id != 0) {
		first++
	}
	if first < to && m.list[first].capital && m.list[first].id == 0 {
		from = first
	}
	from = m.behindPreposition(from, to)
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

// behindPreposition gives where a name with a capital begins behind words in
// small letters: "deeper on Acme".
func (m *questionMatcher) behindPreposition(from, to int) int {
	for i := from + 1; i+1 < to && !m.list[from].capital && !m.list[from].special(); i++ {
		if next := &m.list[i+1]; m.lowIn(i, "on", "at", "with", "about", "to", "into", "for") && next.capital && next.id == 0 {
			return i + 1
		}
	}
	return from
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
