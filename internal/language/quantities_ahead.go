package language

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// shortSpans are the letters that stand for the units of "30d".
var shortSpans = map[string]string{"d": "day", "w": "week", "m": "month", "y": "year"}

// ReadAhead reads a day to come, as people say until when something holds:
// "30d", "2 weeks", "in a month", "tomorrow", and every date that ReadDay
// knows. It gives midnight UTC of that day, which may be past. The error is a
// clause such as `"soon" is no date`.
func ReadAhead(text string, now time.Time) (time.Time, error) {
	words := strings.Fields(apart(strings.ToLower(strings.TrimSpace(text))))
	if len(words) > 1 && words[0] == "in" {
		words = words[1:]
	}
	if len(words) == 1 && words[0] == "tomorrow" {
		words = []string{"1", "day"}
	}
	now = now.UTC()
	if len(words) == 2 {
		if n, span, ok := readSpan(words[0], words[1]); ok {
			year, month, day := now.AddDate(n*span[0], n*span[1], n*span[2]).Date()
			return time.Date(year, month, day, 0, 0, 0, 0, time.UTC), nil
		}
	}
	return ReadDay(text, now)
}

// readSpan reads a number of days or more: "2 weeks", "a month".
func readSpan(count, unit string) (n int, span [3]int, ok bool) {
	unit = strings.TrimSuffix(unit, "s")
	if long, short := shortSpans[unit]; short {
		unit = long
	}
	span, ok = daySpans[unit]
	if count == "a" || count == "an" || count == "one" {
		return 1, span, ok && span != [3]int{}
	}
	number, whole := shortCount(count)
	return int(number), span, ok && whole && number <= 10_000 && span != [3]int{}
}

// apart puts a space between a number and the unit that is written close to it.
func apart(text string) string {
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsDigit(r) })
	if end <= 0 || !unicode.IsLetter(rune(text[end])) {
		return text
	}
	return fmt.Sprintf("%s %s", text[:end], text[end:])
}
