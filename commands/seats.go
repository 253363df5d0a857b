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
	Search   string       `json:"search"`   // a line to search for them with
}

// PersonLine is a person in a view.
type PersonLine struct {
	Name       string       `json:"name"`
	Title      string       `json:"title"`
	Role       scoring.Role `json:"role"`
	Evidence   string       `json:"evidence"`
	Confidence string       `json:"confidence"`
}

// FirstLine says whom to see first, and why.
type FirstLine struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// seatsView shows a committee.
type seatsView struct {
	scoring.Committee
	company   string
	home      string // the place of the account; "" when not known
	people    []scoring.Person
	cautions  []string // what is known to be missing, said before any name
	authority string   // who can sign; "" when there is nothing to say
	signer    *scoring.Person
	price     string   // what the usual price takes: "60K USD usually takes a VP or higher"
	strangers []string // who fits no persona, with their titles
	full      bool     // with alternates, reasons and search lines
}

func (s seatsView) lines() []SeatLine {
	lines := []SeatLine{}
	for _, seat := range s.Seats {
		line := SeatLine{
			Role: seat.Persona.Role, Persona: seat.Persona.Name, Required: seat.Persona.Required,
			Contacts: []PersonLine{}, LookFor: []string{},
		}
		if seat.Holder == nil {
			gap := s.gap(seat.Persona)
			line.LookFor, line.Search = append(gap.titles, gap.local...), gap.search()
		} else {
			for _, c := range append([]scoring.Candidate{*seat.Holder}, seat.Alternates...) {
				line.Contacts = append(line.Contacts, s.personLine(c, seat.Persona))
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

// section lists the seats: what is missing, who leads which, who can sign, then
// the seats with nobody in them. Who leads several is listed once with all.
func (s seatsView) section() Section {
	section := Section{Title: "Whom to see – " + s.summary()}
	add := func(i Item) { section.Lines = append(section.Lines, i) }
	for _, caution := range s.cautions {
		add(Item{Label: "Careful", Text: caution})
	}
	listed := map[*scoring.Person]bool{}
	for _, seat := range s.Seats {
		if seat.Holder == nil || listed[seat.Holder.Person] {
			continue
		}
		listed[seat.Holder.Person] = true
		add(s.person(seat, len(listed)))
	}
	if s.authority != "" {
		add(Item{Label: "Signs", Text: s.authority})
	}
	for _, seat := range s.Seats {
		if seat.Holder == nil {
			add(s.empty(seat.Persona))
		}
	}
	if len(s.strangers) > 0 && (s.full || s.filled() == 0) {
		add(Item{Text: s.strangersLine()})
	}
	if s.Skipped > 0 {
		add(Item{Text: plural(s.Skipped, "contact") + " left out: gone, bounced or opted out"})
	}
	return section
}

// shownStrangers is how many people without a persona are named.
const shownStrangers = 3

// strangersLine names who is known there and fits no persona: a title that is
// misspelt or that no persona has would otherwise hide the person.
func (s seatsView) strangersLine() string {
	verb := "fit"
	if len(s.strangers) == 1 {
		verb = "fits"
	}
	names := strings.Join(s.strangers[:min(shownStrangers, len(s.strangers))], "; ")
	if more := len(s.strangers) - shownStrangers; more > 0 {
		names += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Sprintf("%s %s no persona: %s", plural(len(s.strangers), "contact"), verb, names)
}

// strangers are the people who can be approached and fit none of some
// personas, as people are named.
func strangers(personas []scoring.Persona, people []scoring.Person, home string) []string {
	var names []string
	for i := range people {
		person := &people[i]
		fits := func(p scoring.Persona) bool { _, ok := p.Fits(person, home); return ok }
		if name := strings.Trim(personWords(person), ", "); name != "" && !person.Unreachable && !slices.ContainsFunc(personas, fits) {
			names = append(names, name)
		}
	}
	return names
}

// person writes the holder of a seat, with the evidence and why to see her when.
func (s seatsView) person(seat scoring.Seat, number int) Item {
	person := seat.Holder.Person
	line := Item{
		Label: strconv.Itoa(number),
		Text:  personWords(person) + " – " + s.rolesOf(person),
		More:  []string{upperFirst(s.believed(*seat.Holder, seat.Persona))},
	}
	first := s.First()
	switch {
	case first != nil && first.Holder.Person == person:
		line.More = append(line.More, "Start here: "+startReason(first))
	case s.full && seat.Persona.Role == scoring.Blocker:
		line.More = append(line.More, "Do not start here: can stop it")
	case s.full:
		line.More = append(line.More, "Then: "+startReason(&seat))
	}
	for _, a := range seat.Alternates {
		if s.full {
			line.More = append(line.More, "Else "+personWords(a.Person)+": "+s.believed(a, seat.Persona))
		} else {
			line.More[0] += " · else " + personWords(a.Person)
		}
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
