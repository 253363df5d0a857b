package store

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"rightdoor/internal/fault"
	"rightdoor/internal/pgtest"
	"rightdoor/models"
)

func TestFourProcessesStartAtOnce(t *testing.T) {
	eachAddress(t, func(t *testing.T, address string) {
		var gates []io.Closer
		var running sync.WaitGroup
		for range 4 {
			process := exec.Command(os.Args[0])
			process.Env = append(os.Environ(), childVariable+"="+address)
			gate, err := process.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			gates = append(gates, gate)
			running.Go(func() {
				if out, err := process.CombinedOutput(); err != nil {
					t.Errorf("a process that opens an empty database: %v: %s", err, out)
				}
			})
		}
		for _, gate := range gates {
			_ = gate.Close()
		}
		running.Wait()
		list := must[[]models.Workspace](t)(open(t, address).Workspaces(t.Context()))
		if len(list) != 1 {
			t.Errorf("four processes made %d workspaces, want one", len(list))
		}
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	eachAddress(t, func(t *testing.T, address string) {
		s := open(t, address)
		record(t, s, workspace(t, s, "red"), everything("red", 100)...)
		if err := s.db.Exec("INSERT INTO migrations (id) VALUES ('99991231_future')").Error; err != nil {
			t.Fatal(err)
		}
		before := dump(t, s, 0)
		_, err := Open(t.Context(), address)
		const want = "This database was made by a newer rightdoor."
		if fault.KindOf(err) != fault.Refused || !strings.HasPrefix(fault.Message(err), want) {
			t.Errorf("Open(a newer schema) = %v, want a refusal with %q", err, want)
		}
		sameDump(t, "after Open was refused", dump(t, s, 0), before)
	})
}

func TestReopen(t *testing.T) {
	eachAddress(t, func(t *testing.T, address string) {
		s, err := Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		record(t, s, workspace(t, s, "red"), everything("red", 100)...)
		before := dump(t, s, 0)
		if err := s.Close(); err != nil {
			t.Errorf("Close(): %v", err)
		}
		if err := s.Ping(t.Context()); err == nil {
			t.Error("Ping() of a closed store = nil, want an error")
		}
		sameDump(t, "after the store was opened again", dump(t, open(t, address), 0), before)
	})
}

// noWorkspace are the tables that belong to no workspace.
var noWorkspace = []string{"workspaces", "migrations"}

// uniqueKeys asks a catalogue for the first column of every primary key and
// unique index, and columnsOf for every column.
var uniqueKeys = map[string]string{
	"sqlite": `SELECT m.name AS "table", i.name AS "index", c.name AS "column"
		FROM sqlite_master m, pragma_index_list(m.name) i, pragma_index_info(i.name) c
		WHERE m.type = 'table' AND i."unique" AND c.seqno = 0
		UNION SELECT m.name, 'primary key', c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.pk = 1`,
	"postgres": `SELECT t.relname AS "table", i.relname AS "index", a.attname AS "column"
		FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
		JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
		WHERE x.indisunique AND n.nspname = 'public'
		UNION SELECT t.relname, 'primary key', a.attname
		FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
		JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0] WHERE x.indisprimary AND n.nspname = 'public'`,
}

var columnsOf = map[string]string{
	"sqlite": `SELECT m.name AS "table", c.name AS "column" FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`,
	"postgres": `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns WHERE table_schema = 'public'`,
}

type catalogueRow struct{ Table, Index, Column string }

func catalogue(t *testing.T, s *Store, queries map[string]string) []catalogueRow {
	t.Helper()
	var rows []catalogueRow
	if err := s.db.Raw(queries[s.db.Name()]).Scan(&rows).Error; err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestWorkspaceLeadsEveryKey(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		keyed := map[string]bool{}
		for _, row := range catalogue(t, s, uniqueKeys) {
			keyed[row.Table] = keyed[row.Table] || row.Index == "primary key"
			if row.Column != "workspace_id" && !slices.Contains(noWorkspace, row.Table) {
				t.Errorf("%s of %s begins with %s, want workspace_id", row.Index, row.Table, row.Column)
			}
		}
		for _, row := range catalogue(t, s, columnsOf) {
			if !keyed[row.Table] {
				t.Errorf("%s has no primary key", row.Table)
			}
			if row.Table != "migrations" && !slices.Contains(tables, row.Table) {
				t.Errorf("the table %s is in no dump of these tests: add it to tables", row.Table)
			}
		}
	})
}

func TestBothDatabasesHaveTheSameColumns(t *testing.T) {
	lite := columns(t, open(t, filepath.Join(t.TempDir(), "rightdoor.db")))
	post := columns(t, open(t, pgtest.Database(t)))
	for _, c := range lite {
		if !slices.Contains(post, c) {
			t.Errorf("PostgreSQL has no %s", c)
		}
	}
	for _, c := range post {
		if !slices.Contains(lite, c) {
			t.Errorf("SQLite has no %s", c)
		}
	}
}

func columns(t *testing.T, s *Store) []string {
	t.Helper()
	var list []string
	for _, row := range catalogue(t, s, columnsOf) {
		list = append(list, row.Table+"."+row.Column)
	}
	return list
}

func TestOpenOfNonsense(t *testing.T) {
	folder := t.TempDir()
	for _, address := range []string{folder, "postgres://nobody@127.0.0.1:1/none?connect_timeout=1"} {
		ctx, cancel := context.WithCancel(t.Context())
		s, err := Open(ctx, address)
		cancel()
		if err == nil {
			_ = s.Close()
			t.Errorf("Open(%s) = nil, want an error", address)
		}
		if fault.KindOf(err) != fault.Unavailable {
			t.Errorf("Open(%s) = %v, want it unavailable", address, err)
		}
	}
}
