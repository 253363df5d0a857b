package commands_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rightdoor/internal/importer"
	"rightdoor/models"
	"rightdoor/scoring"
)

func wantText(t *testing.T, line, text string, with, without []string) {
	t.Helper()
	for _, part := range with {
		if !strings.Contains(text, part) {
			t.Errorf("%s = %q, want %q in it", line, text, part)
		}
	}
	for _, part := range without {
		if strings.Contains(text, part) {
			t.Errorf("%s = %q, want no %q in it", line, text, part)
		}
	}
}

func TestOpenWordsMeet(t *testing.T) {
	w := emptyWorld(t)
	w.apply(`icps:
  - name: backed
    criteria:
      - {attribute: ownership, in: [Venture Backed], mode: must}
      - {attribute: city, in: [san francisco], mode: must}
`)
	w.load(importer.Accounts, "name,domain,city,custom.batch,ownership\nAcme,acme.com,San Francisco,W21,Venture Backed\n")
	for _, line := range []string{`accounts city="San Francisco"`, "accounts city=san_francisco", "accounts custom.batch=w21", `accounts ownership="venture backed"`} {
		wantText(t, line, w.text(line), []string{"1 account: 1 fits"}, nil)
	}
}

func TestListsConvertAsAnswersDo(t *testing.T) {
	w := emptyWorld(t)
	w.apply("settings:\n  rates: {on: 2026-11-01, per_usd: {EUR: 2}}\nicps:\n  - name: x\n    criteria:\n      - {attribute: revenue, between: [40 USD, 60 USD]}\n")
	w.load(importer.Accounts, "name,domain,revenue\nAcme,acme.com,100 EUR\n")
	wantText(t, "accounts", w.text("accounts revenue=40-60"), []string{"1 account: 1 fits"}, nil)
}

func TestPlacesThatDisagree(t *testing.T) {
	w := emptyWorld(t)
	w.apply("icps:\n  - name: x\n    criteria:\n      - {attribute: country, in: [Germany], mode: must}\n      - {attribute: region, in: [DACH], mode: must}\n")
	w.load(importer.Accounts, "name,domain,country,state,observed,source\nAcme,acme.com,US,Texas,2024-01-01,HubSpot\nAcme,acme.com,Germany,,2026-01-01,Apollo\nNova,nova.com,,,,\n")
	text := w.text("fit acme.com")
	wantText(t, "fit acme.com", text, []string{"is a fit", "country Germany (Apollo, ", "or the United States (HubSpot"}, []string{"not Germany"})
	wantText(t, "fit nova.com", w.text("fit nova.com"), []string{"country (Germany, and DACH?) – the one fact that settles it"}, nil)
}

// TestReceiptKeepsTheDay holds that an import that only confirms a fact later
// changes nothing of an answer that was given before.
func TestReceiptKeepsTheDay(t *testing.T) {
	w := emptyWorld(t)
	w.apply("icps:\n  - name: x\n    criteria:\n      - {attribute: employees, between: [200, 1500], mode: must, weight: 3}\n      - {attribute: employees, at_least: 100}\n")
	tell := func(source string, at time.Time) {
		w.record(models.AccountFacts{
			Company: models.Company{Domain: "acme.com", Name: "Acme"}, Source: source, Observed: at,
			Facts: []models.Said{{Attribute: scoring.Employees, Value: scoring.OfNumber(300)}},
		})
	}
	tell("HubSpot", w.now.AddDate(-3, 0, 0))
	first := w.text("why acme.com")
	if n := strings.Count(first, "headcount (HubSpot"); n != 1 {
		t.Errorf("why names the old headcount %d times, want once: %s", n, first)
	}
	w.later(time.Hour)
	tell("Apollo", w.now)
	first = strings.Join(slices.DeleteFunc(strings.Split(first, "\n"), func(line string) bool { return strings.Contains(line, "persona") }), "\n") // not of the receipt
	if again := w.text("why " + first[strings.LastIndex(first, "receipt ")+len("receipt "):]); again != first {
		t.Errorf("why RECEIPT = %q, want what was said: %q", again, first)
	}
	wantText(t, "why acme.com", w.text("why acme.com"), []string{"Apollo"}, []string{"hangs on old facts"})
}
