package scoring

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Signal is a dated event at an account.
type Signal struct {
	Kind   string // hiring_sdr, funding_round, …
	On     time.Time
	Note   string
	Source string
}

// Timing says how good a moment now is, 0 to 100: the sum over an ICP's
// triggers of weight × 0.5^(age/half-life) for every signal of their kind, as
// a share of the triggers' weights, capped and rounded half up. An ICP without
// triggers has no timing and gives 0. A signal dated in the future counts as
// of today.
func (p *Profile) Timing(signals []Signal, now time.Time) int {
	sum, weights := 0.0, 0.0
	for _, t := range p.Triggers {
		weights += t.Weight
		for _, s := range signals {
			if s.Kind == t.Signal {
				sum += t.Weight * math.Pow(0.5, Age(s.On, now)/t.HalfLife)
			}
		}
	}
	if weights == 0 {
		return 0
	}
	return int(math.Floor(min(1, sum/weights)*100 + 0.5))
}

// Age gives the days from a moment to now, never below 0.
func Age(then, now time.Time) float64 {
	return max(0, now.Sub(then).Hours()/24)
}

// Live lists the signals that some trigger listens to and that still count for
// at least a quarter of it, the one that counts most first.
func (p *Profile) Live(signals []Signal, now time.Time) []Signal {
	type weighed struct {
		Signal
		weight float64
	}
	var live []weighed
	for _, s := range signals {
		if share, weight := p.listens(s, now); share >= 0.25 {
			live = append(live, weighed{s, weight})
		}
	}
	slices.SortStableFunc(live, func(a, b weighed) int { return cmp.Compare(b.weight, a.weight) })
	out := make([]Signal, len(live))
	for i, w := range live {
		out[i] = w.Signal
	}
	return out
}

// listens gives the largest share of a trigger that a signal still counts for,
// and the most it adds.
func (p *Profile) listens(s Signal, now time.Time) (share, weight float64) {
	for _, t := range p.Triggers {
		if t.Signal == s.Kind {
			left := math.Pow(0.5, Age(s.On, now)/t.HalfLife)
			share, weight = max(share, left), max(weight, left*t.Weight)
		}
	}
	return share, weight
}
