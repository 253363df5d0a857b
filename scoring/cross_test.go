package scoring

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// moment is a day of the tests' calendar.
func moment(day int) time.Time { return time.Date(2026, 1, day, 9, 0, 0, 0, time.UTC) }

func TestCross(t *testing.T) {
	fit, high := Score{Fit, 70, 70}, Score{Fit, 85, 90}
	needs, near := Score{NeedsData, 40, 90}, Score{NotAFit, 60, 62}
	out, gone := Score{NotAFit, 40, 59}, Score{Disqualified, 80, 80}
	type step struct {
		day   int
		score Score
		fires bool
	}
	for name, c := range map[string]struct {
		threshold int
		steps     []step
	}{
		"first time":                   {65, []step{{1, fit, true}, {2, fit, false}, {90, fit, false}}},
		"needs data does not fire":     {65, []step{{1, needs, false}, {2, fit, true}}},
		"needs data does not arm":      {65, []step{{1, fit, true}, {40, needs, false}, {80, fit, false}}},
		"near the cut-off does not":    {65, []step{{1, fit, true}, {40, near, false}, {80, fit, false}}},
		"out of reach arms":            {65, []step{{1, fit, true}, {40, out, false}, {41, fit, true}}},
		"disqualified arms":            {65, []step{{1, fit, true}, {40, gone, false}, {41, fit, true}}},
		"back within the cool-down":    {65, []step{{1, fit, true}, {5, gone, false}, {10, fit, false}, {60, fit, false}}},
		"fell early, came back late":   {65, []step{{1, fit, true}, {5, gone, false}, {31, fit, true}}},
		"a day short of the cool-down": {65, []step{{1, fit, true}, {5, gone, false}, {30, fit, false}}},
		"fell, then needs data":        {65, []step{{1, fit, true}, {5, gone, false}, {20, needs, false}, {40, fit, true}}},
		"a tier above the score":       {80, []step{{1, fit, false}, {2, high, true}, {3, fit, false}, {60, high, false}}},
		"disqualified never fires":     {65, []step{{1, gone, false}, {60, out, false}}},
	} {
		t.Run(name, func(t *testing.T) {
			var state Crossing
			for _, s := range c.steps {
				var fired bool
				if state, fired = state.Cross(s.score, 65, c.threshold, moment(s.day)); fired != s.fires {
					t.Errorf("Cross(day %d, %v) = %v, want %v", s.day, s.score, fired, s.fires)
				}
			}
		})
	}
}

func TestInherit(t *testing.T) {
	early, late := Crossing{FiredAt: moment(1)}, Crossing{FiredAt: moment(9), Armed: true}
	for _, c := range []struct{ a, b, want Crossing }{
		{Crossing{}, Crossing{}, Crossing{}},
		{Crossing{}, late, late},
		{early, late, Crossing{FiredAt: moment(9)}},
		{Crossing{FiredAt: moment(1), Armed: true}, late, late},
	} {
		if got, back := c.a.Inherit(c.b), c.b.Inherit(c.a); got != c.want || back != c.want {
			t.Errorf("Inherit(%v, %v) = %v and %v the other way round, want %v", c.a, c.b, got, back, c.want)
		}
	}
}

func TestLevels(t *testing.T) {
	d := Definition{CutOff: 65, Tiers: DefaultTiers()}
	want := []Tier{{"", 65}, {"A", 80}, {"B", 65}}
	if got := d.Levels(); !slices.Equal(got, want) {
		t.Errorf("Levels() = %v, want %v", got, want)
	}
}

// Whatever happens to an account: between two announcements lie 30 days and a
// known fall, and an account that never was a fit was never announced.
func TestPropertyCross(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cutOff := rapid.IntRange(10, 90).Draw(t, "cut-off")
		threshold := rapid.IntRange(cutOff, 100).Draw(t, "threshold")
		var state Crossing
		var last time.Time
		fell, now := false, moment(1)
		for range rapid.IntRange(1, 40).Draw(t, "rankings") {
			now = now.Add(time.Duration(rapid.IntRange(0, 30*24).Draw(t, "hours")) * time.Hour)
			s := drawScore(t, cutOff)
			before := state
			after, fired := state.Cross(s, cutOff, threshold, now)
			state = after
			known := s.Verdict == Disqualified || s.CouldReach < cutOff-5
			switch {
			case fired && (s.Verdict != Fit || s.Points < threshold):
				t.Fatalf("%v fired below %d", s, threshold)
			case fired && !last.IsZero() && (!fell || now.Sub(last) < 30*24*time.Hour):
				t.Fatalf("fired on %v and %v, fallen between: %v", last, now, fell)
			case !fired && last.IsZero() && s.Verdict == Fit && s.Points >= threshold:
				t.Fatalf("%v did not fire the first time", s)
			case s.Verdict == NeedsData && !known && state != before:
				t.Fatalf("needs data made %v of %v", state, before)
			}
			if fired {
				last, fell = now, false
			}
			fell = fell || known && !last.IsZero()
		}
	})
}

// drawScore makes a score as an ICP gives it.
func drawScore(t *rapid.T, cutOff int) Score {
	points := rapid.IntRange(0, 100).Draw(t, "points")
	s := Score{Points: points, CouldReach: rapid.IntRange(points, 100).Draw(t, "could reach")}
	switch {
	case rapid.IntRange(0, 4).Draw(t, "gate") == 0:
		s.Verdict = Disqualified
	case points >= cutOff:
		s.Verdict = Fit
	case s.CouldReach >= cutOff:
		s.Verdict = NeedsData
	default:
		s.Verdict = NotAFit
	}
	return s
}

func TestVerdictText(t *testing.T) {
	for _, want := range Verdicts {
		text, _ := want.MarshalText()
		var got Verdict
		if err := got.UnmarshalText(text); err != nil || got != want {
			t.Errorf("UnmarshalText(%s) = %v, %v", text, got, err)
		}
	}
	if err := new(Verdict).UnmarshalText([]byte("maybe")); err == nil {
		t.Error("UnmarshalText(maybe) = nil, want an error")
	}
}
