package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"rightdoor/internal/playground"
)

// herd is some processes of the binary that serve, each of which is started
// again when it ended.
type herd struct {
	g       *ground
	binary  string
	ctx     context.Context
	stop    context.CancelFunc
	running sync.WaitGroup

	killing       atomic.Bool
	starts, kills atomic.Int64
	ends          atomic.Int64 // of their own accord
	addresses     []atomic.Pointer[string]
	log           *output
}

// serveAll starts so many processes.
func (g *ground) serveAll(binary string, processes int) *herd {
	h := &herd{g: g, binary: binary, addresses: make([]atomic.Pointer[string], processes), log: &output{}}
	h.ctx, h.stop = context.WithCancel(context.Background())
	for slot := range processes {
		h.running.Go(func() {
			// A process dies with the thread that started it, so that none
			// outlives the test.
			runtime.LockOSThread()
			for h.ctx.Err() == nil {
				h.live(slot)
			}
		})
	}
	g.Cleanup(h.end)
	return h
}

// end stops the processes as an operator does.
func (h *herd) end() {
	h.stop()
	h.running.Wait()
	noSecrets(h.g.T, "the log of the processes", h.log.String())
	if h.g.Failed() {
		h.g.Logf("the end of the log: %.20000s", lastOf(h.log.String(), 20000))
	}
}

func lastOf(text string, n int) string { return text[max(0, len(text)-n):] }

// lifetime is for how long a process lives that is going to be killed, so that
// one of all is every few hundred milliseconds. It takes a fifth of a second to
// start.
func (h *herd) lifetime() time.Duration {
	return 250*time.Millisecond + rand.N(time.Duration(len(h.addresses))*800*time.Millisecond)
}

// live is the life of one process.
func (h *herd) live(slot int) {
	cmd := exec.Command(h.binary, "serve")
	cmd.Env = []string{
		"SLACK_BOT_TOKEN=" + testToken, "SLACK_SIGNING_SECRET=" + testSecret, "SLACK_API_URL=" + h.g.slack.API(),
		"LISTEN=127.0.0.1:0", "LOG_LEVEL=warn", "MANAGERS=" + playground.Manager, "DATABASE_URL=" + h.g.address, "HOME=" + h.g.TempDir(),
	}
	cmd.Stderr = h.log
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		h.g.Errorf("start a process: %v", err)
		h.stop()
		return
	}
	h.starts.Add(1)
	ended := make(chan struct{})
	go func() {
		h.listen(slot, out)
		close(ended)
	}()
	h.wait(cmd, ended)
	_ = cmd.Wait()
	h.addresses[slot].Store(nil)
	h.bury(cmd.Process.Pid)
}

// listen reads where a process can be reached until it says no more.
func (h *herd) listen(slot int, out io.Reader) {
	address := ""
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if at, ok := strings.CutPrefix(lines.Text(), "Listening on "); ok {
			address = strings.TrimSuffix(at, ".")
		}
		if strings.HasPrefix(lines.Text(), "Connected to") {
			h.addresses[slot].Store(&address)
		}
	}
}

// wait lets a process be until it ends, it is killed, or all are stopped.
func (h *herd) wait(cmd *exec.Cmd, ended <-chan struct{}) {
	for {
		select {
		case <-ended:
			h.ends.Add(1)
			time.Sleep(50 * time.Millisecond) // as a supervisor does
			return
		case <-h.ctx.Done():
			_ = cmd.Process.Signal(syscall.SIGTERM)
			kill := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })
			<-ended
			kill.Stop()
			return
		case <-time.After(h.lifetime()):
			if h.killing.Load() {
				h.kills.Add(1)
				_ = cmd.Process.Kill()
				<-ended
				return
			}
		}
	}
}

// graveTime is how long the dead are left alone: what they sent has arrived by
// then.
const graveTime = time.Second

// bury lets two minutes pass for what a dead process was at, which is how long
// others leave it alone. Nothing but these rows is any older by it.
func (h *herd) bury(pid int) {
	own := fmt.Sprintf("LIKE '%%-%d-________/%%'", pid)
	h.running.Go(func() {
		select {
		case <-h.ctx.Done():
			return
		case <-time.After(graveTime):
		}
		db, _ := h.g.store.Handles()
		for _, statement := range []string{
			"UPDATE alerts SET sending_at = '2000-01-01 00:00:00+00:00' WHERE state = 'sending' AND sending_by " + own,
			"UPDATE holds SET held_until = '2000-01-01 00:00:00+00:00' WHERE held_by " + own,
		} {
			for h.ctx.Err() == nil {
				if _, err := db.ExecContext(h.ctx, statement); err == nil {
					break
				}
				time.Sleep(100 * time.Millisecond)
			}
		}
	})
}

// all gives the addresses of the processes once each has one.
func (h *herd) all() []string {
	h.g.Helper()
	var all []string
	until(h.g.T, "all processes serve", func() bool {
		all = nil
		for i := range h.addresses {
			if address := h.addresses[i].Load(); address != nil {
				all = append(all, *address)
			}
		}
		return len(all) == len(h.addresses)
	})
	return all
}
