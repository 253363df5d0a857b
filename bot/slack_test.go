package bot

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/mux"

	"rightdoor/commands"
	"rightdoor/internal/fault"
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

// standIn is as much of Slack as the bot calls: an http.RoundTripper that
// answers by itself, so that no test needs a network or waits for a clock.
type standIn struct {
	mu      sync.Mutex
	calls   []call
	answers map[string][]http.HandlerFunc // what a method answers next; then as it should
	users   map[string]string             // users.info by id, beside the members
	rooms   map[string]string             // conversations.info by id, beside the ordinary
	sockets string                        // the address of Socket Mode
}

// call is a request that Slack has taken.
type call struct {
	method string // of the Web API; "hook" for a response_url
	form   url.Values
	body   string
	text   string
	public bool
}

func newStandIn() *standIn {
	return &standIn{answers: map[string][]http.HandlerFunc{}, users: map[string]string{
		"UGUEST":     `{"id":"UGUEST","team_id":"T1","is_restricted":true}`,
		"USINGLE":    `{"id":"USINGLE","team_id":"T1","is_restricted":true,"is_ultra_restricted":true}`,
		"USTRANGER":  `{"id":"USTRANGER","team_id":"T9","is_stranger":true}`,
		"UPARTNER":   `{"id":"UPARTNER","team_id":"T9"}`,
		"UGRID":      `{"id":"UGRID","team_id":"T9","enterprise_user":{"id":"UGRID","enterprise_id":"E9","teams":["T9"]}}`,
		"UCOLLEAGUE": `{"id":"UCOLLEAGUE","team_id":"T2","enterprise_user":{"id":"UCOLLEAGUE","enterprise_id":"E1","teams":["T2"]}}`,
		"UGONE":      `{"id":"UGONE","team_id":"T1","deleted":true}`,
		"UBLANK":     `{"id":"UBLANK"}`,
	}, rooms: map[string]string{
		"CSHARED":  `{"id":"CSHARED","is_ext_shared":true}`,
		"CPENDING": `{"id":"CPENDING","is_pending_ext_shared":true}`,
	}}
}

// next makes a method answer so, once for each.
func (s *standIn) next(method string, answers ...http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[method] = append(s.answers[method], answers...)
}

// RoundTrip answers a request as Slack would.
func (s *standIn) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.Result(), nil
}

func (s *standIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := readCall(r)
	s.mu.Lock()
	var answer http.HandlerFunc
	if queue := s.answers[c.method]; len(queue) > 0 {
		answer, s.answers[c.method] = queue[0], queue[1:]
	}
	s.mu.Unlock()
	if answer != nil {
		answer(w, r)
		return
	}
	s.mu.Lock()
	s.calls = append(s.calls, c)
	s.mu.Unlock()
	s.answer(w, c)
}

func readCall(r *http.Request) call {
	body, _ := io.ReadAll(r.Body)
	c := call{method: strings.TrimPrefix(r.URL.Path, "/api/"), body: string(body)}
	c.form, _ = url.ParseQuery(string(body))
	c.text, c.public = c.form.Get("text"), c.method == "chat.postMessage"
	if r.URL.Host == "hooks.slack.com" {
		var m heard
		_ = json.Unmarshal(body, &m)
		c.method, c.text, c.public = "hook", m.Text, m.ResponseType == "in_channel"
		c.form = url.Values{"thread_ts": {m.Thread}, "blocks": {string(m.Blocks)}}
	}
	return c
}

// heard is a message on an acknowledgement or a response_url as Slack reads
// it.
type heard struct {
	ResponseType    string          `json:"response_type"`
	ReplaceOriginal *bool           `json:"replace_original"`
	Thread          string          `json:"thread_ts"`
	Text            string          `json:"text"`
	Blocks          json.RawMessage `json:"blocks"`
}

func (s *standIn) answer(w http.ResponseWriter, c call) {
	switch c.method {
	case "auth.test":
		w.Header().Set("X-OAuth-Scopes", strings.Join(Scopes, ","))
		fmt.Fprint(w, `{"ok":true,"team":"Acme","team_id":"T1","user":"rightdoor","user_id":"UBOT","bot_id":"B1"}`)
	case "users.info":
		user := s.users[c.form.Get("user")]
		if user == "" {
			user = fmt.Sprintf(`{"id":%s,"team_id":"T1"}`, quoted(c.form.Get("user")))
		}
		fmt.Fprintf(w, `{"ok":true,"user":%s}`, user)
	case "conversations.info":
		room := s.rooms[c.form.Get("channel")]
		if room == "" {
			room = fmt.Sprintf(`{"id":%s}`, quoted(c.form.Get("channel")))
		}
		fmt.Fprintf(w, `{"ok":true,"channel":%s}`, room)
	case "apps.connections.open":
		fmt.Fprintf(w, `{"ok":true,"url":%q}`, s.sockets)
	case "views.open":
		fmt.Fprint(w, `{"ok":true,"view":{"id":"V1"}}`)
	case "chat.postEphemeral":
		fmt.Fprint(w, `{"ok":true,"message_ts":"1.1"}`)
	case "hook":
		fmt.Fprint(w, "ok")
	default:
		fmt.Fprint(w, `{"ok":true,"channel":"C1","ts":"1.1"}`)
	}
}

func quoted(text string) string {
	b, _ := json.Marshal(text)
	return string(b)
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

// posts are the answers that people got, in any way but the acknowledgement.
func (s *standIn) posts() []call { return s.of("hook", "chat.postMessage", "chat.postEphemeral") }

func (s *standIn) of(methods ...string) []call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []call
	for _, c := range s.calls {
		for _, m := range methods {
			if c.method == m {
				list = append(list, c)
			}
		}
	}
	return list
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
	return commands.Reply{Command: "fit", View: cardView{commands.Card{Headline: "You asked " + r.Text, Share: "/fit acme.com"}}}, nil
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

// testBot is a Bot between a stand-in for Slack and a Runner.
type testBot struct {
	testing.TB
	*Bot
	slack   *standIn
	log     *journal
	tally   *tally
	handler http.Handler
	away    sync.WaitGroup // requests that a test does not wait for
}

// newTestBot makes a Bot that Slack has introduced. When the test ends, the
// log is searched for secrets.
func newTestBot(t testing.TB, r Runner, change ...func(*Config)) *testBot {
	t.Helper()
	b := &testBot{TB: t, slack: newStandIn(), log: &journal{}, tally: &tally{counts: map[string]int{}}}
	c := Config{
		Runner: r, Workspaces: oneWorkspace{}, Meter: b.tally, Log: slog.New(slog.NewTextHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Token: testToken, AppToken: testAppToken, Secret: testSecret,
		Client: &http.Client{Transport: b.slack, Timeout: callWithin, CheckRedirect: stay},
	}
	for _, f := range change {
		f(&c)
	}
	b.Bot = New(c)
	if _, err := b.Introduce(t.Context()); err != nil {
		t.Fatalf("Introduce: %v", err)
	}
	router := mux.NewRouter()
	b.Routes(router)
	b.handler = router
	t.Cleanup(func() { checkSecrets(t, b.log.String()) })
	return b
}

func checkSecrets(t testing.TB, text string) {
	t.Helper()
	for _, secret := range []string{testToken, testAppToken, testSecret, hookSecret, "ticket="} {
		if strings.Contains(text, secret) {
			t.Errorf("the log holds a secret: %s", around(text, strings.Index(text, secret)))
		}
	}
}

// settle waits until everything in hand is done.
func (b *testBot) settle() {
	b.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if !b.Wait(ctx) {
		b.Fatal("there is work that does not end")
	}
}

// signed makes a request as Slack signs it.
func (b *testBot) signed(path, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header = signedWith(testSecret, fmt.Sprint(b.Now().Unix()), body)
	return r
}

func signedWith(secret, timestamp, body string) http.Header {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", timestamp, body)
	h := http.Header{}
	h.Set("X-Slack-Request-Timestamp", timestamp)
	h.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return h
}

// send sends a request and gives the acknowledgement, which has to be 200.
func (b *testBot) send(path, body string) string {
	b.Helper()
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, b.signed(path, body))
	if w.Code != http.StatusOK {
		b.Errorf("%s is acknowledged with %d, want 200", path, w.Code)
	}
	return w.Body.String()
}

// slash sends a slash command; the id is its trigger.
func (b *testBot) slash(id, command, text string, change ...string) string {
	b.Helper()
	return b.send("/slack/commands", slashBody(id, command, text, change...))
}

func slashBody(id, command, text string, change ...string) string {
	form := url.Values{
		"team_id": {"T1"}, "team_domain": {"acme"}, "channel_id": {"C1"}, "user_id": {"U1"},
		"command": {command}, "text": {text}, "trigger_id": {id}, "response_url": {testHook},
	}
	for i := 0; i+1 < len(change); i += 2 {
		form.Set(change[i], change[i+1])
	}
	return form.Encode()
}

// event sends an event of the Events API.
func (b *testBot) event(id, inner string) string {
	b.Helper()
	return b.send("/slack/events", eventBody(id, inner))
}

func eventBody(id, inner string) string {
	return fmt.Sprintf(`{"type":"event_callback","team_id":"T1","event_id":%q,"event":%s}`, id, inner)
}

// interact sends an interaction.
func (b *testBot) interact(payload string) string {
	b.Helper()
	return b.send("/slack/interactions", url.Values{"payload": {payload}}.Encode())
}

// press is the payload of a pressed button.
func press(id, user, channel, action, value string, more ...string) string {
	return fmt.Sprintf(`{"type":"block_actions","trigger_id":%q,"team":{"id":"T1","domain":"acme"},"user":{"id":%q},"channel":{"id":%q},
		"response_url":%q,"actions":[{"type":"button","block_id":"b","action_id":%q,"value":%q}]%s}`, id, user, channel, testHook, action, value, strings.Join(more, ""))
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
