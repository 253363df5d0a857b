package commands_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"rightdoor/commands"
	"rightdoor/models"
	"rightdoor/scoring"
)

// newFits makes companies cross and gives their alerts.
func (w *channelWorld) newFits(n int) []models.Alert {
	w.Helper()
	var changes []models.Change
	for i := range n {
		changes = append(changes, models.AccountFacts{
			Company: models.Company{Domain: fmt.Sprintf("new%d.example", i), Name: fmt.Sprint("New ", i)}, Source: "HubSpot", Observed: w.now,
			Facts: []models.Said{
				{Attribute: scoring.Industry, Value: scoring.OfWords("e-commerce")},
				{Attribute: scoring.Employees, Value: scoring.OfNumber(300)},
				{Attribute: scoring.Technologies, Value: scoring.OfWords("aws")},
				{Attribute: scoring.Country, Value: scoring.OfWords("US")},
			},
		})
	}
	w.record(changes...)
	list, err := w.store.Alerts(w.Context(), w.workspace, 0)
	if err != nil || len(list) != n {
		w.Fatalf("Alerts = %d, %v, want %d", len(list), err, n)
	}
	return list
}

func TestRefusalsStandBesideTheCriteriaTheySpeakOf(t *testing.T) {
	w := newChannel(t)
	w.asks(commands.Manager, "U0ANA", "alerts on")
	said := []string{
		"size", "wrong size: seasonal staff", "headcount counts contractors", "place", "money is tight", "technologies", "founding year", "funding stage",
		"custom.support_hours are nights", "moment", "they sell to us",
	}
	for i, a := range w.newFits(len(said)) {
		w.asks(commands.Rep, "U0DANA", fmt.Sprintf("alerts refuse %d %s", a.ID, said[i]))
	}
	golden(t, "refused", w.talk("icp mid-market commerce"))
	text, err := json.MarshalIndent(map[string]any{
		"criteria": w.asJSON("icp mid-market commerce")["criteria"].([]any)[2].(map[string]any)["refused"],
		"refused":  w.asJSON("icp mid-market commerce")["refused"],
	}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "refused_json", string(text)+"\n")
}

func TestTheReasonsToChooseFromAreTheProfilesOwn(t *testing.T) {
	w := newChannel(t)
	w.asks(commands.Manager, "U0ANA", "alerts on")
	a := w.newFits(1)[0]
	form, err := w.runner.Form(t.Context(), commands.Request{Workspace: w.workspace, User: "U0DANA", Text: fmt.Sprint("alerts refuse ", a.ID)})
	if err != nil || form == nil {
		t.Fatalf("Form = %v, %v", form, err)
	}
	var got []string
	for _, answer := range form.Fields[0].Answers {
		got = append(got, answer.Value+" = "+answer.Label)
	}
	want := []string{
		"industry = Wrong industry (e-commerce or fintech)", "place = Wrong place (North America)", "size = Wrong size (200–1,500)",
		"money = No money for it (20M–200M USD)", "technology = Wrong technology (AWS or Microsoft Azure; CRM)", "growth = Wrong growth (at least 30%)",
		"lifecycle = Wrong lifecycle (not competitor)", "moment = Wrong moment", "taken = Somebody else has it", "other = Something else",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the reasons = \n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, answer := range form.Fields[0].Answers {
		line := form.Line([][]string{{answer.Value}, {"as they say"}})
		if got := w.asks(commands.Rep, "U0DANA", line); answer.Value != "other" && !strings.Contains(got, "(as they say)") {
			t.Errorf("%s = %q, want the reason %s with its words", line, got, answer.Value)
		}
	}
}
