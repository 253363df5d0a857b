package bot

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rightdoor/commands"
	"rightdoor/internal/importer"
	"rightdoor/internal/pgtest"
	"rightdoor/internal/store"
	"rightdoor/internal/targeting"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// today is the moment of the tests: what the sample calls "12 days ago" is
// counted from it.
var today = time.Date(2026, 11, 2, 9, 30, 0, 0, time.UTC)

const sampleDir = "../cmd/rightdoor/sample"

// world is a workspace and the Runner that answers in it.
type world struct {
	testing.TB
	*store.Store
	*commands.Runner
	workspace int64
	path      string
}

func openWorld(t testing.TB, path string) *world {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatalf("Open(%s): %v", path, err)
	}
	t.Cleanup(func() { _ = s.Close() })
	w := &world{TB: t, Store: s, Runner: commands.New(s), path: path}
	w.Runner.Now = func() time.Time { return today }
	s.Now = w.Runner.Now
	found, err := s.Workspace(t.Context(), "")
	if err != nil {
		t.Fatalf("Workspace: %v", err)
	}
	w.workspace = found.ID
	return w
}

// emptyWorld is a workspace that holds nothing.
func emptyWorld(t testing.TB) *world { return openWorld(t, filepath.Join(t.TempDir(), "test.db")) }

var (
	sampleOnce  sync.Once
	sampleBytes []byte
)

// sampleWorld is a copy of the sample workspace, which is made once.
func sampleWorld(t testing.TB) *world {
	t.Helper()
	sampleOnce.Do(func() {
		w := emptyWorld(t)
		w.fill()
		if err := w.Checkpoint(t.Context()); err != nil {
			t.Fatalf("Checkpoint: %v", err)
		}
		sampleBytes = []byte(read(t, w.path))
	})
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, sampleBytes, 0o600); err != nil {
		t.Fatal(err)
	}
	return openWorld(t, path)
}

// fill loads the sample.
func (w *world) fill() {
	w.Helper()
	w.apply(read(w, sampleDir+"/targeting.yaml"))
	for _, kind := range []importer.Kind{importer.Accounts, importer.Contacts, importer.Signals} {
		csv := read(w, fmt.Sprintf("%s/%s.csv", sampleDir, kind))
		report, err := importer.Run(w.Context(), w.workspace, strings.NewReader(csv), w.Store, importer.Options{Kind: kind, Source: "sample", Now: today})
		if err != nil || report.Trouble > 0 {
			w.Fatalf("import of %s: %v %v", kind, err, report.Problems)
		}
	}
}

// apply puts a targeting text in force.
func (w *world) apply(yaml string) {
	w.Helper()
	file, err := targeting.Read("targeting.yaml", []byte(yaml))
	if err != nil {
		w.Fatalf("Read: %v", err)
	}
	plan, err := w.Plan(w.Context(), w.workspace, file, commands.ApplyOptions{By: "ana"})
	if err != nil {
		w.Fatalf("Plan: %v", err)
	}
	if err := plan.Save(w.Context()); err != nil {
		w.Fatalf("Save: %v", err)
	}
}

func read(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// view asks for a view as a manager and fails the test for anything else.
func (w *world) view(line string) commands.View {
	w.Helper()
	reply, err := w.Run(context.Background(), commands.Request{Workspace: w.workspace, User: "U1", Role: commands.Manager, Text: line})
	if err != nil {
		w.Fatalf("Run(%q): %v", line, err)
	}
	return reply.View
}

// golden compares a text with a file in testdata.
func golden(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (run the test with -update to write it)", err)
	}
	if !bytes.Equal(want, []byte(got)) {
		t.Errorf("%s differs from %s:\n%s", t.Name(), path, firstDifference(string(want), got))
	}
}

// firstDifference shows the first line in which two texts differ.
func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d = %q, want %q", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}
