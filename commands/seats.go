package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rightdoor/scoring"
)

// SeatLine is one seat of a committee in a view.
type SeatLine struct {
	Role     scoring.Role `json:"role"`
	Persona  string       `json:"persona"`
	Required bool         `json:"required"`
	Contacts []PersonLine `json:"contacts"` // the holder, then the alternates
	LookFor  []string     `json:"look_for"` // titles, when nobody is there
}

// PersonLine is a person in a view.
type PersonLine struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Evidence string `json:"evidence"`
}

// FirstLine says whom to see first, and why.
type FirstLine struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// seatsView shows a committee.
type seatsView struct{ scoring.Committee }

func (s seatsView) lines() []SeatLine {
	lines := []SeatLine{}
	for _, seat := range s.Seats {
		line := SeatLine{
			Role: seat.Persona.Role, Persona: seat.Persona.Name, Required: seat.Persona.Required,
			Contacts: []PersonLine{}, LookFor: []string{},
		}
		if seat.Holder == nil {
			line.LookFor = append(line.LookFor, seat.Persona.Names...)
		} else {
			for _, c := range append([]scoring.Candidate{*seat.Holder}, seat.Alternates...) {
				line.Contacts = append(line.Contacts, PersonLine{c.Person.Name, c.Person.Title, evidence(c, seat.Persona)})
			}
		}
		lines = append(lines, line)
	}
	return lines
}

func (s seatsView) coverage() float64 { return s.Coverage() }

func (s seatsView) first() FirstLine {
	seat := s.First()
	if seat == nil {
		return FirstLine{}
	}
	return FirstLine{seat.Holder.Person.Name, startReason(seat)}
}

// startReasons say what the holder of a seat is good for.
var startReasons = map[scoring.Role]string{
	scoring.Champion:           "feels the problem and can argue for you inside",
	scoring.EconomicBuyer:      "controls the budget",
	scoring.TechnicalEvaluator: "decides whether it works for them",
	scoring.EndUser:            "would use it every day",
	scoring.Influencer:         "is listened to by those who decide",
}

// startReason says why to begin with a seat.
func startReason(seat *scoring.Seat) string {
	why := startReasons[seat.Persona.Role]
	if seat.Persona.Pain != "" {
		why += " (" + lowerFirst(strings.TrimSuffix(seat.Persona.Pain, ".")) + ")"
	}
	return why
}

// evidence says what puts a person into a seat.
func evidence(c scoring.Candidate, p *scoring.Persona) string {
	crm := "the CRM says " + roleWords(c.Person.Roles)
	title := "the title is on the persona's list"
	if !slices.Contains(p.Keys, c.Person.Key) {
		title = "the title means one on the persona's list"
	}
	switch c.Evidence {
	case scoring.CRMAndTitle:
		return crm + ", and " + title
	case scoring.CRMSays:
		return crm
	case scoring.TitleRule:
		return title
	case scoring.TitleDisputed:
		return title + ", but " + crm
	default:
		return "a guess from " + string(c.Person.Parsed.Seniority) + " and " + functionWords(c.Person.Parsed.Functions)
	}
}

func roleWords(roles []scoring.Role) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = r.Words()
	}
	return scoring.And(words)
}

func functionWords(functions []scoring.Function) string {
	words := make([]string, len(functions))
	for i, f := range functions {
		words[i] = slugWords(string(f))
	}
	return scoring.And(words)
}

// section lists the seats: who leads several is listed once with all of them,
// then the seats with nobody in them.
func (s seatsView) section() Section {
	section := Section{Title: "Whom to see – " + s.summary()}
	listed := map[*scoring.Person]bool{}
	for _, seat := range s.Seats {
		if seat.Holder == nil || listed[seat.Holder.Person] {
			continue
		}
		listed[seat.Holder.Person] = true
		section.Lines = append(section.Lines, s.person(seat, len(listed)))
	}
	for _, seat := range s.Seats {
		if seat.Holder == nil {
			text := "no " + seat.Persona.Role.Words() + " known · look for: " + few(seat.Persona.Names)
			section.Lines = append(section.Lines, Item{Label: "–", Text: text})
		}
	}
	if s.Skipped > 0 {
		section.Lines = append(section.Lines, Item{Text: plural(s.Skipped, "contact") + " left out: gone, bounced or opted out"})
	}
	return section
}

// person writes the holder of a seat, with the evidence and, for the first to
// see, why to start there.
func (s seatsView) person(seat scoring.Seat, number int) Item {
	person := seat.Holder.Person
	line := Item{
		Label: strconv.Itoa(number),
		Text:  personWords(person) + " – " + s.rolesOf(person),
		More:  []string{upperFirst(evidence(*seat.Holder, seat.Persona)) + also(seat.Alternates)},
	}
	if first := s.First(); number == 1 && first != nil && first.Holder.Person == person {
		line.More = append(line.More, "Start here: "+startReason(first))
	}
	return line
}

// text writes the seats for a terminal.
func (s seatsView) text() []string {
	if len(s.Seats) == 0 {
		return nil
	}
	section := s.section()
	lines := []string{section.Title}
	for _, l := range section.Lines {
		text := l.Text
		if l.Label != "" {
			text = l.Label + "  " + l.Text
		}
		lines = append(lines, text)
		for _, more := range l.More {
			lines = append(lines, "   "+more)
		}
	}
	return lines
}

func personWords(p *scoring.Person) string {
	if p.Title == "" {
		return p.Name
	}
	return p.Name + ", " + p.Title
}

// rolesOf names every seat a person leads.
func (s seatsView) rolesOf(p *scoring.Person) string {
	var roles []string
	for _, seat := range s.Seats {
		if seat.Holder != nil && seat.Holder.Person == p && !slices.Contains(roles, seat.Persona.Role.Words()) {
			roles = append(roles, seat.Persona.Role.Words())
		}
	}
	return scoring.And(roles)
}

func also(alternates []scoring.Candidate) string {
	var names []string
	for _, a := range alternates {
		names = append(names, personWords(a.Person))
	}
	if len(names) == 0 {
		return ""
	}
	return " · else " + strings.Join(names, "; ")
}

// summary counts the seats: "3 of 4 seats filled, both required ones".
func (s seatsView) summary() string {
	return fmt.Sprintf("%d of %s filled, %s", s.filled(), plural(len(s.Seats), "seat"), s.required())
}

// filled counts the seats with somebody in them.
func (s seatsView) filled() int {
	filled := 0
	for _, seat := range s.Seats {
		if seat.Holder != nil {
			filled++
		}
	}
	return filled
}

func (s seatsView) required() string {
	switch {
	case s.Required == 0:
		return "none required"
	case s.Filled == s.Required && s.Required == 2:
		return "both required ones"
	case s.Filled == s.Required:
		return "all required ones"
	default:
		return fmt.Sprintf("%d of %d required ones", s.Filled, s.Required)
	}
}
