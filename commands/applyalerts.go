package commands

import (
	"slices"

	"rightdoor/internal/language"
	"rightdoor/internal/targeting"
	"rightdoor/models"
)

// alertOf writes a subscription as a targeting file has it; ok is false where
// its ICP has no name any more.
func alertOf(s models.Subscription, icps []models.ICP) (a targeting.Alert, ok bool) {
	at := slices.IndexFunc(icps, func(i models.ICP) bool { return i.ID == s.ICPID })
	if at >= 0 {
		a.ICP = icps[at].Name
	}
	a.Subscription = s
	return a, s.ICPID == 0 || at >= 0
}

// heardNow tells whether a subscription is on and its ICP, if it has one, in
// force: whether anything could come of it.
func heardNow(s models.Subscription, icps []models.ICP) bool {
	inForce := slices.ContainsFunc(icps, func(i models.ICP) bool { return i.ID == s.ICPID && i.Published != 0 })
	return s.On() && (s.ICPID == 0 || inForce)
}

// alertsOf writes subscriptions as a targeting file has them. A file has one of
// each channel and ICP, so of two that came at once it has the first.
func alertsOf(subs []models.Subscription, icps []models.ICP) []targeting.Alert {
	file := &targeting.File{}
	for _, s := range subs {
		if a, ok := alertOf(s, icps); ok && file.Alert(&a) == nil {
			file.Alerts = append(file.Alerts, a)
		}
	}
	return file.Alerts
}

// alerts plans what channels hear of: what the file says otherwise than the
// workspace, and under prune the end of what the file does not hold. A file
// that does not speak of alerts leaves them alone.
func (p *planner) alerts(file *targeting.File) error {
	if file.Alerts == nil {
		return nil
	}
	stored := &targeting.File{Alerts: alertsOf(p.subs, p.icps)}
	for i := range file.Alerts {
		a := &file.Alerts[i]
		before := stored.Alert(a)
		if before != nil && before.On() && targeting.EqualAlerts(before, a) {
			continue
		}
		if before != nil && !before.On() {
			p.differences = append(p.differences, a.Name()+": on again")
		}
		p.changes = append(p.changes, models.AlertsOn{ICP: p.icpName(file, a.ICP), Subscription: p.created(a.Subscription)})
	}
	if p.opts.Prune {
		p.pruneAlerts(file)
	}
	if len(p.changes) == 0 {
		return nil // what was accepted once can be applied again
	}
	return p.checkAlerts(file)
}

// created is a subscription of the file with whoever applies it as its creator,
// if she can be told in Slack when it stops.
func (p *planner) created(s models.Subscription) models.Subscription {
	if models.SlackPerson(p.opts.By) {
		s.Creator = p.opts.By
	}
	return s
}

// pruneAlerts ends what is heard now and the file does not hold. What is
// stopped already stays, with what it holds back.
func (p *planner) pruneAlerts(file *targeting.File) {
	for _, s := range p.subs {
		a, ok := alertOf(s, p.icps)
		if !ok || !heardNow(s, p.icps) || file.Alert(&a) != nil {
			continue
		}
		p.changes = append(p.changes, models.AlertsOff{ID: s.ID})
		p.differences = append(p.differences, a.Name()+": turned off, because the file does not hold it")
	}
}

// icpName is the name of an ICP as it is stored, or will be.
func (p *planner) icpName(file *targeting.File, name string) string {
	for _, i := range p.icps {
		if language.Fold(i.Name) == language.Fold(name) {
			return i.Name
		}
	}
	if icp := file.ICP(name); icp != nil {
		return icp.Name
	}
	return name
}

// checkAlerts refuses alerts that could never come.
func (p *planner) checkAlerts(file *targeting.File) error {
	var inForce, others []targeting.ICP
	for _, i := range p.after.ICPs {
		inForce = append(inForce, targeting.ICP{Name: i.Name, ICPVersion: i.ICPVersion})
	}
	for _, i := range p.icps {
		archiving := p.opts.Prune && !i.Archived && file.ICP(i.Name) == nil
		if archiving || slices.ContainsFunc(inForce, func(k targeting.ICP) bool { return k.Name == i.Name }) {
			continue
		}
		v, err := p.latest(i)
		if err != nil {
			return err
		}
		others = append(others, targeting.ICP{Name: i.Name, ICPVersion: *v})
	}
	return file.CheckAlerts(inForce, others)
}
