package targeting

import (
	"fmt"

	"rightdoor/internal/language"
	"rightdoor/scoring"
)

// nearest gives the option that a misspelt word most likely means, "" when
// none is near: at most a third of its letters, and never more than three,
// are wrong, missing, too many or swapped.
func nearest(word string, options []string) string {
	folded := make([]string, len(options))
	for i, o := range options {
		folded[i] = language.Fold(o)
	}
	if i := nearestOf(language.Fold(word), folded); i >= 0 {
		return options[i]
	}
	return ""
}

// Nearest gives the place of the option that a misspelt word most likely means,
// -1 where none is near. The options are folded already, as language.Fold does.
func Nearest(word string, folded []string) int { return nearestOf(language.Fold(word), folded) }

// nearestOf gives the place of the nearest of folded options, -1 for none.
func nearestOf(word string, options []string) int {
	letters := []rune(word)
	best, least := -1, min(len(letters)/3, 3)+1
	if len(letters) > 60 {
		return best
	}
	for i, option := range options {
		if len(option) > 4*(len(letters)+3) {
			continue
		}
		if d := distance(letters, []rune(option), least); d < least {
			best, least = i, d
		}
	}
	return best
}

// distance counts the edits from a to b (insert, delete, replace, swap two
// neighbours); from limit on it need not be exact.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(above[j+1]+1, row[j]+1, above[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}

// leastSlipped is the shortest word that is taken for another with a slip in it.
const leastSlipped = 3

// slipped gives the slug of a taxonomy's word that another misses by one slip,
// "" when there is none.
func slipped(info scoring.AttributeInfo, word string) string {
	letters := []rune(language.Fold(word))
	if len(letters) < leastSlipped {
		return ""
	}
	for _, known := range spellings()[info.Tree()] {
		if distance(letters, []rune(known), 2) == 1 {
			slug, _ := lookUp(info, known)
			return slug
		}
	}
	return ""
}

// Doubts lists the technologies of a file's ICPs that nobody knows and that one
// slip sets apart from one that is known, a sentence each. They are no errors:
// a file may name a product that is new.
func (f *File) Doubts() []string {
	var doubts []string
	for _, icp := range f.ICPs {
		for _, c := range icp.Criteria {
			if c.Attribute == scoring.Technologies {
				doubts = append(doubts, doubted(icp.Name, c.Value.Words)...)
			}
		}
	}
	return doubts
}

func doubted(icp string, technologies []string) []string {
	var doubts []string
	info, _ := scoring.Technologies.Info()
	for _, word := range technologies {
		if _, known := lookUp(info, word); known {
			continue
		}
		if near := slipped(info, word); near != "" {
			doubts = append(doubts, fmt.Sprintf("%s: no technology %s is known: did you mean %s?", icp, word, near))
		}
	}
	return doubts
}
