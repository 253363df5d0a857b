package store

import (
	"context"
	"time"

	"rightdoor/models"
)

// ChannelBudget is how many messages a channel gets within an hour one by one;
// what comes up beyond them is gathered.
const ChannelBudget = 20

// GatherAlerts makes one message of several that are due in a held channel: of
// a digest's those of its hour, of others what is beyond the channel's budget.
// An alert that was tried before stays by itself: it may have been posted. It
// does nothing where the hold is over.
func (s *Store) GatherAlerts(ctx context.Context, hold *models.Hold) error {
	err := s.locked(ctx, hold.WorkspaceID, func(r *recording) error {
		if held, err := r.holds(hold); err != nil || !held {
			return err
		}
		due, err := r.gatherable(hold.Channel)
		if err != nil || len(due) == 0 {
			return err
		}
		subs := map[int64]*models.Subscription{}
		var list []models.Subscription
		if err := r.in().Where("channel = ?", hold.Channel).Find(&list).Error; err != nil {
			return err
		}
		for i := range list {
			subs[list[i].ID] = &list[i]
		}
		digests, burst := partDue(due, subs)
		for _, sub := range list {
			if err := r.gatherDigest(subs[sub.ID], digests[sub.ID]); err != nil {
				return err
			}
		}
		return r.gatherBurst(hold.Channel, subs, burst)
	})
	return trouble("gather alerts", err)
}

// holds tells whether a hold is still its holder's.
func (r *recording) holds(hold *models.Hold) (bool, error) {
	var n int64
	err := r.in().Model(&models.Hold{}).Where("channel = ? AND held_by = ? AND held_until > ?", hold.Channel, hold.HeldBy, r.now).Count(&n).Error
	return n > 0, err
}

// gatherable lists the alerts of single accounts that are due in a channel and
// were never tried.
func (r *recording) gatherable(channel string) ([]models.Alert, error) {
	var due []models.Alert
	err := r.in().Where("channel = ? AND state = ? AND kind = ? AND due_at <= ? AND attempts = 0 AND NOT doubt", channel, models.AlertWaiting, models.OneAccount, r.now).
		Order("id").Find(&due).Error
	return due, err
}

// partDue parts what is due into that of each digest and the rest.
func partDue(due []models.Alert, subs map[int64]*models.Subscription) (digests map[int64][]models.Alert, rest []models.Alert) {
	digests = map[int64][]models.Alert{}
	for _, a := range due {
		if sub := subs[a.SubscriptionID]; sub != nil && sub.Mode == models.Digest {
			digests[a.SubscriptionID] = append(digests[a.SubscriptionID], a)
		} else {
			rest = append(rest, a)
		}
	}
	return digests, rest
}

// gatherDigest makes the message of a digest's hour; a single alert stays as it
// is.
func (r *recording) gatherDigest(sub *models.Subscription, alerts []models.Alert) error {
	if len(alerts) < 2 {
		return nil
	}
	digest := r.newAlert(sub, models.ChannelDigest)
	digest.DueAt = r.now
	if err := r.list(digest, alerts); err != nil {
		return err
	}
	return r.tx.Create(digest).Error
}

// gatherBurst gathers what a channel's budget has no room for. The first such
// message goes out at once, another not before an hour after it; until then it
// takes in what comes up.
func (r *recording) gatherBurst(channel string, subs map[int64]*models.Subscription, alerts []models.Alert) error {
	if len(alerts) == 0 || subs[alerts[0].SubscriptionID] == nil {
		return nil
	}
	open, last, sent, err := r.lastHour(channel)
	if err != nil {
		return err
	}
	if open == nil && sent+len(alerts) <= ChannelBudget {
		return nil
	}
	if open != nil {
		if err := r.list(open, alerts); err != nil {
			return err
		}
		return r.in().Model(open).Select("gathered").Updates(open).Error
	}
	digest := r.newAlert(subs[alerts[0].SubscriptionID], models.BurstDigest)
	digest.DueAt = r.now
	if next := last.Add(time.Hour); next.After(r.now) {
		digest.DueAt = moment(next)
	}
	if err := r.list(digest, alerts); err != nil {
		return err
	}
	return r.tx.Create(digest).Error
}

// lastHour tells of a channel: the burst that still takes in alerts, when the
// last one was made, and how many messages there were within the last hour.
func (r *recording) lastHour(channel string) (open *models.Alert, last time.Time, sent int, err error) {
	var bursts []models.Alert
	err = r.in().Where("channel = ? AND kind = ?", channel, models.BurstDigest).Order("id DESC").Limit(1).Find(&bursts).Error
	if err != nil {
		return nil, last, 0, err
	}
	if len(bursts) > 0 {
		last = bursts[0].DueAt
		if bursts[0].State == models.AlertWaiting && bursts[0].Attempts == 0 {
			open = &bursts[0]
		}
	}
	var n int64
	err = r.in().Model(&models.Alert{}).Where("channel = ? AND sent_at > ?", channel, r.now.Add(-time.Hour)).Count(&n).Error
	return open, last, int(n), err
}

// list takes alerts into a message that tells of many.
func (r *recording) list(digest *models.Alert, alerts []models.Alert) error {
	ids := make([]int64, len(alerts))
	for i, a := range alerts {
		ids[i] = a.ID
		name, err := r.nameOf(&a)
		if err != nil {
			return err
		}
		digest.Gathered.Add(models.TopLine{AccountID: a.AccountID, Name: name, ICPID: a.ICPID, Score: a.Score, Tier: a.Tier})
	}
	for at := 0; at < len(ids); at += insertBatch {
		part := ids[at:min(at+insertBatch, len(ids))]
		set := r.in().Model(&models.Alert{}).Where("id IN ?", part).Updates(map[string]any{"state": models.AlertDigested, "digest_id": digest.ID})
		if set.Error != nil {
			return set.Error
		}
	}
	return nil
}

// nameOf is the name of an alert's account, its key where that is gone.
func (r *recording) nameOf(a *models.Alert) (string, error) {
	var names []string
	err := r.in().Model(&models.Account{}).Where("id = ?", a.AccountID).Limit(1).Pluck("name", &names).Error
	if err != nil || len(names) == 0 || names[0] == "" {
		return a.AccountKey, err
	}
	return names[0], nil
}
