package store

import (
	"context"
	"slices"

	"rightdoor/models"
)

// rescoreBatch is how many accounts are ranked in one transaction: so many that
// it is quick, so few that nobody who wants to write has to wait for long.
const rescoreBatch = 1000

// Rescoring tells how far the workspace's accounts are ranked by the targeting
// in force; nil when nothing was ever published.
func (s *Store) Rescoring(ctx context.Context, workspace int64) (*models.Rescoring, error) {
	var list []models.Rescoring
	err := s.in(ctx, workspace).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, trouble("read rescoring", err)
	}
	return &list[0], nil
}

// Rescore ranks the next accounts of a rescoring and tells whether there are
// more. It writes only standings that changed; what crosses a threshold by it
// is gathered into one digest for each subscription, which is let go at the
// end. A crash loses the batch in hand, which is done again.
func (s *Store) Rescore(ctx context.Context, workspace int64) (more bool, err error) {
	err = s.locked(ctx, workspace, func(r *recording) error {
		var err error
		more, err = r.rescore()
		return err
	})
	return more, trouble("rescore accounts", err)
}

// startRescoring lets every account be ranked anew. Where the standings of
// before are still being taken down, that goes on with the new targeting.
func (r *recording) startRescoring() error {
	var running []models.Rescoring
	if err := r.in().Find(&running).Error; err != nil {
		return err
	}
	var total int64
	if err := r.in().Model(&models.Account{}).Count(&total).Error; err != nil {
		return err
	}
	r.due.Rescoring = true
	return replace(r, []models.Rescoring{{
		WorkspaceID: r.workspace.ID, TargetingVersion: r.workspace.TargetingVersion, Total: int(total), StartedAt: r.now,
		Silent: len(running) > 0 && running[0].Silent && running[0].FinishedAt == nil,
	}})
}

// rescore does one batch.
func (r *recording) rescore() (more bool, err error) {
	var list []models.Rescoring
	if err := r.in().Where("finished_at IS NULL").Find(&list).Error; err != nil || len(list) == 0 {
		return false, err
	}
	at := &list[0]
	a, err := r.aim()
	if err != nil {
		return false, err
	}
	var batch []models.Account
	if err := r.in().Where("id > ?", at.LastID).Order("id").Limit(rescoreBatch).Find(&batch).Error; err != nil {
		return false, err
	}
	k := newRanker(r, a)
	k.inARow = true
	if err := k.run(rescored(batch)); err != nil {
		return false, err
	}
	if err := k.gather(at); err != nil {
		return false, err
	}
	if len(batch) > 0 {
		at.LastID = batch[len(batch)-1].ID
	}
	at.Done, at.Crossed = at.Done+len(batch), at.Crossed+len(k.fired)
	if len(batch) == rescoreBatch {
		return true, r.tx.Save(at).Error
	}
	at.FinishedAt = &r.now
	return false, r.finish(at, a)
}

func rescored(batch []models.Account) []*subject {
	subjects := make([]*subject, len(batch))
	for i := range batch {
		subjects[i] = &subject{account: &batch[i], since: batch[i].Revision}
	}
	return subjects
}

// gather makes the digests of what fired. Who came with the new targeting, or
// after it, is not told: to her it is the past.
func (k *ranker) gather(at *models.Rescoring) error {
	if at.Silent || len(k.fired) == 0 {
		return nil
	}
	n, err := k.announcer()
	if err != nil {
		return err
	}
	n.listeners = slices.DeleteFunc(n.listeners, func(l *listener) bool { return !l.CreatedAt.Before(at.StartedAt) })
	if len(n.listeners) == 0 {
		return nil
	}
	n.rescoring = true
	var open []models.Alert
	if err := k.r.in().Where("kind <> 'account' AND kind = ? AND state = ?", models.RescoringDigest, models.AlertHeld).Find(&open).Error; err != nil {
		return err
	}
	for _, l := range n.listeners {
		at := slices.IndexFunc(open, func(a models.Alert) bool { return a.SubscriptionID == l.ID })
		if at >= 0 {
			l.gather, l.stored = &open[at], true
		}
	}
	for _, s := range k.fired {
		n.tell(s)
	}
	return n.flush()
}

// finish lets the digests go and drops the standings of ICPs that are no longer
// in force.
func (r *recording) finish(at *models.Rescoring, a *aim) error {
	if err := r.tx.Save(at).Error; err != nil {
		return err
	}
	inForce := []int64{0}
	for _, icp := range a.icps {
		inForce = append(inForce, icp.id)
	}
	if err := r.in().Where("icp_id NOT IN ?", inForce).Delete(&models.Standing{}).Error; err != nil {
		return err
	}
	return r.letGo()
}

// letGo makes the digests due when their channels want them.
func (r *recording) letGo() error {
	var digests []models.Alert
	if err := r.in().Where("kind <> 'account' AND kind = ? AND state = ?", models.RescoringDigest, models.AlertHeld).Find(&digests).Error; err != nil {
		return err
	}
	for i := range digests {
		d := &digests[i]
		var subscription models.Subscription
		if err := r.in().Where("id = ? AND stopped = ''", d.SubscriptionID).Limit(1).Find(&subscription).Error; err != nil {
			return err
		}
		if subscription.ID == 0 {
			continue // held until its subscription is on again
		}
		d.State, d.DueAt = models.AlertWaiting, moment(subscription.Schedule(r.now))
		if err := r.in().Model(d).Select("state", "due_at").Updates(d).Error; err != nil {
			return err
		}
		if !d.DueAt.After(r.now) {
			r.due.Channels = append(r.due.Channels, d.Channel)
		}
	}
	return nil
}

// Rescorings lists the workspaces whose accounts are still being ranked anew.
func (s *Store) Rescorings(ctx context.Context) ([]int64, error) {
	var ids []int64
	err := s.db.WithContext(ctx).Model(&models.Rescoring{}).Where("finished_at IS NULL").Order("workspace_id").Pluck("workspace_id", &ids).Error
	return ids, trouble("list rescorings", err)
}
