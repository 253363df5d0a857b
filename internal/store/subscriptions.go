package store

import (
	"context"
	"database/sql"
	"errors"
	"reflect"
	"slices"

	"gorm.io/gorm"

	"rightdoor/internal/fault"
	"rightdoor/models"
)

// Subscriptions lists what the channels of a workspace want to hear of, in the
// order they came.
func (s *Store) Subscriptions(ctx context.Context, workspace int64) ([]models.Subscription, error) {
	var list []models.Subscription
	err := s.in(ctx, workspace).Order("id").Find(&list).Error
	return list, trouble("list subscriptions", err)
}

// Subscribe adds a subscription and gives it with its id. It hears of what
// crosses from now on, never of the past. A channel has one for each ICP, so
// where it is there already, as when two processes take the same request, that
// one gets the conditions.
func (s *Store) Subscribe(ctx context.Context, workspace int64, sub models.Subscription) (models.Subscription, error) {
	sub = cleaned(sub)
	if err := checkSubscription(&sub); err != nil {
		return sub, err
	}
	err := s.locked(ctx, workspace, func(r *recording) error {
		var there []models.Subscription
		err := r.in().Where("channel = ? AND icp_id = ?", sub.Channel, sub.ICPID).Order("id").Limit(1).Find(&there).Error
		if err != nil {
			return err
		}
		if len(there) == 0 {
			sub.WorkspaceID, sub.ID, sub.CreatedAt = workspace, r.nextID(), r.now
			return r.tx.Create(&sub).Error
		}
		err = r.edit(&there[0], func(same *models.Subscription) {
			same.Tier, same.Filter, same.Customers, same.Stopped = sub.Tier, sub.Filter, sub.Customers, ""
		})
		sub = there[0]
		return err
	})
	return sub, trouble("subscribe", err)
}

// ChangeSubscription lets change edit a subscription: its conditions, hours or
// pause. Alerts that wait already move to the new hours. To set Stopped to ""
// turns it on again, and its held alerts are due when its channel wants them.
func (s *Store) ChangeSubscription(ctx context.Context, workspace, id int64, change func(*models.Subscription)) error {
	err := s.locked(ctx, workspace, func(r *recording) error {
		var list []models.Subscription
		if err := r.in().Where("id = ?", id).Limit(1).Find(&list).Error; err != nil {
			return err
		}
		if len(list) == 0 {
			return noSubscription()
		}
		return r.edit(&list[0], change)
	})
	return trouble("change subscription", err)
}

// edit lets change edit a subscription that was read.
func (r *recording) edit(sub *models.Subscription, change func(*models.Subscription)) error {
	before := *sub
	change(sub)
	*sub = cleaned(*sub)
	sub.WorkspaceID, sub.ID = r.workspace.ID, before.ID
	if err := checkSubscription(sub); err != nil {
		return err
	}
	return r.changed(&before, sub)
}

// changed writes a subscription that was changed, and lets its alerts follow.
func (r *recording) changed(before, sub *models.Subscription) error {
	if sub.On() && !before.On() {
		if err := errors.Join(r.forgetStop(sub), r.release(sub)); err != nil {
			return err
		}
	}
	if !reflect.DeepEqual(r.hours(before), r.hours(sub)) {
		if err := r.reschedule(sub); err != nil {
			return err
		}
	}
	return r.tx.Save(sub).Error
}

// hours are what decides when a subscription hears; a pause that is over does
// not.
func (r *recording) hours(sub *models.Subscription) models.Subscription {
	h := models.Subscription{Mode: sub.Mode, Hour: sub.Hour, Zone: sub.Zone, QuietFrom: sub.QuietFrom, QuietTo: sub.QuietTo}
	h.Weekdays = append(h.Weekdays, sub.Weekdays...)
	if sub.PausedUntil != nil && sub.PausedUntil.After(r.now) {
		h.PausedUntil = sub.PausedUntil
	}
	return h
}

// reschedule moves what waits to the hours of its subscription, as if it came up
// now; the order stays. What is on its way is not called back, but where it has
// to be tried again that waits, too. A summary that may be open stays so for as
// long as one is after its last line.
func (r *recording) reschedule(sub *models.Subscription) error {
	due := moment(sub.Schedule(r.now))
	// Both states are named each time: the index of what is due has them as its
	// condition.
	unposted := func() *gorm.DB {
		return r.in().Model(&models.Alert{}).Where("channel = ? AND subscription_id = ? AND kind <> ?", sub.Channel, sub.ID, models.StopNotice)
	}
	err := errors.Join(
		unposted().Where("state IN ('waiting', 'sending')").Update("due_at", due).Error,
		unposted().Where("state IN ('waiting', 'sending') AND kind = ?", models.FirstImport).Update("due_at", moment(sub.Schedule(r.now.Add(summaryQuiet)))).Error,
		unposted().Where("state IN ('waiting', 'sending') AND state = 'waiting'").Updates(untried()).Error,
	)
	if !due.After(r.now) {
		r.due.Channels = append(r.due.Channels, sub.Channel)
	}
	return err
}

// untried forgets the attempts at an alert, so that the day in which it is tried
// begins anew. Of one that may have been posted it stays known since when: that
// is how far back it is looked for.
func untried() map[string]any {
	return map[string]any{"attempts": 0, "tried_at": gorm.Expr("CASE WHEN doubt THEN tried_at END")}
}

// Unsubscribe ends a subscription; its alerts that were not posted go with it.
func (s *Store) Unsubscribe(ctx context.Context, workspace, id int64) error {
	err := s.locked(ctx, workspace, func(r *recording) error {
		gone, err := r.unsubscribe(id)
		if err == nil && !gone {
			return noSubscription()
		}
		return err
	})
	return trouble("unsubscribe", err)
}

// unsubscribe ends a subscription and tells whether it was there.
func (r *recording) unsubscribe(id int64) (gone bool, err error) {
	deleted := r.in().Where("id = ?", id).Delete(&models.Subscription{})
	if deleted.Error != nil || deleted.RowsAffected == 0 {
		return false, deleted.Error
	}
	unposted := []models.AlertState{models.AlertWaiting, models.AlertHeld}
	return true, r.in().Where("subscription_id = ? AND state IN ?", id, unposted).Delete(&models.Alert{}).Error
}

// alertsOn adds a subscription, or changes the channel's to the same ICP.
func (r *recording) alertsOn(c models.AlertsOn) error {
	asked := c.Subscription
	if c.ICP != "" {
		icp, err := r.icp(c.ICP)
		if err != nil {
			return err
		}
		if icp == nil {
			return refuse("There is no ICP %q to tell %s of. `icp` lists the ones there are.", c.ICP, asked.Channel)
		}
		asked.ICPID = icp.ID
	}
	if asked.Mode == "" {
		asked.Mode = models.AtOnce
	}
	var list []models.Subscription
	err := r.in().Where("channel = ? AND icp_id = ?", asked.Channel, asked.ICPID).Order("id").Limit(1).Find(&list).Error
	if err != nil {
		return err
	}
	if len(list) == 0 {
		added := models.Subscription{WorkspaceID: r.workspace.ID, ID: r.nextID(), Channel: asked.Channel, ICPID: asked.ICPID, Creator: asked.Creator, CreatedAt: r.now}.Ask(asked)
		r.count(true, true)
		return r.tx.Create(&added).Error
	}
	return r.changeAlerts(list[0], asked)
}

// changeAlerts has a subscription hear what is asked, and turns it on where it
// was stopped.
func (r *recording) changeAlerts(sub, asked models.Subscription) error {
	after := sub.Ask(asked)
	after.Stopped = ""
	if after.Creator == "" {
		after.Creator = asked.Creator
	}
	same := reflect.DeepEqual(sub, after)
	r.count(false, !same)
	if same {
		return nil
	}
	return r.changed(&sub, &after)
}

func noSubscription() error {
	return fault.New(fault.NotFound, "There is no such subscription any more. `alerts list` shows the ones there are.")
}

func checkSubscription(sub *models.Subscription) error {
	if sub.Channel == "" {
		return refuse("Alerts need a channel.")
	}
	if sub.Mode == "" {
		sub.Mode = models.AtOnce
	}
	if err := sub.Check(); err != nil {
		return refuse("These alerts cannot be set up: %v.", err)
	}
	return nil
}

// forgetStop drops the notices that a subscription is stopped which nobody has
// read: it is on again.
func (r *recording) forgetStop(sub *models.Subscription) error {
	return r.in().Where("subscription_id = ? AND kind = ? AND state IN ?", sub.ID, models.StopNotice, []models.AlertState{models.AlertWaiting, models.AlertFailed}).
		Delete(&models.Alert{}).Error
}

// release makes the alerts due that were held while a subscription was off. A
// digest that is still gathering is let go by its rescoring, and a summary of
// nothing never.
func (r *recording) release(sub *models.Subscription) error {
	sub.StoppedAt = nil
	var held []models.Alert
	if err := r.in().Where("subscription_id = ? AND state = ?", sub.ID, models.AlertHeld).Order("id").Find(&held).Error; err != nil {
		return err
	}
	var running int64
	if err := r.in().Model(&models.Rescoring{}).Where("finished_at IS NULL").Count(&running).Error; err != nil {
		return err
	}
	var ids []int64
	for _, a := range held {
		empty, gathering := a.Kind == models.FirstImport && a.Gathered.Count == 0, a.Kind == models.RescoringDigest && running > 0
		if !empty && !gathering {
			ids = append(ids, a.ID)
		}
	}
	due := moment(sub.Schedule(r.now))
	if len(ids) > 0 && !due.After(r.now) {
		r.due.Channels = append(r.due.Channels, sub.Channel)
	}
	for batch := range slices.Chunk(ids, loadBatch) {
		set := untried()
		set["state"], set["due_at"] = models.AlertWaiting, due
		if err := r.in().Model(&models.Alert{}).Where("id IN ?", batch).Updates(set).Error; err != nil {
			return err
		}
	}
	return nil
}

// locked does fn with the workspace locked, as Record does.
func (s *Store) locked(ctx context.Context, workspace int64, fn func(r *recording) error) error {
	return s.transaction(ctx, func(tx *gorm.DB, conn *sql.Conn) error {
		r, err := s.begin(tx, workspace)
		if err != nil {
			return err
		}
		r.conn = conn
		if err := fn(r); err != nil {
			return err
		}
		if err := r.flushWorkspace(); err != nil {
			return err
		}
		return r.enqueue()
	})
}

// Alerts lists the alerts of a workspace in given states, the oldest first; in
// any state when none is given. At most limit are listed, all for 0.
func (s *Store) Alerts(ctx context.Context, workspace int64, limit int, states ...models.AlertState) ([]models.Alert, error) {
	query := s.in(ctx, workspace).Order("id")
	if len(states) > 0 {
		query = query.Where("state IN ?", states)
	}
	if limit > 0 {
		query = query.Limit(limit)
	}
	var list []models.Alert
	err := query.Find(&list).Error
	return list, trouble("list alerts", err)
}

// Alert gives one alert; nil when there is none.
func (s *Store) Alert(ctx context.Context, workspace, id int64) (*models.Alert, error) {
	var list []models.Alert
	err := s.in(ctx, workspace).Where("id = ?", id).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, trouble("read alert", err)
	}
	return &list[0], nil
}

// Listed lists the alerts that a digest tells of, the highest score first.
func (s *Store) Listed(ctx context.Context, workspace, digest int64, offset, limit int) ([]models.Alert, error) {
	var list []models.Alert
	err := s.in(ctx, workspace).Where("digest_id = ? AND digest_id <> 0", digest).Order("score DESC, id").Offset(offset).Limit(limit).Find(&list).Error
	return list, trouble("list a digest", err)
}

// Standings lists how an account stood at the last ranking, in the order of the
// ICPs' ids.
func (s *Store) Standings(ctx context.Context, workspace, account int64) ([]models.Standing, error) {
	var list []models.Standing
	err := s.in(ctx, workspace).Where("account_id = ?", account).Order("icp_id").Find(&list).Error
	return list, trouble("list standings", err)
}

// StopChannel stops the subscriptions of a channel that takes nothing any more,
// and tells how many it stopped. Their alerts are kept, and whoever set them up
// is told. Those that are stopped already stay as they are.
func (s *Store) StopChannel(ctx context.Context, workspace int64, channel, why string) (stopped int, err error) {
	err = s.locked(ctx, workspace, func(r *recording) error {
		var list []models.Subscription
		if err := r.in().Where("channel = ? AND stopped = ''", channel).Order("id").Find(&list).Error; err != nil {
			return err
		}
		stopped = len(list)
		for i := range list {
			if err := r.stopAlerts(&list[i], why); err != nil {
				return err
			}
		}
		return nil
	})
	return stopped, trouble("stop the alerts of a channel", err)
}

// ReopenChannel notes that a channel takes posts again whose subscriptions were
// stopped for one of some reasons, and tells how many there are. They stay
// stopped, for another reason, and whoever set them up is told.
func (s *Store) ReopenChannel(ctx context.Context, workspace int64, channel, now string, was []string) (waiting int, err error) {
	err = s.locked(ctx, workspace, func(r *recording) error {
		var list []models.Subscription
		if err := r.in().Where("channel = ? AND stopped IN ? AND stopped <> ?", channel, was, now).Order("id").Find(&list).Error; err != nil {
			return err
		}
		waiting = len(list)
		for i := range list {
			list[i].Stopped = models.CutText(models.CleanText(now), maxNote)
			if err := errors.Join(r.tx.Save(&list[i]).Error, r.tellStopped(&list[i])); err != nil {
				return err
			}
		}
		return nil
	})
	return waiting, trouble("reopen the alerts of a channel", err)
}

// stopAlerts stops a subscription. Its alerts are kept, and its creator is told.
func (r *recording) stopAlerts(sub *models.Subscription, why string) error {
	if why == "" {
		why = "Slack refused a post."
	}
	sub.Stopped, sub.StoppedAt = models.CutText(models.CleanText(why), maxNote), &r.now
	return errors.Join(
		r.tx.Save(sub).Error,
		r.in().Model(&models.Alert{}).Where("subscription_id = ? AND state = ? AND kind <> ?", sub.ID, models.AlertWaiting, models.StopNotice).Update("state", models.AlertHeld).Error,
		r.tellStopped(sub),
	)
}

// tellStopped tells whoever is to know of a subscription how it stands; a notice
// of its channel that is still to be posted to her says so, too.
func (r *recording) tellStopped(sub *models.Subscription) error {
	whom, err := r.toldOf(sub)
	if err != nil || whom == "" {
		return err
	}
	var waiting int64
	err = r.in().Model(&models.Alert{}).Where("channel = ? AND state IN ('waiting', 'sending') AND state = 'waiting' AND kind = ?", whom, models.StopNotice).
		Where("subscription_id IN (?)", r.in().Model(&models.Subscription{}).Select("id").Where("channel = ?", sub.Channel)).Count(&waiting).Error
	if err != nil || waiting > 0 {
		return err
	}
	notice := r.newAlert(sub, models.StopNotice)
	notice.Channel, notice.DueAt = whom, r.now
	r.due.Channels = append(r.due.Channels, notice.Channel)
	return insert(r, []models.Alert{*notice})
}

// toldOf is who is told of a subscription that stops: its creator, else, by her
// address, the owner of its ICP, or of the first in force that has one where it
// is to any; "" for nobody.
func (r *recording) toldOf(sub *models.Subscription) (whom string, err error) {
	if sub.Creator != "" {
		return sub.Creator, nil
	}
	var owners []string
	err = r.tx.Raw(`SELECT v.owner FROM icps i JOIN icp_versions v ON v.workspace_id = i.workspace_id AND v.icp_id = i.id AND v.version = i.published
		WHERE i.workspace_id = @workspace AND v.owner LIKE '%@%' AND (i.id = @icp OR @icp = 0) ORDER BY i.position, i.id LIMIT 1`,
		map[string]any{"workspace": r.workspace.ID, "icp": sub.ICPID}).Scan(&owners).Error
	if err != nil || len(owners) == 0 {
		return "", err
	}
	return owners[0], nil
}

// StoppedSubscriptions counts, over all workspaces, the subscriptions that are
// stopped.
func (s *Store) StoppedSubscriptions(ctx context.Context) (int, error) {
	var n int64
	err := s.db.WithContext(ctx).Model(&models.Subscription{}).Where("stopped <> ''").Count(&n).Error
	return int(n), trouble("count stopped subscriptions", err)
}
