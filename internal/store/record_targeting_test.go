package store

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"rightdoor/models"
	"rightdoor/scoring"
)

func targeting(t *testing.T, s *Store, w int64) models.Targeting {
	t.Helper()
	return must[models.Targeting](t)(s.Targeting(t.Context(), w))
}

// inForce writes what is published: "commerce/2 b".
func inForce(t *testing.T, s *Store, w int64) []string {
	t.Helper()
	var list []string
	for _, icp := range targeting(t, s, w).ICPs {
		list = append(list, fmt.Sprintf("%s/%d %s", icp.Name, icp.ICPVersion.Version, icp.Situation))
	}
	return list
}

func TestVersions(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		add := func(name, mark string, publish bool) models.Change {
			return models.NewVersion{Name: name, Publish: publish, By: "U1", Version: profile(mark)}
		}
		for _, step := range []struct {
			what     string
			change   models.Change
			recorded models.Recorded
			want     []string
		}{
			{"a draft scores nothing", add("commerce", "a", false), models.Recorded{Added: 1}, nil},
			{"the latest is published", models.Publication{Name: "commerce"}, models.Recorded{Changed: 1}, []string{"commerce/1 a"}},
			{"twice is the same", models.Publication{Name: "commerce", Version: 1}, models.Recorded{Same: 1}, []string{"commerce/1 a"}},
			{"an edit is a new version", add("commerce", "b", false), models.Recorded{Changed: 1}, []string{"commerce/1 a"}},
			{"a second ICP comes after", add("health", "h", true), models.Recorded{Added: 1}, []string{"commerce/1 a", "health/1 h"}},
			{"the edit is published", models.Publication{Name: "commerce", Version: 2}, models.Recorded{Changed: 1}, []string{"commerce/2 b", "health/1 h"}},
			{"and rolled back", models.Publication{Name: "commerce", Version: 1}, models.Recorded{Changed: 1}, []string{"commerce/1 a", "health/1 h"}},
			{"archived", models.Archival{Name: "commerce"}, models.Recorded{Changed: 1}, []string{"health/1 h"}},
			{"archived twice", models.Archival{Name: "commerce"}, models.Recorded{Same: 1}, []string{"health/1 h"}},
			{"numbers go on", add("commerce", "c", false), models.Recorded{Changed: 1}, []string{"health/1 h"}},
			{"and published again", models.Publication{Name: "commerce", Version: 2}, models.Recorded{Changed: 1}, []string{"commerce/2 b", "health/1 h"}},
		} {
			before, was := targeting(t, s, w).Version, inForce(t, s, w)
			if got := record(t, s, w, step.change); got != step.recorded {
				t.Errorf("%s: %+v, want %+v", step.what, got, step.recorded)
			}
			got := inForce(t, s, w)
			if !slices.Equal(got, step.want) {
				t.Errorf("%s: %q in force, want %q", step.what, got, step.want)
			}
			if grew := targeting(t, s, w).Version > before; grew != !slices.Equal(was, got) {
				t.Errorf("%s: the targeting's version grew is %v, want %v", step.what, grew, !grew)
			}
		}
		list := must[[]models.ICPVersion](t)(s.Versions(t.Context(), w, must[[]models.ICP](t)(s.ICPs(t.Context(), w))[0].ID))
		if len(list) != 3 || list[0].Version != 3 || list[0].PublishedAt != nil || list[2].PublishedAt == nil || list[0].CreatedBy != "U1" {
			t.Errorf("Versions = %+v, want 3, 2, 1 of which the last two were published", list)
		}
	})
}

func TestVersionComesBackWhole(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		v := profile("fragmented data")
		v.DealSize, v.Review, v.SeeFirst = "60000 USD", "2026-12-01", []scoring.Role{scoring.Champion, scoring.EconomicBuyer}
		v.Triggers = []scoring.Trigger{{Signal: "funding_round", Weight: 2, HalfLife: 90}}
		v.Criteria = append(v.Criteria,
			scoring.Criterion{Attribute: scoring.Growth, Operator: scoring.AtLeast, Value: scoring.OfRange(30, math.Inf(1)), Mode: scoring.Should, Weight: 1},
			scoring.Criterion{Attribute: scoring.Industry, Operator: scoring.In, Value: scoring.OfWords("saas", "fintech"), Mode: scoring.Must, Weight: 3})
		record(t, s, w, models.NewVersion{Name: "commerce", Version: v, By: "U1"})
		id := must[[]models.ICP](t)(s.ICPs(t.Context(), w))[0].ID
		got := *must[*models.ICPVersion](t)(s.Version(t.Context(), w, id, 1))
		v.WorkspaceID, v.ICPID, v.Version, v.CreatedAt, v.CreatedBy = w, id, 1, got.CreatedAt, "U1"
		for i := range v.Personas {
			p := &v.Personas[i]
			p.WorkspaceID, p.ICPID, p.Version, p.Position = w, id, 1, i+1
		}
		if !reflect.DeepEqual(got, v) || !got.CreatedAt.Equal(day(1)) {
			t.Errorf("Version = %+v, want %+v", got, v)
		}
		if none := must[*models.ICPVersion](t)(s.Version(t.Context(), w, id, 2)); none != nil {
			t.Errorf("Version(2) = %+v, want none", none)
		}
	})
}

func TestSettingsKeepTheirHistory(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		s.Now = func() time.Time { return day(2) }
		w := workspace(t, s, "red")
		s.Now = func() time.Time { return day(4) }
		before := targeting(t, s, w).Version
		record(t, s, w, models.NewSettings{Settings: settings("a")}, models.NewSettings{Settings: settings("b")})
		record(t, s, w, models.NewSettings{Settings: settings("c")})
		if targeting(t, s, w).Version <= before {
			t.Error("new settings left the targeting's version as it was")
		}
		started := scoring.DefaultSettings().Rates.On
		for at, want := range map[int]string{1: started, 2: started, 3: started, 4: "c", 9: "c"} {
			if got := must[scoring.Settings](t)(s.Settings(t.Context(), w, day(at))).Rates.On; got != want {
				t.Errorf("Settings on day %d = %q, want %q", at, got, want)
			}
		}
		if got := targeting(t, s, w).Settings.Rates.On; got != "c" {
			t.Errorf("Targeting has the settings %q, want c", got)
		}
		if got := must[scoring.Settings](t)(s.Settings(t.Context(), w+1, day(9))); !reflect.DeepEqual(got, scoring.DefaultSettings()) {
			t.Errorf("Settings of no workspace = %v, want the default ones", got)
		}
	})
}

// The same version told twice, at once or after a draft, is one; the smallest
// difference makes another.
func TestRecordOfTheSameVersion(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		add := func(v models.ICPVersion, publish bool) {
			t.Helper()
			record(t, s, w, models.NewVersion{Name: "commerce", Version: v, Publish: publish})
		}
		versions := func(want int) {
			t.Helper()
			list, err := s.Versions(t.Context(), w, icp(t.Context(), s, w))
			if err != nil || len(list) != want {
				t.Errorf("Versions = %d, %v, want %d", len(list), err, want)
			}
		}
		v := profile("red")
		v.Pains = []string{"a b"}
		add(v, false)
		add(v, true)
		add(v, true)
		versions(1)
		if got, err := s.Targeting(t.Context(), w); err != nil || len(got.ICPs) != 1 {
			t.Errorf("Targeting = %d ICPs, %v, want the draft published", len(got.ICPs), err)
		}
		v.Pains = []string{"a", "b"}
		add(v, true)
		versions(2)
	})
}
