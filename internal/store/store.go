package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"rightdoor/models"
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	// Now is the clock; tests replace it.
	Now func() time.Time

	// Enqueue is told, within the transaction of a Record, of work that waits
	// once it is over: on SQLite tx is its transaction, on PostgreSQL conn the
	// connection it is on. Nil when nobody listens; the rows say the same.
	Enqueue func(ctx context.Context, tx *sql.Tx, conn *sql.Conn, due models.Due) error

	db    *gorm.DB
	pool  *pgxpool.Pool // nil on SQLite
	close func() error
	aims  aims
}

// Open opens the database that url names: "postgres://…" or the path of an
// SQLite file, which is made when it is not there. The schema is brought up to
// date; several processes may do so at once.
func Open(ctx context.Context, url string) (*Store, error) {
	dialector, pool, closeDB, err := dial(ctx, url)
	if err != nil {
		return nil, trouble("open database", err)
	}
	db, err := gorm.Open(dialector, &gorm.Config{
		Logger:                 logger.Discard,
		SkipDefaultTransaction: true,
		TranslateError:         true,
		DisableAutomaticPing:   true, // it knows no deadline; migrate is the first to need an answer
		NowFunc:                func() time.Time { return time.Now().UTC() },
	})
	if err != nil {
		_ = closeDB()
		return nil, trouble("open database", err)
	}
	s := &Store{Now: time.Now, db: db, pool: pool, close: closeDB}
	if err := s.migrate(ctx); err != nil {
		_ = closeDB()
		return nil, err
	}
	return s, nil
}

// Close closes the database.
func (s *Store) Close() error { return s.close() }

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return trouble("ping database", s.db.WithContext(ctx).Exec("SELECT 1").Error)
}

// in starts a query within a workspace.
func (s *Store) in(ctx context.Context, workspace int64) *gorm.DB {
	return s.db.WithContext(ctx).Where("workspace_id = ?", workspace)
}

// isPostgres tells which of the two databases it is.
func isPostgres(db *gorm.DB) bool { return db.Name() == "postgres" }

// now is the time rows are stamped with: UTC, in whole microseconds, which is
// what both databases keep.
func (s *Store) now() time.Time { return moment(s.Now()) }

// Checkpoint moves everything into the one file of an SQLite database, so that
// the file can be moved.
func (s *Store) Checkpoint(ctx context.Context) error {
	if isPostgres(s.db) {
		return nil
	}
	return trouble("checkpoint", s.db.WithContext(ctx).Exec("PRAGMA wal_checkpoint(TRUNCATE)").Error)
}
