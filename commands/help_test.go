package commands_test

import (
	"strings"
	"testing"

	"rightdoor/commands"
)

// TestHintsAreLinesToType has answers whose hints held slashes and quotes that
// nobody types.
func TestHintsAreLinesToType(t *testing.T) {
	w := finders(t)
	for line, want := range map[string]string{
		"fit Chief":                           "The person: where does that lead?  check Chief",
		"/rightdoor frobnicate":               `request of "frobnicate"`,
		commands.Quote("frobnicate the", "x"): `request of "\"frobnicate the\" x"`,
		"/who finchpy.example":                "  who finchpay.example",
	} {
		text := w.text(line)
		if strings.Contains(text, `/ "`) || !strings.Contains(text, want) {
			t.Errorf("Run(%q) = %q, want %q in it and no bare slash", line, text, want)
		}
	}
}
