package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

// checkDecision refuses a decision that says nothing or never holds.
func checkDecision(d models.Decision) error {
	_, attribute := d.Attribute.Info()
	verdict := slices.ContainsFunc(scoring.Verdicts, func(v scoring.Verdict) bool { return v.String() == d.Verdict })
	says := map[models.DecisionKind]bool{models.Unlock: true, models.Overrule: verdict, models.NotKnown: attribute}
	switch {
	case !says[d.Kind]:
		return refuse("%q is no decision that can be kept.", d.Kind)
	case len(d.By) > models.MaxPerson:
		return refuse("A name has at most %d characters.", models.MaxPerson)
	case len(d.Reason) > models.MaxReason:
		return refuse("A reason has at most %d characters.", models.MaxReason)
	case d.Until != nil && !d.Until.After(d.At):
		return refuse("A decision has to end after it begins.")
	}
	return nil
}

// flushDecisions takes in the decisions, in their order.
func (r *recording) flushDecisions() error {
	for _, c := range r.decisions {
		var err error
		switch c := c.(type) {
		case models.Decided:
			err = r.decide(c.Decision)
		case models.DecisionEnded:
			err = r.endDecision(c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// decide keeps a decision. The one it takes the place of ends, and stays to be
// read by the receipts of its days.
func (r *recording) decide(d models.Decision) error {
	var accounts int64
	if err := r.in().Model(&models.Account{}).Where("id = ?", d.AccountID).Count(&accounts).Error; err != nil {
		return err
	}
	if accounts == 0 {
		return fault.New(fault.NotFound, "There is no such account any more.")
	}
	before := r.decisionsInForce(d.AccountID, d.Kind, d.Attribute, d.At)
	if d.Kind == models.NotKnown {
		var known int64
		if err := before.Count(&known).Error; err != nil {
			return err
		}
		if known > 0 {
			r.count(false, false)
			return nil
		}
	} else if err := before.Updates(map[string]any{"ended_by": d.By, "ended_at": d.At}).Error; err != nil {
		return err
	}
	d.WorkspaceID, d.ID, d.EndedBy, d.EndedAt = r.workspace.ID, r.nextID(), "", nil
	r.count(true, false)
	return r.tx.Create(&d).Error
}

// endDecision ends what is in force; nothing in force is nothing new.
func (r *recording) endDecision(c models.DecisionEnded) error {
	ended := r.decisionsInForce(c.AccountID, c.Kind, c.Attribute, c.At).
		Updates(map[string]any{"ended_by": c.By, "ended_at": c.At})
	r.count(false, ended.RowsAffected > 0)
	return ended.Error
}

// decisionsInForce starts a query for what holds of a kind at a moment, or will:
// of two who decide at once, the later in the queue may be the earlier by the
// clock.
func (r *recording) decisionsInForce(account int64, kind models.DecisionKind, attribute scoring.Attribute, at time.Time) *gorm.DB {
	return r.in().Model(&models.Decision{}).
		Where("account_id = ? AND kind = ? AND attribute = ? AND ended_at IS NULL AND (until IS NULL OR until > ?)", account, kind, attribute, at)
}

// Decisions lists the decisions on an account that were in force at a moment,
// in the order they were made; account 0 is every account.
func (s *Store) Decisions(ctx context.Context, workspace, account int64, at time.Time) ([]models.Decision, error) {
	query := s.in(ctx, workspace).
		Where("decided_at <= ? AND (until IS NULL OR until > ?) AND (ended_at IS NULL OR ended_at > ?)", at, at, at)
	if account != 0 {
		query = query.Where("account_id = ?", account)
	}
	var list []models.Decision
	err := query.Order("id").Find(&list).Error
	return list, trouble("read decisions", err)
}
