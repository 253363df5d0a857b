package store

import (
	"slices"
	"testing"
	"time"

	"rightdoor/models"
)

// changeHours lets change edit the only subscription.
func changeHours(t *testing.T, s *Store, w int64, change func(*models.Subscription)) {
	t.Helper()
	if err := s.ChangeSubscription(t.Context(), w, hears(t, s, w)[0].ID, change); err != nil {
		t.Fatal(err)
	}
}

// wantDue fails unless every alert that waits is due at a moment.
func wantDue(t *testing.T, s *Store, w int64, what string, n int, at time.Time) {
	t.Helper()
	waiting := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0, models.AlertWaiting))
	if len(waiting) != n {
		t.Errorf("%s: %d wait, want %d", what, len(waiting), n)
	}
	for _, a := range waiting {
		if !a.DueAt.Equal(at) {
			t.Errorf("%s: %s %s is due %v, want %v", what, a.Kind, a.AccountKey, a.DueAt, at)
		}
	}
}

func TestWhatWaitsMovesWithTheHoursOfItsChannel(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := settledStore(t, s)
		crossMany(t, s, w, 0, 3)
		wantDue(t, s, w, "at once", 3, day(2))
		pause := day(9)
		changeHours(t, s, w, func(sub *models.Subscription) { sub.PausedUntil = &pause })
		wantDue(t, s, w, "paused", 3, pause)
		crossMany(t, s, w, 10, 1)
		on(s, 3)
		changeHours(t, s, w, func(sub *models.Subscription) { sub.Tier = "C" })
		wantDue(t, s, w, "another tier", 4, pause)
		changeHours(t, s, w, func(sub *models.Subscription) { sub.PausedUntil = nil })
		wantDue(t, s, w, "resumed", 4, day(3))
		ids := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0, models.AlertWaiting))
		if !slices.IsSortedFunc(ids, func(a, b models.Alert) int { return int(a.ID - b.ID) }) || ids[0].AccountKey != "c0.example" || ids[3].AccountKey != "c10.example" {
			t.Errorf("resumed: %q first and %q last, want them as they came", ids[0].AccountKey, ids[3].AccountKey)
		}
		changeHours(t, s, w, func(sub *models.Subscription) { sub.Mode, sub.Hour, sub.Zone = models.Digest, "09:00", "UTC" })
		nine := day(3).Add(9 * time.Hour)
		wantDue(t, s, w, "in a digest", 4, nine)
		changeHours(t, s, w, func(sub *models.Subscription) { sub.Mode, sub.Hour = models.AtOnce, "" })
		wantDue(t, s, w, "at once again", 4, day(3))
		changeHours(t, s, w, func(sub *models.Subscription) { sub.QuietFrom, sub.QuietTo = "00:00", "08:00" })
		wantDue(t, s, w, "in quiet hours", 4, day(3).Add(8*time.Hour))
		changeHours(t, s, w, func(sub *models.Subscription) { sub.QuietFrom, sub.QuietTo = "", "" })
		wantDue(t, s, w, "no quiet hours", 4, day(3))
	})
}

func TestATargetingFileMovesWhatWaits(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := settledStore(t, s)
		crossMany(t, s, w, 0, 2)
		asked := alertsOn("", "C1", "")
		asked.Subscription.Mode, asked.Subscription.Hour, asked.Subscription.Zone = models.Digest, "09:00", "UTC"
		record(t, s, w, asked)
		wantDue(t, s, w, "a digest by file", 2, day(2).Add(9*time.Hour))
	})
}

func TestAPauseThatIsOverMovesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := settledStore(t, s)
		over := day(1)
		changeHours(t, s, w, func(sub *models.Subscription) {
			sub.Mode, sub.Hour, sub.Zone, sub.PausedUntil = models.Digest, "09:00", "UTC", &over
		})
		crossMany(t, s, w, 0, 2)
		nine := day(2).Add(9 * time.Hour)
		s.Now = func() time.Time { return nine.Add(time.Second) }
		changeHours(t, s, w, func(sub *models.Subscription) { sub.PausedUntil = nil })
		wantDue(t, s, w, "a second after its hour", 2, nine)
	})
}

// A notice that alerts have stopped, and a message on its way, are not held by
// a pause; what was given back from its way is.
func TestAPauseHoldsEveryKindButNotices(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := settledStore(t, s)
		crossMany(t, s, w, 0, ChannelBudget+1)
		hold := gather(t, s, w, "a")
		burst := must[*models.Alert](t)(s.TakeAlert(t.Context(), hold, time.Minute))
		if burst == nil || burst.Kind != models.BurstDigest {
			t.Fatalf("TakeAlert = %+v, want the burst", burst)
		}
		notice := models.Alert{WorkspaceID: w, ID: 9000, SubscriptionID: burst.SubscriptionID, Channel: "U1", Kind: models.StopNotice, State: models.AlertWaiting, DueAt: day(2), CreatedAt: day(2)}
		if err := s.db.Create(&notice).Error; err != nil {
			t.Fatal(err)
		}
		pause := day(9)
		changeHours(t, s, w, func(sub *models.Subscription) { sub.PausedUntil = &pause })
		if mine := must[bool](t)(s.Settle(t.Context(), burst, models.Delivery{State: models.AlertWaiting, Doubt: true})); !mine {
			t.Error("the burst on its way was taken away")
		}
		for id, want := range map[int64]time.Time{burst.ID: pause, notice.ID: day(2)} {
			if a := must[*models.Alert](t)(s.Alert(t.Context(), w, id)); !a.DueAt.Equal(want) {
				t.Errorf("%s is due %v, want %v", a.Kind, a.DueAt, want)
			}
		}
		on(s, 3)
		changeHours(t, s, w, func(sub *models.Subscription) { sub.PausedUntil = nil })
		back := must[*models.Alert](t)(s.Alert(t.Context(), w, burst.ID))
		if !back.DueAt.Equal(day(3)) || !back.Doubt || back.TriedAt == nil || !back.TriedAt.Equal(day(2)) {
			t.Errorf("resumed: due %v, doubt %t, tried %v, want it due now, and looked for since it was tried", back.DueAt, back.Doubt, back.TriedAt)
		}
	})
}
