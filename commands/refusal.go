package commands

import (
	"fmt"
	"slices"
	"strings"

	"rightdoor/internal/language"
	"rightdoor/scoring"
)

// refusal is a reason why an account is no fit after all, and the facts it
// speaks of.
type refusal struct {
	slug, label string
	speaks      []scoring.Attribute // none where no criterion could have known
	near        []scoring.Attribute // what it speaks of where no criterion is about those
}

// refusals are the reasons of the short list. Any other fact about a company is
// a reason, too, by its own name.
var refusals = []refusal{
	{slug: "size", label: "Wrong size", speaks: []scoring.Attribute{scoring.Employees, scoring.GrowthStage}},
	{slug: "industry", label: "Wrong industry", speaks: []scoring.Attribute{scoring.Industry}},
	{slug: "place", label: "Wrong place", speaks: []scoring.Attribute{scoring.Country, scoring.Subdivision, scoring.Region, scoring.City}},
	{slug: "technology", label: "Wrong technology", speaks: []scoring.Attribute{scoring.Technologies}},
	{slug: "money", label: "No money for it", speaks: []scoring.Attribute{scoring.Revenue, scoring.ARR, scoring.FundingStage}},
	{slug: "moment", label: "Wrong moment"},
	{slug: "taken", label: "Somebody else has it"},
	{slug: "other", label: "Something else"},
}

// other is the reason that is only words.
const other = "other"

// about gives the reason of the short list that speaks of a fact, else the
// fact's own.
func about(a scoring.Attribute) refusal {
	at := slices.IndexFunc(refusals, func(r refusal) bool { return slices.Contains(r.speaks, a) })
	if at >= 0 {
		return refusals[at]
	}
	own, _ := refusalOf(string(a))
	return own
}

// refusalOf finds a reason by its slug: one of the short list, or a fact.
func refusalOf(slug string) (refusal, bool) {
	for _, r := range refusals {
		if r.slug == slug {
			return r, true
		}
	}
	a := scoring.Attribute(slug)
	info, ok := a.Info()
	if !ok || info.Kind == scoring.Text {
		return refusal{}, false
	}
	own := refusal{slug: slug, label: "Wrong " + info.Label, speaks: []scoring.Attribute{a}}
	for _, r := range refusals {
		if slices.Contains(r.speaks, a) {
			own.near = r.speaks
		}
	}
	return own, true
}

// of lists which of an ICP's criteria a reason speaks of.
func (r refusal) of(criteria []ICPCriterion) []int {
	for _, facts := range [][]scoring.Attribute{r.speaks, r.near} {
		var at []int
		for i, k := range criteria {
			if slices.ContainsFunc(facts, scoring.Attribute(k.Attribute).SameFact) {
				at = append(at, i)
			}
		}
		if len(at) > 0 {
			return at
		}
	}
	return nil
}

// askRefusal asks for the reason where only the alert was named: first what the
// profile asks for, in its words, then what it does not speak of.
func askRefusal(c *call) (*Form, error) {
	if len(c.args) != 1 {
		return nil, nil
	}
	a, err := c.theAlert("alerts refuse 12 size")
	if err != nil {
		return nil, err
	}
	criteria, err := c.criteriaInForce(a.ICPID)
	if err != nil {
		return nil, err
	}
	return &Form{Title: "Why not?", Submit: "Keep it", Words: c.args, Fields: []Field{
		{Name: "reason", Label: "What is wrong with it?", Kind: ChoiceField, Answers: reasonsFor(criteria)},
		{Name: "words", Label: "In your words", Hint: "What should have told us?", Optional: true},
	}}, nil
}

// criteriaInForce are the criteria of an ICP; none of one that is not in force.
func (c *call) criteriaInForce(icp int64) ([]ICPCriterion, error) {
	t, err := c.current()
	if err != nil {
		return nil, err
	}
	for i := range t.ICPs {
		if t.ICPs[i].ID == icp {
			return icpCriteria(t.profiles[i]), nil
		}
	}
	return nil, nil
}

// reasonsFor are the reasons to choose from, each once: those of the criteria
// with what they want, the rest of the short list behind them.
func reasonsFor(criteria []ICPCriterion) []Answer {
	var order []refusal
	wants := map[string][]string{}
	for _, k := range criteria {
		r := about(scoring.Attribute(k.Attribute))
		if wants[r.slug] == nil {
			order = append(order, r)
		}
		want := k.Want
		if k.Mode == scoring.MustNot {
			want = "not " + want
		}
		wants[r.slug] = append(wants[r.slug], want)
	}
	var list []Answer
	for _, r := range order {
		list = append(list, Answer{r.label + " (" + strings.Join(wants[r.slug], "; ") + ")", r.slug})
	}
	for _, r := range refusals {
		if wants[r.slug] == nil {
			list = append(list, Answer{r.label, r.slug})
		}
	}
	return list
}

// maxReason bounds a reason in somebody's own words, in characters.
const maxReason = 300

// readRefusal reads a reason and the words behind it, as they are kept: "size:
// half of them are seasonal". Words alone are "other".
func readRefusal(args []string) string {
	words := strings.Fields(plain(strings.Join(args, " ")))
	if len(words) == 0 {
		return ""
	}
	for n := min(len(words), longestReason); n > 0; n-- {
		slug, known := reasonNames[reasonKey(strings.Join(words[:n], " "))]
		if _, custom := refusalOf(strings.ToLower(words[0])); !known && custom && n == 1 {
			slug, known = strings.ToLower(words[0]), true
		}
		switch {
		case known && n == len(words):
			return slug
		case known:
			return slug + ": " + cut(strings.Join(words[n:], " "), maxReason)
		}
	}
	return other + ": " + cut(strings.Join(words, " "), maxReason)
}

// longestReason is how many words the name of a reason has at most.
const longestReason = 4

// reasonNames finds a reason by what people call it: its slug, its label, the
// name of a fact, alone or after "wrong".
var reasonNames = func() map[string]string {
	names := map[string]string{}
	for _, a := range scoring.Attributes {
		if r, ok := refusalOf(string(a.Name)); ok {
			names[reasonKey(r.slug)], names[reasonKey(a.Label)], names[reasonKey(r.label)] = r.slug, r.slug, r.slug
		}
	}
	for _, r := range refusals {
		names[reasonKey(r.slug)], names[reasonKey(r.label)] = r.slug, r.slug
	}
	return names
}()

func reasonKey(name string) string { return language.Fold(strings.ReplaceAll(name, "_", " ")) }

// splitReason parts a kept reason into what it is and the words.
func splitReason(reason string) (refusal, string) {
	slug, words, _ := strings.Cut(reason, ": ")
	if r, ok := refusalOf(slug); ok {
		return r, words
	}
	r, _ := refusalOf(other)
	return r, reason
}

func reasonWords(reason string) string {
	r, words := splitReason(reason)
	switch {
	case words == "":
		return lowerFirst(r.label)
	case r.slug == other:
		return words
	default:
		return lowerFirst(r.label) + " (" + words + ")"
	}
}

// ICPCriterion is a criterion of a profile, with how often alerts were refused
// because of what it is about.
type ICPCriterion struct {
	CriterionLine
	Refused []RefusedAs `json:"refused"`
}

// RefusedAs counts refused alerts by their reason.
type RefusedAs struct {
	Reason string `json:"reason"`
	Count  int    `json:"count"`
}

// RefusedUnder is what refused alerts say that no criterion can be named for, and
// the latest words.
type RefusedUnder struct {
	Total  int           `json:"total"`        // of the latest 200
	Silent []RefusedAs   `json:"no_criterion"` // the ICP asks for nothing of the kind
	Others []RefusedAs   `json:"other"`        // no criterion could have known
	Said   []RefusalSaid `json:"said"`
}

// RefusalSaid is what somebody said of an account.
type RefusalSaid struct {
	Account string `json:"account"`
	Words   string `json:"words"`
}

// The bounds of what is told of refused alerts: how many are looked at, and how
// many are quoted.
const (
	maxRefusals    = 200
	quotedRefusals = 2
)

// icpCriteria are the criteria of a profile, apart from any account.
func icpCriteria(p *scoring.Profile) []ICPCriterion {
	var list []ICPCriterion
	for _, k := range p.Explain(&scoring.Facts{}).Criteria {
		line := CriterionLine{Attribute: string(k.Attribute), Mode: k.Mode, Outcome: k.Outcome, MaxPoints: k.MaxPoints, Want: k.Want, Reason: k.Reason}
		list = append(list, ICPCriterion{line, []RefusedAs{}})
	}
	return listed(list)
}

// refusedUnder counts why alerts under an ICP were no good: beside the criteria
// that the reasons speak of, and apart what none speaks of.
func (c *call) refusedUnder(icp int64, criteria []ICPCriterion) (RefusedUnder, error) {
	list, err := c.lib.Refusals(c, c.Workspace, icp, maxRefusals)
	refused := RefusedUnder{Total: len(list), Silent: []RefusedAs{}, Others: []RefusedAs{}, Said: []RefusalSaid{}}
	for _, r := range list {
		reason, words := splitReason(r.Reason)
		refused.count(reason, criteria)
		if words != "" && len(refused.Said) < quotedRefusals {
			refused.Said = append(refused.Said, RefusalSaid{strings.TrimSuffix(r.AccountKey, "|"), words})
		}
	}
	return refused, err
}

func (p *RefusedUnder) count(r refusal, criteria []ICPCriterion) {
	at := r.of(criteria)
	for _, i := range at {
		criteria[i].Refused = oneMore(criteria[i].Refused, r.slug)
	}
	switch {
	case len(at) > 0:
	case len(r.speaks) > 0:
		p.Silent = oneMore(p.Silent, r.slug)
	default:
		p.Others = oneMore(p.Others, r.slug)
	}
}

// oneMore counts a reason; the commonest stay in front.
func oneMore(list []RefusedAs, reason string) []RefusedAs {
	at := slices.IndexFunc(list, func(r RefusedAs) bool { return r.Reason == reason })
	if at < 0 {
		return append(list, RefusedAs{reason, 1})
	}
	list[at].Count++
	slices.SortStableFunc(list, func(a, b RefusedAs) int { return b.Count - a.Count })
	return list
}

// timesWords writes counted reasons: "3× wrong size", with a word between.
func timesWords(list []RefusedAs, between string) string {
	var parts []string
	for _, r := range list {
		parts = append(parts, fmt.Sprintf("%d× %s%s", r.Count, between, reasonWords(r.Reason)))
	}
	return strings.Join(parts, ", ")
}

// refused says how often accounts that met the criterion were refused all the
// same; "" for never.
func (k ICPCriterion) refused() string {
	if len(k.Refused) == 0 {
		return ""
	}
	return " · refused " + timesWords(k.Refused, "as ")
}

// lines say what refused alerts ask for that no criterion does, what no
// criterion could have known, and the latest words.
func (p RefusedUnder) lines() []string {
	var lines []string
	if len(p.Silent) > 0 {
		lines = append(lines, "No criterion speaks of this: "+timesWords(p.Silent, "")+" – add one?")
	}
	if len(p.Others) > 0 {
		lines = append(lines, "Refused for other reasons: "+timesWords(p.Others, ""))
	}
	for _, s := range p.Said {
		lines = append(lines, fmt.Sprintf("%s: “%s”", s.Account, s.Words))
	}
	return lines
}
