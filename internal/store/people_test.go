package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rightdoor/models"
)

// peopleNames lists the names of contacts.
func peopleNames(list []models.Contact) []string {
	var out []string
	for _, c := range list {
		out = append(out, c.Name)
	}
	return out
}

func TestPeople(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := workspace(t, s, "red")
		long := strings.Repeat("Long", 60)
		for i, name := range []string{"Jane Roe", "JANE ROE", "Jane Röe", long + "a", long + "b", ""} {
			company := models.Company{Domain: fmt.Sprintf("c%d.example", i), Name: fmt.Sprint("C", i)}
			record(t, s, w, models.ContactFacts{Company: company, Contact: models.Contact{
				Name: name, Email: fmt.Sprintf("p%d@c%d.example", i, i), Source: "test", Observed: day(1), LastActivity: day(1),
			}})
		}
		for _, tt := range []struct {
			email, name string
			want        []string
		}{
			{"", "jane roe", []string{"Jane Roe", "JANE ROE"}},
			{"", "Jane Röe", []string{"Jane Röe"}},
			{"", long + "B", []string{long + "b"}},
			{"p1@c1.example", "", []string{"JANE ROE"}},
			{"p1@c1.example", "Jane Röe", []string{"JANE ROE"}},
			{"nobody@c1.example", "", nil},
			{"", "nobody", nil},
			{"", "", nil},
		} {
			if got := peopleNames(must[[]models.Contact](t)(s.People(t.Context(), w, tt.email, tt.name))); !slices.Equal(got, tt.want) {
				t.Errorf("People(%q, %q) = %q, want %q", tt.email, tt.name, got, tt.want)
			}
		}
	})
}

func TestContactsOf(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		w := workspace(t, s, "red")
		for i := range 6 {
			company := models.Company{Domain: fmt.Sprintf("c%d.example", i%3), Name: fmt.Sprint("C", i%3)}
			record(t, s, w, models.ContactFacts{Company: company, Contact: models.Contact{
				Name: fmt.Sprint("person ", i), Email: fmt.Sprintf("p%d@c.example", i), Source: "test", Observed: day(1), LastActivity: day(1),
			}})
		}
		var ids []int64
		for a := range everyAccount(t, s, w) {
			ids = append(ids, a.ID)
		}
		got := must[map[int64][]models.Contact](t)(s.ContactsOf(t.Context(), w, append(ids[:2:2], 999)))
		if len(got) != 2 {
			t.Fatalf("ContactsOf = %v, want the people of two accounts", got)
		}
		for _, id := range ids[:2] {
			alone := must[[]models.Contact](t)(s.PeopleAt(t.Context(), w, id))
			if whole := must[[]models.Contact](t)(s.Contacts(t.Context(), w, id)); !slices.Equal(peopleNames(whole), peopleNames(alone)) || !alone[0].LastActivity.Equal(whole[0].LastActivity) {
				t.Errorf("PeopleAt(%d) = %+v, want %+v", id, alone, whole)
			}
			if !slices.Equal(peopleNames(got[id]), peopleNames(alone)) {
				t.Errorf("ContactsOf(…)[%d] = %q, want %q", id, peopleNames(got[id]), peopleNames(alone))
			}
		}
		if none := must[map[int64][]models.Contact](t)(s.ContactsOf(t.Context(), w, nil)); len(none) != 0 {
			t.Errorf("ContactsOf(no account) = %v, want nobody", none)
		}
	})
}
