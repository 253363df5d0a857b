package commands

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"rightdoor/models"
	"rightdoor/scoring"
)

// NextStep says what is missing and the one thing to do about it, in the order
// market, company profile, people.
type NextStep struct {
	Missing string   `json:"missing"` // accounts, icp, contacts
	Lines   []string `json:"-"`
}

// Text writes what is missing and the step.
func (n NextStep) Text() string { return strings.Join(n.Lines, "\n") }

func (n NextStep) outcome() Outcome { return NotFound }

// nextStep gives the first step that is missing; nil when there are accounts
// and an ICP.
func (c *call) nextStep(t *aim) (View, error) {
	counts, err := c.lib.Counts(c, c.Workspace)
	if err != nil {
		return nil, err
	}
	switch {
	case counts.Accounts == 0:
		return NextStep{"accounts", []string{
			"No companies here yet, so there is nothing to look at. First the market, then the profile, then the people.",
			"An operator imports your accounts:",
			"    rightdoor import accounts FILE.csv",
		}}, nil
	case len(t.profiles) == 0:
		return c.noICP(counts.Accounts)
	default:
		return nil, nil
	}
}

// noICP says what to do where no ICP is in force: publish one that is there,
// else start from a ready one.
func (c *call) noICP(accounts int) (View, error) {
	all, err := c.lib.ICPs(c, c.Workspace)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return NextStep{"icp", []string{
			fmt.Sprintf("No ICP yet, so there is nothing to score %s against. Say which companies first; the people come after.", plural(accounts, "account")),
			"Start from a ready profile, change it, apply it:",
			"    rightdoor init --profile latam-saas",
			"    rightdoor apply targeting.yaml",
		}}, nil
	}
	i := slices.IndexFunc(all, func(i models.ICP) bool { return !i.Archived })
	what := "is a draft, and drafts score nothing"
	if i < 0 {
		i, what = 0, "is archived and scores nothing"
	}
	return NextStep{"icp", []string{
		fmt.Sprintf("No ICP is in force: %s %s.", all[i].Name, what),
		"A manager publishes it:",
		"    icp publish " + all[i].Name,
	}}, nil
}

// Choice asks which of several companies was meant.
type Choice struct {
	Question string   `json:"question"`
	Options  []Option `json:"options"`
	Note     []string `json:"-"`
}

// Option is one answer to a Choice: what it says and the command it is.
type Option struct {
	Label   string `json:"label"`
	Command string `json:"command"`
}

// Text writes the question and its answers.
func (c Choice) Text() string {
	lines := []string{c.Question}
	width := 0
	for _, o := range c.Options {
		width = max(width, utf8.RuneCountInString(o.Label))
	}
	for _, o := range c.Options {
		lines = append(lines, fmt.Sprintf("    %-*s  %s", width, o.Label, typedLine(o.Command)))
	}
	return strings.Join(append(lines, c.Note...), "\n")
}

func (c Choice) outcome() Outcome { return NotFound }

// whichOne asks which account of a name was meant.
func whichOne(command, text string, accounts []models.Account) View {
	return Choice{Question: fmt.Sprintf("%d companies are called %q. Which one?", len(accounts), text), Options: options(command, accounts)}
}

func options(command string, accounts []models.Account) []Option {
	var list []Option
	for i := range accounts {
		a := &accounts[i]
		object := a.Domain
		if object == "" {
			object = fmt.Sprintf("#%d", a.ID)
		}
		list = append(list, Option{named(a), "/" + command + " " + object})
	}
	return list
}

// unknownCompany answers for a company nobody has told of: near misses, else
// what would be needed to score it.
func unknownCompany(command, text string, near []models.Account, t *aim) View {
	if len(near) > 0 {
		return Choice{Question: fmt.Sprintf("I know no company %q. Did you mean:", text), Options: options(command, near)}
	}
	return Choice{
		Question: fmt.Sprintf("I know no company %q, and I do not guess. To tell whether it fits, I would need its:", text),
		Options:  []Option{},
		Note:     append(needed(t), "An operator adds it with `rightdoor import accounts FILE.csv`."),
	}
}

// wish is all that an ICP asks of one fact.
type wish struct {
	attribute scoring.Attribute
	points    int
	wants     []string
}

// needed lists what the first ICP asks of a company, dearest first, one fact a
// line.
func needed(t *aim) []string {
	if len(t.profiles) == 0 {
		return nil
	}
	p := t.profiles[0]
	blank := p.Explain(&scoring.Facts{})
	var facts []wish
	for _, c := range blank.Criteria {
		if c.MaxPoints == 0 {
			continue
		}
		i := slices.IndexFunc(facts, func(f wish) bool { return f.attribute.SameFact(c.Attribute) })
		if i < 0 {
			i, facts = len(facts), append(facts, wish{attribute: c.Attribute})
		}
		facts[i].points += c.MaxPoints
		facts[i].wants = append(facts[i].wants, c.Want)
	}
	slices.SortStableFunc(facts, func(a, b wish) int { return b.points - a.points })
	var lines []string
	for _, f := range facts {
		info, _ := f.attribute.Info()
		lines = append(lines, fmt.Sprintf("    %-20s %s", info.Label, strings.Join(f.wants, ", and ")))
	}
	return lines
}
