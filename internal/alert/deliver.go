package alert

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"rightdoor/models"
)

// Queue is the rows to deliver.
type Queue interface {
	// DueChannels lists the channels in which something is due that nobody
	// holds; Rescorings the workspaces whose accounts are being ranked anew.
	// An alert that has been on its way for stale counts as left behind.
	DueChannels(ctx context.Context, stale time.Duration) ([]models.Due, error)
	Rescorings(ctx context.Context) ([]int64, error)

	// TakeHold takes the right to post in a channel; nil when somebody has it.
	TakeHold(ctx context.Context, workspace int64, channel, by string, lasts time.Duration) (*models.Hold, error)
	DropHold(ctx context.Context, hold *models.Hold) error

	// TakeTurn takes the turn to post in a workspace, one in every pace; again
	// is when to ask for it again, zero when it is taken. It is for a channel in
	// which something is due.
	TakeTurn(ctx context.Context, hold *models.Hold, stale, pace time.Duration) (again time.Time, due bool, err error)

	// TakeAlert takes the next alert, nil when there is none; Settle notes what
	// became of it.
	TakeAlert(ctx context.Context, hold *models.Hold, stale time.Duration) (*models.Alert, error)
	Settle(ctx context.Context, a *models.Alert, d models.Delivery) (bool, error)

	// Rescore ranks some accounts and tells whether there are more.
	Rescore(ctx context.Context, workspace int64) (more bool, err error)
}

// Poster is Slack. Its errors are *models.PostError where it is known that
// nothing was posted; any other leaves that open.
type Poster interface {
	// PostAlert posts an alert with its id in the metadata, and gives Slack's
	// name of the message.
	PostAlert(ctx context.Context, a models.Alert) (ts string, err error)
	// FindAlert looks for the post of an alert in its channel's history.
	FindAlert(ctx context.Context, a models.Alert, since time.Time) (ts string, found bool, err error)
}

// The times of a delivery.
const (
	settleTimeout = 5 * time.Second
	giveUpAfter   = 24 * time.Hour
	longestPause  = 15 * time.Minute
	lookBack      = time.Minute // clocks differ

	// Slack takes "several hundred" messages a minute of one app in a workspace,
	// and names no number.
	turnEvery = 125 * time.Millisecond
)

// Deliverer posts what is due. Its fields are set before it is used.
type Deliverer struct {
	Queue  Queue
	Poster Poster
	Log    *slog.Logger
	Now    func() time.Time
	ID     string        // of this process, unlike any other's
	Pace   time.Duration // between two posts in a channel
	Turn   time.Duration // between two posts in a workspace
	Every  time.Duration // between two sweeps

	// HoldFor is how long a channel is held at most. After a crash it takes as
	// long until the channel goes on. The other times follow from it, so that a
	// post is over before its alert counts as left behind, and that before
	// another may have the channel.
	HoldFor time.Duration

	taken atomic.Int64
	stats Stats
	lines sync.Map // by workspace: who waits for its turn
}

// Stats counts what became of deliveries since the process started.
type Stats struct{ Sent, Retried, Failed, Held atomic.Int64 }

// Stats gives the counts.
func (d *Deliverer) Stats() *Stats { return &d.stats }

// New makes a deliverer with the ordinary clock and pace.
func New(q Queue, p Poster, log *slog.Logger, id string) *Deliverer {
	return &Deliverer{Queue: q, Poster: p, Log: log, Now: time.Now, ID: id, Pace: time.Second, Turn: turnEvery, Every: sweepEvery, HoldFor: 2 * time.Minute}
}

// drainFor is for how long a channel is posted to before somebody else may
// have the place, and postTimeout how long one post may take.
func (d *Deliverer) drainFor() time.Duration    { return d.HoldFor / 12 }
func (d *Deliverer) postTimeout() time.Duration { return d.HoldFor / 12 }

// stale is how long an alert is on its way before it counts as left behind.
func (d *Deliverer) stale() time.Duration { return d.HoldFor / 2 }

// Drain posts what is due in a channel, in order, for some seconds at most.
// Somebody else who is at it already is left to it; therefore it looks again
// after it let go of a channel in which there was something to do.
func (d *Deliverer) Drain(ctx context.Context, workspace int64, channel string) error {
	for end := d.Now().Add(d.drainFor()); ; {
		posted, err := d.hold(ctx, workspace, channel, end)
		if err != nil || posted == 0 || !d.Now().Before(end) {
			return err
		}
	}
}

// hold posts for as long as it may have the channel, and tells how many alerts
// were dealt with.
func (d *Deliverer) hold(ctx context.Context, workspace int64, channel string, end time.Time) (posted int, err error) {
	by := fmt.Sprintf("%s/%d", d.ID, d.taken.Add(1))
	hold, err := d.Queue.TakeHold(ctx, workspace, channel, by, d.HoldFor)
	if err != nil || hold == nil {
		return 0, err
	}
	posted, err = d.drain(ctx, hold, end)
	late, cancel := afterwards(ctx)
	defer cancel()
	return posted, errors.Join(err, d.Queue.DropHold(late, hold))
}

// afterwards is a context for what has to be written down even when the work
// itself was called off.
func afterwards(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
}

func (d *Deliverer) drain(ctx context.Context, hold *models.Hold, end time.Time) (posted int, err error) {
	for next := hold.NextAt; ; posted++ {
		if next.After(end) || !d.wait(ctx, next) {
			return posted, ctx.Err()
		}
		if due, err := d.turn(ctx, hold, end); err != nil || !due {
			return posted, err
		}
		a, err := d.Queue.TakeAlert(ctx, hold, d.stale())
		if err != nil || a == nil {
			return posted, err
		}
		pause, err := d.deliver(ctx, a)
		if err != nil {
			return posted, err
		}
		next = d.Now().Add(pause)
	}
}

// turn waits for the workspace's turn to post; false when nothing is due, or
// not before somebody else may have the place. Of one process one asks at a
// time: many would only be a load. A turn is not taken in advance, so that who
// dies has none.
func (d *Deliverer) turn(ctx context.Context, hold *models.Hold, end time.Time) (due bool, err error) {
	known, _ := d.lines.LoadOrStore(hold.WorkspaceID, make(chan struct{}, 1))
	line := known.(chan struct{}) // nothing else is kept there
	waiting, cancel := context.WithTimeout(ctx, end.Sub(d.Now()))
	defer cancel()
	select {
	case line <- struct{}{}:
		defer func() { <-line }()
	case <-waiting.Done():
		return false, ctx.Err()
	}
	for {
		again, due, err := d.Queue.TakeTurn(ctx, hold, d.stale(), d.Turn)
		if err != nil || !due || again.IsZero() {
			return due, err
		}
		if again.After(end) || !d.wait(ctx, again) {
			return false, ctx.Err()
		}
	}
}

// wait waits until a moment; false when the context ended before.
func (d *Deliverer) wait(ctx context.Context, until time.Time) bool {
	if ctx.Err() != nil {
		return false
	}
	left := until.Sub(d.Now())
	if left <= 0 {
		return true
	}
	timer := time.NewTimer(left)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// deliver posts one alert and notes what became of it; the pause is how long
// the channel is left alone.
func (d *Deliverer) deliver(ctx context.Context, a *models.Alert) (time.Duration, error) {
	posting, cancel := context.WithTimeout(ctx, d.postTimeout())
	ts, looked, err := d.post(posting, a)
	cancel()
	became := d.judge(a, ts, looked, err)
	late, cancel := afterwards(ctx)
	defer cancel()
	mine, errSettle := d.Queue.Settle(late, a, became)
	if errSettle != nil {
		return 0, fmt.Errorf("settle alert %d: %w", a.ID, errSettle)
	}
	if !mine {
		return 0, fmt.Errorf("alert %d of workspace %d was taken by somebody else on its way", a.ID, a.WorkspaceID)
	}
	d.note(ctx, a, became, err)
	return became.Pause, nil
}

// post posts an alert, unless somebody who tried before did; looked tells that
// the error, if any, came from looking.
func (d *Deliverer) post(ctx context.Context, a *models.Alert) (ts string, looked bool, err error) {
	if a.Doubt {
		since := a.CreatedAt
		if a.TriedAt != nil {
			since = *a.TriedAt
		}
		ts, found, err := d.Poster.FindAlert(ctx, *a, since.Add(-lookBack))
		if err != nil || found {
			return ts, true, err
		}
	}
	ts, err = d.Poster.PostAlert(ctx, *a)
	return ts, false, err
}

// The words for what a person may have to look into.
const (
	mayBePosted = "It may have been posted: Slack did not say, and the channel's history could not be read. "
	gaveUp      = "Slack took no post for a day. "
)

// judge says what an attempt means.
func (d *Deliverer) judge(a *models.Alert, ts string, looked bool, err error) models.Delivery {
	if err == nil {
		return models.Delivery{State: models.AlertSent, MessageTS: ts, Pause: d.Pace}
	}
	later := models.Delivery{State: models.AlertWaiting, Why: err.Error(), Doubt: true, Pause: backOff(a.Attempts)}
	surely, known := errors.AsType[*models.PostError](err)
	if known {
		later.Doubt = looked && a.Doubt // looking in vain posts nothing, and settles nothing
		if surely.After > 0 {
			later.Pause = surely.After
		}
	}
	final := func(state models.AlertState, why string) models.Delivery {
		return models.Delivery{State: state, Why: why, Doubt: later.Doubt, Pause: d.Pace}
	}
	switch {
	case known && looked && surely.Means != models.PostLater:
		return final(models.AlertFailed, mayBePosted+err.Error())
	case known && surely.Means == models.PostForbidden && a.Kind != models.StopNotice:
		return final(models.AlertHeld, err.Error())
	case known && surely.Means != models.PostLater:
		return final(models.AlertFailed, err.Error())
	case d.tooLate(a) && later.Doubt:
		return final(models.AlertFailed, mayBePosted+err.Error())
	case d.tooLate(a):
		return final(models.AlertFailed, gaveUp+err.Error())
	}
	return later
}

// tooLate tells whether an alert was tried for a day. One that is due anew, as
// after a pause or by an operator's word, has a new day, though it is still
// known since when it may have been posted.
func (d *Deliverer) tooLate(a *models.Alert) bool {
	if a.TriedAt == nil {
		return false
	}
	since := *a.TriedAt
	if a.DueAt.After(since) {
		since = a.DueAt
	}
	return d.Now().Sub(since) >= giveUpAfter
}

// backOff is how long to wait after an attempt that failed: 1 s, 2 s, 4 s … up
// to 15 minutes, give or take a fifth, so that channels do not come back in
// step.
func backOff(attempts int) time.Duration {
	pause := longestPause
	if attempts < 11 {
		pause = min(pause, time.Second<<max(attempts-1, 0))
	}
	return time.Duration(float64(pause) * (0.8 + 0.4*rand.Float64()))
}

// note counts and logs what became of a delivery.
func (d *Deliverer) note(ctx context.Context, a *models.Alert, became models.Delivery, err error) {
	count := map[models.AlertState]*atomic.Int64{
		models.AlertSent: &d.stats.Sent, models.AlertWaiting: &d.stats.Retried, models.AlertFailed: &d.stats.Failed, models.AlertHeld: &d.stats.Held,
	}[became.State]
	count.Add(1)
	if err != nil {
		d.Log.WarnContext(ctx, "Alert not posted", "workspace", a.WorkspaceID, "alert", a.ID, "channel", shown(a.Channel),
			"attempt", a.Attempts, "state", string(became.State), "error", err)
	}
}

// shown is a channel as a log names it: whoever stands for one by her e-mail
// address is not named.
func shown(channel string) string {
	if models.IsAddress(channel) {
		return "an owner"
	}
	return channel
}
