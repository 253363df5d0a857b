package targeting

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml/ast"

	"rightdoor/internal/language"
	"rightdoor/scoring"
)

// slug writes a word or name the way fixed sets and taxonomies do.
func slug(text string) string { return strings.ReplaceAll(language.Fold(text), " ", "_") }

// words reads the values of a criterion on an attribute that is told in words.
func (r *reader) words(at ast.Node, info scoring.AttributeInfo) (scoring.Value, bool) {
	var words []string
	good := true
	for _, n := range r.items(at) {
		s, ok := r.text(n)
		if !ok || s == "" {
			good = false
			continue
		}
		w, ok := wordOf(info, s)
		if !ok {
			r.wrong(n, "%s", unknownWord(info, s))
			good = false
			continue
		}
		words = append(words, w)
	}
	if good && len(words) == 0 {
		r.wrong(at, "There are no values here. Name at least one.")
		return scoring.Value{}, false
	}
	return scoring.OfWords(words...), good
}

// wordOf gives the slug of a word, ok false for one the attribute cannot have.
func wordOf(info scoring.AttributeInfo, text string) (word string, ok bool) {
	switch {
	case info.Tree() != nil:
		if found, ok := lookUp(info, text); ok {
			return found, true
		}
		open := info.Tree() == scoring.TechnologyTree
		return slug(text), open && personKind(text) == "" && slug(text) != ""
	case info.Allowed() != nil:
		i := slices.IndexFunc(info.Allowed(), func(w string) bool {
			return w == slug(text) || language.Fold(info.WordLabel(w)) == language.Fold(text)
		})
		if i < 0 {
			return "", false
		}
		return info.Allowed()[i], true
	default:
		return text, true
	}
}

// unknownWord is the sentence for a word the attribute cannot have.
func unknownWord(info scoring.AttributeInfo, text string) string {
	if kind := personKind(text); kind != "" {
		return fmt.Sprintf("%q %s. %s", text, kind, titleForCompany)
	}
	if info.Tree() == nil {
		return noneOf(text, info.Allowed(), info.Label)
	}
	if near := nearestSlug(info, text); near != "" {
		return fmt.Sprintf("%q is no %s that rightdoor knows; did you mean %s?", text, info.Label, near)
	}
	return fmt.Sprintf("%q is no %s that rightdoor knows. Use a wider or more usual word for it.", text, info.Label)
}

// personKind says how a value speaks of a person; "" when it does not.
func personKind(text string) string {
	word := slug(text)
	switch {
	case slices.Contains(scoring.Seniorities, scoring.Seniority(word)):
		return "is a seniority, which describes a person"
	case scoring.Role(word).Valid():
		return "is a buying role, which describes a person"
	case language.IsTitle(text):
		return "is a job title, which describes a person"
	default:
		return ""
	}
}

// lookUp finds the slug of an industry, technology or place. Where one
// spelling names several places, the attribute decides: Georgia is a country
// as a country and a state as a subdivision.
func lookUp(info scoring.AttributeInfo, text string) (found string, ok bool) {
	if info.Tree() == nil || info.Tree().Has(text) {
		return text, info.Tree() != nil
	}
	switch info.Name {
	case scoring.Industry:
		return language.Industry(text)
	case scoring.Technologies:
		return language.Technology(text)
	case scoring.Country:
		found, ok = language.Country(text)
	case scoring.Subdivision:
		found, ok = language.Subdivision(text, "")
	}
	if ok {
		return found, true
	}
	return language.Place(text)
}

// spellings lists every way to write the words of each taxonomy, folded.
var spellings = sync.OnceValue(func() map[*scoring.Taxonomy][]string {
	all := map[*scoring.Taxonomy][]string{}
	for _, t := range []*scoring.Taxonomy{scoring.IndustryTree, scoring.TechnologyTree, scoring.PlaceTree} {
		for _, e := range t.Terms {
			for _, s := range append([]string{e.Slug, e.Label}, e.Synonyms...) {
				all[t] = append(all[t], language.Fold(s))
			}
		}
	}
	return all
})

// nearestSlug gives the slug that a misspelt word of a taxonomy most likely
// means, "" when none is near.
func nearestSlug(info scoring.AttributeInfo, text string) string {
	all := spellings()[info.Tree()]
	near := nearestOf(language.Fold(text), all)
	if near < 0 {
		return ""
	}
	found, _ := lookUp(info, all[near])
	return found
}
