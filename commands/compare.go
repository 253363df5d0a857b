package commands

import (
	"fmt"
	"slices"
	"strings"

	"rightdoor/internal/fault"
	"rightdoor/internal/language"
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
	Flags     []Flag       `json:"flags"`   // names that are people

	why []string // each missing name is none
}

func compare(c *call) (View, error) {
	if len(c.args) < 2 || len(c.args) > maxCompared {
		return nil, fault.New(fault.Usage, "Name two to %d companies, as in `compare acme.com globex.com`.", maxCompared)
	}
	v := Comparison{Companies: []*FitReport{}, Missing: []string{}, Flags: []Flag{}}
	var people []string
	for _, name := range c.args {
		f, view, err := c.with(name).find("fit")
		if err != nil {
			return nil, err
		}
		if next, ok := view.(NextStep); ok {
			return next, nil
		}
		if view != nil {
			if isSeat(plain(name)) {
				people = append(people, plain(name))
			} else {
				v.miss(plain(name), view)
			}
			continue
		}
		r, err := c.report(f)
		if err != nil {
			return nil, err
		}
		v.Companies = append(v.Companies, r)
	}
	slices.SortStableFunc(v.Companies, func(a, b *FitReport) int { return a.standing().Compare(b.standing()) })
	for _, person := range people {
		v.Flags = append(v.Flags, personBeside(person, v.Companies))
	}
	return v, nil
}

// miss takes in a name that is no one account, in the words of the answer to
// it alone.
func (v *Comparison) miss(name string, answer View) {
	why := fmt.Sprintf("I know no company %q, so it is left out. An operator adds it with `rightdoor import accounts FILE.csv`.", name)
	switch answer := answer.(type) {
	case Choice:
		var labels []string
		for _, o := range answer.Options {
			labels = append(labels, o.Label)
		}
		if len(labels) > 0 {
			question, open := strings.CutSuffix(answer.Question, ":")
			why = question + " " + strings.Join(labels, "; ")
			if open {
				why += "?"
			}
		}
	case Flagged:
		why = answer.Flags[0].Message
	}
	v.Missing, v.why = append(v.Missing, name), append(v.why, why)
}

// isSeat tells whether words name a person's title or buying role.
func isSeat(text string) bool {
	_, role := roleNamed(text)
	return role || language.IsTitle(text)
}

// personBeside is the flag for a person among companies: the companies are kept
// and said to ask her at.
func personBeside(person string, at []*FitReport) Flag {
	message := fmt.Sprintf("%q is a person, not a company.", person)
	if len(at) > 0 {
		message += " Whom to see comes after the company: `" + typedLine(Quote("who", at[0].Account.object(), person)) + "`."
	}
	return Flag{FlagTitleForCompany, message}
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
	for _, why := range v.why {
		sections = append(sections, Section{Lines: []Item{{Text: why}}})
	}
	return sections
}

// Text writes one company after the other.
func (v Comparison) Text() string {
	var lines []string
	if len(v.Flags) > 0 {
		lines = append(flagLines(v.Flags), "")
	}
	for _, s := range v.sections() {
		lines = append(append(lines, present(s.Title)...), texts(s.Lines)...)
		lines = append(lines, "")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// Card lays the companies side by side.
func (v Comparison) Card() Card {
	card := Card{Headline: "The better first", Flags: v.Flags, Sections: v.sections(), Share: Quote(append([]string{"compare"}, v.names()...)...)}
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
	switch {
	case len(v.Companies) > 1:
		return Answered
	case len(v.Flags) > 0:
		return Refused
	default:
		return NotFound
	}
}
