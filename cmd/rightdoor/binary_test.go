//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"rightdoor/internal/store"
)

// TestTheBinaryAsAUserWould builds the program and goes through a first day
// with it in an empty folder.
func TestTheBinaryAsAUserWould(t *testing.T) {
	binary := build(t)
	folder(t, "accounts.csv", "shops.yaml")
	t.Run("first day", func(t *testing.T) { firstDay(t, binary) })
	t.Run("interrupted import", func(t *testing.T) { interruptedImport(t, binary) })
}

func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "rightdoor")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v: %s", err, out)
	}
	return binary
}

func firstDay(t *testing.T, binary string) {
	for _, c := range []struct {
		code int
		text string
		args []string
	}{
		{0, "Usage", nil},
		{0, "targeting.yaml is written", []string{"init", "--profile", "latam-saas"}},
		{exitRefused, "stays as it is", []string{"init", "--profile", "latam-saas"}},
		{0, "new ICP B2B SaaS in LATAM", []string{"apply", "--dry-run"}},
		{0, "In force", []string{"apply", "shops.yaml"}},
		{0, "3 added", []string{"import", "accounts", "accounts.csv"}},
		{0, "Acme (Dana's account) is a fit", []string{"ask", "/fit acme.com"}},
		{exitNotFound, "I know no company", []string{"ask", "/fit nobody.com"}},
		{exitRefused, "is a person", []string{"ask", "/fit CFO"}},
		{exitUsage, "There is no command", []string{"frob"}},
		{0, "Acme (prospect, Dana's account) is a fit", []string{"demo", "--once"}},
	} {
		cmd := exec.Command(binary, c.args...)
		out, _ := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != c.code || !strings.Contains(string(out), c.text) {
			t.Errorf("rightdoor %q: exit code %d, %q; want %d and %q", c.args, code, out, c.code, c.text)
		}
	}
}

// interruptedImport feeds an import through a pipe, interrupts it when its
// first rows are in, and imports the whole file again.
func interruptedImport(t *testing.T, binary string) {
	t.Setenv("DATABASE_URL", "interrupted.db")
	if err := syscall.Mkfifo("pipe.csv", 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := exec.Command(binary, "import", "accounts", "pipe.csv", "--source", "list")
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	pipe, err := os.OpenFile("pipe.csv", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = pipe.WriteString("name,domain\n" + rows(0, 2500))
	waitForAccounts(t, 1000)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_, _ = pipe.WriteString(rows(2500, 5000)) // the program may have gone by now
	_ = pipe.Close()
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitFailed || !strings.Contains(out.String(), "Import the same file again") || err != nil {
		t.Errorf("interrupted import: exit code %d, %q, %v; want %d and how to go on", code, out.String(), err, exitFailed)
	}
	importAgain(t, binary)
}

// rows are lines of accounts that differ in their number.
func rows(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "Company %d,company%d.example\n", i, i)
	}
	return b.String()
}

// waitForAccounts waits until another process has recorded some.
func waitForAccounts(t *testing.T, atLeast int) {
	t.Helper()
	s, err := store.Open(t.Context(), "interrupted.db")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); <-tick.C {
		list, err := s.Workspaces(t.Context())
		if err != nil || len(list) == 0 {
			continue
		}
		if counts, err := s.Counts(t.Context(), list[0].ID); err == nil && counts.Accounts >= atLeast {
			return
		}
	}
	t.Fatalf("fewer than %d accounts are in", atLeast)
}

func importAgain(t *testing.T, binary string) {
	t.Helper()
	write(t, "list.csv", "name,domain\n"+rows(0, 5000))
	out, err := exec.Command(binary, "import", "accounts", "list.csv").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "5,000 of 5,000 rows used") || strings.Contains(string(out), "5,000 added") {
		t.Errorf("the same file again: %v, %s; want the rest added", err, out)
	}
	s, err := store.Open(t.Context(), "interrupted.db")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if counts, err := s.Counts(t.Context(), 1); err != nil || counts.Accounts != 5000 {
		t.Errorf("accounts = %d, %v, want 5000", counts.Accounts, err)
	}
}
