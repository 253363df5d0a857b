package language

import (
	"slices"
	"testing"

	"rightdoor/scoring"
)

// TestLocalTitlesAreReadBack holds that whoever has a title we look for would
// be taken for the seat.
func TestLocalTitlesAreReadBack(t *testing.T) {
	made := 0
	for _, language := range []string{"de", "es", "pt", "fr", "it", "nl"} {
		for _, seniority := range scoring.Seniorities {
			for _, function := range scoring.Functions {
				want := scoring.Title{Seniority: seniority, Functions: []scoring.Function{function}}
				for _, title := range LocalTitles(want, language) {
					made++
					if got := ParseTitle(title); got.Seniority != seniority || function != scoring.Executive && !slices.Contains(got.Functions, function) {
						t.Errorf("%s: %q is read as %s of %v, want %s of %s", language, title, got.Seniority, got.Functions, seniority, function)
					}
				}
			}
		}
	}
	if made < 300 {
		t.Errorf("%d titles, want at least 300", made)
	}
}

func TestLanguagesOf(t *testing.T) {
	for place, want := range map[string][]string{
		"DE": {"de"}, "DE-BY": {"de"}, "CH": {"de", "fr", "it"}, "CA-QC": {"fr"}, "CA": nil, "US": nil, "IN": nil, "": nil, "dach": nil, "MX": {"es"}, "BR": {"pt"},
	} {
		if got := LanguagesOf(place); !slices.Equal(got, want) {
			t.Errorf("LanguagesOf(%q) = %v, want %v", place, got, want)
		}
	}
}

func TestLookForKnowsItsWords(t *testing.T) {
	l := lookForTable()
	for place := range l.languages {
		if !scoring.PlaceTree.Has(place) {
			t.Errorf("look_for.tsv has a place %q that is none", place)
		}
	}
	for key := range l.fields {
		if !slices.Contains(scoring.Functions, scoring.Function(key[1])) {
			t.Errorf("look_for.tsv has a function %q that is none", key[1])
		}
	}
	for key := range l.ranks {
		if !slices.Contains(scoring.Seniorities, scoring.Seniority(key[1])) {
			t.Errorf("look_for.tsv has a seniority %q that is none", key[1])
		}
	}
}
