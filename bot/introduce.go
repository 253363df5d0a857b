package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rightdoor/internal/fault"
)

// Introduction is who the bot is to Slack.
type Introduction struct {
	Team    string // the workspace's name
	Bot     string // the bot's
	Missing []string
}

// String is a line for the terminal.
func (i Introduction) String() string {
	text := fmt.Sprintf("Connected to %s as %s.", i.Team, i.Bot)
	if len(i.Missing) > 0 {
		text += " Missing scopes: " + strings.Join(i.Missing, ", ") + ". Add them in the app's settings and install it again."
	}
	return text
}

// introduceWithin bounds how long Slack may take to say who we are.
const introduceWithin = 30 * time.Second

// Introduce asks Slack who the bot is, and what rights it lacks.
func (b *Bot) Introduce(ctx context.Context) (Introduction, error) {
	ctx, cancel := context.WithTimeout(ctx, introduceWithin)
	defer cancel()
	var me *slack.AuthTestResponse
	err := b.sending(ctx, "auth.test", func(ctx context.Context) (err error) {
		me, err = b.api.AuthTestContext(ctx)
		return err
	})
	if err != nil {
		return Introduction{}, fault.New(fault.Unavailable, "Slack does not accept SLACK_BOT_TOKEN, or cannot be reached. Check the token in the app's settings, and the network.").Because(err)
	}
	b.me.Store(&identity{user: me.UserID, team: me.TeamID, enterprise: me.EnterpriseID})
	given := strings.Split(strings.ReplaceAll(me.Header.Get("X-OAuth-Scopes"), " ", ""), ",")
	i := Introduction{Team: me.Team, Bot: me.User}
	for _, scope := range Scopes {
		if len(given[0]) > 0 && !slices.Contains(given, scope) {
			i.Missing = append(i.Missing, scope)
		}
	}
	return i, nil
}
