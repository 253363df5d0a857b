package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/mux"

	"rightdoor/commands"
	"rightdoor/internal/playground"
	"rightdoor/models"
	"rightdoor/scoring"
)

// channel is the sample workspace with a bot in a playground.
type channel struct {
	*world
	bot   *Bot
	slack *playground.Playground
	now   time.Time
}

// boundWorkspace is the workspace of everyone.
type boundWorkspace struct{ *world }

func (b boundWorkspace) TeamWorkspace(context.Context, string, string) (int64, error) {
	return b.workspace, nil
}

func (b boundWorkspace) WorkspaceOf(context.Context, string) (int64, bool, error) {
	return b.workspace, true, nil
}

func (b boundWorkspace) IsManager(context.Context, int64, string) (bool, error) { return false, nil }

func newChannel(t *testing.T) *channel {
	t.Helper()
	c := &channel{world: sampleWorld(t), now: today}
	c.Runner.Now = func() time.Time { return c.now }
	c.Store.Now = c.Runner.Now
	router := mux.NewRouter()
	c.slack = playground.New(playground.Config{
		Handler: router, Now: c.Runner.Now, Scopes: Scopes, Unlimited: true,
		Commands: []playground.Command{{Name: "/fit"}, {Name: "/whom"}, {Name: "/rightdoor"}},
	})
	t.Cleanup(c.slack.Close)
	log := &journal{}
	c.bot = New(Config{
		Runner: c.Runner, Workspaces: boundWorkspace{c.world}, Meter: &tally{counts: map[string]int{}}, Alerts: boundWorkspace{c.world},
		Log: slog.New(slog.NewTextHandler(log, nil)), Token: c.slack.Token, Secret: c.slack.Secret, Managers: []string{playground.Manager},
		Client: c.slack.Client(), Now: c.Runner.Now,
	})
	c.bot.Routes(router)
	if _, err := c.bot.Introduce(t.Context()); err != nil {
		t.Fatal(err)
	}
	for more := true; more; {
		var err error
		if more, err = c.Rescore(t.Context(), c.workspace); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// say types a line as a person and gives what she reads last.
func (c *channel) say(person, line string) string {
	c.Helper()
	if err := c.slack.Say(person, playground.Sales, line, ""); err != nil {
		c.Fatalf("Say(%q): %v", line, err)
	}
	return c.reads(person)
}

// settle waits until everything said is answered.
func (c *channel) settle() {
	c.slack.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c.bot.Wait(ctx)
	c.slack.Wait()
}

// reads is the last message that a person sees in #sales.
func (c *channel) reads(person string) string {
	c.Helper()
	c.settle()
	list := c.slack.Messages(playground.Sales, person)
	if len(list) == 0 {
		return ""
	}
	return words(list[len(list)-1])
}

// all is everything a person sees in #sales.
func (c *channel) all(person string) string {
	c.settle()
	var parts []string
	for _, m := range c.slack.Messages(playground.Sales, person) {
		parts = append(parts, words(m))
	}
	return strings.Join(parts, "\n")
}

// words are a message's words: those of its blocks.
func words(m playground.Message) string {
	var blocks []struct {
		Text     struct{ Text string } `json:"text"`
		Elements []struct {
			Text json.RawMessage `json:"text"`
		} `json:"elements"`
	}
	if json.Unmarshal(m.Blocks, &blocks) != nil || len(blocks) == 0 {
		return m.Text
	}
	var parts []string
	for _, b := range blocks {
		parts = append(parts, b.Text.Text)
		for _, e := range b.Elements {
			parts = append(parts, string(e.Text))
		}
	}
	return strings.Join(parts, "\n")
}

// element finds the ids of an element by a word of it.
func element(t *testing.T, m playground.Message, word string) (block, action string) {
	t.Helper()
	var blocks []struct {
		ID       string            `json:"block_id"`
		Elements []json.RawMessage `json:"elements"`
	}
	if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks {
		for _, e := range b.Elements {
			var id struct {
				ID string `json:"action_id"`
			}
			if strings.Contains(string(e), `"`+word+`"`) && json.Unmarshal(e, &id) == nil && id.ID != "" {
				return b.ID, id.ID
			}
		}
	}
	t.Fatalf("there is no %q on %s", word, m.Blocks)
	return "", ""
}

// grown makes a company cross, a day later.
func (c *channel) grown(name string, headcount float64) {
	c.Helper()
	company := models.Company{Domain: strings.ToLower(name) + ".example", Name: name}
	said := func(n float64) models.AccountFacts {
		return models.AccountFacts{Company: company, Source: "HubSpot", Observed: c.now, Facts: []models.Said{
			{Attribute: scoring.Industry, Value: scoring.OfWords("e-commerce")},
			{Attribute: scoring.Employees, Value: scoring.OfNumber(n)},
			{Attribute: scoring.Technologies, Value: scoring.OfWords("aws")},
			{Attribute: scoring.Country, Value: scoring.OfWords("US")},
		}}
	}
	for _, n := range []float64{60, headcount} {
		c.now = c.now.Add(time.Hour)
		if _, err := c.Record(c.Context(), c.workspace, []models.Change{said(n)}); err != nil {
			c.Fatal(err)
		}
	}
}

// posted posts the last alert as a delivery does, and gives its message.
func (c *channel) posted() (models.Alert, playground.Message) {
	c.Helper()
	a, ts := c.sent()
	return a, c.message(ts)
}

// sent posts what has been due for the longest, wherever that is.
func (c *channel) sent() (models.Alert, string) {
	c.Helper()
	due, err := c.DueChannels(c.Context(), 0)
	if err != nil || len(due) != 1 {
		c.Fatalf("DueChannels = %+v, %v, want one", due, err)
	}
	hold, err := c.TakeHold(c.Context(), c.workspace, due[0].Channels[0], c.now.String(), time.Minute)
	if err != nil || hold == nil {
		c.Fatalf("TakeHold = %v, %v", hold, err)
	}
	a, err := c.TakeAlert(c.Context(), hold, 0)
	if err != nil || a == nil {
		c.Fatalf("TakeAlert = %v, %v", a, err)
	}
	ts, err := c.bot.PostAlert(c.Context(), *a)
	if err != nil {
		c.Fatalf("PostAlert: %v", err)
	}
	if _, err := c.Settle(c.Context(), a, models.Delivery{State: models.AlertSent, MessageTS: ts}); err != nil {
		c.Fatal(err)
	}
	if err := c.DropHold(c.Context(), hold); err != nil {
		c.Fatal(err)
	}
	return *a, ts
}

// stopNotices are the notices of stopped alerts that are still to be posted.
func (c *channel) stopNotices() []models.Alert {
	c.Helper()
	list, err := c.Store.Alerts(c.Context(), c.workspace, 0, models.AlertWaiting)
	if err != nil {
		c.Fatal(err)
	}
	return slices.DeleteFunc(list, func(a models.Alert) bool { return a.Kind != models.StopNotice })
}

func request(c *channel, line string) commands.Request {
	return commands.Request{Workspace: c.workspace, User: playground.Manager, Role: commands.Manager, Text: line, Channel: playground.Sales}
}

func (c *channel) message(ts string) playground.Message {
	c.Helper()
	c.settle()
	for _, m := range c.slack.Messages(playground.Sales, playground.Rep) {
		if m.TS == ts {
			return m
		}
	}
	c.Fatalf("there is no message %s", ts)
	return playground.Message{}
}

func (c *channel) press(person string, m playground.Message, label string) {
	c.Helper()
	block, action := element(c.TB.(*testing.T), m, label)
	if err := c.slack.Press(person, playground.Sales, m.TS, block, action); err != nil {
		c.Fatalf("Press(%s): %v", label, err)
	}
	c.settle()
}

// has fails unless a text has all of some words.
func has(t testing.TB, what, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%s = %q, want %q in it", what, text, w)
		}
	}
}

func TestAnAlertIsPostedClaimedAndRefused(t *testing.T) {
	c := newChannel(t)
	has(t, "alerts on of a rep", c.say(playground.Rep, "/rightdoor alerts on"), "is for managers")
	has(t, "alerts on", c.say(playground.Manager, "/rightdoor alerts on"), "every fit", "<#C0SALES>")
	c.grown("Brackwater", 240)
	a, m := c.posted()
	laidOut, _, err := c.bot.alertMessage(t.Context(), c.workspace, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "alert.json", indented(t, laidOut.blocks))
	found, ok, err := c.bot.FindAlert(t.Context(), a, c.now.Add(-time.Hour))
	if err != nil || !ok || found != m.TS {
		t.Errorf("FindAlert = %q, %v, %v, want %s", found, ok, err, m.TS)
	}
	if _, ok, err := c.bot.FindAlert(t.Context(), models.Alert{ID: 999, Channel: a.Channel}, c.now.Add(-time.Hour)); ok || err != nil {
		t.Errorf("FindAlert of another = %v, %v", ok, err)
	}

	c.press(playground.Rep, m, "Claim")
	has(t, "the claimer reads", c.all(playground.Rep), "It is yours")
	claimed := c.message(m.TS)
	has(t, "the message", words(claimed), "Claimed by*  <@U0DANA>")
	if strings.Contains(string(claimed.Blocks), `"Claim"`) {
		t.Error("a claimed alert can still be claimed")
	}
	has(t, "the second claimer", c.say(playground.Manager, fmt.Sprint("/rightdoor alerts claim ", a.ID)), "<@U0DANA>", "has it already")

	block, action := element(t, claimed, "Snooze")
	if err := c.slack.Choose(playground.Rep, playground.Sales, m.TS, block, action, fmt.Sprintf("/alerts snooze %d 1d", a.ID)); err != nil {
		t.Fatal(err)
	}
	has(t, "the message", words(c.message(m.TS)), "Snoozed")

	c.press(playground.Rep, c.message(m.TS), "Not a fit")
	views := c.slack.Views(playground.Rep)
	if len(views) != 1 {
		t.Fatalf("%d forms open, want one", len(views))
	}
	_, err = c.slack.Submit(playground.Rep, views[0].ID, map[string]map[string]any{
		"reason":  {"reason": map[string]any{"type": "static_select", "selected_option": map[string]any{"value": "size", "text": map[string]any{"type": "plain_text", "text": "Wrong size"}}}},
		"words-1": {"words-1": map[string]any{"type": "plain_text_input", "value": "Half of them are seasonal"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	has(t, "the refuser reads", c.all(playground.Rep), "Kept: wrong size (Half of them are seasonal)")
	has(t, "the message", words(c.message(m.TS)), "Not a fit, says*  <@U0DANA>", "wrong size (Half of them are seasonal)")
	has(t, "the profile", c.say(playground.Rep, "/rightdoor icp mid-market commerce"), "refused 1× as wrong size")

	if story := c.story(m); len(story) != 3 {
		t.Errorf("the thread has %q, want three lines", story)
	}
}

func TestAMessageThatNoLongerHoldsSaysSo(t *testing.T) {
	c := newChannel(t)
	c.say(playground.Manager, "/rightdoor alerts on")
	c.grown("Brackwater", 240)
	_, m := c.posted()
	c.grown("Brackwater", 9000)
	c.keepUp()
	c.keepUp()
	has(t, "the message", words(c.message(m.TS)), "No longer a fit: Brackwater")
	if story := c.story(m); len(story) != 1 || !strings.Contains(story[0], "No longer a fit") {
		t.Errorf("the thread has %q, want one line", story)
	}
}

// keepUp does a round of the upkeep, digests included, as a process does that
// has just started; reviews are not looked for.
func (c *channel) keepUp() {
	c.Helper()
	if err := c.bot.keepUp(c.Context(), &rounds{reviews: c.now}); err != nil {
		c.Fatal(err)
	}
	c.settle()
}

// story is what the thread of a message says.
func (c *channel) story(m playground.Message) []string {
	c.Helper()
	c.settle()
	var story []string
	for _, line := range c.slack.Messages(playground.Sales, playground.Manager) {
		if line.Thread == m.TS {
			story = append(story, words(line))
		}
	}
	return story
}

func TestAMessageWhoseProfileIsArchivedSaysSo(t *testing.T) {
	c := newChannel(t)
	c.say(playground.Manager, "/rightdoor alerts on")
	c.grown("Brackwater", 240)
	_, m := c.posted()
	targeted := func(change models.Change) {
		if _, err := c.Record(t.Context(), c.workspace, []models.Change{change}); err != nil {
			t.Fatal(err)
		}
		for more := true; more; {
			var err error
			if more, err = c.Rescore(t.Context(), c.workspace); err != nil {
				t.Fatal(err)
			}
		}
		c.keepUp()
		c.keepUp()
	}
	targeted(models.Archival{Name: "mid-market commerce"})
	gone := c.message(m.TS)
	has(t, "the message", words(gone), "An account announced here is gone, or its profile is: brackwater.example")
	if strings.Contains(string(gone.Blocks), `"Claim"`) {
		t.Error("what is gone can still be claimed")
	}
	targeted(models.Publication{Name: "mid-market commerce", Version: 1})
	has(t, "the message, once published again", words(c.message(m.TS)), "Newly a fit: Brackwater", "Claim")
	story := c.story(m)
	if len(story) != 2 || !strings.Contains(story[0], "gone, or its profile is") || !strings.Contains(story[1], "A fit with") {
		t.Errorf("the thread has %q, want that it went and that it is back", story)
	}
}

// crowd makes companies cross, all at once.
func (c *channel) crowd(from, n int, headcount float64) {
	c.Helper()
	c.now = c.now.Add(time.Hour)
	var changes []models.Change
	for i := range n {
		changes = append(changes, models.AccountFacts{
			Company: models.Company{Domain: fmt.Sprintf("crowd%d.example", from+i), Name: fmt.Sprint("Crowd ", from+i)}, Source: "HubSpot", Observed: c.now, Facts: []models.Said{
				{Attribute: scoring.Industry, Value: scoring.OfWords("e-commerce")},
				{Attribute: scoring.Employees, Value: scoring.OfNumber(headcount)},
				{Attribute: scoring.Technologies, Value: scoring.OfWords("aws")},
				{Attribute: scoring.Country, Value: scoring.OfWords("US")},
			},
		})
	}
	if _, err := c.Record(c.Context(), c.workspace, changes); err != nil {
		c.Fatal(err)
	}
}

// gathered makes one message of what is due.
func (c *channel) gathered() {
	c.Helper()
	hold, err := c.TakeHold(c.Context(), c.workspace, playground.Sales, "gatherer", time.Minute)
	if err != nil || hold == nil {
		c.Fatalf("TakeHold = %v, %v", hold, err)
	}
	if err := errors.Join(c.GatherAlerts(c.Context(), hold), c.DropHold(c.Context(), hold)); err != nil {
		c.Fatal(err)
	}
}

func TestADigestFollowsItsAccounts(t *testing.T) {
	c := newChannel(t)
	c.say(playground.Manager, "/rightdoor alerts on")
	c.crowd(1, 25, 300)
	c.gathered()
	c.crowd(1, 1, 9000) // before it is posted
	_, m := c.posted()
	has(t, "the digest", words(m), "25 accounts newly fit", "Crowd 1 – 68, tier B (mid-market commerce) – no longer a fit")
	c.keepUp()
	if story := c.story(m); len(story) != 0 {
		t.Errorf("the thread of what was posted so has %q, want nothing", story)
	}
	c.crowd(2, 1, 9000)
	c.crowd(21, 1, 9000) // on the third page
	edits := len(c.slack.Exchanges("chat.update"))
	c.keepUp()
	c.keepUp()
	if got := len(c.slack.Exchanges("chat.update")) - edits; got != 1 {
		t.Errorf("the digest was edited %d times, want once", got)
	}
	has(t, "the digest", words(c.message(m.TS)), "Crowd 2 – 68, tier B (mid-market commerce) – no longer a fit")
	c.crowd(1, 1, 300)
	c.crowd(3, 1, 9000)
	c.keepUp()
	digest := words(c.message(m.TS))
	has(t, "the digest", digest, "Crowd 3 – 68, tier B (mid-market commerce) – no longer a fit")
	if strings.Contains(digest, "Crowd 1 – 68, tier B (mid-market commerce) –") {
		t.Errorf("the digest = %q, want Crowd 1 to be a fit again", digest)
	}
	want := []string{"No longer a fit: Crowd 2 and Crowd 21.", "No longer a fit: Crowd 3. A fit again: Crowd 1."}
	if story := c.story(m); fmt.Sprint(story) != fmt.Sprint(want) {
		t.Errorf("the thread has %q, want %q", story, want)
	}
}

// A digest that can never be edited is tried once; one that Slack refuses for the
// moment is edited at the next try, and tells its thread.
func TestADigestThatCannotBeEdited(t *testing.T) {
	for code, want := range map[string]struct{ tries, lines int }{"message_not_found": {1, 0}, "internal_error": {2, 1}} {
		c := newChannel(t)
		c.say(playground.Manager, "/rightdoor alerts on")
		c.crowd(1, 25, 300)
		c.gathered()
		_, m := c.posted()
		c.crowd(2, 1, 9000)
		c.slack.Next("chat.update", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, `{"ok":false,"error":%q}`, code) })
		for range 3 {
			c.keepUp()
		}
		story, tries := c.story(m), len(c.slack.Exchanges("chat.update"))
		if tries != want.tries || len(story) != want.lines {
			t.Errorf("after %s: tried %d times, and the thread has %q, want %d times and %d lines", code, tries, story, want.tries, want.lines)
		}
	}
}

// Two processes that find the same tell it once.
func TestTwoProcessesTellADigestOnce(t *testing.T) {
	c := newChannel(t)
	c.say(playground.Manager, "/rightdoor alerts on")
	c.crowd(1, 25, 300)
	c.gathered()
	_, m := c.posted()
	c.crowd(2, 3, 9000)
	lines, err := c.OutdatedLines(t.Context(), c.workspace, today, 100)
	if err != nil || len(lines) != 3 {
		t.Fatalf("OutdatedLines = %+v, %v, want three", lines, err)
	}
	for range 2 {
		if err := c.bot.editDigest(t.Context(), c.workspace, lines); err != nil {
			t.Fatal(err)
		}
	}
	if story := c.story(m); len(story) != 1 {
		t.Errorf("the thread has %q, want one line", story)
	}
}

func TestASnoozeEndsInTheThread(t *testing.T) {
	c := newChannel(t)
	c.say(playground.Manager, "/rightdoor alerts on")
	c.grown("Brackwater", 240)
	a, m := c.posted()
	c.say(playground.Rep, fmt.Sprintf("/rightdoor alerts snooze %d 1d", a.ID))
	c.now = c.now.Add(25 * time.Hour)
	c.keepUp()
	if text := words(c.message(m.TS)); strings.Contains(text, "Snoozed") {
		t.Errorf("after its end the message = %q", text)
	}
	has(t, "the channel", c.reads(playground.Manager), "Back from its snooze")
}

func TestAlertsWhereWeAreNot(t *testing.T) {
	c := newChannel(t)
	if err := c.slack.Say(playground.Manager, "C0GENERAL", "/rightdoor alerts on", ""); err != nil {
		t.Fatal(err)
	}
	c.settle()
	list := c.slack.Messages("C0GENERAL", playground.Manager)
	has(t, "alerts on in #general", words(list[len(list)-1]), "/invite @Rightdoor")
	has(t, "alerts test", c.say(playground.Manager, "/rightdoor alerts test"), "Posted")
	found := false
	for _, m := range c.slack.Messages(playground.Sales, playground.Rep) {
		found = found || strings.Contains(words(m), "A test: this is what an alert looks like")
	}
	if !found {
		t.Error("alerts test posted no sample")
	}
}

func TestOwnersAreRemindedOnceAWeek(t *testing.T) {
	c := newChannel(t)
	c.say(playground.Manager, "/rightdoor review done mid-market commerce")
	direct := playground.DirectRoom(playground.Manager)
	count := func() int { return len(c.slack.Messages(direct, playground.Manager)) }
	before := count()
	for _, step := range []struct {
		days, want int
	}{{100, 1}, {1, 1}, {7, 2}} {
		c.now = c.now.AddDate(0, 0, step.days)
		var last rounds
		if err := c.bot.keepUp(t.Context(), &last); err != nil {
			t.Fatal(err)
		}
		c.settle()
		if got := count() - before; got != step.want {
			t.Errorf("%d days later: reminded %d times, want %d", step.days, got, step.want)
		}
	}
	list := c.slack.Messages(direct, playground.Manager)
	has(t, "the reminder", words(list[len(list)-1]), "mid-market commerce was to be reviewed", "Still true", "Open")
}

// An owner who is a rep answers her reminder; another rep reads who can.
func TestTheOwnerMaySayThatItIsStillTrue(t *testing.T) {
	c := newChannel(t)
	file := strings.ReplaceAll(read(t, sampleDir+"/targeting.yaml"), "owner: ana@", "owner: Dana@")
	c.apply(file)
	c.now = c.now.AddDate(1, 0, 0)
	if err := c.bot.keepUp(t.Context(), new(rounds)); err != nil {
		t.Fatal(err)
	}
	c.settle()
	direct := playground.DirectRoom(playground.Rep)
	list := c.slack.Messages(direct, playground.Rep)
	m := list[len(list)-1]
	block, action := element(t, m, "Still true: mid-market commerce")
	if err := c.slack.Press(playground.Rep, direct, m.TS, block, action); err != nil {
		t.Fatal(err)
	}
	c.settle()
	list = c.slack.Messages(direct, playground.Rep)
	has(t, "the owner", words(list[len(list)-1]), "Good: mid-market commerce holds.")

	for owner, whose := range map[string]string{"ana@datainsight.example": "somebody else", "leila@datainsight.example": "nobody here"} {
		c.apply(strings.ReplaceAll(file, "Dana@datainsight.example", owner))
		has(t, "where "+whose+" owns it", c.say(playground.Rep, "/rightdoor review done mid-market commerce"), "for managers and "+owner+", who owns it. Ask Ana.")
	}
}

func TestWhatSlacksErrorsMeanForAnAlert(t *testing.T) {
	for code, want := range map[string]models.PostMeaning{
		"is_archived": models.PostForbidden, "not_in_channel": models.PostForbidden, "invalid_blocks": models.PostRejected, "invalid_auth": models.PostLater,
	} {
		c := newChannel(t)
		c.slack.Next("chat.postMessage", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, `{"ok":false,"error":%q}`, code) })
		c.say(playground.Manager, "/rightdoor alerts on")
		c.grown("Brackwater", 240)
		list, err := c.Store.Alerts(t.Context(), c.workspace, 0, models.AlertWaiting)
		if err != nil || len(list) == 0 {
			t.Fatalf("Alerts = %d, %v", len(list), err)
		}
		_, err = c.bot.PostAlert(t.Context(), list[0])
		post, ok := errors.AsType[*models.PostError](err)
		if !ok || post.Means != want {
			t.Errorf("PostAlert after %s = %v, want meaning %d", code, err, want)
		}
	}
}

func indented(t *testing.T, v any) string {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + "\n"
}

// An overruling is no fact: a message that was edited once is left alone, though
// its account is ranked otherwise than somebody says.
func TestAnOverruledAccountIsNotEditedAgainAndAgain(t *testing.T) {
	c := newChannel(t)
	c.say(playground.Manager, "/rightdoor alerts on")
	c.grown("Brackwater", 240)
	has(t, "the overruling", c.answer("overrule brackwater.example not_a_fit --until 30d they told us so"), "by the word of")
	c.posted()
	for range 3 {
		c.keepUp()
	}
	if n := len(c.slack.Exchanges("chat.update")); n != 0 {
		t.Errorf("%d edits of a message that says how it stands, want none", n)
	}
}

// blindToOutdated cannot tell which messages are outdated.
type blindToOutdated struct{ Alerts }

func (blindToOutdated) Outdated(context.Context, int64, time.Time, int) ([]models.Alert, error) {
	return nil, errors.New("no")
}

func TestOnePartOfTheUpkeepHoldsBackNoOther(t *testing.T) {
	c := newChannel(t)
	c.say(playground.Manager, "/rightdoor alerts on")
	c.grown("Brackwater", 240)
	a, m := c.posted()
	c.say(playground.Rep, fmt.Sprintf("/rightdoor alerts snooze %d 1d", a.ID))
	c.now = c.now.Add(25 * time.Hour)
	c.bot.Alerts = blindToOutdated{c.bot.Alerts}
	before := c.asked()
	if err := c.bot.keepUp(t.Context(), new(rounds)); err == nil {
		t.Error("keepUp = nil, want the error of the part that failed")
	}
	c.settle()
	if story := c.story(m); !strings.Contains(strings.Join(story, " "), "Back from its snooze") || c.asked() == before {
		t.Errorf("the thread has %q, channels looked at: %d; want both done", story, c.asked()-before)
	}
}
