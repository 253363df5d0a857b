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
	var once, reset bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "try it on a sample workspace",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p.config.Database = demoFile
			if err := p.prepareDemo(cmd.Context(), reset); err != nil {
				return err
			}
			return p.with(cmd.Context(), func(s *store.Store, w models.Workspace) error {
				return p.demo(cmd.Context(), commands.New(s), w, once)
			})
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "stop after the sample answers")
	cmd.Flags().BoolVar(&reset, "reset", false, "make the sample workspace anew")
	return cmd
}

// demo answers the sample questions and then what is typed.
func (p *program) demo(ctx context.Context, runner *commands.Runner, w models.Workspace, once bool) error {
	for _, q := range sampleQuestions {
		fmt.Fprintf(p.out, "> %s\n", q)
		if err := p.answer(ctx, runner, terminal(w, q)); err != nil {
			return err
		}
	}
	if once {
		return nil
	}
	fmt.Fprintln(p.out, "Ask on: another company, `accounts`, `icp`, `help`. An empty line ends.")
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lines := typed(ctx, p.in)
	for p.prompt(); ; p.prompt() {
		line := ""
		select {
		case line = <-lines:
		case <-ctx.Done():
		}
		if line == "" || line == "quit" || line == "exit" {
			fmt.Fprintln(p.out)
			return nil
		}
		if err := p.answer(ctx, runner, terminal(w, line)); err != nil {
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
