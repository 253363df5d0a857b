package scoring

import (
	"cmp"
	"slices"
)

// CriterionResult is how one criterion ended, with its reason in words.
type CriterionResult struct {
	Attribute Attribute
	Mode      Mode
	Outcome   Outcome
	Credit    float64 // in (0,1] at a match, else 0
	Points    int     // what it earned
	MaxPoints int     // what it could earn; 0 for a must_not
	Have      string  // the fact, "" when unknown
	Want      string  // the criterion
	Reason    string  // both in one clause: "640 employees (200–1,500)"
	Fact      *Fact   // where it comes from; never nil
	UsedRate  bool    // amounts were converted by the rate table
}

// Result is a Score with all its reasons.
type Result struct {
	Profile *Profile
	Score
	Tier     string // the letter of the score, whatever the verdict
	Criteria []CriterionResult
	Settles  []Attribute // at NeedsData: the fewest unknown facts that make it a fit
}

// Explain scores an account and says why.
func (p *Profile) Explain(f *Facts) *Result {
	r := &Result{Profile: p, Criteria: make([]CriterionResult, len(p.parts))}
	var t tally
	for i := range p.parts {
		c := &r.Criteria[i]
		p.parts[i].explain(f, &p.Criteria[i], c)
		t.add(c.Mode, c.Outcome, c.Points, c.MaxPoints)
	}
	r.Score = t.score(p.CutOff)
	r.Tier = p.Tier(r.Points)
	if r.Verdict == NeedsData {
		r.Settles = r.settles()
	}
	return r
}

func (p *part) explain(f *Facts, c *Criterion, r *CriterionResult) {
	fact := p.fact(f)
	r.Outcome, r.Credit = p.test.run(fact)
	r.Have, r.Want, r.Reason = p.test.words(f, fact, r.Outcome, r.Credit)
	r.Attribute, r.Mode, r.Fact = c.Attribute, p.mode, fact
	r.Points, r.MaxPoints = earned(p.max, r.Credit), p.max
	if n, ok := p.test.(*numeric); ok {
		r.UsedRate = n.usesRate(fact)
	}
}

// Gates lists the criteria that disqualify: a must_not that matched, a must
// that is a known miss.
func (r *Result) Gates() []CriterionResult {
	return r.filter(CriterionResult.shut)
}

// Unchecked lists the must_not criteria whose fact is not known.
func (r *Result) Unchecked() []CriterionResult {
	return r.filter(func(c CriterionResult) bool { return c.Mode == MustNot && c.Outcome == Unknown })
}

func (r *Result) filter(keep func(CriterionResult) bool) []CriterionResult {
	var kept []CriterionResult
	for _, c := range r.Criteria {
		if keep(c) {
			kept = append(kept, c)
		}
	}
	return kept
}

// openFact is an unknown fact with all that hangs on it, by the first attribute
// that asks for it.
type openFact struct {
	attribute Attribute
	points    int
	must      bool
}

// openFacts lists the unknown facts that could earn points, in the ICP's order.
func (r *Result) openFacts() []openFact {
	var open []openFact
	for _, c := range r.Criteria {
		if c.Outcome != Unknown || c.Mode == MustNot {
			continue
		}
		i := slices.IndexFunc(open, func(o openFact) bool { return o.attribute.SameFact(c.Attribute) })
		if i < 0 {
			i, open = len(open), append(open, openFact{attribute: c.Attribute})
		}
		open[i].points += c.MaxPoints
		open[i].must = open[i].must || c.Mode == Must
	}
	return open
}

// settles picks the fewest unknown facts that, all matching, make a fit: every
// unknown must, then the ones worth most, ties in the ICP's order.
func (r *Result) settles() []Attribute {
	open := r.openFacts()
	slices.SortStableFunc(open, func(a, b openFact) int {
		return cmp.Or(trueFirst(a.must, b.must), cmp.Compare(b.points, a.points))
	})
	var names []Attribute
	points := r.Points
	for _, o := range open {
		if !o.must && points >= r.Profile.CutOff {
			break
		}
		points += o.points
		names = append(names, o.attribute)
	}
	return names
}

func trueFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	default:
		return 1
	}
}

// Deciding lists the known facts without which the verdict would be another.
func (r *Result) Deciding() []CriterionResult {
	return r.filter(func(c CriterionResult) bool {
		return c.Outcome != Unknown && c.Fact.Known() && r.without(c.Fact).Verdict != r.Verdict
	})
}

// without scores as if one fact were unknown.
func (r *Result) without(fact *Fact) Score {
	var t tally
	for _, c := range r.Criteria {
		if c.Fact == fact {
			c.Outcome, c.Points = Unknown, 0
		}
		t.add(c.Mode, c.Outcome, c.Points, c.MaxPoints)
	}
	return t.score(r.Profile.CutOff)
}
