package scoring

import (
	"cmp"
	"math"
	"slices"
)

// Signs gives the lowest seniority that usually signs a price, by the table of
// the settings; ok is false when the price is not known, its currency has no
// rate, or the table has no row for it. Of a range the upper
// end counts, where it has one.
func (s Settings) Signs(price Value) (level Seniority, ok bool) {
	if !price.IsNumber() {
		return "", false
	}
	from, to, known := s.Rates.pair(price.Currency, "USD")
	if !known && price.Currency != "" {
		return "", false
	}
	amount, since := price.Max, 0.0
	if math.IsInf(amount, 1) {
		amount = price.Min
	}
	for _, row := range s.BuyingPower {
		if amount/from*to >= row.From && (!ok || row.From >= since) {
			level, since, ok = row.Seniority, row.From, true
		}
	}
	return level, ok
}

// rank is the place of a seniority from the highest; what is not one is below
// all.
func (s Seniority) rank() int {
	if i := slices.Index(Seniorities, s); i >= 0 {
		return i
	}
	return len(Seniorities)
}

// AtLeast tells whether a seniority is that of o or higher.
func (s Seniority) AtLeast(o Seniority) bool { return s.rank() <= o.rank() }

// Authority is who can sign at an account for what is usually sold.
type Authority struct {
	Level   Seniority // the lowest that usually signs
	First   *Seat     // whom to see first; nil when nobody is known
	Herself bool      // the first to see can sign
	Signer  *Person   // the best who can; nil when none is known
	Seat    *Seat     // the economic buyer's seat, to fill; nil when no persona is one
}

// Authority works out who signs at a level: the first person to see, if she
// can; else who sits in the economic buyer's seat or next to it and can; else
// whoever runs the company or its money.
func (c *Committee) Authority(level Seniority, people []Person) Authority {
	a := Authority{Level: level, First: c.First()}
	for i := range c.Seats {
		if c.Seats[i].Persona.Role == EconomicBuyer && a.Seat == nil {
			a.Seat = &c.Seats[i]
		}
	}
	if a.First != nil && a.First.Holder.Person.signs(level) {
		a.Herself, a.Signer = true, a.First.Holder.Person
		return a
	}
	for i := range c.Seats {
		if a.Signer == nil && c.Seats[i].Persona.Role == EconomicBuyer {
			a.Signer = c.Seats[i].signer(level)
		}
	}
	if a.Signer == nil {
		a.Signer = treasurer(people, level)
	}
	return a
}

// signs tells whether a person can sign at a level: by her rank, or because the
// CRM says that she holds the budget.
func (p *Person) signs(level Seniority) bool {
	return slices.Contains(p.Roles, EconomicBuyer) || p.Parsed.Seniority.AtLeast(level)
}

func (s *Seat) signer(level Seniority) *Person {
	if s.Holder != nil && s.Holder.Person.signs(level) {
		return s.Holder.Person
	}
	for _, c := range s.Alternates {
		if c.Person.signs(level) {
			return c.Person
		}
	}
	return nil
}

// purse are the functions that sign for things beyond their own work.
var purse = []Function{Executive, Finance}

// treasurer finds who runs the company or its money: the CRM's budget holders
// first, then the lower of the ranks that suffice, as a CFO signs before the
// owner is asked.
func treasurer(people []Person, level Seniority) *Person {
	var best *Person
	for i := range people {
		p := &people[i]
		if p.Unreachable || !p.signs(level) || !p.holdsPurse() {
			continue
		}
		if best == nil || p.beforeAsSigner(best) {
			best = p
		}
	}
	return best
}

func (p *Person) holdsPurse() bool {
	return slices.Contains(p.Roles, EconomicBuyer) || p.Parsed.Seniority.AtLeast(Founder) ||
		slices.ContainsFunc(p.Parsed.Functions, func(f Function) bool { return slices.Contains(purse, f) })
}

func (p *Person) beforeAsSigner(o *Person) bool {
	return cmp.Or(
		cmp.Compare(btoi(slices.Contains(o.Roles, EconomicBuyer)), btoi(slices.Contains(p.Roles, EconomicBuyer))),
		cmp.Compare(o.Parsed.Seniority.rank(), p.Parsed.Seniority.rank()),
		o.LastActivity.Compare(p.LastActivity),
		cmp.Compare(p.Email, o.Email),
		cmp.Compare(p.Name, o.Name),
		cmp.Compare(p.Title, o.Title),
	) < 0
}
