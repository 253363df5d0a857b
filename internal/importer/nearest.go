package importer

import (
	"strings"

	"rightdoor/internal/language"
	"rightdoor/scoring"
)

// leastToMend is the shortest word, in bytes, that is looked for with a slip in
// it: of shorter ones too many are one slip apart.
const leastToMend = 5

const longestToMend = 60

// slipLetters are what a slip may have put in another's place.
const slipLetters = "abcdefghijklmnopqrstuvwxyz"

// nearestWord gives rightdoor's name of an industry, or a state, that a word
// misses by one slip: a letter that is wrong, missing, too many or swapped with
// its neighbour. "" when there is none.
func nearestWord(word string) string {
	read, tree := language.Industry, scoring.IndustryTree
	if state, ok := strings.CutPrefix(word, statePrefix); ok {
		word, tree = state, scoring.PlaceTree
		read = func(text string) (string, bool) { return language.Subdivision(text, "") }
	}
	word = language.Fold(word)
	if len(word) < leastToMend || len(word) > longestToMend {
		return ""
	}
	for i := range len(word) + 1 {
		for _, other := range slips(word, i) {
			if slug, ok := read(other); ok {
				return tree.Label(slug)
			}
		}
	}
	return ""
}

// slips are the words that a slip at byte i turns into the word given.
func slips(word string, i int) []string {
	before, after := word[:i], word[i:]
	var all []string
	if len(after) > 0 {
		all = append(all, before+after[1:])
	}
	if len(after) > 1 {
		all = append(all, before+after[1:2]+after[:1]+after[2:])
	}
	for _, c := range slipLetters {
		all = append(all, before+string(c)+after)
		if len(after) > 0 {
			all = append(all, before+string(c)+after[1:])
		}
	}
	return all
}
