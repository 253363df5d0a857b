package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rightdoor/commands"
	"rightdoor/internal/fault"
	"rightdoor/internal/store"
	"rightdoor/models"
)

func (p *program) askCommand() *cobra.Command {
	var demo, asJSON bool
	var channel string
	cmd := &cobra.Command{
		Use:   "ask TEXT",
		Short: "ask a question as in Slack and print the answer",
		Example: `  rightdoor ask "/fit acme.com"
  rightdoor ask --json "/who acme.com"
  rightdoor ask help`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if demo {
				p.config.Database = demoFile
				if err := p.prepareDemo(cmd.Context(), false); err != nil {
					return err
				}
			}
			return p.with(cmd.Context(), func(s *store.Store, w models.Workspace) (err error) {
				request := terminal(w, strings.Join(args, " "))
				if channel != "" {
					if request.Channel, err = commands.ChannelID(channel); err != nil {
						return err
					}
				}
				return p.asked(cmd.Context(), commands.New(s), request, asJSON)
			})
		},
	}
	cmd.Flags().BoolVar(&demo, "demo", false, "ask the sample workspace")
	cmd.Flags().StringVar(&channel, "channel", "", "the id of the Slack channel that the question is about, such as C0123456789")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// alertsCommand asks about alerts as from a shell: `ask alerts failed`.
func (p *program) alertsCommand() *cobra.Command {
	cmd := p.askCommand()
	ask := cmd.RunE
	cmd.Use, cmd.Short = "alerts [failed | retry NUMBER | show NUMBER | …]", "who is told of new fits, and what could not be posted"
	cmd.Example = `  rightdoor alerts
  rightdoor alerts failed
  rightdoor alerts retry all
  rightdoor alerts on tier A --channel C0123456789`
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return ask(cmd, append([]string{"/alerts"}, args...)) }
	return cmd
}

// exitOf gives the exit code of an outcome.
var exitOf = map[commands.Outcome]int{commands.NotFound: exitNotFound, commands.Refused: exitRefused}

// ask answers one request on the output.
func (p *program) ask(ctx context.Context, runner *commands.Runner, req commands.Request, asJSON bool) error {
	reply, err := runner.Run(ctx, req)
	if err != nil && asJSON {
		p.printError(reply.Command, err)
	}
	if err != nil {
		return err
	}
	if err := p.print(reply, asJSON); err != nil {
		return err
	}
	if reply.Outcome != commands.Answered {
		return exit(exitOf[reply.Outcome])
	}
	return nil
}

func (p *program) print(reply commands.Reply, asJSON bool) error {
	if !asJSON {
		_, err := fmt.Fprintln(p.out, reply.View.Text())
		return err
	}
	encoder := json.NewEncoder(p.out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(struct {
		Command string        `json:"command"`
		Text    string        `json:"text"`
		View    commands.View `json:"view"`
	}{reply.Command, reply.View.Text(), reply.View})
}

// printError prints the object of a request that got no answer. Its sentence
// goes to the errors as well.
func (p *program) printError(command string, err error) {
	_ = p.print(commands.Reply{Command: command, View: commands.Notice{Message: fault.Message(err)}}, true)
}
