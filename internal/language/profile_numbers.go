package language

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"rightdoor/scoring"
)

// profileQuantity is a number or a range as it stands in a sentence, with its
// limit, before it is known what it counts.
type profileQuantity struct {
	ends    [2]amount
	n       int // ends
	bound   limit
	percent bool
	money   bool // a currency is written
	next    int  // the token after it
}

// profileNumbers are numbers in words; "one" is left out, it mostly counts
// nothing.
var profileNumbers = map[string]string{
	"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"eleven": "11", "twelve": "12", "dozen": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40",
	"fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
	"dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "diez": "10", "veinte": "20", "cincuenta": "50",
	"dois": "2", "duas": "2", "dez": "10", "vinte": "20", "deux": "2", "trois": "3", "cinq": "5", "dix": "10", "vingt": "20",
	"zwei": "2", "drei": "3", "funf": "5", "zehn": "10", "zwanzig": "20", "funfzig": "50",
	"tre": "3", "cinque": "5", "dieci": "10", "venti": "20", "twee": "2", "drie": "3", "vijf": "5", "tien": "10", "twintig": "20",
}

// profileLimits are the limits before a number, in the order in which a phrase
// is taken that may be several.
var profileLimits = []struct {
	kind  profileKind
	bound limit
}{
	{profileOver, limitOver}, {profileAtLeast, limitAtLeast}, {profileUnder, limitUnder}, {profileAtMost, limitAtMost},
}

const profileAnyLimit = profileOver | profileAtLeast | profileUnder | profileAtMost

// profileSigns are limits written as signs.
var profileSigns = map[string]limit{
	">": limitOver, "<": limitUnder, ">=": limitAtLeast, "≥": limitAtLeast, "<=": limitAtMost, "≤": limitAtMost,
}

// quantity reads the number or range that starts at token i.
func (r *profileReader) quantity(i int) (q profileQuantity, ok bool) {
	between := false
	i, between = r.beforeNumber(i, &q)
	if !r.amount(&q, i) {
		return q, false
	}
	if r.rangeEnd(&q, between) {
		return q, true
	}
	r.limitAfter(&q)
	return q, true
}

// beforeNumber passes over limits and what says nothing before a number.
func (r *profileReader) beforeNumber(i int, q *profileQuantity) (next int, between bool) {
	for steps := 0; i < len(r.tokens) && steps < 5; steps++ {
		t := &r.tokens[i]
		if steps > 0 && t.gap > profileColon {
			break
		}
		if bound, ok := profileSigns[t.word]; ok && t.sign {
			q.bound, i = bound, i+1
			continue
		}
		e, n := r.lex.match(r.tokens, i, profileAnyLimit|profileBetween|profileAbout)
		switch {
		case t.word == "~" || t.word == "≈":
			n = 1
		case n == 0:
			return i, between
		case e.kinds&profileAnyLimit != 0 && q.bound == limitNone:
			q.bound = profileBound(e.kinds, profileLimits)
		case e.kinds&profileBetween != 0:
			between = true
		}
		i += n
	}
	return i, between
}

func profileBound(kinds profileKind, from []struct {
	kind  profileKind
	bound limit
},
) limit {
	for _, l := range from {
		if kinds&l.kind != 0 {
			return l.bound
		}
	}
	return limitNone
}

// amount reads a number with its currency and power of ten.
func (r *profileReader) amount(q *profileQuantity, i int) bool {
	a := &q.ends[q.n]
	*a = amount{}
	before := r.currency(i, a, true)
	i += before
	if i >= len(r.tokens) || before > 0 && r.tokens[i].gap > profileSpace {
		return false
	}
	t := &r.tokens[i]
	switch {
	case t.number:
		a.written = t.word
	case profileNumbers[t.word] != "":
		a.written = profileNumbers[t.word]
	default:
		return false
	}
	i = r.magnitude(q, a, i+1)
	after := r.currency(i, a, false)
	q.next = i + after
	q.money = q.money || a.currency != ""
	if q.next < len(r.tokens) && r.isPercent(q.next) {
		q.percent = true
		q.next++
	}
	q.n++
	return true
}

func (r *profileReader) isPercent(i int) bool {
	t := &r.tokens[i]
	switch t.word {
	case "%":
		return t.gap <= profileSpace
	case "percent", "pct", "prozent", "procent", "percento":
		return t.gap <= profileSpace
	}
	return false
}

// currency reads the currency at token i; a code must be in capitals there, as
// many are words of some language.
func (r *profileReader) currency(i int, a *amount, before bool) (n int) {
	if !before && i+1 < len(r.tokens) && r.tokens[i].gap == profileSpace && profileLink[r.tokens[i].word] && a.powered {
		if m := r.currency(i+1, a, true); m > 0 {
			return m + 1
		}
	}
	for n < 2 && i+n < len(r.tokens) && r.tokens[i+n].gap <= profileSpace && r.tokens[i+n].gap != profileHyphen || n == 0 && before && i < len(r.tokens) {
		code := r.currencyCode(i + n)
		both, ok := agree(a.currency, code)
		if code == "" || !ok {
			break
		}
		a.currency = both
		n++
	}
	return n
}

// profileCodes are codes of currencies that are no words, so that they need no
// capitals.
var profileCodes = map[string]bool{
	"usd": true, "eur": true, "gbp": true, "inr": true, "brl": true, "mxn": true, "chf": true, "aed": true, "sgd": true, "jpy": true,
	"clp": true, "sek": true, "nok": true, "dkk": true, "pln": true, "aud": true, "zar": true,
}

// profileLink stands between a power and its currency: "millones de pesos".
var profileLink = map[string]bool{"de": true, "of": true, "d": true, "di": true}

func (r *profileReader) currencyCode(i int) string {
	t := &r.tokens[i]
	code := quantityLexicon().currencies[t.word]
	if code == "" {
		code = r.lex.currencies[t.word]
	}
	last, _ := utf8.DecodeLastRuneInString(t.word)
	switch {
	case code == "" || t.number:
		return ""
	case unicode.Is(unicode.Sc, last), t.word == "rs":
		return code
	case profileCodes[t.word]:
	case len(t.word) <= 3:
		if written := r.text[t.start:t.end]; len(written) != 3 || written != strings.ToUpper(written) {
			return ""
		}
	case t.word == "real" || t.word == "rand" || t.word == "quid" || t.word == "dong" || t.word == "lira":
		return ""
	}
	return code
}

// magnitude reads powers of ten: "5M", "5 Mio.", "2 mil millones", "2 lakh
// crore". A single letter after a space is one only as a capital.
func (r *profileReader) magnitude(q *profileQuantity, a *amount, i int) int {
	reader := quantity{quantityWords: quantityLexicon(), kind: money}
	for n := 0; n < 2 && i < len(r.tokens); n++ {
		t := &r.tokens[i]
		glued := t.gap == profileGlued
		if t.gap > profileSpace || t.gap == profileHyphen && len(t.word) < 3 || t.number || t.sign {
			break
		}
		if !glued && len(t.word) == 1 && (t.word == r.text[t.start:t.end] && !r.signGlued(i+1) || a.currency == "" && !r.currencyNear(i+1)) {
			break
		}
		_, isPower := reader.powers[t.word]
		if !glued && !isPower && t.word != "mil" {
			break
		}
		if t.word == "mil" && r.powerAt(i+1) {
			a.power.exponent, a.powered = a.power.exponent+3, true
			i++
			continue
		}
		if !reader.power(a, t.word) {
			break
		}
		q.money = q.money || a.currency != ""
		i++
	}
	return i
}

// signGlued tells whether a currency sign stands at token i without a space.
func (r *profileReader) signGlued(i int) bool {
	return i < len(r.tokens) && r.tokens[i].gap == profileGlued && r.tokens[i].sign && r.currencyCode(i) != ""
}

func (r *profileReader) currencyNear(i int) bool {
	return i < len(r.tokens) && r.tokens[i].gap <= profileSpace && r.currencyCode(i) != ""
}

func (r *profileReader) powerAt(i int) bool {
	if i >= len(r.tokens) || r.tokens[i].gap > profileSpace || len(r.tokens[i].word) < 3 {
		return false
	}
	_, ok := quantityLexicon().powers[r.tokens[i].word]
	return ok
}

// rangeEnd reads the second end of a range. "and" joins ends only after
// "between".
func (r *profileReader) rangeEnd(q *profileQuantity, between bool) bool {
	i := q.next
	if i >= len(r.tokens) {
		return false
	}
	if !r.dashed(i) {
		n := r.rangeWord(i, between)
		if n == 0 {
			return false
		}
		i += n
	}
	kept := *q
	if !r.amount(q, i) {
		*q = kept
		return false
	}
	q.bound = limitNone
	return true
}

// dashed tells whether nothing but a dash stands before token i.
func (r *profileReader) dashed(i int) bool {
	between := r.text[r.tokens[i-1].end:r.tokens[i].start]
	dash := strings.TrimSpace(between)
	c, size := utf8.DecodeRuneInString(dash)
	return dash != "" && (unicode.Is(unicode.Pd, c) || c == '−' || dash == "..") && (size == len(dash) || dash == "..")
}

func (r *profileReader) rangeWord(i int, between bool) int {
	if r.tokens[i].gap > profileSpace {
		return 0
	}
	_, n := r.lex.match(r.tokens, i, profileTo)
	if n == 0 {
		return 0
	}
	switch r.tokens[i].word {
	case "and", "y", "e", "et", "und", "ed", "en":
		if !between {
			return 0
		}
	}
	if i+n < len(r.tokens) && r.tokens[i+n].gap > profileSpace {
		return 0
	}
	return n
}

// limitAfter reads "+" and "or more".
func (r *profileReader) limitAfter(q *profileQuantity) {
	if q.next >= len(r.tokens) || r.tokens[q.next].gap > profileSpace {
		return
	}
	if r.tokens[q.next].word == "+" {
		q.bound = limitAtLeast
		q.next++
		if a := &q.ends[0]; q.n == 1 && !a.powered {
			q.next = r.magnitude(q, a, q.next)
		}
		if !q.percent && q.next < len(r.tokens) && r.isPercent(q.next) {
			q.percent = true
			q.next++
		}
		if n := r.currency(q.next, &q.ends[0], false); n > 0 && !q.money {
			q.money = true
			q.next += n
		}
		return
	}
	if bound, n := r.afterLimit(q.next); n > 0 && q.n == 1 && q.bound == limitNone {
		q.bound, q.next = bound, q.next+n
	}
}

// afterLimit reads a limit that stands after its number; "plus" and its like
// are none where another number follows.
func (r *profileReader) afterLimit(i int) (limit, int) {
	if i >= len(r.tokens) || r.tokens[i].gap > profileSpace {
		return limitNone, 0
	}
	e, n := r.lex.match(r.tokens, i, profileAtLeastAfter|profileAtMostAfter)
	if n == 0 || i+n < len(r.tokens) && r.tokens[i+n].gap <= profileSpace && r.tokens[i+n].number {
		return limitNone, 0
	}
	if e.kinds&profileAtLeastAfter != 0 {
		return limitAtLeast, n
	}
	return limitAtMost, n
}

// value works out the ends; assumed is the currency of an amount that names
// none, or a sign that several share.
func (q *profileQuantity) value(kind quantityKind, assumed string) (scoring.Value, bool) {
	reader := quantity{quantityWords: quantityLexicon(), kind: kind}
	ends := append([]amount(nil), q.ends[:q.n]...)
	last := ends[len(ends)-1]
	named, ok := agree(ends[0].currency, last.currency)
	if !ok {
		return scoring.Value{}, false
	}
	if named == "" && (ends[0].indian || last.indian) && kind == money {
		named = reader.indian
	}
	shareMagnitude(ends)
	currency := ""
	if kind == money {
		currency = settle(named, assumed)
	}
	var n [2]float64
	for i := range n {
		if n[i], ok = reader.number(ends[min(i, len(ends)-1)], currency); !ok {
			return scoring.Value{}, false
		}
	}
	v, err := reader.value(q.bound, n)
	if err != nil || v.Max < 0 {
		return scoring.Value{}, false
	}
	switch q.bound {
	case limitUnder, limitAtMost:
		v = scoring.OfRange(math.Inf(-1), v.Max)
	}
	return v.In(currency), true
}

// profileOperator is the operator that a range asks for.
func profileOperator(v scoring.Value) scoring.Operator {
	switch {
	case math.IsInf(v.Max, 1):
		return scoring.AtLeast
	case math.IsInf(v.Min, -1):
		return scoring.AtMost
	}
	return scoring.Between
}
