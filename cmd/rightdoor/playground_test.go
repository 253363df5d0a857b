package main

import (
	"slices"
	"strings"
	"testing"

	"rightdoor/internal/store"
)

// TestAPlaygroundWithOnesOwnData introduces what is stored as one's own and
// offers the best of it; where there is nothing yet it says what is missing.
func TestAPlaygroundWithOnesOwnData(t *testing.T) {
	folder(t, "accounts.csv", "shops.yaml")
	opens := func() opening {
		s, err := store.Open(t.Context(), "data/rightdoor.db")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		w, err := s.Workspace(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		own, err := ownOpening(t.Context(), s, w)
		if err != nil {
			t.Fatal(err)
		}
		return own
	}
	if got := opens(); !strings.Contains(got.about, "rightdoor import accounts FILE.csv") || strings.Contains(strings.Join(got.try, " "), "acme") {
		t.Errorf("opening without accounts = %+v, want how to import them and no company", got)
	}
	must(t, "apply", "shops.yaml")
	must(t, "import", "accounts", "accounts.csv")
	got := opens()
	if !strings.Contains(got.about, "your own") || strings.Contains(got.about, "invented") {
		t.Errorf("about = %q, want one's own data", got.about)
	}
	if want := []string{"/fit acme.com", "/fit globex.com", "/rightdoor accounts"}; !slices.Equal(got.try, want) {
		t.Errorf("lines to try = %q, want %q", got.try, want)
	}
}
