package store

import (
	"fmt"
	"sync"
	"testing"

	"rightdoor/models"
)

// bigImport is a file of companies with a person each, every tenth known by
// its name alone.
func bigImport(rows int) []models.Change {
	var changes []models.Change
	for i := range rows {
		c := company(fmt.Sprintf("company%d.com", i), 1, "crm", employees(float64(i+1)))
		c.Name = fmt.Sprintf("Company number %d", i)
		if i%10 == 0 {
			c.Domain = ""
		}
		changes = append(changes, c, models.ContactFacts{
			Company: c.Company, Contact: models.Contact{Name: "Ana", Email: fmt.Sprintf("ana%d@mail.example", i), Source: "crm", Observed: day(1)},
		})
	}
	return changes
}

func TestOneImportTwiceAtOnce(t *testing.T) {
	const rows = 2000
	eachAddress(t, func(t *testing.T, address string) {
		s, other := open(t, address), open(t, address) // as two processes would
		w := workspace(t, s, "red")
		var running sync.WaitGroup
		for _, one := range []*Store{s, other} {
			running.Go(func() {
				if _, err := one.Record(t.Context(), w, bigImport(rows)); err != nil {
					t.Errorf("Record(%d rows) beside another: %v", rows, err)
				}
			})
		}
		running.Wait()
		want := models.Counts{Accounts: rows, Contacts: rows}
		if got := must[models.Counts](t)(s.Counts(t.Context(), w)); got != want {
			t.Errorf("the same import twice at once left %+v, want %+v", got, want)
		}
		wantUniqueIDs(t, s, w)
		n, last := 0, int64(0)
		for a := range everyAccount(t, s, w) {
			if n++; a.ID <= last || a.Revision != 1 {
				t.Fatalf("Each gives account %d in revision %d after %d, want rising ids in revision 1", a.ID, a.Revision, last)
			}
			last = a.ID
		}
		if n != rows {
			t.Errorf("Each gives %d accounts, want %d", n, rows)
		}
	})
}

func TestManySmallRecordsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		workspaces := []int64{workspace(t, s, "red"), workspace(t, s, "blue")}
		var running sync.WaitGroup
		for writer := range 8 {
			w := workspaces[writer%2]
			running.Go(func() {
				for i := range 10 {
					c := company("acme.com", 1+i, fmt.Sprintf("crm %d", writer), employees(float64(100*writer+i+1)))
					if _, err := s.Record(t.Context(), w, []models.Change{c, company(fmt.Sprintf("company%d.com", i), 1, "crm")}); err != nil {
						t.Errorf("Record beside seven others: %v", err)
					}
				}
			})
		}
		running.Wait()
		for _, w := range workspaces {
			if got := must[models.Counts](t)(s.Counts(t.Context(), w)).Accounts; got != 11 {
				t.Errorf("%d accounts, want 11", got)
			}
			wantUniqueIDs(t, s, w)
		}
	})
}

// wantUniqueIDs looks whether any two rows of a workspace share an id.
func wantUniqueIDs(t *testing.T, s *Store, w int64) {
	t.Helper()
	seen := map[int64]string{}
	for _, table := range []string{"accounts", "contacts", "past_facts", "icps"} {
		var ids []int64
		if err := s.in(t.Context(), w).Table(table).Pluck("id", &ids).Error; err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if seen[id] != "" {
				t.Fatalf("a row of %s has the id %d of one of %s", table, id, seen[id])
			}
			seen[id] = table
		}
	}
}
