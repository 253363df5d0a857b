package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rightdoor/commands"
	"rightdoor/internal/fault"
	"rightdoor/models"
)

// The metadata by which the post of an alert is found again.
const (
	alertEvent = "rightdoor_alert"
	alertID    = "id"
)

// alertLine is the request whose answer is the message of an alert.
func alertLine(id int64) string { return "/alerts show " + strconv.FormatInt(id, 10) }

// alertMessage makes the message of an alert as it stands now.
func (b *Bot) alertMessage(ctx context.Context, workspace, id int64) (message, commands.View, error) {
	reply, err := b.Runner.Run(ctx, commands.Request{Workspace: workspace, User: b.self().user, Text: alertLine(id)})
	if err != nil {
		return message{}, nil, err
	}
	return messageOf(reply.View), reply.View, nil
}

// PostAlert posts an alert, tried once, and gives Slack's name of the message.
// Its error is a *models.PostError where surely nothing was posted.
func (b *Bot) PostAlert(ctx context.Context, a models.Alert) (ts string, err error) {
	m, view, err := b.alertMessage(ctx, a.WorkspaceID, a.ID)
	if err != nil {
		return "", &models.PostError{Means: models.PostLater, Why: fault.Message(err), Err: err}
	}
	if b.Removed() {
		return "", &models.PostError{Means: models.PostLater, Why: "Rightdoor was removed from Slack.", Err: errGone}
	}
	to, err := b.recipient(ctx, a)
	if err != nil {
		return "", err
	}
	options := append(m.options(), slack.MsgOptionMetadata(slack.SlackMetadata{
		EventType: alertEvent, EventPayload: map[string]any{alertID: strconv.FormatInt(a.ID, 10)},
	}))
	_, ts, err = b.api.PostMessageContext(ctx, to, options...)
	if err != nil {
		b.Meter.SlackFailed("chat.postMessage")
		return "", postError(err)
	}
	b.shows(ctx, a, view)
	return ts, nil
}

// recipient is where an alert is posted: its channel, or whoever has the address
// that stands for one. Its error is a *models.PostError.
func (b *Bot) recipient(ctx context.Context, a models.Alert) (string, error) {
	if !models.IsAddress(a.Channel) {
		return a.Channel, nil
	}
	user, err := b.api.GetUserByEmailContext(ctx, a.Channel)
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); err == nil && !b.ours(user, b.self().team) || ok && refused.Err == "users_not_found" {
		return "", &models.PostError{Means: models.PostRejected, Why: "nobody of the team has that address in Slack", Err: err}
	}
	if err != nil {
		b.Meter.SlackFailed("users.lookupByEmail")
		return "", notPosted(err)
	}
	return user.ID, nil
}

// notPosted is the error of a call before a post: nothing was posted, whatever
// became of the call.
func notPosted(err error) error {
	if meant, ok := errors.AsType[*models.PostError](postError(err)); ok {
		return meant
	}
	return &models.PostError{Means: models.PostLater, Why: "Slack does not say who that is", Err: err}
}

// shows notes what a message says of its accounts, which may be newer than the
// alert. Where that fails, the thread says it once more.
func (b *Bot) shows(ctx context.Context, a models.Alert, v commands.View) {
	if b.Alerts == nil {
		return
	}
	var err error
	switch v := v.(type) {
	case *commands.AlertView:
		shown := models.Shown{WorkspaceID: a.WorkspaceID, AlertID: a.ID}
		shown.Verdict, shown.Score = v.Shows()
		_, err = b.Alerts.ShowAlert(ctx, shown)
	case commands.DigestView:
		_, err = b.Alerts.ShowLines(ctx, a.WorkspaceID, v.Shows())
	}
	if err != nil {
		b.Log.WarnContext(ctx, "What an alert shows is not noted", "alert", a.ID, "error", err)
	}
}

// FindAlert looks for the post of an alert in the history of its channel, back
// to a moment.
func (b *Bot) FindAlert(ctx context.Context, a models.Alert, since time.Time) (ts string, found bool, err error) {
	channel := a.Channel
	if models.SlackPerson(channel) || models.IsAddress(channel) { // a direct message, by whom it is with
		return "", false, &models.PostError{Means: models.PostRejected, Why: "a direct message cannot be looked into"}
	}
	p := slack.GetConversationHistoryParameters{
		ChannelID: channel, IncludeAllMetadata: true, Limit: 200, Oldest: strconv.FormatInt(since.Unix(), 10),
	}
	for {
		history, err := b.api.GetConversationHistoryContext(ctx, &p)
		if err != nil {
			b.Meter.SlackFailed("conversations.history")
			return "", false, postError(err)
		}
		for _, m := range history.Messages {
			if m.Metadata.EventType == alertEvent && m.Metadata.EventPayload[alertID] == strconv.FormatInt(a.ID, 10) {
				return m.Timestamp, true, nil
			}
		}
		p.Cursor = history.ResponseMetaData.NextCursor
		if !history.HasMore || p.Cursor == "" {
			return "", false, nil
		}
	}
}

// forbidden are the errors of Slack after which nothing more is taken in a
// channel, with what that means in words.
var forbidden = map[string]string{
	"channel_not_found": "the channel is gone, or private and Rightdoor is not in it", "is_archived": "the channel is archived",
	"not_in_channel": "Rightdoor is not in the channel: /invite @Rightdoor", "restricted_action": "the workspace lets only some people post there",
	"restricted_action_read_only_channel": "the channel is read-only", "user_not_found": "the person is gone", "user_disabled": "the person is gone",
	"cannot_dm_bot": "it is a bot", "messages_tab_disabled": "direct messages to the app are switched off",
}

// mendable are those that an operator mends at the app, not the channel: until
// then alerts wait.
var mendable = map[string]bool{
	"invalid_auth": true, "account_inactive": true, "token_revoked": true, "token_expired": true, "not_authed": true, "missing_scope": true,
	"no_permission": true, "access_denied": true, "not_allowed_token_type": true,
}

// postError says what an error of Slack's means for a post. One that leaves
// open whether it was posted stays as it is.
func postError(err error) error {
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return &models.PostError{Means: models.PostLater, After: limited.RetryAfter, Why: "Slack asks to wait", Err: err}
	}
	if code, ok := errors.AsType[slack.StatusCodeError](err); ok && code.Code == 429 {
		return &models.PostError{Means: models.PostLater, Why: "Slack asks to wait", Err: err}
	}
	refused, ok := errors.AsType[slack.SlackErrorResponse](err)
	switch {
	case !ok:
		return err
	case forbidden[refused.Err] != "":
		return &models.PostError{Means: models.PostForbidden, Why: forbidden[refused.Err], Err: err}
	case mendable[refused.Err]:
		return &models.PostError{Means: models.PostLater, Why: "Slack does not accept the app (" + refused.Err + ")", Err: err}
	case permanent[refused.Err]:
		return &models.PostError{Means: models.PostRejected, Why: "Slack refuses the message (" + refused.Err + ")", Err: err}
	default: // internal_error, fatal_error and whatever else: it may have been posted
		return err
	}
}

// sample posts a sample of an alert in its channel, and answers whether it was
// taken.
func (b *Bot) sample(ctx context.Context, a ask, s commands.AlertSample) message {
	if err := b.post(ctx, place{channel: s.Channel}, messageOf(s).shared()); err != nil {
		b.logFault(ctx, a, err)
		if meant, ok := errors.AsType[*models.PostError](postError(err)); ok {
			return plainMessage("It could not be posted: " + meant.Why + ".")
		}
		return plainMessage("Slack did not say whether the sample was posted. Look into the channel.")
	}
	return plainMessage("Posted. That is what an alert looks like.")
}

// tell shows everyone who saw an alert what somebody did with it: the message
// is edited, its thread tells the story. It is done in the background.
func (b *Bot) tell(ctx context.Context, a ask, done commands.AlertDone) {
	if !done.Happened() {
		return
	}
	ctx = context.WithoutCancel(ctx)
	b.working.Go(func() {
		ctx, cancel := context.WithTimeout(ctx, deliverWithin)
		defer cancel()
		if err := b.retell(ctx, done.Alert, storyMessage(done.Story)); err != nil {
			b.Log.ErrorContext(ctx, "Alert not edited", "request", a.id, "alert", done.Alert.ID, "error", err)
		}
	})
}

// storyMessage is a line of an alert's thread.
func storyMessage(i commands.Item) message {
	card := commands.Card{Sections: []commands.Section{{Lines: []commands.Item{i}}}}
	l := &layout{left: budget}
	l.card(card)
	return message{text: strings.TrimSpace(linkTo(i.About) + " " + escape(i.Text, maxFallback)), blocks: l.blocks}
}

// retell edits the message of an alert and adds a line to its thread. One that
// stands in a digest has its line there.
func (b *Bot) retell(ctx context.Context, a models.Alert, story message) error {
	if a.MessageTS == "" && a.DigestID != 0 && b.Alerts != nil {
		digest, err := b.Alerts.Alert(ctx, a.WorkspaceID, a.DigestID)
		if err != nil || digest == nil {
			return err
		}
		a = *digest
	}
	if a.MessageTS == "" {
		return nil
	}
	m, _, err := b.alertMessage(ctx, a.WorkspaceID, a.ID)
	if err != nil {
		return err
	}
	if err := b.edit(ctx, a.Channel, a.MessageTS, m); err != nil {
		return err
	}
	story.thread = a.MessageTS
	return b.post(ctx, place{channel: a.Channel}, story)
}

// edit replaces what a message says.
func (b *Bot) edit(ctx context.Context, channel, ts string, m message) error {
	return b.sending(ctx, "chat.update", func(ctx context.Context) error {
		_, _, _, err := b.api.UpdateMessageContext(ctx, channel, ts, m.options()...)
		return err
	})
}
