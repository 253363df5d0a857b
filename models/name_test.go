package models

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestNameKey(t *testing.T) {
	for _, c := range []struct {
		want  string
		names []string
	}{
		{"acme", []string{
			"Acme", "ACME", "  acme ", "The ACME Co., Inc.", "Acme, Inc", "Acme LLC", "Acme GmbH", "Acme GmbH & Co. KG",
			"Acme S.A.", "Acme S. A.", "Acme S.A. de C.V.", "Acme A/S", "Acme Sp. z o.o.", "Acme d. o. o.", "Acme s.r.o.",
			"Acme & Co", "Acme et Cie", "Acme Pty. Ltd.", "Acme™", "Acme®", "Ac\u00ADme", "\u200fAcme\u200e", "Ac\x00me", "Ａｃｍｅ", "Ácme", "A\u0301cme",
			"<Acme>",
		}},
		{"johnsonandjohnson", []string{"Johnson & Johnson", "Johnson and Johnson Inc.", "JOHNSON+JOHNSON"}},
		{"muller", []string{"Müller", "MÜLLER AG"}},
		{"strasse", []string{"Straße", "STRASSE", "STRAẞE"}},
		{"maersk", []string{"Mærsk", "MAERSK A/S"}},
		{"yapi", []string{"Yapı", "YAPI", "Yapi"}},
		{"σοφοσ", []string{"Σοφός", "ΣΟΦΟΣ"}},
		{"oreilly", []string{"O'Reilly", "O’Reilly", "Oʼreilly", "OReilly Ltd"}},
		{"株式会社", []string{"株式会社"}},
		{"inc", []string{"Inc", "Inc.", "the Inc"}},
		{"the", []string{"The"}},
		{"company", []string{"The Company"}},
		{"sas", []string{"SAS", "S.A.S."}},
		{"!!!", []string{"!!!", "! ! !"}},
		{"🚀", []string{"🚀"}},
		{"channel", []string{"<!channel>"}},
		{"", []string{"", " ", "\u200f", "\xff", "\x00", "|"}},
	} {
		for _, name := range c.names {
			if got := NameKey(name); got != c.want {
				t.Errorf("NameKey(%q) = %q, want %q", name, got, c.want)
			}
		}
	}
}

// TestNameKeyApart holds what folding must not make one.
func TestNameKeyApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"Acme", "Acne"}, {"ガ", "カ"}, {"เดิน", "เดน"}, {"!!!", "???"}, {"Acme Robotics", "Acme"}, {"Company Inc", "Inc"},
	} {
		if NameKey(pair[0]) == NameKey(pair[1]) {
			t.Errorf("NameKey(%q) = NameKey(%q) = %q, want two keys", pair[0], pair[1], NameKey(pair[0]))
		}
	}
}

func TestNameKeyIsItsOwnKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "name")
		key := NameKey(name)
		if again := NameKey(key); again != key {
			t.Fatalf("NameKey(%q) = %q, and of that %q, want the same", name, key, again)
		}
		if len(key) > maxKey || !utf8.ValidString(key) || strings.ContainsAny(key, "| \x00") {
			t.Fatalf("NameKey(%q) = %q, want at most %d bytes of UTF-8 without blanks and bars", name, key, maxKey)
		}
	})
}

func TestNameKeyOfAnEndlessName(t *testing.T) {
	long := strings.Repeat("müllerß", 40_000)
	if key := NameKey(long); len(key) > maxKey || NameKey(key) != key {
		t.Errorf("NameKey(40,000 times a name) has %d bytes, want at most %d", len(key), maxKey)
	}
}

func TestNameKeyKnowsOneCompanyByManySpellings(t *testing.T) {
	word := rapid.StringMatching(`[b-df-z]{3}[a-z]{2,6}ix`)
	forms := []string{"", " Inc.", ", LLC", " GmbH", " GmbH & Co. KG", " S.A.", " Pty Ltd", " A/S", " Sp. z o.o.", " ltda."}
	seams := []string{" ", "  ", "-", ". ", ", ", "\u00a0", "_"}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(word, 1, 4).Draw(t, "words")
		seam := rapid.SampledFrom(seams).Draw(t, "seam")
		name := strings.Join(words, seam) + rapid.SampledFrom(forms).Draw(t, "form")
		if rapid.Bool().Draw(t, "upper") {
			name = strings.ToUpper(name)
		}
		if rapid.Bool().Draw(t, "article") {
			name = "The " + name
		}
		if got, want := NameKey(name), strings.Join(words, ""); got != want {
			t.Fatalf("NameKey(%q) = %q, want %q", name, got, want)
		}
	})
}
