package models

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestSchedule(t *testing.T) {
	pause := time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)
	weekdays := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	for name, c := range map[string]struct {
		s         Subscription
		now, want string
	}{
		"at once":                {Subscription{}, "2026-03-10T10:00:00Z", "2026-03-10T10:00:00Z"},
		"digest later today":     {Subscription{Mode: Digest, Hour: "09:00", Zone: "Europe/Berlin"}, "2026-03-10T06:00:00Z", "2026-03-10T08:00:00Z"},
		"digest tomorrow":        {Subscription{Mode: Digest, Hour: "09:00", Zone: "Europe/Berlin"}, "2026-03-10T08:00:01Z", "2026-03-11T08:00:00Z"},
		"over a change of clock": {Subscription{Mode: Digest, Hour: "09:00", Zone: "Europe/Berlin"}, "2026-03-28T10:00:00Z", "2026-03-29T07:00:00Z"},
		"an hour that is not":    {Subscription{Mode: Digest, Hour: "02:30", Zone: "Europe/Berlin"}, "2026-03-28T10:00:00Z", "2026-03-29T01:30:00Z"},
		"weekdays":               {Subscription{Mode: Digest, Hour: "09:00", Weekdays: weekdays}, "2026-03-13T10:00:00Z", "2026-03-16T09:00:00Z"},
		"quiet over midnight":    {Subscription{QuietFrom: "18:00", QuietTo: "08:00"}, "2026-03-10T20:00:00Z", "2026-03-11T08:00:00Z"},
		"quiet before dawn":      {Subscription{QuietFrom: "18:00", QuietTo: "08:00"}, "2026-03-10T03:00:00Z", "2026-03-10T08:00:00Z"},
		"not quiet":              {Subscription{QuietFrom: "18:00", QuietTo: "08:00"}, "2026-03-10T08:00:00Z", "2026-03-10T08:00:00Z"},
		"quiet at noon":          {Subscription{QuietFrom: "12:00", QuietTo: "13:00"}, "2026-03-10T12:30:00Z", "2026-03-10T13:00:00Z"},
		"paused":                 {Subscription{PausedUntil: &pause}, "2026-03-10T10:00:00Z", "2026-03-20T12:00:00Z"},
		"a zone nobody knows":    {Subscription{Mode: Digest, Hour: "09:00", Zone: "Mars/Base"}, "2026-03-10T06:00:00Z", "2026-03-10T09:00:00Z"},
	} {
		now, _ := time.Parse(time.RFC3339, c.now)
		if got := c.s.Schedule(now).Format(time.RFC3339); got != c.want {
			t.Errorf("%s: Schedule(%s) = %s, want %s", name, c.now, got, c.want)
		}
	}
}

// An alert is never due before it came up, and at most nine days later.
func TestPropertySchedule(t *testing.T) {
	hours := rapid.SampledFrom([]string{"", "00:00", "02:30", "09:00", "23:59"})
	rapid.Check(t, func(t *rapid.T) {
		s := Subscription{
			Mode: rapid.SampledFrom([]AlertMode{AtOnce, Digest}).Draw(t, "mode"), Hour: hours.Draw(t, "hour"),
			Zone:      rapid.SampledFrom([]string{"", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe"}).Draw(t, "zone"),
			QuietFrom: hours.Draw(t, "from"), QuietTo: hours.Draw(t, "to"),
		}
		if rapid.Bool().Draw(t, "weekly") {
			s.Weekdays = []time.Weekday{time.Tuesday}
		}
		now := time.Unix(rapid.Int64Range(1_767_000_000, 1_800_000_000).Draw(t, "now"), 0).UTC()
		due := s.Schedule(now)
		if due.Before(now) || due.Sub(now) > 9*24*time.Hour {
			t.Fatalf("Schedule(%v) of %+v = %v", now, s, due)
		}
		if s.Mode == AtOnce && s.Schedule(due) != due {
			t.Fatalf("Schedule(%v) of %+v = %v is not free itself", now, s, due)
		}
	})
}

func TestGathered(t *testing.T) {
	var g Gathered
	for i := range 25 {
		g.Add(TopLine{AccountID: int64(i), Score: 60 + i*7%25})
	}
	if g.Count != 25 || len(g.Top) != 10 || g.Top[0].Score != 84 || g.Top[9].Score != 75 {
		t.Errorf("Gathered = %d, %v, want the ten best of 25", g.Count, g.Top)
	}
}
