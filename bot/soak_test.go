package bot

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"rightdoor/commands"
	"rightdoor/internal/fault"
	"rightdoor/internal/pgtest"
)

// soakVariable says how long the soak lasts: RIGHTDOOR_SOAK=60s.
const soakVariable = "RIGHTDOOR_SOAK"

func soakTime(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv(soakVariable)
	if text == "" {
		return 2 * time.Second
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatalf("%s: %v", soakVariable, err)
	}
	return d
}

// hurried is a clock on which connections that come and go every moment are
// far apart.
func hurried(c *Config) {
	start := time.Now()
	c.Now = func() time.Time { return start.Add(500 * time.Since(start)) }
}

// TestSoak sends two hundred requests a second over both ways in, with
// connections that break and requests that are given up at random. Every one
// that reached the bot is answered once, and nothing is left running.
func TestSoak(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	var asked atomic.Int64
	b, k, stop := listening(t, fakeRunner{commands.New(nil), func(ctx context.Context, r commands.Request) (commands.Reply, error) {
		asked.Add(1)
		if rand.N(200) == 0 {
			panic("now and then")
		}
		return after(rand.N(40*time.Millisecond), true).Run(ctx, r)
	}}, hurried)
	b.slack.Unlimited = true
	defer k.Server.Close()
	open := []*socket{k.next(t), k.next(t)}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	end := time.After(soakTime(t))
	for i := 0; ; i++ {
		select {
		case <-end:
			b.away.Wait()
			until(t, "an answer for everyone", func() bool { return b.waiting.Load() == 0 })
			if err := stop(); err != nil {
				t.Error(err)
			}
			if n := b.tally.of("all"); int64(n) != asked.Load() || n < i/3 {
				t.Errorf("%d requests sent, %d reached the Runner, %d answered", i, asked.Load(), n)
			}
			if log := b.log.String(); strings.Contains(log, "Answer not delivered") {
				t.Errorf("an answer was lost: %s", around(log, strings.Index(log, "Answer not delivered")))
			}
			return
		case s := <-k.opened:
			open = append(open[1:], s)
		case <-tick.C:
			b.disturb(i, open[i%2])
		}
	}
}

// disturb sends one request, or breaks a connection.
func (b *testBot) disturb(i int, s *socket) {
	id := fmt.Sprint("s", i)
	switch rand.N(60) {
	case 0:
		_ = s.Close()
	case 1:
		s.say(`{"type":"disconnect","reason":"refresh_requested"}`)
	case 2, 3, 4, 5, 6, 7, 8, 9:
		s.envelope(id, "events_api", eventBody(id, mentioned))
	case 10, 11, 12, 13, 14, 15, 16, 17:
		s.envelope(id, "interactive", whyPressed(b.hook(), id))
	case 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29:
		ctx, cancel := context.WithTimeout(context.Background(), rand.N(20*time.Millisecond))
		b.away.Go(func() {
			defer cancel()
			b.handler.ServeHTTP(httptest.NewRecorder(), b.signed("/slack/commands", slashBody(b.hook(), id, "/fit", "acme.com")).WithContext(ctx))
		})
	default:
		s.ask(id, "acme.com")
	}
}

// TestPostgreSQLGoesAwayAndComesBack under load: meanwhile calm sentences,
// afterwards answers, and for every request one of the two.
func TestPostgreSQLGoesAwayAndComesBack(t *testing.T) {
	server, err := pgtest.Start("fsync=off")
	if err != nil {
		t.Skipf("no PostgreSQL: %v", err)
	}
	defer server.Close()
	w := openWorld(t, server.URL())
	w.fill()
	b := newTestBot(t, w.Runner, func(c *Config) { c.Workspaces = w.Store })
	load := b.load(t, 20)
	until(t, "answers", func() bool { return load.fits.Load() > 40 })
	server.Stop()
	calm := load.calm.Load()
	until(t, "calm sentences", func() bool { return load.calm.Load() > calm+20 })
	if err := server.Run("fsync=off"); err != nil {
		t.Fatal(err)
	}
	fits := load.fits.Load()
	until(t, "answers again", func() bool { return load.fits.Load() > fits+40 })
	close(load.stop)
	b.settle()
	until(t, "the end of the load", func() bool { return load.running.Load() == 0 })
	for _, m := range b.slack.Posted() {
		load.heard(m.Text)
	}
	if posted := int64(len(b.slack.Posted())); load.sent.Load() != load.fits.Load()+load.calm.Load() || load.late.Load() != posted {
		t.Errorf("%d requests: %d answers, %d calm sentences, %d later and %d posted", load.sent.Load(), load.fits.Load(), load.calm.Load(), load.late.Load(), posted)
	}
	if n := load.other.Load(); n > 0 {
		t.Errorf("%d other answers, the last %q", n, load.last.Load())
	}
}

// pressure is people who ask all the time, and what they hear.
type pressure struct {
	stop                                   chan struct{}
	running, sent, fits, calm, late, other atomic.Int64
	last                                   atomic.Value
}

// load starts people who ask one after another.
func (b *testBot) load(t *testing.T, people int) *pressure {
	p := &pressure{stop: make(chan struct{})}
	for person := range people {
		p.running.Add(1)
		go func() {
			defer p.running.Add(-1)
			for i := 0; ; i++ {
				select {
				case <-p.stop:
					return
				default:
				}
				p.sent.Add(1)
				if ack := b.slash(fmt.Sprint(person, "-", i), "/fit", "acme.com"); ack == "" {
					p.late.Add(1)
				} else {
					p.heard(acked(t, ack).Text)
				}
			}
		}()
	}
	return p
}

func (p *pressure) heard(text string) {
	switch {
	case strings.Contains(text, "Acme") && strings.Contains(text, "is a fit"):
		p.fits.Add(1)
	case text == fault.Message(context.DeadlineExceeded):
		p.calm.Add(1)
	default:
		p.other.Add(1)
		p.last.Store(text)
	}
}
