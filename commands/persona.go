package commands

import (
	"fmt"
	"slices"
	"strings"

	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

var personaCommand = Command{
	Name: "persona", Aliases: []string{"personas"}, Args: "[NAME]", Summary: "the people inside: what they need, and what to say",
	Detail:  "Every persona stands under an ICP: companies first, then the people in them.",
	Example: []string{"persona", "persona Revenue Ruby"},
	run:     persona,
}

// PersonaList lists the personas of the profiles in force.
type PersonaList struct {
	Personas []PersonaRow `json:"personas"`
	Flags    []Flag       `json:"flags"`
}

// PersonaRow is one persona of a list.
type PersonaRow struct {
	Name     string       `json:"name"`
	ICP      string       `json:"icp"`
	Role     scoring.Role `json:"role"`
	Required bool         `json:"required"`
	Titles   []string     `json:"titles"`
}

// PersonaPage shows one persona.
type PersonaPage struct {
	PersonaRow
	Goals          []string `json:"goals"`
	Pains          []string `json:"pains"`
	Objections     []string `json:"objections"`
	BuyingCriteria []string `json:"buying_criteria"`
	Channel        string   `json:"channel"`
	AdaptedFrom    string   `json:"adapted_from"` // "ICP@version/persona"; "" for an original
	Offers         []string `json:"offers"`       // changes of an original to take over
	Flags          []Flag   `json:"flags"`

	persona models.Persona
	others  []string // commands that show others of the name
	age     string   // of the version of the ICP that it stands in
}

func persona(c *call) (View, error) {
	t, err := c.current()
	if err != nil {
		return nil, err
	}
	if wanted := plain(c.object()); wanted != "" {
		if view, err := c.onePersona(t, wanted); view != nil || err != nil {
			return view, err
		}
	}
	if len(t.ICPs) == 0 {
		next, err := c.nextStep(t)
		return next, err
	}
	list := PersonaList{Personas: []PersonaRow{}, Flags: []Flag{}}
	for _, icp := range t.ICPs {
		rows, flags := rowsWithFlags(icp.Name, icp.Personas)
		list.Personas, list.Flags = append(list.Personas, rows...), append(list.Flags, flags...)
	}
	if len(list.Personas) == 0 {
		return NextStep{"persona", []string{
			"No persona yet: the right companies, and nobody in particular to see there.",
			"Add `personas:` under the ICP in your file and apply it:",
			"    rightdoor export targeting > targeting.yaml",
			"    rightdoor apply targeting.yaml",
		}}, nil
	}
	if wanted := plain(c.object()); wanted != "" {
		if aboutCompanies(wanted, t.ICPs) {
			return companyThere(wanted, "There is "+personaNames(list)+"."), nil
		}
		return nil, fault.New(fault.NotFound, "There is no persona %q. There is %s.", wanted, personaNames(list))
	}
	return list, nil
}

// onePersona shows the persona of a name; nil where there is none. Of several
// the one in force comes first, and the others are named.
func (c *call) onePersona(t *aim, wanted string) (View, error) {
	all, err := c.everyPersona()
	if err != nil {
		return nil, err
	}
	hits := calledSo(all, wanted)
	if len(hits) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(hits, func(a, b placed) int { return min(b.icp.Published, 1) - min(a.icp.Published, 1) })
	p := hits[0]
	page := personaPage(p.Persona, p.icp.Name, fmt.Sprintf("written %s (v%d)", ago(p.written, c.now), p.version))
	if p.icp.Published == 0 {
		page.Flags = append(page.Flags, personaWithoutICP(p.Name, p.icp.Name))
	}
	if generic(&p.Persona) {
		page.Flags = append(page.Flags, genericPersona(p.Name))
	}
	for _, other := range hits[1:] {
		page.others = append(page.others, "persona "+other.icp.Name+"/"+other.Name)
	}
	page.Offers, err = c.offers(p, all)
	page.Offers = listed(page.Offers)
	return page, err
}

func personaNames(l PersonaList) string {
	var names []string
	for _, p := range l.Personas {
		names = append(names, p.Name)
	}
	return scoring.And(names)
}

func personaRow(p models.Persona, icp string) PersonaRow {
	return PersonaRow{p.Name, icp, p.Role, p.Required, listed(p.Titles)}
}

func personaPage(p models.Persona, icp, age string) PersonaPage {
	return PersonaPage{
		PersonaRow: personaRow(p, icp), Goals: listed(p.Goals), Pains: listed(p.Pains), Objections: listed(p.Objections),
		BuyingCriteria: listed(p.BuyingCriteria), Channel: p.Channel, AdaptedFrom: p.AdaptedFrom, Flags: []Flag{}, Offers: []string{}, persona: p, age: age,
	}
}

// listed is a list that JSON writes as one, even when nothing is in it.
func listed[T any](list []T) []T { return append([]T{}, list...) }

// text is the persona in one line, with its titles as a list writes them.
func (r PersonaRow) text(titles string) string {
	text := r.Name + " – " + r.Role.Words()
	if r.Required {
		text += ", required"
	}
	if titles != "" {
		text += " · " + titles
	}
	return text
}

// Text lists the personas under their profiles.
func (l PersonaList) Text() string {
	var lines []string
	last := ""
	for _, p := range l.Personas {
		if p.ICP != last {
			lines = append(lines, "At companies of "+p.ICP+":")
			last = p.ICP
		}
		lines = append(lines, "    "+p.text(few(p.Titles)))
	}
	lines = append(lines, flagLines(l.Flags)...)
	return strings.Join(append(lines, "`persona NAME` shows one."), "\n")
}

// Text shows the persona, field by field.
func (p PersonaPage) Text() string {
	lines := []string{p.PersonaRow.text(strings.Join(p.Titles, ", ")), "At companies of " + p.ICP}
	for _, f := range p.fields() {
		lines = append(lines, fmt.Sprintf("%-18s %s", f.Label, f.Text))
	}
	lines = append(lines, aged(p.age, ownerLine(p.persona.Owner, p.persona.Review, "")))
	lines = append(lines, flagLines(p.Flags)...)
	lines = append(lines, p.Offers...)
	return strings.Join(append(lines, p.alsoLine()...), "\n")
}

// alsoLine names other personas of the name.
func (p PersonaPage) alsoLine() []string {
	if len(p.others) == 0 {
		return nil
	}
	return []string{"Also: " + strings.Join(p.others, " · ")}
}

// fields are what is told of the persona; what is not is left out.
func (p PersonaPage) fields() []Item {
	k := p.persona
	var fields []Item
	for _, f := range []struct {
		label  string
		values []string
	}{
		{"Answers for", k.Responsibilities},
		{"Wants", k.Goals},
		{"Is stuck on", k.Pains},
		{"Spends the day on", k.DailyWork},
		{"May object", k.Objections},
		{"Fears", k.Fears},
		{"Buys on", k.BuyingCriteria},
		{"Is measured by", k.SuccessMetrics},
		{"Reads", k.Content},
		{"Reach by", present(k.Channel)},
		{"Opener (a draft)", present(k.Opener)},
		{"Known from", present(k.Evidence)},
		{"Adapted from", present(k.AdaptedFrom)},
	} {
		if len(f.values) > 0 {
			fields = append(fields, Item{Label: f.label, Text: strings.Join(f.values, "; ")})
		}
	}
	return fields
}

// present is a value as a list: none where there is none.
func present(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}
