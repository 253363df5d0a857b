package scoring

import (
	"cmp"
	"slices"
	"time"
)

// Role is what a person does in a purchase.
type Role string

// The buying roles. The empty Role is unassigned.
const (
	EconomicBuyer      Role = "economic_buyer"      // controls the budget
	Champion           Role = "champion"            // feels the pain, argues inside
	TechnicalEvaluator Role = "technical_evaluator" // vets the product
	EndUser            Role = "end_user"
	Influencer         Role = "influencer"
	Blocker            Role = "blocker"
)

// DefaultOrder is whom to see first in an ICP that does not say. Blockers are
// named, never approached first.
var DefaultOrder = []Role{Champion, EconomicBuyer, TechnicalEvaluator, Influencer, EndUser, Blocker}

// Valid tells whether r is one of the six roles.
func (r Role) Valid() bool { return slices.Contains(DefaultOrder, r) }

// Words writes the role as a sentence would: "economic buyer".
func (r Role) Words() string { return spaced(string(r)) }

// Persona is what a seat asks of the person in it.
type Persona struct {
	Name        string
	Role        Role
	Required    bool
	Titles      []Title  // parsed, in the order of Names
	Names       []string // the titles as written: what to look for
	Keys        []string // the titles folded, for a match word for word
	Seniorities []Seniority
	Functions   []Function
	Pain        string // the first pain: why to start with this seat
}

// Person is a contact as seats see one.
type Person struct {
	Name         string
	Email        string
	Title        string // as given
	Key          string // the title folded
	Parsed       Title
	Roles        []Role // what the CRM says, possibly several
	Place        string // where she is, a slug of PlaceTree; "" when not told
	Covers       string // the region her title names, a slug of PlaceTree; "" for none
	LastActivity time.Time
	Unreachable  bool // left, bounced or opted out: never offered
}

// Evidence says what puts a person into a seat, strongest first.
type Evidence uint8

// The kinds of evidence.
const (
	CRMAndTitle   Evidence = iota // the CRM's role and the title agree
	CRMSays                       // the CRM's role alone
	TitleRule                     // the title is on the persona's list; the CRM is silent
	TitleDisputed                 // so, but the CRM names another role
	Guess                         // seniority and function only
	noEvidence
)

// Confidence says in a word or two how far evidence can be relied on.
func (e Evidence) Confidence() string { return confidences[e] }

var confidences = [...]string{
	CRMAndTitle: "strong", CRMSays: "good", TitleRule: "good", TitleDisputed: "open to doubt", Guess: "weak", noEvidence: "none",
}

// Candidate is a person in, or next in line for, a seat.
type Candidate struct {
	Person   *Person
	Evidence Evidence
	Reach    Reach
}

// Seat is one persona at one account.
type Seat struct {
	Persona    *Persona
	Holder     *Candidate  // nil when the seat is empty
	Alternates []Candidate // at most two
}

// Committee is the seats of an account in the order to see them.
type Committee struct {
	Seats    []Seat
	Required int // seats that must be filled
	Filled   int // of those
	Skipped  int // people not offered: left, bounced, opted out
}

const maxAlternates = 2

// Seats puts people into the seats of an ICP's personas, at an account whose
// place is home, a slug of PlaceTree or "" when it is not known. The order of
// people does not matter.
func Seats(personas []Persona, people []Person, order []Role, home string) Committee {
	var c Committee
	for i := range people {
		if people[i].Unreachable {
			c.Skipped++
		}
	}
	for i := range personas {
		seat := fill(&personas[i], people, home)
		c.Seats = append(c.Seats, seat)
		if seat.Persona.Required {
			c.Required++
			c.Filled += btoi(seat.Holder != nil)
		}
	}
	if len(order) == 0 {
		order = DefaultOrder
	}
	slices.SortStableFunc(c.Seats, func(a, b Seat) int {
		return cmp.Compare(place(order, a.Persona.Role), place(order, b.Persona.Role))
	})
	return c
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// place is a role's index in order; one that is not named comes after, in the
// default order, and blockers come last unless named.
func place(order []Role, r Role) int {
	if i := slices.Index(order, r); i >= 0 {
		return i
	}
	return len(order) + slices.Index(DefaultOrder, r)
}

// Coverage is the share of required seats that are filled, 1 when none is
// required.
func (c *Committee) Coverage() float64 {
	if c.Required == 0 {
		return 1
	}
	return float64(c.Filled) / float64(c.Required)
}

// First is the first filled seat in order, blockers aside; nil when all are
// empty.
func (c *Committee) First() *Seat {
	for i, s := range c.Seats {
		if s.Holder != nil && s.Persona.Role != Blocker {
			return &c.Seats[i]
		}
	}
	return nil
}

func fill(p *Persona, people []Person, home string) Seat {
	var line []Candidate
	for i := range people {
		if people[i].Unreachable {
			continue
		}
		if e := p.evidence(&people[i]); e != noEvidence {
			line = append(line, Candidate{&people[i], e, people[i].reach(home)})
		}
	}
	slices.SortStableFunc(line, Candidate.compare)
	seat := Seat{Persona: p}
	if len(line) > 0 {
		seat.Holder = &line[0]
		seat.Alternates = line[1:min(len(line), 1+maxAlternates)]
	}
	return seat
}

// Holds tells whether the person has one of the persona's titles, whatever
// the CRM says of her.
func (p *Persona) Holds(person *Person) bool { return p.titled(person) }

// Fits weighs a person for the persona's seat; ok is false when nothing puts
// her there.
func (p *Persona) Fits(person *Person, home string) (c Candidate, ok bool) {
	e := p.evidence(person)
	return Candidate{person, e, person.reach(home)}, e != noEvidence
}

// compare orders the line for a seat: the stronger evidence, the nearer reach,
// the later activity, then e-mail, name and title so that no tie is left to
// chance.
func (c Candidate) compare(o Candidate) int {
	return cmp.Or(
		cmp.Compare(c.Evidence, o.Evidence),
		c.Reach.compare(o.Reach),
		o.Person.LastActivity.Compare(c.Person.LastActivity),
		cmp.Compare(c.Person.Email, o.Person.Email),
		cmp.Compare(c.Person.Name, o.Person.Name),
		cmp.Compare(c.Person.Title, o.Person.Title),
	)
}

// evidence weighs a person for the seat.
func (p *Persona) evidence(person *Person) Evidence {
	crm := slices.Contains(person.Roles, p.Role)
	title := p.titled(person)
	switch {
	case crm && title:
		return CRMAndTitle
	case crm:
		return CRMSays
	case title && len(person.Roles) == 0:
		return TitleRule
	case title:
		return TitleDisputed
	case len(person.Roles) == 0 && p.guessed(person.Parsed):
		return Guess
	default:
		return noEvidence
	}
}

// titled tells whether the person's title is one of the persona's, word for
// word or as the same seat.
func (p *Persona) titled(person *Person) bool {
	if person.Key != "" && slices.Contains(p.Keys, person.Key) {
		return true
	}
	return slices.ContainsFunc(p.Titles, func(t Title) bool { return t.sameSeat(person.Parsed) })
}

// sameSeat tells whether two parsed titles name one seat. A title that says
// nothing names none.
func (t Title) sameSeat(o Title) bool {
	if t.Seniority == "" || t.Seniority != o.Seniority || len(t.Functions) != len(o.Functions) {
		return false
	}
	for _, f := range t.Functions {
		if !slices.Contains(o.Functions, f) {
			return false
		}
	}
	return len(t.Functions) > 0
}

// guessed tells whether seniority and function are what the persona usually
// has. A persona that lists neither is never guessed.
func (p *Persona) guessed(t Title) bool {
	if len(p.Seniorities) == 0 || len(p.Functions) == 0 {
		return false
	}
	return slices.Contains(p.Seniorities, t.Seniority) &&
		slices.ContainsFunc(t.Functions, func(f Function) bool { return slices.Contains(p.Functions, f) })
}
