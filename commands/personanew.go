package commands

import (
	"fmt"
	"slices"
	"strings"

	"rightdoor/internal/fault"
	"rightdoor/internal/language"
	"rightdoor/internal/targeting"
	"rightdoor/models"
)

var personaNewCommand = Command{
	Name: "persona new", Args: "TITLE --icp NAME [--name NAME] [--save]", Summary: "a person to look for inside the companies of a profile, as a draft",
	Detail:  "A persona stands under an ICP: --icp says which; with a single one it is meant. --save keeps it in a draft version of that ICP, which a manager publishes.",
	Example: []string{`persona new "VP of Sales" --icp "mid-market commerce"`},
	run:     personaNew,
}

// PersonaDraft shows a persona made from somebody's words.
type PersonaDraft struct {
	PersonaRow
	Saved int    `json:"saved"` // the version of the ICP it was saved in; 0 for not saved
	Flags []Flag `json:"flags"`

	words string
}

func personaNew(c *call) (View, error) {
	words, options, err := takeOptions(c.args, []string{"save"}, []string{"icp", "name"})
	if err != nil {
		return nil, err
	}
	text := plain(strings.Join(words, " "))
	if text == "" {
		return nil, fault.New(fault.Usage, "Whom should we see? Give a title, as in `persona new \"VP of Sales\"`.")
	}
	t, err := c.current()
	if err != nil {
		return nil, err
	}
	titles, view := c.peopleIn(text, t)
	if view != nil {
		return view, nil
	}
	icp, err := c.latest(options["icp"])
	if err != nil {
		return nil, err
	}
	return c.personaDraft(icp, titles, text, options)
}

// peopleIn finds the titles that a text names, or flags one that is about
// companies.
func (c *call) peopleIn(text string, t *aim) ([]string, View) {
	read := language.ReadProfile(text)
	switch level := language.ReadLevel(text).Level; {
	case len(read.Persona.Titles) > 0:
		return read.Persona.Titles, nil
	case level == language.LevelPerson || language.IsTitle(text):
		return []string{text}, nil
	case level == language.LevelCompany || level == language.LevelMarket:
		return nil, companyForPerson(text, []Option{{"Keep it as a company profile", Quote("icp", "new", text)}, {"Show our personas", "/persona"}})
	default:
		return nil, vague(text)
	}
}

// latest gives the latest version of an ICP by name, or of the only one.
func (c *call) latest(name string) (targeting.ICP, error) {
	all, err := c.lib.ICPs(c, c.Workspace)
	if err != nil {
		return targeting.ICP{}, err
	}
	all = slices.DeleteFunc(all, func(i models.ICP) bool { return i.Archived })
	switch {
	case len(all) == 0:
		return targeting.ICP{}, fault.New(fault.Refused, "A persona stands under an ICP, and there is none yet: companies first. Start with `icp new \"B2B SaaS in LATAM with more than 50 employees\"`.")
	case name == "" && len(all) > 1:
		return targeting.ICP{}, fault.New(fault.Usage, "At which companies? Say --icp with one of %s.", icpNames(all))
	case name == "":
		name = all[0].Name
	}
	icp, err := pick(all, name)
	if err != nil {
		return targeting.ICP{}, err
	}
	versions, err := c.lib.Versions(c, c.Workspace, icp.ID)
	if err != nil {
		return targeting.ICP{}, err
	}
	v, err := c.lib.Version(c, c.Workspace, icp.ID, newest(versions))
	if err != nil {
		return targeting.ICP{}, err
	}
	return targeting.ICP{Name: icp.Name, ICPVersion: *v}, nil
}

func newest(versions []models.ICPVersion) int {
	n := 0
	for _, v := range versions {
		n = max(n, v.Version)
	}
	return n
}

func (c *call) personaDraft(icp targeting.ICP, titles []string, words string, options given) (View, error) {
	p := draftPersona(titles)
	if options["name"] != "" {
		p.Name = options["name"]
	}
	if slices.ContainsFunc(icp.Personas, func(other models.Persona) bool { return language.Fold(other.Name) == language.Fold(p.Name) }) {
		return nil, fault.New(fault.Refused, "%s has a persona %q already. `persona %s` shows it.", icp.Name, p.Name, p.Name)
	}
	v := PersonaDraft{PersonaRow: personaRow(p, icp.Name), words: words, Flags: []Flag{genericPersona(p.Name)}}
	if options["save"] == "" {
		return v, nil
	}
	version := icp.Version
	icp.Personas = append(slices.Clone(icp.Personas), p)
	if err := c.saveVersions(icp); err != nil {
		return nil, err
	}
	v.Saved = version + 1
	return v, nil
}

// genericPersona asks for what makes a title somebody.
func genericPersona(name string) Flag {
	return Flag{FlagGenericPersona, fmt.Sprintf("%s is a bare title so far: it says nothing to talk about. Add her goals, her pains and what she objects to.", name)}
}

func (v PersonaDraft) headline() string {
	if v.Saved > 0 {
		return fmt.Sprintf("Saved as a draft: %s, in %s v%d. A manager publishes it.", v.Name, v.ICP, v.Saved)
	}
	return "Whom to see – a draft, not saved: " + v.Name
}

// Text writes the draft as a terminal shows it.
func (v PersonaDraft) Text() string { return v.Card().asText() }

func (v PersonaDraft) about() []string {
	return []string{
		"At companies of " + v.ICP,
		strings.Join(v.Titles, ", ") + " – " + v.Role.Words() + ", which is a guess from the title",
	}
}

func (v PersonaDraft) next() []Option {
	if v.Saved > 0 {
		return []Option{{"Show the draft", Quote("icp", fmt.Sprintf("%s@%d", v.ICP, v.Saved))}, {"Publish", Quote("icp", "publish", v.ICP)}}
	}
	return []Option{{"Save as a draft", Quote("persona", "new", v.words, "--icp", v.ICP, "--save")}}
}

// Card lays the draft open.
func (v PersonaDraft) Card() Card {
	return Card{Headline: v.headline(), Flags: v.Flags, Sections: []Section{{Lines: plainLines(v.about())}}, Next: v.next()}
}
