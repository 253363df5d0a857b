package scoring

import (
	"slices"
	"testing"
)

var (
	vpSales   = Title{Seniority: VP, Functions: []Function{Sales}}
	cmo       = Title{Seniority: CSuite, Functions: []Function{Marketing}}
	analytics = Title{Seniority: Director, Functions: []Function{Data, Marketing}}

	buyer = Persona{
		Name: "Revenue Ruby", Role: EconomicBuyer, Required: true, Titles: []Title{vpSales, cmo}, Keys: []string{"vp of sales", "cmo"},
		Seniorities: []Seniority{CSuite, VP}, Functions: []Function{Sales, Marketing},
	}
	champion = Persona{Name: "Analytical Ana", Role: Champion, Required: true, Titles: []Title{analytics}, Functions: []Function{Data}}
	gate     = Persona{Name: "Careful Carl", Role: Blocker, Seniorities: []Seniority{Manager}, Functions: []Function{Legal}}
)

func TestEvidence(t *testing.T) {
	tests := []struct {
		name   string
		person Person
		want   Evidence
	}{
		{"role and title", Person{Roles: []Role{EconomicBuyer}, Parsed: vpSales}, CRMAndTitle},
		{"role and the title's words", Person{Roles: []Role{Influencer, EconomicBuyer}, Key: "cmo"}, CRMAndTitle},
		{"role alone", Person{Roles: []Role{EconomicBuyer}, Parsed: analytics}, CRMSays},
		{"role without a title", Person{Roles: []Role{EconomicBuyer}}, CRMSays},
		{"title alone", Person{Parsed: vpSales}, TitleRule},
		{"title of another scope", Person{Parsed: Title{Seniority: VP, Functions: []Function{Sales}, Scope: "EMEA"}}, TitleRule},
		{"title, and another role", Person{Parsed: vpSales, Roles: []Role{Champion}}, TitleDisputed},
		{"guess", Person{Parsed: Title{Seniority: VP, Functions: []Function{Marketing, Product}}}, Guess},
		{"no guess against the CRM", Person{Parsed: Title{Seniority: VP, Functions: []Function{Marketing}}, Roles: []Role{EndUser}}, noEvidence},
		{"another seniority", Person{Parsed: Title{Seniority: Manager, Functions: []Function{Sales}}}, noEvidence},
		{"another function", Person{Parsed: Title{Seniority: VP, Functions: []Function{Legal}}}, noEvidence},
		{"one function more", Person{Parsed: Title{Seniority: Director, Functions: []Function{Sales, Data}}}, noEvidence},
		{"nothing", Person{}, noEvidence},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := buyer.evidence(&tt.person); got != tt.want {
				t.Errorf("evidence = %d, want %d", got, tt.want)
			}
		})
	}
}

func TestSameSeat(t *testing.T) {
	for _, tt := range []struct {
		a, b Title
		want bool
	}{
		{analytics, Title{Seniority: Director, Functions: []Function{Marketing, Data}}, true},
		{vpSales, cmo, false},
		{vpSales, Title{Seniority: VP, Functions: []Function{Sales, Data}}, false},
		{Title{Seniority: VP}, Title{Seniority: VP}, false},
		{Title{Functions: []Function{Sales}}, Title{Functions: []Function{Sales}}, false},
	} {
		if got := tt.a.sameSeat(tt.b); got != tt.want {
			t.Errorf("sameSeat(%v, %v) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

// TestLine holds the order in one seat: evidence, activity, e-mail, name.
func TestLine(t *testing.T) {
	last, before := today.AddDate(0, -1, 0), today.AddDate(0, -2, 0)
	want := []Person{
		{Name: "both", Roles: []Role{EconomicBuyer}, Parsed: cmo},
		{Name: "crm", Roles: []Role{EconomicBuyer}, LastActivity: last},
		{Name: "later", Email: "z@acme.example", Parsed: vpSales, LastActivity: last},
		{Name: "earlier", Email: "a@acme.example", Parsed: vpSales, LastActivity: before},
		{Name: "no activity", Email: "a@acme.example", Parsed: vpSales},
		{Name: "second e-mail", Email: "b@acme.example", Parsed: vpSales},
		{Name: "third e-mail", Title: "CMO", Email: "c@acme.example", Parsed: cmo},
		{Name: "third e-mail", Title: "VP of Sales", Email: "c@acme.example", Parsed: vpSales},
		{Name: "disputed", Roles: []Role{EndUser}, Parsed: vpSales, LastActivity: today},
		{Name: "guess", Parsed: Title{Seniority: VP, Functions: []Function{Marketing}}, LastActivity: today},
	}
	for len(want) > 0 {
		people := slices.Clone(want)
		slices.Reverse(people)
		seat := Seats([]Persona{buyer}, people, nil, "").Seats[0]
		if seat.Holder.Person.Name != want[0].Name || seat.Holder.Person.Title != want[0].Title {
			t.Errorf("holder = %q, %q, want %q, %q", seat.Holder.Person.Name, seat.Holder.Person.Title, want[0].Name, want[0].Title)
		}
		want = want[1:]
	}
}

func TestAlternates(t *testing.T) {
	people := []Person{{Name: "d", Parsed: cmo}, {Name: "b", Parsed: cmo}, {Name: "a", Parsed: cmo}, {Name: "c", Parsed: cmo}}
	for n, want := range map[int][]string{0: nil, 1: nil, 2: {"d"}, 3: {"b", "d"}, 4: {"b", "c"}} {
		seat := Seats([]Persona{buyer}, people[:n], nil, "").Seats[0]
		var got []string
		for _, c := range seat.Alternates {
			got = append(got, c.Person.Name)
		}
		if !slices.Equal(got, want) || (seat.Holder != nil) != (n > 0) {
			t.Errorf("alternates of %d people = %q, want %q", n, got, want)
		}
	}
}

func TestCoverage(t *testing.T) {
	tests := []struct {
		name     string
		people   []Person
		filled   int
		skipped  int
		coverage float64
	}{
		{"nobody", nil, 0, 0, 0},
		{"one of two", []Person{{Parsed: cmo}}, 1, 0, 0.5},
		{"a seat nobody requires", []Person{{Roles: []Role{Blocker}}}, 0, 0, 0},
		{"who left, bounced or opted out", []Person{{Parsed: cmo, Unreachable: true}, {Roles: []Role{Champion}}}, 1, 1, 0.5},
		{"one person in both", []Person{{Parsed: vpSales, Roles: []Role{EconomicBuyer, Champion}}}, 2, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Seats([]Persona{buyer, champion, gate}, tt.people, nil, "")
			if c.Required != 2 || c.Filled != tt.filled || c.Skipped != tt.skipped || c.Coverage() != tt.coverage {
				t.Errorf("committee = %d of %d, %d skipped, %v, want %d of 2, %d skipped, %v", c.Filled, c.Required, c.Skipped, c.Coverage(), tt.filled, tt.skipped, tt.coverage)
			}
		})
	}
	if c := Seats([]Persona{gate}, nil, nil, ""); c.Coverage() != 1 {
		t.Errorf("Coverage without required seats = %v, want 1", c.Coverage())
	}
}

// TestSeveralSeats holds that each seat ranks by itself: the same person may
// lead both, and stand as an alternate too.
func TestSeveralSeats(t *testing.T) {
	people := []Person{
		{Name: "Ana", Roles: []Role{EconomicBuyer, Champion}, Parsed: vpSales},
		{Name: "Ben", Roles: []Role{Champion}, Parsed: analytics},
		{Name: "Cyd", Parsed: vpSales},
	}
	c := Seats([]Persona{buyer, champion}, people, nil, "")
	if first, second := c.Seats[0], c.Seats[1]; first.Holder.Person.Name != "Ben" || first.Alternates[0].Person != &people[0] || second.Holder.Person != &people[0] {
		t.Errorf("seats = %+v, want Ben before Ana as champion and Ana as economic buyer", c.Seats)
	}
}

func TestOrder(t *testing.T) {
	personas := []Persona{
		{Name: "b", Role: Blocker},
		{Name: "u", Role: EndUser},
		{Name: "i", Role: Influencer},
		{Name: "t", Role: TechnicalEvaluator},
		{Name: "e", Role: EconomicBuyer},
		{Name: "c", Role: Champion},
		{Name: "d", Role: Champion},
	}
	tests := []struct {
		order []Role
		want  string
	}{
		{nil, "cdetiub"},
		{[]Role{EndUser, EconomicBuyer}, "uecdtib"},
		{[]Role{Blocker, EndUser}, "bucdeti"},
	}
	for _, tt := range tests {
		got := ""
		for _, s := range Seats(personas, nil, tt.order, "").Seats {
			got += s.Persona.Name
		}
		if got != tt.want {
			t.Errorf("order %v = %s, want %s", tt.order, got, tt.want)
		}
	}
}

func TestFirst(t *testing.T) {
	blocker := Person{Name: "Bo", Roles: []Role{Blocker}}
	ana := Person{Name: "Ana", Roles: []Role{EconomicBuyer}}
	tests := []struct {
		name   string
		people []Person
		order  []Role
		want   string
	}{
		{"nobody", nil, nil, ""},
		{"a blocker is not approached first", []Person{blocker}, []Role{Blocker}, ""},
		{"the first filled seat", []Person{blocker, ana}, []Role{Blocker, Champion, EconomicBuyer}, "Ana"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			c := Seats([]Persona{buyer, champion, gate}, tt.people, tt.order, "")
			if s := c.First(); s != nil {
				got = s.Holder.Person.Name
			}
			if got != tt.want {
				t.Errorf("First = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRoles(t *testing.T) {
	for _, r := range DefaultOrder {
		if !r.Valid() || r.Words() == "" {
			t.Errorf("role %q has no words or is not valid", r)
		}
	}
	if Role("").Valid() || Role("boss").Valid() {
		t.Error("Valid lets through a role that is none")
	}
}
