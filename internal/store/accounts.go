package store

import (
	"context"
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
	found := models.Found{}
	q = cleaned(q)
	tx := s.db.WithContext(ctx)
	err := tx.Model(&models.Workspace{}).Where("id = ?", workspace).Pluck("targeting_version", &found.Targeting).Error
	if err != nil {
		return found, trouble("find account", err)
	}
	var match *gorm.DB
	switch {
	case q.ID != 0:
		match = tx.Where("id = ?", q.ID)
	case q.Domain != "":
		match = tx.Where("domain = ? AND domain <> ''", q.Domain).Or("id IN (?)", s.aliased(ctx, workspace).Where("key = ?", q.Domain))
	case q.NameKey != "":
		byAlias := s.aliased(ctx, workspace).Where("key >= ? AND key < ?", q.NameKey+"|", q.NameKey+"}")
		match = tx.Where("name_key = ?", q.NameKey).Or("id IN (?)", byAlias)
	default:
		return found, nil
	}
	err = s.in(ctx, workspace).Where(match).Order("id").Limit(20).Find(&found.Accounts).Error
	return found, trouble("find account", err)
}

// aliased starts a query for the accounts of some aliases.
func (s *Store) aliased(ctx context.Context, workspace int64) *gorm.DB {
	return s.in(ctx, workspace).Model(&models.Alias{}).Select("account_id")
}

// Near gives accounts whose name or domain a query misses by one typing slip,
// or whose name begins with it; at most a handful.
func (s *Store) Near(ctx context.Context, workspace int64, q models.Query) ([]models.Account, error) {
	var list []models.Account
	q = cleaned(q)
	tx := s.db.WithContext(ctx)
	where := tx.Where("name_key IN ?", q.NearNames)
	if len(q.NearDomains) > 0 {
		where = where.Or("domain IN ?", q.NearDomains)
	}
	if q.Prefix != "" {
		where = where.Or("name_key >= ? AND name_key < ?", q.Prefix, q.Prefix+"\U0010FFFF")
	}
	err := s.in(ctx, workspace).Where(where).Order("length(name_key), name_key, id").Limit(nearLimit).Find(&list).Error
	return list, trouble("find similar accounts", err)
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
