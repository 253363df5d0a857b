package main

import (
	"fmt"
	"testing"

	"rightdoor/internal/browsertest"
)

// TestFromTheFormToTheCommittee asks for the people of a company of which a
// fact is missing, tells it, and sees them.
func TestFromTheFormToTheCommittee(t *testing.T) {
	for _, c := range []struct {
		name string
		fill func(p *browsertest.Page)
		want []string
	}{
		{"known", func(p *browsertest.Page) { p.Type("120M USD") }, []string{"Revenue: 120M USD – not known before.", "is a fit – 68 of 100, tier B", "Mindy Farrow"}},
		{"not known", func(p *browsertest.Page) { p.Click("revenue is not known") }, []string{"not known, on your word", "Fit not proven: nobody knows", "revenue (Dana, today)", "Mindy Farrow"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := demoAtWork(t)
			p := browsertest.Open(t, w.address, 1280, 800)
			p.Sees("Try one of these")
			p.Type("/whom globex.com\r")
			p.Sees("could be a fit – 52 now", "The people come once the company is clear.")
			p.Shot("lock-1-" + c.name)
			p.Click("I know it")
			p.Sees("What do you know?", "Revenue (20M–200M USD?)", "Nobody knows")
			c.fill(p)
			p.Shot("lock-2-" + c.name)
			p.Click("Save")
			p.Until("the form is closed", `!document.querySelector("[role=dialog]")`)
			p.Sees(c.want...)
			p.Shot("lock-3-" + c.name)
		})
	}
}

// TestAManagerUnlocks is a company that does not fit: a rep is told who can,
// and the manager opens it with a reason.
func TestAManagerUnlocks(t *testing.T) {
	w := demoAtWork(t)
	p := browsertest.Open(t, w.address, 1280, 800)
	p.Sees("Try one of these")
	p.Type("/whom hooli.com\r")
	p.Sees("is ruled out", "this would be the wrong company")
	p.Type("/rightdoor unlock hooli.com the board asked\r")
	p.Sees("is for managers. Ask Ana.")
	p.Shot("unlock-1-rep")

	become(p, "Ana")
	p.Click("Message #sales")
	p.Type("/whom hooli.com\r")
	p.Sees("It is a fit, because …")
	p.Click("Unlock")
	p.Sees("Unlock a company", "Until when?")
	p.Type("their new division buys like our best customers")
	p.Shot("unlock-2-form")
	p.Click("Unlock")
	p.Until("the form is closed", `!document.querySelector("[role=dialog]")`)
	p.Sees("Hooli is unlocked until", "Unlocked", "by Ana until", "their new division buys like our best customers", "Tariq Mansoor")
	p.Shot("unlock-3-open")

	become(p, "Dana")
	p.Click("Message #sales")
	p.Type("/whom hooli.com\r")
	p.Sees("by Ana until", "their new division buys like our best customers", "Tariq Mansoor")
	p.Shot("unlock-4-rep")
}

// become makes somebody else of whoever is at the page: the system draws the
// list of a select, where no click reaches it.
func become(p *browsertest.Page, name string) {
	p.Helper()
	p.Until(name+" is at the page", fmt.Sprintf(`(select => {
		const option = [...select.options].find(o => o.text.startsWith(%q));
		if (!option) return false;
		select.value = option.value;
		select.dispatchEvent(new Event("change", {bubbles: true}));
		return true;
	})(document.getElementById("person"))`, name))
	p.Until("what she sees is there", fmt.Sprintf(`document.getElementById("person").selectedOptions[0].text.startsWith(%q)`, name))
}
