package store

import (
	"slices"
	"testing"

	"rightdoor/models"
	"rightdoor/scoring"
)

// notices are to whom notices of stopped alerts are still to be posted.
func notices(t *testing.T, s *Store, w int64) []string {
	t.Helper()
	var to []string
	for _, a := range must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0, models.AlertWaiting)) {
		if a.Kind == models.StopNotice {
			to = append(to, a.Channel)
		}
	}
	return to
}

// A channel that is closed stops its alerts once, for everyone who set one up;
// one that is open again lets them know, and turns nothing on by itself.
func TestAChannelIsClosedAndOpenAgain(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w, told := toldStore(t, s)
		record(t, s, w, company("globex.example", 2, "crm", employees(200)))
		sub := hears(t, s, w)[0]
		if err := s.ChangeSubscription(t.Context(), w, sub.ID, func(sub *models.Subscription) { sub.Creator = "U1" }); err != nil {
			t.Fatal(err)
		}
		if n := must[int](t)(s.StopChannel(t.Context(), w, "C9", "archived")); n != 0 {
			t.Errorf("StopChannel of another channel stopped %d", n)
		}
		for i, want := range []int{1, 0} {
			if n := must[int](t)(s.StopChannel(t.Context(), w, told.Channel, "archived")); n != want {
				t.Errorf("StopChannel, time %d, stopped %d, want %d", i+1, n, want)
			}
		}
		wantStopped(t, s, w, "archived", []string{"U1"})
		held := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0, models.AlertHeld))
		if len(held) != 1 || held[0].AccountKey != "globex.example" {
			t.Errorf("held = %+v, want what was to be posted", held)
		}
		if n := must[int](t)(s.ReopenChannel(t.Context(), w, told.Channel, "back", []string{"removed"})); n != 0 {
			t.Errorf("ReopenChannel for another reason = %d, want 0", n)
		}
		for i, want := range []int{1, 0} {
			if n := must[int](t)(s.ReopenChannel(t.Context(), w, told.Channel, "back", []string{"removed", "archived"})); n != want {
				t.Errorf("ReopenChannel, time %d = %d, want %d", i+1, n, want)
			}
		}
		wantStopped(t, s, w, "back", []string{"U1"}) // the notice that waits says how it stands then
	})
}

func wantStopped(t *testing.T, s *Store, w int64, why string, told []string) {
	t.Helper()
	if sub := hears(t, s, w)[0]; sub.Stopped != why || sub.StoppedAt == nil {
		t.Errorf("the subscription = stopped %q at %v, want %q", sub.Stopped, sub.StoppedAt, why)
	}
	if got := notices(t, s, w); !slices.Equal(got, told) {
		t.Errorf("notices = %v, want %v", got, told)
	}
}

// Whoever can be told of a subscription that stops is told: its creator, else
// the owner of its ICP by her address, else of the first ICP that has one.
func TestWhoIsToldThatAlertsStopped(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := workspace(t, s, "red")
		owned := func(name, owner string) models.Change {
			icp := aimAt(name, 100, 500)
			icp.Version.Owner = owner
			return icp
		}
		record(t, s, w, owned("nobody's", "Ana"), owned("commerce", "ana@red.example"), owned("fintech", "bo@red.example"))
		for _, c := range []struct {
			icp, creator string
			want         []string
		}{
			{"fintech", "U1", []string{"U1"}},
			{"fintech", "", []string{"bo@red.example"}},
			{"", "", []string{"ana@red.example"}},
			{"nobody's", "", nil},
		} {
			on := alertsOn(c.icp, "C1", "")
			on.Subscription.Creator = c.creator
			record(t, s, w, on)
			before := notices(t, s, w)
			if n := must[int](t)(s.StopChannel(t.Context(), w, "C1", "archived")); n != 1 {
				t.Fatalf("StopChannel stopped %d, want 1", n)
			}
			if n := must[int](t)(s.StoppedSubscriptions(t.Context())); n != 1 {
				t.Errorf("StoppedSubscriptions = %d, want 1", n)
			}
			if got := notices(t, s, w)[len(before):]; !slices.Equal(got, c.want) {
				t.Errorf("of %q set up by %q are told %v, want %v", c.icp, c.creator, got, c.want)
			}
			record(t, s, w, models.AlertsOff{ID: hears(t, s, w)[0].ID})
		}
	})
}

// Who applies a file becomes the creator of what has none, and of nobody else's.
func TestAppliedAlertsKeepTheirCreator(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := workspace(t, s, "red")
		for i, c := range []struct{ by, tier, want string }{{"", "", ""}, {"U1", "A", "U1"}, {"U2", "B", "U1"}, {"", "A", "U1"}} {
			on := alertsOn("", "C1", c.tier)
			on.Subscription.Creator = c.by
			record(t, s, w, on)
			if got := hears(t, s, w)[0].Creator; got != c.want {
				t.Errorf("step %d: applied by %q, the creator = %q, want %q", i+1, c.by, got, c.want)
			}
		}
	})
}

// Whoever set up several alerts in a channel is told of it once; what she was
// not told yet she need not hear once they are on again.
func TestANoticeForAChannel(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := workspace(t, s, "red")
		record(t, s, w, aimAt("commerce", 100, 500))
		for _, icp := range []string{"", "commerce"} {
			on := alertsOn(icp, "C1", "")
			on.Subscription.Creator = "U1"
			record(t, s, w, on)
		}
		if n := must[int](t)(s.StopChannel(t.Context(), w, "C1", "archived")); n != 2 {
			t.Fatalf("StopChannel stopped %d, want 2", n)
		}
		if got := notices(t, s, w); !slices.Equal(got, []string{"U1"}) {
			t.Errorf("notices = %v, want one", got)
		}
		for _, sub := range hears(t, s, w) {
			if err := s.ChangeSubscription(t.Context(), w, sub.ID, func(sub *models.Subscription) { sub.Stopped = "" }); err != nil {
				t.Fatal(err)
			}
		}
		if got := notices(t, s, w); len(got) != 0 {
			t.Errorf("notices once they are on again = %v, want none", got)
		}
	})
}

// What becomes a fit while alerts are stopped is held, not lost: in a channel
// that hears at once, in a digest, and of a rescoring. Another subscription of
// the channel that is on hears of it at once.
func TestWhatComesUpWhileAlertsAreStoppedIsHeld(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := settledStore(t, s)
		stop := func(why string) {
			changeHours(t, s, w, func(sub *models.Subscription) { sub.Stopped = why })
		}
		stop("the channel is archived")
		crossMany(t, s, w, 0, 2)
		record(t, s, w, company("late.example", 2, "crm", employees(700), word(scoring.Industry, "saas")), aimAt("commerce", 100, 800))
		rescore(t, s, w)
		if n := len(must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0, models.AlertHeld))); n != 3 {
			t.Errorf("%d alerts are held, want two and a digest", n)
		}
		if worth := must[[]models.Worth](t)(s.AlertWorth(t.Context(), w, day(1))); len(worth) != 1 || worth[0].Sent != 0 || worth[0].Waiting != 3 {
			t.Errorf("worth = %+v, want nothing sent and three to be posted", worth)
		}
		subscribe(t, s, w, models.Subscription{Channel: "C1", ICPID: must[[]models.ICP](t)(s.ICPs(t.Context(), w))[0].ID})
		crossMany(t, s, w, 10, 1)
		wantDue(t, s, w, "heard by the other", 1, day(2))
		stop("")
		wantDue(t, s, w, "on again", 4, day(2))
	})
}
