package scoring

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed taxonomy/*.tsv
var taxonomyFiles embed.FS

// The hierarchies behind industry, technologies and the attributes of place.
// Each is a data file: slug, label, parents, synonyms. The labels of
// technologies and places are names.
var (
	IndustryTree   = mustTaxonomy("taxonomy/industries.tsv", false)
	TechnologyTree = mustTaxonomy("taxonomy/technologies.tsv", true)
	PlaceTree      = mustTaxonomy("taxonomy/places.tsv", true)
)

// Term is one row of a taxonomy.
type Term struct {
	Slug     string
	Label    string
	Parents  []string // slugs that contain this one whole
	Synonyms []string // what people and vendors write for it

	inSentence string
}

// Taxonomy is a hierarchy of slugs in which a slug may have several parents.
type Taxonomy struct {
	Terms  []Term
	bySlug map[string]int
	above  map[string]wordSet // every ancestor of a slug
}

func mustTaxonomy(file string, names bool) *Taxonomy {
	text, err := taxonomyFiles.ReadFile(file)
	if err != nil {
		panic(err)
	}
	t, err := newTaxonomy(string(text), names)
	if err != nil {
		panic(fmt.Sprintf("scoring: %s: %v", file, err))
	}
	return t
}

func newTaxonomy(text string, names bool) (*Taxonomy, error) {
	t := &Taxonomy{bySlug: map[string]int{}, above: map[string]wordSet{}}
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if strings.HasPrefix(line, "#") || len(cells) != 4 || cells[0] == "slug" {
			continue
		}
		if _, twice := t.bySlug[cells[0]]; twice {
			return nil, fmt.Errorf("%q stands twice", cells[0])
		}
		t.bySlug[cells[0]] = len(t.Terms)
		term := Term{Slug: cells[0], Label: cells[1], Parents: list(cells[2]), Synonyms: list(cells[3])}
		term.inSentence = inSentence(term, names)
		t.Terms = append(t.Terms, term)
	}
	for _, e := range t.Terms {
		if err := t.climb(e.Slug, e.Slug); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "|")
}

// climb notes every ancestor that slug has through from.
func (t *Taxonomy) climb(slug, from string) error {
	i, ok := t.bySlug[from]
	if !ok {
		return fmt.Errorf("%q, above %q, is no row", from, slug)
	}
	for _, parent := range t.Terms[i].Parents {
		if parent == slug {
			return fmt.Errorf("%q is above itself", slug)
		}
		if t.above[slug].has(parent) {
			continue
		}
		t.above[slug] = t.above[slug].with(parent)
		if err := t.climb(slug, parent); err != nil {
			return err
		}
	}
	return nil
}

// Has tells whether the taxonomy knows a slug.
func (t *Taxonomy) Has(slug string) bool {
	_, ok := t.bySlug[slug]
	return ok
}

func (t *Taxonomy) unknown(slug string) bool { return !t.Has(slug) }

// Label writes a slug as the middle of a sentence would: "e-commerce", "SaaS",
// "the Netherlands". One it does not know is written as it is.
func (t *Taxonomy) Label(slug string) string {
	if i, ok := t.bySlug[slug]; ok {
		return t.Terms[i].inSentence
	}
	return spaced(slug)
}

// inSentence gives a label its article, where the synonyms have one, and
// lowers its first letter, unless it is a name. Names have capitals beyond
// their first letter or are not of an industry.
func inSentence(e Term, names bool) string {
	lower := strings.ToLower(e.Label)
	if strings.HasPrefix(e.Label, "United ") || slices.Contains(e.Synonyms, "the "+lower) {
		return "the " + e.Label
	}
	first, rest := lower[:1], e.Label[1:]
	if names || rest != lower[1:] {
		return e.Label
	}
	return first + rest
}

// Within tells whether slug is ancestor itself or lies somewhere below it.
func (t *Taxonomy) Within(slug, ancestor string) bool {
	return slug == ancestor || t.above[slug].has(ancestor)
}

// below adds to set every slug that lies within slug, itself included.
func (t *Taxonomy) below(slug string, set wordSet) wordSet {
	set = set.with(slug)
	for _, e := range t.Terms {
		if t.above[e.Slug].has(slug) {
			set = set.with(e.Slug)
		}
	}
	return set
}

// wordSet is a set of words, kept in buckets by their shape: most words that
// are not in it meet an empty bucket, and no word is hashed whole.
type wordSet struct {
	all     []string // all of them, in the order they came
	buckets *[wordBuckets][]string
}

const wordBuckets = 64

// shape is the bucket of a word: its length and its first, middle and last
// letters.
func shape(word string) int {
	n := len(word)
	if n == 0 {
		return 0
	}
	return (n + int(word[0]) + 3*int(word[n/2]) + 5*int(word[n-1])) % wordBuckets
}

func (s wordSet) has(word string) bool {
	if s.buckets == nil {
		return false
	}
	for _, w := range s.buckets[shape(word)] {
		if w == word {
			return true
		}
	}
	return false
}

func (s wordSet) with(word string) wordSet {
	if s.has(word) {
		return s
	}
	if s.buckets == nil {
		s.buckets = new([wordBuckets][]string)
	}
	s.all = append(s.all, word)
	i := shape(word)
	s.buckets[i] = append(s.buckets[i], word)
	return s
}
