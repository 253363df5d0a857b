package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"
	"golang.org/x/text/currency"

	"rightdoor/internal/fault"
	"rightdoor/internal/importer"
	"rightdoor/internal/store"
	"rightdoor/models"
	"rightdoor/scoring"
)

func (p *program) importCommand() *cobra.Command {
	var yes bool
	opts := importer.Options{}
	cmd := &cobra.Command{
		Use:   "import accounts|contacts|signals FILE.csv",
		Short: "take in a file of accounts, contacts or signals",
		Long: "Take in a CSV file. Headers of HubSpot, Salesforce, Apollo, ZoomInfo, LinkedIn and plain ones are recognised.\n" +
			"What cannot be read is reported by line and column and skipped; the same file again changes nothing.",
		Args:      cobra.ExactArgs(2),
		ValidArgs: []string{"accounts", "contacts", "signals"},
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.Kind, opts.File = importer.Kind(args[0]), args[1]
			return p.importFile(cmd, opts, yes)
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "never ask; leave out columns nobody knows, and people among accounts")
	cmd.Flags().BoolVar(&opts.DryRun, "dry-run", false, "read everything and save nothing")
	cmd.Flags().BoolVar(&opts.KeepUnknown, "keep-unknown", false, "keep columns nobody knows as custom facts")
	cmd.Flags().StringVar(&opts.Source, "source", "", "who says it (default: the vendor the header looks like, else the file's name)")
	cmd.Flags().StringVar(&opts.Currency, "currency", "USD", "currency of amounts that name none")
	return cmd
}

func (p *program) importFile(cmd *cobra.Command, opts importer.Options, yes bool) error {
	if opts.Kind != importer.Accounts && opts.Kind != importer.Contacts && opts.Kind != importer.Signals {
		return fault.New(fault.Usage, "%q cannot be imported. Use accounts, contacts or signals.", opts.Kind)
	}
	opts.Currency = strings.ToUpper(opts.Currency)
	if _, err := currency.ParseISO(opts.Currency); err != nil {
		return fault.New(fault.Usage, "%q is no currency. Give its ISO 4217 code, such as USD or EUR.", opts.Currency)
	}
	file, size, err := openFile(opts.File)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	opts.Observed = modified(file)
	if !yes {
		if err := p.confirm(file, &opts); err != nil {
			return err
		}
	}
	return p.with(cmd.Context(), func(s *store.Store, w models.Workspace) error {
		bar := p.progress(size, opts.File)
		opts.Progress = func(read int64) { _ = bar.Set64(read) }
		report, err := importer.Run(cmd.Context(), w.ID, file, s, opts)
		_ = bar.Finish()
		if err == nil || report.Rows > 0 {
			fmt.Fprint(p.out, report.String())
		}
		return err
	})
}

func openFile(path string) (*os.File, int64, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fault.New(fault.NotFound, "There is no file %s.", path)
	}
	if err != nil {
		return nil, 0, fault.New(fault.Failed, "%s cannot be read: %v.", path, err)
	}
	info, err := file.Stat()
	if err != nil || info.IsDir() {
		_ = file.Close()
		return nil, 0, fault.New(fault.Usage, "%s is no file that can be imported.", path)
	}
	return file, info.Size(), nil
}

// modified is when a file was last written: facts without a day were seen by
// then.
func modified(file *os.File) time.Time {
	info, err := file.Stat()
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// interactive tells whether a person is at the other end.
func (p *program) interactive() bool {
	in, ok := p.in.(*os.File)
	return ok && term.IsTerminal(int(in.Fd()))
}

// confirm looks at a file's header before anything is taken in: people do not
// belong among accounts, and columns nobody knows may be worth keeping.
func (p *program) confirm(file *os.File, opts *importer.Options) error {
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil // a pipe can be read only once
	}
	plan, err := importer.Inspect(file, opts.Kind)
	if err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read the file again: %w", err)
	}
	if opts.Kind == importer.Accounts && plan.OfPeople() {
		return fault.New(fault.Usage, "This looks like a file of contacts: it has %s. `rightdoor import contacts %s` takes in the people; --yes takes in their companies alone.",
			scoring.And(plan.People), opts.File)
	}
	if !opts.KeepUnknown && p.interactive() {
		opts.KeepUnknown = p.keep(plan.Unknown())
	}
	return nil
}

// keep asks whether to keep the columns nobody knows.
func (p *program) keep(unknown []string) bool {
	if len(unknown) == 0 {
		return false
	}
	fmt.Fprintf(p.out, "Columns I do not know: %s. Keep them as custom facts? [y/N] ", strings.Join(unknown, ", "))
	answer, _ := bufio.NewReader(p.in).ReadString('\n')
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(answer)), "y")
}

// progress is a bar on a terminal and silent elsewhere.
func (p *program) progress(size int64, name string) *progressbar.ProgressBar {
	out := io.Discard
	if errs, ok := p.errs.(*os.File); ok && term.IsTerminal(int(errs.Fd())) {
		out = errs
	}
	return progressbar.NewOptions64(size,
		progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(name), progressbar.OptionShowBytes(true),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
}

// upper writes a clause as a sentence.
func upper(clause string) string {
	first, n := utf8.DecodeRuneInString(clause)
	return string(unicode.ToUpper(first)) + clause[n:] + "."
}
