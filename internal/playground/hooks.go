package playground

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strings"
	"time"
)

// trigger lets the bot open a form.
type trigger struct {
	person, channel string
	cause           string
	expires         time.Time
	used            bool
}

// triggerLife is how long a trigger works.
const triggerLife = 3 * time.Second

// NewTrigger makes a trigger as if a person had done something in a channel.
func (p *Playground) NewTrigger(person, channel string) string {
	return p.newTrigger(person, channel, "")
}

func (p *Playground) newTrigger(person, channel, cause string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	name := newID("") + "." + TeamID + "." + strings.ToLower(rand.Text())
	maps.DeleteFunc(p.triggers, func(_ string, t *trigger) bool { return p.Now().Sub(t.expires) > time.Minute })
	p.triggers[name] = &trigger{person: person, channel: channel, cause: cause, expires: p.Now().Add(triggerLife)}
	return name
}

// pull uses a trigger up; code is why it does not work.
func (p *Playground) pull(name string) (t *trigger, code string) {
	t = p.triggers[name]
	switch {
	case name == "":
		return nil, "invalid_arguments"
	case t == nil:
		return nil, "invalid_trigger_id"
	case t.used:
		return nil, "exchanged_trigger_id"
	case p.Now().After(t.expires):
		return nil, "expired_trigger_id"
	}
	t.used = true
	return t, ""
}

// hook is a response_url.
type hook struct {
	person, channel string
	invoked         string // the slash command it belongs to
	source          string // the message whose button it belongs to
	causes          []string
	expires         time.Time
	uses            int
}

// What a response_url is good for.
const (
	hookLife = 30 * time.Minute
	hookUses = 5
)

// NewHook makes a response_url as if a person had sent a slash command in a
// channel.
func (p *Playground) NewHook(person, channel string) string {
	return p.hookURL(p.newHook(hook{person: person, channel: channel}))
}

func (p *Playground) newHook(h hook) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	name := rand.Text()
	maps.DeleteFunc(p.hooks, func(_ string, h *hook) bool { return p.Now().Sub(h.expires) > hookLife })
	h.expires = p.Now().Add(hookLife)
	p.hooks[name] = &h
	return name
}

// The paths of the Playground that the bot calls.
const (
	apiPath  = "/_playground/api/"
	hookPath = "/_playground/hooks/"
)

// Slack's own addresses, where the Playground has none.
const (
	slackAPI  = "https://slack.com/api/"
	hooksHost = "hooks.slack.com"
	slackHook = "https://" + hooksHost + "/commands/" + TeamID + "/"
)

func (p *Playground) hookURL(name string) string {
	if p.Address == "" {
		return slackHook + name
	}
	return p.Address + hookPath + name
}

// API is the base address of the Web API, for the bot's settings.
func (p *Playground) API() string {
	if p.Address == "" {
		return slackAPI
	}
	return p.Address + apiPath
}

// serveHook takes an answer over a response_url.
func (p *Playground) serveHook(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxAnswer))
	if err != nil {
		writeJSON(w, http.StatusRequestEntityTooLarge, object{"ok": false, "error": "request_too_large"})
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.hooks[r.PathValue("name")]
	if code := p.spend(h); code != "" {
		writeJSON(w, http.StatusNotFound, object{"ok": false, "error": code})
		return
	}
	h.causes = append(h.causes, exchangeOf(r))
	if code, problems := p.answer(h, body); code != "" {
		writeJSON(w, http.StatusBadRequest, refusal(code, problems))
		return
	}
	_, _ = io.WriteString(w, "ok")
}

// spend takes one use of a response_url, or tells why there is none.
func (p *Playground) spend(h *hook) string {
	switch {
	case h == nil || p.Now().After(h.expires):
		return "expired_url"
	case h.uses >= hookUses:
		return "used_url"
	}
	h.uses++
	return ""
}

// answered is a message on an acknowledgement or a response_url.
type answered struct {
	Type     string          `json:"response_type"`
	Replace  *bool           `json:"replace_original"`
	Delete   bool            `json:"delete_original"`
	Text     string          `json:"text"`
	Blocks   json.RawMessage `json:"blocks"`
	Thread   string          `json:"thread_ts"`
	Metadata json.RawMessage `json:"metadata"`
}

// answer puts an answer where it belongs; code is why Slack does not take it.
func (p *Playground) answer(h *hook, body []byte) (code string, problems []problem) {
	var a answered
	if json.Unmarshal(body, &a) != nil {
		return "invalid_payload", nil
	}
	source, _ := p.find(h.channel, h.source, h.person)
	if a.Delete && source != nil {
		p.drop(source)
		return "", nil
	}
	c := content{Text: a.Text, Blocks: a.Blocks, Metadata: a.Metadata}
	if code, problems = c.check(inMessage); code != "" {
		return code, problems
	}
	if source != nil && h.source != "" && a.Replace != nil && *a.Replace {
		p.change(source, c, h.causes)
		return "", nil
	}
	m := &message{Channel: h.channel, User: BotUser, Text: a.Text, Blocks: withIDs(a.Blocks), Thread: a.Thread, metadata: a.Metadata, Invoked: h.invoked}
	m.exchanges = append(m.exchanges, h.causes...)
	if a.Type != "in_channel" {
		m.Ephemeral, m.only = true, h.person
	}
	p.keep(m)
	return "", nil
}

// change replaces what a message says.
func (p *Playground) change(m *message, c content, ways []string) {
	m.Text, m.Blocks, m.Edited = c.Text, withIDs(c.Blocks), true
	if len(c.Metadata) > 0 {
		m.metadata = c.Metadata
	}
	m.exchanges = append(m.exchanges, ways...)
	p.show(m)
}

// content is what any message says.
type content struct {
	Text     string
	Blocks   json.RawMessage
	Metadata json.RawMessage
}

// check finds why Slack would refuse a content.
func (c *content) check(where surface) (code string, problems []problem) {
	if string(c.Blocks) == "null" || string(c.Blocks) == "[]" {
		c.Blocks = nil
	}
	if c.Text == "" && len(c.Blocks) == 0 {
		return "no_text", nil
	}
	if code = checkText(c.Text); code != "" {
		return code, nil
	}
	if len(c.Metadata) > 0 {
		if code = checkMetadata(c.Metadata); code != "" {
			return code, nil
		}
	}
	if len(c.Blocks) > 0 {
		if problems = checkBlocks(c.Blocks, where); len(problems) > 0 {
			return "invalid_blocks", problems
		}
	}
	return "", nil
}
