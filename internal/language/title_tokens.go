package language

import (
	"strings"
	"unicode/utf8"
)

// Bounds on what is read of one title: beyond them the text is not a title.
const (
	maxTitleRunes = 300
	maxTokens     = 64
	maxTokenBytes = 1024
)

// gap says what stands before a token, from the weakest to the strongest.
type gap uint8

const (
	gapSpace gap = iota // white space
	gapTight            // punctuation without space: "co-founder", "R&D"
	gapGlued            // "&", "/", "+" without space: "UX/UI", "CTO/Co-Founder"
	gapJoin             // the same with space: joins functions or titles
	gapPause            // comma, spaced dash, colon, parenthesis
	gapBreak            // "|", ";", bullet, line: another title begins
)

type token struct {
	start, end uint16 // in tokens.buf
	from, to   uint16 // in the text as it was read
	before     gap
}

// tokens holds the folded words of one title in fixed space, so that reading
// a title allocates nothing for them.
type tokens struct {
	buf  [maxTokenBytes]byte
	list [maxTokens]token
	used int // bytes of buf
	n    int // tokens in list

	open   bool // a token is being written
	spaced bool // white space was seen since the last token
	mark   rune // the punctuation seen since the last token
	before gap
	dotted bool // the open token is a dotted abbreviation: "v.p."
	at     int  // where in the text the rune being read stands
}

func (t *tokens) word(i int) []byte {
	return t.buf[t.list[i].start:t.list[i].end]
}

// read cuts text at 300 runes and splits it into folded words.
func (t *tokens) read(text string) {
	text = titleText(text)
	if !isDirect(text) {
		text = plainRunes(text)
	}
	for i, r := range text {
		t.at = i
		if r < utf8.RuneSelf || r >= latinEnd {
			t.take(r, text[i:])
			continue
		}
		for _, folded := range latinFolds[r-utf8.RuneSelf] {
			t.take(folded, text[i:])
		}
	}
	t.close()
}

// titleText is what is read of a text: its first runes without the space
// around it.
func titleText(text string) string {
	return cutRunes(strings.TrimSpace(text), maxTitleRunes)
}

// take reads one folded rune; rest begins with it or with what it came from.
func (t *tokens) take(r rune, rest string) {
	if 'A' <= r && r <= 'Z' {
		r += 'a' - 'A'
	}
	switch {
	case isWordRune(r):
		t.add(r)
	case r == '.' && t.abbreviates(rest[1:]):
		t.dotted = true
	default:
		t.separate(r)
	}
}

// latinEnd is behind the Latin letters whose folds are kept ready.
const latinEnd = 0x180

var latinFolds = foldLatin()

func foldLatin() (folds [latinEnd - utf8.RuneSelf]string) {
	for i := range folds {
		folds[i] = plainRunes(string(rune(utf8.RuneSelf + i)))
	}
	return folds
}

// isDirect reports whether every rune folds by itself, so that the text can
// be read without normalizing it first: ASCII, common Latin letters and
// punctuation, and Devanagari without the letters that combine.
func isDirect(text string) bool {
	for _, r := range text {
		switch {
		case r < latinEnd, 0x2012 <= r && r <= 0x2023:
		case 0x900 <= r && r <= 0x950 && r != 0x929 && r != 0x931 && r != 0x934 && r != 0x93c:
		case 0x964 <= r && r <= 0x97f:
		default:
			return false
		}
	}
	return true
}

func (t *tokens) add(r rune) {
	if !t.open {
		if t.n == maxTokens || t.used+utf8.UTFMax > maxTokenBytes {
			return
		}
		t.open = true
		t.list[t.n] = token{start: uint16(t.used), from: uint16(t.at), before: t.gapSeen()}
	}
	t.list[t.n].to = uint16(t.at + 1)
	if t.used+utf8.UTFMax <= maxTokenBytes {
		t.used += utf8.EncodeRune(t.buf[t.used:t.used+utf8.UTFMax], r)
	}
}

func (t *tokens) gapSeen() gap {
	switch {
	case t.spaced:
		return t.before
	case t.before == gapJoin:
		return gapGlued
	case t.before == gapPause && t.mark == '-':
		return gapTight
	}
	return t.before
}

func (t *tokens) close() {
	if !t.open {
		return
	}
	tok := &t.list[t.n]
	tok.end = uint16(t.used)
	t.open, t.dotted = false, false
	if t.isGenderMark(tok) {
		t.used = int(tok.start)
	} else {
		t.n++
	}
	t.before, t.spaced, t.mark = gapSpace, false, 0
}

// separate notes what stands between two tokens.
func (t *tokens) separate(r rune) {
	t.close()
	if r == '@' && t.n < maxTokens {
		t.addAt()
		return
	}
	g := gapOf(r)
	if g == gapSpace {
		t.spaced = true
	} else {
		t.mark = r
	}
	// A dash between words without space is a hyphen; gapSeen decides, as the
	// space may come after it.
	t.before = max(t.before, g)
}

// addAt turns "@" into the word "at", which is how people read it.
func (t *tokens) addAt() {
	for _, r := range "at" {
		t.add(r)
	}
	if t.open {
		t.list[t.n].to = uint16(t.at + 1)
	}
	t.close()
}

func gapOf(r rune) gap {
	switch r {
	case '&', '/', '+', '\\':
		return gapJoin
	case '.', '\'', '’', '`', '_', '*', '"', '·':
		return gapTight
	case ',', '-', '–', '—', '‐', '‑', ':', '(', ')', '[', ']', '{', '}', '−':
		return gapPause
	case '|', ';', '•', '\n', '\r', '¦', '│', '‖', '►', '»', '‣', '।', '<', '>', '★', '✦', '!', '?':
		return gapBreak
	case '#', '%', '$':
		return gapTight
	}
	return gapSpace
}

// abbreviates reports whether a dot after the open token glues the next
// letter to it: "v.p." and "c.e.o." are one word, "sr.dir." is two.
func (t *tokens) abbreviates(rest string) bool {
	if !t.open || !t.dotted && t.used-int(t.list[t.n].start) != 1 {
		return false
	}
	if rest == "" || !isASCIILetter(rest[0]) {
		return false
	}
	return len(rest) == 1 || !isASCIILetter(rest[1])
}

// genderMarks are the endings people hang on a title to name both genders:
// "Leiter/in", "director(a)", "directeur-trice", "manager(s)".
var genderMarks = map[string]bool{
	"a": true, "as": true, "o": true, "os": true, "e": true, "es": true, "s": true, "ne": true, "se": true,
	"in": true, "innen": true, "r": true, "n": true, "re": true, "rice": true, "trice": true, "euse": true,
	"ere": true, "ora": true, "ra": true, "ice": true, "era": true,
}

func (t *tokens) isGenderMark(tok *token) bool {
	n := tok.end - tok.start
	if t.n == 0 || n > 5 || t.spaced || t.mark == 0 || t.mark == ',' {
		return false
	}
	if prev := t.list[t.n-1]; prev.end-prev.start < 4 || t.mark == '\'' || t.mark == '’' || t.mark == '&' {
		return false
	}
	return genderMarks[string(t.buf[tok.start:tok.end])]
}

func cutRunes(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for i := range text {
		if limit == 0 {
			return text[:i]
		}
		limit--
	}
	return text
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func isASCIILetter(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z'
}
