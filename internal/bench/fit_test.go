package bench

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/mux"
	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"rightdoor/bot"
	"rightdoor/commands"
	"rightdoor/internal/pgtest"
	"rightdoor/internal/store"
	"rightdoor/internal/targeting"
)

// The variables that set how much is stored and how long is measured.
const (
	accountsVariable = "RIGHTDOOR_BENCH_ACCOUNTS"
	secondsVariable  = "RIGHTDOOR_BENCH_SECONDS"
)

func setting(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

const benchSecret = "a secret of the bench"

// numbers gives the rows 1 to n in each database's SQL.
var numbers = map[string]string{
	"postgres": "SELECT g FROM generate_series(1, %d) AS t(g)",
	"sqlite":   "WITH RECURSIVE t(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM t WHERE g < %d) SELECT g FROM t",
}

// fill puts n accounts and three contacts for each into a workspace, past the
// program: a million rows by the ordinary way are measured elsewhere.
func fill(t testing.TB, url string, workspace int64, n int) {
	t.Helper()
	kind, dialector := "sqlite", sqlite.New(sqlite.Config{DriverName: "sqlite", DSN: "file:" + url})
	if strings.HasPrefix(url, "postgres") {
		kind = "postgres"
	}
	var db *gorm.DB
	var err error
	if kind == "postgres" {
		db, err = gorm.Open(postgres.Open(url))
	} else {
		db, err = gorm.Open(dialector)
	}
	if err != nil {
		t.Fatal(err)
	}
	origins := `[{"source":"bench","observed":"2026-10-01T00:00:00Z","since":1,"facts":["industry","employees","revenue","country","technologies","growth","lifecycle","owner"]}]`
	accounts := fmt.Sprintf(`INSERT INTO accounts (workspace_id, id, revision, name, name_key, domain, industry, employees, revenue, country, technologies, growth, lifecycle, owner, custom, origins)
		SELECT %d, g, 1, 'Company ' || g, 'company' || g, 'company-' || g || '.example', 'e-commerce', CAST(100 + g %% 2000 AS text), '45000000 USD', 'US', 'aws|hubspot', '35', 'prospect', 'Rep', NULL, '%s'
		FROM (`+numbers[kind]+`) AS n`, workspace, origins, n)
	contacts := fmt.Sprintf(`INSERT INTO contacts (workspace_id, id, account_id, key, name, email, title, roles, crm_role, last_activity, observed)
		SELECT %d, %d + 3 * g + k, g, 'p' || k || '@company-' || g || '.example', 'Person ' || k, 'p' || k || '@company-' || g || '.example',
			CASE k WHEN 0 THEN 'CMO' WHEN 1 THEN 'Director of Analytics' ELSE 'Chief Data Officer' END, NULL, '', '2026-10-01 00:00:00+00:00', '2026-10-01 00:00:00+00:00'
		FROM (`+numbers[kind]+`) AS n, (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2) AS three`, workspace, n, n)
	statements := []string{accounts, contacts, fmt.Sprintf("UPDATE workspaces SET sequence = %d WHERE id = %d", 10*n, workspace)}
	if kind == "postgres" {
		statements = append(statements, "ANALYZE")
	}
	for _, statement := range statements {
		if err := db.Exec(statement).Error; err != nil {
			t.Fatal(err)
		}
	}
	if under, err := db.DB(); err == nil {
		_ = under.Close()
	}
}

// quiet is a Meter that counts nothing.
type quiet struct{}

func (quiet) Answered(string, string, time.Duration) {}
func (quiet) Refused(string)                         {}
func (quiet) SlackFailed(string)                     {}

// slackAPI stands in for the few methods of Slack that a slash command needs.
func slackAPI(t testing.TB) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		fmt.Fprintf(w, `{"ok":true,"user":{"id":%q,"team_id":"T1"},"channel":{"id":"C1"}}`, r.Form.Get("user"))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// fitServer is the program's own answer to a signed slash command.
func fitServer(t testing.TB, s *store.Store) *httptest.Server {
	b := bot.New(bot.Config{
		Runner: commands.New(s), Workspaces: s, Meter: quiet{}, Log: slog.New(slog.DiscardHandler),
		Token: "xoxb-bench", Secret: benchSecret, API: slackAPI(t),
	})
	router := mux.NewRouter()
	b.Routes(router)
	server := httptest.NewServer(router)
	t.Cleanup(server.Close)
	return server
}

// floorServer does the least a signed request can: the same router, the same
// signature check, one indexed row by pgx.
func floorServer(t testing.TB, address string, workspace int64) *httptest.Server {
	pool, err := pgxpool.New(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	router := mux.NewRouter()
	router.HandleFunc("/slack/commands", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
		if err != nil || r.Header.Get("X-Slack-Signature") != sign(r.Header.Get("X-Slack-Request-Timestamp"), string(body)) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		form, _ := url.ParseQuery(string(body))
		var name, domain string
		err = pool.QueryRow(r.Context(), "SELECT name, domain FROM accounts WHERE workspace_id = $1 AND domain = $2 AND domain <> ''",
			workspace, form.Get("text")).Scan(&name, &domain)
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"text":%q}`, name+" "+domain)
	})
	server := httptest.NewServer(router)
	t.Cleanup(server.Close)
	return server
}

func sign(timestamp, body string) string {
	mac := hmac.New(sha256.New, []byte(benchSecret))
	mac.Write([]byte("v0:" + timestamp + ":" + body))
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// load is what a run of requests came to.
type load struct {
	perSecond float64
	p50, p99  time.Duration
	heapMB    float64
}

// drive asks a server about accounts 1 to n over some connections for a while.
func drive(t testing.TB, server *httptest.Server, n, connections int, long time.Duration) load {
	t.Helper()
	end := time.Now().Add(long)
	return driveWhile(t, server, n, connections, func() bool { return time.Now().Before(end) })
}

// driveWhile is drive as long as there is more.
func driveWhile(t testing.TB, server *httptest.Server, n, connections int, more func() bool) load {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections}}
	defer client.CloseIdleConnections()
	var all []time.Duration
	var mu sync.Mutex
	var running sync.WaitGroup
	start := time.Now()
	for c := range connections {
		running.Go(func() {
			var mine []time.Duration
			for i := c; more(); i += connections {
				mine = append(mine, askOnce(t, client, server.URL, i%n+1, fmt.Sprintf("%d-%d-%d", start.UnixNano(), c, i)))
			}
			mu.Lock()
			all = append(all, mine...)
			mu.Unlock()
		})
	}
	running.Wait()
	took := time.Since(start)
	if len(all) == 0 {
		t.Fatal("nothing was asked")
	}
	slices.Sort(all)
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return load{float64(len(all)) / took.Seconds(), all[len(all)/2], all[len(all)*99/100], float64(stats.HeapInuse) / (1 << 20)}
}

func askOnce(t testing.TB, client *http.Client, base string, account int, trigger string) time.Duration {
	body := "command=%2Ffit&team_id=T1&user_id=U1&channel_id=C1&text=" + url.QueryEscape(fmt.Sprintf("company-%d.example", account)) + "&trigger_id=" + trigger
	timestamp := strconv.FormatInt(time.Now().Unix(), 10)
	req, err := http.NewRequest(http.MethodPost, base+"/slack/commands", strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Slack-Request-Timestamp", timestamp)
	req.Header.Set("X-Slack-Signature", sign(timestamp, body))
	start := time.Now()
	resp, err := client.Do(req)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil || !strings.Contains(string(text), fmt.Sprintf("Company %d", account)) {
		t.Errorf("answer about company %d = %.200s, %v", account, text, err)
	}
	return time.Since(start)
}

// prepared opens a database with n accounts and the sample's targeting.
func prepared(t testing.TB, url string, n int) (*store.Store, int64) {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	w, err := s.TeamWorkspace(ctx, "T1", "bench")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "cmd", "rightdoor", "sample", "targeting.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := targeting.Read("targeting.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := commands.New(s).Plan(ctx, w, file, commands.ApplyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.Save(ctx); err != nil {
		t.Fatal(err)
	}
	fill(t, url, w, n)
	return s, w
}

// BenchmarkFitHTTP answers signed slash commands on PostgreSQL beside the floor,
// at 1 and 16 connections; and on SQLite with a tenth of the accounts.
func BenchmarkFitHTTP(b *testing.B) {
	n, long := setting(accountsVariable, 20_000), time.Duration(setting(secondsVariable, 3))*time.Second
	b.Run("postgres", func(b *testing.B) {
		url := durable(b)
		s, w := prepared(b, url, n)
		floor, fit := floorServer(b, url, w), fitServer(b, s)
		for _, connections := range []int{1, 16} {
			b.Run(fmt.Sprintf("%d-connections", connections), func(b *testing.B) {
				drive(b, fit, n, connections, time.Second) // fills the caches
				for b.Loop() {
					f, g := drive(b, floor, n, connections, long), drive(b, fit, n, connections, long)
					b.ReportMetric(f.perSecond, "floor-req/s")
					b.ReportMetric(g.perSecond, "fit-req/s")
					b.ReportMetric(g.perSecond/f.perSecond, "of-floor")
					b.ReportMetric(float64(f.p99.Microseconds()), "floor-p99-µs")
					b.ReportMetric(float64(g.p99.Microseconds()), "fit-p99-µs")
					b.ReportMetric(g.heapMB, "heap-MB")
				}
			})
		}
	})
	b.Run("sqlite", func(b *testing.B) {
		s, _ := prepared(b, filepath.Join(b.TempDir(), "bench.db"), n/10)
		fit := fitServer(b, s)
		for _, connections := range []int{1, 16} {
			b.Run(fmt.Sprintf("%d-connections", connections), func(b *testing.B) {
				drive(b, fit, n/10, connections, time.Second)
				for b.Loop() {
					g := drive(b, fit, n/10, connections, long)
					b.ReportMetric(g.perSecond, "fit-req/s")
					b.ReportMetric(float64(g.p99.Microseconds()), "fit-p99-µs")
					b.ReportMetric(g.heapMB, "heap-MB")
				}
			})
		}
	})
}

// TestFitHTTP is a short run of BenchmarkFitHTTP: every answer is about the
// company that was asked for, on both databases and beside the floor.
func TestFitHTTP(t *testing.T) {
	url := pgtest.Database(t)
	s, w := prepared(t, url, 50)
	drive(t, floorServer(t, url, w), 50, 2, 100*time.Millisecond)
	drive(t, fitServer(t, s), 50, 4, 200*time.Millisecond)
	s, _ = prepared(t, filepath.Join(t.TempDir(), "bench.db"), 50)
	drive(t, fitServer(t, s), 50, 4, 200*time.Millisecond)
}
