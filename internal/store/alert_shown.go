package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"rightdoor/models"
)

// An alert's row keeps what it came with, its row in shown what its message, or
// its line in a digest's, says since. Against them stands how the account was
// ranked last; that there is no such standing means that the account is gone or
// that its ICP is not in force any more.
const (
	saysVerdict   = "COALESCE(shown.verdict, 0)"                                                       // models.ShownFit
	standsVerdict = "CASE WHEN accounts.id IS NULL THEN 255 ELSE COALESCE(standings.verdict, 255) END" // models.Gone
)

// withStanding joins to alerts, by the name they have in a query, their account,
// how it stands, and what is shown of it. Each is looked up by what the alert
// says alone: on PostgreSQL without statistics the planner would otherwise read
// the standings of an ICP for each alert.
func withStanding(alerts *gorm.DB, name string) *gorm.DB {
	return alerts.
		Joins("LEFT JOIN accounts ON accounts.workspace_id = " + name + ".workspace_id AND accounts.id = " + name + ".account_id").
		Joins("LEFT JOIN standings ON standings.workspace_id = " + name + ".workspace_id AND standings.account_id = " + name + ".account_id AND standings.icp_id = " + name + ".icp_id").
		Joins("LEFT JOIN shown ON shown.workspace_id = " + name + ".workspace_id AND shown.alert_id = " + name + ".id")
}

// Outdated lists posted alerts of single accounts, sent since a moment, whose
// account stands otherwise than the message says; at most limit. While all
// accounts are being ranked anew there are none: how one stands is of the old
// profiles until its turn, and what a message says of the new.
func (s *Store) Outdated(ctx context.Context, workspace int64, since time.Time, limit int) ([]models.Alert, error) {
	if busy, err := s.rescoring(ctx, workspace); err != nil || busy {
		return nil, err
	}
	var list []models.Alert
	err := outdated(s.db.WithContext(ctx), workspace, since, limit).Find(&list).Error
	return list, trouble("list outdated alerts", err)
}

func outdated(db *gorm.DB, workspace int64, since time.Time, limit int) *gorm.DB {
	return withStanding(db.Table("alerts").Select("alerts.*"), "alerts").
		Where("alerts.workspace_id = ? AND alerts.state IN ? AND alerts.kind = ? AND alerts.message_ts <> '' AND alerts.sent_at >= ?", workspace,
			[]models.AlertState{models.AlertSent, models.AlertEdited, models.AlertSnoozed}, models.OneAccount, since.UTC()).
		Where(saysVerdict + " <> " + standsVerdict + " OR COALESCE(shown.score, alerts.score) <> CASE WHEN accounts.id IS NULL THEN 0 ELSE COALESCE(standings.score, 0) END").
		Order("alerts.sent_at, alerts.id").Limit(limit)
}

// ShowAlert notes what the posted message of an alert shows from now on, and
// tells whether it was not noted before: then the others need to be told. One
// that was put aside until its account stands otherwise is back.
func (s *Store) ShowAlert(ctx context.Context, shown models.Shown) (news bool, err error) {
	_, news, err = s.act(ctx, shown.WorkspaceID, shown.AlertID, func(r *recording, a *models.Alert) (bool, error) {
		var before []models.Shown
		if err := r.in().Where("alert_id = ?", shown.AlertID).Limit(1).Find(&before).Error; err != nil {
			return false, err
		}
		if len(before) > 0 && before[0] == shown || len(before) == 0 && shown.Verdict == models.ShownFit && shown.Score == a.Score {
			return false, nil
		}
		if err := replace(r, []models.Shown{shown}); err != nil {
			return false, err
		}
		if a.State == models.AlertSent || a.State == models.AlertSnoozed && a.SnoozedUntil == nil {
			a.State = models.AlertEdited
			return true, r.setAlert(a, "", "state")
		}
		return true, nil
	})
	return news, err
}

// rescoring tells whether a workspace's accounts are being ranked anew.
func (s *Store) rescoring(ctx context.Context, workspace int64) (bool, error) {
	var running int64
	err := s.in(ctx, workspace).Model(&models.Rescoring{}).Where("finished_at IS NULL").Count(&running).Error
	return running > 0, trouble("look for a rescoring", err)
}

// OutdatedLines lists the lines of posted digests, sent since a moment, whose
// account has another verdict than the message says, digest by digest, and at
// most limit. While all accounts are being ranked anew there are none: what
// changes by that is told at its end, not in pieces.
func (s *Store) OutdatedLines(ctx context.Context, workspace int64, since time.Time, limit int) ([]models.LineChange, error) {
	if busy, err := s.rescoring(ctx, workspace); err != nil || busy {
		return nil, err
	}
	var list []models.LineChange
	err := outdatedLines(s.db.WithContext(ctx), workspace, since, limit).Scan(&list).Error
	return list, trouble("list outdated lines of digests", err)
}

func outdatedLines(db *gorm.DB, workspace int64, since time.Time, limit int) *gorm.DB {
	lines := db.Table("alerts AS digest").
		Select("digest.id AS digest_id, listed.id AS alert_id, COALESCE(NULLIF(accounts.name, ''), listed.account_key) AS name, " +
			saysVerdict + " AS was, " + standsVerdict + " AS stands").
		Joins("JOIN alerts AS listed ON listed.workspace_id = digest.workspace_id AND listed.digest_id = digest.id AND listed.digest_id <> 0")
	return withStanding(lines, "listed").
		Where("digest.workspace_id = ? AND digest.kind <> 'account' AND digest.message_ts <> '' AND digest.sent_at >= ?", workspace, since.UTC()).
		Where(saysVerdict + " <> " + standsVerdict).
		Order("digest.id, listed.score DESC, listed.id").Limit(limit)
}

// ShowLines notes what lines of digests show from now on, and gives those of
// which it was not noted before, with what they showed: of these the others
// need to be told.
func (s *Store) ShowLines(ctx context.Context, workspace int64, lines []models.LineChange) (news []models.LineChange, err error) {
	err = s.locked(ctx, workspace, func(r *recording) error {
		ids := make([]int64, len(lines))
		for i, l := range lines {
			ids[i] = l.AlertID
		}
		var noted []models.Shown
		if err := r.among("shown", "alert_id", "", ids).Find(&noted).Error; err != nil {
			return err
		}
		shows := map[int64]models.ShownVerdict{} // zero is the fit that was announced
		for _, n := range noted {
			shows[n.AlertID] = n.Verdict
		}
		var changed []models.Shown
		news = nil
		for _, l := range lines {
			if l.Was = shows[l.AlertID]; l.Was != l.Stands {
				news = append(news, l)
				changed = append(changed, models.Shown{WorkspaceID: workspace, AlertID: l.AlertID, Verdict: l.Stands})
			}
		}
		return replace(r, changed)
	})
	if err != nil {
		return nil, trouble("note what a digest shows", err)
	}
	return news, nil
}
