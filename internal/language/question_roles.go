package language

import (
	"strings"
)

// Roles and titles in the slots of a question.

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
	if m.noTitle(from, to) {
		return "", never
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

// noTitle tells words of which too many are of no title, short enough to be no
// compounds, before a title is made out of them.
func (m *questionMatcher) noTitle(from, to int) bool {
	unknown := 0
	for i := from; i < to; i++ {
		if word := m.folded(&m.list[i]); len(word) < 7 && titleLexicon().words[string(word)] == 0 && strings.Trim(string(word), "abcdefghijklmnopqrstuvwxyz") == "" {
			unknown++
		}
	}
	return unknown > 1 || unknown == 1 && (to-from < 2 || to-from > 4)
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
		if m.lowIn(i, "at", "bei", "chez", "presso", "bij", "from", "with") || m.lowIn(i, "the") && !m.lowIn(i-1, "of") && !(i > from+1 && m.lowIn(i-1, "for") && m.isRank(i-2)) {
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
