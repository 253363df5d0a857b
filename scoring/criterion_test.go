package scoring

import (
	"math"
	"strings"
	"testing"
)

func TestOperators(t *testing.T) {
	tests := []struct {
		criterion            Criterion
		match, miss, unknown string // an unknown fact of its own kind; "" is no fact at all
	}{
		{should(Industry, In, "saas|fintech", 1), "industry=saas", "industry=media", "industry=software"},
		{should(Industry, NotIn, "saas|fintech", 1), "industry=media", "industry=media|saas", "industry=software"},
		{should(BusinessModel, Is, "b2b", 1), "business_model=b2b", "business_model=b2c", ""},
		{should(Technologies, IncludesAny, "aws|azure", 1), "technologies=salesforce|aws", "technologies=salesforce", "technologies=cloud"},
		{should(Technologies, IncludesAll, "aws|salesforce", 1), "technologies=salesforce|gcp|aws", "technologies=salesforce", "technologies=cloud|salesforce"},
		{should(Employees, Between, "200..1500", 1), "employees=1500", "employees=1501", "employees=1500..1501"},
		{should(Growth, AtLeast, "30", 1), "growth=30", "growth=29.9", "growth=20..40"},
		{should(Founded, AtMost, "2015", 1), "founded=2015", "founded=2016", "founded=2010.."},
	}
	covered := map[Operator]bool{}
	for _, tt := range tests {
		covered[tt.criterion.Operator] = true
		t.Run(string(tt.criterion.Operator), func(t *testing.T) {
			for want, fact := range map[Outcome]string{Match: tt.match, Miss: tt.miss, Unknown: tt.unknown} {
				checkOutcome(t, tt.criterion, fact, want, map[Outcome]float64{Match: 1}[want])
			}
			checkOutcome(t, tt.criterion, "", Unknown, 0)
		})
	}
	for _, o := range Operators {
		if !covered[o] {
			t.Errorf("operator %s has no row", o)
		}
	}
}

// checkOutcome runs a criterion on facts, which are parted by a semicolon.
func checkOutcome(t *testing.T, c Criterion, facts string, want Outcome, credit float64) {
	t.Helper()
	var list []string
	if facts != "" {
		list = strings.Split(facts, ";")
	}
	got, gotCredit := outcome(t, c, list...)
	if got != want || math.Abs(gotCredit-credit) > 1e-12 {
		t.Errorf("%s %s %s on %q = %s, %v, want %s, %v", c.Attribute, c.Operator, c.Value, facts, got, gotCredit, want, credit)
	}
}

type outcomeTest struct {
	criterion Criterion
	facts     string
	want      Outcome
	credit    float64
}

func checkOutcomes(t *testing.T, tests []outcomeTest) {
	t.Helper()
	for _, tt := range tests {
		checkOutcome(t, tt.criterion, tt.facts, tt.want, tt.credit)
	}
}

func TestRangeFacts(t *testing.T) {
	between := should(Employees, Between, "200..1500", 1)
	sloped := soft(between, 100)
	checkOutcomes(t, []outcomeTest{
		{between, "employees=201..500", Match, 1},
		{between, "employees=200..1500", Match, 1},
		{between, "employees=1..199", Miss, 0},
		{between, "employees=1501..", Miss, 0},
		{between, "employees=1500..", Unknown, 0},
		{between, "employees=100..5000", Unknown, 0},
		{sloped, "employees=150..300", Match, 0.5},
		{sloped, "employees=150..1575", Match, 0.25},
		{sloped, "employees=100..150", Unknown, 0},
		{sloped, "employees=50..100", Miss, 0},
		{sloped, "employees=1600..", Miss, 0},
		{sloped, "employees=1599..", Unknown, 0},
		{should(Employees, AtLeast, "5000", 1), "employees=10001..", Match, 1},
		{should(Employees, AtMost, "5000", 1), "employees=10001..", Miss, 0},
	})
}

func TestSoftEdges(t *testing.T) {
	amount := soft(should(Employees, Between, "200..1500", 1), 50)
	percent := softPercent(should(Employees, Between, "200..1500", 1), 20)
	atLeast := soft(should(Growth, AtLeast, "30", 1), 10)
	atMost := softPercent(should(Employees, AtMost, "1000", 1), 10)
	checkOutcomes(t, []outcomeTest{
		{amount, "employees=200", Match, 1},
		{amount, "employees=175", Match, 0.5},
		{amount, "employees=150", Miss, 0},
		{amount, "employees=1540", Match, 0.2},
		{amount, "employees=1550", Miss, 0},
		{percent, "employees=190", Match, 0.75},
		{percent, "employees=160", Miss, 0},
		{percent, "employees=1650", Match, 0.5},
		{percent, "employees=1800", Miss, 0},
		{atLeast, "growth=21", Match, 0.1},
		{atLeast, "growth=20", Miss, 0},
		{atMost, "employees=1050", Match, 0.5},
		{atMost, "employees=1100", Miss, 0},
		{soft(should(Growth, AtLeast, "-10", 1), 10), "growth=-15", Match, 0.5},
		{softPercent(should(Growth, AtLeast, "-10", 1), 100), "growth=-15", Match, 0.5},
		{softPercent(should(Growth, AtLeast, "0", 1), 50), "growth=-0.1", Miss, 0},
	})
}

func TestCurrencies(t *testing.T) {
	usd := should(Revenue, AtLeast, "1000000 USD", 1)
	checkOutcomes(t, []outcomeTest{
		{usd, "revenue=1000000 USD", Match, 1},
		{usd, "revenue=860000 EUR", Match, 1},
		{usd, "revenue=859999 EUR", Miss, 0},
		{usd, "revenue=850000..870000 EUR", Unknown, 0},
		{usd, "revenue=1000000 XXX", Unknown, 0},
		{usd, "revenue=1000000", Unknown, 0},
		{should(ARR, Between, "10000000..50000000 INR", 1), "arr=200000 USD", Match, 1},
		{should(ARR, Between, "10000000..50000000 XXX", 1), "arr=200000 USD", Unknown, 0},
	})
}

func TestUsedRate(t *testing.T) {
	p := profile(t, should(Revenue, AtLeast, "1000000 USD", 1))
	for fact, want := range map[string]bool{
		"revenue=2000000 USD": false, "revenue=2000000 EUR": true, "revenue=1 EUR": true, "revenue=2000000 XXX": false,
		"revenue=500000..2000000 EUR": true, // unknown, by the rate
	} {
		if got := p.Explain(known(t, fact)).Criteria[0].UsedRate; got != want {
			t.Errorf("UsedRate(%s) = %v, want %v", fact, got, want)
		}
	}
}

func TestHierarchy(t *testing.T) {
	software := should(Industry, In, "software", 1)
	saas := should(Industry, In, "saas", 1)
	both := should(Industry, IncludesAll, "saas|fintech", 1)
	checkOutcomes(t, []outcomeTest{
		{software, "industry=saas", Match, 1},
		{saas, "industry=software", Unknown, 0},
		{saas, "industry=technology|media", Unknown, 0},
		{saas, "industry=software|saas", Match, 1},
		{saas, "industry=media", Miss, 0},
		{should(Industry, NotIn, "software", 1), "industry=saas", Miss, 0},
		{should(Industry, NotIn, "saas", 1), "industry=software", Unknown, 0},
		{both, "industry=saas|payments", Match, 1},
		{both, "industry=saas|financial_services", Unknown, 0},
		{both, "industry=saas", Miss, 0},
		// Fintech is surely missing, whatever kind of software it is.
		{should(Industry, IncludesAll, "saas|media", 1), "industry=software", Miss, 0},
		// A word that maps to no industry says nothing.
		{saas, "industry=Sundry goods", Unknown, 0},
		{saas, "industry=Sundry goods|saas", Match, 1},
		{should(Industry, NotIn, "saas", 1), "industry=Sundry goods", Unknown, 0},
		// A technology nobody has listed is a technology still.
		{should(Technologies, In, "aws", 1), "technologies=in-house", Miss, 0},
		{should(Technologies, In, "in-house", 1), "technologies=in-house", Match, 1},
	})
}

func TestPlaces(t *testing.T) {
	midwest := should(Region, In, "us_midwest", 1)
	checkOutcomes(t, []outcomeTest{
		{should(Country, In, "US", 1), "country=US", Match, 1},
		{should(Country, In, "US", 1), "country=CA", Miss, 0},
		{should(Country, In, "US", 1), "subdivision=US-IL", Match, 1},
		{should(Country, In, "US", 1), "region=us_midwest", Match, 1},
		{should(Country, In, "DE|AT", 1), "region=dach", Unknown, 0},
		{should(Country, NotIn, "US", 1), "country=CA", Match, 1},
		{should(Subdivision, In, "US-IL|US-OH", 1), "subdivision=US-IL;country=US", Match, 1},
		{should(Subdivision, In, "US-IL", 1), "country=US", Unknown, 0},
		{should(Subdivision, In, "US-IL", 1), "country=DE", Miss, 0},
		{midwest, "country=US", Unknown, 0},
		{midwest, "country=CA", Miss, 0},
		{midwest, "country=US;subdivision=US-IL", Match, 1},
		{midwest, "country=US;subdivision=US-CA", Miss, 0},
		{should(Region, In, "latin_america|dach", 1), "country=AT", Match, 1},
		{should(Region, In, "latin_america|dach", 1), "country=FR", Miss, 0},
		{should(Region, In, "dach", 1), "region=europe", Unknown, 0},
		{should(City, In, "Chicago", 1), "city=Chicago", Match, 1},
		{should(City, In, "Chicago", 1), "country=US", Unknown, 0},
	})
}

func TestCustomFacts(t *testing.T) {
	checkOutcomes(t, []outcomeTest{
		{should("custom.tier", In, "gold|3", 1), "custom.tier=gold", Match, 1},
		{should("custom.tier", In, "gold|3", 1), "custom.tier=3", Match, 1},
		{should("custom.tier", In, "gold|3.0", 1), "custom.tier=3", Match, 1},
		{should("custom.tier", NotIn, "gold|3", 1), "custom.tier=3", Miss, 0},
		{should("custom.tier", IncludesAll, "gold|3", 1), "custom.tier=3", Miss, 0},
		{should("custom.tier", In, "gold|3", 1), "custom.tier=2..4", Unknown, 0},
		{should("custom.tier", In, "gold|3", 1), "custom.tier=4", Miss, 0},
		{should("custom.seats", AtLeast, "10", 1), "custom.seats=12", Match, 1},
		{should("custom.seats", AtLeast, "10", 1), "custom.seats=many", Unknown, 0},
		{should("custom.price", AtMost, "10 USD", 1), "custom.price=8 EUR", Match, 1},
	})
}

// TestBounds holds that at_least and at_most look at their own end alone.
func TestBounds(t *testing.T) {
	for _, o := range []Operator{AtLeast, AtMost} {
		c := Criterion{Attribute: Growth, Operator: o, Value: OfNumber(30), Mode: Should, Weight: 1}
		f := known(t, map[Operator]string{AtLeast: "growth=40", AtMost: "growth=20"}[o])
		if got := profile(t, c).Score(f).Points; got != 100 {
			t.Errorf("%s 30 on %v = %d, want 100", o, f.Get(Growth).Value, got)
		}
	}
}

func TestCheck(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	ok := should(Employees, Between, "1..2", 1)
	with := func(change func(*Criterion)) Criterion {
		c := ok
		change(&c)
		return c
	}
	tests := []struct {
		name string
		c    Criterion
		want string // part of the sentence; empty for none
	}{
		{"sound", ok, ""},
		{"no attribute", with(func(c *Criterion) { c.Attribute = "title" }), "no attribute of a company"},
		{"custom without a name", with(func(c *Criterion) { c.Attribute = "custom. " }), "no attribute of a company"},
		{"free text", with(func(c *Criterion) { c.Attribute = CultureNotes }), "free text"},
		{"mode", with(func(c *Criterion) { c.Mode = "may" }), "no mode"},
		{"weight below", with(func(c *Criterion) { c.Weight = -1 }), "a weight is"},
		{"weight above", with(func(c *Criterion) { c.Weight = 1001 }), "a weight is"},
		{"weight no number", with(func(c *Criterion) { c.Weight = nan }), "a weight is"},
		{"weight without end", with(func(c *Criterion) { c.Weight = inf }), "a weight is"},
		{"soft gate", with(func(c *Criterion) { c.Mode, c.Soft.By = Must, 1 }), "soft edges are for should only"},
		{"soft below", with(func(c *Criterion) { c.Soft.By = -1 }), "cannot be negative"},
		{"soft no number", with(func(c *Criterion) { c.Soft.By = nan }), "cannot be negative"},
		{"soft without end", with(func(c *Criterion) { c.Soft.By = inf }), "cannot be negative"},
		{"soft words", soft(should(Industry, In, "saas", 1), 5), "soft edges"},
		{"operator", with(func(c *Criterion) { c.Operator = "like" }), "no operator"},
		{"words for a number", with(func(c *Criterion) { c.Operator = In }), "is a number"},
		{"number for words", should(BusinessModel, In, "b2b", 1), ""},
		{"numbers of words", with(func(c *Criterion) { c.Attribute = Industry }), "is told in words"},
		{"no value", with(func(c *Criterion) { c.Value = Value{} }), "needs a number"},
		{"no end", with(func(c *Criterion) { c.Value = OfRange(-inf, inf) }), "needs a number"},
		{"an end that is no number", with(func(c *Criterion) { c.Value = OfRange(nan, 3) }), "needs a number"},
		{"at_least nothing", Criterion{Attribute: Growth, Operator: AtLeast, Value: OfRange(-inf, 3), Mode: Should}, "needs a number"},
		{"at_most nothing", Criterion{Attribute: Growth, Operator: AtMost, Value: OfRange(3, inf), Mode: Should}, "needs a number"},
		{"no words", with(func(c *Criterion) { c.Attribute, c.Operator, c.Value = Industry, In, Value{} }), "no values"},
		{"money without a currency", with(func(c *Criterion) { c.Attribute = Revenue }), "say the currency"},
		{"a count with one", with(func(c *Criterion) { c.Value = c.Value.In("USD") }), "is not money"},
		{"no such word", should(BusinessModel, In, "b2x", 1), "use one of b2b"},
		{"no such industry", should(Industry, In, "sundry", 1), "that rightdoor knows"},
		{"no such place", should(Country, In, "XX", 1), "that rightdoor knows"},
		{"a technology nobody listed", should(Technologies, In, "in-house", 1), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.c.Check()
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Check = %v, want %q", err, tt.want)
			}
		})
	}
}

func TestNewProfileRefuses(t *testing.T) {
	good := should(Employees, AtLeast, "5", 1)
	with := func(change func(*Definition)) Definition {
		d := definition(good)
		change(&d)
		return d
	}
	tests := []struct {
		name string
		d    Definition
		want string
	}{
		{"no criteria", with(func(d *Definition) { d.Criteria = nil }), "at least one criterion"},
		{"cut-off below", with(func(d *Definition) { d.CutOff = 0 }), "cut_off"},
		{"cut-off above", with(func(d *Definition) { d.CutOff = 101 }), "cut_off"},
		{"tier without a letter", with(func(d *Definition) { d.Tiers = []Tier{{"", 5}} }), "a tier is"},
		{"rising tiers", with(func(d *Definition) { d.Tiers = []Tier{{"A", 50}, {"B", 50}} }), "must start below"},
		{"trigger", with(func(d *Definition) { d.Triggers = []Trigger{{"x", 1, 0}} }), "a trigger needs"},
		{"nothing earns", with(func(d *Definition) { d.Criteria[0].Weight = 0 }), "no criterion earns"},
		{"only must_not", with(func(d *Definition) { d.Criteria[0].Mode = MustNot }), "no criterion earns"},
		{"a bad line", with(func(d *Definition) { d.Criteria = append(d.Criteria, Criterion{}) }), "criterion 2"},
		{"weights that cancel out", with(func(d *Definition) { d.Criteria = append(d.Criteria, should(Growth, AtLeast, "5", -1)) }), "criterion 2"},
		{"weights below zero", with(func(d *Definition) { d.Criteria[0].Weight = -7 }), "criterion 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := NewProfile(tt.d); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("NewProfile = %v, want %q", err, tt.want)
			}
		})
	}
}
