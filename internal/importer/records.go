package importer

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// The bounds on one record. A quote that is open for longer was never meant
// to open.
const (
	maxLine  = 1 << 20 // bytes
	maxLines = 200
)

// record is one row of a file. Its cells are valid until the next one is read.
type record struct {
	line    int // where it starts, from 1
	cells   []string
	trouble string // why it cannot be read; then there are no cells
}

func (r record) blank() bool {
	for _, c := range r.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// records splits a file into rows: CSV as in RFC 4180 with any one-byte
// delimiter. It is more forgiving than encoding/csv in two ways: a quote
// inside an unquoted cell is a character, and a quote that is never closed
// spoils only its line, not all that follow.
type records struct {
	in        *bufio.Reader
	delimiter byte
	newline   byte
	line      int      // lines taken
	pushed    []string // lines taken too early, in their order
	cells     []string
}

// next gives the next record that is not an empty line, io.EOF at the end.
func (r *records) next() (record, error) {
	for {
		text, trouble, err := r.take()
		if err != nil {
			return record{}, err
		}
		rec := record{line: r.line, trouble: trouble}
		if trouble == "" && text == "" {
			continue
		}
		if trouble == "" {
			rec.cells, rec.trouble = r.split(text)
		}
		return rec, nil
	}
}

// take gives the next line without its end.
func (r *records) take() (text, trouble string, err error) {
	if len(r.pushed) > 0 {
		text, r.pushed = r.pushed[0], r.pushed[1:]
		r.line++
		return text, "", nil
	}
	part, err := r.in.ReadSlice(r.newline)
	if errors.Is(err, bufio.ErrBufferFull) {
		return r.takeLong(part)
	}
	if err != nil && (len(part) == 0 || !errors.Is(err, io.EOF)) {
		return "", "", err
	}
	r.line++
	return string(trimLine(part)), "", nil
}

func trimLine(line []byte) []byte {
	return bytes.TrimRight(line, "\r\n")
}

// takeLong takes a line that is longer than the buffer, and passes over one
// that is longer than a record may be.
func (r *records) takeLong(start []byte) (text, trouble string, err error) {
	line := append([]byte(nil), start...)
	r.line++
	for {
		part, err := r.in.ReadSlice(r.newline)
		if len(line) <= maxLine {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return "", "", err
		case len(line) > maxLine:
			return "", "this line is longer than a megabyte", nil
		}
		return string(trimLine(line)), "", nil
	}
}

// split takes a line apart, and further lines where a quoted cell runs on.
func (r *records) split(text string) (cells []string, trouble string) {
	r.cells = r.cells[:0]
	if strings.IndexByte(text, '"') < 0 {
		r.splitPlain(text)
	} else if trouble = r.splitQuoted(text); trouble != "" {
		return nil, trouble
	}
	if !plainText(text) {
		r.mend()
	}
	return r.cells, ""
}

func (r *records) splitPlain(text string) {
	for {
		i := strings.IndexByte(text, r.delimiter)
		if i < 0 {
			r.cells = append(r.cells, text)
			return
		}
		r.cells = append(r.cells, text[:i])
		text = text[i+1:]
	}
}

func (r *records) splitQuoted(text string) (trouble string) {
	for {
		cell, rest, more := "", "", false
		if strings.HasPrefix(text, `"`) {
			cell, rest, more, trouble = r.quoted(text[1:])
		} else {
			cell, rest, more = strings.Cut(text, string(rune(r.delimiter)))
		}
		if trouble != "" {
			return trouble
		}
		r.cells = append(r.cells, cell)
		if !more {
			return ""
		}
		text = rest
	}
}

// quoted takes a cell whose quote is open, and the delimiter after it. When it
// is never closed, or by a quote that opens another cell, the lines it ran over
// are given back.
func (r *records) quoted(text string) (cell, rest string, more bool, trouble string) {
	var taken []string
	end, from := 0, 0
	for {
		if end = closing(text, from); end >= 0 {
			break
		}
		from = len(text)
		line, long, err := r.take()
		if err != nil || long != "" || len(taken) == maxLines || len(text)+len(line) > maxLine {
			if err == nil && long == "" {
				taken = append(taken, line)
			}
			r.giveBack(taken)
			return "", "", false, "a quote opens here and is never closed"
		}
		taken = append(taken, line)
		text += "\n" + line
	}
	cell, rest = text[:end], strings.TrimLeft(text[end+1:], " ")
	cell = strings.ReplaceAll(cell, `""`, `"`)
	switch {
	case rest == "":
		return cell, "", false, ""
	case rest[0] == r.delimiter:
		return cell, rest[1:], true, ""
	}
	r.giveBack(taken)
	return "", "", false, "text follows a closing quote"
}

// giveBack lets lines that were taken too early be taken again.
func (r *records) giveBack(taken []string) {
	r.line -= len(taken)
	r.pushed = append(taken, r.pushed...)
}

// closing finds the quote that closes a cell, -1 when there is none from i on.
func closing(text string, i int) int {
	for i < len(text) {
		n := strings.IndexByte(text[i:], '"')
		if n < 0 {
			return -1
		}
		i += n
		if i+1 == len(text) || text[i+1] != '"' {
			return i
		}
		i += 2
	}
	return -1
}

// plainText tells whether a line needs no mending.
func plainText(text string) bool {
	return strings.IndexByte(text, 0) < 0 && utf8.ValidString(text)
}

// mend reads cells that are not UTF-8 as Windows-1252, in which older
// spreadsheets save, and drops NUL bytes, which no database keeps.
func (r *records) mend() {
	for i, c := range r.cells {
		if !utf8.ValidString(c) {
			c, _ = charmap.Windows1252.NewDecoder().String(c)
		}
		r.cells[i] = strings.ReplaceAll(c, "\x00", "")
	}
}
