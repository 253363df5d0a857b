package models

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanText gives the text that can be kept and shown: without what is no
// UTF-8, without control characters (PostgreSQL refuses NUL, and a terminal
// obeys the others) and without marks that turn the direction of what follows.
// Everything else stays, so that a name is shown as it was written.
func CleanText(text string) string {
	if clean(text) {
		return text
	}
	return strings.Map(shown, strings.ToValidUTF8(text, ""))
}

// clean tells whether a text is plain printable ASCII, as most are.
func clean(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// shown drops control characters, line ends and tabs aside, and the marks that
// override the direction of writing.
func shown(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case unicode.Is(unicode.Cc, r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return -1
	default:
		return r
	}
}

// CutText cuts a text to at most n bytes, never inside a character.
func CutText(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}
