package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"rightdoor/internal/browsertest"
	"rightdoor/internal/pgtest"
)

func TestMain(m *testing.M) {
	os.Exit(browsertest.Main(func() int { return pgtest.Main(m) }))
}

// ran is how a command line ended.
type ran struct {
	code      int
	out, errs string
}

// rightdoor runs a command line in the working directory.
func rightdoor(t *testing.T, args ...string) ran {
	t.Helper()
	return rightdoorWith(t, nil, "", args...)
}

// rightdoorWith runs a command line with an environment and an input.
func rightdoorWith(t *testing.T, environ []string, in string, args ...string) ran {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), args, environ, strings.NewReader(in), &out, &errs)
	return ran{code, out.String(), errs.String()}
}

// must runs a command line that has to go well, and gives its output.
func must(t *testing.T, args ...string) string {
	t.Helper()
	r := rightdoor(t, args...)
	if r.code != 0 {
		t.Fatalf("rightdoor %s: exit code %d: %s%s", strings.Join(args, " "), r.code, r.out, r.errs)
	}
	return r.out
}

// want checks an exit code and that a text was said.
func (r ran) want(t *testing.T, code int, text string) {
	t.Helper()
	if r.code != code || !strings.Contains(r.out+r.errs, text) {
		t.Errorf("exit code %d, %q; want %d and %q", r.code, r.out+r.errs, code, text)
	}
}

func says(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(text, w) {
			t.Errorf("output = %q, want %q in it", text, w)
		}
	}
}

// folder makes an empty folder with files of testdata the working directory.
func folder(t *testing.T, names ...string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		write(t, filepath.Join(dir, name), read(t, filepath.Join("testdata", name)))
	}
	t.Chdir(dir)
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

var (
	demoOnce  sync.Once
	demoBytes []byte
)

// demoFolder is a folder in which the sample workspace is there already.
func demoFolder(t *testing.T) {
	t.Helper()
	folder(t)
	demoOnce.Do(func() {
		must(t, "demo", "--once")
		demoBytes = []byte(read(t, demoFile))
	})
	if err := os.MkdirAll(filepath.Dir(demoFile), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, demoFile, string(demoBytes))
}

// shops is a folder with a workspace of three accounts under one ICP.
func shops(t *testing.T) {
	t.Helper()
	folder(t, "shops.yaml", "accounts.csv", "broken.yaml", "bad_lines.csv")
	must(t, "import", "accounts", "accounts.csv", "--yes")
	must(t, "apply", "shops.yaml")
}

func TestTheFirstHour(t *testing.T) {
	folder(t, "accounts.csv")
	says(t, must(t, "init", "--profile", "latam-saas"), "targeting.yaml is written", "rightdoor apply targeting.yaml")
	says(t, must(t, "apply"), "new ICP B2B SaaS in LATAM", "In force")
	says(t, must(t, "import", "accounts", "accounts.csv"), "3 of 3 rows used; 3 added")
	says(t, must(t, "ask", "/fit acme.com"), "Acme (Dana's account) is ruled out", "(B2B SaaS in LATAM v1)")
	exported := must(t, "export", "targeting")
	write(t, "exported.yaml", exported)
	says(t, must(t, "apply", "exported.yaml"), "Nothing to change")
	if again := must(t, "export", "targeting"); again != exported {
		t.Errorf("the second export = %q, want the first %q", again, exported)
	}
	rightdoor(t, "ask", "/fit", "VP of Sales").want(t, exitRefused, "is a person, not a company")
	rightdoor(t, "ask", "/fit nobody.com").want(t, exitNotFound, "I know no company")
}

func TestEveryReadyProfileApplies(t *testing.T) {
	folder(t)
	names := regexp.MustCompile(`(?m)^  (\S+) {2,}\S.* for `).FindAllStringSubmatch(must(t, "init", "--help"), -1)
	if len(names) < 2 {
		t.Fatalf("init --help lists %v, want the ready profiles", names)
	}
	for _, name := range names {
		_ = os.Remove(targetingFile)
		must(t, "init", "--profile", name[1])
		says(t, must(t, "apply"), "In force")
	}
}

func TestInitNeverOverwrites(t *testing.T) {
	folder(t)
	write(t, targetingFile, "mine")
	rightdoor(t, "init", "--profile", "latam-saas").want(t, exitRefused, "stays as it is")
	if got := read(t, targetingFile); got != "mine" {
		t.Errorf("targeting.yaml = %q, want it untouched", got)
	}
}

func TestDryRunsSaveNothing(t *testing.T) {
	folder(t, "shops.yaml", "accounts.csv")
	says(t, must(t, "import", "accounts", "accounts.csv", "--dry-run"), "nothing recorded (dry run)")
	says(t, must(t, "apply", "--dry-run", "shops.yaml"), "new ICP shops")
	rightdoor(t, "ask", "accounts").want(t, exitNotFound, "No companies here yet")
	if got := must(t, "export", "targeting"); got != "icps: []\n" {
		t.Errorf("export after a dry run = %q, want no ICP", got)
	}
}

func TestDraftsScoreNothingUntilPublished(t *testing.T) {
	folder(t, "shops.yaml", "accounts.csv")
	must(t, "import", "accounts", "accounts.csv")
	says(t, must(t, "apply", "--draft", "shops.yaml"), "Saved as drafts")
	rightdoor(t, "ask", "/fit acme.com").want(t, exitNotFound, "shops is a draft")
	must(t, "ask", "icp publish shops")
	says(t, must(t, "ask", "/fit acme.com"), "Acme (Dana's account) is a fit")
}

func TestTheWayBackToAnEarlierVersion(t *testing.T) {
	shops(t)
	write(t, "next.yaml", strings.Replace(read(t, "shops.yaml"), "[200, 1500]", "[1, 20]", 1))
	says(t, must(t, "apply", "next.yaml"), "1 account of 3 would change verdict", "from a fit to not a fit")
	says(t, must(t, "ask", "/fit acme.com"), "is not a fit", "(shops v2)")
	must(t, "ask", "icp publish shops@1")
	says(t, must(t, "ask", "/fit acme.com"), "is a fit", "(shops v1)")
	says(t, must(t, "apply", "next.yaml"), "In force")
}

func TestAlertsStandInTheFile(t *testing.T) {
	shops(t)
	alerts := "alerts:\n  - {channel: C0123456789, icp: shops, tier: A, customers: true}\n  - {channel: C0987654321, digest: \"09:00 Europe/Berlin\", weekdays: [mon, tue], quiet: \"18:00-08:00 Europe/Berlin\"}\n"
	write(t, "alerts.yaml", alerts)
	says(t, must(t, "apply", "--dry-run", "alerts.yaml"), "new alert in C0123456789 for shops", "new alert in C0987654321")
	says(t, must(t, "ask", "alerts"), "No channel is told")
	says(t, must(t, "alerts"), "No channel is told")
	says(t, must(t, "alerts", "failed"), "No alert has failed")
	says(t, must(t, "apply", "alerts.yaml"), "In force")
	exported := must(t, "export", "targeting")
	if !strings.HasSuffix(exported, "\n"+alerts) {
		t.Errorf("export = %q, want the alerts as they were applied", exported)
	}
	write(t, "exported.yaml", exported)
	says(t, must(t, "apply", "--prune", "exported.yaml"), "Nothing to change")

	write(t, "broken.yaml", strings.Replace(exported, "Berlin", "Berln", 1))
	rightdoor(t, "apply", "broken.yaml").want(t, exitUsage, "did you mean Europe/Berlin?")
	write(t, "broken.yaml", strings.Replace(exported, "tier: A", "tier: Z", 1))
	rightdoor(t, "apply", "broken.yaml").want(t, exitUsage, "Tier Z is below the cut-off, or there is none.")
	if after := must(t, "export", "targeting"); after != exported {
		t.Errorf("export after broken files = %q, want %q", after, exported)
	}
}

func TestPruneArchivesWhatTheFileDoesNotHold(t *testing.T) {
	shops(t)
	write(t, "other.yaml", strings.Replace(read(t, "shops.yaml"), "name: shops", "name: other", 1))
	must(t, "apply", "other.yaml")
	says(t, must(t, "ask", "icp"), "shops v1 – published", "other v1 – published")
	says(t, must(t, "apply", "--prune", "other.yaml"), "shops: archived")
	says(t, must(t, "ask", "icp"), "shops v1 – archived", "other v1 – published")
	says(t, must(t, "apply", "--prune", "other.yaml"), "Nothing to change")
	says(t, must(t, "apply", "shops.yaml"), "shops: version 1 is published")
}

func TestAFileWithAnErrorSavesNothing(t *testing.T) {
	shops(t)
	before := must(t, "export", "targeting")
	r := rightdoor(t, "apply", "broken.yaml")
	if place := regexp.MustCompile(`broken\.yaml:5:\d+`); r.code != exitUsage || !place.MatchString(r.errs) {
		t.Errorf("exit code %d, %q; want %d and file, line and column", r.code, r.errs, exitUsage)
	}
	if after := must(t, "export", "targeting"); after != before {
		t.Errorf("export after a broken file = %q, want %q", after, before)
	}
	r = rightdoorWith(t, nil, "icps: [{", "apply", "-")
	r.want(t, exitUsage, "standard input:1:")
}

func TestApplyReadsTheStandardInput(t *testing.T) {
	folder(t, "shops.yaml")
	rightdoorWith(t, nil, read(t, "shops.yaml"), "apply", "-").want(t, 0, "In force")
}

func TestImportTellsOfBadLinesAndKeepsTheGoodOnes(t *testing.T) {
	shops(t)
	r := rightdoor(t, "import", "accounts", "bad_lines.csv")
	r.want(t, 0, "line 2, column 4 (employees)")
	says(t, r.out, "line 4: ", "2 of 3 rows used")
	says(t, must(t, "ask", "/fit globex.com"), "Globex (Leila's account) is a fit")
}

func TestTheSameFileTwiceChangesNothing(t *testing.T) {
	shops(t)
	says(t, must(t, "import", "accounts", "accounts.csv"), "0 added, 0 changed, 3 the same as before")
}

func TestImportOfContactsAndSignals(t *testing.T) {
	shops(t)
	write(t, "contacts.csv", "name,email,title,company,domain\nTom Ortega,tom@acme.com,CMO,Acme,acme.com\n")
	write(t, "signals.csv", "company,domain,signal,date,note\nAcme,acme.com,funding_round,yesterday,Series C\n")
	says(t, must(t, "ask", "/who acme.com"), "No contacts yet")
	must(t, "import", "contacts", "contacts.csv")
	must(t, "import", "signals", "signals.csv", "--source", "News")
	says(t, must(t, "ask", "/who acme.com"), "Tom Ortega, CMO – champion")
	says(t, must(t, "import", "contacts", "contacts.csv"), "0 added, 0 changed")
	says(t, must(t, "import", "signals", "signals.csv", "--source", "News"), "0 added, 0 changed")
}

func TestColumnsNobodyKnows(t *testing.T) {
	shops(t)
	write(t, "more.csv", "name,domain,Fleet size\nAcme,acme.com,12\n")
	says(t, must(t, "import", "accounts", "more.csv", "--yes"), "not known: Fleet size")
	must(t, "import", "accounts", "more.csv", "--keep-unknown")
	says(t, must(t, "ask", "accounts custom.fleet_size=12"), "Acme")
}

func TestDemo(t *testing.T) {
	folder(t)
	once := must(t, "demo", "--once")
	says(t, once, "> /fit acme.com", "Acme (prospect, Dana's account) is a fit", "Globex", "could be a fit", "is a person, not a company")
	r := rightdoorWith(t, nil, "fit hooli.com\nfit\n\nfrob nicate this line\nquit\nfit acme.com\n", "demo", "--addr", "127.0.0.1:0")
	r.want(t, 0, "Hooli (prospect, Marcus's account) is ruled out")
	says(t, r.out, "Which company?", "I could not make a request")
	if n := strings.Count(r.out, "rightdoor> "); n != 4 {
		t.Errorf("the demo prompted %d times, want 4: an empty line is an answer to what fit asks, and quit ends it", n)
	}
	must(t, "demo", "--once", "--reset")
	if left, _ := filepath.Glob("data/*.new*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestTheDemoEndsWhenItIsInterrupted(t *testing.T) {
	demoFolder(t)
	ctx, cancel := context.WithCancel(t.Context())
	in, feed := io.Pipe()
	defer func() { _ = feed.Close() }()
	out, told := io.Pipe()
	ended := make(chan int)
	go func() { ended <- run(ctx, []string{"demo", "--addr", "127.0.0.1:0"}, nil, in, told, io.Discard) }()
	if !reaches(out, "rightdoor> ") {
		t.Fatal("the demo did not prompt")
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	cancel()
	select {
	case code := <-ended:
		if code != 0 {
			t.Errorf("exit code %d, want 0", code)
		}
	case <-time.After(5 * time.Second):
		t.Error("the demo still waits for a line")
	}
}

// reaches reads until a text was said.
func reaches(r io.Reader, text string) bool {
	var said []byte
	part := make([]byte, 4096)
	for {
		n, err := r.Read(part)
		said = append(said, part[:n]...)
		if bytes.Contains(said, []byte(text)) {
			return true
		}
		if err != nil {
			return false
		}
	}
}

func TestAskTheDemoInJSON(t *testing.T) {
	demoFolder(t)
	var reply struct {
		Command, Text string
		View          struct {
			Verdict string
			Score   int
			Receipt string
			Account struct{ Name string }
		}
	}
	out := must(t, "ask", "--demo", "--json", "/fit acme.com")
	if err := json.Unmarshal([]byte(out), &reply); err != nil {
		t.Fatalf("Unmarshal(%s): %v", out, err)
	}
	if reply.Command != "fit" || reply.View.Verdict != "fit" || reply.View.Account.Name != "Acme" || !strings.HasPrefix(reply.Text, "● Acme") {
		t.Errorf("ask --json = %+v, want the fit of Acme", reply)
	}
	says(t, must(t, "ask", "--demo", "why "+reply.View.Receipt), "Acme", reply.View.Receipt)
	if _, err := os.Stat("data/rightdoor.db"); err == nil {
		t.Error("the demo made the real database, too")
	}
	refused := rightdoor(t, "ask", "--demo", "--json", "/fit VP of Sales")
	if refused.code != exitRefused || !strings.Contains(refused.out, `"view":{"flags":[{"kind":"title_for_company"`) {
		t.Errorf("exit code %d, %s; want flags alone", refused.code, refused.out)
	}
}

func TestSeveralWorkspacesAskWhich(t *testing.T) {
	shops(t)
	says(t, must(t, "workspace", "add", "acme team"), "--workspace acme team")
	rightdoor(t, "ask", "icp").want(t, exitUsage, "several workspaces: acme team, default")
	says(t, must(t, "--workspace", "default", "ask", "icp"), "shops v1")
	rightdoor(t, "--workspace", "acme team", "ask", "icp").want(t, exitNotFound, "No companies here yet")
	rightdoor(t, "--workspace", "nope", "ask", "icp").want(t, exitNotFound, `no workspace "nope"`)
	if got := must(t, "workspace", "list"); got != "acme team\ndefault\n" {
		t.Errorf("workspace list = %q", got)
	}
}

func TestManagers(t *testing.T) {
	folder(t)
	says(t, must(t, "manager", "list"), "No managers yet")
	must(t, "manager", "add", "U2")
	must(t, "manager", "add", "U2")
	r := rightdoorWith(t, []string{"MANAGERS=U1, U3"}, "", "manager", "list")
	if want := regexp.MustCompile(`^U1 +by the setting MANAGERS\nU3 +by the setting MANAGERS\nU2 +since \d{4}-\d\d-\d\d\n$`); !want.MatchString(r.out) {
		t.Errorf("manager list = %q, want %s", r.out, want)
	}
	must(t, "manager", "remove", "U2")
	says(t, must(t, "manager", "list"), "No managers yet")
}

// TestExitCodes has one command line and more for every code.
func TestExitCodes(t *testing.T) {
	shops(t)
	write(t, "garbage.db", strings.Repeat("this is no database ", 100))
	write(t, "empty.csv", "")
	away := "DATABASE_URL=postgres://nobody@127.0.0.1:1/none"
	for _, c := range []struct {
		code    int
		text    string
		environ string
		args    []string
	}{
		{0, "Available Commands", "", []string{"help"}},
		{0, "Usage", "", nil},
		{0, "Usage", "", []string{"manager"}},
		{0, "You can ask", "", []string{"ask"}},
		{0, "could be a fit", "", []string{"ask", "/fit globex.com"}},
		{exitFailed, "cannot be read", "", []string{"apply", "."}},
		{exitUnavailable, "is damaged", "DATABASE_URL=garbage.db", []string{"ask", "icp"}},
		{exitUsage, `There is no command "frob"`, "", []string{"frob"}},
		{exitUsage, `There is no command "frob"`, "", []string{"manager", "frob"}},
		{exitUsage, "Unknown flag: --frob", "", []string{"ask", "--frob"}},
		{exitUsage, "Write it as `rightdoor import", "", []string{"import", "accounts"}},
		{exitUsage, "Write it as `rightdoor apply", "", []string{"apply", "a", "b"}},
		{exitUsage, "cannot be imported", "", []string{"import", "widgets", "accounts.csv"}},
		{exitUsage, "Which profile?", "", []string{"init"}},
		{exitUsage, "Which company?", "", []string{"ask", "/fit"}},
		{exitUsage, "no file that can be imported", "", []string{"import", "accounts", "."}},
		{exitUsage, "", "", []string{"import", "accounts", "empty.csv"}},
		{exitNotFound, "There is no profile", "", []string{"init", "--profile", "nope"}},
		{exitNotFound, "There is no file nope.csv", "", []string{"import", "accounts", "nope.csv"}},
		{exitNotFound, "There is no file targeting.yaml", "", []string{"apply"}},
		{exitNotFound, "I know no company", "", []string{"ask", "/fit nobody.com"}},
		{exitRefused, "is a person", "", []string{"ask", "/fit CFO"}},
		{exitUnavailable, "does not answer", away, []string{"ask", "/fit acme.com"}},
		{exitUnavailable, "does not answer", away, []string{"import", "accounts", "accounts.csv"}},
		{exitUnavailable, "does not answer", away, []string{"workspace", "list"}},
	} {
		r := rightdoorWith(t, []string{c.environ}, "", c.args...)
		if r.code != c.code || !strings.Contains(r.out+r.errs, c.text) {
			t.Errorf("rightdoor %q: exit code %d, %q; want %d and %q", c.args, r.code, r.out+r.errs, c.code, c.text)
		}
		if c.code > exitFailed && c.code < exitUnavailable && strings.Contains(r.errs, "level=ERROR") {
			t.Errorf("rightdoor %q logs %q, want a sentence alone", c.args, r.errs)
		}
	}
}

// TestAServerThatNeverAnswers accepts the connection and then keeps silent.
func TestAServerThatNeverAnswers(t *testing.T) {
	folder(t, "accounts.csv")
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	environ := []string{"DATABASE_URL=postgres://nobody@" + silent.Addr().String() + "/none"}
	for _, args := range [][]string{{"ask", "icp"}, {"import", "accounts", "accounts.csv"}, {"export", "targeting"}, {"manager", "list"}, {"workspace", "list"}} {
		ended := make(chan ran, 1)
		go func() {
			var errs bytes.Buffer
			p := &program{environ: environ, in: strings.NewReader(""), out: io.Discard, errs: &errs, patience: 50 * time.Millisecond}
			ended <- ran{code: p.execute(t.Context(), args), errs: errs.String()}
		}()
		select {
		case r := <-ended:
			r.want(t, exitUnavailable, "does not answer")
		case <-time.After(5 * time.Second):
			t.Fatalf("rightdoor %q still waits after 5s, want a calm sentence after 50ms", args)
		}
	}
}

// TestPostgreSQL goes the same way on the other database.
func TestPostgreSQL(t *testing.T) {
	environ := []string{"DATABASE_URL=" + pgtest.Database(t)}
	folder(t, "shops.yaml", "accounts.csv")
	for _, c := range []struct {
		text string
		args []string
	}{
		{"3 added", []string{"import", "accounts", "accounts.csv"}},
		{"3 the same as before", []string{"import", "accounts", "accounts.csv"}},
		{"In force", []string{"apply", "shops.yaml"}},
		{"Nothing to change", []string{"apply", "shops.yaml"}},
		{"Acme (Dana's account) is a fit", []string{"ask", "/fit acme.com"}},
		{"3 accounts: 1 fits · 1 needs data · 1 ruled out", []string{"ask", "accounts"}},
		{"U1 may change targeting", []string{"manager", "add", "U1"}},
		{"shops is archived", []string{"ask", "icp archive shops"}},
		{"shops is in force", []string{"ask", "icp publish shops@1"}},
		{"name: shops", []string{"export", "targeting"}},
	} {
		rightdoorWith(t, environ, "", c.args...).want(t, 0, c.text)
	}
	if _, err := os.Stat("data"); err == nil {
		t.Error("a local database was made beside PostgreSQL")
	}
}
