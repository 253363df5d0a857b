package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack/socketmode"
	"go.uber.org/goleak"

	"rightdoor/commands"
	"rightdoor/internal/fault"
	"rightdoor/internal/playground"
)

// sockets is Slack's end of Socket Mode.
type sockets struct {
	*httptest.Server
	slack  *playground.Playground
	opened chan *socket
	mu     sync.Mutex
	all    []*socket
	acks   chan ack
}

// socket is one connection.
type socket struct {
	*websocket.Conn
	slack *playground.Playground
	mu    sync.Mutex
}

// ack is an acknowledgement that came over a connection.
type ack struct {
	on       *socket
	Envelope string          `json:"envelope_id"`
	Payload  json.RawMessage `json:"payload"`
	size     int
}

// newSockets opens Slack's end, and makes the playground hand out its address.
func newSockets(t testing.TB, slack *playground.Playground) *sockets {
	t.Helper()
	k := &sockets{slack: slack, opened: make(chan *socket, 10_000), acks: make(chan ack, 100_000)}
	k.Server = httptest.NewServer(k)
	t.Cleanup(k.Server.Close)
	address := "ws" + strings.TrimPrefix(k.URL, "http") + "/?ticket=secret"
	slack.Next("apps.connections.open", times(10_000, says(fmt.Sprintf(`{"ok":true,"url":%q}`, address)))...)
	return k
}

var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

func (k *sockets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s := &socket{Conn: conn, slack: k.slack}
	k.mu.Lock()
	k.all = append(k.all, s)
	k.mu.Unlock()
	s.say(`{"type":"hello","num_connections":1}`)
	k.opened <- s
	defer func() { _ = conn.Close() }()
	for {
		_, text, err := conn.ReadMessage()
		if err != nil {
			return
		}
		a := ack{on: s, size: len(text)}
		if json.Unmarshal(text, &a) == nil {
			k.acks <- a
		}
	}
}

// say sends a frame.
func (s *socket) say(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.WriteMessage(websocket.TextMessage, []byte(text))
}

// ask sends a slash command in an envelope of the same id.
func (s *socket) ask(id, text string) {
	payload, _ := json.Marshal(map[string]string{
		"team_id": playground.TeamID, "channel_id": "C1", "user_id": "U1", "command": "/fit", "text": text, "trigger_id": id, "response_url": s.slack.NewHook("U1", "C1"),
	})
	s.envelope(id, "slash_commands", string(payload))
}

func (s *socket) envelope(id, kind, payload string) {
	s.say(fmt.Sprintf(`{"type":%q,"envelope_id":%q,"accepts_response_payload":true,"payload":%s}`, kind, id, payload))
}

const patience = 20 * time.Second

func (k *sockets) next(t testing.TB) *socket {
	t.Helper()
	select {
	case s := <-k.opened:
		return s
	case <-time.After(patience):
		t.Fatal("no connection is opened")
		return nil
	}
}

func (k *sockets) acked(t testing.TB, envelope string) ack {
	t.Helper()
	select {
	case a := <-k.acks:
		if a.Envelope != envelope {
			t.Errorf("acknowledged %q, want %q", a.Envelope, envelope)
		}
		return a
	case <-time.After(patience):
		t.Fatalf("%s is not acknowledged", envelope)
		return ack{}
	}
}

// until waits for what other goroutines bring about.
func until(t testing.TB, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !done(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("still not: %s", what)
		}
	}
}

// listening is a Bot on Socket Mode; stop ends it and gives its error.
func listening(t testing.TB, r Runner, change ...func(*Config)) (b *testBot, k *sockets, stop func() error) {
	t.Helper()
	b = newTestBot(t, r, change...)
	k = newSockets(t, b.slack)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Socket(ctx) }()
	return b, k, func() error {
		cancel()
		select {
		case err := <-ended:
			b.settle()
			return err
		case <-time.After(patience):
			return errors.New("the socket does not end with its context")
		}
	}
}

func TestSocketMode(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	b, k, stop := listening(t, echoes())
	defer k.Server.Close()
	first, second := k.next(t), k.next(t)

	first.ask("e1", "acme.com")
	if m := acked(t, string(k.acked(t, "e1").Payload)); m.Text != "You asked /fit acme.com" || m.ResponseType != "ephemeral" {
		t.Errorf("a slash command is acknowledged with %+v", m)
	}
	second.ask("e2", "globex.com")
	if a := k.acked(t, "e2"); a.on != second {
		t.Error("an envelope of the second connection is acknowledged on the first")
	}
	first.ask("e1", "acme.com")
	if a := k.acked(t, "e1"); len(a.Payload) > 0 {
		t.Errorf("a replay is answered: %s", a.Payload)
	}
	first.envelope("e3", "events_api", eventBody("Ev1", mentioned))
	k.acked(t, "e3")
	second.envelope("e4", "events_api", eventBody("Ev1", mentioned))
	k.acked(t, "e4")
	first.envelope("e5", "interactive", whyPressed(b.hook(), "t5"))
	k.acked(t, "e5")
	until(t, "two posts", func() bool { return len(b.posts()) == 2 })
	if len(b.posts("response_url")) != 1 || len(b.posts("chat.postEphemeral")) != 1 {
		t.Errorf("posts = %v, want the event's and the button's", b.posts())
	}
	if err := stop(); err != nil {
		t.Errorf("Socket = %v, want nil when its context ends", err)
	}
}

func TestWhatTheSocketDoesNotKnowIsAcknowledged(t *testing.T) {
	b, k, stop := listening(t, echoes())
	s := k.next(t)
	for i, c := range []struct{ kind, payload, log string }{
		{"options_of_tomorrow", `{}`, "Envelope not understood"},
		{"events_api", eventBody("Ev1", `{"type":"event_of_tomorrow"}`), "Event not handled"},
		{"events_api", `"x"`, "Event not understood"},
		{"slash_commands", `[]`, "Envelope not understood"},
		{"interactive", `[]`, "not understood"},
	} {
		id := fmt.Sprint("e", i)
		s.envelope(id, c.kind, c.payload)
		k.acked(t, id)
		until(t, c.log, func() bool { return strings.Contains(b.log.String(), c.log) })
	}
	for _, text := range []string{`{"type":`, `[]`, `{}`, `{"type":"x"}`, "\x00"} {
		s.say(text)
	}
	s.ask("last", "acme.com")
	k.acked(t, "last")
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// TestALargeAnswerGoesOverTheResponseURL: Slack drops an acknowledgement of 20
// kB without a word.
func TestALargeAnswerGoesOverTheResponseURL(t *testing.T) {
	b, k, stop := listening(t, fakeRunner{commands.New(nil), func(_ context.Context, r commands.Request) (commands.Reply, error) {
		var n int
		_, _ = fmt.Sscan(strings.TrimPrefix(r.Text, "/fit "), &n)
		text := strings.Repeat(strings.Repeat("█", 500)+"\n", n)
		return commands.Reply{Command: "fit", View: textView(text)}, nil
	}})
	s := k.next(t)
	for lines := 1; lines < 30; lines++ {
		id := fmt.Sprint("e", lines)
		before := len(b.posts("response_url"))
		s.ask(id, fmt.Sprint(lines))
		a := k.acked(t, id)
		if a.size >= 20_000 {
			t.Errorf("%d lines are acknowledged with %d bytes", lines, a.size)
		}
		if len(a.Payload) == 0 {
			until(t, "the answer over the response_url", func() bool { return len(b.posts("response_url")) == before+1 })
		}
	}
	if err := stop(); err != nil || len(b.posts("response_url")) == 0 || len(b.posts("response_url")) == 29 {
		t.Errorf("%v, %d of 29 over the response_url, want some", err, len(b.posts("response_url")))
	}
}

func TestADisconnectIsFollowedByANewConnection(t *testing.T) {
	_, k, stop := listening(t, echoes())
	first, second := k.next(t), k.next(t)
	first.say(`{"type":"disconnect","reason":"refresh_requested"}`)
	second.ask("e1", "acme.com")
	if m := acked(t, string(k.acked(t, "e1").Payload)); m.Text == "" {
		t.Error("the other connection takes nothing")
	}
	third := k.next(t)
	third.ask("e2", "acme.com")
	if a := k.acked(t, "e2"); a.on != third {
		t.Error("the new connection's envelope is acknowledged elsewhere")
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// TestAnAnswerWhoseConnectionIsGone goes over the response_url: an
// acknowledgement on another connection is nobody's.
func TestAnAnswerWhoseConnectionIsGone(t *testing.T) {
	asked, release := make(chan bool, 1), make(chan bool)
	b, k, stop := listening(t, fakeRunner{commands.New(nil), func(ctx context.Context, r commands.Request) (commands.Reply, error) {
		asked <- true
		<-release
		return echo(ctx, r)
	}})
	first, _ := k.next(t), k.next(t)
	first.ask("e1", "acme.com")
	<-asked
	_ = first.Close()
	k.next(t)
	close(release)
	until(t, "the answer", func() bool { return len(b.posts("response_url")) == 1 })
	if err := stop(); err != nil || len(b.posts("response_url")) != 1 {
		t.Errorf("%v, posts = %v, want one", err, b.posts())
	}
}

// TestAnAnswerWhenTheProgramEnds is not lost either.
func TestAnAnswerWhenTheProgramEnds(t *testing.T) {
	asked, release := make(chan bool, 1), make(chan bool)
	b, k, stop := listening(t, fakeRunner{commands.New(nil), func(ctx context.Context, r commands.Request) (commands.Reply, error) {
		asked <- true
		<-release
		return echo(ctx, r)
	}})
	first, _ := k.next(t), k.next(t)
	first.ask("e1", "acme.com")
	<-asked
	time.AfterFunc(50*time.Millisecond, func() { close(release) })
	if err := stop(); err != nil || len(b.posts("response_url")) != 1 {
		t.Errorf("%v, posts = %v, want one", err, b.posts())
	}
}

func TestAnAcknowledgementThatCouldNotBeWritten(t *testing.T) {
	b := newTestBot(t, echoes())
	m := plainMessage("x")
	lost := spoken{m.hook(), func() { _ = b.postHook(context.Background(), b.hook(), m) }}
	for _, payload := range []any{nil, lost} {
		failed := &socketmode.ErrorWriteFailed{Cause: errors.New("broken pipe"), Response: &socketmode.Response{EnvelopeID: "e1", Payload: payload}}
		_ = b.received(t.Context(), &link{}, socketmode.Event{Type: socketmode.EventTypeErrorWriteFailed, Data: failed})
	}
	if b.settle(); len(b.posts("response_url")) != 1 {
		t.Errorf("posts = %v, want the message that was lost", b.posts())
	}
}

// TestSocketModeSwitchedOff: Slack lets the bot in and closes at once, for
// ever. That is said, and not a hundred times.
func TestSocketModeSwitchedOff(t *testing.T) {
	b, k, stop := listening(t, echoes())
	done := make(chan struct{})
	go func() {
		for {
			select {
			case s := <-k.opened:
				s.say(`{"type":"disconnect","reason":"link_disabled"}`)
			case <-done:
				return
			}
		}
	}()
	const raised = "Socket Mode may be switched off"
	until(t, raised, func() bool { return strings.Count(b.log.String(), raised) == connections })
	if err := stop(); err != nil {
		t.Error(err)
	}
	close(done)
	// The library does not wait for the bot: of the 50 events that it queues, each
	// connection has two at least.
	k.mu.Lock()
	defer k.mu.Unlock()
	if n, most := len(k.all), connections*(restlessCount+25); n > most {
		t.Errorf("%d connections were opened, want at most %d", n, most)
	}
}

func TestATokenThatSlackRefusesEndsTheSocket(t *testing.T) {
	b := newTestBot(t, echoes())
	b.slack.Next("apps.connections.open", times(2, refuses("invalid_auth"))...)
	err := b.Socket(t.Context())
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(fault.Message(err), "SLACK_APP_TOKEN") {
		t.Errorf("Socket = %v, want a sentence about the token", err)
	}
	checkSecrets(t, fmt.Sprint(err))
}

// TestTroubleWithTheSocketIsLoggedWithItsReason: and without its address.
func TestTroubleWithTheSocketIsLoggedWithItsReason(t *testing.T) {
	b := newTestBot(t, echoes())
	b.slack.Next("apps.connections.open", refuses("missing_scope"), says(`{"ok":true,"url":"ws://127.0.0.1:1/?ticket=secret"}`))
	k := newSockets(t, b.slack)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- b.Socket(ctx) }()
	k.next(t)
	k.next(t)
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if log := b.log.String(); !strings.Contains(log, "missing_scope") || !strings.Contains(log, "refused") {
		t.Errorf("log = %q, want why", log)
	}
}
