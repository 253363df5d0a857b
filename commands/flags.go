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
	FlagCompanyForPerson  = "company_for_person"
	FlagBlurred           = "blurred"
	FlagVague             = "vague"
	FlagMarketForCompany  = "market_for_company"
	FlagGenericPersona    = "generic_persona"
	FlagWrongCompany      = "wrong_company"
	FlagStale             = "stale"
	FlagFreeMail          = "free_mail"
	FlagICPWithoutPersona = "icp_without_persona"
)

// Flagged is an answer that is a flag and its next step, and nothing else.
type Flagged struct {
	Flags []Flag   `json:"flags"`
	More  []string `json:"-"` // lines under the flag
	next  []Option // what to do, one press away
}

// Text writes the flags and what follows from them.
func (f Flagged) Text() string {
	var lines []string
	for _, flag := range f.Flags {
		lines = append(lines, "▲ "+flag.Message)
	}
	return strings.Join(append(append(lines, f.More...), optionLines(f.next)...), "\n")
}

// optionLines writes what to do next for a terminal.
func optionLines(options []Option) []string {
	var lines []string
	for _, o := range options {
		lines = append(lines, "    "+o.Label+": "+typedLine(o.Command))
	}
	return lines
}

// typedLine writes a command as a person would type it: without the slash, and
// with quotes around nothing but what needs them.
func typedLine(command string) string {
	words := Parse(command).Words
	for i, w := range words {
		if strings.ContainsAny(w, " \t\n"+quotes) {
			words[i] = strings.TrimPrefix(Quote(w), "/ ")
		}
	}
	return strings.Join(words, " ")
}

func (f Flagged) outcome() Outcome { return Refused }

// titleForCompany answers for a person where a company was needed; words are
// those that gave it away, title the one among them.
func titleForCompany(title string, next []Option) Flagged {
	return Flagged{
		Flags: []Flag{{FlagTitleForCompany, fmt.Sprintf("%q is a person, not a company. Companies of every size and fit have one, so it cannot say which to go after.", title)}},
		More: []string{
			"Say which companies first, then the person:",
			"    [which companies], where we reach " + article(title),
			"    e.g. Series-A B2B SaaS with a stalled outbound motion, where we reach " + article(title),
			"Looking for a company of that name? Give its domain.",
		},
		next: next,
	}
}

// companyForPerson answers for a company profile where a person was needed.
func companyForPerson(text string, next []Option) Flagged {
	return Flagged{
		Flags: []Flag{{FlagCompanyForPerson, fmt.Sprintf("%q says which companies, not whom to see in them. People at the same company want different things, so it cannot say what to tell anyone.", cut(text, maxQuoted))}},
		More: []string{
			"Keep it as the company profile, and say who inside it feels the problem:",
			"    [a title], who wants … and is stuck on …",
			"    e.g. VP of Revenue Operations, who wants a forecast she can trust and is stuck on reports from three systems",
		},
		next: next,
	}
}

// vague answers for a text that names neither companies nor people.
func vague(text string) Flagged {
	return Flagged{
		Flags: []Flag{{FlagVague, fmt.Sprintf("%q names no company and no person, so nobody could act on it. Two questions, in this order:", cut(text, maxQuoted))}},
		More: []string{
			"    1  Which companies? What they do, how large they are, where, what they use, what is happening to them.",
			"    2  Who inside them feels the problem, and who pays?",
		},
		next: []Option{{"Describe the companies", "/icp new"}, {"What is an ICP here?", "/icp"}},
	}
}

// maxQuoted is how much of somebody's words a flag quotes, in characters.
const maxQuoted = 80

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
