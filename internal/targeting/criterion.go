package targeting

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"rightdoor/scoring"
)

var (
	criteria = shape[[]scoring.Criterion]{read: (*reader).criteria, lines: criterionLines, diff: criterionDiff}
	grounds  = []string{"data", "opinion"} // what a criterion can rest on
	modes    = []scoring.Mode{scoring.Must, scoring.Should, scoring.MustNot}
	rest     = []string{"soft", "mode", "weight", "evidence", "note"} // the keys that follow the operator
)

var inf = math.Inf(1)

const criterionExample = "- {attribute: employees, between: [200, 1500]}"

func (r *reader) criteria(at ast.Node) ([]scoring.Criterion, bool) {
	var list []scoring.Criterion
	for _, n := range r.maps(at, "criteria", criterionExample) {
		if c, ok := r.criterion(n); ok {
			list = append(list, c)
		}
	}
	return list, len(list) > 0
}

// criterion reads one line of an ICP. Its parts are read in the order in which
// they need each other: the attribute decides the operators, both the values.
func (r *reader) criterion(at ast.Node) (scoring.Criterion, bool) {
	before := len(r.problems)
	c := scoring.Criterion{Mode: scoring.Should, Weight: scoring.DefaultWeight}
	found, ok := r.criterionKeys(at)
	if !ok {
		return c, false
	}
	info, ok := r.attribute(at, found)
	if ok {
		c.Attribute = info.Name
		r.comparison(at, found, info, &c)
	}
	r.manner(found, &c)
	if len(r.problems) > before {
		return c, false
	}
	if err := c.Check(); err != nil {
		r.wrong(at, "%s.", capital(strings.TrimSuffix(err.Error(), ".")))
	}
	return c, true
}

// criterionKeys gives the keys of a criterion and notes those that are none.
func (r *reader) criterionKeys(at ast.Node) (given, bool) {
	known := slices.Concat([]string{"attribute"}, each(scoring.Operators, slugText[scoring.Operator]), rest)
	return r.among(at, criterionKeys, known)
}

// attribute reads what a criterion is about.
func (r *reader) attribute(at ast.Node, found given) (info scoring.AttributeInfo, ok bool) {
	e, ok := found["attribute"]
	if !ok {
		r.wrong(at, "This criterion names no attribute. Write it as in %s.", criterionExample[2:])
		return info, false
	}
	s, ok := r.text(e.value)
	if !ok {
		return info, false
	}
	return r.named(e.value, s)
}

// named gives the attribute of a name.
func (r *reader) named(at ast.Node, s string) (info scoring.AttributeInfo, ok bool) {
	a := scoring.Attribute(s)
	if !a.Custom() {
		a = scoring.Attribute(slug(s))
	}
	info, ok = a.Info()
	switch {
	case !ok:
		r.wrong(at, "%s", unknownAttribute(s))
	case info.Kind == scoring.Text:
		r.wrong(at, "%q is free text, which cannot be compared. Keep it out of the criteria.", s)
		return info, false
	}
	return info, ok
}

// unknownAttribute is the sentence for a name that is no attribute.
func unknownAttribute(s string) string {
	if kind := personWord(s); kind != "" {
		return fmt.Sprintf("%q %s. %s", s, kind, titleForCompany)
	}
	var known []string
	for _, a := range scoring.Attributes {
		if a.Kind != scoring.Text {
			known = append(known, string(a.Name))
		}
	}
	near := nearest(s, known)
	if meant := companyWords[slug(s)]; meant != "" {
		near = string(meant)
	}
	if near != "" {
		return fmt.Sprintf("%q is no attribute of a company; did you mean %s?", s, near)
	}
	// Last, since a misspelt attribute may be a title in some language.
	if kind := personKind(s); kind != "" {
		return fmt.Sprintf("%q %s. %s", s, kind, titleForCompany)
	}
	return fmt.Sprintf("%q is no attribute of a company. Use one of %s, or custom.<name>.", s, strings.Join(known, ", "))
}

// comparison reads the operator and its values.
func (r *reader) comparison(at ast.Node, found given, info scoring.AttributeInfo, c *scoring.Criterion) {
	var used []entry
	for _, o := range scoring.Operators {
		if e, ok := found[string(o)]; ok {
			used = append(used, e)
		}
	}
	switch {
	case len(used) == 0:
		r.wrong(at, "The criterion on %s does not say what to compare with. Add one of %s.", info.Name, strings.Join(each(scoring.Operators, slugText[scoring.Operator]), ", "))
		return
	case len(used) > 1:
		r.wrong(used[1].key, "A criterion compares once, and this one has %s and %s. Make two criteria of them.", used[0].name, used[1].name)
		return
	}
	c.Operator = scoring.Operator(used[0].name)
	switch told := info.Kind == scoring.Words; {
	case c.Operator.Numeric() && told:
		r.wrong(used[0].key, "%s is told in words. Use in, not_in, is, includes_any or includes_all.", capital(info.Label))
	case !c.Operator.Numeric() && (info.Kind == scoring.Number || info.Kind == scoring.Money):
		r.wrong(used[0].key, "%s is a number. Use between, at_least or at_most.", capital(info.Label))
	default:
		c.Value, _ = r.operand(used[0].value, c.Operator, info)
	}
}

// operand reads the values of a comparison.
func (r *reader) operand(at ast.Node, o scoring.Operator, info scoring.AttributeInfo) (scoring.Value, bool) {
	switch o {
	case scoring.Between:
		return r.between(at, info)
	case scoring.AtLeast:
		v, ok := r.number(at, info)
		return scoring.OfRange(v.Min, inf).In(v.Currency), ok
	case scoring.AtMost:
		v, ok := r.number(at, info)
		return scoring.OfRange(-inf, v.Max).In(v.Currency), ok
	case scoring.Is:
		if n := len(r.items(at)); n != 1 {
			r.wrong(at, "is takes one value, and these are %d. Use in for any of several.", n)
			return scoring.Value{}, false
		}
	}
	return r.words(at, info)
}

func (r *reader) between(at ast.Node, info scoring.AttributeInfo) (scoring.Value, bool) {
	ends := r.items(at)
	if len(ends) != 2 {
		r.wrong(at, "between takes two numbers, as in [200, 1500]. A comma parts them, so write thousands as in 1_500.")
		return scoring.Value{}, false
	}
	low, ok := r.number(ends[0], info)
	high, ok2 := r.number(ends[1], info)
	switch {
	case !ok || !ok2:
		return scoring.Value{}, false
	case low.Currency != high.Currency:
		r.wrong(at, "Both ends need the same currency, and these are %s and %s.", orNone(low.Currency), orNone(high.Currency))
		return scoring.Value{}, false
	case low.Min > high.Min:
		low, high := operandText(low.Min, low.Currency), operandText(high.Min, high.Currency)
		r.wrong(at, "The ends are the wrong way round: write [%s, %s].", high, low)
		return scoring.Value{}, false
	}
	return scoring.OfRange(low.Min, high.Min).In(low.Currency), true
}

func orNone(currency string) string {
	if currency == "" {
		return "none"
	}
	return currency
}

// manner reads what a criterion does to the score and what it rests on.
func (r *reader) manner(found given, c *scoring.Criterion) {
	if e, ok := found["mode"]; ok {
		c.Mode, _ = pick(modes, "mode")(r, e.value)
	}
	if e, ok := found["weight"]; ok {
		c.Weight, _ = r.weight(e.value)
	}
	if e, ok := found["evidence"]; ok {
		c.Evidence, _ = pick(grounds, "evidence of a criterion")(r, e.value)
	}
	if e, ok := found["note"]; ok {
		c.Note, _ = r.text(e.value)
	}
	if e, ok := found["soft"]; ok {
		c.Soft, _ = r.soft(e, *c)
	}
}

func (r *reader) weight(at ast.Node) (float64, bool) {
	w, ok := r.plain(at, "a weight")
	if ok && (w < 0 || w > 1000) {
		r.wrong(at, "A weight is a number from 0 to 1000, not %v.", w)
		return 0, false
	}
	return w, ok
}

// soft reads over which distance credit falls beside the edges.
func (r *reader) soft(e entry, c scoring.Criterion) (scoring.Soft, bool) {
	a, ok := r.amount(e.value)
	switch {
	case !ok:
	case c.Operator != "" && !c.Operator.Numeric():
		r.wrong(e.key, "Soft edges need a number to stand beside; %s compares words. Leave soft out.", c.Operator)
	case a.n != 0 && c.Mode != scoring.Should && c.Mode != "":
		r.wrong(e.key, "Soft edges are for should only: a %s is a gate, and a gate is open or shut. Leave soft out, or make it a should.", c.Mode)
	case a.n < 0:
		r.wrong(e.value, "A soft edge is a distance and cannot be negative.")
	case a.currency != "" && a.currency != c.Value.Currency && c.Value.IsNumber():
		r.wrong(e.value, "The soft edge is in %s and the criterion in %s. Write both alike, or a share as in 20%%.", a.currency, orNone(c.Value.Currency))
	default:
		return scoring.Soft{By: a.n, Percent: a.percent && a.n != 0}, true
	}
	return scoring.Soft{}, false
}

func criterionLines(key string, list []scoring.Criterion) []string {
	if len(list) == 0 {
		return nil
	}
	return append([]string{key + ":"}, each(list, func(c scoring.Criterion) string { return "  - " + criterionText(c) })...)
}

// criterionText writes a criterion on one line.
func criterionText(c scoring.Criterion) string {
	parts := slices.Concat(
		line("attribute", flowText(string(c.Attribute))),
		line(string(c.Operator), valueText(c)),
		line("soft", softText(c)),
		line("mode", modeText(c.Mode)),
		line("weight", weightText(c.Weight)),
		line("evidence", flowText(c.Evidence)),
	)
	if c.Note != "" {
		parts = append(parts, "note: "+quoted(c.Note))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// valueText writes what a criterion compares with.
func valueText(c scoring.Criterion) string {
	v := c.Value
	switch c.Operator {
	case scoring.Between:
		return "[" + operandText(v.Min, v.Currency) + ", " + operandText(v.Max, v.Currency) + "]"
	case scoring.AtLeast:
		return operandText(v.Min, v.Currency)
	case scoring.AtMost:
		return operandText(v.Max, v.Currency)
	case scoring.Is:
		if len(v.Words) == 1 {
			return flowText(v.Words[0])
		}
	}
	return "[" + strings.Join(each(v.Words, flowText), ", ") + "]"
}

func operandText(n float64, currency string) string {
	if currency != "" {
		return moneyText(n, currency)
	}
	return number(n)
}

func softText(c scoring.Criterion) string {
	switch {
	case c.Soft.By == 0:
		return ""
	case c.Soft.Percent:
		return number(c.Soft.By) + "%"
	default:
		return operandText(c.Soft.By, c.Value.Currency)
	}
}

func modeText(m scoring.Mode) string {
	if m == scoring.Should {
		return ""
	}
	return string(m)
}

func weightText(w float64) string {
	if w == scoring.DefaultWeight {
		return ""
	}
	return number(w)
}
