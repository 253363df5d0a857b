package scoring

import "time"

// How an account that was announced may be announced again: known change has
// to take it this many points below the cut-off, or disqualify it, and this
// long has to pass after it was announced.
const (
	RearmBelow = 5
	CoolDown   = 30 * 24 * time.Hour
)

// Crossing is what is remembered of an account at a threshold of an ICP. The
// zero value has never fired.
type Crossing struct {
	FiredAt time.Time // when it was last announced; zero for never
	Armed   bool      // known change took the account out since; it may fire again after the cool-down
}

// Ready tells whether an account that reaches the threshold now would fire.
func (c Crossing) Ready(now time.Time) bool {
	return c.FiredAt.IsZero() || c.Armed && now.Sub(c.FiredAt) >= CoolDown
}

// Cross takes in how an account stands and tells whether that fires: the
// verdict is fit and the score at or above the threshold, for the first time
// or after it was armed again. Needs data neither fires nor arms, and neither
// does time alone: an account that falls and comes back within the cool-down
// stays silent afterwards, too.
//
// The threshold is the cut-off or a tier's lowest score, both 1 to 100.
func (c Crossing) Cross(s Score, cutOff, threshold int, now time.Time) (after Crossing, fired bool) {
	switch {
	case s.Verdict == Fit && s.Points >= threshold:
		if c.Ready(now) {
			return Crossing{FiredAt: now}, true
		}
		c.Armed = false
	case s.Fallen(cutOff) && !c.FiredAt.IsZero():
		c.Armed = true
	}
	return c, false
}

// Fallen tells whether known facts take an account so far from fit that coming
// back is news: disqualified, or out of reach by more than five points.
func (s Score) Fallen(cutOff int) bool {
	return s.Verdict == Disqualified || s.CouldReach < cutOff-RearmBelow
}

// Inherit gives what is remembered of two accounts that turn out to be one:
// the later announcement, and armed only where both are.
func (c Crossing) Inherit(o Crossing) Crossing {
	switch {
	case c.FiredAt.IsZero():
		return o
	case o.FiredAt.IsZero():
		return c
	}
	later := c
	if o.FiredAt.After(c.FiredAt) {
		later = o
	}
	later.Armed = c.Armed && o.Armed
	return later
}

// Levels lists what an account can cross: the cut-off, whose letter is "", and
// every tier that does not start below it.
func (d *Definition) Levels() []Tier {
	levels := []Tier{{Letter: "", From: d.CutOff}}
	for _, t := range d.Tiers {
		if t.From >= d.CutOff {
			levels = append(levels, t)
		}
	}
	return levels
}
