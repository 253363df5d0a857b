// Package pgtest gives tests a PostgreSQL of their own.
//
// The server is the one at RIGHTDOOR_TEST_POSTGRES, or one started in a private
// directory from the programs on PATH or under /usr/lib/postgresql; it listens
// on a socket in that directory alone, runs as another user when the test runs
// as root, and ends with the test process. Where neither is to be had tests
// are skipped with one line; RIGHTDOOR_TEST_REQUIRE=postgres makes that a
// failure.
package pgtest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// The environment variables that steer the package.
const (
	serverVariable  = "RIGHTDOOR_TEST_POSTGRES"
	requireVariable = "RIGHTDOOR_TEST_REQUIRE"
)

// Server is a PostgreSQL server of the tests' own.
type Server struct {
	dir     string
	program string // of postgres
	owner   *syscall.SysProcAttr
	process *exec.Cmd
	done    chan *os.ProcessState // told once, when the process has ended
}

var (
	shared      *Server
	sharedURL   string
	sharedError error
	once        sync.Once
	number      atomic.Int64
)

// Main runs a package's tests and stops the server they shared.
func Main(m *testing.M) int {
	code := m.Run()
	if shared != nil {
		shared.Close()
	}
	return code
}

// Database makes an empty database and gives its address. The package's
// TestMain has to go through Main.
func Database(t testing.TB) string {
	t.Helper()
	once.Do(func() { sharedURL, sharedError = server() })
	if sharedError != nil {
		if slices.Contains(strings.Split(os.Getenv(requireVariable), ","), "postgres") {
			t.Fatalf("PostgreSQL is required: %v", sharedError)
		}
		t.Skipf("no PostgreSQL: %v", sharedError)
	}
	name := fmt.Sprintf("rightdoor_%d_%d", os.Getpid(), number.Add(1))
	run(t, sharedURL, "CREATE DATABASE "+name)
	t.Cleanup(func() { run(t, sharedURL, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	return withDatabase(sharedURL, name)
}

func run(t testing.TB, url, statement string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatalf("connect to %s: %v", url, err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// withDatabase puts a database's name into an address whose own is "postgres".
func withDatabase(url, name string) string {
	return strings.Replace(url, "/postgres?", "/"+name+"?", 1)
}

func server() (string, error) {
	if url := os.Getenv(serverVariable); url != "" {
		if !strings.Contains(url, "/postgres?") {
			return "", fmt.Errorf("%s must name the database postgres and have a query, as in postgres://user@host/postgres?sslmode=disable", serverVariable)
		}
		return url, nil
	}
	s, err := Start("fsync=off", "synchronous_commit=off", "full_page_writes=off")
	if err != nil {
		return "", err
	}
	shared = s
	return s.URL(), nil
}

// Start starts a server with settings such as "fsync=off". Close ends it.
func Start(settings ...string) (*Server, error) {
	s := &Server{}
	if err := s.find(); err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		return nil, err
	}
	if err := s.Run(settings...); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// URL is the address of the server's own database.
func (s *Server) URL() string { return "postgres://postgres@/postgres?host=" + s.dir }

// find looks for the programs and for a user that may run them.
func (s *Server) find() error {
	names, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if path, err := exec.LookPath("postgres"); err == nil {
		names = append(names, path)
	}
	if len(names) == 0 {
		return fmt.Errorf("no postgres on PATH or under /usr/lib/postgresql, and %s is not set", serverVariable)
	}
	program, err := filepath.EvalSymlinks(names[len(names)-1])
	if err != nil {
		return err
	}
	s.program = program
	s.owner = &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if os.Geteuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.Atoi(u.Uid)
			gid, _ := strconv.Atoi(u.Gid)
			s.owner.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
			return nil
		}
	}
	return fmt.Errorf("postgres does not run as root, and there is no user postgres or nobody")
}

// prepare makes the private directory with an empty cluster in it.
func (s *Server) prepare() error {
	dir, err := os.MkdirTemp("", "rightdoor-pg")
	if err != nil {
		return err
	}
	s.dir = dir
	if c := s.owner.Credential; c != nil {
		if err := os.Chown(dir, int(c.Uid), int(c.Gid)); err != nil {
			return err
		}
	}
	initdb := exec.Command(filepath.Join(filepath.Dir(s.program), "initdb"), "-D", filepath.Join(dir, "data"),
		"-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = s.owner, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return nil
}

// Run starts the server's process in its directory; after Stop, again.
func (s *Server) Run(settings ...string) error {
	args := []string{"-D", filepath.Join(s.dir, "data"), "-k", s.dir, "-c", "listen_addresses="}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	s.process = exec.Command(s.program, args...)
	s.process.SysProcAttr, s.process.Dir = s.owner, s.dir
	started := make(chan error)
	s.done = make(chan *os.ProcessState, 1)
	go func() {
		// The death signal is tied to the thread that started the process.
		runtime.LockOSThread()
		err := s.process.Start()
		started <- err
		if err == nil {
			_ = s.process.Wait() // how it ended is in its state
			s.done <- s.process.ProcessState
		}
	}()
	if err := <-started; err != nil {
		return err
	}
	return s.ready()
}

func (s *Server) ready() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.URL())
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("postgres did not start: %w", err)
		case died := <-s.done:
			return fmt.Errorf("postgres ended at once: %s", died)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Stop ends the server's process at once and keeps its data.
func (s *Server) Stop() {
	if s.process == nil || s.process.Process == nil {
		return
	}
	_ = s.process.Process.Signal(syscall.SIGINT)
	<-s.done
	s.process = nil
}

// Close ends the server and removes its directory.
func (s *Server) Close() {
	s.Stop()
	_ = os.RemoveAll(s.dir)
}
