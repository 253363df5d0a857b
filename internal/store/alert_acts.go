package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"rightdoor/internal/fault"
	"rightdoor/models"
)

// ClaimAlert gives an alert to a person unless somebody has it, and tells
// whether it is hers by this. The alert is as it stands afterwards.
func (s *Store) ClaimAlert(ctx context.Context, workspace, id int64, user string) (a models.Alert, done bool, err error) {
	return s.act(ctx, workspace, id, func(r *recording, a *models.Alert) (bool, error) {
		if a.ClaimedBy != "" {
			return false, nil
		}
		a.ClaimedBy, a.ClaimedAt = user, &r.now
		return true, r.setAlert(a, "claimed", "claimed_by", "claimed_at")
	})
}

// SnoozeAlert puts an alert aside until a moment; nil is until the account
// stands otherwise. One that is still to be posted cannot be.
func (s *Store) SnoozeAlert(ctx context.Context, workspace, id int64, until *time.Time) (a models.Alert, done bool, err error) {
	return s.act(ctx, workspace, id, func(r *recording, a *models.Alert) (bool, error) {
		switch a.State {
		case models.AlertSent, models.AlertEdited, models.AlertSnoozed:
		default:
			return false, nil
		}
		if until != nil {
			moment := moment(*until)
			until = &moment
		}
		counted := "snoozed"
		if a.State == models.AlertSnoozed {
			counted = "" // it was counted then
		}
		a.State, a.SnoozedUntil = models.AlertSnoozed, until
		return true, r.setAlert(a, counted, "state", "snoozed_until")
	})
}

// RefuseAlert keeps why an account is no fit after all, as a person says, and
// tells whether that is news.
func (s *Store) RefuseAlert(ctx context.Context, workspace, id int64, user, reason string) (a models.Alert, done bool, err error) {
	return s.act(ctx, workspace, id, func(r *recording, a *models.Alert) (bool, error) {
		if a.RefusedBy == user && a.RefusedReason == reason {
			return false, nil
		}
		counted := "refused"
		if a.RefusedBy != "" {
			counted = ""
		}
		a.RefusedBy, a.RefusedReason = cleaned(user), cleaned(reason)
		if a.State == models.AlertSnoozed { // nobody waits for it any more
			a.State, a.SnoozedUntil = models.AlertEdited, nil
		}
		return true, r.setAlert(a, counted, "refused_by", "refused_reason", "state", "snoozed_until")
	})
}

// act changes one alert with the workspace locked.
func (s *Store) act(ctx context.Context, workspace, id int64, change func(*recording, *models.Alert) (bool, error)) (a models.Alert, done bool, err error) {
	err = s.locked(ctx, workspace, func(r *recording) error {
		var list []models.Alert
		if err := r.in().Where("id = ?", id).Limit(1).Find(&list).Error; err != nil {
			return err
		}
		if len(list) == 0 {
			return fault.New(fault.NotFound, "There is no alert %d.", id)
		}
		a = list[0]
		done, err = change(r, &a)
		return err
	})
	return a, done, trouble("act on alert", err)
}

// setAlert writes columns of an alert and counts the act at its subscription;
// counted is the column there, or "".
func (r *recording) setAlert(a *models.Alert, counted string, columns ...string) error {
	if err := r.tx.Model(a).Select(columns).Updates(a).Error; err != nil || counted == "" {
		return err
	}
	return r.tx.Exec("UPDATE subscriptions SET "+counted+" = "+counted+" + 1 WHERE workspace_id = ? AND id = ?", a.WorkspaceID, a.SubscriptionID).Error
}

// WakeAlerts ends the snoozes that are over, and gives the alerts.
func (s *Store) WakeAlerts(ctx context.Context, workspace int64) ([]models.Alert, error) {
	var list []models.Alert
	// The state is written out: the index has it as its condition.
	const over = "state = 'snoozed' AND snoozed_until IS NOT NULL AND snoozed_until <= ?"
	if err := s.in(ctx, workspace).Where(over, s.now()).Order("id").Find(&list).Error; err != nil || len(list) == 0 {
		return nil, trouble("list snoozed alerts", err)
	}
	woken := list[:0]
	for _, a := range list {
		a.State = models.AlertEdited
		set := s.in(ctx, workspace).Model(&models.Alert{}).Where("id = ? AND "+over, a.ID, s.now()).
			Updates(map[string]any{"state": a.State, "snoozed_until": nil})
		if set.Error != nil {
			return woken, trouble("wake alert", set.Error)
		}
		if set.RowsAffected == 1 { // else another process has woken it
			a.SnoozedUntil = nil
			woken = append(woken, a)
		}
	}
	return woken, nil
}

// ignoredAfter is how long people have for an alert before it counts as
// ignored.
const ignoredAfter = 24 * time.Hour

// wasTold is the condition that an alert was posted, or listed in what was.
const wasTold = `(state IN ('sent', 'edited', 'snoozed') OR state = 'digested' AND EXISTS (
	SELECT 1 FROM alerts AS digest WHERE digest.workspace_id = alerts.workspace_id AND digest.id = alerts.digest_id AND digest.message_ts <> ''))`

// AlertWorth tells for each subscription what became of the alerts that came up
// since a moment, those listed in a digest included, and how many are still to
// be posted.
func (s *Store) AlertWorth(ctx context.Context, workspace int64, since time.Time) ([]models.Worth, error) {
	var list []models.Worth
	alerts := s.in(ctx, workspace).Table("alerts").
		Select("subscription_id, state, claimed_by, refused_by, created_at, CASE WHEN "+wasTold+" THEN 1 ELSE 0 END AS told").
		Where("kind = ? AND created_at >= ? AND state <> ?", models.OneAccount, since.UTC(), models.AlertFailed)
	err := s.db.WithContext(ctx).Table("(?) AS alerts", alerts).
		Select(`subscription_id, sum(told) AS sent, sum(1 - told) AS waiting,
			sum(CASE WHEN claimed_by <> '' THEN told ELSE 0 END) AS claimed,
			sum(CASE WHEN state = 'snoozed' THEN told ELSE 0 END) AS snoozed,
			sum(CASE WHEN refused_by <> '' THEN told ELSE 0 END) AS refused,
			sum(CASE WHEN claimed_by = '' AND refused_by = '' AND state <> 'snoozed' AND created_at < ? THEN told ELSE 0 END) AS ignored`,
			s.now().Add(-ignoredAfter)).
		Group("subscription_id").Order("subscription_id").Scan(&list).Error
	return list, trouble("count what became of alerts", err)
}

// Refusals lists why accounts that were announced under an ICP were no good,
// the latest first; at most limit.
func (s *Store) Refusals(ctx context.Context, workspace, icp int64, limit int) ([]models.Refusal, error) {
	var list []models.Refusal
	err := s.in(ctx, workspace).Table("alerts").Select(`account_key, refused_reason AS reason, refused_by AS "by"`).
		Where("icp_id = ? AND refused_by <> ''", icp).Order("id DESC").Limit(limit).Scan(&list).Error
	return list, trouble("list refusals", err)
}

// ActedOn gives the latest alert of an account since a moment that somebody
// claimed or called no fit; nil for none.
func (s *Store) ActedOn(ctx context.Context, workspace, account int64, since time.Time) (*models.Alert, error) {
	var list []models.Alert
	err := actedOn(s.in(ctx, workspace), account, since).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, trouble("find what people did with an account", err)
	}
	return &list[0], nil
}

func actedOn(db *gorm.DB, account int64, since time.Time) *gorm.DB {
	return db.Where("account_id = ? AND created_at >= ? AND (claimed_by <> '' OR refused_by <> '')", account, since.UTC()).Order("id DESC").Limit(1)
}

// Crossings lists the ledger since a moment, the oldest first.
func (s *Store) Crossings(ctx context.Context, workspace int64, since time.Time) ([]models.Crossing, error) {
	var list []models.Crossing
	err := s.in(ctx, workspace).Where("fired_at >= ?", since.UTC()).Order("fired_at, account_key, icp_id, tier").Find(&list).Error
	return list, trouble("list crossings", err)
}

// WorkspaceOf gives the workspace of a Slack team, if it has one; unlike
// TeamWorkspace it makes and binds none.
func (s *Store) WorkspaceOf(ctx context.Context, team string) (id int64, known bool, err error) {
	var ids []int64
	err = s.db.WithContext(ctx).Model(&models.Workspace{}).Where("slack_team = ? AND slack_team <> ''", team).Limit(1).Pluck("id", &ids).Error
	if err != nil || len(ids) == 0 {
		return 0, false, trouble("find a team's workspace", err)
	}
	return ids[0], true, nil
}

// AlertQueue counts, over all workspaces, the alerts that are due and not posted
// yet, and tells for how long the oldest has been due.
func (s *Store) AlertQueue(ctx context.Context) (queued int, oldest time.Duration, err error) {
	due := func() *gorm.DB {
		return s.db.WithContext(ctx).Model(&models.Alert{}).Where("state IN ('waiting', 'sending') AND due_at <= ?", s.now())
	}
	var n int64
	var first []time.Time
	err = errors.Join(due().Count(&n).Error, due().Order("due_at").Limit(1).Pluck("due_at", &first).Error)
	if err != nil || len(first) == 0 {
		return int(n), 0, trouble("count due alerts", err)
	}
	return int(n), s.now().Sub(first[0]), nil
}

// TakeErrand gives the right to run an errand, for a while, to one process: to
// the first that asks, unless it was done since a moment; a zero moment is ever.
func (s *Store) TakeErrand(ctx context.Context, workspace int64, name string, since time.Time, hold time.Duration) (taken bool, err error) {
	err = s.locked(ctx, workspace, func(r *recording) error {
		var list []models.Errand
		if err := r.in().Where("name = ?", name).Limit(1).Find(&list).Error; err != nil {
			return err
		}
		if len(list) > 0 && (list[0].HeldUntil.After(r.now) || list[0].DoneAt != nil && !list[0].DoneAt.Before(since)) {
			return nil
		}
		e := models.Errand{WorkspaceID: workspace, Name: name, HeldUntil: r.now.Add(hold)}
		if len(list) > 0 {
			e.DoneAt = list[0].DoneAt
		}
		taken = true
		return replace(r, []models.Errand{e})
	})
	return taken && err == nil, trouble("take an errand", err)
}

// EndErrand notes that an errand is done.
func (s *Store) EndErrand(ctx context.Context, workspace int64, name string) error {
	now := s.now()
	err := s.in(ctx, workspace).Model(&models.Errand{}).Where("name = ?", name).Updates(map[string]any{"done_at": now, "held_until": now}).Error
	return trouble("end an errand", err)
}
