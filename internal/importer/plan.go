package importer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"rightdoor/internal/fault"
	"rightdoor/models"
)

// Plan is how a file will be read.
type Plan struct {
	Kind      Kind
	Dialect   string // "hubspot"; the file of the dialects that knows most columns
	Label     string // "HubSpot"; "" when the file is nobody's export in particular
	Delimiter rune
	Line      int // of the header, from 1
	Columns   []Column
	Sample    [][]string // the first rows, at most three
	People    []string   // headers that tell of a person; none where the kind is Contacts

	people int // what they weigh
}

// Column is one column of a file.
type Column struct {
	Header string
	Field  string // "employees", "custom.batch"; "-" is of no use for this kind, "" is not known
	Year   int    // that the header ends in: employees_2024; 0 for none
}

// Unknown lists the headers nobody knows.
func (p *Plan) Unknown() []string {
	var headers []string
	for _, c := range p.Columns {
		if c.Field == "" && strings.TrimSpace(c.Header) != "" {
			headers = append(headers, c.Header)
		}
	}
	return headers
}

// Unused lists the headers that are known and of no use for this kind.
func (p *Plan) Unused() []string {
	var headers []string
	for _, c := range p.Columns {
		if c.Field == ignored && strings.TrimSpace(c.Header) != "" {
			headers = append(headers, c.Header)
		}
	}
	return headers
}

// OfPeople tells whether a file is likelier to be one of contacts: it names
// people, or tells what they do and where to write to them. A company may well
// have an address alone.
func (p *Plan) OfPeople() bool { return p.people >= enoughOfPeople }

// enoughOfPeople is how much the columns of a person have to weigh together.
const enoughOfPeople = 2

// peopleWeights are what columns of a person say about whose file it is.
var peopleWeights = map[string]int{"first_name": 2, "last_name": 2, "full_name": 2, "title": 1, "email": 1, "role": 1}

// usable tells a person what is missing of a header that names no company.
func (p *Plan) usable() error {
	naming := []string{"name", "company", "domain", "website"}
	if p.Kind == Contacts {
		naming = []string{"company", "domain", "website", "email"}
	}
	found := map[string]bool{}
	for _, c := range p.Columns {
		found[c.Field] = true
	}
	if !slices.ContainsFunc(naming, func(f string) bool { return found[f] }) {
		return fault.New(fault.Usage, "No column of this file says which company a row is about. Give one the header %s.", alternatives(naming))
	}
	if p.Kind == Signals && !found["signal"] {
		return fault.New(fault.Usage, "No column of this file says what happened. Give one the header signal.")
	}
	return nil
}

func alternatives(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// file is an opened file, past its header.
type file struct {
	records *records
	plan    Plan
}

// errEmpty is the answer to a file without a header.
var errEmpty = fault.New(fault.Usage, "The file is empty. It needs a first line that names its columns, for example: name, domain, industry, employees, country.")

// errExcel is the answer to a spreadsheet as Excel saves it.
var errExcel = fault.New(fault.Usage, "This is an Excel file. Save it as CSV and import that.")

// excelMarks are the first bytes of .xlsx (a ZIP archive) and .xls.
var excelMarks = []string{"PK\x03\x04", "\xd0\xcf\x11\xe0"}

// Inspect reads a file's header and first rows, and tells how it would be
// read. kind may be empty; then the header decides. The error is a fault when
// the file is empty or an Excel file.
func Inspect(r io.Reader, kind Kind) (Plan, error) {
	file, err := open(r, kind)
	if err != nil {
		return Plan{}, err
	}
	for len(file.plan.Sample) < 3 {
		rec, err := file.records.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return file.plan, fmt.Errorf("read the first rows: %w", err)
		}
		if rec.trouble == "" && !rec.blank() {
			file.plan.Sample = append(file.plan.Sample, slices.Clone(rec.cells))
		}
	}
	return file.plan, nil
}

// headSize is how much of a file decides about its form. A line is read
// without copying up to this length.
const headSize = 64 << 10

// open decodes a file and reads its header.
func open(r io.Reader, kind Kind) (*file, error) {
	in := bufio.NewReaderSize(r, headSize)
	if start, _ := in.Peek(4); slices.Contains(excelMarks, string(start)) {
		return nil, errExcel
	}
	if start, _ := in.Peek(3); hasBOM(start) {
		decoder := unicode.BOMOverride(encoding.Nop.NewDecoder())
		in = bufio.NewReaderSize(transform.NewReader(in, decoder), headSize)
	}
	head, err := in.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, fmt.Errorf("read the file's head: %w", err)
	}
	form := sniff(head)
	records := &records{in: in, delimiter: form.delimiter, newline: form.newline}
	for {
		rec, err := records.next()
		if errors.Is(err, io.EOF) {
			return nil, errEmpty
		}
		if err != nil {
			return nil, fmt.Errorf("read the header: %w", err)
		}
		if rec.line >= form.header && rec.trouble == "" && !rec.blank() {
			plan := planFor(rec, kind)
			plan.Delimiter = rune(form.delimiter)
			return &file{records, plan}, nil
		}
	}
}

func hasBOM(start []byte) bool {
	return bytes.HasPrefix(start, []byte("\xef\xbb\xbf")) || bytes.HasPrefix(start, []byte("\xff\xfe")) || bytes.HasPrefix(start, []byte("\xfe\xff"))
}

// form is the outer form of a file.
type form struct {
	delimiter byte
	newline   byte
	header    int // its line, from 1
}

// headRows is how far down a header may stand: below notes and titles.
const headRows = 20

// sniff finds delimiter and header together: the delimiter by which some row
// has the most headers that a dialect knows, then the first such row with at
// least two. Where nothing is known the first row's most frequent delimiter
// decides.
func sniff(head []byte) form {
	best := form{delimiter: ',', newline: '\n', header: 1}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		best.newline = '\r'
	}
	known, cells := 0, 0
	for _, delimiter := range []byte(",;\t|") {
		line, k, n := findHeader(head, delimiter, best.newline)
		if k > known || k == known && n > cells {
			best.delimiter, best.header, known, cells = delimiter, line, k, n
		}
	}
	return best
}

// findHeader gives the line of the likeliest header, how many of its cells a
// dialect knows, and how many it has.
func findHeader(head []byte, delimiter, newline byte) (line, known, cells int) {
	rows := &records{in: bufio.NewReader(bytes.NewReader(head)), delimiter: delimiter, newline: newline}
	for range headRows {
		rec, err := rows.next()
		if err != nil {
			break
		}
		if rec.trouble != "" || rec.blank() || strings.HasPrefix(rec.cells[0], "sep=") {
			continue
		}
		k := knownHeaders(rec.cells)
		if line == 0 || k > known && k >= 2 {
			line, known, cells = rec.line, k, len(rec.cells)
		}
		if known >= 2 && k < known {
			break // below the header
		}
	}
	return max(line, 1), known, cells
}

// planFor matches a header.
func planFor(rec record, kind Kind) Plan {
	if kind == "" {
		kind = guessKind(rec.cells)
	}
	best := bestDialect(rec.cells)
	plan := Plan{Kind: kind, Dialect: best.name, Label: best.label, Line: rec.line}
	for _, header := range rec.cells {
		field, year := best.lookUp(header)
		header = strings.Join(strings.Fields(models.CleanText(header)), " ")
		plan.Columns = append(plan.Columns, Column{Header: header, Field: fieldFor(kind, field), Year: year})
		if weight := peopleWeights[field]; weight > 0 && kind != Contacts {
			plan.People = append(plan.People, header)
			plan.people += weight
		}
	}
	return plan
}

// guessKind tells what the rows are from what their columns are.
func guessKind(headers []string) Kind {
	best := bestDialect(headers)
	for _, header := range headers {
		switch field, _ := best.lookUp(header); field {
		case "first_name", "last_name", "full_name", "email", "title":
			return Contacts
		case "signal":
			return Signals
		}
	}
	return Accounts
}
