package bench

import (
	"math"
	"math/rand/v2"

	"rightdoor/scoring"
)

// Definition is what scoring is measured with here and in peers: an ICP of twelve criteria: words flat and in a hierarchy,
// places, numbers, money, soft edges, an attribute of the workspace's own, a
// must and a must_not.
func Definition() scoring.Definition {
	inf := math.Inf(1)
	words := scoring.OfWords
	criteria := []scoring.Criterion{
		{Attribute: scoring.Industry, Operator: scoring.In, Value: words("e-commerce", "fintech"), Mode: scoring.Must, Weight: 3},
		{Attribute: scoring.BusinessModel, Operator: scoring.Is, Value: words("b2b"), Weight: 2},
		{Attribute: scoring.Employees, Operator: scoring.Between, Value: scoring.OfRange(200, 1500), Soft: scoring.Soft{By: 20, Percent: true}, Weight: 3},
		{Attribute: scoring.Revenue, Operator: scoring.Between, Value: scoring.OfRange(20e6, 200e6).In("USD"), Weight: 2},
		{Attribute: scoring.ARR, Operator: scoring.AtLeast, Value: scoring.OfRange(5e6, inf).In("USD"), Weight: 1},
		{Attribute: scoring.Growth, Operator: scoring.AtLeast, Value: scoring.OfRange(30, inf), Soft: scoring.Soft{By: 10}, Weight: 1},
		{Attribute: scoring.FundingStage, Operator: scoring.In, Value: words("series_a", "series_b", "series_c"), Weight: 1},
		{Attribute: scoring.Founded, Operator: scoring.AtLeast, Value: scoring.OfRange(2005, inf), Weight: 0.5},
		{Attribute: scoring.Region, Operator: scoring.In, Value: words("north_america", "dach"), Weight: 2},
		{Attribute: scoring.Technologies, Operator: scoring.IncludesAny, Value: words("aws", "azure"), Weight: 2},
		{Attribute: "custom.plan", Operator: scoring.NotIn, Value: words("free"), Weight: 1},
		{Attribute: scoring.Lifecycle, Operator: scoring.In, Value: words("competitor", "churned"), Mode: scoring.MustNot},
	}
	for i := range criteria {
		if criteria[i].Mode == "" {
			criteria[i].Mode = scoring.Should
		}
	}
	return scoring.Definition{
		Name: "mid-market commerce", Version: 1, CutOff: scoring.DefaultCutOff, Tiers: scoring.DefaultTiers(),
		Criteria: criteria, Settings: scoring.DefaultSettings(),
	}
}

// Profile is the definition compiled.
func Profile() *scoring.Profile {
	p, err := scoring.NewProfile(Definition())
	if err != nil {
		panic(err)
	}
	return p
}

// wordFacts are the words that accounts draw from, and how many at most.
var wordFacts = []struct {
	attribute scoring.Attribute
	most      int
	words     []string
}{
	{scoring.Industry, 2, []string{"e-commerce", "fintech", "payments", "saas", "software", "retail", "media", "financial_services"}},
	{scoring.BusinessModel, 1, []string{"b2b", "b2b", "b2c", "marketplace"}},
	{scoring.FundingStage, 1, []string{"seed", "series_a", "series_b", "series_c", "series_d", "public"}},
	{scoring.Country, 1, []string{"US", "US", "CA", "DE", "AT", "FR", "MX", "IN"}},
	{scoring.Technologies, 4, []string{"aws", "azure", "gcp", "salesforce", "hubspot", "snowflake"}},
	{"custom.plan", 1, []string{"free", "team", "business"}},
	{scoring.Lifecycle, 1, []string{"prospect", "prospect", "prospect", "customer", "open_deal", "churned", "competitor"}},
}

// numberFacts are the bounds between which accounts draw numbers, by order of
// magnitude.
var numberFacts = []struct {
	attribute scoring.Attribute
	low, high float64
	money     bool
}{
	{scoring.Employees, 10, 20000, false},
	{scoring.Revenue, 1e6, 1e9, true},
	{scoring.ARR, 5e5, 5e8, true},
	{scoring.Growth, 1, 100, false},
	{scoring.Founded, 1985, 2025, false},
}

// Accounts invents n accounts, of which each fact is known four times out of
// five. The same seed gives the same accounts.
func Accounts(n int, seed uint64) []*scoring.Facts {
	r := rand.New(rand.NewPCG(seed, 1))
	accounts := make([]*scoring.Facts, n)
	for i := range accounts {
		accounts[i] = account(r)
	}
	return accounts
}

func account(r *rand.Rand) *scoring.Facts {
	f := new(scoring.Facts)
	for _, w := range wordFacts {
		if r.IntN(5) == 0 {
			continue
		}
		var words []string
		for range 1 + r.IntN(w.most) {
			words = append(words, w.words[r.IntN(len(w.words))])
		}
		f.Set(w.attribute, scoring.Fact{Value: scoring.OfWords(words...), Source: "HubSpot"})
	}
	for _, n := range numberFacts {
		if r.IntN(5) > 0 {
			f.Set(n.attribute, scoring.Fact{Value: number(r, n.low, n.high, n.money), Source: "HubSpot"})
		}
	}
	return f
}

// number draws a number, one time in six a range, money one time in four in
// euros.
func number(r *rand.Rand, low, high float64, money bool) scoring.Value {
	n := math.Round(low * math.Pow(high/low, r.Float64()))
	v := scoring.OfNumber(n)
	if r.IntN(6) == 0 {
		v = scoring.OfRange(n, math.Round(n*(1+r.Float64())))
	}
	switch {
	case !money:
		return v
	case r.IntN(4) == 0:
		return v.In("EUR")
	default:
		return v.In("USD")
	}
}
