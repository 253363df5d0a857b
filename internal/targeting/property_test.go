package targeting

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rightdoor/models"
	"rightdoor/scoring"
)

// drawText draws text as Read gives it: trimmed, not empty.
func drawText(t *rapid.T, what string) string {
	s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zA-Z0-9 :#,'"\[\]{}&*!|>%@.~?\n\t-]{1,30}`), rapid.SampledFrom([]string{
		"yes", "null", "~", "1_500", "0x1F", "- a", "a: b", "a #b", "2027-01-01", ".inf", "'", "a\n\nb", "---", "...", "<<", "=", "é", "\u2028x", "1e3", "Null", "a\\b",
	})).Draw(t, what)
	s = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(s, "\ufffd", ""), ""))
	if s == "" {
		return "x"
	}
	return s
}

func drawTexts(t *rapid.T, what string) []string {
	var list []string
	for i := range rapid.IntRange(0, 3).Draw(t, what+" count") {
		list = append(list, fmt.Sprintf("%s%d", drawText(t, what), i))
	}
	return list
}

func drawSome[E any](t *rapid.T, what string, all []E) []E {
	n := rapid.IntRange(0, len(all)).Draw(t, what)
	if n == 0 {
		return nil
	}
	return all[:n:n]
}

func drawNumber(t *rapid.T) float64 {
	return rapid.OneOf(
		rapid.Map(rapid.IntRange(0, 1e14), func(n int) float64 { return float64(n) }),
		rapid.Map(rapid.IntRange(1, 99999), func(n int) float64 { return float64(n) * 1e5 }),
		rapid.Float64Range(0, 1e9),
	).Draw(t, "number")
}

// drawValue draws an operator and values that go with a kind of attribute.
func drawValue(t *rapid.T, kind scoring.Kind, words ...string) (scoring.Operator, scoring.Value) {
	if kind == scoring.Words {
		list := drawSome(t, "words", words)
		if len(list) == 0 {
			return scoring.Is, scoring.OfWords(words[0])
		}
		return rapid.SampledFrom([]scoring.Operator{scoring.In, scoring.NotIn, scoring.IncludesAny, scoring.IncludesAll}).Draw(t, "operator"), scoring.OfWords(list...)
	}
	currency := ""
	if kind == scoring.Money {
		currency = rapid.SampledFrom([]string{"USD", "INR", "EUR"}).Draw(t, "currency")
	}
	low, high := drawNumber(t), drawNumber(t)
	switch o := rapid.SampledFrom([]scoring.Operator{scoring.Between, scoring.AtLeast, scoring.AtMost}).Draw(t, "operator"); o {
	case scoring.AtLeast:
		return o, scoring.OfRange(low, inf).In(currency)
	case scoring.AtMost:
		return o, scoring.OfRange(-inf, high).In(currency)
	default:
		return o, scoring.OfRange(low, high).In(currency)
	}
}

func drawCriterion(t *rapid.T) scoring.Criterion {
	c := scoring.Criterion{
		Attribute: rapid.SampledFrom([]scoring.Attribute{
			scoring.Industry, scoring.Employees, scoring.Revenue, scoring.Growth, scoring.Country, scoring.City, "custom.plan", "custom.x: y",
		}).Draw(t, "attribute"),
		Mode:   rapid.SampledFrom(modes).Draw(t, "mode"),
		Weight: rapid.SampledFrom([]float64{0, 0.5, 1, 3, 1000}).Draw(t, "weight"),
	}
	info, _ := c.Attribute.Info()
	switch c.Attribute {
	case scoring.Industry:
		c.Operator, c.Value = drawValue(t, info.Kind, "saas", "e-commerce", "fintech")
	case scoring.Country:
		c.Operator, c.Value = drawValue(t, info.Kind, "NO", "US", "CA")
	case scoring.City, "custom.plan":
		c.Operator, c.Value = drawValue(t, scoring.Words, strings.ReplaceAll(drawText(t, "word"), "|", "x"))
	default:
		c.Operator, c.Value = drawValue(t, info.Kind)
	}
	if c.Operator.Numeric() && c.Mode == scoring.Should && rapid.Bool().Draw(t, "soft") {
		c.Soft = scoring.Soft{By: drawNumber(t) + 1, Percent: rapid.Bool().Draw(t, "percent")}
	}
	if rapid.Bool().Draw(t, "noted") {
		c.Evidence, c.Note = "opinion", drawText(t, "note")
	}
	return c
}

func drawPersona(t *rapid.T, i int) models.Persona {
	p := models.Persona{
		Name: fmt.Sprintf("%s %d", oneLine(drawText(t, "persona")), i), Required: rapid.Bool().Draw(t, "required"),
		Role:   rapid.SampledFrom(append(scoring.DefaultOrder, "")).Draw(t, "role"),
		Titles: drawTexts(t, "titles"), Seniorities: drawSome(t, "seniorities", scoring.Seniorities), Functions: drawSome(t, "functions", scoring.Functions),
		Goals: drawTexts(t, "goals"), Pains: drawTexts(t, "pains"), Content: drawTexts(t, "content"),
	}
	if rapid.Bool().Draw(t, "told") {
		p.Opener, p.Channel, p.Evidence, p.Review = drawText(t, "opener"), drawText(t, "channel"), "surveys", "2027-03-01"
		p.AdaptedFrom = "x/" + drawText(t, "adapted")
	}
	return p
}

// drawFilter draws a filter as Read gives it.
func drawFilter(t *rapid.T) []scoring.Criterion {
	var list []scoring.Criterion
	for range rapid.IntRange(0, 3).Draw(t, "filters") {
		c := drawCriterion(t)
		c = scoring.Criterion{Attribute: c.Attribute, Operator: c.Operator, Value: c.Value, Mode: scoring.Must, Weight: 1}
		if c.Operator == scoring.IncludesAny && rapid.Bool().Draw(t, "any") {
			c.Operator = scoring.In
		}
		list = append(list, c)
	}
	return list
}

func drawAlert(t *rapid.T, i int) Alert {
	a := Alert{Subscription: models.Subscription{
		Channel: fmt.Sprintf("C%02d", i), Mode: models.AtOnce, Filter: drawFilter(t), Customers: rapid.Bool().Draw(t, "customers"),
	}}
	if rapid.Bool().Draw(t, "narrow") {
		a.ICP, a.Tier = oneLine(drawText(t, "ICP"))+"x", drawText(t, "tier")
	}
	hour := rapid.SampledFrom([]string{"00:00", "09:00", "17:30", "23:59"})
	zone := rapid.SampledFrom([]string{"Europe/Berlin", "America/New_York", "UTC", "Etc/GMT+1"})
	if rapid.Bool().Draw(t, "digest") {
		a.Mode, a.Hour, a.Zone = models.Digest, hour.Draw(t, "hour"), zone.Draw(t, "zone")
		a.Weekdays = drawSome(t, "days", []time.Weekday{time.Sunday, time.Monday, time.Wednesday, time.Saturday})
	}
	if rapid.Bool().Draw(t, "quiet") {
		a.QuietFrom, a.QuietTo = hour.Draw(t, "from"), "06:15"
		if a.Zone == "" {
			a.Zone = zone.Draw(t, "zone")
		}
	}
	return a
}

func drawAlerts(t *rapid.T) []Alert {
	if rapid.Bool().Draw(t, "no alerts") {
		return nil
	}
	list := []Alert{}
	for i := range rapid.IntRange(0, 3).Draw(t, "alerts") {
		list = append(list, drawAlert(t, i))
	}
	return list
}

func drawFile(t *rapid.T) *File {
	f := &File{Alerts: drawAlerts(t)}
	for i := range rapid.IntRange(0, 2).Draw(t, "ICPs") {
		icp := ICP{Name: fmt.Sprintf("%s %d", oneLine(drawText(t, "ICP")), i)}
		icp.CutOff, icp.Tiers = rapid.IntRange(1, 100).Draw(t, "cut-off"), scoring.DefaultTiers()
		icp.Situation, icp.Owner, icp.DealSize = drawText(t, "situation"), drawText(t, "owner"), scoring.OfNumber(drawNumber(t)+1).In("EUR").String()
		icp.SeeFirst = drawSome(t, "order", scoring.DefaultOrder[:5])
		icp.Criteria = []scoring.Criterion{{Attribute: scoring.Employees, Operator: scoring.AtLeast, Value: scoring.OfRange(50, inf), Mode: scoring.Must, Weight: 2}}
		for range rapid.IntRange(0, 4).Draw(t, "criteria") {
			icp.Criteria = append(icp.Criteria, drawCriterion(t))
		}
		icp.Triggers = drawSome(t, "triggers", []scoring.Trigger{{Signal: "layoffs", Weight: 1, HalfLife: 0.5}, {Signal: "hiring", Weight: 3, HalfLife: 90}})
		for n := range rapid.IntRange(0, 2).Draw(t, "personas") {
			icp.Personas = append(icp.Personas, drawPersona(t, n))
		}
		f.ICPs = append(f.ICPs, icp)
	}
	if rapid.Bool().Draw(t, "settings") {
		s := scoring.DefaultSettings()
		f.Settings = &s
	}
	return f
}

func TestWriteThenRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkRoundTrip(t, drawFile(t)) })
}

func TestDiffAgreesWithEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawFile(t), drawFile(t)
		if len(a.ICPs) == 0 || len(b.ICPs) == 0 {
			t.Skip("needs an ICP in both")
		}
		b.ICPs[0].Name = a.ICPs[0].Name
		diffs := Diff(&File{ICPs: a.ICPs[:1]}, &File{ICPs: b.ICPs[:1]})
		if equal := Equal(a.ICPs[0], b.ICPs[0]); equal != (len(diffs) == 0) {
			t.Fatalf("Equal = %v and Diff = %v", equal, diffs)
		}
	})
}

func TestAlertDiffAgreesWithWhatIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawAlert(t, 0), drawAlert(t, 0)
		b.ICP = a.ICP
		if rapid.Bool().Draw(t, "alike") {
			b = a
		}
		same := alertText(&a) == alertText(&b)
		diffs := Diff(&File{Alerts: []Alert{a}}, &File{Alerts: []Alert{b}})
		if same != (len(diffs) == 0) || same != EqualAlerts(&a, &b) {
			t.Fatalf("%s and %s are written alike: %v, Diff = %v", alertText(&a), alertText(&b), same, diffs)
		}
	})
}
