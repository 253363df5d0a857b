package store

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rightdoor/internal/pgtest"
	"rightdoor/models"
	"rightdoor/scoring"
)

// everyAccount is Each as a sequence.
func everyAccount(t *testing.T, s *Store, w int64) iter.Seq[*models.Account] {
	return func(yield func(*models.Account) bool) {
		enough := fmt.Errorf("enough")
		err := s.Each(t.Context(), w, func(a *models.Account, _ []scoring.Signal) error {
			if !yield(a) {
				return enough
			}
			return nil
		})
		if err != nil && !errors.Is(err, enough) {
			t.Error(err)
		}
	}
}

// near lists the names of the accounts that are like what was typed.
func near(t *testing.T, s *Store, w int64, typed string) []string {
	t.Helper()
	q := models.Query{NameKey: models.NameKey(typed)}
	if isDomain(typed) {
		q = models.Query{Domain: typed}
	}
	var list []string
	for _, a := range must[[]models.Account](t)(s.Near(t.Context(), w, q.Nearby())) {
		list = append(list, a.Name)
	}
	return list
}

// fill makes a workspace with a few companies.
func fill(t *testing.T, s *Store) int64 {
	t.Helper()
	w := workspace(t, s, "red")
	record(t, s, w, rowOf("Datainsight", "US", "datainsight.example"), rowOf("Müller & Söhne GmbH", "DE", "mueller.example"),
		rowOf("Globex", "US", ""), rowOf("Globex", "DE", ""),
		models.AccountFacts{Company: models.Company{Domain: "acme.example", Name: "Acme"}, Aliases: []string{"Umbrella"}, Domains: []string{"umbrella.example"}})
	return w
}

func TestFind(t *testing.T) {
	each(t, func(t *testing.T, s *Store) { wantFound(t, s, fill(t, s)) })
}

// TestFindInAnotherLocale holds that names are compared byte by byte, whatever
// the order of the database's language is.
func TestFindInAnotherLocale(t *testing.T) {
	address := pgtest.Database(t)
	s := open(t, address)
	var current string
	if err := s.db.Raw("SELECT current_database()").Scan(&current).Error; err != nil {
		t.Fatal(err)
	}
	name := current + "_icu"
	err := s.db.Exec("CREATE DATABASE " + name + " TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'").Error
	if err != nil {
		t.Skipf("no other locale: %v", err)
	}
	t.Cleanup(func() {
		if err := s.db.Exec("DROP DATABASE " + name + " WITH (FORCE)").Error; err != nil {
			t.Errorf("drop the database of another locale: %v", err)
		}
	})
	icu := open(t, strings.Replace(address, "/"+current+"?", "/"+name+"?", 1))
	wantFound(t, icu, fill(t, icu))
}

func wantFound(t *testing.T, s *Store, w int64) {
	t.Helper()
	for typed, want := range map[string]int{
		"datainsight.example": 1, "Data Insight": 1, "datainsight, inc.": 1, "muller und sohne": 0, "MULLER & SOHNE": 1,
		"globex": 2, "umbrella": 1, "umbrella.example": 1, "umbrell": 0, "": 0, "datainsigth.example": 0,
	} {
		if got := called(t, s, w, typed); len(got) != want {
			t.Errorf("Find(%s) = %d accounts, want %d", typed, len(got), want)
		}
	}
	for typed, want := range map[string]string{
		"datainsigth.example": "Datainsight", "datinsight.example": "Datainsight", "datainsight": "Datainsight", "Datta Insight": "Datainsight",
		"datai": "Datainsight", "acne": "Acme", "acne.example": "Acme", "mullerandsohn": "Müller & Söhne GmbH", "mul": "Müller & Söhne GmbH",
		"ac": "", "zzz": "", "nothing.example": "",
	} {
		if got := near(t, s, w, typed); strings.Join(got, ",") != want {
			t.Errorf("Near(%s) = %q, want %q", typed, got, want)
		}
	}
	if got := must[models.Found](t)(s.Find(t.Context(), w, models.Query{Domain: "acme.example"})).Targeting; got != targeting(t, s, w).Version {
		t.Errorf("Find gives the targeting's version %d, want %d", got, targeting(t, s, w).Version)
	}
}

func TestNearIsAHandfulAndTheNearestFirst(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		var changes []models.Change
		for i := range 30 {
			changes = append(changes, company(fmt.Sprintf("Intel agency %02d", i), 1, "crm"))
		}
		record(t, s, w, append(changes, company("Intell", 1, "crm"), company("Intal", 1, "crm"))...)
		got := near(t, s, w, "intel")
		if len(got) != nearLimit || !slices.Equal(got[:2], []string{"Intal", "Intell"}) {
			t.Errorf("Near(intel) = %q, want %d, the nearest first", got, nearLimit)
		}
	})
}

// hostileNames are names that a file may hold and a database must bear.
func hostileNames() map[string]string {
	noise := rand.New(rand.NewPCG(1, 2)) // what does not compress
	var endless strings.Builder
	for range 40_000 {
		endless.WriteRune('a' + rune(noise.IntN(26)))
	}
	return map[string]string{
		"endless": endless.String(), "endless letters": strings.Repeat("漢", 40_000), "right to left": "\u202egnihtyna\u200f", "NUL": "Nul\x00byte",
		"broken": "Bro\xff\xfeken", "channel": "<!channel>", "quotes": `Robert'); DROP TABLE accounts;--"`, "pattern": `100%_\`, "bar": "a|b|c",
		"template": "{{.}} ${x} @w ?", "lines": "two\nlines\ttab", "emoji": "🚀", "symbols": "!!!", "combining": "Z" + strings.Repeat("\u0301", 500),
	}
}

func TestHostileNames(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		for what, name := range hostileNames() {
			c := rowOf(name, name, "")
			c.Aliases, c.Source, c.Domains = []string{"also " + name}, name, nil
			c.Facts = []models.Said{word(scoring.CultureNotes, name), word(scoring.Attribute("custom."+models.CutText(name, 50)), name)}
			changes := []models.Change{
				c,
				models.ContactFacts{Company: c.Company, Contact: models.Contact{Name: name, Email: name + "@mail.example", Title: name, Source: name}},
				models.ContactFacts{Company: c.Company, Contact: models.Contact{Name: name, Source: name}},
				models.SignalSeen{Company: c.Company, Signal: models.Signal{Kind: "hiring", HappenedOn: day(1), Note: name}},
				models.NewVersion{Name: models.CutText(name, 100), Version: profile(name), By: name, Publish: true},
			}
			record(t, s, w, changes...)
			if r := record(t, s, w, changes[:4]...); r.Same != 4 {
				t.Errorf("%s: the same again = %+v, want 4 the same", what, r)
			}
			if got := called(t, s, w, name); !isDomain(name) && (len(got) != 1 || got[0].Name != models.CleanText(name)) {
				t.Errorf("%s: Find gives %d accounts, want the one", what, len(got))
			}
			near(t, s, w, name)
			wantHostileQueries(t, s, w, name)
		}
		if n := must[models.Counts](t)(s.Counts(t.Context(), w)).Accounts; n != len(hostileNames()) {
			t.Errorf("%d accounts, want %d", n, len(hostileNames()))
		}
	})
}

// wantHostileQueries asks with a name where a program would not.
func wantHostileQueries(t *testing.T, s *Store, w int64, name string) {
	t.Helper()
	raw := models.Query{Domain: name, NameKey: name, NearNames: []string{name}, NearDomains: []string{name}, Prefix: name}
	must[models.Found](t)(s.Find(t.Context(), w, raw))
	must[models.Found](t)(s.Find(t.Context(), w, models.Query{NameKey: name}))
	must[[]models.Account](t)(s.Near(t.Context(), w, raw))
	if must[bool](t)(s.IsManager(t.Context(), w, name)) {
		t.Errorf("IsManager(%.40q) = true, want false", name)
	}
	user := models.CutText(name, 100)
	if err := s.AddManager(t.Context(), w, user, name); err != nil {
		t.Errorf("AddManager(%q): %v", user, err)
	}
	if err := s.RemoveManager(t.Context(), w, user); err != nil {
		t.Errorf("RemoveManager(%q): %v", user, err)
	}
	if _, err := s.Workspace(t.Context(), name); err == nil {
		t.Errorf("Workspace(%q) = nil, want that there is none", name)
	}
	workspace(t, s, "w "+models.CutText(name, 70))
}
