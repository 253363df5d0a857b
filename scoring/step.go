package scoring

import (
	"cmp"
	"math"
	"slices"
)

// byFact groups the criteria, by index, that one fact decides.
func (p *Profile) byFact() [][]int {
	var groups [][]int
	for i := range p.parts {
		at := slices.IndexFunc(groups, func(g []int) bool { return p.parts[g[0]].attribute.SameFact(p.parts[i].attribute) })
		if at < 0 {
			groups = append(groups, []int{i})
			continue
		}
		groups[at] = append(groups[at], i)
	}
	return groups
}

// ways lists what a fact could become so that the wanted criteria on it move:
// all of them, or one.
func (r *Result) ways(group, wanted []int, up bool) []step {
	var steps []step
	add := func(named []int) {
		if s, ok := r.try(group, named, up); ok && (s.points > 0 || s.enough) {
			steps = append(steps, s)
		}
	}
	if len(wanted) > 0 {
		add(wanted)
	}
	if len(wanted) > 1 {
		for _, i := range wanted {
			add([]int{i})
		}
	}
	return steps
}

// try finds what a fact is worth that moves the named criteria; ok is false
// where no value does. Criteria that share the fact are decided by values it
// could have: by the nearest on the way up from a known fact, and else by the
// one that is worth least.
func (r *Result) try(group, named []int, up bool) (least step, ok bool) {
	if len(group) == 1 {
		return r.lone(group[0], up), true
	}
	nearest := up && r.Criteria[named[0]].Fact.Known()
	for _, fact := range r.values(group, named) {
		ends := r.endings(group, &fact)
		if !r.moves(ends, named, up) {
			continue
		}
		s := r.worth(group[0], named, ends, up)
		if !ok || !s.enough && least.enough || s.enough == least.enough && s.points < least.points {
			least, ok = s, true
		}
		if nearest {
			break
		}
	}
	return least, ok
}

// lone is the step of a fact that decides one criterion.
func (r *Result) lone(i int, up bool) step {
	c := r.Criteria[i]
	points := c.MaxPoints - c.Points
	if !up {
		points = c.left(0)
	}
	return step{
		fact: i, named: []int{i}, ends: []ending{c.ending(i, points, up)}, points: points, unknown: c.Outcome == Unknown,
		enough: !up && c.Mode == Must, gradual: r.Profile.parts[i].test.gradual(c.Fact, up),
	}
}

// ending is how a criterion ends that gains or loses points.
func (c CriterionResult) ending(index, points int, up bool) ending {
	switch {
	case up && c.Mode != MustNot:
		return ending{index, Match, c.Points + points}
	case up, c.left(points) == 0:
		return ending{index, Miss, 0}
	default:
		return ending{index, Match, c.left(points)}
	}
}

// left is what a criterion earns after a loss; what is unknown loses from what
// it could have earned.
func (c CriterionResult) left(lost int) int {
	if c.Outcome == Unknown {
		return c.MaxPoints - lost
	}
	return c.Points - lost
}

// shut tells whether the criterion would disqualify.
func (e ending) shut(m Mode) bool { return CriterionResult{Mode: m, Outcome: e.outcome}.shut() }

func (r *Result) endings(group []int, fact *Fact) []ending {
	ends := make([]ending, len(group))
	for n, i := range group {
		p := &r.Profile.parts[i]
		o, credit := p.test.run(fact)
		ends[n] = ending{i, o, earned(p.max, credit)}
	}
	return ends
}

// moves tells whether the named criteria end as wanted: full or, on the way
// down and for a must_not, missed. On the way up no gate may shut, nor one
// that is open come in doubt.
func (r *Result) moves(ends []ending, named []int, up bool) bool {
	for _, e := range ends {
		c := r.Criteria[e.index]
		wanted := slices.Contains(named, e.index)
		switch {
		case wanted && up && c.Mode != MustNot:
			if e.outcome != Match || e.points < c.MaxPoints {
				return false
			}
		case wanted:
			if e.outcome != Miss {
				return false
			}
		case up && (e.shut(c.Mode) || c.Mode == Must && c.Outcome == Match && e.outcome != Match):
			return false
		}
	}
	return true
}

// worth makes a step of how the criteria on a fact would end.
func (r *Result) worth(fact int, named []int, ends []ending, up bool) step {
	s := step{fact: fact, named: named, ends: ends}
	for _, e := range ends {
		c := r.Criteria[e.index]
		s.points += r.counted(e.outcome, e.points, c.MaxPoints, up) - r.counted(c.Outcome, c.Points, c.MaxPoints, up)
		s.unknown = s.unknown || slices.Contains(named, e.index) && c.Outcome == Unknown
		s.enough = s.enough || !up && e.shut(c.Mode)
	}
	if !up {
		s.points = -s.points
	}
	return s
}

// counted is what a criterion adds to what decides the verdict: to the score,
// or to what it could reach.
func (r *Result) counted(o Outcome, points, maxPoints int, up bool) int {
	if o == Unknown && (up && r.Verdict == NotAFit || !up && r.Verdict == NeedsData) {
		return maxPoints
	}
	return points
}

// values lists what the fact of a group could be, the nearest to what it is
// first: what the named criteria ask for, what any does, and what none does.
func (r *Result) values(group, named []int) []Fact {
	p, now := r.Profile, r.Criteria[group[0]].Fact
	info, _ := p.parts[group[0]].attribute.Info()
	var all []Value
	if !p.parts[group[0]].place {
		all = append(all, p.together(named, now.Words), p.together(group, nil))
	}
	for _, i := range group {
		all = append(all, p.parts[i].test.samples()...)
	}
	var facts []Fact
	for _, v := range all {
		if fact := (Fact{Value: v}); fact.Known() {
			fact.prepare(&info)
			fact.unread = false
			facts = append(facts, fact)
		}
	}
	slices.SortStableFunc(facts, func(a, b Fact) int { return cmp.Compare(apart(&a, now), apart(&b, now)) })
	return facts
}

// together is a list that holds the words of all the criteria.
func (p *Profile) together(criteria []int, words []string) Value {
	words = slices.Clone(words)
	for _, i := range criteria {
		if c := &p.Criteria[i]; c.Operator != NotIn {
			words = append(words, c.Value.Words...)
		}
	}
	return OfWords(words...)
}

// apart is how far a number lies from another; words lie as they stand.
func apart(a, b *Fact) float64 {
	if !a.number || !b.number {
		return 0
	}
	return math.Max(0, math.Max(b.Min-a.Max, a.Min-b.Max))
}

// fewest picks the best smallest set of steps, one per fact, worth at least
// need points.
func fewest(steps []step, need int) (chosen []step, ok bool) {
	if need <= 0 {
		return nil, true
	}
	steps = slices.Clone(steps)
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(b.points, a.points) })
	dearest := dearestOfEach(steps)
	size := smallest(steps, dearest, need)
	if size == 0 {
		return nil, false
	}
	if size > 1 && len(steps) > maxSteps {
		steps = dearest[:min(len(dearest), max(size, maxSteps))]
	}
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(a.fact, b.fact) })
	return bestOf(steps, size, need), true
}

// dearestOfEach keeps of steps that fall in points the first of each fact.
func dearestOfEach(steps []step) []step {
	var kept []step
	for _, s := range steps {
		if !slices.ContainsFunc(kept, func(k step) bool { return k.fact == s.fact }) {
			kept = append(kept, s)
		}
	}
	return kept
}

// smallest is how many steps it takes at least; 0 when all are not enough.
func smallest(steps, dearest []step, need int) int {
	if slices.ContainsFunc(steps, func(s step) bool { return s.enough }) {
		return 1
	}
	for i, s := range dearest {
		if need -= s.points; need <= 0 {
			return i + 1
		}
	}
	return 0
}

// bestOf tries every set of a size in the ICP's order and keeps the first of
// the best.
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
			if len(set) > 0 && set[len(set)-1].fact == steps[i].fact {
				continue
			}
			set = append(set, steps[i])
			try(i + 1)
			set = set[:len(set)-1]
		}
	}
	try(0)
	return best
}

func worth(set []step, need int) bool {
	for i := range set {
		if set[i].enough {
			return true
		}
		need -= set[i].points
	}
	return need <= 0
}

func better(a, b []step) bool {
	unknownA, pointsA := weigh(a)
	unknownB, pointsB := weigh(b)
	return cmp.Or(cmp.Compare(unknownB, unknownA), cmp.Compare(pointsA, pointsB)) < 0
}

func weigh(set []step) (unknown, points int) {
	for i := range set {
		points += set[i].points
		if set[i].unknown {
			unknown++
		}
	}
	return unknown, points
}
