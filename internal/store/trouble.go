package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"rightdoor/internal/fault"
)

// trouble turns a database's error into one to return: a sentence for a person
// where a person can do something, and what was being done otherwise.
func trouble(doing string, err error) error {
	if err == nil {
		return nil
	}
	if _, known := errors.AsType[*fault.Error](err); known {
		return err
	}
	cause := fmt.Errorf("%s: %w", doing, err)
	switch {
	case full(err):
		return fault.New(fault.Unavailable, "The disk that holds the database is full. What was saved before is kept; make room and try again.").Because(cause)
	case readOnly(err):
		return fault.New(fault.Unavailable, "The database can be read but not written. Check the rights on its file and folder, then try again.").Because(cause)
	case damaged(err):
		return fault.New(fault.Unavailable, "The database file is damaged. Keep it, put a backup in its place, then try again.").Because(cause)
	case sqliteCode(err) == sqlite3.SQLITE_CANTOPEN:
		return fault.New(fault.Unavailable, "The database file cannot be opened. Check its path and the rights on it and its folder, then try again.").Because(cause)
	case refusals[pgCode(err)] != "":
		return fault.New(fault.Unavailable, "%s", refusals[pgCode(err)]).Because(cause)
	case away(err):
		return fault.Down(cause)
	default:
		return cause
	}
}

// refusals are what PostgreSQL says when it does not let the program in.
var refusals = map[string]string{
	"28000": "PostgreSQL does not let the user of DATABASE_URL in. Check the user and how it may connect.",
	"28P01": "PostgreSQL does not accept the password of DATABASE_URL. Check user and password.",
	"3D000": "PostgreSQL has no database of the name in DATABASE_URL. Make it with createdb, or correct the name.",
	"42501": "The user of DATABASE_URL may not do this in the database. Give it the rights to make and change tables.",
}

func sqliteCode(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return -1
}

func pgCode(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}

func full(err error) bool {
	return sqliteCode(err) == sqlite3.SQLITE_FULL || pgCode(err) == "53100"
}

func readOnly(err error) bool {
	return sqliteCode(err) == sqlite3.SQLITE_READONLY || pgCode(err) == "25006"
}

func damaged(err error) bool {
	code := sqliteCode(err)
	return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB || pgCode(err) == "XX001" || pgCode(err) == "XX002"
}

// away tells whether the database cannot be reached, is shutting down or is
// kept busy by others.
func away(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return true
	}
	// A deadline that passes takes the connection from under a transaction.
	if errors.Is(err, sql.ErrConnDone) || errors.Is(err, sql.ErrTxDone) || errors.Is(err, driver.ErrBadConn) || pgconn.SafeToRetry(err) {
		return true
	}
	if pgconn.SafeToRetry(err) { // nothing was sent: the connection was gone before
		return true
	}
	switch sqliteCode(err) {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_INTERRUPT:
		return true
	}
	code := pgCode(err)
	if strings.HasPrefix(code, "08") || strings.HasPrefix(code, "57P") || strings.HasPrefix(code, "53") || code == "55P03" {
		return true
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	_, network := errors.AsType[*net.OpError](err)
	return network
}
