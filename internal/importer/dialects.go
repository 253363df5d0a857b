package importer

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"sync"

	"rightdoor/internal/language"
)

//go:embed dialects/*.tsv
var dialectFiles embed.FS

// ignored is the field of a column that holds nothing rightdoor uses.
const ignored = "-"

// dialect is what one vendor calls its columns.
type dialect struct {
	name   string
	label  string
	fields map[string]string // by folded header
}

// dialects gives all of them; rightdoor's own comes first and wins ties.
var dialects = sync.OnceValue(loadDialects)

// loadDialects panics on a malformed file: it is part of the program.
func loadDialects() []*dialect {
	files, err := fs.Glob(dialectFiles, "dialects/*.tsv")
	if err != nil {
		panic(err)
	}
	var all []*dialect
	for _, file := range files {
		d := loadDialect(file)
		if d.name == "rightdoor" {
			all = append([]*dialect{d}, all...)
			continue
		}
		all = append(all, d)
	}
	return all
}

func loadDialect(file string) *dialect {
	text, err := dialectFiles.ReadFile(file)
	if err != nil {
		panic(err)
	}
	d := &dialect{name: strings.TrimSuffix(path.Base(file), ".tsv"), fields: map[string]string{}}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\r\n")
		if label, ok := strings.CutPrefix(line, "#label:"); ok {
			d.label = strings.TrimSpace(label)
		}
		header, field, ok := strings.Cut(line, "\t")
		switch {
		case strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "#label:"):
		case !ok || !isField(field):
			panic(fmt.Sprintf("%s: %q is no header and field", file, line))
		default:
			d.fields[foldHeader(header)] = field
		}
	}
	return d
}

// foldHeader takes case, spaces and punctuation from a header.
func foldHeader(header string) string {
	return strings.ReplaceAll(language.Fold(header), " ", "")
}

// lookUp finds the field of a header, in this dialect and then in the others;
// a year at the header's end is taken off. The field is "" when nobody knows
// it.
func (d *dialect) lookUp(header string) (field string, year int) {
	key := foldHeader(header)
	if field = d.find(key); field != "" {
		return field, 0
	}
	if len(key) > 4 {
		end := len(key) - 4
		n, err := strconv.Atoi(key[end:])
		if err == nil && 1990 <= n && n <= 2100 {
			if field = d.find(key[:end]); field != "" {
				return field, n
			}
		}
	}
	if name, ok := strings.CutPrefix(strings.TrimSpace(strings.ToLower(header)), "custom."); ok && slugOf(name) != "" {
		return "custom." + slugOf(name), 0
	}
	return "", 0
}

func (d *dialect) find(key string) string {
	if field := d.fields[key]; field != "" {
		return field
	}
	for _, other := range dialects() {
		if field := other.fields[key]; field != "" {
			return field
		}
	}
	return ""
}

// bestDialect is the one that knows most of the headers by itself.
func bestDialect(headers []string) *dialect {
	var best *dialect
	most := -1
	for _, d := range dialects() {
		known := 0
		for _, header := range headers {
			if d.knows(header) {
				known++
			}
		}
		if known > most {
			best, most = d, known
		}
	}
	return best
}

func (d *dialect) knows(header string) bool {
	key := foldHeader(header)
	return d.fields[key] != "" || len(key) > 4 && d.fields[strings.TrimRight(key, "0123456789")] != ""
}

// knownHeaders counts the cells that are a header in some dialect.
func knownHeaders(cells []string) int {
	known := 0
	for _, cell := range cells {
		if field, _ := dialects()[0].lookUp(cell); field != "" {
			known++
		}
	}
	return known
}

func slugOf(text string) string {
	return strings.ReplaceAll(language.Fold(text), " ", "_")
}
