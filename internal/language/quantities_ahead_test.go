package language

import (
	"testing"
	"time"
)

func TestReadAhead(t *testing.T) {
	now := time.Date(2026, 11, 2, 23, 30, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"2027-01-31": "2027-01-31", "30d": "2026-12-02", "30 d": "2026-12-02", "30 days": "2026-12-02", "2 weeks": "2026-11-16", "2w": "2026-11-16",
		"in 2 weeks": "2026-11-16", "a month": "2026-12-02", "3 Months": "2027-02-02", "1y": "2027-11-02", "tomorrow": "2026-11-03",
		"today": "2026-11-02", "31 Jan 2027": "2027-01-31", "Jan 31, 2027": "2027-01-31", "2 weeks ago": "2026-10-19",
		"soon": "", "": "", "d": "", "in": "", "5 minutes": "", "99999999 days": "", "30 people": "", "because": "", "5é": "",
	} {
		got, err := ReadAhead(text, now)
		if want == "" && err == nil || want != "" && (err != nil || got.Format(time.DateOnly) != want || got.Hour() != 0) {
			t.Errorf("ReadAhead(%q) = %v, %v, want %q", text, got, err, want)
		}
	}
}

func FuzzReadAhead(f *testing.F) {
	for _, text := range []string{"30d", "2 weeks", "in a month", "2027-01-31", "\xff"} {
		f.Add(text)
	}
	now := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		if day, err := ReadAhead(text, now); err == nil && !day.Equal(day.Truncate(24*time.Hour)) {
			t.Errorf("ReadAhead(%q) = %v, want midnight", text, day)
		}
	})
}
