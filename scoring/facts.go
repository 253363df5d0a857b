package scoring

import (
	"slices"
	"time"
)

// Fact is a value with where it comes from.
type Fact struct {
	Value
	Source   string    // "HubSpot", a person's name; empty when derived
	Observed time.Time // when the source saw it; zero when not told
	Derived  bool      // worked out from another fact, not told

	keys   []string // the words as criteria compare them
	unread bool     // has a word that its closed hierarchy does not know
}

// Facts is all that is known of one account. The zero value knows nothing.
type Facts struct {
	own    [18]Fact // by slot; the length is checked against Attributes below
	custom map[Attribute]*Fact
}

// The array's length must be the number of attributes with a column.
var _ = func() struct{} {
	if len(Facts{}.own) != len(Attributes) {
		panic("scoring: Facts has not one slot per attribute")
	}
	return struct{}{}
}()

var unknownFact Fact

// Get gives the fact of an attribute; an unknown one is never nil.
func (f *Facts) Get(a Attribute) *Fact {
	if i, ok := slots[a]; ok {
		return &f.own[i]
	}
	return f.customFact(a)
}

func (f *Facts) customFact(a Attribute) *Fact {
	if fact, ok := f.custom[a]; ok {
		return fact
	}
	return &unknownFact
}

// Set keeps a fact. A name that is no attribute is kept as a custom one.
func (f *Facts) Set(a Attribute, fact Fact) {
	if i, ok := slots[a]; ok {
		fact.prepare(&Attributes[i])
		f.own[i] = fact
		return
	}
	if f.custom == nil {
		f.custom = map[Attribute]*Fact{}
	}
	fact.prepare(&AttributeInfo{Kind: Any})
	f.custom[a] = &fact
}

// prepare works out what criteria compare, so that scoring need not.
func (f *Fact) prepare(info *AttributeInfo) {
	f.unread = info.closed() && slices.ContainsFunc(f.Words, info.tree.unknown)
	f.keys = f.Words
	if info.open() {
		f.keys = make([]string, len(f.Words))
		for i, w := range f.Words {
			f.keys[i] = foldWord(w)
		}
	}
}

// Place gives the narrowest place known: subdivision, else country, else
// region. Criteria on any of the three are decided by it. A subdivision of
// another country than the one known is left over from an earlier seat and
// does not count.
func (f *Facts) Place() *Fact {
	subdivision, country := &f.own[subdivisionSlot], &f.own[countrySlot]
	switch {
	case subdivision.Known() && (!country.Known() || country.unread || subdivision.inside(country)):
		return subdivision
	case country.Known():
		return country
	default:
		return &f.own[regionSlot]
	}
}

var subdivisionSlot, countrySlot, regionSlot = slots[Subdivision], slots[Country], slots[Region]

// inside tells whether a place of the fact lies within one of another.
func (f *Fact) inside(o *Fact) bool {
	return slices.ContainsFunc(f.Words, func(word string) bool {
		return slices.ContainsFunc(o.Words, func(around string) bool { return PlaceTree.Within(word, around) })
	})
}

// DeriveGrowthStage fills growth_stage from the headcount by a table of
// settings when nobody has told it. A range that spans two stages derives none.
func (f *Facts) DeriveGrowthStage(stages []Stage) {
	employees := f.Get(Employees)
	if f.Get(GrowthStage).Known() || !employees.number {
		return
	}
	low, high := stageOf(stages, employees.Min), stageOf(stages, employees.Max)
	if low == "" || low != high {
		return
	}
	f.Set(GrowthStage, Fact{Value: OfWords(low), Source: employees.Source, Observed: employees.Observed, Derived: true})
}

func stageOf(stages []Stage, employees float64) string {
	name := ""
	for _, s := range stages {
		if employees >= s.From {
			name = s.Name
		}
	}
	return name
}
