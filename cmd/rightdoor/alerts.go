package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"

	"rightdoor/internal/alert"
	"rightdoor/internal/store"
	"rightdoor/models"
)

// gathering is the rows to deliver, of which those that belong into one message
// are put into one before the next is taken.
type gathering struct{ *store.Store }

// TakeAlert takes the next alert of a channel.
func (g gathering) TakeAlert(ctx context.Context, hold *models.Hold, stale time.Duration) (*models.Alert, error) {
	if err := g.GatherAlerts(ctx, hold); err != nil {
		return nil, err
	}
	return g.Store.TakeAlert(ctx, hold, stale)
}

// jobsWithin bounds how long the start waits for the job library's tables.
const jobsWithin = 10 * time.Second

// wake lets changes wake the deliverer. Without it alerts are found by looking,
// every second: that is no reason not to start.
func (s *service) wake(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, jobsWithin)
	defer cancel()
	s.id = processID()
	jobs, err := alert.OpenJobs(ctx, s.store, s.log, s.id)
	if err != nil {
		s.log.WarnContext(ctx, "Nothing wakes the delivery of alerts: they are looked for every second", "error", err)
		return
	}
	s.jobs, s.store.Enqueue = jobs, jobs.Enqueue
}

// announce delivers alerts, and keeps true what was posted, until the context
// ends. The bot is introduced by then.
func (s *service) announce(ctx context.Context) error {
	deliverer := alert.New(gathering{s.store}, s.bot, s.log, s.id)
	deliverer.Now = s.store.Now
	parts, running := errgroup.WithContext(ctx)
	parts.Go(func() error { return s.deliver(running, deliverer) })
	parts.Go(func() error { return s.bot.Upkeep(running) })
	return parts.Wait()
}

// deliver goes on without anything to wake it where that does not start.
func (s *service) deliver(ctx context.Context, d *alert.Deliverer) error {
	err := d.Run(ctx, s.jobs)
	if err == nil || ctx.Err() != nil {
		return nil
	}
	s.log.WarnContext(ctx, "Nothing wakes the delivery of alerts: they are looked for every second", "error", err)
	return d.Run(ctx, nil)
}

// processID names this process, unlike any other on the same database.
func processID() string {
	host, err := os.Hostname()
	if err != nil {
		host = "host"
	}
	return fmt.Sprintf("%.60s-%d-%.8s", host, os.Getpid(), rand.Text())
}
