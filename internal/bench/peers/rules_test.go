package peers

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"rightdoor/scoring"
)

// dialect is how a language writes what the two write differently.
type dialect struct {
	anyOf func(words, values string) string // whether a word is among the values
}

// open is the credit of a criterion whose fact is unknown.
const open = "-1.0"

// credits writes an ICP as one expression: the list of its criteria's credits.
func (d dialect) credits(definition scoring.Definition) string {
	rules := make([]string, len(definition.Criteria))
	for i, c := range definition.Criteria {
		if c.Operator.Numeric() {
			rules[i] = number(c, definition.Settings.Rates)
		} else {
			rules[i] = d.words(c)
		}
	}
	return "[" + strings.Join(rules, ", ") + "]"
}

// variable is the name a fact goes by: region is decided by the place, and a
// dot would mean a field.
func variable(a scoring.Attribute) string {
	if a == scoring.Region {
		a = scoring.Country
	}
	return strings.ReplaceAll(string(a), ".", "_")
}

func (d dialect) words(c scoring.Criterion) string {
	info, _ := c.Attribute.Info()
	within, above := closure(info.Tree(), c.Value.Words)
	name, hit, miss := variable(c.Attribute), "1.0", "0.0"
	if c.Operator == scoring.NotIn {
		hit, miss = miss, hit
	}
	if len(above) > 0 {
		miss = fmt.Sprintf("(%s ? %s : %s)", d.anyOf(name, quoted(above)), open, miss)
	}
	return fmt.Sprintf("(%s == 0 ? %s : %s ? %s : %s)", size(name), open, d.anyOf(name, quoted(within)), hit, miss)
}

func size(name string) string { return name + "_count" }

// closure lists the values with all below them, and all above them.
func closure(tree *scoring.Taxonomy, values []string) (within, above []string) {
	if tree == nil {
		return values, nil
	}
	for _, term := range tree.Terms {
		for _, v := range values {
			switch {
			case tree.Within(term.Slug, v):
				within = append(within, term.Slug)
			case tree.Within(v, term.Slug):
				above = append(above, term.Slug)
			}
		}
	}
	return within, above
}

func quoted(words []string) string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = strconv.Quote(w)
	}
	return "[" + strings.Join(list, ", ") + "]"
}

// number writes a comparison of a range with an interval, in the criterion's
// currency.
func number(c scoring.Criterion, rates scoring.Rates) string {
	name := variable(c.Attribute)
	low, high := name+"_min", name+"_max"
	if currency := c.Value.Currency; currency != "" {
		rate := fmt.Sprintf(" / rates[%s_currency] * %s", name, float(rates.PerUSD[currency]))
		low, high = "("+low+rate+")", "("+high+rate+")"
	}
	worst, best := compared(c, low, high)
	return fmt.Sprintf("(!%s_known ? %s : %s > 0.0 ? %s : %s ? %s : 0.0)", name, open, worst, worst, best, open)
}

// compared gives the least credit a range earns, and whether any value in it
// earns some.
func compared(c scoring.Criterion, low, high string) (worst, best string) {
	atLow, atHigh := credit(c, low), credit(c, high)
	worst = fmt.Sprintf("(%s < %s ? %s : %s)", atLow, atHigh, atLow, atHigh)
	overlap := []string{"true"}
	if !math.IsInf(c.Value.Max, 1) {
		overlap = append(overlap, low+" <= "+float(c.Value.Max))
	}
	if !math.IsInf(c.Value.Min, -1) {
		overlap = append(overlap, high+" >= "+float(c.Value.Min))
	}
	return worst, fmt.Sprintf("(%s || %s > 0.0 || %s > 0.0)", strings.Join(overlap, " && "), atLow, atHigh)
}

// credit is full inside the interval and falls over a soft edge.
func credit(c scoring.Criterion, x string) string {
	text := "1.0"
	if high := c.Value.Max; !math.IsInf(high, 1) {
		text = fmt.Sprintf("%s > %s ? %s : %s", x, float(high), fall(c.Soft, high, x+" - "+float(high)), text)
	}
	if low := c.Value.Min; !math.IsInf(low, -1) {
		text = fmt.Sprintf("%s < %s ? %s : %s", x, float(low), fall(c.Soft, low, float(low)+" - "+x), text)
	}
	return "(" + text + ")"
}

func fall(s scoring.Soft, edge float64, beyond string) string {
	distance := s.By
	if s.Percent {
		distance = math.Abs(edge) * s.By / 100
	}
	if distance == 0 {
		return "0.0"
	}
	return fmt.Sprintf("((%s) >= %s ? 0.0 : 1.0 - (%s) / %s)", beyond, float(distance), beyond, float(distance))
}

// float writes a number so that both languages read a float.
func float(f float64) string {
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

// maxPoints gives what each criterion can earn.
func maxPoints(p *scoring.Profile) []int {
	var points []int
	for _, c := range p.Explain(new(scoring.Facts)).Criteria {
		points = append(points, c.MaxPoints)
	}
	return points
}

// scored adds up credits as the product's domain page says.
func scored(p *scoring.Profile, most []int, credits func(int) float64) scoring.Score {
	points, unknown, failed, mustOpen := 0, 0, false, false
	for i := range p.Criteria {
		switch mode, credit := p.Criteria[i].Mode, credits(i); {
		case mode == scoring.MustNot:
			failed = failed || credit > 0
		case credit < 0:
			unknown += most[i]
			mustOpen = mustOpen || mode == scoring.Must
		default:
			points += int(math.Floor(float64(most[i])*credit + 0.5 + 1e-9))
			failed = failed || mode == scoring.Must && credit == 0
		}
	}
	return scoring.Score{Verdict: verdict(p, points, unknown, failed, mustOpen), Points: points, CouldReach: points + unknown}
}

func verdict(p *scoring.Profile, points, unknown int, failed, mustOpen bool) scoring.Verdict {
	switch {
	case failed:
		return scoring.Disqualified
	case points >= p.CutOff && !mustOpen:
		return scoring.Fit
	case points+unknown >= p.CutOff:
		return scoring.NeedsData
	default:
		return scoring.NotAFit
	}
}
