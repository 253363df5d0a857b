package scoring

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"
)

func TestDeriveGrowthStage(t *testing.T) {
	tests := []struct {
		fact, want string
	}{
		{"employees=12", "startup"},
		{"employees=50", "growth"},
		{"employees=199", "growth"},
		{"employees=200", "mid_market"},
		{"employees=10001..", "enterprise"},
		{"employees=201..500", "mid_market"},
		{"employees=100..500", ""},
		{"revenue=5 USD", ""},
	}
	for _, tt := range tests {
		f := known(t, tt.fact)
		f.DeriveGrowthStage(DefaultSettings().Stages)
		got := f.Get(GrowthStage)
		if got.String() != tt.want || got.Derived != (tt.want != "") {
			t.Errorf("growth stage of %s = %q, derived %v, want %q", tt.fact, got, got.Derived, tt.want)
		}
		if tt.want != "" && (got.Source != "HubSpot" || got.Observed.IsZero()) {
			t.Errorf("growth stage of %s comes from %q, want the headcount's source", tt.fact, got.Source)
		}
	}
}

func TestDeriveGrowthStageLeavesWhatIsTold(t *testing.T) {
	f := known(t, "growth_stage=startup", "employees=9000")
	f.DeriveGrowthStage(DefaultSettings().Stages)
	if got := f.Get(GrowthStage); got.String() != "startup" || got.Derived {
		t.Errorf("growth stage = %q, derived %v, want the startup it was told", got, got.Derived)
	}
}

func TestDeriveGrowthStageNeedsANumber(t *testing.T) {
	f := new(Facts)
	f.Set(Employees, Fact{Value: OfWords("a few")})
	f.DeriveGrowthStage(DefaultSettings().Stages)
	if got := f.Get(GrowthStage); got.Known() {
		t.Errorf("growth stage of %q = %q, want none", "a few", got)
	}
}

func TestPlace(t *testing.T) {
	for facts, want := range map[string]string{
		"subdivision=US-TX": "US-TX", "subdivision=US-TX;country=US;region=europe": "US-TX", "country=DE;region=europe": "DE", "region=europe": "europe", "": "",
		"subdivision=US-TX;country=DE":       "DE",    // an old state in a new country
		"subdivision=US-TX;country=Atlantis": "US-TX", // a country that says nothing
	} {
		f := new(Facts)
		if facts != "" {
			f = known(t, strings.Split(facts, ";")...)
		}
		if got := f.Place().String(); got != want {
			t.Errorf("Place of %s = %q, want %q", facts, got, want)
		}
	}
}

// TestOpenWords holds that words which no list and no hierarchy spells meet
// however they are written, and are shown as they are.
func TestOpenWords(t *testing.T) {
	for _, tt := range []struct {
		line Criterion
		fact string
		want Outcome
	}{
		{should(City, In, "san francisco", 1), "city=San Francisco", Match},
		{should(City, In, "San Francisco", 1), "city=san_francisco", Match},
		{should(Ownership, In, "Venture Backed|x", 1), "ownership=venture-backed", Match},
		{should(Ownership, NotIn, "venturebacked", 1), "ownership=Venture_Backed", Miss},
		{should("custom.batch", Is, "W21", 1), "custom.batch=w21", Match},
		{should("custom.size", In, "110", 1), "custom.size=1-10", Miss},
		{should("custom.size", In, "1-10", 1), "custom.size=1 10", Match},
	} {
		if got, _ := outcome(t, tt.line, tt.fact); got != tt.want {
			t.Errorf("%s %s %s of %s = %v, want %v", tt.line.Attribute, tt.line.Operator, tt.line.Value, tt.fact, got, tt.want)
		}
	}
	r := profile(t, should(City, In, "san_francisco", 1)).Explain(known(t, "city=San Francisco|Austin"))
	if got := r.Criteria[0].Reason; got != "in San Francisco" {
		t.Errorf("Reason = %q, want the city as it was written", got)
	}
}

func TestSame(t *testing.T) {
	for _, tt := range []struct {
		attribute Attribute
		a, b      Value
		want      bool
	}{
		{Technologies, OfWords("aws", "azure"), OfWords("azure", "aws"), true},
		{Technologies, OfWords("aws"), OfWords("AWS"), false}, // slugs
		{City, OfWords("New York"), OfWords("new_york"), true},
		{Employees, OfNumber(5), OfNumber(6), false},
		{Employees, OfNumber(5), OfNumber(5), true},
	} {
		info, _ := tt.attribute.Info()
		if got := info.Same(tt.a, tt.b); got != tt.want {
			t.Errorf("Same(%s: %s, %s) = %v, want %v", tt.attribute, tt.a, tt.b, got, tt.want)
		}
	}
}

func TestStale(t *testing.T) {
	s := DefaultSettings()
	day := 24 * time.Hour
	tests := []struct {
		attribute Attribute
		age       time.Duration
		want      bool
	}{
		{Employees, 365 * day, false},
		{Employees, 365*day + 1, true},
		{Employees, -day, false},
		{Revenue, 400 * day, false},
		{City, 9999 * day, false},
		{"custom.x", 9999 * day, false},
	}
	for _, tt := range tests {
		if got := s.Stale(tt.attribute, &Fact{Observed: today.Add(-tt.age)}, today); got != tt.want {
			t.Errorf("Stale(%s, %v) = %v, want %v", tt.attribute, tt.age, got, tt.want)
		}
	}
	if s.Stale(Employees, new(Fact), today) {
		t.Error("Stale(a fact of unknown day) = true, want false")
	}
}

func TestGetAndSet(t *testing.T) {
	f := known(t, "employees=5", "custom.plan=gold")
	for _, tt := range []struct {
		attribute Attribute
		want      string
	}{{Employees, "5"}, {"custom.plan", "gold"}, {Revenue, ""}, {"custom.other", ""}, {"nonsense", ""}} {
		if got := f.Get(tt.attribute); got == nil || got.String() != tt.want {
			t.Errorf("Get(%s) = %v, want %q", tt.attribute, got, tt.want)
		}
	}
	f.Set("custom.plan", Fact{})
	if got := f.Get("custom.plan"); got.Known() {
		t.Errorf("Get(custom.plan) = %q after it was taken away, want nothing", got)
	}
}

func TestParseValue(t *testing.T) {
	inf := math.Inf(1)
	tests := []struct {
		kind Kind
		text string
		want Value
		ok   bool
	}{
		{Words, " saas | fintech|saas|", Value{Words: []string{"saas", "fintech"}}, true},
		{Words, "  ", Value{}, true},
		{Text, "a|b", Value{Words: []string{"a|b"}}, true},
		{Number, "640", OfNumber(640), true},
		{Number, "201..500", OfRange(201, 500), true},
		{Number, "500..201", OfRange(201, 500), true},
		{Number, "10001..", OfRange(10001, inf), true},
		{Number, "..50", OfRange(-inf, 50), true},
		{Number, "..", Value{}, false},
		{Number, "-5..-1.5", OfRange(-5, -1.5), true},
		{Money, "20000000..200000000 USD", OfRange(2e7, 2e8).In("USD"), true},
		{Money, "5 ", OfNumber(5), true},
		{Number, "many", Value{}, false},
		{Number, "5..many", Value{}, false},
		{Number, "NaN", Value{}, false},
		{Number, "Inf", Value{}, false},
		{Number, "5..-Inf", Value{}, false},
		{Number, "5..NaN", Value{}, false},
		{Number, "640 people", Value{}, false},
		{Money, "5 usd", Value{}, false},
		{Money, "5 USD EUR", Value{}, false},
		{Any, "3", OfNumber(3), true},
		{Any, "3 USD", OfNumber(3).In("USD"), true},
		{Any, "|3|3", OfNumber(3), true},
		{Any, "3 stars", OfWords("3 stars"), true},
		{Any, "gold|silver", OfWords("gold", "silver"), true},
		{Any, "infinity", OfWords("infinity"), true},
	}
	for _, tt := range tests {
		got, err := ParseValue(tt.kind, tt.text)
		if (err == nil) != tt.ok || !got.Equal(tt.want) {
			t.Errorf("ParseValue(%d, %q) = %+v, %v, want %+v, ok %v", tt.kind, tt.text, got, err, tt.want, tt.ok)
		}
	}
}

func TestValueString(t *testing.T) {
	inf := math.Inf(1)
	for want, v := range map[string]Value{
		"": {}, "a|b": OfWords("a", " b ", "a", ""), "c d": OfWords("c|d"), "640": OfNumber(640), "0.1": OfNumber(0.1), "1..2": OfRange(2, 1),
		"5..": OfRange(5, inf), "..5": OfRange(-inf, 5), "1..2 USD": OfRange(1, 2).In("USD"), "20000000": OfNumber(2e7),
	} {
		if got := v.String(); got != want {
			t.Errorf("String(%+v) = %q, want %q", v, got, want)
		}
	}
}

func TestValueJSON(t *testing.T) {
	inf := math.Inf(1)
	for want, v := range map[string]Value{
		`{}`: {}, `{"words":["a","b"]}`: OfWords("a", "b"), `{"min":5,"max":5}`: OfNumber(5), `{"min":5}`: OfRange(5, inf),
		`{"max":5,"currency":"USD"}`: OfRange(-inf, 5).In("USD"),
	} {
		got, err := json.Marshal(v)
		if err != nil || string(got) != want {
			t.Errorf("Marshal(%q) = %s, %v, want %s", v, got, err, want)
		}
		var back Value
		if err := json.Unmarshal(got, &back); err != nil || !back.Equal(v) {
			t.Errorf("Unmarshal(%s) = %+v, %v, want %+v", got, back, err, v)
		}
	}
	if err := json.Unmarshal([]byte(`{"min":"5"}`), new(Value)); err == nil {
		t.Error("Unmarshal of a text for a number gave no error")
	}
}

func TestFormat(t *testing.T) {
	inf := math.Inf(1)
	tests := []struct {
		attribute Attribute
		value     Value
		want      string
	}{
		{Employees, OfNumber(1234567), "1,234,567"},
		{Employees, OfRange(51, 200), "51–200"},
		{Employees, OfRange(10001, inf), "10,001 or more"},
		{Revenue, OfRange(1e6, inf).In("USD"), "1M USD or more"},
		{Employees, OfRange(-inf, 50), "up to 50"},
		{Growth, OfNumber(-12.5), "-12.5%"},
		{Growth, OfRange(10, 20), "10–20%"},
		{Growth, OfRange(10, inf), "10% or more"},
		{Founded, OfNumber(2015), "2015"},
		{Revenue, OfRange(2e7, 2e8).In("USD"), "20M–200M USD"},
		{Revenue, OfNumber(12.5e6).In("EUR"), "12.5M EUR"},
		{Revenue, OfNumber(1.25e9).In("EUR"), "1.25B EUR"},
		{Revenue, OfNumber(999).In("EUR"), "999 EUR"},
		{Revenue, OfNumber(999_999).In("EUR"), "1M EUR"},
		{Revenue, OfNumber(999_999_999).In("EUR"), "1B EUR"},
		{Revenue, OfNumber(3e12).In("JPY"), "3T JPY"},
		{Revenue, OfNumber(-5e6).In("USD"), "-5M USD"},
		{"custom.share", OfNumber(0.25), "0.25"},
		{"custom.share", OfNumber(-0.04), "-0.04"},
		{"custom.share", OfNumber(1234.125), "1,234.125"},
		{FundingStage, OfWords("series_a", "pre_seed", "public"), "Series A, pre-seed and public"},
		{Industry, OfWords("saas"), "SaaS"},
		{Country, OfWords("NL"), "the Netherlands"},
		{Technologies, OfWords("in_house"), "in house"},
		{Industry, Value{}, ""},
	}
	for _, tt := range tests {
		info, _ := tt.attribute.Info()
		if got := info.Format(tt.value); got != tt.want {
			t.Errorf("Format(%s %s) = %q, want %q", tt.attribute, tt.value, got, tt.want)
		}
	}
}

func TestLists(t *testing.T) {
	for want, words := range map[string][]string{"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}} {
		if got := And(words); got != want {
			t.Errorf("And(%q) = %q, want %q", words, got, want)
		}
	}
	if got, want := Or([]string{"a", "b", "c"}), "a, b or c"; got != want {
		t.Errorf("Or = %q, want %q", got, want)
	}
}

func TestNames(t *testing.T) {
	for _, v := range Verdicts {
		if text, err := v.MarshalText(); err != nil || string(text) == "" || v.Words() == "" {
			t.Errorf("verdict %d reads %q and %q, want two names", v, text, v.Words())
		}
	}
	for _, o := range []Outcome{Unknown, Match, Miss} {
		if text, err := o.MarshalText(); err != nil || string(text) != o.String() {
			t.Errorf("MarshalText(%d) = %q, %v, want %q", o, text, err, o)
		}
	}
	for a, want := range map[Attribute]bool{"custom.x": true, "custom.": false, "nonsense": false, Industry: true} {
		if _, ok := a.Info(); ok != want {
			t.Errorf("Info(%q) = %v, want %v", a, ok, want)
		}
	}
}

func TestRates(t *testing.T) {
	r := DefaultSettings().Rates
	for _, tt := range []struct {
		amount   float64
		from, to string
		want     float64
		ok       bool
	}{{86, "EUR", "USD", 100, true}, {100, "USD", "INR", 8400, true}, {5, "XXX", "XXX", 5, true}, {5, "XXX", "USD", 5, false}, {5, "USD", "XXX", 5, false}} {
		n := numeric{criterion: Criterion{Value: OfNumber(1).In(tt.to)}, rates: r}
		got, _, ok := n.converted(&Fact{Value: OfNumber(tt.amount).In(tt.from)})
		if ok != tt.ok || math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("converted(%v %s to %s) = %v, %v, want %v, %v", tt.amount, tt.from, tt.to, got, ok, tt.want, tt.ok)
		}
	}
}

func TestTaxonomyRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"twice": "a\tA\t\t\na\tA\t\t\n", "parent missing": "a\tA\tb\t\n", "ring": "a\tA\tb\t\nb\tB\ta\t\n", "own parent": "a\tA\ta\t\n",
	} {
		if _, err := newTaxonomy(text, false); err == nil {
			t.Errorf("newTaxonomy(%s) gave no error", name)
		}
	}
}

func TestTaxonomy(t *testing.T) {
	for _, tt := range []struct {
		tree           *Taxonomy
		slug, ancestor string
		want           bool
	}{
		{IndustryTree, "saas", "software", true},
		{IndustryTree, "saas", "saas", true},
		{IndustryTree, "software", "saas", false},
		{IndustryTree, "insurtech", "insurance", true},
		{IndustryTree, "insurtech", "financial_services", true},
		{PlaceTree, "US-IL", "us_midwest", true},
		{PlaceTree, "US-IL", "US", true},
		{PlaceTree, "US-IL", "north_america", true},
	} {
		if got := tt.tree.Within(tt.slug, tt.ancestor); got != tt.want {
			t.Errorf("Within(%s, %s) = %v, want %v", tt.slug, tt.ancestor, got, tt.want)
		}
	}
	for _, tree := range []*Taxonomy{IndustryTree, PlaceTree, TechnologyTree} {
		for _, term := range tree.Terms {
			if tree.Label(term.Slug) == "" || !tree.Has(term.Slug) {
				t.Errorf("%s has no label or no row", term.Slug)
			}
		}
	}
}
