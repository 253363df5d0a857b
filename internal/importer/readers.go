package importer

import (
	_ "embed"
	"fmt"
	"math"
	"strings"
	"sync"

	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

// reading is what one cell says.
type reading struct {
	said     []models.Said
	joins    []models.Said // to be added to a list that other columns tell, never to begin one
	unmapped []string      // words rightdoor has no slug for
	err      error         // a clause for the report
}

// reader reads a cell that is not blank. The same text always reads the same.
type reader func(text, currency string) reading

func say(a scoring.Attribute, v scoring.Value, err error) reading {
	if err != nil {
		return reading{err: err}
	}
	return reading{said: []models.Said{{Attribute: a, Value: v}}}
}

func words(a scoring.Attribute, slugs ...string) reading {
	return say(a, scoring.OfWords(slugs...), nil)
}

func readNumber(text, _ string) reading {
	v, err := language.ReadNumber(text)
	return heads(text, v, err)
}

func readPair(text, _ string) reading {
	v, err := language.ReadPair(text)
	return heads(text, v, err)
}

// heads takes a count of people, which is whole: "1,5" is a slip or money.
func heads(text string, v scoring.Value, err error) reading {
	if err == nil && (v.Min != math.Trunc(v.Min) || v.Max != math.Trunc(v.Max)) {
		err = fmt.Errorf("%q is no whole number of people", text)
	}
	return say(scoring.Employees, v, err)
}

func readMoney(a scoring.Attribute) reader {
	return func(text, currency string) reading {
		v, err := language.ReadMoney(text, currency)
		return say(a, v, err)
	}
}

// readThousands reads ZoomInfo's revenue, in thousands of US dollars.
func readThousands(text, _ string) reading {
	v, err := language.ReadMoney(text, "USD")
	if err != nil {
		return reading{err: err}
	}
	return say(scoring.Revenue, scoring.OfRange(v.Min*1000, v.Max*1000).In(v.Currency), nil)
}

func readGrowth(text, _ string) reading {
	v, err := language.ReadPercent(text)
	return say(scoring.Growth, v, err)
}

func readFounded(text, _ string) reading {
	v, err := language.ReadYear(text)
	return say(scoring.Founded, v, err)
}

func readText(a scoring.Attribute) reader {
	return func(text, _ string) reading {
		return say(a, scoring.Value{Words: []string{text}}, nil)
	}
}

func readCustom(a scoring.Attribute) reader {
	return func(text, _ string) reading {
		v, err := scoring.ParseValue(scoring.Any, text)
		return say(a, v, err)
	}
}

func readCity(text, _ string) reading {
	if city, _, _ := language.ReadPlace(text); city != "" {
		text = city
	}
	return words(scoring.City, text)
}

// readCountry also takes what else stands in country columns: "England",
// "EMEA".
func readCountry(text, _ string) reading {
	if slug, ok := language.Country(text); ok {
		return words(scoring.Country, slug)
	}
	slug, ok := language.Place(text)
	country := language.CountryOf(slug)
	switch {
	case !ok:
		return reading{err: fmt.Errorf("%q is no country that rightdoor knows", text)}
	case country == "":
		return words(scoring.Region, slug)
	}
	place := words(scoring.Country, country)
	place.said = append(place.said, models.Said{Attribute: scoring.Subdivision, Value: scoring.OfWords(slug)})
	return place
}

// readRegion keeps the places among a list of words.
func readRegion(text, _ string) reading {
	var slugs []string
	for _, word := range items(text) {
		if slug, ok := language.Place(word); ok {
			slugs = append(slugs, slug)
		}
	}
	if len(slugs) == 0 {
		return reading{}
	}
	return words(scoring.Region, slugs...)
}

// items splits a list: at semicolons or bars, else at commas.
func items(text string) []string {
	separator := ","
	if strings.ContainsAny(text, ";|\n") {
		separator = ";|\n"
	}
	return split(text, separator)
}

// split gives the items between any of the separators, blank ones aside.
func split(text, separators string) []string {
	var list []string
	for _, item := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if item = strings.TrimSpace(item); !language.Blank(item) {
			list = append(list, item)
		}
	}
	return list
}

// readIndustry reads one industry or several. A name may have commas itself,
// so that a text is split at them only where every part is an industry.
func readIndustry(text, _ string) reading {
	var r reading
	var known, raw []string
	for _, item := range semicolons(text) {
		slugs := industriesIn(item)
		known = append(known, slugs...)
		if model, ok := meaning(string(scoring.BusinessModel), item); len(slugs) == 0 && ok {
			r.said = append(r.said, models.Said{Attribute: scoring.BusinessModel, Value: scoring.OfWords(model[0])})
		} else if len(slugs) == 0 {
			raw = append(raw, item)
		}
	}
	if len(known) > 0 {
		r.said = append(r.said, models.Said{Attribute: scoring.Industry, Value: scoring.OfWords(known...)})
	}
	if len(raw) > 0 {
		r.said = append(r.said, models.Said{Attribute: industryRaw, Value: scoring.OfWords(raw...)})
		r.unmapped = raw
	}
	return r
}

// industryRaw keeps what rightdoor has no industry for.
const industryRaw scoring.Attribute = "custom.industry_raw"

func semicolons(text string) []string {
	if _, ok := language.Industry(text); ok || !strings.ContainsAny(text, ";|\n") {
		return []string{text}
	}
	return items(text)
}

func industriesIn(text string) []string {
	if slug, ok := language.Industry(text); ok {
		return []string{slug}
	}
	if !strings.Contains(text, ",") {
		return nil
	}
	var slugs []string
	for part := range strings.SplitSeq(text, ",") {
		slug, ok := language.Industry(strings.TrimPrefix(strings.TrimSpace(part), "and "))
		if !ok {
			return nil
		}
		slugs = append(slugs, slug)
	}
	return slugs
}

// readTags keeps the words that are industries or business models. Products
// among them only join a list of technologies: by themselves they are no
// complete list, and a list counts as complete.
func readTags(text, _ string) reading {
	var industries, sells, products []string
	for _, tag := range items(text) {
		if slug, ok := language.Industry(tag); ok {
			industries = append(industries, slug)
		} else if model, ok := meaning(string(scoring.BusinessModel), tag); ok {
			sells = append(sells, model[0])
		} else if slug, ok := language.Technology(tag); ok {
			products = append(products, slug)
		}
	}
	var r reading
	r.said = appendWords(r.said, scoring.Industry, industries)
	r.said = appendWords(r.said, scoring.BusinessModel, sells)
	r.joins = appendWords(r.joins, scoring.Technologies, products)
	return r
}

func appendWords(said []models.Said, a scoring.Attribute, slugs []string) []models.Said {
	if len(slugs) == 0 {
		return said
	}
	return append(said, models.Said{Attribute: a, Value: scoring.OfWords(slugs...)})
}

func readTechnologies(text, _ string) reading {
	var slugs []string
	for _, item := range items(text) {
		if slug := language.TechnologySlug(item); slug != "" {
			slugs = append(slugs, slug)
		}
	}
	return reading{said: appendWords(nil, scoring.Technologies, slugs)}
}

// readOwnership also keeps a word nobody knows: the list is open.
func readOwnership(text, _ string) reading {
	if known, ok := meaning(string(scoring.Ownership), text); ok {
		return words(scoring.Ownership, known...)
	}
	return words(scoring.Ownership, slugOf(text))
}

// readListed reads an attribute that has a fixed list of words.
func readListed(a scoring.Attribute) reader {
	return func(text, _ string) reading {
		var slugs []string
		for _, item := range listedItems(string(a), text) {
			known, ok := meaning(string(a), item)
			if !ok {
				info, _ := a.Info()
				return reading{err: fmt.Errorf("%q is no %s that rightdoor knows", item, info.Label)}
			}
			slugs = append(slugs, known...)
		}
		return reading{said: appendWords(nil, a, slugs)}
	}
}

func listedItems(kind, text string) []string {
	if _, ok := meaning(kind, text); ok {
		return []string{text}
	}
	return items(text)
}

// readFunding reads names and Apollo's codes of funding rounds; "Series C-1"
// and "Series C Extension" are series C.
func readFunding(text, _ string) reading {
	kind := string(scoring.FundingStage)
	stage, ok := meaning(kind, text)
	if folded := language.Fold(text); !ok && strings.HasPrefix(folded, "series ") && len(folded) > 8 {
		stage, ok = meaning(kind, folded[:8])
	}
	if !ok {
		return reading{err: fmt.Errorf("%q is no funding stage that rightdoor knows", text)}
	}
	return reading{said: appendWords(nil, scoring.FundingStage, stage)}
}

//go:embed words.tsv
var meaningFile string

// meanings are the words of words.tsv by kind and folded spelling.
var meanings = sync.OnceValue(loadMeanings)

// loadMeanings panics on a malformed file: it is part of the program.
func loadMeanings() map[string]map[string][]string {
	all := map[string]map[string][]string{}
	for line := range strings.Lines(meaningFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(cells) != 3 {
			panic(fmt.Sprintf("words.tsv: %d columns in %q, want 3", len(cells), line))
		}
		if all[cells[0]] == nil {
			all[cells[0]] = map[string][]string{}
		}
		for word := range strings.SplitSeq(cells[2], "|") {
			known := all[cells[0]][word]
			if cells[1] != "" {
				known = append(known, cells[1])
			}
			all[cells[0]][word] = known
		}
	}
	return all
}

// meaning finds rightdoor's words for a vendor's; none for one that is known
// to say nothing, ok is false for one that is not known.
func meaning(kind, text string) (known []string, ok bool) {
	known, ok = meanings()[kind][language.Fold(text)]
	return known, ok
}
