package language

import "math/bits"

// match is a phrase found in a title; entry is nil for a word no phrase has.
type match struct {
	entry *entry
	at    uint8 // its first token
	count uint8
}

// matches cuts a title into the longest phrases the lexicon has. All of them
// are found before any is read: a word that several languages have means what
// it means in the language of the others ("em" is "in" beside "vendas", and an
// engineering manager beside "platform").
type matches struct {
	list  [maxTokens]match
	n     int
	langs uint8 // the likeliest languages, one bit each; 0 while not asked for
	lex   *lexicon
}

func (m *matches) find(lex *lexicon, t *tokens) {
	m.lex = lex
	for i := 0; i < t.n; {
		e, n := lex.longest(t, i)
		m.list[m.n] = match{entry: e, at: uint8(i), count: uint8(max(n, 1))}
		m.n++
		i += max(n, 1)
	}
}

// meaning chooses among the meanings of the k-th match. Where one language
// has both a rank and a function of that spelling, a rank is read where none
// was yet: "técnica de selección", but "directora técnica".
func (m *matches) meaning(k int, wantsRank bool) *entry {
	first := m.list[k].entry
	if first == nil || first.next == 0 {
		return first
	}
	if m.langs == 0 {
		m.langs = m.likeliest()
	}
	best, fit := first, first.fit(m.langs, wantsRank)
	for e := first; e.next != 0; {
		e = &m.lex.others[e.next]
		if f := e.fit(m.langs, wantsRank); f > fit {
			best, fit = e, f
		}
	}
	return best
}

// fit weighs a meaning: its language first, then what the place asks for.
func (e *entry) fit(langs uint8, wantsRank bool) int {
	score := 0
	if e.langs&langs != 0 {
		score = 4
	}
	if e.kind != kindQual {
		score += 2
	}
	if wantsRank == (e.kind == kindRank) {
		score++
	}
	return score
}

// Votes for a language: a phrase only one language has says much, an English
// one little, as every language borrows those, and English functions least.
const (
	voteOwn    = 12
	voteShared = 3
	voteLoan   = 1
)

func (m *matches) likeliest() uint8 {
	var votes [8]int
	for _, found := range m.list[:m.n] {
		if found.entry == nil {
			continue
		}
		langs := m.lex.langsOf(found.entry)
		weight := titleVoteWeight(langs) * int(found.count)
		if langs == 1 && found.entry.kind == kindField {
			continue
		}
		for ; langs != 0; langs &= langs - 1 {
			votes[bits.TrailingZeros8(langs)] += weight
		}
	}
	langs := mostVoted(&votes)
	if m.n > 1 && langs&1 != 0 {
		return 1 // at a tie the words are as likely English as borrowed
	}
	return langs
}

func titleVoteWeight(langs uint8) int {
	switch {
	case langs == 1:
		return voteLoan
	case langs&(langs-1) == 0:
		return voteOwn
	}
	return voteShared
}

func mostVoted(votes *[8]int) (langs uint8) {
	most := 0
	for i, v := range votes {
		switch {
		case v > most:
			most, langs = v, 1<<i
		case v == most:
			langs |= 1 << i
		}
	}
	return langs
}

// langsOf joins the languages of all meanings of a phrase.
func (l *lexicon) langsOf(e *entry) uint8 {
	langs := e.langs
	for e.next != 0 {
		e = &l.others[e.next]
		langs |= e.langs
	}
	return langs
}

// addMeaning keeps what a phrase means in another language, or as a function
// where the same language has a rank of that spelling.
func (l *lexicon) addMeaning(node uint32, e entry) {
	old := &l.entries[node]
	for {
		if old.sameAs(&e) {
			old.langs |= e.langs
			return
		}
		if old.langs&e.langs != 0 && !rankAndField(old.kind, e.kind) {
			return
		}
		if old.next == 0 {
			break
		}
		old = &l.others[old.next]
	}
	old.next = uint32(len(l.others))
	l.others = append(l.others, e)
}

func (e *entry) sameAs(other *entry) bool {
	return e.kind == other.kind && e.level == other.level && e.fields == other.fields && e.usual == other.usual &&
		e.scope == other.scope && e.flags == other.flags
}

func rankAndField(a, b entryKind) bool {
	return a == kindRank && b == kindField || a == kindField && b == kindRank
}
