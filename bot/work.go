package bot

import (
	"context"
	"log/slog"
	"time"

	"rightdoor/internal/fault"
)

// logFault logs what a person was not told.
func (b *Bot) logFault(ctx context.Context, a ask, err error) {
	level := slog.LevelInfo
	if kind := fault.KindOf(err); kind == fault.Failed || kind == fault.Unavailable {
		level = slog.LevelError
	}
	b.Log.Log(ctx, level, "Not answered as asked", "request", a.id, "error", err)
}

// start makes an answer in the background and gives the channel it will be on.
// The work is bounded in time and number, counted by Wait, and goes on when
// the request that caused it is gone. An answer comes even when the work
// outlives its time.
func (b *Bot) start(ctx context.Context, a ask) <-chan message {
	done := make(chan message, 1)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerWithin)
	made := make(chan message, 1)
	b.working.Go(func() {
		made <- b.placed(ctx, func() message { return b.answer(ctx, a) })
	})
	b.working.Go(func() {
		defer cancel()
		done <- b.inTime(ctx, a, made)
	})
	return done
}

// overdue is how long after its time an answer is still waited for: work that
// heeds its context says by itself what it was waiting for.
const overdue = 250 * time.Millisecond

// inTime waits for an answer until its time is over.
func (b *Bot) inTime(ctx context.Context, a ask, made <-chan message) message {
	select {
	case m := <-made:
		return m
	case <-ctx.Done():
	}
	select {
	case m := <-made:
		return m
	case <-time.After(overdue):
		b.logFault(ctx, a, ctx.Err())
		return plainMessage(fault.Message(ctx.Err()))
	}
}

// placed waits for a place to work in, in a line of bounded length.
func (b *Bot) placed(ctx context.Context, work func() message) message {
	if b.waiting.Add(1) > maxAnswers+maxWaiting {
		b.waiting.Add(-1)
		return b.busy()
	}
	defer b.waiting.Add(-1)
	select {
	case b.places <- struct{}{}:
		defer func() { <-b.places }()
		return work()
	case <-ctx.Done():
		return b.busy()
	}
}

func (b *Bot) busy() message {
	b.Meter.Refused("busy")
	return plainMessage(busyText)
}

// respond answers over the acknowledgement when the answer is quick enough,
// and by deliver when it is not: exactly one of the two is called. ack with no
// message acknowledges alone.
func (b *Bot) respond(ctx context.Context, a ask, ack func(*message), deliver func(context.Context, message) error) {
	done := b.start(ctx, a)
	timer := time.NewTimer(ackWithin)
	defer timer.Stop()
	select {
	case m := <-done:
		ack(&m)
	case <-timer.C:
		ack(nil)
		b.later(ctx, a, done, deliver)
	}
}

// later delivers an answer when it is ready, in the background.
func (b *Bot) later(ctx context.Context, a ask, done <-chan message, deliver func(context.Context, message) error) {
	b.working.Go(func() { b.send(ctx, a.id, <-done, deliver) })
}

// send delivers an answer, or logs that Slack did not take it.
func (b *Bot) send(ctx context.Context, request string, m message, deliver func(context.Context, message) error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), deliverWithin)
	defer cancel()
	if err := deliver(ctx, m); err != nil {
		b.Log.ErrorContext(ctx, "Answer not delivered", "request", request, "error", err)
	}
}
