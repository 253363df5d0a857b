package scoring

import (
	"slices"
	"testing"
)

func TestMaxPointsWorked(t *testing.T) {
	p := commerce(t)
	for i, want := range []int{28, 27, 18, 18, 9} {
		if got := p.parts[i].max; got != want {
			t.Errorf("MaxPoints(%s) = %d, want %d", p.Criteria[i].Attribute, got, want)
		}
	}
}

// TestWorkedExamples holds the three examples of the domain page.
func TestWorkedExamples(t *testing.T) {
	tests := []struct {
		name    string
		facts   []string
		want    Score
		tier    string
		points  []int
		settles []Attribute
	}{
		{
			name:  "three match and the rest is unknown",
			facts: []string{"industry=e-commerce", "employees=640", "technologies=aws"},
			want:  Score{Fit, 73, 100}, tier: "B", points: []int{28, 27, 0, 18, 0},
		},
		{
			name:  "all but the must is known",
			facts: []string{"employees=640", "revenue=50000000 USD", "technologies=aws", "growth=40"},
			want:  Score{NeedsData, 72, 100}, tier: "B", points: []int{0, 27, 18, 18, 9}, settles: []Attribute{Industry},
		},
		{
			// 180 employees stand half way down the 20% below 200, $18M four fifths up a 50% edge below $20M.
			name:  "partial credit",
			facts: []string{"industry=fintech", "employees=180", "revenue=18000000 USD", "technologies=gcp", "growth=30"},
			want:  Score{Fit, 65, 65}, tier: "B", points: []int{28, 14, 14, 0, 9},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := commerce(t).Explain(known(t, tt.facts...))
			if r.Score != tt.want || r.Tier != tt.tier {
				t.Errorf("Explain = %+v, tier %q, want %+v, tier %q", r.Score, r.Tier, tt.want, tt.tier)
			}
			for i, want := range tt.points {
				if got := r.Criteria[i].Points; got != want {
					t.Errorf("points of %s = %d, want %d", r.Criteria[i].Attribute, got, want)
				}
			}
			if !slices.Equal(r.Settles, tt.settles) {
				t.Errorf("Settles = %v, want %v", r.Settles, tt.settles)
			}
		})
	}
}

func TestMaxPoints(t *testing.T) {
	tests := []struct {
		name    string
		weights []float64
		want    []int
	}{
		{"one", []float64{0.5}, []int{100}},
		{"thirds go to the first", []float64{1, 1, 1}, []int{34, 33, 33}},
		{"a weight of nothing", []float64{1, 0, 1}, []int{50, 0, 50}},
		{"equal remainders of unequal weights", []float64{1, 3, 3, 1}, []int{13, 38, 37, 12}},
		{"more than a hundred", slices.Repeat([]float64{1}, 101), append(slices.Repeat([]int{1}, 100), 0)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var criteria []Criterion
			for range tt.weights {
				criteria = append(criteria, should("custom.x", In, "a", 0))
			}
			for i, w := range tt.weights {
				criteria[i].Weight = w
			}
			p := profile(t, criteria...)
			for i, want := range tt.want {
				if got := p.parts[i].max; got != want {
					t.Errorf("MaxPoints(%d) = %d, want %d", i, got, want)
				}
			}
		})
	}
}

// TestReasons checks how the clauses of a reply read.
func TestReasons(t *testing.T) {
	money := should(Revenue, Between, "20000000..200000000 USD", 1)
	tests := []struct {
		criterion          Criterion
		fact               string
		have, want, reason string
	}{
		{should(Employees, Between, "200..1500", 1), "employees=640", "640", "200–1,500", "640 employees (200–1,500)"},
		{should(Employees, Between, "200..1500", 1), "employees=18000", "18,000", "200–1,500", "18,000 employees, over 1,500"},
		{should(Employees, Between, "200..1500", 1), "employees=51..500", "51–500", "200–1,500", "51–500 employees, which is only partly 200–1,500"},
		{should(Employees, Between, "200..1500", 1), "employees=10001..", "10,001 or more", "200–1,500", "10,001 or more employees, over 1,500"},
		{softPercent(should(Employees, Between, "200..1500", 1), 20), "employees=180", "180", "200–1,500", "180 employees, a little under 200"},
		{should(Growth, AtLeast, "30", 1), "growth=40", "40%", "at least 30%", "growing 40% a year (at least 30%)"},
		{should(Founded, AtMost, "2015", 1), "founded=2019", "2019", "at most 2015", "founded 2019, after 2015"},
		{money, "", "", "20M–200M USD", "revenue is not known"},
		{money, "revenue=1300000000 USD", "1.3B USD", "20M–200M USD", "1.3B USD revenue, over 200M USD"},
		{money, "revenue=5 XXX", "5 XXX", "20M–200M USD", "5 XXX revenue, and there is no rate from XXX to USD"},
		{money, "revenue=5000000", "5,000,000", "20M–200M USD", "5,000,000 revenue, in a currency nobody told"},
		{should(Technologies, IncludesAny, "aws|azure", 1), "", "", "AWS or Microsoft Azure", "technologies are not known"},
		{should(Technologies, IncludesAny, "aws|azure", 1), "technologies=aws|salesforce", "AWS and Salesforce", "AWS or Microsoft Azure", "runs on AWS"},
		{should(Industry, In, "saas|fintech", 1), "industry=media", "media", "SaaS or fintech", "media, not SaaS or fintech"},
		{should(Industry, In, "saas", 1), "industry=software", "software", "SaaS", "software, which may or may not be SaaS"},
		{should(Industry, NotIn, "saas", 1), "industry=saas", "SaaS", "not SaaS", "SaaS"},
		{should(FundingStage, In, "series_a|pre_seed", 1), "funding_stage=series_a", "Series A", "Series A or pre-seed", "Series A"},
		{should(Country, In, "US", 1), "subdivision=US-IL", "Illinois", "the United States", "in Illinois"},
		{should(Region, In, "north_america", 1), "country=US", "the United States", "North America", "in the United States"},
		{should("custom.tier_name", In, "gold", 1), "custom.tier_name=gold", "gold", "gold", "tier name gold"},
		{should("custom.tier", In, "3", 1), "custom.tier=3", "3", "3", "tier 3"},
		{should("custom.tier", In, "3", 1), "custom.tier=4", "4", "3", "tier 4, not 3"},
		{should("custom.score", AtLeast, "3", 1), "custom.score=high", "high", "at least 3", "score high, which is no number"},
	}
	for _, tt := range tests {
		t.Run(string(tt.criterion.Attribute)+" "+tt.fact, func(t *testing.T) {
			f := new(Facts)
			if tt.fact != "" {
				f = known(t, tt.fact)
			}
			c := profile(t, tt.criterion).Explain(f).Criteria[0]
			if c.Have != tt.have || c.Want != tt.want || c.Reason != tt.reason {
				t.Errorf("have, want, reason = %q, %q, %q, want %q, %q, %q", c.Have, c.Want, c.Reason, tt.have, tt.want, tt.reason)
			}
		})
	}
}
