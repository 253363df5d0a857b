package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

var alertsShowCommand = Command{
	Name: "alerts show", Part: "alerts", Exact: true, Args: "NUMBER", Summary: "one alert as its channel sees it now",
	Example: []string{"alerts show 12"},
	run:     alertsShow,
}

// AlertView is one announcement as it reads now.
type AlertView struct {
	Number  int64    `json:"alert"`
	State   string   `json:"state"`
	Changed []string `json:"changed"`
	See     string   `json:"see_first"`
	Holds   bool     `json:"holds"` // it is still a fit
	*FitReport

	alert models.Alert
	icp   string // its name, where there is no report
}

// alertNumber reads the number of an alert from the first word.
func (c *call) alertNumber(example string) (int64, error) {
	if len(c.args) > 0 {
		if id, err := strconv.ParseInt(strings.TrimPrefix(plain(c.args[0]), "#"), 10, 64); err == nil {
			return id, nil
		}
	}
	return 0, fault.New(fault.Usage, "Which alert? By its number, as in `%s`.", example)
}

// theAlert finds the alert that a line names.
func (c *call) theAlert(example string) (*models.Alert, error) {
	id, err := c.alertNumber(example)
	if err != nil {
		return nil, err
	}
	a, err := c.lib.Alert(c, c.Workspace, id)
	if err == nil && a == nil {
		err = fault.New(fault.NotFound, "There is no alert %d.", id)
	}
	return a, err
}

func alertsShow(c *call) (View, error) {
	a, err := c.theAlert("alerts show 12")
	if err != nil {
		return nil, err
	}
	switch a.Kind {
	case models.OneAccount:
		return c.alertView(a)
	case models.StopNotice:
		return c.stopNotice(a)
	}
	page := 1
	if len(c.args) > 1 {
		if page, err = strconv.Atoi(c.args[1]); err != nil || page < 1 {
			return nil, fault.New(fault.Usage, "Pages are numbers from 1, as in `alerts show %d 2`.", a.ID)
		}
	}
	return c.digestView(a, page)
}

// alertView makes the view of an alert on one account, under the ICP that it
// came for.
func (c *call) alertView(a *models.Alert) (View, error) {
	v := &AlertView{Number: a.ID, State: string(a.State), Changed: []string{}, alert: *a}
	hits, err := c.lib.Find(c, c.Workspace, models.Query{ID: a.AccountID})
	if err != nil {
		return nil, err
	}
	t, err := c.aim(c, c.Workspace, hits.Targeting)
	if err != nil {
		return nil, err
	}
	v.icp = t.name(a.ICPID)
	at := slices.IndexFunc(t.ICPs, func(i models.InForce) bool { return i.ID == a.ICPID })
	if len(hits.Accounts) == 0 || at < 0 {
		return v, nil
	}
	f, err := c.look(&hits.Accounts[0], t)
	if err != nil {
		return nil, err
	}
	result := t.profiles[at].Explain(f.facts)
	v.FitReport = c.fitReport(f.account, f.signals, result)
	v.Receipt = c.receipt(f, result).in(c.Workspace)
	v.Holds = result.Verdict == scoring.Fit
	v.Changed = changedWords(a, t.profiles[at])
	v.FitReport.icp, v.door = &t.ICPs[at], doorTitle(&t.ICPs[at])
	if err := c.decide(v.FitReport, f.account); err != nil {
		return nil, err
	}
	if !v.Holds {
		return v, nil
	}
	committee, err := c.committee(f, result.Profile)
	if err != nil {
		return nil, err
	}
	v.seat(committee)
	v.See = v.seats.firstLine()
	return v, nil
}

// StopNotice tells who turned alerts on that they were stopped.
type StopNotice struct {
	Channel string `json:"channel"` // "" where nothing is told there any more
	Why     string `json:"why"`     // "" where they are on again
}

func (c *call) stopNotice(a *models.Alert) (View, error) {
	subs, err := c.lib.Subscriptions(c, c.Workspace)
	for _, s := range subs {
		if s.ID == a.SubscriptionID {
			return StopNotice{s.Channel, s.Stopped}, err
		}
	}
	return StopNotice{}, err
}

func (n StopNotice) items() []Item {
	switch {
	case n.Channel == "":
		return []Item{{Text: "This was about alerts that have been turned off since."}}
	case n.Why == "":
		return []Item{{About: n.Channel, Text: "gets alerts again."}}
	}
	return []Item{
		{About: n.Channel, Text: "gets no alerts now: " + strings.TrimSuffix(n.Why, ".") + ". Nothing is lost: what comes up meanwhile is kept."},
		{Text: "`alerts resume` in the channel turns them on again once it takes posts; `alerts on` does in another."},
	}
}

// Text says which channel, why, and what to do.
func (n StopNotice) Text() string { return strings.Join(texts(n.items()), "\n") }

// Card is the same.
func (n StopNotice) Card() Card { return Card{Sections: []Section{{Lines: n.items()}}} }

// firstLine says whom to see first, and which required seats are empty.
func (s seatsView) firstLine() string {
	if len(s.Seats) == 0 {
		return ""
	}
	text := "nobody known yet"
	if seat := s.First(); seat != nil {
		text = personWords(seat.Holder.Person) + " – " + seat.Persona.Role.Words()
	}
	var empty []string
	for _, seat := range s.Seats {
		if seat.Holder == nil && seat.Persona.Required && !slices.Contains(empty, seat.Persona.Role.Words()) {
			empty = append(empty, seat.Persona.Role.Words())
		}
	}
	if len(empty) > 0 {
		text += ". No " + strings.Join(empty, ", no ") + " known"
	}
	return text + "."
}

// maxChanges is how many changes an alert names.
const maxChanges = 3

// changedWords say what brought the account over the threshold.
func changedWords(a *models.Alert, p *scoring.Profile) []string {
	var words []string
	for _, s := range a.Changed.Signals {
		words = append(words, eventOn(s))
	}
	sources := map[string]bool{}
	for _, f := range a.Changed.Facts {
		words = append(words, factChange(f))
		sources[f.Source] = true
	}
	if more := len(words) - maxChanges; more > 0 {
		words = append(words[:maxChanges], fmt.Sprintf("%d more", more))
	}
	switch {
	case len(words) == 0 && a.Changed.Before == nil:
		words = append(words, "new here")
	case len(words) == 0:
		words = append(words, fmt.Sprintf("the profile (v%d)", a.Changed.Version))
	case len(sources) == 1:
		for source := range sources {
			words[len(words)-1] += ", from " + sourceWords(source)
		}
	}
	return append(words, present(shortBy(a, p))...)
}

func sourceWords(source string) string {
	if source == "" {
		return "a source without a name"
	}
	return source
}

// factChange writes what was learned: "headcount 180 → 240".
func factChange(f models.FactChange) string {
	info, known := f.Attribute.Info()
	if !known {
		return slugWords(string(f.Attribute)) + " " + f.To
	}
	text := info.Label + " "
	if from := written(info, f.From); from != "" {
		text += from + " → "
	}
	return text + written(info, f.To)
}

// written is a stored value as people read it.
func written(info scoring.AttributeInfo, value string) string {
	v, err := scoring.ParseValue(info.Kind, value)
	if err != nil || value == "" {
		return value
	}
	return info.Format(v)
}

// eventOn writes a signal with its day, which stays true however late it is
// read: "raised a Series B on 3 Nov".
func eventOn(s scoring.Signal) string {
	words := strings.TrimSuffix(event(s, s.On), ago(s.On, s.On))
	return strings.TrimRight(strings.TrimSuffix(strings.TrimSpace(words), ", seen"), ", ") + " on " + s.On.Format("2 Jan")
}

// shortBy says by how much it had missed the threshold; "" where it had not
// been ranked, or points were not what kept it out.
func shortBy(a *models.Alert, p *scoring.Profile) string {
	if a.Changed.Before == nil {
		return ""
	}
	threshold := p.CutOff
	for _, l := range p.Levels() {
		if l.Letter == a.Tier {
			threshold = l.From
		}
	}
	if short := threshold - a.Changed.Before.Points; short > 0 {
		return fmt.Sprintf("it was %s short", plural(short, "point"))
	}
	return ""
}

// headline is the sentence that the channel hears.
func (v *AlertView) headline() string {
	switch {
	case v.FitReport == nil && v.alert.AccountKey != "":
		return "An account announced here is gone, or its profile is: " + strings.TrimSuffix(v.alert.AccountKey, "|") + " (" + v.icp + ")"
	case v.FitReport == nil:
		return "An account announced here is gone."
	}
	who := v.Account.Name + lifecycleWords(v.Account)
	icp := fmt.Sprintf("(%s v%d)", v.ICP.Name, v.ICP.Version)
	if !v.Holds {
		return fmt.Sprintf("%s No longer a fit: %s – %s; it was %d when announced %s", marks[v.Verdict], who, v.stands(), v.alert.Score, icp)
	}
	tier, was := "", ""
	if v.Tier != "" {
		tier = ", tier " + v.Tier
	}
	if v.Score != v.alert.Score {
		was = fmt.Sprintf(" (%d when announced)", v.alert.Score)
	}
	return fmt.Sprintf("%s Newly a fit: %s – %d of 100%s%s %s", marks[v.Verdict], who, v.Score, was, tier, icp)
}

// Shows gives what the message shows of its account, by its facts: how it stands
// by somebody's word is in no ranking to compare with.
func (v *AlertView) Shows() (verdict models.ShownVerdict, score int) {
	if v.FitReport == nil {
		return models.Gone, 0
	}
	return models.ShownVerdict(v.Scored), v.Score
}

// Standing says in one line how the account stands now, for whoever has read the
// announcement.
func (v *AlertView) Standing() string {
	if v.FitReport == nil {
		return strings.TrimSuffix(v.headline(), ".") + "."
	}
	icp := fmt.Sprintf(" (%s v%d)", v.ICP.Name, v.ICP.Version)
	if !v.Holds {
		return "No longer a fit: " + v.stands() + icp + ". " + upperFirst(v.con())
	}
	tier := ""
	if v.Tier != "" {
		tier = ", tier " + v.Tier
	}
	return fmt.Sprintf("A fit with %d of 100 now%s%s.", v.Score, tier, icp)
}

// stands says how the account stands where it is no fit.
func (v *AlertView) stands() string { return shortOf(v.Verdict, v.Score, v.CouldReach) }

// shortOf says how an account stands that is no fit.
func shortOf(verdict scoring.Verdict, score, couldReach int) string {
	switch verdict {
	case scoring.Disqualified:
		return "ruled out"
	case scoring.NeedsData:
		return fmt.Sprintf("%d now, up to %d", score, couldReach)
	default:
		return reach(score, couldReach)
	}
}

// lines are what changed, the reasons, and whom to see.
func (v *AlertView) lines() []Item {
	if v.FitReport == nil {
		return nil
	}
	lines := []Item{{Label: "What changed", Text: strings.Join(v.Changed, "; ")}}
	for _, reason := range v.reasons() {
		if reason.Label != "Now" || len(v.alert.Changed.Signals) == 0 { // else it stands above
			lines = append(lines, reason)
		}
	}
	if v.See != "" {
		lines = append(lines, Item{Label: "See first", Text: v.See})
	}
	if !v.Holds {
		lines = append(lines, Item{Text: v.locked()})
	}
	return lines
}

// deeds say what people did with the alert.
func (v *AlertView) deeds() []Item {
	a, lines := &v.alert, []Item(nil)
	if a.ClaimedBy != "" {
		lines = append(lines, Item{Label: "Claimed by", About: a.ClaimedBy, Text: onDay(a.ClaimedAt)})
	}
	if a.RefusedBy != "" {
		lines = append(lines, Item{Label: "Not a fit, says", About: a.RefusedBy, Text: "– " + reasonWords(a.RefusedReason)})
	}
	switch {
	case a.State == models.AlertSnoozed && a.SnoozedUntil != nil:
		lines = append(lines, Item{Label: "Snoozed", Text: "until " + dayWords(*a.SnoozedUntil, "") + " UTC"})
	case a.State == models.AlertSnoozed:
		lines = append(lines, Item{Label: "Snoozed", Text: "until something changes"})
	case a.State == models.AlertFailed:
		lines = append(lines, Item{Label: "Not posted", Text: a.LastError})
	}
	return lines
}

func onDay(t *time.Time) string {
	if t == nil {
		return ""
	}
	return "on " + t.Format("2 Jan")
}

// Text writes the announcement for a terminal.
func (v *AlertView) Text() string {
	lines := append([]string{v.headline()}, texts(v.lines())...)
	return strings.Join(append(lines, texts(v.deeds())...), "\n")
}

// Card lays the announcement out with its buttons.
func (v *AlertView) Card() Card {
	card := Card{Headline: v.headline(), Sections: []Section{{Lines: v.lines()}, {Lines: v.deeds()}}}
	if v.FitReport == nil {
		return card
	}
	id := strconv.FormatInt(v.Number, 10)
	card.Small = "Alert " + id
	if v.alert.ClaimedBy == "" {
		card.Next = append(card.Next, Option{"Claim", "/alerts claim " + id})
	}
	card.Menus = []Menu{{Label: "Snooze", After: len(card.Next), Options: []Option{
		{"1 day", "/alerts snooze " + id + " 1d"}, {"1 week", "/alerts snooze " + id + " 1w"}, {"Until it changes", "/alerts snooze " + id + " change"},
	}}}
	card.Next = append(card.Next, Option{"Not a fit", "/alerts refuse " + id})
	if v.Holds && len(v.Committee) > 0 {
		card.Next = append(card.Next, Option{"Who to see", v.Account.about("who")})
	}
	card.Next = append(card.Next, Option{"Why?", "/why " + v.Receipt})
	return card
}
