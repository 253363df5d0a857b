package targeting

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"

	"rightdoor/scoring"
)

var triggers = shape[[]scoring.Trigger]{read: (*reader).triggers, lines: triggerLines, diff: triggerDiff}

// triggerFields are the keys of a trigger.
var triggerFields = []field[scoring.Trigger]{
	{key: "signal", read: func(r *reader, at ast.Node, t *scoring.Trigger) {
		s, ok := r.text(at)
		if t.Signal = slug(s); ok && t.Signal == "" {
			r.wrong(at, "%q names no signal. Use one as in funding_round.", s)
		}
	}},
	{key: "weight", read: func(r *reader, at ast.Node, t *scoring.Trigger) {
		var ok bool
		if t.Weight, ok = r.weight(at); ok && t.Weight == 0 {
			r.wrong(at, "A trigger needs a weight above 0; one without counts for nothing.")
		}
	}},
	{key: "half_life", read: func(r *reader, at ast.Node, t *scoring.Trigger) {
		var ok bool
		if t.HalfLife, ok = r.plain(at, "half_life"); ok && t.HalfLife <= 0 {
			r.wrong(at, "half_life is the days until a signal counts half, and so above 0.")
		}
	}},
}

const triggerExample = "- {signal: funding_round, weight: 2, half_life: 90}"

func (r *reader) triggers(at ast.Node) ([]scoring.Trigger, bool) {
	var list []scoring.Trigger
	for _, n := range r.maps(at, "triggers", triggerExample) {
		before := len(r.problems)
		t := scoring.Trigger{Weight: scoring.DefaultWeight}
		found := readFields(r, n, triggerKeys, triggerFields, &t)
		if len(r.problems) == before && !(found.has("signal") && found.has("half_life")) {
			r.wrong(n, "A trigger needs a signal and a half_life in days, as in %s.", triggerExample[2:])
		}
		list = append(list, t)
	}
	return list, len(list) > 0
}

func triggerLines(key string, list []scoring.Trigger) []string {
	if len(list) == 0 {
		return nil
	}
	return append([]string{key + ":"}, each(list, func(t scoring.Trigger) string { return "  - " + triggerText(t) })...)
}

func triggerText(t scoring.Trigger) string {
	weight := ""
	if t.Weight != scoring.DefaultWeight {
		weight = "weight: " + number(t.Weight) + ", "
	}
	return fmt.Sprintf("{signal: %s, %shalf_life: %s}", flowText(t.Signal), weight, number(t.HalfLife))
}
