package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"rightdoor/commands"
	"rightdoor/internal/fault"
	"rightdoor/models"
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
	who, err := b.who(ctx, person{a.team, a.user})
	return who.insider, err
}

// person is somebody as seen from a team.
type person struct{ team, user string }

// known is what Slack says of a person.
type known struct {
	insider bool
	name    string // what colleagues see; "" where Slack has none
}

func (b *Bot) who(ctx context.Context, p person) (known, error) {
	return b.people.get(p, func() (known, error) {
		ctx, cancel := context.WithTimeout(ctx, checkWithin)
		defer cancel()
		var user *slack.User
		err := b.sending(ctx, "users.info", func(ctx context.Context) (err error) {
			user, err = b.api.GetUserInfoContext(ctx, p.user)
			return err
		})
		if err != nil {
			return known{}, err
		}
		return known{b.ours(user, p.team), oneLine(cmp.Or(user.Profile.DisplayName, user.RealName, user.Profile.RealName, user.Name))}, nil
	})
}

// nameOf gives what people call somebody, "" where Slack does not say.
func (b *Bot) nameOf(ctx context.Context, team, user string) string {
	who, err := b.who(ctx, person{team, user})
	if err != nil {
		return ""
	}
	return who.name
}

// namedManagers is how many managers a sentence names.
const namedManagers = 5

// managers gives the names of those who may change targeting, as far as Slack
// knows them.
func (b *Bot) managers(ctx context.Context, team string, workspace int64) []string {
	users := slices.Clone(b.Config.Managers)
	stored, err := b.Workspaces.Managers(ctx, workspace)
	if err != nil {
		b.Log.WarnContext(ctx, "Managers not read", "error", err)
	}
	for _, m := range stored {
		users = append(users, m.UserID)
	}
	var names []string
	for _, user := range users {
		if name := b.nameOf(ctx, team, user); name != "" && !slices.Contains(names, name) && len(names) < namedManagers {
			names = append(names, name)
		}
	}
	return names
}

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

// atAddress finds who has an e-mail address. Slack alone says whose it is.
func (b *Bot) atAddress(ctx context.Context, address string) (user *slack.User, err error) {
	err = b.sending(ctx, "users.lookupByEmail", func(ctx context.Context) (err error) {
		user, err = b.api.GetUserByEmailContext(ctx, address)
		return err
	})
	return user, err
}

// isAt tells whether an address is that of a person, as the team's Slack has
// it: she is who would be reminded under it.
func (b *Bot) isAt(ctx context.Context, person, address string) (bool, error) {
	if !models.IsAddress(address) { // a name in a file, of which Slack knows nothing
		return false, nil
	}
	ctx, cancel := context.WithTimeout(ctx, checkWithin)
	defer cancel()
	user, err := b.atAddress(ctx, address)
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok && refused.Err == "users_not_found" {
		return false, nil
	}
	if err != nil {
		return false, fault.New(fault.Unavailable, "Slack does not say at the moment whose address %s is. Please ask again in a minute.", address).Because(err)
	}
	return person != "" && user.ID == person && b.ours(user, b.self().team), nil
}

// sharedRoom tells whether a channel is shared with another organisation; none
// at all counts as one.
func (b *Bot) sharedRoom(ctx context.Context, channel string) (bool, error) {
	if channel == "" {
		return true, nil
	}
	return b.rooms.get(channel, func() (bool, error) {
		room, err := b.conversation(ctx, channel)
		return err != nil || room.IsExtShared || room.IsPendingExtShared, err
	})
}

// conversation asks Slack what a channel is.
func (b *Bot) conversation(ctx context.Context, channel string) (room *slack.Channel, err error) {
	ctx, cancel := context.WithTimeout(ctx, checkWithin)
	defer cancel()
	err = b.sending(ctx, "conversations.info", func(ctx context.Context) (err error) {
		room, err = b.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
		return err
	})
	return room, err
}

// room tells whether we may post in a channel; one that Slack does not know of
// is a private one without us. It is asked anew each time: whoever was told to
// invite us has done so a moment later.
func (b *Bot) room(ctx context.Context, channel string) (commands.Room, error) {
	c, err := b.conversation(ctx, channel)
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok && refused.Err == "channel_not_found" {
		return commands.Room{}, nil
	}
	if err != nil {
		return commands.Room{}, fault.New(fault.Unavailable, "Slack does not say at the moment what this channel is. Please ask again in a minute.").Because(err)
	}
	return commands.Room{Member: c.IsMember, Shared: c.IsExtShared || c.IsPendingExtShared}, nil
}
