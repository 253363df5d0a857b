package scoring

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawShared makes an ICP in which one headcount decides several criteria, and
// an account that may not tell it.
func drawShared(t *rapid.T) (*Profile, *Facts) {
	d := definition(should(Founded, AtLeast, "2015", float64(rapid.IntRange(1, 5).Draw(t, "founded"))))
	d.CutOff = rapid.IntRange(20, 90).Draw(t, "cut-off")
	for range rapid.IntRange(2, 4).Draw(t, "lines") {
		low := float64(rapid.IntRange(1, 9).Draw(t, "low"))
		d.Criteria = append(d.Criteria, Criterion{
			Attribute: Employees, Operator: rapid.SampledFrom(Operators[5:]).Draw(t, "operator"), Value: OfRange(low, low+float64(rapid.IntRange(0, 5).Draw(t, "width"))),
			Mode: rapid.SampledFrom([]Mode{Should, Should, Must, MustNot}).Draw(t, "mode"), Weight: float64(rapid.IntRange(1, 5).Draw(t, "weight")),
		})
	}
	p, err := NewProfile(d)
	if err != nil {
		t.Fatal(err)
	}
	f := new(Facts)
	f.Set(Founded, Fact{Value: OfNumber(float64(rapid.IntRange(2014, 2015).Draw(t, "year")))})
	if n := rapid.IntRange(0, 15).Draw(t, "employees"); n > 0 {
		f.Set(Employees, Fact{Value: OfNumber(float64(n))})
	}
	return p, f
}

var clausePattern = regexp.MustCompile(`^(?:(\d+)(?:–(\d+))?|at least (\d+)|at most (\d+)|(?:under (\d+))?(?: or )?(?:over (\d+))?) employees$`)

// meets tells whether a headcount is what a step asks for.
func meets(t *rapid.T, step string, n float64) bool {
	for clause := range strings.SplitSeq(strings.ReplaceAll(step, ", ", " and "), " and ") {
		found := clausePattern.FindStringSubmatch(clause)
		if found == nil {
			t.Fatalf("step %q cannot be read", clause)
		}
		end := func(i int) float64 {
			v, _ := ParseValue(Number, found[i])
			return v.Min
		}
		inside := found[1] != "" && (found[2] == "" && n == end(1) || found[2] != "" && end(1) <= n && n <= end(2))
		beyond := found[3] != "" && n >= end(3) || found[4] != "" && n <= end(4) || found[5] != "" && n < end(5) || found[6] != "" && n > end(6)
		if !inside && !beyond {
			return false
		}
	}
	return true
}

// outcomes scores every headcount that the steps of a move leave open.
func outcomes(t *rapid.T, p *Profile, f *Facts, m Move, year float64) []*Result {
	var results []*Result
	moved := *f
	headcounts := []float64{-1}
	for n := range 20 {
		headcounts = append(headcounts, float64(n))
	}
	for _, s := range m.Steps {
		if strings.HasPrefix(s, "founded") {
			moved.Set(Founded, Fact{Value: OfNumber(year)})
			continue
		}
		headcounts = slices.DeleteFunc(headcounts, func(n float64) bool { return !meets(t, s, n) })
	}
	asked := len(headcounts) < 21
	for _, n := range headcounts {
		if asked {
			moved.Set(Employees, Fact{Value: OfNumber(n)})
		}
		results = append(results, p.Explain(&moved))
	}
	return results
}

// TestPropertySharedFact holds that a move speaks true where one fact decides
// several criteria: up it can lead where it says, down it always leads down.
func TestPropertySharedFact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, f := drawShared(t)
		r := p.Explain(f)
		if up, ok := r.Up(); ok && !slices.ContainsFunc(outcomes(t, p, f, up, 2015), func(moved *Result) bool { return moved.since(r) == up.To && ahead(moved, r) }) {
			t.Fatalf("%q never leads from %+v to %s", up.Steps, r.Score, up.To)
		}
		if down, ok := r.Down(); ok {
			for _, moved := range outcomes(t, p, f, down, 2014) {
				if !ahead(r, moved) {
					t.Fatalf("%q leads from %+v to %+v, want %s", down.Steps, r.Score, moved.Score, down.To)
				}
			}
		}
	})
}
