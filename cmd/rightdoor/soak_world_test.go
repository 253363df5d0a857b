package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rightdoor/bot"
	"rightdoor/internal/alert"
	"rightdoor/internal/playground"
	"rightdoor/internal/store"
	"rightdoor/models"
	"rightdoor/scoring"
)

// ground is what outlives every process of a soak: Slack, which is in the
// test's own process, the database, and a recorder that makes companies cross.
type ground struct {
	*testing.T
	slack     *playground.Playground
	watch     *watch
	address   string // of the database
	store     *store.Store
	workspace int64
	channels  []string
	crossed   int // companies so far
}

// The sizes that qualify: a channel hears of its own span of them.
const (
	smallest = 100
	span     = 10
)

// newGround makes a workspace with channels, each of which listens to its own
// companies; change says what else of a subscription is different.
func newGround(t *testing.T, address string, channels int, now func() time.Time, change func(n int, sub *models.Subscription)) *ground {
	t.Helper()
	g := &ground{T: t, address: address, watch: &watch{ends: map[string]map[string]int{}}}
	for n := range channels {
		g.channels = append(g.channels, fmt.Sprintf("C0SOAK%03d", n))
	}
	g.slack = g.openSlack(now)
	g.store = g.openStore(now)
	var err error
	if g.workspace, err = g.store.TeamWorkspace(t.Context(), playground.TeamID, "soak"); err != nil {
		t.Fatal(err)
	}
	version := models.ICPVersion{CutOff: 65, Tiers: scoring.DefaultTiers(), Criteria: []scoring.Criterion{{
		Attribute: scoring.Employees, Operator: scoring.AtLeast, Value: scoring.OfRange(smallest, 1e9), Mode: scoring.Must, Weight: 1,
	}}}
	g.record(models.NewVersion{Name: "Soaked", Publish: true, Version: version})
	g.record(company("before", 1)) // or what comes first would be a first import
	if _, err := g.store.Rescore(t.Context(), g.workspace); err != nil {
		t.Fatal(err)
	}
	for n := range channels {
		g.subscribe(n, change)
	}
	return g
}

func (g *ground) openSlack(now func() time.Time) *playground.Playground {
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	c := playground.Config{Token: testToken, Secret: testSecret, Address: server.URL, Scopes: bot.Scopes, Now: now}
	for _, id := range g.channels {
		c.Rooms = append(c.Rooms, playground.Room{ID: id, Name: strings.ToLower(id)})
	}
	slack := playground.New(c)
	mux.Handle("/", slack)
	slack.Meddle(g.watch.meddle)
	g.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		slack.Close()
	})
	return slack
}

// openStore opens the database for the recorder, which wakes the processes as
// an import does.
func (g *ground) openStore(now func() time.Time) *store.Store {
	g.Helper()
	s, err := store.Open(g.Context(), g.address)
	if err != nil {
		g.Fatal(err)
	}
	g.Cleanup(func() { _ = s.Close() })
	if now != nil {
		s.Now = g.slack.Now
	}
	jobs, err := alert.OpenJobs(g.Context(), s, slog.New(slog.DiscardHandler), "recorder")
	if err != nil {
		g.Fatal(err)
	}
	s.Enqueue = jobs.Enqueue
	return s
}

func (g *ground) subscribe(n int, change func(int, *models.Subscription)) {
	g.Helper()
	from := float64(smallest + n*span)
	sub := models.Subscription{Channel: g.channels[n], Creator: playground.Manager, Filter: []scoring.Criterion{{
		Attribute: scoring.Employees, Operator: scoring.Between, Value: scoring.OfRange(from, from+span-1), Mode: scoring.Must,
	}}}
	if change != nil {
		change(n, &sub)
	}
	if _, err := g.store.Subscribe(g.Context(), g.workspace, sub); err != nil {
		g.Fatal(err)
	}
}

// company is what a file says of a company of some size.
func company(name string, employees int) models.Change {
	return models.AccountFacts{
		Company: models.Company{Name: "Soak " + name, Domain: name + ".example"}, Source: "soak",
		Observed: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		Facts:    []models.Said{{Attribute: scoring.Employees, Value: scoring.OfNumber(float64(employees))}},
	}
}

// record records, as often as it takes: whoever imports tries again, too, and
// what was taken in the first time is nothing new.
func (g *ground) record(changes ...models.Change) {
	g.Helper()
	var err error
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if _, err = g.store.Record(g.Context(), g.workspace, changes); err == nil {
			return
		}
	}
	g.Fatal(err)
}

// cross makes some companies cross at once, each for the next channel.
func (g *ground) cross(companies int) {
	g.Helper()
	var changes []models.Change
	for range companies {
		changes = append(changes, company(fmt.Sprintf("number%05d", g.crossed), smallest+g.crossed%len(g.channels)*span))
		g.crossed++
	}
	g.record(changes...)
}

// drained waits until nothing is due any more.
func (g *ground) drained(within time.Duration) time.Duration {
	g.Helper()
	start := time.Now()
	var b models.Backlog
	var err error
	for time.Since(start) < within {
		if b, err = g.store.Backlog(g.Context()); err == nil && b.Due == 0 {
			return time.Since(start)
		}
		time.Sleep(100 * time.Millisecond)
	}
	g.Errorf("after %v there is still due: %+v, %v; %s", within, b, err, g.watch)
	return within
}

// alertOf is the number of the alert that a message is the post of, 0 for
// none.
func alertOf(m playground.Message) int64 {
	var metadata struct {
		Type    string `json:"event_type"`
		Payload struct {
			ID string `json:"id"`
		} `json:"event_payload"`
	}
	if json.Unmarshal(m.Metadata, &metadata) != nil || metadata.Type != "rightdoor_alert" || m.Thread != "" {
		return 0
	}
	id, _ := strconv.ParseInt(metadata.Payload.ID, 10, 64)
	return id
}

// posts are the posts of alerts in a channel, the oldest first.
func (g *ground) posts(channel string) []playground.Message {
	var posts []playground.Message
	for _, m := range g.slack.Messages(channel, playground.Manager) {
		if alertOf(m) != 0 {
			posts = append(posts, m)
		}
	}
	return posts
}

// numbered matches the name of a company in a post.
var numbered = regexp.MustCompile(`number\d{5}`)

// once holds the property of all soaks: every company that crossed stands in
// its channel once, by itself or in a digest, and nothing else does, in the
// order of the rows unless one was due later. It gives the number of posts.
func (g *ground) once() int {
	g.Helper()
	alerts, err := g.store.Alerts(g.Context(), g.workspace, 0)
	if err != nil {
		g.Fatal(err)
	}
	rows := map[int64]models.Alert{}
	for _, a := range alerts {
		rows[a.ID] = a
	}
	posted, total := map[int64]int{}, 0
	named := map[string]int{}
	for _, channel := range g.channels {
		var last models.Alert
		for _, m := range g.posts(channel) {
			id := alertOf(m)
			if a := rows[id]; a.ID <= last.ID && !a.DueAt.After(last.DueAt) {
				g.Errorf("alert %d stands in %s after %d", id, channel, last.ID)
			}
			last = rows[id]
			posted[id]++
			total++
			if name := numbered.FindString(m.Text); name != "" {
				named[name]++
			}
		}
	}
	g.everyAlert(alerts, posted)
	for company, times := range named {
		if times > 1 {
			g.Errorf("%s is told of %d times", company, times)
		}
	}
	if len(posted) != total {
		g.Errorf("%d posts of %d alerts", total, len(posted))
	}
	return total
}

// everyAlert holds that each row was posted once, or is listed in one that
// was, and that each company has one.
func (g *ground) everyAlert(alerts []models.Alert, posted map[int64]int) {
	g.Helper()
	companies, posts := map[string]int{}, 0
	for _, a := range alerts {
		if a.Kind == models.OneAccount {
			companies[a.AccountKey]++
		}
		want := 1
		if a.State == models.AlertDigested {
			want = 0
			if posted[a.DigestID] != 1 {
				g.Errorf("alert %d of %s is listed in %d, which was posted %d times", a.ID, a.AccountKey, a.DigestID, posted[a.DigestID])
			}
		}
		if posted[a.ID] != want {
			g.Errorf("alert %d of %s, %s after %d attempts (%s), stands in %s %d times, want %d",
				a.ID, a.AccountKey, a.State, a.Attempts, a.LastError, a.Channel, posted[a.ID], want)
		}
		posts += want
	}
	if len(companies) != g.crossed || posts != len(posted) {
		g.Errorf("%d companies crossed, %d have an alert; %d of %d posts are known", g.crossed, len(companies), posts, len(posted))
	}
	for company, alerts := range companies {
		if alerts != 1 {
			g.Errorf("%s has %d alerts, want 1", company, alerts)
		}
	}
}

// watch stands between the processes and Slack: it counts how calls end, and
// makes some of them fail.
type watch struct {
	faults atomic.Bool

	mu   sync.Mutex
	ends map[string]map[string]int // by method: the status, or what became of the call
}

func (w *watch) note(method, end string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ends[method] == nil {
		w.ends[method] = map[string]int{}
	}
	w.ends[method][end]++
}

// count tells how often calls of a method ended so.
func (w *watch) count(method, end string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ends[method][end]
}

// String lists how calls ended.
func (w *watch) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	text, _ := json.Marshal(w.ends)
	return string(text)
}

// failure is a way in which a call fails.
type failure struct {
	name     string
	thousand int  // of so many calls
	done     bool // it did what it was for before
	fail     http.HandlerFunc
}

func (f failure) answer(answer http.HandlerFunc) http.HandlerFunc {
	if !f.done {
		return f.fail
	}
	return func(w http.ResponseWriter, r *http.Request) {
		answer(httptest.NewRecorder(), r)
		f.fail(w, r)
	}
}

var failures = []failure{
	{"made 429", 60, false, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
	}},
	{"made 500", 40, false, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }},
	{"500, lost", 40, true, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }},
	{"reset", 40, false, reset},
	{"reset, lost", 40, true, reset},
	{"time-out", 5, false, hang},
	{"time-out, lost", 5, true, hang},
}

// reset breaks the connection without a word.
func reset(w http.ResponseWriter, _ *http.Request) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		panic(http.ErrAbortHandler)
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// hang answers nothing for longer than anybody waits.
func hang(_ http.ResponseWriter, r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-time.After(20 * time.Second):
	}
}

func (w *watch) meddle(method string, answer http.HandlerFunc) http.HandlerFunc {
	if w.faults.Load() && method != "auth.test" {
		dice := rand.IntN(1000)
		for _, f := range failures {
			if dice -= f.thousand; dice < 0 {
				w.note(method, f.name)
				return f.answer(answer)
			}
		}
	}
	return func(to http.ResponseWriter, r *http.Request) {
		seen := &statusSeen{ResponseWriter: to}
		answer(seen, r)
		w.note(method, strconv.Itoa(seen.status))
	}
}

// statusSeen is a writer that remembers the status.
type statusSeen struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers it.
func (s *statusSeen) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}
