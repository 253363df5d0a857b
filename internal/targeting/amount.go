package targeting

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"golang.org/x/text/currency"

	"rightdoor/scoring"
)

// amount is a number as people write it: 200, 1_500, 20M USD, EUR 1.5M, 30%.
type amount struct {
	n        float64
	percent  bool
	currency string // ISO 4217, "" for none
}

// maxAmount keeps numbers exact; no company's figures come near it.
const maxAmount = 1e15

// amountParts cuts a text into what stands before the number, the number and
// what follows it.
var amountParts = regexp.MustCompile(`^([^\d.+-]*)([+-]?[\d][\d_,]*(?:\.\d+)?)(.*)$`)

// thousandsCommas are commas that part thousands, lakhs or crores.
var thousandsCommas = regexp.MustCompile(`^[+-]?\d{1,3}(,\d{2,3})*(,\d{3})(\.\d+)?$`)

// scales are the letters and words of large amounts, in lower case, with their
// powers of ten.
var scales = map[string]string{
	"k": "e3", "thousand": "e3", "m": "e6", "mn": "e6", "million": "e6", "b": "e9", "bn": "e9", "billion": "e9",
	"l": "e5", "lakh": "e5", "lakhs": "e5", "cr": "e7", "crore": "e7", "crores": "e7",
}

// signs are the currency signs that mean one currency only.
var signs = map[string]string{"€": "EUR", "£": "GBP", "₹": "INR", "US$": "USD"}

func parseAmount(text string) (amount, error) {
	parts := amountParts.FindStringSubmatch(text)
	if parts == nil {
		return amount{}, fmt.Errorf("%q is no number. Write one as in 200, 1_500, 1.5M or 30%%", text)
	}
	a, scale := amount{}, ""
	for _, word := range strings.Fields(parts[1] + " " + strings.ReplaceAll(parts[3], "%", " % ")) {
		switch s := scales[strings.ToLower(word)]; {
		case s != "" && scale == "":
			scale = s
		case word == "%" && !a.percent:
			a.percent = true
		case a.currency == "" && currencyCode(word) != "":
			a.currency = currencyCode(word)
		case word == "$" || word == "¥":
			return amount{}, fmt.Errorf("%q has %s, which several currencies use. Write the code, as in 20M USD", text, word)
		default:
			return amount{}, fmt.Errorf("%q has %q in it, which says nothing about a number. Write it as in 200, 1.5M, 30%% or 20M USD", text, word)
		}
	}
	var err error
	a.n, err = parseDigits(parts[2], scale)
	return a, err
}

// parseDigits reads digits and a power of ten at once, which rounds once.
func parseDigits(digits, scale string) (float64, error) {
	if strings.Contains(digits, ",") && !thousandsCommas.MatchString(digits) {
		return 0, fmt.Errorf("%q may mean two numbers. Write decimals with a point, and thousands as in 1_500", digits)
	}
	n, err := strconv.ParseFloat(strings.NewReplacer(",", "", "_", "").Replace(digits)+scale, 64)
	if err != nil || math.Abs(n) > maxAmount {
		return 0, fmt.Errorf("%q is larger than any figure of a company", digits)
	}
	return n, nil
}

// currencyCode gives the ISO 4217 code of a word, "" for any other.
func currencyCode(word string) string {
	if code, ok := signs[strings.ToUpper(word)]; ok {
		return code
	}
	unit, err := currency.ParseISO(word)
	if err != nil {
		return ""
	}
	return unit.String()
}

// amount reads a number that may be a share or have a currency.
func (r *reader) amount(at ast.Node) (amount, bool) {
	s, ok := r.text(at)
	if !ok {
		return amount{}, false
	}
	a, err := parseAmount(s)
	if err != nil {
		r.wrong(at, "%v.", err)
	}
	return a, err == nil
}

// plain reads a number that is neither a share nor money; what names it.
func (r *reader) plain(at ast.Node, what string) (float64, bool) {
	a, ok := r.amount(at)
	if ok && (a.percent || a.currency != "") {
		r.wrong(at, "%s is a plain number. Leave out what follows it.", subject(what))
		return 0, false
	}
	return a.n, ok
}

// money reads an amount with its currency.
func (r *reader) money(at ast.Node) (scoring.Value, bool) {
	a, ok := r.amount(at)
	if !ok {
		return scoring.Value{}, false
	}
	if a.percent || a.currency == "" {
		s, _ := scalar(at)
		r.wrong(at, "%q does not say which currency. Write it as in 20M USD.", s)
		return scoring.Value{}, false
	}
	return scoring.OfNumber(a.n).In(a.currency), true
}

// number reads one side of a numeric criterion on an attribute.
func (r *reader) number(at ast.Node, info scoring.AttributeInfo) (scoring.Value, bool) {
	if info.Kind == scoring.Money {
		return r.positive(at, info)(r.money(at))
	}
	a, ok := r.amount(at)
	switch {
	case !ok:
		return scoring.Value{}, false
	case info.Kind == scoring.Number && a.currency != "":
		r.wrong(at, "%s is no money. Leave out %s.", capital(info.Label), a.currency)
		return scoring.Value{}, false
	case a.percent && info.Kind == scoring.Number && info.Name != scoring.Growth:
		r.wrong(at, "%s is no percentage. Leave out the %% sign.", capital(info.Label))
		return scoring.Value{}, false
	}
	return r.positive(at, info)(scoring.OfNumber(a.n).In(a.currency), true)
}

// positive refuses a number below 0 where there is no such thing.
func (r *reader) positive(at ast.Node, info scoring.AttributeInfo) func(scoring.Value, bool) (scoring.Value, bool) {
	return func(v scoring.Value, ok bool) (scoring.Value, bool) {
		if ok && v.Min < 0 && info.Name != scoring.Growth && !info.Name.Custom() {
			r.wrong(at, "%s is never below 0.", capital(info.Label))
			return v, false
		}
		return v, ok
	}
}

// moneyText writes an amount exactly, in millions or billions where that is
// shorter.
func moneyText(n float64, currency string) string {
	text := number(n)
	for _, letter := range []string{"M", "B"} {
		scale := scales[strings.ToLower(letter)]
		unit, _ := strconv.ParseFloat("1"+scale, 64)
		short := number(n / unit)
		back, _ := strconv.ParseFloat(short+scale, 64)
		if math.Abs(n) >= unit && back == n && len(short)+1 < len(text) {
			text = short + letter
		}
	}
	if currency == "" {
		return text
	}
	return text + " " + currency
}

// writtenMoney writes a stored value of money as the file has it.
func writtenMoney(stored string) string {
	v, err := scoring.ParseValue(scoring.Money, stored)
	if err != nil || !v.IsNumber() {
		return ""
	}
	return moneyText(v.Min, v.Currency)
}
