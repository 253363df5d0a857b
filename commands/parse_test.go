package commands_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"rightdoor/commands"
)

// anyText draws what people and machines put into a line: also invalid UTF-8,
// quotes, backslashes and line ends.
func anyText() *rapid.Generator[string] {
	awkward := rapid.SampledFrom([]string{
		`"`, `\`, `\"`, "“", "”", "„", "\n", "\t", " ", "/", "=", `="`, "rightdoor", "/rightdoor fit", "\xff", "\x85", "\xa0", "\u00a0", "\u200f", "\x00", "<!channel>", "&amp;", "",
	})
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.OneOf(awkward, rapid.String(), bytesAsText()), 0, 4).Draw(t, "parts")
		return strings.Join(parts, "")
	})
}

func bytesAsText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOfN(rapid.Byte(), 0, 6).Draw(t, "bytes")) })
}

func TestParseReadsWhatQuoteWrote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(anyText(), 0, 5).Draw(t, "words")
		line := commands.Parse(commands.Quote(words...))
		if !line.Slash || !slices.Equal(line.Words, words) {
			t.Fatalf("Parse(%q) = %q, want %q", commands.Quote(words...), line.Words, words)
		}
	})
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text  string
		slash bool
		words []string
	}{
		{"", false, nil},
		{" / ", true, nil},
		{"/fit acme.com", true, []string{"fit", "acme.com"}},
		{"  fit   acme.com ", false, []string{"fit", "acme.com"}},
		{"/rightdoor fit x", true, []string{"fit", "x"}},
		{"/RightDoor", true, nil},
		{"rightdoor fit x", false, []string{"rightdoor", "fit", "x"}},
		{`fit "Juniper & Vale" now`, false, []string{"fit", "Juniper & Vale", "now"}},
		{"fit “Juniper & Vale”", false, []string{"fit", "Juniper & Vale"}},
		{`fit "never closed`, false, []string{"fit", `"never`, "closed"}},
		{`fit 12" pipes`, false, []string{"fit", `12"`, "pipes"}},
		{`fit "a"b`, false, []string{"fit", `"a"b`}},
		{`say "a \"b\" \\ \c"`, false, []string{"say", `a "b" \ \c`}},
		{`accounts icp="mid-market commerce" 3`, false, []string{"accounts", "icp=mid-market commerce", "3"}},
		{`accounts owner=""`, false, []string{"accounts", "owner="}},
		{"fit\nacme.com", false, []string{"fit", "acme.com"}},
		{"\u200f/fit x", true, []string{"fit", "x"}},
	} {
		line := commands.Parse(c.text)
		if line.Slash != c.slash || !slices.Equal(line.Words, c.words) {
			t.Errorf("Parse(%q) = %t %q, want %t %q", c.text, line.Slash, line.Words, c.slash, c.words)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"", "/", "/fit acme.com", `fit "Juniper & Vale"`, "“a” „b", `a="b c" "\`, "\xff\" \x85", "/rightdoor\nfit"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		line := commands.Parse(text)
		again := commands.Parse(commands.Quote(line.Words...))
		if !slices.Equal(again.Words, line.Words) {
			t.Errorf("Parse(Quote(%q)) = %q", line.Words, again.Words)
		}
		for _, w := range line.Words {
			if utf8.ValidString(text) && !utf8.ValidString(w) {
				t.Errorf("Parse(%q) makes an invalid word %q", text, w)
			}
		}
	})
}
