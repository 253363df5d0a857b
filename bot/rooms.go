package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"rightdoor/models"
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
		if err := b.followHeard(ctx, h.Channel); err != nil {
			b.Log.WarnContext(ctx, "Alerts of a channel not brought in step with it", "id", e.EventID, "event", h.Type, "channel", h.Channel, "error", err)
		}
	})
}

// followHeard follows a channel in which alerts are heard: Slack tells of every
// public channel, and of most there is nothing to ask or to lock.
func (b *Bot) followHeard(ctx context.Context, channel string) error {
	workspace, known, err := b.Alerts.WorkspaceOf(ctx, b.self().team)
	if err != nil || !known {
		return err
	}
	subs, err := b.Alerts.Subscriptions(ctx, workspace)
	if err != nil || !slices.ContainsFunc(subs, func(s models.Subscription) bool { return s.Channel == channel }) {
		return err
	}
	return b.followed(ctx, workspace, channel)
}

// The times at which channels are looked at without an event.
const (
	roomsEvery = time.Hour
	roomPause  = 1500 * time.Millisecond // between two, well within Slack's 50 a minute
)

// followRooms looks at every channel with alerts, in the background and once an
// hour among all processes: a targeting file sets alerts up where nobody asked
// Slack, and events are missed while nothing runs.
func (b *Bot) followRooms(ctx context.Context, workspace int64) error {
	const errand = "rooms"
	subs, err := b.Alerts.Subscriptions(ctx, workspace)
	if err != nil || len(subs) == 0 {
		return err
	}
	var rooms []string
	for _, s := range subs {
		rooms = append(rooms, s.Channel)
	}
	slices.Sort(rooms)
	rooms = slices.Compact(rooms)
	// Half of it the look may take. As it is done only at its end, what was done
	// less than an hour ago by that much is done again, else every other hour
	// would be left out.
	hold := max(errandHold, 2*time.Duration(len(rooms))*roomPause)
	taken, err := b.Alerts.TakeErrand(ctx, workspace, errand, b.Now().Add(hold-roomsEvery), hold)
	if err != nil || !taken {
		return err
	}
	b.working.Go(func() {
		b.followEach(ctx, workspace, rooms)
		if err := b.Alerts.EndErrand(ctx, workspace, errand); err != nil && ctx.Err() == nil {
			b.Log.WarnContext(ctx, "Channels are looked at again too early", "error", err)
		}
	})
	return nil
}

func (b *Bot) followEach(ctx context.Context, workspace int64, rooms []string) {
	for i, room := range rooms {
		if i > 0 {
			select {
			case <-time.After(roomPause):
			case <-ctx.Done():
				return
			}
		}
		if err := b.followed(ctx, workspace, room); err != nil && ctx.Err() == nil {
			b.Log.WarnContext(ctx, "Alerts of a channel not brought in step with it", "channel", room, "error", err)
		}
	}
}

// reopened is why alerts stay stopped in a channel that takes posts again. They
// do not go on by themselves: what waited may be old by now, and the team may
// have turned to another channel.
const reopened = "the channel was closed and is open again"

func (b *Bot) followed(ctx context.Context, workspace int64, channel string) error {
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
