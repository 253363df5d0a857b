package targeting

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

// Alert is a channel that hears of what becomes a fit. The fields of the
// subscription that a file has no words for (ids, creator, pause, counts) are
// zero after Read.
type Alert struct {
	ICP string // its name, "" for whichever qualifies an account first
	models.Subscription

	icpAt, tierAt place
}

// place is a line and a column of a file, from 1.
type place struct{ line, column int }

// Name names an alert as differences do.
func (a *Alert) Name() string {
	if a.ICP == "" {
		return "alert in " + a.Channel
	}
	return "alert in " + a.Channel + " for " + a.ICP
}

// same tells whether two alerts are of one channel and one ICP, whatever they
// say: a channel has one of each.
func (a *Alert) same(b *Alert) bool {
	return a.Channel == b.Channel && nameKey(a.ICP) == nameKey(b.ICP)
}

// Alert finds the alert of the same channel and ICP; nil without one.
func (f *File) Alert(like *Alert) *Alert {
	i := slices.IndexFunc(f.Alerts, func(a Alert) bool { return a.same(like) })
	if i < 0 {
		return nil
	}
	return &f.Alerts[i]
}

// EqualAlerts tells whether two alerts of the same channel and ICP ask for the
// same. A zone counts only beside hours.
func EqualAlerts(a, b *Alert) bool { return len(fieldDiff(alertFields, a, b)) == 0 }

// alertFields are the keys of an alert, in the order in which they are written.
var alertFields = []field[Alert]{
	of("channel", single((*reader).channel, flowText, shownWord), func(a *Alert) *string { return &a.Channel }),
	// Another spelling of the name is no difference: the alert is the same one.
	of("icp", shape[string]{(*reader).title, flowLine, func(string, string, string) []string { return nil }}, func(a *Alert) *string { return &a.ICP }),
	of("tier", single((*reader).text, flowText, shownWord), func(a *Alert) *string { return &a.Tier }),
	of("where", single((*reader).where, whereText, whereText), func(a *Alert) *[]scoring.Criterion { return &a.Filter }),
	of("customers", shape[bool]{(*reader).truth, truthLines, func(key string, old, new bool) []string { return becomes(key, yesNo(old), yesNo(new)) }},
		func(a *Alert) *bool { return &a.Customers }),
	{key: "digest", read: (*reader).digest, lines: func(a *Alert) []string { return quotedLine("digest", digestText(a)) }, diff: func(old, new *Alert) []string {
		return becomes("digest", digestText(old), digestText(new))
	}},
	of("weekdays", single((*reader).weekdays, weekdaysText, weekdaysText), func(a *Alert) *[]time.Weekday { return &a.Weekdays }),
	{key: "quiet", read: (*reader).quiet, lines: func(a *Alert) []string { return quotedLine("quiet", quietText(a)) }, diff: func(old, new *Alert) []string {
		return becomes("quiet", quietText(old), quietText(new))
	}},
}

const alertExample = "- {channel: C0123456789}"

func shownWord(s string) string { return s }

func flowLine(key, s string) []string { return line(key, flowText(s)) }

func quotedLine(key, s string) []string {
	if s == "" {
		return nil
	}
	return line(key, quoted(s))
}

func (r *reader) alerts(at ast.Node, f *File) {
	f.Alerts = []Alert{} // none at all is said, too
	first := map[string]int{}
	for _, n := range r.maps(at, "alerts", alertExample) {
		a, name := r.alert(n)
		if a.Channel == "" {
			continue
		}
		key := a.Channel + " " + nameKey(a.ICP)
		line, _ := position(name)
		if before, twice := first[key]; twice {
			r.wrong(name, "There is another %s on line %d. Keep one of them.", a.Name(), before)
		}
		first[key] = line
		f.Alerts = append(f.Alerts, a)
	}
}

// alert reads one alert and gives the node of its channel.
func (r *reader) alert(at ast.Node) (a Alert, name ast.Node) {
	before := len(r.problems)
	a.Mode = models.AtOnce
	found := readFields(r, at, alertKeys, alertFields, &a)
	a.icpAt, a.tierAt = placeOf(found["icp"]), placeOf(found["tier"])
	if len(r.problems) == before {
		r.fitting(at, found, &a)
	}
	return a, found["channel"].value
}

func placeOf(e entry) (p place) {
	if e.value != nil {
		p.line, p.column = position(e.value)
	}
	return p
}

// fitting refuses an alert whose parts do not go together.
func (r *reader) fitting(at ast.Node, found given, a *Alert) {
	digest, quiet := found["digest"], found["quiet"]
	switch {
	case !found.has("channel"):
		r.wrong(at, "This alert names no channel. Write it as in %s.", alertExample[2:])
	case found.has("weekdays") && !found.has("digest"):
		r.wrong(found["weekdays"].key, "weekdays are the days of a digest, and this alert has none. Add one, as in digest: %q, or leave weekdays out.", digestExample)
	case found.has("digest") && a.Zone == "":
		r.wrong(digest.value, "In which time zone? Name it behind the hour, as in %q.", digestExample)
	case found.has("quiet") && a.Zone == "":
		r.wrong(quiet.value, "In which time zone? Name it behind the hours, as in %q.", quietExample)
	default:
		if err := a.Check(); err != nil {
			r.wrong(at, "%s.", capital(strings.TrimSuffix(err.Error(), ".")))
		}
	}
}

func (r *reader) channel(at ast.Node) (string, bool) {
	s, ok := r.text(at)
	if !ok {
		return "", false
	}
	id, ok := models.ParseChannel(s)
	if !ok {
		r.wrong(at, "%q is no channel id. It begins with C, as in C0123456789, and stands at the end of the channel's details in Slack.", s)
	}
	return id, ok
}

func (r *reader) truth(at ast.Node) (bool, bool) {
	s, ok := r.text(at)
	switch strings.ToLower(s) {
	case "true", "yes":
		return true, ok
	case "false", "no":
		return false, ok
	}
	if ok {
		r.wrong(at, "This is true or false, not %q.", s)
	}
	return false, false
}

func truthLines(key string, b bool) []string {
	if !b {
		return nil
	}
	return line(key, "true")
}

const (
	digestExample = "09:00 Europe/Berlin"
	quietExample  = "18:00-08:00 Europe/Berlin"
)

// digest reads the hour of a digest and its time zone.
func (r *reader) digest(at ast.Node, a *Alert) {
	s, ok := r.text(at)
	if !ok {
		return
	}
	written, zone, _ := strings.Cut(s, " ")
	hour, ok := language.ReadHour(written)
	if !ok {
		r.wrong(at, "%q is no hour of the day. Write it as in %q.", s, digestExample)
		return
	}
	a.Mode, a.Hour = models.Digest, hour
	r.zone(at, zone, a)
}

// spanWritten is two hours and what follows them.
var spanWritten = regexp.MustCompile(`^(\S+?)\s*[-–—]\s*(\S+)(.*)$`)

// quiet reads the hours in which a channel hears nothing.
func (r *reader) quiet(at ast.Node, a *Alert) {
	s, ok := r.text(at)
	if !ok {
		return
	}
	parts := append(spanWritten.FindStringSubmatch(s), "", "", "", "")
	from, okFrom := language.ReadHour(parts[1])
	to, okTo := language.ReadHour(parts[2])
	if !okFrom || !okTo || from == to {
		r.wrong(at, "%q are no two hours to be quiet between. Write them as in %q.", s, quietExample)
		return
	}
	a.QuietFrom, a.QuietTo = from, to
	r.zone(at, parts[3], a)
}

// zone reads the time zone behind an hour; nothing there leaves it to the
// other hours of the alert.
func (r *reader) zone(at ast.Node, text string, a *Alert) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	name, ok := language.Zone(text)
	switch {
	case !ok:
		r.wrong(at, "There is no time zone %q; did you mean %s?", text, language.NearestZone(text))
	case a.Zone != "" && a.Zone != name:
		r.wrong(at, "A channel's hours go by one time zone, and these are %s and %s.", a.Zone, name)
	default:
		a.Zone = name
	}
}

func digestText(a *Alert) string {
	if a.Mode != models.Digest {
		return ""
	}
	return a.Hour + " " + zoneText(a)
}

func quietText(a *Alert) string {
	if a.QuietFrom == "" {
		return ""
	}
	return a.QuietFrom + "-" + a.QuietTo + " " + zoneText(a)
}

// zoneText is the zone of the hours; none is UTC.
func zoneText(a *Alert) string {
	if a.Zone == "" {
		return "UTC"
	}
	return a.Zone
}

// week is the days in the order in which they are written.
var week = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

func (r *reader) weekdays(at ast.Node) ([]time.Weekday, bool) {
	var days []time.Weekday
	for _, n := range r.items(at) {
		s, ok := r.text(n)
		if !ok {
			continue
		}
		named, ok := language.ReadDays(s)
		if !ok {
			r.wrong(n, "%s", noneOf(s, each(week, dayWord), "day of the week"))
		}
		days = append(days, named...)
	}
	slices.Sort(days)
	if days = slices.Compact(days); len(days) == len(week) {
		days = nil
	}
	return days, true
}

func dayWord(d time.Weekday) string { return strings.ToLower(d.String()) }

func weekdaysText(days []time.Weekday) string {
	var words []string
	for _, d := range week {
		if slices.Contains(days, d) {
			words = append(words, dayWord(d)[:3])
		}
	}
	if len(words) == 0 {
		return ""
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// alertText writes an alert on one line.
func alertText(a *Alert) string { return "{" + strings.Join(fieldLines(alertFields, a), ", ") + "}" }

func alertLines(list []Alert) []string {
	if len(list) == 0 {
		return []string{"alerts: []"}
	}
	lines := []string{"alerts:"}
	for i := range list {
		lines = append(lines, "  - "+alertText(&list[i]))
	}
	return lines
}

func alertsDiff(old, new *File) []Difference {
	var diffs []Difference
	for i := range new.Alerts {
		a := &new.Alerts[i]
		before := old.Alert(a)
		if before == nil {
			diffs = append(diffs, Difference{Alert: a.Name(), Text: "new " + a.Name() + ": " + heard(a), New: true})
			continue
		}
		for _, text := range fieldDiff(alertFields, before, a) {
			diffs = append(diffs, Difference{Alert: a.Name(), Text: text})
		}
	}
	return diffs
}

// heard says what a channel hears, and when.
func heard(a *Alert) string {
	parts := []string{"every fit"}
	if a.Tier != "" {
		parts[0] = "tier " + a.Tier + " and above"
	}
	for _, c := range a.Filter {
		info, _ := c.Attribute.Info()
		parts = append(parts, info.Label+" "+shownValue(c))
	}
	if a.Customers {
		parts = append(parts, "customers, too")
	}
	when := "at once"
	if digest := digestText(a); digest != "" {
		when = "in a digest at " + digest
	}
	if days := weekdaysText(a.Weekdays); days != "" {
		when += " on " + strings.Trim(days, "[]")
	}
	parts = append(parts, when)
	if quiet := quietText(a); quiet != "" {
		parts = append(parts, "quiet "+quiet)
	}
	return strings.Join(parts, ", ")
}

// CheckAlerts refuses alerts to an ICP that there would not be, and tiers that
// begin below the cut-off or that no ICP in question has. The ICPs are those in
// force once the file is applied, and the others that are stored. The error is
// as Read's.
func (f *File) CheckAlerts(inForce, others []ICP) error {
	r := &reader{name: f.name}
	all := slices.Concat(inForce, others)
	for i := range f.Alerts {
		a := &f.Alerts[i]
		asked := inForce
		if a.ICP != "" {
			n := slices.IndexFunc(all, func(icp ICP) bool { return sameName(icp.Name, a.ICP) })
			if n < 0 {
				r.add(a.icpAt.line, a.icpAt.column, noSuchICP(a.ICP, all))
				continue
			}
			asked = all[n : n+1]
		}
		if sorry := tierProblem(a.Tier, asked); sorry != "" {
			r.add(a.tierAt.line, a.tierAt.column, sorry)
		}
	}
	return r.err()
}

func noSuchICP(name string, all []ICP) string {
	names := each(all, func(icp ICP) string { return icp.Name })
	switch near := nearest(name, names); {
	case near != "":
		return fmt.Sprintf("%q is no ICP; did you mean %s?", name, near)
	case len(names) == 0:
		return fmt.Sprintf("%q is no ICP, and there is none yet. Leave icp out to hear of every fit.", name)
	default:
		return fmt.Sprintf("%q is no ICP. Use one of %s, or leave icp out to hear of every fit.", name, strings.Join(names, ", "))
	}
}

// tierProblem says why nobody can wait for a tier; "" where it is well.
func tierProblem(tier string, asked []ICP) string {
	var letters []string
	for _, icp := range asked {
		d := scoring.Definition{CutOff: orDefault(icp.CutOff), Tiers: icp.Tiers}
		if len(d.Tiers) == 0 {
			d.Tiers = scoring.DefaultTiers()
		}
		for _, l := range d.Levels() {
			if !slices.Contains(letters, l.Letter) {
				letters = append(letters, l.Letter)
			}
		}
	}
	if tier == "" || slices.Contains(letters, tier) {
		return ""
	}
	letters = slices.DeleteFunc(letters, func(l string) bool { return l == "" })
	if len(letters) == 0 {
		return fmt.Sprintf("There is no tier %s to wait for. Leave it out to hear of every fit.", tier)
	}
	return fmt.Sprintf("Tier %s is below the cut-off, or there is none. Use %s, or leave it out to hear of every fit.", tier, scoring.Or(letters))
}
