package bot

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/slack-go/slack"

	"rightdoor/commands"
)

// Slack's limits for a modal, in characters.
const (
	maxTitle = 24
	maxAsk   = 2000 // of a field's label
	maxHint  = 150  // of a placeholder
	maxInput = 3000
)

// formID marks the modals that are forms of commands.
const formID = "form"

// formState travels in a modal, so that its submission is a command again and
// its answer finds its way.
type formState struct {
	Command string `json:"command"`
	Channel string `json:"channel"`
}

// open shows the form of a command. A trigger lives three seconds, so this is
// tried once and at once; where Slack does not open it, sorry is delivered.
func (b *Bot) open(ctx context.Context, a ask, trigger string, view slack.ModalViewRequest, sorry message, deliver func(context.Context, message) error) {
	b.working.Go(func() {
		opening, cancel := context.WithTimeout(context.WithoutCancel(ctx), openWithin)
		defer cancel()
		if _, err := b.api.OpenViewContext(opening, trigger, view); err != nil {
			b.Meter.SlackFailed("views.open")
			b.Log.ErrorContext(ctx, "Form not opened", "request", a.id, "error", err)
			b.send(ctx, a.id, sorry, deliver)
		}
	})
}

// unopened tells how to ask without a form, in the words that were typed.
func unopened(typed string) message {
	return plainMessage("The form did not open. Name the company behind the command, as in " + strings.TrimSpace(typed) + " acme.com")
}

// modal lays a form out.
func modal(a ask, c *commands.Command, f *commands.Form) slack.ModalViewRequest {
	state, _ := json.Marshal(formState{Command: c.Name, Channel: a.channel}) // two strings always do
	view := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: formID, PrivateMetadata: string(state),
		Title: plainText(cut(oneLine(f.Title), maxTitle)), Submit: plainText(cut(oneLine(f.Submit), maxTitle)), Close: plainText("Cancel"),
	}
	for _, field := range f.Fields {
		input := slack.NewPlainTextInputBlockElement(nil, field.Name)
		if field.Hint != "" {
			input.Placeholder = plainText(cut(oneLine(field.Hint), maxHint))
		}
		input.MaxLength = maxInput
		view.Blocks.BlockSet = append(view.Blocks.BlockSet,
			slack.NewInputBlock(field.Name, plainText(cut(oneLine(field.Label), maxAsk)), nil, input))
	}
	return view
}

// submitted answers a filled-in form: it becomes the line it stands for.
func (b *Bot) submitted(ctx context.Context, i slack.InteractionCallback) {
	var state formState
	if err := json.Unmarshal([]byte(i.View.PrivateMetadata), &state); err != nil || i.View.CallbackID != formID {
		b.Log.WarnContext(ctx, "Form not understood", "form", i.View.CallbackID, "error", err)
		return
	}
	a := ask{
		id: i.TriggerID, team: i.Team.ID, domain: i.Team.Domain, user: i.User.ID, channel: state.Channel,
		text: commands.Fill(state.Command, formValues(i.View)),
	}
	b.later(ctx, a, b.start(ctx, a), func(ctx context.Context, m message) error {
		return b.postPrivately(ctx, a.channel, a.user, m)
	})
}

// formValues reads what was filled in, in the order of the form's fields.
func formValues(v slack.View) []string {
	var values []string
	for _, block := range v.Blocks.BlockSet {
		input, ok := block.(*slack.InputBlock)
		if !ok || v.State == nil {
			continue
		}
		for _, given := range v.State.Values[input.BlockID] {
			values = append(values, given.Value)
		}
	}
	return values
}
