package scoring

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

type moveTest struct {
	name     string
	criteria []Criterion
	facts    []string
	want     *Move // nil when nothing would move it
}

func checkMove(t *testing.T, got Move, ok bool, want *Move) {
	t.Helper()
	switch {
	case ok != (want != nil):
		t.Errorf("move = %+v, %v, want %+v", got, ok, want)
	case ok && (got.To != want.To || !slices.Equal(got.Steps, want.Steps)):
		t.Errorf("move = %q %q, want %q %q", got.To, got.Steps, want.To, want.Steps)
	}
}

func TestUp(t *testing.T) {
	tests := []moveTest{
		{
			"nothing above the top tier",
			[]Criterion{should(Growth, AtLeast, "5", 1)},
			[]string{"growth=5"},
			nil,
		},
		{
			"a fit to its next tier by what is unknown",
			[]Criterion{should(Growth, AtLeast, "5", 7), should(Founded, AtLeast, "2015", 1), should(Employees, AtLeast, "50", 2)},
			[]string{"growth=5", "founded=2000"},
			&Move{"tier A", []string{"at least 50 employees"}},
		},
		{
			"the unknown before the known",
			[]Criterion{should(Growth, AtLeast, "5", 7), should(Founded, AtLeast, "2015", 1), should(Employees, AtLeast, "50", 2)},
			[]string{"growth=5", "employees=20"},
			&Move{"tier A", []string{"founded at least 2015"}},
		},
		{
			"the cheaper of two unknown",
			[]Criterion{should(Growth, AtLeast, "5", 1), should(Employees, AtLeast, "50", 4), should(Founded, AtLeast, "2015", 5)},
			nil, &Move{"a fit", []string{"at least 50 employees", "founded at least 2015"}},
		},
		{
			"the fewest before the cheapest",
			[]Criterion{should(Growth, AtLeast, "5", 3), should(Employees, AtLeast, "50", 3), should(Founded, AtLeast, "2015", 4), should(ARR, AtLeast, "5 USD", 6)},
			[]string{"growth=5", "employees=50"},
			&Move{"a fit", []string{"at least 5 USD ARR"}},
		},
		{
			"a tie by the order",
			[]Criterion{should(Growth, AtLeast, "5", 6), should(Employees, AtLeast, "50", 2), should(Founded, AtLeast, "2015", 2)},
			[]string{"growth=5"},
			&Move{"a fit", []string{"at least 50 employees"}},
		},
		{
			"every unknown must",
			[]Criterion{must(BusinessModel, Is, "b2b", 2), should(Growth, AtLeast, "5", 7), must(Ownership, NotIn, "state", 1)},
			[]string{"growth=5"},
			&Move{"a fit", []string{"business model B2B", "ownership not state"}},
		},
		{
			"not a fit to needs data, never by what is open already",
			[]Criterion{should(Growth, AtLeast, "5", 5), should(Employees, AtLeast, "50", 5)},
			[]string{"employees=20"},
			&Move{"needs data", []string{"at least 50 employees"}},
		},
		{
			"every failed gate",
			[]Criterion{must(BusinessModel, Is, "b2b", 5), should(Growth, AtLeast, "5", 5), mustNot(Lifecycle, In, "competitor|partner")},
			[]string{"business_model=b2c", "growth=5", "lifecycle=partner"},
			&Move{"a fit", []string{"business model B2B", "lifecycle other than competitor or partner"}},
		},
		{
			"out of a must_not of numbers",
			[]Criterion{should(Growth, AtLeast, "5", 5), mustNot(Employees, Between, "1..10")},
			[]string{"growth=5", "employees=7"},
			&Move{"a fit", []string{"under 1 or over 10 employees"}},
		},
		{
			"out of a must_not of what is not in a list",
			[]Criterion{should(Growth, AtLeast, "5", 5), mustNot(Lifecycle, NotIn, "prospect|churned")},
			[]string{"growth=5", "lifecycle=partner"},
			&Move{"a fit", []string{"lifecycle prospect or churned"}},
		},
		{
			"disqualified to not a fit",
			[]Criterion{must(BusinessModel, Is, "b2b", 1), should(Growth, AtLeast, "5", 5)},
			[]string{"business_model=b2c", "growth=1"},
			&Move{"not a fit", []string{"business model B2B"}},
		},
		{
			// 12 of 15 points are needed: (12−0.5)/15 of the way up from 20%.
			"the exact percentage",
			[]Criterion{should(Employees, AtLeast, "50", 53), soft(should(Growth, AtLeast, "30", 15), 10), should(Founded, AtLeast, "2015", 32)},
			[]string{"employees=50", "growth=1", "founded=1"},
			&Move{"a fit", []string{"growing at least 27.7% a year"}},
		},
		{
			// 45 of 80 points are needed: one edge may give 35 away, not both.
			"two soft edges do not both give way",
			[]Criterion{should(Founded, AtLeast, "2015", 20), soft(should(Employees, AtLeast, "1000", 40), 400), soft(should(Growth, AtLeast, "40", 40), 40)},
			[]string{"employees=1", "growth=-9", "founded=2020"},
			&Move{"a fit", []string{"at least 645 employees", "growing at least 39.5% a year"}},
		},
		{
			"the tier that the threshold reaches, not the one beyond",
			[]Criterion{should(Founded, AtLeast, "2015", 66), soft(should(Employees, AtLeast, "1000", 34), 340)},
			[]string{"employees=1", "founded=2020"},
			&Move{"tier A", []string{"at least 795 employees"}},
		},
		{
			"a range that reaches over both ends",
			[]Criterion{should(Employees, Between, "200..1500", 1)},
			[]string{"employees=100..5000"},
			&Move{"a fit", []string{"200–1,500 employees"}},
		},
		{
			"fractions of a custom number",
			[]Criterion{should("custom.share", Between, "0.25..0.8", 1)},
			[]string{"custom.share=0.1"},
			&Move{"a fit", []string{"share at least 0.25"}},
		},
		{
			"one fact behind a gate and a line",
			[]Criterion{must(Employees, Between, "200..1500", 3), should(Employees, AtLeast, "100", 1), should(Growth, AtLeast, "5", 1)},
			[]string{"employees=50"},
			&Move{"a fit", []string{"at least 200 employees"}},
		},
		{
			"one list behind two lines",
			[]Criterion{should(Technologies, IncludesAny, "aws", 1), should(Technologies, IncludesAny, "salesforce", 1), should(Growth, AtLeast, "5", 1)},
			nil, &Move{"a fit", []string{"technologies AWS and technologies Salesforce"}},
		},
		{
			"one place behind two lines",
			[]Criterion{should(Country, In, "DE", 2), should(Region, In, "dach", 2), should(Growth, AtLeast, "5", 1)},
			nil, &Move{"a fit", []string{"country Germany and region DACH"}},
		},
		{
			"never by what one fact cannot be at once",
			[]Criterion{should(Employees, AtLeast, "200", 1), should(Employees, AtMost, "50", 1)},
			[]string{"employees=100"},
			nil,
		},
		{
			"a list that keeps what it has",
			[]Criterion{should(Technologies, IncludesAny, "aws", 4), should(Technologies, IncludesAny, "salesforce", 6)},
			[]string{"technologies=salesforce"},
			&Move{"a fit", []string{"technologies AWS"}},
		},
		{
			"amounts no letter can write",
			[]Criterion{should(Revenue, AtLeast, "1234567000 USD", 1)},
			[]string{"revenue=1 USD"},
			&Move{"a fit", []string{"at least 1,234,567,000 USD revenue"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := known(t, tt.facts...)
			got, ok := profile(t, tt.criteria...).Explain(f).Up()
			checkMove(t, got, ok, tt.want)
		})
	}
}

func TestUpTakesOneTier(t *testing.T) {
	d := definition(should(Founded, AtLeast, "2015", 52), soft(should(Employees, AtLeast, "1000", 48), 480))
	d.CutOff = 50
	f := known(t, "founded=2020", "employees=1")
	got, ok := compile(t, d).Explain(f).Up()
	checkMove(t, got, ok, &Move{"tier B", []string{"at least 645 employees"}})
}

func TestDown(t *testing.T) {
	tests := []moveTest{
		{
			"nothing below",
			[]Criterion{should(Growth, AtLeast, "5", 1)},
			[]string{"growth=1"},
			nil,
		},
		{
			"a tier by the cheapest that is enough",
			[]Criterion{should(Founded, AtLeast, "2015", 7), should(Growth, AtLeast, "5", 3)},
			[]string{"growth=5", "founded=2020"},
			&Move{"tier B", []string{"growing under 5% a year"}},
		},
		{
			"a gate",
			[]Criterion{must(BusinessModel, Is, "b2b", 1), should(Growth, AtLeast, "5", 9)},
			[]string{"growth=5", "business_model=b2b"},
			&Move{"disqualified", []string{"business model other than B2B"}},
		},
		{
			"a gate that is told by its opposite",
			[]Criterion{must(BusinessModel, NotIn, "b2b|b2c", 1), should(Growth, AtLeast, "5", 9)},
			[]string{"growth=5", "business_model=government"},
			&Move{"disqualified", []string{"business model B2B or B2C"}},
		},
		{
			// Under 100 employees it would be disqualified from 199 on.
			"the gate of a fact before its other lines",
			[]Criterion{must(Employees, Between, "200..1500", 3), should(Employees, AtLeast, "100", 1), should(Revenue, AtLeast, "1000000 USD", 1)},
			[]string{"employees=300"},
			&Move{"disqualified", []string{"under 200 or over 1,500 employees"}},
		},
		{
			"both lines of one fact",
			[]Criterion{should(Technologies, IncludesAny, "aws", 1), should(Technologies, IncludesAny, "salesforce", 1), should(Growth, AtLeast, "5", 3)},
			[]string{"technologies=aws|salesforce", "growth=9"},
			&Move{"not a fit", []string{"technologies other than AWS and technologies other than Salesforce"}},
		},
		{
			"needs data by what is unknown",
			[]Criterion{should(Employees, AtLeast, "5", 6), should(Growth, AtLeast, "5", 4)},
			[]string{"employees=9"},
			&Move{"not a fit", []string{"growing under 5% a year"}},
		},
		{
			// 100 points, 80 for tier A: 21 of 40 must go, 19 may stay.
			"the exact threshold on both sides",
			[]Criterion{should(Founded, AtLeast, "2015", 60), soft(should(Employees, Between, "1000..2000", 40), 400)},
			[]string{"founded=2020", "employees=1500"},
			&Move{"tier B", []string{"under 795 or over 2,205 employees"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := profile(t, tt.criteria...).Explain(known(t, tt.facts...)).Down()
			checkMove(t, got, ok, tt.want)
		})
	}
}

// TestMoveOfManyCriteria holds that the search ends in time, and with an
// answer, where everything is open.
func TestMoveOfManyCriteria(t *testing.T) {
	for n, want := range map[int]int{24: 16, 40: 23} {
		var criteria []Criterion
		for i := range n {
			criteria = append(criteria, should(Attribute(fmt.Sprint("custom.a", i)), In, "x", 1))
		}
		began := time.Now()
		m, ok := profile(t, criteria...).Explain(new(Facts)).Up()
		if took := time.Since(began); !ok || m.To != "a fit" || len(m.Steps) != want || took > time.Second {
			t.Errorf("Up of %d criteria = %v with %d steps to %s in %v, want %d to a fit at once", n, ok, len(m.Steps), m.To, took, want)
		}
	}
}
