package targeting

import (
	"fmt"
	"maps"
	"slices"

	"rightdoor/models"
	"rightdoor/scoring"
)

// Difference is one thing that another file says otherwise.
type Difference struct {
	ICP   string // "" for the settings and alerts
	Alert string // "alert in C0123456789", "" for anything else
	Text  string // "criterion employees: 200–1,500 becomes 100–1,500"
	New   bool   // the whole ICP or alert is new
}

// String writes the difference on a line of its own.
func (d Difference) String() string {
	switch {
	case d.New:
		return d.Text
	case d.Alert != "":
		return d.Alert + ": " + d.Text
	case d.ICP == "":
		return "settings: " + d.Text
	default:
		return d.ICP + ": " + d.Text
	}
}

// Diff tells in words what becomes of old when new is applied, in the order of
// new. An ICP, an alert or a table of settings that new does not mention stays as
// it is and is no difference. There is one for an ICP exactly when Equal says that
// it is not the same.
func Diff(old, new *File) []Difference {
	var diffs []Difference
	for i := range new.ICPs {
		icp := &new.ICPs[i]
		before := old.ICP(icp.Name)
		if before == nil {
			diffs = append(diffs, Difference{ICP: icp.Name, Text: newICP(icp), New: true})
			continue
		}
		for _, text := range fieldDiff(icpFields, before, icp) {
			diffs = append(diffs, Difference{ICP: icp.Name, Text: text})
		}
	}
	diffs = append(diffs, alertsDiff(old, new)...)
	for _, text := range settingsDiff(old.Settings, new.Settings) {
		diffs = append(diffs, Difference{Text: text})
	}
	return diffs
}

func newICP(icp *ICP) string {
	return fmt.Sprintf("new ICP %s: %s, %s", icp.Name, counted(len(icp.Criteria), "criterion", "criteria"), counted(len(icp.Personas), "persona", "personas"))
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func fieldDiff[T any](fields []field[T], old, new *T) []string {
	var diffs []string
	for _, f := range fields {
		diffs = append(diffs, f.diff(old, new)...)
	}
	return diffs
}

// settingsDiff compares the tables that new has.
func settingsDiff(old, new *scoring.Settings) []string {
	if new == nil {
		return nil
	}
	if old == nil {
		old = &scoring.Settings{}
	}
	var diffs []string
	for _, f := range settingsFields {
		if len(f.lines(new)) > 0 {
			diffs = append(diffs, f.diff(old, new)...)
		}
	}
	return diffs
}

// pairing says which member of an old list each member of a new one continues;
// -1 for none. gone lists the old ones that nothing continues.
func pairing[E any](old, new []E, likeness ...func(a, b E) bool) (from []int, gone []int) {
	from = slices.Repeat([]int{-1}, len(new))
	taken := make([]bool, len(old))
	for _, alike := range likeness {
		for n := range new {
			for o := range old {
				if from[n] < 0 && !taken[o] && alike(old[o], new[n]) {
					from[n], taken[o] = o, true
				}
			}
		}
	}
	for o, t := range taken {
		if !t {
			gone = append(gone, o)
		}
	}
	return from, gone
}

// members says how two lists of E are compared member by member.
type members[E any] struct {
	name     func(list []E, i int) string // of a member within its list
	full     func(e E) string             // what a new or lost one is about, "" when the name says it
	changed  func(old, new E) []string
	likeness []func(a, b E) bool // tried one after the other
}

func (m members[E]) diff(key string, old, new []E) []string {
	var diffs []string
	from, gone := pairing(old, new, m.likeness...)
	for n, o := range from {
		if o < 0 {
			diffs = append(diffs, "new "+m.whole(new, n))
			continue
		}
		for _, text := range m.changed(old[o], new[n]) {
			diffs = append(diffs, m.name(new, n)+": "+text)
		}
	}
	for _, o := range gone {
		diffs = append(diffs, m.whole(old, o)+" is gone")
	}
	if len(diffs) == 0 && !slices.IsSorted(from) {
		diffs = append(diffs, key+": another order")
	}
	return diffs
}

func (m members[E]) whole(list []E, i int) string {
	if full := m.full(list[i]); full != "" {
		return m.name(list, i) + ": " + full
	}
	return m.name(list, i)
}

func criterionDiff(key string, old, new []scoring.Criterion) []string {
	return members[scoring.Criterion]{name: criterionName, full: shownValue, changed: criterionChanges, likeness: []func(a, b scoring.Criterion) bool{
		func(a, b scoring.Criterion) bool { return criterionText(a) == criterionText(b) },
		func(a, b scoring.Criterion) bool { return a.Attribute == b.Attribute && valueText(a) == valueText(b) },
		func(a, b scoring.Criterion) bool { return a.Attribute == b.Attribute && a.Operator == b.Operator },
		func(a, b scoring.Criterion) bool { return a.Attribute == b.Attribute },
	}}.diff(key, old, new)
}

// criterionName names a criterion by its attribute, and by its values where
// several are about the same.
func criterionName(list []scoring.Criterion, i int) string {
	name := "criterion " + string(list[i].Attribute)
	for n, c := range list {
		if n != i && c.Attribute == list[i].Attribute {
			return name + " (" + shownValue(list[i]) + ")"
		}
	}
	return name
}

func criterionChanges(old, new scoring.Criterion) []string {
	var diffs []string
	if exactValue(old) != exactValue(new) {
		was, is := shownValue(old), shownValue(new)
		if was == is {
			was, is = exactValue(old), exactValue(new)
		}
		diffs = append(diffs, was+" becomes "+is)
	}
	return slices.Concat(
		diffs,
		becomes("soft", softText(old), softText(new)),
		becomes("mode", shownMode(old.Mode), shownMode(new.Mode)),
		becomes("weight", number(old.Weight), number(new.Weight)),
		becomes("evidence", old.Evidence, new.Evidence),
		becomes("note", quotedText(old.Note), quotedText(new.Note)),
	)
}

func exactValue(c scoring.Criterion) string { return string(c.Operator) + ": " + valueText(c) }

// shownValue says what a criterion asks for, as replies do.
func shownValue(c scoring.Criterion) string {
	info, _ := c.Attribute.Info()
	labels := each(c.Value.Words, info.WordLabel)
	switch {
	case c.Operator.Numeric():
		return info.Format(c.Value)
	case c.Operator == scoring.NotIn:
		return "not " + scoring.Or(labels)
	case c.Operator == scoring.IncludesAll:
		return scoring.And(labels)
	default:
		return scoring.Or(labels)
	}
}

func shownMode(m scoring.Mode) string {
	if m == "" {
		m = scoring.Should
	}
	return spaced(m)
}

func triggerDiff(key string, old, new []scoring.Trigger) []string {
	return members[scoring.Trigger]{
		name: func(list []scoring.Trigger, i int) string { return "trigger " + spaced(list[i].Signal) },
		full: func(scoring.Trigger) string { return "" },
		changed: func(old, new scoring.Trigger) []string {
			return append(becomes("weight", number(old.Weight), number(new.Weight)), becomes("half_life", number(old.HalfLife), number(new.HalfLife))...)
		},
		likeness: []func(a, b scoring.Trigger) bool{
			func(a, b scoring.Trigger) bool { return a == b },
			func(a, b scoring.Trigger) bool { return a.Signal == b.Signal },
		},
	}.diff(key, old, new)
}

func personaDiff(key string, old, new []models.Persona) []string {
	return members[models.Persona]{
		name:     func(list []models.Persona, i int) string { return "persona " + list[i].Name },
		full:     func(models.Persona) string { return "" },
		changed:  func(old, new models.Persona) []string { return fieldDiff(personaFields, &old, &new) },
		likeness: []func(a, b models.Persona) bool{func(a, b models.Persona) bool { return sameName(a.Name, b.Name) }},
	}.diff(key, old, new)
}

// row is one line of a table of settings.
type row struct{ name, value string }

func rowDiff(key string, old, new []row) []string {
	return members[row]{
		name:     func(list []row, i int) string { return key + " " + list[i].name },
		full:     func(r row) string { return r.value },
		changed:  func(old, new row) []string { return becomes("", old.value, new.value) },
		likeness: []func(a, b row) bool{func(a, b row) bool { return a.name == b.name }},
	}.diff(key, old, new)
}

func ratesDiff(key string, old, new scoring.Rates) []string {
	return append(becomes("day of the rates", old.On, new.On), rowDiff("rate", rateRows(old), rateRows(new))...)
}

func rateRows(r scoring.Rates) []row {
	var rows []row
	for _, code := range slices.Sorted(maps.Keys(r.PerUSD)) {
		rows = append(rows, row{code, number(r.PerUSD[code])})
	}
	return rows
}

func stageDiff(_ string, old, new []scoring.Stage) []string {
	rows := func(s scoring.Stage) row { return row{spaced(s.Name), "from " + number(s.From)} }
	return rowDiff("growth stage", eachRow(old, rows), eachRow(new, rows))
}

func shelfDiff(_ string, old, new []scoring.ShelfLife) []string {
	rows := func(l scoring.ShelfLife) row { return row{string(l.Attribute), fmt.Sprintf("%d days", l.Days)} }
	return rowDiff("shelf life of", eachRow(old, rows), eachRow(new, rows))
}

func powerDiff(_ string, old, new []scoring.BuyingPower) []string {
	rows := func(b scoring.BuyingPower) row { return row{"from " + number(b.From) + " USD", spaced(b.Seniority)} }
	return rowDiff("buying power", eachRow(old, rows), eachRow(new, rows))
}

func eachRow[E any](list []E, of func(E) row) []row {
	rows := make([]row, len(list))
	for i, e := range list {
		rows[i] = of(e)
	}
	return rows
}
