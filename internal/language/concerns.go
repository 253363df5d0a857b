package language

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"rightdoor/scoring"
)

// Concern is a thing that a sales message speaks of.
type Concern struct {
	Name   string         // "costs"
	Person bool           // it is about somebody's own work, not about what a company gains
	Roles  []scoring.Role // whom it concerns most
	Words  []string       // of the message, folded, that gave it away
}

type concernRow struct {
	Concern
	words []string
}

var concernTable = sync.OnceValue(func() []concernRow {
	var rows []concernRow
	for _, row := range readTable("lexicon/concerns.tsv", 4) {
		c := concernRow{Concern: Concern{Name: row[0], Person: row[1] == "person"}, words: strings.Split(row[3], ";")}
		for role := range strings.SplitSeq(row[2], ",") {
			c.Roles = append(c.Roles, scoring.Role(role))
		}
		rows = append(rows, c)
	}
	return rows
})

// Concerns lists what a message speaks of, in the order of the table; none
// where it says nothing of the kind.
func Concerns(message string) []Concern {
	text := " " + Fold(message) + " "
	var found []Concern
	for _, row := range concernTable() {
		c := row.Concern
		for _, word := range row.words {
			if stands(text, word) {
				c.Words = append(c.Words, strings.TrimSuffix(word, "*"))
			}
		}
		c.Words = longest(c.Words)
		if len(c.Words) > 0 {
			found = append(found, c)
		}
	}
	return found
}

// longest leaves out the words that are part of others: "costs" of "reduce
// costs".
func longest(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return slices.ContainsFunc(words, func(o string) bool { return o != w && strings.Contains(" "+o+" ", " "+w+" ") })
	})
}

// stands tells whether a word, or the beginning of one, is in a folded text
// with spaces around it.
func stands(text, word string) bool {
	if start, open := strings.CutSuffix(word, "*"); open {
		return strings.Contains(text, " "+start)
	}
	return strings.Contains(text, " "+word+" ")
}

// maxTitleWords is how long a job title in running text can be.
const maxTitleWords = 5

// TitlesIn lists the job titles that a running text names, the longest at each
// place: "We help fleet managers reduce costs" names "fleet managers". At most
// eight are given.
func TitlesIn(text string) []string {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '&' })
	var titles []string
	for i := 0; i < len(words) && len(titles) < 8; {
		n := titleAt(words[i:])
		if n > 0 {
			titles = append(titles, strings.Join(words[i:i+n], " "))
		}
		i += max(1, n)
	}
	return titles
}

// verbs are what a message does for people, as words that titles begin with,
// too: "help fleet managers", "support analyst".
var verbs = []string{"the", "help", "helps", "helping", "support", "supports", "let", "lets"}

// titleAt gives how many words at the start are a title; 0 for none.
func titleAt(words []string) int {
	if slices.Contains(verbs, Fold(words[0])) {
		return 0
	}
	for n := min(maxTitleWords, len(words)); n > 0; n-- {
		phrase := strings.Join(words[:n], " ")
		if IsTitle(phrase) {
			return n
		}
	}
	return 0
}
