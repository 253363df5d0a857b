// Package archtest holds the house to its plan: which room may import which,
// and what the prose says.
package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rightdoor/internal/config"
)

// rooms says what each room may import of ours. It is the table of
// ARCHITECTURE.md.
var rooms = map[string][]string{
	"scoring":              {},
	"internal/fault":       {},
	"internal/config":      {"internal/fault"},
	"internal/pgtest":      {},
	"internal/browsertest": {},
	"internal/playground":  {},
	"internal/language":    {"scoring"},
	"models":               {"scoring"},
	"internal/targeting":   {"models", "scoring", "internal/language", "internal/fault"},
	"commands":             {"models", "scoring", "internal/importer", "internal/language", "internal/targeting", "internal/fault"},
	"internal/store":       {"models", "scoring", "internal/fault"},
	"internal/importer":    {"models", "scoring", "internal/language", "internal/fault"},
	"internal/alert":       {"models"},
	"internal/web":         {},
	"bot":                  {"commands", "models", "internal/fault"},
	"internal/bench":       {"*"},
	"internal/archtest":    {},
	"cmd/rightdoor":        {"*"},
}

// alone says which room alone may import a library.
var alone = map[string][]string{
	"gorm.io/":                       {"internal/store"},
	"modernc.org/sqlite":             {"internal/store"},
	"github.com/jackc/pgx":           {"internal/store", "internal/alert", "internal/pgtest", "internal/bench"},
	"github.com/riverqueue/":         {"internal/alert"},
	"github.com/go-gormigrate/":      {"internal/store"},
	"github.com/goccy/go-yaml":       {"internal/targeting"},
	"github.com/slack-go/slack":      {"bot"},
	"github.com/gorilla/mux":         {"bot", "internal/web", "cmd/rightdoor"},
	"github.com/prometheus/":         {"internal/web"},
	"github.com/spf13/cobra":         {"cmd/rightdoor"},
	"github.com/caarlos0/env":        {"internal/config"},
	"github.com/chromedp/":           {"internal/browsertest"},
	"golang.org/x/time/rate":         {"internal/playground"},
	"github.com/schollz/progressbar": {"cmd/rightdoor"},
	"golang.org/x/net/publicsuffix":  {"models"},
	"golang.org/x/net/idna":          {"models"},
	"golang.org/x/text/unicode/norm": {"models", "internal/language"},
}

type goPackage struct {
	ImportPath string
	Imports    []string
	Doc        string
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,Doc", "./...")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []goPackage
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatalf("read go list: %v", err)
		}
		list = append(list, p)
	}
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRooms(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range packages(t) {
		room := strings.TrimPrefix(p.ImportPath, "rightdoor/")
		seen[room] = true
		may, known := rooms[room]
		if !known {
			t.Errorf("%s is no room of the house: put it into the table here and in ARCHITECTURE.md", room)
		}
		for _, imported := range p.Imports {
			ours, own := strings.CutPrefix(imported, "rightdoor/")
			if own && !slices.Contains(may, ours) && !slices.Contains(may, "*") {
				t.Errorf("%s imports %s, which its room may not", room, ours)
			}
			for library, only := range alone {
				if strings.HasPrefix(imported, library) && !slices.Contains(only, room) {
					t.Errorf("%s imports %s, which only %s may", room, imported, strings.Join(only, ", "))
				}
			}
		}
	}
	for room := range rooms {
		if !seen[room] {
			t.Errorf("the table has a room %s that the house has not", room)
		}
	}
}

func TestPackageComments(t *testing.T) {
	for _, p := range packages(t) {
		if p.Doc == "" && p.ImportPath != "rightdoor/internal/archtest" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(t), file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The import table of ARCHITECTURE.md is the one that is tested.
func TestArchitectureTable(t *testing.T) {
	text := read(t, "ARCHITECTURE.md")
	for room, may := range rooms {
		if slices.Contains([]string{"internal/bench", "internal/archtest"}, room) {
			continue
		}
		row := regexp.MustCompile(`(?m)^\| ` + regexp.QuoteMeta(room) + ` \| ([^|]*) \|`).FindStringSubmatch(text)
		if row == nil {
			t.Errorf("ARCHITECTURE.md has no row for %s", room)
			continue
		}
		want := strings.Join(may, ", ")
		switch want {
		case "":
			want = "–"
		case "*":
			want = "everything"
		}
		if row[1] != want {
			t.Errorf("ARCHITECTURE.md lets %s import %q, the test %q", room, row[1], want)
		}
	}
}

// The README names every setting, and none that is not there.
func TestSettings(t *testing.T) {
	text := read(t, "README.md")
	settings := map[string]bool{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[config.Config]()) {
		if f.Tag.Get("env") == "" {
			continue
		}
		settings[f.Tag.Get("env")] = true
		if !strings.Contains(text, "| `"+f.Tag.Get("env")+"` |") {
			t.Errorf("README.md does not name the setting %s", f.Tag.Get("env"))
		}
	}
	for _, row := range regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\|").FindAllStringSubmatch(text, -1) {
		if !settings[row[1]] && !strings.HasPrefix(row[1], "RIGHTDOOR_TEST_") {
			t.Errorf("README.md names a setting %s that is not there", row[1])
		}
	}
}

// The repository speaks of the product alone.
func TestNoForeignPaths(t *testing.T) {
	cmd := exec.Command("git", "ls-files")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Skip("no git checkout")
	}
	foreign := []string{"/wo" + "rk/", "/ro" + "ot/", "proxy.golang" + ".org", "TO" + "DO", "FIX" + "ME"}
	for file := range strings.FieldsSeq(string(out)) {
		if !slices.Contains([]string{".go", ".md", ".yml", ".yaml", ".sql", ".tsv", ""}, filepath.Ext(file)) {
			continue
		}
		text := read(t, file)
		for _, word := range foreign {
			if strings.Contains(text, word) {
				t.Errorf("%s contains %q", file, word)
			}
		}
	}
}
