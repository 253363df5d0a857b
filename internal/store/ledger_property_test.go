package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"rightdoor/models"
	"rightdoor/scoring"
)

// The ledger is not looked at for an account that stands as it did: that comes
// to the same as looking at it every time, whatever happens to facts, ICPs,
// thresholds and the clock. Under a version that is not known, all is looked at.
func TestTheLedgerIsWhatItWouldBe(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		seen := 0
		for seed := range uint64(12) {
			saving := happens(t, s, fmt.Sprint("saving ", seed), rand.New(rand.NewPCG(seed, 3)), func(int64) {})
			looking := happens(t, s, fmt.Sprint("looking ", seed), rand.New(rand.NewPCG(seed, 3)), func(w int64) {
				if err := s.db.Exec("UPDATE standings SET version = 0 WHERE workspace_id = ?", w).Error; err != nil {
					t.Fatal(err)
				}
			})
			if !slices.Equal(saving, looking) {
				t.Errorf("seed %d: the ledger holds\n%v, want\n%v", seed, saving, looking)
			}
			seen += len(saving)
		}
		if seen < 50 {
			t.Errorf("the ledgers hold %d lines together, want more to look at", seen)
		}
	})
}

// happens is a history at random in a workspace of its own; before is done before
// each step. It gives the ledger at the end.
func happens(t *testing.T, s *Store, name string, r *rand.Rand, before func(w int64)) []string {
	t.Helper()
	on(s, 1)
	w := workspace(t, s, name)
	record(t, s, w, aimAt("commerce", 100, 500))
	rescore(t, s, w)
	for step := range 25 {
		on(s, 2+step*12+r.IntN(12))
		before(w)
		record(t, s, w, anything(r, step)...)
		rescore(t, s, w)
	}
	var lines []models.Crossing
	if err := s.in(t.Context(), w).Order("account_key, icp_id, tier").Find(&lines).Error; err != nil {
		t.Fatal(err)
	}
	var ledger []string
	for _, l := range lines {
		ledger = append(ledger, fmt.Sprintf("%s %d %q %s %t", l.AccountKey, l.ICPID, l.Tier, l.FiredAt.UTC().Format("2 Jan"), l.Armed))
	}
	return ledger
}

// anything is a change at random: facts, a version with other bounds or
// thresholds, an ICP that goes or comes back.
func anything(r *rand.Rand, step int) []models.Change {
	name := []string{"acme.com", "globex.com", "Initech", "hooli.com"}[r.IntN(4)]
	icp := []string{"commerce", "banks"}[r.IntN(2)]
	switch r.IntN(12) {
	case 0, 1:
		return []models.Change{company(name, step, "crm", employees([]float64{50, 99, 100, 300, 500, 501, 700}[r.IntN(7)]))}
	case 2, 3:
		return []models.Change{company(name, step, "crm", word(scoring.Industry, []string{"saas", "banking"}[r.IntN(2)]))}
	case 4:
		return []models.Change{models.Archival{Name: "commerce"}}
	case 5:
		return []models.Change{models.Publication{Name: "commerce"}}
	default:
		next := aimAt(icp, 100, []float64{500, 600}[r.IntN(2)])
		next.Version.CutOff = []int{35, 60, 62, 66}[r.IntN(4)]
		next.Version.Tiers[0].From = []int{70, 80, 100}[r.IntN(3)]
		return []models.Change{next}
	}
}
