package models

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// slip makes one slip of typing.
func slip(t *rapid.T, text string) string {
	i := rapid.IntRange(0, len(text)-1).Draw(t, "where")
	letter := rapid.StringMatching(`[a-z0-9]`).Draw(t, "letter")
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0:
		return text[:i] + letter + text[i:]
	case 1:
		return text[:i] + text[i+1:]
	case 2:
		return text[:i] + letter + text[i+1:]
	}
	i = min(i, len(text)-2)
	return text[:i] + text[i+1:i+2] + text[i:i+1] + text[i+2:]
}

func TestNearbyUndoesOneSlip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z][a-z0-9]{3,30}`).Draw(t, "name")
		typed := slip(t, name)
		if q := (Query{NameKey: typed}).Nearby(); !slices.Contains(q.NearNames, name) {
			t.Fatalf("Query{NameKey: %q}.Nearby() has no name %q", typed, name)
		}
		q := Query{Domain: typed + ".co.uk"}.Nearby()
		if typed != name && !slices.Contains(q.NearDomains, name+".co.uk") {
			t.Fatalf("Query{Domain: %q}.Nearby() has no domain %q", typed+".co.uk", name+".co.uk")
		}
	})
}

func TestSlips(t *testing.T) {
	for _, text := range []string{"", "ab", strings.Repeat("a", maxNear+1)} {
		if got := slips(text); got != nil {
			t.Errorf("slips(%.10q of %d) lists %d, want none", text, len(text), len(got))
		}
	}
	got := slips("müller")
	for _, s := range got {
		if s == "müller" || strings.ToValidUTF8(s, "") != s {
			t.Errorf("slips(müller) has %q, want neither itself nor broken UTF-8", s)
		}
	}
	if n := len(slices.Compact(slices.Clone(got))); n != len(got) {
		t.Errorf("slips(müller) lists %d of which %d differ, want all to", len(got), n)
	}
}

func TestNearbyOfShortAndEndlessNames(t *testing.T) {
	if q := (Query{NameKey: "ab"}).Nearby(); q.Prefix != "" || len(q.NearNames) != 1 {
		t.Errorf("Query{NameKey: ab}.Nearby() = %d names and prefix %q, want itself alone", len(q.NearNames), q.Prefix)
	}
	long := strings.Repeat("a", 40_000)
	if q := (Query{Domain: long + ".com", NameKey: long}).Nearby(); len(q.NearNames) != 1 || len(q.NearDomains) != 0 {
		t.Errorf("Nearby() of an endless name = %d names, %d domains, want 1 and 0", len(q.NearNames), len(q.NearDomains))
	}
}
