package commands_test

import (
	"testing"
	"time"

	"rightdoor/commands"
	"rightdoor/internal/importer"
	"rightdoor/models"
	"rightdoor/scoring"
)

// The look of every answer is a conversation in testdata, to be read aloud.

func TestFitReadsWell(t *testing.T) {
	w := sampleWorld(t)
	golden(t, "fit", w.talk(
		"/fit acme.com",                 // a fit with one fact missing
		"/fit junipervale.example",      // an open deal, everything known
		"/fit Tidewater Supply",         // a customer
		"/fit lanternfish.example",      // a rate used
		"/fit pinecrest.example",        // two sources disagree
		"/fit globex.com",               // needs one fact
		"/fit Fernway",                  // needs a must
		"/fit sundial.example",          // needs several facts
		"/fit coinferry.example",        // not a fit
		"/fit gilded pear",              // not a fit, no domain, facts missing
		"/fit hooli.com",                // a must missed
		"/fit chartloom.example",        // a must_not matched
		"/fit meridian-versand.example", // the wrong region
	))
}

func TestFitReadsWellWithOldFactsAndGaps(t *testing.T) {
	w := sampleWorld(t)
	w.load(importer.Accounts, read(t, "testdata/stale.csv"))
	golden(t, "fit_gaps", w.talk("/fit oldoak.example", "/fit plainpine.example", "/fit plainpinetoys.example"))
}

func TestFitReadsWellWithSeveralProfiles(t *testing.T) {
	w := sampleWorld(t)
	w.apply(read(t, "testdata/fintech.yaml"))
	golden(t, "fit_profiles", w.talk("/fit ledgerleaf.example", "/fit initech.com", "/fit nimbustills.example", "/fit acme.com",
		"/why nimbustills.example", "icp", "persona", "accounts 5 icp=\"regional fintech\""))
}

func TestWhyReadsWell(t *testing.T) {
	w := sampleWorld(t)
	golden(t, "why", w.talk("/why acme.com", "/fit why lanternfish.example", "/why pinecrest.example", "/why globex.com",
		"/why sundial.example", "/why coinferry.example", "/why hooli.com", "/why chartloom.example", "/why nothing-like-it.example"))
}

func TestWhoReadsWell(t *testing.T) {
	w := sampleWorld(t)
	golden(t, "who", w.talk(
		"/who junipervale.example",     // every seat
		"/who tidewatersupply.example", // an alternate
		"/who acme.com",                // one seat open, one person skipped
		"/who cornerandkin.example",    // one person leads two seats
		"/who northlightpay.example",   // neither required seat
		"/who cindersage.example",      // nobody
		"/who globex.com",              // the company first
		"/who coinferry.example",       // not a fit
		"/who hooli.com",               // ruled out
		"/who chartloom.example",
	))
}

func TestListsReadWell(t *testing.T) {
	w := sampleWorld(t)
	golden(t, "accounts", w.talk("accounts", "accounts 3", "accounts tier=A verdict=fit owner=Marcus",
		"accounts industry=fintech country=Canada", "accounts verdict=needs_data 4", "accounts verdict=\"not a fit\" lifecycle=customer",
		"accounts employees=200-300 3", "accounts revenue=20M-25M", "accounts technologies=HubSpot,Salesforce owner=dana 2",
		"accounts tier=Z", "accounts verdict=maybe", "accounts colour=blue", "accounts fintech", "accounts employees=lots",
		"accounts industry=blarg", "accounts country="))
}

// TestTheSampleStaysAsItWasMeant keeps every verdict of the sample workspace.
func TestTheSampleStaysAsItWasMeant(t *testing.T) {
	golden(t, "sample", sampleWorld(t).talk("accounts 100"))
}

func TestProfilesReadWell(t *testing.T) {
	w := sampleWorld(t)
	lines := []string{
		"icp", "icp Mid-Market  commerce", "icp mid-market commerce@1", "icp mid-market commerce@2", "icp mid-market commerce@x",
		"icp nope", "persona", "persona revenue ruby", "persona Nobody",
	}
	golden(t, "profiles", w.talk(lines...))
}

func TestPublishingReadsWell(t *testing.T) {
	w := sampleWorld(t)
	w.later(time.Hour)
	w.applyWith(read(t, "testdata/fintech.yaml"), commands.ApplyOptions{By: "ana", Draft: true})
	golden(t, "publish", w.talk("icp", "icp regional fintech", "icp publish regional fintech", "icp publish regional fintech",
		"icp publish regional fintech@9", "icp publish", "icp publish nope", "icp archive regional fintech", "icp archive regional fintech",
		"icp regional fintech", "icp archive mid-market commerce", "fit acme.com", "icp publish mid-market commerce@1", "icp archive", "icp archive nope"))
}

func TestHelpReadsWell(t *testing.T) {
	w := emptyWorld(t)
	golden(t, "help", w.talk("help", "help fit", "help why", "help /icp publish", "help nope", "", "/", "/rightdoor help who"))
}

func TestCompaniesThatAreNotThereReadWell(t *testing.T) {
	w := sampleWorld(t)
	w.load(importer.Accounts, read(t, "testdata/stale.csv"))
	golden(t, "notfound", w.talk("/fit acm.com", "/fit Acmee", "/who Tide", "/why Ledgerlef", "/fit Meridian", "/fit Plain Pin",
		"/fit nobody-knows.com", "/fit Zyx Industries", "/fit #99999", "/fit", "/who", "/fit bob@gmail.com", "/fit https://github.com/acme",
		"/fit VP of Sales", "/who the CFO", "/fit gerentes de TI", "Acme", "what a day for a walk", "/frobnicate acme.com"))
}

// TestTheEarReadsWell has what people answer to "who is our customer?".
func TestTheEarReadsWell(t *testing.T) {
	w := sampleWorld(t)
	golden(t, "check", w.talk("check We sell to VPs of Sales", "check Series-A B2B SaaS companies in Europe with a stalled outbound motion",
		"check VP of Sales at mid-market SaaS with ₹1-5 Cr ARR", "check anyone with a website", "check companies like ours that have this problem",
		"check mid-market commerce", "check Revenue Ruby", "check", "/check \"companies without a VP of Sales\""))
}

func TestDraftsReadWell(t *testing.T) {
	w := sampleWorld(t)
	w.later(time.Hour)
	golden(t, "drafts", w.talk(
		`icp new "mid-market fintechs in Canada or the US with 50-500 employees on AWS, hiring SDRs, where we reach the CFO"`,
		`icp new "mid-market fintechs in Canada or the US with 50-500 employees on AWS, hiring SDRs, where we reach the CFO" --name "northern fintech" --save`,
		`icp new fintechs --name "northern fintech"`, "icp northern fintech", "icp publish northern fintech", "fit globex.com",
		"icp new VP of Sales", "icp new everyone", "icp new nice people", "icp new companies with a stalled outbound motion --save", "icp new fintechs --sav",
		"persona new VP of Revenue Operations", `persona new "VP of Revenue Operations" --icp "northern fintech" --name "Ops Olive" --save`,
		"icp northern fintech@2", "icp publish northern fintech@2", "persona Ops Olive", "persona new fintechs in Canada", "persona new CFO --icp nope", "persona new"))
}

func TestComparisonsReadWell(t *testing.T) {
	w := sampleWorld(t)
	golden(t, "compare", w.talk("compare globex.com acme.com hooli.com", "acme vs globex", "compare acme.com nowhere.example", "compare acme.com"))
}

// TestQuestionsReadWell has questions whose reading is not certain, and what
// cannot be answered yet.
func TestQuestionsReadWell(t *testing.T) {
	w := sampleWorld(t)
	golden(t, "questions", w.talk("top 3 ecommerce accounts in the US", "which fintechs in Canada should we go after", "who do we sell to?", "turn on alerts for tier A",
		"what can you do?", "shuold we bother with Globex", "accounts lifecycle!=customer industry=e-commerce 2"))
}

func TestQuestionsAreUnderstood(t *testing.T) {
	w := sampleWorld(t)
	for line, command := range map[string]string{
		"acme.com":                          "fit",
		"fit acme":                          "fit",
		"FIT Acme Inc.":                     "fit",
		"is Acme a good fit?":               "fit",
		"/fit is Acme worth our time?":      "fit",
		"/rightdoor fit acme.com":           "fit",
		"why is Acme a fit":                 "why",
		"/why is Acme a fit":                "why",
		"who should we talk to at Acme?":    "who",
		"Whom should we see at acme.com":    "who",
		"/who should we contact at Acme":    "who",
		"what about https://www.acme.com/x": "fit",
		"\u200f/fit acme.com":               "fit",
		"\u2066fit acme.com\u2069":          "fit",
	} {
		reply, err := w.ask(line)
		if err != nil || reply.Command != command || reply.Outcome != commands.Answered {
			t.Errorf("Run(%q) = %s, outcome %d, %v; want an answer of %s", line, reply.Command, reply.Outcome, err, command)
		}
	}
}

// TestEveryWayToNameACompany covers addresses, aliases and Slack's forms.
func TestEveryWayToNameACompany(t *testing.T) {
	w := sampleWorld(t)
	w.load(importer.Accounts, read(t, "testdata/stale.csv"))
	for object, want := range map[string]string{
		"acme.com": "Acme", "ACME.COM": "Acme", "https://www.acme.com/about?x=1": "Acme", "dana@acme.com": "Acme", "the Acme Co., Inc.": "Acme",
		"Acme Corporation": "Acme", "<https://acme.com|acme.com>": "Acme", "<https://acme.com>": "Acme", "<mailto:dana@acme.com|dana@acme.com>": "Acme",
		"<https://acme.com|Acme Inc>": "Acme", "<#C012|acme>": "Acme", "a\u200fcme\u200b.com": "Acme", "acme.com\n": "Acme", `"acme.com"`: "Acme",
		"Finch &amp; Sons": "Finch & Sons", "Finch & Sons": "Finch & Sons", "Chief": "Chief", "&lt;!channel&gt;": "<!channel>", "shouty.example": "<!channel>",
		"#8": "Corner & Kin",
	} {
		reply, err := w.ask("/fit " + object)
		report, ok := reply.View.(*commands.FitReport)
		if err != nil || !ok || report.Account.Name != want {
			t.Errorf("/fit %q is about %+v (%v), want %s", object, reply.View, err, want)
		}
	}
}

func TestFirstMinutesReadWell(t *testing.T) {
	every := []string{"fit acme.com", "fit VP of Sales", "why acme.com", "who acme.com", "accounts", "icp", "persona"}
	only := "name,domain,industry,employees,country\nAcme,acme.com,E-commerce,640,United States\n"
	profile := read(t, "testdata/bare.yaml")
	for _, c := range []struct {
		name    string
		prepare func(w *world)
	}{
		{"first_nothing", func(*world) {}},
		{"first_accounts", func(w *world) { w.load(importer.Accounts, only) }},
		{"first_icp", func(w *world) { w.apply(profile) }},
		{"first_draft", func(w *world) {
			w.load(importer.Accounts, only)
			w.applyWith(profile, commands.ApplyOptions{Draft: true})
		}},
		{"first_no_personas", func(w *world) {
			w.load(importer.Accounts, only)
			w.apply(profile)
		}},
		{"first_no_contacts", func(w *world) {
			w.load(importer.Accounts, only)
			w.apply(profile + "    personas: [{name: Ruby, role: champion, titles: [CMO]}]\n")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := emptyWorld(t)
			c.prepare(w)
			golden(t, c.name, w.talk(every...))
		})
	}
}

// TestAReceiptMakesTheAnswerAgain changes everything an answer was made from.
func TestAReceiptMakesTheAnswerAgain(t *testing.T) {
	for _, domain := range []string{"acme.com", "globex.com", "coinferry.example", "hooli.com", "lanternfish.example"} {
		w := sampleWorld(t)
		first := w.view("/why " + domain).(commands.Breakdown)
		changeEverything(w, domain)
		if now := w.view("/why " + domain).(commands.Breakdown); now.Score == first.Score && now.Verdict == first.Verdict {
			t.Errorf("%s: nothing changed: %s, %d", domain, now.Verdict, now.Score)
		}
		if again := w.text("/why " + first.Receipt); again != first.Text() {
			t.Errorf("why RECEIPT of %s differs: %s", domain, firstDifference(first.Text(), again))
		}
	}
}

// changeEverything records other facts and signals of an account, another ICP
// and other settings, each a day later.
func changeEverything(w *world, domain string) {
	w.Helper()
	w.later(24 * time.Hour)
	company := models.Company{Domain: domain}
	w.record(
		models.AccountFacts{Company: company, Source: "Apollo", Observed: w.now, Facts: []models.Said{
			{Attribute: scoring.Industry, Value: scoring.Value{Words: []string{"logistics"}}},
			{Attribute: scoring.Employees, Value: scoring.OfNumber(3)},
		}},
		models.SignalSeen{Company: company, Signal: models.Signal{Kind: "funding_round", HappenedOn: today, Note: "Series Z", Source: "News"}},
	)
	w.later(24 * time.Hour)
	w.apply(read(w, "testdata/changed.yaml"))
	w.later(24 * time.Hour)
}

func TestAReceiptAndItsAnswerShareOneMoment(t *testing.T) {
	w := sampleWorld(t)
	company := models.Company{Domain: "chief.example"}
	w.later(600 * time.Microsecond)
	w.record(models.SignalSeen{Company: company, Signal: models.Signal{Kind: "funding_round", HappenedOn: today, Note: "Series B", Source: "News"}})
	w.later(100 * time.Microsecond)
	first := w.view("/why chief.example").(commands.Breakdown)
	if again := w.view("/why " + first.Receipt).(commands.Breakdown); again.Timing != first.Timing {
		t.Errorf("timing by receipt = %d, want %d as first printed", again.Timing, first.Timing)
	}
}

// TestAReceiptSurvivesTheNextImport repeats the same facts a year later.
func TestAReceiptSurvivesTheNextImport(t *testing.T) {
	w := sampleWorld(t)
	first := w.view("/why acme.com").(commands.Breakdown)
	w.later(365 * 24 * time.Hour)
	w.record(models.AccountFacts{Company: models.Company{Domain: "acme.com"}, Source: "HubSpot", Observed: w.now, Facts: []models.Said{
		{Attribute: scoring.Employees, Value: scoring.OfNumber(640)},
	}})
	again := w.view("/why " + first.Receipt).(commands.Breakdown)
	if again.Score != first.Score || again.Verdict != first.Verdict || len(again.Flags) != len(first.Flags) {
		t.Errorf("by receipt: %s, %d, %v; want %s, %d, %v", again.Verdict, again.Score, again.Flags, first.Verdict, first.Score, first.Flags)
	}
}

func TestAReceiptOfAnotherWorkspaceIsNotFound(t *testing.T) {
	w := sampleWorld(t)
	receipt := w.view("/fit acme.com").(*commands.FitReport).Receipt
	other, err := w.store.AddWorkspace(t.Context(), "other")
	if err != nil {
		t.Fatal(err)
	}
	w.workspace = other.ID
	golden(t, "receipt_elsewhere", w.talk("why "+receipt))
}

func TestPlansReadWell(t *testing.T) {
	w := sampleWorld(t)
	changed := w.plan(read(t, "testdata/changed.yaml"), commands.ApplyOptions{By: "ana"})
	pruned := w.plan(read(t, "testdata/fintech.yaml"), commands.ApplyOptions{By: "ana", Prune: true})
	same := w.plan(read(t, sampleDir+"/targeting.yaml"), commands.ApplyOptions{By: "ana"})
	golden(t, "plan", "changed\n"+changed.Text()+"\n\npruned\n"+pruned.Text()+"\n\nsame\n"+same.Text()+"\n")
}
