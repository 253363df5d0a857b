package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/slack-go/slack"
)

// slashNames are the slash commands that the app registers, and the command
// each is. Generic names belong to whichever app was installed last, so every
// other command is reached through the last one.
var slashNames = map[string]string{"/fit": "fit", "/whom": "who", "/rightdoor": ""}

// command answers a slash command: by a form where it asks for one, over the
// acknowledgement when it is quick, else over its response_url.
func (b *Bot) command(ctx context.Context, s slack.SlashCommand, ack func(*message)) {
	name, known := slashNames[s.Command]
	if !known {
		name = strings.TrimPrefix(s.Command, "/")
	}
	a := ask{
		id: s.TriggerID, team: s.TeamID, domain: s.TeamDomain, user: s.UserID, channel: s.ChannelID,
		text: strings.TrimSpace("/" + name + " " + s.Text),
	}
	if !b.seen.first("command", s.TriggerID) {
		b.Meter.Refused("replayed")
		ack(nil)
		return
	}
	deliver := func(ctx context.Context, m message) error { return b.postHook(ctx, s.ResponseURL, m) }
	if s.TriggerID != "" && b.asks(a.text) {
		ack(nil)
		b.open(ctx, a, s.TriggerID, s.Command+" "+s.Text, deliver)
		return
	}
	b.respond(ctx, a, ack, deliver)
}

// envelope is a delivery of the Events API.
type envelope struct {
	Type      string          `json:"type"`
	Challenge string          `json:"challenge"`
	TeamID    string          `json:"team_id"`
	EventID   string          `json:"event_id"`
	Event     json.RawMessage `json:"event"`
}

// happening is an event; the fields are those of the kinds that are handled.
type happening struct {
	Type        string `json:"type"`
	Subtype     string `json:"subtype"`
	User        string `json:"user"`
	BotID       string `json:"bot_id"`
	Text        string `json:"text"`
	Channel     string `json:"channel"`
	ChannelType string `json:"channel_type"`
	TS          string `json:"ts"`
	Thread      string `json:"thread_ts"`
	Tab         string `json:"tab"` // of the app that was opened
	Tokens      struct {
		Bot []string `json:"bot"`
	} `json:"tokens"`
}

// removal tells whether an event says that the bot's own token is of no use any
// more; those of people, which it has none of, are revoked by the same event.
func (h happening) removal() bool {
	return h.Type == "app_uninstalled" || h.Type == "tokens_revoked" && len(h.Tokens.Bot) > 0
}

// event takes in a delivery. It gives the challenge that Slack wants back when
// it checks the address, and else "". What is unknown is logged and done with.
func (b *Bot) event(ctx context.Context, text []byte) (challenge string) {
	var e envelope
	if err := json.Unmarshal(text, &e); err != nil {
		b.Log.WarnContext(ctx, "Event not understood", "error", err)
		return ""
	}
	if e.Type == "url_verification" {
		return e.Challenge
	}
	var h happening
	if err := json.Unmarshal(e.Event, &h); err != nil {
		b.Log.WarnContext(ctx, "Event not understood", "id", e.EventID, "kind", e.Type, "error", err)
		return ""
	}
	if !b.seen.first("event", e.EventID) {
		b.Meter.Refused("retried")
		return ""
	}
	b.happened(ctx, e, h)
	return ""
}

func (b *Bot) happened(ctx context.Context, e envelope, h happening) {
	switch {
	case h.removal():
		b.removed.Store(true)
		b.Log.ErrorContext(ctx, "Removed from Slack: nothing more is sent until the program starts with a new token", "event", h.Type, "team", e.TeamID)
	case h.Type == "app_mention" && b.fromPerson(h):
		b.reply(ctx, e, h, func(ctx context.Context, m message) error { return b.postPrivately(ctx, h.Channel, h.User, m) })
	case h.Type == "message" && h.ChannelType == "im" && b.fromPerson(h):
		b.reply(ctx, e, h, func(ctx context.Context, m message) error { return b.post(ctx, place{channel: h.Channel}, m) })
	case b.roomTurned(h):
		b.followRoom(ctx, e, h)
	case h.Type == "member_left_channel" || h.Type == "member_joined_channel": // others come and go
	case h.Type == "app_home_opened" && h.User != "":
		b.homeOpened(ctx, e, h)
	case h.Type != "message" && h.Type != "app_mention":
		b.Log.InfoContext(ctx, "Event not handled", "id", e.EventID, "event", h.Type)
	}
}

// slackbot is Slack's own, which writes like a person.
const slackbot = "USLACKBOT"

// fromPerson tells whether a person wrote a message: no bot, and no notice of
// an edit, a join and the like.
func (b *Bot) fromPerson(h happening) bool {
	return h.User != "" && h.User != b.self().user && h.User != slackbot && h.BotID == "" &&
		(h.Subtype == "" || h.Subtype == "thread_broadcast")
}

// threadOf is the thread a message is in, or starts.
func threadOf(h happening) string {
	if h.Thread != "" {
		return h.Thread
	}
	return h.TS
}

// reply answers a message in its thread.
func (b *Bot) reply(ctx context.Context, e envelope, h happening, deliver func(context.Context, message) error) {
	a := ask{id: e.EventID, team: e.TeamID, user: h.User, channel: h.Channel, text: withoutMention(h.Text, b.self().user)}
	b.later(ctx, a, b.start(ctx, a), func(ctx context.Context, m message) error {
		m.thread = threadOf(h)
		return deliver(ctx, m)
	})
}

// mention is how Slack writes somebody's name.
var mention = regexp.MustCompile(`<@(\w+)(?:\|[^<>]*)?>`)

// withoutMention takes the bot's own name out of a text; a bot that does not
// know its own takes the first.
func withoutMention(text, self string) string {
	return strings.TrimSpace(mention.ReplaceAllStringFunc(text, func(name string) string {
		id := mention.FindStringSubmatch(name)[1]
		if self == "" {
			self = id
		}
		if id == self {
			return " "
		}
		return name
	}))
}

// interaction takes in a press of a button or a filled-in form.
func (b *Bot) interaction(ctx context.Context, payload []byte) {
	var i slack.InteractionCallback
	if err := json.Unmarshal(payload, &i); err != nil {
		b.Log.WarnContext(ctx, "Interaction not understood", "error", err)
		return
	}
	if !b.seen.first("interaction", i.TriggerID) {
		b.Meter.Refused("replayed")
		return
	}
	switch i.Type {
	case slack.InteractionTypeBlockActions:
		b.pressed(ctx, i)
	case slack.InteractionTypeViewSubmission:
		b.submitted(ctx, i)
	default:
		b.Log.InfoContext(ctx, "Interaction not handled", "kind", string(i.Type))
	}
}

// pressed answers a button: its value is a command.
func (b *Bot) pressed(ctx context.Context, i slack.InteractionCallback) {
	for _, action := range i.ActionCallback.BlockActions {
		value := cmp.Or(action.Value, action.SelectedOption.Value)
		if value == "" {
			continue
		}
		a := ask{
			id: i.TriggerID, team: i.Team.ID, domain: i.Team.Domain, user: i.User.ID, channel: i.Channel.ID,
			text: value, share: action.ActionID == shareVerb && !directMessage(i.Channel.ID),
		}
		deliver := func(ctx context.Context, m message) error { return b.deliver(ctx, i, m) }
		if i.TriggerID != "" && b.asks(a.text) {
			b.open(ctx, a, i.TriggerID, a.text, deliver)
			continue
		}
		b.later(ctx, a, b.start(ctx, a), deliver)
	}
}

// deliver answers a button where it was pressed. What is for one person's eyes
// alone has a response_url, also in the direct messages of others; in the bot's
// own it would vanish, so the answer there is an ordinary message.
func (b *Bot) deliver(ctx context.Context, i slack.InteractionCallback, m message) error {
	m.thread = i.Container.ThreadTs
	switch {
	case directMessage(i.Channel.ID) && !i.Container.IsEphemeral:
		return b.post(ctx, place{channel: i.Channel.ID}, m)
	case i.ResponseURL != "":
		return b.postHook(ctx, i.ResponseURL, m)
	default:
		return b.postPrivately(ctx, i.Channel.ID, i.User.ID, m)
	}
}

// directMessage tells whether a channel is a direct message.
func directMessage(channel string) bool { return strings.HasPrefix(channel, "D") }
