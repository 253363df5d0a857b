package targeting

import (
	"fmt"
	"strings"
	"testing"

	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

// Spellings of alerts and what they mean, as written again.
func TestReadAlerts(t *testing.T) {
	tests := []struct{ in, want string }{
		{`{channel: C0123456789, icp: mid-market commerce, tier: A, where: {industry: [fintech], country: [DE]}, customers: true}`, ""},
		{
			`{channel: C0987654321, digest: "09:00 Europe/Berlin", weekdays: [mon, tue, wed, thu, fri], quiet: "18:00-08:00"}`,
			`{channel: C0987654321, digest: "09:00 Europe/Berlin", weekdays: [mon, tue, wed, thu, fri], quiet: "18:00-08:00 Europe/Berlin"}`,
		},
		{`{channel: <#C0123456789|sales>, customers: no}`, `{channel: C0123456789}`},
		{`{channel: C01, quiet: 6pm – 8am america/new york, digest: 9am}`, `{channel: C01, digest: "09:00 America/New_York", quiet: "18:00-08:00 America/New_York"}`},
		{`{channel: C01, digest: 9:30 utc, weekdays: [friday, weekend, weekdays]}`, `{channel: C01, digest: "09:30 UTC"}`},
		{`{channel: C01, digest: 9:30 utc, weekdays: weekend}`, `{channel: C01, digest: "09:30 UTC", weekdays: [sat, sun]}`},
		{`{channel: C01, where: {Industry: eCommerce, technologies: {includes_all: [aws, HubSpot CRM]}}}`, `{channel: C01, where: {industry: [e-commerce], technologies: {includes_all: [aws, hubspot]}}}`},
		{`{channel: C01, where: {employees: {between: [200, 1_500]}, revenue: {at_least: 20M USD}, country: {not_in: Mexico}}}`, `{channel: C01, where: {employees: {between: [200, 1500]}, revenue: {at_least: 20M USD}, country: {not_in: [MX]}}}`},
		{`{channel: C01, where: [{technologies: aws}, {technologies: hubspot}]}`, `{channel: C01, where: [{technologies: [aws]}, {technologies: [hubspot]}]}`},
		{`{channel: C01, where: {}, tier: , icp: }`, `{channel: C01}`},
	}
	for _, tt := range tests {
		if tt.want == "" {
			tt.want = tt.in
		}
		f, err := Read("f", []byte("alerts:\n  - "+tt.in+"\n"))
		if err != nil {
			t.Errorf("Read(%s) = %v, want %s", tt.in, err, tt.want)
			continue
		}
		if got := alertText(&f.Alerts[0]); got != tt.want {
			t.Errorf("Read(%s) = %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestAListOfNoAlertsIsSaid(t *testing.T) {
	if f := mustRead(t, whole); f.Alerts != nil {
		t.Errorf("alerts of a file without any = %v, want nil", f.Alerts)
	}
	f := mustRead(t, whole+"alerts: []\n")
	if f.Alerts == nil || len(f.Alerts) != 0 {
		t.Errorf("alerts = %v, want a list of none", f.Alerts)
	}
	checkRoundTrip(t, f)
}

// A stored filter has forms that files write another way.
func TestStoredFiltersAreWritten(t *testing.T) {
	filter := []scoring.Criterion{
		{Attribute: scoring.Employees, Operator: scoring.Between, Value: scoring.OfRange(200, inf), Mode: scoring.Must, Weight: 1},
		{Attribute: scoring.Revenue, Operator: scoring.Between, Value: scoring.OfRange(-inf, 5e6).In("EUR"), Mode: scoring.Must, Weight: 1},
		{Attribute: scoring.Founded, Operator: scoring.Between, Value: scoring.OfNumber(2015), Mode: scoring.Must, Weight: 1},
	}
	a := Alert{Subscription: models.Subscription{Channel: "C01", Filter: filter, Mode: models.Digest, Hour: "09:00"}}
	want := `{channel: C01, where: {employees: {at_least: 200}, revenue: {at_most: 5M EUR}, founded: {between: [2015, 2015]}}, digest: "09:00 UTC"}`
	got := alertText(&a)
	if got != want {
		t.Fatalf("written = %s, want %s", got, want)
	}
	again := mustRead(t, "alerts:\n  - "+got+"\n").Alerts[0]
	if !EqualAlerts(&a, &again) {
		t.Errorf("read again = %+v, want the same as %+v", again, a)
	}
}

func TestDiffOfAlerts(t *testing.T) {
	old := mustRead(t, `alerts:
  - {channel: C01, tier: A, where: {country: [DE]}}
  - {channel: C01, icp: Big Shops, digest: "09:00 Europe/Berlin", weekdays: [mon]}
  - {channel: C02}
  - {channel: C03}
`)
	edited := mustRead(t, `alerts:
  - {channel: C01, tier: B, where: {country: [DE, AT]}, customers: true}
  - {channel: C01, icp: big-shops, digest: "10:00 Europe/Berlin", quiet: "18:00-08:00"}
  - {channel: C02}
  - {channel: C04, tier: A, where: {industry: {not_in: [fintech]}, employees: {at_least: 50}}, digest: "09:00 UTC", weekdays: weekend}
`)
	var got strings.Builder
	for _, d := range Diff(old, edited) {
		fmt.Fprintln(&got, d)
	}
	golden(t, "alerts_diff.golden", got.String())
	if diffs := Diff(old, mustRead(t, whole)); len(diffs) != 1 {
		t.Errorf("Diff with a file that does not speak of alerts = %v, want the ICP alone", diffs)
	}
}

func TestCheckAlerts(t *testing.T) {
	icps := mustRead(t, `icps:
  - {name: Big Shops, cut_off: 70, criteria: [{attribute: employees, at_least: 50}]}
  - {name: gold, tiers: {Gold: 90, Silver: 65}, criteria: [{attribute: employees, at_least: 50}]}
`).ICPs
	for _, tt := range []struct {
		alert         string
		force, others int // how many of the ICPs are in force, and how many there are besides
		want          string
	}{
		{"{channel: C01}", 0, 0, ""},
		{"{channel: C01, icp: big-shops, tier: A}", 1, 1, ""},
		{"{channel: C01, icp: Gold, tier: Silver}", 1, 1, ""},
		{"{channel: C01, tier: A}", 2, 0, ""},
		{"{channel: C01, icp: big shop}", 2, 0, `f:2:25: "big shop" is no ICP; did you mean Big Shops?`},
		{"{channel: C01, icp: zebra}", 1, 1, `f:2:25: "zebra" is no ICP. Use one of Big Shops, gold, or leave icp out to hear of every fit.`},
		{"{channel: C01, icp: zebra}", 0, 0, `f:2:25: "zebra" is no ICP, and there is none yet. Leave icp out to hear of every fit.`},
		{"{channel: C01, icp: Big Shops, tier: B}", 2, 0, "f:2:42: Tier B is below the cut-off, or there is none. Use A, or leave it out to hear of every fit."},
		{"{channel: C01, tier: C}", 2, 0, "f:2:26: Tier C is below the cut-off, or there is none. Use A, Gold or Silver, or leave it out to hear of every fit."},
		{"{channel: C01, tier: Gold}", 1, 1, "f:2:26: Tier Gold is below the cut-off, or there is none. Use A, or leave it out to hear of every fit."},
		{"{channel: C01, tier: A}", 0, 2, "f:2:26: There is no tier A to wait for. Leave it out to hear of every fit."},
	} {
		f, err := Read("f", []byte("alerts:\n  - "+tt.alert+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := f.CheckAlerts(icps[:tt.force], icps[tt.force:tt.force+tt.others]); err != nil {
			got = fault.Message(err)
		}
		if got != tt.want {
			t.Errorf("CheckAlerts(%s) with %d in force = %q, want %q", tt.alert, tt.force, got, tt.want)
		}
	}
}

func TestKeysOfAlerts(t *testing.T) {
	if got := fmt.Sprint(fieldKeys(alertFields)); got != fmt.Sprint(alertWords) {
		t.Errorf("keys of an alert = %s, want alertWords %v", got, alertWords)
	}
}
