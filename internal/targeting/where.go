package targeting

import (
	"math"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"rightdoor/scoring"
)

// where reads which accounts an alert is about: a map of attributes, or a list
// of such maps where one attribute has to pass twice.
func (r *reader) where(at ast.Node) ([]scoring.Criterion, bool) {
	var list []scoring.Criterion
	for _, n := range r.items(at) {
		entries, _ := r.entries(n, whereKeys.what)
		for _, e := range entries {
			if c, ok := r.condition(e); ok {
				list = append(list, c)
			}
		}
	}
	return list, len(list) > 0
}

// condition reads one attribute with what it has to be: values any of which
// will do, or a map with an operator.
func (r *reader) condition(e entry) (scoring.Criterion, bool) {
	before := len(r.problems)
	c := scoring.Criterion{Mode: scoring.Must, Weight: scoring.DefaultWeight}
	if sentence := whereKeys.stray(e.name); sentence != "" {
		r.wrong(e.key, "%s", sentence)
		return c, false
	}
	info, ok := r.named(e.key, e.name)
	if !ok {
		return c, false
	}
	c.Attribute = info.Name
	_, compared := mapValues(e.value)
	switch {
	case compared:
		if found, ok := r.operators(e.value); ok {
			r.comparison(e.value, found, info, &c)
		}
	case info.Kind == scoring.Number || info.Kind == scoring.Money:
		r.wrong(e.value, "%s is a number. Write it as in %s: {at_least: 200} or {between: [200, 1500]}, money with its currency.", capital(info.Label), info.Name)
	default:
		c.Operator = scoring.In
		c.Value, _ = r.words(e.value, info)
	}
	if len(r.problems) > before {
		return c, false
	}
	if err := c.Check(); err != nil {
		r.wrong(e.value, "%s.", capital(strings.TrimSuffix(err.Error(), ".")))
	}
	return c, true
}

// operators gives the keys of a comparison and notes those that are none.
func (r *reader) operators(at ast.Node) (given, bool) {
	known := each(scoring.Operators, slugText[scoring.Operator])
	return r.among(at, comparisonKeys, known)
}

// whereText writes filters on one line; an attribute that comes again starts
// another map.
func whereText(list []scoring.Criterion) string {
	var maps []string
	var parts []string
	seen := map[scoring.Attribute]bool{}
	end := func() {
		maps = append(maps, "{"+strings.Join(parts, ", ")+"}")
		parts, seen = nil, map[scoring.Attribute]bool{}
	}
	for _, c := range list {
		if seen[c.Attribute] {
			end()
		}
		seen[c.Attribute] = true
		parts = append(parts, flowText(string(c.Attribute))+": "+conditionText(c))
	}
	if len(parts) > 0 {
		end()
	}
	if len(maps) < 2 {
		return strings.Join(maps, "")
	}
	return "[" + strings.Join(maps, ", ") + "]"
}

// conditionText writes what an attribute has to be. A range that is open on one
// side is written as what it is.
func conditionText(c scoring.Criterion) string {
	switch {
	case c.Operator == scoring.In:
		return valueText(c)
	case c.Operator == scoring.Between && math.IsInf(c.Value.Max, 1):
		c.Operator = scoring.AtLeast
	case c.Operator == scoring.Between && math.IsInf(c.Value.Min, -1):
		c.Operator = scoring.AtMost
	}
	return "{" + string(c.Operator) + ": " + valueText(c) + "}"
}
