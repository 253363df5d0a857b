package commands

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

var whyCommand = Command{
	Name: "why", Aliases: []string{"fit why"}, Args: "COMPANY|RECEIPT",
	Summary: "the whole score: every criterion, its points, where the fact comes from, what would change it",
	Detail:  "With the receipt of an earlier answer it is made again exactly, as things stood then.",
	Example: []string{"why acme.com"},
	Form:    companyForm("Why?"),
	run:     why,
}

// Breakdown is a FitReport laid open: every criterion with its points.
type Breakdown struct{ *FitReport }

func why(c *call) (View, error) {
	switch r, formed, ours := parseReceipt(c.object(), c.Workspace); {
	case ours:
		return c.again(r)
	case formed && strings.Contains(c.object(), "-"):
		return nil, fault.New(fault.NotFound, "That receipt is mistyped, or of another workspace. Copy it whole from the answer, or ask again with `fit COMPANY`.")
	}
	f, view, err := c.find("why")
	if view != nil || err != nil {
		return view, err
	}
	report, err := c.report(f)
	if err != nil {
		return nil, err
	}
	return Breakdown{report}, nil
}

// again makes the answer of a receipt from the account, the ICP's version and
// the settings of its moment. People are not part of a receipt.
func (c *call) again(r receipt) (View, error) {
	account, err := c.lib.AccountAt(c, c.Workspace, r.account, r.revision)
	if err != nil {
		return nil, err
	}
	icp, err := c.icpNamed(r.icp)
	if err != nil {
		return nil, err
	}
	version, err := c.lib.Version(c, c.Workspace, r.icp, r.version)
	if err != nil {
		return nil, err
	}
	if account == nil || icp == nil || version == nil {
		return nil, fault.New(fault.NotFound, "That receipt is of another workspace, or what it names is gone. Ask again with `fit COMPANY`.")
	}
	return c.rebuild(r, account, icp.Name, version)
}

func (c *call) rebuild(r receipt, account *models.Account, name string, version *models.ICPVersion) (View, error) {
	settings, err := c.lib.Settings(c, c.Workspace, r.at)
	if err != nil {
		return nil, err
	}
	profile, err := version.Profile(name, settings)
	if err != nil {
		return nil, err
	}
	signals, err := c.lib.Signals(c, c.Workspace, r.account, r.at)
	if err != nil {
		return nil, err
	}
	then := *c
	then.now = r.at
	facts := account.Facts(settings)
	report := then.fitReport(account, signals, profile.Explain(facts))
	if err := then.decide(report, account); err != nil {
		return nil, err
	}
	report.Receipt = r.in(c.Workspace)
	return Breakdown{report}, nil
}

func (c *call) icpNamed(id int64) (*models.ICP, error) {
	all, err := c.lib.ICPs(c, c.Workspace)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].ID == id {
			return &all[i], nil
		}
	}
	return nil, nil
}

// Text writes the score line by line.
func (b Breakdown) Text() string {
	lines := []string{b.headline()}
	lines = append(lines, rows(b.Criteria)...)
	lines = append(lines, texts(b.decided())...)
	lines = append(lines, b.timing()...)
	lines = append(lines, b.moves()...)
	for _, conflict := range b.conflicts {
		lines = append(lines, "Two sources: "+conflict+".")
	}
	lines = append(lines, b.rates()...)
	for _, f := range b.Flags {
		lines = append(lines, "▲ "+f.Message)
	}
	lines = append(lines, fmt.Sprintf("As of %s · receipt %s", b.moment.Format("2 Jan 2006 15:04 MST"), b.Receipt))
	return strings.Join(lines, "\n")
}

func (b Breakdown) headline() string {
	if b.overruled() {
		return marks[b.Verdict] + " " + b.overruledHeadline(b.Account.Name, fmt.Sprintf("(%s v%d)", b.ICP.Name, b.ICP.Version))
	}
	return fmt.Sprintf("%s %s, %s v%d: %s – %s", marks[b.Verdict], b.Account.Name, b.ICP.Name, b.ICP.Version, b.reach(), b.Verdict.Words())
}

// timing writes how good a moment now is; nothing where the ICP has no
// triggers.
func (b Breakdown) timing() []string {
	if len(b.result.Profile.Triggers) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("Timing %d of 100%s", b.Timing, because(b.now))}
}

// reach writes the score and how far the facts that are not known could carry.
func (b Breakdown) reach() string {
	if b.Verdict <= scoring.NeedsData && b.Score < b.CouldReach {
		return fmt.Sprintf("%d of 100, could reach %d", b.Score, b.CouldReach)
	}
	return reach(b.Score, b.CouldReach)
}

func because(reasons []string) string {
	if len(reasons) == 0 {
		return ""
	}
	return ": " + strings.Join(reasons, " · ")
}

// barCells is how wide a full bar is.
const barCells = 12

// maxColumn is how wide a column of the breakdown grows, in characters.
const maxColumn = 40

// rows writes the criteria as a table: bar, points, attribute, fact, wish,
// origin.
func rows(criteria []CriterionLine) []string {
	var have, want int
	for _, k := range criteria {
		have = max(have, utf8.RuneCountInString(k.have()))
		want = max(want, utf8.RuneCountInString(k.want()))
	}
	have, want = min(have, maxColumn), min(want, maxColumn)
	lines := make([]string, len(criteria))
	for i, k := range criteria {
		line := fmt.Sprintf("%s %6s  %-16s %-*s  %-*s  %s", k.bar(), k.points(), slugWords(k.Attribute), have, k.have(), want, k.want(), k.origin)
		lines[i] = strings.TrimRight(line, " ")
	}
	return lines
}

func (k CriterionLine) have() string {
	if k.Have == "" {
		return "not known"
	}
	return k.Have
}

func (k CriterionLine) want() string { return modeWords(k.Mode) + k.Want }

// points writes what a criterion earned, or how a must_not ended.
func (k CriterionLine) points() string {
	switch {
	case k.Mode == scoring.MustNot:
		return map[scoring.Outcome]string{scoring.Match: "out", scoring.Miss: "ok", scoring.Unknown: "?"}[k.Outcome]
	case k.Outcome == scoring.Unknown:
		return fmt.Sprintf("?/%d", k.MaxPoints)
	default:
		return fmt.Sprintf("%d/%d", k.Points, k.MaxPoints)
	}
}

// bar shows the share of its points that a criterion earned.
func (k CriterionLine) bar() string {
	switch {
	case k.MaxPoints == 0:
		return strings.Repeat(" ", barCells)
	case k.Outcome == scoring.Unknown:
		return strings.Repeat("·", barCells)
	default:
		full := barCells * k.Points / k.MaxPoints
		return strings.Repeat("█", full) + strings.Repeat("░", barCells-full)
	}
}

func modeWords(m scoring.Mode) string {
	return map[scoring.Mode]string{scoring.Must: "must be ", scoring.MustNot: "must not be "}[m]
}

// moves writes what would move the account one tier or verdict.
func (b Breakdown) moves() []string {
	var lines []string
	if len(b.Up) > 0 {
		lines = append(lines, "Up    "+scoring.And(b.Up)+" → "+b.upTo)
	}
	if len(b.Down) > 0 {
		lines = append(lines, "Down  "+scoring.And(b.Down)+" → "+b.downTo)
	}
	return lines
}
