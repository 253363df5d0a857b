package importer

import (
	"fmt"
	"slices"
	"strings"

	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

// contact makes the change of a row about a person. A row that names no
// company is about the one of a business e-mail address; one that does may
// have the address of a freelancer or a sister company.
func (p *parser) contact(changes []models.Change) []models.Change {
	at := &p.at
	source, observed := p.origin()
	contact := models.Contact{
		Name: p.personName(), Email: p.email(), Profile: p.profile(), Title: oneLine(at.texts[slotTitle]),
		CRMRole: at.texts[slotRole], Roles: roles(at.texts[slotRole]), Place: p.personPlace(), Status: p.status(),
		LastActivity: p.day(slotLastActivity), Source: source, Observed: observed,
	}
	company := p.company()
	if nameless(company) && contact.Email != "" {
		company.Domain, _ = models.ParseDomain(contact.Email)
	}
	switch {
	case nameless(company):
		p.rowProblem("no company by name, domain or business e-mail; the row was skipped")
		return changes
	case models.PersonKey(contact.Name) == "" && contact.Email == "" && contact.Profile == "":
		p.rowProblem("no name, e-mail or profile of a person; the row was skipped")
		return changes
	}
	return append(changes, models.ContactFacts{Company: company, Contact: contact})
}

func (p *parser) personName() string {
	if full := oneLine(p.at.texts[slotPerson]); full != "" {
		return full
	}
	return oneLine(strings.TrimSpace(p.at.texts[slotFirstName] + " " + p.at.texts[slotLastName]))
}

// email takes an address in small letters; what is none is reported.
func (p *parser) email() string {
	text := strings.TrimPrefix(p.at.texts[slotEmail], "mailto:")
	if text == "" {
		return ""
	}
	local, host, ok := strings.Cut(text, "@")
	if !ok || local == "" || !strings.Contains(host, ".") || strings.ContainsAny(text, " \t\n,;<>\"") || strings.Contains(host, "@") {
		p.problem(p.at.from[slotEmail], fmt.Sprintf("%q is no e-mail address", text))
		return ""
	}
	if len(text) > models.MaxAddress {
		p.problem(p.at.from[slotEmail], "this is too long for an e-mail address")
		return ""
	}
	return strings.ToLower(text)
}

// profile takes a profile's address folded; one that is too long to be kept is
// reported.
func (p *parser) profile() string {
	key := models.ProfileKey(p.at.texts[slotProfile])
	if len(key) > models.MaxAddress {
		p.problem(p.at.from[slotProfile], "this is too long for a profile address")
		return ""
	}
	return key
}

// roles maps a CRM's buying roles, several of which are joined by ";". One
// that is not known, or has no place among rightdoor's, maps to nothing.
func roles(text string) []scoring.Role {
	if text == "" {
		return nil
	}
	var all []scoring.Role
	for item := range strings.SplitSeq(text, ";") {
		known, _ := meaning("role", item)
		for _, k := range known {
			if role := scoring.Role(k); !slices.Contains(all, role) {
				all = append(all, role)
			}
		}
	}
	return all
}

// status reads whether a person may be approached, the strongest word first;
// a word nobody knows says nothing.
func (p *parser) status() models.Status {
	switch {
	case yes(p.at.texts[slotOptedOut]):
		return models.OptedOut
	case yes(p.at.texts[slotBounced]):
		return models.Bounced
	}
	if known, _ := meaning("status", p.at.texts[slotStatus]); len(known) > 0 {
		return models.Status(known[0])
	}
	return ""
}

// yes reads a yes-or-no column, in which a date or a reason also means yes.
func yes(text string) bool {
	switch language.Fold(text) {
	case "", "no", "false", "0", "n", "f":
		return false
	}
	return true
}

// personPlace gives the narrowest place of a person that is known.
func (p *parser) personPlace() string {
	country := ""
	if text := p.at.texts[slotCountry]; text != "" {
		slug, ok := language.Country(text)
		if !ok {
			if slug, ok = language.Place(text); !ok || language.CountryOf(slug) == "" {
				p.problem(p.at.from[slotCountry], fmt.Sprintf("%q is no country that rightdoor knows", text))
			}
		}
		country = language.CountryOf(slug)
	}
	known := p.place(country)
	if known.subdivision != "" {
		return known.subdivision
	}
	return known.country
}
