package scoring

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Format writes a value as a reply shows it: "640", "51–200", "10,001 or
// more", "20M–200M USD", "30%", "Series A".
func (i AttributeInfo) Format(v Value) string { return string(i.append(nil, &v)) }

// append is Format into a buffer.
func (i *AttributeInfo) append(b []byte, v *Value) []byte {
	if !v.number {
		return i.appendWords(b, v.Words)
	}
	b = i.appendRange(b, v)
	if v.Currency != "" {
		b = append(append(b, ' '), v.Currency...)
	}
	if math.IsInf(v.Max, 1) && v.Min < v.Max {
		b = append(b, " or more"...)
	}
	return b
}

// appendWords joins the labels of words as And does.
func (i *AttributeInfo) appendWords(b []byte, words []string) []byte {
	for n, w := range words {
		switch {
		case n == 0:
		case n == len(words)-1:
			b = append(b, " and "...)
		default:
			b = append(b, ", "...)
		}
		b = append(b, i.label(w)...)
	}
	return b
}

func (i *AttributeInfo) appendRange(b []byte, v *Value) []byte {
	money := v.Currency != ""
	switch {
	case v.Min == v.Max, math.IsInf(v.Max, 1):
		return append(i.appendNumber(b, v.Min, money), i.unit...)
	case math.IsInf(v.Min, -1):
		return append(i.appendNumber(append(b, "up to "...), v.Max, money), i.unit...)
	default:
		b = append(i.appendNumber(b, v.Min, money), "–"...)
		return append(i.appendNumber(b, v.Max, money), i.unit...)
	}
}

func (i *AttributeInfo) appendNumber(b []byte, f float64, money bool) []byte {
	switch {
	case i.plain:
		return strconv.AppendFloat(b, f, 'f', -1, 64)
	case money:
		return appendShort(b, f)
	default:
		return appendThousands(b, f)
	}
}

// scales are the letters of large amounts.
var scales = []struct {
	from   float64
	letter string
}{{1e12, "T"}, {1e9, "B"}, {1e6, "M"}, {1e3, "K"}}

// appendShort writes an amount with at most two decimals and a letter: 12.5M.
// What would round to a thousand of a letter takes the next one.
func appendShort(b []byte, f float64) []byte {
	for _, s := range scales {
		if math.Abs(f) >= s.from*0.999995 {
			return append(appendDecimal(b, f/s.from, 2), s.letter...)
		}
	}
	return appendThousands(b, f)
}

// exactlyShort tells whether appendShort loses nothing of an amount.
func exactlyShort(f float64) bool {
	for _, s := range scales {
		if math.Abs(f) >= s.from {
			return math.Mod(f, s.from/100) == 0
		}
	}
	return true
}

// appendThousands writes a number with at most three decimals and commas.
func appendThousands(b []byte, f float64) []byte {
	start := len(b)
	b = appendDecimal(b, f, 3)
	if b[start] == '-' {
		start++
	}
	whole := bytes.IndexByte(b[start:], '.')
	if whole < 0 {
		whole = len(b) - start
	}
	for at := start + whole - 3; at > start; at -= 3 {
		b = slices.Insert(b, at, ',')
	}
	return b
}

// beyondDecimals is where a float has no decimals to speak of.
const beyondDecimals = 1e15

// appendDecimal writes a number with at most so many decimals.
func appendDecimal(b []byte, f float64, decimals int) []byte {
	switch {
	case math.Abs(f) >= beyondDecimals:
		return strconv.AppendFloat(b, f, 'f', 0, 64)
	case f == math.Trunc(f):
		return strconv.AppendInt(b, int64(f), 10)
	}
	start := len(b)
	b = strconv.AppendFloat(b, f, 'f', decimals, 64)
	b = bytes.TrimSuffix(bytes.TrimRight(b, "0"), []byte("."))
	if string(b[start:]) == "-0" {
		b = append(b[:start], '0')
	}
	return b
}

// And joins words as a sentence does: "a, b and c".
func And(words []string) string { return sentence(words, " and ") }

// Or joins words as a choice: "a, b or c".
func Or(words []string) string { return sentence(words, " or ") }

func sentence(words []string, last string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + last + words[n-1]
	}
}

// spaced turns a slug into words.
func spaced(slug string) string { return strings.ReplaceAll(slug, "_", " ") }
