package commands_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rightdoor/commands"
	"rightdoor/internal/fault"
	"rightdoor/models"
)

// says sends a line as somebody of a name.
func (w *world) says(name string, role commands.Role, line string) (commands.Reply, error) {
	return w.runner.Run(w.Context(), commands.Request{Workspace: w.workspace, User: "U" + name, Name: name, Role: role, Text: line})
}

// cardText writes a card as it is laid out: headline, sections, flags, buttons.
func cardText(v commands.View) string {
	carded, ok := v.(commands.Carded)
	if !ok {
		return v.Text()
	}
	card := carded.Card()
	lines := []string{"# " + card.Headline}
	for _, s := range card.Sections {
		if s.Title != "" {
			lines = append(lines, "## "+s.Title)
		}
		for _, i := range s.Lines {
			lines = append(lines, strings.TrimSpace(i.Label+" | "+i.Text))
		}
	}
	for _, f := range card.Flags {
		lines = append(lines, "! "+f.Kind+": "+f.Message)
	}
	for _, o := range card.Next {
		lines = append(lines, fmt.Sprintf("[%s] %s", o.Label, o.Command))
	}
	return strings.Join(lines, "\n")
}

// The verdicts, each with a company of the sample.
var verdictCompanies = []struct{ verdict, company string }{
	{"fit", "acme.com"}, {"needs_data", "globex.com"}, {"not_a_fit", "coinferry.example"}, {"disqualified", "hooli.com"},
}

// TestEveryVerdictUnderEveryDecisionReadsWell is every verdict without a
// decision and with each, as text and as a card, to a manager.
func TestEveryVerdictUnderEveryDecisionReadsWell(t *testing.T) {
	for _, c := range []struct{ name, line string }{
		{"none", ""},
		{"not_known", "tell %s revenue=unknown"},
		{"unlock", "unlock %s --until 2026-11-30 their new division buys like our best customers"},
		{"overrule_fit", "overrule %s fit --until 2 weeks the parent company decides"},
		{"overrule_not_a_fit", "overrule %s not a fit they told us never to come back"},
		{"overrule_disqualified", "overrule %s disqualified our lawyers said no"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			for _, v := range verdictCompanies {
				w := sampleWorld(t)
				if c.line != "" {
					line := fmt.Sprintf(c.line, v.company)
					fmt.Fprintf(&b, "> %s\n%s\n\n", line, w.text(line))
					w.later(3 * 24 * time.Hour)
				}
				b.WriteString(w.talk("/fit "+v.company, "/who "+v.company, "/why "+v.company))
				fmt.Fprintf(&b, "%s\n\n%s\n\n", cardText(w.view("/fit "+v.company)), cardText(w.view("/who "+v.company)))
			}
			golden(t, "lock_"+c.name, b.String())
		})
	}
}

func TestTellingReadsWell(t *testing.T) {
	w := sampleWorld(t)
	golden(t, "tell", w.talk(
		"tell globex.com", "tell globex.com revenue=120M USD", "tell globex.com revenue=20M", "tell globex.com revenue=unknown",
		"tell Gilded Pear industry=financial technology employees=200-500", "tell acme.com employees=1 or two", "tell acme.com colour=blue",
		"tell acme.com lifecycle=maybe", "tell acme.com industry=blarg", "tell acme.com headcount=640 custom.fleet=40", "tell acme.com country=Deutschland",
		"tell pinecrest.example employees=120", "tell nobody.com revenue=5M", "tell revenue=5M", "tell", "tell coinferry.example", "tell junipervale.example",
		"tell sundial.example", "tell sundial.example employees=not known revenue=n/a", "fit sundial.example",
	))
}

func TestRulingReadsWell(t *testing.T) {
	w := sampleWorld(t)
	golden(t, "ruling", w.talk(
		"unlock hooli.com", "unlock", "unlock acme.com because", "unlock hooli.com --until yesterday why not", "unlock hooli.com --until soon why not",
		"unlock hooli.com --until 2030-01-01 why not", "unlock hooli.com the board asked", "unlock hooli.com —until 2 weeks the board asked again",
		"unlock Gilded Pear they asked us", "accounts verdict=disqualified", "accounts \"verdict=not a fit\" 3", "unlock hooli.com --end", "unlock hooli.com --end", "fit hooli.com",
		"overrule hooli.com", "overrule hooli.com maybe so", "overrule hooli.com needs data please", "overrule hooli.com ruled out", "overrule hooli.com disqualified twice",
		"overrule hooli.com fit", "overrule hooli.com fit --until Jan 31, 2027 the parent decides", "accounts 100 verdict=fit owner=Marcus", "overrule hooli.com --end", "overrule hooli.com --end",
		"unlock nobody.com why", "overrule nobody.com fit why",
	))
}

// TestAReceiptKnowsItsDecisions asks by receipts from before, under and after a
// decision.
func TestAReceiptKnowsItsDecisions(t *testing.T) {
	w := sampleWorld(t)
	var receipts, texts []string
	keep := func() {
		w.Helper()
		v := w.view("/why hooli.com").(commands.Breakdown)
		receipts, texts = append(receipts, v.Receipt), append(texts, v.Text())
		w.later(time.Hour)
	}
	keep()
	for _, line := range []string{"unlock hooli.com for now", "overrule hooli.com fit as well", "overrule hooli.com --end", "overrule hooli.com not_a_fit --until tomorrow once more"} {
		w.view(line)
		w.later(time.Hour)
		keep()
	}
	w.later(40 * 24 * time.Hour)
	keep()
	changeEverything(w, "hooli.com")
	for i, receipt := range receipts {
		if again := w.text("/why " + receipt); again != texts[i] {
			t.Errorf("why RECEIPT of answer %d differs: %s", i, firstDifference(texts[i], again))
		}
	}
	for i, want := range []string{"", "Unlocked by", "Overruled by", "Unlocked by", "Overruled by", ""} {
		if !strings.Contains(texts[i], want) || want == "" && (strings.Contains(texts[i], "Overruled by") || strings.Contains(texts[i], "Unlocked by")) {
			t.Errorf("answer %d does not say %q:\n%s", i, want, texts[i])
		}
	}
}

// TestTheLastDayOfADecisionCounts moves the clock over its end.
func TestTheLastDayOfADecisionCounts(t *testing.T) {
	w := sampleWorld(t)
	w.view("unlock hooli.com --until 2026-11-05 for the fair")
	for at, want := range map[string]bool{"2026-11-05T23:59:59Z": true, "2026-11-06T00:00:00Z": false} {
		w.now, _ = time.Parse(time.RFC3339, at)
		if view := w.asJSON("/fit hooli.com"); (len(view["committee"].([]any)) > 0) != want {
			t.Errorf("at %s people are shown: %v, want %v", at, !want, want)
		}
	}
}

func TestDecisionsInJSON(t *testing.T) {
	w := sampleWorld(t)
	w.view("overrule hooli.com fit --until 2026-12-24 the parent decides")
	w.view("tell globex.com revenue=unknown")
	for line, want := range map[string]string{
		"/fit hooli.com":  `[{"kind":"overrule","attribute":"","verdict":"fit","reason":"the parent decides","by":"U1","at":"2026-11-02T09:30:00Z","until":"2026-12-24"}]`,
		"/who hooli.com":  `[{"kind":"overrule","attribute":"","verdict":"fit","reason":"the parent decides","by":"U1","at":"2026-11-02T09:30:00Z","until":"2026-12-24"}]`,
		"/fit globex.com": `[{"kind":"not_known","attribute":"revenue","verdict":"","reason":"","by":"U1","at":"2026-11-02T09:30:00Z","until":""}]`,
		"/fit acme.com":   `[]`,
	} {
		text, err := json.Marshal(w.view(line))
		if err != nil || !strings.Contains(string(text), `"decisions":`+want) {
			t.Errorf("%s = %s, %v, want the decisions %s", line, text, err, want)
		}
	}
	if view := w.asJSON("/fit hooli.com"); view["verdict"] != "fit" || view["scored"] != "disqualified" || view["tier"] != "" {
		t.Errorf("overruled: verdict %v, scored %v, tier %v; want fit, disqualified and none", view["verdict"], view["scored"], view["tier"])
	}
}

// TestWhoMayDecide: a rep gets a sentence that says who can, by a line and by a
// form, and nothing is written.
func TestWhoMayDecide(t *testing.T) {
	w := sampleWorld(t)
	before := dump(t, w.path)
	for _, line := range []string{"unlock hooli.com the board asked", "overrule hooli.com fit the board asked", "unlock hooli.com --end", "/unlock hooli.com"} {
		req := commands.Request{Workspace: w.workspace, User: "U2", Text: line, Managers: func(context.Context) []string { return []string{"Ana", "Ben"} }}
		_, err := w.runner.Run(t.Context(), req)
		if fault.KindOf(err) != fault.Refused || !strings.HasSuffix(fault.Message(err), "is for managers. Ask Ana or Ben.") {
			t.Errorf("a rep's %q: %v, want who can", line, err)
		}
		if form, err := w.runner.Form(t.Context(), req); form != nil || err != nil {
			t.Errorf("a rep's %q opens %+v, %v", line, form, err)
		}
		card := cardText(w.mustAs("Dana", commands.Rep, "/fit hooli.com"))
		if strings.Contains(card, "[Unlock]") || strings.Contains(card, "overrule") {
			t.Errorf("a rep sees a manager's buttons: %s", card)
		}
	}
	if dump(t, w.path) != before {
		t.Error("a rep's tries changed the database")
	}
	if reply, err := w.says("Dana", commands.Rep, "tell globex.com revenue=50M USD"); err != nil || !strings.Contains(reply.View.Text(), "is a fit") {
		t.Errorf("a rep's word: %+v, %v, want it taken down", reply, err)
	}
}

func (w *world) mustAs(name string, role commands.Role, line string) commands.View {
	w.Helper()
	reply, err := w.says(name, role, line)
	if err != nil {
		w.Fatalf("%s says %q: %v", name, line, err)
	}
	return reply.View
}

// TestFormsForACompany asks for what is missing, and reads back whatever was
// given.
func TestFormsForACompany(t *testing.T) {
	w := sampleWorld(t)
	for _, c := range []struct {
		line, fields string
		words        int
	}{
		{"/tell globex.com", "revenue unknown", 2},
		{"/tell Globex Corporation", "revenue unknown", 2},
		{"/tell", "company", 0},
		{"/tell globex.com revenue=5M", "", 0},
		{"/tell junipervale.example", "", 0},
		{"/tell nobody.com", "", 0},
		{"/unlock hooli.com", "reason until", 1},
		{"/unlock hooli.com because", "", 0},
		{"/unlock hooli.com --end", "", 0},
		{"/unlock acme.com", "", 0},
		{"/overrule hooli.com", "verdict reason until", 1},
		{"/overrule hooli.com fit", "reason until", 2},
		{"/overrule hooli.com fit because", "", 0},
		{"/fit acme.com", "", 0},
		{"/fit", "company", 0},
		{"/help", "", 0},
	} {
		form, err := w.runner.Form(t.Context(), commands.Request{Workspace: w.workspace, Role: commands.Manager, Text: c.line})
		var names []string
		words := 0
		if form != nil {
			words = len(form.Words)
			for _, f := range form.Fields {
				names = append(names, f.Name)
			}
		}
		if got := strings.Join(names, " "); err != nil || got != c.fields || words != c.words {
			t.Errorf("Form(%q) asks for %q after %d words, %v; want %q after %d", c.line, got, words, err, c.fields, c.words)
		}
	}
}

// TestAFormBecomesItsLine holds that whatever is typed into a form stays one
// argument.
func TestAFormBecomesItsLine(t *testing.T) {
	w := sampleWorld(t)
	form, err := w.runner.Form(t.Context(), commands.Request{Workspace: w.workspace, Role: commands.Manager, Text: "/overrule hooli.com fit"})
	if err != nil || form == nil {
		t.Fatalf("Form = %v, %v", form, err)
	}
	rapid.Check(t, func(t *rapid.T) {
		reason := anyText().Draw(t, "reason")
		line := form.Line([][]string{{reason}, {"2026-12-24"}})
		want := []string{"overrule", "hooli.com", "fit", reason, "--until=2026-12-24"}
		if got := commands.Parse(line).Words; !slices.Equal(got, want) {
			t.Errorf("Parse(%q) = %q, want %q", line, got, want)
		}
	})
}

// TestTwoAnswerTheSameFormAtOnce: nothing is lost, and the later one reads what
// the first one wrote.
func TestTwoAnswerTheSameFormAtOnce(t *testing.T) {
	w := sampleWorld(t)
	fill := func(name, value string) string {
		form, err := w.runner.Form(t.Context(), commands.Request{Workspace: w.workspace, User: name, Text: "/tell globex.com"})
		if err != nil || form == nil {
			t.Fatalf("Form = %v, %v", form, err)
		}
		return form.Line([][]string{{value}, nil})
	}
	dana, marcus := fill("Dana", "90M USD"), fill("Marcus", "120M USD")
	w.later(time.Minute)
	w.mustAs("Dana", commands.Rep, dana)
	w.later(time.Minute)
	golden(t, "tell_twice", w.mustAs("Marcus", commands.Rep, marcus).Text()+"\n")

	a, past := w.facts("globex.com")
	if a.Revenue != "120000000 USD" || !slices.ContainsFunc(past, func(p models.PastFact) bool { return p.Value == "90000000 USD" && p.Source == "Dana" }) {
		t.Errorf("revenue = %s with %+v before, want both answers kept", a.Revenue, past)
	}
}

// TestANumberAfterNobodyKnew: whoever knows after all reads who did not.
func TestANumberAfterNobodyKnew(t *testing.T) {
	w := sampleWorld(t)
	form, err := w.runner.Form(t.Context(), commands.Request{Workspace: w.workspace, User: "Marcus", Text: "/tell globex.com"})
	if err != nil {
		t.Fatal(err)
	}
	w.later(time.Minute)
	w.mustAs("Dana", commands.Rep, "tell globex.com revenue=unknown")
	w.later(time.Minute)
	text := w.mustAs("Marcus", commands.Rep, form.Line([][]string{{"120M USD"}, nil})).Text()
	if !strings.Contains(text, "Meanwhile Dana said: revenue is not known.") || strings.Contains(text, "nobody knows") {
		t.Errorf("told after nobody knew: %s", text)
	}
}

func TestManyAnswerTheSameFormAtOnce(t *testing.T) {
	w := sampleWorld(t)
	form, err := w.runner.Form(t.Context(), commands.Request{Workspace: w.workspace, User: "U1", Text: "/tell globex.com"})
	if err != nil {
		t.Fatal(err)
	}
	texts := make([]string, 6)
	var all sync.WaitGroup
	for i := range texts {
		all.Go(func() {
			reply, err := w.says(fmt.Sprint("P", i), commands.Rep, form.Line([][]string{{fmt.Sprintf("%dM USD", 50+i)}, nil}))
			if err != nil {
				t.Error(err)
				return
			}
			texts[i] = reply.View.Text()
		})
	}
	all.Wait()
	a, past := w.facts("globex.com")
	kept := []string{a.Revenue}
	for _, p := range past {
		if p.Attribute == "revenue" {
			kept = append(kept, p.Value)
		}
	}
	if len(kept) != len(texts) {
		t.Errorf("%q kept of %d answers", kept, len(texts))
	}
	alone := slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return strings.Contains(text, "Meanwhile P") })
	if len(alone) > 1 {
		t.Errorf("%d of them read nothing of the others:\n%s", len(alone), strings.Join(alone, "\n"))
	}
}

// TestTellMeIsAQuestion: what begins like a command may be one.
func TestTellMeIsAQuestion(t *testing.T) {
	w := sampleWorld(t)
	for line, want := range map[string]string{"tell me who should we talk to at Acme": "who", "Tell us why is Acme a fit": "why", "tell me fit acme.com": "fit", "tell Acme revenue=30M": "tell", "tell acme.com": "tell"} {
		reply, err := w.ask(line)
		if err != nil || reply.Command != want || reply.Outcome != commands.Answered {
			t.Errorf("Run(%q) = %s, outcome %d, %v; want an answer of %s", line, reply.Command, reply.Outcome, err, want)
		}
	}
}

// facts gives an account with its past facts.
func (w *world) facts(domain string) (models.Account, []models.PastFact) {
	w.Helper()
	found, err := w.store.Find(w.Context(), w.workspace, models.Query{Domain: domain})
	if err != nil || len(found.Accounts) != 1 {
		w.Fatalf("Find(%s) = %v, %v", domain, found, err)
	}
	past, err := w.store.PastFacts(w.Context(), w.workspace, found.Accounts[0].ID)
	if err != nil {
		w.Fatal(err)
	}
	return found.Accounts[0], past
}

// TestNobodyKnowsOpensNoOtherCompany: an answer about one company leaves every
// other as it was.
func TestNobodyKnowsOpensNoOtherCompany(t *testing.T) {
	w := sampleWorld(t)
	list := func() map[string]string {
		rows := map[string]string{}
		for _, row := range w.view("accounts 100").(*commands.AccountList).Rows {
			rows[row.Domain+row.Name] = fmt.Sprint(row.Verdict, row.Score, row.Tier)
		}
		return rows
	}
	before := list()
	w.view("tell globex.com revenue=unknown")
	w.view("unlock coinferry.example for the fair")
	w.view("overrule hooli.com fit for the fair")
	for name, row := range list() {
		if row != before[name] && !strings.HasPrefix(name, "hooli.com") {
			t.Errorf("%s is %s, was %s", name, row, before[name])
		}
	}
}
