package store

import (
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"rightdoor/internal/fault"
)

// What was imported before Slack was connected belongs to its first team;
// every other team gets a workspace of its own.
func TestTeamWorkspace(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		before, err := s.Workspace(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		team := func(id, name string) int64 {
			t.Helper()
			w, err := s.TeamWorkspace(t.Context(), id, name)
			if err != nil {
				t.Fatalf("TeamWorkspace(%s) = %v", id, err)
			}
			return w
		}
		if got := team("T1", "acme"); got != before.ID {
			t.Errorf("TeamWorkspace(T1) = %d, want %d, the workspace that was there", got, before.ID)
		}
		second, third := team("T2", "acme"), team("T3", "acme")
		if second == before.ID || third == before.ID || second == third {
			t.Errorf("teams have workspaces %d, %d, %d, want three", before.ID, second, third)
		}
		if got := team("T2", "renamed"); got != second {
			t.Errorf("TeamWorkspace(T2) again = %d, want %d", got, second)
		}
		if _, err := s.TeamWorkspace(t.Context(), "", "acme"); fault.KindOf(err) != fault.Usage {
			t.Errorf("TeamWorkspace of no team = %v, want a usage fault", err)
		}
	})
}

// Two replicas that meet a team at once give it one workspace.
func TestTeamWorkspaceAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		if _, err := s.Workspace(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		got := make([]int64, 8)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() {
				w, err := s.TeamWorkspace(t.Context(), "T1", "acme")
				if err != nil {
					t.Errorf("TeamWorkspace = %v", err)
				}
				got[i] = w
			})
		}
		all.Wait()
		for _, w := range got {
			if w != got[0] || w == 0 {
				t.Fatalf("TeamWorkspace at once = %v, want one workspace", got)
			}
		}
	})
}

// A team is attached while somebody else writes: that is waited for. On SQLite
// it was told that the database does not answer.
func TestTeamWorkspaceWaitsForAWriter(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		if _, err := s.Workspace(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		locked, written := make(chan struct{}), make(chan error, 1)
		go func() {
			written <- s.write(t.Context(), func(tx *gorm.DB) error {
				err := tx.Exec("UPDATE workspaces SET sequence = sequence").Error
				close(locked)
				time.Sleep(500 * time.Millisecond) // longer than the driver waits by itself
				return err
			})
		}()
		<-locked
		if _, err := s.TeamWorkspace(t.Context(), "T1", "acme"); err != nil {
			t.Errorf("TeamWorkspace beside a writer = %v", err)
		}
		if err := <-written; err != nil {
			t.Error(err)
		}
	})
}
