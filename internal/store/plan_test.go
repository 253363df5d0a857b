package store

import (
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"

	"rightdoor/internal/pgtest"
	"rightdoor/models"
)

// What people decided of an account is found by account: every answer looks.
func TestDecisionsAreFoundByIndex(t *testing.T) {
	s := open(t, t.TempDir()+"/plan.db")
	var plan []struct{ Detail string }
	err := s.db.Raw("EXPLAIN QUERY PLAN SELECT * FROM decisions WHERE workspace_id = 1 AND decided_at <= 1 AND (until IS NULL OR until > 1) AND (ended_at IS NULL OR ended_at > 1) AND account_id = 5 ORDER BY id").Scan(&plan).Error
	if err != nil || len(plan) != 1 || !strings.Contains(plan[0].Detail, "(workspace_id=? AND account_id=?)") {
		t.Errorf("plan = %v, %v, want one search by workspace and account", plan, err)
	}
}

// The people at an account are found by an index that knows both the account
// and the order, on a database that has never been analysed, too: without it
// SQLite reads every contact of the workspace.
func TestContactsAreFoundByIndex(t *testing.T) {
	s := open(t, t.TempDir()+"/plan.db")
	var plan []struct{ Detail string }
	err := s.db.Raw("EXPLAIN QUERY PLAN SELECT * FROM contacts WHERE workspace_id = 1 AND account_id = 5 ORDER BY id").Scan(&plan).Error
	if err != nil || len(plan) != 1 || !strings.Contains(plan[0].Detail, "(workspace_id=? AND account_id=?)") {
		t.Errorf("plan = %v, %v, want one search by workspace and account", plan, err)
	}
}

// A person is found by index, by address and by name, whatever its case.
func TestPeopleAreFoundByIndex(t *testing.T) {
	s := open(t, t.TempDir()+"/plan.db")
	for index, search := range map[string]string{
		"contacts_name":  "lower(substr(name, 1, 100)) = lower(substr('Jane', 1, 100)) AND lower(name) = lower('Jane') AND name <> '' ORDER BY lower(substr(name, 1, 100)), id",
		"contacts_email": "email = 'jane@acme.example' AND email <> ''",
	} {
		var plan []struct{ Detail string }
		err := s.db.Raw("EXPLAIN QUERY PLAN SELECT * FROM contacts WHERE workspace_id = 1 AND " + search + " LIMIT 20").Scan(&plan).Error
		if err != nil || len(plan) == 0 || !strings.Contains(plan[0].Detail, index) {
			t.Errorf("plan = %v, %v, want a search by %s", plan, err, index)
		}
	}
}

// What a Record looks for it finds by index.
func TestRecordFindsByIndex(t *testing.T) {
	s := open(t, t.TempDir()+"/plan.db")
	for index, search := range map[string]string{
		"contacts_key": "contacts WHERE key", "contacts_email": "contacts WHERE email <> '' AND email", "contacts_profile": "contacts WHERE profile <> '' AND profile",
		"accounts_domain": "accounts WHERE domain <> '' AND domain", "accounts_name_key": "accounts WHERE name_key",
	} {
		var plan []struct{ Detail string }
		err := s.db.Raw("EXPLAIN QUERY PLAN SELECT * FROM " + search + " IN (SELECT value FROM json_each('[]')) AND workspace_id = 1").Scan(&plan).Error
		if err != nil || len(plan) == 0 || !strings.Contains(plan[0].Detail, index) {
			t.Errorf("plan = %v, %v, want a search by %s", plan, err, index)
		}
	}
}

// What a Record asks whenever an account crosses, the sweep every second, and
// the upkeep every few, reads no alert that was dealt with; a profile's page
// reads of its alerts those that were refused.
func TestAlertsAreFoundByIndex(t *testing.T) {
	s := open(t, t.TempDir()+"/plan.db")
	for query, index := range map[string]string{
		"SELECT * FROM alerts WHERE workspace_id = 1 AND kind <> 'account' AND kind = ?":                                              "alerts_gathering",
		"SELECT * FROM alerts WHERE workspace_id = 1 AND channel = ? AND state IN ('waiting', 'sending') AND due_at <= ? ORDER BY id": "alerts_channel",
		"SELECT * FROM alerts WHERE state IN ('waiting', 'sending') AND due_at <= ?":                                                  "alerts_due",
		"SELECT * FROM alerts WHERE workspace_id = 1 AND state = 'snoozed' AND snoozed_until IS NOT NULL AND snoozed_until <= ?":      "alerts_snoozed",
		"SELECT * FROM alerts WHERE workspace_id = 1 AND icp_id = ? AND refused_by <> '' ORDER BY id DESC LIMIT 200":                  "alerts_refused",
	} {
		var plan []struct{ Detail string }
		err := s.db.Raw("EXPLAIN QUERY PLAN "+query, 1, 2).Scan(&plan).Error
		if err != nil || len(plan) != 1 || !strings.Contains(plan[0].Detail, index) {
			t.Errorf("plan of %s = %v, %v, want %s", query, plan, err, index)
		}
	}
}

// What was done with an account is asked with every /fit of it: it reads no
// alerts of others.
func TestDeedsAreFoundByIndex(t *testing.T) {
	s := open(t, t.TempDir()+"/plan.db")
	query := s.db.ToSQL(func(tx *gorm.DB) *gorm.DB {
		return actedOn(tx.Where("workspace_id = ?", 1), 2, day(1)).Find(&[]models.Alert{})
	})
	var plan []struct{ Detail string }
	err := s.db.Raw("EXPLAIN QUERY PLAN " + query).Scan(&plan).Error
	if err != nil || len(plan) != 1 || !strings.Contains(plan[0].Detail, "alerts_account (workspace_id=? AND account_id=?)") {
		t.Errorf("plan of %s = %v, %v, want a search by alerts_account alone", query, plan, err)
	}
}

// What is looked at every few seconds, whether what was posted still holds,
// reads only what was posted since a moment, and of it what is listed.
func TestOutdatedAlertsAreFoundByIndex(t *testing.T) {
	s := open(t, t.TempDir()+"/plan.db")
	list := s.db.ToSQL(func(tx *gorm.DB) *gorm.DB { return outdated(tx, 1, day(1), 50).Find(&[]models.Alert{}) })
	lines := s.db.ToSQL(func(tx *gorm.DB) *gorm.DB { return outdatedLines(tx, 1, day(1), 50).Scan(&[]models.LineChange{}) })
	for query, want := range map[string][]string{
		list:  {"SEARCH alerts USING INDEX alerts_posted (workspace_id=? AND sent_at>?)"},
		lines: {"SEARCH digest USING INDEX alerts_posted (workspace_id=? AND sent_at>?)", "SEARCH listed USING INDEX alerts_digest (workspace_id=? AND digest_id=?)"},
	} {
		var plan []struct{ Detail string }
		if err := s.db.Raw("EXPLAIN QUERY PLAN " + query).Scan(&plan).Error; err != nil {
			t.Fatal(err)
		}
		for _, search := range want {
			if !slices.ContainsFunc(plan, func(p struct{ Detail string }) bool { return p.Detail == search }) {
				t.Errorf("plan of %s = %v, want %q", query, plan, search)
			}
		}
	}
}

// PostgreSQL does not read the standings of an ICP for each alert that was
// posted, not even before it has counted anything.
func TestStandingsOfAlertsAreFoundByKey(t *testing.T) {
	s := open(t, pgtest.Database(t))
	list := s.db.ToSQL(func(tx *gorm.DB) *gorm.DB { return outdated(tx, 1, day(1), 50).Find(&[]models.Alert{}) })
	lines := s.db.ToSQL(func(tx *gorm.DB) *gorm.DB { return outdatedLines(tx, 1, day(1), 50).Scan(&[]models.LineChange{}) })
	for query, want := range map[string]string{
		list:  "(account_id = alerts.account_id) AND (icp_id = alerts.icp_id)",
		lines: "(account_id = listed.account_id) AND (icp_id = listed.icp_id)",
	} {
		var plan []string
		if err := s.db.Raw("EXPLAIN " + query).Scan(&plan).Error; err != nil {
			t.Fatal(err)
		}
		if text := strings.Join(plan, "\n"); !strings.Contains(text, want) {
			t.Errorf("plan of %s =\n%s\nwant %s", query, text, want)
		}
	}
}
