package store

import (
	"context"

	"rightdoor/models"
)

// peopleLimit bounds how many contacts of one name are given.
const peopleLimit = 20

// ContactsOf lists the people at several accounts with one query, by account
// and there in the order of their ids. An account with nobody has no entry.
func (s *Store) ContactsOf(ctx context.Context, workspace int64, accounts []int64) (map[int64][]models.Contact, error) {
	by := map[int64][]models.Contact{}
	if len(accounts) == 0 {
		return by, nil
	}
	var list []models.Contact
	err := s.in(ctx, workspace).Where("account_id IN ?", accounts).Order("account_id, id").Find(&list).Error
	for _, c := range list {
		by[c.AccountID] = append(by[c.AccountID], c)
	}
	return by, trouble("read contacts of accounts", err)
}

// People gives the contacts of an e-mail address, in lower case, or else of a
// name, whatever its case (on SQLite: that of ASCII letters); at most twenty.
func (s *Store) People(ctx context.Context, workspace int64, email, name string) ([]models.Contact, error) {
	query := s.in(ctx, workspace)
	switch {
	case email != "": // in no order: SQLite would read them all in the order of their ids
		query = query.Where("email = ? AND email <> ''", email)
	case name != "":
		query = query.Order("lower(substr(name, 1, 100)), id").Where("lower(substr(name, 1, 100)) = lower(substr(?, 1, 100)) AND lower(name) = lower(?) AND name <> ''", name, name)
	default:
		return nil, nil
	}
	var list []models.Contact
	err := query.Limit(peopleLimit).Find(&list).Error
	return list, trouble("find people", err)
}
