package commands_test

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
	"rightdoor/internal/fault"
	"rightdoor/internal/importer"
	"rightdoor/internal/pgtest"
	"rightdoor/internal/store"
	"rightdoor/internal/targeting"
	"rightdoor/models"
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
	store     *store.Store
	runner    *commands.Runner
	workspace int64
	path      string
	now       time.Time
}

// emptyWorld opens a database with a workspace that holds nothing.
func emptyWorld(t testing.TB) *world { return openWorld(t, filepath.Join(t.TempDir(), "test.db")) }

// sampleWorld opens a copy of the sample workspace.
func sampleWorld(t testing.TB) *world {
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, sampleDatabase(t), 0o600); err != nil {
		t.Fatal(err)
	}
	return openWorld(t, path)
}

func openWorld(t testing.TB, path string) *world {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatalf("Open(%s): %v", path, err)
	}
	t.Cleanup(func() { _ = s.Close() })
	w := &world{TB: t, store: s, runner: commands.New(s), path: path, now: today}
	w.runner.Now = func() time.Time { return w.now }
	s.Now = w.runner.Now
	found, err := s.Workspace(t.Context(), "")
	if err != nil {
		t.Fatalf("Workspace: %v", err)
	}
	w.workspace = found.ID
	return w
}

var (
	sampleOnce  sync.Once
	sampleBytes []byte
)

// sampleDatabase makes the sample workspace once for all tests.
func sampleDatabase(t testing.TB) []byte {
	t.Helper()
	sampleOnce.Do(func() {
		w := emptyWorld(t)
		w.apply(read(t, sampleDir+"/targeting.yaml"))
		for _, kind := range []importer.Kind{importer.Accounts, importer.Contacts, importer.Signals} {
			w.load(kind, read(t, fmt.Sprintf("%s/%s.csv", sampleDir, kind)))
		}
		if err := w.store.Checkpoint(t.Context()); err != nil {
			t.Fatalf("Checkpoint: %v", err)
		}
		sampleBytes = []byte(read(t, w.path))
	})
	if sampleBytes == nil {
		t.Fatal("the sample workspace could not be made")
	}
	return sampleBytes
}

func read(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// load takes in a CSV text; every row has to be readable.
func (w *world) load(kind importer.Kind, csv string) {
	w.Helper()
	report, err := importer.Run(w.Context(), w.workspace, strings.NewReader(csv), w.store,
		importer.Options{Kind: kind, Source: "sample", Now: w.now})
	if err != nil || report.Trouble > 0 {
		w.Fatalf("import of %s: %v %v", kind, err, report.Problems)
	}
}

// apply puts a targeting text in force.
func (w *world) apply(yaml string) { w.applyWith(yaml, commands.ApplyOptions{By: "ana"}) }

func (w *world) applyWith(yaml string, opts commands.ApplyOptions) {
	w.Helper()
	if err := w.plan(yaml, opts).Save(w.Context()); err != nil {
		w.Fatalf("Save: %v", err)
	}
}

func (w *world) plan(yaml string, opts commands.ApplyOptions) *commands.Applying {
	w.Helper()
	file, err := targeting.Read("targeting.yaml", []byte(yaml))
	if err != nil {
		w.Fatalf("Read: %v", err)
	}
	plan, err := w.runner.Plan(w.Context(), w.workspace, file, opts)
	if err != nil {
		w.Fatalf("Plan: %v", err)
	}
	return plan
}

func (w *world) record(changes ...models.Change) {
	w.Helper()
	if _, err := w.store.Record(w.Context(), w.workspace, changes); err != nil {
		w.Fatalf("Record(%+v): %v", changes, err)
	}
}

// later moves the clock.
func (w *world) later(d time.Duration) { w.now = w.now.Add(d) }

// ask sends a line as a manager.
func (w *world) ask(line string) (commands.Reply, error) {
	return w.askAs(w.Context(), commands.Manager, line)
}

func (w *world) askAs(ctx context.Context, role commands.Role, line string) (commands.Reply, error) {
	return w.runner.Run(ctx, commands.Request{Workspace: w.workspace, User: "U1", Role: role, Text: line})
}

// view asks for a view and fails the test for anything else.
func (w *world) view(line string) commands.View {
	w.Helper()
	reply, err := w.ask(line)
	if err != nil {
		w.Fatalf("Run(%q): %v", line, err)
	}
	return reply.View
}

// text is the answer to a line as a person reads it.
func (w *world) text(line string) string {
	w.Helper()
	reply, err := w.ask(line)
	if err != nil {
		return fmt.Sprintf("%s\n[%s]", fault.Message(err), kindWords[fault.KindOf(err)])
	}
	return reply.View.Text() + outcomeWords[reply.Outcome]
}

var (
	kindWords = map[fault.Kind]string{
		fault.Failed: "failed", fault.Usage: "usage", fault.NotFound: "not found", fault.Refused: "refused", fault.Unavailable: "unavailable",
	}
	outcomeWords = map[commands.Outcome]string{commands.NotFound: "\n[not found]", commands.Refused: "\n[refused]"}
)

// talk is a conversation: every line with its answer.
func (w *world) talk(lines ...string) string {
	w.Helper()
	var b strings.Builder
	for _, line := range lines {
		fmt.Fprintf(&b, "> %s\n%s\n\n", line, w.text(line))
	}
	return b.String()
}

// golden compares a text with a file in testdata.
func golden(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
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
	for i := range max(len(w), len(g)) {
		if i >= len(w) || i >= len(g) || w[i] != g[i] {
			return fmt.Sprintf("line %d = %q, want %q", i+1, at(g, i), at(w, i))
		}
	}
	return "no line differs"
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(end)"
}
