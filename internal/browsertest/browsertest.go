// Package browsertest gives tests a headless Chromium: a person who clicks,
// types and reads.
//
// The program is the chromium or chrome on PATH. Where there is none tests are
// skipped with one line; RIGHTDOOR_TEST_REQUIRE=chromium makes that a failure.
// One browser serves a package's tests, each with a fresh window; Main ends it.
//
// A page fails its test when it opens a dialog, leaves an exception uncaught,
// writes an error to the console, breaks its content security policy, or asks
// for anything that is not on this machine. Screenshots go to the folder that
// RIGHTDOOR_TEST_SCREENSHOTS names, if it does.
package browsertest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The environment variables that steer the package.
const (
	requireVariable = "RIGHTDOOR_TEST_REQUIRE"
	shotsVariable   = "RIGHTDOOR_TEST_SCREENSHOTS"
)

// programs are the names under which a browser is installed.
var programs = []string{"chromium", "chromium-browser", "google-chrome", "chrome"}

// patience is how long a test waits for what it wants to see.
const patience = 15 * time.Second

var (
	once     sync.Once
	shared   context.Context
	stop     = func() {}
	trouble  error
	errThere = errors.New("no chromium on PATH")
)

// Main runs a package's tests and ends the browser they shared.
func Main(run func() int) int {
	code := run()
	stop()
	return code
}

// Page is a window of the browser.
type Page struct {
	testing.TB
	ctx context.Context

	mu     sync.Mutex
	faults []string
}

// Open opens an address in a window of a size in pixels, and waits until the
// page has loaded.
func Open(t testing.TB, address string, width, height int64) *Page {
	t.Helper()
	once.Do(start)
	if trouble != nil {
		if slices.Contains(strings.Split(os.Getenv(requireVariable), ","), "chromium") {
			t.Fatalf("Chromium is required: %v", trouble)
		}
		t.Skipf("no browser: %v", trouble)
	}
	ctx, cancel := chromedp.NewContext(shared, chromedp.WithNewBrowserContext())
	p := &Page{TB: t, ctx: ctx}
	t.Cleanup(func() {
		p.blame()
		cancel()
	})
	if err := chromedp.Listen(ctx, p.watch); err != nil {
		t.Fatalf("open a window: %v", err)
	}
	p.do(chromedp.EmulateViewport(width, height), chromedp.Navigate(address))
	return p
}

// start starts the browser, with nothing that would reach out by itself.
func start() {
	program := ""
	for _, name := range programs {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		trouble = errThere
		return
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(program), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("lang", "en-US"), chromedp.Flag("hide-scrollbars", true))
	ctx, cancel := chromedp.NewContext(allocator)
	shared, stop = ctx, func() {
		cancel()
		end()
	}
	trouble = chromedp.Do(ctx)
}

// do does what a person would, and fails the test where it cannot be done.
func (p *Page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.Fatalf("browser: %v", err)
	}
}

// watch notes what no page may do.
func (p *Page) watch(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if !local(e.Request.URL) {
			p.fault("a request left the machine: " + e.Request.URL)
		}
	case *page.EventJavascriptDialogOpening:
		p.fault("a dialog opened: " + e.Message)
	case *runtime.EventExceptionThrown:
		p.fault("an exception: " + said(e.ExceptionDetails))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			p.fault("an error: " + e.Entry.Text + " " + e.Entry.URL)
		}
	}
}

func (p *Page) fault(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, what)
}

// blame fails the test for what the page did wrong.
func (p *Page) blame() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.faults {
		p.Errorf("the page: %s", f)
	}
}

// local tells whether an address is on this machine.
func local(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	return u.Scheme == "data" || u.Scheme == "blob" || u.Scheme == "about" || u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost"
}

// Value evaluates an expression of the page.
func Value[T any](p *Page, expression string) T {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("evaluate %.200s: %v", expression, err)
	}
	return v
}

// Pause is a moment in which a page can go on.
func Pause() { time.Sleep(pause) }

const pause = 25 * time.Millisecond

// Until waits until an expression of the page is true.
func (p *Page) Until(what, expression string) {
	p.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); Pause() {
		if Value[bool](p, "Boolean("+expression+")") {
			return
		}
	}
	p.Shot("failed")
	p.Fatalf("%s: not within %v; the page reads:\n%s", what, patience, p.Text("body"))
}

// Sees waits until a text can be read on the page.
func (p *Page) Sees(texts ...string) {
	p.Helper()
	for _, text := range texts {
		p.Until(fmt.Sprintf("%q can be read", text), fmt.Sprintf("document.body.innerText.includes(%q)", text))
	}
}

// Text is what can be read in an element.
func (p *Page) Text(selector string) string {
	p.Helper()
	return Value[string](p, fmt.Sprintf("document.querySelector(%q)?.innerText ?? ''", selector))
}

// target finds the last element that can be clicked and says just this, or is
// labelled so; the latest answer is at the end.
const target = `(name => {
	const text = e => [...e.childNodes].filter(n => n.ariaHidden !== "true").map(n => n.nodeType === 3 ? n.data : text(n)).join("").trim();
	const said = e => (e.getAttribute("aria-label") ?? "") === name || text(e) === name || e.placeholder === name;
	const all = [...document.querySelectorAll("button, a, summary, label, [role=button], [role=tab], [role=option], [role=menuitem], input, select, textarea")];
	const seen = all.filter(e => said(e) && e.checkVisibility({visibilityProperty: true}) && !e.disabled && !e.closest("[inert]"));
	return seen.at(-1);
})(%q)`

// Click clicks with the mouse on what says just this, or is labelled so.
func (p *Page) Click(name string) {
	p.Helper()
	at := fmt.Sprintf(target, name)
	p.Until(fmt.Sprintf("%q can be clicked", name), at+" !== undefined")
	place := Value[[]float64](p, fmt.Sprintf(atRest, at))
	p.do(chromedp.MouseClickXY(place[0], place[1]))
}

// Hover moves the mouse to the last element that a selector finds.
func (p *Page) Hover(selector string) {
	p.Helper()
	place := Value[[]float64](p, fmt.Sprintf(atRest, fmt.Sprintf("[...document.querySelectorAll(%q)].at(-1)", selector)))
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, place[0], place[1]))
}

// atRest gives the middle of an element once it no longer moves.
const atRest = `(async e => {
	const middle = () => { const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; };
	e.scrollIntoView({block: "center", behavior: "instant"});
	for (let last = ""; last !== String(middle());) {
		last = String(middle());
		await new Promise(done => setTimeout(done, 50));
	}
	return middle();
})(%s)`

// Type types a text where the focus is; "\r" is Enter.
func (p *Page) Type(text string) {
	p.Helper()
	for part := range strings.SplitAfterSeq(text, "\r") {
		p.do(chromedp.KeyEvent(strings.TrimSuffix(part, "\r")))
		if strings.HasSuffix(part, "\r") {
			p.do(chromedp.Func(enter))
		}
	}
}

// enter presses Enter as a keyboard does: a page that handles the key keeps it
// from breaking the line, which two events of their own would not show.
func enter(ctx context.Context, t *chromedp.Target) error {
	key := input.DispatchKeyEventParams{Type: kb.KeyDown, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13}
	if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, key); err != nil {
		return err
	}
	key.Type, key.Text = kb.KeyUp, ""
	_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, key)
	return err
}

// Choose sets a list to one of its values, as a person who picks it.
func (p *Page) Choose(selector, value string) {
	p.Helper()
	Value[bool](p, fmt.Sprintf(`(e => { e.value = %q; return e.dispatchEvent(new Event("change", {bubbles: true})); })(document.querySelector(%q))`, value, selector))
}

// TabTo presses Tab, or Shift and Tab, until what says just this, or is
// labelled so, has the focus.
func (p *Page) TabTo(name string, back bool) {
	p.Helper()
	var options []chromedp.KeyOption
	if back {
		options = append(options, chromedp.KeyModifiers(chromedp.ModifierShift))
	}
	for range 200 {
		p.do(chromedp.KeyEvent("\t", options...))
		if p.Focused() == name {
			return
		}
	}
	p.Fatalf("Tab never reaches %q", name)
}

// Focused is what the element with the focus is labelled or says.
func (p *Page) Focused() string {
	p.Helper()
	return Value[string](p, `(e => e.getAttribute("aria-label") || e.labels?.[0]?.innerText?.trim() || e.placeholder || e.innerText?.trim() || e.id)(document.activeElement)`)
}

// Size changes the size of the window, in pixels.
func (p *Page) Size(width, height int64) {
	p.Helper()
	p.do(chromedp.EmulateViewport(width, height))
}

// Shot takes a screenshot where a folder for them is named.
func (p *Page) Shot(name string) {
	p.Helper()
	folder := os.Getenv(shotsVariable)
	if folder == "" {
		return
	}
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.MkdirAll(folder, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), png, 0o600)
	}
	if err != nil {
		p.Errorf("screenshot %s: %v", name, err)
	}
}

// said is what an exception says, and where.
func said(d *runtime.ExceptionDetails) string {
	text := d.Text
	if d.Exception != nil {
		text += " " + d.Exception.Description
	}
	return fmt.Sprintf("%s (%s:%d)", text, d.URL, d.LineNumber+1)
}
