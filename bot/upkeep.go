package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"rightdoor/commands"
	"rightdoor/models"
)

// Alerts is what is kept of announcements: which message no longer says how
// its account stands, which is back from a snooze, and what was done when.
type Alerts interface {
	WorkspaceOf(ctx context.Context, team string) (id int64, known bool, err error)
	Alert(ctx context.Context, workspace, id int64) (*models.Alert, error)
	Outdated(ctx context.Context, workspace int64, since time.Time, limit int) ([]models.Alert, error)
	ShowAlert(ctx context.Context, shown models.Shown) (news bool, err error)
	WakeAlerts(ctx context.Context, workspace int64) ([]models.Alert, error)
	TakeErrand(ctx context.Context, workspace int64, name string, since time.Time, hold time.Duration) (bool, error)
	EndErrand(ctx context.Context, workspace int64, name string) error
	Subscriptions(ctx context.Context, workspace int64) ([]models.Subscription, error)
	StopChannel(ctx context.Context, workspace int64, channel, why string) (stopped int, err error)
	ReopenChannel(ctx context.Context, workspace int64, channel, now string, was []string) (waiting int, err error)
}

// The times of the upkeep.
const (
	editEvery   = 5 * time.Second
	remindEvery = time.Hour
	followFor   = 30 * 24 * time.Hour // how long a posted alert is kept true
	editAtATime = 50
	remindAgain = 7 * 24 * time.Hour // the same person of her reviews
	errandHold  = 10 * time.Minute
)

// Upkeep keeps what was posted true until the context ends: messages whose
// account stands otherwise are edited and their threads tell why, snoozes end,
// owners are reminded of reviews. A crash between an edit and its line in the
// thread loses the line; the message itself is edited again.
func (b *Bot) Upkeep(ctx context.Context) error {
	if b.Alerts == nil {
		return nil
	}
	ticker := time.NewTicker(editEvery)
	defer ticker.Stop()
	var reminded time.Time
	for {
		if err := b.keepUp(ctx, &reminded); err != nil && ctx.Err() == nil {
			b.Log.ErrorContext(ctx, "Posted alerts are not kept true", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// keepUp does one round; reviews are looked for once an hour.
func (b *Bot) keepUp(ctx context.Context, reminded *time.Time) error {
	workspace, known, err := b.Alerts.WorkspaceOf(ctx, b.self().team)
	if err != nil || !known { // nobody of the team has asked for anything yet
		return err
	}
	if err := b.editOutdated(ctx, workspace); err != nil {
		return err
	}
	if err := b.wake(ctx, workspace); err != nil {
		return err
	}
	if b.Now().Sub(*reminded).Abs() < remindEvery {
		return nil
	}
	*reminded = b.Now()
	return errors.Join(b.followRooms(ctx, workspace), b.remind(ctx, workspace))
}

// editOutdated edits the messages that no longer say how their account stands.
// The edit is the same however often it is made; who notes it first tells the
// thread.
func (b *Bot) editOutdated(ctx context.Context, workspace int64) error {
	list, err := b.Alerts.Outdated(ctx, workspace, b.Now().Add(-followFor), editAtATime)
	if err != nil {
		return err
	}
	for _, a := range list {
		m, view, err := b.alertMessage(ctx, workspace, a.ID)
		if err != nil {
			return err
		}
		now, ok := view.(*commands.AlertView)
		if !ok || now.FitReport == nil {
			continue
		}
		edited := b.editSoon(ctx, a, m)
		if edited != nil && !isPermanent(edited) {
			return edited // the next round tries again
		}
		news, err := b.Alerts.ShowAlert(ctx, models.Shown{WorkspaceID: workspace, AlertID: a.ID, Verdict: now.Verdict, Score: now.Score})
		if err != nil {
			return err
		}
		if edited != nil { // the message is gone
			b.Log.WarnContext(ctx, "Alert not edited", "alert", a.ID, "error", edited)
			continue
		}
		if news {
			b.storyOf(ctx, a, commands.Item{Text: now.Standing()})
		}
	}
	return nil
}

// editSoon edits the message of an alert within a minute.
func (b *Bot) editSoon(ctx context.Context, a models.Alert, m message) error {
	ctx, cancel := context.WithTimeout(ctx, deliverWithin)
	defer cancel()
	return b.edit(ctx, a.Channel, a.MessageTS, m)
}

// isPermanent tells whether Slack will never take a call.
func isPermanent(err error) bool {
	refused, ok := errors.AsType[slack.SlackErrorResponse](err)
	return ok && permanent[refused.Err]
}

// storyOf adds a line to the thread of an alert; one that is not taken is
// logged, and not tried again.
func (b *Bot) storyOf(ctx context.Context, a models.Alert, i commands.Item) {
	story := storyMessage(i)
	story.thread = a.MessageTS
	ctx, cancel := context.WithTimeout(ctx, deliverWithin)
	defer cancel()
	if err := b.post(ctx, place{channel: a.Channel}, story); err != nil {
		b.Log.WarnContext(ctx, "Alert's thread not continued", "alert", a.ID, "error", err)
	}
}

// wake ends the snoozes that are over: the message has its buttons again, and
// the thread says so.
func (b *Bot) wake(ctx context.Context, workspace int64) error {
	woken, err := b.Alerts.WakeAlerts(ctx, workspace)
	for _, a := range woken {
		ctx, cancel := context.WithTimeout(ctx, deliverWithin)
		defer cancel()
		if err := b.retell(ctx, a, storyMessage(commands.Item{Text: "Back from its snooze."})); err != nil {
			b.Log.WarnContext(ctx, "Alert not woken", "alert", a.ID, "error", err)
		}
	}
	return err
}

// remind names to each owner what is overdue for review, by direct message, at
// most once a week.
func (b *Bot) remind(ctx context.Context, workspace int64) error {
	reply, err := b.Runner.Run(ctx, commands.Request{Workspace: workspace, User: b.self().user, Text: "/review"})
	if err != nil {
		return err
	}
	list, ok := reply.View.(commands.ReviewList)
	if !ok {
		return nil
	}
	asked := map[string]bool{"": true}
	for _, d := range list.Due {
		if asked[d.Owner] {
			continue
		}
		asked[d.Owner] = true
		if err := b.remindOwner(ctx, workspace, d.Owner); err != nil {
			b.Log.WarnContext(ctx, "Owner not reminded of a review", "error", err)
		}
	}
	return nil
}

func (b *Bot) remindOwner(ctx context.Context, workspace int64, owner string) error {
	errand := "review:" + owner
	taken, err := b.Alerts.TakeErrand(ctx, workspace, errand, b.Now().Add(-remindAgain), errandHold)
	if err != nil || !taken {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, deliverWithin)
	defer cancel()
	user, err := b.atAddress(ctx, owner)
	if err != nil {
		return fmt.Errorf("find the owner: %w", err)
	}
	if !b.ours(user, b.self().team) {
		return b.Alerts.EndErrand(ctx, workspace, errand) // nobody of the team any more
	}
	reply, err := b.Runner.Run(ctx, commands.Request{Workspace: workspace, User: user.ID, Text: commands.Quote("review", owner)})
	if err != nil {
		return err
	}
	if err := b.post(ctx, place{channel: user.ID}, messageOf(reply.View)); err != nil {
		return err
	}
	return b.Alerts.EndErrand(ctx, workspace, errand)
}
