package commands_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rightdoor/commands"
	"rightdoor/internal/importer"
	"rightdoor/models"
	"rightdoor/scoring"
)

func TestWordsReadWell(t *testing.T) {
	w := sampleWorld(t)
	golden(t, "say", w.talk(
		"/who acme.com champion",                 // a role
		"/who acme.com CFO",                      // a title that no persona has
		"/say CMO at Acme",                       // a title, the other way round
		"/say to the economic buyer at acme.com", //
		"/who Juniper & Vale Analytics Alex",     // a persona, after a name of several words
		"/say acme.com Priya Raman",              // a person
		"/who priya.raman@acme.com",              // her own page
		"/who Elena Marsh",                       // by name: the CRM's word alone
		"/who nobody@acme.com",                   // an address that is not known
		"/who is the CMO at Acme",
		"opener for Priya Raman",
		"what do I say to the CMO at Acme?",
		"/who Gordon Pike",                  // fits no seat
		"/who Noah Brandt",                  // gone: nobody by that name
		"/who noah.brandt@acme.com",         //
		"/who acme.com end user",            // an empty seat
		"/say acme.com",                     // the first to see
		"/say globex.com champion",          // the company first
		"/who hooli.com VP of Revenue",      // the wrong company
		"/who acme.com mid-market commerce", // a company profile where a person was needed
		"/who acme.com the weather",         //
		"/say",                              //
	))
}

func TestPlansOfApproachReadWell(t *testing.T) {
	w := sampleWorld(t)
	golden(t, "approach", w.talk("/who acme.com plan", "/who acme.com plan --csv", "/who cornerandkin.example plan", "/who cindersage.example plan", "/who hooli.com plan"))
}

func TestMissingSeatsReadWell(t *testing.T) {
	w := sampleWorld(t)
	golden(t, "missing", w.talk("accounts --missing champion", "accounts missing=champion owner=Leila", "accounts --missing any 2", "accounts --missing=technical_evaluator 2",
		"accounts --missing \"economic buyer\"", "accounts --missing boss", "accounts --missing"))
}

func TestMessagesAreJudged(t *testing.T) {
	w := sampleWorld(t)
	golden(t, "message", w.talk(
		`check message --to "operations manager without a budget, at cost-sensitive start-ups" We help fleet managers reduce costs by 30 %`,
		"check message --to Revenue Ruby We help companies like yours reduce churn and grow revenue.",
		"check message --to champion Your team spends hours pulling reports by hand from several systems.",
		"check message --to economic buyer Your reps copy spreadsheets by hand every day.",
		"check message --to the CFO We cut costs by a third.",
		"check message --to Segment Sam Hello there",
		"check message --to mid-market commerce We cut costs.",
		"check message --to nobody We cut costs.",
		"check message We cut costs.",
		"check message --to champion",
	))
}

// smallShops is a second ICP without personas, as `persona adapt` needs one.
const smallShops = `icps:
  - name: small shops
    criteria:
      - {attribute: employees, at_most: 50}
`

func TestAdaptingReadsWell(t *testing.T) {
	w := sampleWorld(t)
	w.applyWith(smallShops, commands.ApplyOptions{By: "ana", Draft: true})
	talk := w.talk("persona adapt Revenue Ruby --to small shops", "persona adapt Revenue Ruby --to small shops", "icp small shops",
		"persona small shops/Revenue Ruby", "persona adapt Nobody --to small shops", "persona adapt Revenue Ruby --to nowhere", "persona adapt Revenue Ruby",
		"persona adapt Revenue Ruby --to mid-market commerce", "icp publish small shops")
	w.later(time.Hour)
	w.apply(strings.Replace(read(t, sampleDir+"/targeting.yaml"), "Speed to insight", "Speed to a decision", 1))
	golden(t, "adapt", talk+w.talk("persona Revenue Ruby", "persona small shops/Revenue Ruby", "persona adapt mid-market commerce/Revenue Ruby --to small shops",
		"persona adapt mid-market commerce/Revenue Ruby --to small shops --take", "persona adapt mid-market commerce/Revenue Ruby --to small shops --take",
		"icp publish small shops", "persona small shops/Revenue Ruby"))
	file, err := w.runner.Export(t.Context(), w.workspace)
	if err != nil || file.ICP("small shops") == nil || file.ICP("small shops").Personas[0].AdaptedFrom != "mid-market commerce@2/Revenue Ruby" {
		t.Errorf("Export = %+v, %v, want the link back", file, err)
	}
}

func TestARepMayNotAdapt(t *testing.T) {
	w := sampleWorld(t)
	if _, err := w.askAs(t.Context(), commands.Rep, "persona adapt Revenue Ruby --to mid-market commerce"); err == nil {
		t.Error("a rep adapted a persona, want a refusal")
	}
}

// german is an account in Germany with people in several places, notes that say
// what is missing, and a seat that is empty.
const german = `name,domain,industry,employees,revenue,country,technologies,growth,region
Nordlicht,nordlicht.example,E-commerce,640,45000000 USD,United States,aws|hubspot,40,
`

func TestPlacesAndCautionsReadWell(t *testing.T) {
	w := sampleWorld(t)
	w.load(importer.Accounts, german)
	company := models.Company{Domain: "nordlicht.example"}
	w.apply(strings.Replace(read(t, sampleDir+"/targeting.yaml"), "in: [north_america]", "in: [north_america, dach]", 1))
	w.later(time.Hour)
	w.record(
		models.AccountFacts{Company: company, Source: "ana", Person: true, Observed: w.now, Facts: []models.Said{
			{Attribute: scoring.Country, Value: scoring.OfWords("DE")}, {Attribute: scoring.CultureNotes, Value: scoring.OfWords("Careful people; no budget this year")},
		}},
		models.SignalSeen{Company: company, Signal: models.Signal{Kind: "layoffs", HappenedOn: today.AddDate(0, 0, -20), Source: "News"}},
		person(company, "Aki Mori", "VP of Marketing, APAC", models.Contact{LastActivity: today, Place: "JP"}),
		person(company, "Eva Lang", "VP of Marketing, EMEA", models.Contact{Place: "DE"}),
		person(company, "Lea Frei", "Head of Data", models.Contact{Place: "FR", Roles: []scoring.Role{scoring.Influencer}, CRMRole: "Influencer"}),
		person(company, "Gone Away", "Chief Data Officer", models.Contact{Status: models.OptedOut}),
	)
	golden(t, "places", w.talk("/who nordlicht.example", "/fit nordlicht.example", "/say nordlicht.example Eva Lang"))
}

func person(company models.Company, name, title string, more models.Contact) models.ContactFacts {
	more.Name, more.Title, more.Source, more.Observed = name, title, "HubSpot", today
	more.Email = strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@" + company.Domain
	return models.ContactFacts{Company: company, Contact: more}
}

// TestWhoOptedOutIsNeverNamed asks everything there is to ask about an account
// where everybody opted out, left or bounced.
func TestWhoOptedOutIsNeverNamed(t *testing.T) {
	w := sampleWorld(t)
	company := models.Company{Domain: "acme.com"}
	for i, status := range []models.Status{models.OptedOut, models.Left, models.Bounced} {
		w.record(person(company, fmt.Sprintf("Xenia Quux%d", i), "CMO", models.Contact{Status: status, Roles: []scoring.Role{scoring.Champion, scoring.EconomicBuyer}, LastActivity: today}))
	}
	for _, line := range []string{
		"/fit acme.com", "/who acme.com", "/who acme.com CMO", "/who acme.com champion", "/say acme.com", "/who acme.com plan", "/who acme.com plan --csv", "/why acme.com",
		"accounts --missing any", "/who xenia.quux0@acme.com", "/who Xenia Quux1", "/say acme.com Xenia Quux2", "icp", "persona",
	} {
		reply, err := w.ask(line)
		if err != nil {
			t.Errorf("Run(%s): %v", line, err)
			continue
		}
		object, _ := json.Marshal(reply.View)
		card := ""
		if carded, ok := reply.View.(commands.Carded); ok {
			card = fmt.Sprintf("%+v", carded.Card())
		}
		if shown := strings.ToLower(reply.View.Text() + string(object) + card); strings.Contains(shown, "quux") {
			t.Errorf("%s names who must not be named:\n%s", line, shown)
		}
	}
}

// TestInventedPeopleNeverAppear draws contacts and holds that every name in an
// answer is one of theirs, and that more contacts never lower the coverage.
func TestInventedPeopleNeverAppear(t *testing.T) {
	w := sampleWorld(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		domain := fmt.Sprintf("drawn-%d.example", n)
		w.load(importer.Accounts, "name,domain,industry,employees,revenue,country,technologies,growth\nDrawn,"+domain+",E-commerce,640,45000000 USD,United States,aws|hubspot,40\n")
		company := models.Company{Domain: domain}
		known := map[string]bool{}
		last := 0.0
		for i := range rapid.IntRange(1, 5).Draw(rt, "people") {
			name := fmt.Sprintf("Person %c%d", 'A'+i, n)
			status := rapid.SampledFrom([]models.Status{"", "", models.Active, models.OptedOut}).Draw(rt, "status")
			known[name] = status != models.OptedOut
			w.record(person(company, name, rapid.SampledFrom([]string{"CMO", "Head of BI", "Data Analyst", "Warehouse Manager", "Chief Data Officer"}).Draw(rt, "title"),
				models.Contact{Status: status, Roles: rapid.SliceOfN(rapid.SampledFrom(scoring.DefaultOrder), 0, 1).Draw(rt, "roles")}))
			view := w.view("/who " + domain).(commands.CommitteeView)
			for _, seat := range view.Committee {
				for _, p := range seat.Contacts {
					if !known[p.Name] {
						rt.Fatalf("%q sits in %s, who is nobody to be shown", p.Name, seat.Persona)
					}
				}
			}
			if view.Coverage < last {
				rt.Fatalf("coverage = %v with one contact more, it was %v", view.Coverage, last)
			}
			last = view.Coverage
		}
	})
}

func TestThePlanIsATable(t *testing.T) {
	w := sampleWorld(t)
	w.record(person(models.Company{Domain: "acme.com"}, "=Hyper Link", "Data Analyst", models.Contact{LastActivity: today}))
	rows, err := csv.NewReader(strings.NewReader(w.text("/who acme.com plan --csv"))).ReadAll()
	if err != nil || len(rows) != 1+8 {
		t.Fatalf("plan = %d rows, %v, want a header and two for each of four people", len(rows), err)
	}
	for _, row := range rows[1:] {
		if strings.HasPrefix(row[1], "=") {
			t.Errorf("a cell begins with a formula: %q", row[1])
		}
	}
}
