package commands_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"rightdoor/commands"
	"rightdoor/internal/fault"
	"rightdoor/internal/importer"
	"rightdoor/internal/pgtest"
	"rightdoor/internal/store"
	"rightdoor/models"
)

// askingLines are lines that ask, one for every command and way to fail.
var askingLines = []string{
	"/fit acme.com", "/fit globex.com", "/fit hooli.com", "/fit Meridian", "/fit acm.com", "/fit nobody.com", "/fit VP of Sales", "/fit bob@gmail.com",
	"/fit", "/fit pinecrest.example", "/why acme.com", "/why 0810-20E0-XFTT-ARJ5", "/who acme.com", "/who coinferry.example", "/who cindersage.example",
	"accounts", "accounts 100 tier=A", "accounts colour=blue", "icp", "icp mid-market commerce", "icp mid-market commerce@1", "icp nope",
	"/who acme.com CFO", "/who acme.com plan", "/who acme.com plan --csv", "/who priya.raman@acme.com", "/who Priya Raman", "/say acme.com champion", "accounts --missing any",
	"check message --to champion We cut costs.",
	"persona", "persona Revenue Ruby", "help", "help fit", "is Acme a fit?", "what a day", "", "tell acme.com", "tell globex.com",
	"check VP of Sales", "check mid-market commerce", "check Revenue Ruby", "check", "icp new B2B SaaS in LATAM", "icp new VP of Sales", "icp new",
	"persona new VP of Sales", "persona new fintechs in Canada", "compare acme.com globex.com", "compare acme.com", "top 3 fintech accounts",
	"which alerts are on", "alerts", "alerts failed", "review", "alerts preview",
}

func TestAskingWritesNothing(t *testing.T) {
	w := sampleWorld(t)
	before := dump(t, w.path)
	writes := watchWrites(t, w.path)
	for _, line := range askingLines {
		_, _ = w.ask(line)
		if writes() {
			t.Errorf("%q wrote to the database: %s", line, firstDifference(before, dump(t, w.path)))
		}
	}
	if _, err := w.ask("icp archive mid-market commerce"); err != nil || !writes() {
		t.Errorf("archiving an ICP (%v) went unnoticed", err)
	}
}

// watchWrites gives a function that tells whether anybody has written to a
// database since it was last asked: SQLite numbers its commits.
func watchWrites(t *testing.T, path string) func() bool {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // the number is kept for each connection
	t.Cleanup(func() { _ = db.Close() })
	last := column(t, db, "PRAGMA data_version")[0]
	return func() bool {
		now := column(t, db, "PRAGMA data_version")[0]
		wrote := now != last
		last = now
		return wrote
	}
}

// dump is everything in a database.
func dump(t testing.TB, path string) string {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var b strings.Builder
	for _, table := range column(t, db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") {
		fmt.Fprintf(&b, "%s\n", table)
		columns := strings.Join(column(t, db, "SELECT 'quote(' || name || ')' FROM pragma_table_info('"+table+"')"), " || ',' || ")
		for _, row := range column(t, db, "SELECT "+columns+" FROM "+table+" ORDER BY 1") {
			fmt.Fprintf(&b, "\t%s\n", row)
		}
	}
	return b.String()
}

func column(t testing.TB, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	var values []string
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		values = append(values, v)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}

func TestOnlyManagersChangeTargeting(t *testing.T) {
	for _, line := range []string{"icp publish mid-market commerce@1", "icp archive mid-market commerce", "/ICP Publish nope", "/icp archive"} {
		w := sampleWorld(t)
		before := dump(t, w.path)
		_, err := w.askAs(t.Context(), commands.Rep, line)
		if fault.KindOf(err) != fault.Refused || !strings.Contains(fault.Message(err), "manager") {
			t.Errorf("a rep's %q: %v, want a refusal that names managers", line, err)
		}
		if dump(t, w.path) != before {
			t.Errorf("a rep's %q changed the database", line)
		}
		if _, err := w.ask(line); fault.KindOf(err) == fault.Refused {
			t.Errorf("a manager's %q: %v, want no refusal", line, err)
		}
	}
}

func TestARepMayAskEverything(t *testing.T) {
	w := sampleWorld(t)
	for _, line := range askingLines {
		if _, err := w.askAs(t.Context(), commands.Rep, line); err != nil && fault.KindOf(err) == fault.Refused {
			t.Errorf("a rep's %q: %v", line, err)
		}
	}
}

// awkwardLines are what a line can be at its worst.
var awkwardLines = []string{
	"/fit <!channel>", "/fit <!here|here>", "/fit <@U012|dana>", "/fit <>", "/fit <|>", "/fit <https://|x>", "/fit &amp;", "/fit &lt;script&gt;",
	"/fit \u202eemca\u202c", "/fit \u200f\u200f", "/fit \x00", "/fit \xff\xfe", "/fit %s%d%v", "/fit '; DROP TABLE accounts; --", "/fit #", "/fit #-1",
	"/fit #99999999999999999999", "/fit https://", "/fit @", "/fit .", "/fit 127.0.0.1", "/fit http://[::1]/", "/fit acme..com", "/fit -", "/fit |",
	"/why ZZZZ-ZZZZ-ZZZZ", "/who " + strings.Repeat("a", 9000), "/fit " + strings.Repeat("\u0301", 5000), "accounts 0", "accounts -5", "accounts 99999999999999999999",
	"accounts custom.x=1", "accounts custom.=1", "accounts employees=1e400", "accounts employees=-", "accounts revenue=EUR", "accounts owner=,,,", "accounts =x", "accounts verdict=,",
	"accounts growth=nan", "accounts founded=-5", "icp @", "icp @1", "icp x@-1", "icp mid-market commerce@999999999999999999999", "icp publish @", "icp publish mid-market commerce@0", "persona \"\"",
	"tell =", "tell acme.com =", "tell acme.com revenue=", "tell acme.com revenue=\x00", "tell globex.com revenue=1e400", "tell acme.com custom.=1", "tell acme.com custom.x=" + strings.Repeat("y", 5000),
	"tell acme.com --base=x", "tell globex.com --base=-1.-1 revenue=unknown", "tell " + strings.Repeat("a ", 3000), "tell #1 employees=1 employees=2 employees=unknown",
	"unlock", "unlock --until", "unlock hooli.com --until=", "unlock hooli.com --until \x00 why", "unlock --end", "unlock hooli.com --until 9999-12-31 why", "unlock bob@gmail.com why", "unlock " + strings.Repeat("a ", 3000),
	"overrule", "overrule hooli.com fit --until 30d <!channel> \u202e why", "overrule fit", "overrule hooli.com not", "overrule hooli.com " + strings.Repeat("fit ", 2000),
	"help help", "help \x00", "\"", "“", "/\"\"", "/ / /", "/rightdoor", "/rightdoor /rightdoor fit acme.com", "why", "why why why", "who at", "is a fit", "is  a fit",
}

func TestAwkwardLinesAreAnsweredCalmly(t *testing.T) {
	w := sampleWorld(t)
	w.load(importer.Accounts, read(t, "testdata/stale.csv"))
	for _, line := range awkwardLines {
		reply, err := w.ask(line)
		if fault.KindOf(err) == fault.Failed && err != nil {
			t.Errorf("Run(%q): %v, want an answer or a sentence about the line", line, err)
		}
		text := fault.Message(err)
		if err == nil {
			text = reply.View.Text()
		}
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\u202e\u200f") || strings.Contains(text, "%!") {
			t.Errorf("Run(%q) answers %q", line, text)
		}
	}
}

func TestALineHasABound(t *testing.T) {
	w := emptyWorld(t)
	for _, line := range []string{strings.Repeat("x", 40_000), "/fit " + strings.Repeat("ä ", 20_000)} {
		_, err := w.ask(line)
		if fault.KindOf(err) != fault.Usage || !strings.Contains(fault.Message(err), "10000") {
			t.Errorf("%d characters: %v, want the sentence about the bound", utf8.RuneCountInString(line), err)
		}
	}
}

func TestRunNeverPanics(t *testing.T) {
	w := sampleWorld(t)
	names := rapid.SampledFrom([]string{"/fit ", "/why ", "/who ", "accounts ", "icp ", "icp publish ", "persona ", "help ", "is ", "", "/", "tell ", "tell acme.com revenue=", "unlock ", "unlock hooli.com ", "overrule hooli.com fit --until "})
	rapid.Check(t, func(t *rapid.T) {
		line := names.Draw(t, "command") + anyText().Draw(t, "text")
		reply, err := w.ask(line)
		checkReply(t, line, reply, err)
	})
}

// checkReply tells whether a request ended as one may: with a text or with a
// fault that is about the request.
func checkReply(t rapid.TB, line string, reply commands.Reply, err error) {
	t.Helper()
	switch {
	case err != nil && fault.KindOf(err) == fault.Failed:
		t.Errorf("Run(%q): %v", line, err)
	case err == nil && (reply.View == nil || reply.View.Text() == "" || reply.Command == ""):
		t.Errorf("Run(%q) = %+v, want a view with text", line, reply)
	}
}

func FuzzRun(f *testing.F) {
	for _, line := range append(askingLines, awkwardLines...) {
		f.Add(line)
	}
	w := sampleWorld(f)
	f.Fuzz(func(t *testing.T, line string) {
		reply, err := w.runner.Run(t.Context(), commands.Request{Workspace: w.workspace, User: "U1", Text: line})
		if fault.KindOf(err) == fault.Refused {
			return
		}
		checkReply(t, line, reply, err)
	})
}

func TestManyAskAtOnce(t *testing.T) {
	w := sampleWorld(t)
	want := w.text("/fit acme.com")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 5 {
				if got := w.text("/fit acme.com"); got != want {
					t.Errorf("beside others: %s", firstDifference(want, got))
				}
			}
		})
	}
	all.Go(func() { _ = w.text("icp publish mid-market commerce") })
	all.Wait()
}

// TestAChangeIsSeenAtOnceByEveryRunner stands for several processes on one
// database.
func TestAChangeIsSeenAtOnceByEveryRunner(t *testing.T) {
	w := sampleWorld(t)
	other := openWorld(t, w.path)
	before := other.text("/fit acme.com")
	w.later(time.Hour)
	w.apply(read(t, "testdata/changed.yaml"))
	other.now = w.now
	if got := other.text("/fit acme.com"); got == before || got != w.text("/fit acme.com") {
		t.Errorf("the other runner still answers %q", got)
	}
}

// calm tells whether an error is one of the sentences for a database that does
// not answer.
func calm(err error) bool {
	return err != nil && !strings.Contains(fault.Message(err), "sql") && strings.HasSuffix(fault.Message(err), ".")
}

func TestAClosedDatabaseIsACalmSentence(t *testing.T) {
	w := sampleWorld(t)
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"/fit acme.com", "/why acme.com", "accounts", "icp", "persona", "icp archive mid-market commerce"} {
		if _, err := w.ask(line); !calm(err) {
			t.Errorf("%q on a closed database: %v", line, err)
		}
	}
}

// slowLibrary answers a search only when it is let go.
type slowLibrary struct {
	commands.Library
	slow bool
}

func (l *slowLibrary) Find(ctx context.Context, workspace int64, q models.Query) (models.Found, error) {
	if l.slow {
		<-ctx.Done()
		return models.Found{}, fmt.Errorf("find account: %w", ctx.Err())
	}
	return l.Library.Find(ctx, workspace, q)
}

func TestASlowDatabaseIsACalmSentenceInTime(t *testing.T) {
	w := sampleWorld(t)
	library := &slowLibrary{Library: w.store, slow: true}
	w.runner = commands.New(library)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := w.askAs(ctx, commands.Rep, "/fit acme.com"); fault.KindOf(err) != fault.Unavailable || !calm(err) {
		t.Errorf("a slow database: %v, want the sentence about a database that does not answer", err)
	}
	library.slow = false
	if _, err := w.ask("/fit acme.com"); err != nil {
		t.Errorf("after it recovered: %v", err)
	}
}

// TestALockedDatabaseIsACalmSentenceInTime: another process holds the write
// lock, so changes wait; asking goes on.
func TestALockedDatabaseIsACalmSentenceInTime(t *testing.T) {
	w := sampleWorld(t)
	release := lock(t, w.path)
	if _, err := w.ask("/fit acme.com"); err != nil {
		t.Errorf("asking beside a writer: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := w.askAs(ctx, commands.Manager, "icp archive mid-market commerce")
	if fault.KindOf(err) != fault.Unavailable || !calm(err) {
		t.Errorf("changing beside a writer: %v, want the sentence about a database that does not answer", err)
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("the sentence took %v with a deadline of 300ms", took)
	}
	release()
	if _, err := w.ask("icp archive mid-market commerce"); err != nil {
		t.Errorf("after the lock: %v", err)
	}
}

// lock takes the write lock of a database as another process would.
func lock(t *testing.T, path string) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	return func() {
		_, err := conn.ExecContext(t.Context(), "ROLLBACK")
		if err = errors.Join(err, conn.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}

// TestAServerThatGoesAwayComesBack stops PostgreSQL under a Runner and starts
// it again.
func TestAServerThatGoesAwayComesBack(t *testing.T) {
	server, err := pgtest.Start("fsync=off")
	if err != nil {
		t.Skipf("no PostgreSQL: %v", err)
	}
	defer server.Close()
	w := openWorld(t, server.URL())
	w.load(importer.Accounts, "name,domain,industry,employees\nAcme,acme.com,E-commerce,640\n")
	w.apply(read(t, "testdata/bare.yaml"))
	want := w.text("/fit acme.com")
	server.Stop()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if _, err := w.askAs(ctx, commands.Rep, "/fit acme.com"); fault.KindOf(err) != fault.Unavailable || !calm(err) {
		t.Errorf("without its server: %v, want the sentence about a database that does not answer", err)
	}
	if err := server.Run("fsync=off"); err != nil {
		t.Fatal(err)
	}
	if got := w.text("/fit acme.com"); got != want {
		t.Errorf("after the server came back: %q", got)
	}
}

var _ commands.Library = (*store.Store)(nil)
