package language

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// labelledTitle is a title with what is right to say of it.
type labelledTitle struct {
	lang, title            string
	seniorities, functions []string
}

func labelledTitles(tb testing.TB, name string) []labelledTitle {
	tb.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	var rows []labelledTitle
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(cells) != 4 {
			tb.Fatalf("%s: %q has %d columns, want 4", name, line, len(cells))
		}
		rows = append(rows, labelledTitle{cells[0], cells[1], strings.Split(cells[2], "|"), strings.Split(cells[3], "|")})
	}
	return rows
}

// share counts right answers.
type share struct{ right, all int }

func (s *share) count(right bool) {
	s.all++
	if right {
		s.right++
	}
}

func (s *share) percent() int { return 100 * s.right / max(s.all, 1) }

// The floors are what the aims ask for; the second file was never used to
// choose words or rules.
func TestTitleAccuracy(t *testing.T) {
	for _, file := range []struct {
		name  string
		floor int
		tuned bool
	}{
		{"testdata/titles_dev.tsv", 95, true},
		{"testdata/titles_held.tsv", 90, false},
	} {
		seniorities, functions := map[string]*share{}, map[string]*share{}
		for _, row := range labelledTitles(t, file.name) {
			if seniorities[row.lang] == nil {
				seniorities[row.lang], functions[row.lang] = &share{}, &share{}
			}
			got := ParseTitle(row.title)
			level, field := string(got.Seniority), functionNames(got.Functions)
			rightLevel, rightField := slices.Contains(row.seniorities, level), slices.Contains(row.functions, field)
			seniorities[row.lang].count(rightLevel)
			functions[row.lang].count(rightField)
			if file.tuned && !(rightLevel && rightField) {
				t.Logf("ParseTitle(%q) = %q [%s] rest %q, want %q %q", row.title, level, field, got.Rest, row.seniorities, row.functions)
			}
		}
		for _, lang := range slices.Sorted(maps.Keys(seniorities)) {
			s, f := seniorities[lang], functions[lang]
			t.Logf("%s %s: seniority %d/%d, functions %d/%d", file.name, lang, s.right, s.all, f.right, f.all)
			if s.percent() < file.floor || f.percent() < file.floor {
				t.Errorf("%s in %s: seniority %d %%, functions %d %%, want at least %d %% of each", file.name, lang, s.percent(), f.percent(), file.floor)
			}
		}
	}
}

// sharedTitles are the examples the program is delivered against; they are
// not part of the repository.
const sharedTitles = "../../../shared/eval/titles.tsv"

func TestSharedTitles(t *testing.T) {
	data, err := os.ReadFile(sharedTitles)
	if err != nil {
		t.Skip(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		cells := strings.Split(line, "\t")
		if i == 0 || len(cells) != 3 {
			continue
		}
		got := ParseTitle(cells[0])
		if string(got.Seniority) != cells[1] || !slices.Contains(strings.Split(cells[2], "|"), functionNames(got.Functions)) {
			t.Errorf("ParseTitle(%q) = %q [%s], want %q [%s]", cells[0], got.Seniority, functionNames(got.Functions), cells[1], cells[2])
		}
	}
}
