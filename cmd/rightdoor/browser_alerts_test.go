package main

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"testing"

	"rightdoor/internal/browsertest"
)

// grown is a company that is too small for the sample's profile, and then is
// not.
const grown = `name,domain,industry,country,employees,technologies,source
Brackwater Goods,brackwater.example,E-commerce,United States,%d,AWS,HubSpot
`

// importInto imports one company of a size into the sample workspace, from
// another process as an operator would.
func importInto(t *testing.T, employees int) {
	t.Helper()
	write(t, "new.csv", fmt.Sprintf(grown, employees))
	rightdoorWith(t, []string{"DATABASE_URL=" + demoFile}, "", "import", "accounts", "new.csv", "--yes").want(t, 0, "")
}

// TestAlertsFromSubscriptionToRefusal is an alert's whole life on the page: a
// manager subscribes, an import makes a company cross, a rep claims it, who
// claims it next is told, and somebody says why it is no fit.
func TestAlertsFromSubscriptionToRefusal(t *testing.T) {
	w := demoAtWork(t)
	p := browsertest.Open(t, w.address, 1280, 900)
	p.Sees("Try one of these")
	become(p, "Ana")
	p.Click("Message #sales")
	p.Type("/rightdoor alerts on\r")
	p.Sees("On from now", "every fit")
	importInto(t, 60)
	importInto(t, 240)
	p.Sees("Newly a fit: Brackwater Goods", "headcount 60 → 240", "points short")
	p.Shot("alert")
	number := alertNumber(t, w)
	become(p, "Dana")
	p.Until("what Dana sees", `!document.getElementById("talk").innerText.includes("On from now")`)
	p.Click("Claim")
	p.Sees("It is yours", "Claimed by")
	p.Shot("alert-claimed")
	become(p, "Ana")
	p.Until("what Ana sees", `document.getElementById("talk").innerText.includes("On from now")`)
	p.Click("Message #sales")
	p.Type("/rightdoor alerts claim " + number + "\r")
	p.Sees("has it already")
	p.Click("Not a fit")
	p.Sees("Why not?", "What is wrong with it?")
	p.Shot("alert-refuse")
	p.Click("What is wrong with it?")
	p.Type("Wrong s")
	p.Click("Wrong size (200–1,500)")
	p.Click("Keep it")
	p.Sees("Not a fit, says", "wrong size")
	p.Shot("alert-refused")
	importInto(t, 90000)
	p.Sees("No longer a fit: Brackwater Goods")
	p.Shot("alert-gone")
}

// claiming matches the button of an alert.
var claiming = regexp.MustCompile(`/alerts claim (\d+)`)

// alertNumber reads the number of the posted alert from its button.
func alertNumber(t *testing.T, w *atWork) string {
	t.Helper()
	resp, err := http.Get(w.address + "/_playground/state")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, _ := io.ReadAll(resp.Body)
	m := claiming.FindSubmatch(text)
	if m == nil {
		t.Fatalf("no alert can be claimed: %s", text)
	}
	return string(m[1])
}
