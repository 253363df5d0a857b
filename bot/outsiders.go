package bot

import (
	"context"
	"time"

	"github.com/slack-go/slack"
)

// checkWithin bounds how long Slack may take to say who somebody is, or what a
// channel is: nobody's answer should wait for more, and no place be held.
const checkWithin = 10 * time.Second

// insider tells whether a person may have data: a member of the team, neither
// a guest nor of another organisation. Where Slack does not say, there is an
// error and no data.
func (b *Bot) insider(ctx context.Context, a ask) (bool, error) {
	if a.user == "" {
		return false, nil
	}
	return b.people.get(person{a.team, a.user}, func() (bool, error) {
		ctx, cancel := context.WithTimeout(ctx, checkWithin)
		defer cancel()
		var user *slack.User
		err := b.sending(ctx, "users.info", func(ctx context.Context) (err error) {
			user, err = b.api.GetUserInfoContext(ctx, a.user)
			return err
		})
		return err == nil && b.ours(user, a.team), err
	})
}

// person is somebody as seen from a team.
type person struct{ team, user string }

// ours tells whether a user is a full member of the team, or of another
// workspace of the same company. The id of a company alone says nothing:
// partners have one, too.
func (b *Bot) ours(u *slack.User, team string) bool {
	if u.IsRestricted || u.IsUltraRestricted || u.IsStranger || u.Deleted {
		return false
	}
	company := b.self().enterprise
	return u.TeamID != "" && u.TeamID == team || company != "" && u.Enterprise.EnterpriseID == company
}

// sharedRoom tells whether a channel is shared with another organisation; none
// at all counts as one.
func (b *Bot) sharedRoom(ctx context.Context, channel string) (bool, error) {
	if channel == "" {
		return true, nil
	}
	return b.rooms.get(channel, func() (bool, error) {
		ctx, cancel := context.WithTimeout(ctx, checkWithin)
		defer cancel()
		var room *slack.Channel
		err := b.sending(ctx, "conversations.info", func(ctx context.Context) (err error) {
			room, err = b.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
			return err
		})
		return err != nil || room.IsExtShared || room.IsPendingExtShared, err
	})
}
