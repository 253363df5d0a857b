package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"rightdoor/models"
	"rightdoor/scoring"
)

// nearLimit bounds how many near misses are offered.
const nearLimit = 5

// Find gives the accounts that a query names exactly: the one of its domain,
// or all of its name; aliases count for both. With them comes the version of
// the workspace's targeting, so that a caller sees every change at once.
func (s *Store) Find(ctx context.Context, workspace int64, q models.Query) (models.Found, error) {
	q = cleaned(q)
	var rows []struct {
		Targeting int64
		models.Account
	}
	err := s.db.WithContext(ctx).Raw("SELECT w.targeting_version AS targeting, a.* FROM workspaces w LEFT JOIN ("+matching(q)+
		") a ON a.workspace_id = w.id WHERE w.id = @w ORDER BY a.id LIMIT 20", map[string]any{
		"w": workspace, "id": q.ID, "domain": q.Domain, "key": q.NameKey, "from": q.NameKey + "|", "to": q.NameKey + "}",
	}).Scan(&rows).Error
	found := models.Found{}
	for _, r := range rows {
		found.Targeting = r.Targeting
		known := len(found.Accounts) > 0 && found.Accounts[len(found.Accounts)-1].ID == r.ID
		if r.ID != 0 && !known {
			found.Accounts = append(found.Accounts, r.Account)
		}
	}
	return found, trouble("find account", err)
}

// matching is the SQL of the accounts that a query names. Its parts stand side
// by side, each with an index of its own: joined by OR they would have none.
func matching(q models.Query) string {
	const (
		accounts = "SELECT * FROM accounts WHERE workspace_id = @w AND "
		aliases  = " UNION ALL SELECT accounts.* FROM aliases JOIN accounts ON accounts.workspace_id = aliases.workspace_id" +
			" AND accounts.id = aliases.account_id WHERE aliases.workspace_id = @w AND "
	)
	switch {
	case q.ID != 0:
		return accounts + "id = @id"
	case q.Domain != "":
		return accounts + "domain = @domain AND domain <> ''" + aliases + "aliases.key = @domain"
	case q.NameKey != "":
		return accounts + "name_key = @key" + aliases + "aliases.key >= @from AND aliases.key < @to"
	default:
		return accounts + "1 = 0"
	}
}

// Near gives accounts whose name or domain a query misses by one typing slip,
// or whose name begins with it; at most a handful, the nearest names first.
func (s *Store) Near(ctx context.Context, workspace int64, q models.Query) ([]models.Account, error) {
	q = cleaned(q)
	var near []models.Account
	for _, search := range []*gorm.DB{
		s.in(ctx, workspace).Where("name_key IN ?", q.NearNames),
		s.in(ctx, workspace).Where("domain IN ? AND domain <> ''", q.NearDomains),
		s.in(ctx, workspace).Where("? <> '' AND name_key >= ? AND name_key < ?", q.Prefix, q.Prefix, q.Prefix+"\U0010FFFF"),
	} {
		var list []models.Account
		if err := search.Order("length(name_key), name_key, id").Limit(nearLimit).Find(&list).Error; err != nil {
			return nil, trouble("find similar accounts", err)
		}
		for _, a := range list {
			if !slices.ContainsFunc(near, func(n models.Account) bool { return n.ID == a.ID }) {
				near = append(near, a)
			}
		}
	}
	return near[:min(len(near), nearLimit)], nil
}

// Account gives one account as it stands; nil when there is none.
func (s *Store) Account(ctx context.Context, workspace, id int64) (*models.Account, error) {
	var list []models.Account
	err := s.in(ctx, workspace).Where("id = ?", id).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, trouble("read account", err)
	}
	return &list[0], nil
}

// AccountAt gives an account as it stood at a revision; nil when there is no
// such account or revision.
func (s *Store) AccountAt(ctx context.Context, workspace, id int64, revision int) (*models.Account, error) {
	account, err := s.Account(ctx, workspace, id)
	if err != nil || account == nil || revision < 1 || revision > account.Revision {
		return nil, err
	}
	past, err := s.PastFacts(ctx, workspace, id)
	if err != nil {
		return nil, err
	}
	account.Rewind(revision, past)
	return account, nil
}

// PastFacts lists the facts of an account that are not current, oldest first.
func (s *Store) PastFacts(ctx context.Context, workspace, account int64) ([]models.PastFact, error) {
	var list []models.PastFact
	err := s.in(ctx, workspace).Where("account_id = ?", account).Order("id").Find(&list).Error
	return list, trouble("read past facts", err)
}

// eachBatch is how many accounts are read at a time.
const eachBatch = 1000

// Each calls fn with every account of a workspace and its signals, the latest
// first, in the order of the accounts' ids. It holds no connection while fn
// runs, and stops at its first error.
func (s *Store) Each(ctx context.Context, workspace int64, fn func(*models.Account, []scoring.Signal) error) error {
	last := int64(0)
	for {
		var batch []models.Account
		err := s.in(ctx, workspace).Where("id > ?", last).Order("id").Limit(eachBatch).Find(&batch).Error
		if err != nil || len(batch) == 0 {
			return trouble("read accounts", err)
		}
		first := batch[0].ID
		last = batch[len(batch)-1].ID
		signals, err := s.signalsBetween(ctx, workspace, first, last)
		if err != nil {
			return err
		}
		for i := range batch {
			if err := fn(&batch[i], signals[batch[i].ID]); err != nil {
				return err
			}
		}
	}
}

// signalsBetween lists the signals of the accounts in a range of ids.
func (s *Store) signalsBetween(ctx context.Context, workspace, first, last int64) (map[int64][]scoring.Signal, error) {
	var rows []models.Signal
	err := s.in(ctx, workspace).Where("account_id BETWEEN ? AND ?", first, last).Order("happened_on DESC, kind, note").Find(&rows).Error
	by := map[int64][]scoring.Signal{}
	for _, r := range rows {
		by[r.AccountID] = append(by[r.AccountID], r.Scored())
	}
	return by, trouble("read signals", err)
}

// Signals lists the signals of an account that were recorded by a moment, the
// latest first.
func (s *Store) Signals(ctx context.Context, workspace, account int64, by time.Time) ([]scoring.Signal, error) {
	var rows []models.Signal
	err := s.in(ctx, workspace).Where("account_id = ? AND recorded_at <= ?", account, by).
		Order("happened_on DESC, kind, note").Find(&rows).Error
	return scored(rows), trouble("read signals", err)
}

func scored(rows []models.Signal) []scoring.Signal {
	signals := make([]scoring.Signal, len(rows))
	for i, r := range rows {
		signals[i] = r.Scored()
	}
	return signals
}

// Contacts lists the people at an account, in the order of their ids.
func (s *Store) Contacts(ctx context.Context, workspace, account int64) ([]models.Contact, error) {
	var list []models.Contact
	err := s.in(ctx, workspace).Where("account_id = ?", account).Order("id").Find(&list).Error
	return list, trouble("read contacts", err)
}
