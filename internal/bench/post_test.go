package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rightdoor/bot"
	"rightdoor/commands"
	"rightdoor/internal/alert"
	"rightdoor/internal/pgtest"
	"rightdoor/internal/playground"
	"rightdoor/internal/store"
	"rightdoor/models"
	"rightdoor/scoring"
)

// told is a Poster that says when a post is in Slack.
type told struct {
	*bot.Bot
	at chan time.Time
}

func (p told) PostAlert(ctx context.Context, a models.Alert) (string, error) {
	ts, err := p.Bot.PostAlert(ctx, a)
	if err == nil {
		p.at <- time.Now()
	}
	return ts, err
}

// delivering lets a bot post to the playground what a store has to tell. It
// gives when each post was there.
func delivering(t testing.TB, s *store.Store) <-chan time.Time {
	t.Helper()
	slackAPI := playground.New(playground.Config{
		Handler: http.NotFoundHandler(), Token: "xoxb-bench", Secret: benchSecret, Scopes: bot.Scopes, Rooms: []playground.Room{{ID: "C1", Name: "sales"}},
	})
	log := slog.New(slog.DiscardHandler)
	poster := told{at: make(chan time.Time, 10_000), Bot: bot.New(bot.Config{
		Runner: commands.New(s), Workspaces: s, Alerts: s, Meter: quiet{}, Log: log, Token: "xoxb-bench", Secret: benchSecret, Client: slackAPI.Client(),
	})}
	ctx, cancel := context.WithCancel(context.Background())
	jobs, err := alert.OpenJobs(ctx, s, log, "bench")
	if err != nil {
		t.Fatal(err)
	}
	s.Enqueue = jobs.Enqueue
	d := alert.New(s, poster, log, "bench")
	var running sync.WaitGroup
	running.Go(func() {
		if err := d.Run(ctx, jobs); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		cancel()
		running.Wait()
		slackAPI.Close()
	})
	return poster.at
}

// fits makes account number n a fit of the ICP of commerce.
func fits(n int) models.Change {
	return models.AccountFacts{
		Company: models.Company{Name: fmt.Sprintf("Newly %d", n), Domain: fmt.Sprintf("newly-%d.example", n)}, Source: "crm", Observed: time.Now(), Facts: []models.Said{
			{Attribute: scoring.Employees, Value: scoring.OfNumber(400)},
			{Attribute: scoring.Country, Value: scoring.OfWords("US")},
			{Attribute: scoring.Technologies, Value: scoring.OfWords("aws")},
			{Attribute: scoring.Growth, Value: scoring.OfNumber(40)},
		},
	}
}

// pace is a little longer than Slack wants a channel left alone after a post:
// its rate is not what is measured.
const pace = 1200 * time.Millisecond

// changesToPosts makes accounts fit, one after the other, and gives how long
// each post took after its change was handed in, the shortest first.
func changesToPosts(t testing.TB, address string, changes int) []time.Duration {
	t.Helper()
	w := listen(t, address)
	s, err := store.Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	posted := delivering(t, s)
	var took []time.Duration
	for n := range changes {
		start := time.Now()
		if _, err := s.Record(context.Background(), w, []models.Change{fits(n)}); err != nil {
			t.Fatal(err)
		}
		select {
		case at := <-posted:
			took = append(took, at.Sub(start))
		case <-time.After(time.Minute):
			t.Fatal(errors.New("nothing is posted"))
		}
		time.Sleep(pace)
	}
	slices.Sort(took)
	return took
}

// BenchmarkPost is from a change to its post in Slack, through the store, the
// jobs, the deliverer, the bot and Slack's look-alike.
func BenchmarkPost(b *testing.B) {
	for _, kind := range []string{"postgres", "sqlite"} {
		b.Run(kind, func(b *testing.B) {
			for b.Loop() {
				address := filepath.Join(b.TempDir(), "bench.db")
				if kind == "postgres" {
					address = durable(b)
				}
				took := changesToPosts(b, address, 51)
				b.ReportMetric(float64(took[25].Milliseconds()), "median-ms")
				b.ReportMetric(float64(took[50].Milliseconds()), "longest-ms")
			}
		})
	}
}

// BenchmarkFitRescoring answers signed slash commands one after the other while
// all accounts are ranked anew, beside the same in peace.
func BenchmarkFitRescoring(b *testing.B) {
	n, long := setting(accountsVariable, 20_000), time.Duration(setting(secondsVariable, 3))*time.Second
	for _, kind := range []string{"postgres", "sqlite"} {
		b.Run(kind, func(b *testing.B) {
			address, n := filepath.Join(b.TempDir(), "bench.db"), n
			if kind == "postgres" {
				address = durable(b)
			} else {
				n /= 10
			}
			s, w := prepared(b, address, n)
			fit := fitServer(b, s)
			rescoreAll(b, s, w)
			drive(b, fit, n, 1, time.Second) // fills the caches
			for size := 1500.0; b.Loop(); size++ {
				still := drive(b, fit, n, 1, long)
				ranked, meanwhile := fitsWhileRescoring(b, s, w, fit, n, size)
				b.ReportMetric(still.p99.Seconds()*1000, "still-p99-ms")
				b.ReportMetric(meanwhile.p50.Seconds()*1000, "p50-ms")
				b.ReportMetric(meanwhile.p99.Seconds()*1000, "p99-ms")
				b.ReportMetric(ranked.Seconds(), "ranked-s")
			}
		})
	}
}

// fitsWhileRescoring publishes an ICP up to a headcount and asks while everybody
// is ranked by it.
func fitsWhileRescoring(t testing.TB, s *store.Store, w int64, fit *httptest.Server, n int, size float64) (ranked time.Duration, meanwhile load) {
	t.Helper()
	if _, err := s.Record(context.Background(), w, []models.Change{models.NewVersion{Name: "commerce", Publish: true, Version: commerce(size)}}); err != nil {
		t.Fatal(err)
	}
	var done atomic.Bool
	var running sync.WaitGroup
	start := time.Now()
	running.Go(func() {
		defer done.Store(true)
		rescoreAll(t, s, w)
		ranked = time.Since(start)
	})
	meanwhile = driveWhile(t, fit, n, 1, func() bool { return !done.Load() })
	running.Wait()
	return ranked, meanwhile
}

// TestPost and TestFitRescoring are short runs of the benchmarks of the same
// names.
func TestPost(t *testing.T) {
	for _, address := range []string{pgtest.Database(t), filepath.Join(t.TempDir(), "bench.db")} {
		if took := changesToPosts(t, address, 3); len(took) != 3 {
			t.Errorf("%d posts, want 3", len(took))
		}
	}
}

func TestFitRescoring(t *testing.T) {
	s, w := prepared(t, filepath.Join(t.TempDir(), "bench.db"), 500)
	fitsWhileRescoring(t, s, w, fitServer(t, s), 500, 1500)
}
