package alert

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rightdoor/internal/pgtest"
	"rightdoor/internal/store"
	"rightdoor/models"
	"rightdoor/scoring"
)

func TestMain(m *testing.M) {
	if os.Getenv(databaseVariable) != "" {
		os.Exit(deliverUntilKilled())
	}
	os.Exit(pgtest.Main(m))
}

// clock is a clock that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newClock() *clock { return &clock{now: time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)} }

// crash is what a process dies of in these tests.
type crash struct{}

// post is a message that stands in a channel.
type post struct {
	channel string
	id      int64
}

// slack is a stand-in that keeps what was posted. trouble, if set, decides what
// becomes of a post: whether it stands, and the error that is given.
type slack struct {
	mu      sync.Mutex
	posts   []post
	trouble func(a models.Alert) (stands bool, err error)
	blind   error     // of looking into the history
	since   time.Time // how far back it was looked for last
	told    chan models.Alert
}

func (s *slack) PostAlert(_ context.Context, a models.Alert) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stands, err := true, error(nil)
	if s.trouble != nil {
		stands, err = s.trouble(a)
	}
	if stands {
		s.posts = append(s.posts, post{a.Channel, a.ID})
	}
	if errors.Is(err, errCrash) {
		panic(crash{})
	}
	if s.told != nil && err == nil {
		s.told <- a
	}
	return fmt.Sprint("ts", a.ID), err
}

var errCrash = errors.New("crash")

func (s *slack) FindAlert(_ context.Context, a models.Alert, since time.Time) (string, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.since = since
	return fmt.Sprint("ts", a.ID), slices.Contains(s.posts, post{a.Channel, a.ID}), s.blind
}

// crashing dies before or after a call to the queue, when die says so.
type crashing struct {
	Queue
	die func() bool
}

func (c crashing) maybe() {
	if c.die() {
		panic(crash{})
	}
}

func (c crashing) TakeHold(ctx context.Context, w int64, channel, by string, lasts time.Duration) (*models.Hold, error) {
	hold, err := c.Queue.TakeHold(ctx, w, channel, by, lasts)
	c.maybe()
	return hold, err
}

func (c crashing) TakeAlert(ctx context.Context, hold *models.Hold, stale time.Duration) (*models.Alert, error) {
	a, err := c.Queue.TakeAlert(ctx, hold, stale)
	c.maybe()
	return a, err
}

func (c crashing) Settle(ctx context.Context, a *models.Alert, d models.Delivery) (bool, error) {
	c.maybe()
	mine, err := c.Queue.Settle(ctx, a, d)
	c.maybe()
	return mine, err
}

// each runs a test on an empty store of both databases, with a clock.
func each(t *testing.T, test func(t *testing.T, s *store.Store, c *clock)) {
	t.Helper()
	for name, address := range map[string]func() string{
		"sqlite":   func() string { return filepath.Join(t.TempDir(), "rightdoor.db") },
		"postgres": func() string { return pgtest.Database(t) },
	} {
		t.Run(name, func(t *testing.T) {
			s, err := store.Open(t.Context(), address())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			c := newClock()
			s.Now = c.Now
			test(t, s, c)
		})
	}
}

func deliverer(s Queue, p Poster, c *clock) *Deliverer {
	d := New(s, p, slog.New(slog.DiscardHandler), fmt.Sprint("process ", rand.Int64()))
	d.Now, d.Pace, d.Turn = c.Now, 0, 0
	return d
}

// listening makes a workspace with an ICP that wants 100 employees, and
// channels that listen.
func listening(t testing.TB, s *store.Store, name string, channels ...string) int64 {
	t.Helper()
	w, err := s.AddWorkspace(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	v := models.ICPVersion{CutOff: 65, Tiers: scoring.DefaultTiers(), Criteria: []scoring.Criterion{{
		Attribute: scoring.Employees, Operator: scoring.AtLeast, Value: scoring.OfRange(100, 1e9), Mode: scoring.Must, Weight: 1,
	}}}
	if _, err := s.Record(t.Context(), w.ID, []models.Change{models.NewVersion{Name: "icp", Publish: true, Version: v}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Rescore(t.Context(), w.ID); err != nil {
		t.Fatal(err)
	}
	for _, channel := range channels {
		if _, err := s.Subscribe(t.Context(), w.ID, models.Subscription{Channel: channel, Creator: "U1"}); err != nil {
			t.Fatal(err)
		}
	}
	return w.ID
}

// qualify lets one more company of a workspace become a fit.
func qualify(t testing.TB, s *store.Store, w int64, number int) {
	t.Helper()
	_, err := s.Record(t.Context(), w, []models.Change{models.AccountFacts{
		Company: models.Company{Domain: fmt.Sprintf("company%d.example", number)}, Source: "test", Observed: s.Now(),
		Facts: []models.Said{{Attribute: scoring.Employees, Value: scoring.OfNumber(200)}},
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// states lists the states of all alerts, in their order.
func states(t testing.TB, s *store.Store, w int64) string {
	t.Helper()
	list, err := s.Alerts(t.Context(), w, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, a := range list {
		all = append(all, string(a.State))
	}
	return strings.Join(all, " ")
}

func drain(t testing.TB, d *Deliverer, w int64, channel string) {
	t.Helper()
	if err := d.Drain(t.Context(), w, channel); err != nil {
		t.Fatal(err)
	}
}

func TestDrain(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, c *clock) {
		w := listening(t, s, "red", "C1", "C2")
		for n := range 3 {
			qualify(t, s, w, n)
		}
		out := &slack{}
		d := deliverer(s, out, c)
		drain(t, d, w, "C1")
		if got := states(t, s, w); got != "sent waiting sent waiting sent waiting" {
			t.Errorf("after C1 was drained: %s", got)
		}
		drain(t, d, w, "C2")
		drain(t, d, w, "C2")
		if len(out.posts) != 6 || d.Stats().Sent.Load() != 6 {
			t.Errorf("posts = %v, want six", out.posts)
		}
		a, _ := s.Alerts(t.Context(), w, 1)
		subs, _ := s.Subscriptions(t.Context(), w)
		if a[0].MessageTS != fmt.Sprint("ts", a[0].ID) || a[0].SentAt == nil || subs[0].Sent != 3 {
			t.Errorf("alert = %+v, subscription = %+v, want the message's name and three sent", a[0], subs[0])
		}
	})
}

// Every process may die at any point, and Slack may fail in any way: in the end
// each alert stands once in its channel, in order.
func TestNothingTwiceNothingLost(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, c *clock) {
		for seed := range uint64(12) {
			chaos(t, s, c, seed)
		}
	})
}

func chaos(t *testing.T, s *store.Store, c *clock, seed uint64) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7))
	channels := []string{"C1", "C2"}
	w := listening(t, s, fmt.Sprint("workspace ", seed), channels...)
	calm := false
	out := &slack{trouble: func(models.Alert) (bool, error) {
		if calm {
			return true, nil
		}
		switch r.IntN(8) {
		case 0:
			return false, &models.PostError{Means: models.PostLater, After: time.Second, Why: "Slack asks to wait.", Err: errors.New("429")}
		case 1:
			return false, errors.New("500")
		case 2:
			return true, errors.New("the connection was reset")
		case 3:
			return false, errCrash
		case 4:
			return true, errCrash
		default:
			return true, nil
		}
	}}
	queue := crashing{s, func() bool { return !calm && r.IntN(6) == 0 }}
	deliverers := []*Deliverer{deliverer(queue, out, c), deliverer(queue, out, c)}
	for n := range 40 {
		if n < 6 {
			qualify(t, s, w, n)
		}
		mayDie(t, deliverers[r.IntN(2)], w, channels[r.IntN(2)])
		c.pass(time.Duration(r.IntN(90)) * time.Second)
	}
	calm = true
	for range 5 {
		c.pass(20 * time.Minute)
		for _, channel := range channels {
			drain(t, deliverers[0], w, channel)
		}
	}
	wantOnceInOrder(t, s, w, out, 12, seed)
}

// mayDie drains a channel, in a process that may die of it. Waiting in between
// would only make the test slow.
func mayDie(t *testing.T, d *Deliverer, w int64, channel string) {
	t.Helper()
	defer func() {
		if died := recover(); died != nil && died != (crash{}) {
			panic(died)
		}
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_ = d.Drain(ctx, w, channel)
}

func wantOnceInOrder(t *testing.T, s *store.Store, w int64, out *slack, want int, seed uint64) {
	t.Helper()
	list, err := s.Alerts(t.Context(), w, 0)
	if err != nil || len(list) != want {
		t.Fatalf("%d alerts, %v, want %d", len(list), err, want)
	}
	for _, a := range list {
		if a.State != models.AlertSent {
			t.Errorf("seed %d: alert %d is %s: %s", seed, a.ID, a.State, a.LastError)
		}
	}
	last := map[string]int64{}
	for _, p := range out.posts {
		if p.id <= last[p.channel] {
			t.Errorf("seed %d: alert %d stands in %s after %d", seed, p.id, p.channel, last[p.channel])
		}
		last[p.channel] = p.id
	}
	if len(out.posts) != want {
		t.Errorf("seed %d: %d posts, want %d", seed, len(out.posts), want)
	}
}

func TestTroubleWithSlack(t *testing.T) {
	later := &models.PostError{Means: models.PostLater, After: 30 * time.Second, Why: "Slack asks to wait."}
	for name, c := range map[string]struct {
		err   error
		want  string
		tries int
	}{
		"asked to wait":  {later, "waiting waiting", 1},
		"no answer":      {errors.New("timeout"), "waiting waiting", 1},
		"one bad alert":  {&models.PostError{Means: models.PostRejected, Why: "Slack cannot show it."}, "failed failed", 2},
		"no way in":      {&models.PostError{Means: models.PostForbidden, Why: "rightdoor is not in the channel."}, "held held waiting", 1},
		"nothing at all": {nil, "sent sent", 2},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, s *store.Store, clock *clock) {
				w := listening(t, s, "red", "C1")
				qualify(t, s, w, 1)
				qualify(t, s, w, 2)
				tries := 0
				out := &slack{trouble: func(models.Alert) (bool, error) { tries++; return c.err == nil, c.err }}
				ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
				defer cancel()
				_ = deliverer(s, out, clock).Drain(ctx, w, "C1")
				if got := states(t, s, w); got != c.want || tries != c.tries {
					t.Errorf("states = %s after %d tries, want %s after %d", got, tries, c.want, c.tries)
				}
			})
		})
	}
}

func TestRetryAfterIsShared(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, c *clock) {
		w := listening(t, s, "red", "C1")
		qualify(t, s, w, 1)
		wait := &models.PostError{Means: models.PostLater, After: time.Minute, Why: "Slack asks to wait."}
		out := &slack{trouble: func(models.Alert) (bool, error) { return false, wait }}
		drain(t, deliverer(s, out, c), w, "C1")
		out.trouble = nil
		c.pass(45 * time.Second)
		other := deliverer(s, out, c)
		drain(t, other, w, "C1")
		if due, err := s.DueChannels(t.Context(), time.Minute); len(due) != 0 || len(out.posts) != 0 || err != nil {
			t.Errorf("DueChannels = %v, %v, posts = %v, want none before the minute is over", due, err, out.posts)
		}
		c.pass(15 * time.Second)
		if due, err := s.DueChannels(t.Context(), time.Minute); len(due) != 1 || err != nil {
			t.Errorf("DueChannels = %v, %v, want the channel", due, err)
		}
		drain(t, other, w, "C1")
		if len(out.posts) != 1 {
			t.Errorf("posts = %v, want one", out.posts)
		}
	})
}

func TestGivingUp(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, c *clock) {
		w := listening(t, s, "red", "C1")
		qualify(t, s, w, 1)
		out := &slack{trouble: func(models.Alert) (bool, error) {
			return false, &models.PostError{Means: models.PostLater, After: time.Hour, Why: "Slack asks to wait."}
		}}
		d := deliverer(s, out, c)
		for range 26 {
			drain(t, d, w, "C1")
			c.pass(time.Hour)
		}
		list, _ := s.Alerts(t.Context(), w, 0, models.AlertFailed)
		if len(list) != 1 || list[0].LastError != gaveUp+"Slack asks to wait." || list[0].Attempts != 25 {
			t.Fatalf("failed = %+v, want one after 25 attempts", list)
		}
		out.trouble = nil
		if err := s.Retry(t.Context(), w, list[0].ID); err != nil {
			t.Fatal(err)
		}
		c.pass(time.Hour)
		drain(t, d, w, "C1")
		if got := states(t, s, w); got != "sent" {
			t.Errorf("after a retry: %s", got)
		}
	})
}

// A channel whose history cannot be read gets no second post on the chance.
func TestNobodyCanLook(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, c *clock) {
		w := listening(t, s, "red", "C1")
		qualify(t, s, w, 1)
		out := &slack{trouble: func(models.Alert) (bool, error) { return true, errCrash }}
		d := deliverer(s, out, c)
		mayDie(t, d, w, "C1")
		out.trouble, out.blind = nil, &models.PostError{Means: models.PostForbidden, Why: "The app may not read the channel."}
		c.pass(5 * time.Minute)
		drain(t, d, w, "C1")
		list, _ := s.Alerts(t.Context(), w, 0)
		if len(out.posts) != 1 || list[0].State != models.AlertFailed || list[0].LastError != mayBePosted+"The app may not read the channel." {
			t.Errorf("posts = %v, alert = %+v, want one post and a failure that says so", out.posts, list[0])
		}
		out.blind = nil
		c.pass(3 * time.Hour)
		if err := s.Retry(t.Context(), w, list[0].ID); err != nil {
			t.Fatal(err)
		}
		drain(t, d, w, "C1")
		if first := list[0].CreatedAt; out.since.After(first) || len(out.posts) != 1 || states(t, s, w) != "sent" {
			t.Errorf("looked back to %v after a retry, want to before %v; posts = %v, %s", out.since, first, out.posts, states(t, s, w))
		}
	})
}

func TestAStoppedSubscriptionTellsItsCreator(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, c *clock) {
		w := listening(t, s, "red", "C1")
		qualify(t, s, w, 1)
		out := &slack{trouble: func(a models.Alert) (bool, error) {
			if a.Kind == models.StopNotice {
				return true, nil
			}
			return false, &models.PostError{Means: models.PostForbidden, Why: "The channel is archived."}
		}}
		d := deliverer(s, out, c)
		drain(t, d, w, "C1")
		drain(t, d, w, "U1")
		qualify(t, s, w, 2)
		if got := states(t, s, w); got != "held sent held" {
			t.Errorf("states = %s, want both alerts held and the notice sent", got)
		}
		subs, _ := s.Subscriptions(t.Context(), w)
		if subs[0].Stopped != "The channel is archived." {
			t.Errorf("subscription = %+v, want it stopped", subs[0])
		}
		out.trouble = nil
		if err := s.ChangeSubscription(t.Context(), w, subs[0].ID, func(sub *models.Subscription) { sub.Stopped = "" }); err != nil {
			t.Fatal(err)
		}
		drain(t, d, w, "C1")
		if got := states(t, s, w); got != "sent sent sent" {
			t.Errorf("states = %s after it was turned on, want all sent", got)
		}
	})
}

func TestBackOff(t *testing.T) {
	for attempts, want := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 11: longestPause, 500: longestPause} {
		if got := backOff(attempts); got < want*8/10 || got > want*12/10 {
			t.Errorf("backOff(%d) = %v, want about %v", attempts, got, want)
		}
	}
}

// Two processes prepare the jobs of one database at once and deliver what is
// recorded: the jobs wake them, as the sweep here comes too late.
func TestJobsWake(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *clock) {
		s.Now = time.Now
		out := &slack{told: make(chan models.Alert, 100)}
		ctx, cancel := context.WithCancel(t.Context())
		log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
		jobs := make([]*Jobs, 2)
		var opening, running sync.WaitGroup
		for i := range jobs {
			opening.Go(func() {
				var err error
				if jobs[i], err = OpenJobs(ctx, s, log, fmt.Sprint("process ", i)); err != nil {
					t.Errorf("OpenJobs: %v", err)
				}
			})
		}
		opening.Wait()
		if t.Failed() {
			cancel()
			return
		}
		w := listening(t, s, "red", "C1", "C2")
		s.Enqueue = jobs[0].Enqueue
		for i := range jobs {
			d := New(s, out, log, fmt.Sprint("process ", i))
			d.Every, d.Pace = time.Hour, 0
			running.Go(func() {
				if err := d.Run(ctx, jobs[i]); err != nil {
					t.Errorf("Run: %v", err)
				}
			})
		}
		// A job that finds an SQLite database locked leaves its channel to the sweep.
		// There is none here, so the job of the next change brings it along.
		var took []time.Duration
		accounts, told := 0, 0
		for ; accounts < 5 || told < 2*accounts && accounts < 20; accounts++ {
			start := time.Now()
			qualify(t, s, w, accounts)
			for patience := time.After(5 * time.Second); told < 2*(accounts+1); told++ {
				select {
				case <-out.told:
					continue
				case <-patience:
				}
				break
			}
			took = append(took, time.Since(start).Round(time.Millisecond))
		}
		cancel()
		running.Wait()
		t.Logf("change to post: %v", took)
		wantOnceInOrder(t, s, w, out, 2*accounts, 0)
	})
}

// A writer that holds an SQLite database while the jobs start is waited for.
func TestJobsStartBesideAWriter(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *clock) {
		log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
		jobs, err := OpenJobs(t.Context(), s, log, "process")
		if err != nil {
			t.Fatal(err)
		}
		var started error
		var running sync.WaitGroup
		err = s.Migrating(t.Context(), func(ctx context.Context, _ *sql.Tx) error {
			running.Go(func() {
				var stop func()
				if stop, started = jobs.start(ctx, New(s, &slack{}, log, "process")); started == nil {
					stop()
				}
			})
			time.Sleep(500 * time.Millisecond) // more than SQLite waits by itself
			return nil
		})
		running.Wait()
		if err != nil || started != nil {
			t.Errorf("Migrating: %v, start: %v", err, started)
		}
	})
}

// Three processes at once on one database: each alert once, in order.
func TestThreeProcesses(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *clock) {
		s.Now = time.Now
		w := listening(t, s, "red", "C1", "C2", "C3")
		out := &slack{told: make(chan models.Alert, 1000)}
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		for i := range 3 {
			d := New(s, out, slog.New(slog.NewTextHandler(t.Output(), nil)), fmt.Sprint("process ", i))
			d.Every, d.Pace, d.Turn = 5*time.Millisecond, time.Millisecond, 0
			running.Go(func() { _ = d.Run(ctx, nil) })
		}
		const accounts = 30
		for n := range accounts {
			qualify(t, s, w, n)
		}
		for range 3 * accounts {
			select {
			case <-out.told:
			case <-time.After(20 * time.Second):
				t.Fatalf("nothing was posted: %s", states(t, s, w))
			}
		}
		cancel()
		running.Wait()
		wantOnceInOrder(t, s, w, out, 3*accounts, 0)
	})
}

// A workspace has one rate, however many channels and processes post in it.
func TestAWorkspaceHasOneRate(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *clock) {
		s.Now = time.Now
		var channels []string
		for i := range 20 {
			channels = append(channels, fmt.Sprint("C", i))
		}
		w := listening(t, s, "red", channels...)
		qualify(t, s, w, 0)
		out := &slack{told: make(chan models.Alert, 100)}
		const turn = 50 * time.Millisecond
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		start := time.Now()
		for i := range 2 {
			d := New(s, out, slog.New(slog.NewTextHandler(t.Output(), nil)), fmt.Sprint("process ", i))
			d.Every, d.Turn = 100*time.Millisecond, turn
			running.Go(func() { _ = d.Run(ctx, nil) })
		}
		for range channels {
			select {
			case <-out.told:
			case <-time.After(20 * time.Second):
				t.Fatalf("nothing was posted: %s", states(t, s, w))
			}
		}
		if took, least := time.Since(start), time.Duration(len(channels)-1)*turn; took < least {
			t.Errorf("%d posts took %v, want at least %v", len(channels), took, least)
		}
		cancel()
		running.Wait()
		wantOnceInOrder(t, s, w, out, len(channels), 0)
	})
}

// Without jobs the sweep delivers everything, and ranks accounts anew.
func TestTheSweepFindsEverything(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, _ *clock) {
		s.Now = time.Now
		w := listening(t, s, "red", "C1", "C2")
		for n := range 3 {
			qualify(t, s, w, n)
		}
		if _, err := s.Record(t.Context(), w, []models.Change{models.Archival{Name: "icp"}, models.Publication{Name: "icp"}}); err != nil {
			t.Fatal(err)
		}
		out := &slack{told: make(chan models.Alert, 100)}
		d := New(s, out, slog.New(slog.DiscardHandler), "process")
		d.Every, d.Pace, d.Turn = 20*time.Millisecond, 0, 0
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { _ = d.Run(ctx, nil) })
		for range 6 {
			select {
			case <-out.told:
			case <-time.After(10 * time.Second):
				t.Fatalf("nothing was posted: %s", states(t, s, w))
			}
		}
		for range 100 {
			if at, err := s.Rescoring(t.Context(), w); err == nil && at.FinishedAt != nil {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		cancel()
		running.Wait()
		if at, err := s.Rescoring(t.Context(), w); err != nil || at.FinishedAt == nil || at.Done != 3 {
			t.Errorf("Rescoring = %+v, %v, want it finished", at, err)
		}
		wantOnceInOrder(t, s, w, out, 6, 0)
	})
}

// An alert in doubt is looked for since it was first tried; given up it is only
// a day after it came due, be that behind a pause or by an operator's word.
func TestWhatIsDueAnewHasADay(t *testing.T) {
	c := newClock()
	d := deliverer(nil, nil, c)
	tried, wait := c.Now(), &models.PostError{Means: models.PostLater, Why: "Slack asks to wait."}
	c.pass(7 * 24 * time.Hour)
	a := &models.Alert{TriedAt: &tried, DueAt: c.Now(), Doubt: true, Attempts: 1}
	for _, step := range []struct {
		later time.Duration
		want  models.AlertState
	}{{time.Minute, models.AlertWaiting}, {23 * time.Hour, models.AlertWaiting}, {time.Hour, models.AlertFailed}} {
		c.pass(step.later)
		if got := d.judge(a, "", true, wait).State; got != step.want {
			t.Errorf("%v later: %s, want %s", step.later, got, step.want)
		}
	}
}
