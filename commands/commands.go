// Package commands is what rightdoor can be asked, whatever the way the words
// came in: the terminal, Slack, the API.
//
// All text goes through one door: Parse, then Runner.Run. A command reads the
// library, lets scoring decide, and answers with a View, which every transport
// can show at least as text. The package knows no transport and no database;
// what it needs of them it names in small interfaces. Asking writes nothing;
// the few commands that change targeting need a manager, which is checked once,
// in Run.
package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

// Role is what a person may do.
type Role uint8

// The roles. The zero Role is a rep.
const (
	Rep     Role = iota // may ask
	Manager             // may change targeting, too
)

// Request is one line from one person.
type Request struct {
	Workspace int64
	User      string // who asks, as the transport names people
	Name      string // what people call her; "" where only User is known
	Role      Role
	Text      string
	Channel   string // where it was asked, as the transport names channels; "" where that is none

	// Manager tells whether the person is a manager after all; it is asked only
	// where a command needs one, and may be nil.
	Manager func(context.Context) (bool, error)

	// Managers gives what people call the managers, for a sentence that says who
	// can; it may be nil, and gives none where nobody is known.
	Managers func(context.Context) []string

	// IsAt tells whether an e-mail address is the person's, by what the transport
	// knows of her and never by what she writes. It is asked only where an owner
	// may do what else takes a manager, and may be nil.
	IsAt func(ctx context.Context, address string) (bool, error)

	// Room tells of a channel; it is asked only where a command is to post
	// there, and may be nil.
	Room func(ctx context.Context, channel string) (Room, error)
}

// View is an answer. Transports lay out the views they know and show the rest
// as text.
type View interface {
	Text() string
}

// Outcome is how a request ended, for exit codes and status lines.
type Outcome uint8

// The outcomes.
const (
	Answered Outcome = iota
	NotFound         // no such company, ICP or persona, or more than one
	Refused          // understood, and answered with a flag instead
)

// ender is a View that is no plain answer.
type ender interface{ outcome() Outcome }

// Reply is what a request got.
type Reply struct {
	Command string
	View    View
	Outcome Outcome
}

// Command is one thing rightdoor can be asked.
type Command struct {
	Name    string   // one or two words: "fit", "icp publish"
	Aliases []string // other names
	Args    string   // what may follow, for help: "COMPANY"
	Summary string   // one line, for help
	Detail  string   // more, for help on the command alone
	Example []string // lines to try
	Needs   Role
	Form    *Form  // asks for the arguments; nil when there is nothing to ask
	Part    string // the command whose help tells of this one; "" for a command that help lists
	Exact   bool   // what stands behind it is never a question in plain words

	run   func(*call) (View, error)
	owner func(*call) (string, error) // the address of whoever may, beside managers; nil, or gives "", for nobody
	ask   func(*call) (*Form, error)  // a form made for the arguments; nil, or gives nil, when they say all
}

// Accounts finds companies. Each walks through all of them with their signals.
type Accounts interface {
	Find(ctx context.Context, workspace int64, q models.Query) (models.Found, error)
	Near(ctx context.Context, workspace int64, q models.Query) ([]models.Account, error)
	Account(ctx context.Context, workspace, id int64) (*models.Account, error)
	Each(ctx context.Context, workspace int64, fn func(*models.Account, []scoring.Signal) error) error
}

// History tells what was known of an account when.
type History interface {
	AccountAt(ctx context.Context, workspace, account int64, revision int) (*models.Account, error)
	PastFacts(ctx context.Context, workspace, account int64) ([]models.PastFact, error)
	Signals(ctx context.Context, workspace, account int64, by time.Time) ([]scoring.Signal, error)
}

// Targets gives what is in force.
type Targets interface {
	Targeting(ctx context.Context, workspace int64) (models.Targeting, error)
	Settings(ctx context.Context, workspace int64, at time.Time) (scoring.Settings, error)
}

// Versions gives ICPs with their past.
type Versions interface {
	ICPs(ctx context.Context, workspace int64) ([]models.ICP, error)
	Versions(ctx context.Context, workspace, icp int64) ([]models.ICPVersion, error)
	Version(ctx context.Context, workspace, icp int64, version int) (*models.ICPVersion, error)
}

// People gives who is at an account, and how much there is at all.
type People interface {
	PeopleAt(ctx context.Context, workspace, account int64) ([]models.Contact, error)
	ContactsOf(ctx context.Context, workspace int64, accounts []int64) (map[int64][]models.Contact, error)
	People(ctx context.Context, workspace int64, email, name string) ([]models.Contact, error)
	Counts(ctx context.Context, workspace int64) (models.Counts, error)
}

// Deciders gives what people decided of an account, as it was in force at a
// moment; account 0 is every account.
type Deciders interface {
	Decisions(ctx context.Context, workspace, account int64, at time.Time) ([]models.Decision, error)
}

// Deeds gives what people last did with an announced account: the latest alert
// since a moment that somebody claimed or called no fit, nil for none.
type Deeds interface {
	ActedOn(ctx context.Context, workspace, account int64, since time.Time) (*models.Alert, error)
}

// Recorder changes things.
type Recorder interface {
	Record(ctx context.Context, workspace int64, changes []models.Change) (models.Recorded, error)
}

// Library is all that commands ask of the place where things are kept.
type Library interface {
	Accounts
	History
	Targets
	Versions
	People
	Deciders
	Deeds
	Recorder
	Subscriptions
	Announcements
}

// Runner answers requests. It is safe for concurrent use.
type Runner struct {
	// Now is the clock; tests replace it.
	Now func() time.Time

	lib      Library
	commands []Command
	byName   map[string]*Command

	mu       sync.Mutex
	compiled map[int64]*aim // by workspace
}

// New makes a Runner with every command there is.
func New(lib Library) *Runner {
	r := &Runner{Now: time.Now, lib: lib, byName: map[string]*Command{}, compiled: map[int64]*aim{}}
	r.commands = []Command{
		fitCommand, whyCommand, whoCommand, sayCommand, accountsCommand, compareCommand, tellCommand, unlockCommand, overruleCommand,
		icpCommand, icpNewCommand, icpPublishCommand, icpArchiveCommand, personaCommand, personaNewCommand, personaAdaptCommand,
		checkCommand, checkMessageCommand,
		alertsCommand, alertsOnCommand, alertsOffCommand, alertsDigestCommand, alertsAtCommand, alertsQuietCommand, alertsPauseCommand, alertsResumeCommand,
		alertsTestCommand, alertsPreviewCommand, alertsShowCommand, alertsClaimCommand, alertsSnoozeCommand, alertsRefuseCommand,
		alertsFailedCommand, alertsRetryCommand, reviewCommand, reviewDoneCommand, helpCommand(r),
	}
	for i := range r.commands {
		c := &r.commands[i]
		for _, name := range append([]string{c.Name}, c.Aliases...) {
			if r.byName[name] != nil {
				panic("commands: two commands are called " + name)
			}
			r.byName[name] = c
		}
	}
	return r
}

// Commands lists every command, in the order help shows them.
func (r *Runner) Commands() []Command { return r.commands }

// call is one request on its way through a command.
type call struct {
	context.Context
	*Runner
	Request
	args []string
	now  time.Time
}

// object is everything after the command, as one text.
func (c *call) object() string { return strings.Join(c.args, " ") }

// maxRunes bounds a line: far more than anyone types, far less than hurts.
const maxRunes = 10_000

// Run answers one request. An error is for fault.Message; a View that is no
// plain answer is told by the Reply's Outcome.
func (r *Runner) Run(ctx context.Context, req Request) (Reply, error) {
	if n := utf8.RuneCountInString(req.Text); n > maxRunes {
		return Reply{}, fault.New(fault.Usage, "That is %d characters, which is more than a request can have (%d). Send a shorter one.", n, maxRunes)
	}
	line := lineOf(req.Text)
	what := r.read(line)
	if what.command == nil {
		return Reply{Command: "help", View: notUnderstood(req.Text), Outcome: NotFound}, nil
	}
	reply, err := r.run(ctx, req, what)
	if err == nil && what.guessed(reply) {
		return Reply{Command: "help", View: notUnderstood(req.Text), Outcome: NotFound}, nil
	}
	if what.command.Exact || err == nil && reply.Outcome != NotFound || err != nil && fault.KindOf(err) != fault.Usage {
		return reply, err
	}
	// What names no account, or is no filter, may be a question: "who should we see at Acme", "top 3 in Spain".
	for _, text := range []string{strings.Join(line.Words, " "), strings.Join(what.args, " ")} {
		question := r.question(text)
		if !question.better(what, line, err) {
			continue
		}
		if second, err := r.run(ctx, req, question); err == nil && second.Outcome == Answered {
			return second, nil
		}
	}
	return reply, err
}

func (r *Runner) run(ctx context.Context, req Request, asked reading) (Reply, error) {
	command, c := asked.command, r.call(ctx, req, asked.args)
	if err := c.allow(command); err != nil {
		return Reply{Command: command.Name}, err
	}
	view, err := command.run(c)
	if err != nil {
		return Reply{Command: command.Name}, fmt.Errorf("%s: %w", command.Name, err)
	}
	reply := Reply{Command: command.Name, View: view}
	if e, ok := view.(ender); ok {
		reply.Outcome = e.outcome()
	}
	if asked.how != "" {
		reply.View = Understood{view, asked.how}
	}
	return reply, nil
}

// call is a request on its way, at this moment.
func (r *Runner) call(ctx context.Context, req Request, args []string) *call {
	return &call{Context: ctx, Runner: r, Request: req, args: args, now: r.Now().UTC().Truncate(time.Millisecond)}
}

// may tells whether the person may run a command.
func (req Request) may(ctx context.Context, command *Command) (bool, error) {
	if command.Needs == Rep {
		return true, nil
	}
	return req.manages(ctx)
}

// manages tells whether the person is a manager.
func (req Request) manages(ctx context.Context) (bool, error) {
	if req.Role >= Manager || req.Manager == nil {
		return req.Role >= Manager, nil
	}
	return req.Manager(ctx)
}

// allow refuses somebody who may not run a command: who is no manager, and does
// not own what the line is about.
func (c *call) allow(command *Command) error {
	may, err := c.may(c, command)
	if may || err != nil {
		return err
	}
	owner := ""
	if command.owner != nil {
		if owner, err = command.owner(c); err != nil {
			return fmt.Errorf("%s: %w", command.Name, err)
		}
	}
	if owner != "" && c.IsAt != nil {
		if hers, err := c.IsAt(c, owner); hers || err != nil {
			return err
		}
	}
	return c.refusal(c, command, owner)
}

// refusal says who can, to somebody who may not.
func (req Request) refusal(ctx context.Context, command *Command, owner string) error {
	whose := "managers"
	if owner != "" {
		whose += " and " + owner + ", who owns it"
	}
	var names []string
	if req.Managers != nil {
		names = req.Managers(ctx)
	}
	if len(names) == 0 {
		return fault.New(fault.Refused, "`%s` is for %s. Ask one of yours, or have an operator run `rightdoor manager add USER`.", command.Name, whose)
	}
	return fault.New(fault.Refused, "`%s` is for %s. Ask %s.", command.Name, whose, scoring.Or(names))
}

// who is what people call the one who asks.
func (req Request) who() string { return models.CutText(cmp.Or(req.Name, req.User), models.MaxPerson) }

// reading is what a line asks: a command with its arguments, and how the line
// was read where that was not certain.
type reading struct {
	command *Command
	args    []string
	how     string // the command line it was read as
	left    string // words of a question about a list that say nothing
}

// guessed tells whether a reading that was not certain led to a company that
// nobody knows: then it was wrong.
func (q reading) guessed(reply Reply) bool {
	u, unsure := reply.View.(Understood)
	if !unsure {
		return false
	}
	choice, ok := u.View.(Choice)
	return ok && len(choice.Options) == 0
}

// better tells whether a line may be meant as a question, after the command it
// begins with came to nothing: a slash command stays about a company, and the
// wrong use of a command is no question for another.
func (q reading) better(what reading, line Line, err error) bool {
	switch {
	case q.command == nil || q.command.Name == "help" || namesCompany(q.left):
		return false
	case err != nil:
		return q.command == what.command
	default:
		return !line.Slash || aboutCompany[q.command.Name]
	}
}

// namesCompany tells whether words hold a company's domain: a list made without
// it would answer something else.
func namesCompany(words string) bool {
	return slices.ContainsFunc(strings.Fields(words), func(w string) bool {
		_, err := models.ParseDomain(plain(w))
		return err == nil
	})
}

// aboutCompany are the commands that are about one company.
var aboutCompany = map[string]bool{"fit": true, "why": true, "who": true, "say": true}

// read finds the command of a line: the longest name that it begins with, else
// the question it asks. A line that is nothing but a company asks for its fit.
func (r *Runner) read(line Line) reading {
	for words := min(2, len(line.Words)); words > 0; words-- {
		name := strings.ToLower(plain(strings.Join(line.Words[:words], " ")))
		if c := r.byName[name]; c != nil {
			return reading{command: c, args: line.Words[words:]}
		}
	}
	if len(line.Words) == 0 {
		return reading{command: r.byName["help"]}
	}
	text := strings.Join(line.Words, " ")
	if _, err := models.ParseDomain(plain(text)); err == nil && len(line.Words) == 1 {
		return reading{command: r.byName["fit"], args: line.Words}
	}
	return r.question(text)
}
