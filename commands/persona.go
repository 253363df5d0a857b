package commands

import (
	"fmt"
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

	persona models.Persona
}

func persona(c *call) (View, error) {
	t, err := c.current()
	if err != nil {
		return nil, err
	}
	if len(t.ICPs) == 0 {
		next, err := c.nextStep(t)
		return next, err
	}
	list := PersonaList{Personas: []PersonaRow{}}
	wanted := plain(c.object())
	for _, icp := range t.ICPs {
		for _, p := range icp.Personas {
			if wanted != "" && strings.EqualFold(p.Name, wanted) {
				return personaPage(p, icp.Name), nil
			}
			list.Personas = append(list.Personas, personaRow(p, icp.Name))
		}
	}
	switch {
	case len(list.Personas) == 0:
		return NextStep{"persona", []string{
			"No persona yet: the right companies, and nobody in particular to see there.",
			"Add `personas:` under the ICP in your file and apply it:",
			"    rightdoor export targeting > targeting.yaml",
			"    rightdoor apply targeting.yaml",
		}}, nil
	case wanted != "":
		return nil, fault.New(fault.NotFound, "There is no persona %q. There is %s.", wanted, personaNames(list))
	}
	return list, nil
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

func personaPage(p models.Persona, icp string) View {
	return PersonaPage{
		PersonaRow: personaRow(p, icp), Goals: listed(p.Goals), Pains: listed(p.Pains), Objections: listed(p.Objections),
		BuyingCriteria: listed(p.BuyingCriteria), Channel: p.Channel, persona: p,
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
	return strings.Join(append(lines, "`persona NAME` shows one."), "\n")
}

// Text shows the persona, field by field.
func (p PersonaPage) Text() string {
	lines := []string{p.PersonaRow.text(strings.Join(p.Titles, ", ")), "At companies of " + p.ICP}
	for _, f := range p.fields() {
		lines = append(lines, fmt.Sprintf("%-18s %s", f.Label, f.Text))
	}
	return strings.Join(append(lines, ownerLine(p.persona.Owner, p.persona.Review, "")...), "\n")
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
