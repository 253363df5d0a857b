package alert

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
)

func TestQuiet(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(quiet{slog.NewTextHandler(&out, nil)}).With("id", 1)
	log.InfoContext(t.Context(), "Started")
	log.ErrorContext(t.Context(), "Fetching", "err", errors.New("database is locked (5) (SQLITE_BUSY)"))
	log.ErrorContext(t.Context(), "Broken", "err", errors.New("no such table"))
	if got := out.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "Broken") {
		t.Errorf("log = %q, want one line, of what is broken", got)
	}
}
