package playground

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// room is a Room with what was said in it.
type room struct {
	Room
	messages []*message // the oldest first
}

// message is something that stands in a room.
type message struct {
	TS        string          `json:"ts"`
	Channel   string          `json:"channel"`
	User      string          `json:"user"`
	Text      string          `json:"text"`
	Blocks    json.RawMessage `json:"blocks"`
	Thread    string          `json:"thread_ts"`
	Ephemeral bool            `json:"ephemeral"`
	Edited    bool            `json:"edited"`
	Invoked   string          `json:"invoked"` // the slash command it answers
	Failed    bool            `json:"failed"`  // Slack's word that the app did not answer

	only      string          // the one person who sees it; "" for everyone
	metadata  json.RawMessage // as the app gave it
	exchanges []string        // how it got here
}

// seenBy tells whether a person sees a message that stands in her rooms.
func (m *message) seenBy(person string) bool { return m.only == "" || m.only == person }

// open tells whether a person is in a room: everyone is in every channel.
func (r *room) open(person string) bool { return r.Person == "" || r.Person == person }

func (p *Playground) addRoom(r Room) {
	p.rooms[r.ID] = &room{Room: r}
	p.order = append(p.order, r.ID)
}

// stamp makes the time of a message, which is its name in its room, too.
func (p *Playground) stamp() string {
	micro := max(p.Now().UnixMicro(), p.lastTS+1)
	p.lastTS = micro
	return fmt.Sprintf("%d.%06d", micro/1e6, micro%1e6)
}

// keep puts a message in its room and shows it.
func (p *Playground) keep(m *message) {
	m.TS = p.stamp()
	r := p.rooms[m.Channel]
	r.messages = append(r.messages, m)
	p.show(m)
}

// show sends a message, new or changed, to those who see it.
func (p *Playground) show(m *message) {
	p.tell(note{Kind: "message", Message: m}, func(person string) bool {
		return p.rooms[m.Channel].open(person) && m.seenBy(person)
	})
}

// drop takes a message away.
func (p *Playground) drop(m *message) {
	r := p.rooms[m.Channel]
	r.messages = slices.DeleteFunc(r.messages, func(other *message) bool { return other == m })
	p.tell(note{Kind: "deleted", Channel: m.Channel, TS: m.TS}, func(person string) bool { return r.open(person) && m.seenBy(person) })
}

// find gives a message that somebody sees.
func (p *Playground) find(channel, ts, person string) (*message, bool) {
	r, ok := p.rooms[channel]
	if !ok || !r.open(person) {
		return nil, false
	}
	return r.find(ts, func(m *message) bool { return m.seenBy(person) })
}

func (r *room) find(ts string, seen func(*message) bool) (*message, bool) {
	for _, m := range slices.Backward(r.messages) {
		if m.TS == ts && seen(m) {
			return m, true
		}
	}
	return nil, false
}

// notice is Slack's own word to one person.
func (p *Playground) notice(channel, person, text string, exchanges ...string) {
	p.keep(&message{Channel: channel, User: slackbot, Text: text, Ephemeral: true, Failed: true, only: person, exchanges: exchanges})
}

// snapshot is all that a person sees.
func (p *Playground) snapshot(person Person) object {
	messages := map[string][]*message{}
	var channels []object
	for _, id := range p.order {
		r := p.rooms[id]
		if !r.open(person.ID) {
			continue
		}
		channels = append(channels, r.summary())
		messages[id] = []*message{}
		for _, m := range r.messages {
			if m.seenBy(person.ID) {
				messages[id] = append(messages[id], m)
			}
		}
	}
	return object{
		"ok": true, "team": object{"id": TeamID, "name": TeamName}, "me": person.ID,
		"now": p.Now().UnixMilli(), "offset": p.clock.ahead().Milliseconds(),
		"people": p.everyone(), "people_order": p.ids(), "channels": channels, "messages": messages,
		"views": p.stack(person.ID), "home": p.home(person.ID),
		"commands": p.Commands, "suggestions": p.Suggestions, "start": p.order[0],
	}
}

func (r *room) summary() object {
	kind, name := "channel", r.Name
	if r.Person != "" {
		kind, name = "dm", "Rightdoor"
	}
	return object{"id": r.ID, "name": name, "kind": kind, "topic": r.Topic, "shared": r.Shared}
}

// everyone is people and bots by name.
func (p *Playground) everyone() []object {
	all := []object{
		{"id": BotUser, "name": "Rightdoor", "bot": true, "about": "The app"},
		{"id": slackbot, "name": "Slackbot", "bot": true, "about": "Slack itself"},
	}
	for _, person := range p.People {
		all = append(all, object{"id": person.ID, "name": person.Name, "title": person.Title, "about": person.About, "bot": false, "guest": person.Guest})
	}
	return all
}

func (p *Playground) ids() []string {
	ids := make([]string, len(p.People))
	for i, person := range p.People {
		ids[i] = person.ID
	}
	return ids
}

// Message is a message as a test looks at it.
type Message struct {
	TS, Channel, User, Text, Thread string
	Blocks                          json.RawMessage
	Ephemeral                       bool
	To                              string // the one person who sees it; "" for everyone in the room
	Way                             string // the name of the Exchange that brought it; "" where that is forgotten
	Metadata                        json.RawMessage
}

// Messages are what a person sees in a room, the oldest first; the opening
// message and Slack's own notices are among them.
func (p *Playground) Messages(channel, person string) []Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	r, ok := p.rooms[channel]
	if !ok || !r.open(person) {
		return nil
	}
	return p.lookAt(r, func(m *message) bool { return m.seenBy(person) })
}

// Posted is everything that the app has said, in all rooms and to whomever, the
// oldest first. Where a message stands on the acknowledgement of a slash
// command, its Way is the path of that.
func (p *Playground) Posted() []Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []Message
	for _, r := range p.rooms {
		list = append(list, p.lookAt(r, func(m *message) bool { return m.User == BotUser })...)
	}
	slices.SortFunc(list, func(a, b Message) int { return strings.Compare(a.TS, b.TS) })
	return list
}

// lookAt gives some of a room's messages, each with the last exchange on its
// way.
func (p *Playground) lookAt(r *room, wanted func(*message) bool) []Message {
	names := map[string]string{}
	for _, x := range p.ledger.all {
		names[x.ID] = x.Name
	}
	var list []Message
	for _, m := range r.messages {
		if !wanted(m) {
			continue
		}
		way := ""
		if n := len(m.exchanges); n > 0 {
			way = names[m.exchanges[n-1]]
		}
		list = append(list, Message{m.TS, m.Channel, m.User, m.Text, m.Thread, m.Blocks, m.Ephemeral, m.only, way, m.metadata})
	}
	return list
}

// DirectRoom is the id of a person's direct message with the app.
func DirectRoom(person string) string { return "D" + strings.TrimPrefix(person, "U") }
