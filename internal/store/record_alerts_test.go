package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rightdoor/models"
	"rightdoor/scoring"
)

// aimAt publishes an ICP that wants companies of a size, as a must, and an
// industry: 60 points and 40, cut-off 60.
func aimAt(name string, low, high float64) models.NewVersion {
	v := models.ICPVersion{CutOff: 60, Tiers: []scoring.Tier{{Letter: "A", From: 80}, {Letter: "B", From: 60}, {Letter: "C", From: 40}}}
	v.Criteria = []scoring.Criterion{
		{Attribute: scoring.Employees, Operator: scoring.Between, Value: scoring.OfRange(low, high), Mode: scoring.Must, Weight: 3},
		{Attribute: scoring.Industry, Operator: scoring.In, Value: scoring.OfWords("saas"), Mode: scoring.Should, Weight: 2},
	}
	return models.NewVersion{Name: name, Publish: true, Version: v}
}

// aimedStore is a workspace with an ICP for 100 to 500 employees, and a channel
// that listens.
func aimedStore(t *testing.T, s *Store) int64 {
	t.Helper()
	w := workspace(t, s, "red")
	record(t, s, w, aimAt("commerce", 100, 500))
	rescore(t, s, w)
	subscribe(t, s, w, models.Subscription{Channel: "C1", Creator: "U1"})
	return w
}

func subscribe(t *testing.T, s *Store, w int64, sub models.Subscription) models.Subscription {
	t.Helper()
	return must[models.Subscription](t)(s.Subscribe(t.Context(), w, sub))
}

func rescore(t *testing.T, s *Store, w int64) {
	t.Helper()
	for must[bool](t)(s.Rescore(t.Context(), w)) {
	}
}

// on moves the clock to a day.
func on(s *Store, n int) { s.Now = func() time.Time { return day(n) } }

// announced lists what channels were told, as "channel kind account tier".
func announced(t *testing.T, s *Store, w int64) []string {
	t.Helper()
	var list []string
	for _, a := range must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0)) {
		what := a.AccountKey
		if a.Kind != models.OneAccount {
			what = fmt.Sprint(string(a.Kind), " of ", a.Gathered.Count)
		}
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", a.Channel, a.State, what, a.Tier)))
	}
	return list
}

func wantTold(t *testing.T, s *Store, w int64, what string, want ...string) {
	t.Helper()
	if got := announced(t, s, w); !slices.Equal(got, want) {
		t.Errorf("%s: told %q, want %q", what, got, want)
	}
}

func TestAnAccountIsAnnouncedOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := aimedStore(t, s)
		record(t, s, w, company("acme.example", 1, "crm", employees(50)))
		wantTold(t, s, w, "too small")
		on(s, 2)
		record(t, s, w, company("acme.example", 2, "crm", employees(200)))
		wantTold(t, s, w, "grown", "C1 waiting acme.example")
		for n := 3; n < 90; n += 10 {
			on(s, n)
			record(t, s, w, company("acme.example", n, "crm", employees(200+float64(n))))
		}
		wantTold(t, s, w, "growing on", "C1 waiting acme.example")
		alert := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0))[0]
		c := alert.Changed
		if c.Before == nil || c.Before.Verdict != scoring.Disqualified || c.Score.Points != 60 || alert.Score != 60 ||
			!slices.Equal(c.Facts, []models.FactChange{{Attribute: scoring.Employees, From: "50", To: "200", Source: "crm"}}) {
			t.Errorf("what changed = %+v, want employees from 50 to 200", c)
		}
		on(s, 100)
		record(t, s, w, company("acme.example", 100, "crm", employees(20)))
		record(t, s, w, company("acme.example", 101, "crm", employees(300)))
		wantTold(t, s, w, "fallen and back", "C1 waiting acme.example", "C1 waiting acme.example")
	})
}

func TestStandings(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := aimedStore(t, s)
		record(t, s, w, company("acme.example", 1, "crm", employees(200)))
		id := the(t, s, w, "acme.example").ID
		stood := must[[]models.Standing](t)(s.Standings(t.Context(), w, id))
		if len(stood) != 1 || stood[0].Verdict != scoring.Fit || stood[0].Score != 60 || stood[0].CouldReach != 100 || stood[0].Tier != "B" || stood[0].Revision != 1 {
			t.Fatalf("Standings = %+v, want a fit at 60, tier B", stood)
		}
		record(t, s, w, company("acme.example", 2, "crm", employees(300)))
		if same := must[[]models.Standing](t)(s.Standings(t.Context(), w, id)); same[0].Revision != 1 {
			t.Errorf("Standings = %+v, want what was written before, for nothing changed", same)
		}
		record(t, s, w, company("acme.example", 3, "crm", word(scoring.Industry, "saas")))
		if news := must[[]models.Standing](t)(s.Standings(t.Context(), w, id)); news[0].Score != 100 || news[0].Tier != "A" || news[0].Revision != 3 {
			t.Errorf("Standings = %+v, want 100, tier A, in revision 3", news)
		}
	})
}

func TestWhoHears(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := aimedStore(t, s)
		icp := must[[]models.ICP](t)(s.ICPs(t.Context(), w))[0].ID
		german := []scoring.Criterion{{Attribute: scoring.Country, Operator: scoring.In, Value: scoring.OfWords("DE"), Mode: scoring.Must, Weight: 1}}
		for _, sub := range []models.Subscription{
			{Channel: "C1"}, // a second one of the same channel
			{Channel: "Ctier", Tier: "A"},
			{Channel: "Clow", Tier: "C"},
			{Channel: "Cnone", Tier: "Z"},
			{Channel: "Cgerman", Filter: german},
			{Channel: "Ccustomers", Customers: true},
			{Channel: "Cicp", ICPID: icp},
			{Channel: "Cother", ICPID: icp + 1000},
			{Channel: "Coff", Stopped: "archived"},
		} {
			subscribe(t, s, w, sub)
		}
		record(t, s, w, company("acme.example", 1, "crm", employees(200)))
		want := []string{"C1 waiting acme.example", "Clow waiting acme.example", "Ccustomers waiting acme.example", "Cicp waiting acme.example", "Coff held acme.example"}
		wantTold(t, s, w, "a fit", want...)
		record(t, s, w, company("acme.example", 2, "crm", word(scoring.Industry, "saas")))
		want = append(want, "Ctier waiting acme.example A")
		wantTold(t, s, w, "then tier A", want...)
		record(t, s, w, company("initech.example", 2, "crm", employees(200), word(scoring.Lifecycle, "customer")))
		want = append(want, "Ccustomers waiting initech.example")
		wantTold(t, s, w, "a customer", want...)
		record(t, s, w, company("globex.example", 2, "crm", employees(20), word(scoring.Country, "DE")))
		record(t, s, w, company("globex.example", 3, "crm", employees(200)))
		want = append(want, "C1 waiting globex.example", "Clow waiting globex.example", "Cgerman waiting globex.example",
			"Ccustomers waiting globex.example", "Cicp waiting globex.example", "Coff held globex.example")
		wantTold(t, s, w, "a German", want...)
	})
}

func TestANewSubscriptionHearsNothingOfThePast(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := aimedStore(t, s)
		record(t, s, w, company("acme.example", 1, "crm", employees(200)))
		subscribe(t, s, w, models.Subscription{Channel: "C2"})
		record(t, s, w, company("acme.example", 2, "crm", employees(201)))
		wantTold(t, s, w, "after C2 came", "C1 waiting acme.example")
	})
}

func TestAChannelWithoutAnICPHearsOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := aimedStore(t, s)
		record(t, s, w, aimAt("second", 300, 900))
		rescore(t, s, w)
		second := must[[]models.ICP](t)(s.ICPs(t.Context(), w))[1].ID
		subscribe(t, s, w, models.Subscription{Channel: "C2", ICPID: second})
		record(t, s, w, company("acme.example", 1, "crm", employees(200)))
		record(t, s, w, company("acme.example", 2, "crm", employees(400)))
		wantTold(t, s, w, "a fit of one, then of both", "C1 waiting acme.example", "C2 waiting acme.example")
	})
}

func TestTheLedgerOutlivesTheAccount(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := aimedStore(t, s)
		grown := company("Acme", 1, "crm", employees(200))
		grown.Country = "US"
		record(t, s, w, grown)
		wantTold(t, s, w, "known by its name", "C1 waiting acme|US")
		known := models.AccountFacts{Company: models.Company{Domain: "acme.example", Name: "Acme", Country: "US"}, Source: "crm", Observed: day(2), Facts: []models.Said{employees(201)}}
		record(t, s, w, known)
		wantTold(t, s, w, "its domain learned", "C1 waiting acme|US")
		if err := s.in(t.Context(), w).Where("domain = ?", "acme.example").Delete(&models.Account{}).Error; err != nil {
			t.Fatal(err)
		}
		record(t, s, w, known)
		wantTold(t, s, w, "deleted and imported again", "C1 waiting acme|US")
	})
}

// someCompanies are n companies, every other one a fit.
func someCompanies(from, n int) []models.Change {
	var changes []models.Change
	for i := range n {
		changes = append(changes, company(fmt.Sprintf("company%d.com", from+i), 1, "file", employees(float64(50+100*(i%2)))))
	}
	return changes
}

func TestAFirstImportIsOneSummary(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := aimedStore(t, s)
		record(t, s, w, someCompanies(0, 40)...)
		record(t, s, w, someCompanies(40, 40)...)
		wantTold(t, s, w, "the import", "C1 waiting summary of 40")
		summary := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0))[0]
		if len(summary.Gathered.Top) != 10 || !summary.DueAt.Equal(day(1).Add(summaryQuiet)) {
			t.Errorf("summary = %+v, want ten lines, due in two minutes", summary)
		}
		on(s, 2)
		record(t, s, w, someCompanies(80, 4)...)
		wantTold(t, s, w, "a day later", "C1 waiting summary of 40", "C1 waiting company81.com", "C1 waiting company83.com")
	})
}

func TestAFewAccountsAreNoImport(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := aimedStore(t, s)
		record(t, s, w, someCompanies(0, 4)...)
		wantTold(t, s, w, "four companies", "C1 waiting company1.com", "C1 waiting company3.com")
	})
}

func TestPublishingIsOneDigest(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := workspace(t, s, "red")
		subscribe(t, s, w, models.Subscription{Channel: "C1"})
		subscribe(t, s, w, models.Subscription{Channel: "C2", Tier: "A"})
		record(t, s, w, someCompanies(0, rescoreBatch+500)...)
		on(s, 2)
		record(t, s, w, aimAt("commerce", 100, 500))
		if more := must[bool](t)(s.Rescore(t.Context(), w)); !more {
			t.Fatal("Rescore did all at once")
		}
		if at := must[*models.Rescoring](t)(s.Rescoring(t.Context(), w)); at.Done != rescoreBatch || at.Total != rescoreBatch+500 || at.FinishedAt != nil {
			t.Errorf("Rescoring = %+v, want %d of %d", at, rescoreBatch, rescoreBatch+500)
		}
		if a := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0, models.AlertWaiting)); len(a) != 0 {
			t.Errorf("%d alerts wait in the middle, want none", len(a))
		}
		rescore(t, s, w)
		waiting := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0, models.AlertWaiting))
		if len(waiting) != 1 || waiting[0].Kind != models.RescoringDigest || waiting[0].Gathered.Count != 750 || waiting[0].Channel != "C1" {
			t.Fatalf("waiting = %+v, want one digest of 750", waiting)
		}
		if listed := must[[]models.Alert](t)(s.Listed(t.Context(), w, waiting[0].ID, 700, 100)); len(listed) != 50 {
			t.Errorf("the last page lists %d, want 50", len(listed))
		}
		before := dump(t, s, w)
		record(t, s, w, models.Archival{Name: "commerce"}, models.Publication{Name: "commerce"})
		rescore(t, s, w)
		for _, table := range []string{"alerts ", "crossings ", "standings "} {
			sameDump(t, "rescored again", only1(dump(t, s, w), table), only1(before, table))
		}
	})
}

// only1 keeps the lines of one table of a dump.
func only1(dump, table string) string {
	var kept []string
	for line := range strings.Lines(dump) {
		if strings.HasPrefix(line, table) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// What was a fit before there were alerts is no news, unlike what is added.
func TestASilentRescoringAnnouncesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := aimedStore(t, s)
		record(t, s, w, company("old.example", 1, "crm", employees(200)), company("other.example", 1, "crm", employees(200)))
		for _, table := range []string{"alerts", "crossings", "standings"} {
			if err := s.db.Exec("DELETE FROM " + table).Error; err != nil {
				t.Fatal(err)
			}
		}
		if err := s.db.Exec("UPDATE rescorings SET silent = ?, finished_at = NULL, last_id = 0", true).Error; err != nil {
			t.Fatal(err)
		}
		record(t, s, w, company("old.example", 2, "crm", employees(201)), company("new.example", 2, "crm", employees(201)))
		wantTold(t, s, w, "before it ended", "C1 waiting new.example")
		rescore(t, s, w)
		record(t, s, w, company("other.example", 2, "crm", employees(201)))
		wantTold(t, s, w, "after it ended", "C1 waiting new.example")
	})
}

func TestEnqueue(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		var due []models.Due
		s.Enqueue = func(_ context.Context, tx *sql.Tx, conn *sql.Conn, d models.Due) error {
			if tx == nil || (conn != nil) != isPostgres(s.db) {
				t.Errorf("Enqueue(%v, %v), want a transaction, and its connection on PostgreSQL", tx, conn)
			}
			due = append(due, d)
			return nil
		}
		w := aimedStore(t, s)
		record(t, s, w, company("acme.example", 1, "crm", employees(200)))
		want := []string{fmt.Sprint(models.Due{Workspace: w, Rescoring: true}), fmt.Sprint(models.Due{Workspace: w, Channels: []string{"C1"}})}
		if len(due) != 2 || fmt.Sprint(due[0]) != want[0] || fmt.Sprint(due[1]) != want[1] {
			t.Errorf("Enqueue was told %v, want %v", due, want)
		}
		s.Enqueue = func(context.Context, *sql.Tx, *sql.Conn, models.Due) error { return sql.ErrConnDone }
		if _, err := s.Record(t.Context(), w, []models.Change{company("globex.example", 1, "crm", employees(200))}); err == nil {
			t.Error("Record whose Enqueue fails = nil, want an error")
		}
		wantTold(t, s, w, "after Enqueue failed", "C1 waiting acme.example")
	})
}

func TestSubscriptions(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := aimedStore(t, s)
		sub := must[[]models.Subscription](t)(s.Subscriptions(t.Context(), w))[0]
		record(t, s, w, company("acme.example", 1, "crm", employees(200)))
		err := s.ChangeSubscription(t.Context(), w, sub.ID, func(sub *models.Subscription) { sub.Mode = models.Digest })
		wantMessage(t, "a digest without an hour", err, "These alerts cannot be set up: a digest needs an hour, such as 09:00.")
		err = s.ChangeSubscription(t.Context(), w, sub.ID, func(sub *models.Subscription) {
			sub.Mode, sub.Hour, sub.Zone = models.Digest, "09:00", "Europe/Berlin"
		})
		if err != nil {
			t.Fatal(err)
		}
		record(t, s, w, company("globex.example", 1, "crm", employees(200)))
		alerts := must[[]models.Alert](t)(s.Alerts(t.Context(), w, 0))
		if len(alerts) != 2 || !alerts[1].DueAt.Equal(day(1).Add(8*time.Hour)) {
			t.Errorf("alerts = %+v, want the second due at 8 UTC", alerts)
		}
		if err := s.Unsubscribe(t.Context(), w, sub.ID); err != nil {
			t.Fatal(err)
		}
		wantTold(t, s, w, "unsubscribed")
		err = s.Unsubscribe(t.Context(), w, sub.ID)
		wantMessage(t, "unsubscribed twice", err, "There is no such subscription any more. `alerts list` shows the ones there are.")
	})
}

// The same request may reach two processes: each finds no subscription and
// makes one.
func TestAChannelHasOneSubscriptionForAnICP(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := workspace(t, s, "red")
		first := subscribe(t, s, w, models.Subscription{Channel: "C1", Creator: "U1", Mode: models.Digest, Hour: "09:00"})
		again := subscribe(t, s, w, models.Subscription{Channel: "C1", Creator: "U2", Tier: "A"})
		subscribe(t, s, w, models.Subscription{Channel: "C1", ICPID: 1})
		list := must[[]models.Subscription](t)(s.Subscriptions(t.Context(), w))
		if len(list) != 2 || again.ID != first.ID || list[0].Tier != "A" || list[0].Creator != "U1" || list[0].Hour != "09:00" {
			t.Errorf("Subscriptions = %+v, want one of U1 for any ICP with tier A at 09:00, and one for the ICP", list)
		}
	})
}

// A database from before there were alerts: its accounts are taken down
// silently, and its workspaces without targeting are not.
func TestAlertsComeToAnOlderDatabase(t *testing.T) {
	eachAddress(t, func(t *testing.T, address string) {
		s := open(t, address)
		w := workspace(t, s, "red")
		workspace(t, s, "blue")
		record(t, s, w, aimAt("commerce", 100, 500), company("acme.example", 1, "crm", employees(200)))
		for _, statement := range []string{
			"DELETE FROM migrations WHERE id = '20261123_alerts'", "DROP TABLE standings", "DROP TABLE crossings",
			"DROP TABLE subscriptions", "DROP TABLE alerts", "DROP TABLE holds", "DROP TABLE rescorings",
		} {
			if err := s.db.Exec(statement).Error; err != nil {
				t.Fatal(err)
			}
		}
		s = open(t, address)
		subscribe(t, s, w, models.Subscription{Channel: "C1"})
		if waiting := must[[]int64](t)(s.Rescorings(t.Context())); !slices.Equal(waiting, []int64{w}) {
			t.Errorf("Rescorings = %v, want that of the workspace with an ICP", waiting)
		}
		record(t, s, w, company("acme.example", 2, "crm", employees(201)))
		rescore(t, s, w)
		wantTold(t, s, w, "after the migration")
		record(t, s, w, company("globex.example", 2, "crm", employees(201)))
		wantTold(t, s, w, "a new company", "C1 waiting globex.example")
		if b := must[models.Backlog](t)(s.Backlog(t.Context())); b != (models.Backlog{Due: 1}) {
			t.Errorf("Backlog = %+v, want one due", b)
		}
	})
}
