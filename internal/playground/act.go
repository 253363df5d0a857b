package playground

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// refusal is what a person is told who cannot do what she tried.
type sorry string

func (s sorry) Error() string { return string(s) }

// Say writes a line in a room as a person: a slash command when it begins with
// "/", else a message, in a thread where one is named. The bot hears of it in
// the background; Wait waits for that.
func (p *Playground) Say(person, channel, text, thread string) error {
	p.mu.Lock()
	r, ok := p.rooms[channel]
	ok = ok && r.open(person)
	archived := ok && r.Archived
	p.mu.Unlock()
	switch {
	case !ok:
		return sorry("There is no such channel.")
	case archived && !strings.HasPrefix(text, "/unarchive"):
		return sorry("This channel is archived. `/unarchive` brings it back.")
	case strings.TrimSpace(text) == "":
		return sorry("Write something first.")
	case strings.HasPrefix(text, "/") && thread != "":
		return sorry(firstWord(text) + " is not supported in threads. Sorry!")
	case strings.HasPrefix(text, "/"):
		return p.slash(person, r, text)
	}
	p.speak(person, r, text, thread)
	return nil
}

func firstWord(text string) string { return strings.Fields(text)[0] }

// slash sends a slash command.
func (p *Playground) slash(person string, r *room, line string) error {
	name := firstWord(line)
	if own := slacksOwn[name]; own != nil {
		return own(p, person, r, strings.TrimSpace(strings.TrimPrefix(line, name)))
	}
	if !p.registered(name) {
		return sorry(name + " is not a valid command. In Slack, all messages that start with the “/” character are interpreted as commands.")
	}
	text := strings.TrimSpace(strings.TrimPrefix(line, name))
	x := p.exchange("slack", "slash command", commandsPath, 1)
	reply := p.newHook(hook{person: person, channel: r.ID, invoked: line, causes: []string{x.ID}})
	form := p.form(person, r)
	form.Set("command", name)
	form.Set("text", escaped(text))
	form.Set("response_url", p.hookURL(reply))
	form.Set("trigger_id", p.newTrigger(person, r.ID, x.ID))
	p.later(func(ctx context.Context) {
		answer, err := p.sendAs(ctx, x, delivery{what: x.What, path: commandsPath, kind: formType, body: form.Encode()})
		p.acknowledged(reply, name, answer, err)
	})
	return nil
}

func (p *Playground) registered(name string) bool {
	for _, c := range p.Commands {
		if c.Name == name {
			return true
		}
	}
	return false
}

// form has what every slash command comes with.
func (p *Playground) form(person string, r *room) url.Values {
	who, _ := p.person(person)
	return url.Values{
		"team_id": {TeamID}, "team_domain": {strings.ToLower(TeamName)}, "channel_id": {r.ID}, "channel_name": {r.Name},
		"user_id": {person}, "user_name": {strings.ToLower(who.Name)}, "api_app_id": {appID}, "is_enterprise_install": {"false"},
	}
}

// acknowledged shows what rode on the acknowledgement of a slash command, or
// says what is wrong with it.
func (p *Playground) acknowledged(reply, command string, answer *Response, err error) {
	trouble := ""
	switch {
	case errors.Is(err, context.Canceled):
		return
	case errors.Is(err, context.DeadlineExceeded):
		trouble = "operation_timeout"
	case err != nil || !answer.ok():
		trouble = "dispatch_failed"
	case strings.TrimSpace(answer.Body) == "":
		return
	default:
		trouble = p.rides(reply, answer)
	}
	if trouble == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if h := p.hooks[reply]; h != nil {
		p.notice(h.channel, h.person, fmt.Sprintf("%s failed with the error “%s”", command, trouble), h.causes...)
	}
}

// rides shows a message that came with an acknowledgement. That does not count
// as a use of the response_url.
func (p *Playground) rides(reply string, answer *Response) string {
	body := []byte(answer.Body)
	if !strings.HasPrefix(answer.header("Content-Type"), jsonType) {
		body = encode(object{"text": answer.Body})
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.hooks[reply]
	if h == nil {
		return "" // reset meanwhile
	}
	if code, _ := p.answer(h, body); code != "" {
		return "invalid_command_response"
	}
	return ""
}

// speak puts a message in a room and tells the bot of it where it listens.
func (p *Playground) speak(person string, r *room, text, thread string) {
	written := p.written(text)
	p.mu.Lock()
	m := &message{Channel: r.ID, User: person, Text: written, Thread: thread}
	p.keep(m)
	p.mu.Unlock()
	event := object{"type": "message", "user": person, "text": written, "channel": r.ID, "ts": m.TS, "event_ts": m.TS, "team": TeamID, "client_msg_id": newID("")}
	if thread != "" {
		event["thread_ts"] = thread
	}
	switch {
	case r.Person != "":
		event["channel_type"] = "im"
	case strings.Contains(written, "<@"+BotUser+">") && !r.Without:
		event["type"] = "app_mention"
	default:
		return
	}
	x := p.Event(event)
	p.mu.Lock()
	defer p.mu.Unlock()
	m.exchanges = append(m.exchanges, x)
	p.causes[r.ID], p.causes[r.ID+person], p.causes[r.ID+m.TS] = x, x, x
	if thread != "" {
		p.causes[r.ID+thread] = x
	}
}

// Event sends an event to the bot, again where it is not taken, and gives the
// id of the first exchange.
func (p *Playground) Event(event map[string]any) string {
	body := encode(object{
		"type": "event_callback", "team_id": TeamID, "api_app_id": appID, "event_id": newID("Ev"), "event_time": p.Now().Unix(), "event": event,
		"authorizations": []object{{"team_id": TeamID, "user_id": BotUser, "is_bot": true, "is_enterprise_install": false}},
	})
	x := p.exchange("slack", "event", eventsPath, 1)
	p.later(func(ctx context.Context) {
		p.sendEvent(ctx, x, delivery{what: x.What, path: eventsPath, kind: jsonType, body: string(body)})
	})
	return x.ID
}

// entities are how Slack writes the characters that it reads as control.
var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func escaped(text string) string { return entities.Replace(text) }

// linked are the addresses that Slack makes links of, and names behind "@".
var linked = regexp.MustCompile(`https?://[^\s<>|]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}|@\w+|\b(?:[a-zA-Z0-9-]+\.)+(?:com|org|net|io|ai|co|dev|app|eu|de|fr|es|it|nl|uk|in|br|mx|example)\b`)

// written is what people typed as Slack keeps it: control characters as
// entities, addresses as links, names as mentions.
func (p *Playground) written(text string) string {
	return linked.ReplaceAllStringFunc(escaped(text), func(found string) string {
		switch {
		case strings.HasPrefix(found, "@"):
			return p.mention(found)
		case strings.Contains(found, "@"):
			return "<mailto:" + found + "|" + found + ">"
		case strings.Contains(found, "://"):
			return "<" + found + ">"
		default:
			return "<http://" + found + "|" + found + ">"
		}
	})
}

// mention names somebody by id.
func (p *Playground) mention(typed string) string {
	name := strings.TrimPrefix(typed, "@")
	if strings.EqualFold(name, "rightdoor") {
		return "<@" + BotUser + ">"
	}
	for _, person := range p.People {
		if strings.EqualFold(name, person.Name) {
			return "<@" + person.ID + ">"
		}
	}
	return typed
}

// OpenHome is a person who opens a tab of the app: "home" or "messages".
func (p *Playground) OpenHome(person, tab string) {
	event := object{"type": "app_home_opened", "user": person, "channel": DirectRoom(person), "tab": tab, "event_ts": fmt.Sprint(p.Now().Unix())}
	p.mu.Lock()
	if home := p.homes[person]; home != nil && tab == "home" {
		event["view"] = home.shown()
	}
	p.mu.Unlock()
	p.Event(event)
}

// deed is what a page says that a person did.
type deed struct {
	As       string          `json:"as"`
	Channel  string          `json:"channel"`
	Text     string          `json:"text"`
	Thread   string          `json:"thread_ts"`
	TS       string          `json:"ts"`
	View     string          `json:"view_id"`
	BlockID  string          `json:"block_id"`
	ActionID string          `json:"action_id"`
	Payload  json.RawMessage `json:"payload"`
	Value    string          `json:"value"`
	Values   json.RawMessage `json:"values"`
	Tab      string          `json:"tab"`
	Forward  string          `json:"forward"`
	Back     bool            `json:"back"`
}

// deeds are what people can do, by the last part of the path.
var deeds = map[string]func(*Playground, *http.Request, deed) (object, error){
	"say": func(p *Playground, _ *http.Request, d deed) (object, error) {
		return nil, p.Say(d.As, d.Channel, d.Text, d.Thread)
	},
	"press": func(p *Playground, r *http.Request, d deed) (object, error) {
		return nil, p.press(r.Context(), d)
	},
	"options": func(p *Playground, r *http.Request, d deed) (object, error) {
		return p.options(r.Context(), d)
	},
	"submit": func(p *Playground, r *http.Request, d deed) (object, error) {
		return p.submit(r.Context(), d)
	},
	"close": func(p *Playground, _ *http.Request, d deed) (object, error) {
		return nil, p.closeView(d.As, d.View)
	},
	"home": func(p *Playground, _ *http.Request, d deed) (object, error) {
		p.OpenHome(d.As, d.Tab)
		return nil, nil
	},
}
