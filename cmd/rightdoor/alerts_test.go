package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// does sends a deed to the page's server as the page does.
func (w *atWork) does(path, body string) {
	w.t.Helper()
	resp, err := http.Post(w.address+"/_playground/"+path, "application/json", strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode >= 300 {
		w.t.Fatalf("%s = %s", path, resp.Status)
	}
}

// ready waits until the bot is introduced: before that Slack is held off.
func (w *atWork) ready() {
	w.t.Helper()
	until(w.t, "readiness", func() bool {
		resp, err := http.Get(w.address + "/readyz")
		if err != nil {
			return false
		}
		_ = resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
}

// state is all that a person of the page knows.
func (w *atWork) state(person string) string {
	w.t.Helper()
	resp, err := http.Get(w.address + "/_playground/state?as=" + person)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

// says has a manager write in #sales.
func (w *atWork) says(line string) {
	w.t.Helper()
	w.does("act/say", fmt.Sprintf(`{"as":"U0ANA","channel":"C0SALES","text":%q}`, line))
}

func (w *atWork) shows(texts ...string) {
	w.t.Helper()
	for _, text := range texts {
		until(w.t, text, func() bool { return strings.Contains(w.state("U0ANA"), text) })
	}
}

// fits is an import of so many companies that fit the sample's profile.
func fits(t *testing.T, name string, n int) {
	t.Helper()
	var b strings.Builder
	b.WriteString("name,domain,industry,country,employees,technologies,source\n")
	for i := range n {
		fmt.Fprintf(&b, "%s %d,%s%d.example,E-commerce,United States,300,AWS,HubSpot\n", name, i, strings.ToLower(name), i)
	}
	write(t, "fits.csv", b.String())
	rightdoorWith(t, []string{"DATABASE_URL=" + demoFile}, "", "import", "accounts", "fits.csv", "--yes").want(t, 0, "")
}

// A flood is one message, and so is what came up before a digest's hour, which
// the playground's clock brings about.
func TestFloodsAndDigestsAreOneMessage(t *testing.T) {
	w := demoAtWork(t)
	w.ready()
	w.says("/rightdoor alerts on")
	w.shows("On from now")
	fits(t, "Flood", 60)
	w.shows("60 accounts newly fit", "The rest")
	if n := strings.Count(w.state("U0ANA"), "Newly a fit"); n > 0 {
		t.Errorf("%d accounts of a flood were announced one by one", n)
	}
	w.says("/rightdoor alerts digest 09:00 Europe/Berlin")
	w.shows("in a digest at 09:00")
	fits(t, "Drip", 3)
	w.does("clock", `{"forward":"24h"}`)
	w.shows("3 accounts newly fit")
}

// A digest that was posted says of an account that it is no fit any more, and
// its thread tells so.
func TestAPostedDigestFollowsItsAccounts(t *testing.T) {
	w := demoAtWork(t)
	w.ready()
	w.says("/rightdoor alerts on")
	w.shows("On from now")
	fits(t, "Flood", 60)
	w.shows("60 accounts newly fit")
	write(t, "grown.csv", "name,domain,employees,source\nFlood 0,flood0.example,9000,HubSpot\n")
	rightdoorWith(t, []string{"DATABASE_URL=" + demoFile}, "", "import", "accounts", "grown.csv", "--yes").want(t, 0, "")
	w.does("clock", `{"forward":"2m"}`)
	w.shows("No longer a fit: Flood 0.", "– no longer a fit: ")
}

// A channel that is archived stops its alerts at once: whoever turned them on
// and the operator are told, and so is she when it is back.
func TestAnArchivedChannelStopsItsAlerts(t *testing.T) {
	w := demoAtWork(t)
	w.ready()
	w.says("/rightdoor alerts on")
	w.shows("On from now")
	w.says("/archive")
	w.shows("gets no alerts now: the channel is archived")
	resp, err := http.Get(w.address + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if want := "ready\nSubscriptions to alerts that are stopped: 1."; err != nil || !strings.HasPrefix(string(text), want) {
		t.Errorf("/readyz = %q, %v, want %q", text, err, want)
	}
	w.says("/unarchive")
	w.shows("gets no alerts now: the channel was closed and is open again")
	w.says("/rightdoor alerts resume")
	w.shows("On again.")
}
