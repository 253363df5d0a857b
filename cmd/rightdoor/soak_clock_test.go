package main

import (
	"context"
	"io"
	"slices"
	"strconv"
	"testing"
	"time"

	"rightdoor/bot"
	"rightdoor/commands"
	"rightdoor/internal/config"
	"rightdoor/internal/pgtest"
	"rightdoor/internal/store"
	"rightdoor/models"
)

// night is one in which clocks change in Berlin, from ten past ten in the
// evening, and when half past two may be in it: in autumn at one of two
// moments, in spring, when there is none, as much after two.
type night struct {
	from time.Time
	half []time.Time
}

var nights = []night{
	{time.Date(2026, 10, 24, 20, 10, 0, 0, time.UTC), []time.Time{time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC)}},
	{time.Date(2027, 3, 27, 21, 10, 0, 0, time.UTC), []time.Time{time.Date(2027, 3, 28, 1, 30, 0, 0, time.UTC)}},
}

// step is how far the clock is moved at a time, until the night is over.
const (
	step  = 30 * time.Minute
	steps = 16
)

// TestAlertSoakOfTheClock moves the clock over a digest's hour in nights in which it
// changes, while one of two replicas is stopped and started. Channels hear by
// digest, after quiet hours and at once.
func TestAlertSoakOfTheClock(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); clockSoak(t, besides(t)) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); clockSoak(t, pgtest.Database(t)) })
}

func clockSoak(t *testing.T, address string) {
	n := crossings(t)
	start := time.Now()
	now := func() time.Time { return nights[0].from.Add(time.Since(start)) }
	g := newGround(t, address, 10, now, func(n int, sub *models.Subscription) {
		sub.Zone = "Europe/Berlin"
		switch n % 3 {
		case 0:
			sub.Mode, sub.Hour = models.Digest, "02:30"
		case 1:
			sub.QuietFrom, sub.QuietTo = "22:00", "02:30"
		}
	})
	replicas := []*inProcess{g.replica(), g.replica()}
	for _, night := range nights {
		g.slack.Forward(night.from.Sub(g.slack.Now()))
		for i := range steps {
			if i < 12 {
				g.cross(max(4, (n+23)/24)) // all channels before the digest
			}
			if i%6 == 5 { // twice in a night
				replicas[i%2].end()
				replicas[i%2] = g.replica()
			}
			g.drained(settled(n))
			g.slack.Forward(step)
		}
		g.slack.Forward(24 * time.Hour)
		g.drained(settled(n))
	}
	for _, r := range replicas {
		r.end()
	}
	posts := g.once()
	g.nightly()
	t.Logf("%d crossings, %d posts, in %v; calls: %s", g.crossed, posts, time.Since(start).Round(time.Millisecond), g.watch)
}

// nightly holds that a channel with a digest heard once in each night, at its
// hour, and one with quiet hours nothing before they ended.
func (g *ground) nightly() {
	g.Helper()
	for n, channel := range g.channels {
		for _, night := range nights {
			heard := g.heard(channel, night.from, night.from.Add(steps*step))
			switch {
			case n%3 == 0 && (len(heard) != 1 || !night.halfPast(heard[0])):
				g.Errorf("%s, a digest, heard at %v, want it once within %v from one of %v", channel, heard, step, night.half)
			case n%3 == 1 && (len(heard) == 0 || !night.halfPast(heard[0])):
				g.Errorf("%s, until then quiet, heard at %v, want it from one of %v on", channel, heard, night.half)
			}
		}
	}
}

// halfPast tells whether a moment is in the first step from half past two.
func (n night) halfPast(at time.Time) bool {
	return slices.ContainsFunc(n.half, func(half time.Time) bool { return !at.Before(half) && at.Before(half.Add(step)) })
}

// heard lists when a channel was told of something.
func (g *ground) heard(channel string, from, to time.Time) []time.Time {
	var heard []time.Time
	for _, m := range g.posts(channel) {
		seconds, _ := strconv.ParseFloat(m.TS, 64)
		if at := time.UnixMilli(int64(seconds * 1000)).UTC(); at.After(from) && at.Before(to) {
			heard = append(heard, at)
		}
	}
	return heard
}

// inProcess is a service in the test's own process, by the playground's clock.
type inProcess struct {
	g     *ground
	stop  context.CancelFunc
	ended chan error
}

// replica starts one.
func (g *ground) replica() *inProcess {
	g.Helper()
	c, err := config.Load([]string{
		"SLACK_BOT_TOKEN=" + testToken, "SLACK_SIGNING_SECRET=" + testSecret, "SLACK_API_URL=" + g.slack.API(), "LISTEN=127.0.0.1:0", "DATABASE_URL=" + g.address,
	})
	if err != nil {
		g.Fatal(err)
	}
	db, err := store.Open(g.Context(), g.address)
	if err != nil {
		g.Fatal(err)
	}
	p := &program{out: io.Discard, config: c, log: serviceLog(io.Discard, c)}
	runner := commands.New(db)
	runner.Now, db.Now = g.slack.Now, g.slack.Now
	s := assemble(p, db, config.HTTP, runner, bot.Config{Workspaces: db, Alerts: db, Now: g.slack.Now})
	ctx, stop := context.WithCancel(context.Background())
	r := &inProcess{g, stop, make(chan error, 1)}
	g.Cleanup(stop)
	if err := s.start(ctx); err != nil {
		g.Fatal(err)
	}
	go func() { r.ended <- s.run(ctx) }()
	return r
}

// end stops it as a signal does.
func (r *inProcess) end() {
	r.g.Helper()
	r.stop()
	if err := next(r.g.T, "the end of a replica", r.ended); err != nil {
		r.g.Errorf("a replica ended with %v", err)
	}
}
