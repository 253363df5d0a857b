package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/gorilla/mux"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"rightdoor/bot"
	"rightdoor/commands"
	"rightdoor/internal/alert"
	"rightdoor/internal/config"
	"rightdoor/internal/fault"
	"rightdoor/internal/playground"
	"rightdoor/internal/store"
	"rightdoor/internal/web"
)

func (p *program) serveCommand() *cobra.Command {
	var play bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "answer in Slack",
		Long: "Answer in Slack until it is told to stop. Answers in hand are finished first, for 25 seconds at most;\n" +
			"a second signal ends it at once.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if play {
				return p.servePlayground(cmd.Context())
			}
			way, err := p.config.Slack()
			if err != nil {
				return err
			}
			p.log = serviceLog(p.errs, p.config)
			return p.serve(cmd.Context(), way)
		},
	}
	cmd.Flags().BoolVar(&play, "playground", false, "in a Slack on this machine instead of the real one, with your own data")
	return cmd
}

// servePlayground serves what is stored in a Slack of this machine.
func (p *program) servePlayground(ctx context.Context) error {
	p.log = serviceLog(p.errs, p.config)
	address := p.config.Listen
	if p.config.Origin("LISTEN") == config.Default {
		address = playgroundAddress
	}
	listener, err := listenNear(ctx, address)
	if err != nil {
		return err
	}
	s, w, err := p.open(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	says, err := ownOpening(ctx, s, w)
	if err != nil {
		return errors.Join(err, s.Close(), listener.Close())
	}
	service := newPlayService(p, s, w, listener, says)
	fmt.Fprintf(p.out, "A Slack of your own, with your own data:  %s\n", service.slack.Address)
	return service.run(ctx)
}

// The times a service keeps.
const (
	openWithin = time.Minute      // from the start to an open database of today's schema
	stopWithin = 25 * time.Second // from the first signal to the end; supervisors kill after thirty
)

// serve runs a service from its start to its end. Told to stop before it has
// started, it has nothing to complain of.
func (p *program) serve(ctx context.Context, way config.Way) error {
	db, err := p.openStore(ctx)
	if ctx.Err() != nil {
		err = nil
	}
	if err != nil || db == nil {
		return err
	}
	s := newService(p, db, way)
	if err := s.start(ctx); err != nil {
		_ = db.Close()
		return err
	}
	return s.run(ctx)
}

func (p *program) openStore(ctx context.Context) (*store.Store, error) {
	ctx, cancel := context.WithTimeout(ctx, openWithin)
	defer cancel()
	return store.Open(ctx, p.config.Database)
}

// service is a rightdoor that answers in Slack.
type service struct {
	*program
	way        config.Way
	store      *store.Store
	bot        *bot.Bot
	web        *web.Web
	listener   net.Listener
	introduced atomic.Bool                // Slack has accepted the token
	slack      *playground.Playground     // what stands in for Slack; nil for the real one
	jobs       atomic.Pointer[alert.Jobs] // what wakes the delivery of alerts; nil for nothing
	deliverer  *alert.Deliverer
	id         string // of this process, to the others
}

func newService(p *program, db *store.Store, way config.Way) *service {
	return assemble(p, db, way, commands.New(db), bot.Config{Workspaces: db, Alerts: db})
}

// assemble makes a service; c says what of the bot is not as the settings say.
func assemble(p *program, db *store.Store, way config.Way, runner *commands.Runner, c bot.Config) *service {
	s := &service{program: p, store: db, way: way}
	s.web = web.New(web.Config{Database: db, Slack: s.trouble, Commands: names(runner), Log: p.log, Alerts: s.alertFigures})
	c.Runner, c.Meter, c.Log, c.Managers, c.API = runner, s.web, p.log, p.config.Managers, p.config.SlackAPI
	c.Token, c.AppToken, c.Secret = p.config.BotToken, p.config.AppToken, p.config.SigningSecret
	s.bot = bot.New(c)
	s.id = processID()
	s.deliverer = alert.New(gathering{db}, s.bot, p.log, s.id)
	s.deliverer.Now, db.Enqueue = db.Now, s.enqueue
	return s
}

func names(runner *commands.Runner) []string {
	var all []string
	for _, c := range runner.Commands() {
		all = append(all, c.Name)
	}
	return all
}

// start takes the address, before anything is served.
func (s *service) start(ctx context.Context) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.config.Listen)
	if err != nil {
		return fault.New(fault.Failed, "Nobody can listen on %s. Another program may have that address; set LISTEN to a free one.", s.config.Listen).Because(err)
	}
	s.listener = listener
	fmt.Fprintf(s.out, "Listening on %s.\n", listener.Addr())
	return nil
}

// run serves until the context ends or a part fails, and then stops in order:
// no more is accepted, answers in hand are finished, the database closes.
func (s *service) run(ctx context.Context) error {
	parts, running := errgroup.WithContext(ctx)
	grace, stop := graceAfter(running)
	defer stop()
	parts.Go(func() error { return s.serveHTTP(running, grace) })
	parts.Go(func() error { return s.serveSlack(running) })
	err := parts.Wait()
	if !s.bot.Wait(grace) {
		// What still works with the database would keep it from closing.
		s.log.WarnContext(ctx, "Answers in hand are given up")
		return err
	}
	return errors.Join(err, s.store.Close())
}

// graceAfter makes a context that ends stopWithin after another one has.
func graceAfter(ctx context.Context) (context.Context, context.CancelFunc) {
	grace, cancel := context.WithCancel(context.WithoutCancel(ctx))
	context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(stopWithin, cancel)
		context.AfterFunc(grace, func() { timer.Stop() })
	})
	return grace, cancel
}

// serveSlack makes the bot known to Slack, announces, and receives over sockets
// where there are any.
func (s *service) serveSlack(ctx context.Context) error {
	introduction, err := s.bot.Introduce(ctx)
	if ctx.Err() != nil {
		return nil
	}
	if err != nil {
		s.log.ErrorContext(ctx, "Not introduced to Slack", "error", err)
		return err
	}
	s.introduced.Store(true)
	fmt.Fprintln(s.out, introduction) // whoever reads this may ask
	parts, running := errgroup.WithContext(ctx)
	parts.Go(func() error { return s.announce(running) })
	if s.way == config.Sockets {
		parts.Go(func() error { return s.bot.Socket(running) })
	}
	return parts.Wait()
}

// serveHTTP serves until the context ends, and then finishes the requests in
// hand while grace lasts.
func (s *service) serveHTTP(ctx, grace context.Context) error {
	server := s.server()
	if s.slack != nil {
		defer s.slack.Close()
		server.RegisterOnShutdown(s.slack.Close) // its pages listen as long as there is something to hear
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(s.listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve HTTP: %w", err)
	case <-ctx.Done():
	}
	if s.slack != nil { // an answer in hand has nowhere to go once the playground is closed with us
		s.slack.Close()
		s.bot.Wait(grace)
	}
	if err := server.Shutdown(grace); err != nil {
		s.log.WarnContext(ctx, "Requests in hand are given up", "error", err)
		_ = server.Close()
	}
	return nil
}

// server bounds everything that others could draw out. Slack's bodies are read
// within seconds, and it is answered within one; the rest is for slow readers.
func (s *service) server() *http.Server {
	return &http.Server{
		Handler:           s.web.Handler(s.router()),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      90 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
}

// router has the addresses of operators, and Slack's where Slack calls us.
func (s *service) router() *mux.Router {
	router := mux.NewRouter()
	s.web.Routes(router)
	if s.way == config.HTTP {
		slack := router.NewRoute().Subrouter()
		slack.Use(s.onceIntroduced)
		s.bot.Routes(slack)
	}
	if s.slack != nil {
		router.PathPrefix("/").Handler(s.slack)
	}
	return router
}

// onceIntroduced holds Slack off until the bot knows who it is.
func (s *service) onceIntroduced(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.introduced.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// trouble says what keeps Slack from being answered.
func (s *service) trouble() string {
	switch {
	case !s.introduced.Load():
		return "Slack has not accepted the token yet."
	case s.bot.Removed():
		return "The app was removed from Slack, or its token revoked. Install it again and start rightdoor with the new token."
	default:
		return ""
	}
}

func (p *program) healthCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "health",
		Short: "ask a running `rightdoor serve` on this machine whether it can answer",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return p.health(cmd.Context()) },
	}
}

// healthWithin is more than a service takes to find out that its database is
// gone.
const healthWithin = 5 * time.Second

// health prints what /readyz says.
func (p *program) health(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, healthWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+nearby(p.config.Listen)+"/readyz", nil)
	if err != nil {
		return fmt.Errorf("ask for health: %w", err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fault.New(fault.Unavailable, "Nothing answers on %s. Start `rightdoor serve`.", req.URL.Host).Because(err)
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(p.out, io.LimitReader(resp.Body, 1<<10)) // the status says it, too
	if resp.StatusCode != http.StatusOK {
		return exit(exitUnavailable)
	}
	return nil
}

// nearby is how to reach an address to listen on from the same machine.
func nearby(listen string) string {
	host, port, _ := net.SplitHostPort(listen) // the settings are checked
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}
