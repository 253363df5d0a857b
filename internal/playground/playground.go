package playground

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Config is what a Playground is made of. Everything has a default: an
// invented team of a rep, a manager and a guest, and Slack's own addresses.
type Config struct {
	// Bot is the base address of the bot's endpoints, without a slash at its
	// end; nothing is sent where it is empty and no Handler is there either.
	Bot string
	// Handler has the bot's endpoints in this process; it goes before Bot.
	Handler http.Handler
	// Address is where the Playground itself is served, without a slash at its
	// end; empty for Slack's own addresses, which Client reaches.
	Address string
	// Token is what the bot shows, Secret what its requests are signed with;
	// made up where they are empty.
	Token, Secret string
	// Scopes are the rights of the app; nil for all.
	Scopes []string
	// Commands are the slash commands that the app has registered.
	Commands []Command
	// Suggestions are lines to try, on buttons of the opening message.
	Suggestions []string
	// About says in the opening message whose the companies and people are, as
	// one sentence.
	About string
	// People and Rooms are who and what is there; nil for the sample.
	People []Person
	Rooms  []Room
	// Unlimited switches Slack's rates off: for tests of load.
	Unlimited bool
	// Now is the clock that the Playground's is set by; nil for the system's.
	Now func() time.Time
}

// Command is a slash command, and whole lines that may be typed with it.
type Command struct {
	Name  string `json:"name"` // "/fit"
	About string `json:"about"`
	Hint  string `json:"hint"` // "acme.com"
	More  []Line `json:"more"`
}

// Line is something to type, with its usage hint.
type Line struct {
	Text  string `json:"text"` // "/rightdoor accounts"
	About string `json:"about"`
	Hint  string `json:"hint"`
}

// Playground is Slack with one team, one app and a few people. It is an
// http.Handler, and safe for concurrent use.
type Playground struct {
	Config
	handler http.Handler
	clock   clock
	work    sync.WaitGroup // deliveries under way
	ctx     context.Context
	stop    context.CancelFunc

	mu       sync.Mutex
	rooms    map[string]*room
	order    []string // ids of rooms as they are listed
	views    map[string]*view
	open     map[string][]*view // the stack of each person
	homes    map[string]*view
	triggers map[string]*trigger
	hooks    map[string]*hook
	causes   map[string]string // the exchange that led to a place
	buckets  map[string]*rate.Limiter
	ledger   ledger
	readers  map[*listener]struct{}
	faults   map[string][]http.HandlerFunc
	meddler  Meddler
	lastTS   int64 // microseconds of the latest message
}

// New makes a Playground with its sample.
func New(c Config) *Playground {
	c.fill()
	p := &Playground{Config: c, clock: newClock(c.Now), readers: map[*listener]struct{}{}, faults: map[string][]http.HandlerFunc{}}
	p.ctx, p.stop = context.WithCancel(context.Background())
	p.begin()
	p.handler = p.routes()
	return p
}

// fill sets what was left out.
func (c *Config) fill() {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Token == "" {
		c.Token = "xoxb-playground-" + rand.Text()
	}
	if c.Secret == "" {
		c.Secret = rand.Text()
	}
	if c.People == nil {
		c.People = samplePeople()
	}
	if c.Rooms == nil {
		c.Rooms = sampleRooms()
	}
}

// begin makes everything as it is at first.
func (p *Playground) begin() {
	p.rooms, p.order = map[string]*room{}, nil
	p.views, p.open, p.homes = map[string]*view{}, map[string][]*view{}, map[string]*view{}
	p.triggers, p.hooks, p.causes = map[string]*trigger{}, map[string]*hook{}, map[string]string{}
	p.buckets = map[string]*rate.Limiter{}
	p.ledger = ledger{}
	for _, r := range p.Rooms {
		p.addRoom(r)
	}
	for _, person := range p.People {
		p.addRoom(directRoom(person))
	}
	p.greet()
}

// Reset forgets everything that was said and done, and sets the clock back.
// What the bot keeps is the bot's.
func (p *Playground) Reset() {
	p.clock.back()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.begin()
	p.tellAll(note{Kind: "reset"})
}

// Close gives up what is under way and waits until it has ended.
func (p *Playground) Close() {
	p.stop()
	p.work.Wait()
}

// Wait waits until everything that was sent to the bot is answered or given
// up; retries of events are waited for, too.
func (p *Playground) Wait() { p.work.Wait() }

// later does something in the background, until the Playground is closed.
func (p *Playground) later(work func(context.Context)) {
	p.work.Go(func() { work(p.ctx) })
}

// newID makes an identifier as Slack writes them.
func newID(kind string) string { return kind + rand.Text()[:10] }

// object is any JSON object.
type object = map[string]any

// encode writes JSON of a value that always can be.
func encode(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // a value of our own making
	}
	return text
}
