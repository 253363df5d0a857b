package alert

import (
	"context"
	"log/slog"
	"strings"
)

// quiet is the log the job library writes to. What it does every day is for
// whoever looks for it. That an SQLite database is busy is no trouble, either:
// the library tries again, and the sweep delivers meanwhile.
type quiet struct{ slog.Handler }

// Enabled tells whether a record may be kept; which level it has in the end
// shows when it is there.
func (q quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn || q.Handler.Enabled(ctx, slog.LevelDebug)
}

// Handle passes a record on at the level it deserves.
func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	if r.Level < slog.LevelWarn || busy(r) {
		r.Level = slog.LevelDebug
	}
	if !q.Handler.Enabled(ctx, r.Level) {
		return nil
	}
	return q.Handler.Handle(ctx, r)
}

// busy tells whether a record is of a database that another writes to.
func busy(r slog.Record) bool {
	found := false
	r.Attrs(func(a slog.Attr) bool {
		found = strings.Contains(a.Value.String(), "SQLITE_BUSY")
		return !found
	})
	return found
}

// WithAttrs keeps the quiet.
func (q quiet) WithAttrs(attrs []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(attrs)} }

// WithGroup keeps the quiet.
func (q quiet) WithGroup(name string) slog.Handler { return quiet{q.Handler.WithGroup(name)} }
