package commands_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"rightdoor/commands"
	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

// channelWorld is the sample, and a channel that asks.
type channelWorld struct {
	*world
	room commands.Room
}

func newChannel(t *testing.T) *channelWorld {
	w := &channelWorld{sampleWorld(t), commands.Room{Member: true}}
	w.finishRescoring()
	return w
}

func (w *channelWorld) finishRescoring() {
	w.Helper()
	for more := true; more; {
		var err error
		if more, err = w.store.Rescore(w.Context(), w.workspace); err != nil {
			w.Fatal(err)
		}
	}
}

// asks sends a line from a channel as a manager, or a rep.
func (w *channelWorld) asks(role commands.Role, user, line string) string {
	w.Helper()
	reply, err := w.runner.Run(w.Context(), commands.Request{
		Workspace: w.workspace, User: user, Role: role, Text: line, Channel: "C0SALES",
		Room: func(context.Context, string) (commands.Room, error) { return w.room, nil },
	})
	if err != nil {
		return fmt.Sprintf("%s\n[%s]", fault.Message(err), kindWords[fault.KindOf(err)])
	}
	return reply.View.Text() + outcomeWords[reply.Outcome]
}

func (w *channelWorld) talks(lines ...string) string {
	w.Helper()
	var b strings.Builder
	for _, line := range lines {
		fmt.Fprintf(&b, "> %s\n%s\n\n", line, w.asks(commands.Manager, "U0ANA", line))
	}
	return b.String()
}

// grown makes a company cross: it was too small, and is not any more.
func (w *channelWorld) grown() {
	w.Helper()
	facts := []models.Said{
		{Attribute: scoring.Industry, Value: scoring.OfWords("e-commerce")},
		{Attribute: scoring.Employees, Value: scoring.OfNumber(60)},
		{Attribute: scoring.Technologies, Value: scoring.OfWords("aws")},
		{Attribute: scoring.Country, Value: scoring.OfWords("US")},
		{Attribute: scoring.Revenue, Value: scoring.Value{Min: 50e6, Max: 50e6, Currency: "USD"}},
	}
	brackwater := models.Company{Domain: "brackwater.example", Name: "Brackwater Goods"}
	w.record(models.AccountFacts{Company: brackwater, Source: "HubSpot", Observed: w.now, Facts: facts})
	w.later(24 * time.Hour)
	w.record(
		models.SignalSeen{Company: brackwater, Signal: models.Signal{Kind: "funding_round", Note: "Series B", HappenedOn: w.now.Truncate(24 * time.Hour), Source: "news"}},
		models.AccountFacts{Company: brackwater, Source: "HubSpot", Observed: w.now, Facts: []models.Said{{Attribute: scoring.Employees, Value: scoring.OfNumber(240)}}},
	)
}

// told is the latest alert.
func (w *channelWorld) told() models.Alert {
	w.Helper()
	list, err := w.store.Alerts(w.Context(), w.workspace, 0)
	if err != nil || len(list) == 0 {
		w.Fatalf("Alerts = %d, %v, want one", len(list), err)
	}
	return list[len(list)-1]
}

func TestSubscriptionsOfAChannel(t *testing.T) {
	w := newChannel(t)
	golden(t, "alerts", w.talks(
		"alerts", "alerts on", "alerts on", "alerts on tier A where industry=fintech country=DE", "alerts on tier C", "alerts on nonsense",
		"alerts on where colour=red", "alerts digest 09:00 Europe/Berlin weekdays", "alerts digest 9am Europe/Berln", "alerts digest 25:00 Europe/Berlin",
		"alerts quiet 18:00-08:00", "alerts quiet off", "alerts pause 3d", "alerts pause for ever", "alerts resume", "alerts at once",
		"alerts on mid-market commerce customers", "alerts off mid-market commerce", "alerts off", "alerts off", "alerts digest 09:00 UTC",
		"alerts failed", "alerts retry 7", "alerts show", "alerts show 99", "alerts preview",
	))
}

func TestAlertsNeedAChannelWeMayPostIn(t *testing.T) {
	w := newChannel(t)
	w.room = commands.Room{}
	if got := w.asks(commands.Manager, "U0ANA", "alerts on"); !strings.Contains(got, "/invite @Rightdoor") {
		t.Errorf("alerts on where we are not = %q, want how to invite us", got)
	}
	w.room = commands.Room{Member: true, Shared: true}
	if got := w.asks(commands.Manager, "U0ANA", "alerts on"); !strings.Contains(got, "shared with another organisation") {
		t.Errorf("alerts on in a shared channel = %q", got)
	}
	if got := w.asks(commands.Rep, "U0DANA", "alerts on"); !strings.Contains(got, "is for managers") {
		t.Errorf("alerts on of a rep = %q", got)
	}
	if got := w.asks(commands.Rep, "U0DANA", "alerts"); !strings.Contains(got, "No channel is told") {
		t.Errorf("alerts of a rep = %q", got)
	}
	if got := w.text("alerts on"); !strings.Contains(got, "this is none") {
		t.Errorf("alerts on without a channel = %q", got)
	}
	if got := w.text("alerts on --channel C0SALES"); !strings.Contains(got, "every fit") {
		t.Errorf("alerts on --channel = %q", got)
	}
}

func TestAnAlertAndWhatPeopleDoWithIt(t *testing.T) {
	w := newChannel(t)
	w.asks(commands.Manager, "U0ANA", "alerts on")
	w.grown()
	a := w.told()
	n := fmt.Sprint(a.ID)
	show := func() string { return w.asks(commands.Rep, "U0DANA", "alerts show "+n) }
	var b strings.Builder
	say := func(user, line string) {
		line = strings.ReplaceAll(line, "N", n)
		fmt.Fprintf(&b, "%s> %s\n%s\n\n", user, strings.ReplaceAll(line, n, "N"), strings.ReplaceAll(w.asks(commands.Rep, user, line), n, "N"))
	}
	say("U0DANA", "alerts show N")
	say("U0DANA", "alerts claim N")
	say("U0DANA", "alerts claim N")
	say("U0LEILA", "alerts claim N")
	say("U0LEILA", "alerts refuse N size half of them are seasonal")
	say("U0LEILA", "alerts refuse N")
	say("U0LEILA", "alerts snooze N 1w")
	say("U0DANA", "alerts show N")
	say("U0DANA", "alerts preview")
	say("U0DANA", "icp mid-market commerce")
	golden(t, "alert", b.String())
	w.later(24 * time.Hour)
	w.record(models.AccountFacts{Company: models.Company{Domain: "brackwater.example"}, Source: "HubSpot", Observed: w.now, Facts: []models.Said{{Attribute: scoring.Employees, Value: scoring.OfNumber(9000)}}})
	if got := show(); !strings.Contains(got, "No longer a fit: Brackwater") {
		t.Errorf("after it grew too large = %q, want that it no longer holds", got)
	}
}

func TestAlertsByPlainWords(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"turn on alerts for tier A", "tier A and above · at once"},
		{"notify us when a fintech in Germany becomes a fit", "alerts on"},
		{"pause the alerts", "paused until"},
		{"resume alerts", "On again"},
		{"which alerts are on", "Who is told of new fits"},
		{"turn off alerts", "Off."},
	} {
		w := newChannel(t)
		w.asks(commands.Manager, "U0ANA", "alerts on")
		if got := w.asks(commands.Manager, "U0ANA", c.line); !strings.Contains(got, c.want) {
			t.Errorf("%q = %q, want %q in it", c.line, got, c.want)
		}
	}
}

// deliver posts what is due, as far as the rows know.
func (w *channelWorld) deliver() {
	w.Helper()
	hold, err := w.store.TakeHold(w.Context(), w.workspace, "C0SALES", w.now.String(), time.Minute)
	if err != nil || hold == nil {
		w.Fatalf("TakeHold = %v, %v", hold, err)
	}
	for {
		a, err := w.store.TakeAlert(w.Context(), hold, time.Minute)
		if err != nil {
			w.Fatal(err)
		}
		if a == nil {
			break
		}
		if _, err := w.store.Settle(w.Context(), a, models.Delivery{State: models.AlertSent, MessageTS: fmt.Sprint(a.ID)}); err != nil {
			w.Fatal(err)
		}
	}
	if err := w.store.DropHold(w.Context(), hold); err != nil {
		w.Fatal(err)
	}
}

func TestAlertsThatNobodyActsOn(t *testing.T) {
	w := newChannel(t)
	w.asks(commands.Manager, "U0ANA", "alerts on")
	var changes []models.Change
	for i := range 6 {
		changes = append(changes, models.AccountFacts{
			Company: models.Company{Domain: fmt.Sprintf("new%d.example", i), Name: fmt.Sprint("New ", i)}, Source: "HubSpot", Observed: w.now,
			Facts: []models.Said{
				{Attribute: scoring.Industry, Value: scoring.OfWords("e-commerce")},
				{Attribute: scoring.Employees, Value: scoring.OfNumber(300)},
				{Attribute: scoring.Technologies, Value: scoring.OfWords("aws")},
				{Attribute: scoring.Country, Value: scoring.OfWords("US")},
			},
		})
	}
	w.record(changes...)
	w.deliver()
	w.asks(commands.Rep, "U0DANA", fmt.Sprint("alerts claim ", w.told().ID))
	if got := w.asks(commands.Rep, "U0DANA", "alerts"); strings.Contains(got, "Fewer than half") {
		t.Errorf("on the first day = %q, want no advice yet", got)
	}
	w.later(48 * time.Hour)
	got := w.asks(commands.Rep, "U0DANA", "alerts")
	for _, want := range []string{"6 sent, 1 claimed, 0 snoozed, 0 refused, 5 ignored", "Fewer than half were acted on. Tier A would bring fewer: `alerts on tier A`"} {
		if !strings.Contains(got, want) {
			t.Errorf("two days later = %q, want %q in it", got, want)
		}
	}
}

func TestAFirstImportIsOneSummary(t *testing.T) {
	w := &channelWorld{emptyWorld(t), commands.Room{Member: true}}
	w.apply(read(t, sampleDir+"/targeting.yaml"))
	w.finishRescoring()
	w.asks(commands.Manager, "U0ANA", "alerts on")
	w.load("accounts", read(t, sampleDir+"/accounts.csv"))
	list, err := w.store.Alerts(t.Context(), w.workspace, 0)
	if err != nil || len(list) != 1 || list[0].Kind != models.FirstImport {
		t.Fatalf("Alerts = %+v, %v, want one summary", list, err)
	}
	golden(t, "summary", strings.ReplaceAll(w.talks(fmt.Sprint("alerts show ", list[0].ID)), fmt.Sprint(list[0].ID), "N"))
}

func TestReviewsThatAreOverdue(t *testing.T) {
	w := newChannel(t)
	w.asks(commands.Manager, "U0ANA", "review done mid-market commerce")
	w.later(100 * 24 * time.Hour)
	golden(t, "reviews", w.talks("review", "icp mid-market commerce", "persona Revenue Ruby", "review done mid-market commerce", "review done mid-market commerce / Nobody", "review", "review nobody@datainsight.example"))
}

// newcomers are companies that fit, so many, from a number on.
func (w *channelWorld) newcomers(from, n int, headcount float64) {
	w.Helper()
	var changes []models.Change
	for i := range n {
		changes = append(changes, models.AccountFacts{
			Company: models.Company{Domain: fmt.Sprintf("new%d.example", from+i), Name: fmt.Sprint("New ", from+i)}, Source: "HubSpot", Observed: w.now,
			Facts: []models.Said{
				{Attribute: scoring.Industry, Value: scoring.OfWords("e-commerce")},
				{Attribute: scoring.Employees, Value: scoring.OfNumber(headcount)},
				{Attribute: scoring.Technologies, Value: scoring.OfWords("aws")},
				{Attribute: scoring.Country, Value: scoring.OfWords("US")},
			},
		})
	}
	w.record(changes...)
}

func TestADigestSaysWhatNoLongerHolds(t *testing.T) {
	w := newChannel(t)
	w.asks(commands.Manager, "U0ANA", "alerts on")
	w.newcomers(1, 25, 300)
	hold, err := w.store.TakeHold(t.Context(), w.workspace, "C0SALES", "a", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.store.GatherAlerts(t.Context(), hold); err != nil {
		t.Fatal(err)
	}
	digest := w.told()
	w.later(24 * time.Hour)
	w.newcomers(2, 1, 9000)
	w.newcomers(12, 1, 60)
	w.record(models.AccountFacts{Company: models.Company{Domain: "new3.example"}, Source: "HubSpot", Observed: w.now, Facts: []models.Said{
		{Attribute: scoring.Technologies, Value: scoring.OfWords("cobol")},
	}})
	n := fmt.Sprint(digest.ID)
	pages := w.talks("alerts show "+n, "alerts show "+n+" 2")
	w.record(models.Archival{Name: "mid-market commerce"})
	pages += "\nwithout its profile\n" + w.talks("alerts show "+n)
	golden(t, "digest", strings.ReplaceAll(pages, n, "N"))
}

func TestDigestStory(t *testing.T) {
	line := func(name string, was, stands models.ShownVerdict) models.LineChange {
		return models.LineChange{Name: name, Was: was, Stands: stands}
	}
	const fit, missed, ruledOut = models.ShownFit, models.ShownVerdict(scoring.NotAFit), models.ShownVerdict(scoring.Disqualified)
	var many []models.LineChange
	for i := range 8 {
		many = append(many, line(fmt.Sprint("New ", i), fit, missed))
	}
	for _, c := range []struct {
		news []models.LineChange
		want string
	}{
		{nil, ""},
		{[]models.LineChange{line("Acme", fit, missed)}, "No longer a fit: Acme."},
		{[]models.LineChange{line("Acme", fit, ruledOut), line("Globex", missed, fit), line("Initech", fit, missed)}, "No longer a fit: Acme and Initech. A fit again: Globex."},
		{[]models.LineChange{line("Acme", missed, ruledOut), line("Globex", missed, models.Gone)}, ""},
		{[]models.LineChange{line("acme|", fit, models.Gone), line("Globex", models.Gone, fit)}, "A fit again: Globex. Gone, or the profile is: acme."},
		{many, "No longer a fit: New 0, New 1, New 2, New 3, New 4 and 3 more."},
	} {
		if got := commands.DigestStory(c.news); got != c.want {
			t.Errorf("DigestStory(%v) = %q, want %q", c.news, got, c.want)
		}
	}
}

// The owner of a profile may say that it is still true, whoever she is else;
// nobody becomes the owner by saying so.
func TestWhoMaySayThatItIsStillTrue(t *testing.T) {
	w := newChannel(t)
	is := func(address string) func(context.Context, string) (bool, error) {
		return func(_ context.Context, asked string) (bool, error) { return asked == address, nil }
	}
	file := strings.Replace(read(t, sampleDir+"/targeting.yaml"), "owner: ana@datainsight.example\n        review", "owner: dana@datainsight.example\n        review", 1)
	w.apply(file)
	for _, c := range []struct {
		who  string
		isAt func(context.Context, string) (bool, error)
		line string
		want string
	}{
		{"the owner", is("ana@datainsight.example"), "review done mid-market commerce", "Good: mid-market commerce holds."},
		{"the owner", is("ana@datainsight.example"), "review done mid-market commerce / Revenue Ruby", "Good: Revenue Ruby holds."},
		{"the owner of the profile alone", is("ana@datainsight.example"), "review done mid-market commerce / Reporting Robin", "for managers and dana@datainsight.example, who owns it"},
		{"the owner of the persona", is("dana@datainsight.example"), "review done mid-market commerce / Reporting Robin", "Good: Reporting Robin holds."},
		{"another rep", is("dana@datainsight.example"), "review done mid-market commerce", "for managers and ana@datainsight.example, who owns it"},
		{"one who only says so", is(""), "review done mid-market commerce --owner ana@datainsight.example", "There is no ICP"},
		{"somebody nobody knows", nil, "review done mid-market commerce", "for managers and ana@datainsight.example, who owns it"},
		{"the owner, elsewhere", is("ana@datainsight.example"), "icp archive mid-market commerce", "is for managers. Ask"},
	} {
		reply, err := w.runner.Run(t.Context(), commands.Request{Workspace: w.workspace, User: "U0REP", Text: c.line, IsAt: c.isAt})
		got := fault.Message(err)
		if err == nil {
			got = reply.View.Text()
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%q of %s = %q, want %q in it", c.line, c.who, got, c.want)
		}
	}
}

// What is no announcement of an account is nobody's to claim; a refusal ends a
// snooze, and who claims afterwards reads of it.
func TestWhatCanBeDoneWithAnAlert(t *testing.T) {
	w := newChannel(t)
	w.talks("alerts on")
	w.grown()
	alert := w.told()
	hold, err := w.store.TakeHold(t.Context(), w.workspace, "C0SALES", "a", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	taken, err := w.store.TakeAlert(t.Context(), hold, time.Minute)
	if err != nil || taken == nil {
		t.Fatalf("TakeAlert = %v, %v", taken, err)
	}
	if _, err := w.store.Settle(t.Context(), taken, models.Delivery{State: models.AlertSent, MessageTS: "1.1"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ line, want string }{
		{"alerts snooze %d 1d", "Put aside until"},
		{"alerts refuse %d size", "Kept: wrong size"},
		{"alerts claim %d", "U0ANA says that it is no fit: wrong size. It is yours all the same."},
	} {
		if got := w.asks(commands.Manager, "U0ANA", fmt.Sprintf(c.line, alert.ID)); !strings.Contains(got, c.want) {
			t.Errorf("%s = %q, want %q in it", c.line, got, c.want)
		}
	}
	w.later(48 * time.Hour)
	if woken, err := w.store.WakeAlerts(t.Context(), w.workspace); err != nil || len(woken) != 0 {
		t.Errorf("WakeAlerts = %v, %v, want none: it was refused", woken, err)
	}
	if _, err := w.store.StopChannel(t.Context(), w.workspace, "C0SALES", "the channel is archived"); err != nil {
		t.Fatal(err)
	}
	notice := w.told().ID
	for _, act := range []string{"claim", "snooze", "refuse"} {
		if got := w.asks(commands.Manager, "U0ANA", fmt.Sprintf("alerts %s %d size", act, notice)); !strings.Contains(got, "is a notice about a channel") {
			t.Errorf("%s of a notice = %q", act, got)
		}
	}
}

func TestAlertsOfAProfileThatIsNotInForce(t *testing.T) {
	w := newChannel(t)
	w.record(models.Archival{Name: "mid-market commerce"})
	if got := w.asks(commands.Manager, "U0ANA", "alerts on mid-market commerce"); !strings.Contains(got, "mid-market commerce is not in force") {
		t.Errorf("alerts on of an archived profile = %q", got)
	}
	if got := w.asks(commands.Manager, "U0ANA", "alerts pasue"); !strings.Contains(got, "read that as: alerts") {
		t.Errorf("alerts pasue = %q, want how it was read", got)
	}
}
