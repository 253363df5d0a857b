package playground

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// withIDs gives every block and element that came without one an id, as Slack
// does.
func withIDs(blocks json.RawMessage) json.RawMessage {
	var all []object
	if json.Unmarshal(blocks, &all) != nil {
		return blocks
	}
	for _, b := range all {
		name(b, "block_id")
		for _, e := range elementsOf(b) {
			name(e, "action_id")
		}
	}
	return encode(all)
}

func name(o object, field string) {
	if text, ok := o[field].(string); !ok || text == "" {
		o[field] = newID("")
	}
}

// elementsOf gives the elements of a block that a person can do something to.
func elementsOf(block object) []object {
	var list []object
	add := func(v any) {
		if e, ok := v.(object); ok && e["type"] != nil && e["type"] != "mrkdwn" && e["type"] != "plain_text" {
			list = append(list, e)
		}
	}
	add(block["accessory"])
	add(block["element"])
	if elements, ok := block["elements"].([]any); ok && block["type"] == "actions" {
		for _, e := range elements {
			add(e)
		}
	}
	return list
}

// formField is an input of a form: what Slack checks before the bot hears of it.
type formField struct {
	Type     string `json:"type"`
	ID       string `json:"block_id"`
	Optional bool   `json:"optional"`
	Element  struct {
		ID   string `json:"action_id"`
		Type string `json:"type"`
		Min  int    `json:"min_length"`
		Max  int    `json:"max_length"`
	} `json:"element"`
}

// incomplete finds what has to be filled in or is too short or too long, by
// block.
func incomplete(v *view) map[string]string {
	var fields []formField
	var values map[string]map[string]object
	_ = json.Unmarshal(v.blocks(), &fields) // it was checked
	_ = json.Unmarshal(v.values, &values)   // what cannot be read was not filled in
	complaints := map[string]string{}
	for _, f := range fields {
		if f.Type != "input" {
			continue
		}
		if complaint := f.complaint(values[f.ID][f.Element.ID]); complaint != "" {
			complaints[f.ID] = complaint
		}
	}
	return complaints
}

func (f formField) complaint(given object) string {
	if !filledIn(given) {
		if f.Optional {
			return ""
		}
		return "Please complete this required field."
	}
	text, _ := given["value"].(string)
	n := utf8.RuneCountInString(text)
	switch {
	case f.Element.Min > 0 && n < f.Element.Min:
		return fmt.Sprintf("Please enter at least %d characters.", f.Element.Min)
	case f.Element.Max > 0 && n > f.Element.Max:
		return fmt.Sprintf("Please enter %d characters at most.", f.Element.Max)
	default:
		return ""
	}
}

// filledIn tells whether an element has a value of any kind.
func filledIn(given object) bool {
	for name, value := range given {
		if name == "type" || value == nil || value == "" {
			continue
		}
		if list, ok := value.([]any); !ok || len(list) > 0 {
			return true
		}
	}
	return false
}
