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

// Alerts is what is kept of announcements: which message, or line of a digest,
// no longer says how its account stands, which is back from a snooze, and what
// was done when.
type Alerts interface {
	WorkspaceOf(ctx context.Context, team string) (id int64, known bool, err error)
	Alert(ctx context.Context, workspace, id int64) (*models.Alert, error)
	Outdated(ctx context.Context, workspace int64, since time.Time, limit int) ([]models.Alert, error)
	ShowAlert(ctx context.Context, shown models.Shown) (news bool, err error)
	OutdatedLines(ctx context.Context, workspace int64, since time.Time, limit int) ([]models.LineChange, error)
	ShowLines(ctx context.Context, workspace int64, lines []models.LineChange) (news []models.LineChange, err error)
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
	linesEvery  = time.Minute // digests: an import would fill their threads otherwise
	linesAtOnce = 5000
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
	var last rounds
	for {
		if err := b.keepUp(ctx, &last); err != nil && ctx.Err() == nil {
			b.Log.ErrorContext(ctx, "Posted alerts are not kept true", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// rounds are the last times of what is not looked for in each round.
type rounds struct{ lines, reviews time.Time }

// over tells whether a time passed since a moment, which then is now. A clock
// that was set back counts as one that went on.
func (b *Bot) over(last *time.Time, every time.Duration) bool {
	now := b.Now()
	if now.Sub(*last).Abs() < every {
		return false
	}
	*last = now
	return true
}

// keepUp does one round. What one part of it cannot do keeps none of the others
// from being done: a message that Slack does not take would hold back every
// snooze and digest for as long as it is followed.
func (b *Bot) keepUp(ctx context.Context, last *rounds) error {
	workspace, known, err := b.Alerts.WorkspaceOf(ctx, b.self().team)
	if err != nil || !known { // nobody of the team has asked for anything yet
		return err
	}
	err = errors.Join(b.editOutdated(ctx, workspace), b.wake(ctx, workspace))
	if b.over(&last.lines, linesEvery) {
		err = errors.Join(err, b.editDigests(ctx, workspace))
	}
	if b.over(&last.reviews, remindEvery) {
		err = errors.Join(err, b.followRooms(ctx, workspace), b.remind(ctx, workspace))
	}
	return err
}

// editOutdated edits the messages that no longer say how their account stands.
func (b *Bot) editOutdated(ctx context.Context, workspace int64) error {
	list, err := b.Alerts.Outdated(ctx, workspace, b.Now().Add(-followFor), editAtATime)
	if err != nil {
		return err
	}
	var refused error
	for _, a := range list {
		if err := b.editOne(ctx, a); isAnswer(err) {
			refused = errors.Join(refused, err)
		} else if err != nil {
			return err
		}
	}
	return refused
}

// editOne edits the message of an account. The edit is the same however often it
// is made; who notes it first tells the thread.
func (b *Bot) editOne(ctx context.Context, a models.Alert) error {
	m, view, err := b.alertMessage(ctx, a.WorkspaceID, a.ID)
	if err != nil {
		return err
	}
	now, ok := view.(*commands.AlertView)
	if !ok {
		return nil
	}
	edited, err := b.editAnnounced(ctx, a, m)
	if err != nil {
		return err
	}
	shown := models.Shown{WorkspaceID: a.WorkspaceID, AlertID: a.ID}
	shown.Verdict, shown.Score = now.Shows()
	news, err := b.Alerts.ShowAlert(ctx, shown)
	if err == nil && news && edited {
		b.storyOf(ctx, a, commands.Item{Text: now.Standing()})
	}
	return err
}

// editDigests edits the digests of which a line no longer says how its account
// stands: each once, however many lines there are.
func (b *Bot) editDigests(ctx context.Context, workspace int64) error {
	lines, err := b.Alerts.OutdatedLines(ctx, workspace, b.Now().Add(-followFor), linesAtOnce)
	if err != nil {
		return err
	}
	var refused error
	for len(lines) > 0 {
		n := 1
		for n < len(lines) && lines[n].DigestID == lines[0].DigestID {
			n++
		}
		if err := b.editDigest(ctx, workspace, lines[:n]); isAnswer(err) {
			refused = errors.Join(refused, err)
		} else if err != nil {
			return err
		}
		lines = lines[n:]
	}
	return refused
}

// editDigest edits a digest. What its lines show is noted as it was found: where
// an account has changed meanwhile, the next round finds it. Who notes a line
// first tells the thread of it.
func (b *Bot) editDigest(ctx context.Context, workspace int64, lines []models.LineChange) error {
	digest, err := b.Alerts.Alert(ctx, workspace, lines[0].DigestID)
	if err != nil || digest == nil {
		return err
	}
	m, _, err := b.alertMessage(ctx, workspace, digest.ID)
	if err != nil {
		return err
	}
	edited, err := b.editAnnounced(ctx, *digest, m)
	if err != nil {
		return err
	}
	news, err := b.Alerts.ShowLines(ctx, workspace, lines)
	if story := commands.DigestStory(news); err == nil && story != "" && edited {
		b.storyOf(ctx, *digest, commands.Item{Text: story})
	}
	return err
}

// editAnnounced edits what was posted. It gives false where that can never be,
// as when the message was deleted, and an error where the next round may try
// again.
func (b *Bot) editAnnounced(ctx context.Context, a models.Alert, m message) (edited bool, err error) {
	err = b.editSoon(ctx, a, m)
	if err != nil && isPermanent(err) {
		b.Log.WarnContext(ctx, "Alert not edited", "alert", a.ID, "error", err)
		return false, nil
	}
	return err == nil, err
}

// editSoon edits the message of an alert within a minute.
func (b *Bot) editSoon(ctx context.Context, a models.Alert, m message) error {
	ctx, cancel := context.WithTimeout(ctx, deliverWithin)
	defer cancel()
	return b.edit(ctx, a.Channel, a.MessageTS, m)
}

// isAnswer tells whether an error is what Slack says of one message, so that
// others may be taken.
func isAnswer(err error) bool {
	_, ok := errors.AsType[slack.SlackErrorResponse](err)
	return ok
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
