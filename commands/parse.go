package commands

import (
	"strings"
	"unicode"
)

// Line is a line a person typed, as words. A quoted part is one word.
type Line struct {
	Slash bool // it began with a slash: a command, not a question
	Words []string
}

// appName is the slash command that reaches the others: "/rightdoor fit x" is
// "/fit x".
const appName = "rightdoor"

// Parse splits a line into words. Words are parted by white space; a part in
// double quotes, straight or curly, is one word, in which \" and \\ stand for
// themselves. A quote that is never closed is an ordinary character. It never
// fails.
func Parse(text string) Line {
	text = strings.TrimRightFunc(strings.TrimLeftFunc(text, blank), unicode.IsSpace)
	rest, slash := strings.CutPrefix(text, "/")
	line := Line{Slash: slash}
	if first, after, _ := cutSpace(rest); slash && strings.EqualFold(first, appName) {
		rest = after
	}
	for rest = strings.TrimSpace(rest); rest != ""; rest = strings.TrimSpace(rest) {
		word, n := firstWord(rest)
		line.Words = append(line.Words, word)
		rest = rest[n:]
	}
	return line
}

// cutSpace cuts a text at its first white space.
func cutSpace(text string) (before, after string, found bool) {
	i := strings.IndexFunc(text, unicode.IsSpace)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i:], true
}

// firstWord gives the first word of a text and how many bytes it takes.
func firstWord(text string) (word string, n int) {
	if word, n, ok := quoted(text); ok {
		return word, n
	}
	n = strings.IndexFunc(text, unicode.IsSpace)
	if n < 0 {
		n = len(text)
	}
	if i := strings.IndexByte(text[:n], '='); i > 0 { // a filter: owner="Dana Scully"
		if value, length, ok := quoted(text[i+1:]); ok {
			return text[:i+1] + value, i + 1 + length
		}
	}
	return text[:n], n
}

const quotes = "\"“”„"

// quoted reads a quoted word at the start of a text.
func quoted(text string) (word string, n int, ok bool) {
	var b strings.Builder
	escaped := false
	for i, r := range text {
		switch {
		case i == 0:
			if !strings.ContainsRune(quotes, r) {
				return "", 0, false
			}
		case escaped:
			b.WriteString(unescape(r))
			escaped = false
		case r == '\\':
			escaped = true
		case strings.ContainsRune(quotes, r):
			end := i + len(string(r))
			return b.String(), end, end == len(text) || unicode.IsSpace(rune(text[end]))
		default:
			b.WriteString(text[i : i+runeLen(text[i:])])
		}
	}
	return "", 0, false
}

// runeLen is the length of the first character, 1 for a byte that is none.
func runeLen(text string) int {
	for i := range text {
		if i > 0 {
			return i
		}
	}
	return len(text)
}

func unescape(r rune) string {
	if r == '\\' || strings.ContainsRune(quotes, r) {
		return string(r)
	}
	return `\` + string(r)
}

// Quote writes words as a line that Parse reads back as exactly them, whatever
// is in them. It is how forms and buttons become text.
func Quote(words ...string) string {
	var b strings.Builder
	b.WriteString("/")
	for _, w := range words {
		b.WriteString(` "`)
		for i, r := range w {
			if r == '\\' || strings.ContainsRune(quotes, r) {
				b.WriteByte('\\')
			}
			b.WriteString(w[i : i+runeLen(w[i:])])
		}
		b.WriteByte('"')
	}
	return b.String()
}

// plain takes out of a text what a person did not mean to type: Slack's way of
// writing links ("<https://acme.com|acme.com>") and entities, characters that
// cannot be seen, and space at the ends.
func plain(text string) string {
	text = strings.Map(visible, text)
	if inner, ok := strings.CutPrefix(text, "<"); ok && strings.HasSuffix(inner, ">") {
		text = linkTarget(strings.TrimSuffix(inner, ">"))
	}
	return strings.TrimSpace(entities.Replace(text))
}

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// linkTarget gives what a link in Slack's form stands for: the address of a
// page or mailbox, else its label.
func linkTarget(inner string) string {
	target, label, labelled := strings.Cut(inner, "|")
	target = strings.TrimPrefix(target, "mailto:")
	if labelled && strings.ContainsAny(target[:min(1, len(target))], "@#!") {
		return label
	}
	return target
}

// blank tells whether nothing of a character can be seen.
func blank(r rune) bool { return unicode.IsSpace(r) || r != unicode.ReplacementChar && visible(r) < 0 }

// visible drops control and formatting characters: right-to-left marks,
// zero-width spaces, line ends.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\t' || r == '\r':
		return ' '
	case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
		return -1
	default:
		return r
	}
}
