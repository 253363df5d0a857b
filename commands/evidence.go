package commands

import (
	"slices"
	"strings"

	"rightdoor/scoring"
)

// evidence says what puts a person into a seat. Where the CRM and the title
// disagree both are said.
func (s seatsView) evidence(c scoring.Candidate, p *scoring.Persona) string {
	parts := []string{s.rule(c, p)}
	parts = append(parts, s.reachWords(c)...)
	return strings.Join(parts, "; ")
}

// believed is the evidence with how far it can be relied on.
func (s seatsView) believed(c scoring.Candidate, p *scoring.Persona) string {
	return s.evidence(c, p) + " (" + s.confidence(c, p) + ")"
}

// confidence says how far evidence can be relied on: where the CRM and the
// title disagree, whichever decided, that is open to doubt.
func (s seatsView) confidence(c scoring.Candidate, p *scoring.Persona) string {
	if c.Evidence == scoring.CRMSays && s.otherTitle(c.Person, p) != "" {
		return scoring.TitleDisputed.Confidence()
	}
	return c.Evidence.Confidence()
}

func (s seatsView) rule(c scoring.Candidate, p *scoring.Persona) string {
	crm := "the CRM says " + roleWords(c.Person.Roles)
	title := "the title is on the persona's list"
	if !slices.Contains(p.Keys, c.Person.Key) {
		title = "the title means one on the persona's list"
	}
	switch c.Evidence {
	case scoring.CRMAndTitle:
		return crm + ", and " + title
	case scoring.CRMSays:
		return crm + s.otherTitle(c.Person, p)
	case scoring.TitleRule:
		return title
	case scoring.TitleDisputed:
		return title + ", but " + crm
	default:
		return "a guess from " + seniorityWords[c.Person.Parsed.Seniority] + " and " + functionWords(c.Person.Parsed.Functions)
	}
}

// otherTitle says that a person's title belongs to another seat than the CRM's
// word; "" where it does not.
func (s seatsView) otherTitle(person *scoring.Person, p *scoring.Persona) string {
	for _, seat := range s.Seats {
		if seat.Persona != p && seat.Persona.Role != p.Role && seat.Persona.Holds(person) {
			return ", but the title is that of " + indefinite(seat.Persona.Role.Words())
		}
	}
	return ""
}

// reachWords say whether a person answers for the place of the account.
func (s seatsView) reachWords(c scoring.Candidate) []string {
	var words []string
	home := scoring.PlaceTree.Label(s.home)
	switch c.Reach.Title {
	case scoring.Here:
		words = append(words, "the title covers "+home)
	case scoring.Elsewhere:
		words = append(words, "the title covers "+scoring.PlaceTree.Label(c.Person.Covers)+", not "+home)
	}
	if c.Reach.Place == scoring.Elsewhere {
		words = append(words, "sits in "+scoring.PlaceTree.Label(c.Person.Place)+", not in "+home)
	}
	return words
}

func (s seatsView) personLine(c scoring.Candidate, p *scoring.Persona) PersonLine {
	return PersonLine{c.Person.Name, c.Person.Title, p.Role, s.evidence(c, p), s.confidence(c, p)}
}

// seniorityWords are the seniorities as a sentence writes them.
var seniorityWords = map[scoring.Seniority]string{
	scoring.Owner: "owner", scoring.Founder: "founder", scoring.CSuite: "C-level", scoring.Partner: "partner", scoring.VP: "VP", scoring.Head: "head",
	scoring.Director: "director", scoring.Manager: "manager", scoring.Senior: "senior", scoring.Entry: "entry level", scoring.Intern: "intern",
}
