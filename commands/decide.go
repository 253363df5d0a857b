package commands

import (
	"slices"
	"strings"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

var unlockCommand = Command{
	Name: "unlock", Args: "COMPANY [--until DATE] REASON", Summary: "show the people of one company although it does not fit, for a while and with a reason",
	Detail: "DATE is a day or a span: 2027-01-31, 30d, \"2 weeks\"; without it 30 days. Every later answer says who unlocked it, until when and why. " +
		"`unlock COMPANY --end` locks it again.",
	Example: []string{"unlock hooli.com --until 30d their new division buys like our best customers", "unlock hooli.com --end"},
	Needs:   Manager, Form: companyForm("Unlock a company"),
	run: unlock, ask: askUnlock, Exact: true,
}

var overruleCommand = Command{
	Name: "overrule", Args: "COMPANY VERDICT [--until DATE] REASON", Summary: "set a verdict over the score's for a while, with a reason",
	Detail: "VERDICT is fit, not_a_fit or disqualified; DATE as for `unlock`. Every later answer says whose verdict it is, until when and why, and what the score says. " +
		"`overrule COMPANY --end` goes back to the score.",
	Example: []string{"overrule hooli.com fit --until 2027-01-31 the parent company decides, and that one fits", "overrule hooli.com --end"},
	Needs:   Manager, Form: companyForm("Overrule a verdict"),
	run: overrule, ask: askOverrule, Exact: true,
}

// The days a decision may hold: from today to a year from now.
const (
	usualDays = 30
	mostDays  = 366
)

// ruling is what a line decides.
type ruling struct {
	words []string // the company, the verdict, the reason
	until time.Time
	end   bool
}

// readRuling takes the flags out of a line; some keyboards make a dash of "--".
func readRuling(args []string, now time.Time) (ruling, error) {
	r := ruling{until: endOf(now.AddDate(0, 0, usualDays))}
	for i := 0; i < len(args); i++ {
		flag, value, given := strings.Cut(strings.Replace(args[i], "—", "--", 1), "=")
		switch {
		case strings.EqualFold(flag, "--end"):
			r.end = true
		case strings.EqualFold(flag, "--until"):
			used := 0
			if !given {
				value, used = dateAhead(args[i+1:], now)
			}
			until, err := readUntil(value, now)
			if err != nil {
				return r, err
			}
			r.until = until
			i += used
		default:
			r.words = append(r.words, plain(args[i]))
		}
	}
	return r, nil
}

// longestDate is how many words a date has: "Jan 31, 2027".
const longestDate = 3

// dateAhead finds how many words at the start of a line are a date, and gives
// them; the first word where none are.
func dateAhead(words []string, now time.Time) (text string, used int) {
	for n := min(longestDate, len(words)); n > 0; n-- {
		text := strings.Join(words[:n], " ")
		if _, err := language.ReadAhead(text, now); err == nil {
			return text, n
		}
	}
	return strings.Join(words[:min(1, len(words))], ""), min(1, len(words))
}

// endOf is the moment at which a day ends, UTC.
func endOf(day time.Time) time.Time { return day.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1) }

func readUntil(text string, now time.Time) (time.Time, error) {
	day, err := language.ReadAhead(text, now)
	today := now.UTC().Truncate(24 * time.Hour)
	switch {
	case err != nil:
		return day, fault.New(fault.Usage, "Until when? %v. Write --until 2027-01-31, 30d or \"2 weeks\".", err)
	case day.Before(today):
		return day, fault.New(fault.Usage, "%s is past. Give a day to come.", day.Format(dayForm))
	case day.After(today.AddDate(0, 0, mostDays)):
		return day, fault.New(fault.Usage, "%s is too far: a decision holds for a year at most. Then look at it again, or change the profile.", day.Format(dayForm))
	}
	return endOf(day), nil
}

// companyAhead finds the company that a line begins with: the longest run of
// words that names one. The rest is what follows it.
func (c *call) companyAhead(command string, words []string) (f *found, rest []string, view View, err error) {
	n := min(len(words), maxCompanyWords)
	for ; n > 1; n-- {
		known, err := c.company(words[:n])
		if err != nil {
			return nil, nil, nil, err
		}
		if known {
			break
		}
	}
	f, view, err = c.with(words[:min(n, len(words))]...).find(command)
	return f, words[min(n, len(words)):], view, err
}

// rulable are the verdicts a person may set: which facts are missing is no
// matter of judgement.
var rulable = []scoring.Verdict{scoring.Fit, scoring.NotAFit, scoring.Disqualified}

// cutVerdict takes a verdict from the start of some words: "not a fit because".
func cutVerdict(words []string) (verdict scoring.Verdict, rest []string, err error) {
	for n := min(3, len(words)); n > 0; n-- {
		name := strings.ReplaceAll(language.Fold(strings.Join(words[:n], " ")), " ", "_")
		for _, v := range scoring.Verdicts {
			if v.String() == name && v != scoring.NeedsData {
				return v, words[n:], nil
			}
			if v.String() == name {
				return v, nil, fault.New(fault.Usage, "Whether facts are missing is no matter of judgement. `tell` says what is known and what nobody knows; the verdict here is fit, not_a_fit or disqualified.")
			}
		}
	}
	return 0, nil, fault.New(fault.Usage, "Which verdict? Write fit, not_a_fit or disqualified behind the company, as in `overrule hooli.com fit REASON`.")
}

func unlock(c *call) (View, error) {
	r, err := readRuling(c.args, c.now)
	if err != nil {
		return nil, err
	}
	f, rest, view, err := c.companyAhead("unlock", r.words)
	if view != nil || err != nil {
		return view, err
	}
	if r.end {
		return c.endDecision(f, models.Unlock)
	}
	return c.rule(f, models.Decision{Kind: models.Unlock, Reason: reasonOf(rest), Until: &r.until})
}

func overrule(c *call) (View, error) {
	r, err := readRuling(c.args, c.now)
	if err != nil {
		return nil, err
	}
	f, rest, view, err := c.companyAhead("overrule", r.words)
	if view != nil || err != nil {
		return view, err
	}
	if r.end {
		return c.endDecision(f, models.Overrule)
	}
	verdict, rest, err := cutVerdict(rest)
	if err != nil {
		return nil, err
	}
	return c.rule(f, models.Decision{Kind: models.Overrule, Verdict: verdict.String(), Reason: reasonOf(rest), Until: &r.until})
}

func reasonOf(words []string) string {
	return models.CutText(strings.Join(strings.Fields(strings.Join(words, " ")), " "), models.MaxReason)
}

// rule takes a manager's decision down, and answers with the company as it
// stands then.
func (c *call) rule(f *found, d models.Decision) (View, error) {
	before, err := c.report(f)
	if err != nil {
		return nil, err
	}
	name := before.Account.Name
	switch {
	case d.Kind == models.Unlock && before.Verdict == scoring.Fit:
		return nil, fault.New(fault.Usage, "%s is a fit; there is nothing to unlock. `who %s` says whom to see.", name, before.object)
	case d.Kind == models.Overrule && verdictOf(d.Verdict) == before.Scored:
		return nil, fault.New(fault.Usage, "The score says so already: %s is %s.", name, before.Scored.Words())
	case d.Reason == "":
		return nil, fault.New(fault.Usage, "Say why: the reason stands on every answer about %s until it ends. Write it behind the company, as in `%s REASON`.", name, strings.TrimSpace(string(d.Kind)+" "+before.object+" "+d.Verdict))
	}
	d.AccountID, d.By, d.At = f.account.ID, c.who(), c.now
	return c.ruled(f, models.Decided{Decision: d}, name+map[models.DecisionKind]string{
		models.Unlock: " is unlocked", models.Overrule: " is overruled",
	}[d.Kind]+decisionLine(d).ends()+".")
}

// endDecision ends what is in force of a kind.
func (c *call) endDecision(f *found, kind models.DecisionKind) (View, error) {
	list, err := c.lib.Decisions(c, c.Workspace, f.account.ID, c.now)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(list, func(d models.Decision) bool { return d.Kind == kind }) {
		words := map[models.DecisionKind]string{models.Unlock: "unlocked", models.Overrule: "overruled"}[kind]
		return nil, fault.New(fault.NotFound, "%s is not %s. `fit %s` says how it stands.", f.account.Name, words, objectOf(f.account))
	}
	return c.ruled(f, models.DecisionEnded{AccountID: f.account.ID, Kind: kind, By: c.who(), At: c.now}, f.account.Name+map[models.DecisionKind]string{
		models.Unlock: " is locked again.", models.Overrule: " goes by its score again.",
	}[kind])
}

// RuledReport answers a decision: what was done, then the company as it stands.
type RuledReport struct {
	*FitReport
	Done string `json:"done"`
}

func (c *call) ruled(f *found, change models.Change, done string) (View, error) {
	if _, err := c.lib.Record(c, c.Workspace, []models.Change{change}); err != nil {
		return nil, err
	}
	now, err := c.lookAgain(f.account.ID)
	if err != nil {
		return nil, err
	}
	report, err := c.report(now)
	return RuledReport{report, done}, err
}

// Text writes what was done, then the company.
func (v RuledReport) Text() string { return v.Done + "\n\n" + v.FitReport.Text() }

// Card puts what was done under the headline.
func (v RuledReport) Card() Card {
	card := v.FitReport.Card()
	card.Sections = slices.Insert(card.Sections, 0, Section{Lines: []Item{{Text: v.Done}}})
	return card
}

// askUnlock asks a manager for the reason and the end.
func askUnlock(c *call) (*Form, error) { return c.askRuling("unlock", "Unlock a company", "Unlock") }

// askOverrule asks for the verdict, too, where the line has none.
func askOverrule(c *call) (*Form, error) {
	return c.askRuling("overrule", "Overrule a verdict", "Overrule")
}

func (c *call) askRuling(command, title, submit string) (*Form, error) {
	r, err := readRuling(c.args, c.now)
	if err != nil || r.end {
		return nil, err
	}
	f, rest, view, err := c.companyAhead(command, r.words)
	if view != nil || err != nil {
		return nil, err
	}
	report, err := c.report(f)
	if err != nil {
		return nil, err
	}
	form := &Form{Title: title, Submit: submit, Intro: report.headline(), Words: []string{report.object}}
	if command == "overrule" && len(rest) > 0 {
		verdict, after, err := cutVerdict(rest)
		if err != nil {
			return nil, err
		}
		form.Words, rest = append(form.Words, verdict.String()), after
	} else if command == "overrule" {
		form.Fields = append(form.Fields, verdictField(report.Scored))
	}
	if len(rest) > 0 || command == "unlock" && report.Verdict == scoring.Fit {
		return nil, nil
	}
	form.Fields = append(form.Fields,
		Field{Name: "reason", Label: "Why?", Hint: "It stands on every later answer"},
		Field{Name: "until", Label: "Until when?", Kind: DateField, Lead: "--until=", Value: lastDay(r.until).Format(time.DateOnly)})
	return form, nil
}

// verdictField asks for a verdict that is not the score's.
func verdictField(scored scoring.Verdict) Field {
	field := Field{Name: "verdict", Label: "Which verdict?", Kind: ChoiceField}
	for _, v := range rulable {
		if v != scored {
			field.Answers = append(field.Answers, Answer{upperFirst(v.Words()), v.String()})
		}
	}
	return field
}
