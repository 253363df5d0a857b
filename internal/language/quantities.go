package language

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"rightdoor/scoring"
)

// quantityKind is what a quantity counts; its name is that of its fillers in
// the lexicon.
type quantityKind string

const (
	counting quantityKind = "count"
	money    quantityKind = "money"
	percents quantityKind = "percent"
)

var quantityNames = map[quantityKind]string{counting: "number", money: "amount of money", percents: "percentage"}

// maxQuantity is more than any company has of anything, in any currency.
const maxQuantity = 1e18

// ReadNumber reads a count or a range of counts as people and vendors write
// them: "1,150", "51 – 200 employees", "10001+", "1K-5K", "SIZE_2_TO_10",
// "more than 50" (51 and up), "<10" (0 to 9), "1.5 lakh". Numbers are 0 to
// 1e18. The error is a clause such as `"abc" is no number`.
func ReadNumber(text string) (scoring.Value, error) {
	if n, ok := shortCount(text); ok {
		return scoring.OfNumber(n), nil
	}
	value, _, err := readQuantity(text, counting, "")
	return value, err
}

// shortCount reads plain digits, which most cells are.
func shortCount(text string) (float64, bool) {
	if len(text) == 0 || len(text) > 15 {
		return 0, false
	}
	n := 0
	for i := range len(text) {
		if !isDigit(text, i) {
			return 0, false
		}
		n = n*10 + int(text[i]-'0')
	}
	return float64(n), true
}

// ReadPair reads the two ends of a range as Apollo writes them, "11,20"; a
// single number from 10001 on, Apollo's last range, is open.
func ReadPair(text string) (scoring.Value, error) {
	low, high, two := strings.Cut(strings.TrimSpace(text), ",")
	lowest, ok := shortCount(low)
	if !ok {
		return ReadNumber(text)
	}
	highest, ok := shortCount(strings.TrimSpace(high))
	switch {
	case two && ok:
		return scoring.OfRange(lowest, highest), nil
	case high != "":
		return ReadNumber(text)
	case lowest >= 10001:
		return scoring.OfRange(lowest, math.Inf(1)), nil
	}
	return scoring.OfNumber(lowest), nil
}

// ReadMoney reads an amount or a range of amounts: "$5M", "₹1-5 Cr",
// "€2,5 Mio", "US$ 10-50 million", "1.000.000,50 €", "$1B+", "less than $5M"
// (0 to 5M). currency is the ISO 4217 code meant when none is written, and
// what "$", "¥", "kr" and "pesos" stand for where it uses that sign. "mil" is
// a thousand in the currencies of Latin America and a million elsewhere; lakh
// and crore without a currency are rupees.
// Amounts are 0 to 1e18. The error is a clause such as `"abc" is no amount of
// money`.
func ReadMoney(text, currency string) (scoring.Value, error) {
	if n, ok := shortCount(text); ok {
		return scoring.OfNumber(n).In(currency), nil
	}
	value, named, err := readQuantity(text, money, currency)
	if err != nil {
		return scoring.Value{}, err
	}
	return value.In(settle(named, currency)), nil
}

// ReadPercent reads a percentage or a range: "30%" and "30" are 30, "0.3"
// stays 0.3, "30%+" is 30 and up, "down 12 %" is -12, "less than 30%" starts
// at -100. A lone point is always a decimal one. The error is a clause such as
// `"abc" is no percentage`.
func ReadPercent(text string) (scoring.Value, error) {
	value, _, err := readQuantity(text, percents, "")
	return value, err
}

// ReadYear reads a year of foundation; of several the first: "2013 (1888)",
// "1975/1977". The error is a clause, also for a year outside 1000 to 2100.
func ReadYear(text string) (scoring.Value, error) {
	for i := 0; i < len(text); {
		if !isDigit(text, i) {
			i++
			continue
		}
		end := i
		for isDigit(text, end) {
			end++
		}
		if year, ok := shortCount(text[i:end]); ok && end-i == 4 && 1000 <= year && year <= 2100 {
			return scoring.OfNumber(year), nil
		}
		if end-i >= 4 {
			break
		}
		i = end
	}
	return scoring.Value{}, fmt.Errorf("%s is no year", quoted(text))
}

// quoted quotes a cell for an error, cut where it is long.
func quoted(text string) string {
	text = strings.TrimSpace(text)
	if short := []rune(text); len(short) > 40 {
		text = string(short[:40]) + "…"
	}
	return strconv.Quote(text)
}

// quantity is a text on its way to a value.
type quantity struct {
	*quantityWords
	kind   quantityKind
	tokens []quantityToken
	loss   bool
}

// amount is one end of a quantity as it is written.
type amount struct {
	written  string
	currency string
	power    power
	powered  bool
	indian   bool // lakh or crore
	mil      bool
	negative bool
}

// readQuantity also gives the currency that is written, "" when none is.
func readQuantity(text string, kind quantityKind, assumed string) (scoring.Value, string, error) {
	none := fmt.Errorf("%s is no %s", quoted(text), quantityNames[kind])
	q := quantity{quantityWords: quantityLexicon(), kind: kind}
	var ok bool
	if q.tokens, ok = quantityTokens(text, q.quantityWords); !ok {
		return scoring.Value{}, "", none
	}
	bound, ends, ok := q.read()
	if !ok {
		return scoring.Value{}, "", none
	}
	last := ends[len(ends)-1]
	named, ok := agree(ends[0].currency, last.currency)
	if !ok {
		return scoring.Value{}, "", fmt.Errorf("%s names two currencies", quoted(text))
	}
	if named == "" && (ends[0].indian || last.indian) {
		named = q.indian
	}
	shareMagnitude(ends)
	var numbers [2]float64
	for i := range numbers {
		if numbers[i], ok = q.number(ends[min(i, len(ends)-1)], settle(named, assumed)); !ok {
			return scoring.Value{}, "", none
		}
	}
	value, err := q.value(bound, numbers)
	if err != nil {
		return scoring.Value{}, "", fmt.Errorf("%s %w", quoted(text), err)
	}
	return value, named, nil
}

// read takes the tokens apart: a limit, one or two ends, a limit.
func (q *quantity) read() (bound limit, ends []amount, ok bool) {
	q.skipFillers(q.before)
	bound = q.limit(q.before)
	q.skipFillers(nil)
	first, ok := q.amount()
	if !ok {
		return 0, nil, false
	}
	ends = append(ends, first)
	if second, ranged := q.secondEnd(); ranged {
		ends = append(ends, second)
	} else if bound == limitNone && q.openEnd() {
		bound = limitAtLeast
	}
	q.skipFillers(q.after)
	if bound == limitNone {
		bound = q.limit(q.after)
	}
	q.skipFillers(nil)
	ok = len(q.tokens) == 0 && (bound == limitNone || len(ends) == 1)
	return bound, ends, ok
}

// skipFillers passes over words that say nothing more, up to a phrase that is
// one of limits.
func (q *quantity) skipFillers(limits map[string]limit) {
	for len(q.tokens) > 0 && !q.tokens[0].number {
		if _, n := longestLimit(q.tokens, limits); n > 0 {
			return
		}
		word := q.tokens[0].text
		if q.kind == percents && q.losses[word] {
			q.loss = true
		} else if !q.fillers["any"][word] && !q.fillers[string(q.kind)][word] {
			return
		}
		q.tokens = q.tokens[1:]
	}
}

// limit takes a limit, where one stands next.
func (q *quantity) limit(phrases map[string]limit) limit {
	found, n := longestLimit(q.tokens, phrases)
	q.tokens = q.tokens[n:]
	return found
}

// longestLimit finds the longest phrase of up to three words that is a limit.
func longestLimit(tokens []quantityToken, phrases map[string]limit) (limit, int) {
	for n := min(3, len(tokens)); n > 0 && len(phrases) > 0; n-- {
		if found := phrases[joinTokens(tokens[:n])]; found != limitNone {
			return found, n
		}
	}
	return limitNone, 0
}

func joinTokens(tokens []quantityToken) string {
	phrase := tokens[0].text
	for _, t := range tokens[1:] {
		phrase += " " + t.text
	}
	return phrase
}

// amount takes a number with its sign, currency and power of ten.
func (q *quantity) amount() (a amount, ok bool) {
	whole := q.tokens
	a.negative = q.sign()
	named := q.currency()
	a.negative = a.negative || q.sign()
	if len(q.tokens) == 0 || !q.tokens[0].number {
		q.tokens = whole
		return a, false
	}
	a.written = q.tokens[0].text
	q.tokens = q.tokens[1:]
	if q.kind != percents {
		q.magnitude(&a)
	} else if len(q.tokens) > 0 && q.tokens[0].text == "%" {
		q.tokens = q.tokens[1:]
	}
	after, ok := agree(a.currency, q.currency())
	if ok {
		a.currency, ok = agree(named, after)
	}
	return a, ok
}

func (q *quantity) sign() (negative bool) {
	if len(q.tokens) < 2 || q.tokens[0].text != "-" && q.tokens[0].text != "+" {
		return false
	}
	negative = q.tokens[0].text == "-"
	q.tokens = q.tokens[1:]
	return negative
}

// currency takes a sign, a code, or both when they agree: "US$", "USD $".
func (q *quantity) currency() string {
	named := ""
	for q.kind == money && len(q.tokens) > 0 && !q.tokens[0].number {
		code, found := q.currencies[q.tokens[0].text]
		both, ok := agree(named, code)
		if !found || !ok {
			break
		}
		named = both
		q.tokens = q.tokens[1:]
	}
	return named
}

// magnitude takes up to two powers, which multiply: "2 lakh crore", and what
// links them to a currency: "2 millones de pesos".
func (q *quantity) magnitude(a *amount) {
	for range 2 {
		if len(q.tokens) == 0 || q.tokens[0].number || !q.power(a, q.tokens[0].text) {
			break
		}
		q.tokens = q.tokens[1:]
	}
	if len(q.tokens) > 1 && (q.tokens[0].text == "de" || q.tokens[0].text == "of") {
		q.tokens = q.tokens[1:]
	}
}

func (q *quantity) power(a *amount, word string) bool {
	p, ok := q.powers[word]
	switch {
	case ok:
	case word == "mil" && !a.powered:
		a.mil = true
	case q.kind == money:
		p, ok = q.gluedPower(a, word)
		if !ok {
			return false
		}
	default:
		return false
	}
	a.powered, a.indian = true, a.indian || p.indian
	a.power = power{exponent: a.power.exponent + p.exponent, european: p.european}
	return true
}

// gluedPower reads a power and a currency in one word: "MEUR", "kUSD", and
// "TEUR", in which T is a thousand.
func (q *quantity) gluedPower(a *amount, word string) (power, bool) {
	if len(word) != 4 || q.currencies[word[1:]] == "" {
		return power{}, false
	}
	p, ok := q.powers[word[:1]]
	if word[0] == 't' {
		p.exponent = 3
	}
	if ok {
		a.currency = q.currencies[word[1:]]
	}
	return p, ok
}

// secondEnd takes the rest of a range; it takes nothing when there is none.
func (q *quantity) secondEnd() (amount, bool) {
	whole := q.tokens
	q.skipUnits()
	if len(q.tokens) > 1 && q.ranges[q.tokens[0].text] {
		q.tokens = q.tokens[1:]
		if second, ok := q.amount(); ok {
			return second, true
		}
	}
	q.tokens = whole
	return amount{}, false
}

// skipUnits passes over units between the ends: "10 employees to 50 employees".
func (q *quantity) skipUnits() {
	for len(q.tokens) > 0 && q.fillers[string(q.kind)][q.tokens[0].text] && !q.ranges[q.tokens[0].text] {
		q.tokens = q.tokens[1:]
	}
}

// openEnd takes the ".." of rightdoor's own "10001..".
func (q *quantity) openEnd() bool {
	if len(q.tokens) == 0 || q.tokens[0].text != ".." {
		return false
	}
	q.tokens = q.tokens[1:]
	return true
}

// shareMagnitude gives the first end the second's power when it has none of
// its own and would not pass it: "₹1-5 Cr", but not "500-1K".
func shareMagnitude(ends []amount) {
	if len(ends) < 2 || ends[0].powered || !ends[1].powered {
		return
	}
	low, okLow := decimal(ends[0].written, 0, true)
	high, okHigh := decimal(ends[1].written, 0, true)
	if okLow && okHigh && low <= high {
		ends[0].power, ends[0].powered, ends[0].mil = ends[1].power, true, ends[1].mil
	}
}

// number works out one end.
func (q *quantity) number(a amount, currency string) (float64, bool) {
	exponent := a.power.exponent
	if a.mil {
		exponent += 6
		if q.kind == counting || oneOf(currency, q.mil) {
			exponent -= 3
		}
	}
	point := q.kind == percents || a.powered && !a.power.european && !a.mil
	n, ok := decimal(a.written, exponent, point)
	if a.negative != q.loss {
		n = -n
	}
	return n + 0, ok
}

type quantityError string

func (e quantityError) Error() string { return string(e) }

const (
	errTooLarge quantityError = "is too large"
	errNegative quantityError = "is negative"
)

// value makes ends and limit a value.
func (q *quantity) value(bound limit, n [2]float64) (scoring.Value, error) {
	low, high := min(n[0], n[1]), max(n[0], n[1])
	floor, step := 0.0, 0.0
	switch {
	case q.kind == percents:
		floor = -100
	case low < 0:
		return scoring.Value{}, errNegative
	case q.kind == counting && high == math.Trunc(high):
		step = 1 // more than 50 people are at least 51
	}
	if math.Abs(low) > maxQuantity || math.Abs(high) > maxQuantity {
		return scoring.Value{}, errTooLarge
	}
	switch bound {
	case limitOver:
		return scoring.OfRange(low+step, math.Inf(1)), nil
	case limitAtLeast:
		return scoring.OfRange(low, math.Inf(1)), nil
	case limitUnder:
		return scoring.OfRange(min(floor, high), max(high-step, floor)), nil
	case limitAtMost:
		return scoring.OfRange(min(floor, high), high), nil
	}
	return scoring.OfRange(low, high), nil
}
