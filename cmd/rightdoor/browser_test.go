package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"rightdoor/internal/browsertest"
)

// atWork is a command of the program that serves a page until the test ends.
type atWork struct {
	t       *testing.T
	address string
	said    *output
	stop    context.CancelFunc
	ended   chan int
}

// pageAddress is what a command says of where its page is.
var pageAddress = regexp.MustCompile(`http://[\w.:\[\]]+`)

// working starts a command and waits until it says where its page is.
func working(t *testing.T, in io.Reader, args ...string) *atWork {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	w := &atWork{t: t, said: &output{}, stop: cancel, ended: make(chan int, 1)}
	go func() { w.ended <- run(ctx, args, nil, in, w.said, w.said) }()
	t.Cleanup(func() {
		cancel()
		if code := next(t, "the end of "+args[0], w.ended); code != 0 {
			t.Errorf("%v ended with %d: %s", args, code, w.said)
		}
	})
	until(t, "the address of the page", func() bool {
		w.address = pageAddress.FindString(w.said.String())
		return w.address != ""
	})
	return w
}

// demoAtWork is `rightdoor demo` with nobody at the prompt.
func demoAtWork(t *testing.T) *atWork {
	t.Helper()
	demoFolder(t)
	return working(t, strings.NewReader(""), "demo", "--addr", "127.0.0.1:0")
}

// TestANewcomersPath is what somebody does in her first minute, with the mouse
// and then by keyboard alone, on a wide and on a narrow screen.
func TestANewcomersPath(t *testing.T) {
	for _, c := range []struct {
		name  string
		width int64
		do    func(p *browsertest.Page, name string)
	}{
		{"mouse 1280", 1280, func(p *browsertest.Page, name string) { p.Click(name) }},
		{"keyboard 1280", 1280, reach},
		{"mouse 390", 390, func(p *browsertest.Page, name string) { p.Click(name) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := demoAtWork(t)
			p := browsertest.Open(t, w.address, c.width, 800)
			shot := func(what string) { p.Shot(strings.ReplaceAll(c.name, " ", "-") + "-" + what) }
			p.Sees("# sales", "Try one of these")
			shot("1-open")
			c.do(p, "/fit acme.com")
			p.Sees("Only visible to you", "Acme (prospect, Dana's account) is a fit – 84 of 100", "Priya Raman")
			shot("2-fit")
			c.do(p, "Why?")
			p.Sees("24/24", "must be e-commerce or fintech")
			shot("3-why")
			c.do(p, "Who to see")
			p.Until("the committee, in an answer of its own", `document.body.innerText.split("Start here").length > 2`)
			shot("4-who")
			write := "Message #sales"
			if p.Focused() != write {
				c.do(p, write)
			}
			p.Type("/fit VP of Sales\r")
			p.Sees("is a person, not a company", "where we reach the VP of Sales")
			shot("5-flag")
			if c.width < 600 {
				c.do(p, "Channels and settings")
			}
			c.do(p, "Dark")
			p.Until("the dark look", `document.documentElement.dataset.theme === "dark"`)
			shot("6-dark")
		})
	}
}

// The keys that are no characters, as the browser's driver names them.
const (
	leftKey   = "\u0302"
	upKey     = "\u0304"
	escapeKey = "\u001b"
)

// reach does by keyboard what a click does.
func reach(p *browsertest.Page, name string) {
	p.Helper()
	if name == "Message #sales" {
		p.TabTo(name, false)
		return
	}
	if name == "Dark" { // one of three, of which Tab reaches the chosen one
		p.TabTo("System", true)
		p.Type(leftKey)
		return
	}
	p.TabTo(name, true)
	p.Type("\r")
}

// TestTheComposer has what it knows of commands, and what it remembers.
func TestTheComposer(t *testing.T) {
	w := demoAtWork(t)
	p := browsertest.Open(t, w.address, 1280, 800)
	p.Sees("Try one of these")
	p.Type("/f")
	p.Sees("Is this company worth going to")
	p.Shot("composer-completion")
	p.Type("\t")
	p.Until("/fit is completed", `document.activeElement.value === "/fit "`)
	p.Type("nowhere.example\r")
	p.Sees("nowhere.example")
	p.Type(upKey)
	p.Until("the last line", `document.activeElement.value === "/fit nowhere.example"`)
	p.Type("\r/rightdoor acc")
	p.Sees("the accounts worth going to, best first")
	p.Shot("composer-more")
	p.Type(escapeKey)
	p.Until("the list is closed", `!document.body.innerText.includes("the accounts worth going to, best first")`)
}

// TestHomeFormsAndPeople opens the app's home, answers its form, and looks at
// it as a guest.
func TestHomeFormsAndPeople(t *testing.T) {
	w := demoAtWork(t)
	p := browsertest.Open(t, w.address, 1280, 800)
	p.Click("Rightdoor")
	p.Click("Home")
	p.Sees("Which companies first, then the people", "mid-market commerce")
	p.Shot("home")
	p.Click("Is a company a fit?")
	p.Sees("Which company?")
	p.Shot("form")
	p.Click("Answer")
	p.Sees("Please complete this required field.")
	p.Type("acme.com\r")
	p.Until("the form is closed", `!document.querySelector("[role=dialog]")`)
	p.Click("Messages")
	p.Sees("Acme (prospect, Dana's account) is a fit")
	p.Type("who should we contact at Globex?\r")
	p.Sees("could be a fit")
	p.Hover("#thread .message")
	p.Click("How did this get here?")
	p.Sees("/slack/events", "chat.postMessage", "X-Slack-Signature")
	p.Shot("requests")
}

// hostile are names of companies that are not what they look like.
var hostile = []string{
	"<!channel> Ltd",
	`<img src=x onerror="document.title='run'">`,
	`"><script>document.title='run'</script>`,
	"abc\u202egnp.exe Holdings",
	"`rm -rf /` ```Sons``` *bold* _it_ ~no~",
	"🚀🔥 Rockets :tada: & Co",
	"javascript:alert(1) <https://evil.example|acme.com>",
	"long " + strings.Repeat("W", 3000),
}

// TestHostileNames shows companies of such names everywhere a name is shown.
// The page must run nothing, open no dialog, and ask nothing of the network.
func TestHostileNames(t *testing.T) {
	folder(t)
	write(t, "accounts.csv", hostileAccounts(t))
	must(t, "import", "accounts", "accounts.csv", "--yes")
	must(t, "init", "--profile", "latam-saas")
	must(t, "apply")
	w := working(t, strings.NewReader(""), "serve", "--playground")
	p := browsertest.Open(t, w.address, 390, 800)
	p.Sees("Try one of these")
	for i := range hostile {
		p.Type(fmt.Sprintf("/fit h%d.example\r", i))
		p.Until("an answer", fmt.Sprintf(`document.querySelectorAll("#talk article, #talk [data-ts]").length > %d`, i+1))
	}
	p.Type("/rightdoor accounts\r")
	p.Sees("channel", "onerror", "<script>", "Rockets", "evil.example")
	p.Shot("hostile-390")
	p.Until("nothing wider than the window", `document.documentElement.scrollWidth <= innerWidth`)
	p.Size(1280, 800)
	p.Shot("hostile-1280")
	for _, name := range hostile[:7] {
		p.Type(name + "\r")
	}
	p.Sees("document.title='run'")
	if title := browsertest.Value[string](p, "document.title"); strings.Contains(title, "run") {
		t.Error("a script of a name was run")
	}
	if n := browsertest.Value[int](p, `document.querySelectorAll("#talk script, #talk img, #talk a[href^=javascript]").length`); n > 0 {
		t.Errorf("%d elements were made of names", n)
	}
}

func hostileAccounts(t *testing.T) string {
	t.Helper()
	var text strings.Builder
	file := csv.NewWriter(&text)
	rows := [][]string{{"name", "domain", "industry", "country", "employees"}}
	for i, name := range hostile {
		rows = append(rows, []string{name, fmt.Sprintf("h%d.example", i), "SaaS", "Brazil", "80"})
	}
	if err := file.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// TestTheDemoServesUntilItIsTold has an input that ends, and a taken port.
func TestTheDemoServesUntilItIsTold(t *testing.T) {
	w := demoAtWork(t)
	taken := strings.TrimPrefix(w.address, "http://")
	second := working(t, strings.NewReader("fit hooli.com\n"), "demo", "--addr", taken)
	if second.address == w.address {
		t.Errorf("two pages at %s", w.address)
	}
	until(t, "an answer at the prompt", func() bool {
		return strings.Contains(second.said.String(), "Hooli (prospect, Marcus's account) is ruled out")
	})
	for _, address := range []string{w.address, second.address} {
		resp, err := http.Get(address + "/_playground/state")
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Errorf("GET %s = %d", address, resp.StatusCode)
		}
	}
	rightdoor(t, "demo", "--addr", "0.0.0.0:8080").want(t, exitUsage, "A playground is for this machine alone")
	rightdoorWith(t, []string{"LISTEN=0.0.0.0:8080"}, "", "serve", "--playground").want(t, exitUsage, "A playground is for this machine alone")
}

// TestThePlaygroundLeavesTheWorkspaceToSlack holds that no team is bound by
// it.
func TestThePlaygroundLeavesTheWorkspaceToSlack(t *testing.T) {
	demoFolder(t)
	workspaces := func() string {
		return rightdoorWith(t, []string{"DATABASE_URL=" + demoFile}, "", "workspace", "list").out
	}
	before := workspaces()
	w := working(t, strings.NewReader(""), "demo", "--addr", "127.0.0.1:0")
	w.ready()
	resp, err := http.Post(w.address+"/_playground/act/say", "application/json", strings.NewReader(`{"as":"U0DANA","channel":"C0SALES","text":"/fit acme.com"}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	until(t, "an answer", func() bool {
		resp, err := http.Get(w.address + "/_playground/state")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		text, _ := io.ReadAll(resp.Body)
		return strings.Contains(string(text), "84 of 100")
	})
	if after := workspaces(); after != before || before == "" {
		t.Errorf("workspaces were %q and are %q", before, after)
	}
}

// TestFromATitleToADraft goes from a person given where a company was needed to
// a company profile in force: flag, form, draft, save, publish as the manager.
func TestFromATitleToADraft(t *testing.T) {
	w := demoAtWork(t)
	p := browsertest.Open(t, w.address, 1280, 800)
	p.Sees("Try one of these")
	p.Type("/fit VP of Sales\r")
	p.Sees("is a person, not a company")
	p.Click("Describe the companies")
	p.Sees("Describe the companies you sell to")
	p.Type("Fintechs in Canada with 50-5,000 employees, where we reach the VP of Sales\r")
	p.Sees("a draft, not saved", "“Canada”", "in a persona of their own")
	p.Shot("draft")
	p.Click("Save both as drafts")
	p.Sees("It scores nothing until a manager publishes it")
	p.Click("Publish")
	p.Sees("is for managers. Ask Ana.")
	p.Choose("#person", "U0ANA")
	p.Until("she is the manager", `document.querySelector("#about").innerText.includes("may change the ICPs")`)
	p.Click("Message #sales")
	p.Type("/rightdoor icp publish Fintechs in Canada\r")
	p.Sees("is in force")
}
