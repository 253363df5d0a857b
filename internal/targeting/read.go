package targeting

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"rightdoor/internal/fault"
)

// Bounds on what is read. A file of fifty ICPs with four personas each has
// about 400 KB.
const (
	maxBytes    = 1 << 20
	maxLines    = 20_000 // the parser's time grows with their square,
	maxBlank    = 100    // and steeply so with empty ones in a row
	maxDepth    = 32     // lists and maps within each other
	maxProblems = 20     // told at once; the rest is counted
)

// Read reads a targeting file; name stands in front of every problem. The
// error is a fault of kind Usage with one line for each problem, in the file's
// order, at most 20 and the number of those left out.
func Read(name string, text []byte) (*File, error) {
	r := &reader{name: name}
	f := r.file(text)
	if err := r.err(); err != nil {
		return nil, err
	}
	return f, nil
}

// reader reads one file and keeps what is wrong with it.
type reader struct {
	name     string
	problems []problem
}

type problem struct {
	line, column int // from 1
	text         string
}

// wrong notes a problem at a node.
func (r *reader) wrong(at ast.Node, format string, args ...any) {
	line, column := position(at)
	r.add(line, column, fmt.Sprintf(format, args...))
}

// add notes a problem; a place in the file has one at most, since a second is
// nearly always an echo of the first.
func (r *reader) add(line, column int, text string) {
	for _, p := range r.problems {
		if p.line == line && p.column == column {
			return
		}
	}
	if !r.full() {
		r.problems = append(r.problems, problem{line, column, text})
	}
}

// full tells that enough is wrong. Ten times more is kept than is shown, so
// that what is shown comes in the file's order whatever the order of the
// checks.
func (r *reader) full() bool { return len(r.problems) >= 10*maxProblems }

func (r *reader) err() error {
	if len(r.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(r.problems, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column))
	})
	var lines []string
	for _, p := range r.problems[:min(len(r.problems), maxProblems)] {
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s", r.name, p.line, p.column, oneLine(p.text)))
	}
	if more := len(r.problems) - maxProblems; more > 0 {
		lines = append(lines, fmt.Sprintf("%s: and %d more; mend these first.", r.name, more))
	}
	return fault.New(fault.Usage, "%s", strings.Join(lines, "\n"))
}

// oneLine keeps what a file holds from breaking the line of a problem.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// file reads the whole text; what it gives counts only without problems.
func (r *reader) file(text []byte) *File {
	root := r.parse(text)
	if root == nil {
		return nil
	}
	f := &File{name: r.name}
	given := readFields(r, root, fileKeys, fileFields, f)
	if len(given) == 0 && len(r.problems) == 0 {
		r.wrong(root, "The file holds nothing. Start it with icps: and a list of ICPs.")
	}
	return f
}

// parse gives the file's one document, or notes why there is none.
func (r *reader) parse(text []byte) ast.Node {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	if !r.readable(text) {
		return nil
	}
	tokens := lexer.Tokenize(string(text))
	if !r.shallow(tokens) {
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.syntax(err)
		return nil
	}
	return r.document(file.Docs)
}

// readable refuses what no parser should be asked to look at.
func (r *reader) readable(text []byte) bool {
	if len(text) > maxBytes {
		r.add(1, 1, "The file is larger than 1 MB, and a targeting file never is. Is it the right one?")
		return false
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) > maxLines {
		r.add(1, 1, fmt.Sprintf("The file has more than %d lines, and a targeting file never has. Is it the right one?", maxLines))
		return false
	}
	blank := 0
	for i, line := range lines {
		if column := strings.IndexFunc(line, notText); column >= 0 {
			r.add(i+1, utf8.RuneCountInString(line[:column])+1, "This is not plain text. Save the file as UTF-8.")
			return false
		}
		if blank++; strings.TrimSpace(line) != "" {
			blank = 0
		}
		if blank > maxBlank {
			r.add(i+1, 1, fmt.Sprintf("There are more than %d empty lines in a row here. Delete them.", maxBlank))
			return false
		}
	}
	return true
}

func notText(c rune) bool { return c == utf8.RuneError || c < ' ' && c != '\t' }

// shallow refuses nesting that would cost the parser its stack, and the parts
// of YAML by which a small file becomes a large one.
func (r *reader) shallow(tokens token.Tokens) bool {
	depth, line, dashes := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, dashes = t.Position.Line, 0
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		case token.SequenceEntryType, token.MappingKeyType:
			dashes++
		case token.AnchorType, token.AliasType, token.MergeKeyType, token.TagType, token.DirectiveType:
			r.add(line, t.Position.Column, fmt.Sprintf("%q is a short form of YAML that targeting files do without. Write the value out.", t.Value))
			return false
		}
		if depth > maxDepth || dashes > maxDepth {
			r.add(line, t.Position.Column, "Lists and maps are nested too deeply here. A targeting file needs no more than six levels.")
			return false
		}
	}
	return true
}

// syntax notes what the parser could not read.
func (r *reader) syntax(err error) {
	var e yaml.Error
	if !errors.As(err, &e) || e.GetToken() == nil {
		r.add(1, 1, "This is not YAML. Compare it with the example that export writes.")
		return
	}
	at := e.GetToken().Position
	if strings.Contains(e.GetMessage(), "\t") {
		r.add(at.Line, max(at.Column, 1), "This is a tab, which YAML does not indent with. Use spaces.")
		return
	}
	r.add(at.Line, max(at.Column, 1), fmt.Sprintf("This is not YAML: %s. Check indentation, quotes and brackets here and on the line above.", e.GetMessage()))
}

func (r *reader) document(docs []*ast.DocumentNode) ast.Node {
	var body ast.Node
	for _, d := range docs {
		if d.Body == nil || d.Body.Type() == ast.CommentType {
			continue
		}
		if body != nil {
			r.wrong(d.Body, "A second document starts here. Put all ICPs into one list.")
			return nil
		}
		body = d.Body
	}
	if body == nil {
		r.add(1, 1, "The file is empty. Start it with icps: and a list of ICPs.")
	}
	return body
}
