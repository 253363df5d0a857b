package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"rightdoor/models"
	"rightdoor/scoring"
)

// Whatever facts come in, in whatever order and together with whatever else: a
// channel hears of an account when, and only when, the rule says so.
func TestAlertsFollowTheRule(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		for seed := range uint64(8) {
			followRule(t, s, seed)
		}
	})
}

func followRule(t *testing.T, s *Store, seed uint64) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	on(s, 1)
	w := workspace(t, s, fmt.Sprint("workspace ", seed))
	record(t, s, w, aimAt("commerce", 100, 500))
	rescore(t, s, w)
	subscribe(t, s, w, models.Subscription{Channel: "C1"})
	subscribe(t, s, w, models.Subscription{Channel: "CA", Tier: "A"})
	names := []string{"acme.com", "globex.com", "Initech"}
	model := map[string]scoring.Crossing{} // by channel and company
	size, saas := map[string]float64{}, map[string]bool{}
	var want []string
	for step := range 30 {
		n := 1 + step*4 + r.IntN(4)
		on(s, n)
		var changes []models.Change
		for _, name := range names {
			if r.IntN(2) == 0 {
				continue
			}
			if r.IntN(3) > 0 {
				size[name] = float64([]int{50, 99, 100, 300, 500, 501}[r.IntN(6)])
				changes = append(changes, company(name, n, "crm", employees(size[name])))
			}
			if r.IntN(3) == 0 {
				saas[name] = r.IntN(2) == 0
				changes = append(changes, company(name, n, "crm", word(scoring.Industry, map[bool]string{true: "saas", false: "banking"}[saas[name]])))
			}
		}
		record(t, s, w, changes...)
		for _, name := range touchedBy(names, changes) {
			want = append(want, expected(model, name, scoreBy(size, saas, name), day(n))...)
		}
	}
	var got []string
	for _, a := range must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0)) {
		got = append(got, a.Channel+" "+a.AccountKey)
	}
	if !slices.Equal(got, want) {
		t.Errorf("seed %d: announced %v, want %v", seed, got, want)
	}
}

// touchedBy lists the companies of changes, in the order the changes name them.
func touchedBy(names []string, changes []models.Change) []string {
	var touched []string
	for _, name := range names {
		if slices.ContainsFunc(changes, func(c models.Change) bool {
			facts, _ := c.(models.AccountFacts)
			return facts.Domain == name || facts.Name == name
		}) {
			touched = append(touched, name)
		}
	}
	return touched
}

// scoreBy is the score under aimAt(100, 500), written down a second time.
func scoreBy(size map[string]float64, saas map[string]bool, name string) scoring.Score {
	n, sized := size[name]
	is, told := saas[name]
	var s scoring.Score
	if sized && n >= 100 && n <= 500 {
		s.Points = 60
	}
	if told && is {
		s.Points += 40
	}
	s.CouldReach = s.Points
	if !sized {
		s.CouldReach += 60
	}
	if !told {
		s.CouldReach += 40
	}
	switch {
	case sized && (n < 100 || n > 500):
		s.Verdict = scoring.Disqualified
	case sized && s.Points >= 60:
		s.Verdict = scoring.Fit
	default:
		s.Verdict = scoring.NeedsData
	}
	return s
}

// expected takes the model through one ranking and lists who hears of it.
func expected(model map[string]scoring.Crossing, name string, s scoring.Score, now time.Time) []string {
	key := name
	if name == "Initech" {
		key = "initech|"
	}
	var heard []string
	for _, c := range []struct {
		channel   string
		threshold int
	}{{"C1", 60}, {"CA", 80}} {
		after, fired := model[c.channel+name].Cross(s, 60, c.threshold, now)
		model[c.channel+name] = after
		if fired {
			heard = append(heard, c.channel+" "+key)
		}
	}
	return heard
}

func TestOneImportTwiceAtOnceIsAnnouncedOnce(t *testing.T) {
	eachAddress(t, func(t *testing.T, address string) {
		s, other := open(t, address), open(t, address)
		w := aimedStore(t, s)
		record(t, s, w, company("first.example", 1, "crm", employees(1)))
		var running sync.WaitGroup
		for _, one := range []*Store{s, other} {
			running.Go(func() {
				for from := 0; from < 100; from += 20 {
					if _, err := one.Record(t.Context(), w, someCompanies(from, 20)); err != nil {
						t.Errorf("Record beside another: %v", err)
					}
				}
			})
		}
		running.Wait()
		all := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0))
		keys := map[string]bool{}
		for _, a := range all {
			keys[a.AccountKey] = true
		}
		if len(all) != 50 || len(keys) != 50 {
			t.Errorf("%d alerts of %d accounts, want 50 of 50", len(all), len(keys))
		}
	})
}

func TestAHundredRescorings(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := aimedStore(t, s)
		record(t, s, w, someCompanies(0, 8)...)
		for range 100 {
			record(t, s, w, models.Archival{Name: "commerce"}, models.Publication{Name: "commerce"})
			rescore(t, s, w)
		}
		if all := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0)); len(all) != 4 {
			t.Errorf("%d alerts after a hundred rescorings, want the first 4", len(all))
		}
	})
}

// To archive an ICP, and to think better of it, is no news of an account: also
// of one that another ICP has ruled out all along, and long after it was
// announced.
func TestAnICPThatComesBackAnnouncesNobodyAgain(t *testing.T) {
	for _, other := range []bool{false, true} {
		each(t, func(t *testing.T, s *Store) {
			on(s, 1)
			w := aimedStore(t, s)
			if other {
				record(t, s, w, aimAt("giants", 10_000, 20_000))
				rescore(t, s, w)
			}
			record(t, s, w, company("acme.com", 1, "crm", employees(300)))
			on(s, 50)
			record(t, s, w, models.Archival{Name: "commerce"})
			rescore(t, s, w)
			record(t, s, w, models.Publication{Name: "commerce"})
			rescore(t, s, w)
			if all := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0)); len(all) != 1 {
				t.Errorf("beside another: %t: %d alerts, want the first one", other, len(all))
			}
		})
	}
}

// A cut-off that moves away from an account arms it as its own fall does, also
// where neither its score nor its verdict changes.
func TestACutOffThatMovesAwayArms(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		on(s, 1)
		w := aimedStore(t, s)
		record(t, s, w, company("acme.com", 1, "crm", employees(300), word(scoring.Industry, "banking"))) // 60 of 100
		for i, cutOff := range []int{62, 66, 60} {
			on(s, 50*(i+1))
			next := aimAt("commerce", 100, 500)
			next.Version.CutOff = cutOff
			record(t, s, w, next)
			rescore(t, s, w)
		}
		if all := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0, models.AlertHeld, models.AlertWaiting)); len(all) != 2 {
			t.Errorf("%d alerts wait, want the first and a digest: %v", len(all), all)
		}
	})
}
