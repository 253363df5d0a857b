package store

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rightdoor/models"
	"rightdoor/scoring"
)

// The facts that sequences of changes are drawn from: few, so that they meet.
var (
	drawnAttributes = []scoring.Attribute{scoring.Employees, scoring.Industry, scoring.Country, scoring.CultureNotes, "custom.fleet"}
	drawnWords      = []string{"US", "DE", "saas"}
	drawnSources    = []string{"crm", "apollo", "dana"}
)

// drawFacts draws what some source says of a company on some day.
func drawFacts(t *rapid.T, domain string) models.AccountFacts {
	c := models.AccountFacts{Company: models.Company{Domain: domain}, Observed: day(rapid.IntRange(1, 4).Draw(t, "day"))}
	c.Source = rapid.SampledFrom(drawnSources).Draw(t, "source")
	c.Person = c.Source == "dana"
	for range rapid.IntRange(0, 3).Draw(t, "facts") {
		attribute := rapid.SampledFrom(drawnAttributes).Draw(t, "attribute")
		value := scoring.OfWords(rapid.SampledFrom(drawnWords).Draw(t, "word"))
		if attribute == scoring.Employees {
			value = scoring.OfNumber(float64(rapid.IntRange(1, 3).Draw(t, "number")))
		}
		c.Facts = append(c.Facts, models.Said{Attribute: attribute, Value: value})
	}
	return c
}

// standing is the facts of an account with the revisions that brought them.
func standing(a *models.Account) []string {
	var list []string
	for _, attribute := range drawnAttributes {
		if o := a.Origin(attribute); o != nil {
			list = append(list, fmt.Sprintf("%s=%s since %d", attribute, a.Get(attribute), o.Since))
		} else if text := a.Get(attribute); text != "" {
			list = append(list, fmt.Sprintf("%s=%s of no origin", attribute, text))
		}
	}
	return list
}

// told is the latest origin of a fact; to repeat it makes it younger without a
// revision.
func told(a *models.Account, origins map[string]string) {
	for _, attribute := range drawnAttributes {
		if o := a.Origin(attribute); o != nil {
			origins[fmt.Sprint(attribute, o.Since)] = fmt.Sprint(o.Source, o.Person, o.Observed.UTC())
		}
	}
}

func TestAccountAtGivesEveryRevisionBack(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			domain := fmt.Sprintf("company%d.com", n)
			snapshots, origins := map[int][]string{}, map[string]string{}
			var last models.Account
			for range rapid.IntRange(1, 7).Draw(rt, "changes") {
				record(t, s, w, drawFacts(rt, domain))
				last = the(t, s, w, domain)
				snapshots[last.Revision] = standing(&last)
				told(&last, origins)
			}
			for revision := 1; revision <= last.Revision; revision++ {
				wantRevision(rt, t, s, last, revision, snapshots[revision], origins)
			}
			past := must[[]models.PastFact](t)(s.PastFacts(t.Context(), w, last.ID))
			if conflicts := last.Conflicts(past); len(conflicts) > 0 && !last.Disputed {
				rt.Fatalf("Conflicts = %v of an account that is not marked disputed", conflicts)
			}
		})
	})
}

func wantRevision(rt *rapid.T, t *testing.T, s *Store, last models.Account, revision int, want []string, origins map[string]string) {
	then := must[*models.Account](t)(s.AccountAt(t.Context(), last.WorkspaceID, last.ID, revision))
	if got := standing(then); then.Revision != revision || !slices.Equal(got, want) {
		rt.Fatalf("AccountAt(%d of %d) = revision %d with %q, want %q", revision, last.Revision, then.Revision, got, want)
	}
	got := map[string]string{}
	told(then, got)
	for fact, origin := range got {
		if origins[fact] != origin {
			rt.Fatalf("AccountAt(%d): %s comes from %s, want %s", revision, fact, origin, origins[fact])
		}
	}
}

func TestAccountAtNoSuchRevision(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		record(t, s, w, company("acme.com", 1, "crm", employees(1)))
		id := the(t, s, w, "acme.com").ID
		for _, c := range []struct {
			id       int64
			revision int
		}{{id, 0}, {id, -1}, {id, 2}, {id + 1, 1}} {
			if got := must[*models.Account](t)(s.AccountAt(t.Context(), w, c.id, c.revision)); got != nil {
				t.Errorf("AccountAt(%d, %d) = %+v, want none", c.id, c.revision, got)
			}
		}
		if got := must[*models.Account](t)(s.Account(t.Context(), w, id+1)); got != nil {
			t.Errorf("Account(%d) = %+v, want none", id+1, got)
		}
	})
}
