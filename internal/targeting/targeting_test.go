package targeting

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"rightdoor/models"
	"rightdoor/scoring"
)

const samplePath = "../../cmd/rightdoor/sample/targeting.yaml"

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares a text with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s =\n%s\nwant\n%s", name, got, want)
	}
}

func readFile(t *testing.T, path string) *File {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return mustRead(t, string(text))
}

func mustRead(t *testing.T, text string) *File {
	t.Helper()
	f, err := Read("targeting.yaml", []byte(text))
	if err != nil {
		t.Fatalf("Read = %v\n%s", err, text)
	}
	return f
}

// unequal names the first difference of two files, "" for none.
func unequal(a, b *File) string {
	if !reflect.DeepEqual(a.Settings, b.Settings) {
		return fmt.Sprintf("settings %+v and %+v", a.Settings, b.Settings)
	}
	if len(a.ICPs) != len(b.ICPs) {
		return fmt.Sprintf("%d and %d ICPs", len(a.ICPs), len(b.ICPs))
	}
	for i := range a.ICPs {
		if !reflect.DeepEqual(a.ICPs[i], b.ICPs[i]) || !Equal(a.ICPs[i], b.ICPs[i]) {
			return fmt.Sprintf("ICP %d: %+v and %+v", i, a.ICPs[i], b.ICPs[i])
		}
	}
	return unequalAlerts(a.Alerts, b.Alerts)
}

// unequalAlerts names the first difference of two lists of alerts but where in
// the file they stand.
func unequalAlerts(a, b []Alert) string {
	if len(a) != len(b) || (a == nil) != (b == nil) {
		return fmt.Sprintf("alerts %v and %v", a, b)
	}
	for i := range a {
		if a[i].ICP != b[i].ICP || !reflect.DeepEqual(a[i].Subscription, b[i].Subscription) {
			return fmt.Sprintf("alert %d: %+v and %+v", i, a[i], b[i])
		}
	}
	return ""
}

func TestSample(t *testing.T) {
	f := readFile(t, samplePath)
	if len(f.ICPs) != 1 || len(f.ICPs[0].Personas) != 4 || len(f.ICPs[0].Criteria) != 8 {
		t.Errorf("sample holds %d ICPs, want 1 with 4 personas and 8 criteria", len(f.ICPs))
	}
	checkRoundTrip(t, f)
}

func TestProfiles(t *testing.T) {
	var got []string
	for _, p := range Profiles() {
		got = append(got, p.Name)
		checkRoundTrip(t, mustRead(t, p.Text))
		if p.Summary == "" || strings.HasPrefix(p.Summary, "#") || !strings.HasSuffix(p.Summary, ".") {
			t.Errorf("summary of %s = %q, want a sentence", p.Name, p.Summary)
		}
	}
	if want := []string{"hubspot-sdr-saas", "inr-saas", "latam-saas", "series-a-outbound"}; !slices.Equal(got, want) {
		t.Errorf("Profiles = %v, want %v", got, want)
	}
}

func TestReadDefaults(t *testing.T) {
	f := mustRead(t, whole+"    personas:\n      - {name: Ruby, role: economic buyer}\n      - {name: Sam, role: End User}\n")
	icp := f.ICPs[0]
	if icp.CutOff != 65 || !slices.Equal(icp.Tiers, scoring.DefaultTiers()) {
		t.Errorf("cut_off %d, tiers %v, want 65 and the default", icp.CutOff, icp.Tiers)
	}
	if c := icp.Criteria[0]; c.Mode != scoring.Should || c.Weight != 1 {
		t.Errorf("criterion = %+v, want a should of weight 1", c)
	}
	if p := icp.Personas; !p[0].Required || p[0].Role != scoring.EconomicBuyer || p[1].Required || p[1].Role != scoring.EndUser {
		t.Errorf("personas = %+v, want a required economic buyer and an end user who is not", p)
	}
	if f.Settings != nil {
		t.Errorf("settings = %+v, want none", f.Settings)
	}
}

// spellings in files and what they mean, as written again.
func TestReadSpellings(t *testing.T) {
	tests := []struct{ in, want string }{
		{`{attribute: Industry, in: [eCommerce, "Software as a Service"]}`, `{attribute: industry, in: [e-commerce, saas]}`},
		{`{attribute: industry, in: saas}`, `{attribute: industry, in: [saas]}`},
		{`{attribute: country, in: [Canada, us]}`, `{attribute: country, in: [CA, US]}`},
		{`{attribute: country, in: [Georgia]}`, `{attribute: country, in: [GE]}`},
		{`{attribute: subdivision, in: [Georgia]}`, `{attribute: subdivision, in: [US-GA]}`},
		{`{attribute: region, in: [North America, DACH]}`, `{attribute: region, in: [north_america, dach]}`},
		{`{attribute: technologies, includes_all: [HubSpot CRM, Some Odd Tool]}`, `{attribute: technologies, includes_all: [hubspot, some_odd_tool]}`},
		{`{attribute: funding stage, in: [Series A, pre-seed]}`, `{attribute: funding_stage, in: [series_a, pre_seed]}`},
		{`{attribute: growth_stage, is: Mid-Market}`, `{attribute: growth_stage, is: mid_market}`},
		{`{attribute: city, in: [New York]}`, `{attribute: city, in: [New York]}`},
		{`{attribute: employees, between: [1_500, 10K]}`, `{attribute: employees, between: [1500, 10000]}`},
		{`{attribute: employees, at_least: "1,500"}`, `{attribute: employees, at_least: 1500}`},
		{`{attribute: revenue, at_most: 1.5M usd}`, `{attribute: revenue, at_most: 1.5M USD}`},
		{`{attribute: arr, between: [₹1 Cr, 50 lakh INR]}`, ""},
		{`{attribute: arr, between: [₹1 Cr, INR 5 crore]}`, `{attribute: arr, between: [10M INR, 50M INR]}`},
		{`{attribute: revenue, at_least: 20_500_000 EUR, soft: 5M}`, `{attribute: revenue, at_least: 20.5M EUR, soft: 5M EUR}`},
		{`{attribute: growth, at_least: 30%, soft: 10}`, `{attribute: growth, at_least: 30, soft: 10}`},
		{`{attribute: growth, at_least: -10, weight: 0.5}`, `{attribute: growth, at_least: -10, weight: 0.5}`},
		{`{attribute: founded, at_least: 2015, soft: 0}`, `{attribute: founded, at_least: 2015}`},
		{`{attribute: custom.plan, in: [Gold, "24"], mode: must not}`, `{attribute: custom.plan, in: [Gold, "24"], mode: must_not}`},
		{`{attribute: custom.seats, at_least: 10, evidence: Data, note: said so}`, `{attribute: custom.seats, at_least: 10, evidence: data, note: "said so"}`},
		{`{attribute: employees, at_least: 5, mode: should, weight: 1, note: }`, `{attribute: employees, at_least: 5}`},
	}
	for _, tt := range tests {
		f, err := Read("f", []byte(criterion(tt.in)))
		if err != nil {
			if tt.want != "" {
				t.Errorf("Read(%s) = %v, want %s", tt.in, err, tt.want)
			}
			continue
		}
		if got := criterionText(f.ICPs[0].Criteria[1]); got != tt.want {
			t.Errorf("Read(%s) = %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestReadBytes(t *testing.T) {
	want := mustRead(t, whole)
	for name, text := range map[string]string{
		"byte order mark": "\ufeff" + whole,
		"windows lines":   strings.ReplaceAll(whole, "\n", "\r\n"),
		"document marks":  "---\n" + whole + "...\n",
		"comments":        "# first\n" + strings.ReplaceAll(whole, "criteria:", "criteria: # which"),
	} {
		f, err := Read("f", []byte(text))
		if err != nil {
			t.Errorf("Read with %s = %v", name, err)
		} else if diff := unequal(f, want); diff != "" {
			t.Errorf("Read with %s differs: %s", name, diff)
		}
	}
}

func TestSettings(t *testing.T) {
	defaults := scoring.DefaultSettings()
	f := &File{Settings: &defaults}
	checkRoundTrip(t, f)

	f = mustRead(t, "settings:\n  shelf_life: {employees: 90, custom.plan: 30}\n")
	want := scoring.Settings{ShelfLife: []scoring.ShelfLife{{Attribute: scoring.Employees, Days: 90}, {Attribute: "custom.plan", Days: 30}}}
	if !reflect.DeepEqual(*f.Settings, want) {
		t.Errorf("settings = %+v, want %+v and nothing else", *f.Settings, want)
	}
}

func TestEqual(t *testing.T) {
	a := readFile(t, samplePath).ICPs[0]
	b := readFile(t, samplePath).ICPs[0]
	b.WorkspaceID, b.ICPID, b.Version, b.CreatedBy = 1, 2, 3, "ana"
	b.Personas[0].Position, b.Personas[0].Version = 7, 3
	b.Tiers, b.CutOff = nil, 0
	b.Criteria[2].Mode = ""
	if !Equal(a, b) {
		t.Errorf("Equal = false, want true whatever ids, versions and defaults")
	}
	b.Personas[3].Goals = append(b.Personas[3].Goals, "one more")
	if Equal(a, b) {
		t.Errorf("Equal = true, want false with one goal more")
	}
}

// change is one edit of the sample, for TestDiff.
type change struct{ old, new string }

func TestDiffGolden(t *testing.T) {
	text, err := os.ReadFile(samplePath)
	if err != nil {
		t.Fatal(err)
	}
	edited := string(text)
	for _, c := range []change{
		{"cut_off: 65", "cut_off: 70"},
		{"{A: 80, B: 65, C: 50}", "{A: 85, B: 70}"},
		{"deal_size: 60000 USD", "deal_size: 1.5M EUR"},
		{"      - unable to make data-driven decisions\n", "      - too many dashboards\n"},
		{"order: [champion, economic_buyer,", "order: [economic_buyer, champion,"},
		{"between: [200, 1500], soft: 20%, weight: 3", "between: [100, 1500], soft: 10%, weight: 2.5"},
		{"between: [20M USD, 200M USD]", "between: [20.01M USD, 200M USD]"},
		{"in: [e-commerce, fintech]", "in: [e-commerce, fintech, saas]"},
		{"mode: must, weight: 0.5", "mode: should, weight: 0.5"},
		{"includes_any: [crm], weight: 1,", "includes_any: [crm], weight: 2,"},
		{"      - {attribute: lifecycle, in: [competitor], mode: must_not}\n", "      - {attribute: country, not_in: [Mexico], mode: must_not}\n"},
		{"- {signal: hiring, weight: 1, half_life: 45}", "- {signal: layoffs, weight: 1, half_life: 45}"},
		{"signal: funding_round, weight: 2, half_life: 90", "signal: funding_round, weight: 2, half_life: 60"},
		{"titles: [VP of Revenue, CMO,", "titles: [CMO, VP of Revenue,"},
		{"seniorities: [director, head]", "seniorities: [director, manager]"},
		{"- name: Segment Sam", "- name: Segment Kim"},
		{"required: false\n        titles: [VP of Analytics", "required: true\n        titles: [VP of Analytics"},
		{"opener: How many systems", "opener: How many tools"},
	} {
		if !strings.Contains(edited, c.old) {
			t.Fatalf("the sample has no %q", c.old)
		}
		edited = strings.Replace(edited, c.old, c.new, 1)
	}
	edited += "\n  - name: second\n    criteria: [{attribute: employees, at_least: 5}]\nsettings:\n  growth_stages: {startup: 0, growth: 60}\n  rates: {on: 2027-01-01, per_usd: {EUR: 0.9, XOF: 560}}\n"

	old := mustRead(t, string(text)+"settings: {growth_stages: {startup: 0, growth: 50, enterprise: 2000}, rates: {on: 2026-11-01, per_usd: {EUR: 0.86, GBP: 0.75}}}\n")
	var b strings.Builder
	for _, d := range Diff(old, mustRead(t, edited)) {
		b.WriteString(d.String() + "\n")
	}
	golden(t, "diff.golden", b.String())
}

func TestDiffOrder(t *testing.T) {
	old, turned := readFile(t, samplePath), readFile(t, samplePath)
	slices.Reverse(turned.ICPs[0].Personas)
	slices.Reverse(turned.ICPs[0].Criteria)
	got := fmt.Sprint(Diff(old, turned))
	if want := "[mid-market commerce: criteria: another order mid-market commerce: personas: another order]"; got != want {
		t.Errorf("Diff = %s, want %s", got, want)
	}
	if diffs := Diff(old, &File{}); len(diffs) != 0 {
		t.Errorf("Diff with an empty file = %v, want none", diffs)
	}
}

func TestWriteGolden(t *testing.T) {
	f := readFile(t, samplePath)
	f.ICPs[0].Personas = f.ICPs[0].Personas[:1]
	f.ICPs = append(f.ICPs, ICP{Name: "no: plain name", ICPVersion: models.ICPVersion{
		CutOff: 70, Tiers: []scoring.Tier{{Letter: "A", From: 90}, {Letter: "B", From: 70}}, DealSize: "1500000 EUR", Owner: "true",
		Situation: "line one\nline \"two\"\tend ", SeeFirst: scoring.DefaultOrder,
		Criteria: []scoring.Criterion{
			{Attribute: scoring.Employees, Operator: scoring.AtMost, Value: scoring.OfRange(-inf, 0.5), Weight: 1},
			{Attribute: "custom.a, b", Operator: scoring.Is, Value: scoring.OfWords("24"), Mode: scoring.MustNot, Weight: 1, Note: "#1"},
		},
		Personas: []models.Persona{{Name: "Ruby", Role: scoring.Champion, Content: []string{"a", "b: c"}, AdaptedFrom: "mid-market commerce/Reporting Robin"}},
	}})
	f.Settings = &scoring.Settings{
		Rates:       scoring.Rates{On: "2026-11-01", PerUSD: map[string]float64{"USD": 1, "EUR": 0.86}},
		BuyingPower: []scoring.BuyingPower{{From: 0, Seniority: scoring.Manager}, {From: 5000, Seniority: scoring.VP}},
	}
	var b bytes.Buffer
	if err := Write(&b, f); err != nil {
		t.Fatal(err)
	}
	golden(t, "written.golden", b.String())
	mustRead(t, b.String())
}

func TestKeysOfICPs(t *testing.T) {
	if got := fieldKeys(icpFields); !slices.Equal(got, icpWords) {
		t.Errorf("keys of an ICP = %v, want icpWords %v", got, icpWords)
	}
}
