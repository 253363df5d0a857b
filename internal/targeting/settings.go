package targeting

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"rightdoor/scoring"
)

// The keys of the settings and of the maps in them.
var (
	settingsFields = []field[scoring.Settings]{
		of("rates", shape[scoring.Rates]{(*reader).rates, ratesLines, ratesDiff}, func(s *scoring.Settings) *scoring.Rates { return &s.Rates }),
		of("growth_stages", shape[[]scoring.Stage]{(*reader).stages, stageLines, stageDiff}, func(s *scoring.Settings) *[]scoring.Stage { return &s.Stages }),
		of("shelf_life", shape[[]scoring.ShelfLife]{(*reader).shelfLife, shelfLines, shelfDiff}, func(s *scoring.Settings) *[]scoring.ShelfLife { return &s.ShelfLife }),
		of("buying_power", shape[[]scoring.BuyingPower]{(*reader).buyingPower, powerLines, powerDiff}, func(s *scoring.Settings) *[]scoring.BuyingPower { return &s.BuyingPower }),
	}
	ratesFields = []field[scoring.Rates]{
		of("on", day, func(r *scoring.Rates) *string { return &r.On }),
		{key: "per_usd", read: (*reader).perUSD},
	}
	powerFields = []field[scoring.BuyingPower]{
		{key: "from", read: (*reader).priceFrom},
		of("seniority", single(pick(scoring.Seniorities, "seniority"), slugText[scoring.Seniority], spaced[scoring.Seniority]), func(b *scoring.BuyingPower) *scoring.Seniority { return &b.Seniority }),
	}
)

func (r *reader) settings(at ast.Node, f *File) {
	var s scoring.Settings
	readFields(r, at, settingsKeys, settingsFields, &s)
	if len(fieldLines(settingsFields, &s)) > 0 {
		f.Settings = &s
	}
}

func (r *reader) rates(at ast.Node) (scoring.Rates, bool) {
	before := len(r.problems)
	var rates scoring.Rates
	found := readFields(r, at, ratesKeys, ratesFields, &rates)
	if len(r.problems) == before && !(found.has("on") && found.has("per_usd")) {
		r.wrong(at, "Rates need the day they are of and the rates, as in {on: 2026-11-01, per_usd: {EUR: 0.86}}.")
	}
	return rates, len(r.problems) == before
}

// perUSD reads the units of each currency for one US dollar, which itself is 1
// and need not be given.
func (r *reader) perUSD(at ast.Node, to *scoring.Rates) {
	list, _ := r.entries(at, "per_usd")
	to.PerUSD = map[string]float64{"USD": 1}
	for _, e := range list {
		code := currencyCode(e.name)
		n, ok := r.plain(e.value, "a rate")
		switch {
		case code == "":
			r.wrong(e.key, "%q is no currency. Use the code of ISO 4217, as in EUR.", e.name)
		case ok && (n <= 0 || code == "USD" && n != 1):
			r.wrong(e.value, "A rate is how much of the currency one US dollar buys, not %s.", number(n))
		case ok:
			to.PerUSD[code] = n
		}
	}
}

func ratesLines(key string, rates scoring.Rates) []string {
	if rates.On == "" && len(rates.PerUSD) == 0 {
		return nil
	}
	var parts []string
	for _, code := range slices.Sorted(maps.Keys(rates.PerUSD)) {
		if code != "USD" {
			parts = append(parts, code+": "+number(rates.PerUSD[code]))
		}
	}
	return []string{key + ":", "  on: " + rates.On, "  per_usd: {" + strings.Join(parts, ", ") + "}"}
}

// whole reads a whole number above 0.
func (r *reader) whole(at ast.Node, what string) (int, bool) {
	n, ok := r.plain(at, what)
	if ok && (n < 1 || n != math.Trunc(n) || n > 1e6) {
		r.wrong(at, "%s is a whole number above 0, not %s.", subject(what), number(n))
		return 0, false
	}
	return int(n), ok
}

func (r *reader) stages(at ast.Node) ([]scoring.Stage, bool) {
	list, ok := r.entries(at, "growth_stages")
	info, _ := scoring.GrowthStage.Info()
	var stages []scoring.Stage
	for _, e := range list {
		name, known := wordOf(info, e.name)
		from, numeric := r.plain(e.value, "a headcount")
		switch {
		case !known:
			r.wrong(e.key, "%s", noneOf(e.name, info.Allowed(), info.Label))
		case numeric && (from < 0 || len(stages) > 0 && from <= stages[len(stages)-1].From):
			r.wrong(e.value, "Growth stages rise: each starts at a larger headcount than the one before.")
		default:
			stages = append(stages, scoring.Stage{Name: name, From: from})
		}
	}
	return stages, ok && len(stages) > 0
}

func stageLines(key string, stages []scoring.Stage) []string {
	return flowMap(key, each(stages, func(s scoring.Stage) string { return s.Name + ": " + number(s.From) }))
}

func (r *reader) shelfLife(at ast.Node) ([]scoring.ShelfLife, bool) {
	list, ok := r.entries(at, "shelf_life")
	var lives []scoring.ShelfLife
	for _, e := range list {
		info, known := scoring.Attribute(e.name).Info()
		if !known {
			r.wrong(e.key, "%q is no attribute of a company. Use one as in {employees: 365}.", e.name)
			continue
		}
		if days, ok := r.whole(e.value, "a shelf life in days"); ok {
			lives = append(lives, scoring.ShelfLife{Attribute: info.Name, Days: days})
		}
	}
	return lives, ok && len(lives) > 0
}

func shelfLines(key string, lives []scoring.ShelfLife) []string {
	return flowMap(key, each(lives, func(l scoring.ShelfLife) string {
		return fmt.Sprintf("%s: %d", flowText(string(l.Attribute)), l.Days)
	}))
}

func flowMap(key string, parts []string) []string {
	if len(parts) == 0 {
		return nil
	}
	return line(key, "{"+strings.Join(parts, ", ")+"}")
}

func (r *reader) buyingPower(at ast.Node) ([]scoring.BuyingPower, bool) {
	var rows []scoring.BuyingPower
	for _, n := range r.maps(at, "buying_power", "- {from: 0, seniority: manager}") {
		before := len(r.problems)
		var row scoring.BuyingPower
		found := readFields(r, n, powerKeys, powerFields, &row)
		switch {
		case len(r.problems) > before:
		case !(found.has("from") && found.has("seniority")):
			r.wrong(n, "A row of buying_power needs both, as in {from: 5000, seniority: director}.")
		case len(rows) > 0 && row.From <= rows[len(rows)-1].From:
			r.wrong(found["from"].value, "buying_power rises: each row starts at a higher price than the one before.")
		}
		rows = append(rows, row)
	}
	return rows, len(rows) > 0
}

// priceFrom reads a price in US dollars, the currency of the table.
func (r *reader) priceFrom(at ast.Node, to *scoring.BuyingPower) {
	a, ok := r.amount(at)
	if ok && (a.percent || a.n < 0 || a.currency != "" && a.currency != "USD") {
		r.wrong(at, "Prices in buying_power are in US dollars, from 0 up.")
	}
	to.From = a.n
}

func powerLines(key string, rows []scoring.BuyingPower) []string {
	if len(rows) == 0 {
		return nil
	}
	return append([]string{key + ":"}, each(rows, func(b scoring.BuyingPower) string {
		return fmt.Sprintf("  - {from: %s, seniority: %s}", number(b.From), b.Seniority)
	})...)
}
