package commands

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"rightdoor/internal/language"
	"rightdoor/internal/targeting"
	"rightdoor/models"
	"rightdoor/scoring"
)

// ApplyOptions steer what becomes of a targeting file.
type ApplyOptions struct {
	Draft bool   // save versions without publishing them
	Prune bool   // archive the ICPs, and end the alerts, that the file does not hold
	By    string // who applies it
}

// Applying is what a targeting file would change. Nothing is saved before
// Save.
type Applying struct {
	Differences []string
	Moves       []Move   // accounts that would change verdict, by which way; empty for drafts
	Accounts    int      // that were looked at
	Doubts      []string // what the file may not mean as it stands
	AlertsStay  bool     // the file has other alerts, and drafts leave them as they are

	first     map[scoring.Verdict]int // the verdicts of all, where there were none before
	changes   []models.Change
	workspace int64
	recorder  Recorder
}

// Move counts the accounts that go from one verdict to another.
type Move struct {
	From, To scoring.Verdict
	Accounts int
}

// Plan compares a targeting file with what a workspace has, and tells what
// applying it would change.
func (r *Runner) Plan(ctx context.Context, workspace int64, file *targeting.File, opts ApplyOptions) (*Applying, error) {
	stored, err := r.lib.Targeting(ctx, workspace)
	if err != nil {
		return nil, err
	}
	icps, err := r.lib.ICPs(ctx, workspace)
	if err != nil {
		return nil, err
	}
	subs, err := r.lib.Subscriptions(ctx, workspace)
	if err != nil {
		return nil, err
	}
	p := &planner{Runner: r, ctx: ctx, workspace: workspace, opts: opts, stored: stored, after: stored, icps: icps, subs: subs}
	if err := p.plan(file); err != nil {
		return nil, err
	}
	aimed := len(p.changes) > 0 && !opts.Draft
	if !opts.Draft {
		if err := p.alerts(file); err != nil {
			return nil, err
		}
	}
	a := &Applying{Differences: p.differences, Doubts: file.Doubts(), AlertsStay: p.alertsStay, changes: p.changes, workspace: workspace, recorder: r.lib}
	if !aimed {
		return a, nil
	}
	return a, r.impact(ctx, workspace, p, a)
}

// Save records the changes, all or none.
func (a *Applying) Save(ctx context.Context) error {
	if len(a.changes) == 0 {
		return nil
	}
	_, err := a.recorder.Record(ctx, a.workspace, a.changes)
	return err
}

// planner works out the changes.
type planner struct {
	*Runner
	ctx       context.Context
	workspace int64
	opts      ApplyOptions
	stored    models.Targeting
	after     models.Targeting // as it would be
	icps      []models.ICP
	subs      []models.Subscription

	alertsStay  bool
	differences []string
	changes     []models.Change
}

func (p *planner) plan(file *targeting.File) error {
	for _, d := range targeting.Diff(exported(p.stored, alertsOf(p.subs, p.icps)), file) {
		if p.opts.Draft && d.Alert != "" {
			p.alertsStay = true // they have no drafts
			continue
		}
		p.differences = append(p.differences, d.String())
	}
	// Settings have no drafts: a draft leaves them as they are.
	if settings := merged(p.stored.Settings, file.Settings); !p.opts.Draft && !reflect.DeepEqual(p.stored.Settings, settings) {
		p.changes = append(p.changes, models.NewSettings{Settings: settings, By: p.opts.By})
		p.after.Settings = settings
	}
	p.after.ICPs = slices.Clone(p.stored.ICPs)
	for _, icp := range file.ICPs {
		if err := p.one(icp); err != nil {
			return err
		}
	}
	if p.opts.Prune {
		p.prune(file)
	}
	return nil
}

// one plans an ICP of the file: nothing when it is in force as it is, its
// latest version when that says the same, else a new version.
func (p *planner) one(icp targeting.ICP) error {
	known := slices.IndexFunc(p.icps, func(i models.ICP) bool { return language.Fold(i.Name) == language.Fold(icp.Name) })
	if known < 0 {
		p.put(models.ICP{Name: icp.Name}, icp.ICPVersion)
		return nil
	}
	i := p.icps[known]
	latest, err := p.latest(i)
	if err != nil {
		return err
	}
	same := targeting.Equal(targeting.ICP{Name: i.Name, ICPVersion: *latest}, icp)
	switch {
	case same && (i.Published == latest.Version || p.opts.Draft):
		return nil
	case same:
		p.changes = append(p.changes, models.Publication{Name: i.Name, Version: latest.Version, By: p.opts.By})
		p.differences = append(p.differences, fmt.Sprintf("%s: version %d is published", i.Name, latest.Version))
		p.inForce(i, *latest)
	default:
		p.put(i, icp.ICPVersion)
	}
	return nil
}

// latest gives the version of an ICP that a file is compared with: the one in
// force, else the newest.
func (p *planner) latest(i models.ICP) (*models.ICPVersion, error) {
	number := i.Published
	if number == 0 || p.opts.Draft {
		versions, err := p.lib.Versions(p.ctx, p.workspace, i.ID)
		if err != nil {
			return nil, err
		}
		number = versions[0].Version
	}
	return p.lib.Version(p.ctx, p.workspace, i.ID, number)
}

func (p *planner) put(i models.ICP, v models.ICPVersion) {
	p.changes = append(p.changes, models.NewVersion{Name: i.Name, Version: v, Publish: !p.opts.Draft, By: p.opts.By})
	p.inForce(i, v)
}

func (p *planner) inForce(i models.ICP, v models.ICPVersion) {
	at := slices.IndexFunc(p.after.ICPs, func(k models.InForce) bool { return k.Name == i.Name })
	if at < 0 {
		p.after.ICPs = append(p.after.ICPs, models.InForce{ICP: i, ICPVersion: v})
		return
	}
	p.after.ICPs[at].ICPVersion = v
}

func (p *planner) prune(file *targeting.File) {
	for _, i := range p.icps {
		if i.Archived || file.ICP(i.Name) != nil {
			continue
		}
		p.changes = append(p.changes, models.Archival{Name: i.Name, By: p.opts.By})
		p.differences = append(p.differences, i.Name+": archived, because the file does not hold it")
		p.after.ICPs = slices.DeleteFunc(p.after.ICPs, func(k models.InForce) bool { return k.Name == i.Name })
	}
}

// merged is the stored settings with the tables a file gives.
func merged(stored scoring.Settings, file *scoring.Settings) scoring.Settings {
	if file == nil {
		return stored
	}
	if file.Rates.On != "" {
		stored.Rates = file.Rates
	}
	if file.Stages != nil {
		stored.Stages = file.Stages
	}
	if file.ShelfLife != nil {
		stored.ShelfLife = file.ShelfLife
	}
	if file.BuyingPower != nil {
		stored.BuyingPower = file.BuyingPower
	}
	return stored
}

// impact counts the accounts that would change verdict.
func (r *Runner) impact(ctx context.Context, workspace int64, p *planner, a *Applying) error {
	before, err := compile(p.stored)
	if err != nil {
		return err
	}
	after, err := compile(p.after)
	if err != nil {
		return err
	}
	moves := map[[2]scoring.Verdict]int{}
	a.first = map[scoring.Verdict]int{}
	err = r.lib.Each(ctx, workspace, func(account *models.Account, _ []scoring.Signal) error {
		a.Accounts++
		to := after.verdict(account)
		a.first[to]++
		if from := before.verdict(account); from != to {
			moves[[2]scoring.Verdict{from, to}]++
		}
		return nil
	})
	for _, from := range scoring.Verdicts {
		for _, to := range scoring.Verdicts {
			if n := moves[[2]scoring.Verdict{from, to}]; n > 0 {
				a.Moves = append(a.Moves, Move{from, to, n})
			}
		}
	}
	if len(before.profiles) > 0 {
		a.first = nil
	}
	return err
}

// verdict is the best an account gets; with no ICP nothing fits.
func (t *aim) verdict(a *models.Account) scoring.Verdict {
	score, best := scoring.Best(t.profiles, a.Facts(t.Settings))
	if best < 0 {
		return scoring.NotAFit
	}
	return score.Verdict
}

// Text says what would change, a line each.
func (a *Applying) Text() string {
	lines := append(slices.Clone(a.Differences), a.impact()...)
	if a.AlertsStay {
		lines = append(lines, "Alerts have no drafts: they stay as they are.")
	}
	if len(lines) == 0 {
		lines = []string{"Nothing to change: the workspace says the same already."}
	}
	return strings.Join(append(lines, a.Doubts...), "\n")
}

// impact says what the change means for the accounts there are.
func (a *Applying) impact() []string {
	switch {
	case a.Accounts == 0:
		return nil
	case a.first != nil:
		return []string{fmt.Sprintf("%s would get a first verdict: %s", plural(a.Accounts, "account"), verdictCounts(a.first))}
	}
	moved := 0
	for _, m := range a.Moves {
		moved += m.Accounts
	}
	lines := []string{fmt.Sprintf("%s of %d would change verdict", plural(moved, "account"), a.Accounts)}
	for _, m := range a.Moves {
		lines = append(lines, fmt.Sprintf("    %d from %s to %s", m.Accounts, m.From.Words(), m.To.Words()))
	}
	return lines
}

// Export gives what is in force as a targeting file: ICPs, and the alerts that
// are on. The settings are left out while they are the program's defaults.
func (r *Runner) Export(ctx context.Context, workspace int64) (*targeting.File, error) {
	stored, err := r.lib.Targeting(ctx, workspace)
	if err != nil {
		return nil, err
	}
	icps, err := r.lib.ICPs(ctx, workspace)
	if err != nil {
		return nil, err
	}
	subs, err := r.lib.Subscriptions(ctx, workspace)
	if err != nil {
		return nil, err
	}
	subs = slices.DeleteFunc(subs, func(s models.Subscription) bool { return !heardNow(s, icps) })
	file := exported(stored, alertsOf(subs, icps))
	if reflect.DeepEqual(stored.Settings, scoring.DefaultSettings()) {
		file.Settings = nil
	}
	return file, nil
}

func exported(t models.Targeting, alerts []targeting.Alert) *targeting.File {
	file := &targeting.File{Settings: &t.Settings, Alerts: alerts}
	for _, icp := range t.ICPs {
		file.ICPs = append(file.ICPs, targeting.ICP{Name: icp.Name, ICPVersion: icp.ICPVersion})
	}
	return file
}
