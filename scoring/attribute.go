package scoring

import (
	"slices"
	"strings"
	"unicode"
)

// Attribute names a fact about a company, as criteria and files write it.
// Names that start with "custom." are the workspace's own.
type Attribute string

// The attributes of an account.
const (
	Industry      Attribute = "industry"
	BusinessModel Attribute = "business_model"
	Employees     Attribute = "employees"
	Revenue       Attribute = "revenue"
	ARR           Attribute = "arr"
	Growth        Attribute = "growth"
	GrowthStage   Attribute = "growth_stage"
	FundingStage  Attribute = "funding_stage"
	Founded       Attribute = "founded"
	Country       Attribute = "country"
	Subdivision   Attribute = "subdivision"
	Region        Attribute = "region"
	City          Attribute = "city"
	Technologies  Attribute = "technologies"
	Ownership     Attribute = "ownership"
	Lifecycle     Attribute = "lifecycle"
	AccountOwner  Attribute = "owner"
	CultureNotes  Attribute = "culture_notes"
)

const customPrefix = "custom."

// Kind is the shape of an attribute's values.
type Kind uint8

// The kinds of value.
const (
	Words  Kind = iota // one or more slugs
	Number             // a number or a range of numbers
	Money              // a number or a range, with a currency
	Text               // free text, of no use to a criterion
	Any                // words or a number, whichever the text is
)

// AttributeInfo describes one attribute: its kind and how sentences use it.
type AttributeInfo struct {
	Name          Attribute
	Kind          Kind
	Label         string    // in a sentence: "<label> is not known"
	before, after string    // around a value: "growing 30% a year"
	unit          string    // follows a number directly: "%"
	plain         bool      // a number that takes no thousands separator: a year
	plural        bool      // "technologies are not known"
	tree          *Taxonomy // the slugs' hierarchy, nil for a flat list
	words         []string  // the only slugs allowed, nil when open
}

// Attributes lists every attribute that has a column of its own, in the order
// in which files and replies name them.
var Attributes = []AttributeInfo{
	{Name: Industry, Kind: Words, Label: "industry", tree: IndustryTree},
	{Name: BusinessModel, Kind: Words, Label: "business model", words: []string{"b2b", "b2c", "b2b2c", "marketplace", "nonprofit", "government"}},
	{Name: Employees, Kind: Number, Label: "headcount", after: " employees"},
	{Name: Revenue, Kind: Money, Label: "revenue", after: " revenue"},
	{Name: ARR, Kind: Money, Label: "ARR", after: " ARR"},
	{Name: Growth, Kind: Number, Label: "growth", before: "growing ", after: " a year", unit: "%"},
	{Name: GrowthStage, Kind: Words, Label: "growth stage", words: []string{"startup", "growth", "mid_market", "enterprise"}},
	{Name: FundingStage, Kind: Words, Label: "funding stage", words: []string{
		"pre_seed", "seed", "series_a", "series_b", "series_c", "series_d", "series_e", "series_f", "series_g", "series_h",
		"private_equity", "public", "bootstrapped",
	}},
	{Name: Founded, Kind: Number, Label: "founding year", before: "founded ", plain: true},
	{Name: Country, Kind: Words, Label: "country", before: "in ", tree: PlaceTree},
	{Name: Subdivision, Kind: Words, Label: "state or province", before: "in ", tree: PlaceTree},
	{Name: Region, Kind: Words, Label: "region", before: "in ", tree: PlaceTree},
	{Name: City, Kind: Words, Label: "city", before: "in "},
	{Name: Technologies, Kind: Words, Label: "technologies", before: "runs on ", plural: true, tree: TechnologyTree},
	{Name: Ownership, Kind: Words, Label: "ownership", before: "ownership: "},
	{Name: Lifecycle, Kind: Words, Label: "lifecycle", words: []string{"prospect", "open_deal", "customer", "churned", "partner", "competitor"}},
	{Name: AccountOwner, Kind: Text, Label: "owner"},
	{Name: CultureNotes, Kind: Text, Label: "culture notes"},
}

// slots numbers the attributes that have a column; custom ones have no slot.
var slots = func() map[Attribute]int {
	m := make(map[Attribute]int, len(Attributes))
	for i, a := range Attributes {
		m[a.Name] = i
	}
	return m
}()

// Info describes an attribute. A custom attribute needs a name after its
// prefix; ok is false for a name that is no attribute.
func (a Attribute) Info() (info AttributeInfo, ok bool) {
	if i, found := slots[a]; found {
		return Attributes[i], true
	}
	name, custom := strings.CutPrefix(string(a), customPrefix)
	if !custom || strings.TrimSpace(name) == "" {
		return AttributeInfo{}, false
	}
	label := strings.ReplaceAll(name, "_", " ")
	return AttributeInfo{Name: a, Kind: Any, Label: label, before: label + " "}, true
}

// Custom tells whether the attribute is one of the workspace's own.
func (a Attribute) Custom() bool { return strings.HasPrefix(string(a), customPrefix) }

// closed tells whether a word the hierarchy does not know says nothing.
func (i *AttributeInfo) closed() bool { return i.tree == IndustryTree || i.tree == PlaceTree }

// open tells whether the attribute's words are anybody's: no hierarchy and no
// list says how they are written.
func (i *AttributeInfo) open() bool {
	return (i.Kind == Words || i.Kind == Any) && i.tree == nil && i.words == nil
}

// key is a word as criteria compare it.
func (i *AttributeInfo) key(word string) string {
	if i.open() {
		return foldWord(word)
	}
	return word
}

// foldWord takes case, spaces, "_" and "-" out of a word, as they tell no
// words apart: "San Francisco" is san_francisco. Between digits one space
// stays: 1-10 is not 110.
func foldWord(word string) string {
	var folded []rune
	parted := false
	for _, r := range strings.ToLower(word) {
		if r == ' ' || r == '_' || r == '-' {
			parted = true
			continue
		}
		if n := len(folded); parted && n > 0 && unicode.IsDigit(folded[n-1]) && unicode.IsDigit(r) {
			folded = append(folded, ' ')
		}
		folded, parted = append(folded, r), false
	}
	return string(folded)
}

// Same tells whether two values of the attribute say the same: words are a
// set, and those of an open attribute are compared as criteria do.
func (i AttributeInfo) Same(a, b Value) bool {
	a.Words, b.Words = i.keySet(a.Words), i.keySet(b.Words)
	return a.Equal(b)
}

func (i *AttributeInfo) keySet(words []string) []string {
	keys := make([]string, len(words))
	for n, w := range words {
		keys[n] = i.key(w)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// SameFact tells whether one fact decides both attributes: the three of place
// speak of one place.
func (a Attribute) SameFact(b Attribute) bool { return a == b || a.place() && b.place() }

func (a Attribute) place() bool { return a == Country || a == Subdivision || a == Region }

// under and over name a side of a number: years come before and after.
func (i AttributeInfo) under(amount string) string {
	if i.plain {
		return "before " + amount
	}
	return "under " + amount
}

func (i AttributeInfo) over(amount string) string {
	if i.plain {
		return "after " + amount
	}
	return "over " + amount
}

// Allowed lists the only words the attribute may have; nil when it is open.
func (i AttributeInfo) Allowed() []string { return i.words }

// Tree gives the hierarchy of the attribute's words; nil for a flat list.
func (i AttributeInfo) Tree() *Taxonomy { return i.tree }

// Unknown is the sentence part for a missing fact: "revenue is not known".
func (i AttributeInfo) Unknown() string {
	if i.plural {
		return i.Label + " are not known"
	}
	return i.Label + " is not known"
}

// WordLabel writes a slug as a sentence would: "series_a" is "Series A".
func (i AttributeInfo) WordLabel(slug string) string { return i.label(slug) }

func (i *AttributeInfo) label(slug string) string {
	if i.tree != nil {
		return i.tree.Label(slug)
	}
	if label, ok := wordLabels[slug]; ok {
		return label
	}
	return spaced(slug)
}

// wordLabels are the slugs of flat lists that are not their own label.
var wordLabels = map[string]string{
	"b2b": "B2B", "b2c": "B2C", "b2b2c": "B2B2C", "pre_seed": "pre-seed", "mid_market": "mid-market", "growth": "growth-stage",
	"private_equity": "private-equity backed", "open_deal": "open deal",
	"series_a": "Series A", "series_b": "Series B", "series_c": "Series C", "series_d": "Series D",
	"series_e": "Series E", "series_f": "Series F", "series_g": "Series G", "series_h": "Series H",
}
