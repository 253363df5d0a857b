package web

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"regexp"
	"time"
)

// idHeader carries the id of a request, both ways.
const idHeader = "X-Request-Id"

// saneID is what an id of others must look like to be taken over.
var saneID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// idKey is where a request's id is in its context.
type idKey struct{}

// Handler gives every request that goes on to next an id, and logs it at debug.
// An id that comes with the request is taken over where it is sane.
func (w *Web) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		start := time.Now()
		id := r.Header.Get(idHeader)
		if !saneID.MatchString(id) {
			id = rand.Text()
		}
		rw.Header().Set(idHeader, id)
		ctx := context.WithValue(r.Context(), idKey{}, id)
		watched := &watchedWriter{ResponseWriter: rw, status: http.StatusOK}
		next.ServeHTTP(watched, r.WithContext(ctx))
		w.Log.DebugContext(ctx, "Request", "method", r.Method, "path", r.URL.Path, "status", watched.status, "took", time.Since(start))
	})
}

// watchedWriter remembers the status.
type watchedWriter struct {
	http.ResponseWriter
	status int
}

func (w *watchedWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController.
func (w *watchedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// LogHandler writes the id of a request into every record that is logged in
// its context, as request_id.
func LogHandler(h slog.Handler) slog.Handler { return logHandler{h} }

type logHandler struct{ slog.Handler }

func (h logHandler) Handle(ctx context.Context, r slog.Record) error {
	if id, ok := ctx.Value(idKey{}).(string); ok {
		r.AddAttrs(slog.String("request_id", id))
	}
	return h.Handler.Handle(ctx, r)
}

func (h logHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return logHandler{h.Handler.WithAttrs(attrs)}
}

func (h logHandler) WithGroup(name string) slog.Handler {
	return logHandler{h.Handler.WithGroup(name)}
}
