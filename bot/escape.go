package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// entities are what Slack wants instead of the characters it reads as control.
var entities = map[rune]string{'&': "&amp;", '<': "&lt;", '>': "&gt;"}

// lookalikes stand for the characters of Slack's markup, which knows no way to
// write them: invisible characters beside them do not keep every client from
// reading them as markup.
var lookalikes = map[rune]string{'*': "∗", '~': "∼", '`': "'"}

// special are the characters that are not written as they are.
const special = "&<>*~`_"

// escape writes a text that is not ours so that it stands as it is: nothing in
// it wakes a channel, makes a link or turns bold. What comes out has at most so
// many characters, and no entity is cut in two.
func escape(text string, most int) string {
	var b strings.Builder
	used, kept := 0, 0 // characters written; bytes that leave room for "…"
	before := '\n'
	for i, r := range text {
		r = clean(before, r)
		if r < 0 {
			continue
		}
		piece := literal(before, r, text[i:])
		before = r
		n := utf8.RuneCountInString(piece)
		if used+n > most {
			return b.String()[:kept] + "…"
		}
		b.WriteString(piece)
		used += n
		if used < most {
			kept = b.Len()
		}
	}
	return b.String()
}

// literal writes a character so that Slack shows it and does no more; from is
// the text from there on. An underscore within a word is none of Slack's
// markup, and a ">" at the start of a line is, even as an entity.
func literal(before, r rune, from string) string {
	switch {
	case !strings.ContainsRune(special, r):
		return string(r)
	case r == '_':
		after, _ := utf8.DecodeRuneInString(from[1:])
		if wordly(before) && wordly(after) {
			return "_"
		}
		return "ˍ"
	case r == '>' && before == '\n':
		return "›"
	case entities[r] != "":
		return entities[r]
	case lookalikes[r] != "":
		return lookalikes[r]
	default:
		return string(r)
	}
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// bold is escape for a text in bold, which must not end in space or break the
// line; "" where there is nothing to see.
func bold(text string, most int) string {
	text = oneLine(text)
	if text == "" {
		return ""
	}
	return "*" + escape(text, most) + "*"
}

// maxOneLine is how much of a text is looked at to put it on one line.
const maxOneLine = 4 * maxLine

// oneLine puts a text on one line, without space at its ends; "" where there
// is nothing to see.
func oneLine(text string) string {
	text = cleaned(cut(text, maxOneLine))
	if blank(text) {
		return ""
	}
	return strings.Join(strings.Fields(text), " ")
}

// clean gives the character to show for one after another, or -1 for what no
// text holds: control characters, marks that turn the direction of what
// follows, and more than one sign for a run of invalid bytes.
func clean(before, r rune) rune {
	switch {
	case r == '\n':
		return r
	case r == '\t' || r == '\v' || r == '\f' || r == '\u2028' || r == '\u2029':
		return ' '
	case unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == utf8.RuneError && before == r:
		return -1
	default:
		return r
	}
}

// cleaned is a text without what no text holds.
func cleaned(text string) string {
	before := '\n'
	return strings.Map(func(r rune) rune {
		r = clean(before, r)
		if r >= 0 {
			before = r
		}
		return r
	}, text)
}

// blank tells whether there is nothing to see in a text: Slack refuses it.
func blank(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.IsControl(r) && !unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me) && r != '\u2800' && r != '\u3164'
	}) < 0
}

// cut shortens a text to a number of characters.
func cut(text string, most int) string {
	n, kept := 0, 0 // characters; bytes that leave room for "…"
	for i := range text {
		if n == most-1 {
			kept = i
		}
		if n == most {
			return text[:kept] + "…"
		}
		n++
	}
	return text
}
