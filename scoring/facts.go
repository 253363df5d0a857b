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

	unread bool // has a word that its closed hierarchy does not know
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
		fact.unread = Attributes[i].closed() && slices.ContainsFunc(fact.Words, Attributes[i].tree.unknown)
		f.own[i] = fact
		return
	}
	if f.custom == nil {
		f.custom = map[Attribute]*Fact{}
	}
	f.custom[a] = &fact
}

// Place gives the narrowest place known: subdivision, else country, else
// region. Criteria on any of the three are decided by it.
func (f *Facts) Place() *Fact {
	for _, a := range placeSlots {
		if f.own[a].Known() {
			return &f.own[a]
		}
	}
	return &unknownFact
}

var placeSlots = [...]int{slots[Subdivision], slots[Country], slots[Region]}

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
