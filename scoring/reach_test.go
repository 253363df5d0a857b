package scoring

import (
	"testing"

	"pgregory.net/rapid"
)

func TestReach(t *testing.T) {
	tests := []struct {
		name, home, covers, place string
		want                      Reach
	}{
		{"a region with the country in it", "DE", "emea", "", Reach{Here, Untold}},
		{"another region", "DE", "apac", "", Reach{Elsewhere, Untold}},
		{"the country itself", "DE", "DE", "DE", Reach{Here, Here}},
		{"the country of a subdivision", "US-CA", "US", "US", Reach{Here, Here}},
		{"a part of the country", "US", "us_west", "US-CA", Reach{Untold, Here}},
		{"another country", "DE", "", "FR", Reach{Untold, Elsewhere}},
		{"no home", "", "emea", "DE", Reach{Untold, Untold}},
		{"nothing told", "DE", "", "", Reach{Untold, Untold}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Person{Covers: tt.covers, Place: tt.place}
			if got := p.reach(tt.home); got != tt.want {
				t.Errorf("reach(%s) = %v, want %v", tt.home, got, tt.want)
			}
		})
	}
}

// TestTheNearerIsSeenFirst holds that a region counts for more than where a
// person sits, and both for less than the evidence.
func TestTheNearerIsSeenFirst(t *testing.T) {
	want := []Person{
		{Name: "crm, elsewhere", Roles: []Role{EconomicBuyer}, Covers: "apac"},
		{Name: "covers it", Parsed: vpSales, Covers: "emea", Place: "FR"},
		{Name: "sits there", Parsed: vpSales, Place: "DE"},
		{Name: "untold", Parsed: vpSales},
		{Name: "sits elsewhere", Parsed: vpSales, Place: "US", LastActivity: today},
		{Name: "covers another", Parsed: vpSales, Covers: "apac", Place: "DE", LastActivity: today},
	}
	for ; len(want) > 0; want = want[1:] {
		if got := Seats([]Persona{buyer}, want, nil, "DE").Seats[0].Holder.Person.Name; got != want[0].Name {
			t.Errorf("holder = %q, want %q", got, want[0].Name)
		}
	}
}

func drawPlaced(t *rapid.T) []Person {
	people := drawPeople(t)
	for i := range people {
		people[i].Covers = rapid.SampledFrom([]string{"", "emea", "apac", "DE"}).Draw(t, "covers")
		people[i].Place = rapid.SampledFrom([]string{"", "DE", "US", "US-CA"}).Draw(t, "place")
	}
	return people
}

func TestPropertyPlacedSeats(t *testing.T) {
	personas := []Persona{buyer, champion, gate}
	rapid.Check(t, func(t *rapid.T) {
		people := drawPlaced(t)
		home := rapid.SampledFrom([]string{"", "DE", "US"}).Draw(t, "home")
		c := Seats(personas, people, nil, home)
		if other := Seats(personas, rapid.Permutation(people).Draw(t, "order"), nil, home); c.names() != other.names() {
			t.Fatalf("seats = %s, want the same in any order: %s", other.names(), c.names())
		}
		if nowhere := Seats(personas, people, nil, ""); c.Filled != nowhere.Filled {
			t.Fatalf("%d seats are filled at %q, want %d: places do not matter", c.Filled, home, nowhere.Filled)
		}
		gone := rapid.IntRange(0, len(personas)-1).Draw(t, "gone")
		rest := append(append([]Persona{}, personas[:gone]...), personas[gone+1:]...)
		want := c
		want.Seats = nil
		for _, s := range c.Seats {
			if s.Persona.Name != personas[gone].Name {
				want.Seats = append(want.Seats, s)
			}
		}
		if got := Seats(rest, people, nil, home); got.names() != want.names() {
			t.Fatalf("without %s: %s, want the other seats as they were: %s", personas[gone].Name, got.names(), want.names())
		}
	})
}
