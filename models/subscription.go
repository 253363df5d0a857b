package models

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // time zones by name, also where the system has none

	"rightdoor/scoring"
)

// Subscription is what one channel wants to hear of.
type Subscription struct {
	WorkspaceID int64  `gorm:"primaryKey"`
	ID          int64  `gorm:"primaryKey"`
	Channel     string // "C…"
	Creator     string // "U…", told when it stops
	CreatedAt   time.Time

	ICPID     int64               `gorm:"column:icp_id"` // 0 for whichever qualifies first
	Tier      string              // at or above this letter; "" for every fit
	Filter    []scoring.Criterion `gorm:"serializer:json"`
	Customers bool                // customers, too

	Mode     AlertMode
	Hour     string         // of a digest, "15:04" in Zone
	Weekdays []time.Weekday `gorm:"serializer:json"` // of a digest; empty for every day
	Zone     string         // by its IANA name; "" for UTC
	// Quiet hours, "15:04" in Zone; "" for none. They may span midnight.
	QuietFrom, QuietTo string

	PausedUntil *time.Time
	Stopped     string // why it was stopped; "" while it is on
	StoppedAt   *time.Time

	// What became of its alerts.
	Sent, Claimed, Snoozed, Refused int
}

// Ask gives the subscription with the conditions and hours of another, which
// decide what it hears and when; what became of it so far stays. Without hours
// the other says nothing of a zone, and its own stays.
func (s Subscription) Ask(o Subscription) Subscription {
	s.Tier, s.Filter, s.Customers = o.Tier, o.Filter, o.Customers
	s.Mode, s.Hour, s.Weekdays, s.QuietFrom, s.QuietTo = o.Mode, o.Hour, o.Weekdays, o.QuietFrom, o.QuietTo
	if o.Zone != "" {
		s.Zone = o.Zone
	}
	return s
}

// channelWritten matches a channel as Slack writes a link to one, or its bare
// id.
var channelWritten = regexp.MustCompile(`^(?:<#)?([CG][A-Z0-9]{2,})(?:\|[^<>]*)?>?$`)

// ParseChannel gives the id of a channel written as its id or as Slack's link
// to it; ok is false for anything else, such as its name.
func ParseChannel(text string) (id string, ok bool) {
	m := channelWritten.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	return m[1], true
}

// personID matches a person as Slack's requests name her.
var personID = regexp.MustCompile(`^[UW][A-Z0-9]{2,}$`)

// SlackPerson tells whether a text is the id of somebody in Slack.
func SlackPerson(text string) bool { return personID.MatchString(text) }

// IsAddress tells whether who is to be told is known by her e-mail address
// alone, which then stands where a channel does.
func IsAddress(text string) bool { return strings.Contains(text, "@") }

// AlertMode says when a channel hears.
type AlertMode string

// The modes.
const (
	AtOnce AlertMode = "at_once"
	Digest AlertMode = "digest"
)

// On tells whether the subscription takes in alerts. A paused one does: they
// wait.
func (s *Subscription) On() bool { return s.Stopped == "" }

// Schedule tells when an alert that comes up now is to be posted: at once, at
// the digest's hour, after quiet hours, after a pause. An hour that a change of
// clocks skips comes as much later as was skipped. A zone or an hour that
// cannot be read counts as not said, so that no alert is lost by it.
func (s *Subscription) Schedule(now time.Time) time.Time {
	due := now
	if s.PausedUntil != nil && s.PausedUntil.After(due) {
		due = *s.PausedUntil
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		zone = time.UTC
	}
	if s.Mode == Digest {
		due = s.nextDigest(due.In(zone))
	}
	return s.afterQuiet(due.In(zone)).UTC()
}

// nextDigest is the first hour of a digest from a moment on.
func (s *Subscription) nextDigest(from time.Time) time.Time {
	hour, ok := clock(s.Hour)
	if !ok {
		return from
	}
	for day := range 9 { // a day may lack the hour, a week every weekday but one
		at := onDay(from, day, hour)
		if !at.Before(from) && (len(s.Weekdays) == 0 || slices.Contains(s.Weekdays, at.Weekday())) {
			return at
		}
	}
	return from
}

// afterQuiet is the end of the quiet hours that a moment falls into, else the
// moment.
func (s *Subscription) afterQuiet(at time.Time) time.Time {
	from, okFrom := clock(s.QuietFrom)
	to, okTo := clock(s.QuietTo)
	if !okFrom || !okTo || from == to {
		return at
	}
	for day := -1; day <= 0; day++ {
		start, end := onDay(at, day, from), onDay(at, day, to)
		if to < from {
			end = onDay(at, day+1, to)
		}
		if !at.Before(start) && at.Before(end) {
			return end
		}
	}
	return at
}

// clock reads an hour of the day, "15:04", as minutes since midnight.
func clock(text string) (minutes int, ok bool) {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, false
	}
	return 60*t.Hour() + t.Minute(), true
}

// onDay is an hour of the day on the day of a moment or some days later.
func onDay(t time.Time, days, minutes int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+days, 0, minutes, 0, 0, t.Location())
}

// Check refuses what Schedule could not read, in a sentence for a person.
func (s *Subscription) Check() error {
	if _, err := time.LoadLocation(s.Zone); err != nil {
		return fmt.Errorf("%q is no time zone; write it as Europe/Berlin", s.Zone)
	}
	for _, hour := range []string{s.Hour, s.QuietFrom, s.QuietTo} {
		if _, ok := clock(hour); hour != "" && !ok {
			return fmt.Errorf("%q is no hour; write it as 09:00", hour)
		}
	}
	if s.Mode == Digest && s.Hour == "" {
		return fmt.Errorf("a digest needs an hour, such as 09:00")
	}
	_, err := scoring.NewFilter(s.Filter, scoring.DefaultSettings())
	return err
}

// Wants tells whether an account is one the channel wants to hear of, apart
// from how it scores. The facts are the account's.
func (s *Subscription) Wants(filter scoring.Filter, facts *scoring.Facts) bool {
	customer := slices.Contains(facts.Get(scoring.Lifecycle).Words, "customer")
	return (s.Customers || !customer) && filter.Pass(facts)
}
