package commands

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/internal/language"
	"rightdoor/models"
)

var alertsDigestCommand = Command{
	Name: "alerts digest", Part: "alerts", Exact: true, Args: "HH:MM ZONE [weekdays]", Summary: "gather this channel's alerts into one message a day",
	Detail:  "ZONE is a time zone by its name, such as Europe/Berlin. Days may be named: `monday thursday`, or `weekdays`.",
	Example: []string{"alerts digest 09:00 Europe/Berlin", "alerts digest 8:30 America/Bogota weekdays"},
	Needs:   Manager, run: alertsDigest,
}

var alertsAtCommand = Command{
	Name: "alerts at", Part: "alerts", Exact: true, Args: "once", Summary: "announce here as soon as an account becomes a fit",
	Example: []string{"alerts at once"},
	Needs:   Manager, run: alertsAtOnce,
}

var alertsQuietCommand = Command{
	Name: "alerts quiet", Part: "alerts", Exact: true, Args: "HH:MM-HH:MM [ZONE] | off", Summary: "hold this channel's alerts back between two hours",
	Detail:  "They may span midnight. What comes up meanwhile is announced at their end.",
	Example: []string{"alerts quiet 18:00-08:00 Europe/Madrid", "alerts quiet off"},
	Needs:   Manager, run: alertsQuiet,
}

var alertsPauseCommand = Command{
	Name: "alerts pause", Part: "alerts", Exact: true, Args: "[7d]", Summary: "hold this channel's alerts back for some days or hours",
	Detail:  "Nothing is lost: what waits, and what comes up meanwhile, is announced at its end. Without a time it is a week.",
	Example: []string{"alerts pause 7d", "alerts pause 12h"},
	Needs:   Manager, run: alertsPause,
}

var alertsResumeCommand = Command{
	Name: "alerts resume", Part: "alerts", Exact: true, Summary: "end a pause, or turn on what was stopped",
	Example: []string{"alerts resume"},
	Needs:   Manager, run: alertsResume,
}

// change edits every subscription of the channel a line is about.
func (c *call) change(channel, note string, change func(*models.Subscription)) (View, error) {
	subs, err := c.inChannel(channel)
	if err != nil {
		return nil, err
	}
	if len(subs) == 0 {
		return nil, fault.New(fault.NotFound, "No alerts are on here yet. Turn them on first: `alerts on`.")
	}
	for _, s := range subs {
		if err := c.lib.ChangeSubscription(c, c.Workspace, s.ID, change); err != nil {
			return nil, err
		}
	}
	return c.alertList(note, channel)
}

// noMore refuses words behind a command that takes none.
func (c *call) noMore(name string) error {
	if plain(c.object()) == "" {
		return nil
	}
	return fault.New(fault.Usage, "`%s` stands alone; %q says nothing to it. `help %s` tells more.", name, c.object(), name)
}

func alertsDigest(c *call) (View, error) {
	channel, words, err := c.channelOf(c.args)
	if err != nil {
		return nil, err
	}
	hour, days, zone, err := readDigest(words)
	if err != nil {
		return nil, err
	}
	if err := c.needsZone(channel, zone); err != nil {
		return nil, err
	}
	return c.change(channel, "From now on it comes in a digest.", func(s *models.Subscription) {
		s.Mode, s.Hour, s.Weekdays = models.Digest, hour, days
		if zone != "" {
			s.Zone = zone
		}
	})
}

// readDigest reads an hour, days and perhaps a time zone, in any order.
func readDigest(words []string) (hour string, days []time.Weekday, zone string, err error) {
	for _, word := range words {
		read, isHour := language.ReadHour(word)
		named, isDay := language.ReadDays(word)
		switch {
		case isHour:
			hour = read
		case isDay:
			days = append(days, named...)
		case slices.Contains([]string{"at", "every", "day", "on", "daily", "and", "each", "in"}, strings.ToLower(word)):
		case strings.ContainsAny(word[:min(1, len(word))], "0123456789"):
			return "", nil, "", fault.New(fault.Usage, "%q is no hour of the day. Write it as 09:00.", word)
		default:
			if zone, err = readZone(plain(word)); err != nil {
				return "", nil, "", err
			}
		}
	}
	if hour == "" {
		return "", nil, "", fault.New(fault.Usage, "At what hour? As in `alerts digest 09:00 Europe/Berlin`.")
	}
	slices.Sort(days)
	return hour, slices.Compact(days), zone, nil
}

// needsZone refuses hours where no time zone is named and none is known of the
// channel.
func (c *call) needsZone(channel, zone string) error {
	subs, err := c.inChannel(channel)
	if err != nil || zone != "" {
		return err
	}
	if slices.ContainsFunc(subs, func(s models.Subscription) bool { return s.Zone == "" }) {
		return fault.New(fault.Usage, "In which time zone? Name it behind the hour, as in `alerts digest 09:00 Europe/Berlin`.")
	}
	return nil
}

// readZone gives the name of a time zone; one that there is not is refused with
// the nearest there is.
func readZone(text string) (string, error) {
	if name, ok := language.Zone(text); ok {
		return name, nil
	}
	return "", fault.New(fault.Usage, "There is no time zone %q. Did you mean %s? Zones go by the place, as in `alerts digest 09:00 Europe/Berlin`.", text, language.NearestZone(text))
}

func alertsAtOnce(c *call) (View, error) {
	channel, words, err := c.channelOf(c.args)
	if err != nil {
		return nil, err
	}
	if !strings.EqualFold(strings.Join(words, " "), "once") {
		return nil, fault.New(fault.Usage, "Write `alerts at once`, or `alerts digest 09:00 Europe/Berlin` for one message a day.")
	}
	return c.change(channel, "From now on each is announced as it comes.", func(s *models.Subscription) {
		s.Mode, s.Hour, s.Weekdays = models.AtOnce, "", nil
	})
}

func alertsQuiet(c *call) (View, error) {
	channel, words, err := c.channelOf(c.args)
	if err != nil {
		return nil, err
	}
	if len(words) == 1 && strings.EqualFold(words[0], "off") {
		return c.change(channel, "No quiet hours any more.", func(s *models.Subscription) { s.QuietFrom, s.QuietTo = "", "" })
	}
	from, to, zone, err := readQuiet(words)
	if err != nil {
		return nil, err
	}
	if err := c.needsZone(channel, zone); err != nil {
		return nil, err
	}
	return c.change(channel, "Quiet hours are kept from now on.", func(s *models.Subscription) {
		s.QuietFrom, s.QuietTo = from, to
		if zone != "" {
			s.Zone = zone
		}
	})
}

// spanDashes are what stands between two hours.
var spanDashes = strings.NewReplacer("–", " ", "—", " ")

// readQuiet reads two hours and perhaps a time zone: "18:00-08:00
// Europe/Berlin", "from 6pm to 8am".
func readQuiet(words []string) (from, to, zone string, err error) {
	var hours []string
	for _, word := range words {
		parts := strings.Fields(spanDashes.Replace(word))
		if first, second, span := strings.Cut(word, "-"); span && first != "" {
			if _, ok := language.ReadHour(first); ok {
				parts = []string{first, second}
			}
		}
		for _, part := range parts {
			hour, ok := language.ReadHour(part)
			switch {
			case ok:
				hours = append(hours, hour)
			case slices.Contains([]string{"from", "to", "until", "till", "hours", "between", "and"}, strings.ToLower(part)):
			default:
				if zone, err = readZone(plain(part)); err != nil {
					return "", "", "", err
				}
			}
		}
	}
	if len(hours) != 2 || hours[0] == hours[1] {
		return "", "", "", fault.New(fault.Usage, "From when until when? As in `alerts quiet 18:00-08:00 Europe/Berlin`, or `alerts quiet off`.")
	}
	return hours[0], hours[1], zone, nil
}

// spanWritten matches a time span: 7d, 12h, 2w, "3 days".
var spanWritten = regexp.MustCompile(`(?i)^(\d{1,3})\s*(h|hours?|d|days?|w|weeks?)$`)

// The longest that alerts are held back.
const maxPause = 90 * 24 * time.Hour

// readSpan reads a time span of hours, days or weeks.
func readSpan(text string) (time.Duration, bool) {
	m := spanWritten.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, false
	}
	n, _ := strconv.Atoi(m[1])
	unit := map[string]time.Duration{"h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}[strings.ToLower(m[2][:1])]
	span := time.Duration(n) * unit
	return span, span > 0 && span <= maxPause
}

func alertsPause(c *call) (View, error) {
	channel, words, err := c.channelOf(c.args)
	if err != nil {
		return nil, err
	}
	text := strings.TrimPrefix(strings.Join(words, " "), "for ")
	if text == "" {
		text = "7d"
	}
	span, ok := readSpan(text)
	if !ok {
		return nil, fault.New(fault.Usage, "For how long? Hours, days or weeks, 90 days at most, as in `alerts pause 7d`.")
	}
	until := c.now.Add(span)
	return c.change(channel, "Paused. What waits and what comes up meanwhile is announced afterwards.", func(s *models.Subscription) { s.PausedUntil = &until })
}

func alertsResume(c *call) (View, error) {
	channel, words, err := c.channelOf(c.args)
	if err != nil {
		return nil, err
	}
	if len(words) > 0 {
		return nil, fault.New(fault.Usage, "`alerts resume` stands alone: it is about all alerts of this channel.")
	}
	if sorry, err := c.reachable(channel); sorry != nil || err != nil {
		return sorry, err
	}
	return c.change(channel, "On again.", func(s *models.Subscription) { s.PausedUntil, s.Stopped = nil, "" })
}
