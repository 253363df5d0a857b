package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/mux"

	"rightdoor/commands"
	"rightdoor/internal/fault"
	"rightdoor/internal/playground"
	"rightdoor/models"
)

// The secrets of the tests: none of them may show up in a log or an error.
const (
	testToken    = "xoxb-bottoken-1234567890"
	testAppToken = "xapp-apptoken-1234567890"
	testSecret   = "8f742231b10e8888abcd99yyyzzz85a5"
	testHook     = "https://hooks.slack.com/commands/T1/397700885554/96rGlfmibIGlgcZRskXaIFfN"
	hookSecret   = "96rGlfmibIGlgcZRskXaIFfN"
)

// newSlack is a playground of two members, with direct messages D1 and D2, and
// of everyone who is none, with rooms of each kind.
func newSlack(h http.Handler) *playground.Playground {
	c := playground.Config{Handler: h, Token: testToken, Secret: testSecret, Scopes: Scopes}
	for _, s := range SlashCommands {
		c.Commands = append(c.Commands, playground.Command{Name: s.Name})
	}
	c.People = []playground.Person{
		{ID: "U1", Name: "Uma"},
		{ID: "U2", Name: "Udo"},
		{ID: "U2CERLKJA", Name: "roadrunner"}, // of Slack's example
		{ID: "UGUEST", Guest: true},
		{ID: "USINGLE", SingleChannelGuest: true},
		{ID: "USTRANGER", Team: "T9", Stranger: true},
		{ID: "UPARTNER", Team: "T9"},
		{ID: "UGRID", Team: "T9", Enterprise: "E9"},
		{ID: "UCOLLEAGUE", Team: "T2", Enterprise: "E1"},
		{ID: "UGONE", Deleted: true},
		{ID: "UBLANK"},
	}
	c.Rooms = []playground.Room{
		{ID: "C1", Name: "sales"},
		{ID: "CBOARD", Name: "board", Private: true, Without: true},
		{ID: "CSHARED", Name: "partners", Shared: true},
		{ID: "CPENDING", Name: "partners-soon", Pending: true},
		{ID: "DOTHERS", Name: "directmessage", Without: true},
	}
	return playground.New(c)
}

// onlySlack is the way to Slack; any other fails the test.
type onlySlack struct {
	testing.TB
	http.RoundTripper
}

// RoundTrip calls Slack.
func (o onlySlack) RoundTrip(r *http.Request) (*http.Response, error) {
	if host := r.URL.Host; host != "slack.com" && host != hooksHost {
		o.Errorf("the bot calls %s", r.URL.Redacted())
	}
	return o.RoundTripper.RoundTrip(r)
}

// heard is a message on an acknowledgement as Slack reads it.
type heard struct {
	ResponseType    string `json:"response_type"`
	ReplaceOriginal *bool  `json:"replace_original"`
	Text            string `json:"text"`
}

// The ways in which Slack fails.
func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) }
}

func refuses(code string) http.HandlerFunc { return says(fmt.Sprintf(`{"ok":false,"error":%q}`, code)) }

func hangs(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func times(n int, answer http.HandlerFunc) []http.HandlerFunc {
	return slices.Repeat([]http.HandlerFunc{answer}, n)
}

// fakeRunner answers as a function says, and knows the forms of the commands.
type fakeRunner struct {
	*commands.Runner
	answer func(ctx context.Context, r commands.Request) (commands.Reply, error)
}

func (f fakeRunner) Run(ctx context.Context, r commands.Request) (commands.Reply, error) {
	return f.answer(ctx, r)
}

// echoes is a Runner that says what it was asked.
func echoes() Runner { return fakeRunner{commands.New(nil), echo} }

func echo(_ context.Context, r commands.Request) (commands.Reply, error) {
	return commands.Reply{Command: "fit", View: cardView{commands.Card{
		Headline: "You asked " + r.Text, Next: []commands.Option{{Label: "Why?", Command: "/why acme.com"}}, Share: "/fit acme.com",
	}}}, nil
}

// after is a Runner that takes its time, and heeds its context or does not.
func after(d time.Duration, heeds bool) Runner {
	return fakeRunner{commands.New(nil), func(ctx context.Context, r commands.Request) (commands.Reply, error) {
		done := ctx.Done()
		if !heeds {
			done = nil
		}
		select {
		case <-time.After(d):
			return echo(ctx, r)
		case <-done:
			return commands.Reply{}, fault.Down(ctx.Err())
		}
	}}
}

// oneWorkspace is the workspace of every team.
type oneWorkspace struct{}

func (oneWorkspace) TeamWorkspace(_ context.Context, team, _ string) (int64, error) {
	if team == "" {
		return 0, fault.New(fault.Usage, "Slack did not say which workspace this is.")
	}
	return 1, nil
}

func (oneWorkspace) IsManager(context.Context, int64, string) (bool, error) { return false, nil }

func (oneWorkspace) Managers(context.Context, int64) ([]models.Manager, error) { return nil, nil }

// tally counts what a Meter is told.
type tally struct {
	mu     sync.Mutex
	counts map[string]int
}

func (m *tally) count(what string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.counts[what]++
}

func (m *tally) of(what string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.counts[what]
}

func (m *tally) Answered(_, outcome string, _ time.Duration) { m.count("all"); m.count(outcome) }
func (m *tally) Refused(reason string)                       { m.count("refused " + reason) }
func (m *tally) SlackFailed(method string)                   { m.count("failed " + method) }

// journal is a log that can be read while it is written.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

// testBot is a Bot between a playground and a Runner.
type testBot struct {
	testing.TB
	*Bot
	slack   *playground.Playground
	log     *journal
	tally   *tally
	handler http.Handler
	away    sync.WaitGroup // requests that a test does not wait for
}

// newTestBot makes a Bot that Slack has introduced. When the test ends, the
// log is searched for secrets.
func newTestBot(t testing.TB, r Runner, change ...func(*Config)) *testBot {
	t.Helper()
	router := mux.NewRouter()
	b := &testBot{TB: t, slack: newSlack(router), log: &journal{}, tally: &tally{counts: map[string]int{}}, handler: router}
	c := Config{
		Runner: r, Workspaces: oneWorkspace{}, Meter: b.tally, Log: slog.New(slog.NewTextHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Token: testToken, AppToken: testAppToken, Secret: testSecret,
		Client: &http.Client{Transport: onlySlack{t, b.slack.Client().Transport}, Timeout: callWithin, CheckRedirect: stay},
	}
	for _, f := range change {
		f(&c)
	}
	b.Bot = New(c)
	if _, err := b.Introduce(t.Context()); err != nil {
		t.Fatalf("Introduce: %v", err)
	}
	b.Routes(router)
	t.Cleanup(func() {
		b.slack.Close()
		checkSecrets(t, b.log.String(), b.hooks()...)
	})
	return b
}

func checkSecrets(t testing.TB, text string, more ...string) {
	t.Helper()
	for _, secret := range append(more, testToken, testAppToken, testSecret, hookSecret, "commands/"+playground.TeamID, "ticket=") {
		if strings.Contains(text, secret) {
			t.Errorf("the log holds a secret: %s", around(text, strings.Index(text, secret)))
		}
	}
}

// hookName finds the secret of a response_url where one is sent or called.
var hookName = regexp.MustCompile(`(?:` + playground.TeamID + `%2F|/hooks/)([A-Z2-7]{26})\b`)

// hooks are the secrets of the response_urls that there were.
func (b *testBot) hooks() (names []string) {
	for _, m := range hookName.FindAllStringSubmatch(fmt.Sprint(b.slack.Exchanges("")), -1) {
		names = append(names, m[1])
	}
	return names
}

// settle waits until everything in hand is done.
func (b *testBot) settle() {
	b.Helper()
	b.slack.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if !b.Wait(ctx) {
		b.Fatal("there is work that does not end")
	}
}

// say has somebody write a line, in a thread where one is named.
func (b *testBot) say(person, room, text string, thread ...string) {
	b.Helper()
	if err := b.slack.Say(person, room, text, strings.Join(thread, "")); err != nil {
		b.Fatalf("%s cannot say %q in %s: %v", person, text, room, err)
	}
}

// asks has somebody write a line, and gives what the bot says in the end.
func (b *testBot) asks(person, room, text string, thread ...string) playground.Message {
	b.Helper()
	b.say(person, room, text, thread...)
	return b.last()
}

// last is what the bot has said last when everything in hand is done.
func (b *testBot) last() playground.Message {
	b.Helper()
	b.settle()
	posted := b.slack.Posted()
	if len(posted) == 0 {
		b.Fatalf("the bot says nothing: %s", b.log)
	}
	return posted[len(posted)-1]
}

// posts are the messages that came in some ways; without any, in every way but
// an acknowledgement.
func (b *testBot) posts(ways ...string) []playground.Message {
	if len(ways) == 0 {
		ways = []string{"response_url", "chat.postMessage", "chat.postEphemeral"}
	}
	return slices.DeleteFunc(b.slack.Posted(), func(m playground.Message) bool { return !slices.Contains(ways, m.Way) })
}

// press has somebody press a button of a message, and gives what the bot says
// in the end.
func (b *testBot) press(person string, m playground.Message, action string) playground.Message {
	b.Helper()
	if err := b.slack.Press(person, m.Channel, m.TS, "", action); err != nil {
		b.Fatalf("%s cannot press %s of %s: %v", person, action, m.Blocks, err)
	}
	return b.last()
}

// fillIn has somebody submit the form that opens, which closes it, and gives
// what the bot says in the end.
func (b *testBot) fillIn(person, company string) playground.Message {
	b.Helper()
	b.settle()
	views := b.slack.Views(person)
	if len(views) != 1 {
		b.Fatalf("%d forms are open, want 1: %s", len(views), b.log)
	}
	value := map[string]any{"type": "plain_text_input", "value": company}
	complaints, err := b.slack.Submit(person, views[0].ID, map[string]map[string]any{"company": {"company": value}})
	if err != nil || len(complaints) > 0 || len(b.slack.Views(person)) > 0 {
		b.Errorf("%s submits %q: %v, %v, %d forms stay open", person, company, complaints, err, len(b.slack.Views(person)))
	}
	return b.last()
}

// event sends an event of the Events API.
func (b *testBot) event(inner string) {
	b.Helper()
	var event map[string]any
	if err := json.Unmarshal([]byte(inner), &event); err != nil {
		b.Fatal(err)
	}
	b.slack.Event(event)
}

// hook is a response_url for what U1 does in C1.
func (b *testBot) hook() string { return b.slack.NewHook("U1", "C1") }

// signed makes a request as Slack signs it.
func (b *testBot) signed(path, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header = playground.Sign(testSecret, b.Now(), body)
	return r
}

// send sends a request that people cannot cause, and gives the
// acknowledgement, which has to be 200.
func (b *testBot) send(path, body string) string {
	b.Helper()
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, b.signed(path, body))
	if w.Code != http.StatusOK {
		b.Errorf("%s is acknowledged with %d, want 200", path, w.Code)
	}
	return w.Body.String()
}

// slash sends a slash command of a given trigger.
func (b *testBot) slash(id, command, text string, change ...string) string {
	b.Helper()
	return b.send("/slack/commands", slashBody(b.hook(), id, command, text, change...))
}

func slashBody(hook, id, command, text string, change ...string) string {
	form := url.Values{
		"team_id": {playground.TeamID}, "team_domain": {"acme"}, "channel_id": {"C1"}, "user_id": {"U1"},
		"command": {command}, "text": {text}, "trigger_id": {id}, "response_url": {hook},
	}
	for i := 0; i+1 < len(change); i += 2 {
		form.Set(change[i], change[i+1])
	}
	return form.Encode()
}

// mentioned is the event of a mention.
const mentioned = `{"type":"app_mention","user":"U1","text":"<@` + playground.BotUser + `> fit acme.com","channel":"C1","ts":"10.1","thread_ts":"9.1"}`

func eventBody(id, inner string) string {
	return fmt.Sprintf(`{"type":"event_callback","team_id":%q,"event_id":%q,"event":%s}`, playground.TeamID, id, inner)
}

// interact sends an interaction.
func (b *testBot) interact(payload string) string {
	b.Helper()
	return b.send("/slack/interactions", url.Values{"payload": {payload}}.Encode())
}

// pressed is the payload of a pressed button.
func pressed(hook, id, user, channel, action, value string) string {
	return fmt.Sprintf(`{"type":"block_actions","trigger_id":%q,"team":{"id":%q,"domain":"acme"},"user":{"id":%q},"channel":{"id":%q},
		"response_url":%q,"actions":[{"type":"button","block_id":"b","action_id":%q,"value":%q}]}`, id, playground.TeamID, user, channel, hook, action, value)
}

// whyPressed is the payload of U1 who presses Why? in C1.
func whyPressed(hook, id string) string {
	return pressed(hook, id, "U1", "C1", "ask-0", "/why acme.com")
}

// acked reads an acknowledgement that carries a message.
func acked(t testing.TB, text string) heard {
	t.Helper()
	var m heard
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatalf("acknowledged with %q, want a message: %v", text, err)
	}
	return m
}
