package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"gorm.io/gorm"

	"rightdoor/internal/fault"
	"rightdoor/models"
)

// A Record whose time runs out in the middle of a COPY is undone, leaves the
// connection whole, and says so in the calm sentence.
func TestRecordCutOffInACopy(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		for i := range 8 {
			var changes []models.Change
			for k := range 2000 {
				changes = append(changes, company(fmt.Sprintf("c%d-%d.example", i, k), 1, "crm", employees(5)))
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(20+i*15)*time.Millisecond)
			_, err := s.Record(ctx, w, changes)
			cancel()
			if err != nil && fault.KindOf(err) != fault.Unavailable {
				t.Errorf("Record cut off = %v, want nothing or a fault that says unavailable", err)
			}
		}
		wantRecorded(t, "Record afterwards", record(t, s, w, company("late.example", 1, "crm")), 1, 0, 0)
	})
}

// What is published while targeting is read is never kept under its version
// without being in it.
func TestTargetingIsNeverOlderThanItsVersion(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := workspace(t, s, "a")
		published := false
		publish := func(*gorm.DB) {
			if !published {
				published = true
				record(t, s, w, models.NewVersion{Name: "commerce", Publish: true, Version: profile("a")})
			}
		}
		if err := s.db.Callback().Query().After("gorm:query").Register("publish", publish); err != nil {
			t.Fatal(err)
		}
		got, err := s.Targeting(t.Context(), w)
		if err != nil || !published {
			t.Fatalf("Targeting = %v, published %t", err, published)
		}
		if got.Version > 0 && len(got.ICPs) == 0 {
			t.Errorf("Targeting = version %d with no ICP", got.Version)
		}
	})
}

// A country that is corrected by name alone keeps the account's own keys.
func TestRecordCountryCorrectedByName(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		record(t, s, w, rowOf("Foo", "US", ""))
		c := rowOf("Foo", "", "")
		c.Aliases, c.Observed = []string{"Foo"}, day(2)
		c.Facts = rowOf("Foo", "DE", "").Facts
		record(t, s, w, c)
		record(t, s, w, rowOf("Foo", "US", ""), rowOf("Foo", "DE", ""))
	})
}
