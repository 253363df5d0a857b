package playground

import (
	"fmt"
	"strings"
)

// slacksOwn are the commands of Slack's own that change a channel.
var slacksOwn = map[string]func(p *Playground, person string, r *room, rest string) error{
	"/invite":    (*Playground).invite,
	"/remove":    (*Playground).remove,
	"/kick":      (*Playground).remove,
	"/archive":   (*Playground).archive,
	"/unarchive": (*Playground).unarchive,
	"/rename":    (*Playground).rename,
}

// turn changes a channel unless nothing would change, says so there, and
// sends the bot an event where it is told of that.
func (p *Playground) turn(r *room, set func(*Room) (words string), event object) error {
	p.mu.Lock()
	if r.Person != "" {
		p.mu.Unlock()
		return sorry("A direct message stays as it is.")
	}
	before := r.Room
	words := set(&r.Room)
	same := r.Room == before
	if !same {
		p.keep(&message{Channel: r.ID, User: slackbot, Text: words})
	}
	hears := !before.Without || !r.Without
	p.mu.Unlock()
	if !same && hears {
		p.Event(event)
	}
	return nil
}

// invite brings the app into a channel.
func (p *Playground) invite(person string, r *room, _ string) error {
	return p.turn(r, func(r *Room) string {
		r.Without = false
		return fmt.Sprintf("<@%s> was added to #%s by <@%s>.", BotUser, r.Name, person)
	}, p.membership("member_joined_channel", r))
}

// remove takes the app out of a channel.
func (p *Playground) remove(person string, r *room, _ string) error {
	return p.turn(r, func(r *Room) string {
		r.Without = true
		return fmt.Sprintf("<@%s> was removed from #%s by <@%s>.", BotUser, r.Name, person)
	}, p.membership("member_left_channel", r))
}

func (p *Playground) membership(kind string, r *room) object {
	return object{"type": kind, "user": BotUser, "channel": r.ID, "channel_type": "C", "team": TeamID}
}

func (p *Playground) archive(person string, r *room, _ string) error {
	return p.turn(r, func(r *Room) string {
		r.Archived = true
		return fmt.Sprintf("<@%s> archived #%s.", person, r.Name)
	}, object{"type": kindOf(r) + "_archive", "channel": r.ID, "user": person})
}

func (p *Playground) unarchive(person string, r *room, _ string) error {
	return p.turn(r, func(r *Room) string {
		r.Archived = false
		return fmt.Sprintf("<@%s> brought #%s back.", person, r.Name)
	}, object{"type": kindOf(r) + "_unarchive", "channel": r.ID, "user": person})
}

// rename gives a channel another name; its id stays.
func (p *Playground) rename(person string, r *room, rest string) error {
	name := strings.ToLower(strings.TrimPrefix(rest, "#"))
	if name == "" || strings.ContainsAny(name, " .,") {
		return sorry("Names of channels have no spaces or periods.")
	}
	return p.turn(r, func(r *Room) string {
		before := r.Name
		r.Name = name
		return fmt.Sprintf("<@%s> renamed #%s to #%s.", person, before, name)
	}, object{"type": kindOf(r) + "_rename", "channel": object{"id": r.ID, "name": name, "created": p.Now().Unix()}})
}

// kindOf is how events call a channel: private ones are groups.
func kindOf(r *room) string {
	if r.Private {
		return "group"
	}
	return "channel"
}
