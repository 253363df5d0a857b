package playground

import (
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
)

// view is a modal or a home that stands open.
type view struct {
	id, owner, hash string
	root, previous  string
	values          json.RawMessage // as a person filled it in
	fields          map[string]json.RawMessage
	channel         string // where the person was
	exchanges       []string
}

// maxStack is how many modals lie on each other.
const maxStack = 3

func (v *view) blocks() json.RawMessage { return v.fields["blocks"] }

func (v *view) text(field string) string {
	var text string
	_ = json.Unmarshal(v.fields[field], &text) // a field of another kind is none
	return text
}

// shown is a view as Slack writes it.
func (v *view) shown() object {
	values := v.values
	if len(values) == 0 {
		values = json.RawMessage(`{}`)
	}
	o := object{
		"id": v.id, "team_id": TeamID, "app_id": appID, "bot_id": botID, "hash": v.hash, "state": object{"values": values},
		"root_view_id": v.root, "previous_view_id": v.previous, "app_installed_team_id": TeamID, "private_metadata": "", "callback_id": "", "external_id": "",
	}
	for name, value := range v.fields {
		o[name] = value
	}
	return o
}

// newView makes a view of checked JSON.
func newView(owner string, raw json.RawMessage) *view {
	v := &view{id: newID("V"), owner: owner, hash: newID("")}
	v.root = v.id
	v.set(raw)
	return v
}

// set replaces what a view shows.
func (v *view) set(raw json.RawMessage) {
	v.fields, v.hash = map[string]json.RawMessage{}, newID("")
	_ = json.Unmarshal(raw, &v.fields) // it was checked
	v.fields["blocks"] = withIDs(v.fields["blocks"])
}

// put puts a view on somebody's stack, which is empty but for a pushed one.
func (p *Playground) put(v *view, onTop bool) {
	stack := p.open[v.owner]
	if !onTop {
		p.forget(stack)
		stack = nil
	}
	if len(stack) > 0 {
		v.root, v.previous = stack[0].id, stack[len(stack)-1].id
	}
	p.views[v.id], p.open[v.owner] = v, append(stack, v)
	p.showStack(v.owner)
}

func (p *Playground) forget(views []*view) {
	for _, v := range views {
		delete(p.views, v.id)
	}
}

// take takes a view, and what lies on it, from its owner's stack.
func (p *Playground) take(v *view) {
	if v == nil {
		return
	}
	stack := p.open[v.owner]
	if at := slices.Index(stack, v); at >= 0 {
		p.forget(stack[at:])
		p.open[v.owner] = slices.Clone(stack[:at])
	}
	p.showStack(v.owner)
}

func (p *Playground) showStack(person string) {
	p.tellOne(person, note{Kind: "views", Views: p.stack(person)})
}

func (p *Playground) stack(person string) []object {
	list := []object{}
	for _, v := range p.open[person] {
		list = append(list, v.shown())
	}
	return list
}

func (p *Playground) home(person string) object {
	if v := p.homes[person]; v != nil {
		return v.shown()
	}
	return nil
}

// View is an open modal as a test looks at it.
type View struct {
	ID     string
	Blocks json.RawMessage
	All    json.RawMessage // as Slack writes it
}

// Views are the modals that a person has open, the top one last.
func (p *Playground) Views(person string) []View {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []View
	for _, v := range p.open[person] {
		list = append(list, View{v.id, v.blocks(), encode(v.shown())})
	}
	return list
}

// Home is what a person sees on the app's home; nil before it was published.
func (p *Playground) Home(person string) json.RawMessage {
	p.mu.Lock()
	defer p.mu.Unlock()
	if v := p.homes[person]; v != nil {
		return encode(v.shown())
	}
	return nil
}

// closeView closes a modal, and tells the bot where it wants to know.
func (p *Playground) closeView(person, viewID string) error {
	p.mu.Lock()
	v := p.views[viewID]
	if v == nil || v.owner != person {
		p.mu.Unlock()
		return nil // closed already
	}
	p.take(v)
	payload, wanted := p.viewPayload("view_closed", v), string(v.fields["notify_on_close"]) == "true"
	payload["is_cleared"] = false
	p.mu.Unlock()
	if !wanted {
		return nil
	}
	p.later(func(ctx context.Context) {
		_, _, _ = p.send(ctx, delivery{what: "form closed", path: interactionsPath, kind: formType, body: payloadBody(payload)}, 1)
	})
	return nil
}

func payloadBody(payload object) string {
	return url.Values{"payload": {string(encode(payload))}}.Encode()
}

func (p *Playground) viewPayload(kind string, v *view) object {
	who, _ := p.person(v.owner)
	return object{
		"type": kind, "team": team(), "api_app_id": appID, "is_enterprise_install": false, "enterprise": nil, "response_urls": []string{},
		"user": object{"id": who.ID, "username": who.Name, "name": who.Name, "team_id": TeamID}, "view": v.shown(),
	}
}

// Submit submits a modal with the values of its elements, by block and action
// as in view.state.values; errors are Slack's or the bot's, by block.
func (p *Playground) Submit(person, viewID string, values map[string]map[string]any) (map[string]string, error) {
	answer, err := p.submit(p.ctx, deed{As: person, View: viewID, Values: encode(values)})
	complaints, _ := answer["errors"].(map[string]string)
	return complaints, err
}

// submit sends a form to the bot and does what it answers.
func (p *Playground) submit(ctx context.Context, d deed) (object, error) {
	p.mu.Lock()
	v := p.views[d.View]
	if v == nil || v.owner != d.As {
		p.mu.Unlock()
		return nil, sorry("That form is closed.")
	}
	v.values = d.Values
	if complaints := incomplete(v); len(complaints) > 0 {
		p.mu.Unlock()
		return object{"errors": complaints}, nil
	}
	payload := p.viewPayload("view_submission", v)
	p.mu.Unlock()
	x := p.exchange("slack", "form submission", interactionsPath, 1)
	p.mu.Lock()
	p.causes[v.channel+d.As], p.causes[DirectRoom(d.As)] = x.ID, x.ID
	p.mu.Unlock()
	payload["trigger_id"] = p.newTrigger(d.As, v.channel, x.ID)
	answer, err := p.sendAs(context.WithoutCancel(ctx), x, delivery{what: x.What, path: interactionsPath, kind: formType, body: payloadBody(payload)})
	if err != nil || !answer.ok() {
		return nil, sorry("We had some trouble connecting. Try again?")
	}
	return p.submitted(v, answer)
}

// response is how a bot answers a submission.
type response struct {
	Action string            `json:"response_action"`
	Errors map[string]string `json:"errors"`
	View   json.RawMessage   `json:"view"`
}

// submitted does what the bot answered to a submission; nothing closes the
// form.
func (p *Playground) submitted(v *view, answer *Response) (object, error) {
	var r response
	if answer.Body != "" && json.Unmarshal([]byte(answer.Body), &r) != nil {
		return nil, sorry("We had some trouble connecting. Try again?")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch r.Action {
	case "errors":
		return object{"errors": maps.Clone(r.Errors)}, nil
	case "update", "push":
		if len(checkView(r.View)) > 0 {
			return nil, sorry("Rightdoor answered with a form that Slack does not take.")
		}
		p.follow(v, r)
	case "clear":
		p.take(p.views[v.root])
	default:
		p.take(v)
	}
	return nil, nil
}

// follow shows the next form, in place of one or on it.
func (p *Playground) follow(v *view, r response) {
	if r.Action == "push" {
		next := newView(v.owner, r.View)
		next.channel = v.channel
		p.put(next, true)
		return
	}
	v.set(r.View)
	p.showStack(v.owner)
}
