package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (p *program) configCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "config",
		Short: "print the effective settings and where they come from, without secrets",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			for _, s := range p.config.Settings() {
				fmt.Fprintf(p.out, "%-20s  %s  (%s)\n", s.Name, s.Value, s.From)
			}
			return nil
		},
	}
}
