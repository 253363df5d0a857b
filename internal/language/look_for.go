package language

import (
	"slices"
	"strings"
	"sync"

	"rightdoor/scoring"
)

// lookFor is what titles to look for are made of.
type lookFor struct {
	languages map[string][]string // by country or subdivision
	fields    map[[2]string]string
	ranks     map[[2]string][]string
	titles    map[[3]string][]string
}

var lookForTable = sync.OnceValue(func() *lookFor {
	l := &lookFor{map[string][]string{}, map[[2]string]string{}, map[[2]string][]string{}, map[[3]string][]string{}}
	for _, row := range readTable("lexicon/look_for.tsv", 5) {
		kind, language, key, function, words := row[0], row[1], row[2], row[3], row[4]
		switch kind {
		case "country":
			l.languages[language] = strings.Split(words, ",")
		case "function":
			l.fields[[2]string{language, key}] = words
		case "rank":
			l.ranks[[2]string{language, key}] = strings.Split(words, ";")
		case "title":
			l.titles[[3]string{language, key, function}] = strings.FieldsFunc(words, func(r rune) bool { return r == ';' })
		default:
			panic("look_for.tsv: a row of kind " + kind)
		}
	}
	return l
})

// LanguagesOf gives the languages other than English that business is done in
// at a place, a slug of scoring.PlaceTree, as ISO 639-1 codes; none where
// English does, or where no titles are known.
func LanguagesOf(place string) []string {
	l := lookForTable()
	if languages, ok := l.languages[place]; ok {
		return slices.Clone(languages)
	}
	return slices.Clone(l.languages[CountryOf(place)])
}

// LocalTitles gives the titles by which people with a post of that seniority
// and first function are found in a language, the usual one first; none where
// the language has no good one.
func LocalTitles(t scoring.Title, language string) []string {
	if t.Seniority == "" || len(t.Functions) == 0 {
		return nil
	}
	l, function := lookForTable(), string(t.Functions[0])
	if whole, ok := l.titles[[3]string{language, string(t.Seniority), function}]; ok {
		return slices.Clone(whole)
	}
	field, ok := l.fields[[2]string{language, function}]
	if !ok {
		return nil
	}
	var titles []string
	for _, pattern := range l.ranks[[2]string{language, string(t.Seniority)}] {
		titles = append(titles, strings.ReplaceAll(pattern, "{}", field))
	}
	return titles
}
