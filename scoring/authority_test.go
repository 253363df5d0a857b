package scoring

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestSigns(t *testing.T) {
	s := DefaultSettings()
	tests := []struct {
		price Value
		want  Seniority
		ok    bool
	}{
		{OfNumber(0).In("USD"), Manager, true},
		{OfNumber(4_999).In("USD"), Manager, true},
		{OfNumber(5_000).In("USD"), Director, true},
		{OfNumber(60_000).In("USD"), VP, true},
		{OfNumber(250_000).In("USD"), CSuite, true},
		{OfNumber(4_300).In("EUR"), Director, true},
		{OfNumber(1_000_000).In("INR"), Director, true},
		{OfRange(20_000, 80_000).In("USD"), VP, true},
		{OfRange(20_000, math.Inf(1)).In("USD"), Director, true},
		{OfNumber(60_000).In("XXX"), "", false},
		{Value{}, "", false},
	}
	for _, tt := range tests {
		if got, ok := s.Signs(tt.price); got != tt.want || ok != tt.ok {
			t.Errorf("Signs(%s) = %q, %v, want %q, %v", tt.price, got, ok, tt.want, tt.ok)
		}
	}
	if _, ok := (Settings{}).Signs(OfNumber(1).In("USD")); ok {
		t.Error("Signs without a table = true, want false")
	}
}

func TestAuthority(t *testing.T) {
	director := Person{Name: "Ana", Parsed: analytics}
	cfo := Person{Name: "Cyd", Parsed: Title{Seniority: CSuite, Functions: []Function{Finance}}}
	ceo := Person{Name: "Eve", Parsed: Title{Seniority: CSuite, Functions: []Function{Executive}}}
	cto := Person{Name: "Tim", Parsed: Title{Seniority: CSuite, Functions: []Function{Engineering}}}
	tests := []struct {
		name    string
		people  []Person
		level   Seniority
		signer  string
		herself bool
	}{
		{"she can herself", []Person{director}, Director, "Ana", true},
		{"the buyer can", []Person{director, {Name: "Bob", Parsed: vpSales}}, VP, "Bob", false},
		{"the buyer's alternate can", []Person{director, {Name: "Bob", Parsed: vpSales, LastActivity: today}, {Name: "Max", Parsed: cmo}}, CSuite, "Max", false},
		{"the CRM's budget holder can", []Person{director, {Name: "Bo", Roles: []Role{EconomicBuyer}}}, CSuite, "Bo", false},
		{"who runs the money", []Person{director, cto, cfo}, VP, "Cyd", false},
		{"who left signs nothing", []Person{director, {Name: "Gone", Parsed: cfo.Parsed, Unreachable: true}}, VP, "", false},
		{"a rank without the purse", []Person{director, cto}, VP, "", false},
		{"nobody", nil, VP, "", false},
		{"ties by e-mail, then name", []Person{ceo, cfo}, VP, "Cyd", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Seats([]Persona{buyer, champion, gate}, tt.people, nil, "")
			a := c.Authority(tt.level, tt.people)
			got := ""
			if a.Signer != nil {
				got = a.Signer.Name
			}
			if got != tt.signer || a.Herself != tt.herself || a.Seat == nil || a.Seat.Persona.Role != EconomicBuyer {
				t.Errorf("Authority(%s) = %q, herself %v, seat %v, want %q, %v", tt.level, got, a.Herself, a.Seat, tt.signer, tt.herself)
			}
		})
	}
}

func TestPropertyAuthority(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := drawPeople(t)
		mixed := rapid.Permutation(people).Draw(t, "order")
		name := func(people []Person) string {
			c := Seats([]Persona{buyer, champion, gate}, people, nil, "")
			if a := c.Authority(VP, people); a.Signer != nil {
				if a.Signer.Unreachable {
					t.Fatalf("%s signs and cannot be reached", a.Signer.Name)
				}
				return a.Signer.Name
			}
			return ""
		}
		if a, b := name(people), name(mixed); a != b {
			t.Fatalf("signer = %q, want %q in any order", b, a)
		}
	})
}
