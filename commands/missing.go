package commands

import (
	"fmt"
	"strings"

	"rightdoor/internal/fault"
	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

// anySeat stands for any required seat.
const anySeat = scoring.Role("any")

// missingOption makes "--missing champion" a filter like the others.
func missingOption(args []string) []string {
	var out []string
	for i := 0; i < len(args); i++ {
		value, ok := strings.CutPrefix(args[i], "--missing")
		switch {
		case ok && value == "" && i+1 < len(args):
			i++
			out = append(out, "missing="+args[i])
		case ok && value == "":
			out = append(out, "missing=")
		case ok && value[0] == '=':
			out = append(out, "missing"+value)
		default:
			out = append(out, args[i])
		}
	}
	return out
}

// missingRole reads whose seat is to be empty.
func missingRole(text string) (scoring.Role, error) {
	if strings.EqualFold(text, string(anySeat)) {
		return anySeat, nil
	}
	role, ok := roleNamed(text)
	if !ok { // other words for a role, as questions have them: "boss"
		role = language.ReadQuestion("accounts without a " + text).Filters.Missing
	}
	if role == "" || !ok && !role.Valid() {
		return "", fault.New(fault.Usage, "%q is no seat. Use champion, economic_buyer, technical_evaluator, end_user, influencer, blocker, or any for any required one.", text)
	}
	return role, nil
}

// gapBatch is how many accounts' contacts are read with one query.
const gapBatch = 500

// gapFinder keeps the accounts of a stream that fit and lack a seat.
type gapFinder struct {
	*call
	aim     *aim
	role    scoring.Role
	keep    func(AccountRow)
	waiting []fitting
}

// fitting is an account that fits, until its contacts are read.
type fitting struct {
	row     AccountRow
	account int64
	home    string
	profile *scoring.Profile
}

// add takes an account that passed every other filter.
func (g *gapFinder) add(row AccountRow, a *models.Account, facts *scoring.Facts) error {
	if row.Verdict != scoring.Fit {
		return nil
	}
	g.waiting = append(g.waiting, fitting{row, a.ID, homeOf(facts), g.aim.profile(row.ICP)})
	if len(g.waiting) < gapBatch {
		return nil
	}
	return g.flush()
}

// flush reads the contacts of those waiting and keeps whom a seat is missing.
func (g *gapFinder) flush() error {
	ids := make([]int64, len(g.waiting))
	for i, f := range g.waiting {
		ids[i] = f.account
	}
	contacts, err := g.lib.ContactsOf(g, g.Workspace, ids)
	if err != nil {
		return err
	}
	for _, f := range g.waiting {
		committee := scoring.Seats(g.aim.seats[f.profile], peopleOf(contacts[f.account]), f.profile.Order, f.home)
		if f.row.missing = emptySeats(committee, g.role); len(f.row.missing) > 0 {
			g.keep(f.row)
		}
	}
	g.waiting = g.waiting[:0]
	return nil
}

// emptySeats names the empty seats of a role, or all required ones.
func emptySeats(c scoring.Committee, role scoring.Role) []string {
	var empty []string
	for _, s := range c.Seats {
		if s.Holder == nil && (s.Persona.Role == role || role == anySeat && s.Persona.Required) {
			empty = append(empty, fmt.Sprintf("no %s known", s.Persona.Role.Words()))
		}
	}
	return empty
}

// profile gives the compiled ICP of a name.
func (t *aim) profile(name string) *scoring.Profile {
	for _, p := range t.profiles {
		if p.Name == name {
			return p
		}
	}
	return nil
}
