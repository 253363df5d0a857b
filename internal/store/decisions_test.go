package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

// decided is a decision of somebody on the first account, on a day; until 0
// has no end.
func decided(kind models.DecisionKind, by string, on, until int) models.Decided {
	d := models.Decision{AccountID: account, Kind: kind, Reason: by + " says so", By: by, At: day(on)}
	if until > 0 {
		end := day(until)
		d.Until = &end
	}
	if kind == models.Overrule {
		d.Verdict = scoring.Fit.String()
	}
	return models.Decided{Decision: d}
}

func notKnown(a scoring.Attribute, by string, on int) models.Decided {
	d := decided(models.NotKnown, by, on, 0)
	d.Attribute = a
	return d
}

// held writes what was in force on a day: "unlock Ana".
func held(t *testing.T, s *Store, w int64, on int) string {
	t.Helper()
	var list []string
	for _, d := range must[[]models.Decision](t)(s.Decisions(t.Context(), w, account, day(on))) {
		list = append(list, strings.TrimSpace(string(d.Kind)+" "+string(d.Attribute))+" "+d.By)
	}
	return strings.Join(list, ", ")
}

func TestDecisionsHoldUntilTheyEnd(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		record(t, s, w, company("acme.example", 1, "crm", employees(3)))
		before := the(t, s, w, "acme.example")
		for _, step := range []struct {
			change models.Change
			want   models.Recorded
		}{
			{decided(models.Unlock, "Ana", 2, 9), models.Recorded{Added: 1}},
			{decided(models.Overrule, "Ana", 3, 20), models.Recorded{Added: 1}},
			{decided(models.Unlock, "Ben", 5, 12), models.Recorded{Added: 1}},
			{notKnown(scoring.Revenue, "Dana", 6), models.Recorded{Added: 1}},
			{notKnown(scoring.Revenue, "Marcus", 7), models.Recorded{Same: 1}},
			{notKnown(scoring.Growth, "Marcus", 7), models.Recorded{Added: 1}},
			{models.DecisionEnded{AccountID: account, Kind: models.Overrule, By: "Ana", At: day(8)}, models.Recorded{Changed: 1}},
			{models.DecisionEnded{AccountID: account, Kind: models.Overrule, By: "Ana", At: day(9)}, models.Recorded{Same: 1}},
			{models.DecisionEnded{AccountID: account, Kind: models.NotKnown, Attribute: scoring.Revenue, By: "Dana", At: day(14)}, models.Recorded{Changed: 1}},
		} {
			if got := record(t, s, w, step.change); got != step.want {
				t.Errorf("Record(%+v) = %+v, want %+v", step.change, got, step.want)
			}
		}
		for on, want := range map[int]string{
			1: "", 2: "unlock Ana", 4: "unlock Ana, overrule Ana", 5: "overrule Ana, unlock Ben",
			6: "overrule Ana, unlock Ben, not_known revenue Dana",
			8: "unlock Ben, not_known revenue Dana, not_known growth Marcus", 12: "not_known revenue Dana, not_known growth Marcus",
			20: "not_known growth Marcus",
		} {
			if got := held(t, s, w, on); got != want {
				t.Errorf("in force on day %d: %s, want %s", on, got, want)
			}
		}
		if after := the(t, s, w, "acme.example"); after.Revision != before.Revision {
			t.Errorf("decisions made revision %d of %d", after.Revision, before.Revision)
		}
		if all := must[[]models.Decision](t)(s.Decisions(t.Context(), w, 0, day(4))); len(all) != 2 || all[0].Reason != "Ana says so" || !all[0].Until.Equal(day(9)) {
			t.Errorf("Decisions of every account = %+v, want Ana's two", all)
		}
	})
}

func TestDecisionsThatCannotBeKept(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		record(t, s, w, company("acme.example", 1, "crm", employees(3)))
		elsewhere, long, backwards, mute := decided(models.Unlock, "Ana", 2, 9), decided(models.Unlock, "Ana", 2, 9), decided(models.Unlock, "Ana", 9, 2), decided(models.Overrule, "Ana", 2, 9)
		elsewhere.AccountID, long.Reason, mute.Verdict = 99, strings.Repeat("x", models.MaxReason+1), "maybe"
		before := dump(t, s, 0)
		for want, change := range map[string]models.Change{
			"There is no such account any more.":          elsewhere,
			"A reason has at most 2000 characters.":       long,
			"A decision has to end after it begins.":      backwards,
			`"overrule" is no decision that can be kept.`: mute,
			`"not_known" is no decision`:                  notKnown("colour", "Ana", 2),
			`"" is no decision that can be kept.`:         decided("", "Ana", 2, 9),
		} {
			_, err := s.Record(t.Context(), w, []models.Change{change})
			if !strings.HasPrefix(fault.Message(err), want) {
				t.Errorf("Record(%+v) = %v, want %q", change, err, want)
			}
		}
		sameDump(t, "after refused decisions", dump(t, s, 0), before)
	})
}

// TestTwoDecideAtOnce: the later one stands, the other is kept as ended.
func TestTwoDecideAtOnce(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		record(t, s, w, company("acme.example", 1, "crm", employees(3)))
		var all sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			all.Go(func() {
				_, errs[i] = s.Record(t.Context(), w, []models.Change{decided(models.Unlock, fmt.Sprint(i), 2+i%3, 20)})
			})
		}
		all.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if list := must[[]models.Decision](t)(s.Decisions(t.Context(), w, account, day(5))); len(list) != 1 {
			t.Errorf("%d decisions in force after eight at once, want one", len(list))
		}
		var kept int64
		if err := s.db.Model(&models.Decision{}).Count(&kept).Error; err != nil || kept != 8 {
			t.Errorf("%d decisions kept, %v, want 8", kept, err)
		}
	})
}

// TestInForceIsWhatTheQuerySays holds the rule in Go and in SQL together.
func TestInForceIsWhatTheQuerySays(t *testing.T) {
	s := open(t, t.TempDir()+"/rightdoor.db")
	w := workspace(t, s, "red")
	record(t, s, w, company("acme.example", 1, "crm", employees(3)))
	rapid.Check(t, func(t *rapid.T) {
		if err := s.db.Exec("DELETE FROM decisions").Error; err != nil {
			t.Fatal(err)
		}
		kinds := rapid.SampledFrom([]models.DecisionKind{models.Unlock, models.Overrule})
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			on := rapid.IntRange(1, 20).Draw(t, "on")
			var change models.Change = decided(kinds.Draw(t, "kind"), "Ana", on, on+rapid.IntRange(1, 9).Draw(t, "days"))
			if rapid.Bool().Draw(t, "end") {
				change = models.DecisionEnded{AccountID: account, Kind: kinds.Draw(t, "kind"), By: "Ben", At: day(on)}
			}
			if _, err := s.Record(t.Context(), w, []models.Change{change}); err != nil {
				t.Fatal(err)
			}
		}
		var rows []models.Decision
		if err := s.db.Order("id").Find(&rows).Error; err != nil {
			t.Fatal(err)
		}
		at := day(rapid.IntRange(1, 30).Draw(t, "at"))
		list, err := s.Decisions(t.Context(), w, account, at)
		want := slices.DeleteFunc(rows, func(d models.Decision) bool { return !d.InForce(at) })
		if err != nil || !slices.EqualFunc(list, want, func(a, b models.Decision) bool { return a.ID == b.ID }) {
			t.Errorf("Decisions(%v) = %+v, %v, want %+v", at, list, err, want)
		}
	})
}

// TestAnAccountIsNamedByItsID: whoever has it before her need not find it again.
func TestAnAccountIsNamedByItsID(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		record(t, s, w, company("Acme", 1, "crm", employees(3)), company("Acme Labs", 1, "crm", employees(4)))
		for _, name := range []string{"Acme", "Acme Labs"} {
			a := the(t, s, w, name)
			record(t, s, w, models.AccountFacts{Company: models.Company{AccountID: a.ID}, Source: "Dana", Person: true, Observed: day(2), Facts: []models.Said{word(scoring.Industry, "saas")}})
			if got := the(t, s, w, name); got.Industry != "saas" || got.Name != a.Name || got.Revision != a.Revision+1 {
				t.Errorf("%s = %+v, want its industry told", name, got)
			}
		}
		_, err := s.Record(t.Context(), w, []models.Change{models.AccountFacts{Company: models.Company{AccountID: 99}, Source: "Dana", Observed: day(2)}})
		wantMessage(t, "Record of no account", err, "There is no such account any more.")
	})
}
