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

var alertsCommand = Command{
	Name: "alerts", Aliases: []string{"alerts list"}, Summary: "which channels are told of new fits, and what came of it",
	Detail: "`alerts on` and `alerts off` in a channel; `alerts digest`, `alerts at once`, `alerts quiet`, `alerts pause` and `alerts resume` say when; " +
		"`alerts test` and `alerts preview` show what it looks like.",
	Example: []string{"alerts", "alerts on tier A", "alerts digest 09:00 Europe/Berlin weekdays"},
	run: func(c *call) (View, error) {
		if err := c.noMore("alerts"); err != nil {
			return nil, err
		}
		return c.alertList("", "")
	},
}

// worthSpan is how far back the worth of alerts is counted, and worthJudging how
// many it takes to say anything about it.
const (
	worthSpan    = 30 * 24 * time.Hour
	worthJudging = 4
)

// AlertList tells which channels hear of what, when, and what came of it.
type AlertList struct {
	Rows []AlertRow `json:"alerts"`
	note string     // what was just done; "" for nothing
}

// AlertRow is one subscription.
type AlertRow struct {
	Channel string `json:"channel"`
	What    string `json:"what"`
	When    string `json:"when"`
	State   string `json:"state"` // "on", "paused until …", "stopped: …"
	Sent    int    `json:"sent"`  // in the last 30 days, as are the others
	Claimed int    `json:"claimed"`
	Snoozed int    `json:"snoozed"`
	Refused int    `json:"refused"`
	Ignored int    `json:"ignored"`
	Waiting int    `json:"waiting"` // still to be posted
	Advice  string `json:"advice,omitempty"`
}

// alertList lists the subscriptions of a channel; of all for "".
func (c *call) alertList(note, channel string) (View, error) {
	subs, err := c.lib.Subscriptions(c, c.Workspace)
	if err != nil {
		return nil, err
	}
	worth, err := c.lib.AlertWorth(c, c.Workspace, c.now.Add(-worthSpan))
	if err != nil {
		return nil, err
	}
	t, err := c.current()
	if err != nil {
		return nil, err
	}
	list := AlertList{Rows: []AlertRow{}, note: note}
	for i := range subs {
		if channel != "" && subs[i].Channel != channel {
			continue
		}
		row := AlertRow{Channel: subs[i].Channel, What: t.heard(&subs[i]), When: whenWords(&subs[i]), State: c.stateWords(&subs[i])}
		if at := slices.IndexFunc(worth, func(w models.Worth) bool { return w.SubscriptionID == subs[i].ID }); at >= 0 {
			w := worth[at]
			row.Sent, row.Claimed, row.Snoozed, row.Refused, row.Ignored, row.Waiting = w.Sent, w.Claimed, w.Snoozed, w.Refused, w.Ignored, w.Waiting
			row.Advice = t.advice(&subs[i], w)
		}
		if !subs[i].On() {
			row.Advice = stoppedAdvice
		}
		list.Rows = append(list.Rows, row)
	}
	return list, nil
}

// stoppedAdvice is the way back from a channel that took nothing.
const stoppedAdvice = "In that channel: `/invite @Rightdoor` where it is not in it, then `alerts resume`."

// heard says what a subscription is to.
func (t *aim) heard(s *models.Subscription) string {
	parts := []string{"every fit"}
	if s.Tier != "" {
		parts[0] = "tier " + s.Tier + " and above"
	}
	if s.ICPID != 0 {
		parts[0] += " of " + t.name(s.ICPID)
	}
	for _, k := range s.Filter {
		parts = append(parts, filterWords(k))
	}
	if s.Customers {
		parts = append(parts, "customers, too")
	}
	return strings.Join(parts, ", ")
}

// name is the name of an ICP in force.
func (t *aim) name(icp int64) string {
	for _, i := range t.ICPs {
		if i.ID == icp {
			return i.Name
		}
	}
	return "an ICP that is not in force"
}

// filterWords writes a filter: "country Germany", "industry not fintech".
func filterWords(k scoring.Criterion) string {
	info, known := k.Attribute.Info()
	if !known {
		return string(k.Attribute)
	}
	not := ""
	if k.Operator == scoring.NotIn {
		not = "not "
	}
	return info.Label + " " + not + info.Format(k.Value)
}

// whenWords says when a channel hears.
func whenWords(s *models.Subscription) string {
	words := "at once"
	if s.Mode == models.Digest {
		words = "in a digest at " + s.Hour + onDays(s.Weekdays)
	}
	if s.QuietFrom != "" {
		words += ", quiet from " + s.QuietFrom + " to " + s.QuietTo
	}
	if s.Zone != "" && words != "at once" {
		words += " (" + s.Zone + ")"
	}
	return words
}

func onDays(days []time.Weekday) string {
	if len(days) == 0 {
		return ""
	}
	if slices.Equal(days, language.Workdays) {
		return " on weekdays"
	}
	var names []string
	for _, d := range days {
		names = append(names, d.String())
	}
	return " on " + scoring.And(names)
}

// stateWords says whether a subscription is on.
func (c *call) stateWords(s *models.Subscription) string {
	switch {
	case !s.On():
		return "stopped: " + s.Stopped
	case s.PausedUntil != nil && s.PausedUntil.After(c.now):
		return "paused until " + dayWords(*s.PausedUntil, s.Zone)
	default:
		return "on"
	}
}

// dayWords writes a moment in a zone: "3 Nov 2026 09:00".
func dayWords(t time.Time, zone string) string {
	in, err := time.LoadLocation(zone)
	if err != nil {
		in = time.UTC
	}
	return t.In(in).Format("2 Jan 2006 15:04")
}

// advice names a higher tier where fewer than half of the alerts of a month
// were acted on; "" where it is well, too early, or there is none.
func (t *aim) advice(s *models.Subscription, w models.Worth) string {
	if w.Sent < worthJudging || 2*(w.Sent-w.Ignored) >= w.Sent {
		return ""
	}
	higher := t.higher(s)
	if higher == "" {
		return "Fewer than half were acted on. `alerts on` with a filter would bring fewer, for instance by country."
	}
	words := slices.Concat([]string{"alerts on"}, present(t.icpName(s)), []string{"tier", higher})
	return fmt.Sprintf("Fewer than half were acted on. Tier %s would bring fewer: `%s`", higher, strings.Join(words, " "))
}

func (t *aim) icpName(s *models.Subscription) string {
	if s.ICPID == 0 {
		return ""
	}
	return t.name(s.ICPID)
}

// higher is the next letter above what a subscription is to; "" for none.
func (t *aim) higher(s *models.Subscription) string {
	for i, p := range t.profiles {
		if s.ICPID != 0 && t.ICPs[i].ID != s.ICPID {
			continue
		}
		from, best := p.CutOff, scoring.Tier{}
		for _, l := range p.Levels() {
			if l.Letter == s.Tier {
				from = l.From
			}
		}
		for _, l := range p.Levels() {
			if l.From > from && (best.Letter == "" || l.From < best.From) {
				best = l
			}
		}
		return best.Letter
	}
	return ""
}

// worth counts what came of the alerts of a subscription.
func (r AlertRow) worth() string {
	words := "Nothing sent in the last 30 days."
	if r.Sent > 0 {
		words = fmt.Sprintf("Last 30 days: %d sent, %d claimed, %d snoozed, %d refused, %d ignored.", r.Sent, r.Claimed, r.Snoozed, r.Refused, r.Ignored)
	}
	if r.Waiting > 0 {
		words += fmt.Sprintf(" Still to be posted: %d.", r.Waiting)
	}
	return words
}

func (r AlertRow) item() Item {
	text := r.What + " · " + r.When
	if r.State != "on" {
		text += " · " + r.State
	}
	return Item{About: r.Channel, Text: text, More: append([]string{r.worth()}, present(r.Advice)...)}
}

// Text lists the subscriptions.
func (l AlertList) Text() string {
	if len(l.Rows) == 0 {
		return l.head()
	}
	lines := []string{l.head()}
	for _, r := range l.Rows {
		item := r.item()
		lines = append(lines, item.text())
		for _, more := range item.More {
			lines = append(lines, "    "+more)
		}
	}
	return strings.Join(lines, "\n")
}

func (l AlertList) head() string {
	switch {
	case l.note != "":
		return l.note
	case len(l.Rows) == 0:
		return "No channel is told of new fits yet. In the channel that should be: `alerts on`"
	default:
		return "Who is told of new fits:"
	}
}

// Card lists the subscriptions.
func (l AlertList) Card() Card {
	card := Card{Headline: l.head()}
	section := Section{}
	for _, r := range l.Rows {
		section.Lines = append(section.Lines, r.item())
	}
	card.Sections = []Section{section}
	return card
}
