package commands

import (
	"fmt"
	"strings"

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

func genericPersona(name string) Flag {
	return Flag{FlagGenericPersona, name + " has neither a goal nor a pain, so there is nothing to talk about yet. What do they want, what are they stuck on, what would they object?"}
}

func personaWithoutICP(name, icp string) Flag {
	return Flag{FlagPersonaWithoutICP, fmt.Sprintf("%s stands under %s, which is not in force: the right people, and no companies to find them at. A manager puts it in force: icp publish %s", name, icp, icp)}
}

// companyWords are the words of a text that describe a company where a person
// was needed; "" where there are none.
func companyWords(text string, icps []models.InForce) string {
	for i := range icps {
		if language.Fold(icps[i].Name) == language.Fold(text) {
			return icps[i].Name
		}
	}
	if _, ok := language.Industry(text); ok {
		return text
	}
	if language.IsTitle(text) {
		return ""
	}
	words := strings.Fields(text)
	for i := range words {
		for n := min(3, len(words)-i); n > 0; n-- {
			if part := strings.Join(words[i:i+n], " "); isCompanyWord(part) {
				return part
			}
		}
	}
	return ""
}

// companyNouns name organisations, folded.
var companyNouns = map[string]bool{
	"company": true, "companies": true, "startup": true, "startups": true, "start up": true, "start ups": true, "firm": true, "firms": true,
	"business": true, "businesses": true, "enterprise": true, "enterprises": true, "agency": true, "agencies": true, "smb": true, "smbs": true,
	"vendors": true, "retailers": true, "organisations": true, "organizations": true,
}

func isCompanyWord(text string) bool {
	_, industry := language.Industry(text)
	return industry || companyNouns[language.Fold(text)]
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

// companyForPerson answers for a company profile where a person was needed.
func companyForPerson(text, words string) Flag {
	return Flag{FlagCompanyForPerson, fmt.Sprintf("%q says which companies (%s), not which person. Such a company has many people with different worries; name a role, a title or a person.", text, words)}
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
