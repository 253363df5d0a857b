package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rightdoor/models"
	"rightdoor/scoring"
)

func TestAMessageThatNoLongerHolds(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w, told := toldStore(t, s)
		if _, done, err := s.SnoozeAlert(t.Context(), w, told.ID, nil); err != nil || !done {
			t.Fatalf("snooze until it changes = %v, %v", done, err)
		}
		outdated := func() int { return len(must[[]models.Alert](t)(s.Outdated(t.Context(), w, day(1), 10))) }
		if n := outdated(); n != 0 {
			t.Fatalf("%d outdated before anything changed", n)
		}
		on(s, 4)
		record(t, s, w, company("acme.example", 4, "crm", employees(5000)))
		if n := outdated(); n != 1 {
			t.Fatalf("%d outdated after Acme grew too large, want 1", n)
		}
		for i, want := range []bool{true, false} {
			if news, err := s.ShowAlert(t.Context(), models.Shown{WorkspaceID: w, AlertID: told.ID, Verdict: models.ShownVerdict(scoring.Disqualified)}); err != nil || news != want {
				t.Errorf("ShowAlert, time %d = %v, %v, want %v", i, news, err, want)
			}
		}
		if a := must[*models.Alert](t)(s.Alert(t.Context(), w, told.ID)); a.State != models.AlertEdited {
			t.Errorf("it is %s, want it back from its snooze: edited", a.State)
		}
	})
}

// archived archives the ICP that everything is announced under, and ranks anew.
func archived(t *testing.T, s *Store, w int64) {
	t.Helper()
	record(t, s, w, models.Archival{Name: "commerce"})
	rescore(t, s, w)
}

func TestAMessageWhoseProfileIsGone(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w, told := toldStore(t, s)
		outdated := func(what string, want int) {
			t.Helper()
			if list := must[[]models.Alert](t)(s.Outdated(t.Context(), w, day(1), 10)); len(list) != want {
				t.Errorf("%s: %d outdated, want %d", what, len(list), want)
			}
		}
		shows := func(verdict models.ShownVerdict, score int) {
			t.Helper()
			if news := must[bool](t)(s.ShowAlert(t.Context(), models.Shown{WorkspaceID: w, AlertID: told.ID, Verdict: verdict, Score: score})); !news {
				t.Errorf("ShowAlert(%d, %d) is no news", verdict, score)
			}
		}
		archived(t, s, w)
		outdated("archived", 1)
		shows(models.Gone, 0)
		outdated("archived, and shown", 0)
		record(t, s, w, aimAt("commerce", 100, 500))
		outdated("published again, and not ranked yet", 0)
		rescore(t, s, w)
		outdated("published again", 1)
		shows(models.ShownFit, 60)
		if err := s.in(t.Context(), w).Where("id = ?", told.AccountID).Delete(&models.Account{}).Error; err != nil {
			t.Fatal(err)
		}
		outdated("the account gone", 1)
		record(t, s, w, aimAt("commerce", 100, 501))
		outdated("while all are ranked anew", 0)
	})
}

// listedStore is a workspace whose channel was told of so many companies in a
// digest.
func listedStore(t *testing.T, s *Store, n int) (w int64, digest models.Alert) {
	t.Helper()
	w = settledStore(t, s)
	crossMany(t, s, w, 0, n)
	gather(t, s, w, "a")
	digest = must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0, models.AlertWaiting))[0]
	posted := map[string]any{"state": models.AlertSent, "message_ts": "1.1", "sent_at": s.now()}
	if err := s.in(t.Context(), w).Model(&models.Alert{}).Where("id = ?", digest.ID).Updates(posted).Error; err != nil {
		t.Fatal(err)
	}
	return w, digest
}

// changes writes what lines changed to, as "name 0>3".
func changes(lines []models.LineChange) string {
	var list []string
	for _, l := range lines {
		list = append(list, fmt.Sprintf("%s %d>%d", strings.TrimSuffix(l.Name, ".example"), l.Was, l.Stands))
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

func TestLinesOfADigestThatNoLongerHold(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w, digest := listedStore(t, s, ChannelBudget+5)
		since := day(1)
		outdated := func(what, want string) []models.LineChange {
			t.Helper()
			list := must[[]models.LineChange](t)(s.OutdatedLines(t.Context(), w, since, 100))
			if got := changes(list); got != want {
				t.Errorf("%s: outdated %q, want %q", what, got, want)
			}
			return list
		}
		shown := func(what string, lines []models.LineChange, want string) {
			t.Helper()
			if got := changes(must[[]models.LineChange](t)(s.ShowLines(t.Context(), w, lines))); got != want {
				t.Errorf("%s: news %q, want %q", what, got, want)
			}
		}
		outdated("as posted", "")
		record(t, s, w, company("c1.example", 3, "crm", word(scoring.Industry, "saas")), company("c2.example", 3, "crm", employees(9000)), company("c24.example", 3, "crm", employees(9000)))
		lines := outdated("one better, two too large", "c2 0>3, c24 0>3")
		if len(lines) != 2 || lines[0].DigestID != digest.ID {
			t.Fatalf("lines = %+v, want two of digest %d", lines, digest.ID)
		}
		shown("at first", lines, "c2 0>3, c24 0>3")
		shown("by another process", lines, "")
		outdated("once shown", "")
		record(t, s, w, company("c2.example", 4, "crm", employees(300)))
		shown("back", outdated("back", "c2 3>0"), "c2 3>0")
		since = s.now().Add(time.Second)
		record(t, s, w, company("c3.example", 4, "crm", employees(9000)))
		outdated("long after it was sent", "")
		since = day(1)
		if list := must[[]models.LineChange](t)(s.OutdatedLines(t.Context(), w, since, 0)); len(list) != 0 {
			t.Errorf("none asked for: %d", len(list))
		}
	})
}

func TestLinesOfADigestWhoseProfileIsGone(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w, _ := listedStore(t, s, ChannelBudget+1)
		outdated := func(what string, want int) {
			t.Helper()
			lines := must[[]models.LineChange](t)(s.OutdatedLines(t.Context(), w, day(1), 100))
			if len(lines) != want {
				t.Errorf("%s: %d outdated, want %d", what, len(lines), want)
			}
			for _, l := range lines {
				if l.Was == l.Stands || l.Was != models.Gone && l.Stands != models.Gone {
					t.Errorf("%s: %+v, want it gone or back", what, l)
				}
			}
			must[[]models.LineChange](t)(s.ShowLines(t.Context(), w, lines))
		}
		record(t, s, w, models.Archival{Name: "commerce"})
		outdated("while all are ranked anew", 0)
		rescore(t, s, w)
		outdated("archived", ChannelBudget+1)
		outdated("archived, and shown", 0)
		record(t, s, w, aimAt("commerce", 100, 500))
		rescore(t, s, w)
		outdated("published again", ChannelBudget+1)
	})
}
