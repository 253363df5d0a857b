package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"rightdoor/commands"
	"rightdoor/internal/config"
	"rightdoor/internal/fault"
	"rightdoor/internal/store"
	"rightdoor/models"
)

// program is one run of the binary. It builds everything from the settings and
// is the only place that knows all rooms.
type program struct {
	environ   []string
	in        io.Reader
	out, errs io.Writer

	config    config.Config
	log       *slog.Logger
	workspace string        // --workspace
	patience  time.Duration // how long a person waits for an answer at most
}

// answerIn is the patience of a person at the terminal.
const answerIn = 10 * time.Second

// The exit codes of the program.
const (
	exitFailed = iota + 1
	exitUsage
	exitNotFound
	exitRefused
	exitUnavailable
)

var exitCodes = map[fault.Kind]int{
	fault.Failed: exitFailed, fault.Usage: exitUsage, fault.NotFound: exitNotFound,
	fault.Refused: exitRefused, fault.Unavailable: exitUnavailable,
}

// exit ends the program with a code and no more words.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// execute runs a command line and gives the exit code.
func (p *program) execute(ctx context.Context, args []string) int {
	p.log = terminalLog(p.errs, p.config)
	root := p.root()
	root.SetArgs(args)
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.errs)
	err := root.ExecuteContext(ctx)
	if code, ok := errors.AsType[exit](err); ok {
		return int(code)
	}
	if err == nil {
		return 0
	}
	code := p.explain(err)
	if ctx.Err() != nil { // stopped by a person, whatever that broke
		return exitFailed
	}
	return code
}

// explain tells a person what went wrong; what is not written for people goes
// to the log beside a calm sentence.
func (p *program) explain(err error) int {
	kind := fault.KindOf(err)
	_, told := errors.AsType[*fault.Error](err)
	if _, usage := errors.AsType[usageError](err); usage {
		fmt.Fprintf(p.errs, "%s\n`rightdoor help` lists the commands.\n", upper(err.Error()))
		return exitUsage
	}
	if !told || kind == fault.Failed {
		p.log.Error("Failed", "error", err)
	}
	fmt.Fprintln(p.errs, fault.Message(err))
	return exitCodes[kind]
}

// usageError is a command line that cannot be read.
type usageError struct{ error }

// root is the command line.
func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "rightdoor",
		Short:         "Which companies are worth going to, and whom to see there",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE:          helpOrUnknown,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			c, err := config.Load(p.environ)
			p.config, p.log = c, terminalLog(p.errs, c)
			return err
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.PersistentFlags().StringVar(&p.workspace, "workspace", "", "name of the workspace, where there are several")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(
		p.demoCommand(), p.askCommand(), p.alertsCommand(), p.initCommand(), p.applyCommand(), p.exportCommand(),
		p.importCommand(), p.parseCommand(), p.managerCommand(), p.workspaceCommand(),
		p.serveCommand(), p.healthCommand(), p.manifestCommand(), p.configCommand(),
	)
	checkArgs(root)
	return root
}

// checkArgs makes what cobra says of wrong arguments a usageError, in all
// commands below one.
func checkArgs(parent *cobra.Command) {
	for _, cmd := range parent.Commands() {
		check := cmd.Args
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if check != nil && check(cmd, args) != nil {
				return usageError{fmt.Errorf("write it as `%s`", cmd.UseLine())}
			}
			return nil
		}
		checkArgs(cmd)
	}
}

// group is a command that only has others below it.
func group(use, short string, commands ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: short, RunE: helpOrUnknown}
	cmd.AddCommand(commands...)
	return cmd
}

// helpOrUnknown answers a command line that names no command.
func helpOrUnknown(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("there is no command %q", args[0])}
	}
	return cmd.Help()
}

// open opens the database and finds the workspace to work in, within a
// person's patience.
func (p *program) open(ctx context.Context) (*store.Store, models.Workspace, error) {
	ctx, cancel := context.WithTimeout(ctx, p.patience)
	defer cancel()
	s, err := store.Open(ctx, p.config.Database)
	if err != nil {
		return nil, models.Workspace{}, err
	}
	w, err := s.Workspace(ctx, p.workspace)
	if err != nil {
		_ = s.Close()
		return nil, w, err
	}
	return s, w, nil
}

// with runs fn on the configured database.
func (p *program) with(ctx context.Context, fn func(s *store.Store, w models.Workspace) error) error {
	s, w, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	return fn(s, w)
}

// terminal is who asks at the terminal: a manager.
func terminal(w models.Workspace, text string) commands.Request {
	return commands.Request{Workspace: w.ID, User: "terminal", Name: "the terminal", Role: commands.Manager, Text: text}
}
