package playground

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// noAnswer is what a person reads whose press came to nothing.
const noAnswer = sorry("Rightdoor did not answer. Try again in a moment.")

// Press presses the button of a message, or of a view where channel is "", by
// the ids of its block and action; with "" for the block, the first button of
// that action.
func (p *Playground) Press(person, channel, container, block, action string) error {
	d := deed{As: person, Channel: channel, TS: container, BlockID: block, ActionID: action, Payload: json.RawMessage(`{}`)}
	if channel == "" {
		d.TS, d.View = "", container
	}
	return p.press(p.ctx, d)
}

// Choose picks a choice of a menu in a message, by the ids of its block and
// action and the value of the choice.
func (p *Playground) Choose(person, channel, ts, block, action, value string) error {
	payload := encode(object{"selected_option": object{"value": value, "text": object{"type": "plain_text", "text": value}}})
	return p.press(p.ctx, deed{As: person, Channel: channel, TS: ts, BlockID: block, ActionID: action, Payload: payload})
}

// press sends what a person did to an element.
func (p *Playground) press(ctx context.Context, d deed) error {
	payload, err := p.interaction("block_actions", d)
	if err != nil {
		return err
	}
	answer, err := p.interact(ctx, "interaction", d, payload)
	if err != nil || !answer.ok() {
		return noAnswer
	}
	return nil
}

// options asks the bot what an external select has to choose from.
func (p *Playground) options(ctx context.Context, d deed) (object, error) {
	payload, err := p.interaction("block_suggestion", d)
	if err != nil {
		return nil, err
	}
	answer, err := p.interact(ctx, "options", d, payload)
	if err != nil || !answer.ok() {
		return nil, noAnswer
	}
	var given struct {
		Options json.RawMessage `json:"options"`
		Groups  json.RawMessage `json:"option_groups"`
	}
	if err := json.Unmarshal([]byte(answer.Body), &given); err != nil {
		return nil, sorry("Rightdoor gave no options.")
	}
	return object{"options": given.Options, "option_groups": given.Groups}, nil
}

// interact sends an interaction; the exchange is what its trigger and its
// response_url lead back to.
func (p *Playground) interact(ctx context.Context, what string, d deed, payload object) (*Response, error) {
	x := p.exchange("slack", what, interactionsPath, 1)
	p.mu.Lock()
	ways := []string{x.ID}
	if m, ok := p.find(d.Channel, d.TS, d.As); ok && d.TS != "" {
		ways = append(append([]string{}, m.exchanges...), x.ID)
	}
	p.causes[d.Channel+d.As] = x.ID
	p.mu.Unlock()
	if what != "options" {
		payload["trigger_id"] = p.newTrigger(d.As, d.Channel, x.ID)
	}
	if d.TS != "" && what == "interaction" {
		payload["response_url"] = p.hookURL(p.newHook(hook{person: d.As, channel: d.Channel, source: d.TS, causes: ways}))
	}
	body := url.Values{"payload": {string(encode(payload))}}.Encode()
	return p.sendAs(context.WithoutCancel(ctx), x, delivery{what: what, path: interactionsPath, kind: formType, body: body})
}

// interaction makes the payload of what was done to an element that stands in
// a message or a view.
func (p *Playground) interaction(kind string, d deed) (object, error) {
	who, ok := p.person(d.As)
	if !ok {
		return nil, sorry("There is no such person.")
	}
	payload := object{
		"type": kind, "team": team(), "api_app_id": appID, "is_enterprise_install": false, "enterprise": nil,
		"user": object{"id": who.ID, "username": strings.ToLower(who.Name), "name": strings.ToLower(who.Name), "team_id": TeamID},
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	blocks, err := p.container(d, payload)
	if err != nil {
		return nil, err
	}
	action, err := p.action(blocks, d)
	if err != nil {
		return nil, err
	}
	if kind == "block_suggestion" {
		payload["action_id"], payload["block_id"], payload["value"] = d.ActionID, d.BlockID, d.Value
	} else {
		payload["actions"] = []object{action}
	}
	return payload, nil
}

func team() object { return object{"id": TeamID, "domain": strings.ToLower(TeamName)} }

// container writes where an element stands, and gives the blocks there.
func (p *Playground) container(d deed, payload object) (json.RawMessage, error) {
	if d.View != "" {
		v := p.views[d.View]
		if v == nil || v.owner != d.As {
			return nil, sorry("That form is closed.")
		}
		if len(d.Values) > 0 {
			v.values = d.Values
		}
		payload["view"], payload["container"] = v.shown(), object{"type": "view", "view_id": d.View}
		return v.blocks(), nil
	}
	m, ok := p.find(d.Channel, d.TS, d.As)
	if !ok {
		return nil, sorry("That message is gone.")
	}
	place := object{"type": "message", "message_ts": m.TS, "channel_id": m.Channel, "is_ephemeral": m.Ephemeral, "is_app_unfurl": false}
	if m.Thread != "" {
		place["thread_ts"] = m.Thread
	}
	payload["container"], payload["channel"] = place, object{"id": m.Channel, "name": p.rooms[m.Channel].Name}
	if !m.Ephemeral { // the text of one stays with its reader
		payload["message"] = m.published()
	}
	return m.Blocks, nil
}

// action is what was done, completed by what the element says of itself.
func (p *Playground) action(blocks json.RawMessage, d deed) (object, error) {
	element, block, ok := elementOf(blocks, d.BlockID, d.ActionID)
	if !ok {
		return nil, sorry("That button is gone.")
	}
	action := object{"type": element["type"], "block_id": block, "action_id": d.ActionID, "action_ts": fmt.Sprintf("%d.000000", p.Now().Unix())}
	for _, name := range []string{"text", "value", "style"} {
		if element["type"] == "button" && element[name] != nil {
			action[name] = element[name]
		}
	}
	var given object
	if err := json.Unmarshal(d.Payload, &given); err != nil && len(d.Payload) > 0 {
		return nil, sorry("That cannot be sent.")
	}
	for name, value := range given {
		if _, own := action[name]; !own {
			action[name] = value
		}
	}
	return action, nil
}

// elementOf finds an element by the ids of its block, "" for any, and its own;
// it gives the block's, too.
func elementOf(blocks json.RawMessage, block, action string) (object, string, bool) {
	var all []struct {
		ID        string   `json:"block_id"`
		Elements  []object `json:"elements"`
		Element   object   `json:"element"`
		Accessory object   `json:"accessory"`
	}
	if json.Unmarshal(blocks, &all) != nil {
		return nil, "", false
	}
	for _, b := range all {
		if block != "" && b.ID != block {
			continue
		}
		for _, e := range append(b.Elements, b.Element, b.Accessory) {
			if e["action_id"] == action {
				return e, b.ID, true
			}
		}
	}
	return nil, "", false
}

// published is a message as the Web API and interactions show it.
func (m *message) published() object {
	o := object{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS}
	if len(m.Blocks) > 0 {
		o["blocks"] = m.Blocks
	}
	if m.Thread != "" {
		o["thread_ts"] = m.Thread
	}
	if m.User == BotUser {
		o["bot_id"], o["app_id"] = botID, appID
	}
	if m.Edited {
		o["edited"] = object{"user": m.User, "ts": m.TS}
	}
	return o
}
