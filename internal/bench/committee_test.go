package bench

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rightdoor/commands"
	"rightdoor/internal/language"
	"rightdoor/internal/pgtest"
	"rightdoor/internal/store"
	"rightdoor/models"
	"rightdoor/scoring"
)

// crowdTitles are the titles of a crowd, a few of which fit a seat.
var crowdTitles = []string{
	"CMO", "Director of Analytics", "VP of Marketing, EMEA", "Chief Data Officer", "Marketing Analyst", "Warehouse Manager", "Software Engineer",
	"Account Executive", "VP of Marketing, APAC", "Head of BI", "Legal Counsel", "Data Analyst", "Office Manager", "Senior Developer", "Recruiter",
}

// crowd are n contacts at an account.
func crowd(company models.Company, n int) []models.Change {
	seen := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	changes := make([]models.Change, n)
	for i := range changes {
		c := models.Contact{
			Name: fmt.Sprintf("Person %d", i), Email: fmt.Sprintf("person-%d@%s", i, company.Domain), Title: crowdTitles[i%len(crowdTitles)],
			Place: []string{"", "US", "DE"}[i%3], Source: "bench", Observed: seen, LastActivity: seen.AddDate(0, 0, i%90),
		}
		if i%7 == 0 {
			c.Roles, c.CRMRole = []scoring.Role{scoring.Champion}, "Champion"
		}
		changes[i] = models.ContactFacts{Company: company, Contact: c}
	}
	return changes
}

// crowdedAccount is the id of the account with the crowd. Its headcount fits the
// sample's ICP.
const crowdedAccount = 301

// crowdedAt opens a database with some accounts, one of which has a thousand
// contacts beside its three.
func crowdedAt(t testing.TB, url string, accounts int) (*store.Store, int64) {
	s, w := prepared(t, url, accounts)
	company := models.Company{Domain: fmt.Sprintf("company-%d.example", crowdedAccount)}
	if _, err := s.Record(context.Background(), w, crowd(company, 1000)); err != nil {
		t.Fatal(err)
	}
	return s, w
}

func whoOne(t testing.TB, r *commands.Runner, w int64) string {
	reply, err := r.Run(context.Background(), commands.Request{Workspace: w, Text: fmt.Sprintf("/who company-%d.example", crowdedAccount)})
	if err != nil {
		t.Fatal(err)
	}
	return reply.View.Text()
}

// BenchmarkCommittee answers whom to see at an account with a thousand
// contacts, beside the floor: those contacts read and nothing else.
func BenchmarkCommittee(b *testing.B) {
	n := setting(accountsVariable, 20_000)
	for name, url := range map[string]func() string{
		"postgres": func() string { return durable(b) }, "sqlite": func() string { return filepath.Join(b.TempDir(), "bench.db") },
	} {
		b.Run(name, func(b *testing.B) {
			s, w := crowdedAt(b, url(), n)
			r := commands.New(s)
			b.Run("floor", func(b *testing.B) {
				for b.Loop() {
					if list, err := s.PeopleAt(context.Background(), w, crowdedAccount); err != nil || len(list) < 1000 {
						b.Fatalf("%d contacts, %v", len(list), err)
					}
				}
			})
			b.Run("who", func(b *testing.B) {
				for b.Loop() {
					whoOne(b, r, w)
				}
			})
		})
	}
}

// BenchmarkSeats fills the sample's seats from 200 people in memory, beside the
// floor: their titles read and nothing else.
func BenchmarkSeats(b *testing.B) {
	personas, contacts := seatsAndCrowd(200)
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			for i := range contacts {
				language.ParseTitle(contacts[i].Title)
			}
		}
	})
	b.Run("seats", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			people := make([]scoring.Person, len(contacts))
			for i := range contacts {
				people[i] = contacts[i].Person(language.ParseTitle, language.Fold)
			}
			scoring.Seats(personas, people, nil, "DE")
		}
	})
}

func seatsAndCrowd(n int) ([]scoring.Persona, []models.Contact) {
	var personas []scoring.Persona
	for _, p := range []models.Persona{
		{Name: "c", Role: scoring.Champion, Required: true, Titles: []string{"Director of Analytics", "Head of BI"}},
		{Name: "e", Role: scoring.EconomicBuyer, Required: true, Titles: []string{"CMO", "VP of Marketing"}},
		{Name: "t", Role: scoring.TechnicalEvaluator, Titles: []string{"Chief Data Officer"}},
		{Name: "u", Role: scoring.EndUser, Titles: []string{"Marketing Analyst", "Data Analyst"}},
	} {
		personas = append(personas, p.Seat(language.ParseTitle, language.Fold))
	}
	var contacts []models.Contact
	for _, change := range crowd(models.Company{Domain: "crowd.example"}, n) {
		contacts = append(contacts, change.(models.ContactFacts).Contact)
	}
	return personas, contacts
}

// TestCommittee is a short run of the benchmarks: the answer names people of
// the crowd, on both databases.
func TestCommittee(t *testing.T) {
	for _, url := range []string{pgtest.Database(t), filepath.Join(t.TempDir(), "bench.db")} {
		s, w := crowdedAt(t, url, 2*crowdedAccount)
		if text := whoOne(t, commands.New(s), w); !strings.Contains(text, "4 of 4 seats filled") || !strings.Contains(text, "Person ") {
			t.Errorf("who = %s, want four people of the crowd", text)
		}
	}
	personas, contacts := seatsAndCrowd(200)
	people := make([]scoring.Person, len(contacts))
	for i := range contacts {
		people[i] = contacts[i].Person(language.ParseTitle, language.Fold)
	}
	if c := scoring.Seats(personas, people, nil, "DE"); c.Coverage() != 1 {
		t.Errorf("Coverage = %v, want 1", c.Coverage())
	}
}
