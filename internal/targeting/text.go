package targeting

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// reserved are words that YAML would not read as text, or that other readers
// of YAML would not.
var reserved = map[string]bool{"null": true, "true": true, "false": true, "yes": true, "no": true, "on": true, "off": true, "y": true, "n": true}

// blockText writes text as a value on a line of its own, quoted only when it
// would otherwise not be read back.
func blockText(s string) string { return plainOrQuoted(s, ",'()&@/+%$;!?*#[]{}") }

// flowText writes text as a value within brackets.
func flowText(s string) string { return plainOrQuoted(s, "'()&@/+%$;!?*") }

// plainOrQuoted leaves text plain that begins with a letter and holds only
// letters, digits, spaces, hyphens, dots and the marks given.
func plainOrQuoted(s, marks string) string {
	if s == "" {
		return ""
	}
	for i, c := range s {
		letter := unicode.IsLetter(c) || i > 0 && unicode.IsDigit(c)
		inner := i > 0 && i < len(s)-1 && strings.ContainsRune(" -._–"+marks, c)
		if c == '#' && s[max(i-1, 0)] == ' ' || !letter && !inner && !(i > 0 && strings.ContainsRune(".?!%)", c)) {
			return quoted(s)
		}
	}
	if reserved[strings.ToLower(s)] {
		return quoted(s)
	}
	return s
}

// quoted writes text between double quotes with the escapes of YAML.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\t':
			b.WriteString(`\t`)
		case c > 0xFFFF && !unicode.IsPrint(c):
			fmt.Fprintf(&b, `\U%08X`, c)
		case !unicode.IsPrint(c):
			fmt.Fprintf(&b, `\u%04X`, c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func flowList(key string, list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return line(key, "["+strings.Join(each(list, flowText), ", ")+"]")
}

func flowSlugs[E ~string](key string, list []E) []string {
	if len(list) == 0 {
		return nil
	}
	return line(key, "["+strings.Join(each(list, func(e E) string { return string(e) }), ", ")+"]")
}

func dashes(key string, list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return append([]string{key + ":"}, each(list, func(s string) string { return "  - " + blockText(s) })...)
}

func dashesOrOne(key string, list []string) []string {
	if len(list) == 1 {
		return line(key, blockText(list[0]))
	}
	return dashes(key, list)
}

func each[E any](list []E, write func(E) string) []string {
	texts := make([]string, len(list))
	for i, e := range list {
		texts[i] = write(e)
	}
	return texts
}

// number writes a number without an exponent.
func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func indented(lines []string, by string) []string {
	return each(lines, func(s string) string {
		if s == "" {
			return s
		}
		return by + s
	})
}

// member makes lines a member of a list: a dash before the first, the rest
// under it.
func member(lines []string) []string {
	lines = indented(lines, "    ")
	if len(lines) > 0 {
		lines[0] = "  - " + lines[0][4:]
	}
	return lines
}
