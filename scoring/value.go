package scoring

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Value is what is known of one attribute: nothing (the zero value), a set of
// words, or a number that may be a range. A list that is not empty is taken as
// complete.
//
// Its written form, used by every column, file and receipt, is "a|b" for
// words, "640", "201..500", "10001.." or "..50" for numbers,
// "20000000..200000000 USD" for money; String and ParseValue are inverse to
// each other.
type Value struct {
	Words    []string // slugs; empty for a number
	Min, Max float64  // of a number; Max is +Inf for an open range
	Currency string   // ISO 4217; only for money
	number   bool
}

// OfWords makes a value of words; blank ones and repetitions are dropped.
func OfWords(words ...string) Value {
	var kept []string
	for _, w := range words {
		if w = strings.TrimSpace(strings.ReplaceAll(w, "|", " ")); w != "" && !slices.Contains(kept, w) {
			kept = append(kept, w)
		}
	}
	return Value{Words: kept}
}

// OfNumber makes a value of one number.
func OfNumber(n float64) Value { return OfRange(n, n) }

// OfRange makes a value of a range, ends included. Ends the wrong way round
// are swapped; max may be +Inf.
func OfRange(low, high float64) Value {
	return Value{Min: min(low, high), Max: max(low, high), number: true}
}

// In gives a number its currency.
func (v Value) In(currency string) Value {
	v.Currency = currency
	return v
}

// Known tells whether anything is known.
func (v *Value) Known() bool { return v.number || len(v.Words) > 0 }

// IsNumber tells whether the value is a number or a range.
func (v *Value) IsNumber() bool { return v.number }

// Equal tells whether two values say the same.
func (v Value) Equal(o Value) bool {
	return v.number == o.number && v.Min == o.Min && v.Max == o.Max && v.Currency == o.Currency && slices.Equal(v.Words, o.Words)
}

// String gives the written form; "" for an unknown value.
func (v Value) String() string {
	if !v.number {
		return strings.Join(v.Words, "|")
	}
	text := end(v.Min)
	if v.Max != v.Min {
		text += ".." + end(v.Max)
	}
	if v.Currency != "" {
		text += " " + v.Currency
	}
	return text
}

// end writes one end of a range; an open one is blank.
func end(f float64) string {
	if math.IsInf(f, 0) {
		return ""
	}
	return formatFloat(f)
}

func formatFloat(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// ParseValue reads the written form of a value of the given kind. Blank text
// is an unknown value. For kind Any, text that is not a number is words.
func ParseValue(kind Kind, text string) (Value, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Value{}, nil
	}
	switch kind {
	case Words:
		return OfWords(strings.Split(text, "|")...), nil
	case Text:
		return Value{Words: []string{text}}, nil
	case Any:
		words := OfWords(strings.Split(text, "|")...)
		if v, err := parseNumber(words.String()); err == nil {
			return v, nil
		}
		return words, nil
	default:
		return parseNumber(text)
	}
}

func parseNumber(text string) (Value, error) {
	amount, currency, named := strings.Cut(text, " ")
	low, high, ranged := strings.Cut(amount, "..")
	if !ranged {
		high = low
	}
	lo, okLow := parseEnd(low, math.Inf(-1))
	hi, okHigh := parseEnd(high, math.Inf(1))
	if !okLow || !okHigh || low == "" && high == "" || named && !isCurrency(currency) {
		return Value{}, fmt.Errorf("%q is no number", text)
	}
	return OfRange(lo, hi).In(currency), nil
}

// parseEnd reads one end of a range; a blank one is open.
func parseEnd(text string, open float64) (float64, bool) {
	if text == "" {
		return open, true
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
}

// isCurrency tells whether code has the form of ISO 4217.
func isCurrency(code string) bool {
	outside := func(r rune) bool { return r < 'A' || r > 'Z' }
	return len(code) == 3 && !strings.ContainsFunc(code, outside)
}

// valueJSON is how a Value stands in JSON: its words, or its ends, of which an
// open one is left out.
type valueJSON struct {
	Words    []string `json:"words,omitempty"`
	Min      *float64 `json:"min,omitempty"`
	Max      *float64 `json:"max,omitempty"`
	Currency string   `json:"currency,omitempty"`
}

// MarshalJSON writes words or ends; an unknown value is {}.
func (v Value) MarshalJSON() ([]byte, error) {
	out := valueJSON{Words: v.Words, Currency: v.Currency}
	if v.number && !math.IsInf(v.Min, -1) {
		out.Min = &v.Min
	}
	if v.number && !math.IsInf(v.Max, 1) {
		out.Max = &v.Max
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (v *Value) UnmarshalJSON(text []byte) error {
	var in valueJSON
	if err := json.Unmarshal(text, &in); err != nil {
		return err
	}
	*v = Value{Words: in.Words, Currency: in.Currency}
	if in.Min == nil && in.Max == nil {
		return nil
	}
	v.number, v.Min, v.Max = true, math.Inf(-1), math.Inf(1)
	if in.Min != nil {
		v.Min = *in.Min
	}
	if in.Max != nil {
		v.Max = *in.Max
	}
	return nil
}
