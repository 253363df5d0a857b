package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/internal/pgtest"
	"rightdoor/models"
)

// calm is the sentence for a database that cannot be reached.
var calm = fault.Down(nil).Message

func wantUnavailable(t *testing.T, what string, err error, start string) {
	t.Helper()
	if fault.KindOf(err) != fault.Unavailable || !strings.HasPrefix(fault.Message(err), start) {
		t.Errorf("%s: %v, want it unavailable with %q", what, err, start)
	}
}

func TestLockedSQLite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rightdoor.db")
	s := open(t, path)
	w := workspace(t, s, "red")
	unlock := lock(t, path)
	before := dump(t, s, 0)
	for what, write := range map[string]func(context.Context) error{
		"Record":        func(ctx context.Context) error { return recordOne(ctx, s, w) },
		"AddManager":    func(ctx context.Context) error { return s.AddManager(ctx, w, "U1", "U0") },
		"RemoveManager": func(ctx context.Context) error { return s.RemoveManager(ctx, w, "U1") },
		"AddWorkspace": func(ctx context.Context) error {
			_, err := s.AddWorkspace(ctx, "blue")
			return err
		},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		start := time.Now()
		err := write(ctx)
		cancel()
		wantUnavailable(t, what+" of a locked database", err, calm)
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%s of a locked database took %v, want an answer within its deadline of 200ms", what, took)
		}
	}
	sameDump(t, "a locked database can still be read, and", dump(t, s, 0), before)
	unlock()
	if err := recordOne(t.Context(), s, w); err != nil {
		t.Errorf("Record after the lock was gone: %v", err)
	}
}

// TestLockedForAMoment holds that a writer waits for another as long as its
// deadline lets it.
func TestLockedForAMoment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rightdoor.db")
	s := open(t, path)
	w := workspace(t, s, "red")
	unlock := lock(t, path)
	time.AfterFunc(100*time.Millisecond, unlock)
	if err := recordOne(t.Context(), s, w); err != nil {
		t.Errorf("Record while another writes for a moment: %v", err)
	}
}

func recordOne(ctx context.Context, s *Store, w int64) error {
	_, err := s.Record(ctx, w, []models.Change{company("acme.com", 1, "crm", employees(1))})
	return err
}

// lock takes the write lock of an SQLite file.
func lock(t *testing.T, path string) (unlock func()) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	return func() {
		if _, err := conn.ExecContext(context.Background(), "ROLLBACK"); err != nil {
			t.Errorf("ROLLBACK of the lock: %v", err)
		}
		_ = conn.Close()
		_ = db.Close()
	}
}

func TestPostgresGoesAndComesBack(t *testing.T) {
	_ = pgtest.Database(t) // skips where there is no PostgreSQL
	server, err := pgtest.Start("fsync=off")
	if err != nil {
		t.Skipf("no PostgreSQL of its own: %v", err)
	}
	t.Cleanup(server.Close)
	s := open(t, server.URL())
	w := workspace(t, s, "red")
	if err := recordOne(t.Context(), s, w); err != nil {
		t.Fatal(err)
	}
	before := dump(t, s, 0)
	server.Stop()
	for range 3 {
		wantUnavailable(t, "Record with the server gone", recordOne(t.Context(), s, w), calm)
		_, err := s.Find(t.Context(), w, models.Query{Domain: "acme.com"})
		wantUnavailable(t, "Find with the server gone", err, calm)
		wantUnavailable(t, "Ping with the server gone", s.Ping(t.Context()), calm)
	}
	if err := server.Run("fsync=off"); err != nil {
		t.Fatal(err)
	}
	if err := recordOne(t.Context(), s, w); err != nil {
		t.Errorf("Record with the server back: %v", err)
	}
	sameDump(t, "after the server was gone", dump(t, s, 0), before)
}

// TestPostgresIsCutOff ends the sessions under the store, as a server that is
// started again between two calls does.
func TestPostgresIsCutOff(t *testing.T) {
	address := pgtest.Database(t)
	s, other := open(t, address), open(t, address)
	w := workspace(t, s, "red")
	err := other.db.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").Error
	if err != nil {
		t.Fatal(err)
	}
	if err := recordOne(t.Context(), s, w); err != nil {
		wantUnavailable(t, "Record after its session was ended", err, calm)
	}
	if err := recordOne(t.Context(), s, w); err != nil {
		t.Errorf("the next Record: %v", err)
	}
}

func TestFullDisk(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "rightdoor.db"))
	w := workspace(t, s, "red")
	db, err := s.db.DB()
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	limit := func(pages int) {
		if err := s.db.Exec(fmt.Sprintf("PRAGMA max_page_count(%d)", pages)).Error; err != nil {
			t.Fatal(err)
		}
	}
	limit(80)
	saved, before := 0, ""
	for i := range 100 {
		before = dump(t, s, 0)
		_, err = s.Record(t.Context(), w, numbered(i, 50))
		if err != nil {
			break
		}
		saved += 50
	}
	wantUnavailable(t, "Record on a full disk", err, "The disk that holds the database is full. What was saved before is kept; make room and try again.")
	sameDump(t, "after the disk was full", dump(t, s, 0), before)
	if got := must[models.Counts](t)(s.Counts(t.Context(), w)).Accounts; got != saved || saved == 0 {
		t.Errorf("%d accounts after the disk was full, want the %d that were saved", got, saved)
	}
	limit(1 << 20)
	record(t, s, w, numbered(100, 50)...)
	if got := must[models.Counts](t)(s.Counts(t.Context(), w)).Accounts; got != saved+50 {
		t.Errorf("%d accounts after there was room again, want %d", got, saved+50)
	}
}

func numbered(batch, n int) []models.Change {
	var changes []models.Change
	for i := range n {
		changes = append(changes, company(fmt.Sprintf("company%d-%d.com", batch, i), 1, "crm", employees(1)))
	}
	return changes
}

const damagedFile = "The database file is damaged."

func TestCorruptFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rightdoor.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("no database\n", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), path)
	wantUnavailable(t, "Open(a text file)", err, damagedFile)
}

// TestFileThatRots has enough rows for the schema's own pages to lie in the
// sound half.
func TestFileThatRots(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rightdoor.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	w := workspace(t, s, "red")
	record(t, s, w, numbered(0, 3000)...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(file) / 2; i < len(file); i++ {
		file[i] = 0xA5
	}
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	s = open(t, path)
	_, err = s.Record(t.Context(), w, numbered(0, 3000))
	wantUnavailable(t, "Record into a rotten file", err, damagedFile)
}

// TestReadOnlyFile opens a database that may only be read. Root may write
// everything, so root has somebody else do it.
func TestReadOnlyFile(t *testing.T) {
	for name, rights := range map[string]os.FileMode{"file": 0o755, "file and folder": 0o555} {
		t.Run(name, func(t *testing.T) {
			folder, program := publicFolder(t)
			path := filepath.Join(folder, "data", "rightdoor.db")
			s, err := Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			record(t, s, workspace(t, s, "red"), numbered(0, 5)...)
			if err := errors.Join(s.Close(), os.Chmod(path, 0o444), os.Chmod(filepath.Dir(path), rights)); err != nil {
				t.Fatal(err)
			}
			process := exec.Command(program)
			process.Env = append(os.Environ(), childVariable+"="+path)
			if os.Geteuid() == 0 {
				process.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
			}
			out, err := process.CombinedOutput()
			const want = "The database can be read but not written. Check the rights on its file and folder, then try again."
			if err == nil || !strings.HasPrefix(string(out), want) {
				t.Errorf("Open(a file that may only be read): %v, %s, want %q", err, out, want)
			}
		})
	}
}

// publicFolder makes a folder that every user may enter, with a copy of the
// test program, which go test keeps where nobody else may go.
func publicFolder(t *testing.T) (folder, program string) {
	t.Helper()
	folder, err := os.MkdirTemp("", "rightdoor-store")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = os.Chmod(filepath.Join(folder, "data"), 0o755)
		_ = os.RemoveAll(folder)
	})
	program = filepath.Join(folder, "store.test")
	text, err := os.ReadFile(os.Args[0])
	if err := errors.Join(err, os.Chmod(folder, 0o755), os.WriteFile(program, text, 0o755)); err != nil {
		t.Fatal(err)
	}
	return folder, program
}

func TestCancelledContext(t *testing.T) {
	eachWorkspace(t, func(t *testing.T, s *Store, w int64) {
		before := dump(t, s, 0)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		wantUnavailable(t, "Record with a cancelled context", recordOne(ctx, s, w), calm)
		_, err := s.Find(ctx, w, models.Query{Domain: "acme.com"})
		wantUnavailable(t, "Find with a cancelled context", err, calm)
		sameDump(t, "after a cancelled Record", dump(t, s, 0), before)
		if err := recordOne(t.Context(), s, w); err != nil {
			t.Errorf("Record afterwards: %v", err)
		}
	})
}
