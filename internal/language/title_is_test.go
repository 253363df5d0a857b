package language

import (
	"bytes"
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestIsTitleRefusesNamesAndSentences(t *testing.T) {
	for _, text := range []string{
		"I'm a CFO", "I am the head of sales", "People in charge of payroll", "employees", "employés", "Mitarbeiter", "hoop.dev", "writer.com",
		"Gartner", "Short Story", "Real Artists", "Directors Mortgage", "Health Partners", "Butler National", "Coco Controller",
		"SolidStage", "Mr. Handyman", "Partner Communications", "Exec", "Interactive Brokers", "Four Growers", "Captain Inc.",
	} {
		if IsTitle(text) {
			t.Errorf("IsTitle(%q) = true, want false", text)
		}
	}
	for _, text := range []string{
		"Sr.Manager", "Gärtner", "Partners", "Tax partner", "Sales Director EMEA", "Responsable commercial", "Head of Sales & Marketing",
		"Vertriebsleiter", "Hoofd inkoop", "महाप्रबंधक", "Dy. General Manager", "warehouse workers", "Store Incharge",
	} {
		if !IsTitle(text) {
			t.Errorf("IsTitle(%q) = false, want true", text)
		}
	}
}

// titleNames are real companies of a list that are called like a title word
// for word, the last one as a fabricator might be.
var titleNames = []string{
	"Blacksmith", "Technician", "Anchor", "Ballerine", "Tailor", "Rider", "Porter", "Courier", "Bouncer", "Extern", "Mason",
	"Data Mechanics",
}

func TestIsTitleRefusesCompanyNames(t *testing.T) {
	for _, name := range sharedNames(t) {
		if IsTitle(name) && !slices.Contains(titleNames, name) {
			t.Errorf("IsTitle(%q) = true, want false as it is a company", name)
		}
		for form := range legalForms {
			if text := name + " " + form; IsTitle(text) {
				t.Errorf("IsTitle(%q) = true, want false", text)
			}
		}
	}
}

// sharedNames are the companies of the lists given for trying the program,
// which are not part of the repository.
func sharedNames(tb testing.TB) []string {
	tb.Helper()
	var names []string
	for _, path := range []string{"../../../shared/data/yc_2024.csv", "../../../shared/data/sp500.csv"} {
		data, err := os.ReadFile(path)
		if err != nil {
			tb.Skip(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			tb.Fatal(err)
		}
		for _, row := range rows[1:] {
			names = append(names, row[1])
		}
	}
	return names
}

func TestLegalFormIsNoTitle(t *testing.T) {
	for _, row := range titleRows(t) {
		for _, form := range []string{"Inc.", ", Inc", "LLC", "GmbH", "S.A.", "S. A.", "S.r.l.", "B.V.", "Pvt. Ltd.", "AG", "e.V.", "& Co. KG"} {
			if text := row.title + " " + form; IsTitle(text) {
				t.Errorf("IsTitle(%q) = true, want false", text)
			}
		}
	}
}

func FuzzIsTitle(f *testing.F) {
	for _, row := range titleRows(f) {
		f.Add(row.title)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if IsTitle(text + " Inc.") {
			t.Errorf("IsTitle(%q) = true, want false", text+" Inc.")
		}
		if is := IsTitle(text); is != IsTitle("  "+text+"\t") {
			t.Errorf("IsTitle(%q) = %t, want the same with space around it", text, is)
		}
	})
}

func BenchmarkIsTitle(b *testing.B) {
	rows := titleRows(b)
	IsTitle("warm")
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		IsTitle(rows[i%len(rows)].title)
		i++
	}
}

func TestExplainTitle(t *testing.T) {
	for text, want := range map[string][]TitleStep{
		"  SVP Sales, EMEA": {
			{Words: "SVP", Start: 2, End: 5, Rule: "rank vp"},
			{Words: "Sales", Start: 6, End: 11, Rule: "function sales"},
			{Words: "EMEA", Start: 13, End: 17, Rule: "scope EMEA"},
		},
		"Vicepresidenta de Logística": {
			{Words: "Vicepresidenta", Start: 0, End: 14, Rule: "rank vp"},
			{Words: "de", Start: 15, End: 17, Rule: "links to its function"},
			{Words: "Logística", Start: 18, End: 28, Rule: "function supply_chain"},
		},
		"C.F.O. @ Acme": {
			{Words: "C.F.O", Start: 0, End: 5, Rule: "rank c_suite finance"},
			{Words: "@", Start: 7, End: 8, Rule: "employer follows"},
			{Words: "Acme", Start: 9, End: 13, Rule: "ignored"},
		},
		"ﬁnance Zzyzx": {
			{Words: "ﬁnance", Start: 0, End: 8, Rule: "function finance"},
			{Words: "Zzyzx", Start: 9, End: 14, Rule: "unknown"},
		},
	} {
		got := ExplainTitle(text)
		for i := range got {
			if known := got[i].Rule != "unknown" && got[i].Rule != "ignored"; known && !strings.Contains(got[i].Entry, ".tsv:") {
				t.Errorf("ExplainTitle(%q)[%d].Entry = %q, want a line of a lexicon", text, i, got[i].Entry)
			}
			got[i].Entry = ""
		}
		if !slices.Equal(got, want) {
			t.Errorf("ExplainTitle(%q) = %+v, want %+v", text, got, want)
		}
	}
}

func FuzzExplainTitle(f *testing.F) {
	for _, row := range titleRows(f) {
		f.Add(row.title)
	}
	f.Add("\u0301a\xff @ ﷺ\u093c")
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, s := range ExplainTitle(text) {
			if s.Start < 0 || s.End > len(text) || s.Start > s.End || text[s.Start:s.End] != s.Words {
				t.Fatalf("ExplainTitle(%q) has the span %d-%d for %q, want it in the text", text, s.Start, s.End, s.Words)
			}
			if s.Start < at {
				t.Errorf("ExplainTitle(%q) goes back to %d from %d", text, s.Start, at)
			}
			at = s.Start
		}
	})
}

// A title reads the same whether its letters fold one by one or normalized.
func TestDirectFoldingAgrees(t *testing.T) {
	for _, row := range titleRows(t) {
		if !isDirect(row.title) {
			continue
		}
		var direct, whole tokens
		direct.read(row.title)
		whole.read(plainRunes(row.title))
		for i := range max(direct.n, whole.n) {
			if got, want := string(direct.word(i)), string(whole.word(i)); got != want {
				t.Errorf("word %d of %q = %q, want %q", i, row.title, got, want)
			}
		}
	}
}

func TestSurroundingSpaceIsNotRead(t *testing.T) {
	space := strings.Repeat(" \t\u00a0", 2*maxTitleRunes)
	if got, want := ParseTitle(space+"VP Sales"+space), ParseTitle("VP Sales"); got.Seniority != want.Seniority {
		t.Errorf("ParseTitle after %d bytes of space = %q, want %q", len(space), got.Seniority, want.Seniority)
	}
}
