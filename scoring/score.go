package scoring

import (
	"fmt"
	"math"
	"slices"
)

// Outcome is how a criterion ended.
type Outcome uint8

// The outcomes. Unknown is never a miss.
const (
	Unknown Outcome = iota
	Match
	Miss
)

var outcomeNames = [...]string{Unknown: "unknown", Match: "match", Miss: "miss"}

// String gives the outcome's name in replies and JSON.
func (o Outcome) String() string { return outcomeNames[o] }

// MarshalText writes the outcome's name.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

func (o Outcome) not() Outcome {
	switch o {
	case Match:
		return Miss
	case Miss:
		return Match
	default:
		return Unknown
	}
}

// Verdict is the answer to "is this company worth going to?". A lower verdict
// is the better one.
type Verdict uint8

// The verdicts, best first.
const (
	Fit Verdict = iota
	NeedsData
	NotAFit
	Disqualified
)

var verdictNames = [...]string{Fit: "fit", NeedsData: "needs_data", NotAFit: "not_a_fit", Disqualified: "disqualified"}

// Verdicts lists the verdicts, best first.
var Verdicts = []Verdict{Fit, NeedsData, NotAFit, Disqualified}

// String gives the verdict's name in JSON and filters.
func (v Verdict) String() string { return verdictNames[v] }

// MarshalText writes the verdict's name.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads the verdict's name.
func (v *Verdict) UnmarshalText(text []byte) error {
	i := slices.Index(verdictNames[:], string(text))
	if i < 0 {
		return fmt.Errorf("%q is no verdict", text)
	}
	*v = Verdict(i)
	return nil
}

// Score is the outcome of an ICP on an account, in whole points.
type Score struct {
	Verdict    Verdict
	Points     int // 0 to 100: the sum of the criteria's points
	CouldReach int // Points and the most the unknown criteria could add
}

// tally adds up criteria; its zero value has seen none.
type tally struct {
	points, open      int
	gateFailed        bool // a must_not matched, or a must is a known miss
	mustOpen, blurred bool // a must is unknown; a must_not is unknown
}

func (t *tally) add(mode Mode, o Outcome, points, maxPoints int) {
	t.points += points
	switch {
	case mode == MustNot:
		t.gateFailed = t.gateFailed || o == Match
		t.blurred = t.blurred || o == Unknown
	case o == Unknown:
		t.open += maxPoints
		t.mustOpen = t.mustOpen || mode == Must
	case o == Miss:
		t.gateFailed = t.gateFailed || mode == Must
	}
}

func (t *tally) score(cutOff int) Score {
	s := Score{Points: t.points, CouldReach: t.points + t.open}
	switch {
	case t.gateFailed:
		s.Verdict = Disqualified
	case t.points >= cutOff && !t.mustOpen:
		s.Verdict = Fit
	case s.CouldReach >= cutOff:
		s.Verdict = NeedsData
	default:
		s.Verdict = NotAFit
	}
	return s
}

// earned is maxPoints × credit, rounded half up. The small allowance keeps an
// exact half, which binary fractions miss by a hair, a half.
func earned(maxPoints int, credit float64) int {
	switch credit { // most criteria are all or nothing
	case 0:
		return 0
	case 1:
		return maxPoints
	}
	return int(math.Floor(float64(maxPoints)*credit + 0.5 + 1e-9))
}

// Score gives verdict and points of an account. It does not allocate.
func (p *Profile) Score(f *Facts) Score {
	var t tally
	for i := range p.parts {
		part := &p.parts[i]
		o, credit := part.test.run(part.fact(f))
		t.add(part.mode, o, earned(part.max, credit), part.max)
	}
	return t.score(p.CutOff)
}

// Tier gives the letter of a score, "" below the last one. Replies print it
// only at Fit.
func (p *Profile) Tier(points int) string {
	for _, t := range p.Tiers {
		if points >= t.From {
			return t.Letter
		}
	}
	return ""
}
