package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"rightdoor/internal/store"
	"rightdoor/models"
)

func (p *program) managerCommand() *cobra.Command {
	return group("manager", "who may change targeting",
		&cobra.Command{
			Use: "add USER", Short: "let a Slack user change targeting", Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return p.with(cmd.Context(), func(s *store.Store, w models.Workspace) error {
					if err := s.AddManager(cmd.Context(), w.ID, args[0], "terminal"); err != nil {
						return err
					}
					fmt.Fprintf(p.out, "%s may change targeting. `rightdoor manager remove %s` takes it back.\n", args[0], args[0])
					return nil
				})
			},
		},
		&cobra.Command{
			Use: "remove USER", Short: "take that right back", Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return p.with(cmd.Context(), func(s *store.Store, w models.Workspace) error {
					if err := s.RemoveManager(cmd.Context(), w.ID, args[0]); err != nil {
						return err
					}
					fmt.Fprintf(p.out, "%s may no longer change targeting.\n", args[0])
					return nil
				})
			},
		},
		&cobra.Command{
			Use: "list", Short: "list them", Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				return p.with(cmd.Context(), func(s *store.Store, w models.Workspace) error {
					return p.listManagers(cmd, s, w)
				})
			},
		},
	)
}

func (p *program) listManagers(cmd *cobra.Command, s *store.Store, w models.Workspace) error {
	list, err := s.Managers(cmd.Context(), w.ID)
	if err != nil {
		return err
	}
	for _, m := range p.config.Managers {
		fmt.Fprintf(p.out, "%-16s by the setting MANAGERS\n", m)
	}
	for _, m := range list {
		fmt.Fprintf(p.out, "%-16s since %s\n", m.UserID, m.AddedAt.Format(time.DateOnly))
	}
	if len(list)+len(p.config.Managers) == 0 {
		fmt.Fprintln(p.out, "No managers yet: rightdoor manager add USER")
	}
	return nil
}

func (p *program) workspaceCommand() *cobra.Command {
	return group("workspace", "the workspaces of this database",
		&cobra.Command{
			Use: "list", Short: "list them", Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				return p.withStore(cmd, func(s *store.Store) error {
					list, err := s.Workspaces(cmd.Context())
					for _, w := range list {
						fmt.Fprintln(p.out, w.Name)
					}
					return err
				})
			},
		},
		&cobra.Command{
			Use: "add NAME", Short: "add one", Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return p.withStore(cmd, func(s *store.Store) error {
					w, err := s.AddWorkspace(cmd.Context(), args[0])
					if err == nil {
						fmt.Fprintf(p.out, "%s is there. Work in it with --workspace %s.\n", w.Name, w.Name)
					}
					return err
				})
			},
		},
	)
}

// withStore runs fn on the configured database, whatever its workspaces.
func (p *program) withStore(cmd *cobra.Command, fn func(*store.Store) error) error {
	ctx, cancel := context.WithTimeout(cmd.Context(), p.patience)
	defer cancel()
	s, err := store.Open(ctx, p.config.Database)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	return fn(s)
}
