package scoring

import (
	"fmt"
	"math"
)

// numeric is between, at_least and at_most: a number, or every value in a
// range, against an interval whose edges may be soft.
type numeric struct {
	criterion         Criterion
	info              AttributeInfo
	low, high         float64 // the interval, ends included; ±Inf when open
	softLow, softHigh float64 // distance over which credit falls to none
	rates             Rates
	want              string
	unknown           string
	inside            string // " (200–1,500)"
	under, over       string // "under 200", "over 1,500"
}

func newNumeric(c Criterion, info AttributeInfo, s Settings) (test, error) {
	if info.Kind == Words {
		return nil, fmt.Errorf("%s is told in words; use in, not_in, is, includes_any or includes_all", c.Attribute)
	}
	low, high := c.interval()
	if !c.Value.number || !(low <= high) || math.IsInf(low, 0) && math.IsInf(high, 0) {
		return nil, fmt.Errorf("%s needs a number", c.Operator)
	}
	if info.Kind == Money && c.Value.Currency == "" {
		return nil, fmt.Errorf("%s is money; say the currency, as in 20M USD", c.Attribute)
	}
	if info.Kind == Number && c.Value.Currency != "" {
		return nil, fmt.Errorf("%s is not money; leave out %s", c.Attribute, c.Value.Currency)
	}
	if !(c.Soft.By >= 0) || math.IsInf(c.Soft.By, 1) { // refuses NaN too
		return nil, fmt.Errorf("a soft edge is a distance and cannot be negative or without end")
	}
	n := &numeric{criterion: c, info: info, low: low, high: high, rates: s.Rates, unknown: info.Unknown()}
	n.softLow, n.softHigh = c.Soft.distance(low), c.Soft.distance(high)
	n.want = n.describe()
	n.inside = " (" + n.want + ")"
	n.under, n.over = info.under(n.amount(low)), info.over(n.amount(high))
	return n, nil
}

// interval gives what a number must lie in, ends included.
func (c Criterion) interval() (low, high float64) {
	switch c.Operator {
	case AtLeast:
		return c.Value.Min, math.Inf(1)
	case AtMost:
		return math.Inf(-1), c.Value.Max
	default:
		return c.Value.Min, c.Value.Max
	}
}

// distance gives how far beyond an edge credit reaches.
func (s Soft) distance(edge float64) float64 {
	if math.IsInf(edge, 0) || s.By == 0 {
		return 0
	}
	if s.Percent {
		return math.Abs(edge) * s.By / 100
	}
	return s.By
}

func (n *numeric) run(fact *Fact) (Outcome, float64) {
	if !fact.number {
		return Unknown, 0
	}
	low, high, ok := n.converted(fact)
	if !ok {
		return Unknown, 0
	}
	worst := min(n.credit(low), n.credit(high))
	if worst > 0 {
		return Match, worst
	}
	if n.best(low, high) > 0 {
		return Unknown, 0
	}
	return Miss, 0
}

// converted gives the fact's range in the criterion's currency.
func (n *numeric) converted(fact *Fact) (low, high float64, ok bool) {
	if fact.Currency == n.criterion.Value.Currency {
		return fact.Min, fact.Max, true
	}
	from, to, ok := n.rates.pair(fact.Currency, n.criterion.Value.Currency)
	return fact.Min / from * to, fact.Max / from * to, ok
}

// usesRate tells whether amounts are compared by way of the rate table.
func (n *numeric) usesRate(fact *Fact) bool {
	_, _, ok := n.converted(fact)
	return ok && fact.number && fact.Currency != n.criterion.Value.Currency
}

// credit is 1 inside the interval and falls linearly to 0 over a soft edge.
func (n *numeric) credit(x float64) float64 {
	switch {
	case x < n.low:
		return fall(n.low-x, n.softLow)
	case x > n.high:
		return fall(x-n.high, n.softHigh)
	default:
		return 1
	}
}

func fall(beyond, soft float64) float64 {
	if beyond >= soft {
		return 0
	}
	return 1 - beyond/soft
}

// best is the most credit any value of a range earns. Credit rises towards the
// interval from both sides, so the value nearest to it decides.
func (n *numeric) best(low, high float64) float64 {
	if low <= n.high && high >= n.low {
		return 1
	}
	return max(n.credit(low), n.credit(high))
}

func (n *numeric) describe() string {
	switch n.criterion.Operator {
	case AtLeast:
		return "at least " + n.amount(n.low)
	case AtMost:
		return "at most " + n.amount(n.high)
	default:
		return n.info.Format(n.criterion.Value)
	}
}

// amount writes an end of the interval; money that no letter can write is
// written out.
func (n *numeric) amount(x float64) string {
	currency := n.criterion.Value.Currency
	if currency == "" || exactlyShort(x) {
		return n.info.Format(OfNumber(x).In(currency))
	}
	return string(appendThousands(nil, x)) + " " + currency
}

func (n *numeric) words(_ *Facts, fact *Fact, o Outcome, credit float64) (have, want, reason string) {
	if !fact.Known() {
		return "", n.want, n.unknown
	}
	var room [96]byte
	b := append(room[:0], n.info.before...)
	b = n.info.append(b, &fact.Value)
	end := len(b)
	b = append(b, n.info.after...)
	b = n.judge(b, fact, o, credit)
	reason = string(b)
	return reason[len(n.info.before):end], n.want, reason
}

// judge ends a reason with what the criterion says to the fact.
func (n *numeric) judge(b []byte, fact *Fact, o Outcome, credit float64) []byte {
	low, high, ok := n.converted(fact)
	switch {
	case !fact.number:
		return append(b, ", which is no number"...)
	case !ok && fact.Currency == "":
		return append(b, ", in a currency nobody told"...)
	case !ok:
		return fmt.Appendf(b, ", and there is no rate from %s to %s", fact.Currency, n.criterion.Value.Currency)
	case o == Unknown:
		return append(append(b, ", which is only partly "...), n.want...)
	case o == Match && credit == 1:
		return append(b, n.inside...)
	case o == Match:
		return append(append(b, ", a little "...), n.side(low, high)...)
	default:
		return append(append(b, ", "...), n.side(low, high)...)
	}
}

// side says on which side of the interval a range lies: "under 200".
func (n *numeric) side(low, high float64) string {
	if low < n.low {
		return n.under
	}
	return n.over
}

// towards names the edge on the fact's side of the interval, moved out as far
// as the credit allows; without a fact, or with one that lies on both sides,
// the interval.
func (n *numeric) towards(fact *Fact, credit float64) string {
	low, high, ok := n.converted(fact)
	under, over := low < n.low, high > n.high
	switch {
	case !fact.number || !ok || under == over:
		return n.info.before + n.want + n.info.after
	case under:
		return n.info.before + "at least " + n.amount(n.lowest(credit)) + n.info.after
	default:
		return n.info.before + "at most " + n.amount(n.highest(credit)) + n.info.after
	}
}

// away names the values beyond which less than credit is earned.
func (n *numeric) away(credit float64) string {
	var sides []string
	if !math.IsInf(n.low, 0) {
		sides = append(sides, n.info.under(n.amount(n.lowest(credit))))
	}
	if !math.IsInf(n.high, 0) {
		sides = append(sides, n.info.over(n.amount(n.highest(credit))))
	}
	return n.info.before + Or(sides) + n.info.after
}

// gradual holds for soft edges; upwards only where the fact tells which one.
func (n *numeric) gradual(fact *Fact, up bool) bool {
	low, high, ok := n.converted(fact)
	return n.criterion.Soft.By > 0 && (!up || fact.number && ok && (low < n.low) != (high > n.high))
}

// lowest and highest are the ends of what earns a credit. They lie on the grid
// that the attribute's numbers stand on, unless that is coarser than the
// interval.
func (n *numeric) lowest(credit float64) float64 {
	return min(n.low, n.onGrid(math.Ceil, n.low-n.softLow*(1-credit)))
}

func (n *numeric) highest(credit float64) float64 {
	return max(n.high, n.onGrid(math.Floor, n.high+n.softHigh*(1-credit)))
}

// onGrid moves a threshold towards the interval, to the next value a person
// would write.
func (n *numeric) onGrid(inwards func(float64) float64, x float64) float64 {
	scaled := x * n.grid()
	if whole := math.Round(scaled); math.Abs(scaled-whole) < 1e-6 {
		return whole / n.grid()
	}
	return inwards(scaled) / n.grid()
}

// grid is how many steps a unit has: counts and money are whole, a percentage
// has one decimal, the numbers of a workspace's own attributes have three.
func (n *numeric) grid() float64 {
	switch {
	case n.info.unit != "":
		return 10
	case n.info.Kind == Any && n.criterion.Value.Currency == "":
		return 1000
	default:
		return 1
	}
}

func (n *numeric) samples() []Value {
	grain := 1 / n.grid()
	var list []Value
	for _, x := range []float64{n.low, n.high, n.low - n.softLow - grain, n.high + n.softHigh + grain} {
		if !math.IsInf(x, 0) {
			list = append(list, OfNumber(x).In(n.criterion.Value.Currency))
		}
	}
	return list
}
