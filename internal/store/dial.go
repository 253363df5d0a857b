package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	_ "modernc.org/sqlite" // the driver behind the dialector, in pure Go

	"rightdoor/internal/fault"
)

// sqliteOptions are set for every connection. Transactions take the write lock
// at once, because one that reads first and then writes would fail when another
// wrote in between; times are written in a form that sorts. SQLite itself waits
// for a lock only shortly, because no deadline ends that wait: see patiently.
const sqliteOptions = "_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=busy_timeout(100)" +
	"&_pragma=foreign_keys(1)&_txlock=immediate&_time_format=sqlite&_timezone=UTC"

// dial chooses the driver. The pool is PostgreSQL's; the returned function
// closes the connections.
func dial(ctx context.Context, address string) (gorm.Dialector, *pgxpool.Pool, func() error, error) {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		return dialPostgres(ctx, address)
	}
	if strings.Contains(address, "://") || strings.Contains(address, "host=") {
		return nil, nil, nil, fault.New(fault.Usage, "DATABASE_URL is neither the path of an SQLite file nor a postgres:// address. Write it as postgres://USER@HOST/DATABASE.")
	}
	dialector, closeDB, err := dialSQLite(ctx, address)
	return dialector, nil, closeDB, err
}

func dialPostgres(ctx context.Context, address string) (gorm.Dialector, *pgxpool.Pool, func() error, error) {
	settings, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, nil, nil, fault.New(fault.Usage, "DATABASE_URL cannot be read. Write it as postgres://USER:PASSWORD@HOST/DATABASE; signs such as @ and / in a password are written %%40 and %%2F.").Because(err)
	}
	pool, err := pgxpool.NewWithConfig(ctx, settings)
	if err != nil {
		return nil, nil, nil, err
	}
	db := stdlib.OpenDBFromPool(pool)
	closeBoth := func() error {
		err := db.Close()
		pool.Close()
		return err
	}
	return postgres.New(postgres.Config{Conn: db}), pool, closeBoth, nil
}

func dialSQLite(ctx context.Context, path string) (gorm.Dialector, func() error, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, nil, fault.New(fault.Unavailable, "The folder %s for the database cannot be made: %v. Choose another with DATABASE_URL.", filepath.Dir(path), reason(err))
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+sqliteOptions)
	if err != nil {
		return nil, nil, err
	}
	// The first connection to a new file sets its mode, which takes a lock.
	if err := patiently(ctx, func() error { return db.PingContext(ctx) }); err != nil {
		_ = db.Close()
		return nil, nil, err
	}
	return sqlite.New(sqlite.Config{Conn: db}), db.Close, nil
}

// reason is what the system says, without the path.
func reason(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}
