package commands

import (
	"fmt"
	"slices"
	"strings"
	"time"

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
	Verdict    scoring.Verdict `json:"verdict"`
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
	Flags      []Flag          `json:"flags"`
	Receipt    string          `json:"receipt"`

	result    *scoring.Result
	seats     seatsView
	now       []string // what makes this a good moment
	door      string   // a title from the personas, for the lock's sentence
	hint      string   // the next step where nobody is known at all
	upTo      string
	downTo    string
	conflicts []string
	moment    time.Time
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
	if view != nil || err != nil {
		return view, err
	}
	return c.report(f)
}

// report makes the answer for an account.
func (c *call) report(f *found) (*FitReport, error) {
	answer := scoring.Rank(f.aim.profiles, f.facts)
	v := c.fitReport(f.account, f.signals, answer.Best)
	v.Receipt = c.receipt(f, answer.Best).in(c.Workspace)
	v.Others = otherICPs(answer.Others)
	icp := f.aim.icp(answer.Best.Profile)
	v.Flags = append(v.Flags, c.reviewFlags(icp)...)
	v.door = doorTitle(icp)
	if f.account.Disputed {
		past, err := c.lib.PastFacts(c, c.Workspace, f.account.ID)
		if err != nil {
			return nil, err
		}
		v.conflicts = conflicts(f, past, answer.Best, c.now)
	}
	if answer.Best.Verdict != scoring.Fit {
		return v, nil
	}
	committee, err := c.committee(f.aim, answer.Best.Profile, f.account.ID)
	if err != nil {
		return nil, err
	}
	v.seat(committee)
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

func (v *FitReport) seat(committee scoring.Committee) {
	v.seats = seatsView{committee}
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
		Verdict: r.Verdict, Score: r.Points, CouldReach: r.CouldReach, Timing: r.Profile.Timing(signals, c.now),
		Criteria: criterionLines(r, c.now), Settles: []string{}, Up: []string{}, Down: []string{},
		Others: []OtherICP{}, Committee: []SeatLine{}, Flags: []Flag{}, result: r, moment: c.now,
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
		flags = append(flags, Flag{FlagICPWithoutPersona, icp.Name + " has no persona: right companies, and nobody in particular to see there. Add `personas:` under it in the targeting file."})
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

// marks are the verdicts' signs.
var marks = map[scoring.Verdict]string{scoring.Fit: "●", scoring.NeedsData: "◐", scoring.NotAFit: "○", scoring.Disqualified: "✕"}

// Text writes the report: the verdict, why, why not, whom to see.
func (v *FitReport) Text() string {
	lines := []string{marks[v.Verdict] + " " + v.headline()}
	lines = append(lines, texts(v.reasons())...)
	for _, conflict := range v.conflicts {
		lines = append(lines, "Two sources  "+conflict)
	}
	lines = append(lines, v.rates()...)
	for _, f := range v.Flags {
		lines = append(lines, "▲ "+f.Message)
	}
	if v.Verdict == scoring.Fit {
		lines = append(lines, v.people("")...)
	} else {
		lines = append(lines, v.locked())
	}
	if others := v.otherLine(); others != "" {
		lines = append(lines, others)
	}
	return strings.Join(append(lines, "", "Every point of it: why "+v.Receipt), "\n")
}

// headline is the sentence a rep repeats.
func (v *FitReport) headline() string {
	who := v.Account.Name + lifecycleWords(v.Account)
	icp := fmt.Sprintf("(%s v%d)", v.ICP.Name, v.ICP.Version)
	switch v.Verdict {
	case scoring.Fit:
		tier := ""
		if v.Tier != "" {
			tier = ", tier " + v.Tier
		}
		return fmt.Sprintf("%s is a fit – %d of 100%s %s", who, v.Score, tier, icp)
	case scoring.NeedsData:
		return fmt.Sprintf("%s could be a fit – %d now, up to %d %s", who, v.Score, v.CouldReach, icp)
	case scoring.NotAFit:
		return fmt.Sprintf("%s is not a fit – %s %s", who, reach(v.Score, v.CouldReach), icp)
	default:
		return fmt.Sprintf("%s is ruled out %s", who, icp)
	}
}

func reach(score, couldReach int) string {
	if score == couldReach {
		return fmt.Sprintf("%d of 100", score)
	}
	return fmt.Sprintf("%d of 100, at most %d", score, couldReach)
}

// lifecycleWords says what the company is to us and whose it is.
func lifecycleWords(a AccountLine) string {
	var words []string
	if a.Lifecycle != "" {
		words = append(words, slugWords(a.Lifecycle))
	}
	if a.Owner != "" {
		words = append(words, a.Owner+"'s account")
	}
	if len(words) == 0 {
		return ""
	}
	return " (" + strings.Join(words, ", ") + ")"
}

// reasons are at most two for and one against, what to ask, and why now.
func (v *FitReport) reasons() []Item {
	pro, con := v.pro(), v.con()
	var lines []Item
	if len(pro) > 0 && v.Verdict != scoring.Disqualified {
		lines = append(lines, Item{Label: "For", Text: strings.Join(pro, " · ")})
	}
	if con != "" {
		lines = append(lines, Item{Label: "But", Text: con})
	}
	lines = append(lines, v.askLine()...)
	if len(v.now) > 0 && v.Verdict <= scoring.NeedsData {
		lines = append(lines, Item{Label: "Now", Text: strings.Join(v.now[:min(2, len(v.now))], " · ")})
	}
	if v.Verdict <= scoring.NeedsData {
		for _, k := range v.result.Unchecked() {
			lines = append(lines, Item{Text: "Not checked: whether it is " + indefinite(k.Want)})
		}
	}
	return lines
}

// askLine says what to find out; nothing where that settles nothing.
func (v *FitReport) askLine() []Item {
	if v.Verdict != scoring.NeedsData {
		return nil
	}
	return []Item{{Label: "Ask", Text: v.ask()}}
}

// locked says why nobody is named; "" at a fit.
func (v *FitReport) locked() string {
	switch v.Verdict {
	case scoring.Fit:
		return ""
	case scoring.NeedsData:
		return "The people come once the company is clear."
	default:
		return v.lockSentence()
	}
}

// peopleSection says whom to see, or why nobody is named.
func (v *FitReport) peopleSection() Section {
	if locked := v.locked(); locked != "" {
		return Section{Lines: []Item{{Text: locked}}}
	}
	section := v.seats.section()
	if v.hint != "" && len(section.Lines) > 0 {
		section.Lines = append(section.Lines, Item{Text: v.hint})
	}
	return section
}

// pro gives the two reasons that earned most; what the company does and where
// it is read as one.
func (v *FitReport) pro() []string {
	var matched []scoring.CriterionResult
	for _, k := range v.result.Criteria {
		if k.Outcome == scoring.Match && k.MaxPoints > 0 {
			matched = append(matched, k)
		}
	}
	slices.SortStableFunc(matched, func(a, b scoring.CriterionResult) int { return b.Points - a.Points })
	place := ""
	matched = slices.DeleteFunc(matched, func(k scoring.CriterionResult) bool {
		if k.Attribute == scoring.Region || k.Attribute == scoring.Country || k.Attribute == scoring.Subdivision {
			place = k.Reason
			return true
		}
		return false
	})
	var reasons []string
	for _, k := range matched[:min(2, len(matched))] {
		reasons = append(reasons, k.Reason)
	}
	if place == "" {
		return reasons
	}
	if i := slices.IndexFunc(matched, func(k scoring.CriterionResult) bool { return k.Attribute == scoring.Industry }); i >= 0 && i < len(reasons) {
		reasons[i] += " " + place
		return reasons
	}
	return append(reasons, place)[:min(2, len(reasons)+1)]
}

// con gives what speaks against it: what rules it out, what missed, or else
// what is not known and how far that would carry.
func (v *FitReport) con() string {
	var reasons []string
	for _, k := range v.result.Gates() {
		reasons = append(reasons, ruledOut(k))
	}
	if len(reasons) > 0 {
		return strings.Join(reasons, " · ")
	}
	missed := v.lost(func(k scoring.CriterionResult) bool { return k.Outcome != scoring.Unknown })
	switch {
	case v.Verdict == scoring.NotAFit:
		return strings.Join(missed[:min(2, len(missed))], " · ")
	case v.Verdict == scoring.NeedsData:
		return strings.Join(missed[:min(1, len(missed))], "")
	case v.CouldReach > v.Score:
		open := v.lost(func(k scoring.CriterionResult) bool { return k.Outcome == scoring.Unknown })
		return fmt.Sprintf("%s – could reach %d", open[0], v.CouldReach)
	case len(missed) > 0:
		return missed[0]
	default:
		return ""
	}
}

// lost lists the reasons of the criteria that earn less than they could, the
// dearest first.
func (v *FitReport) lost(keep func(scoring.CriterionResult) bool) []string {
	var lost []scoring.CriterionResult
	for _, k := range v.result.Criteria {
		if k.Points < k.MaxPoints && keep(k) {
			lost = append(lost, k)
		}
	}
	slices.SortStableFunc(lost, func(a, b scoring.CriterionResult) int {
		return (b.MaxPoints - b.Points) - (a.MaxPoints - a.Points)
	})
	reasons := make([]string, len(lost))
	for i, k := range lost {
		reasons[i] = k.Reason
	}
	return reasons
}

// ruledOut writes the criterion that disqualifies.
func ruledOut(k scoring.CriterionResult) string {
	if k.Mode == scoring.MustNot {
		return "it is " + indefinite(k.Have) + ", which we do not sell to"
	}
	return k.Reason
}

// ask names the facts that settle it, and what each would have to be.
func (v *FitReport) ask() string {
	var facts []string
	for _, attribute := range v.result.Settles {
		info, _ := attribute.Info()
		facts = append(facts, info.Label+v.wanted(attribute))
	}
	if len(facts) == 1 {
		return facts[0] + " – the one fact that settles it"
	}
	return scoring.And(facts) + " – together they settle it"
}

// wanted says what a fact that is not known would have to be.
func (v *FitReport) wanted(a scoring.Attribute) string {
	var wants []string
	for _, k := range v.result.Criteria {
		if k.Attribute.SameFact(a) && k.Outcome == scoring.Unknown {
			wants = append(wants, k.Want)
		}
	}
	return " (" + strings.Join(wants, ", and ") + "?)"
}

// rates tells when amounts were compared across currencies, and by which rates.
func (v *FitReport) rates() []string {
	for _, k := range v.result.Criteria {
		if k.UsedRate {
			return []string{"Amounts were converted at the rates of " + v.result.Profile.Settings.Rates.On + "."}
		}
	}
	return nil
}

// lockSentence keeps the order: company first.
func (v *FitReport) lockSentence() string {
	if v.door == "" {
		return "Whoever the right person there is, this would be the wrong company."
	}
	return fmt.Sprintf("Its %s may be the right person; this would be the wrong company.", v.door)
}

func (v *FitReport) otherLine() string {
	var parts []string
	for _, o := range v.Others {
		parts = append(parts, fmt.Sprintf("%s: %s, %d", o.ICP, o.Verdict.Words(), o.Score))
	}
	if len(parts) == 0 {
		return ""
	}
	return "Other profiles  " + strings.Join(parts, " · ")
}
