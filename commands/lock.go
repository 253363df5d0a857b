package commands

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rightdoor/models"
	"rightdoor/scoring"
)

// The order lock: the company first, then the people. They are named at a fit;
// where nobody can know what would settle it, under "fit not proven"; and where
// a manager unlocked the company, until that ends.

// DecisionLine is a decision in force in a view.
type DecisionLine struct {
	Kind      models.DecisionKind `json:"kind"`
	Attribute string              `json:"attribute"` // of not_known
	Verdict   string              `json:"verdict"`   // of overrule
	Reason    string              `json:"reason"`
	By        string              `json:"by"`
	At        time.Time           `json:"at"`
	Until     string              `json:"until"` // its last day, "" for none
}

func decisionLine(d models.Decision) DecisionLine {
	line := DecisionLine{Kind: d.Kind, Attribute: string(d.Attribute), Verdict: d.Verdict, Reason: d.Reason, By: d.By, At: d.At.UTC()}
	if d.Until != nil {
		line.Until = lastDay(*d.Until).Format(time.DateOnly)
	}
	return line
}

// lastDay is the last day on which what ends at a moment holds.
func lastDay(until time.Time) time.Time {
	return until.UTC().Add(-time.Nanosecond).Truncate(24 * time.Hour)
}

// dayForm writes a day as people do.
const dayForm = "2 Jan 2006"

// ends says until when a decision holds.
func (d DecisionLine) ends() string {
	day, err := time.Parse(time.DateOnly, d.Until)
	if err != nil {
		return ""
	}
	return " until " + day.Format(dayForm)
}

// because gives the reason as the end of a sentence.
func (d DecisionLine) because() string {
	if d.Reason == "" {
		return ""
	}
	return ": " + d.Reason
}

// decide puts what people decided of the account over the score; the score
// itself stays as it is. It is given what was in force at the answer's moment.
func (c *call) decide(v *FitReport, a *models.Account) error {
	list, err := c.lib.Decisions(c, c.Workspace, a.ID, c.now)
	if err != nil {
		return err
	}
	v.object = objectOf(a)
	for _, d := range list {
		if d.Kind != models.NotKnown || v.wants(d.Attribute) {
			v.Decisions = append(v.Decisions, decisionLine(d))
		}
	}
	if ruling := v.decision(models.Overrule); ruling != nil {
		v.Verdict = verdictOf(ruling.Verdict)
	}
	if v.Verdict != scoring.Fit || v.Scored != scoring.Fit {
		v.Tier = ""
	}
	return c.offer(v)
}

// offer finds out whether the answer has something for a manager to press.
func (c *call) offer(v *FitReport) error {
	if v.Verdict == scoring.Fit && v.decision(models.Unlock) == nil && v.decision(models.Overrule) == nil {
		return nil
	}
	var err error
	v.manager, err = c.manages(c)
	return err
}

// objectOf names an account in a command beyond doubt.
func objectOf(a *models.Account) string {
	if a.Domain != "" {
		return a.Domain
	}
	return fmt.Sprintf("#%d", a.ID)
}

// verdictOf reads a verdict's name.
func verdictOf(name string) scoring.Verdict {
	i := slices.IndexFunc(scoring.Verdicts, func(v scoring.Verdict) bool { return v.String() == name })
	return scoring.Verdicts[max(i, 0)]
}

// wants tells whether the answer still lacks a fact.
func (v *FitReport) wants(a scoring.Attribute) bool {
	return slices.ContainsFunc(v.result.Criteria, func(k scoring.CriterionResult) bool {
		return k.Attribute.SameFact(a) && k.Outcome == scoring.Unknown
	})
}

// decision gives the decision of a kind that is in force; nil for none.
func (v *FitReport) decision(kind models.DecisionKind) *DecisionLine {
	i := slices.IndexFunc(v.Decisions, func(d DecisionLine) bool { return d.Kind == kind })
	if i < 0 {
		return nil
	}
	return &v.Decisions[i]
}

// notKnown gives who said that a fact is not known; nil when nobody did.
func (v *FitReport) notKnown(a scoring.Attribute) *DecisionLine {
	i := slices.IndexFunc(v.Decisions, func(d DecisionLine) bool {
		return d.Kind == models.NotKnown && scoring.Attribute(d.Attribute).SameFact(a)
	})
	if i < 0 {
		return nil
	}
	return &v.Decisions[i]
}

// unproven tells whether everything that would settle it was asked for, and
// nobody knows.
func (v *FitReport) unproven() bool {
	missing := func(a string) bool { return v.notKnown(scoring.Attribute(a)) == nil }
	return v.Verdict == scoring.NeedsData && len(v.Settles) > 0 && !slices.ContainsFunc(v.Settles, missing)
}

// open tells whether people are named.
func (v *FitReport) open() bool {
	return v.Verdict == scoring.Fit || v.unproven() || v.decision(models.Unlock) != nil
}

// overruled tells whether a person's verdict stands in place of the score's.
func (v *FitReport) overruled() bool { return v.decision(models.Overrule) != nil }

// overruledHeadline says whose verdict it is, and what the score says.
func (v *FitReport) overruledHeadline(who, icp string) string {
	verdict := map[scoring.Verdict]string{scoring.Disqualified: "ruled out"}[v.Verdict]
	if verdict == "" {
		verdict = v.Verdict.Words()
	}
	return fmt.Sprintf("%s is %s by the word of %s – the score says %s %s", who, verdict, v.decision(models.Overrule).By, v.scoreWords(), icp)
}

func (v *FitReport) scoreWords() string {
	switch v.Scored {
	case scoring.Fit:
		return fmt.Sprintf("a fit, %d of 100", v.Score)
	case scoring.NeedsData:
		return fmt.Sprintf("it needs data, %d now and up to %d", v.Score, v.CouldReach)
	case scoring.NotAFit:
		return "not a fit, " + reach(v.Score, v.CouldReach)
	default:
		return "ruled out"
	}
}

// decided lists what people decided, one line each; what is known by nobody in
// one.
func (v *FitReport) decided() []Item {
	lines := v.deeds()
	for _, d := range v.Decisions {
		if labels := map[models.DecisionKind]string{models.Unlock: "Unlocked", models.Overrule: "Overruled"}; labels[d.Kind] != "" {
			lines = append(lines, Item{Label: labels[d.Kind], Text: "by " + d.By + d.ends() + d.because()})
		}
	}
	var unknown []string
	for _, d := range v.Decisions {
		if info, ok := scoring.Attribute(d.Attribute).Info(); ok && d.Kind == models.NotKnown {
			unknown = append(unknown, fmt.Sprintf("%s (%s, %s)", info.Label, d.By, ago(d.At, v.moment)))
		}
	}
	label := "Asked in vain:"
	if v.unproven() {
		label = "Fit not proven: nobody knows"
	}
	if len(unknown) > 0 {
		lines = append(lines, Item{Label: label, Text: strings.Join(unknown, " · ")})
	}
	return lines
}

// steps are what to do about the lock: answer what settles it, or for a manager
// to open it, or to end what she decided.
func (v *FitReport) steps() []Option {
	var steps []Option
	if v.Verdict == scoring.NeedsData && len(v.Settles) > 0 && !v.overruled() {
		steps = append(steps, Option{"I know it", Quote("tell", v.object)})
		if !v.unproven() {
			steps = append(steps, Option{"Not known", Quote(append([]string{"tell", v.object}, unknowns(v.Settles)...)...)})
		}
	}
	if !v.manager {
		return steps
	}
	switch {
	case v.decision(models.Unlock) != nil:
		steps = append(steps, Option{"Lock again", Quote("unlock", v.object, "--end")})
	case v.Verdict >= scoring.NotAFit:
		steps = append(steps, Option{"Unlock", Quote("unlock", v.object)})
	}
	switch {
	case v.overruled():
		steps = append(steps, Option{"Back to the score", Quote("overrule", v.object, "--end")})
	case v.Verdict >= scoring.NotAFit:
		steps = append(steps, Option{"It is a fit, because …", Quote("overrule", v.object, scoring.Fit.String())})
	}
	return steps
}

func unknowns(attributes []string) []string {
	var words []string
	for _, a := range attributes {
		words = append(words, a+"=unknown")
	}
	return words
}

// typed tells a terminal how to do what Slack has buttons for.
func (v *FitReport) typed() []string {
	if v.Verdict != scoring.NeedsData || v.unproven() || len(v.Settles) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("Know it? tell %s %s=…, or =unknown where nobody does.", v.object, strings.Join(v.Settles, "=… "))}
}

// decide puts what people decided of an account over its row of a list.
func (r *AccountRow) decide(list []models.Decision) {
	scored := r.Verdict
	for _, d := range list {
		switch d.Kind {
		case models.Overrule:
			r.notes = append(r.notes, "overruled by "+d.By+decisionLine(d).ends()+", the score says "+scored.Words())
			r.Verdict = verdictOf(d.Verdict)
		case models.Unlock:
			r.notes = append(r.notes, "unlocked by "+d.By+decisionLine(d).ends())
		}
	}
	if r.Verdict != scoring.Fit || scored != scoring.Fit {
		r.Tier = ""
	}
	r.standing.Verdict = r.Verdict
}

// decisionsByAccount lists what is in force now, for a list of accounts.
func (c *call) decisionsByAccount() (map[int64][]models.Decision, error) {
	list, err := c.lib.Decisions(c, c.Workspace, 0, c.now)
	by := map[int64][]models.Decision{}
	for _, d := range list {
		by[d.AccountID] = append(by[d.AccountID], d)
	}
	return by, err
}
