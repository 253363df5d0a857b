package language

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Workdays are the days of "weekdays".
var Workdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}

// hourWritten matches an hour of the day: 9, 9:30, 09:00, 9am, 5:30pm.
var hourWritten = regexp.MustCompile(`(?i)^(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?$`)

// ReadHour reads an hour of the day (9, 9:30, 9am, 17h30) and gives it as
// "15:04".
func ReadHour(text string) (string, bool) {
	m := hourWritten.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi("0" + m[2])
	half := strings.ToLower(m[3])
	switch {
	case half != "" && (hour < 1 || hour > 12):
		return "", false
	case half == "am" && hour == 12:
		hour = 0
	case half == "pm" && hour < 12:
		hour += 12
	}
	if hour > 23 || minute > 59 {
		return "", false
	}
	return time.Date(2000, 1, 1, hour, minute, 0, 0, time.UTC).Format("15:04"), true
}

// ReadDays reads the English name of a day of the week, short or long, or of
// several ("weekdays").
func ReadDays(text string) ([]time.Weekday, bool) {
	word := strings.Trim(strings.ToLower(text), ",.")
	switch word {
	case "weekdays", "workdays":
		return slices.Clone(Workdays), true
	case "weekend", "weekends":
		return []time.Weekday{time.Saturday, time.Sunday}, true
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		name := strings.ToLower(d.String())
		if len(word) >= 3 && strings.HasPrefix(name+"s", word) {
			return []time.Weekday{d}, true
		}
	}
	return nil, false
}
