package main

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"os/exec"
	"runtime"
	"slices"
	"strconv"

	"rightdoor/bot"
	"rightdoor/commands"
	"rightdoor/internal/config"
	"rightdoor/internal/fault"
	"rightdoor/internal/playground"
	"rightdoor/internal/store"
	"rightdoor/models"
)

// playgroundAddress is where the page is served unless one says.
const playgroundAddress = "127.0.0.1:8080"

// newPlayService makes a service whose Slack is a playground on the same
// address. Everybody in it belongs to one workspace, which stays unbound to
// any team of Slack's own, and all clocks go by the playground's.
func newPlayService(p *program, db *store.Store, w models.Workspace, listener net.Listener, says opening) *service {
	runner := commands.New(db)
	address := "http://" + listener.Addr().String()
	slack := playground.New(playground.Config{Bot: address, Address: address, Commands: completions(runner), About: says.about, Suggestions: says.try, Scopes: bot.Scopes})
	p.config.BotToken, p.config.SigningSecret, p.config.SlackAPI = slack.Token, slack.Secret, slack.API()
	p.config.Managers = append(slices.Clone(p.config.Managers), playground.Manager)
	runner.Now, db.Now = slack.Now, slack.Now
	one := oneWorkspace{db, w.ID}
	s := assemble(p, db, config.HTTP, runner, bot.Config{Workspaces: one, Alerts: one, Now: slack.Now})
	s.slack, s.listener = slack, listener
	return s
}

// opening is what a playground says at the start: whose the data is, and lines
// to try.
type opening struct {
	about string
	try   []string
}

// sampleOpening is that of the demo.
var sampleOpening = opening{"The companies and people are invented.", sampleQuestions}

// ownOpening is that of a workspace with data of its own: it offers the best
// two accounts, or says what is missing.
func ownOpening(ctx context.Context, db *store.Store, w models.Workspace) (opening, error) {
	reply, err := commands.New(db).Run(ctx, commands.Request{Workspace: w.ID, Text: "accounts 2"})
	if err != nil {
		return opening{}, err
	}
	list, ok := reply.View.(*commands.AccountList)
	if !ok {
		return opening{"The data is your own, but something is missing before there is an answer:\n" + reply.View.Text(), []string{"/rightdoor accounts", "/rightdoor help"}}, nil
	}
	own := opening{about: "The companies and people are your own."}
	for _, row := range list.Rows {
		own.try = append(own.try, "/fit "+cmp.Or(row.Domain, row.Name))
	}
	own.try = append(own.try, "/rightdoor accounts")
	return own, nil
}

// oneWorkspace is the workspace of everyone in the playground.
type oneWorkspace struct {
	*store.Store
	id int64
}

// TeamWorkspace gives the one there is, whatever the team.
func (o oneWorkspace) TeamWorkspace(context.Context, string, string) (int64, error) { return o.id, nil }

// WorkspaceOf gives the same.
func (o oneWorkspace) WorkspaceOf(context.Context, string) (int64, bool, error) {
	return o.id, true, nil
}

// completions are the slash commands, and behind the last one every command
// there is.
func completions(runner *commands.Runner) []playground.Command {
	var list []playground.Command
	for _, c := range bot.SlashCommands {
		list = append(list, playground.Command{Name: c.Name, About: c.About, Hint: c.Hint})
	}
	last := &list[len(list)-1]
	for _, c := range runner.Commands() {
		last.More = append(last.More, playground.Line{Text: last.Name + " " + c.Name, About: c.Summary, Hint: c.Args})
	}
	return list
}

// nearPorts is how many ports are tried before one gives up.
const nearPorts = 20

// listenNear listens on an address of this machine, or on the next free port
// behind it. Whoever reaches a playground may ask in anybody's name, so no
// other address will do.
func listenNear(ctx context.Context, address string) (net.Listener, error) {
	if !loopback(address) {
		return nil, fault.New(fault.Usage, "A playground is for this machine alone: %q is no address of it. Write it as %s.", address, playgroundAddress)
	}
	host, port, _ := net.SplitHostPort(address) // it is one
	first, err := strconv.Atoi(port)
	if err != nil || first < 0 || first > 65535 {
		return nil, fault.New(fault.Usage, "%q is no port.", port)
	}
	for n := first; n < min(first+nearPorts, 65536); n++ {
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(n)))
		if err == nil {
			return listener, nil
		}
	}
	return nil, fault.New(fault.Failed, "No port from %d on is free. Give another with --addr.", first)
}

// loopback tells whether only this machine reaches an address.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// openers open an address in the browser, by operating system.
var openers = map[string][]string{
	"darwin": {"open"}, "windows": {"rundll32", "url.dll,FileProtocolHandler"}, "linux": {"xdg-open"},
}

// browse opens an address in the browser.
func browse(ctx context.Context, address string) error {
	opener, ok := openers[runtime.GOOS]
	if !ok {
		return fmt.Errorf("no way to open a browser is known on %s", runtime.GOOS)
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), opener[0], append(slices.Clone(opener[1:]), address)...)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("open a browser: %w", err)
	}
	go func() { _ = cmd.Wait() }() // the browser goes on without us
	return nil
}
