package scoring

import (
	"fmt"
	"math"
	"slices"
)

// The defaults of an ICP that does not say otherwise.
const (
	DefaultCutOff = 65
	DefaultWeight = 1
)

// DefaultTiers are the letters of an ICP that names none.
func DefaultTiers() []Tier { return []Tier{{"A", 80}, {"B", 65}, {"C", 50}} }

// Tier is a letter and the score it starts at.
type Tier struct {
	Letter string `json:"letter"`
	From   int    `json:"from"` // 1 to 100
}

// Trigger is a kind of signal that makes now a good time.
type Trigger struct {
	Signal   string  `json:"signal"`
	Weight   float64 `json:"weight"`    // > 0
	HalfLife float64 `json:"half_life"` // days until it counts half; > 0
}

// Definition is an ICP as it is written: everything a Profile is made from.
type Definition struct {
	Name     string
	Version  int
	CutOff   int    // 1 to 100; the score from which a company is qualified
	Tiers    []Tier // falling
	Criteria []Criterion
	Triggers []Trigger
	Order    []Role // of seats to see first; empty for DefaultOrder
	Settings Settings
}

// Profile is a compiled ICP. It never changes and may be shared.
type Profile struct {
	Definition
	parts []part
}

// part is one criterion, ready to run.
type part struct {
	test      test
	attribute Attribute
	slot      int // of the attribute; noSlot for a custom one
	place     bool
	mode      Mode
	max       int // points; 0 for a must_not
}

const noSlot = -1

// fact finds what a criterion is decided by: for places the narrowest known.
func (p *part) fact(f *Facts) *Fact {
	switch {
	case p.place:
		return f.Place()
	case p.slot == noSlot:
		return f.customFact(p.attribute)
	default:
		return &f.own[p.slot]
	}
}

// NewProfile compiles a definition. The error is a sentence for the person who
// wrote the ICP.
func NewProfile(d Definition) (*Profile, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	p := &Profile{Definition: d}
	for i, c := range d.Criteria {
		part, err := c.compile(d.Settings)
		if err != nil {
			return nil, fmt.Errorf("criterion %d: %w", i+1, err)
		}
		p.parts = append(p.parts, part)
	}
	points, err := maxPoints(d.Criteria)
	if err != nil {
		return nil, err
	}
	for i := range p.parts {
		p.parts[i].max = points[i]
	}
	return p, nil
}

func (d Definition) check() error {
	if len(d.Criteria) == 0 {
		return fmt.Errorf("an ICP needs at least one criterion: say which companies")
	}
	if d.CutOff < 1 || d.CutOff > 100 {
		return fmt.Errorf("cut_off is a score from 1 to 100, not %d", d.CutOff)
	}
	for i, t := range d.Tiers {
		if t.From < 1 || t.From > 100 || t.Letter == "" {
			return fmt.Errorf("a tier is a letter and a score from 1 to 100, not %s: %d", t.Letter, t.From)
		}
		if i > 0 && t.From >= d.Tiers[i-1].From {
			return fmt.Errorf("tier %s must start below tier %s", t.Letter, d.Tiers[i-1].Letter)
		}
	}
	for _, t := range d.Triggers {
		if t.Signal == "" || !(t.Weight > 0) || !(t.HalfLife > 0) || math.IsInf(t.Weight+t.HalfLife, 0) {
			return fmt.Errorf("a trigger needs a signal, a weight above 0 and a half_life in days above 0")
		}
	}
	return nil
}

// maxPoints scales the weights of must and should criteria to whole points
// that sum to 100, by largest remainder; ties go to the criterion that stands
// first. Weights count in thousandths, so that equal remainders are equal.
func maxPoints(criteria []Criterion) ([]int, error) {
	weights := make([]int, len(criteria))
	sum := 0
	for i, c := range criteria {
		if c.Mode != MustNot {
			weights[i] = int(math.Round(c.Weight * 1000))
			sum += weights[i]
		}
	}
	if sum == 0 {
		return nil, fmt.Errorf("no criterion earns points: give at least one must or should a weight above 0")
	}
	points := make([]int, len(criteria))
	order := make([]int, len(criteria))
	left := 100
	for i, w := range weights {
		points[i] = 100 * w / sum
		left -= points[i]
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return 100*weights[b]%sum - 100*weights[a]%sum })
	for _, i := range order[:left] {
		points[i]++
	}
	return points, nil
}
