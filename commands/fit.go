package commands

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

var fitCommand = Command{
	Name: "fit", Args: "COMPANY", Summary: "is this company worth going to, why, and whom to see there",
	Detail:  "COMPANY is a domain, a web or mail address, or a name. Asking changes nothing.",
	Example: []string{"fit acme.com", "fit Globex"},
	Form:    companyForm("Is it a fit?"),
	run:     fit,
}

// FitReport answers whether a company is worth going to.
type FitReport struct {
	Account    AccountLine     `json:"account"`
	ICP        ICPLine         `json:"icp"`
	Verdict    scoring.Verdict `json:"verdict"` // a manager's, where one overruled the score's
	Scored     scoring.Verdict `json:"scored"`  // the score's
	Score      int             `json:"score"`
	CouldReach int             `json:"could_reach"`
	Tier       string          `json:"tier"` // "" unless fit
	Timing     int             `json:"timing"`
	Criteria   []CriterionLine `json:"criteria"`
	Settles    []string        `json:"settles"`
	Up         []string        `json:"up"`
	Down       []string        `json:"down"`
	Others     []OtherICP      `json:"others"`
	Committee  []SeatLine      `json:"committee"` // empty where the order lock holds
	Coverage   float64         `json:"coverage"`
	First      FirstLine       `json:"first"`
	Decisions  []DecisionLine  `json:"decisions"`
	Flags      []Flag          `json:"flags"`
	Receipt    string          `json:"receipt"`

	result    *scoring.Result
	icp       *models.InForce
	seats     seatsView
	now       []string // what makes this a good moment
	news      string   // the first of it that can be told to them
	door      string   // a title from the personas, for the lock's sentence
	hint      string   // the next step where nobody is known at all
	upTo      string
	downTo    string
	conflicts []string
	moment    time.Time
	object    string        // names the account in a command
	deed      *models.Alert // what somebody did with its last alert; nil for nothing, and where it is not shown
	manager   bool          // who asks is one; only known where there is something to decide
}

// AccountLine is an account in a view.
type AccountLine struct {
	Name      string `json:"name"`
	Domain    string `json:"domain"`
	Lifecycle string `json:"lifecycle"`
	Owner     string `json:"owner"`
}

// ICPLine is an ICP in a view.
type ICPLine struct {
	Name    string `json:"name"`
	Version int    `json:"version"`
}

// CriterionLine is one criterion in a view.
type CriterionLine struct {
	Attribute string          `json:"attribute"`
	Mode      scoring.Mode    `json:"mode"`
	Outcome   scoring.Outcome `json:"outcome"`
	Points    int             `json:"points"`
	MaxPoints int             `json:"max_points"`
	Have      string          `json:"have"`
	Want      string          `json:"want"`
	Reason    string          `json:"reason"`

	origin string
}

// OtherICP is an ICP that suits the account less.
type OtherICP struct {
	ICP     string          `json:"icp"`
	Verdict scoring.Verdict `json:"verdict"`
	Score   int             `json:"score"`
}

func fit(c *call) (View, error) {
	f, view, err := c.find("fit")
	if view != nil && err == nil {
		if beside, err := c.besidePerson(); beside != nil || err != nil {
			return beside, err
		}
	}
	if view != nil || err != nil {
		return view, err
	}
	return c.reportWithDeed(f)
}

// deedsKept is for how long an answer tells what was done with an alert.
const deedsKept = 90 * 24 * time.Hour

// reportWithDeed makes the answer for an account, with what somebody did when
// it was last announced.
func (c *call) reportWithDeed(f *found) (*FitReport, error) {
	r, err := c.report(f)
	if err == nil {
		r.deed, err = c.lib.ActedOn(c, c.Workspace, f.account.ID, c.now.Add(-deedsKept))
	}
	return r, err
}

// deeds says who has the account, or why somebody called it no fit.
func (v *FitReport) deeds() []Item {
	switch a := v.deed; {
	case a == nil:
		return nil
	case a.RefusedBy != "":
		return []Item{{Label: "Not a fit, says", About: a.RefusedBy, Text: "– " + reasonWords(a.RefusedReason)}}
	default:
		return []Item{{Label: "Claimed by", About: a.ClaimedBy, Text: onDay(a.ClaimedAt)}}
	}
}

// besidePerson answers for a company with a person's title or role beside it:
// for the company, with the flag that the rest is a person; nil for any other
// line.
func (c *call) besidePerson() (View, error) {
	company, person, err := c.split()
	if len(company) == 0 && err == nil {
		company, person, err = c.splitAfter()
	}
	if err != nil || len(company) == 0 || !isSeat(strings.Join(person, " ")) {
		return nil, err
	}
	f, view, err := c.with(company...).find("fit")
	if view != nil || err != nil {
		return view, err
	}
	r, err := c.reportWithDeed(f)
	if err == nil {
		r.Flags = append([]Flag{personBeside(strings.Join(person, " "), []*FitReport{r})}, r.Flags...)
	}
	return r, err
}

// splitAfter parts a line that begins with a person's title from the company
// behind it: "CFO acme.com".
func (c *call) splitAfter() (company, person []string, err error) {
	for n := len(c.args) - 1; n > 0; n-- {
		if !isSeat(strings.Join(c.args[:n], " ")) {
			continue
		}
		if ok, err := c.company(c.args[n:]); ok || err != nil {
			return c.args[n:], c.args[:n], err
		}
	}
	return nil, nil, nil
}

// report makes the answer for an account.
func (c *call) report(f *found) (*FitReport, error) {
	answer := scoring.Rank(f.aim.profiles, f.facts)
	v := c.fitReport(f.account, f.signals, answer.Best)
	v.Receipt = c.receipt(f, answer.Best).in(c.Workspace)
	v.Others = otherICPs(answer.Others)
	icp := f.aim.icp(answer.Best.Profile)
	v.Flags = append(v.Flags, c.reviewFlags(icp)...)
	v.icp, v.door = icp, doorTitle(icp)
	if err := c.decide(v, f.account); err != nil {
		return nil, err
	}
	if f.account.Disputed {
		past, err := c.lib.PastFacts(c, c.Workspace, f.account.ID)
		if err != nil {
			return nil, err
		}
		v.conflicts = conflicts(f, past, answer.Best, c.now)
	}
	if !v.open() {
		return v, nil
	}
	seats, err := c.committee(f, answer.Best.Profile)
	if err != nil {
		return nil, err
	}
	v.seat(seats)
	return v, c.noContacts(v)
}

// noContacts adds the next step where the workspace knows nobody at all.
func (c *call) noContacts(v *FitReport) error {
	if len(v.Committee) == 0 || v.First.Name != "" {
		return nil
	}
	counts, err := c.lib.Counts(c, c.Workspace)
	if err == nil && counts.Contacts == 0 {
		v.hint = "No contacts yet. An operator imports them: rightdoor import contacts FILE.csv"
	}
	return err
}

// people writes whom to see, after the lines given; nothing where the ICP has
// no seats.
func (v *FitReport) people(before ...string) []string {
	seats := v.seats.text()
	if len(seats) == 0 {
		return nil
	}
	lines := append(before, seats...)
	if v.hint != "" {
		lines = append(lines, v.hint)
	}
	return lines
}

func (v *FitReport) seat(seats seatsView) {
	v.seats = seats
	v.Committee, v.Coverage, v.First = v.seats.lines(), v.seats.coverage(), v.seats.first()
}

func (c *call) receipt(f *found, r *scoring.Result) receipt {
	icp := f.aim.icp(r.Profile)
	return receipt{f.account.ID, f.account.Revision, icp.ID, icp.Version, c.now}
}

// fitReport is the part of the answer that a receipt rebuilds.
func (c *call) fitReport(a *models.Account, signals []scoring.Signal, r *scoring.Result) *FitReport {
	v := &FitReport{
		Account: accountLine(a), ICP: ICPLine{r.Profile.Name, r.Profile.Version},
		Verdict: r.Verdict, Scored: r.Verdict, Score: r.Points, CouldReach: r.CouldReach, Timing: r.Profile.Timing(signals, c.now),
		Criteria: criterionLines(r, c.now), Settles: []string{}, Up: []string{}, Down: []string{},
		Others: []OtherICP{}, Committee: []SeatLine{}, Decisions: []DecisionLine{}, Flags: []Flag{}, result: r, moment: c.now,
	}
	if r.Verdict == scoring.Fit {
		v.Tier = r.Tier
	}
	for _, attribute := range r.Settles {
		v.Settles = append(v.Settles, string(attribute))
	}
	if m, ok := r.Up(); ok {
		v.Up, v.upTo = m.Steps, m.To
	}
	if m, ok := r.Down(); ok {
		v.Down, v.downTo = m.Steps, m.To
	}
	for _, s := range r.Profile.Live(signals, c.now) {
		v.now = append(v.now, event(s, c.now))
		if _, bad := gloomy[s.Kind]; !bad && v.news == "" && len(language.Missing(s.Note)) == 0 {
			v.news = event(s, c.now)
		}
	}
	v.Flags = append(v.Flags, staleFlags(r, c.now)...)
	return v
}

func accountLine(a *models.Account) AccountLine {
	return AccountLine{a.Name, a.Domain, a.Lifecycle, a.Owner}
}

func criterionLines(r *scoring.Result, now time.Time) []CriterionLine {
	lines := make([]CriterionLine, len(r.Criteria))
	for i, k := range r.Criteria {
		lines[i] = CriterionLine{
			string(k.Attribute), k.Mode, k.Outcome, k.Points, k.MaxPoints, k.Have, k.Want, k.Reason, origin(k.Fact, now),
		}
	}
	return lines
}

func otherICPs(results []*scoring.Result) []OtherICP {
	others := []OtherICP{}
	for _, r := range results {
		others = append(others, OtherICP{r.Profile.Name, r.Verdict, r.Points})
	}
	return others
}

// staleFlags names the deciding facts that have outlived their shelf life.
func staleFlags(r *scoring.Result, now time.Time) []Flag {
	var old []string
	named := map[*scoring.Fact]bool{}
	for _, k := range r.Deciding() {
		info, _ := k.Attribute.Info()
		if named[k.Fact] {
			continue
		}
		named[k.Fact] = true
		if r.Profile.Settings.Stale(k.Attribute, k.Fact, now) {
			old = append(old, info.Label+" ("+origin(k.Fact, now)+")")
		}
	}
	if len(old) == 0 {
		return nil
	}
	return []Flag{{FlagStale, "The answer hangs on old facts: " + scoring.And(old) + ". Check before you go."}}
}

// reviewFlags tells of an ICP that is overdue for review or has no persona.
func (c *call) reviewFlags(icp *models.InForce) []Flag {
	var flags []Flag
	if due, err := time.Parse(time.DateOnly, icp.Review); err == nil && c.now.After(due.AddDate(0, 0, 1)) {
		owner := ""
		if icp.Owner != "" {
			owner = ", by " + icp.Owner
		}
		flags = append(flags, Flag{FlagStale, fmt.Sprintf("%s was to be reviewed %s%s.", icp.Name, ago(due, c.now), owner)})
	}
	if len(icp.Personas) == 0 {
		flags = append(flags, withoutPersona(icp.Name))
	}
	return flags
}

// doorTitle is a title of the economic buyer, for the lock's sentence.
func doorTitle(icp *models.InForce) string {
	for _, p := range icp.Personas {
		if p.Role == scoring.EconomicBuyer && len(p.Titles) > 0 {
			return p.Titles[0]
		}
	}
	return ""
}

// conflicts writes on which criteria of the result two sources disagree.
func conflicts(f *found, past []models.PastFact, r *scoring.Result, now time.Time) []string {
	var lines []string
	for _, k := range f.account.Conflicts(past) {
		asked := slices.ContainsFunc(r.Criteria, func(x scoring.CriterionResult) bool { return x.Attribute == k.Attribute })
		info, _ := k.Attribute.Info()
		value, err := scoring.ParseValue(info.Kind, k.Value)
		if !asked || err != nil {
			continue
		}
		fact := f.facts.Get(k.Attribute)
		lines = append(lines, fmt.Sprintf("%s %s (%s) or %s (%s, %s)",
			info.Label, info.Format(fact.Value), origin(fact, now), info.Format(value), k.Source, ago(k.Observed, now)))
	}
	return lines
}
