package commands

import (
	"fmt"
	"slices"

	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

// An ICP usually has two to four personas.
const (
	fewestPersonas = 2
	mostPersonas   = 4
)

// personaFlags tell what is wrong with the personas of an ICP.
func personaFlags(icp string, personas []models.Persona) []Flag {
	flags := []Flag{}
	switch n := len(personas); {
	case n == 0:
		flags = append(flags, withoutPersona(icp))
	case n < fewestPersonas:
		flags = append(flags, Flag{FlagFewPersonas, icp + " has one persona, but a purchase takes several people, each for a reason of their own. Who signs, who vets, who suffers? Two to four is usual."})
	case n > mostPersonas:
		flags = append(flags, Flag{FlagManyPersonas, fmt.Sprintf("%s has %d personas; two to four is usual. Which of them need a message of their own? The others can be titles of those.", icp, n)})
	}
	for i := range personas {
		if generic(&personas[i]) {
			flags = append(flags, genericPersona(personas[i].Name))
		}
	}
	return flags
}

func withoutPersona(icp string) Flag {
	return Flag{FlagICPWithoutPersona, icp + " has no persona: right companies, and nobody in particular to see there. Add `personas:` under it in the targeting file."}
}

// generic tells whether a persona says who, but not what they want or suffer.
func generic(p *models.Persona) bool { return len(p.Goals) == 0 && len(p.Pains) == 0 }

func personaWithoutICP(name, icp string) Flag {
	return Flag{FlagPersonaWithoutICP, fmt.Sprintf("%s stands under %s, which is not in force: the right people, and no companies to find them at. A manager puts it in force: icp publish %s", name, icp, icp)}
}

// aboutCompanies tells whether a text describes companies where a person was
// needed: by the name of a profile, or by what it speaks of.
func aboutCompanies(text string, icps []models.InForce) bool {
	named := slices.ContainsFunc(icps, func(i models.InForce) bool { return language.Fold(i.Name) == language.Fold(text) })
	if _, industry := language.Industry(text); named || industry {
		return true
	}
	level := language.ReadLevel(text).Level
	return level == language.LevelCompany || level == language.LevelMarket
}

// companyThere answers for a company profile where one of some people was
// needed.
func companyThere(text, people string) View {
	f := companyForPerson(text, []Option{{"Show our personas", "/persona"}})
	f.More = []string{people}
	return f
}

// wrongPerson answers for a contact who fits no seat, with the CRM's word for
// them where there is one.
func wrongPerson(p *scoring.Person, icp string, personas []scoring.Persona) Flag {
	crm := ""
	if len(p.Roles) > 0 {
		crm = "; the CRM says " + roleWords(p.Roles) + ", and no persona is one"
	}
	return Flag{FlagWrongPerson, personWords(p) + ", fits no persona of " + icp + crm + ". " + seatsThere(personas)}
}

// rowsWithFlags are personas as a list shows them, with what is wrong.
func rowsWithFlags(icp string, personas []models.Persona) ([]PersonaRow, []Flag) {
	rows := []PersonaRow{}
	for _, p := range personas {
		rows = append(rows, personaRow(p, icp))
	}
	return rows, personaFlags(icp, personas)
}

// flagLines writes flags for a terminal.
func flagLines(flags []Flag) []string {
	var lines []string
	for _, f := range flags {
		lines = append(lines, "▲ "+f.Message)
	}
	return lines
}
