package scoring

import (
	"cmp"
	"slices"
)

// Move is the smallest change of facts that moves an account one tier or
// verdict: the fewest facts, unknown ones before known ones, then the cheapest
// in points, then in the ICP's order. All criteria on a fact move with it.
type Move struct {
	To    string   // "tier A", "a fit", "not a fit", "disqualified", …
	Steps []string // one per fact, all of them together; for numbers with the exact threshold
}

// step is one fact that could change, and what that is worth.
type step struct {
	fact    int      // the first criterion on it
	named   []int    // the criteria whose wish says what it would have to be
	ends    []ending // of all criteria on it
	points  int      // gained or lost
	unknown bool
	enough  bool // changes the verdict whatever the points: a gate
	gradual bool // a threshold can be named for fewer points
}

// ending is how a criterion would end.
type ending struct {
	index   int
	outcome Outcome
	points  int
}

// maxSteps bounds the search; where more are open only the dearest are tried.
const maxSteps = 20

// Up says what would move the account one tier or verdict up; ok is false at
// the top, or where no change of facts would.
func (r *Result) Up() (m Move, ok bool) {
	isGate, need := r.toGain()
	gates, gains, ok := r.upward(isGate)
	if !ok || len(gates) == 0 && need <= 0 {
		return Move{}, false
	}
	for _, g := range gates {
		need -= g.points
	}
	chosen, ok := fewest(gains, need)
	if !ok {
		return Move{}, false
	}
	chosen = append(gates, r.ease(chosen, need, true)...)
	slices.SortFunc(chosen, func(a, b step) int { return cmp.Compare(a.fact, b.fact) })
	return r.move(chosen, true), true
}

// toGain tells which criteria are gates that must open, and the points to gain
// for the next step up.
func (r *Result) toGain() (isGate func(CriterionResult) bool, need int) {
	switch r.Verdict {
	case Fit:
		return func(CriterionResult) bool { return false }, r.nextTier() - r.Points
	case NeedsData:
		return func(c CriterionResult) bool { return c.Mode == Must && c.Outcome == Unknown }, r.Profile.CutOff - r.Points
	case NotAFit:
		return func(CriterionResult) bool { return false }, r.Profile.CutOff - r.CouldReach
	default:
		return CriterionResult.shut, 0
	}
}

// shut tells whether a criterion disqualifies.
func (c CriterionResult) shut() bool {
	return c.Mode == MustNot && c.Outcome == Match || c.Mode == Must && c.Outcome == Miss
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

// upward lists the facts with a gate to open, and ways in which others could
// earn more; ok is false where one fact cannot open all its gates.
func (r *Result) upward(isGate func(CriterionResult) bool) (gates, gains []step, ok bool) {
	for _, group := range r.Profile.byFact() {
		shut := r.pick(group, isGate)
		if len(shut) == 0 {
			gains = append(gains, r.ways(group, r.pick(group, r.couldGain), true)...)
			continue
		}
		s, ok := r.opening(group, shut)
		if !ok {
			return nil, nil, false
		}
		gates = append(gates, s)
	}
	return gates, gains, true
}

// opening is the step that opens the gates on a fact. One that is not known is
// asked for all that it could earn, where it can.
func (r *Result) opening(group, shut []int) (step, bool) {
	if !r.Criteria[shut[0]].Fact.Known() {
		all := r.pick(group, func(c CriterionResult) bool { return c.Mode == Must || c.Mode == Should && c.MaxPoints > 0 })
		if s, ok := r.try(group, all, true); ok {
			return s, true
		}
	}
	return r.try(group, shut, true)
}

// couldGain tells whether a criterion could earn more. At NotAFit the unknown
// are left out: what they could earn is counted already.
func (r *Result) couldGain(c CriterionResult) bool {
	return c.Mode == Should && c.Points < c.MaxPoints && (r.Verdict != NotAFit || c.Outcome != Unknown)
}

// couldLose tells whether a criterion could earn less. What is unknown can only
// lose what it could have added, which matters at NeedsData alone.
func (r *Result) couldLose(c CriterionResult) bool {
	return c.Mode != MustNot && (c.Outcome == Match || c.Outcome == Unknown && r.Verdict == NeedsData)
}

func (r *Result) pick(group []int, keep func(CriterionResult) bool) []int {
	var picked []int
	for _, i := range group {
		if keep(r.Criteria[i]) {
			picked = append(picked, i)
		}
	}
	return picked
}

// Down says what would move the account one tier or verdict down; ok is false
// when it is not a fit or disqualified already.
func (r *Result) Down() (m Move, ok bool) {
	if r.Verdict > NeedsData {
		return Move{}, false
	}
	var losses []step
	for _, group := range r.Profile.byFact() {
		losses = append(losses, r.ways(group, r.pick(group, r.couldLose), false)...)
	}
	need := r.toLose()
	chosen, ok := fewest(losses, need)
	if !ok {
		return Move{}, false
	}
	return r.move(r.ease(chosen, need, false), false), true
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

// ease takes what the steps are worth beyond need off the first that can be
// eased. No other could be eased then: without all of it a smaller set would
// have done.
func (r *Result) ease(chosen []step, need int, up bool) []step {
	spare := -need
	for _, s := range chosen {
		spare += s.points
	}
	i := slices.IndexFunc(chosen, func(s step) bool { return s.gradual })
	if i >= 0 && spare > 0 {
		s := &chosen[i]
		s.points = max(1, s.points-spare)
		s.ends = []ending{r.Criteria[s.fact].ending(s.fact, s.points, up)}
	}
	return chosen
}

// move writes a set of steps and names where the account would stand.
func (r *Result) move(chosen []step, up bool) Move {
	m := Move{To: r.after(chosen)}
	for _, s := range chosen {
		m.Steps = append(m.Steps, r.describe(s, up))
	}
	return m
}

// after names where the account would stand after some steps.
func (r *Result) after(chosen []step) string {
	moved := slices.Clone(r.Criteria)
	for _, s := range chosen {
		for _, e := range s.ends {
			moved[e.index].Outcome, moved[e.index].Points = e.outcome, e.points
		}
	}
	var t tally
	for _, c := range moved {
		t.add(c.Mode, c.Outcome, c.Points, c.MaxPoints)
	}
	s := t.score(r.Profile.CutOff)
	if tier := r.Profile.Tier(s.Points); s.Verdict == Fit && r.Verdict == Fit && tier != "" {
		return "tier " + tier
	}
	return s.Verdict.Words()
}

// Words writes the verdict as the end of a sentence: "is a fit".
func (v Verdict) Words() string {
	return [...]string{Fit: "a fit", NeedsData: "needs data", NotAFit: "not a fit", Disqualified: "disqualified"}[v]
}

// describe says what the fact of a step would have to be.
func (r *Result) describe(s step, up bool) string {
	var words []string
	for _, i := range s.named {
		c, t := r.Criteria[i], r.Profile.parts[i].test
		text := ""
		switch end := s.end(i); {
		case up && c.Mode != MustNot:
			text = t.towards(c.Fact, creditFor(end.points, c.MaxPoints))
		case up:
			text = t.away(1)
		default:
			text = t.away(creditFor(end.points+1, c.MaxPoints))
		}
		if !slices.Contains(words, text) {
			words = append(words, text)
		}
	}
	return And(words)
}

func (s *step) end(index int) ending {
	return s.ends[slices.IndexFunc(s.ends, func(e ending) bool { return e.index == index })]
}

// creditFor is the least credit that earns points of a maximum.
func creditFor(points, maxPoints int) float64 {
	if maxPoints == 0 {
		return 1
	}
	return min(1, (float64(points)-0.5)/float64(maxPoints))
}
