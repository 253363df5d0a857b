package store

import (
	"testing"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/models"
)

// toldStore is a workspace whose channel was told of Acme, and that alert.
func toldStore(t *testing.T, s *Store) (workspace int64, told models.Alert) {
	t.Helper()
	w := aimedStore(t, s)
	record(t, s, w, company("other.example", 1, "crm", employees(50)))
	on(s, 2)
	record(t, s, w, company("acme.example", 2, "crm", employees(200)))
	list := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0, models.AlertWaiting))
	if len(list) == 0 {
		t.Fatal("no alert was made of Acme")
	}
	told = list[len(list)-1]
	posted := map[string]any{"state": models.AlertSent, "message_ts": "1.1", "sent_at": s.now()}
	if err := s.in(t.Context(), w).Model(&models.Alert{}).Where("id = ?", told.ID).Updates(posted).Error; err != nil {
		t.Fatal(err)
	}
	return w, *must[*models.Alert](t)(s.Alert(t.Context(), w, told.ID))
}

func TestOnlyTheFirstClaimCounts(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w, told := toldStore(t, s)
		for i, user := range []string{"U1", "U2", "U1"} {
			a, done, err := s.ClaimAlert(t.Context(), w, told.ID, user)
			if err != nil || done != (i == 0) || a.ClaimedBy != "U1" {
				t.Errorf("claim %d by %s = by %s, done %v, %v, want U1's and done only the first time", i, user, a.ClaimedBy, done, err)
			}
		}
		if sub := must[[]models.Subscription](t)(s.Subscriptions(t.Context(), w))[0]; sub.Claimed != 1 {
			t.Errorf("claimed = %d, want 1", sub.Claimed)
		}
		if _, _, err := s.ClaimAlert(t.Context(), w, 999, "U1"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("claim of no alert = %v, want not found", err)
		}
	})
}

func TestTheLastDeedIsFound(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w, told := toldStore(t, s)
		acted := func(since time.Time) *models.Alert {
			return must[*models.Alert](t)(s.ActedOn(t.Context(), w, told.AccountID, since))
		}
		if a := acted(day(1)); a != nil {
			t.Errorf("ActedOn = %+v before anybody did anything, want none", a)
		}
		if _, _, err := s.ClaimAlert(t.Context(), w, told.ID, "U1"); err != nil {
			t.Fatal(err)
		}
		if a := acted(day(1)); a == nil || a.ID != told.ID || a.ClaimedBy != "U1" {
			t.Errorf("ActedOn = %+v, want U1's claim", a)
		}
		if a := acted(told.CreatedAt.Add(time.Second)); a != nil {
			t.Errorf("ActedOn = %+v since after the alert, want none", a)
		}
		if a := must[*models.Alert](t)(s.ActedOn(t.Context(), w, told.AccountID+999, day(1))); a != nil {
			t.Errorf("ActedOn = %+v of another account, want none", a)
		}
	})
}

func TestASnoozeEnds(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w, told := toldStore(t, s)
		until := day(3)
		if a, done, err := s.SnoozeAlert(t.Context(), w, told.ID, &until); err != nil || !done || a.State != models.AlertSnoozed {
			t.Fatalf("snooze = %s, %v, %v", a.State, done, err)
		}
		if woken := must[[]models.Alert](t)(s.WakeAlerts(t.Context(), w)); len(woken) != 0 {
			t.Errorf("woken before its time: %d", len(woken))
		}
		on(s, 3)
		if woken := must[[]models.Alert](t)(s.WakeAlerts(t.Context(), w)); len(woken) != 1 || woken[0].State != models.AlertEdited {
			t.Errorf("woken = %+v, want the one", woken)
		}
		if woken := must[[]models.Alert](t)(s.WakeAlerts(t.Context(), w)); len(woken) != 0 {
			t.Errorf("woken twice: %d", len(woken))
		}
	})
}

func TestARefusalKeepsItsReason(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w, told := toldStore(t, s)
		if _, done, err := s.RefuseAlert(t.Context(), w, told.ID, "U1", "employees: half are seasonal"); err != nil || !done {
			t.Fatalf("refuse = %v, %v", done, err)
		}
		if _, done, err := s.RefuseAlert(t.Context(), w, told.ID, "U1", "employees: half are seasonal"); err != nil || done {
			t.Errorf("the same again = %v, %v, want nothing done", done, err)
		}
		want := models.Refusal{AccountKey: "acme.example", Reason: "employees: half are seasonal", By: "U1"}
		if got := must[[]models.Refusal](t)(s.Refusals(t.Context(), w, told.ICPID, 10)); len(got) != 1 || got[0] != want {
			t.Errorf("Refusals = %+v, want %+v", got, want)
		}
		worth := must[[]models.Worth](t)(s.AlertWorth(t.Context(), w, day(1)))
		if len(worth) != 1 || worth[0].Refused != 1 || worth[0].Sent != 1 || worth[0].Ignored != 0 {
			t.Errorf("AlertWorth = %+v, want one sent and refused", worth)
		}
	})
}

func TestAnErrandIsRunByOneAtATime(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := workspace(t, s, "red")
		take := func(since time.Time) bool {
			return must[bool](t)(s.TakeErrand(t.Context(), w, "review", since, time.Hour))
		}
		if !take(time.Time{}) || take(time.Time{}) {
			t.Error("two processes took it")
		}
		s.Now = func() time.Time { return day(1).Add(2 * time.Hour) }
		if !take(time.Time{}) {
			t.Error("nobody could take what its holder left undone")
		}
		if err := s.EndErrand(t.Context(), w, "review"); err != nil {
			t.Fatal(err)
		}
		if take(time.Time{}) || take(day(1)) {
			t.Error("what was done was taken again")
		}
		on(s, 9)
		if !take(day(2)) {
			t.Error("it could not be taken a week later")
		}
	})
}

func TestTheAgeOfTheQueue(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		if n, age, err := s.AlertQueue(t.Context()); n != 0 || age != 0 || err != nil {
			t.Errorf("AlertQueue() of nothing = %d, %v, %v", n, age, err)
		}
		w := settledStore(t, s)
		crossMany(t, s, w, 0, 3)
		s.Now = func() time.Time { return day(2).Add(time.Minute) }
		if n, age, err := s.AlertQueue(t.Context()); n != 3 || age != time.Minute || err != nil {
			t.Errorf("AlertQueue() = %d, %v, %v, want 3 that wait for a minute", n, age, err)
		}
	})
}
