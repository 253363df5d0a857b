package language

import (
	"strings"
	"sync"

	bcp47 "golang.org/x/text/language"

	"rightdoor/scoring"
)

// placeNames finds places by what they are.
type placeNames struct {
	any          wordIndex           // country before region before subdivision
	subdivisions map[string][]string // several share a name: Amazonas
	postal       map[string][]string // abbreviations: "CA" is California here
	cities       map[string]city
}

// city is a row of lexicon/cities.tsv.
type city struct{ name, place string }

var placeLexicon = sync.OnceValue(loadPlaceNames)

func loadPlaceNames() *placeNames {
	p := &placeNames{
		any:          indexOf(scoring.PlaceTree),
		subdivisions: map[string][]string{}, postal: map[string][]string{}, cities: map[string]city{},
	}
	for _, e := range scoring.PlaceTree.Terms {
		if isSubdivision(e.Slug) {
			p.addSubdivision(e)
		}
	}
	for _, row := range readTable("lexicon/postal.tsv", 2) {
		for abbreviation := range strings.SplitSeq(row[1], "|") {
			key := compact(abbreviation)
			p.postal[key] = append(p.postal[key], row[0])
		}
	}
	for _, row := range readTable("lexicon/cities.tsv", 3) {
		for _, name := range append(strings.Split(row[2], "|"), row[0]) {
			p.cities[compact(name)] = city{row[0], row[1]}
		}
	}
	delete(p.cities, "")
	return p
}

// addSubdivision adds a subdivision's spellings; what a label has in brackets
// only tells it from another place: "Georgia (US)".
func (p *placeNames) addSubdivision(e scoring.Term) {
	label, _, _ := strings.Cut(e.Label, " (")
	for _, name := range append([]string{e.Slug, e.Slug[3:], e.Label, label}, e.Synonyms...) {
		key := compact(name)
		p.subdivisions[key] = append(p.subdivisions[key], e.Slug)
	}
}

func isCountry(slug string) bool     { return len(slug) == 2 }
func isSubdivision(slug string) bool { return len(slug) > 3 && slug[2] == '-' }

// CountryOf gives the country of a country or subdivision slug, "" for a
// region.
func CountryOf(slug string) string {
	if isCountry(slug) || isSubdivision(slug) {
		return slug[:2]
	}
	return ""
}

// Place finds a country, subdivision or region by any of its names or its ISO
// code. A code of two letters must be in capitals: "IN" is India, "in" is a
// word.
func Place(text string) (slug string, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) == 2 && strings.ToUpper(text) != text {
		return "", false
	}
	if slug, ok = placeLexicon().any[compact(text)]; ok {
		return slug, true
	}
	return isoThree(text)
}

// isoThree reads a country code of three capitals: "DEU".
func isoThree(text string) (string, bool) {
	if len(text) != 3 || strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", false
	}
	region, err := bcp47.ParseRegion(text)
	if err != nil || !region.IsCountry() {
		return "", false
	}
	slug := region.String()
	return slug, scoring.PlaceTree.Has(slug)
}

// Country finds a country by name or code, as it stands in a country column,
// where a code may be in small letters.
func Country(text string) (slug string, ok bool) {
	if text = strings.TrimSpace(text); len(text) == 2 {
		text = strings.ToUpper(text)
	}
	slug, ok = Place(text)
	return slug, ok && isCountry(slug)
}

// Subdivision finds a state or province by name, code or postal abbreviation,
// as it stands in a state column or after a city. With a country ("" when it
// is not known) only its own are found.
func Subdivision(text, country string) (slug string, ok bool) {
	p, key := placeLexicon(), compact(text)
	if slug, ok = inCountry(p.postal[key], country); ok {
		return slug, true
	}
	if len(key) < 4 && country == "" {
		return inCountry(longNames(p.subdivisions[key], key), country)
	}
	return inCountry(p.subdivisions[key], country)
}

// longNames drops the subdivisions of which key is only the code, which means
// nothing while the country is open.
func longNames(slugs []string, key string) []string {
	var named []string
	for _, s := range slugs {
		if compact(s[3:]) != key {
			named = append(named, s)
		}
	}
	return named
}

func inCountry(slugs []string, country string) (string, bool) {
	for _, s := range slugs {
		if country == "" || CountryOf(s) == country {
			return s, true
		}
	}
	return "", false
}

// ReadPlace takes a location apart: "Saint Paul, Minnesota", "San Francisco,
// CA, USA", "Dublin, Ireland", "Washington, D.C.", "London". City is as
// written, except that a few have one name ("New York City" is New York);
// subdivision and country are slugs; what is not told is "". Of several
// locations, separated by ";", the first counts, and a region, or "Remote",
// gives nothing.
func ReadPlace(location string) (city, subdivision, country string) {
	parts := locationParts(location)
	if len(parts) == 1 {
		return readSinglePlace(parts[0])
	}
	last := len(parts) - 1
	if last > 0 && lastIsCountry(parts) {
		country, _ = Country(parts[last])
		last--
	}
	if last > 0 {
		var found bool
		if subdivision, found = Subdivision(parts[last], country); found {
			country = CountryOf(subdivision)
			last--
		}
	}
	switch {
	case last < 0:
		return "", subdivision, country
	case last == 0 && country != "" && subdivision == "":
		return cityOrState(parts[0], country)
	}
	return cityName(parts[last]), subdivision, country
}

// maxLocation is longer than any address.
const maxLocation = 500

// locationParts splits at commas, without footnote marks.
func locationParts(location string) []string {
	if len(location) > maxLocation {
		return nil
	}
	location, _, _ = strings.Cut(location, ";")
	var parts []string
	for part := range strings.SplitSeq(location, ",") {
		for {
			before, rest, open := strings.Cut(part, "[")
			_, after, closed := strings.Cut(rest, "]")
			if !open || !closed {
				break
			}
			part = before + after
		}
		if part = strings.Join(strings.Fields(part), " "); part != "" && !Blank(part) {
			parts = append(parts, part)
		}
	}
	return parts
}

// lastIsCountry tells whether the last of several parts is a country. What is
// also a state ("CA", "Georgia") is one only after a state or province of that
// country.
func lastIsCountry(parts []string) bool {
	last := len(parts) - 1
	country, ok := Country(parts[last])
	if !ok {
		return false
	}
	if _, isState := Subdivision(parts[last], ""); !isState {
		return true
	}
	_, after := Subdivision(parts[last-1], country)
	return after && last > 1
}

// cityOrState reads what stands before a country alone: mostly a city, but
// "California, USA".
func cityOrState(text, country string) (city, subdivision, in string) {
	p := placeLexicon()
	if known, ok := p.cities[compact(text)]; ok {
		return known.name, subdivisionOf(known.place, country), country
	}
	if slug, ok := Subdivision(text, country); ok {
		return "", slug, country
	}
	return cityName(text), "", country
}

func subdivisionOf(place, country string) string {
	if isSubdivision(place) && CountryOf(place) == country {
		return place
	}
	return ""
}

func readSinglePlace(text string) (city, subdivision, country string) {
	if known, ok := placeLexicon().cities[compact(text)]; ok {
		country = CountryOf(known.place)
		return known.name, subdivisionOf(known.place, country), country
	}
	slug, ok := Place(text)
	if !ok && len(text) == 2 && strings.ToUpper(text) == text {
		slug, ok = Subdivision(text, "")
	}
	switch {
	case ok && isCountry(slug):
		return "", "", slug
	case ok && isSubdivision(slug):
		return "", slug, CountryOf(slug)
	case ok || strings.HasPrefix(Fold(text), "remote"):
		return "", "", ""
	}
	return text, "", ""
}

// cityName gives a city the one name it goes by.
func cityName(text string) string {
	if known, ok := placeLexicon().cities[compact(text)]; ok {
		return known.name
	}
	return text
}
