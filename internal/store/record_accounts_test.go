package store

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

func wantMessage(t *testing.T, what string, err error, want string) {
	t.Helper()
	if err == nil || fault.Message(err) != want {
		t.Errorf("%s: %v, want %q", what, err, want)
	}
}

func wantRecorded(t *testing.T, what string, got models.Recorded, added, changed, same int) {
	t.Helper()
	if want := (models.Recorded{Added: added, Changed: changed, Same: same, Companies: got.Companies}); got != want {
		t.Errorf("%s: %+v, want %+v", what, got, want)
	}
}

// eachWorkspace runs a test in a workspace of its own in both databases.
func eachWorkspace(t *testing.T, test func(t *testing.T, s *Store, w int64)) {
	t.Helper()
	each(t, func(t *testing.T, s *Store) { test(t, s, workspace(t, s, "red")) })
}

func TestRecordNewAccounts(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		r := record(t, s, w, company("acme.com", 1, "crm", employees(100)), company("Initech", 1, "crm"))
		wantRecorded(t, "Record of two companies", r, 2, 0, 0)
		acme := the(t, s, w, "acme.com")
		if acme.Name != "acme.com" || acme.Revision != 1 || acme.Employees != "100" || acme.Disputed {
			t.Errorf("acme.com = %+v, want revision 1 with 100 employees", acme)
		}
		if o := acme.Origin(scoring.Employees); o == nil || o.Source != "crm" || !o.Observed.Equal(day(1)) || o.Since != 1 {
			t.Errorf("acme.com's employees come from %+v, want crm on the first day", o)
		}
		if initech := the(t, s, w, "Initech Inc."); initech.Domain != "" || initech.Revision != 1 || initech.ID == acme.ID {
			t.Errorf("Initech = %+v, want an account of its own without a domain", initech)
		}
	})
}

func TestRecordAgainChangesNothing(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		changes := everything("red", 100)[:5] // versions and settings are new every time
		changes = append(changes,
			models.AccountFacts{Company: models.Company{Name: "Initech", Country: "US"}, Aliases: []string{"Initrode"}, Source: "crm", Observed: day(1)},
			models.AccountFacts{Company: models.Company{Domain: "acme.example", Name: "Acme Robotics", Country: "US"}, Source: "crm", Observed: day(3).Add(123456789)},
			models.ContactFacts{Company: models.Company{Name: "Initech", Country: "US"}, Contact: models.Contact{Name: "Ana Lima", Observed: day(1).Add(7)}},
			models.ContactFacts{Company: models.Company{Name: "Initech"}, Contact: models.Contact{Profile: "https://social.example/in/bo/", Observed: day(1)}},
		)
		r := record(t, s, w, changes...)
		if r.Same != 1 || r.Added+r.Changed != len(changes)-1 {
			t.Errorf("Record = %+v, want one change that lost", r)
		}
		before := dump(t, s, 0)
		for i := range 3 {
			wantRecorded(t, fmt.Sprintf("Record again (%d)", i), record(t, s, w, changes...), 0, 0, len(changes))
			sameDump(t, "Record of the same", dump(t, s, 0), before)
		}
	})
}

func TestRecordOneDomainManyTimes(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		r := record(t, s, w, company("acme.com", 1, "crm", employees(1)), company("acme.com", 2, "crm", employees(2)), company("acme.com", 2, "crm"))
		wantRecorded(t, "Record of one domain three times", r, 1, 1, 1)
		wantRecorded(t, "Record of it once more", record(t, s, w, company("acme.com", 3, "crm", employees(3))), 0, 1, 0)
		if acme := the(t, s, w, "acme.com"); acme.Employees != "3" || acme.Revision != 3 {
			t.Errorf("acme.com has %s employees in revision %d, want 3 in 3", acme.Employees, acme.Revision)
		}
	})
}

func rowOf(name, country, domain string) models.AccountFacts {
	return models.AccountFacts{Company: models.Company{Name: name, Country: country, Domain: domain}, Source: "crm", Observed: day(1)}
}

// A row without a domain and an account with one are the same company only
// where their names are, to the word: Dover Corporation is not Dover.
func TestRecordLegalFormTellsApart(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		record(t, s, w, rowOf("Dover", "US", "dover.com"))
		wantRecorded(t, "Record of a namesake", record(t, s, w, rowOf("Dover Corporation", "US", "")), 1, 0, 0)
		wantRecorded(t, "Record of the name itself", record(t, s, w, rowOf("DOVER", "US", "")), 0, 0, 1)
		record(t, s, w, rowOf("Flex Ltd.", "SG", ""))
		wantRecorded(t, "Record of a namesake's domain", record(t, s, w, rowOf("Flex", "SG", "flexfits.com")), 1, 0, 0)
		wantRecorded(t, "Record of both again", record(t, s, w, rowOf("Dover Corporation", "US", ""), rowOf("Flex Ltd.", "SG", "")), 0, 0, 2)
	})
}

func TestRecordNameUntilDomain(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		record(t, s, w, rowOf("Acme Inc.", "US", ""))
		id := the(t, s, w, "acme").ID
		wantRecorded(t, "Record of the same name", record(t, s, w, rowOf("ACME", "US", "")), 0, 0, 1)
		wantRecorded(t, "Record of its domain", record(t, s, w, rowOf("Acme, Inc", "US", "acme.com")), 0, 1, 0)
		if got := the(t, s, w, "acme.com"); got.ID != id || got.Name != "Acme Inc." {
			t.Errorf("acme.com = %d %q, want %d Acme Inc.", got.ID, got.Name, id)
		}
		record(t, s, w, rowOf("Acme", "US", "acme.io"), rowOf("acme", "US", ""), rowOf("acme", "", "acme.com"))
		if got := the(t, s, w, "acme.com"); got.ID != id {
			t.Errorf("acme.com = %d, want %d: a namesake's domain is another company", got.ID, id)
		}
		if n := len(called(t, s, w, "acme")); n != 2 {
			t.Errorf("Find(acme) = %d accounts, want 2: its name still finds the first", n)
		}
	})
}

func TestRecordOneNameInTwoCountries(t *testing.T) {
	us, de := rowOf("Acme", "US", ""), rowOf("Acme", "DE", "")
	contact := func(country, name string) models.ContactFacts {
		return models.ContactFacts{Company: models.Company{Name: "Acme", Country: country}, Contact: models.Contact{Name: name, Observed: day(1)}}
	}
	orders := map[string][]models.Change{
		"told as companies":         {us, de, us, de},
		"told by their people":      {contact("US", "Ana"), contact("DE", "Bo"), us, de},
		"learning domains":          {us, de, rowOf("Acme", "DE", "acme.de"), rowOf("Acme", "US", "acme.com")},
		"domains first":             {rowOf("Acme", "US", "acme.com"), rowOf("Acme", "DE", "acme.de"), contact("DE", "Bo"), contact("US", "Ana"), us, de},
		"a stranger's domain":       {us, rowOf("Acme", "DE", "acme.de"), rowOf("Acme", "US", "acme.com"), us, de},
		"domains behind the people": {contact("DE", "Bo"), rowOf("Acme", "US", "acme.com"), rowOf("Acme", "DE", "acme.de"), us},
	}
	each(t, func(t *testing.T, s *Store) {
		for name, changes := range orders {
			w := workspace(t, s, name)
			record(t, s, w, changes...)
			for _, c := range append(changes, changes...) {
				record(t, s, w, c)
			}
			list := called(t, s, w, "acme")
			if len(list) != 2 || list[0].Country == list[1].Country {
				t.Fatalf("%s: Find(acme) = %d accounts, want one in each country", name, len(list))
			}
			for _, a := range list {
				wantPlace(t, s, a, name)
			}
		}
	})
}

// wantPlace looks whether an Acme has the domain and people of its country.
func wantPlace(t *testing.T, s *Store, a models.Account, name string) {
	t.Helper()
	if want := map[string]string{"US": "acme.com", "DE": "acme.de"}[a.Country]; a.Domain != "" && a.Domain != want {
		t.Errorf("%s: Acme in %s has the domain %s, want %s", name, a.Country, a.Domain, want)
	}
	for _, c := range must[[]models.Contact](t)(s.Contacts(t.Context(), a.WorkspaceID, a.ID)) {
		if want := map[string]string{"US": "Ana", "DE": "Bo"}[a.Country]; c.Name != want {
			t.Errorf("%s: %s is at Acme in %s, want %s", name, c.Name, a.Country, want)
		}
	}
}

func TestRecordAliases(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		record(t, s, w, models.AccountFacts{
			Company: models.Company{Domain: "acme.com", Name: "Acme", Country: "US"}, Aliases: []string{"Umbrella Corp", " "},
			Domains: []string{"umbrella.com", "acme.com"}, Source: "crm", Observed: day(1),
		})
		id := the(t, s, w, "acme.com").ID
		for _, text := range []string{"umbrella.com", "umbrella", "Acme"} {
			if got := the(t, s, w, text); got.ID != id {
				t.Errorf("Find(%s) = %d, want %d", text, got.ID, id)
			}
		}
		for _, c := range []models.Company{{Domain: "umbrella.com", Name: "Umbrella"}, {Name: "UMBRELLA"}, {Name: "Umbrella", Country: "US"}, {Name: "Acme"}} {
			record(t, s, w, models.AccountFacts{Company: c, Source: "crm", Observed: day(1)})
		}
		record(t, s, w, rowOf("Umbrella", "DE", ""))
		if n := must[models.Counts](t)(s.Counts(t.Context(), w)).Accounts; n != 2 {
			t.Errorf("%d accounts, want 2: only the German Umbrella is another company", n)
		}
	})
}

func TestRecordAliasOfAnother(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		record(t, s, w, rowOf("Initech", "", "initech.com"), rowOf("Globex", "", ""))
		record(t, s, w, models.AccountFacts{
			Company: models.Company{Domain: "acme.com", Name: "Acme"}, Aliases: []string{"Globex"}, Domains: []string{"initech.com"}, Source: "crm",
		})
		record(t, s, w, company("initech.com", 1, "crm", employees(5)), company("Globex", 1, "crm", employees(6)))
		for text, want := range map[string]string{"initech.com": "5", "Globex": "6", "acme.com": ""} {
			if got := the(t, s, w, text); got.Employees != want {
				t.Errorf("Find(%s) has %q employees, want %q: nobody takes another's name", text, got.Employees, want)
			}
		}
	})
}

func TestRecordRename(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		record(t, s, w, company("acme.com", 1, "crm"))
		wantRecorded(t, "Record of its first name", record(t, s, w, rowOf("Acme", "", "acme.com")), 0, 1, 0)
		wantRecorded(t, "Record of another name", record(t, s, w, rowOf("Acme Robotics", "", "acme.com")), 0, 1, 0)
		id := the(t, s, w, "acme.com").ID
		for _, name := range []string{"Acme", "Acme Robotics"} {
			if got := the(t, s, w, name); got.ID != id || got.Name != "Acme" {
				t.Errorf("Find(%s) = %d %q, want %d Acme", name, got.ID, got.Name, id)
			}
			record(t, s, w, company(name, 1, "crm"))
		}
		if n := must[models.Counts](t)(s.Counts(t.Context(), w)).Accounts; n != 1 {
			t.Errorf("%d accounts, want 1", n)
		}
	})
}

func TestRecordWhoIsBelieved(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		dana := company("acme.com", 1, "dana", employees(500))
		dana.Person = true
		steps := []struct {
			change models.AccountFacts
			want   string
			lost   int
		}{
			{company("acme.com", 2, "hubspot", employees(120)), "120", 0},
			{company("acme.com", 2, "apollo", employees(130)), "120", 1}, // a tie
			{company("acme.com", 3, "apollo", employees(900)), "900", 2}, // the newest
			{company("acme.com", 1, "zoominfo", employees(7)), "900", 3}, // too old
			{company("acme.com", 2, "zoominfo", employees(7)), "900", 3}, // the same word, younger
			{dana, "500", 4}, // a person
			{company("acme.com", 9, "apollo", employees(900)), "500", 5}, // never again
			{company("acme.com", 10, "apollo", employees(900)), "500", 5},
		}
		for i, step := range steps {
			for range 2 {
				record(t, s, w, step.change)
			}
			acme := the(t, s, w, "acme.com")
			past := must[[]models.PastFact](t)(s.PastFacts(t.Context(), w, acme.ID))
			if acme.Employees != step.want || len(past) != step.lost {
				t.Errorf("step %d: %s employees and %d past facts, want %s and %d", i, acme.Employees, len(past), step.want, step.lost)
			}
		}
		acme := the(t, s, w, "acme.com")
		past := must[[]models.PastFact](t)(s.PastFacts(t.Context(), w, acme.ID))
		want := []models.Conflict{{Attribute: scoring.Employees, Value: "900", Source: "apollo", Observed: day(10)}}
		if got := acme.Conflicts(past); len(got) != 1 || got[0].Value != "900" || got[0].Source != "apollo" || !got[0].Observed.Equal(day(10)) || !acme.Disputed {
			t.Errorf("Conflicts = %v, disputed %v, want %v", got, acme.Disputed, want)
		}
	})
}

func TestRecordKeepsReplacedFacts(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		record(t, s, w, company("acme.com", 1, "crm", employees(1), word("custom.fleet", "vans")))
		record(t, s, w, company("acme.com", 2, "crm", employees(2)))
		record(t, s, w, company("acme.com", 3, "apollo", employees(3), word("custom.fleet", "trucks")))
		acme := the(t, s, w, "acme.com")
		var got []string
		for _, p := range must[[]models.PastFact](t)(s.PastFacts(t.Context(), w, acme.ID)) {
			got = append(got, fmt.Sprintf("%s=%s by %s on %d in %d..%d", p.Attribute, p.Value, p.Source, p.Observed.UTC().Day(), p.FromRevision, p.ToRevision))
		}
		want := []string{"employees=1 by crm on 1 in 1..2", "employees=2 by crm on 2 in 2..3", "custom.fleet=vans by crm on 1 in 1..3"}
		if !slices.Equal(got, want) {
			t.Errorf("PastFacts = %q, want %q", got, want)
		}
	})
}

func TestRecordAllOrNothing(t *testing.T) {
	good := []models.Change{
		company("acme.com", 1, "crm", employees(1)),
		models.NewVersion{Name: "commerce", Publish: true, Version: profile("a")},
		models.ContactFacts{Company: models.Company{Domain: "acme.com"}, Contact: models.Contact{Email: "a@acme.com"}},
	}
	acme := models.Company{Domain: "acme.com"}
	long := strings.Repeat("x", 300)
	cases := map[string]struct {
		change models.Change
		want   string
	}{
		"no company":       {models.AccountFacts{Source: "crm"}, "A company needs a name or a domain."},
		"an invisible one": {models.AccountFacts{Company: models.Company{Name: "\u200f\x00\xff"}}, "A company needs a name or a domain."},
		"an endless one":   {models.AccountFacts{Company: models.Company{Domain: long}}, `"` + long[:40] + `" is too long for a domain.`},
		"another's domain": {models.AccountFacts{Company: acme, Domains: []string{long}}, `"` + long[:40] + `" is too long for a domain.`},
		"no attribute":     {company("acme.com", 1, "crm", word("shoe_size", "9")), `There is no attribute "shoe_size"; one of your own starts with custom.`},
		"nobody":           {models.ContactFacts{Company: acme}, "A contact needs an e-mail address, a profile address or a name."},
		"nobody's company": {models.ContactFacts{Contact: models.Contact{Email: "a@b.c"}}, "A company needs a name or a domain."},
		"no kind":          {models.SignalSeen{Company: acme}, "A signal needs a kind of 1 to 200 characters, such as funding_round."},
		"a nameless ICP":   {models.NewVersion{}, "An ICP needs a name of 1 to 200 characters."},
		"an unknown ICP":   {models.Publication{Name: "none"}, "There is no ICP \"none\". `icp` lists the ones there are."},
		"no ICP":           {models.Archival{Name: "none"}, "There is no ICP \"none\". `icp` lists the ones there are."},
		"no version":       {models.Publication{Name: "commerce", Version: 9}, "commerce has no version 9; the latest is 1. `icp commerce` lists them."},
		"no year of JSON":  {models.AccountFacts{Company: acme, Facts: []models.Said{employees(2)}, Observed: time.Date(20_000, 1, 1, 0, 0, 0, 0, time.UTC)}, ""},
		"nothing":          {nil, ""},
	}
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		before := dump(t, s, 0)
		for name, c := range cases {
			_, err := s.Record(t.Context(), w, append(slices.Clone(good), c.change))
			if err == nil || c.want != "" && fault.Message(err) != c.want {
				t.Errorf("Record with %s: %v, want %q", name, err, c.want)
			}
			sameDump(t, "after Record with "+name, dump(t, s, 0), before)
		}
	})
}

func TestRecordInNoWorkspace(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		if _, err := s.Record(t.Context(), 77, []models.Change{company("acme.com", 1, "crm")}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Record(no workspace) = %v, want not found", err)
		}
	})
}

func TestRecordLeavesTheCallersChanges(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		make := func() []models.Change {
			c := rowOf("Ac\x00me\xff", "US", "acme.com")
			c.Aliases, c.Facts = []string{"Um\x00brella"}, []models.Said{word(scoring.Technologies, "a\x00ws")}
			v := profile("a\x00b")
			v.Pains = nil
			return []models.Change{c, models.NewVersion{Name: "x", Version: v}}
		}
		changes := make()
		record(t, s, w, changes...)
		if !reflect.DeepEqual(changes, make()) {
			t.Errorf("Record changed what it was given to %q", changes)
		}
	})
}

func TestSignalsAreKeptOnce(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		seen := func(kind string, at time.Time) models.Change {
			return models.SignalSeen{Company: models.Company{Domain: "acme.com"}, Signal: models.Signal{Kind: kind, HappenedOn: at, Note: kind, Source: "news"}}
		}
		r := record(t, s, w, seen("layoffs", day(1)), seen("layoffs", day(1).Add(5*time.Hour)), seen("expansion", day(1)), seen("layoffs", day(2)))
		wantRecorded(t, "Record of four signals", r, 3, 0, 1)
		s.Now = func() time.Time { return day(5) }
		wantRecorded(t, "Record of one of them", record(t, s, w, seen("layoffs", day(2))), 0, 0, 1)
		record(t, s, w, seen("hiring", day(3)))
		id := the(t, s, w, "acme.com").ID
		for by, want := range map[int][]string{4: {"layoffs", "expansion", "layoffs"}, 5: {"hiring", "layoffs", "expansion", "layoffs"}, -1: nil} {
			var got []string
			for _, signal := range must[[]scoring.Signal](t)(s.Signals(t.Context(), w, id, day(by))) {
				got = append(got, signal.Kind)
			}
			if !slices.Equal(got, want) {
				t.Errorf("Signals by day %d = %v, want %v", by, got, want)
			}
		}
		err := s.Each(t.Context(), w, func(a *models.Account, signals []scoring.Signal) error {
			if len(signals) != 4 || !signals[0].On.Equal(day(3)) {
				t.Errorf("Each gives %s the signals %v, want four, the latest first", a.Domain, signals)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestSignalsOfOneDay(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		hiring := func(note string) models.Change {
			return models.SignalSeen{Company: models.Company{Domain: "acme.com"}, Signal: models.Signal{Kind: "hiring", HappenedOn: day(1), Note: note}}
		}
		long := strings.Repeat("é", 3000)
		changes := []models.Change{hiring("sales"), hiring("data engineers"), hiring(""), hiring(long)}
		wantRecorded(t, "Record of four notes", record(t, s, w, changes...), 4, 0, 0)
		wantRecorded(t, "Record of them again", record(t, s, w, changes...), 0, 0, 4)
	})
}

func TestRecordCountsTheCompaniesItMakes(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		changes := []models.Change{
			company("acme.com", 1, "crm"),
			models.SignalSeen{Company: models.Company{Name: "Globex"}, Signal: models.Signal{Kind: "layoffs", HappenedOn: day(1)}},
			someone("acme.com", 1, models.Contact{Name: "Ana"}), someone("initech.com", 1, models.Contact{Name: "Bo"}), someone("initech.com", 1, models.Contact{Name: "Cy"}),
		}
		for i, want := range []int{2, 0} {
			if got := record(t, s, w, changes...).Companies; got != want {
				t.Errorf("Record (%d) made %d companies, want %d", i+1, got, want)
			}
		}
	})
}

// A name that is a domain may be no more than that: the account of the name is
// meant where nobody has the domain.
func TestRecordNamesThatAreDomains(t *testing.T) {
	happened := func(name, domain string) models.SignalSeen {
		return models.SignalSeen{Company: models.Company{Name: name, Domain: domain}, Signal: models.Signal{Kind: "layoffs", HappenedOn: day(1)}}
	}
	stored := map[string]models.AccountFacts{
		"the domain under another name": rowOf("Globex", "US", "initech.com"),
		"the name and the domain":       rowOf("Initech.com", "US", "initech.com"),
		"the name alone":                rowOf("Initech.com", "US", ""),
		"the name and another domain":   rowOf("Initech.com", "US", "initech.example"),
	}
	each(t, func(t *testing.T, s *Store) {
		for name, account := range stored {
			t.Run(name, func(t *testing.T) {
				w := workspace(t, s, name)
				record(t, s, w, account)
				for range 2 {
					got := record(t, s, w, happened("Initech.com", "initech.com"), happened("initech.com", "initech.com"), rowOf("initech.com", "", "initech.com"))
					if got.Companies != 0 || len(slices.Collect(everyAccount(t, s, w))) != 1 {
						t.Errorf("Record of initech.com made %d companies, want none", got.Companies)
					}
				}
				if a := the(t, s, w, "initech.com"); a.Name != account.Name || a.Country != "US" {
					t.Errorf("initech.com = %q in %q, want %q in US", a.Name, a.Country, account.Name)
				}
			})
		}
	})
}
