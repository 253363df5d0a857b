package commands

import (
	"errors"
	"strconv"
	"strings"

	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

// reference is a company as somebody named it.
type reference struct {
	text  string // cleaned, to show
	query models.Query
}

// maxReference bounds the name of a company, in characters.
const maxReference = 200

// refer reads what a person wrote for a company: a domain, an address of a
// page or mailbox, a name, "#12" for the account of that number, Slack's forms of these.
func refer(text string) (reference, error) {
	text = cut(plain(text), maxReference)
	ref := reference{text: text}
	domain, err := models.ParseDomain(text)
	id, idErr := strconv.ParseInt(strings.TrimPrefix(text, "#"), 10, 64)
	switch {
	case strings.HasPrefix(text, "#") && idErr == nil:
		ref.query.ID = id
	case err == nil:
		ref.query.Domain = domain
	case errors.Is(err, models.ErrFreeMail), errors.Is(err, models.ErrSharedHost):
		return ref, err
	default:
		ref.query.NameKey = models.NameKey(text)
	}
	return ref, nil
}

// cut shortens a text to a number of characters.
func cut(text string, runes int) string {
	for i := range text {
		if runes == 0 {
			return text[:i] + "…"
		}
		runes--
	}
	return text
}

// found is the account a request is about, with the targeting to see it by.
type found struct {
	account *models.Account
	facts   *scoring.Facts
	signals []scoring.Signal
	aim     *aim
}

// find looks for the account a request is about. Where there is not just the
// one, the View says so, and what to do.
func (c *call) find(command string) (*found, View, error) {
	ref, err := refer(c.object())
	if err != nil {
		return nil, noCompanyDomain(ref.text, err), nil
	}
	if ref.text == "" {
		return nil, nil, fault.New(fault.Usage, "Which company? Give its domain or its name, as in `%s acme.com`.", command)
	}
	hits, err := c.lib.Find(c, c.Workspace, ref.query)
	if err == nil && len(hits.Accounts) == 0 && ref.query.Domain != "" { // some companies are called like a domain
		hits, err = c.lib.Find(c, c.Workspace, models.Query{NameKey: models.NameKey(ref.text)})
	}
	if err != nil {
		return nil, nil, err
	}
	t, err := c.aim(c, c.Workspace, hits.Targeting)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case len(hits.Accounts) == 0:
		view, err := c.notThere(command, ref, t)
		return nil, view, err
	case len(hits.Accounts) > 1:
		return nil, whichOne(command, ref.text, hits.Accounts), nil
	case len(t.profiles) == 0:
		view, err := c.nextStep(t)
		return nil, view, err
	}
	f, err := c.look(&hits.Accounts[0], t)
	return f, nil, err
}

func (c *call) look(a *models.Account, t *aim) (*found, error) {
	signals, err := c.lib.Signals(c, c.Workspace, a.ID, c.now)
	if err != nil {
		return nil, err
	}
	return &found{account: a, facts: a.Facts(t.Settings), signals: signals, aim: t}, nil
}

// notThere answers for a text that names no account: a title is a person where
// a company was needed; else the first step that is missing, a near miss, or
// what it would take to know the company.
func (c *call) notThere(command string, ref reference, t *aim) (View, error) {
	if ref.query.Domain == "" {
		if view, err := c.titleOrName(command, ref.text, t); view != nil || err != nil {
			return view, err
		}
	}
	if next, err := c.nextStep(t); err != nil || next != nil {
		return next, err
	}
	near, err := c.lib.Near(c, c.Workspace, ref.query.Nearby())
	if err != nil {
		return nil, err
	}
	return unknownCompany(command, ref.text, near, t), nil
}

// named writes an account for a choice: "Meridian (meridian.example, Germany)".
func named(a *models.Account) string {
	var more []string
	if a.Domain != "" && a.Domain != a.Name {
		more = append(more, a.Domain)
	}
	if a.Country != "" {
		more = append(more, strings.TrimPrefix(scoring.PlaceTree.Label(a.Country), "the "))
	}
	if len(more) == 0 {
		return a.Name
	}
	return a.Name + " (" + strings.Join(more, ", ") + ")"
}
