package playground

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
)

func authTest(c *call) object {
	return object{
		"ok": true, "url": "https://datainsight.slack.example/", "team": TeamName, "user": "rightdoor", "team_id": TeamID, "user_id": BotUser, "bot_id": botID,
		"is_enterprise_install": false,
	}
}

func usersInfo(c *call) object {
	if c.text("user") == BotUser {
		return object{"ok": true, "user": botAsUser()}
	}
	person, ok := c.person(c.text("user"))
	if !ok {
		return no("user_not_found")
	}
	return object{"ok": true, "user": person.user()}
}

func usersLookupByEmail(c *call) object {
	for _, person := range c.People {
		if person.Email != "" && strings.EqualFold(person.Email, c.text("email")) {
			return object{"ok": true, "user": person.user()}
		}
	}
	return no("users_not_found")
}

func botAsUser() object {
	return object{"id": BotUser, "team_id": TeamID, "name": "rightdoor", "real_name": "Rightdoor", "is_bot": true, "profile": object{"bot_id": botID, "api_app_id": appID}}
}

func usersList(c *call) object {
	members := []object{botAsUser()}
	for _, person := range c.People {
		members = append(members, person.user())
	}
	return object{"ok": true, "members": members, "response_metadata": object{"next_cursor": ""}}
}

// channel is a room as the Web API shows it.
func (r *room) channel() object {
	if r.Person != "" {
		return object{"id": r.ID, "is_im": true, "user": r.Person, "is_archived": false, "is_org_shared": false}
	}
	return object{
		"id": r.ID, "name": r.Name, "is_channel": !r.Private, "is_group": false, "is_im": false, "is_private": r.Private, "is_archived": r.Archived,
		"is_member": !r.Without, "is_shared": r.Shared, "is_ext_shared": r.Shared, "is_pending_ext_shared": r.Pending, "is_org_shared": false,
		"topic": object{"value": r.Topic}, "num_members": 0,
	}
}

// known finds a room that the app may know of: not a private one without it.
func (c *call) known(id string) (*room, bool) {
	r, ok := c.rooms[id]
	return r, ok && !(r.Private && r.Without)
}

func conversationsInfo(c *call) object {
	r, ok := c.known(c.text("channel"))
	if !ok {
		return no("channel_not_found")
	}
	return object{"ok": true, "channel": r.channel()}
}

func conversationsList(c *call) object {
	list := []object{}
	for _, id := range c.order {
		if r, ok := c.known(id); ok && r.Person == "" {
			list = append(list, r.channel())
		}
	}
	return object{"ok": true, "channels": list, "response_metadata": object{"next_cursor": ""}}
}

func conversationsMembers(c *call) object {
	r, ok := c.known(c.text("channel"))
	if !ok {
		return no("channel_not_found")
	}
	members := []string{}
	for _, person := range c.People {
		if r.open(person.ID) {
			members = append(members, person.ID)
		}
	}
	if !r.Without {
		members = append(members, BotUser)
	}
	return object{"ok": true, "members": members, "response_metadata": object{"next_cursor": ""}}
}

func conversationsOpen(c *call) object {
	if _, ok := c.person(c.text("users")); !ok {
		return no("user_not_found")
	}
	return object{"ok": true, "channel": object{"id": DirectRoom(c.text("users"))}}
}

// historyLimit is how many messages a page of history has unless it says.
const historyLimit = 100

func conversationsHistory(c *call) object {
	return c.pageOf(func(m *message) bool { return m.Thread == "" || m.Thread == m.TS })
}

func conversationsReplies(c *call) object {
	root := c.text("ts")
	if r, ok := c.known(c.text("channel")); ok {
		if _, ok := r.find(root, (*message).public); !ok {
			return no("thread_not_found")
		}
	}
	return c.pageOf(func(m *message) bool { return m.Thread == root || m.TS == root })
}

// public tells whether everyone in a room sees a message.
func (m *message) public() bool { return m.only == "" }

// pageOf gives a page of a room's messages, the newest first.
func (c *call) pageOf(wanted func(*message) bool) object {
	r, ok := c.known(c.text("channel"))
	if !ok {
		return no("channel_not_found")
	}
	if r.Without {
		return no("not_in_channel")
	}
	limit, _ := strconv.Atoi(c.text("limit"))
	limit = min(cmp.Or(limit, historyLimit), 999)
	page := []object{}
	for at := len(r.messages) - 1; at >= 0; at-- {
		m := r.messages[at]
		if !m.public() || !wanted(m) || !c.inSpan(m.TS) {
			continue
		}
		if len(page) == limit {
			return object{"ok": true, "messages": page, "has_more": true, "response_metadata": object{"next_cursor": page[limit-1]["ts"]}}
		}
		page = append(page, c.past(m))
	}
	return object{"ok": true, "messages": page, "has_more": false}
}

// inSpan tells whether a message lies between oldest and latest, and before
// the cursor.
func (c *call) inSpan(ts string) bool {
	oldest, latest, cursor := c.text("oldest"), c.text("latest"), c.text("cursor")
	if cursor != "" && !before(ts, cursor) {
		return false
	}
	if c.truth("inclusive") && (ts == oldest || ts == latest) {
		return true
	}
	return (oldest == "" || before(oldest, ts)) && (latest == "" || before(ts, latest))
}

// before compares the times of messages.
func before(a, b string) bool {
	x, _ := strconv.ParseFloat(a, 64)
	y, _ := strconv.ParseFloat(b, 64)
	return x < y
}

func (c *call) past(m *message) object {
	o := m.published()
	if len(m.metadata) > 0 && c.truth("include_all_metadata") {
		o["metadata"] = m.metadata
	}
	return o
}

// target finds the room that is posted to; a person's id stands for her direct
// message. code is why it cannot be.
func (c *call) target() (r *room, code string) {
	to := c.text("channel")
	if person, ok := c.person(to); ok {
		to = DirectRoom(person.ID)
	}
	r, ok := c.known(to)
	switch {
	case !ok:
		return nil, "channel_not_found"
	case r.Archived:
		return nil, "is_archived"
	case r.Without:
		return nil, "not_in_channel"
	default:
		return r, ""
	}
}

func (c *call) content() content {
	return content{Text: c.text("text"), Blocks: c.raw("blocks"), Metadata: c.raw("metadata")}
}

func postMessage(c *call) object {
	r, code := c.target()
	if code != "" {
		return no(code)
	}
	said := c.content()
	if code, problems := said.check(inMessage); code != "" {
		return refusal(code, problems)
	}
	m := &message{Channel: r.ID, User: BotUser, Text: said.Text, Blocks: withIDs(said.Blocks), Thread: c.text("thread_ts"), metadata: said.Metadata}
	m.exchanges = c.ways(r.ID, m.Thread, "")
	c.keep(m)
	return object{"ok": true, "channel": r.ID, "ts": m.TS, "message": m.published()}
}

func postEphemeral(c *call) object {
	r, code := c.target()
	if code != "" {
		return no(code)
	}
	person, ok := c.person(c.text("user"))
	if !ok || !r.open(person.ID) {
		return no("user_not_in_channel")
	}
	said := c.content()
	if code, problems := said.check(inMessage); code != "" {
		return refusal(code, problems)
	}
	m := &message{Channel: r.ID, User: BotUser, Text: said.Text, Blocks: withIDs(said.Blocks), Thread: c.text("thread_ts"), Ephemeral: true, only: person.ID}
	m.exchanges = c.ways(r.ID, m.Thread, person.ID)
	c.keep(m)
	return object{"ok": true, "message_ts": m.TS}
}

// ways are the exchanges that led to a message: this call, and what was said
// or done last in its thread or by its reader.
func (c *call) ways(room, thread, person string) []string {
	cause := cmp.Or(c.causes[room+thread], c.causes[room+person], c.causes[room])
	if cause == "" {
		return []string{c.exchange}
	}
	return []string{cause, c.exchange}
}

// own finds a message that the app itself has posted.
func (c *call) own(code string) (*message, string) {
	r, ok := c.known(c.text("channel"))
	if !ok {
		return nil, "channel_not_found"
	}
	m, ok := r.find(c.text("ts"), (*message).public)
	switch {
	case !ok:
		return nil, "message_not_found"
	case m.User != BotUser:
		return nil, code
	default:
		return m, ""
	}
}

func updateMessage(c *call) object {
	m, code := c.own("cant_update_message")
	if code != "" {
		return no(code)
	}
	said := c.content()
	if code, problems := said.check(inMessage); code != "" {
		return refusal(code, problems)
	}
	c.change(m, said, []string{c.exchange})
	return object{"ok": true, "channel": m.Channel, "ts": m.TS, "text": m.Text, "message": m.published()}
}

func deleteMessage(c *call) object {
	m, code := c.own("cant_delete_message")
	if code != "" {
		return no(code)
	}
	c.drop(m)
	return object{"ok": true, "channel": m.Channel, "ts": m.TS}
}

func permalink(c *call) object {
	r, ok := c.known(c.text("channel"))
	if !ok {
		return no("channel_not_found")
	}
	m, ok := r.find(c.text("message_ts"), (*message).public)
	if !ok {
		return no("message_not_found")
	}
	return object{"ok": true, "channel": r.ID, "permalink": c.Address + "/#" + r.ID + "/" + m.TS}
}

// checkedView reads the argument view; refused is Slack's answer to one that
// it does not take.
func (c *call) checkedView() (raw json.RawMessage, refused object) {
	raw = c.raw("view")
	if raw == nil {
		return nil, no("invalid_arguments")
	}
	if problems := checkView(raw); len(problems) > 0 {
		return nil, refusal("invalid_arguments", problems)
	}
	return raw, nil
}

func viewsOpen(c *call) object { return c.openView(false) }

func viewsPush(c *call) object { return c.openView(true) }

func (c *call) openView(onTop bool) object {
	raw, refused := c.checkedView()
	if refused != nil {
		return refused
	}
	t, code := c.pull(c.text("trigger_id"))
	if code != "" {
		return no(code)
	}
	if onTop && len(c.open[t.person]) >= maxStack {
		return no("push_limit_reached")
	}
	v := newView(t.person, raw)
	v.channel, v.exchanges = t.channel, []string{t.cause, c.exchange}
	c.put(v, onTop)
	return object{"ok": true, "view": v.shown()}
}

func viewsUpdate(c *call) object {
	raw, refused := c.checkedView()
	if refused != nil {
		return refused
	}
	v := c.views[c.text("view_id")]
	if name := c.text("external_id"); v == nil && name != "" {
		v = c.external(name)
	}
	if v == nil {
		return no("not_found")
	}
	if hash := c.text("hash"); hash != "" && hash != v.hash {
		return no("hash_conflict")
	}
	v.set(raw)
	c.showStack(v.owner)
	return object{"ok": true, "view": v.shown()}
}

func (c *call) external(name string) *view {
	for _, v := range c.views {
		if v.text("external_id") == name {
			return v
		}
	}
	return nil
}

func viewsPublish(c *call) object {
	raw, refused := c.checkedView()
	if refused != nil {
		return refused
	}
	person, ok := c.person(c.text("user_id"))
	if !ok {
		return no("invalid_arguments")
	}
	old := c.homes[person.ID]
	if hash := c.text("hash"); old != nil && hash != "" && hash != old.hash {
		return no("hash_conflict")
	}
	v := newView(person.ID, raw)
	if old != nil {
		v.id, v.root = old.id, old.root
	}
	c.homes[person.ID], c.views[v.id] = v, v
	c.tellOne(person.ID, note{Kind: "home", View: v.shown()})
	return object{"ok": true, "view": v.shown()}
}
