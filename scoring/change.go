package scoring

import (
	"cmp"
	"slices"
)

// Move is the smallest change of facts that moves an account one tier or
// verdict: the fewest criteria, unknown ones before known ones, then the
// cheapest in points, then in the ICP's order.
type Move struct {
	To    string   // "tier A", "a fit", "not a fit", "disqualified", …
	Steps []string // all of them together; for numbers with the exact threshold
}

// step is one criterion that could change, and what that is worth.
type step struct {
	index   int
	points  int // gained or lost
	unknown bool
	enough  bool // changes the verdict whatever the points: a gate
	gradual bool // a threshold can be named for fewer points
}

// maxSteps bounds the search; an ICP with more open criteria keeps the dearest.
const maxSteps = 20

// Up says what would move the account one tier or verdict up; ok is false at
// the top, or where no change of facts would.
func (r *Result) Up(*Facts) (m Move, ok bool) {
	gates, need := r.toGain()
	if len(gates) == 0 && need <= 0 {
		return Move{}, false
	}
	left := need
	for _, g := range gates {
		left -= g.points
	}
	chosen, ok := fewest(r.gains(), left)
	if !ok {
		return Move{}, false
	}
	chosen = append(slices.Clone(gates), ease(chosen, left)...)
	slices.SortFunc(chosen, func(a, b step) int { return cmp.Compare(a.index, b.index) })
	return Move{To: r.after(chosen, true), Steps: r.describeUp(chosen)}, true
}

// ease takes what the steps are worth beyond need off the first that can be
// eased. No other could be eased then: without all of it a smaller set would
// have done.
func ease(chosen []step, need int) []step {
	spare := -need
	for _, s := range chosen {
		spare += s.points
	}
	i := slices.IndexFunc(chosen, func(s step) bool { return s.gradual })
	if i >= 0 && spare > 0 {
		chosen[i].points = max(1, chosen[i].points-spare)
	}
	return chosen
}

// toGain gives the gates that must open and the points to gain for the next
// step up.
func (r *Result) toGain() (gates []step, need int) {
	switch r.Verdict {
	case Fit:
		return nil, r.nextTier() - r.Points
	case NeedsData:
		return r.steps(func(c CriterionResult) bool { return c.Mode == Must && c.Outcome == Unknown }), r.Profile.CutOff - r.Points
	case NotAFit:
		return nil, r.Profile.CutOff - r.CouldReach
	default:
		return r.steps(func(c CriterionResult) bool {
			return c.Mode == MustNot && c.Outcome == Match || c.Mode == Must && c.Outcome == Miss
		}), 0
	}
}

// nextTier is the lowest threshold above the score, 0 at the top.
func (r *Result) nextTier() int {
	next := 0
	for _, t := range r.Profile.Tiers {
		if t.From > r.Points {
			next = t.From
		}
	}
	return next
}

func (r *Result) steps(keep func(CriterionResult) bool) []step {
	var steps []step
	for i, c := range r.Criteria {
		if keep(c) {
			steps = append(steps, step{
				index: i, points: c.MaxPoints - c.Points, unknown: c.Outcome == Unknown,
				gradual: r.Profile.parts[i].test.gradual(c.Fact, true),
			})
		}
	}
	return steps
}

// gains lists what else could earn more. At NotAFit the unknown are left out:
// what they could earn is counted already.
func (r *Result) gains() []step {
	return r.steps(func(c CriterionResult) bool {
		return c.Mode == Should && c.Points < c.MaxPoints && (r.Verdict != NotAFit || c.Outcome != Unknown)
	})
}

// Down says what would move the account one tier or verdict down; ok is false
// when it is not a fit or disqualified already.
func (r *Result) Down() (m Move, ok bool) {
	if r.Verdict > NeedsData {
		return Move{}, false
	}
	need := r.toLose()
	chosen, ok := fewest(r.losses(), need)
	if !ok {
		return Move{}, false
	}
	chosen = ease(chosen, need)
	return Move{To: r.after(chosen, false), Steps: r.describeDown(chosen)}, true
}

// toLose gives the points that must go for the next step down.
func (r *Result) toLose() int {
	if r.Verdict == NeedsData {
		return r.CouldReach - r.Profile.CutOff + 1
	}
	floor := r.Profile.CutOff
	for _, t := range r.Profile.Tiers {
		if t.From <= r.Points {
			floor = max(floor, t.From)
			break
		}
	}
	return r.Points - floor + 1
}

// losses lists what could earn less. What is unknown can only lose what it
// could have added, which matters at NeedsData alone.
func (r *Result) losses() []step {
	var steps []step
	for i, c := range r.Criteria {
		s := step{index: i, enough: c.Mode == Must, gradual: r.Profile.parts[i].test.gradual(c.Fact, false)}
		switch {
		case c.Mode == MustNot:
		case c.Outcome == Match:
			s.points = c.Points
			steps = append(steps, s)
		case c.Outcome == Unknown && r.Verdict == NeedsData:
			s.points, s.unknown = c.MaxPoints, true
			steps = append(steps, s)
		}
	}
	return steps
}

// fewest picks the best smallest set of steps worth at least need points.
func fewest(steps []step, need int) (chosen []step, ok bool) {
	if need <= 0 {
		return nil, true
	}
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(b.points, a.points) })
	steps = steps[:min(len(steps), maxSteps)]
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(a.index, b.index) })
	for size := 1; size <= len(steps); size++ {
		if chosen = bestOf(steps, size, need); chosen != nil {
			return chosen, true
		}
	}
	return nil, false
}

// bestOf tries every set of a size in the ICP's order and keeps the first of
// the best; nil when none is worth need.
func bestOf(steps []step, size, need int) []step {
	var best []step
	set := make([]step, 0, size)
	var try func(from int)
	try = func(from int) {
		if len(set) == size {
			if worth(set, need) && (best == nil || better(set, best)) {
				best = slices.Clone(set)
			}
			return
		}
		for i := from; i <= len(steps)-(size-len(set)); i++ {
			set = append(set, steps[i])
			try(i + 1)
			set = set[:len(set)-1]
		}
	}
	try(0)
	return best
}

func worth(set []step, need int) bool {
	points := 0
	for _, s := range set {
		if s.enough {
			return true
		}
		points += s.points
	}
	return points >= need
}

func better(a, b []step) bool {
	unknownA, pointsA := weigh(a)
	unknownB, pointsB := weigh(b)
	return cmp.Or(cmp.Compare(unknownB, unknownA), cmp.Compare(pointsA, pointsB)) < 0
}

func weigh(set []step) (unknown, points int) {
	for _, s := range set {
		points += s.points
		if s.unknown {
			unknown++
		}
	}
	return unknown, points
}

// after names where the account would stand if the chosen criteria earned (up)
// or lost their points.
func (r *Result) after(chosen []step, up bool) string {
	var t tally
	for i, c := range r.Criteria {
		if at := slices.IndexFunc(chosen, func(s step) bool { return s.index == i }); at >= 0 {
			c = c.moved(chosen[at].points, up)
		}
		t.add(c.Mode, c.Outcome, c.Points, c.MaxPoints)
	}
	s := t.score(r.Profile.CutOff)
	if tier := r.Profile.Tier(s.Points); s.Verdict == Fit && r.Verdict == Fit && tier != "" {
		return "tier " + tier
	}
	return s.Verdict.Words()
}

func (c CriterionResult) moved(points int, up bool) CriterionResult {
	switch {
	case up && c.Mode != MustNot:
		c.Outcome, c.Points = Match, c.Points+points
	case up, c.left(points) == 0:
		c.Outcome, c.Points = Miss, 0
	default:
		c.Outcome, c.Points = Match, c.left(points)
	}
	return c
}

// left is what a criterion earns after a loss; what is unknown loses from what
// it could have earned.
func (c CriterionResult) left(lost int) int {
	if c.Outcome == Unknown {
		return c.MaxPoints - lost
	}
	return c.Points - lost
}

// Words writes the verdict as the end of a sentence: "is a fit".
func (v Verdict) Words() string {
	return [...]string{Fit: "a fit", NeedsData: "needs data", NotAFit: "not a fit", Disqualified: "disqualified"}[v]
}

func (r *Result) describeUp(chosen []step) []string {
	var words []string
	for _, s := range chosen {
		c, t := r.Criteria[s.index], r.Profile.parts[s.index].test
		if c.Mode == MustNot {
			words = append(words, t.away(1))
		} else {
			words = append(words, t.towards(c.Fact, creditFor(c.Points+s.points, c.MaxPoints)))
		}
	}
	return words
}

// creditFor is the least credit that earns points of a maximum.
func creditFor(points, maxPoints int) float64 {
	if maxPoints == 0 {
		return 1
	}
	return min(1, (float64(points)-0.5)/float64(maxPoints))
}

func (r *Result) describeDown(chosen []step) []string {
	var words []string
	for _, s := range chosen {
		c := r.Criteria[s.index]
		words = append(words, r.Profile.parts[s.index].test.away(creditFor(c.left(s.points)+1, c.MaxPoints)))
	}
	return words
}
