package language

import (
	"slices"
	"testing"
)

func TestMissing(t *testing.T) {
	for note, want := range map[string][]string{
		"No budget this year, says the CFO":       {NoBudget},
		"no budget limit":                         nil,
		"No budget constraints; no budget":        {NoBudget},
		"budget-freeze until Q3, maybe next year": {NoBudget, NoUrgency},
		"Not a priority at the moment":            {NoUrgency},
		"Kein Budget in diesem Jahr":              {NoBudget},
		"sin presupuesto hasta enero":             {NoBudget},
		"Não é prioridade":                        {NoUrgency},
		"Pas de budget":                           {NoBudget},
		"they budget carefully":                   nil,
		"casual budgeting culture":                nil,
		"":                                        nil,
	} {
		if got := Missing(note); !slices.Equal(got, want) {
			t.Errorf("Missing(%q) = %v, want %v", note, got, want)
		}
	}
}

func TestCautionsAreFolded(t *testing.T) {
	for _, c := range cautionTable() {
		if c.phrase != Fold(c.phrase) || c.missing != NoBudget && c.missing != NoUrgency {
			t.Errorf("cautions.tsv has %q for %q, want %q for budget or urgency", c.phrase, c.missing, Fold(c.phrase))
		}
	}
}
