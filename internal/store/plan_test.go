package store

import (
	"strings"
	"testing"
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
