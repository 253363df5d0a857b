// Package web serves what operators ask of a running rightdoor: whether it
// lives, whether it can answer, and its figures.
//
// It guarantees that an answer tells nothing of the inside, that the names of
// figures are bounded whatever people type, and that every request has an id
// which stands in its logs. It keeps nothing; after a crash the figures begin
// at nought.
package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/mux"
)

// Pinger is a database.
type Pinger interface {
	Ping(ctx context.Context) error
}

// Config is what a Web is made of. All fields but Alerts are needed.
type Config struct {
	Database Pinger
	Slack    func() string // a sentence on why Slack is not answered; "" where it is
	Commands []string      // the names of the commands that are counted apart
	Log      *slog.Logger
	Alerts   func(context.Context) (AlertFigures, error) // nil where none are delivered
}

// Web answers operators, and counts: it is a bot.Meter.
type Web struct {
	Config
	*figures
}

// New makes a Web.
func New(c Config) *Web {
	w := &Web{Config: c}
	w.figures = newFigures(c.Commands, w.databaseUp)
	if c.Alerts != nil {
		w.registry.MustRegister(alertCollector{c.Alerts})
	}
	return w
}

// Routes adds the addresses for operators. They are for a private network: what
// they show is no secret, but nobody else's business.
func (w *Web) Routes(r *mux.Router) {
	r.HandleFunc("/healthz", w.serveHealth).Methods(http.MethodGet, http.MethodHead)
	r.HandleFunc("/readyz", w.serveReady).Methods(http.MethodGet, http.MethodHead)
	r.Handle("/metrics", w.handler()).Methods(http.MethodGet)
}

func (w *Web) serveHealth(rw http.ResponseWriter, _ *http.Request) {
	say(rw, http.StatusOK, "ok")
}

// serveReady tells whether a question would be answered now.
func (w *Web) serveReady(rw http.ResponseWriter, r *http.Request) {
	var wrong []string
	if err := w.ping(r.Context()); err != nil {
		w.Log.WarnContext(r.Context(), "Database does not answer", "error", err)
		wrong = append(wrong, "The database does not answer.")
	}
	if s := w.Slack(); s != "" {
		wrong = append(wrong, s)
	}
	if len(wrong) > 0 {
		say(rw, http.StatusServiceUnavailable, strings.Join(wrong, "\n"))
		return
	}
	say(rw, http.StatusOK, "ready"+w.stoppedNote(r.Context()))
}

// pingWithin bounds how long a database may take to say that it is there.
const pingWithin = 2 * time.Second

func (w *Web) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pingWithin)
	defer cancel()
	return w.Database.Ping(ctx)
}

// databaseUp is the figure of the ping: 1 or 0.
func (w *Web) databaseUp() float64 {
	if w.ping(context.Background()) != nil {
		return 0
	}
	return 1
}

func say(rw http.ResponseWriter, status int, text string) {
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	rw.Header().Set("Cache-Control", "no-store")
	rw.WriteHeader(status)
	_, _ = io.WriteString(rw, text+"\n") // when this fails nobody is listening
}
