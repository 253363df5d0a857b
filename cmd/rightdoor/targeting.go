package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"rightdoor/commands"
	"rightdoor/internal/fault"
	"rightdoor/internal/store"
	"rightdoor/internal/targeting"
	"rightdoor/models"
)

// targetingFile is the file that init writes and apply reads by default.
const targetingFile = "targeting.yaml"

func (p *program) initCommand() *cobra.Command {
	var profile string
	cmd := &cobra.Command{
		Use:   "init",
		Short: "write a targeting.yaml to start from",
		Long:  "Write a targeting.yaml to start from. An existing one is never overwritten.\n\nReady profiles:\n" + profileList(),
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			text, err := profileText(profile)
			if err != nil {
				return err
			}
			return p.writeNew(targetingFile, text)
		},
	}
	cmd.Flags().StringVar(&profile, "profile", "", "the ready profile to start from")
	return cmd
}

func profileList() string {
	var lines []string
	for _, p := range targeting.Profiles() {
		lines = append(lines, fmt.Sprintf("  %-18s %s", p.Name, p.Summary))
	}
	return strings.Join(lines, "\n")
}

func profileText(name string) (string, error) {
	for _, p := range targeting.Profiles() {
		if p.Name == name {
			return p.Text, nil
		}
	}
	if name == "" {
		return "", fault.New(fault.Usage, "Which profile? `rightdoor init --profile NAME`, with one of:\n%s", profileList())
	}
	return "", fault.New(fault.NotFound, "There is no profile %q. There is:\n%s", name, profileList())
}

func (p *program) writeNew(path, text string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fault.New(fault.Refused, "%s is there already and stays as it is. Move it away first, or run this in another folder.", path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if _, err := io.WriteString(file, text); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", path, err), file.Close())
	}
	fmt.Fprintf(p.out, "%s is written. Make it yours, then: rightdoor apply %s\n", path, path)
	return file.Close()
}

func (p *program) applyCommand() *cobra.Command {
	var dry bool
	opts := commands.ApplyOptions{By: "terminal"}
	cmd := &cobra.Command{
		Use:   "apply [FILE]",
		Short: "put a targeting file in force",
		Long: "Put a targeting file in force: every ICP it changes gets a new version, which is published.\n" +
			"A list of alerts says which channels hear of new fits.\n" +
			"Nothing is saved unless all of the file is valid. The way back is `icp publish NAME@VERSION`.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if opts.Draft && opts.Prune {
				return fault.New(fault.Usage, "--draft puts nothing in force and --prune takes out of force. Use one of them.")
			}
			file, err := p.readTargeting(append(args, targetingFile)[0])
			if err != nil {
				return err
			}
			return p.with(cmd.Context(), func(s *store.Store, w models.Workspace) error {
				plan, err := commands.New(s).Plan(cmd.Context(), w.ID, file, opts)
				if err != nil {
					return err
				}
				return p.apply(cmd, plan, dry, opts)
			})
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "show what would change and save nothing")
	cmd.Flags().BoolVar(&opts.Draft, "draft", false, "save new versions as drafts and publish nothing")
	cmd.Flags().StringVar(&opts.By, "by", opts.By, "who applies it; a Slack user, by id, is told when an alert of the file stops")
	cmd.Flags().BoolVar(&opts.Prune, "prune", false, "archive the ICPs that the file does not hold, and turn off the alerts where it has some")
	return cmd
}

func (p *program) apply(cmd *cobra.Command, plan *commands.Applying, dry bool, opts commands.ApplyOptions) error {
	fmt.Fprintln(p.out, plan.Text())
	if dry || len(plan.Differences) == 0 {
		return nil
	}
	if err := plan.Save(cmd.Context()); err != nil {
		return err
	}
	if opts.Draft {
		fmt.Fprintln(p.out, "Saved as drafts. `rightdoor ask \"icp publish NAME\"` puts one in force.")
		return nil
	}
	fmt.Fprintln(p.out, "In force. `rightdoor ask \"icp publish NAME@VERSION\"` goes back to an earlier version.")
	return nil
}

// readTargeting reads a targeting file; "-" is the standard input.
func (p *program) readTargeting(path string) (*targeting.File, error) {
	if path == "-" {
		text, err := io.ReadAll(io.LimitReader(p.in, 2<<20))
		if err != nil {
			return nil, fmt.Errorf("read the standard input: %w", err)
		}
		return targeting.Read("standard input", text)
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "There is no file %s. `rightdoor init --profile NAME` writes one to start from.", path)
	}
	if err != nil {
		return nil, fault.New(fault.Failed, "%s cannot be read: %v.", path, err)
	}
	return targeting.Read(path, text)
}

func (p *program) exportCommand() *cobra.Command {
	return group("export", "write what is stored as a file", &cobra.Command{
		Use:   "targeting",
		Short: "print what is in force as a targeting.yaml",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.with(cmd.Context(), func(s *store.Store, w models.Workspace) error {
				file, err := commands.New(s).Export(cmd.Context(), w.ID)
				if err != nil {
					return err
				}
				return targeting.Write(p.out, file)
			})
		},
	})
}
