package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"
)

// among starts a query for the rows of a table whose column is one of many
// values; where is a further condition, or "". The values travel as one
// parameter, so that the statement is the same however many they are. On
// PostgreSQL each is looked up by itself: a table that is filling has no
// statistics yet, and left to itself the planner would read all of it.
func (r *recording) among(table, column, where string, values any) *gorm.DB {
	text, err := json.Marshal(values)
	if err != nil || string(text) == "null" {
		text = []byte("[]")
	}
	if where != "" {
		where = " AND " + where
	}
	if !isPostgres(r.tx) {
		return r.in().Where(column+" IN (SELECT value FROM json_each(?))"+where, string(text))
	}
	cast := castTo[reflect.TypeOf(values).Elem().Kind()]
	one := "SELECT * FROM " + table + " WHERE workspace_id = ? AND " + column + " = list.value" + cast + where + " OFFSET 0"
	return r.tx.Table("(SELECT one.* FROM jsonb_array_elements_text(?::jsonb) AS list (value), LATERAL ("+one+") AS one) AS "+table,
		string(text), r.workspace.ID)
}

// castTo turns an element of a JSON list into the type of its column.
var castTo = map[reflect.Kind]string{reflect.Int64: "::bigint"}

// insertBatch bounds the parameters of one INSERT.
const insertBatch = 500

// insert adds rows: by COPY on PostgreSQL, which is several times faster for
// many, else in batches.
func insert[T any](r *recording, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	if r.conn == nil {
		return r.tx.CreateInBatches(rows, insertBatch).Error
	}
	return copyIn(r.tx.Statement.Context, r.conn, rows)
}

// replace writes rows over those with their keys.
func replace[T any](r *recording, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return r.tx.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(rows, insertBatch).Error
}

// schemas caches what gorm knows of the rows' types.
var schemas sync.Map

// copyIn adds rows by PostgreSQL's COPY, on the connection of the transaction.
func copyIn[T any](ctx context.Context, conn *sql.Conn, rows []T) error {
	table, err := schema.Parse(new(T), &schemas, schema.NamingStrategy{})
	if err != nil {
		return err
	}
	source := pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
		row := reflect.ValueOf(&rows[i]).Elem()
		values := make([]any, 0, len(table.DBNames))
		for _, name := range table.DBNames {
			value, _ := table.FieldsByDBName[name].ValueOf(ctx, row)
			if v, ok := value.(driver.Valuer); ok {
				if value, err = v.Value(); err != nil {
					return nil, err
				}
			}
			values = append(values, value)
		}
		return values, nil
	})
	return conn.Raw(func(under any) error {
		_, err := under.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table.Table}, table.DBNames, source)
		return err
	})
}

// transaction runs fn in a transaction. On PostgreSQL fn also gets the
// connection the transaction is on, for what database/sql cannot do; it has to
// be used within its Raw, which keeps a rollback out meanwhile.
func (s *Store) transaction(ctx context.Context, fn func(tx *gorm.DB, conn *sql.Conn) error) error {
	if !isPostgres(s.db) {
		return s.write(ctx, func(tx *gorm.DB) error { return fn(tx, nil) })
	}
	return s.db.WithContext(ctx).Connection(func(db *gorm.DB) error {
		conn, ok := db.Statement.ConnPool.(*sql.Conn)
		if !ok {
			return fmt.Errorf("a %T is no single connection", db.Statement.ConnPool)
		}
		return db.Transaction(func(tx *gorm.DB) error { return fn(tx, conn) })
	})
}
