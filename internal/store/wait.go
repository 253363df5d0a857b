package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	sqlite3 "modernc.org/sqlite/lib"
)

// How long a writer waits for another one to let go of an SQLite database, and
// how often it looks.
const (
	longestWait = 10 * time.Second
	waitStep    = 10 * time.Millisecond
)

// patiently tries again while an SQLite database is locked by another writer,
// until ctx ends or the longest wait is over. PostgreSQL waits by itself.
func patiently(ctx context.Context, try func() error) error {
	ctx, cancel := context.WithTimeout(ctx, longestWait)
	defer cancel()
	for {
		err := try()
		if sqliteCode(err) != sqlite3.SQLITE_BUSY {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(waitStep):
		}
	}
}

// Patiently does a write that is not the store's own, on the same terms as those
// that are: it is tried again while another writer holds an SQLite database, for
// ten seconds at most.
func (s *Store) Patiently(ctx context.Context, try func() error) error { return patiently(ctx, try) }

// write does fn in a transaction, which may begin more than once.
func (s *Store) write(ctx context.Context, fn func(tx *gorm.DB) error) error {
	return patiently(ctx, func() error { return s.db.WithContext(ctx).Transaction(fn) })
}
