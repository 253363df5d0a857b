package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rightdoor/models"
)

// DueChannels lists the channels, of all workspaces, in which an alert is due
// and which nobody holds, within a workspace the one that waits for the longest
// first. An alert that has been on its way for stale is due
// again: its post has to be over by then.
func (s *Store) DueChannels(ctx context.Context, stale time.Duration) ([]models.Due, error) {
	var rows []struct {
		WorkspaceID int64
		Channel     string
	}
	now := s.now()
	err := s.db.WithContext(ctx).Raw(`SELECT alerts.workspace_id, alerts.channel FROM alerts
		LEFT JOIN holds ON holds.workspace_id = alerts.workspace_id AND holds.channel = alerts.channel
		WHERE state IN ('waiting', 'sending') AND due_at <= @now AND (state = 'waiting' OR sending_at <= @stale)
		AND (holds.channel IS NULL OR holds.held_until <= @now AND holds.next_at <= @now)
		GROUP BY alerts.workspace_id, alerts.channel ORDER BY alerts.workspace_id, MIN(due_at), alerts.channel`, map[string]any{"now": now, "stale": now.Add(-stale)}).Scan(&rows).Error
	var due []models.Due
	for _, r := range rows {
		if len(due) == 0 || due[len(due)-1].Workspace != r.WorkspaceID {
			due = append(due, models.Due{Workspace: r.WorkspaceID})
		}
		last := &due[len(due)-1]
		last.Channels = append(last.Channels, r.Channel)
	}
	return due, trouble("list due alerts", err)
}

// TakeHold takes the right to post in a channel for a while; nil when somebody
// has it. by is unique for each call.
func (s *Store) TakeHold(ctx context.Context, workspace int64, channel, by string, lasts time.Duration) (*models.Hold, error) {
	hold := &models.Hold{}
	err := s.write(ctx, func(tx *gorm.DB) error {
		now := s.now()
		made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&models.Hold{WorkspaceID: workspace, Channel: channel, HeldUntil: now, NextAt: now})
		if made.Error != nil {
			return made.Error
		}
		one := tx.Model(&models.Hold{}).Where("workspace_id = ? AND channel = ?", workspace, channel)
		taken := one.Where("held_until <= ?", now).Updates(map[string]any{"held_by": by, "held_until": now.Add(lasts)})
		if taken.Error != nil || taken.RowsAffected == 0 {
			return taken.Error
		}
		return tx.Where("workspace_id = ? AND channel = ?", workspace, channel).Take(hold).Error
	})
	if err != nil || hold.HeldBy != by {
		return nil, trouble("hold a channel", err)
	}
	return hold, nil
}

// DropHold gives the right to post back.
func (s *Store) DropHold(ctx context.Context, hold *models.Hold) error {
	err := s.write(ctx, func(tx *gorm.DB) error {
		return tx.Model(&models.Hold{}).Where("workspace_id = ? AND channel = ? AND held_by = ?", hold.WorkspaceID, hold.Channel, hold.HeldBy).
			Update("held_until", s.now()).Error
	})
	return trouble("let go of a channel", err)
}

// theTeam is the channel of a workspace's row among the holds: nothing is to be
// posted in any of its channels before.
const theTeam = ""

// TakeTurn takes the workspace's turn to post, of which there is one in every
// pace among all processes, for a held channel. It takes none, and tells so by
// due, where nothing is due there. Where it is not the turn yet, it tells when
// to ask again; again is zero when the turn is taken.
func (s *Store) TakeTurn(ctx context.Context, hold *models.Hold, stale, pace time.Duration) (again time.Time, due bool, err error) {
	err = s.write(ctx, func(tx *gorm.DB) error {
		again, due = time.Time{}, false
		now := s.now()
		first, err := firstDue(tx, hold, now, stale)
		if due = first != nil; err != nil || !due {
			return err
		}
		row := models.Hold{WorkspaceID: hold.WorkspaceID, Channel: theTeam, HeldUntil: now, NextAt: now}
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
			return err
		}
		// A turn that is farther away than any can be is of a clock that was set back.
		taken := tx.Model(&models.Hold{}).Where("workspace_id = ? AND channel = ? AND (next_at <= ? OR next_at > ?)", hold.WorkspaceID, theTeam, now, now.Add(pace)).
			Update("next_at", now.Add(pace))
		if taken.Error != nil || taken.RowsAffected == 1 {
			return taken.Error
		}
		err = tx.Where("workspace_id = ? AND channel = ?", hold.WorkspaceID, theTeam).Take(&row).Error
		again = row.NextAt
		return err
	})
	return again, due, trouble("take a turn to post", err)
}

// firstDue gives the alert of a channel that is to be posted next; nil when
// there is none, or when somebody else's delivery of it is not stale yet.
func firstDue(tx *gorm.DB, hold *models.Hold, now time.Time, stale time.Duration) (*models.Alert, error) {
	var list []models.Alert
	err := tx.Where("workspace_id = ? AND channel = ? AND state IN ('waiting', 'sending') AND due_at <= ?", hold.WorkspaceID, hold.Channel, now).
		Order("id").Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	a := &list[0]
	if a.State == models.AlertSending && (a.SendingAt == nil || a.SendingAt.After(now.Add(-stale))) {
		return nil, nil
	}
	return a, nil
}

// TakeAlert takes the next due alert of a channel, the one that came up first,
// and notes who delivers it; nil when there is none, when the hold is over or
// another delivery is not stale yet. Doubt tells that somebody tried
// before and may have posted it.
func (s *Store) TakeAlert(ctx context.Context, hold *models.Hold, stale time.Duration) (*models.Alert, error) {
	var taken *models.Alert
	err := s.write(ctx, func(tx *gorm.DB) error {
		taken = nil
		now := s.now()
		first, err := firstDue(tx, hold, now, stale)
		if err != nil || first == nil {
			return err
		}
		a := *first
		// What was read may be another's by now: the row's own state decides.
		guard := tx.Model(&models.Alert{}).Where("workspace_id = ? AND id = ? AND state = ? AND sending_by = ? AND due_at <= ?", a.WorkspaceID, a.ID, a.State, a.SendingBy, now).
			Where("EXISTS (SELECT 1 FROM holds WHERE holds.workspace_id = alerts.workspace_id AND holds.channel = alerts.channel AND held_by = ? AND held_until > ?)",
				hold.HeldBy, now)
		a.Doubt = a.Doubt || a.State == models.AlertSending
		a.State, a.SendingBy, a.SendingAt, a.Attempts = models.AlertSending, hold.HeldBy, &now, a.Attempts+1
		if a.TriedAt == nil {
			a.TriedAt = &now
		}
		done := guard.Select("state", "doubt", "sending_by", "sending_at", "attempts", "tried_at").Updates(&a)
		if done.Error == nil && done.RowsAffected == 1 {
			taken = &a
		}
		return done.Error
	})
	return taken, trouble("take an alert", err)
}

// Settle notes what became of an alert that was taken, and from when on its
// channel may be posted to again. It gives false, and changes nothing, when
// somebody else has taken the alert meanwhile.
func (s *Store) Settle(ctx context.Context, a *models.Alert, d models.Delivery) (bool, error) {
	mine := false
	err := s.locked(ctx, a.WorkspaceID, func(r *recording) error {
		set := map[string]any{"state": d.State, "last_error": models.CutText(models.CleanText(d.Why), maxNote), "doubt": d.Doubt, "sending_by": ""}
		if d.State == models.AlertSent {
			set["message_ts"], set["sent_at"] = d.MessageTS, r.now
		}
		done := r.in().Model(&models.Alert{}).Where("id = ? AND state = ? AND sending_by = ?", a.ID, models.AlertSending, a.SendingBy).Updates(set)
		if mine = done.RowsAffected == 1; done.Error != nil || !mine {
			return done.Error
		}
		err := r.in().Model(&models.Hold{}).Where("channel = ? AND held_by = ?", a.Channel, a.SendingBy).Update("next_at", r.now.Add(d.Pause)).Error
		if err != nil {
			return err
		}
		return r.settled(a, d)
	})
	return mine, trouble("settle an alert", err)
}

// settled keeps the subscription in step.
func (r *recording) settled(a *models.Alert, d models.Delivery) error {
	subscription := r.in().Model(&models.Subscription{}).Where("id = ?", a.SubscriptionID)
	switch {
	case a.Kind == models.StopNotice:
		return nil
	case d.State == models.AlertSent:
		return subscription.Update("sent", gorm.Expr("sent + 1")).Error
	case d.State == models.AlertHeld:
		return r.stop(a, d.Why)
	default:
		return nil
	}
}

// stop ends the subscription of an alert whose channel takes nothing any more.
func (r *recording) stop(a *models.Alert, why string) error {
	var list []models.Subscription
	if err := r.in().Where("id = ? AND stopped = ''", a.SubscriptionID).Find(&list).Error; err != nil || len(list) == 0 {
		return err
	}
	return r.stopAlerts(&list[0], why)
}

// Retry lets an alert that failed be tried again.
func (s *Store) Retry(ctx context.Context, workspace, id int64) error {
	err := s.locked(ctx, workspace, func(r *recording) error {
		var list []models.Alert
		if err := r.in().Where("id = ? AND state = ?", id, models.AlertFailed).Find(&list).Error; err != nil {
			return err
		}
		if len(list) == 0 {
			return refuse("There is no alert %d that failed. `alerts failed` lists them.", id)
		}
		r.due.Channels = append(r.due.Channels, list[0].Channel)
		again := untried()
		again["state"], again["due_at"] = models.AlertWaiting, r.now
		return r.in().Model(&list[0]).Updates(again).Error
	})
	return trouble("retry an alert", err)
}

// Handles gives what the job library works on: the same connections as the
// store's own. The pool is nil on SQLite.
func (s *Store) Handles() (*sql.DB, *pgxpool.Pool) {
	db, err := s.db.DB()
	if err != nil {
		return nil, s.pool
	}
	return db, s.pool
}

// Migrating runs fn while no process migrates this database, in a transaction
// that only SQLite needs: there nothing else can write meanwhile.
func (s *Store) Migrating(ctx context.Context, fn func(ctx context.Context, tx *sql.Tx) error) error {
	err := s.write(ctx, func(tx *gorm.DB) error {
		if isPostgres(tx) {
			if err := tx.Exec("SELECT pg_advisory_xact_lock(?)", migrationLock).Error; err != nil {
				return err
			}
		}
		own, _ := tx.Statement.ConnPool.(*sql.Tx)
		return fn(ctx, own)
	})
	return trouble("migrate database", err)
}

// Backlog tells what waits in all workspaces, for the figures.
func (s *Store) Backlog(ctx context.Context) (models.Backlog, error) {
	var b models.Backlog
	now := s.now()
	waiting := s.db.WithContext(ctx).Model(&models.Alert{}).Where("state IN ('waiting', 'sending') AND due_at <= ?", now)
	var oldest []models.Alert
	err := errors.Join(
		waiting.Session(&gorm.Session{}).Count(&b.Due).Error,
		waiting.Session(&gorm.Session{}).Order("due_at").Limit(1).Find(&oldest).Error,
		s.db.WithContext(ctx).Model(&models.Alert{}).Where("state = 'failed'").Count(&b.Failed).Error,
	)
	if len(oldest) > 0 {
		b.Oldest = now.Sub(oldest[0].DueAt)
	}
	return b, trouble("count alerts", err)
}
