package importer

import (
	"strings"
	"testing"

	"rightdoor/scoring"
)

func TestReadFact(t *testing.T) {
	for _, c := range []struct {
		attribute  scoring.Attribute
		text, want string
	}{
		{scoring.Revenue, "120M USD", "revenue=120000000 USD"},
		{scoring.Revenue, "$5-10M", "revenue=5000000..10000000 USD"},
		{scoring.Revenue, "a lot", `"a lot" is no amount of money`},
		{scoring.Employees, "1,150", "employees=1150"},
		{scoring.Industry, "financial technology", "industry=fintech"},
		{scoring.Industry, "blarg", `"blarg" is no industry that rightdoor knows`},
		{scoring.FundingStage, "Series B", "funding_stage=series_b"},
		{scoring.Technologies, "AWS, Shopify", "technologies=aws|shopify"},
		{scoring.Country, "Deutschland", "country=DE"},
		{scoring.Subdivision, "Texas", "subdivision=US-TX"},
		{scoring.Subdivision, "Nowhere", `"Nowhere" is no state or province that rightdoor knows`},
		{scoring.Region, "Atlantis", `"Atlantis" is no region that rightdoor knows`},
		{scoring.AccountOwner, "Dana", "owner=Dana"},
		{"custom.fleet", "40", "custom.fleet=40"},
		{"colour", "blue", `"blue" says nothing`},
		{scoring.Growth, " ", `"" says nothing`},
	} {
		said, err := ReadFact(c.attribute, c.text, "USD")
		var got []string
		for _, s := range said {
			got = append(got, string(s.Attribute)+"="+s.Value.String())
		}
		if err != nil {
			got = []string{err.Error()}
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("ReadFact(%s, %q) = %s, want %s", c.attribute, c.text, text, c.want)
		}
	}
}

// TestEveryAttributeCanBeSaid holds that a person can tell whatever a file can.
func TestEveryAttributeCanBeSaid(t *testing.T) {
	for _, a := range scoring.Attributes {
		if attributeReaders[a.Name] == nil {
			t.Errorf("ReadFact reads no %s", a.Name)
		}
	}
}
