package language

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rightdoor/scoring"
)

type titleRow struct{ title, seniority, functions string }

func titleRows(tb testing.TB) []titleRow {
	tb.Helper()
	data, err := os.ReadFile("testdata/titles.tsv")
	if err != nil {
		tb.Fatal(err)
	}
	var rows []titleRow
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if len(cells) != 3 {
			tb.Fatalf("%q has %d columns, want 3", line, len(cells))
		}
		rows = append(rows, titleRow{cells[0], cells[1], cells[2]})
	}
	return rows
}

func functionNames(functions []scoring.Function) string {
	names := make([]string, len(functions))
	for i, f := range functions {
		names[i] = string(f)
	}
	return strings.Join(names, ",")
}

func TestParseTitle(t *testing.T) {
	rows := titleRows(t)
	if len(rows) < 200 {
		t.Fatalf("%d rows, want at least 200", len(rows))
	}
	for _, row := range rows {
		got := ParseTitle(row.title)
		if string(got.Seniority) != row.seniority || functionNames(got.Functions) != row.functions {
			t.Errorf("ParseTitle(%q) = %q [%s] rest %q, want %q [%s]", row.title,
				got.Seniority, functionNames(got.Functions), got.Rest, row.seniority, row.functions)
		}
	}
}

func TestParseTitleParts(t *testing.T) {
	for _, test := range []struct{ title, scope, rest, language string }{
		{"SVP Sales, EMEA", "EMEA", "", "en"},
		{"Enterprise Account Executive, DACH", "Enterprise, DACH", "", "en"},
		{"Vertriebsleiter DACH", "DACH", "", "de"},
		{"Director of Rugs", "", "rugs", "en"},
		{"Vicepresidenta de Ventas", "", "", "es"},
		{"Diretora de Vendas", "", "", "pt"},
		{"Directrice des ventes", "", "", "fr"},
		{"Responsabile acquisti", "", "", "it"},
		{"Hoofd inkoop", "", "", "nl"},
		{"विपणन निदेशक", "", "", "hi"},
		{"Zzyzx", "", "zzyzx", ""},
	} {
		got := ParseTitle(test.title)
		if got.Scope != test.scope || got.Rest != test.rest || got.Language != test.language {
			t.Errorf("ParseTitle(%q) = scope %q rest %q language %q, want %q %q %q",
				test.title, got.Scope, got.Rest, got.Language, test.scope, test.rest, test.language)
		}
	}
}

func TestParseTitleIgnoresCaseAndSpace(t *testing.T) {
	for _, row := range titleRows(t) {
		want := ParseTitle(row.title)
		for _, text := range []string{strings.ToUpper(row.title), strings.ToLower(row.title), " \t" + row.title + "  ", strings.ReplaceAll(row.title, " ", "  ")} {
			if got := ParseTitle(text); !reflect.DeepEqual(got, want) {
				t.Errorf("ParseTitle(%q) = %+v, want %+v as for %q", text, got, want, row.title)
			}
		}
	}
}

func TestPluralsEqualSingulars(t *testing.T) {
	for _, pair := range [][2]string{
		{"CFO", "CFOs"},
		{"Founder", "Founders"},
		{"Secretary", "Secretaries"},
		{"Head of Sales", "Heads of Sales"},
		{"Salesman", "Salesmen"},
		{"Software Engineer", "Software Engineers"},
		{"VP of Sales", "VPs of Sales"},
		{"Gerente de TI", "Gerentes de TI"},
		{"Director de ventas", "Directores de ventas"},
		{"Diretor de vendas", "Diretores de vendas"},
		{"Directeur commercial", "Directeurs commerciaux"},
		{"Responsable des achats", "Responsables des achats"},
		{"Vertriebsleiter", "Vertriebsleiterinnen"},
		{"Geschäftsführer", "Geschäftsführerinnen"},
		{"Direttore vendite", "Direttori vendite"},
		{"Boekhouder", "Boekhouders"},
		{"Managing Director", "Managing Directors"},
		{"Chief of Staff", "Chiefs of Staff"},
	} {
		one, many := ParseTitle(pair[0]), ParseTitle(pair[1])
		if one.Seniority != many.Seniority || !slices.Equal(one.Functions, many.Functions) {
			t.Errorf("ParseTitle(%q) = %+v, want %+v as for %q", pair[1], many, one, pair[0])
		}
	}
}

func TestIsTitle(t *testing.T) {
	for text, want := range map[string]bool{
		"VP of Sales": true, "CTOs": true, "Head of Ops": true, "the CFO": true, "VP Sales / CRO": true,
		"Vertriebsleiter": true, "gerentes de TI": true, "Chief": true, "Captain": true, "Driver": true,
		"software engineers and data scientists": true, "procurement leads": true, "Regional Sales Manager": true,
		"Leiterin Einkauf": true, "directeurs commerciaux": true, "fleet managers": true, "Interim CISO": true,
		"": false, "Acme": false, "General Motors": false, "Head Offices": false, "Principal Financial Group": false,
		"VP of Sales at SaaS companies": false, "acme.com": false, "VP Records": false, "Sales": false,
		"Former CEO": false, "Students": false, "Marketing Director, 35 years old": false, "CEO of": false,
		"Superpilot": false, "B2B companies": false, "Series A startups": false, "Senior": false,
	} {
		if got := IsTitle(text); got != want {
			t.Errorf("IsTitle(%q) = %t, want %t", text, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"  Geschäftsführer/-in ": "geschaftsfuhrer in", "Straße": "strasse", "ＣＦＯ": "cfo", "R&D": "r d",
		"Señor—Łódź": "senor lodz", "प्रबंधक": "प्रबंधक", "\xff\xfe": "", "İT": "it", "": "",
	} {
		if got := Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestLevelsFollowSeniorities(t *testing.T) {
	for l, want := range map[level]scoring.Seniority{
		levelFounder: scoring.Founder, levelCSuite: scoring.CSuite, levelPartner: scoring.Partner, levelVP: scoring.VP, levelHead: scoring.Head,
		levelDirector: scoring.Director, levelManager: scoring.Manager, levelSenior: scoring.Senior, levelEntry: scoring.Entry, levelIntern: scoring.Intern,
	} {
		if got := scoring.Seniorities[l-1]; got != want {
			t.Errorf("Seniorities[%d] = %s, want %s", l-1, got, want)
		}
	}
}

func TestHostileTitlesAreBounded(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("vp ", 1e6), strings.Repeat("a", 1e6), strings.Repeat("ﷺ", 1e5), strings.Repeat("|", 1e6),
		strings.Repeat("CEO | ", 1000), strings.Repeat("a.", 1e5), strings.Repeat("é", 1e5), strings.Repeat("@", 1e5),
		"a" + strings.Repeat("\u0301", 1e5),
	} {
		if got := ParseTitle(text); len(got.Rest) > 2*maxTokenBytes {
			t.Errorf("ParseTitle(%.10q…) leaves %d bytes, want at most %d", text, len(got.Rest), 2*maxTokenBytes)
		}
		IsTitle(text)
	}
}

func FuzzParseTitle(f *testing.F) {
	for _, row := range titleRows(f) {
		f.Add(row.title)
	}
	f.Add("\u030e0")
	f.Fuzz(func(t *testing.T, text string) {
		got := ParseTitle(text)
		if again := ParseTitle(text); !reflect.DeepEqual(got, again) {
			t.Errorf("ParseTitle(%q) = %+v, want %+v as before", text, again, got)
		}
		if padded := ParseTitle(" " + text); utf8.RuneCountInString(text) < maxTitleRunes && !reflect.DeepEqual(got, padded) {
			t.Errorf("ParseTitle(%q) = %+v, want %+v as without the space", " "+text, padded, got)
		}
		if got.Seniority != "" && !slices.Contains(scoring.Seniorities, got.Seniority) {
			t.Errorf("ParseTitle(%q).Seniority = %q, want one of the list", text, got.Seniority)
		}
		if IsTitle(text) && got.Seniority == "" {
			t.Errorf("IsTitle(%q) = true, want false as it has no seniority", text)
		}
		if folded := Fold(text); strings.TrimSpace(folded) != folded || !utf8.ValidString(folded) {
			t.Errorf("Fold(%q) = %q, want it trimmed and valid", text, folded)
		}
	})
}

func BenchmarkParseTitle(b *testing.B) {
	rows := titleRows(b)
	ParseTitle("warm")
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		ParseTitle(rows[i%len(rows)].title)
		i++
	}
}
