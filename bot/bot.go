// Package bot is the only room that knows Slack.
//
// Every request, whatever its way in (slash command, mention, direct message,
// button, form; over HTTP or Socket Mode), becomes a commands.Request, and
// every answer a message. Slack is acknowledged within its three seconds,
// always: an answer that is ready within one second rides on the
// acknowledgement, a later one is posted.
//
// It guarantees that a request is answered once, however often Slack sends it
// to this process; that nothing is parsed before its signature is verified; that
// a guest or somebody of another organisation gets one sentence and no data;
// and that no text of others becomes markup. An answer that Slack does not take
// within a minute is given up and logged: nobody is waiting for it any more. One
// whose fate Slack leaves open is sent again: at worst it is read twice. Replies
// are never stored.
package bot

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"rightdoor/commands"
	"rightdoor/models"
)

// Runner answers requests; commands.Runner is one.
type Runner interface {
	Run(ctx context.Context, req commands.Request) (commands.Reply, error)
	Asks(text string) bool
	Form(ctx context.Context, req commands.Request) (*commands.Form, error)
}

// Workspaces knows which workspace a Slack team is, and who manages it.
type Workspaces interface {
	TeamWorkspace(ctx context.Context, team, name string) (int64, error)
	IsManager(ctx context.Context, workspace int64, user string) (bool, error)
	Managers(ctx context.Context, workspace int64) ([]models.Manager, error)
}

// Meter counts what happens; the zero of each method's arguments is fine.
type Meter interface {
	Answered(command, outcome string, took time.Duration)
	Refused(reason string)
	SlackFailed(method string)
}

// Config is what a Bot is made of. API, Client, Managers and Now may be left out.
type Config struct {
	Runner     Runner
	Workspaces Workspaces
	Meter      Meter
	Alerts     Alerts // what is kept of announcements; nil where there are none
	Log        *slog.Logger
	Token      string           // xoxb-…
	AppToken   string           // xapp-…; for Socket Mode
	Secret     string           // signs HTTP requests
	Managers   []string         // user ids that may change targeting, beside the stored ones
	API        string           // base address of Slack's API, with a slash at its end; "" for Slack's own
	Client     *http.Client     // calls Slack; nil for one that gives a call ten seconds and follows no redirect
	Now        func() time.Time // the clock; nil for the system's
}

// The times a Bot keeps.
const (
	answerWithin  = time.Minute     // from a request to its answer, at most
	deliverWithin = time.Minute     // from an answer to Slack's taking it, at most
	ackWithin     = time.Second     // an answer this quick rides on the acknowledgement
	openWithin    = 2 * time.Second // a form has to open while its trigger lives
)

// How many requests are answered at a time, and how many more wait; the rest
// are told to come back.
const (
	maxAnswers = 64
	maxWaiting = 2000
)

// Bot answers Slack.
type Bot struct {
	Config
	api     *slack.Client
	me      atomic.Pointer[identity]
	seen    *seen
	people  *cache[person, known]
	rooms   *cache[string, bool]
	teams   *cache[string, int64]
	places  chan struct{}  // one for each answer being made
	waiting atomic.Int64   // requests that are answered or wait to be
	working sync.WaitGroup // answers being made
	removed atomic.Bool    // the app was uninstalled, or its token revoked
}

// identity is who the bot is to Slack.
type identity struct {
	user       string // the bot's own id
	team       string // whose token it has
	enterprise string // that the team is part of; "" for none
}

// self is who the bot is; nobody before Introduce.
func (b *Bot) self() identity {
	if me := b.me.Load(); me != nil {
		return *me
	}
	return identity{}
}

// New makes a Bot. Nothing is sent before Introduce.
func New(c Config) *Bot {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Client == nil {
		c.Client = &http.Client{Timeout: callWithin, CheckRedirect: stay}
	}
	options := []slack.Option{slack.OptionHTTPClient(c.Client)}
	if c.API != "" {
		options = append(options, slack.OptionAPIURL(c.API))
	}
	if c.AppToken != "" {
		options = append(options, slack.OptionAppLevelToken(c.AppToken))
	}
	return &Bot{
		Config: c,
		api:    slack.New(c.Token, options...),
		seen:   newSeen(c.Now),
		people: newCache[person, known](c.Now, 10*time.Minute),
		rooms:  newCache[string, bool](c.Now, 10*time.Minute),
		teams:  newCache[string, int64](c.Now, time.Hour),
		places: make(chan struct{}, maxAnswers),
	}
}

// Wait waits until every answer in hand is given, or the context ends; it
// tells which.
func (b *Bot) Wait(ctx context.Context) bool {
	done := make(chan struct{})
	go func() {
		b.working.Wait()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-ctx.Done():
		return false
	}
}

// Removed tells whether Slack has said that the app is uninstalled or its
// token revoked.
func (b *Bot) Removed() bool { return b.removed.Load() }
