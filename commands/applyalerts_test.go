package commands_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"rightdoor/commands"
	"rightdoor/internal/fault"
	"rightdoor/internal/targeting"
	"rightdoor/models"
)

// shops is an ICP of its own, for files that hold one.
const shops = `icps:
  - name: shops
    criteria:
      - {attribute: employees, at_least: 50, mode: must}
`

func (w *world) subscriptions() []models.Subscription {
	w.Helper()
	subs, err := w.store.Subscriptions(w.Context(), w.workspace)
	if err != nil {
		w.Fatal(err)
	}
	return subs
}

// exported is what is in force as a file.
func (w *world) exported() string {
	w.Helper()
	file, err := w.runner.Export(w.Context(), w.workspace)
	if err != nil {
		w.Fatal(err)
	}
	var b bytes.Buffer
	if err := targeting.Write(&b, file); err != nil {
		w.Fatal(err)
	}
	return b.String()
}

// refused plans a file that has to be refused, and gives the sentence.
func (w *world) refused(yaml string, opts commands.ApplyOptions) string {
	w.Helper()
	file, err := targeting.Read("f", []byte(yaml))
	if err != nil {
		w.Fatal(err)
	}
	plan, err := w.runner.Plan(w.Context(), w.workspace, file, opts)
	if err == nil {
		w.Fatalf("Plan = %q, want an error", plan.Text())
	}
	return fault.Message(err)
}

func TestApplyAlerts(t *testing.T) {
	w := newChannel(t)
	steps := []struct {
		name, yaml string
		opts       commands.ApplyOptions
	}{
		{"first", `alerts:
  - {channel: C0SALES, icp: Mid-Market Commerce, tier: A, where: {industry: [fintech], country: [DE]}, customers: true}
  - {channel: C0DIGEST, digest: "09:00 Europe/Berlin", weekdays: weekdays, quiet: "18:00-08:00"}
  - {channel: C0EXTRA}
`, commands.ApplyOptions{}},
		{"changed, one absent", `alerts:
  - {channel: C0SALES, icp: mid-market commerce, tier: B, where: {industry: [fintech], country: [DE]}, customers: true}
  - {channel: C0DIGEST, digest: "09:00 Europe/Berlin", quiet: "18:00-08:00"}
`, commands.ApplyOptions{}},
		{"no alerts in the file, prune", "", commands.ApplyOptions{Prune: true}},
		{"draft", "alerts: [{channel: C0OTHER}]\n", commands.ApplyOptions{Draft: true}},
		{"with a new ICP", shops + "alerts: [{channel: C0EXTRA, icp: Shops, tier: A}]\n", commands.ApplyOptions{}},
		{"prune", "alerts: [{channel: C0EXTRA, icp: Shops, tier: A}]\n", commands.ApplyOptions{Prune: true}},
		{"a list of none, prune", "alerts: []\n", commands.ApplyOptions{Prune: true}},
	}
	var b strings.Builder
	for _, step := range steps {
		yaml := step.yaml
		if step.opts.Prune { // the ICPs stay
			yaml = strings.Replace(w.exported(), "\nalerts:", "\nignored:", 1)
			yaml, _, _ = strings.Cut(yaml, "\nignored:")
			yaml += step.yaml
		}
		plan := w.plan(yaml, step.opts)
		b.WriteString("# " + step.name + "\n" + plan.Text() + "\n")
		if err := plan.Save(t.Context()); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if again := w.plan(yaml, step.opts); len(again.Differences) != 0 {
			t.Errorf("%s: the same again = %q, want nothing to change", step.name, again.Text())
		}
		if exported := w.plan(w.exported(), commands.ApplyOptions{Prune: true}); len(exported.Differences) != 0 {
			t.Errorf("%s: the export = %q, want nothing to change", step.name, exported.Text())
		}
		b.WriteString(w.text("alerts") + "\n\n")
	}
	golden(t, "apply_alerts", b.String())
}

func TestExportHoldsWhatChannelsAsked(t *testing.T) {
	w := newChannel(t)
	w.talks("alerts on tier A where industry=fintech,saas country!=DE employees=200-1500", "alerts digest 9am america/bogota weekdays",
		"alerts on mid-market commerce where revenue=20M+", "alerts quiet 18:00-08:00", "alerts on --channel C0PLAIN", "alerts on --channel C0STOPPED")
	stopped := w.subscriptions()[3]
	err := w.store.ChangeSubscription(t.Context(), w.workspace, stopped.ID, func(s *models.Subscription) { s.Stopped = "The channel is archived." })
	if err != nil {
		t.Fatal(err)
	}
	exported := w.exported()
	golden(t, "export_alerts", exported[strings.Index(exported, "alerts:"):])
	before := w.subscriptions()
	if plan := w.plan(exported, commands.ApplyOptions{Prune: true}); len(plan.Differences) != 0 {
		t.Errorf("Plan of what was exported = %q, want nothing to change", plan.Text())
	}
	w.apply(exported)
	if after := w.subscriptions(); !reflect.DeepEqual(after, before) {
		t.Errorf("subscriptions = %+v, want them as before: %+v", after, before)
	}

	plan := w.plan("alerts: [{channel: C0STOPPED}]\n", commands.ApplyOptions{})
	if want := "alert in C0STOPPED: on again"; plan.Text() != want {
		t.Errorf("Plan of a stopped one = %q, want %q", plan.Text(), want)
	}
	if err := plan.Save(t.Context()); err != nil || !w.subscriptions()[3].On() {
		t.Errorf("Save = %v, subscription %+v, want it on", err, w.subscriptions()[3])
	}
}

func TestApplyRefusesAlertsThatNeverCome(t *testing.T) {
	w := newChannel(t)
	w.apply(shops)
	for _, tt := range []struct {
		yaml string
		opts commands.ApplyOptions
		want string
	}{
		{"alerts: [{channel: C01, icp: shop}]\n", commands.ApplyOptions{}, `f:1:30: "shop" is no ICP; did you mean shops?`},
		{"alerts: [{channel: C01, icp: shops, tier: C}]\n", commands.ApplyOptions{}, "f:1:43: Tier C is below the cut-off, or there is none. Use A or B, or leave it out to hear of every fit."},
		{shops + "    cut_off: 70\nalerts: [{channel: C01, icp: shops, tier: B}]\n", commands.ApplyOptions{}, "f:6:43: Tier B is below the cut-off, or there is none. Use A, or leave it out to hear of every fit."},
		{shops + "alerts: [{channel: C01, icp: mid-market commerce}]\n", commands.ApplyOptions{Prune: true}, `f:5:30: "mid-market commerce" is no ICP. Use one of shops, or leave icp out to hear of every fit.`},
	} {
		if got := w.refused(tt.yaml, tt.opts); got != tt.want {
			t.Errorf("Plan(%s) = %q, want %q", tt.yaml, got, tt.want)
		}
	}
	if subs := w.subscriptions(); len(subs) != 0 {
		t.Errorf("subscriptions = %+v, want none", subs)
	}
}

func TestAlertsOfAFileNeverAnnounceThePast(t *testing.T) {
	w := newChannel(t)
	w.apply(shops + "alerts:\n  - {channel: C0SALES, icp: shops}\n  - {channel: C0ALL}\n")
	w.finishRescoring()
	if list, err := w.store.Alerts(t.Context(), w.workspace, 0); err != nil || len(list) != 0 {
		t.Fatalf("Alerts = %d, %v, want none: the sample's fits were there before", len(list), err)
	}
	w.later(1)
	w.grown()
	if a := w.told(); a.Channel != "C0ALL" && a.Channel != "C0SALES" {
		t.Errorf("the alert is in %s, want one of the file's channels", a.Channel)
	}
}

// A stop has to reach somebody: who applies a file is the creator of its alerts
// where she is a person of Slack.
func TestWhoAppliesAlertsIsTheirCreator(t *testing.T) {
	w := newChannel(t)
	for _, c := range []struct{ by, yaml, want string }{
		{"terminal", "alerts: [{channel: C0SALES}]\n", ""},
		{"U0LEILA", "alerts: [{channel: C0SALES, tier: A}]\n", "U0LEILA"},
		{"U0ANA", "alerts: [{channel: C0SALES}]\n", "U0LEILA"},
	} {
		w.applyWith(c.yaml, commands.ApplyOptions{By: c.by})
		if got := w.subscriptions()[0].Creator; got != c.want {
			t.Errorf("applied by %s, the creator = %q, want %q", c.by, got, c.want)
		}
		if again := w.plan(c.yaml, commands.ApplyOptions{By: c.by}); len(again.Differences) != 0 {
			t.Errorf("the same again = %q, want nothing to change", again.Text())
		}
	}
	err := w.store.ChangeSubscription(t.Context(), w.workspace, w.subscriptions()[0].ID, func(s *models.Subscription) { s.Stopped = "Rightdoor is not in the channel." })
	if err != nil {
		t.Fatal(err)
	}
	if got := w.text("alerts"); !strings.Contains(got, "stopped: Rightdoor is not in the channel") || !strings.Contains(got, "`/invite @Rightdoor` where it is not in it, then `alerts resume`") {
		t.Errorf("alerts = %q, want why they are stopped and how to go on", got)
	}
}
