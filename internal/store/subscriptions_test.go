package store

import (
	"slices"
	"testing"

	"rightdoor/models"
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
