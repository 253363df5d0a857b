package commands_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"rightdoor/commands"
	"rightdoor/internal/importer"
)

// asJSON is a view as a program sees it.
func (w *world) asJSON(line string) map[string]any {
	w.Helper()
	text, err := json.Marshal(w.view(line))
	if err != nil {
		w.Fatalf("Marshal(%s): %v", line, err)
	}
	var view map[string]any
	if err := json.Unmarshal(text, &view); err != nil {
		w.Fatalf("Unmarshal(%s): %v", text, err)
	}
	return view
}

// shape lists the keys of a JSON value, sorted; of a list, its first element's.
func shape(v any) string {
	switch v := v.(type) {
	case map[string]any:
		return strings.Join(slices.Sorted(maps.Keys(v)), " ")
	case []any:
		if len(v) > 0 {
			return shape(v[0])
		}
	}
	return ""
}

// nulls lists where a JSON value holds null.
func nulls(path string, v any) []string {
	var found []string
	switch v := v.(type) {
	case nil:
		return []string{path}
	case map[string]any:
		for k, e := range v {
			found = append(found, nulls(path+"."+k, e)...)
		}
	case []any:
		for i, e := range v {
			found = append(found, nulls(fmt.Sprintf("%s[%d]", path, i), e)...)
		}
	}
	return found
}

const wordsKeys = "account authority buying_criteria cautions channel content flags goals objections opener pains person persona role success_metrics verdict"

const fitKeys = "account committee could_reach coverage criteria decisions down first flags icp others receipt score scored settles tier timing up verdict"

func TestJSONHasEveryField(t *testing.T) {
	w := sampleWorld(t)
	w.apply(read(t, "testdata/fintech.yaml"))
	const whoKeys, rowKeys = "account authority cautions committee coverage decisions first flags skipped verdict", "could_reach domain icp lifecycle name owner score tier timing verdict"
	for _, c := range []struct{ line, path, keys string }{
		{"/fit acme.com", "", fitKeys},
		{"/fit globex.com", "", fitKeys},
		{"/fit hooli.com", "", fitKeys},
		{"/why acme.com", "", fitKeys},
		{"/fit acme.com", "account", "domain lifecycle name owner"},
		{"/fit acme.com", "icp", "name version"},
		{"/fit acme.com", "criteria", "attribute have max_points mode outcome points reason want"},
		{"/fit acme.com", "others", "icp score verdict"},
		{"/fit acme.com", "committee", "contacts look_for persona required role search"},
		{"/fit acme.com", "first", "name reason"},
		{"/fit initech.com", "flags", "kind message"},
		{"/who acme.com", "", whoKeys},
		{"/who globex.com", "", whoKeys},
		{"/who hooli.com", "", whoKeys},
		{"/fit VP of Sales", "", "flags"},
		{"/who the CFO", "", "flags"},
		{"/fit bob@gmail.com", "", "flags"},
		{"/fit VP of Sales", "flags", "kind message"},
		{"/fit Meridian", "", "options question"},
		{"/fit Meridian", "options", "command label"},
		{"/fit nobody.com", "", "options question"},
		{"accounts", "", "accounts counts total"},
		{"accounts", "accounts", rowKeys},
		{"icp", "icps", "name owner personas review state version"},
		{"icp mid-market commerce", "", "criteria flags name personas refused state triggers version versions"},
		{"icp regional fintech", "triggers", ""},
		{"persona", "personas", "icp name required role titles"},
		{"persona Data Dora", "", "adapted_from buying_criteria channel flags goals icp name objections offers pains required role titles"},
		{"persona", "", "flags personas"},
		{"say acme.com champion", "", wordsKeys},
		{"who acme.com end user", "", wordsKeys},
		{"say acme.com champion", "objections", "answer objection"},
		{"who acme.com plan", "", "account cautions find flags steps verdict"},
		{"who acme.com plan", "steps", "channel content day do email name role title"},
		{"check message --to champion Your team spends hours", "", "can_act decides fits flags icp layer speaks to"},
		{"help", "commands", "detail examples summary usage"},
		{"check VPs of Sales at fintechs", "", "flags level spans text"},
		{"check mid-market commerce", "reach", "could known pass people"},
		{"icp new fintechs in Canada hiring SDRs", "", "criteria flags name persona reach saved sentence situation triggers"},
		{"icp new fintechs in Canada hiring SDRs", "criteria", "text words"},
		{`persona new CFO --icp "mid-market commerce"`, "", "flags icp name required role saved titles"},
		{"compare acme.com globex.com", "", "companies flags missing"},
		{"compare acme.com globex.com", "companies", fitKeys},
		{"shuold we bother with Globex", "", "account committee could_reach coverage criteria decisions down first flags icp others read_as receipt score scored settles tier timing up verdict"},
	} {
		view := w.asJSON(c.line)
		part := any(view)
		if c.path != "" {
			part = view[c.path]
		}
		if got := shape(part); got != c.keys {
			t.Errorf("%s: keys of %q = %s, want %s", c.line, c.path, got, c.keys)
		}
		if found := nulls("view", view); len(found) > 0 {
			t.Errorf("%s: null at %v, want a list or a value", c.line, found)
		}
	}
}

func TestJSONContactsCarryEvidence(t *testing.T) {
	w := sampleWorld(t)
	seat := w.asJSON("/who acme.com")["committee"].([]any)[0].(map[string]any)
	if got, want := shape(seat["contacts"]), "confidence evidence name role title"; got != want {
		t.Errorf("keys of a contact = %s, want %s", got, want)
	}
}

// TestTheLockHoldsInJSON: no tier and nobody to see unless the company fits.
func TestTheLockHoldsInJSON(t *testing.T) {
	w := sampleWorld(t)
	list := w.view("accounts 100").(*commands.AccountList)
	for _, row := range list.Rows {
		object := row.Domain
		if object == "" {
			object = row.Name
		}
		view := w.asJSON(commands.Quote("fit", object))
		fits := view["verdict"] == "fit"
		if people := view["committee"].([]any); (len(people) > 0) != fits {
			t.Errorf("%s is %s with %d seats", object, view["verdict"], len(people))
		}
		if (view["tier"] != "") != fits || (row.Tier != "") != fits {
			t.Errorf("%s is %s with tier %q, in the list %q", object, view["verdict"], view["tier"], row.Tier)
		}
		if first := view["first"].(map[string]any); !fits && first["name"] != "" {
			t.Errorf("%s is %s and %s is to be seen first", object, view["verdict"], first["name"])
		}
		if int(view["score"].(float64)) != row.Score || view["verdict"] != row.Verdict.String() || int(view["timing"].(float64)) != row.Timing {
			t.Errorf("%s is %s with %v of 100, in the list %s with %d", object, view["verdict"], view["score"], row.Verdict, row.Score)
		}
	}
}

func TestScoreIsTheSumOfItsPoints(t *testing.T) {
	w := sampleWorld(t)
	for _, row := range w.view("accounts 100").(*commands.AccountList).Rows {
		report, ok := w.view(commands.Quote("fit", row.Name)).(*commands.FitReport)
		if !ok {
			continue // a name that two share
		}
		sum, reach := 0, 0
		for _, k := range report.Criteria {
			sum, reach = sum+k.Points, reach+k.Points
			if k.Outcome.String() == "unknown" {
				reach += k.MaxPoints
			}
		}
		if sum != report.Score || reach != report.CouldReach {
			t.Errorf("%s: points sum up to %d and %d, printed are %d and %d", row.Name, sum, reach, report.Score, report.CouldReach)
		}
	}
}

func TestFirstMinutesInJSON(t *testing.T) {
	w := emptyWorld(t)
	for _, line := range []string{"/fit acme.com", "/who acme.com", "accounts", "icp", "persona"} {
		if view := w.asJSON(line); view["missing"] != "accounts" {
			t.Errorf("%s: missing = %v, want accounts", line, view["missing"])
		}
	}
	w.load(importer.Accounts, "name,domain\nAcme,acme.com\n")
	if view := w.asJSON("/fit acme.com"); view["missing"] != "icp" {
		t.Errorf("missing = %v, want icp", view["missing"])
	}
}
