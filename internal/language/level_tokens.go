package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// How a statement is cut into folded words.

// tokenize folds the words of the text. Text beyond the bounds is not read.
func (r *levelReader) tokenize() {
	text := r.text
	if len(text) > levelMaxBytes {
		text = text[:levelMaxBytes]
	}
	gap, money := lgSpace, false
	for i := 0; i < len(text) && r.n < levelMaxTokens; {
		c, size := utf8.DecodeRuneInString(text[i:])
		if c >= utf8.RuneSelf {
			r.voteLetter(c)
		}
		if !isLevelLetter(c) {
			if c == '@' {
				r.addToken(levelToken{start: int32(i), end: int32(i + 1), before: gap}, "at")
				gap = lgSpace
			}
			money = money || unicode.Is(unicode.Sc, c)
			gap = max(gap, levelGapOf(text, i, c, size))
			i += size
			continue
		}
		end := levelWordEnd(text, i)
		t := levelToken{start: int32(i), end: int32(end), before: gap, money: money}
		t.capital = unicode.IsUpper(c)
		t.upper = t.capital && isUpperWord(text[i:end])
		if r.addToken(t, text[i:end]) {
			gap, money = lgSpace, false
		}
		if t.end-t.start > 1 && !isASCII(text[i:end]) {
			for _, c := range text[i+1 : end] {
				r.voteLetter(c)
			}
		}
		i = end
	}
}

// voteLetter counts letters that only some of the languages have.
func (r *levelReader) voteLetter(c rune) {
	if c >= 0x900 && c < 0x980 {
		r.votes[langHI]++
		return
	}
	if c < 0xc0 || c > 0x17f {
		return
	}
	for _, hint := range letterHints {
		if strings.ContainsRune(hint.letters, unicode.ToLower(c)) {
			r.votes[hint.lang]++
		}
	}
}

var letterHints = []struct {
	letters string
	lang    int
}{
	{"ñáíóú", 1}, {"é", 1}, {"ãõçâê", 2}, {"áíóúé", 2}, {"éèêàçùîôœë", 3}, {"éèêàùœ", 3}, {"äöüß", langDE}, {"äöüß", langDE}, {"èàùòì", 5}, {"ëï", langNL},
}

func isLevelLetter(c rune) bool {
	if c < utf8.RuneSelf {
		return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
	}
	return c != utf8.RuneError && (unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c))
}

// levelWordEnd ends a word; "1,500" and "1.5" are one.
func levelWordEnd(text string, i int) int {
	for i < len(text) {
		c, size := utf8.DecodeRuneInString(text[i:])
		if !isLevelLetter(c) && (c != '.' && c != ',' || i == 0 || !isDigit(text, i-1) || !isDigit(text, i+1)) {
			break
		}
		i += size
	}
	return i
}

func isUpperWord(word string) bool {
	letters := 0
	for _, c := range word {
		if unicode.IsLower(c) && c != 's' {
			return false
		}
		letters++
	}
	return letters > 1
}

func levelGapOf(text string, i int, c rune, size int) levelGap {
	next := byte(' ')
	if i+size < len(text) {
		next = text[i+size]
	}
	inner := i > 0 && text[i-1] != ' ' && next != ' '
	switch c {
	case ' ', '\t', '\u00a0', '$', '€', '₹', '£', '*', '"', '“', '”':
		return lgSpace
	case '-', '‐', '‑':
		if inner {
			return lgTight
		}
		return lgComma
	case '\'', '’', '´', '`', '_', '#', '%', '~':
		return lgTight
	case '&', '/', '+':
		return lgAnd
	case '.':
		if inner {
			return lgTight
		}
		if i > 2 && text[i-2] == '.' {
			return lgSpace // "i.e.", "U.S."
		}
		return lgBreak
	case ',', '(', ')', '–', '—', '[', ']', '>', '<', '…':
		return lgComma
	case ':', '=', '→':
		return lgColon
	case '!', '?', ';', '\n', '\r', '|', '•', '·', '।', '¿', '¡':
		return lgBreak
	}
	return lgSpace
}

// addToken folds a word into the buffer; a word that is only marks is none.
func (r *levelReader) addToken(t levelToken, word string) bool {
	t.from = uint16(r.used)
	ascii := true
	for i := range len(word) {
		ascii = ascii && word[i] < utf8.RuneSelf
	}
	if !ascii && len(word) <= 4*levelMaxWord {
		word = plainRunes(word)
	}
	if r.used+len(word) > len(r.buf) || word == "" {
		return false
	}
	for i := range len(word) {
		c := word[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		r.buf[r.used] = c
		r.used++
	}
	t.to = uint16(r.used)
	r.toks[r.n] = t
	r.n++
	return true
}

func (r *levelReader) word(i int) []byte { return r.buf[r.toks[i].from:r.toks[i].to] }
