package bot

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"
)

// homeLine is what a person's home shows below what to try: which companies
// are worth going to.
const homeLine = "/icp"

// homeButtons are what to do from a home; a command without its company opens
// its form.
var homeButtons = []struct{ label, command string }{
	{"Is a company a fit?", "/fit"},
	{"Whom to see", "/who"},
	{"Where to go next", "/accounts"},
	{"What can I ask?", "/help"},
}

// homeOpened shows somebody's home when she opens it.
func (b *Bot) homeOpened(ctx context.Context, e envelope, h happening) {
	if h.Tab != "home" {
		return
	}
	a := ask{id: e.EventID, team: e.TeamID, user: h.User, text: homeLine}
	b.later(ctx, a, b.start(ctx, a), func(ctx context.Context, m message) error { return b.publish(ctx, h.User, m) })
}

// publish makes an answer the content of somebody's home.
func (b *Bot) publish(ctx context.Context, user string, m message) error {
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: home(m)}}
	return b.sending(ctx, "views.publish", func(ctx context.Context) error {
		_, err := b.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: view})
		return err
	})
}

// home lays a home out: what to try, then an answer, which nobody can share
// from here.
func home(m message) []slack.Block {
	var buttons []slack.BlockElement
	for i, button := range homeButtons {
		buttons = append(buttons, slack.NewButtonBlockElement(fmt.Sprintf("home-%d", i), button.command, plainText(button.label)))
	}
	blocks := []slack.Block{
		slack.NewHeaderBlock(plainText("Which companies first, then the people")),
		section(markdown("In any channel write `/fit acme.com` or `/whom acme.com`, or ask me here in plain words.")),
		slack.NewActionBlock("home", buttons...),
		slack.NewDividerBlock(),
	}
	return append(blocks, m.shared().blocks...)
}
