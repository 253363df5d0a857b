package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"

	"rightdoor/internal/alert"
	"rightdoor/internal/store"
	"rightdoor/internal/web"
	"rightdoor/models"
)

// gathering is the rows to deliver, of which those that belong into one message
// are put into one before the next is taken.
type gathering struct{ *store.Store }

// TakeTurn gathers before it asks for the turn: to gather may have to wait for an
// import, and turns that wait with it would be used all at once.
func (g gathering) TakeTurn(ctx context.Context, hold *models.Hold, stale, pace time.Duration) (again time.Time, due bool, err error) {
	if err := g.GatherAlerts(ctx, hold); err != nil {
		return time.Time{}, false, err
	}
	return g.Store.TakeTurn(ctx, hold, stale, pace)
}

// jobsWithin bounds how long the job library's tables may take.
const jobsWithin = 10 * time.Second

// enqueue lets a change wake the delivery, once there is something to wake.
func (s *service) enqueue(ctx context.Context, tx *sql.Tx, conn *sql.Conn, due models.Due) error {
	if jobs := s.jobs.Load(); jobs != nil {
		return jobs.Enqueue(ctx, tx, conn, due)
	}
	return nil
}

// announce delivers alerts, and keeps true what was posted, until the context
// ends. The bot is introduced by then.
func (s *service) announce(ctx context.Context) error {
	parts, running := errgroup.WithContext(ctx)
	parts.Go(func() error { return s.deliver(running) })
	parts.Go(func() error { return s.bot.Upkeep(running) })
	return parts.Wait()
}

// deliver posts what is due. Without the job library alerts are found by
// looking, every second: that is no reason not to deliver.
func (s *service) deliver(ctx context.Context) error {
	opening, cancel := context.WithTimeout(ctx, jobsWithin)
	jobs, err := alert.OpenJobs(opening, s.store, s.log, s.id)
	cancel()
	if err == nil {
		s.jobs.Store(jobs)
		err = s.deliverer.Run(ctx, jobs)
	}
	if err == nil || ctx.Err() != nil {
		return nil
	}
	s.jobs.Store(nil)
	s.log.WarnContext(ctx, "Nothing wakes the delivery of alerts: they are looked for every second", "error", err)
	return s.deliverer.Run(ctx, nil)
}

// alertFigures tells how the delivery does.
func (s *service) alertFigures(ctx context.Context) (web.AlertFigures, error) {
	stats := s.deliverer.Stats()
	f := web.AlertFigures{Sent: stats.Sent.Load(), Retried: stats.Retried.Load(), Failed: stats.Failed.Load(), Held: stats.Held.Load()}
	var err error
	if f.Queued, f.Oldest, err = s.store.AlertQueue(ctx); err != nil {
		return f, err
	}
	f.Stopped, err = s.store.StoppedSubscriptions(ctx)
	return f, err
}

// processID names this process, unlike any other on the same database.
func processID() string {
	host, err := os.Hostname()
	if err != nil {
		host = "host"
	}
	return fmt.Sprintf("%.60s-%d-%.8s", host, os.Getpid(), rand.Text())
}
