package models

import (
	"strings"
	"unicode/utf8"
)

// CleanText gives the text that a database can keep: without what is no UTF-8
// and without NUL, which PostgreSQL refuses. Everything else stays, so that a
// name is shown as it was written.
func CleanText(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
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
