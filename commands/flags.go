package commands

import (
	"errors"
	"fmt"
	"strings"

	"rightdoor/models"
)

// Flag is a remark that teaches in one sentence and offers the next step.
type Flag struct {
	Kind    string `json:"kind"`
	Message string `json:"message"`
}

// The kinds of flags.
const (
	FlagTitleForCompany   = "title_for_company"
	FlagWrongCompany      = "wrong_company"
	FlagStale             = "stale"
	FlagFreeMail          = "free_mail"
	FlagICPWithoutPersona = "icp_without_persona"
	FlagPersonaWithoutICP = "persona_without_icp"
	FlagWrongPerson       = "wrong_person"
	FlagUnknownPerson     = "unknown_person"
	FlagGenericPersona    = "generic_persona"
	FlagCompanyForPerson  = "company_for_person"
	FlagFewPersonas       = "few_personas"
	FlagManyPersonas      = "many_personas"
	FlagWrongLayer        = "wrong_layer"
)

// Flagged is an answer that is a flag and its next step, and nothing else.
type Flagged struct {
	Flags []Flag   `json:"flags"`
	More  []string `json:"-"` // lines under the flag
}

// Text writes the flags and what follows from them.
func (f Flagged) Text() string {
	var lines []string
	for _, flag := range f.Flags {
		lines = append(lines, "▲ "+flag.Message)
	}
	return strings.Join(append(lines, f.More...), "\n")
}

func (f Flagged) outcome() Outcome { return Refused }

// titleForCompany answers for a job title where a company was needed.
func titleForCompany(title string) View {
	return Flagged{
		Flags: []Flag{{FlagTitleForCompany, fmt.Sprintf("%q is a person, not a company. Companies of every size and fit have one, so it cannot say which to go after.", title)}},
		More: []string{
			"Say which companies first, then the person:",
			"    [which companies], where we reach " + article(title),
			"    e.g. Series-A B2B SaaS with a stalled outbound motion, where we reach " + article(title),
			"As a person it is worth keeping: a manager adds it as a title of a persona, under the ICP it belongs to.",
			"Looking for a company of that name? Give its domain.",
		},
	}
}

// article puts "the" before a title that has none.
func article(title string) string {
	if first, _, _ := strings.Cut(strings.ToLower(title), " "); first == "the" || first == "a" || first == "an" {
		return title
	}
	return "the " + title
}

// noCompanyDomain answers for an address that belongs to no company.
func noCompanyDomain(text string, err error) View {
	message := fmt.Sprintf("%q is on a site that many companies share, so it does not tell which one.", text)
	if errors.Is(err, models.ErrFreeMail) {
		message = fmt.Sprintf("%q is a mailbox anyone can have, so it does not tell which company.", text)
	}
	return Flagged{
		Flags: []Flag{{FlagFreeMail, message + " Give the company's own domain, or its name."}},
	}
}
