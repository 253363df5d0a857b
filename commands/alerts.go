package commands

import (
	"context"
	"slices"
	"strings"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

// Subscriptions are what channels want to hear of.
type Subscriptions interface {
	Subscriptions(ctx context.Context, workspace int64) ([]models.Subscription, error)
	Subscribe(ctx context.Context, workspace int64, sub models.Subscription) (models.Subscription, error)
	ChangeSubscription(ctx context.Context, workspace, id int64, change func(*models.Subscription)) error
	Unsubscribe(ctx context.Context, workspace, id int64) error
	AlertWorth(ctx context.Context, workspace int64, since time.Time) ([]models.Worth, error)
	Crossings(ctx context.Context, workspace int64, since time.Time) ([]models.Crossing, error)
}

// Announcements are what channels were told, and what people did with it.
type Announcements interface {
	Alert(ctx context.Context, workspace, id int64) (*models.Alert, error)
	Alerts(ctx context.Context, workspace int64, limit int, states ...models.AlertState) ([]models.Alert, error)
	Listed(ctx context.Context, workspace, digest int64, offset, limit int) ([]models.Alert, error)
	ClaimAlert(ctx context.Context, workspace, id int64, user string) (models.Alert, bool, error)
	SnoozeAlert(ctx context.Context, workspace, id int64, until *time.Time) (models.Alert, bool, error)
	RefuseAlert(ctx context.Context, workspace, id int64, user, reason string) (models.Alert, bool, error)
	Retry(ctx context.Context, workspace, id int64) error
	Refusals(ctx context.Context, workspace, icp int64, limit int) ([]models.Refusal, error)
}

// Room is what a transport knows of a channel.
type Room struct {
	Member bool // we may post there
	Shared bool // with another organisation
}

var alertsOnCommand = Command{
	Name: "alerts on", Exact: true, Args: "[ICP] [tier A] [where …]", Summary: "tell this channel of every account that becomes a fit",
	Detail: "Without an ICP it hears under whichever qualifies an account first. A tier means that letter and above; filters are those of `accounts`; " +
		"customers are left out unless asked for. What is a fit already is not announced. From a terminal: --channel CHANNEL.",
	Example: []string{"alerts on", "alerts on mid-market commerce tier A", "alerts on where industry=fintech country=DE"},
	Needs:   Manager, run: alertsOn,
}

var alertsOffCommand = Command{
	Name: "alerts off", Exact: true, Args: "[ICP]", Summary: "tell this channel no more",
	Example: []string{"alerts off", "alerts off mid-market commerce"},
	Needs:   Manager, run: alertsOff,
}

// wanted is what a line asks to hear of.
type wanted struct {
	channel   string
	icp       models.ICP // zero for any
	tier      string
	criteria  []scoring.Criterion
	customers bool
}

// ofSubscription tells whether a subscription is to the same channel and ICP.
func (w *wanted) ofSubscription(s *models.Subscription) bool {
	return s.Channel == w.channel && s.ICPID == w.icp.ID
}

// set writes what is wanted into a subscription.
func (w *wanted) set(s *models.Subscription) {
	s.ICPID, s.Tier, s.Filter, s.Customers, s.Stopped = w.icp.ID, w.tier, w.criteria, w.customers, ""
}

func alertsOn(c *call) (View, error) {
	w, err := c.wanted()
	if err != nil {
		return nil, err
	}
	if sorry, err := c.reachable(w.channel); sorry != nil || err != nil {
		return sorry, err
	}
	subs, err := c.lib.Subscriptions(c, c.Workspace)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(subs, func(s models.Subscription) bool { return w.ofSubscription(&s) })
	if at >= 0 {
		if err := c.lib.ChangeSubscription(c, c.Workspace, subs[at].ID, w.set); err != nil {
			return nil, err
		}
	} else {
		sub := models.Subscription{Channel: w.channel, Creator: c.User, Mode: models.AtOnce}
		w.set(&sub)
		if _, err := c.lib.Subscribe(c, c.Workspace, sub); err != nil {
			return nil, err
		}
	}
	return c.alertList("On from now. What is a fit already is not announced; `alerts preview` shows what the last 30 days would have brought.", w.channel)
}

// reachable says how to let us into a channel that we cannot post to, or why
// alerts are refused there; nil where all is well, or nobody can tell.
func (c *call) reachable(channel string) (View, error) {
	if c.Room == nil {
		return nil, nil
	}
	room, err := c.Room(c, channel)
	switch {
	case err != nil:
		return nil, err
	case room.Shared:
		return nil, fault.New(fault.Refused, "This channel is shared with another organisation, or is about to be, so no alerts go there. Take one of your own.")
	case !room.Member:
		return NextStep{"membership", []string{
			"I am not in this channel, so I could not post here.",
			"Invite me, then ask again:",
			"    /invite @Rightdoor",
		}}, nil
	default:
		return nil, nil
	}
}

func alertsOff(c *call) (View, error) {
	channel, words, err := c.channelOf(c.args)
	if err != nil {
		return nil, err
	}
	subs, err := c.inChannel(channel)
	if err != nil {
		return nil, err
	}
	if name := icpWords(words); name != "" {
		icp, err := c.stored(name, "alerts off mid-market commerce")
		if err != nil {
			return nil, err
		}
		subs = slices.DeleteFunc(subs, func(s models.Subscription) bool { return s.ICPID != icp.ID })
	}
	if len(subs) == 0 {
		return Notice{"No alerts are on here. `alerts on` turns them on."}, nil
	}
	for _, s := range subs {
		if err := c.lib.Unsubscribe(c, c.Workspace, s.ID); err != nil {
			return nil, err
		}
	}
	return Notice{"Off. Nothing more is announced here; what was posted stays."}, nil
}

// inChannel lists the subscriptions of a channel.
func (c *call) inChannel(channel string) ([]models.Subscription, error) {
	subs, err := c.lib.Subscriptions(c, c.Workspace)
	return slices.DeleteFunc(subs, func(s models.Subscription) bool { return s.Channel != channel }), err
}

// ChannelID gives the id of a channel that somebody named, or says where it
// stands.
func ChannelID(named string) (string, error) {
	id, ok := models.ParseChannel(strings.TrimPrefix(named, "#"))
	if !ok {
		return "", fault.New(fault.Usage, "%q is no channel id. It begins with C and stands at the end of the channel's details in Slack.", named)
	}
	return id, nil
}

// channelOf finds the channel a line is about: the one it names, else the one
// it came from.
func (c *call) channelOf(args []string) (channel string, words []string, err error) {
	words, options, err := takeOptions(args, nil, []string{"channel"})
	if err != nil {
		return "", nil, err
	}
	channel = c.Channel
	if named := options["channel"]; named != "" {
		if channel, err = ChannelID(named); err != nil {
			return "", nil, err
		}
	}
	if channel == "" {
		return "", nil, fault.New(fault.Usage, "Alerts go to a channel, and this is none. Ask in the channel itself, or name it: --channel C0123456789.")
	}
	return channel, words, nil
}

// fillers are words that may stand around what is asked for.
var fillers = []string{"for", "of", "under", "where", "with", "and", "in", "icp", "this", "channel", "here"}

// icpWords are the words that name an ICP.
func icpWords(words []string) string {
	for len(words) > 0 && slices.Contains(fillers, strings.ToLower(words[0])) {
		words = words[1:]
	}
	for len(words) > 0 && slices.Contains(fillers, strings.ToLower(words[len(words)-1])) {
		words = words[:len(words)-1]
	}
	return plain(strings.Join(words, " "))
}

// wanted reads what a line asks to hear of, in which channel.
func (c *call) wanted() (*wanted, error) {
	channel, words, err := c.channelOf(c.args)
	if err != nil {
		return nil, err
	}
	return c.wantedOf(channel, words)
}

// wantedOf reads what words ask to hear of.
func (c *call) wantedOf(channel string, words []string) (*wanted, error) {
	w := &wanted{channel: channel}
	var name, filters []string
	for i := 0; i < len(words); i++ {
		word := strings.ToLower(words[i])
		switch {
		case word == "tier" && i+1 < len(words):
			i++
			w.tier = strings.ToUpper(words[i])
		case strings.HasPrefix(word, "tier="):
			w.tier = strings.ToUpper(word[len("tier="):])
		case strings.HasPrefix(word, "icp="):
			name = append(name, words[i][len("icp="):])
		case word == "customers":
			w.customers = true
		case strings.Contains(word, "="):
			filters = append(filters, words[i])
		default:
			name = append(name, words[i])
		}
	}
	return w, c.resolve(w, icpWords(name), filters)
}

// resolve finds the ICP, and checks tier and filters.
func (c *call) resolve(w *wanted, name string, filters []string) error {
	t, err := c.current()
	if err != nil {
		return err
	}
	if name != "" {
		if w.icp, err = c.stored(name, "alerts on mid-market commerce"); err != nil {
			return err
		}
		if !slices.ContainsFunc(t.ICPs, func(i models.InForce) bool { return i.ID == w.icp.ID }) {
			return fault.New(fault.Refused, "%s is not in force, so nothing becomes a fit under it: `icp publish %s` first.", w.icp.Name, w.icp.Name)
		}
	}
	if err := checkTier(t, w); err != nil {
		return err
	}
	f, err := readFilters(filters, t.Settings)
	if err != nil {
		return err
	}
	if len(f.verdicts)+len(f.owners) > 0 {
		return fault.New(fault.Usage, "Alerts come at a fit, whoever owns the account: they narrow by facts, such as industry, country or employees.")
	}
	w.criteria = f.criteria
	return nil
}

// checkTier refuses a letter that no ICP in question has, or that begins below
// the cut-off: it would mean more than a fit.
func checkTier(t *aim, w *wanted) error {
	if w.tier == "" {
		return nil
	}
	var letters []string
	for i, p := range t.profiles {
		if w.icp.ID != 0 && t.ICPs[i].ID != w.icp.ID {
			continue
		}
		for _, l := range p.Levels() {
			if l.Letter == w.tier {
				return nil
			}
			if l.Letter != "" && !slices.Contains(letters, l.Letter) {
				letters = append(letters, l.Letter)
			}
		}
	}
	if len(letters) == 0 {
		return fault.New(fault.Usage, "There is no tier %s yet: no profile with tiers is in force. `alerts on` announces every fit, once there is one.", w.tier)
	}
	return fault.New(fault.Usage, "Tier %s is below what counts as a fit, or there is none. Take %s; without a tier every fit is announced.", w.tier, scoring.And(letters))
}
