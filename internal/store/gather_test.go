package store

import (
	"fmt"
	"testing"
	"time"

	"rightdoor/models"
)

// crossMany makes so many companies cross at once.
func crossMany(t *testing.T, s *Store, w int64, from, n int) {
	t.Helper()
	var changes []models.Change
	for i := range n {
		changes = append(changes, company(fmt.Sprintf("c%d.example", from+i), 2, "crm", employees(200)))
	}
	record(t, s, w, changes...)
}

// gather does what a deliverer does before it takes the first alert.
func gather(t *testing.T, s *Store, w int64, by string) *models.Hold {
	t.Helper()
	hold := must[*models.Hold](t)(s.TakeHold(t.Context(), w, "C1", by, time.Minute))
	if hold == nil {
		t.Fatal("nobody may post in C1")
	}
	if err := s.GatherAlerts(t.Context(), hold); err != nil {
		t.Fatal(err)
	}
	return hold
}

// kinds counts the alerts of a workspace by kind and state.
func kinds(t *testing.T, s *Store, w int64) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, a := range must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0)) {
		counts[fmt.Sprintf("%s %s", a.Kind, a.State)]++
	}
	return counts
}

func wantKinds(t *testing.T, what string, got, want map[string]int) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// settled is a store whose first import is over, so that no summary is open.
func settledStore(t *testing.T, s *Store) int64 {
	t.Helper()
	w := aimedStore(t, s)
	record(t, s, w, company("small.example", 1, "crm", employees(5)))
	on(s, 2)
	return w
}

func TestABurstBecomesOneMessage(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := settledStore(t, s)
		crossMany(t, s, w, 0, ChannelBudget)
		hold := gather(t, s, w, "a")
		wantKinds(t, "within the budget", kinds(t, s, w), map[string]int{"account waiting": ChannelBudget})
		crossMany(t, s, w, 100, 5)
		if err := s.GatherAlerts(t.Context(), hold); err != nil {
			t.Fatal(err)
		}
		all := ChannelBudget + 5
		wantKinds(t, "beyond the budget", kinds(t, s, w), map[string]int{"account digested": all, "burst waiting": 1})
		crossMany(t, s, w, 200, 3)
		if err := s.GatherAlerts(t.Context(), hold); err != nil {
			t.Fatal(err)
		}
		wantKinds(t, "while it is open", kinds(t, s, w), map[string]int{"account digested": all + 3, "burst waiting": 1})
		burst := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0, models.AlertWaiting))[0]
		if burst.Gathered.Count != all+3 || len(must[[]models.Alert](t)(s.Listed(t.Context(), w, burst.ID, 0, 100))) != all+3 {
			t.Errorf("the burst tells of %d, want %d", burst.Gathered.Count, all+3)
		}
		took := must[*models.Alert](t)(s.TakeAlert(t.Context(), hold, 0))
		if took == nil || took.ID != burst.ID {
			t.Fatalf("TakeAlert = %+v, want the burst", took)
		}
		crossMany(t, s, w, 300, ChannelBudget+1)
		if err := s.GatherAlerts(t.Context(), hold); err != nil {
			t.Fatal(err)
		}
		next := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0, models.AlertWaiting))
		if len(next) != 1 || !next[0].DueAt.Equal(burst.DueAt.Add(time.Hour)) {
			t.Errorf("the next burst is %+v, want one, due an hour after the first", next)
		}
	})
}

func TestADigestIsOneMessage(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := settledStore(t, s)
		sub := must[[]models.Subscription](t)(s.Subscriptions(t.Context(), w))[0]
		err := s.ChangeSubscription(t.Context(), w, sub.ID, func(sub *models.Subscription) { sub.Mode, sub.Hour, sub.Zone = models.Digest, "09:00", "Europe/Berlin" })
		if err != nil {
			t.Fatal(err)
		}
		crossMany(t, s, w, 0, 3)
		gather(t, s, w, "a")
		wantKinds(t, "before the hour", kinds(t, s, w), map[string]int{"account waiting": 3})
		s.Now = func() time.Time { return day(2).Add(8 * time.Hour) } // nine in Berlin
		gather(t, s, w, "b")
		wantKinds(t, "at the hour", kinds(t, s, w), map[string]int{"account digested": 3, "digest waiting": 1})
		crossMany(t, s, w, 10, 1)
		s.Now = func() time.Time { return day(3).Add(8 * time.Hour) }
		gather(t, s, w, "c")
		wantKinds(t, "one alone", kinds(t, s, w), map[string]int{"account digested": 3, "account waiting": 1, "digest waiting": 1})
	})
}

func TestOnlyAHolderGathers(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := settledStore(t, s)
		crossMany(t, s, w, 0, ChannelBudget+1)
		hold := must[*models.Hold](t)(s.TakeHold(t.Context(), w, "C1", "a", time.Minute))
		s.Now = func() time.Time { return day(2).Add(time.Hour) }
		if err := s.GatherAlerts(t.Context(), hold); err != nil {
			t.Fatal(err)
		}
		wantKinds(t, "after the hold is over", kinds(t, s, w), map[string]int{"account waiting": ChannelBudget + 1})
	})
}

func TestTurns(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := settledStore(t, s)
		now := day(2)
		s.Now = func() time.Time { return now }
		hold := must[*models.Hold](t)(s.TakeHold(t.Context(), w, "C1", "a", time.Hour))
		wantTurn := func(what string, wantAgain time.Time, wantDue bool) {
			t.Helper()
			again, due, err := s.TakeTurn(t.Context(), hold, time.Minute, time.Second)
			if err != nil || due != wantDue || !again.Equal(wantAgain) {
				t.Errorf("TakeTurn %s = %v, %t, %v; want %v, %t", what, again, due, err, wantAgain, wantDue)
			}
		}
		wantTurn("where nothing is due", time.Time{}, false)
		crossMany(t, s, w, 0, 1)
		wantTurn("at first", time.Time{}, true)
		wantTurn("at once again", now.Add(time.Second), true)
		now = now.Add(time.Second)
		wantTurn("a second later", time.Time{}, true)
		now = now.Add(-10 * time.Second)
		crossMany(t, s, w, 1, 1) // what came up later than now is not due
		wantTurn("of a clock that was set back", time.Time{}, true)
	})
}
