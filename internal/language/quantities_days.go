package language

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// dayLayouts are tried in order on a folded text, after the forms that need a
// decision.
var dayLayouts = []string{
	time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04",
	time.DateTime, "2006-01-02 15:04", "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05 -0700 MST", "2006-01-02 15:04:05-07:00",
	"2006/1/2", "2006/1/2 15:04", "2006/1/2 15:04:05", "2.1.2006", "2.1.2006 15:04", "20060102", "2006-1-2",
	"Jan 2 2006", "January 2 2006", "2 Jan 2006", "2 January 2006", "2-Jan-2006", "2-Jan-06", "Jan 2006", "January 2006",
	"Mon Jan 2 2006", "Mon 2 Jan 2006", "Mon 2 Jan 2006 15:04:05 MST", "Jan 2 2006 15:04", "Jan 2 2006 3:04 PM",
}

// daySpans are the units of "3 weeks ago" in years, months and days.
var daySpans = map[string][3]int{
	"year": {1, 0, 0}, "yr": {1, 0, 0}, "month": {0, 1, 0}, "mo": {0, 1, 0}, "week": {0, 0, 7}, "day": {0, 0, 1},
	"hour": {}, "minute": {}, "second": {},
}

// ReadDay reads a date or a date-time and gives midnight UTC of its day: ISO
// forms, "01/31/2026" (the month first, unless that is over 12), "31.01.2026",
// "Jan 31, 2026", "31 Jan 2026", "May 2026" (its first day), Unix milliseconds,
// and, seen from now, "today", "yesterday", "3 weeks ago". The error is a
// clause such as `"abc" is no date`.
func ReadDay(text string, now time.Time) (time.Time, error) {
	t, ok := readTime(strings.TrimSpace(text), now)
	if !ok || t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}, fmt.Errorf("%s is no date", quoted(text))
	}
	year, month, day := t.UTC().Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC), nil
}

func readTime(text string, now time.Time) (time.Time, bool) {
	if len(text) < 4 || len(text) > 40 {
		return time.Time{}, false
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t, true
	}
	if t, ok := readSlashes(text); ok {
		return t, true
	}
	if t, ok := readRelative(strings.ToLower(text), now); ok {
		return t, true
	}
	if ms, ok := shortCount(text); ok && len(text) == 13 {
		return time.UnixMilli(int64(ms)), true
	}
	plain := strings.Join(strings.Fields(strings.ReplaceAll(text, ",", " ")), " ")
	plain = strings.Replace(plain, "Sept ", "Sep ", 1)
	for _, layout := range dayLayouts {
		if t, err := time.Parse(layout, plain); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// readSlashes reads "1/31/2026", "31/1/2026" and "1/31/26", a time of day
// after it is passed over.
func readSlashes(text string) (time.Time, bool) {
	date, clock, timed := strings.Cut(text, " ")
	parts := strings.Split(strings.TrimSuffix(date, ","), "/")
	if len(parts) != 3 || timed && !strings.Contains(clock, ":") {
		return time.Time{}, false
	}
	var n [3]int
	for i, p := range parts {
		var err error
		if n[i], err = strconv.Atoi(p); err != nil {
			return time.Time{}, false
		}
	}
	month, day, year := n[0], n[1], n[2]
	if month > 12 {
		month, day = day, month
	}
	if len(parts[2]) == 2 {
		year += 2000
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	valid := len(parts[2]) != 3 && int(t.Month()) == month && t.Day() == day && t.Year() == year && year >= 1000
	return t, valid
}

// readRelative reads days as seen from now.
func readRelative(text string, now time.Time) (time.Time, bool) {
	now = now.UTC()
	switch text {
	case "today", "just now":
		return now, true
	case "yesterday":
		return now.AddDate(0, 0, -1), true
	}
	words := strings.Fields(text)
	if len(words) != 3 || words[2] != "ago" {
		return time.Time{}, false
	}
	span, ok := daySpans[strings.TrimSuffix(words[1], "s")]
	n := 1
	if words[0] != "a" && words[0] != "an" && words[0] != "one" {
		count, isCount := shortCount(words[0])
		if !isCount || count > 10000 {
			return time.Time{}, false
		}
		n = int(count)
	}
	return now.AddDate(-n*span[0], -n*span[1], -n*span[2]), ok
}
