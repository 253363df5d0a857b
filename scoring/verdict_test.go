package scoring

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestVerdict goes through what a gate and the points can be.
func TestVerdict(t *testing.T) {
	p := profile(t,
		must(BusinessModel, Is, "b2b", 3),
		should(Employees, AtLeast, "200", 4),
		should(Growth, AtLeast, "30", 3),
		mustNot(Lifecycle, In, "competitor"),
	)
	tests := []struct {
		name  string
		facts []string
		want  Score
	}{
		{"all match", []string{"business_model=b2b", "employees=500", "growth=50", "lifecycle=prospect"}, Score{Fit, 100, 100}},
		{"must_not unknown does not block", []string{"business_model=b2b", "employees=500"}, Score{Fit, 70, 100}},
		{"must_not matched", []string{"business_model=b2b", "employees=500", "growth=50", "lifecycle=competitor"}, Score{Disqualified, 100, 100}},
		{"must missed", []string{"business_model=b2c", "employees=500", "growth=50"}, Score{Disqualified, 70, 70}},
		{"must missed and the rest unknown", []string{"business_model=b2c"}, Score{Disqualified, 0, 70}},
		{"must unknown above the cut-off", []string{"employees=500", "growth=50"}, Score{NeedsData, 70, 100}},
		{"must unknown and no longer in reach", []string{"employees=5"}, Score{NotAFit, 0, 60}},
		{"below and in reach", []string{"business_model=b2b", "growth=50"}, Score{NeedsData, 60, 100}},
		{"below and out of reach", []string{"business_model=b2b", "growth=50", "employees=5"}, Score{NotAFit, 60, 60}},
		{"nothing known", nil, Score{NeedsData, 0, 100}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := p.Score(known(t, tt.facts...)); got != tt.want {
				t.Errorf("Score = %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestExactCutOff(t *testing.T) {
	for cutOff, want := range map[int]Verdict{59: Fit, 60: Fit, 61: NotAFit} {
		d := definition(should(Employees, AtLeast, "5", 6), should(Growth, AtLeast, "5", 4))
		d.CutOff = cutOff
		if got := compile(t, d).Score(known(t, "employees=5", "growth=1")).Verdict; got != want {
			t.Errorf("60 of 100 at cut-off %d = %v, want %v", cutOff, got, want)
		}
	}
}

func TestRoundHalfUp(t *testing.T) {
	for _, tt := range []struct {
		max    int
		credit float64
		want   int
	}{{27, 0.5, 14}, {18, 0.8, 14}, {5, 0.1, 1}, {5, 0.0999, 0}, {45, 0.7, 32}, {100, 1, 100}, {0, 1, 0}, {10, 1 - 0.35, 7}} {
		if got := earned(tt.max, tt.credit); got != tt.want {
			t.Errorf("earned(%d, %v) = %d, want %d", tt.max, tt.credit, got, tt.want)
		}
	}
}

func TestTier(t *testing.T) {
	p := commerce(t)
	for points, want := range map[int]string{100: "A", 80: "A", 79: "B", 65: "B", 64: "C", 50: "C", 49: "", 0: ""} {
		if got := p.Tier(points); got != want {
			t.Errorf("Tier(%d) = %q, want %q", points, got, want)
		}
	}
}

func TestSettles(t *testing.T) {
	tests := []struct {
		name     string
		criteria []Criterion
		facts    []string
		want     []Attribute
	}{
		{
			"the dearest alone",
			[]Criterion{should(Employees, AtLeast, "5", 2), should(Growth, AtLeast, "5", 3), should(Founded, AtLeast, "5", 5)},
			[]string{"employees=5"},
			[]Attribute{Founded},
		},
		{
			"a must although the points are there",
			[]Criterion{must(BusinessModel, Is, "b2b", 1), should(Growth, AtLeast, "5", 9)},
			[]string{"growth=9"},
			[]Attribute{BusinessModel},
		},
		{
			"a must, then the dearest",
			[]Criterion{must(BusinessModel, Is, "b2b", 1), should(Employees, AtLeast, "5", 3), should(Growth, AtLeast, "5", 6)},
			nil,
			[]Attribute{BusinessModel, Growth},
		},
		{
			"every must",
			[]Criterion{should(Growth, AtLeast, "5", 8), must(BusinessModel, Is, "b2b", 1), must(Industry, Is, "saas", 0)},
			[]string{"growth=9"},
			[]Attribute{BusinessModel, Industry},
		},
		{
			"a tie goes to the first",
			[]Criterion{should(Growth, AtLeast, "5", 5), should(Employees, AtLeast, "5", 2), should(Founded, AtLeast, "5", 2), should(BusinessModel, Is, "b2b", 1)},
			[]string{"growth=9"},
			[]Attribute{Employees},
		},
		{
			"one fact behind two lines",
			[]Criterion{should(Growth, AtLeast, "5", 3), should(Employees, AtLeast, "5", 2), should(Founded, AtLeast, "5", 3), should(Employees, AtMost, "50", 2)},
			[]string{"growth=9"},
			[]Attribute{Employees},
		},
		{
			"one place behind two lines",
			[]Criterion{must(Country, In, "DE", 1), must(Region, In, "dach", 1), should(Growth, AtLeast, "5", 2)},
			[]string{"growth=9"},
			[]Attribute{Country},
		},
		{
			"never a must_not",
			[]Criterion{mustNot(Lifecycle, In, "partner"), should(Growth, AtLeast, "5", 3)},
			nil,
			[]Attribute{Growth},
		},
		{"nothing to settle at a fit", []Criterion{should(Growth, AtLeast, "5", 3), should(Employees, AtLeast, "5", 1)}, []string{"growth=9"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := profile(t, tt.criteria...).Explain(known(t, tt.facts...)).Settles; !slices.Equal(got, tt.want) {
				t.Errorf("Settles = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestGatesAndUnchecked(t *testing.T) {
	p := profile(t, must(BusinessModel, Is, "b2b", 1), should(Growth, AtLeast, "5", 1), mustNot(Lifecycle, In, "partner"), mustNot(Ownership, In, "state"))
	r := p.Explain(known(t, "business_model=b2c", "lifecycle=partner", "growth=1"))
	if got, want := attributesOf(r.Gates()), []Attribute{BusinessModel, Lifecycle}; !slices.Equal(got, want) {
		t.Errorf("Gates = %v, want %v", got, want)
	}
	if got, want := attributesOf(r.Unchecked()), []Attribute{Ownership}; !slices.Equal(got, want) {
		t.Errorf("Unchecked = %v, want %v", got, want)
	}
}

func attributesOf(criteria []CriterionResult) []Attribute {
	var names []Attribute
	for _, c := range criteria {
		names = append(names, c.Attribute)
	}
	return names
}

func TestDeciding(t *testing.T) {
	tests := []struct {
		name  string
		p     *Profile
		facts []string
		want  []Attribute
	}{
		{"what carries a fit", commerce(t), []string{"industry=fintech", "employees=640", "technologies=aws"}, []Attribute{Industry, Employees, Technologies}},
		{"not what is to spare", commerce(t), []string{"industry=fintech", "employees=640", "revenue=50000000 USD", "technologies=aws", "growth=50"}, []Attribute{Industry}},
		{"the gate that failed", commerce(t), []string{"industry=media", "employees=640"}, []Attribute{Industry}},
		{"a must_not that holds", profile(t, should(Growth, AtLeast, "5", 1), mustNot(Lifecycle, In, "partner")), []string{"growth=5", "lifecycle=partner"}, []Attribute{Lifecycle}},
		{
			// One place is behind both lines; neither line alone would be enough.
			"one fact behind two lines", profile(t, should(Country, In, "US", 1), should(Region, In, "north_america", 1), should(Growth, AtLeast, "5", 2), should(Founded, AtLeast, "5", 2)),
			[]string{"country=CA", "growth=5", "founded=1"},
			[]Attribute{Country, Region, Founded},
		},
		{
			"one place behind two lines", withCutOff(t, 40, should(Country, In, "US", 2), should(Region, In, "north_america", 2), should(Growth, AtLeast, "5", 6)),
			[]string{"country=DE", "growth=1"},
			[]Attribute{Country, Region, Growth},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := attributesOf(tt.p.Explain(known(t, tt.facts...)).Deciding()); !slices.Equal(got, tt.want) {
				t.Errorf("Deciding = %v, want %v", got, tt.want)
			}
		})
	}
}

func withCutOff(t *testing.T, cutOff int, criteria ...Criterion) *Profile {
	t.Helper()
	d := definition(criteria...)
	d.CutOff = cutOff
	return compile(t, d)
}

func TestRank(t *testing.T) {
	named := func(name string, criteria ...Criterion) *Profile {
		d := definition(criteria...)
		d.Name = name
		return compile(t, d)
	}
	profiles := []*Profile{
		named("disqualified at 100", should(Growth, AtLeast, "5", 1), mustNot(Lifecycle, In, "partner")),
		named("needs data at 80", should(Growth, AtLeast, "5", 8), must(Founded, AtLeast, "5", 2)),
		named("fit at 70", should(Growth, AtLeast, "5", 7), should(Employees, AtLeast, "5", 3)),
		named("fit at 90", should(Growth, AtLeast, "5", 9), should(Employees, AtLeast, "5", 1)),
		named("also fit at 90", should(Growth, AtLeast, "5", 9), should(Employees, AtLeast, "5", 1)),
		named("not a fit", should(Growth, AtLeast, "50", 1)),
	}
	f := known(t, "growth=9", "employees=1", "lifecycle=partner")
	a := Rank(profiles, f)
	got := []string{a.Best.Profile.Name}
	for _, r := range a.Others {
		got = append(got, r.Profile.Name)
	}
	want := []string{"fit at 90", "also fit at 90", "fit at 70", "needs data at 80", "not a fit", "disqualified at 100"}
	if !slices.Equal(got, want) {
		t.Errorf("Rank = %q, want %q", got, want)
	}
	if s, i := Best(profiles, f); i != 3 || s != a.Best.Score {
		t.Errorf("Best = %+v, %d, want %+v, 3", s, i, a.Best.Score)
	}
}

func TestRankOfNothing(t *testing.T) {
	if a := Rank(nil, new(Facts)); a.Best != nil || a.Others != nil {
		t.Errorf("Rank(nil) = %+v, want nothing", a)
	}
	if _, i := Best(nil, new(Facts)); i != -1 {
		t.Errorf("Best(nil) = %d, want -1", i)
	}
}

func TestStandingOrder(t *testing.T) {
	want := []Standing{
		{Score{Fit, 90, 90}, 0, "z"},
		{Score{Fit, 80, 80}, 50, "y"},
		{Score{Fit, 80, 100}, 20, "x"},
		{Score{Fit, 80, 90}, 20, "a"},
		{Score{Fit, 80, 90}, 20, "b"},
		{Score{NeedsData, 95, 100}, 99, "a"},
		{Score{NotAFit, 60, 60}, 0, "a"},
		{Score{Disqualified, 100, 100}, 100, "a"},
	}
	got := slices.Clone(want)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
	slices.SortFunc(got, Standing.Compare)
	if !slices.Equal(got, want) {
		t.Errorf("order = %v, want %v", got, want)
	}
}

func TestScoreDoesNotAllocate(t *testing.T) {
	p := profile(t,
		must(Industry, In, "software|fintech", 1), should(Region, In, "europe", 1), should(Technologies, IncludesAll, "aws|salesforce", 1),
		soft(should(Revenue, AtLeast, "5000000 USD", 1), 5), should("custom.seats", AtLeast, "5", 1), should("custom.plan", In, "gold|3", 1),
		should(City, In, "san_francisco", 1),
	)
	f := known(t, "industry=saas", "country=DE", "technologies=aws|salesforce", "revenue=9000000 EUR", "custom.seats=9", "custom.plan=3", "subdivision=DE-BY", "city=San Francisco")
	if n := testing.AllocsPerRun(100, func() { p.Score(f) }); n != 0 {
		t.Errorf("Score allocates %v times, want 0", n)
	}
}
