package playground

import (
	"cmp"
	"fmt"
)

// The team and its app.
const (
	TeamID   = "T0PLAYGRND"
	TeamName = "DataInsight"
	BotUser  = "U0RIGHTDOR"
	botID    = "B0RIGHTDOR"
	appID    = "A0RIGHTDOR"
	slackbot = "USLACKBOT"
)

// The sample's people and the room they begin in.
const (
	Rep     = "U0DANA"
	Manager = "U0ANA"
	Guest   = "U0GUS"
	Sales   = "C0SALES"
)

// Person is a user of the team, or of another one.
type Person struct {
	ID    string
	Name  string
	Email string
	Title string // what she does, shown where one chooses who to be
	About string // what the bot makes of that

	Guest, SingleChannelGuest, Stranger, Deleted bool

	Team       string // another than TeamID
	Enterprise string
}

// samplePeople are invented, like everyone at DataInsight.
func samplePeople() []Person {
	return []Person{
		{ID: Rep, Name: "Dana", Email: "dana@datainsight.example", Title: "Sales rep", About: "asks, and sees her own answers"},
		{ID: Manager, Name: "Ana", Email: "ana@datainsight.example", Title: "RevOps manager", About: "may change the ICPs, too"},
		{ID: Guest, Name: "Gus", Title: "Guest from an agency", About: "gets no data", Guest: true},
	}
}

// Room is a channel or a direct message.
type Room struct {
	ID       string
	Name     string
	Topic    string
	Private  bool
	Shared   bool // with another organisation
	Pending  bool // about to be shared
	Archived bool
	Without  bool   // the app is not in it
	Person   string // whose direct message with the app it is; "" for a channel
}

func sampleRooms() []Room {
	return []Room{
		{ID: Sales, Name: "sales", Topic: "Who goes where"},
		{ID: "C0GENERAL", Name: "general", Topic: "Company-wide news", Without: true},
		{ID: "C0PARTNER", Name: "partners-north", Topic: "Shared with our reseller", Shared: true},
	}
}

// directRoom is a person's direct message with the app.
func directRoom(p Person) Room {
	return Room{ID: "D" + p.ID[1:], Name: "directmessage", Person: p.ID}
}

// user is a person as users.info shows her.
func (p Person) user() object {
	u := object{
		"id": p.ID, "team_id": cmp.Or(p.Team, TeamID), "name": p.Name, "real_name": p.Name, "deleted": p.Deleted,
		"is_bot": false, "is_restricted": p.Guest || p.SingleChannelGuest, "is_ultra_restricted": p.SingleChannelGuest, "is_stranger": p.Stranger,
		"tz": "Europe/Berlin", "tz_offset": 3600, "profile": object{"real_name": p.Name, "display_name": p.Name, "title": p.Title, "email": p.Email},
	}
	if p.Enterprise != "" {
		u["enterprise_user"] = object{"id": p.ID, "enterprise_id": p.Enterprise, "teams": []string{cmp.Or(p.Team, TeamID)}}
	}
	return u
}

// person finds somebody by id.
func (p *Playground) person(id string) (Person, bool) {
	for _, person := range p.People {
		if person.ID == id {
			return person, true
		}
	}
	return Person{}, false
}

// greet opens the conversation: a message that says what to try.
func (p *Playground) greet() {
	if len(p.Suggestions) == 0 || len(p.order) == 0 {
		return
	}
	text := "*This is rightdoor in a Slack of its own.* It runs on this machine alone. " + p.About + "\nTry one of these, or type a slash command below. At the left you can be somebody else."
	var buttons []object
	for i, line := range p.Suggestions {
		button := object{"type": "button", "action_id": fmt.Sprint("playground-", i), "value": line, "text": object{"type": "plain_text", "text": line}}
		if i == 0 {
			button["style"] = "primary"
		}
		buttons = append(buttons, button)
	}
	p.keep(&message{
		Channel: p.order[0], User: slackbot, Text: "Try one of these: the first asks whether a company is worth going to.",
		Blocks: encode([]object{
			{"type": "section", "block_id": "playground-text", "text": object{"type": "mrkdwn", "text": text}},
			{"type": "actions", "block_id": "playground-try", "elements": buttons},
		}),
	})
}
