package commands

import (
	"fmt"
	"slices"
	"strings"

	"rightdoor/scoring"
)

// marks are the verdicts' signs.
var marks = map[scoring.Verdict]string{scoring.Fit: "●", scoring.NeedsData: "◐", scoring.NotAFit: "○", scoring.Disqualified: "✕"}

// Text writes the report: the verdict, why, why not, whom to see.
func (v *FitReport) Text() string {
	lines := []string{marks[v.Verdict] + " " + v.headline()}
	lines = append(lines, texts(v.reasons())...)
	for _, conflict := range v.conflicts {
		lines = append(lines, "Two sources  "+conflict)
	}
	lines = append(lines, v.rates()...)
	for _, f := range v.Flags {
		lines = append(lines, "▲ "+f.Message)
	}
	lines = append(lines, texts(v.decided())...)
	if v.open() {
		lines = append(lines, v.people("")...)
	} else {
		lines = append(append(lines, v.locked()), v.typed()...)
	}
	if others := v.otherLine(); others != "" {
		lines = append(lines, others)
	}
	return strings.Join(append(lines, "", "Every point of it: why "+v.Receipt), "\n")
}

// headline is the sentence a rep repeats.
func (v *FitReport) headline() string {
	who := v.Account.Name + lifecycleWords(v.Account)
	icp := fmt.Sprintf("(%s v%d)", v.ICP.Name, v.ICP.Version)
	if v.overruled() {
		return v.overruledHeadline(who, icp)
	}
	switch v.Verdict {
	case scoring.Fit:
		tier := ""
		if v.Tier != "" {
			tier = ", tier " + v.Tier
		}
		return fmt.Sprintf("%s is a fit – %d of 100%s %s", who, v.Score, tier, icp)
	case scoring.NeedsData:
		return fmt.Sprintf("%s could be a fit – %d now, up to %d %s", who, v.Score, v.CouldReach, icp)
	case scoring.NotAFit:
		return fmt.Sprintf("%s is not a fit – %s %s", who, reach(v.Score, v.CouldReach), icp)
	default:
		return fmt.Sprintf("%s is ruled out %s", who, icp)
	}
}

func reach(score, couldReach int) string {
	if score == couldReach {
		return fmt.Sprintf("%d of 100", score)
	}
	return fmt.Sprintf("%d of 100, at most %d", score, couldReach)
}

// lifecycleWords says what the company is to us and whose it is.
func lifecycleWords(a AccountLine) string {
	var words []string
	if a.Lifecycle != "" {
		words = append(words, slugWords(a.Lifecycle))
	}
	if a.Owner != "" {
		words = append(words, a.Owner+"'s account")
	}
	if len(words) == 0 {
		return ""
	}
	return " (" + strings.Join(words, ", ") + ")"
}

// reasons are at most two for and one against, what to ask, and why now.
func (v *FitReport) reasons() []Item {
	pro, con := v.pro(), v.con()
	var lines []Item
	if len(pro) > 0 && v.Scored != scoring.Disqualified {
		lines = append(lines, Item{Label: "For", Text: strings.Join(pro, " · ")})
	}
	if con != "" {
		lines = append(lines, Item{Label: "But", Text: con})
	}
	lines = append(lines, v.askLine()...)
	if len(v.now) > 0 && v.Verdict <= scoring.NeedsData {
		lines = append(lines, Item{Label: "Now", Text: strings.Join(v.now[:min(2, len(v.now))], " · ")})
	}
	if v.Verdict <= scoring.NeedsData {
		for _, k := range v.result.Unchecked() {
			lines = append(lines, Item{Text: "Not checked: whether it is " + indefinite(k.Want)})
		}
	}
	return lines
}

// askLine says what to find out; nothing where that settles nothing.
func (v *FitReport) askLine() []Item {
	if v.Verdict != scoring.NeedsData || v.unproven() || len(v.Settles) == 0 {
		return nil
	}
	return []Item{{Label: "Ask", Text: v.ask()}}
}

// locked says why nobody is named; "" where people are.
func (v *FitReport) locked() string {
	switch {
	case v.open():
		return ""
	case v.Verdict == scoring.NeedsData:
		return "The people come once the company is clear."
	default:
		return v.lockSentence()
	}
}

// peopleSection says whom to see, or why nobody is named.
func (v *FitReport) peopleSection() Section {
	if locked := v.locked(); locked != "" {
		return Section{Lines: []Item{{Text: locked}}}
	}
	section := v.seats.section()
	if v.hint != "" && len(section.Lines) > 0 {
		section.Lines = append(section.Lines, Item{Text: v.hint})
	}
	return section
}

// pro gives the two reasons that earned most; what the company does and where
// it is read as one.
func (v *FitReport) pro() []string {
	var matched []scoring.CriterionResult
	for _, k := range v.result.Criteria {
		if k.Outcome == scoring.Match && k.MaxPoints > 0 {
			matched = append(matched, k)
		}
	}
	slices.SortStableFunc(matched, func(a, b scoring.CriterionResult) int { return b.Points - a.Points })
	place := ""
	matched = slices.DeleteFunc(matched, func(k scoring.CriterionResult) bool {
		if k.Attribute == scoring.Region || k.Attribute == scoring.Country || k.Attribute == scoring.Subdivision {
			place = k.Reason
			return true
		}
		return false
	})
	var reasons []string
	for _, k := range matched[:min(2, len(matched))] {
		reasons = append(reasons, k.Reason)
	}
	if place == "" {
		return reasons
	}
	if i := slices.IndexFunc(matched, func(k scoring.CriterionResult) bool { return k.Attribute == scoring.Industry }); i >= 0 && i < len(reasons) {
		reasons[i] += " " + place
		return reasons
	}
	return append(reasons, place)[:min(2, len(reasons)+1)]
}

// con gives what speaks against it: what rules it out, what missed, or else
// what is not known and how far that would carry.
func (v *FitReport) con() string {
	var reasons []string
	for _, k := range v.result.Gates() {
		reasons = append(reasons, ruledOut(k))
	}
	if len(reasons) > 0 {
		return strings.Join(reasons, " · ")
	}
	missed := v.lost(func(k scoring.CriterionResult) bool { return k.Outcome != scoring.Unknown })
	switch {
	case v.Scored == scoring.NotAFit:
		return strings.Join(missed[:min(2, len(missed))], " · ")
	case v.Scored == scoring.NeedsData:
		return strings.Join(missed[:min(1, len(missed))], "")
	case v.CouldReach > v.Score:
		open := v.lost(func(k scoring.CriterionResult) bool { return k.Outcome == scoring.Unknown })
		return fmt.Sprintf("%s – could reach %d", open[0], v.CouldReach)
	case len(missed) > 0:
		return missed[0]
	default:
		return ""
	}
}

// lost lists the reasons of the criteria that earn less than they could, the
// dearest first.
func (v *FitReport) lost(keep func(scoring.CriterionResult) bool) []string {
	var lost []scoring.CriterionResult
	for _, k := range v.result.Criteria {
		if k.Points < k.MaxPoints && keep(k) {
			lost = append(lost, k)
		}
	}
	slices.SortStableFunc(lost, func(a, b scoring.CriterionResult) int {
		return (b.MaxPoints - b.Points) - (a.MaxPoints - a.Points)
	})
	reasons := make([]string, len(lost))
	for i, k := range lost {
		reasons[i] = k.Reason
	}
	return reasons
}

// ruledOut writes the criterion that disqualifies.
func ruledOut(k scoring.CriterionResult) string {
	if k.Mode == scoring.MustNot {
		return "it is " + indefinite(k.Have) + ", which we do not sell to"
	}
	return k.Reason
}

// ask names the facts that settle it, and what each would have to be.
func (v *FitReport) ask() string {
	var facts []string
	for _, attribute := range v.result.Settles {
		info, _ := attribute.Info()
		facts = append(facts, info.Label+v.wanted(attribute))
	}
	if len(facts) == 1 {
		return facts[0] + " – the one fact that settles it"
	}
	return scoring.And(facts) + " – together they settle it"
}

// wanted says what a fact that is not known would have to be.
func (v *FitReport) wanted(a scoring.Attribute) string {
	var wants []string
	for _, k := range v.result.Criteria {
		if k.Attribute.SameFact(a) && k.Outcome == scoring.Unknown {
			wants = append(wants, k.Want)
		}
	}
	return " (" + strings.Join(wants, ", and ") + "?)"
}

// rates tells when amounts were compared across currencies, and by which rates.
func (v *FitReport) rates() []string {
	for _, k := range v.result.Criteria {
		if k.UsedRate {
			return []string{"Amounts were converted at the rates of " + v.result.Profile.Settings.Rates.On + "."}
		}
	}
	return nil
}

// lockSentence keeps the order: company first.
func (v *FitReport) lockSentence() string {
	if v.door == "" {
		return "Whoever the right person there is, this would be the wrong company."
	}
	return fmt.Sprintf("Its %s may be the right person; this would be the wrong company.", v.door)
}

func (v *FitReport) otherLine() string {
	var parts []string
	for _, o := range v.Others {
		parts = append(parts, fmt.Sprintf("%s: %s, %d", o.ICP, o.Verdict.Words(), o.Score))
	}
	if len(parts) == 0 {
		return ""
	}
	return "Other profiles  " + strings.Join(parts, " · ")
}
