package bot

import (
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"
)

// roomTurned tells whether an event says that a channel may take posts no more,
// or again: it is archived or back, or the bot was removed or invited. Slack
// sends some of these twice, under two names, and withholds others.
func (b *Bot) roomTurned(h happening) bool {
	switch {
	case h.Type == "channel_archive", h.Type == "channel_unarchive", h.Type == "channel_deleted", h.Type == "channel_left":
		return true
	case h.Type == "group_archive", h.Type == "group_unarchive", h.Type == "group_deleted", h.Type == "group_left":
		return true
	case h.Type == "member_left_channel", h.Type == "member_joined_channel":
		return h.User != "" && h.User == b.self().user
	default:
		return false
	}
}

// followRoom brings the alerts of a channel in step with it, in the background.
// An event only says where to look: what Slack then says of the channel counts,
// so that events may come twice, late and in any order. Where Slack or the
// database does not answer, the next post finds out.
func (b *Bot) followRoom(ctx context.Context, e envelope, h happening) {
	if b.Alerts == nil || h.Channel == "" {
		return
	}
	ctx = context.WithoutCancel(ctx)
	b.working.Go(func() {
		ctx, cancel := context.WithTimeout(ctx, deliverWithin)
		defer cancel()
		if err := b.followed(ctx, h.Channel); err != nil {
			b.Log.WarnContext(ctx, "Alerts of a channel not brought in step with it", "id", e.EventID, "event", h.Type, "channel", h.Channel, "error", err)
		}
	})
}

// reopened is why alerts stay stopped in a channel that takes posts again. They
// do not go on by themselves: what waited may be old by now, and the team may
// have turned to another channel.
const reopened = "the channel takes posts again; they go on with alerts resume there"

func (b *Bot) followed(ctx context.Context, channel string) error {
	workspace, known, err := b.Alerts.WorkspaceOf(ctx, b.self().team)
	if err != nil || !known {
		return err
	}
	why, err := b.closed(ctx, channel)
	if err != nil {
		return err
	}
	if why == "" {
		waiting, err := b.Alerts.ReopenChannel(ctx, workspace, channel, reopened, closings())
		if waiting > 0 {
			b.Log.InfoContext(ctx, "Channel takes posts again", "channel", channel, "stopped subscriptions", waiting)
		}
		return err
	}
	stopped, err := b.Alerts.StopChannel(ctx, workspace, channel, why)
	if stopped > 0 {
		b.Log.WarnContext(ctx, "Alerts stopped", "channel", channel, "subscriptions", stopped, "why", why)
	}
	return err
}

// closings are the ways in which a channel is closed to us, as words for
// people; each is what a post there would be refused for.
func closings() []string {
	return []string{forbidden["is_archived"], forbidden["not_in_channel"], forbidden["channel_not_found"]}
}

// closed says why nothing can be posted in a channel; "" where it can.
func (b *Bot) closed(ctx context.Context, channel string) (why string, err error) {
	c, err := b.conversation(ctx, channel)
	refused, ok := errors.AsType[slack.SlackErrorResponse](err)
	switch {
	case ok && slices.Contains([]string{"channel_not_found", "not_in_channel", "is_archived"}, refused.Err):
		return forbidden[refused.Err], nil
	case err != nil:
		return "", err
	case c.IsArchived:
		return forbidden["is_archived"], nil
	case !c.IsMember:
		return forbidden["not_in_channel"], nil
	default:
		return "", nil
	}
}
