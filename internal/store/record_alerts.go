package store

import (
	"database/sql"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"rightdoor/models"
	"rightdoor/scoring"
)

// A summary of a first import takes in what crosses until nothing more has
// come in for a while, at most for an hour.
const (
	summaryQuiet   = 2 * time.Minute
	summaryLongest = time.Hour
)

// announcer turns crossings into alerts.
type announcer struct {
	k         *ranker
	listeners []*listener
	alerts    []models.Alert
	byAccount map[int64][]models.PastFact
	due       map[string]bool // channels
	rescoring bool            // gather into digests
}

// listener is a subscription at work.
type listener struct {
	models.Subscription
	filter scoring.Filter
	gather *models.Alert // a summary or a digest that takes in its crossings
	stored bool          // the gathering is
}

// announce makes the alerts of what fired. In a first import, and while its
// summary is open, they become lines of it.
func (k *ranker) announce() error {
	if len(k.fired) == 0 && !k.r.first {
		return nil
	}
	if err := k.forgetTheKnown(); err != nil {
		return err
	}
	n, err := k.announcer()
	if err != nil || len(n.listeners) == 0 {
		return err
	}
	if err := n.openSummaries(); err != nil {
		return err
	}
	for _, s := range k.fired {
		n.tell(s)
	}
	return n.flush()
}

// announcer reads who listens. One that was stopped listens, too: what comes up
// is held until it is on again, so that nothing is lost by it. In a channel with
// several, it comes after those that are on.
func (k *ranker) announcer() (*announcer, error) {
	n := &announcer{k: k, due: map[string]bool{}, byAccount: map[int64][]models.PastFact{}}
	for _, p := range k.r.past {
		n.byAccount[p.AccountID] = append(n.byAccount[p.AccountID], p)
	}
	var subscriptions []models.Subscription
	if err := k.r.in().Order("stopped <> '', id").Find(&subscriptions).Error; err != nil {
		return nil, err
	}
	for _, s := range subscriptions {
		// What cannot be read lets everything pass: rather one too many than lost.
		filter, _ := scoring.NewFilter(s.Filter, k.aim.settings)
		n.listeners = append(n.listeners, &listener{Subscription: s, filter: filter})
	}
	return n, nil
}

// forgetTheKnown drops, as long as the standings of before are only being taken
// down, the accounts that were there before: that they are a fit is no news.
func (k *ranker) forgetTheKnown() error {
	var running []models.Rescoring
	if err := k.r.in().Where("silent AND finished_at IS NULL").Find(&running).Error; err != nil || len(running) == 0 {
		return err
	}
	var news []*subject
	for _, s := range k.fired {
		if s.added || s.account.ID <= running[0].LastID {
			news = append(news, s)
		}
	}
	k.fired = news
	return nil
}

// openSummaries finds the summaries that are open, and opens them in a first
// import.
func (n *announcer) openSummaries() error {
	r := n.k.r
	var open []models.Alert
	// Locked, so that none is posted while it takes in more.
	err := r.in().Clauses(clause.Locking{Strength: "UPDATE"}).Where("kind <> 'account' AND kind = ? AND state IN ? AND due_at > ? AND created_at > ?", models.FirstImport,
		[]models.AlertState{models.AlertHeld, models.AlertWaiting}, r.now, r.now.Add(-summaryLongest)).Find(&open).Error
	if err != nil {
		return err
	}
	for _, l := range n.listeners {
		for i := range open {
			if open[i].SubscriptionID == l.ID {
				n.gatherInto(l, &open[i])
			}
		}
		if r.first {
			n.gatherInto(l, nil)
		}
	}
	return nil
}

// gatherInto lets a listener's crossings be lines of a summary; a new one where
// none is given.
func (n *announcer) gatherInto(l *listener, summary *models.Alert) {
	r := n.k.r
	l.stored = summary != nil
	if summary == nil {
		summary = r.newAlert(&l.Subscription, models.FirstImport)
		summary.State = models.AlertHeld // until there is a line
	}
	summary.DueAt = moment(l.Schedule(r.now.Add(summaryQuiet)))
	l.gather = summary
}

// newAlert is an alert of a subscription that is due when its channel wants it.
func (r *recording) newAlert(s *models.Subscription, kind models.AlertKind) *models.Alert {
	return &models.Alert{
		WorkspaceID: r.workspace.ID, ID: r.nextID(), SubscriptionID: s.ID, Channel: s.Channel, Kind: kind, CreatedAt: r.now,
		State: toBePosted(s, kind), DueAt: moment(s.Schedule(r.now)),
	}
}

// toBePosted is the state of an alert that is ready: it waits for its hour, or
// for its subscription to be on again. The notice that it is not does not.
func toBePosted(s *models.Subscription, kind models.AlertKind) models.AlertState {
	if s.On() || kind == models.StopNotice {
		return models.AlertWaiting
	}
	return models.AlertHeld
}

// tell announces an account to whoever wants to hear of it: once per channel.
func (n *announcer) tell(s *subject) {
	told := map[string]bool{}
	for _, l := range n.listeners {
		if told[l.Channel] || !l.Wants(l.filter, s.facts) {
			continue
		}
		icp, level, score := n.k.best(s, &l.Subscription)
		if icp == nil {
			continue
		}
		told[l.Channel] = true
		n.write(l, s, icp, level, score)
	}
}

func (n *announcer) write(l *listener, s *subject, icp *aimed, level scoring.Tier, score scoring.Score) {
	line := models.TopLine{AccountID: s.account.ID, Name: s.account.Name, ICPID: icp.id, Score: score.Points, Tier: icp.profile.Tier(score.Points)}
	if n.rescoring && l.gather == nil {
		l.gather = n.k.r.newAlert(&l.Subscription, models.RescoringDigest)
		l.gather.State = models.AlertHeld // until the rescoring is over
	}
	if l.gather != nil {
		l.gather.Gathered.Add(line)
	}
	if l.gather != nil && l.gather.Kind == models.FirstImport {
		l.gather.State = toBePosted(&l.Subscription, l.gather.Kind)
		return
	}
	a := n.k.r.newAlert(&l.Subscription, models.OneAccount)
	a.AccountID, a.AccountKey, a.ICPID, a.Tier = s.account.ID, s.account.Key(), icp.id, level.Letter
	a.Score = score.Points
	a.Changed = n.whatChanged(s, icp, score)
	if l.gather != nil {
		a.State, a.DigestID = models.AlertDigested, l.gather.ID
	} else if a.State == models.AlertWaiting && !a.DueAt.After(n.k.r.now) {
		n.due[l.Channel] = true
	}
	n.alerts = append(n.alerts, *a)
}

// whatChanged tells what brought the account over the threshold.
func (n *announcer) whatChanged(s *subject, icp *aimed, score scoring.Score) models.WhatChanged {
	w := models.WhatChanged{Score: score, Version: icp.profile.Version, Facts: n.factsSince(s)}
	if before, ok := s.before[icp.id]; ok {
		scored := before.Scored()
		w.Before = &scored
	}
	for _, signal := range n.k.r.signals {
		if signal.AccountID == s.account.ID {
			w.Signals = append(w.Signals, signal.Scored())
		}
	}
	return w
}

// factsSince lists what was learned of an account that was known before.
func (n *announcer) factsSince(s *subject) []models.FactChange {
	if s.added {
		return nil
	}
	var changes []models.FactChange
	for _, o := range s.account.Origins {
		if o.Since <= s.since {
			continue
		}
		for _, attribute := range o.Facts {
			c := models.FactChange{Attribute: attribute, To: s.account.Get(attribute), Source: o.Source}
			for _, p := range n.byAccount[s.account.ID] {
				if p.Attribute == attribute && p.FromRevision <= s.since && s.since < p.ToRevision {
					c.From = p.Value
				}
			}
			if c.From != c.To {
				changes = append(changes, c)
			}
		}
	}
	return changes
}

// flush writes the alerts and gatherings.
func (n *announcer) flush() error {
	for _, l := range n.listeners {
		switch {
		case l.gather == nil:
		case l.stored:
			if err := n.k.r.in().Model(l.gather).Select("gathered", "state", "due_at").Updates(l.gather).Error; err != nil {
				return err
			}
		default:
			n.alerts = append(n.alerts, *l.gather)
		}
	}
	n.k.r.due.Channels = append(n.k.r.due.Channels, slices.Sorted(maps.Keys(n.due))...)
	return insert(n.k.r, n.alerts)
}

// enqueue tells whoever listens what waits once this transaction is over.
func (r *recording) enqueue() error {
	if r.store.Enqueue == nil || len(r.due.Channels) == 0 && !r.due.Rescoring {
		return nil
	}
	tx, ok := r.tx.Statement.ConnPool.(*sql.Tx)
	if !ok {
		return nil // outside a transaction nobody can be told in time; the rows say the same
	}
	return r.store.Enqueue(r.tx.Statement.Context, tx, r.conn, r.due)
}
