package main

import (
	"bufio"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"rightdoor/commands"
	"rightdoor/internal/fault"
	"rightdoor/internal/importer"
	"rightdoor/internal/store"
	"rightdoor/internal/targeting"
	"rightdoor/models"
)

// demoFile is the sample workspace's own database.
var demoFile = filepath.Join("data", "demo.db")

// sample is the workspace of DataInsight, an invented vendor: every company
// and person in it is invented, too.
//
//go:embed sample
var sample embed.FS

// sampleQuestions are asked at the start of the demo.
var sampleQuestions = []string{"/fit acme.com", "/fit globex.com", "/fit VP of Sales"}

func (p *program) demoCommand() *cobra.Command {
	var d demo
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "try it on a sample workspace, here and on a page like Slack",
		Long: "Answer a few questions about an invented workspace, here and on a page that looks and works like Slack,\n" +
			"until Ctrl-C or `quit`. Nothing leaves this machine.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p.config.Database = demoFile
			if err := p.prepareDemo(cmd.Context(), d.reset); err != nil {
				return err
			}
			s, w, err := p.open(cmd.Context())
			if err != nil {
				return err
			}
			d.program, d.workspace, d.runner = p, w, commands.New(s)
			if d.once {
				return errors.Join(d.sampleAnswers(cmd.Context()), s.Close())
			}
			return d.serve(cmd.Context(), s)
		},
	}
	cmd.Flags().BoolVar(&d.once, "once", false, "stop after the sample answers")
	cmd.Flags().BoolVar(&d.reset, "reset", false, "make the sample workspace anew")
	cmd.Flags().BoolVar(&d.open, "open", false, "open the page in the browser")
	cmd.Flags().StringVar(&d.address, "addr", playgroundAddress, "where the page is served, on this machine; the next free port when it is taken")
	return cmd
}

// demo is a run on the sample workspace.
type demo struct {
	*program
	once, reset, open bool
	address           string
	workspace         models.Workspace
	runner            *commands.Runner
}

// sampleAnswers asks the sample questions.
func (d *demo) sampleAnswers(ctx context.Context) error {
	for _, q := range sampleQuestions {
		fmt.Fprintf(d.out, "> %s\n", q)
		if err := d.answer(ctx, d.runner, terminal(d.workspace, q)); err != nil {
			return err
		}
	}
	return nil
}

// serve answers on the page and here, until it is interrupted or told to quit.
func (d *demo) serve(ctx context.Context, s *store.Store) error {
	listener, err := listenNear(ctx, d.address)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	quiet := *d.program
	quiet.out = io.Discard // what the page's service has to say is for operators
	service := newPlayService(&quiet, s, d.workspace, listener, sampleOpening)
	parts, running := errgroup.WithContext(ctx)
	running, quit := context.WithCancel(running)
	defer quit()
	parts.Go(func() error { return service.run(running) })
	parts.Go(func() error {
		if err := d.sampleAnswers(running); err != nil {
			return err
		}
		d.welcome(running, service.slack.Address)
		return d.converse(running, quit)
	})
	return parts.Wait()
}

// welcome tells where the page is.
func (d *demo) welcome(ctx context.Context, address string) {
	fmt.Fprintf(d.out, "The same in a Slack of your own:  %s\n", address)
	fmt.Fprintln(d.out, "Or ask on here: another company, `accounts`, `icp`, `help`. `quit` or Ctrl-C ends.")
	if !d.open {
		return
	}
	if err := browse(ctx, address); err != nil {
		fmt.Fprintln(d.out, "No browser opened; open the address yourself.")
	}
}

// converse answers what is typed. The end of the input ends nothing: the page
// goes on.
func (d *demo) converse(ctx context.Context, quit func()) error {
	lines := typed(ctx, d.in)
	for d.prompt(); ; d.prompt() {
		line, more := "", true
		select {
		case line, more = <-lines:
		case <-ctx.Done():
			more = false
		}
		if !more || line == "quit" || line == "exit" {
			fmt.Fprintln(d.out)
		}
		switch {
		case !more:
			return nil
		case line == "quit" || line == "exit":
			quit()
			return nil
		case line == "":
			continue
		}
		if err := d.answer(ctx, d.runner, d.prompted(ctx, d.runner, terminal(d.workspace, line), lines)); err != nil {
			return err
		}
	}
}

// typed gives the lines of an input, until it or the context ends. It reads in
// the background, so that Ctrl-C ends a prompt nobody answers.
func typed(ctx context.Context, in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		scanner := bufio.NewScanner(in)
		scanner.Buffer(nil, 1<<20)
		for scanner.Scan() {
			select {
			case lines <- scanner.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

func (p *program) prompt() { fmt.Fprint(p.out, "rightdoor> ") }

// answer prints an answer, or the sentence of what went wrong, and goes on.
func (p *program) answer(ctx context.Context, runner *commands.Runner, req commands.Request) error {
	ctx, cancel := context.WithTimeout(ctx, p.patience)
	defer cancel()
	err := p.ask(ctx, runner, req, false)
	if _, ended := errors.AsType[exit](err); err != nil && !ended {
		fmt.Fprintln(p.out, fault.Message(err))
	}
	fmt.Fprintln(p.out)
	return nil
}

// prepareDemo makes the sample workspace where it is not there. It is built
// beside its place and moved there whole, so that a crash leaves none.
func (p *program) prepareDemo(ctx context.Context, reset bool) error {
	_, err := os.Stat(demoFile)
	if err == nil && !reset {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("look for the sample workspace: %w", err)
	}
	building := demoFile + ".new"
	removeDatabase(building)
	if err := buildSample(ctx, building); err != nil {
		return fmt.Errorf("make the sample workspace: %w", err)
	}
	removeDatabase(demoFile)
	return os.Rename(building, demoFile)
}

// removeDatabase removes an SQLite file with what belongs to it.
func removeDatabase(path string) {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(path + suffix)
	}
}

// buildSample makes a database of the sample, by the ordinary ways in.
func buildSample(ctx context.Context, path string) error {
	s, err := store.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	w, err := s.Workspace(ctx, "")
	if err != nil {
		return err
	}
	if err := applySample(ctx, s, w); err != nil {
		return err
	}
	for _, kind := range []importer.Kind{importer.Accounts, importer.Contacts, importer.Signals} {
		if err := importSample(ctx, s, w, kind); err != nil {
			return err
		}
	}
	return s.Checkpoint(ctx)
}

func applySample(ctx context.Context, s *store.Store, w models.Workspace) error {
	text, err := sample.ReadFile("sample/targeting.yaml")
	if err != nil {
		return err
	}
	file, err := targeting.Read("targeting.yaml", text)
	if err != nil {
		return err
	}
	plan, err := commands.New(s).Plan(ctx, w.ID, file, commands.ApplyOptions{By: "sample"})
	if err != nil {
		return err
	}
	return plan.Save(ctx)
}

func importSample(ctx context.Context, s *store.Store, w models.Workspace, kind importer.Kind) error {
	file, err := sample.Open("sample/" + string(kind) + ".csv")
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	report, err := importer.Run(ctx, w.ID, file, s, importer.Options{Kind: kind, Source: "sample", Now: time.Now()})
	if err == nil && report.Trouble > 0 {
		err = fmt.Errorf("sample %s: %s", kind, report.Problems[0])
	}
	return err
}
