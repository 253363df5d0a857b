package language

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// letterFolds replaces Latin letters that Unicode does not decompose.
var letterFolds = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ſ': "s",
}

// Fold makes spellings comparable: NFKC, lower case, Latin letters without
// diacritics, and every run of anything but letters, digits and the marks of
// other scripts as one space, trimmed. "  Geschäftsführer/-in " folds to
// "geschaftsfuhrer in". Invalid UTF-8 counts as a separator.
func Fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	gap := false
	for _, r := range plainRunes(text) {
		if !isWordRune(r) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(r)
	}
	return b.String()
}

// plainRunes is text with case, compatibility forms and Latin diacritics
// removed and its punctuation kept.
func plainRunes(text string) string {
	if isLowerASCII(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	latin := true // a mark without a letter is dropped too
	for _, r := range norm.NFD.String(norm.NFKC.String(text)) {
		if unicode.Is(unicode.Mn, r) && latin {
			continue
		}
		if !unicode.Is(unicode.Mn, r) {
			latin = r < utf8.RuneSelf || unicode.Is(unicode.Latin, r)
		}
		writeLower(&b, r)
	}
	return norm.NFC.String(b.String())
}

func writeLower(b *strings.Builder, r rune) {
	r = unicode.ToLower(r)
	if s, ok := letterFolds[r]; ok {
		b.WriteString(s)
		return
	}
	b.WriteRune(r)
}

func isLowerASCII(text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

// isWordRune reports whether a folded rune belongs to a word. Marks count:
// Latin ones are gone by now and Devanagari cannot be read without them.
func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}
