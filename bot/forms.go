package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"rightdoor/commands"
	"rightdoor/internal/fault"
)

// Slack's limits for a modal, in characters unless said otherwise.
const (
	maxTitle   = 24
	maxAsk     = 2000 // of a field's label
	maxHint    = 150  // of a placeholder
	maxInput   = 3000
	maxChoices = 100 // options of a select
	maxChecks  = 10  // options of checkboxes
	maxOption  = 75  // of an option's label
	maxAnswer  = 150 // of an option's value
)

// formID marks the modals that are forms of commands.
const formID = "form"

// formState travels in a modal, so that its submission is a command again and
// its answer finds its way.
type formState struct {
	Command string   `json:"command"`
	Channel string   `json:"channel"`
	Words   []string `json:"words,omitempty"` // behind the command
	Leads   []string `json:"leads,omitempty"` // before what each field was given
}

// asks tells whether a line may ask for a form. A Runner that panics opens
// none: the line is then answered, and that is logged.
func (b *Bot) asks(text string) (asks bool) {
	defer func() {
		if recover() != nil {
			asks = false
		}
	}()
	return b.Runner.Asks(text)
}

// open shows the form that a line asks for. A trigger lives three seconds, so
// this is tried once and at once; a line that asks for none after all is
// answered, and so is somebody who gets no form, or whose form Slack does not
// open.
func (b *Bot) open(ctx context.Context, a ask, trigger, typed string, deliver func(context.Context, message) error) {
	b.working.Go(func() {
		opening, cancel := context.WithTimeout(context.WithoutCancel(ctx), openWithin)
		defer cancel()
		form, barred := b.formFor(opening, a)
		switch {
		case barred != "":
			b.send(ctx, a.id, plainMessage(barred), deliver)
			return
		case form == nil:
			b.later(ctx, a, b.start(ctx, a), deliver)
			return
		}
		if _, err := b.api.OpenViewContext(opening, trigger, modal(a, form)); err != nil {
			b.Meter.SlackFailed("views.open")
			b.Log.ErrorContext(ctx, "Form not opened", "request", a.id, "error", err)
			b.unopened(ctx, a, form, typed, deliver)
		}
	})
}

// formFor makes the form that a line asks for, or gives the sentence for
// somebody who gets none; neither where the line is to be answered.
func (b *Bot) formFor(ctx context.Context, a ask) (form *commands.Form, barred string) {
	defer func() {
		if p := recover(); p != nil { // answering says so, and logs it
			form, barred = nil, ""
		}
	}()
	if barred, _ = b.barred(ctx, b.within(a)); barred != "" {
		return nil, barred
	}
	req, err := b.request(ctx, b.within(a))
	if err == nil {
		form, err = b.Runner.Form(ctx, req)
	}
	if err != nil {
		b.logFault(ctx, a, err)
		return nil, fault.Message(err)
	}
	return form, ""
}

// unopened answers a line whose form did not open: it tells how to ask without
// one, in the words that were typed, or what they want.
func (b *Bot) unopened(ctx context.Context, a ask, form *commands.Form, typed string, deliver func(context.Context, message) error) {
	if len(form.Words) > 0 {
		b.later(ctx, a, b.start(ctx, a), deliver)
		return
	}
	b.send(ctx, a.id, plainMessage("The form did not open. Name the company behind the command, as in "+strings.TrimSpace(typed)+" acme.com"), deliver)
}

// modal lays a form out.
func modal(a ask, f *commands.Form) slack.ModalViewRequest {
	view := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: formID, PrivateMetadata: stateOf(a, f),
		Title: plainText(cut(oneLine(f.Title), maxTitle)), Submit: plainText(cut(oneLine(f.Submit), maxTitle)), Close: plainText("Cancel"),
	}
	if !blank(f.Intro) {
		view.Blocks.BlockSet = append(view.Blocks.BlockSet, section(markdown(escape(f.Intro, maxSection))))
	}
	for i, field := range f.Fields {
		view.Blocks.BlockSet = append(view.Blocks.BlockSet, fieldBlock(fieldID(i, field), field))
	}
	return view
}

// stateOf is what travels in the modal of a form.
func stateOf(a ask, f *commands.Form) string {
	state := formState{Command: f.Command, Channel: a.channel, Words: f.Words}
	led := false
	for _, field := range f.Fields {
		state.Leads = append(state.Leads, field.Lead)
		led = led || field.Lead != "" || field.Optional || field.Kind != commands.TextField
	}
	if !led {
		state.Leads = nil
	}
	text, _ := json.Marshal(state) // strings always do
	return string(text)
}

// fieldID names a field; two may have one name.
func fieldID(i int, field commands.Field) string {
	if id := cut(field.Name, 100); i == 0 && !blank(id) {
		return id
	}
	return cut(fmt.Sprintf("%s-%d", field.Name, i), 100)
}

// fieldBlock lays out a field by its kind.
func fieldBlock(id string, field commands.Field) slack.Block {
	label := plainText(cut(oneLine(field.Label), maxAsk))
	return slack.NewInputBlock(id, label, nil, fieldElement(id, field)).WithOptional(field.Optional)
}

// fieldElement is what a field is filled in with; without anything to choose
// from it is written.
func fieldElement(id string, field commands.Field) slack.BlockElement {
	choices, checks := answers(field.Answers, maxChoices), answers(field.Answers, maxChecks)
	var hint *slack.TextBlockObject
	if text := cut(oneLine(field.Hint), maxHint); text != "" {
		hint = plainText(text)
	}
	switch {
	case field.Kind == commands.ChoiceField && len(choices) > 0:
		return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, hint, id, choices...)
	case field.Kind == commands.CheckField && len(checks) > 0:
		return slack.NewCheckboxGroupsBlockElement(id, checks...)
	case field.Kind == commands.DateField:
		picker := slack.NewDatePickerBlockElement(id)
		picker.InitialDate = field.Value
		return picker
	default:
		input := slack.NewPlainTextInputBlockElement(hint, id)
		input.MaxLength, input.InitialValue = maxInput, cut(field.Value, maxInput)
		return input
	}
}

// answers are what there is to choose from, each once; one that Slack does not
// take is left out.
func answers(list []commands.Answer, most int) []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	taken := map[string]bool{}
	for _, a := range list {
		label, value := cut(oneLine(a.Label), maxOption), cleaned(a.Value)
		if label == "" || value == "" || taken[value] || utf8.RuneCountInString(value) > maxAnswer || len(options) == most {
			continue
		}
		taken[value] = true
		options = append(options, slack.NewOptionBlockObject(value, plainText(label), nil))
	}
	return options
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
		text: state.line(formValues(i.View)),
	}
	b.later(ctx, a, b.start(ctx, a), func(ctx context.Context, m message) error {
		return b.postPrivately(ctx, a.channel, a.user, m)
	})
}

// line is the line that a filled-in form stands for.
func (s formState) line(given [][]string) string {
	form := commands.Form{Command: s.Command, Words: s.Words}
	for i := range given {
		field := commands.Field{}
		if i < len(s.Leads) {
			field.Lead, field.Optional = s.Leads[i], s.Leads[i] == "" && len(given[i]) == 0
		}
		form.Fields = append(form.Fields, field)
	}
	return form.Line(given)
}

// formValues reads what was filled in, field by field in the form's order.
func formValues(v slack.View) [][]string {
	var values [][]string
	for _, block := range v.Blocks.BlockSet {
		input, ok := block.(*slack.InputBlock)
		if !ok || v.State == nil {
			continue
		}
		var given []string
		for _, action := range v.State.Values[input.BlockID] {
			given = append(given, actionValues(action)...)
		}
		values = append(values, given)
	}
	return values
}

// actionValues reads what one element was given, whatever its kind.
func actionValues(action slack.BlockAction) []string {
	var given []string
	for _, option := range action.SelectedOptions {
		given = append(given, option.Value)
	}
	switch action.Type {
	case slack.ActionType(slack.METCheckboxGroups):
		return given
	case slack.ActionType(slack.METDatepicker):
		return []string{action.SelectedDate}
	case slack.ActionType(slack.OptTypeStatic):
		return []string{action.SelectedOption.Value}
	default:
		return []string{action.Value}
	}
}
