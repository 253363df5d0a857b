package store

import (
	"testing"

	"rightdoor/models"
	"rightdoor/scoring"
)

// hears lists who hears what, as the rows have it.
func hears(t *testing.T, s *Store, w int64) []models.Subscription {
	t.Helper()
	return must[[]models.Subscription](t)(s.Subscriptions(t.Context(), w))
}

func alertsOn(icp, channel, tier string) models.AlertsOn {
	return models.AlertsOn{ICP: icp, Subscription: models.Subscription{Channel: channel, Tier: tier}}
}

func TestAlertsComeWithTheirICPAndHearNothingOfThePast(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := workspace(t, s, "red")
		record(t, s, w, company("acme.example", 1, "crm", employees(200)))
		got := record(t, s, w, aimAt("commerce", 100, 500), alertsOn("commerce", "C1", "B"))
		if want := (models.Recorded{Added: 2}); got != want {
			t.Errorf("Record = %+v, want %+v", got, want)
		}
		rescore(t, s, w)
		wantTold(t, s, w, "an ICP and its alerts at once")
		record(t, s, w, company("globex.example", 2, "crm", employees(200)))
		wantTold(t, s, w, "a new fit", "C1 waiting globex.example B")
	})
}

func TestAlertsThatAreChangedKeepTheirPast(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := aimedStore(t, s)
		sub := hears(t, s, w)[0]
		until := day(9)
		err := s.ChangeSubscription(t.Context(), w, sub.ID, func(sub *models.Subscription) {
			sub.Sent, sub.Claimed, sub.Zone, sub.PausedUntil, sub.Stopped = 7, 3, "Europe/Berlin", &until, "archived"
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := record(t, s, w, alertsOn("", "C1", "A")), (models.Recorded{Changed: 1}); got != want {
			t.Errorf("Record = %+v, want %+v", got, want)
		}
		got := hears(t, s, w)
		if len(got) != 1 || got[0].ID != sub.ID || got[0].Sent != 7 || got[0].Claimed != 3 || got[0].Zone != "Europe/Berlin" || got[0].PausedUntil == nil || got[0].Creator != "U1" {
			t.Errorf("subscriptions = %+v, want the same one with its counts, zone, pause and creator", got)
		}
		if got[0].Tier != "A" || !got[0].On() {
			t.Errorf("tier %q, stopped %q, want A and on", got[0].Tier, got[0].Stopped)
		}
		if got, want := record(t, s, w, alertsOn("", "C1", "A")), (models.Recorded{Same: 1}); got != want {
			t.Errorf("Record of the same = %+v, want %+v", got, want)
		}
		off := models.AlertsOff{ID: sub.ID}
		if got, want := record(t, s, w, off, off), (models.Recorded{Changed: 1, Same: 1}); got != want || len(hears(t, s, w)) != 0 {
			t.Errorf("Record of AlertsOff twice = %+v with %v left, want %+v and none", got, hears(t, s, w), want)
		}
	})
}

func TestAlertsAreSavedAllOrNone(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := workspace(t, s, "red")
		for name, broken := range map[string]models.AlertsOn{
			"an unknown ICP": alertsOn("nowhere", "C2", ""), "no channel": alertsOn("", "", ""),
			"a filter on nothing": {Subscription: models.Subscription{Channel: "C2", Filter: []scoring.Criterion{{Attribute: "zebra"}}}},
		} {
			before := dump(t, s, w)
			if _, err := s.Record(t.Context(), w, []models.Change{aimAt("commerce", 100, 500), alertsOn("commerce", "C1", ""), broken}); err == nil {
				t.Errorf("Record with %s gives no error", name)
			}
			sameDump(t, "after "+name, dump(t, s, w), before)
		}
	})
}
