package scoring

import "time"

// Settings are the tables that answers depend on and that no standard fixes.
// A workspace keeps its own, with their history.
type Settings struct {
	Rates       Rates         `json:"rates"`
	Stages      []Stage       `json:"growth_stages"`
	ShelfLife   []ShelfLife   `json:"shelf_life"`
	BuyingPower []BuyingPower `json:"buying_power"`
}

// Rates is a table of exchange rates of one day.
type Rates struct {
	On     string             `json:"on"`      // the day, 2006-01-02
	PerUSD map[string]float64 `json:"per_usd"` // units of the currency for one US dollar
}

// Stage is a growth stage and the headcount it starts at. Stages are kept in
// rising order.
type Stage struct {
	Name string  `json:"name"`
	From float64 `json:"from"`
}

// ShelfLife says after how many days a fact is stale.
type ShelfLife struct {
	Attribute Attribute `json:"attribute"`
	Days      int       `json:"days"`
}

// BuyingPower says who can usually sign a yearly price: the rule of a row
// holds from its amount, in US dollars, up to the next row's.
type BuyingPower struct {
	From      float64   `json:"from"`
	Seniority Seniority `json:"seniority"` // the lowest that can sign
}

// DefaultSettings are what a new workspace starts with. The rates are rounded
// mid-market rates, meant for telling orders of magnitude apart; the headcount
// of a growth stage and the seniority for a price are conventions, not
// standards (the price table follows one vendor's rule of thumb).
func DefaultSettings() Settings {
	return Settings{
		Rates: Rates{On: "2026-11-01", PerUSD: map[string]float64{
			"USD": 1, "EUR": 0.86, "GBP": 0.75, "CHF": 0.8, "CAD": 1.38, "AUD": 1.52, "NZD": 1.72, "JPY": 151,
			"CNY": 7.12, "INR": 84, "SGD": 1.29, "HKD": 7.78, "KRW": 1410, "BRL": 5.35, "MXN": 18.4, "ARS": 1420,
			"CLP": 945, "COP": 3880, "PEN": 3.4, "SEK": 9.4, "NOK": 10.05, "DKK": 6.42, "PLN": 3.65, "CZK": 21,
			"HUF": 336, "RON": 4.38, "TRY": 42, "ILS": 3.28, "AED": 3.6725, "SAR": 3.75, "QAR": 3.64, "KWD": 0.306,
			"EGP": 47.5, "ZAR": 17.3, "NGN": 1450, "KES": 129, "IDR": 16600, "MYR": 4.2, "PHP": 58, "THB": 32.6, "VND": 26300,
		}},
		Stages: []Stage{{"startup", 0}, {"growth", 50}, {"mid_market", 200}, {"enterprise", 2000}},
		ShelfLife: []ShelfLife{
			{Employees, 365},
			{Revenue, 550},
			{ARR, 365},
			{Growth, 365},
			{GrowthStage, 365},
			{FundingStage, 550},
			{Technologies, 550},
			{Lifecycle, 365},
			{Industry, 1100},
			{BusinessModel, 1100},
		},
		BuyingPower: []BuyingPower{{0, Manager}, {5_000, Director}, {50_000, VP}, {250_000, CSuite}},
	}
}

// pair gives the two rates of a conversion, which multiply and divide by one
// where ok is false or nothing is to be converted.
func (r Rates) pair(from, to string) (f, t float64, ok bool) {
	if from == to {
		return 1, 1, true
	}
	f, t = r.PerUSD[from], r.PerUSD[to]
	if f == 0 || t == 0 {
		return 1, 1, false
	}
	return f, t, true
}

// Stale tells whether a fact has outlived its shelf life at a moment. An
// attribute without one, and a fact of unknown day, never do.
func (s Settings) Stale(a Attribute, f *Fact, now time.Time) bool {
	if f.Observed.IsZero() {
		return false
	}
	for _, life := range s.ShelfLife {
		if life.Attribute == a {
			return now.Sub(f.Observed) > time.Duration(life.Days)*24*time.Hour
		}
	}
	return false
}
