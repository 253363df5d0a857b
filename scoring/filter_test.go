package scoring

import (
	"strings"
	"testing"
)

func TestFilter(t *testing.T) {
	f, err := NewFilter([]Criterion{should(Industry, In, "software", 0), should(Employees, AtLeast, "50", 0), should(Country, In, "US", 0)}, DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	for facts, want := range map[string]bool{
		"industry=saas;employees=60;subdivision=US-IL": true, "industry=saas;employees=60": false, "industry=saas;employees=40;country=US": false,
	} {
		if got := f.Pass(known(t, strings.Split(facts, ";")...)); got != want {
			t.Errorf("Pass(%s) = %v, want %v", facts, got, want)
		}
	}
	if !(Filter{}).Pass(new(Facts)) {
		t.Error("the zero Filter keeps an account out, want all to pass")
	}
	if _, err := NewFilter([]Criterion{{Attribute: Industry, Operator: AtLeast, Value: OfNumber(5), Mode: Should}}, Settings{}); err == nil || !strings.Contains(err.Error(), "filter on industry") {
		t.Errorf("NewFilter of a bad criterion = %v, want its attribute named", err)
	}
}

// TestFilterTakesTheRatesItIsGiven holds that a list and an answer convert
// alike.
func TestFilterTakesTheRatesItIsGiven(t *testing.T) {
	facts := known(t, "revenue=100 EUR")
	for rate, want := range map[float64]bool{2: true, 1: false} {
		f, err := NewFilter([]Criterion{should(Revenue, Between, "40..60 USD", 0)}, Settings{Rates: Rates{PerUSD: map[string]float64{"USD": 1, "EUR": rate}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Pass(facts); got != want {
			t.Errorf("Pass at %v EUR a USD = %v, want %v", rate, got, want)
		}
	}
}
