package language

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"rightdoor/scoring"
)

// blanks are the folded ways of exports to say that nothing is known. "na" is
// one: Namibia is rarer in files than a missing value.
var blanks = map[string]bool{
	"": true, "null": true, "nil": true, "nan": true, "n a": true, "na": true, "none": true, "select": true, "unknown": true,
	"not available": true, "not applicable": true, "undefined": true, "no data": true, "not provided": true, "not set": true,
	"not specified": true, "unspecified": true, "blank": true, "empty": true, "tbd": true, "no value": true, "missing": true,
	"please select": true, "select one": true, "keine angabe": true, "k a": true,
}

// maxBlank is longer than any blank with its punctuation.
const maxBlank = 20

// Blank tells whether a cell says nothing: "", "null", "n/a", "-", "Select",
// "#N/A", "unknown", or punctuation alone. "0" is not blank.
func Blank(text string) bool {
	if len(text) > maxBlank {
		return strings.TrimSpace(text) == ""
	}
	var folded [maxBlank]byte
	n, gap := 0, false
	for i := range len(text) {
		c := text[i] | 0x20 // small letters
		switch {
		case text[i] >= utf8.RuneSelf:
			return blanks[Fold(text)]
		case '0' <= text[i] && text[i] <= '9' || text[i] == '%' || text[i] == '$':
			return false
		case 'a' <= c && c <= 'z':
			if gap && n > 0 {
				folded[n] = ' '
				n++
			}
			folded[n], gap = c, false
			n++
		default:
			gap = true
		}
	}
	return blanks[string(folded[:n])]
}

// wordIndex finds slugs by any of their spellings.
type wordIndex map[string]string

// compact makes a key of a word: folded, without spaces and without "and", so
// that "E-Commerce", "ecommerce", "Oil & Gas" and "oil and gas" are found.
func compact(text string) string {
	folded := strings.TrimPrefix(Fold(text), "the ")
	if strings.Contains(folded, "and") {
		folded = strings.ReplaceAll(" "+folded+" ", " and ", " ")
	}
	return strings.ReplaceAll(folded, " ", "")
}

// add keeps the first slug that claims a spelling.
func (x wordIndex) add(spelling, slug string) {
	key := compact(spelling)
	if _, taken := x[key]; key != "" && !taken {
		x[key] = slug
	}
}

// indexOf takes slugs before labels before synonyms, so that a row's own name
// always finds it.
func indexOf(t *scoring.Taxonomy) wordIndex {
	x := make(wordIndex, 6*len(t.Terms))
	for _, e := range t.Terms {
		x.add(e.Slug, e.Slug)
	}
	for _, e := range t.Terms {
		x.add(e.Label, e.Slug)
	}
	for _, e := range t.Terms {
		for _, s := range e.Synonyms {
			x.add(s, e.Slug)
		}
	}
	return x
}

var (
	industryIndex   = sync.OnceValue(func() wordIndex { return indexOf(scoring.IndustryTree) })
	technologyIndex = sync.OnceValue(func() wordIndex { return indexOf(scoring.TechnologyTree) })
)

// Industry finds the industry a word or phrase names.
func Industry(text string) (slug string, ok bool) {
	slug, ok = industryIndex()[compact(text)]
	return slug, ok
}

// Technology finds a product or category of products that rightdoor knows.
func Technology(text string) (slug string, ok bool) {
	slug, ok = technologyIndex()[compact(text)]
	return slug, ok
}

// TechnologySlug gives the slug of a product; one that rightdoor does not know
// is its folded name with "_" for spaces, "" when nothing is left of it.
func TechnologySlug(text string) string {
	if slug, ok := Technology(text); ok {
		return slug
	}
	return strings.ReplaceAll(Fold(text), " ", "_")
}

//go:embed lexicon/postal.tsv lexicon/cities.tsv lexicon/look_for.tsv lexicon/cautions.tsv lexicon/concerns.tsv
var tableFiles embed.FS

// readTable splits an embedded file into rows of n cells. It panics on a
// malformed file, which is part of the program.
func readTable(name string, n int) [][]string {
	data, err := tableFiles.ReadFile(name)
	if err != nil {
		panic(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(cells) != n {
			panic(fmt.Sprintf("%s: %d columns in %q, want %d", name, len(cells), line, n))
		}
		rows = append(rows, cells)
	}
	return rows
}
