package scoring

import (
	"fmt"
	"slices"
	"strings"
)

// Operator says how a criterion compares a fact with its values.
type Operator string

// The operators.
const (
	In          Operator = "in"           // any of the fact's words is among the values
	NotIn       Operator = "not_in"       // none is
	Is          Operator = "is"           // as In, said of one value
	IncludesAny Operator = "includes_any" // the fact holds at least one value
	IncludesAll Operator = "includes_all" // the fact holds every value
	Between     Operator = "between"      // ends included
	AtLeast     Operator = "at_least"
	AtMost      Operator = "at_most"
)

// Operators lists every operator, in the order files name them.
var Operators = []Operator{In, NotIn, Is, IncludesAny, IncludesAll, Between, AtLeast, AtMost}

// Numeric tells whether the operator compares numbers.
func (o Operator) Numeric() bool { return o == Between || o == AtLeast || o == AtMost }

// Mode says what a criterion does to the score.
type Mode string

// The modes.
const (
	Must    Mode = "must"     // earns points and is a gate
	Should  Mode = "should"   // earns points
	MustNot Mode = "must_not" // disqualifies, earns none
)

// Soft widens a numeric criterion: credit falls from full at the edge to none
// at a distance, which is an amount or a share of the edge.
type Soft struct {
	By      float64 `json:"by,omitempty"`
	Percent bool    `json:"percent,omitempty"`
}

// Criterion is one line of an ICP.
type Criterion struct {
	Attribute Attribute `json:"attribute"`
	Operator  Operator  `json:"operator"`
	Value     Value     `json:"value"` // words, or the range; an open end is ±Inf
	Soft      Soft      `json:"soft,omitzero"`
	Mode      Mode      `json:"mode"`
	Weight    float64   `json:"weight"` // ≥ 0, thousandths count
	Evidence  string    `json:"evidence,omitempty"`
	Note      string    `json:"note,omitempty"`
}

// test decides one criterion on its fact. It gives no credit but with a Match.
type test interface {
	run(fact *Fact) (Outcome, float64)
	// words writes the fact's and the criterion's side, and the reason.
	words(f *Facts, fact *Fact, o Outcome, credit float64) (have, want, reason string)
	// towards says what the fact would have to be to earn at least credit,
	// away what it would have to be to earn less than credit.
	towards(fact *Fact, credit float64) string
	away(credit float64) string
	// gradual tells whether towards (up) or away (down) can name a threshold
	// for some of the points; otherwise they speak of all or none.
	gradual(fact *Fact, up bool) bool
	// samples lists what a fact could be that matches, or misses by as little
	// as it can.
	samples() []Value
}

// kinds lists what each operator is made of.
var kinds = map[Operator]func(Criterion, AttributeInfo, Settings) (test, error){
	In: newMembership, NotIn: newMembership, Is: newMembership, IncludesAny: newMembership, IncludesAll: newMembership,
	Between: newNumeric, AtLeast: newNumeric, AtMost: newNumeric,
}

// Check tells what is wrong with a criterion, in a sentence for the person who
// wrote it; nil when nothing is.
func (c Criterion) Check() error {
	_, err := c.compile(Settings{})
	return err
}

func (c Criterion) compile(s Settings) (part, error) {
	if err := c.check(); err != nil {
		return part{}, err
	}
	info, _ := c.Attribute.Info()
	t, err := kinds[c.Operator](c, info, s)
	if err != nil {
		return part{}, err
	}
	slot, ok := slots[c.Attribute]
	if !ok {
		slot = noSlot
	}
	return part{test: t, attribute: c.Attribute, slot: slot, place: info.tree == PlaceTree, mode: c.Mode}, nil
}

// check looks at what every kind of criterion has.
func (c Criterion) check() error {
	info, ok := c.Attribute.Info()
	if !ok {
		return fmt.Errorf("%q is no attribute of a company; use one of %s, or custom.<name>", c.Attribute, attributeNames())
	}
	if info.Kind == Text {
		return fmt.Errorf("%q is free text, which cannot be compared; keep it out of the criteria", c.Attribute)
	}
	if !slices.Contains([]Mode{Must, Should, MustNot}, c.Mode) {
		return fmt.Errorf("%q is no mode; use must, should or must_not", c.Mode)
	}
	if !(c.Weight >= 0 && c.Weight <= 1000) { // refuses NaN too
		return fmt.Errorf("a weight is a number from 0 to 1000, not %v", c.Weight)
	}
	if c.Soft.By != 0 && c.Mode != Should {
		return fmt.Errorf("soft edges are for should only: a %s is a gate, and a gate is open or shut", c.Mode)
	}
	if _, ok := kinds[c.Operator]; !ok {
		return fmt.Errorf("%q is no operator; use one of %s", c.Operator, strings.Join(operatorNames(), ", "))
	}
	return nil
}

func attributeNames() string {
	var names []string
	for _, a := range Attributes {
		if a.Kind != Text {
			names = append(names, string(a.Name))
		}
	}
	return strings.Join(names, ", ")
}

func operatorNames() []string {
	var names []string
	for _, o := range Operators {
		names = append(names, string(o))
	}
	return names
}
