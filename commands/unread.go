package commands

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"rightdoor/internal/fault"
	"rightdoor/internal/language"
	"rightdoor/internal/targeting"
	"rightdoor/scoring"
)

// listFilters are the filters of a list that are no facts.
var listFilters = []string{"verdict", "tier", "icp", "owner", "missing"}

// filterNames are all filters of a list, folded as misspelt ones are compared.
var filterNames = sync.OnceValue(func() []string {
	names := slices.Clone(listFilters)
	for _, a := range scoring.Attributes {
		if a.Kind != scoring.Text {
			names = append(names, language.Fold(string(a.Name)))
		}
	}
	return names
})

// vocabulary is what can stand behind a fact in a filter: every spelling, and
// the filter it makes.
type vocabulary struct{ spellings, filters []string }

func (v *vocabulary) add(a scoring.Attribute, value string, spellings ...string) {
	for _, s := range spellings {
		v.spellings = append(v.spellings, language.Fold(s))
		v.filters = append(v.filters, filterLine(a, value))
	}
}

// filterLine writes a filter as a person would type it.
func filterLine(a scoring.Attribute, value string) string {
	if strings.Contains(value, " ") {
		value = `"` + value + `"`
	}
	return string(a) + "=" + value
}

// vocabularies are the words of each attribute that has words of its own.
var vocabularies = sync.OnceValue(func() map[scoring.Attribute]*vocabulary {
	all := map[scoring.Attribute]*vocabulary{}
	for _, info := range scoring.Attributes {
		v := &vocabulary{}
		for _, w := range info.Allowed() {
			v.add(info.Name, w, w, info.WordLabel(w))
		}
		if tree := info.Tree(); tree != nil {
			v.addTree(info.Name, tree.Terms)
		}
		if len(v.spellings) > 0 {
			all[info.Name] = v
		}
	}
	return all
})

// addTree adds the terms of a hierarchy; of the places those that are what the
// attribute asks for.
func (v *vocabulary) addTree(a scoring.Attribute, terms []scoring.Term) {
	for _, t := range terms {
		value := t.Slug
		if scoring.Country.SameFact(a) {
			value = t.Label
		}
		if value == t.Slug || a == placeAttribute(t.Slug) {
			v.add(a, value, append([]string{t.Slug, t.Label}, t.Synonyms...)...)
		}
	}
}

// placeAttribute is what a place's slug names: DE a country, DE-BY a
// subdivision, dach a region.
func placeAttribute(slug string) scoring.Attribute {
	switch {
	case len(slug) == 2:
		return scoring.Country
	case len(slug) > 3 && slug[2] == '-':
		return scoring.Subdivision
	default:
		return scoring.Region
	}
}

// nearestFilter gives the filter that a misspelt value of a fact most likely
// means, "" where none is near.
func nearestFilter(a scoring.Attribute, value string) string {
	return vocabularies()[a].nearest(value)
}

func (v *vocabulary) nearest(value string) string {
	if v == nil {
		return ""
	}
	if i := targeting.Nearest(value, v.spellings); i >= 0 {
		return v.filters[i]
	}
	return ""
}

// bareFacts are the facts whose words people write without their name, the
// likeliest first.
var bareFacts = []scoring.Attribute{scoring.Country, scoring.Industry, scoring.Lifecycle, scoring.Region, scoring.Technologies, scoring.Subdivision}

// bareWords are the words of all of them.
var bareWords = sync.OnceValue(func() *vocabulary {
	all := &vocabulary{}
	for _, a := range bareFacts {
		v := vocabularies()[a]
		all.spellings, all.filters = append(all.spellings, v.spellings...), append(all.filters, v.filters...)
	}
	return all
})

// fewestLetters is how long a word is at least of which a misspelling is told:
// of shorter ones anything is near to something.
const fewestLetters = 4

// nearestTo gives the filter that some words without the name of a fact may
// mean: all of them, or one of them.
func nearestTo(text string) string {
	for _, words := range append([]string{text}, strings.Fields(text)...) {
		if len([]rune(words)) < fewestLetters {
			continue
		}
		if filter := bareWords().nearest(words); filter != "" {
			return filter
		}
	}
	return ""
}

// personIn gives the words of a text that name a person's title or seat, ""
// for none.
func personIn(text string) string {
	for _, words := range append([]string{text}, strings.Fields(text)...) {
		if _, role := roleNamed(words); role || language.IsTitle(words) {
			return words
		}
	}
	return ""
}

// didYouMean offers a filter; nothing where there is none to offer.
func didYouMean(filter string) string {
	if filter == "" {
		return ""
	}
	return " Did you mean " + filter + "?"
}

// unreadWords refuses a list that was asked for with words that say nothing.
func unreadWords(left string) error {
	person, near := personIn(left), nearestTo(left)
	switch {
	case person != "":
		return fault.New(fault.Usage, "%q is a person; `accounts` lists companies. Whom to see comes after: `who acme.com %s`.", person, person)
	case near != "":
		return fault.New(fault.Usage, "%q says nothing about companies.%s", left, didYouMean(near))
	default:
		return fault.New(fault.Usage, "%q says nothing about companies. Write FILTER=VALUE, as in `accounts tier=A industry=fintech`, or ask for one company: `%s`.",
			left, typedLine(Quote("fit", left)))
	}
}

// withoutWords tells in the first line of an answer which words of a question
// it was made without.
func withoutWords(left string) string {
	note := fmt.Sprintf("without %q, which says nothing to me.", left)
	if person := personIn(left); person != "" {
		return fmt.Sprintf("without %q, as %s is a person; this lists companies.", left, person)
	}
	return note + didYouMean(nearestTo(left))
}

// unread are the words of a question about a list that narrow nothing, without
// those that only name a fact which it does narrow by: "the retail industry".
func unread(q language.Question) string {
	words := strings.Fields(q.Filters.Text)
	named := func(word string) bool {
		info, ok := attributeNamed(word)
		return ok && slices.ContainsFunc(q.Filters.Facts, func(k scoring.Criterion) bool { return k.Attribute.SameFact(info.Name) })
	}
	return strings.Join(slices.DeleteFunc(words, named), " ")
}

// readAs writes how a question about a list was read, and what of it was not.
func readAs(q language.Question) string {
	left := unread(q)
	q.Filters.Text = ""
	if left == "" {
		return q.String()
	}
	return q.String() + ", " + withoutWords(left)
}
