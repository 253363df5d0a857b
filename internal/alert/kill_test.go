package alert

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"rightdoor/internal/pgtest"
	"rightdoor/internal/store"
	"rightdoor/models"
)

// The test program with these set is a process that delivers from a database
// into a file, until it is killed.
const (
	databaseVariable = "RIGHTDOOR_ALERT_TEST_DATABASE"
	channelsVariable = "RIGHTDOOR_ALERT_TEST_CHANNELS"
)

// paper is a Slack whose channels are lines of a file, which outlives whoever
// writes it.
type paper string

func (p paper) PostAlert(_ context.Context, a models.Alert) (string, error) {
	file, err := os.OpenFile(string(p), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	_, err = fmt.Fprintf(file, "%s %d\n", a.Channel, a.ID)
	if err == nil {
		err = file.Close()
	}
	time.Sleep(time.Duration(rand.IntN(5)) * time.Millisecond) // the answer is on its way
	return fmt.Sprint("ts", a.ID), err
}

func (p paper) FindAlert(_ context.Context, a models.Alert, _ time.Time) (string, bool, error) {
	for _, line := range p.posts() {
		if line == (post{a.Channel, a.ID}) {
			return fmt.Sprint("ts", a.ID), true, nil
		}
	}
	return "", false, nil
}

func (p paper) posts() []post {
	file, err := os.Open(string(p))
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }()
	var posts []post
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var one post
		if _, err := fmt.Sscan(lines.Text(), &one.channel, &one.id); err == nil {
			posts = append(posts, one)
		}
	}
	return posts
}

// deliverUntilKilled is what such a process does.
func deliverUntilKilled() int {
	ctx := context.Background()
	s, err := store.Open(ctx, os.Getenv(databaseVariable))
	if err != nil {
		fmt.Println(err)
		return 1
	}
	log := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{Level: slog.LevelError}))
	id := fmt.Sprint("process ", os.Getpid(), rand.Int64())
	jobs, err := OpenJobs(ctx, s, log, id)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	d := New(s, paper(os.Getenv(channelsVariable)), log, id)
	d.Every, d.Pace, d.Turn, d.HoldFor = 50*time.Millisecond, time.Millisecond, 0, shortHold
	if err := d.Run(ctx, jobs); err != nil {
		fmt.Println(err)
	}
	return 1
}

// shortHold lets a channel go on soon after a kill.
const shortHold = 4 * time.Second

// stuckAfter is how long nothing has to be posted before the test gives up.
const stuckAfter = 40 * time.Second

func TestKilledProcesses(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	for name, c := range map[string]struct {
		address   string
		processes int
	}{
		"sqlite":   {filepath.Join(t.TempDir(), "rightdoor.db"), 1},
		"postgres": {pgtest.Database(t), 2},
	} {
		t.Run(name, func(t *testing.T) { killed(t, c.address, c.processes) })
	}
}

func killed(t *testing.T, address string, processes int) {
	s, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	channels := []string{"C1", "C2", "C3", "C4", "C5"}
	w := listening(t, s, "red", channels...)
	jobs, err := OpenJobs(t.Context(), s, slog.New(slog.DiscardHandler), "recorder")
	if err != nil {
		t.Fatal(err)
	}
	s.Enqueue = jobs.Enqueue
	out := paper(filepath.Join(t.TempDir(), "channels"))
	running := make([]*exec.Cmd, processes)
	for i := range running {
		running[i] = spawn(t, address, out)
	}
	const accounts = 40
	for n := range accounts {
		qualify(t, s, w, n)
		time.Sleep(60 * time.Millisecond)
		if n%8 == 7 {
			i := rand.IntN(processes)
			_ = running[i].Process.Kill()
			_ = running[i].Wait()
			running[i] = spawn(t, address, out)
		}
	}
	early := len(out.posts())
	// However slow the machine is: as long as something is posted, it goes on.
	for posted, end := early, time.Now().Add(stuckAfter); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if b, err := s.Backlog(t.Context()); err == nil && b.Due == 0 {
			break
		}
		if n := len(out.posts()); n > posted {
			posted, end = n, time.Now().Add(stuckAfter)
		}
	}
	for _, process := range running {
		_ = process.Process.Kill()
		_ = process.Wait()
	}
	tried, err := s.Alerts(t.Context(), w, 0)
	again := 0
	for _, a := range tried {
		again += a.Attempts - 1
	}
	t.Logf("%d of %d posted while processes were killed, %d deliveries begun again, %v", early, len(tried), again, err)
	wantOnceInOrder(t, s, w, &slack{posts: out.posts()}, accounts*len(channels), 0)
}

func spawn(t *testing.T, address string, out paper) *exec.Cmd {
	t.Helper()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), databaseVariable+"="+address, channelsVariable+"="+string(out))
	process.Stdout, process.Stderr = t.Output(), t.Output()
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	return process
}
