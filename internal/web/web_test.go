package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/mux"
)

// database is a Pinger that does what the test says.
type database func(context.Context) error

func (d database) Ping(ctx context.Context) error { return d(ctx) }

func up(context.Context) error { return nil }

func down(context.Context) error { return errors.New("dial tcp 10.0.0.7:5432: password of app") }

func hanging(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func silent() *slog.Logger { return slog.New(slog.DiscardHandler) }

func connected() string { return "" }

func newWeb(d database, slack func() string) *Web {
	return New(Config{Database: d, Slack: slack, Commands: []string{"fit", "icp publish"}, Log: silent()})
}

func get(t *testing.T, w *Web, path string) (int, string) {
	t.Helper()
	router := mux.NewRouter()
	w.Routes(router)
	recorder := httptest.NewRecorder()
	router.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, path, nil))
	return recorder.Code, recorder.Body.String()
}

func TestHealthAndReadiness(t *testing.T) {
	removed := func() string { return "The app was removed." }
	for _, c := range []struct {
		what     string
		path     string
		database database
		slack    func() string
		status   int
		text     string
	}{
		{"alive", "/healthz", up, connected, 200, "ok\n"},
		{"alive without anything", "/healthz", down, removed, 200, "ok\n"},
		{"ready", "/readyz", up, connected, 200, "ready\n"},
		{"no database", "/readyz", down, connected, 503, "The database does not answer.\n"},
		{"no Slack", "/readyz", up, removed, 503, "The app was removed.\n"},
		{"neither", "/readyz", down, removed, 503, "The database does not answer.\nThe app was removed.\n"},
		{"somewhere else", "/", up, connected, 404, "404 page not found\n"},
	} {
		status, text := get(t, newWeb(c.database, c.slack), c.path)
		if status != c.status || text != c.text {
			t.Errorf("%s: GET %s = %d %q, want %d %q", c.what, c.path, status, text, c.status, c.text)
		}
	}
}

func TestReadinessWaitsTwoSecondsAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		status, text := get(t, newWeb(hanging, connected), "/readyz")
		if took := time.Since(start); status != 503 || text != "The database does not answer.\n" || took != pingWithin {
			t.Errorf("GET /readyz = %d %q after %v, want 503 after %v", status, text, took, pingWithin)
		}
	})
}

func TestFigures(t *testing.T) {
	w := newWeb(up, connected)
	w.Answered("fit", "needs data", 7*time.Millisecond)
	w.Answered("fit", "needs data", 20*time.Millisecond)
	w.Answered("icp publish", "answered", 0)
	w.Answered("drop table\n\"accounts\"", "failed", time.Second)
	w.Answered("", "outsider", time.Second)
	w.Refused("signature not accepted")
	w.SlackFailed("chat.postMessage")
	status, text := get(t, w, "/metrics")
	if status != http.StatusOK {
		t.Errorf("GET /metrics = %d, want 200", status)
	}
	for _, line := range []string{
		`rightdoor_requests_total{command="fit",outcome="needs_data"} 2`,
		`rightdoor_requests_total{command="icp publish",outcome="answered"} 1`,
		`rightdoor_requests_total{command="other",outcome="failed"} 1`,
		`rightdoor_requests_total{command="other",outcome="outsider"} 1`,
		`rightdoor_request_seconds_bucket{command="fit",le="0.01"} 1`,
		`rightdoor_request_seconds_count{command="fit"} 2`,
		`rightdoor_request_seconds_count{command="other"} 2`,
		`rightdoor_refused_total{reason="signature_not_accepted"} 1`,
		`rightdoor_slack_errors_total{method="chat.postMessage"} 1`,
		`rightdoor_database_up 1`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("GET /metrics has no line %s", line)
		}
	}
	for _, name := range []string{"go_goroutines", "process_start_time_seconds"} {
		if !strings.Contains(text, "\n"+name+" ") {
			t.Errorf("GET /metrics has no %s", name)
		}
	}
	if _, text := get(t, newWeb(down, connected), "/metrics"); !strings.Contains(text, "rightdoor_database_up 0\n") {
		t.Error("GET /metrics without a database does not say so")
	}
}

func TestRequestIDs(t *testing.T) {
	made := regexp.MustCompile(`^[A-Z2-7]{26}$`)
	for _, c := range []struct {
		given string
		taken bool
	}{
		{"abc-1.2_3", true},
		{strings.Repeat("x", 64), true},
		{strings.Repeat("x", 65), false},
		{"", false},
		{"two words", false},
		{"line\nbreak", false},
		{`{"level":"ERROR"}`, false},
	} {
		var log bytes.Buffer
		logger := slog.New(LogHandler(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))).With("part", "web")
		w := New(Config{Database: database(up), Slack: connected, Log: logger})
		answer := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/x?secret=1", nil)
		r.Header["X-Request-Id"] = []string{c.given}
		w.Handler(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			logger.InfoContext(r.Context(), "Working")
			rw.WriteHeader(http.StatusTeapot)
		})).ServeHTTP(answer, r)
		id := answer.Header().Get("X-Request-Id")
		if c.taken && id != c.given || !c.taken && !made.MatchString(id) {
			t.Errorf("X-Request-Id of %q = %q, want it taken over: %t", c.given, id, c.taken)
		}
		wantRecords(t, &log, id)
	}
}

// wantRecords holds that both records of a request have its id, and the second
// one is that of the access, without the query.
func wantRecords(t *testing.T, log io.Reader, id string) {
	t.Helper()
	type record struct {
		Message   string `json:"msg"`
		Part      string `json:"part"`
		RequestID string `json:"request_id"`
		Path      string `json:"path"`
		Status    int    `json:"status"`
	}
	decoder := json.NewDecoder(log)
	for _, want := range []record{{"Working", "web", id, "", 0}, {"Request", "web", id, "/x", http.StatusTeapot}} {
		var got record
		if err := decoder.Decode(&got); err != nil || got != want {
			t.Errorf("logged %+v, %v, want %+v", got, err, want)
		}
	}
}

func TestRecordsOutsideARequestHaveNoID(t *testing.T) {
	var log bytes.Buffer
	slog.New(LogHandler(slog.NewTextHandler(&log, nil))).WithGroup("g").InfoContext(t.Context(), "Started")
	if strings.Contains(log.String(), "request_id") {
		t.Errorf("logged %q, want no request_id", log.String())
	}
}

// Alerts that are stopped take nothing from the readiness, and are told of.
func TestReadinessTellsOfStoppedAlerts(t *testing.T) {
	for _, c := range []struct {
		figures AlertFigures
		err     error
		want    string
	}{
		{AlertFigures{}, nil, "ready\n"},
		{AlertFigures{Stopped: 2}, nil, "ready\nSubscriptions to alerts that are stopped: 2. `rightdoor alerts` says why.\n"},
		{AlertFigures{Stopped: 2}, errors.New("down"), "ready\n"},
	} {
		w := New(Config{Database: database(up), Slack: connected, Log: silent(), Alerts: func(context.Context) (AlertFigures, error) { return c.figures, c.err }})
		if status, text := get(t, w, "/readyz"); status != 200 || text != c.want {
			t.Errorf("with %+v, %v, /readyz = %d %q, want %q", c.figures, c.err, status, text, c.want)
		}
	}
}

func TestFiguresOfAlerts(t *testing.T) {
	for _, c := range []struct {
		err          error
		want, absent string
	}{
		{nil, "rightdoor_alerts_oldest_seconds 90\n", "nothing"},
		{errors.New("down"), `rightdoor_alerts_total{state="sent"} 3`, "rightdoor_alerts_queued 2"},
	} {
		w := New(Config{Database: database(up), Slack: connected, Log: silent(), Alerts: func(context.Context) (AlertFigures, error) {
			return AlertFigures{Queued: 2, Oldest: 90 * time.Second, Sent: 3}, c.err
		}})
		_, text := get(t, w, "/metrics")
		if !strings.Contains(text, c.want) || strings.Contains(text, c.absent) {
			t.Errorf("with the error %v, /metrics = %q, want %q in it and no %q", c.err, text, c.want, c.absent)
		}
	}
}
