package alert

import (
	"context"
	"sync"
	"time"
)

// How often the rows are looked over, how many channels are posted to at a
// time, and how long a rescoring goes on before others have their turn.
const (
	sweepEvery = time.Second
	atATime    = 100
	rescoreFor = 20 * time.Second
)

// Run delivers until the context ends, and returns when what is in hand is
// settled. Jobs are nil where nothing wakes but the clock.
func (d *Deliverer) Run(ctx context.Context, jobs *Jobs) error {
	if jobs != nil {
		stop, err := jobs.start(ctx, d)
		if err != nil {
			return err
		}
		defer stop()
	}
	s := &sweeper{d: d, places: make(chan struct{}, atATime), busy: map[place]bool{}}
	defer s.running.Wait()
	ticker := time.NewTicker(d.Every)
	defer ticker.Stop()
	for {
		s.sweep(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// sweeper finds by itself what there is to do.
type sweeper struct {
	d       *Deliverer
	places  chan struct{}
	running sync.WaitGroup

	mu   sync.Mutex
	busy map[place]bool
}

// place is a channel that is drained, or "" for a workspace's rescoring.
type place struct {
	workspace int64
	channel   string
}

// sweep sets off what is due. Trouble with the database is told once a sweep;
// the next one tries again.
func (s *sweeper) sweep(ctx context.Context) {
	due, err := s.d.Queue.DueChannels(ctx, s.d.stale())
	if err != nil {
		s.trouble(ctx, err)
		return
	}
	for _, w := range due {
		for _, channel := range w.Channels {
			s.do(ctx, place{w.Workspace, channel}, func() error { return s.d.Drain(ctx, w.Workspace, channel) })
		}
	}
	workspaces, err := s.d.Queue.Rescorings(ctx)
	if err != nil {
		s.trouble(ctx, err)
		return
	}
	for _, w := range workspaces {
		s.do(ctx, place{w, ""}, func() error { return s.d.rescore(ctx, w) })
	}
}

// do works on a place, unless that is being done, or all hands are busy: then
// a later sweep does.
func (s *sweeper) do(ctx context.Context, p place, work func() error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy[p] {
		return
	}
	select {
	case s.places <- struct{}{}:
	default:
		return
	}
	s.busy[p] = true
	s.running.Go(func() {
		if err := work(); err != nil {
			s.trouble(ctx, err)
		}
		<-s.places
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.busy, p)
	})
}

func (s *sweeper) trouble(ctx context.Context, err error) {
	if ctx.Err() == nil {
		s.d.Log.ErrorContext(ctx, "Alerts are not delivered", "error", err)
	}
}

// rescore ranks a workspace's accounts for a while. Two at once take turns.
func (d *Deliverer) rescore(ctx context.Context, workspace int64) error {
	for end := d.Now().Add(rescoreFor); d.Now().Before(end) && ctx.Err() == nil; {
		more, err := d.Queue.Rescore(ctx, workspace)
		if err != nil || !more {
			return err
		}
	}
	return nil
}
