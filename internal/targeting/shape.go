package targeting

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"rightdoor/internal/language"
	"rightdoor/scoring"
)

// shape is a kind of value: how it is read, written after its key, and
// compared. A key whose value writes no lines is left out.
type shape[V any] struct {
	read  func(r *reader, at ast.Node) (V, bool)
	lines func(key string, v V) []string
	diff  func(key string, old, new V) []string
}

// of makes a field of a part of T that has a shape.
func of[T, V any](key string, s shape[V], part func(*T) *V) field[T] {
	return field[T]{
		key: key,
		read: func(r *reader, at ast.Node, to *T) {
			if v, ok := s.read(r, at); ok {
				*part(to) = v
			}
		},
		lines: func(x *T) []string { return s.lines(key, *part(x)) },
		diff:  func(old, new *T) []string { return s.diff(key, *part(old), *part(new)) },
	}
}

// line writes a key and its value on one line, and nothing without a value.
func line(key, value string) []string {
	if value == "" {
		return nil
	}
	return []string{key + ": " + value}
}

// becomes tells of a value on one line that is another one now.
func becomes(key, old, new string) []string {
	switch {
	case old == new:
		return nil
	case old == "":
		return []string{fmt.Sprintf("%s is %s now", key, new)}
	case new == "":
		return []string{fmt.Sprintf("%s %s is gone", key, old)}
	default:
		return []string{strings.TrimSpace(fmt.Sprintf("%s %s becomes %s", key, old, new))}
	}
}

// single is a shape that stands on one line; written is "" for nothing to
// write, shown what a person is told.
func single[V any](read func(*reader, ast.Node) (V, bool), written, shown func(V) string) shape[V] {
	return shape[V]{
		read:  read,
		lines: func(key string, v V) []string { return line(key, written(v)) },
		diff:  func(key string, old, new V) []string { return becomes(key, shown(old), shown(new)) },
	}
}

// The shapes that stand on one line. A sentence is shown between quotes, a word
// without; a title is a name on one line.
var (
	title    = single((*reader).title, blockText, func(s string) string { return s })
	sentence = single((*reader).text, blockText, quotedText)
	word     = single((*reader).text, blockText, func(s string) string { return s })
	day      = single((*reader).day, func(s string) string { return s }, func(s string) string { return s })
	dealSize = single((*reader).dealSize, writtenMoney, writtenMoney)
	cutOff   = single((*reader).score, writtenCutOff, func(n int) string { return strconv.Itoa(orDefault(n)) })
	tiers    = single((*reader).tiers, writtenTiers, shownTiers)
)

func quotedText(s string) string {
	if s == "" {
		return ""
	}
	return strconv.Quote(s)
}

func (r *reader) day(at ast.Node) (string, bool) {
	s, ok := r.text(at)
	if !ok {
		return "", false
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		r.wrong(at, "%q is no day. Write it as year-month-day, as in 2027-03-01.", s)
		return "", false
	}
	return s, true
}

func (r *reader) dealSize(at ast.Node) (string, bool) {
	v, ok := r.money(at)
	if !ok {
		return "", false
	}
	if v.Min <= 0 {
		r.wrong(at, "A deal has a size above 0.")
		return "", false
	}
	return v.String(), true
}

func (r *reader) score(at ast.Node) (int, bool) {
	s, ok := r.text(at)
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 100 {
		r.wrong(at, "A score is a whole number from 1 to 100, not %q.", s)
		return 0, false
	}
	return n, true
}

func orDefault(cutOff int) int {
	if cutOff == 0 {
		return scoring.DefaultCutOff
	}
	return cutOff
}

func writtenCutOff(n int) string {
	if orDefault(n) == scoring.DefaultCutOff {
		return ""
	}
	return strconv.Itoa(n)
}

func (r *reader) tiers(at ast.Node) ([]scoring.Tier, bool) {
	list, ok := r.entries(at, "tiers")
	if !ok {
		return nil, false
	}
	var tiers []scoring.Tier
	for _, e := range list {
		from, ok := r.score(e.value)
		if !ok {
			return nil, false
		}
		if n := len(tiers); n > 0 && from >= tiers[n-1].From {
			r.wrong(e.value, "Tier %s must start below tier %s, which starts at %d. Tiers fall from the best letter to the last.", e.name, tiers[n-1].Letter, tiers[n-1].From)
			return nil, false
		}
		tiers = append(tiers, scoring.Tier{Letter: e.name, From: from})
	}
	return tiers, len(tiers) > 0
}

func writtenTiers(t []scoring.Tier) string {
	if len(t) == 0 || slices.Equal(t, scoring.DefaultTiers()) {
		return ""
	}
	var parts []string
	for _, tier := range t {
		parts = append(parts, fmt.Sprintf("%s: %d", flowText(tier.Letter), tier.From))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func shownTiers(t []scoring.Tier) string {
	if len(t) == 0 {
		t = scoring.DefaultTiers()
	}
	var parts []string
	for _, tier := range t {
		parts = append(parts, fmt.Sprintf("%s %d", tier.Letter, tier.From))
	}
	return strings.Join(parts, ", ")
}

// The shapes of several values: names stand on one line, sentences on one each,
// and a loose list of one without its dash.
var (
	names     = list((*reader).texts, flowList, strconv.Quote)
	sentences = list((*reader).texts, dashes, strconv.Quote)
	loose     = list((*reader).texts, dashesOrOne, strconv.Quote)
	roles     = list(oneOf(scoring.DefaultOrder, "buying role"), flowSlugs[scoring.Role], spaced[scoring.Role])
	seniority = list(oneOf(scoring.Seniorities, "seniority"), flowSlugs[scoring.Seniority], spaced[scoring.Seniority])
	functions = list(oneOf(scoring.Functions, "function"), flowSlugs[scoring.Function], spaced[scoring.Function])
)

// list is a shape of several values, compared one by one.
func list[E comparable](read func(*reader, ast.Node) ([]E, bool), lines func(string, []E) []string, shown func(E) string) shape[[]E] {
	return shape[[]E]{read: read, lines: lines, diff: func(key string, old, new []E) []string {
		return listDiff(key, old, new, shown)
	}}
}

func listDiff[E comparable](key string, old, new []E, shown func(E) string) []string {
	var diffs []string
	for _, e := range new {
		if !slices.Contains(old, e) {
			diffs = append(diffs, fmt.Sprintf("%s: new %s", key, shown(e)))
		}
	}
	for _, e := range old {
		if !slices.Contains(new, e) {
			diffs = append(diffs, fmt.Sprintf("%s: %s is gone", key, shown(e)))
		}
	}
	if len(diffs) == 0 && !slices.Equal(old, new) {
		diffs = append(diffs, key+": another order")
	}
	return diffs
}

func (r *reader) texts(at ast.Node) ([]string, bool) {
	var texts []string
	for _, n := range r.items(at) {
		s, ok := r.text(n)
		if ok && s != "" && !slices.Contains(texts, s) {
			texts = append(texts, s)
		}
	}
	return texts, len(texts) > 0
}

// oneOf reads a list of words out of a fixed set.
func oneOf[E ~string](all []E, what string) func(*reader, ast.Node) ([]E, bool) {
	one := ofPerson(all, what)
	return func(r *reader, at ast.Node) ([]E, bool) {
		var found []E
		for _, n := range r.items(at) {
			if e, ok := one(r, n); ok && !slices.Contains(found, e) {
				found = append(found, e)
			}
		}
		return found, len(found) > 0
	}
}

// pick reads one word out of a fixed set: "VP", "c-suite", "Economic Buyer".
func pick[E ~string](all []E, what string) func(*reader, ast.Node) (E, bool) {
	return among(all, func(s string) string { return noneOf(s, all, what) })
}

// ofPerson reads a word that describes a person, and knows an industry when it
// meets one instead.
func ofPerson[E ~string](all []E, what string) func(*reader, ast.Node) (E, bool) {
	return among(all, func(s string) string {
		if _, industry := language.Industry(s); industry {
			return fmt.Sprintf("%q is an industry: it %s", s, companyForPerson)
		}
		return noneOf(s, all, what)
	})
}

func among[E ~string](all []E, sorry func(string) string) func(*reader, ast.Node) (E, bool) {
	return func(r *reader, at ast.Node) (E, bool) {
		s, ok := r.text(at)
		if !ok {
			return "", false
		}
		if i := slices.Index(all, E(slug(s))); i >= 0 {
			return all[i], true
		}
		r.wrong(at, "%s", sorry(s))
		return "", false
	}
}

// noneOf is the sentence for a word outside a fixed set.
func noneOf[E ~string](s string, all []E, what string) string {
	var words []string
	for _, e := range all {
		words = append(words, string(e))
	}
	if near := nearest(s, words); near != "" {
		return fmt.Sprintf("%q is no %s; did you mean %s?", s, what, near)
	}
	return fmt.Sprintf("%q is no %s. Use one of %s.", s, what, strings.Join(words, ", "))
}

func spaced[E ~string](e E) string { return strings.ReplaceAll(string(e), "_", " ") }
