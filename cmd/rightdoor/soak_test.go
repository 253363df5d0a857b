package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"rightdoor/internal/pgtest"
	"rightdoor/internal/playground"
	"rightdoor/models"
)

// crossingsVariable says how many companies cross in each scenario:
// RIGHTDOOR_CROSSINGS=1000.
const crossingsVariable = "RIGHTDOOR_CROSSINGS"

// crossings is how many; few where nobody says.
func crossings(t *testing.T) int {
	t.Helper()
	text := os.Getenv(crossingsVariable)
	if text == "" {
		return 30
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 10 {
		t.Fatalf("%s = %q, want a number from 10 on", crossingsVariable, text)
	}
	return n
}

// channelsFor is how many channels they go to: a hundred at most.
func channelsFor(crossings int) int { return min(100, max(10, crossings/5)) }

// settled is how long a scenario may take to come to rest.
func settled(crossings int) time.Duration {
	return 2*time.Minute + time.Duration(crossings)*time.Second
}

// TestAlertSoak lets companies cross while everything goes wrong that can. In the
// end each stands in its channel once.
func TestAlertSoak(t *testing.T) {
	binary := build(t)
	for name, scenario := range map[string]func(t *testing.T, binary string){
		"killed on SQLite":        func(t *testing.T, b string) { soak(t, b, besides(t), 1, hardships{}) },
		"killed on PostgreSQL":    func(t *testing.T, b string) { soak(t, b, pgtest.Database(t), 3, hardships{}) },
		"failing on SQLite":       func(t *testing.T, b string) { soak(t, b, besides(t), 1, hardships{slack: true}) },
		"failing on PostgreSQL":   func(t *testing.T, b string) { soak(t, b, pgtest.Database(t), 3, hardships{slack: true}) },
		"PostgreSQL is restarted": restarted,
		"flooded":                 flooded,
		"the same twice":          twice,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			scenario(t, binary)
		})
	}
}

// besides is an SQLite file in a folder of the test's own.
func besides(t *testing.T) string { return filepath.Join(t.TempDir(), "rightdoor.db") }

// restarted stops the database again and again, too.
func restarted(t *testing.T, binary string) {
	server, err := pgtest.Start("max_connections=200")
	if err != nil {
		t.Skipf("no PostgreSQL: %v", err)
	}
	t.Cleanup(server.Close)
	soak(t, binary, server.URL(), 3, hardships{slack: true, database: server})
}

// hardships are what goes wrong besides processes being killed.
type hardships struct {
	slack    bool           // it fails at random
	database *pgtest.Server // it is stopped and started, nil for never
}

func soak(t *testing.T, binary, address string, processes int, hard hardships) {
	n := crossings(t)
	g := newGround(t, address, channelsFor(n), nil, nil)
	g.watch.faults.Store(hard.slack)
	h := g.serveAll(binary, processes)
	h.killing.Store(true)
	start, restarts := time.Now(), 0
	for g.crossed < n {
		g.cross(1)
		time.Sleep(30 * time.Millisecond)
		if hard.database != nil && g.crossed%max(n/3, 1) == n/6 {
			hard.database.Stop()
			time.Sleep(300 * time.Millisecond)
			if err := hard.database.Run("max_connections=200"); err != nil {
				t.Fatal(err)
			}
			restarts++
		}
	}
	crossing := time.Since(start)
	// Half of what is left goes out between kills, too.
	for end := time.Now().Add(settled(n)); time.Now().Before(end) && g.watch.count("chat.postMessage", "200") < n*3/4; {
		time.Sleep(50 * time.Millisecond)
	}
	h.killing.Store(false)
	g.watch.faults.Store(false)
	drained := g.drained(settled(n))
	posts := g.once()
	t.Logf("%d crossings over %d channels in %v, %d posts; %d starts, %d kills, %d ended by themselves, %d restarts of the database; drained in %v, %v in all; calls: %s",
		g.crossed, len(g.channels), crossing.Round(time.Millisecond), posts, h.starts.Load(), h.kills.Load(), h.ends.Load(), restarts,
		drained.Round(time.Millisecond), time.Since(start).Round(time.Millisecond), g.watch)
}

// flooded lets ten times as many cross, as fast as ten thousand in a minute,
// and holds Slack's rates.
func flooded(t *testing.T, binary string) {
	n := crossings(t) * 10
	g := newGround(t, pgtest.Database(t), max(10, n/50), nil, nil)
	g.serveAll(binary, 3).all()
	start := time.Now()
	const batch = 10
	for g.crossed < n {
		g.cross(batch)
		time.Sleep(time.Until(start.Add(time.Duration(g.crossed) * time.Minute / 10000)))
	}
	crossing := time.Since(start)
	g.drained(settled(n))
	g.hourLater()
	g.drained(settled(n))
	posts := g.once()
	most, together := g.rates()
	refused := g.watch.count("chat.postMessage", "429")
	t.Logf("%d crossings over %d channels in %v, %d posts; at most %d in a channel and %d in all within a second, %d refused with 429; %v in all; calls: %s",
		g.crossed, len(g.channels), crossing.Round(time.Millisecond), posts, most, together, refused, time.Since(start).Round(time.Millisecond), g.watch)
	if most > 2 || refused > posts/20 {
		t.Errorf("%d posts within a second in one channel, %d of %d refused; want at most 2, and a twentieth refused", most, refused, posts+refused)
	}
}

// hourLater makes the messages due that wait for the hour after a burst.
func (g *ground) hourLater() {
	g.Helper()
	waiting, err := g.store.Alerts(g.Context(), g.workspace, 0, models.AlertWaiting)
	if err != nil {
		g.Fatal(err)
	}
	for _, a := range waiting {
		if a.Kind != models.BurstDigest || time.Until(a.DueAt) > time.Hour {
			g.Errorf("alert %d, %s, waits until %v; want a burst within the hour", a.ID, a.Kind, a.DueAt)
		}
	}
	db, _ := g.store.Handles()
	if _, err := db.ExecContext(g.Context(), "UPDATE alerts SET due_at = '2000-01-01 00:00:00+00:00' WHERE state = 'waiting'"); err != nil {
		g.Fatal(err)
	}
}

// rates gives the most posts within a second in one channel and in all.
func (g *ground) rates() (most, together int) {
	var all []float64
	for _, channel := range g.channels {
		var own []float64
		for _, m := range g.posts(channel) {
			at, _ := strconv.ParseFloat(m.TS, 64)
			own = append(own, at)
		}
		most = max(most, withinASecond(own))
		all = append(all, own...)
	}
	slices.Sort(all)
	return most, withinASecond(all)
}

// withinASecond is the most moments of a row that lie within one second.
func withinASecond(sorted []float64) (most int) {
	for i, first := 0, 0; i < len(sorted); i++ {
		for sorted[i]-sorted[first] >= 1 {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

// twice lets two replicas take the same event, and two processes import the
// same file at once.
func twice(t *testing.T, binary string) {
	g := newGround(t, pgtest.Database(t), 1, nil, nil)
	subs, err := g.store.Subscriptions(t.Context(), g.workspace)
	if err != nil || g.store.Unsubscribe(t.Context(), g.workspace, subs[0].ID) != nil {
		t.Fatal(err)
	}
	h := g.serveAll(binary, 2)
	event := fmt.Sprintf(`{"type":"event_callback","event_id":"Ev1","team_id":%q,"event":{"type":"app_mention","user":%q,"channel":%q,"ts":"1.1","text":"<@%s> alerts on"}}`,
		playground.TeamID, playground.Manager, g.channels[0], playground.BotUser)
	var deeds sync.WaitGroup
	for _, address := range h.all() {
		deeds.Go(func() {
			replica := serving{t: t, address: address}
			if status, answer := replica.post("/slack/events", event, testSecret); status != http.StatusOK {
				t.Errorf("the event is answered with %d %s", status, answer)
			}
		})
	}
	deeds.Wait()
	until(t, "both have answered", func() bool { return g.watch.count("chat.postEphemeral", "200") == 2 })
	file := filepath.Join(t.TempDir(), "soak.csv")
	write(t, file, "name,domain,employees\nSoak number00000,number00000.example,200\n")
	for range 2 {
		deeds.Go(func() {
			cmd := exec.Command(binary, "import", "accounts", file, "--yes")
			cmd.Env = []string{"DATABASE_URL=" + g.address, "HOME=" + t.TempDir()}
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("import: %v: %s", err, out)
			}
		})
	}
	deeds.Wait()
	g.crossed = 1
	g.drained(soon)
	posts := g.once()
	subs, err = g.store.Subscriptions(t.Context(), g.workspace)
	if posts != 1 || len(subs) != 1 {
		t.Errorf("%d posts to %d subscriptions, %v; want one to one", posts, len(subs), err)
	}
}
