package scoring

import (
	"math"
	"strings"
	"testing"
	"time"
)

// today is the moment the tests live in.
var today = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// line builds a criterion from the written form of its value.
func line(mode Mode, a Attribute, o Operator, value string, weight float64) Criterion {
	info, _ := a.Info()
	kind := info.Kind
	if kind == Any && !o.Numeric() {
		kind = Words
	}
	v, err := ParseValue(kind, value)
	if err != nil {
		panic(err)
	}
	switch o {
	case AtLeast:
		v.Max = math.Inf(1)
	case AtMost:
		v.Min = math.Inf(-1)
	}
	return Criterion{Attribute: a, Operator: o, Value: v, Mode: mode, Weight: weight}
}

func must(a Attribute, o Operator, value string, weight float64) Criterion {
	return line(Must, a, o, value, weight)
}

func should(a Attribute, o Operator, value string, weight float64) Criterion {
	return line(Should, a, o, value, weight)
}

func mustNot(a Attribute, o Operator, value string) Criterion { return line(MustNot, a, o, value, 0) }

func soft(c Criterion, by float64) Criterion {
	c.Soft = Soft{By: by}
	return c
}

func softPercent(c Criterion, by float64) Criterion {
	c.Soft = Soft{By: by, Percent: true}
	return c
}

// definition is an ICP with the defaults and the criteria.
func definition(criteria ...Criterion) Definition {
	return Definition{Name: "test", Version: 1, CutOff: DefaultCutOff, Tiers: DefaultTiers(), Criteria: criteria, Settings: DefaultSettings()}
}

func compile(t testing.TB, d Definition) *Profile {
	t.Helper()
	p, err := NewProfile(d)
	if err != nil {
		t.Fatalf("NewProfile: %v", err)
	}
	return p
}

func profile(t testing.TB, criteria ...Criterion) *Profile {
	t.Helper()
	return compile(t, definition(criteria...))
}

// known builds facts from "attribute=written form".
func known(t testing.TB, facts ...string) *Facts {
	t.Helper()
	f := new(Facts)
	for _, fact := range facts {
		name, text, _ := strings.Cut(fact, "=")
		info, ok := Attribute(name).Info()
		if !ok {
			t.Fatalf("%q is no attribute", name)
		}
		v, err := ParseValue(info.Kind, text)
		if err != nil {
			t.Fatalf("ParseValue(%q): %v", text, err)
		}
		f.Set(info.Name, Fact{Value: v, Source: "HubSpot", Observed: today.AddDate(0, -3, 0)})
	}
	return f
}

// commerce is the ICP of the worked examples: 28, 27, 18, 18 and 9 points.
func commerce(t testing.TB) *Profile {
	t.Helper()
	return profile(t,
		must(Industry, In, "e-commerce|fintech", 3),
		softPercent(should(Employees, Between, "200..1500", 3), 20),
		softPercent(should(Revenue, Between, "20000000..200000000 USD", 2), 50),
		should(Technologies, IncludesAny, "aws|azure", 2),
		should(Growth, AtLeast, "30", 1),
	)
}

// outcome runs one criterion alone.
func outcome(t testing.TB, c Criterion, facts ...string) (Outcome, float64) {
	t.Helper()
	if c.Mode == MustNot {
		t.Fatal("outcome wants a criterion that earns points")
	}
	c.Weight = 1
	r := profile(t, c).Explain(known(t, facts...)).Criteria[0]
	return r.Outcome, r.Credit
}
