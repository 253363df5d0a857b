package store

import (
	"slices"
	"testing"
	"time"

	"rightdoor/models"
	"rightdoor/scoring"
)

// someone is a change that tells of a contact at the company of a domain.
func someone(domain string, on int, c models.Contact) models.ContactFacts {
	c.Observed, c.Source = day(on), "crm"
	return models.ContactFacts{Company: models.Company{Domain: domain}, Contact: c}
}

// onlyContact gives the one person at the company of a domain.
func onlyContact(t *testing.T, s *Store, w int64, domain string) models.Contact {
	t.Helper()
	list := must[[]models.Contact](t)(s.Contacts(t.Context(), w, the(t, s, w, domain).ID))
	if len(list) != 1 {
		t.Fatalf("%s has %d contacts, want one", domain, len(list))
	}
	return list[0]
}

func TestContactsAreMergedFieldByField(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		record(t, s, w, someone("acme.com", 2, models.Contact{Name: "Ana Lima", Email: "Ana@acme.com", Title: "VP Sales", LastActivity: day(1)}))
		r := record(t, s, w,
			someone("acme.com", 3, models.Contact{Email: "ana@ACME.com", CRMRole: "Budget Holder", Roles: []scoring.Role{scoring.EconomicBuyer}}),
			someone("acme.com", 1, models.Contact{Email: "ana@acme.com", Title: "Intern", Place: "BR", CRMRole: "Other", LastActivity: day(4)}),
			someone("acme.com", 4, models.Contact{Email: "ana@ACME.com"}))
		wantRecorded(t, "Record of three words on a contact", r, 0, 2, 1)
		got := onlyContact(t, s, w, "acme.com")
		if got.Name != "Ana Lima" || got.Title != "VP Sales" || got.Place != "BR" || got.CRMRole != "Budget Holder" || len(got.Roles) != 1 ||
			!got.LastActivity.Equal(day(4)) || !got.Observed.Equal(day(4)) || got.Key != "ana@acme.com" {
			t.Errorf("contact = %+v, want each field by the younger source that has it", got)
		}
	})
}

func TestOptedOutStays(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		for _, step := range []struct {
			on           int
			status, want models.Status
		}{
			{3, models.Active, models.Active},
			{2, models.Bounced, models.Active},
			{4, models.Left, models.Left},
			{1, models.OptedOut, models.OptedOut},
			{9, models.Active, models.OptedOut},
			{10, "", models.OptedOut},
		} {
			record(t, s, w, someone("acme.com", step.on, models.Contact{Email: "ana@acme.com", Status: step.status}))
			if got := onlyContact(t, s, w, "acme.com").Status; got != step.want {
				t.Errorf("after %q on day %d: status %q, want %q", step.status, step.on, got, step.want)
			}
		}
	})
}

func TestContactChangesCompany(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		ana := models.Contact{Name: "Ana Lima", Profile: "https://social.example/in/Ana"}
		record(t, s, w, someone("acme.com", 2, ana), someone("initech.com", 3, ana), someone("acme.com", 1, ana))
		if got := onlyContact(t, s, w, "initech.com"); got.Name != "Ana Lima" {
			t.Errorf("initech.com has %q, want Ana Lima: the younger word counts", got.Name)
		}
		if list := must[[]models.Contact](t)(s.Contacts(t.Context(), w, the(t, s, w, "acme.com").ID)); len(list) != 0 {
			t.Errorf("acme.com has %v, want nobody any more", list)
		}
	})
}

func TestContactsWithoutAddress(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		ana := models.Contact{Name: "Ana Lima"}
		r := record(t, s, w, someone("acme.com", 1, ana), someone("initech.com", 1, ana), someone("acme.com", 1, models.Contact{Name: "ANA  LIMA"}))
		wantRecorded(t, "Record of two namesakes", r, 2, 0, 1)
		wantRecorded(t, "Record of one again", record(t, s, w, someone("acme.com", 2, models.Contact{Name: "Ana Lima", Title: "CMO"})), 0, 1, 0)
		if got := onlyContact(t, s, w, "acme.com"); got.Title != "CMO" || got.Name != "Ana Lima" {
			t.Errorf("acme.com has %+v, want Ana Lima, CMO", got)
		}
		if got := onlyContact(t, s, w, "initech.com"); got.Title != "" {
			t.Errorf("initech.com's Ana Lima has the title %q, want none", got.Title)
		}
	})
}

func TestContactsMakeTheirCompany(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		record(t, s, w, models.ContactFacts{
			Company: models.Company{Name: "Initech", Country: "US"}, Contact: models.Contact{Email: "bo@mail.example", Source: "list", Observed: day(2)},
		})
		initech := the(t, s, w, "Initech")
		if o := initech.Origin(scoring.Country); initech.Revision != 1 || initech.Country != "US" || o == nil || o.Source != "list" {
			t.Errorf("Initech = %+v, want revision 1 in the US by the list", initech)
		}
	})
}

func TestContactTimesSurviveBothDatabases(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		at := time.Date(2026, 2, 3, 4, 5, 6, 789_123_456, time.FixedZone("", 3600))
		c := models.ContactFacts{Company: models.Company{Domain: "acme.com"}, Contact: models.Contact{Email: "a@acme.com", LastActivity: at, Observed: at}}
		record(t, s, w, c)
		if got := onlyContact(t, s, w, "acme.com").LastActivity; !got.Equal(at.Truncate(time.Microsecond)) {
			t.Errorf("last activity = %v, want %v", got, at)
		}
		wantRecorded(t, "Record again", record(t, s, w, c), 0, 0, 1)
	})
}

// atAcme is the change of a contact at acme.com on the second day.
func atAcme(c models.Contact) models.ContactFacts { return someone("acme.com", 2, c) }

func TestContactsAreKnownByEitherAddress(t *testing.T) {
	const profile, again = "https://www.social.example/in/Jane/?ref=a", "social.example/in/jane"
	out := models.OptedOut
	for name, c := range map[string]struct {
		told []models.ContactFacts
		want []string // e-mail, profile, status
	}{
		"profile, then both": {
			[]models.ContactFacts{atAcme(models.Contact{Name: "Jane", Profile: profile, Status: out}), atAcme(models.Contact{Name: "Jane", Profile: "http://" + again, Email: "Jane@acme.com"})},
			[]string{"jane@acme.com social.example/in/jane opted_out"},
		},
		"both, then each": {
			[]models.ContactFacts{atAcme(models.Contact{Profile: profile, Email: "jane@acme.com"}), atAcme(models.Contact{Profile: again, Status: out}), atAcme(models.Contact{Email: "jane@acme.com"})},
			[]string{"jane@acme.com social.example/in/jane opted_out"},
		},
		"each, then both": {
			[]models.ContactFacts{atAcme(models.Contact{Profile: profile, Status: out}), atAcme(models.Contact{Email: "jane@acme.com"}), atAcme(models.Contact{Profile: again, Email: "jane@acme.com"})},
			[]string{"jane@acme.com social.example/in/jane opted_out"},
		},
		"a second address": {
			[]models.ContactFacts{
				atAcme(models.Contact{Profile: profile, Email: "jane@acme.com", Status: out}), atAcme(models.Contact{Profile: profile, Email: "jane@initech.com"}),
				atAcme(models.Contact{Email: "jane@initech.com"}), atAcme(models.Contact{Email: "jane@acme.com"}),
			},
			[]string{"jane@acme.com social.example/in/jane opted_out"},
		},
		"a second address, known before": {
			[]models.ContactFacts{
				atAcme(models.Contact{Profile: profile, Email: "jane@acme.com", Status: out}), atAcme(models.Contact{Email: "jane@initech.com"}),
				atAcme(models.Contact{Profile: profile, Email: "jane@initech.com"}), atAcme(models.Contact{Email: "jane@acme.com"}),
			},
			[]string{"jane@initech.com social.example/in/jane opted_out"},
		},
		"two profiles are two people": {
			[]models.ContactFacts{
				atAcme(models.Contact{Profile: "social.example/in/bo", Email: "bo@acme.com"}), atAcme(models.Contact{Profile: profile, Email: "jane@acme.com"}),
				atAcme(models.Contact{Profile: profile, Email: "bo@acme.com"}),
			},
			[]string{"bo@acme.com social.example/in/bo ", "jane@acme.com social.example/in/jane "},
		},
		"a page that many share": {
			[]models.ContactFacts{atAcme(models.Contact{Name: "Ana", Email: "ana@acme.com", Profile: again, Status: out}), atAcme(models.Contact{Name: "Bo", Email: "bo@acme.com", Profile: again})},
			[]string{"ana@acme.com social.example/in/jane opted_out", "bo@acme.com  "},
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
				var all []models.Change
				for _, change := range c.told {
					record(t, s, w, change)
					all = append(all, change)
				}
				wantContacts(t, s, w, "one by one", c.want)
				wantRecorded(t, "Record of all again", record(t, s, w, all...), 0, 0, len(all))
				wantContacts(t, s, w, "again", c.want)
				other := workspace(t, s, "blue")
				record(t, s, other, all...)
				wantContacts(t, s, other, "at once", c.want)
			})
		})
	}
}

func wantContacts(t *testing.T, s *Store, w int64, when string, want []string) {
	t.Helper()
	var got []string
	for _, c := range must[[]models.Contact](t)(s.Contacts(t.Context(), w, the(t, s, w, "acme.com").ID)) {
		got = append(got, c.Email+" "+c.Profile+" "+string(c.Status))
	}
	if !slices.Equal(got, want) {
		t.Errorf("contacts told %s = %q, want %q", when, got, want)
	}
}

func TestPeopleKeepEveryWordOfTheirName(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		r := record(t, s, w, atAcme(models.Contact{Name: "Maria Sá"}), atAcme(models.Contact{Name: "Maria Co"}), atAcme(models.Contact{Name: "MARIA SA"}))
		wantRecorded(t, "Record of Maria Sá and Maria Co", r, 2, 0, 1)
	})
}
