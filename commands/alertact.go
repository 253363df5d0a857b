package commands

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/models"
)

var alertsClaimCommand = Command{
	Name: "alerts claim", Part: "alerts", Exact: true, Args: "NUMBER", Summary: "say that you go there",
	Example: []string{"alerts claim 12"},
	run:     alertsClaim,
}

var alertsSnoozeCommand = Command{
	Name: "alerts snooze", Part: "alerts", Exact: true, Args: "NUMBER [1d|1w|change]", Summary: "put an alert aside for some time, or until something changes",
	Example: []string{"alerts snooze 12 1w"},
	run:     alertsSnooze,
}

var alertsRefuseCommand = Command{
	Name: "alerts refuse", Part: "alerts", Exact: true, Args: "NUMBER REASON [WORDS]", Summary: "say why an account is no fit after all",
	Detail: "REASON is size, industry, place, technology, money, moment, taken or other, or any fact a profile asks for, such as growth. " +
		"`icp NAME` counts them beside the criteria they speak of.",
	Example: []string{"alerts refuse 12 size half of them are seasonal"},
	run:     alertsRefuse, ask: askRefusal,
}

// AlertDone is what an act on an alert came to.
type AlertDone struct {
	Alert  models.Alert `json:"-"`
	Number int64        `json:"alert"`
	Answer Item         `json:"-"`
	Story  Item         `json:"-"` // a line for everyone who saw the alert; empty when nothing happened
}

// Text is the answer to who acted.
func (d AlertDone) Text() string { return d.Answer.text() }

// Card is the same with a way back to the alert.
func (d AlertDone) Card() Card {
	return Card{Sections: []Section{{Lines: []Item{d.Answer}}}, Next: []Option{{"Show it", fmt.Sprintf("/alerts show %d", d.Number)}}}
}

// Happened tells whether there is something to tell the others.
func (d AlertDone) Happened() bool { return d.Story.Text != "" }

func doneWith(a models.Alert, answer, story Item) View {
	return AlertDone{Alert: a, Number: a.ID, Answer: answer, Story: story}
}

// announced finds the alert of one account that a line names.
func (c *call) announced(example string) (*models.Alert, error) {
	a, err := c.theAlert(example)
	switch {
	case err != nil || a.Kind == models.OneAccount:
		return a, err
	case a.Kind == models.StopNotice:
		return nil, fault.New(fault.Refused, "Alert %d is a notice about a channel; there is no account in it.", a.ID)
	default:
		return nil, fault.New(fault.Refused, "That message tells of several accounts. Take one of them: `alerts show %d` lists them.", a.ID)
	}
}

func alertsClaim(c *call) (View, error) {
	a, err := c.announced("alerts claim 12")
	if err != nil {
		return nil, err
	}
	after, first, err := c.lib.ClaimAlert(c, c.Workspace, a.ID, c.User)
	switch {
	case err != nil:
		return nil, err
	case first:
		return doneWith(after, Item{About: after.RefusedBy, Text: yours(after)}, Item{About: c.User, Text: "has claimed it."}), nil
	case after.ClaimedBy == c.User:
		return doneWith(after, Item{Text: "You have it already, since " + sinceDay(after.ClaimedAt) + "."}, Item{}), nil
	default:
		return doneWith(after, Item{About: after.ClaimedBy, Text: "has it already, since " + sinceDay(after.ClaimedAt) + ". Ask there before you go."}, Item{}), nil
	}
}

// yours answers the first to claim; it names who said that the account is no fit.
func yours(a models.Alert) string {
	if a.RefusedBy == "" {
		return "It is yours."
	}
	return "says that it is no fit: " + reasonWords(a.RefusedReason) + ". It is yours all the same."
}

func sinceDay(t *time.Time) string { return strings.TrimPrefix(onDay(t), "on ") }

func alertsSnooze(c *call) (View, error) {
	a, err := c.announced("alerts snooze 12 1w")
	if err != nil {
		return nil, err
	}
	span, until := strings.ToLower(strings.Join(c.args[1:], " ")), (*time.Time)(nil)
	words := "until something changes"
	if span == "" {
		span = "1d"
	}
	if span != "change" && span != "until it changes" {
		d, ok := readSpan(span)
		if !ok {
			return nil, fault.New(fault.Usage, "For how long? As in `alerts snooze %d 1w`, or `alerts snooze %d change` until something changes.", a.ID, a.ID)
		}
		end := c.now.Add(d)
		until, words = &end, "until "+dayWords(end, "")+" UTC"
	}
	after, done, err := c.lib.SnoozeAlert(c, c.Workspace, a.ID, until)
	if err != nil {
		return nil, err
	}
	if !done {
		return nil, fault.New(fault.Refused, "That alert has no message of its own to put aside.")
	}
	return doneWith(after, Item{Text: "Put aside " + words + "."}, Item{About: c.User, Text: "has put it aside " + words + "."}), nil
}

func alertsRefuse(c *call) (View, error) {
	a, err := c.announced("alerts refuse 12 size")
	if err != nil {
		return nil, err
	}
	reason := readRefusal(c.args[1:])
	if reason == "" {
		return nil, fault.New(fault.Usage, "Why is it no fit? As in `alerts refuse %d size half of them are seasonal`.", a.ID)
	}
	after, done, err := c.lib.RefuseAlert(c, c.Workspace, a.ID, c.User, reason)
	if err != nil {
		return nil, err
	}
	if !done {
		return doneWith(after, Item{Text: "You said so already: " + reasonWords(reason) + "."}, Item{}), nil
	}
	return doneWith(after, Item{Text: "Kept: " + reasonWords(reason) + ". `icp NAME` counts these; the verdict changes when the facts or the profile do."},
		Item{About: c.User, Text: "says it is no fit: " + reasonWords(reason) + "."}), nil
}

var alertsFailedCommand = Command{
	Name: "alerts failed", Part: "alerts", Exact: true, Summary: "alerts that could not be posted, and why",
	Example: []string{"alerts failed"},
	run:     alertsFailed,
}

var alertsRetryCommand = Command{
	Name: "alerts retry", Part: "alerts", Exact: true, Args: "NUMBER | all", Summary: "try again to post what failed",
	Example: []string{"alerts retry 12", "alerts retry all"},
	Needs:   Manager, run: alertsRetry,
}

// FailedAlerts lists alerts that were given up.
type FailedAlerts struct {
	Alerts []FailedAlert `json:"alerts"`
}

// FailedAlert is one alert that could not be posted.
type FailedAlert struct {
	Number  int64  `json:"alert"`
	Channel string `json:"channel"`
	About   string `json:"about"`
	Error   string `json:"error"`
}

// maxFailed is how many failed alerts are listed.
const maxFailed = 20

func alertsFailed(c *call) (View, error) {
	list, err := c.lib.Alerts(c, c.Workspace, maxFailed, models.AlertFailed)
	if err != nil {
		return nil, err
	}
	failed := FailedAlerts{Alerts: []FailedAlert{}}
	for _, a := range list {
		about := strings.TrimSuffix(a.AccountKey, "|")
		switch a.Kind {
		case models.OneAccount:
		case models.StopNotice:
			about = "the notice that alerts are stopped"
		default:
			about = plural(a.Gathered.Count, "account")
		}
		failed.Alerts = append(failed.Alerts, FailedAlert{a.ID, a.Channel, about, a.LastError})
	}
	return failed, nil
}

func (f FailedAlerts) items() []Item {
	var items []Item
	for _, a := range f.Alerts {
		items = append(items, Item{Label: strconv.FormatInt(a.Number, 10), About: a.Channel, Text: a.About + " – " + a.Error})
	}
	return items
}

func (f FailedAlerts) head() string {
	if len(f.Alerts) == 0 {
		return "No alert has failed."
	}
	return "These could not be posted. `alerts retry NUMBER` tries one again, `alerts retry all` all of them."
}

// Text lists them.
func (f FailedAlerts) Text() string {
	return strings.Join(append([]string{f.head()}, texts(f.items())...), "\n")
}

// Card lists them with a button to try again.
func (f FailedAlerts) Card() Card {
	card := Card{Headline: f.head(), Sections: []Section{{Lines: f.items()}}}
	if len(f.Alerts) > 0 {
		card.Next = []Option{{"Try again", "/alerts retry all"}}
	}
	return card
}

func alertsRetry(c *call) (View, error) {
	if !strings.EqualFold(c.object(), "all") {
		a, err := c.theAlert("alerts retry 12")
		if err != nil {
			return nil, err
		}
		if err := c.lib.Retry(c, c.Workspace, a.ID); err != nil {
			return nil, err
		}
		return Notice{"It is tried again."}, nil
	}
	list, err := c.lib.Alerts(c, c.Workspace, 0, models.AlertFailed)
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		if err := c.lib.Retry(c, c.Workspace, a.ID); err != nil {
			return nil, err
		}
	}
	return Notice{plural(len(list), "alert") + " to be tried again."}, nil
}
