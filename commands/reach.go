package commands

import (
	"cmp"
	"fmt"
	"slices"

	"rightdoor/models"
	"rightdoor/scoring"
)

// marketlike tells whether a profile leaves hardly anyone out: more than half
// of the accounts pass. A handful of accounts says nothing.
func (r Reach) marketlike() bool { return r.Known >= fewAccounts && 2*r.Pass > r.Known }

const fewAccounts = 10

// flag says so, and what would narrow it.
func (r Reach) flag(narrower string) Flag {
	message := fmt.Sprintf("%d of the %s here would pass: that is nearly the market, and says little about where to go first.", r.Pass, plural(r.Known, "account"))
	if narrower != "" {
		message += " " + narrower
	}
	return Flag{FlagMarketForCompany, message}
}

// lines writes the three nested counts.
func (r Reach) lines() []string {
	if r.Known == 0 {
		return nil
	}
	lines := []string{fmt.Sprintf("Of %s known, %d fit and %d might once more is known", plural(r.Known, "account"), r.Pass, r.Could)}
	if r.People > 0 {
		lines = append(lines, fmt.Sprintf("In the seats of those that fit: %s", plural(r.People, "contact")))
	}
	return lines
}

// splitters are the facts that part a market best where nothing is said of
// them yet.
var splitters = []scoring.Attribute{scoring.Industry, scoring.Country, scoring.GrowthStage, scoring.FundingStage, scoring.BusinessModel}

// narrower says which fact would narrow a profile most: the one whose commonest
// value fewest of those that pass share.
func (c *call) narrower(p *scoring.Profile) (string, error) {
	counts := make([]map[string]int, len(splitters))
	for i := range counts {
		counts[i] = map[string]int{}
	}
	passed := 0
	err := c.lib.Each(c, c.Workspace, func(a *models.Account, _ []scoring.Signal) error {
		facts := a.Facts(p.Settings)
		if p.Score(facts).Verdict != scoring.Fit {
			return nil
		}
		passed++
		for i, attribute := range splitters {
			for _, word := range facts.Get(attribute).Words {
				counts[i][word]++
			}
		}
		return nil
	})
	return narrowest(p, counts, passed), err
}

func narrowest(p *scoring.Profile, counts []map[string]int, passed int) string {
	best, most := "", passed
	for i, attribute := range splitters {
		if slices.ContainsFunc(p.Criteria, func(k scoring.Criterion) bool { return k.Attribute == attribute }) {
			continue
		}
		word, n := commonest(counts[i])
		if n > 0 && n < most {
			info, _ := attribute.Info()
			best, most = fmt.Sprintf("The %s would narrow it most: even the commonest, %s, is only %d of them.", info.Label, slugWords(word), n), n
		}
	}
	return best
}

func commonest(counts map[string]int) (word string, n int) {
	for w, k := range counts {
		if cmp.Or(cmp.Compare(k, n), cmp.Compare(word, w)) > 0 {
			word, n = w, k
		}
	}
	return word, n
}
