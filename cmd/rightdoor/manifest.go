package main

import (
	"github.com/spf13/cobra"

	"rightdoor/bot"
)

func (p *program) manifestCommand() *cobra.Command {
	var address string
	cmd := &cobra.Command{
		Use:   "manifest",
		Short: "print the manifest of the Slack app to make",
		Long: "Print the manifest of the Slack app to make: at api.slack.com/apps, Create New App, From a manifest.\n" +
			"Without an address it is for Socket Mode, with one for HTTP.",
		Example: `  rightdoor manifest
  rightdoor manifest --url https://rightdoor.example.com`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return bot.WriteManifest(p.out, address) },
	}
	cmd.Flags().StringVar(&address, "url", "", "public https:// address at which Slack reaches `rightdoor serve`")
	return cmd
}
