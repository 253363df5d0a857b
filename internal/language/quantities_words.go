package language

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed lexicon/quantities.tsv
var quantityFile string

// limit says what a number is the limit of.
type limit uint8

const (
	limitNone limit = iota
	limitOver
	limitAtLeast
	limitUnder
	limitAtMost
)

var limitNames = map[string]limit{
	"over": limitOver, "at_least": limitAtLeast, "under": limitUnder, "at_most": limitAtMost,
}

// power is a word for a power of ten.
type power struct {
	exponent int
	european bool // a point before three digits separates thousands
	indian   bool // said of rupees only
}

// quantityWords is what the lexicon knows about the words around numbers.
type quantityWords struct {
	powers     map[string]power
	currencies map[string]string // ISO codes, several joined by "/"
	before     map[string]limit
	after      map[string]limit
	ranges     map[string]bool
	losses     map[string]bool
	fillers    map[string]map[string]bool // by kind of quantity
	mil        string                     // currencies in which "mil" is a thousand
	indian     string                     // currencies in which lakh and crore are counted
}

var quantityLexicon = sync.OnceValue(loadQuantityWords)

// loadQuantityWords panics on a malformed file: it is part of the program.
func loadQuantityWords() *quantityWords {
	q := &quantityWords{
		powers: map[string]power{}, currencies: map[string]string{}, before: map[string]limit{}, after: map[string]limit{},
		ranges: map[string]bool{}, losses: map[string]bool{}, fillers: map[string]map[string]bool{},
	}
	for line := range strings.Lines(quantityFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if len(cells) != 3 {
			panic(fmt.Sprintf("lexicon/quantities.tsv: %d columns in %q, want 3", len(cells), line))
		}
		for word := range strings.SplitSeq(cells[2], "|") {
			q.add(cells[0], cells[1], word)
		}
	}
	return q
}

func (q *quantityWords) add(kind, value, word string) {
	switch kind {
	case "power", "power_eu", "power_in":
		exponent, err := strconv.Atoi(value)
		if err != nil {
			panic(err)
		}
		q.powers[word] = power{exponent, kind == "power_eu", kind == "power_in"}
	case "mil":
		q.mil = value
	case "indian":
		q.indian = value
	case "currency":
		q.currencies[word] = value
	case "iso":
		q.currencies[word] = strings.ToUpper(word)
	case "before":
		q.before[word] = limitNames[value]
	case "after":
		q.after[word] = limitNames[value]
	case "range":
		q.ranges[word] = true
	case "loss":
		q.losses[word] = true
	default:
		q.addFiller(kind, word)
	}
}

func (q *quantityWords) addFiller(kind, word string) {
	if q.fillers[kind] == nil {
		q.fillers[kind] = map[string]bool{}
	}
	q.fillers[kind][word] = true
}

// known tells whether a word means anything beside a number.
func (q *quantityWords) known(word string) bool {
	_, isPower := q.powers[word]
	_, isCurrency := q.currencies[word]
	return isPower || isCurrency || q.before[word] != limitNone || q.ranges[word]
}

// agree joins what two places of a text say about its currency: one of them
// may be silent, or name a sign that several currencies share.
func agree(a, b string) (currency string, ok bool) {
	switch {
	case a == "" || a == b:
		return b, true
	case b == "":
		return a, true
	case !strings.Contains(b, "/") && oneOf(b, a):
		return b, true
	case !strings.Contains(a, "/") && oneOf(a, b):
		return a, true
	}
	return "", false
}

// settle chooses among the currencies that share a sign.
func settle(named, assumed string) string {
	if named == "" || oneOf(assumed, named) {
		return assumed
	}
	first, _, _ := strings.Cut(named, "/")
	return first
}

// oneOf tells whether a code stands in a list joined by "/".
func oneOf(code, list string) bool {
	for c := range strings.SplitSeq(list, "/") {
		if c == code {
			return true
		}
	}
	return false
}
