package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"gorm.io/gorm"

	"rightdoor/models"
)

// peopleLimit bounds how many contacts of one name are given.
const peopleLimit = 20

// seatColumns are what seats see of a contact.
const seatColumns = "id, account_id, name, email, title, roles, place, status, last_activity"

// PeopleAt lists the people at an account, in the order of their ids, as far as
// seats see them: without key, profile, source and the CRM's own word. It takes
// a third of the time of whole rows, which tells where there are a thousand.
func (s *Store) PeopleAt(ctx context.Context, workspace, account int64) ([]models.Contact, error) {
	query := s.in(ctx, workspace).Where("account_id = ?", account).Order("id")
	list, err := seated(query, workspace)
	return list, trouble("read people", err)
}

// ContactsOf lists the people at several accounts with one query, by account
// and there in the order of their ids, as PeopleAt does. An account with nobody
// has no entry.
func (s *Store) ContactsOf(ctx context.Context, workspace int64, accounts []int64) (map[int64][]models.Contact, error) {
	by := map[int64][]models.Contact{}
	if len(accounts) == 0 {
		return by, nil
	}
	list, err := seated(s.in(ctx, workspace).Where("account_id IN ?", accounts).Order("account_id, id"), workspace)
	for _, c := range list {
		by[c.AccountID] = append(by[c.AccountID], c)
	}
	return by, trouble("read people of accounts", err)
}

// seated reads contacts column by column: finding out by reflection where each
// goes takes longer than the query.
func seated(query *gorm.DB, workspace int64) (list []models.Contact, err error) {
	rows, err := query.Model(&models.Contact{}).Select(seatColumns).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		c := models.Contact{WorkspaceID: workspace}
		var roles sql.RawBytes
		if err := rows.Scan(&c.ID, &c.AccountID, &c.Name, &c.Email, &c.Title, &roles, &c.Place, &c.Status, &c.LastActivity); err != nil {
			return nil, err
		}
		if len(roles) > 0 {
			if err := json.Unmarshal(roles, &c.Roles); err != nil {
				return nil, err
			}
		}
		list = append(list, c)
	}
	return list, rows.Err()
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
