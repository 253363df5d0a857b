package bot

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"rightdoor/internal/playground"
)

// TestNothingIsLostAndNothingComesTwice: whatever Slack answers for a while,
// the answer gets there once.
func TestNothingIsLostAndNothingComesTwice(t *testing.T) {
	for name, c := range map[string]struct {
		fails   []http.HandlerFunc
		atMost  time.Duration
		atLeast time.Duration
	}{
		"later, in seconds":     {[]http.HandlerFunc{status(429, "Retry-After", "7")}, 9 * time.Second, 7 * time.Second},
		"later, at once":        {[]http.HandlerFunc{status(429, "Retry-After", "0"), status(429, "Retry-After", "0"), status(429, "Retry-After", "0")}, 5 * time.Second, 300 * time.Millisecond},
		"later, without a word": {[]http.HandlerFunc{status(429)}, 3 * time.Second, 0},
		"later, in words":       {[]http.HandlerFunc{status(429, "Retry-After", "soon")}, 3 * time.Second, 0},
		"a fault":               {[]http.HandlerFunc{status(500), status(503), status(502)}, 5 * time.Second, 0},
		"garbage":               {[]http.HandlerFunc{status(500), status(500)}, 5 * time.Second, 0},
		"silence":               {[]http.HandlerFunc{hangs, hangs}, 25 * time.Second, 20 * time.Second},
	} {
		for _, way := range []struct {
			name string
			ask  func(*testBot, playground.Message)
		}{
			{"response_url", func(b *testBot, first playground.Message) { b.press("U1", first, "ask-0") }},
			{"chat.postEphemeral", func(b *testBot, _ playground.Message) { b.asks("U1", "C1", "@Rightdoor fit Acme") }},
			{"chat.postMessage", func(b *testBot, _ playground.Message) { b.asks("U1", "D1", "fit Acme") }},
		} {
			t.Run(name+" by "+way.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					b := newTestBot(t, echoes())
					first := b.asks("U1", "C1", "/fit Acme")
					b.slack.Next(way.name, c.fails...)
					start := time.Now()
					way.ask(b, first)
					if posts := b.posts(); len(posts) != 1 || posts[0].Way != way.name {
						t.Errorf("posts = %+v, want one", posts)
					}
					if took := time.Since(start); took > c.atMost || took < c.atLeast {
						t.Errorf("took %v, want %v to %v", took, c.atLeast, c.atMost)
					}
				})
			})
		}
	}
}

func TestGarbageFromTheWebAPIIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newTestBot(t, echoes())
		b.slack.Next("chat.postEphemeral", says("<html>"), says(""), refuses("internal_error"))
		b.asks("U1", "C1", "@Rightdoor fit Acme")
		if len(b.posts()) != 1 {
			t.Errorf("posts = %+v, want one", b.posts())
		}
	})
}

// TestAnAnswerThatSlackNeverTakesIsGivenUpAndLogged.
func TestAnAnswerThatSlackNeverTakesIsGivenUpAndLogged(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		within time.Duration
	}{
		{"silence", hangs, 65 * time.Second},
		{"faults", status(500), 65 * time.Second},
		{"much later", status(429, "Retry-After", "3600"), 65 * time.Second},
		{"never", refuses("invalid_auth"), time.Second},
		{"gone", status(404), time.Second},
		{"elsewhere", status(307, "Location", "https://evil.example/"), time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newTestBot(t, echoes())
				first := b.asks("U1", "C1", "/fit Acme")
				for _, way := range []string{"response_url", "chat.postEphemeral", "chat.postMessage"} {
					b.slack.Next(way, times(1000, c.answer)...)
				}
				start := time.Now()
				if c.name == "never" {
					b.asks("U1", "C1", "@Rightdoor fit Acme")
				} else {
					b.press("U1", first, "ask-0")
				}
				if took := time.Since(start); took > c.within {
					t.Errorf("given up after %v, want within %v", took, c.within)
				}
				if log := b.log.String(); strings.Count(log, "Answer not delivered") != 1 {
					t.Errorf("log = %q, want that it was not delivered", log)
				}
				if len(b.posts()) > 0 {
					t.Errorf("posts = %+v, want none", b.posts())
				}
			})
		})
	}
}

func TestOnlySlacksHostIsAnswered(t *testing.T) {
	for address, want := range map[string]bool{
		testHook: true, "https://hooks.slack.com/actions/T1/1/x": true,
		"http://hooks.slack.com/x": false, "https://hooks.slack.com.evil.example/x": false, "https://evil.example/hooks.slack.com": false,
		"https://hooks.slack.com@evil.example/x": false, "https://hooks.slack.com:8443/x": false, "//hooks.slack.com/x": false,
		"file:///etc/passwd": false, "http://169.254.169.254/latest": false, "%zz": false, "": false,
	} {
		b := newTestBot(t, after(0, true))
		if got := b.hookAllowed(address); got != want {
			t.Errorf("hookAllowed(%q) = %v, want %v", address, got, want)
		}
	}
	own := newTestBot(t, echoes())
	own.API = "http://127.0.0.1:7357/api/"
	if !own.hookAllowed("http://127.0.0.1:7357/hook/1") || own.hookAllowed(testHook) {
		t.Error("with another API the response_url has to be that one's")
	}
}

func TestAForeignResponseURLIsNeverCalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newTestBot(t, after(2*time.Second, true))
		b.slash("1", "/fit", "acme.com", "response_url", "https://evil.example/"+hookSecret)
		b.settle()
		if !strings.Contains(b.log.String(), "response_url is not Slack's") {
			t.Errorf("log = %q, want a word on it", b.log)
		}
	})
}

// TestNoSecretInAnError: what goes wrong on the way names no address.
func TestNoSecretInAnError(t *testing.T) {
	b := newTestBot(t, echoes(), func(c *Config) {
		c.Client = &http.Client{Transport: fails{c.Client.Transport}}
	})
	ctx, cancel := contextWithin(t, time.Millisecond)
	defer cancel()
	err := errors.Join(
		b.postHook(ctx, testHook, plainMessage("x")),
		b.post(ctx, place{channel: "C1"}, plainMessage("x")),
		b.postHook(ctx, testHook+"\x7f", plainMessage("x")),
	)
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Fatalf("errors = %v, want three", err)
	}
	checkSecrets(t, err.Error())
}

// fails is a network without Slack in it; auth.test gets through.
type fails struct{ http.RoundTripper }

func (f fails) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "auth.test") {
		return f.RoundTripper.RoundTrip(r)
	}
	return nil, errors.New("connection refused")
}

// TestASlowWordOnSomebodyHoldsNoPlaceForLong: users.info that hangs costs ten
// seconds, not a minute.
func TestASlowWordOnSomebodyHoldsNoPlaceForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newTestBot(t, panics{})
		b.slack.Next("users.info", times(100, status(500))...)
		start := time.Now()
		m := b.asks("U1", "C1", "@Rightdoor fit Acme")
		if took := time.Since(start); took > 12*time.Second || len(b.posts()) != 1 || m.Text != unknownText {
			t.Errorf("after %v: %+v, want that Slack does not say within 12s", took, b.posts())
		}
	})
}

func TestWhenAgain(t *testing.T) {
	for _, c := range []struct {
		err   error
		again bool
		least time.Duration
	}{
		{&slack.RateLimitedError{RetryAfter: 3 * time.Second}, true, 3 * time.Second},
		{&slack.RateLimitedError{}, true, time.Second},
		{&slack.RateLimitedError{RetryAfter: -time.Hour}, true, time.Second},
		{slack.StatusCodeError{Code: 500}, true, time.Second / 2},
		{slack.SlackErrorResponse{Err: "is_archived"}, false, 0},
		{slack.SlackErrorResponse{Err: "msg_blocks_too_long"}, false, 0},
		{slack.SlackErrorResponse{Err: "never_heard_of"}, true, time.Second / 2},
		{errGone, false, 0},
	} {
		wait, again := whenAgain(c.err, time.Second)
		if again != c.again || wait < c.least {
			t.Errorf("whenAgain(%v) = %v, %v, want %v, at least %v", c.err, wait, again, c.again, c.least)
		}
	}
}

func contextWithin(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(t.Context(), d)
}
