package commands

import (
	"slices"
	"strings"

	"rightdoor/internal/fault"
	"rightdoor/scoring"
)

var compareCommand = Command{
	Name: "compare", Args: "COMPANY COMPANY …", Summary: "companies side by side, the better first",
	Detail:  "A name of several words goes into quotes.",
	Example: []string{"compare acme.com globex.com", `compare "Juniper & Vale" Acme`},
	run:     compare,
}

// maxCompared is how many companies are compared at once.
const maxCompared = 10

// Comparison shows companies side by side, in the order to go to them.
type Comparison struct {
	Companies []*FitReport `json:"companies"`
	Missing   []string     `json:"missing"` // names that are no one account
}

func compare(c *call) (View, error) {
	if len(c.args) < 2 || len(c.args) > maxCompared {
		return nil, fault.New(fault.Usage, "Name two to %d companies, as in `compare acme.com globex.com`.", maxCompared)
	}
	v := Comparison{Companies: []*FitReport{}, Missing: []string{}}
	for _, name := range c.args {
		one := *c
		one.args = []string{name}
		f, view, err := one.find("fit")
		if err != nil {
			return nil, err
		}
		if view != nil {
			v.Missing = append(v.Missing, plain(name))
			continue
		}
		r, err := one.report(f)
		if err != nil {
			return nil, err
		}
		v.Companies = append(v.Companies, r)
	}
	slices.SortStableFunc(v.Companies, func(a, b *FitReport) int { return a.standing().Compare(b.standing()) })
	return v, nil
}

func (v *FitReport) standing() scoring.Standing {
	return scoring.Standing{Score: v.result.Score, Timing: v.Timing, Name: v.Account.Name}
}

func (v Comparison) sections() []Section {
	var sections []Section
	for _, r := range v.Companies {
		lines := r.reasons()
		if r.First.Name != "" {
			lines = append(lines, Item{Label: "See", Text: r.First.Name})
		}
		sections = append(sections, Section{Title: marks[r.Verdict] + " " + r.headline(), Lines: lines})
	}
	for _, name := range v.Missing {
		sections = append(sections, Section{Lines: []Item{{Text: "I know no one company \"" + name + "\". Its domain would tell."}}})
	}
	return sections
}

// Text writes one company after the other.
func (v Comparison) Text() string {
	var lines []string
	for _, s := range v.sections() {
		lines = append(append(lines, present(s.Title)...), texts(s.Lines)...)
		lines = append(lines, "")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// Card lays the companies side by side.
func (v Comparison) Card() Card {
	card := Card{Headline: "The better first", Sections: v.sections(), Share: Quote(append([]string{"compare"}, v.names()...)...)}
	for _, r := range v.Companies[:min(shownButtons, len(v.Companies))] {
		card.Next = append(card.Next, Option{r.Account.Name, r.Account.about("fit")})
	}
	return card
}

func (v Comparison) names() []string {
	var names []string
	for _, r := range v.Companies {
		names = append(names, strings.TrimPrefix(r.Account.about("fit"), "/fit "))
	}
	return append(names, v.Missing...)
}

func (v Comparison) outcome() Outcome {
	if len(v.Companies) < 2 {
		return NotFound
	}
	return Answered
}
