package playground

import (
	"context"
	"sync"
	"time"
)

// clock is a clock that can be moved forward.
type clock struct {
	now func() time.Time

	mu     sync.Mutex
	offset time.Duration
	moved  chan struct{} // closed when the clock is moved
}

func newClock(now func() time.Time) clock { return clock{now: now, moved: make(chan struct{})} }

// Now is the time in the Playground. A bot that runs beside it should go by it.
func (p *Playground) Now() time.Time { return p.clock.now().Add(p.clock.ahead()) }

// Forward moves the time forward; what was waiting for it goes on.
func (p *Playground) Forward(d time.Duration) {
	p.clock.move(p.clock.ahead() + max(d, 0))
	p.tellTime()
}

// Back sets the time to that of the clock it is set by.
func (p *Playground) Back() {
	p.clock.back()
	p.tellTime()
}

func (p *Playground) tellTime() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tellAll(note{Kind: "clock", Now: p.Now().UnixMilli(), Offset: p.clock.ahead().Milliseconds()})
}

func (c *clock) ahead() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.offset
}

func (c *clock) back() { c.move(0) }

func (c *clock) move(to time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset = to
	close(c.moved)
	c.moved = make(chan struct{})
}

// sleep waits until so much time has passed on the clock, or the context ends;
// it tells which.
func (c *clock) sleep(ctx context.Context, d time.Duration) bool {
	due := c.now().Add(c.ahead() + d)
	for {
		c.mu.Lock()
		left, moved := due.Sub(c.now().Add(c.offset)), c.moved
		c.mu.Unlock()
		if left <= 0 {
			return ctx.Err() == nil
		}
		timer := time.NewTimer(left)
		select {
		case <-timer.C:
		case <-moved:
		case <-ctx.Done():
			timer.Stop()
			return false
		}
		timer.Stop()
	}
}
