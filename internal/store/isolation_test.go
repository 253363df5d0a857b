package store

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"rightdoor/models"
	"rightdoor/scoring"
)

// isolation has a case for every exported method of Store: what a call for the
// red workspace gives, and a word of it that shows that it gave anything. The
// blue workspace holds the same rows, down to their ids, under other values.
// What a method does to no workspace is nil.
var isolation = map[string]struct {
	run   func(ctx context.Context, s *Store, red int64) (any, error)
	shows string
}{
	"Checkpoint": {},
	"Close":      {},
	"Ping":       {},
	"Find": {func(ctx context.Context, s *Store, red int64) (any, error) {
		byDomain, err := s.Find(ctx, red, models.Query{Domain: "umbrella.example"})
		if err != nil {
			return nil, err
		}
		byName, err := s.Find(ctx, red, models.Query{NameKey: "umbrella"})
		byName.Accounts = append(byName.Accounts, byDomain.Accounts...)
		return byName, err
	}, "red"},
	"Near": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Near(ctx, red, models.Query{Domain: "acne.example"}.Nearby())
	}, "red"},
	"Account": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Account(ctx, red, account)
	}, "red"},
	"AccountAt": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.AccountAt(ctx, red, account, 1)
	}, "red file"},
	"PastFacts": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.PastFacts(ctx, red, account)
	}, "red old"},
	"Each": {func(ctx context.Context, s *Store, red int64) (any, error) {
		var all []any
		err := s.Each(ctx, red, func(a *models.Account, signals []scoring.Signal) error {
			all = append(all, *a, signals)
			return nil
		})
		return all, err
	}, "red round"},
	"Signals": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Signals(ctx, red, account, day(9))
	}, "red round"},
	"Contacts": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Contacts(ctx, red, account)
	}, "red director"},
	"PeopleAt": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.PeopleAt(ctx, red, account)
	}, "red director"},
	"ContactsOf": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.ContactsOf(ctx, red, []int64{account})
	}, "red director"},
	"People": {func(ctx context.Context, s *Store, red int64) (any, error) {
		byName, err := s.People(ctx, red, "", "RED rivera")
		byAddress, errAddress := s.People(ctx, red, "rivera@acme.example", "")
		return append(byName, byAddress...), errors.Join(err, errAddress)
	}, "red director"},
	"Decisions": {func(ctx context.Context, s *Store, red int64) (any, error) {
		all, err := s.Decisions(ctx, red, 0, day(9))
		if err != nil || len(all) != 1 {
			return all, err
		}
		return s.Decisions(ctx, red, account, day(9))
	}, "red reason"},
	"Record": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Record(ctx, red, append(everything("red", 300), models.Archival{Name: "commerce"}, models.Publication{Name: "commerce", Version: 1}))
	}, "Added"},
	"Targeting": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Targeting(ctx, red)
	}, "red Ruby"},
	"Settings": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Settings(ctx, red, day(9))
	}, "red"},
	"ICPs": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.ICPs(ctx, red)
	}, "commerce"},
	"Versions": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Versions(ctx, red, icp(ctx, s, red))
	}, "red"},
	"Version": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Version(ctx, red, icp(ctx, s, red), 1)
	}, "red Ruby"},
	"Workspaces": {}, // lists them all: it is what names are looked up in
	"Workspace": {func(ctx context.Context, s *Store, _ int64) (any, error) {
		return s.Workspace(ctx, "red")
	}, "red"},
	"AddWorkspace": {func(ctx context.Context, s *Store, _ int64) (any, error) {
		return s.AddWorkspace(ctx, "red")
	}, "red"},
	"IsManager": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.IsManager(ctx, red, "Ublue")
	}, "false"},
	"Managers": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Managers(ctx, red)
	}, "Ured"},
	"TeamWorkspace": {func(ctx context.Context, s *Store, red int64) (any, error) {
		id, err := s.TeamWorkspace(ctx, "Tred", "red")
		if err == nil && id == red {
			return "another workspace of the same name", nil
		}
		return s.TeamWorkspace(ctx, "Tred", "red")
	}, ""},
	"AddManager": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return nil, errors.Join(s.AddManager(ctx, red, "Ublue", "Ured"), s.RemoveManager(ctx, red, "Ublue"))
	}, "null"},
	"RemoveManager": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return nil, s.RemoveManager(ctx, red, "Ublue")
	}, "null"},
	"Standings": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Standings(ctx, red, account)
	}, `"Score":`},
	"Subscriptions": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Subscriptions(ctx, red)
	}, "Cred"},
	"Subscribe": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Subscribe(ctx, red, models.Subscription{Channel: "Cred2"})
	}, "Cred2"},
	"ChangeSubscription": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return nil, s.ChangeSubscription(ctx, red, channel(ctx, s, red), func(sub *models.Subscription) { sub.Creator = "Ured2" })
	}, "null"},
	"Unsubscribe": {func(ctx context.Context, s *Store, red int64) (any, error) {
		sub, err := s.Subscribe(ctx, red, models.Subscription{Channel: "Cred3"})
		return nil, errors.Join(err, s.Unsubscribe(ctx, red, sub.ID))
	}, "null"},
	"StopChannel": {func(ctx context.Context, s *Store, red int64) (any, error) {
		sub, err := s.Subscribe(ctx, red, models.Subscription{Channel: "Cred4"})
		blue, errBlue := s.StopChannel(ctx, red, "Cblue", "archived")
		stopped, errRed := s.StopChannel(ctx, red, sub.Channel, "archived")
		return []int{blue, stopped}, errors.Join(err, errBlue, errRed)
	}, "[0,1]"},
	"ReopenChannel": {func(ctx context.Context, s *Store, red int64) (any, error) {
		sub, err := s.Subscribe(ctx, red, models.Subscription{Channel: "Cred5"})
		_, errStop := s.StopChannel(ctx, red, sub.Channel, "archived")
		blue, errBlue := s.ReopenChannel(ctx, red, "Cblue", "back", []string{"archived", ""})
		waiting, errRed := s.ReopenChannel(ctx, red, sub.Channel, "back", []string{"archived"})
		return []int{blue, waiting}, errors.Join(err, errStop, errBlue, errRed)
	}, "[0,1]"},
	"Alerts": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Alerts(ctx, red, 0)
	}, "Cred"},
	"Alert": {func(ctx context.Context, s *Store, red int64) (any, error) {
		list, err := s.Alerts(ctx, red, 1)
		if err != nil || len(list) == 0 {
			return nil, err
		}
		return s.Alert(ctx, red, list[0].ID)
	}, "Cred"},
	"Listed": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Listed(ctx, red, 1, 0, 10)
	}, ""},
	"ClaimAlert": {func(ctx context.Context, s *Store, red int64) (any, error) {
		a, _, err := s.ClaimAlert(ctx, red, firstAlert(ctx, s, red), "Ured3")
		return a, err
	}, "Ured3"},
	"SnoozeAlert": {func(ctx context.Context, s *Store, red int64) (any, error) {
		a, _, err := s.SnoozeAlert(ctx, red, firstAlert(ctx, s, red), nil)
		return a, err
	}, "Cred"},
	"RefuseAlert": {func(ctx context.Context, s *Store, red int64) (any, error) {
		a, _, err := s.RefuseAlert(ctx, red, firstAlert(ctx, s, red), "Ured4", "red reason")
		return a, err
	}, "red reason"},
	"WakeAlerts": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.WakeAlerts(ctx, red)
	}, ""},
	"Outdated": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Outdated(ctx, red, day(1), 10)
	}, ""},
	"ShowAlert": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.ShowAlert(ctx, models.Shown{WorkspaceID: red, AlertID: firstAlert(ctx, s, red), Verdict: models.ShownVerdict(scoring.Disqualified), Score: 3})
	}, ""},
	"OutdatedLines": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.OutdatedLines(ctx, red, day(1), 10)
	}, ""},
	"ShowLines": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.ShowLines(ctx, red, []models.LineChange{{DigestID: 1, AlertID: firstAlert(ctx, s, red), Name: "red", Stands: models.Gone}})
	}, ""},
	"AlertWorth": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.AlertWorth(ctx, red, day(1))
	}, ""},
	"Refusals": {func(ctx context.Context, s *Store, red int64) (any, error) {
		_, _, err := s.RefuseAlert(ctx, red, firstAlert(ctx, s, red), "Ured4", "red reason again")
		if err != nil {
			return nil, err
		}
		return s.Refusals(ctx, red, icp(ctx, s, red), 10)
	}, "red reason"},
	"ActedOn": {func(ctx context.Context, s *Store, red int64) (any, error) {
		_, _, err := s.ClaimAlert(ctx, red, firstAlert(ctx, s, red), "Ured3")
		if err != nil {
			return nil, err
		}
		a, err := s.Alert(ctx, red, firstAlert(ctx, s, red))
		if err != nil || a == nil {
			return nil, err
		}
		return s.ActedOn(ctx, red, a.AccountID, time.Time{})
	}, "Ured3"},
	"Crossings": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Crossings(ctx, red, day(1))
	}, "hears.example"},
	"GatherAlerts": {func(ctx context.Context, s *Store, red int64) (any, error) {
		hold, err := s.TakeHold(ctx, red, "Cred", "gatherer", time.Minute)
		if err != nil || hold == nil {
			return "held by another case", err
		}
		return "gathered", errors.Join(s.GatherAlerts(ctx, hold), s.DropHold(ctx, hold))
	}, ""},
	"StoppedSubscriptions": {}, // counts them all, as the next
	"AlertQueue":           {}, // counts them all: it is how the delivery does
	"WorkspaceOf": {func(ctx context.Context, s *Store, red int64) (any, error) {
		// Not the team for which the case of TeamWorkspace makes one.
		if _, known, err := s.WorkspaceOf(ctx, "Tnobody"); known || err != nil {
			return "a workspace of a team that has none", err
		}
		return "none", nil
	}, "none"},
	"TakeErrand": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.TakeErrand(ctx, red, "red", day(1), time.Hour)
	}, ""},
	"EndErrand": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return nil, s.EndErrand(ctx, red, "red")
	}, "null"},
	"Rescoring": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Rescoring(ctx, red)
	}, "TargetingVersion"},
	"Rescore": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Rescore(ctx, red)
	}, "false"},
	"DueChannels": {}, // lists them all, as do the next ones
	"Handles":     {},
	"Backlog":     {},
	"Migrating":   {},
	"Patiently":   {},
	"TakeHold": {func(ctx context.Context, s *Store, red int64) (any, error) {
		hold, err := s.TakeHold(ctx, red, "Cred", "taking", 0)
		return hold, err
	}, "Cred"},
	"DropHold": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return nil, s.DropHold(ctx, &models.Hold{WorkspaceID: red, Channel: "Cblue"})
	}, "null"},
	"TakeTurn": {func(ctx context.Context, s *Store, red int64) (any, error) {
		again, due, err := s.TakeTurn(ctx, &models.Hold{WorkspaceID: red, Channel: "Cblue"}, 0, 0)
		return []any{again, due}, err
	}, "false"},
	"TakeAlert": {func(ctx context.Context, s *Store, red int64) (any, error) {
		other, err := s.TakeAlert(ctx, &models.Hold{WorkspaceID: red, Channel: "Cblue"}, 0)
		return other, err
	}, "null"},
	"Settle": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Settle(ctx, &models.Alert{WorkspaceID: red, ID: 1}, models.Delivery{State: models.AlertSent})
	}, "false"},
	"Retry": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return nil, map[bool]error{false: errors.New("an alert that never failed was tried again")}[s.Retry(ctx, red, 1) != nil]
	}, "null"},
	"Rescorings": {}, // lists them all: each is work to be done
	"Counts": {func(ctx context.Context, s *Store, red int64) (any, error) {
		return s.Counts(ctx, red)
	}, `"Accounts":2,"Contacts":1,"ICPs":1,"Published":1`},
}

// icp is the id of the first ICP, 0 when there is none.
func icp(ctx context.Context, s *Store, workspace int64) int64 {
	list, err := s.ICPs(ctx, workspace)
	if err != nil || len(list) == 0 {
		return 0
	}
	return list[0].ID
}

// channel is the id of the first subscription, 0 when there is none.
func channel(ctx context.Context, s *Store, workspace int64) int64 {
	list, err := s.Subscriptions(ctx, workspace)
	if err != nil || len(list) == 0 {
		return 0
	}
	return list[0].ID
}

// firstAlert is the id of the first alert, 0 when there is none.
func firstAlert(ctx context.Context, s *Store, workspace int64) int64 {
	list, err := s.Alerts(ctx, workspace, 1)
	if err != nil || len(list) == 0 {
		return 0
	}
	return list[0].ID
}

// account is the id of Acme in either workspace: ids count up in each.
const account = 1

func TestEveryMethodHasAnIsolationCase(t *testing.T) {
	methods := reflect.TypeFor[*Store]()
	for method := range methods.Methods() {
		if _, ok := isolation[method.Name]; !ok {
			t.Errorf("(*Store).%s has no case in isolation", method.Name)
		}
	}
	for name := range isolation {
		if _, ok := methods.MethodByName(name); !ok {
			t.Errorf("isolation has a case for (*Store).%s, which there is not", name)
		}
	}
}

func TestNoMethodLeavesItsWorkspace(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		red, blue := workspace(t, s, "red"), workspace(t, s, "blue")
		for name, id := range map[string]int64{"red": red, "blue": blue} {
			record(t, s, id, everything(name, map[string]float64{"red": 100, "blue": 200}[name])...)
			if err := s.AddManager(t.Context(), id, "U"+name, name); err != nil {
				t.Fatal(err)
			}
		}
		for name, id := range map[string]int64{"red": red, "blue": blue} {
			subscribe(t, s, id, models.Subscription{Channel: "C" + name})
			record(t, s, id, company("hears.example", 1, name, employees(300)))
		}
		record(t, s, blue, company("Blueprint", 1, "blue"), models.NewVersion{Name: "second", Publish: true, Version: profile("blue")})
		if r, b := the(t, s, red, "acme.example").ID, the(t, s, blue, "acme.example").ID; r != account || b != account {
			t.Fatalf("Acme has the ids %d and %d, want %d in both workspaces", r, b, account)
		}
		before := dump(t, s, blue)
		for name, c := range isolation {
			if c.run == nil {
				continue
			}
			got, err := c.run(t.Context(), s, red)
			text, _ := json.Marshal(got)
			if err != nil || !strings.Contains(string(text), c.shows) || strings.Contains(string(text), "blue") {
				t.Errorf("%s(red) = %s, %v, want %s and nothing blue", name, text, err, c.shows)
			}
			sameDump(t, name+"(red) changed the blue workspace", dump(t, s, blue), before)
		}
	})
}

func TestWorkspaceWithNoName(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := must[models.Workspace](t)(s.Workspace(t.Context(), ""))
		if again := must[models.Workspace](t)(s.Workspace(t.Context(), "")); w.Name != DefaultWorkspace || again.ID != w.ID || w.ID == 0 {
			t.Errorf("Workspace() = %v and then %v, want %q twice", w, again, DefaultWorkspace)
		}
		workspace(t, s, "second")
		_, err := s.Workspace(t.Context(), "")
		wantMessage(t, "Workspace() of two", err, "There are several workspaces: default, second. Say which with --workspace NAME.")
		_, err = s.Workspace(t.Context(), "third")
		wantMessage(t, "Workspace(third)", err, "There is no workspace \"third\". There is default, second; add one with `rightdoor workspace add NAME`.")
		for _, name := range []string{"", "  ", strings.Repeat("w", 81)} {
			_, err := s.AddWorkspace(t.Context(), name)
			wantMessage(t, "AddWorkspace of a bad name", err, "A workspace needs a name of 1 to 80 characters.")
		}
	})
}

func TestManagers(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := workspace(t, s, "red")
		for range 2 {
			if err := s.AddManager(t.Context(), w, "U1", "U0"); err != nil {
				t.Fatal(err)
			}
		}
		if list := must[[]models.Manager](t)(s.Managers(t.Context(), w)); len(list) != 1 || list[0].AddedBy != "U0" || !list[0].AddedAt.Equal(day(1)) {
			t.Errorf("Managers() = %v, want U1 once", list)
		}
		for _, want := range []bool{true, false} {
			if got := must[bool](t)(s.IsManager(t.Context(), w, "U1")); got != want {
				t.Errorf("IsManager(U1) = %v, want %v", got, want)
			}
			if err := s.RemoveManager(t.Context(), w, "U1"); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestCounts(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := workspace(t, s, "red")
		record(t, s, w, everything("red", 100)...)
		record(t, s, w, company("Initech", 1, "crm"), models.NewVersion{Name: "draft", Version: profile("d")},
			models.NewVersion{Name: "gone", Publish: true, Version: profile("g")}, models.Archival{Name: "gone"})
		want := models.Counts{Accounts: 2, Contacts: 1, ICPs: 2, Published: 1}
		if got := must[models.Counts](t)(s.Counts(t.Context(), w)); got != want {
			t.Errorf("Counts() = %+v, want %+v", got, want)
		}
	})
}
