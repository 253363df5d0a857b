package commands_test

import (
	"strings"
	"testing"

	"rightdoor/commands"
	"rightdoor/internal/importer"
)

// market is a handful of companies that a sentence sorts.
const market = `Name,Domain,Industry,Country,City,Employees,Lifecycle
Paynord,paynord.example,fintech,Germany,Berlin,400,prospect
Paysur,paysur.example,fintech,Mexico,Monterrey,400,prospect
Fräswerk,fraeswerk.example,machinery,Germany,Ulm,400,prospect
Rivalpay,rivalpay.example,fintech,Germany,Berlin,400,competitor
Tinypay,tinypay.example,fintech,Germany,Berlin,20,prospect
`

func marketWorld(t *testing.T) *world {
	w := emptyWorld(t)
	w.load(importer.Accounts, market)
	return w
}

// TestASentenceSortsCompanies publishes what sentences say and asks who fits.
func TestASentenceSortsCompanies(t *testing.T) {
	for sentence, want := range map[string]string{
		"fintech in Germany, at least 200 employees, not in Mexico, no competitors": "paynord.example fit; paysur.example disqualified; " +
			"fraeswerk.example disqualified; rivalpay.example disqualified; tinypay.example fit",
		"fintech in Mexico or the EU": "paynord.example fit; paysur.example fit; fraeswerk.example disqualified; rivalpay.example fit; tinypay.example fit",
		"fintech in Monterrey, Mexico": "paynord.example disqualified; paysur.example fit; fraeswerk.example disqualified; " +
			"rivalpay.example disqualified; tinypay.example disqualified",
		"fintech, ideally in Mexico": "paynord.example fit; paysur.example fit; fraeswerk.example disqualified; rivalpay.example fit; tinypay.example fit",
		"fintech, without companies under 50 employees": "paynord.example fit; paysur.example fit; fraeswerk.example disqualified; " +
			"rivalpay.example fit; tinypay.example disqualified",
	} {
		w := marketWorld(t)
		w.text("icp new \"" + sentence + "\" --name us --save")
		w.text("icp publish us")
		var got []string
		for _, domain := range []string{"paynord", "paysur", "fraeswerk", "rivalpay", "tinypay"} {
			answer := w.asJSON("fit " + domain + ".example")
			got = append(got, domain+".example "+answer["verdict"].(string))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("icp new %q:\n  = %s\nwant %s\n%s", sentence, strings.Join(got, "; "), want, w.text("icp us"))
		}
	}
}

func TestDraftsSayWhatMustBe(t *testing.T) {
	for sentence, want := range map[string][]string{
		"fintech in Germany, at least 200 employees, not in Mexico, no competitors, using AWS": {
			"industry: must be fintech", "country: must be Germany", "country: must not be Mexico", "employees: should be at least 200",
			"lifecycle: must not be competitor", "technologies: should include AWS",
		},
		"SaaS in the US or Europe":            {"industry: must be SaaS", "region: must be the United States or Europe"},
		"SaaS in Munich, Germany":             {"city: must be Munich", "country: must be Germany"},
		"SaaS in Texas, USA":                  {"subdivision: must be Texas", "country: must be the United States"},
		"SaaS in Munich or Austria":           {"city: should be Munich", "country: should be Austria"},
		"banks, especially in Chile":          {"country: should be Chile"},
		"SaaS not using Salesforce":           {"technologies: must not include Salesforce"},
		"companies not in Mexico":             {"country: must not be “Mexico”"},
		"SaaS with over 50 employees and B2B": {"business model: should be B2B"},
	} {
		text := emptyWorld(t).text("icp new \"" + sentence + "\"")
		for _, line := range want {
			if !strings.Contains(text, line) {
				t.Errorf("icp new %q = %s\nwant it to say %q", sentence, text, line)
			}
		}
	}
}

func TestBoundsThatExcludeEachOther(t *testing.T) {
	const sentence = "SaaS with less than 50 and more than 500 employees"
	w := marketWorld(t)
	text := w.text("icp new \"" + sentence + "\"")
	if !strings.Contains(text, "exclude each other") || strings.Contains(text, "earns points yet") || strings.Contains(text, "--save") {
		t.Errorf("icp new %q = %s\nwant it to say that the bounds exclude each other", sentence, text)
	}
	if text := w.text("icp new \"" + sentence + "\" --save"); !strings.Contains(text, "exclude each other") || !strings.Contains(text, "[refused]") {
		t.Errorf("icp new %q --save = %s\nwant it refused", sentence, text)
	}
	if text := w.text("icp new \"SaaS with more than 50 and less than 500 employees\""); !strings.Contains(text, "employees: should be 51–499") {
		t.Errorf("icp new of a range = %s\nwant it read", text)
	}
}

// TestPlansDoubtTechnologies warns of a slip, and of nothing else: a product
// may be new.
func TestPlansDoubtTechnologies(t *testing.T) {
	w := emptyWorld(t)
	for words, want := range map[string]string{
		"awz, hubspott": "us: no technology awz is known: did you mean aws?\nus: no technology hubspott is known: did you mean hubspot?",
		"aws, HubSpot":  "", "Some Odd Tool, zq": "",
	} {
		file := "icps:\n  - name: us\n    criteria:\n      - {attribute: technologies, includes_any: [" + words + "]}\n"
		plan := w.plan(file, commands.ApplyOptions{By: "ana"})
		if got := strings.Join(plan.Doubts, "\n"); got != want || !strings.HasSuffix(plan.Text(), want) {
			t.Errorf("Plan of [%s] doubts %q, want %q\n%s", words, got, want, plan.Text())
		}
	}
}
