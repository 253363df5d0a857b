package importer

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/models"
)

// Kind says what the rows of a file are.
type Kind string

// The kinds. The empty Kind lets the header decide.
const (
	Accounts Kind = "accounts"
	Contacts Kind = "contacts"
	Signals  Kind = "signals"
)

// Options say how to read a file.
type Options struct {
	Kind        Kind
	Source      string           // who says it; the dialect's label when "", else File without its extension
	File        string           // the file's name
	Currency    string           // ISO 4217, of amounts that name none; USD when ""
	Observed    time.Time        // of rows without a date; best the file's modification time; Now when zero
	KeepUnknown bool             // keep columns nobody knows as custom facts
	DryRun      bool             // read everything, record nothing
	Now         time.Time        // the clock when zero
	Progress    func(read int64) // told now and then how many bytes have been read; may be nil
}

// Sink records changes, all or none of a call. It must not keep the slice, and
// recording a change a second time must change nothing.
type Sink interface {
	Record(ctx context.Context, workspace int64, changes []models.Change) (models.Recorded, error)
}

// batchSize is how many changes go to the sink at once: enough that a commit
// costs little beside them, and few enough to hold in memory.
const batchSize = 2000

// Run reads a file into the sink. The report is valid also beside an error:
// it tells what was in by then. Errors are faults: a file without a usable
// header, with an empty report, or a sink that failed.
func Run(ctx context.Context, workspace int64, r io.Reader, sink Sink, opts Options) (Report, error) {
	opts = opts.filled()
	counted := &countingReader{r: r}
	file, err := open(counted, opts.Kind)
	if err == nil {
		err = file.plan.usable()
	}
	if err != nil {
		return Report{}, err
	}
	report := newReport(file.plan, opts)
	run := run{file: file, sink: sink, workspace: workspace, opts: opts, report: &report, read: counted}
	run.parser = newParser(file.plan, opts, &report)
	err = run.all(ctx)
	return report, err
}

func (o Options) filled() Options {
	if o.Currency == "" {
		o.Currency = "USD"
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if o.Observed.IsZero() {
		o.Observed = o.Now
	}
	return o
}

// source names who says what a file says; label is its dialect's.
func (o Options) source(label string) string {
	name := filepath.Base(o.File)
	switch {
	case o.Source != "":
		return o.Source
	case label != "":
		return label
	case o.File != "":
		return strings.TrimSuffix(name, filepath.Ext(name))
	}
	return "import"
}

// run is one file on its way into a sink.
type run struct {
	file      *file
	parser    *parser
	sink      Sink
	workspace int64
	opts      Options
	report    *Report
	read      *countingReader
	batch     []models.Change
	waiting   int // rows in the batch
	idle      int // of those, that gave nothing
}

func (r *run) all(ctx context.Context) error {
	for {
		rec, err := r.file.records.next()
		if errors.Is(err, io.EOF) {
			return r.flush(ctx)
		}
		if err != nil {
			return r.stopped(err, "the file could not be read further")
		}
		r.row(rec)
		if len(r.batch) >= batchSize || r.waiting >= batchSize {
			if err := r.flush(ctx); err != nil {
				return err
			}
		}
	}
}

func (r *run) row(rec record) {
	if rec.trouble == "" && rec.blank() {
		return
	}
	r.report.Rows++
	r.waiting++
	before := len(r.batch)
	r.batch = r.parser.row(rec, r.batch)
	if len(r.batch) == before {
		r.report.Skipped++
		r.idle++
	}
}

// flush records the batch.
func (r *run) flush(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return r.stopped(err, "the import was stopped")
	}
	if !r.opts.DryRun && len(r.batch) > 0 {
		recorded, err := r.sink.Record(ctx, r.workspace, r.batch)
		if err != nil {
			return r.stopped(err, "the rest could not be recorded")
		}
		r.report.Recorded = r.report.Recorded.Add(recorded)
	}
	r.report.In += r.waiting
	r.waiting, r.idle, r.batch = 0, 0, r.batch[:0]
	if r.opts.Progress != nil {
		r.opts.Progress(r.read.n)
	}
	return nil
}

// stopped says how far the import came. Rows that were read and are not in no
// longer count.
func (r *run) stopped(cause error, what string) error {
	r.report.Rows -= r.waiting
	r.report.Skipped -= r.idle
	kind := fault.KindOf(cause)
	rows := r.report.In
	if r.opts.DryRun {
		rows = 0
	}
	return fault.New(kind, "%s of the file's rows are in, then %s.%s Import the same file again: nothing is recorded twice.",
		number(rows), what, reason(cause)).Because(cause)
}

// reason gives the sentence of a cause that has one, such as a full disk's,
// without the promise that nothing was changed: batches are in.
func reason(cause error) string {
	known, ok := errors.AsType[*fault.Error](cause)
	if !ok {
		return ""
	}
	sentence, _, _ := strings.Cut(known.Message, " Nothing was changed")
	return " " + sentence
}

// countingReader counts what is read.
type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
