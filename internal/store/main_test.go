package store

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rightdoor/internal/pgtest"
	"rightdoor/models"
	"rightdoor/scoring"
)

// childVariable makes the test program a process that opens the database it
// names, once its input ends, and nothing else.
const childVariable = "RIGHTDOOR_STORE_TEST_OPEN"

func TestMain(m *testing.M) {
	if address := os.Getenv(childVariable); address != "" {
		os.Exit(child(address))
	}
	os.Exit(pgtest.Main(m))
}

// child does what a starting process does.
func child(address string) int {
	_, _ = io.ReadAll(os.Stdin)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s, err := Open(ctx, address)
	if err == nil {
		_, err = s.Workspace(ctx, "")
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	_ = s.Close()
	return 0
}

// each runs a test on an empty store of both databases.
func each(t *testing.T, test func(t *testing.T, s *Store)) {
	t.Helper()
	eachAddress(t, func(t *testing.T, address string) { test(t, open(t, address)) })
}

// eachAddress runs a test on the address of an empty database of both kinds.
func eachAddress(t *testing.T, test func(t *testing.T, address string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "rightdoor.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, pgtest.Database(t)) })
}

// open opens a store whose clock stands still on the first day.
func open(t testing.TB, address string) *Store {
	t.Helper()
	s, err := Open(t.Context(), address)
	if err != nil {
		t.Fatalf("Open(%s): %v", address, err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close(): %v", err)
		}
	})
	s.Now = func() time.Time { return day(1) }
	return s
}

// day is the n-th day of the tests' calendar.
func day(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }

func workspace(t testing.TB, s *Store, name string) int64 {
	t.Helper()
	w, err := s.AddWorkspace(t.Context(), name)
	if err != nil {
		t.Fatalf("AddWorkspace(%s): %v", name, err)
	}
	return w.ID
}

func record(t testing.TB, s *Store, workspace int64, changes ...models.Change) models.Recorded {
	t.Helper()
	r, err := s.Record(t.Context(), workspace, changes)
	if err != nil {
		t.Fatalf("Record(%d changes): %v", len(changes), err)
	}
	return r
}

// must unwraps what cannot fail in a test.
func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// company is a change that tells facts of the company of a domain or a name.
func company(name string, on int, source string, said ...models.Said) models.AccountFacts {
	c := models.AccountFacts{Facts: said, Source: source, Observed: day(on)}
	if isDomain(name) {
		c.Domain = name
	} else {
		c.Name = name
	}
	return c
}

func employees(n float64) models.Said {
	return models.Said{Attribute: scoring.Employees, Value: scoring.OfNumber(n)}
}

func word(a scoring.Attribute, words ...string) models.Said {
	return models.Said{Attribute: a, Value: scoring.OfWords(words...)}
}

func isDomain(text string) bool {
	_, err := models.ParseDomain(text)
	return err == nil
}

// called finds the accounts of a domain or a name.
func called(t testing.TB, s *Store, workspace int64, text string) []models.Account {
	t.Helper()
	q := models.Query{NameKey: models.NameKey(text)}
	if isDomain(text) {
		q = models.Query{Domain: text}
	}
	return must[models.Found](t)(s.Find(t.Context(), workspace, q)).Accounts
}

// the finds the one account of a domain or a name.
func the(t testing.TB, s *Store, workspace int64, text string) models.Account {
	t.Helper()
	list := called(t, s, workspace, text)
	if len(list) != 1 {
		t.Fatalf("Find(%s) = %d accounts, want one", text, len(list))
	}
	return list[0]
}

// tables are all tables, workspaces first.
var tables = []string{
	"workspaces", "managers", "settings", "accounts", "aliases", "past_facts", "signals", "contacts", "icps", "icp_versions", "personas", "decisions",
	"standings", "crossings", "subscriptions", "alerts", "holds", "rescorings", "shown", "errands",
}

// dump is every row of every table as text; of one workspace, if it is not 0.
func dump(t testing.TB, s *Store, workspace int64) string {
	t.Helper()
	var b strings.Builder
	for _, table := range tables {
		query := s.db.Table(table)
		switch {
		case workspace != 0 && table == "workspaces":
			query = query.Where("id = ?", workspace)
		case workspace != 0:
			query = query.Where("workspace_id = ?", workspace)
		}
		var rows []map[string]any
		if err := query.Find(&rows).Error; err != nil {
			t.Fatalf("read %s: %v", table, err)
		}
		var lines []string
		for _, row := range rows {
			line, err := json.Marshal(row)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, table+" "+string(line))
		}
		slices.Sort(lines)
		b.WriteString(strings.Join(lines, "\n") + "\n")
	}
	return b.String()
}

// sameDump fails when two dumps differ, and shows the first line that does.
func sameDump(t testing.TB, what, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			t.Errorf("%s: row %q, want %q", what, at(g, i), at(w, i))
			return
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// everything is changes that leave a row in every table that Record writes;
// two colours differ in values and in nothing else.
func everything(colour string, n float64) []models.Change {
	acme := models.Company{Domain: "acme.example", Name: "Acme"}
	return []models.Change{
		models.AccountFacts{
			Company: acme, Aliases: []string{"Umbrella"}, Domains: []string{"umbrella.example"}, Source: colour + " file", Observed: day(1),
			Facts: []models.Said{employees(n), word(scoring.Industry, "saas"), word(scoring.CultureNotes, colour), word("custom.fleet", colour)},
		},
		models.AccountFacts{Company: acme, Source: colour + " crm", Observed: day(2), Facts: []models.Said{employees(n + 1)}},
		models.AccountFacts{Company: acme, Source: colour + " old", Observed: day(1), Facts: []models.Said{employees(n + 2)}},
		models.ContactFacts{Company: acme, Contact: models.Contact{
			Name: colour + " Rivera", Email: "rivera@acme.example", Title: colour + " director", Roles: []scoring.Role{scoring.Champion},
			CRMRole: "Champion", Source: colour, Observed: day(1), LastActivity: day(1),
		}},
		models.SignalSeen{Company: acme, Signal: models.Signal{Kind: "funding_round", HappenedOn: day(1), Note: colour + " round", Source: colour}},
		models.NewVersion{Name: "commerce", Publish: true, By: colour, Version: profile(colour)},
		models.NewSettings{By: colour, Settings: settings(colour)},
		models.Decided{Decision: models.Decision{AccountID: account, Kind: models.Unlock, Reason: colour + " reason", By: colour, At: day(1)}},
	}
}

func profile(situation string) models.ICPVersion {
	return models.ICPVersion{
		Owner: situation, CutOff: 65, Tiers: scoring.DefaultTiers(), Situation: situation, Pains: []string{situation},
		Criteria: []scoring.Criterion{{
			Attribute: scoring.Employees, Operator: scoring.Between, Value: scoring.OfRange(200, 1500), Mode: scoring.Should, Weight: 1,
		}},
		Personas: []models.Persona{
			{Name: situation + " Ruby", Role: scoring.EconomicBuyer, Required: true, Titles: []string{"CMO"}},
			{Name: situation + " Dan", Role: scoring.Champion, Goals: []string{situation}},
		},
	}
}

func settings(mark string) scoring.Settings {
	s := scoring.DefaultSettings()
	s.Rates.On = mark
	return s
}
