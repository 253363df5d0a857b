package commands

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

var alertsPreviewCommand = Command{
	Name: "alerts preview", Part: "alerts", Exact: true, Args: "[ICP] [tier A] [where FILTER=VALUE …] [customers]", Summary: "what the last 30 days would have brought",
	Detail:  "Without anything behind it goes by what this channel hears. It reads what happened, whoever was told; filters go by today's facts.",
	Example: []string{"alerts preview", "alerts preview tier A where country=DE"},
	run:     alertsPreview,
}

var alertsTestCommand = Command{
	Name: "alerts test", Part: "alerts", Exact: true, Summary: "post a sample alert in this channel",
	Example: []string{"alerts test"},
	Needs:   Manager, run: alertsTest,
}

// previewSpan is how far a preview looks back, maxPreview how much it lists.
const (
	previewSpan = 30 * 24 * time.Hour
	maxPreview  = 20
)

// AlertPreview lists what would have been announced.
type AlertPreview struct {
	Lines []PreviewLine `json:"alerts"` // the latest first
	Total int           `json:"total"`
}

// PreviewLine is one account that became a fit.
type PreviewLine struct {
	On   string `json:"on"`
	Name string `json:"name"`
	ICP  string `json:"icp"`
	Tier string `json:"tier"` // the level that it reached; "" for the cut-off
}

func alertsPreview(c *call) (View, error) {
	wishes, err := c.wishes()
	if err != nil {
		return nil, err
	}
	t, err := c.current()
	if err != nil {
		return nil, err
	}
	ledger, err := c.lib.Crossings(c, c.Workspace, c.now.Add(-previewSpan))
	if err != nil {
		return nil, err
	}
	p := AlertPreview{Lines: []PreviewLine{}}
	told := map[string]bool{}
	for _, x := range ledger {
		if told[x.AccountKey] || !slices.ContainsFunc(wishes, func(s models.Subscription) bool { return t.hears(&s, &x) }) {
			continue
		}
		line, ok, err := c.previewed(t, wishes, &x)
		if err != nil {
			return nil, err
		}
		if ok {
			told[x.AccountKey] = true
			p.Lines = append(p.Lines, line)
		}
	}
	p.Total = len(p.Lines)
	slices.Reverse(p.Lines)
	p.Lines = p.Lines[:min(len(p.Lines), maxPreview)]
	return p, nil
}

// wishes are what a preview goes by: what the line says, else what the channel
// hears, else every fit.
func (c *call) wishes() ([]models.Subscription, error) {
	channel, words, err := c.channelOf(c.args)
	if err != nil {
		channel, words = "", c.args // nobody has to be in a channel to look
	}
	if len(words) == 0 && channel != "" {
		subs, err := c.inChannel(channel)
		if err != nil || len(subs) > 0 {
			return subs, err
		}
	}
	w, err := c.wantedOf(channel, words)
	if err != nil {
		return nil, err
	}
	var s models.Subscription
	w.set(&s)
	return []models.Subscription{s}, nil
}

// hears tells whether a subscription would have heard of a crossing.
func (t *aim) hears(s *models.Subscription, x *models.Crossing) bool {
	for i, p := range t.profiles {
		if t.ICPs[i].ID != x.ICPID || s.ICPID != 0 && s.ICPID != x.ICPID {
			continue
		}
		level := ""
		for _, l := range p.Levels() {
			if l.Letter == s.Tier {
				level = l.Letter
			}
		}
		return level == x.Tier
	}
	return false
}

// previewed makes a line of a crossing whose account is still there and what
// somebody wants to hear of.
func (c *call) previewed(t *aim, wishes []models.Subscription, x *models.Crossing) (line PreviewLine, ok bool, err error) {
	q := models.Query{Domain: x.AccountKey}
	if key, _, named := strings.Cut(x.AccountKey, "|"); named {
		q = models.Query{NameKey: key}
	}
	hits, err := c.lib.Find(c, c.Workspace, q)
	if err != nil || len(hits.Accounts) == 0 {
		return line, false, err
	}
	a := &hits.Accounts[0]
	facts := a.Facts(t.Settings)
	for i := range wishes {
		filter, err := scoring.NewFilter(wishes[i].Filter, t.Settings)
		if err == nil && t.hears(&wishes[i], x) && wishes[i].Wants(filter, facts) {
			return PreviewLine{x.FiredAt.Format("2 Jan"), a.Name, t.name(x.ICPID), x.Tier}, true, nil
		}
	}
	return line, false, nil
}

func (p AlertPreview) head() string {
	if p.Total == 0 {
		return "In the last 30 days this would have brought nothing."
	}
	return fmt.Sprintf("In the last 30 days this would have brought %s:", plural(p.Total, "alert"))
}

func (p AlertPreview) items() []Item {
	var items []Item
	for _, l := range p.Lines {
		text := l.Name + " (" + l.ICP + ")"
		if l.Tier != "" {
			text += ", tier " + l.Tier + " and above"
		}
		items = append(items, Item{Label: l.On, Text: text})
	}
	if more := p.Total - len(p.Lines); more > 0 {
		items = append(items, Item{Text: fmt.Sprintf("and %d before these", more)})
	}
	return items
}

// Text lists them, the latest first.
func (p AlertPreview) Text() string {
	return strings.Join(append([]string{p.head()}, texts(p.items())...), "\n")
}

// Card lists them.
func (p AlertPreview) Card() Card {
	return Card{Headline: p.head(), Sections: []Section{{Lines: p.items()}}}
}

// AlertSample is a message to be posted in a channel, which shows what an alert
// looks like.
type AlertSample struct {
	View
	Channel string
}

// Card is that of the sample, marked as one.
func (s AlertSample) Card() Card {
	card := Card{Sections: []Section{{Lines: plainLines(present(s.View.Text()))}}}
	if carded, ok := s.View.(Carded); ok {
		card = carded.Card()
	}
	card.Note, card.Share = "A test: this is what an alert looks like. Nothing has happened.", ""
	return card
}

func alertsTest(c *call) (View, error) {
	channel, words, err := c.channelOf(c.args)
	if err != nil {
		return nil, err
	}
	if len(words) > 0 {
		return nil, fault.New(fault.Usage, "`alerts test` stands alone: it posts a sample in this channel.")
	}
	if sorry, err := c.reachable(channel); sorry != nil || err != nil {
		return sorry, err
	}
	t, err := c.current()
	if err != nil {
		return nil, err
	}
	best, err := c.bestFit(t)
	if err != nil {
		return nil, err
	}
	if best == nil {
		return AlertSample{Notice{"● Alerts reach this channel. No account is a fit at the moment, so there is no sample to show."}, channel}, nil
	}
	f, err := c.look(best, t)
	if err != nil {
		return nil, err
	}
	report, err := c.report(f)
	return AlertSample{report, channel}, err
}

// bestFit is the account that fits best; nil when none does.
func (c *call) bestFit(t *aim) (*models.Account, error) {
	var best *models.Account
	var most int
	err := c.lib.Each(c, c.Workspace, func(a *models.Account, _ []scoring.Signal) error {
		if len(t.profiles) == 0 {
			return nil
		}
		score, _ := scoring.Best(t.profiles, a.Facts(t.Settings))
		if score.Verdict == scoring.Fit && (best == nil || score.Points > most) {
			kept := *a
			best, most = &kept, score.Points
		}
		return nil
	})
	return best, err
}
