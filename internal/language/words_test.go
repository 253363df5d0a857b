package language

import (
	"testing"

	"rightdoor/scoring"
)

func TestBlank(t *testing.T) {
	for _, text := range []string{
		"", " ", "null", "NULL", "n/a", "N/A", "na", "none", "-", "--", "—", "Select", "--Select--", "unknown", "not available",
		"#N/A", "undefined", "NaN", "(not set)", "?",
	} {
		if !Blank(text) {
			t.Errorf("Blank(%q) = false, want true", text)
		}
	}
	for _, text := range []string{"0", "0%", "Nope", "Nanette", "None Such Inc", "640", "日本", "$", "Select Comfort"} {
		if Blank(text) {
			t.Errorf("Blank(%q) = true, want false", text)
		}
	}
}

func TestIndustry(t *testing.T) {
	for text, want := range map[string]string{
		"COMPUTER_SOFTWARE": "software", "Oil & Gas": "oil_and_gas", "oil and gas": "oil_and_gas", "e-commerce": "e-commerce",
		"eCommerce": "e-commerce", "SaaS": "saas", "Hospital & Health Care": "healthcare", "b2b": "", "": "", "&": "",
	} {
		if got, ok := Industry(text); got != want || ok != (want != "") {
			t.Errorf("Industry(%q) = %q, %v, want %q", text, got, ok, want)
		}
	}
}

func TestTechnologySlug(t *testing.T) {
	for text, want := range map[string]string{
		"Salesforce": "salesforce", "Hub Spot": "hubspot", "Acme Widget Cloud": "acme_widget_cloud", "--": "",
	} {
		if got := TechnologySlug(text); got != want {
			t.Errorf("TechnologySlug(%q) = %q, want %q", text, got, want)
		}
	}
}

// Every row of a taxonomy is found by its own slug and, unless another row's
// slug is the same word, by its label.
func TestTaxonomiesFindThemselves(t *testing.T) {
	for name, c := range map[string]struct {
		tree *scoring.Taxonomy
		find func(string) (string, bool)
	}{
		"industries": {scoring.IndustryTree, Industry}, "technologies": {scoring.TechnologyTree, Technology}, "places": {scoring.PlaceTree, Place},
	} {
		for _, term := range c.tree.Terms {
			if got, _ := c.find(term.Slug); got != term.Slug {
				t.Errorf("%s: find(%q) = %q, want itself", name, term.Slug, got)
			}
		}
	}
}

func TestPlace(t *testing.T) {
	for text, want := range map[string]string{
		"US": "US", "us": "", "USA": "US", "United States": "US", "the Netherlands": "NL", "DEU": "DE", "UK": "GB", "IN": "IN", "in": "",
		"England": "GB-ENG", "LATAM": "latin_america", "US-CA": "US-CA", "Bayern": "DE-BY", "Narnia": "", "": "",
	} {
		if got, ok := Place(text); got != want || ok != (want != "") {
			t.Errorf("Place(%q) = %q, %v, want %q", text, got, ok, want)
		}
	}
}

func TestSubdivision(t *testing.T) {
	for _, c := range []struct{ text, country, want string }{
		{"CA", "", "US-CA"},
		{"CA", "US", "US-CA"},
		{"ca", "US", "US-CA"},
		{"ON", "", "CA-ON"},
		{"NSW", "AU", "AU-NSW"},
		{"NSW", "US", ""},
		{"Georgia", "", "US-GA"},
		{"Georgia", "GE", ""},
		{"Calif.", "", "US-CA"},
		{"Bavaria", "DE", "DE-BY"},
		{"BY", "DE", "DE-BY"},
		{"D.C.", "", "US-DC"},
		{"Narnia", "", ""},
		{"", "", ""},
	} {
		if got, _ := Subdivision(c.text, c.country); got != c.want {
			t.Errorf("Subdivision(%q, %q) = %q, want %q", c.text, c.country, got, c.want)
		}
	}
}

func TestReadPlace(t *testing.T) {
	for _, c := range []struct{ location, city, subdivision, country string }{
		{"Saint Paul, Minnesota", "Saint Paul", "US-MN", "US"},
		{"Dublin, Ireland", "Dublin", "", "IE"},
		{"Dublin, Ohio", "Dublin", "US-OH", "US"},
		{"San Francisco, CA, USA", "San Francisco", "US-CA", "US"},
		{"Los Angeles, CA", "Los Angeles", "US-CA", "US"},
		{"500 Main St, Los Angeles, CA", "Los Angeles", "US-CA", "US"},
		{"Toronto, ON, CA", "Toronto", "CA-ON", "CA"},
		{"Toronto, Ontario", "Toronto", "CA-ON", "CA"},
		{"London", "London", "", ""},
		{"London, England", "London", "GB-ENG", "GB"},
		{"London, England, UK", "London", "GB-ENG", "GB"},
		{"New York City, New York[2]", "New York", "US-NY", "US"},
		{"New York", "New York", "", ""},
		{"Washington, D.C.", "Washington", "US-DC", "US"},
		{"Atlanta, Georgia", "Atlanta", "US-GA", "US"},
		{"Berlin, Germany", "Berlin", "DE-BE", "DE"},
		{"Schaffhausen, Switzerland", "Schaffhausen", "CH-SH", "CH"},
		{"München, Bayern, Deutschland", "München", "DE-BY", "DE"},
		{"Singapore", "Singapore", "", "SG"},
		{"Singapore, Singapore", "Singapore", "", "SG"},
		{"Hong Kong", "Hong Kong", "", "HK"},
		{"Mexico City, Mexico", "Mexico City", "MX-CMX", "MX"},
		{"California", "", "US-CA", "US"},
		{"California, USA", "", "US-CA", "US"},
		{"NY", "", "US-NY", "US"},
		{"United States", "", "", "US"},
		{"Europe", "", "", ""},
		{"Remote", "", "", ""},
		{"Paris; London", "Paris", "", ""},
		{"", "", "", ""},
		{",,;", "", "", ""},
	} {
		city, subdivision, country := ReadPlace(c.location)
		if city != c.city || subdivision != c.subdivision || country != c.country {
			t.Errorf("ReadPlace(%q) = %q, %q, %q, want %q, %q, %q", c.location, city, subdivision, country, c.city, c.subdivision, c.country)
		}
	}
}

// The data files name only places there are.
func TestPlaceFiles(t *testing.T) {
	for _, row := range readTable("lexicon/postal.tsv", 2) {
		if !scoring.PlaceTree.Has(row[0]) {
			t.Errorf("postal.tsv: %q is no place", row[0])
		}
	}
	for _, row := range readTable("lexicon/cities.tsv", 3) {
		if row[1] != "" && !scoring.PlaceTree.Has(row[1]) {
			t.Errorf("cities.tsv: %q is no place", row[1])
		}
	}
}

func FuzzReadPlace(f *testing.F) {
	f.Add("San Francisco, CA, USA[1]")
	f.Fuzz(func(t *testing.T, text string) {
		_, subdivision, country := ReadPlace(text)
		if subdivision != "" && CountryOf(subdivision) != country {
			t.Errorf("ReadPlace(%q) = %s in %s, want the subdivision's own country", text, subdivision, country)
		}
		Blank(text)
		Industry(text)
	})
}
