package language

import (
	"slices"
	"testing"
)

func TestConcerns(t *testing.T) {
	for message, want := range map[string][]string{
		"We help fleet managers reduce costs by 30 %": {"costs"},
		"Your team spends hours on spreadsheets":      {"team", "toil"},
		"Our API integrates with your warehouse":      {"systems"},
		"Companies like yours grow revenue":           {"returns", "organisation"},
		"GDPR fines":                                  {"risk"},
		"hello":                                       nil,
	} {
		var got []string
		for _, c := range Concerns(message) {
			got = append(got, c.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("Concerns(%q) = %v, want %v", message, got, want)
		}
	}
}

func TestConcernsAreFolded(t *testing.T) {
	for _, row := range concernTable() {
		for _, role := range row.Roles {
			if !role.Valid() {
				t.Errorf("concerns.tsv: %s concerns %q, which is no role", row.Name, role)
			}
		}
		for _, word := range row.words {
			if folded := Fold(word); word != folded && word != folded+"*" {
				t.Errorf("concerns.tsv has %q, want %q", word, folded)
			}
		}
	}
}

func TestTitlesIn(t *testing.T) {
	for text, want := range map[string][]string{
		"We help fleet managers reduce costs by 30 %": {"fleet managers"},
		"Every VP of Sales and CFO we know":           {"VP of Sales and CFO"},
		"We sell data to shops":                       nil,
		"":                                            nil,
	} {
		if got := TitlesIn(text); !slices.Equal(got, want) {
			t.Errorf("TitlesIn(%q) = %q, want %q", text, got, want)
		}
	}
}
