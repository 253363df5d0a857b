package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"rightdoor/bot"
	"rightdoor/internal/pgtest"
	"rightdoor/internal/playground"
)

// The secrets of the tests: none of them may be seen anywhere.
const (
	testToken    = "xoxb-1-abcdefghijklmnop"
	testAppToken = "xapp-1-A1-qrstuvwxyz"
	testSecret   = "8f742231b10e8888abcd99yyyzzz85a5"
	testPassword = "correct%20horse"
)

var testSecrets = []string{testToken, testAppToken, testSecret, testPassword, "correct horse", "abcdefgh", "qrstuvw", "8f742231", "horse"}

func noSecrets(t *testing.T, what, text string) {
	t.Helper()
	for _, s := range testSecrets {
		if strings.Contains(text, s) {
			t.Errorf("%s: %q shows the secret %q", what, text, s)
		}
	}
}

// newSlack is a playground on an address of its own; serve tells it where the
// bot is.
func newSlack(t *testing.T) *playground.Playground {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	slack := playground.New(playground.Config{
		Address: "http://" + server.Listener.Addr().String(), Token: testToken, Secret: testSecret, Scopes: bot.Scopes, Commands: []playground.Command{{Name: "/fit"}},
	})
	server.Config.Handler = slack
	server.Start()
	t.Cleanup(func() { server.Close(); slack.Close() })
	return slack
}

// environ are the settings for a playground over HTTP, with a log of all.
func environ(slack *playground.Playground, more ...string) []string {
	return append([]string{
		"SLACK_BOT_TOKEN=" + testToken, "SLACK_SIGNING_SECRET=" + testSecret, "SLACK_API_URL=" + slack.API(),
		"LISTEN=127.0.0.1:0", "LOG_LEVEL=debug", "DATABASE_URL=" + demoFile,
	}, more...)
}

// holdUsers keeps the next users.info from answering until release is closed;
// asked is told of it.
func holdUsers(slack *playground.Playground) (asked, release chan struct{}) {
	asked, release = make(chan struct{}, 1), make(chan struct{})
	slack.Next("users.info", func(w http.ResponseWriter, _ *http.Request) {
		asked <- struct{}{}
		<-release
		_, _ = io.WriteString(w, `{"ok":true,"user":{"id":"`+playground.Rep+`","team_id":"`+playground.TeamID+`"}}`)
	})
	return asked, release
}

// openSockets has the playground hand out two sockets, and gives Slack's end
// of them.
func openSockets(t *testing.T, slack *playground.Playground) <-chan *websocket.Conn {
	t.Helper()
	opened := make(chan *websocket.Conn, 2)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
		if conn, err := upgrader.Upgrade(w, r, nil); err == nil {
			opened <- conn
		}
	}))
	t.Cleanup(server.Close)
	address := func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"ok":true,"url":"`+strings.Replace(server.URL, "http", "ws", 1)+`/socket"}`)
	}
	slack.Next("apps.connections.open", address, address)
	return opened
}

// soon bounds what is waited for in a test.
const soon = 20 * time.Second

func next[T any](t *testing.T, what string, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(soon):
		t.Fatalf("%s: nothing came within %v", what, soon)
		panic("unreachable")
	}
}

// until tries until it works.
func until(t *testing.T, what string, try func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(soon); time.Now().Before(deadline); <-tick.C {
		if try() {
			return
		}
	}
	t.Fatalf("%s: not within %v", what, soon)
}

// output is a buffer that is written while it is read.
type output struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.all.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.all.String()
}

// serving is `rightdoor serve` at work.
type serving struct {
	t       *testing.T
	slack   *playground.Playground
	address string
	stop    context.CancelFunc // what a signal does
	ended   chan int
	log     *output
}

// serve starts it and waits until Slack knows it.
func serve(t *testing.T, slack *playground.Playground, settings ...string) *serving {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	s := &serving{t: t, slack: slack, stop: cancel, ended: make(chan int, 1), log: &output{}}
	out, told := io.Pipe()
	go func() {
		s.ended <- run(ctx, []string{"serve"}, environ(slack, settings...), strings.NewReader(""), told, s.log)
		_ = told.Close()
	}()
	lines := make(chan string, 10)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	first := next(t, "serve", lines)
	s.address = strings.TrimSuffix(strings.TrimPrefix(first, "Listening on "), ".")
	slack.Bot = "http://" + s.address
	if second := next(t, "serve", lines); !strings.HasPrefix(first, "Listening on 127.0.0.1:") || second != "Connected to DataInsight as rightdoor." {
		t.Fatalf("serve printed %q and %q; %s", first, second, s.log)
	}
	return s
}

// end tells it to stop and wants it to end well, without a secret in its log.
func (s *serving) end() {
	s.t.Helper()
	s.stop()
	s.ends()
}

func (s *serving) ends() {
	s.t.Helper()
	if code := next(s.t, "the end of serve", s.ended); code != 0 {
		s.t.Errorf("serve ended with %d, want 0; %s", code, s.log)
	}
	noSecrets(s.t, "the log of serve", s.log.String())
}

func (s *serving) get(path string) (int, string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, "http://"+s.address+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.do(req)
}

func (s *serving) do(req *http.Request) (int, string) {
	s.t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// post sends a body as Slack does, signed with a secret.
func (s *serving) post(path, body, secret string) (int, string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, "http://"+s.address+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header = playground.Sign(secret, time.Now(), body)
	req.Header.Set("X-Request-Id", "from-the-proxy")
	return s.do(req)
}

// ask has the rep ask for Acme, and waits for the acknowledgement.
func (s *serving) ask() {
	s.t.Helper()
	if err := s.slack.Say(playground.Rep, playground.Sales, "/fit acme.com", ""); err != nil {
		s.t.Fatal(err)
	}
	s.slack.Wait()
}

// wantFit holds that all that was said is the fit of Acme in blocks, and which
// way it came; "" for any: at its first start a program makes tables meanwhile,
// and the answer may take longer than an acknowledgement waits.
func (s *serving) wantFit(way string) {
	s.t.Helper()
	said := s.slack.Posted()
	if len(said) != 1 {
		s.t.Fatalf("Posted = %+v, want one message", said)
	}
	var blocks []map[string]any
	err, m := json.Unmarshal(said[0].Blocks, &blocks), said[0]
	if err != nil || len(blocks) < 2 || !strings.Contains(m.Text, "Acme (prospect, Dana's account) is a fit") || way != "" && m.Way != way || m.To != playground.Rep {
		s.t.Errorf("message = %+v, %v; want the fit of Acme in blocks by %s", m, err, way)
	}
}

// noLeaks holds that a test leaves no goroutine behind.
func noLeaks(t *testing.T) {
	t.Helper()
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		goleak.VerifyNone(t, before)
	})
}

func TestServeOverHTTP(t *testing.T) {
	noLeaks(t)
	demoFolder(t)
	s := serve(t, newSlack(t))
	s.ask()
	until(t, "an answer", func() bool { return len(s.slack.Posted()) > 0 })
	s.wantFit("")
	if status, answer := s.post("/slack/commands", "command=%2Ffit&text=acme.com", "another secret"); status != http.StatusUnauthorized || answer != "" {
		t.Errorf("wrongly signed: %d %q, want 401 and nothing", status, answer)
	}
	says(t, s.log.String(), `"msg":"Request refused"`, `"request_id":"from-the-proxy"`, `"path":"/slack/commands","status":200`)
	_, figures := s.get("/metrics")
	says(t, figures, `rightdoor_requests_total{command="fit",outcome="fit"} 1`, `rightdoor_refused_total{reason="signature_not_accepted"} 1`, "rightdoor_database_up 1")
	rightdoorWith(t, []string{"LISTEN=" + s.address}, "", "health").want(t, 0, "ready")
	s.end()
	rightdoorWith(t, []string{"LISTEN=" + s.address}, "", "health").want(t, exitUnavailable, "Start `rightdoor serve`")
}

func TestServeFinishesTheAnswerInHand(t *testing.T) {
	noLeaks(t)
	demoFolder(t)
	slack := newSlack(t)
	_, release := holdUsers(slack)
	s := serve(t, slack)
	s.ask()
	if ack := slack.Exchanges("/slack/commands")[0].Response; ack == nil || ack.Status != http.StatusOK || ack.Body != "" {
		t.Errorf("/fit is acknowledged with %+v, want it acknowledged alone", ack)
	}
	s.stop()
	until(t, "no more is accepted", func() bool {
		conn, err := net.Dial("tcp", s.address)
		if err == nil {
			_ = conn.Close()
		}
		return err != nil
	})
	select {
	case code := <-s.ended:
		t.Fatalf("serve ended with %d before its answer was given", code)
	default:
	}
	close(release)
	s.ends()
	s.wantFit("response_url")
}

func TestServeTellsThatItWasRemoved(t *testing.T) {
	noLeaks(t)
	demoFolder(t)
	s := serve(t, newSlack(t))
	if status, text := s.get("/readyz"); status != http.StatusOK || text != "ready\n" {
		t.Errorf("GET /readyz = %d %q, want 200 ready", status, text)
	}
	s.slack.Event(map[string]any{"type": "app_uninstalled"})
	s.slack.Wait()
	if status, text := s.get("/readyz"); status != http.StatusServiceUnavailable || !strings.HasPrefix(text, "The app was removed from Slack") {
		t.Errorf("GET /readyz after app_uninstalled = %d %q, want 503 and why", status, text)
	}
	if status, _ := s.get("/healthz"); status != http.StatusOK {
		t.Errorf("GET /healthz after app_uninstalled = %d, want 200", status)
	}
	s.end()
}

func TestReadinessFollowsTheDatabase(t *testing.T) {
	server, err := pgtest.Start("fsync=off")
	if err != nil {
		t.Skipf("no PostgreSQL: %v", err)
	}
	defer server.Close()
	folder(t)
	s := serve(t, newSlack(t), "DATABASE_URL="+server.URL())
	for _, step := range []struct {
		do     func() error
		status int
		text   string
		figure string
	}{
		{func() error { return nil }, http.StatusOK, "ready\n", "rightdoor_database_up 1"},
		{func() error { server.Stop(); return nil }, http.StatusServiceUnavailable, "The database does not answer.\n", "rightdoor_database_up 0"},
		{func() error { return server.Run("fsync=off") }, http.StatusOK, "ready\n", "rightdoor_database_up 1"},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		until(t, "readiness "+step.text, func() bool {
			status, text := s.get("/readyz")
			return status == step.status && text == step.text
		})
		_, figures := s.get("/metrics")
		says(t, figures, step.figure)
	}
	s.end()
}

func TestServeOverSockets(t *testing.T) {
	noLeaks(t)
	demoFolder(t)
	slack := newSlack(t)
	sockets := openSockets(t, slack)
	asked, release := holdUsers(slack)
	s := serve(t, slack, "SLACK_SIGNING_SECRET=", "SLACK_APP_TOKEN="+testAppToken)
	one, two := next(t, "a socket", sockets), next(t, "another socket", sockets)
	defer func() { _, _ = one.Close(), two.Close() }()
	if status, _ := s.post("/slack/commands", "command=%2Ffit&text=acme.com", testSecret); status != http.StatusNotFound {
		t.Errorf("POST /slack/commands in Socket Mode = %d, want 404", status)
	}
	envelope := map[string]any{"type": "slash_commands", "envelope_id": "N1", "accepts_response_payload": true, "payload": map[string]any{
		"command": "/fit", "text": "acme.com", "team_id": playground.TeamID, "user_id": playground.Rep, "channel_id": playground.Sales, "trigger_id": "1",
		"response_url": slack.NewHook(playground.Rep, playground.Sales),
	}}
	if err := one.WriteJSON(envelope); err != nil {
		t.Fatal(err)
	}
	next(t, "the question after the person", asked)
	s.stop()
	close(release)
	s.ends()
	s.wantFit("response_url")
}

// TestGrace holds that the time to finish in begins with the signal.
func TestGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, signal := context.WithCancel(t.Context())
		grace, stop := graceAfter(ctx)
		defer stop()
		time.Sleep(time.Hour) // of the bubble's clock
		if grace.Err() != nil {
			t.Error("grace ended without a signal")
		}
		signalled := time.Now()
		signal()
		<-grace.Done()
		if took := time.Since(signalled); took != stopWithin {
			t.Errorf("grace took %v, want %v", took, stopWithin)
		}
	})
}

// TestServeDoesNotStart has what keeps it from starting.
func TestServeDoesNotStart(t *testing.T) {
	demoFolder(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	refusing := newSlack(t)
	refusing.Token = "xoxb-another"
	for _, c := range []struct {
		code    int
		text    string
		environ []string
	}{
		{exitUnavailable, "Slack does not accept SLACK_BOT_TOKEN", environ(refusing)},
		{exitFailed, "Nobody can listen on " + taken.Addr().String(), environ(refusing, "LISTEN="+taken.Addr().String())},
		{exitUnavailable, "The database does not answer", environ(refusing, "DATABASE_URL=postgres://app:"+testPassword+"@127.0.0.1:1/none")},
		{exitUsage, "DATABASE_URL cannot be read", environ(refusing, "DATABASE_URL=postgres://app:"+testPassword+"@127.0.0.1:1/none?sslmode=horse")},
		{exitUsage, "Slack is not connected", nil},
	} {
		r := rightdoorWith(t, c.environ, "", "serve")
		r.want(t, c.code, c.text)
		noSecrets(t, c.text, strings.ReplaceAll(r.out+r.errs, "sslmode=horse", ""))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out bytes.Buffer
	if code := run(ctx, []string{"serve"}, environ(refusing), strings.NewReader(""), &out, &out); code != 0 {
		t.Errorf("serve stopped before it has started: exit code %d, %s; want 0", code, &out)
	}
}

// TestSettingsNeverShowSecrets has secrets in the right and the wrong places.
func TestSettingsNeverShowSecrets(t *testing.T) {
	demoFolder(t)
	write(t, "token", testToken+"\n")
	write(t, "empty", "")
	for _, c := range []struct {
		text    string
		environ []string
	}{
		{"SLACK_BOT_TOKEN alone", []string{"SLACK_BOT_TOKEN=" + testToken}},
		{"SLACK_BOT_TOKEN alone", []string{"SLACK_BOT_TOKEN_FILE=token"}},
		{"SLACK_BOT_TOKEN is missing", []string{"SLACK_SIGNING_SECRET=" + testSecret}},
		{"SLACK_BOT_TOKEN is missing", []string{"SLACK_APP_TOKEN=" + testAppToken}},
		{"not both", []string{"SLACK_BOT_TOKEN=" + testToken, "SLACK_APP_TOKEN=" + testAppToken, "SLACK_SIGNING_SECRET=" + testSecret}},
		{"is not a bot token", []string{"SLACK_BOT_TOKEN=" + testSecret, "SLACK_SIGNING_SECRET=" + testToken}},
		{"is not an app-level token", []string{"SLACK_BOT_TOKEN=" + testToken, "SLACK_APP_TOKEN=" + testSecret}},
		{"is not a signing secret", []string{"SLACK_BOT_TOKEN=" + testToken, "SLACK_SIGNING_SECRET=" + testAppToken}},
		{"are both set", []string{"SLACK_BOT_TOKEN=" + testToken, "SLACK_BOT_TOKEN_FILE=token"}},
		{"is not there", []string{"SLACK_BOT_TOKEN_FILE=" + testToken}},
		{"is empty", []string{"SLACK_SIGNING_SECRET_FILE=empty", "SLACK_BOT_TOKEN=" + testToken}},
		{"LISTEN is no address", []string{"LISTEN=" + testSecret}},
		{"LOG_LEVEL is not known", []string{"LOG_LEVEL=" + testToken}},
		{"LOG_FORMAT is not known", []string{"LOG_FORMAT=" + testToken}},
		{"SLACK_API_URL is no address", []string{"SLACK_API_URL=" + testToken}},
		{"DATABASE_URL is neither", []string{"DATABASE_URL=mysql://app:" + testPassword + "@db/x"}},
	} {
		served := rightdoorWith(t, c.environ, "", "serve")
		served.want(t, exitUsage, c.text)
		shown := rightdoorWith(t, c.environ, "", "config")
		noSecrets(t, strings.Join(c.environ, " "), served.out+served.errs+shown.out+shown.errs)
	}
}

func TestConfig(t *testing.T) {
	folder(t)
	write(t, "token", testToken+"\n")
	r := rightdoorWith(t, []string{
		"SLACK_BOT_TOKEN_FILE=token", "SLACK_APP_TOKEN=" + testAppToken, "DATABASE_URL=postgres://app:" + testPassword + "@db/rightdoor", "MANAGERS=U1,U2",
	}, "", "config")
	want := `DATABASE_URL          postgres://app:***@db/rightdoor  (environment)
MANAGERS              U1, U2  (environment)
SLACK_BOT_TOKEN       set, 23 characters  (file)
SLACK_SIGNING_SECRET  not set  (default)
SLACK_APP_TOKEN       set, 20 characters  (environment)
SLACK_API_URL         not set  (default)
LISTEN                :8080  (default)
LOG_LEVEL             info  (default)
LOG_FORMAT            json  (default)
`
	if r.code != 0 || r.out != want {
		t.Errorf("config: exit code %d, %q; want %q", r.code, r.out+r.errs, want)
	}
}

func TestManifest(t *testing.T) {
	says(t, must(t, "manifest"), `"socket_mode_enabled": true`, `"/whom"`)
	says(t, must(t, "manifest", "--url", "https://rightdoor.example.com/"), `"https://rightdoor.example.com/slack/commands"`)
	rightdoor(t, "manifest", "--url", "http://rightdoor.example.com").want(t, exitUsage, "no public address")
}
