package bot

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rightdoor/internal/playground"
)

// The example of Slack's page "Verifying requests from Slack".
const (
	exampleTime      = 1531420618
	exampleSignature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	exampleBody      = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar" +
		"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J" +
		"%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)

// at moves the clock of a Bot to a moment.
func at(unix int64) func(*Config) {
	return func(c *Config) { c.Now = func() time.Time { return time.Unix(unix, 0) } }
}

func example(b *testBot, change func(http.Header)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/slack/commands", strings.NewReader(exampleBody))
	r.Header.Set("X-Slack-Request-Timestamp", fmt.Sprint(exampleTime))
	r.Header.Set("X-Slack-Signature", exampleSignature)
	change(r.Header)
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	b.settle()
	return w
}

func TestSlacksExampleOfASignature(t *testing.T) {
	b := newTestBot(t, echoes(), at(exampleTime))
	if w := example(b, func(http.Header) {}); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "You asked /webhook-collect") {
		t.Errorf("Slack's own example = %d %q, want 200 with an answer", w.Code, w.Body)
	}
}

func TestWhatIsNotSignedIsRefused(t *testing.T) {
	set := func(name, value string) func(http.Header) { return func(h http.Header) { h.Set(name, value) } }
	for name, c := range map[string]struct {
		now    int64
		change func(http.Header)
	}{
		"forged":              {exampleTime, set("X-Slack-Signature", "v0="+strings.Repeat("a", 64))},
		"missing":             {exampleTime, func(h http.Header) { h.Del("X-Slack-Signature") }},
		"malformed":           {exampleTime, set("X-Slack-Signature", "v0=zz")},
		"without its version": {exampleTime, set("X-Slack-Signature", strings.TrimPrefix(exampleSignature, "v0="))},
		"no time":             {exampleTime, func(h http.Header) { h.Del("X-Slack-Request-Timestamp") }},
		"no number":           {exampleTime, set("X-Slack-Request-Timestamp", "soon")},
		"far time":            {exampleTime, set("X-Slack-Request-Timestamp", "-9223372036854775808")},
		"another time":        {exampleTime, set("X-Slack-Request-Timestamp", fmt.Sprint(exampleTime+1))},
		"late":                {exampleTime + 301, func(http.Header) {}},
		"from the future":     {exampleTime - 301, func(http.Header) {}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newTestBot(t, echoes(), at(c.now))
			if w := example(b, c.change); w.Code != http.StatusUnauthorized || w.Body.Len() > 0 {
				t.Errorf("= %d %q, want a bare 401", w.Code, w.Body)
			}
			if log := b.log.String(); strings.Count(log, "\n") != 1 || !strings.Contains(log, "Request refused") || strings.Contains(log, "v0") || strings.Contains(log, "1531420618") {
				t.Errorf("log = %q, want one line without detail", log)
			}
			if n := b.tally.of("all"); n != 0 {
				t.Errorf("%d answers", n)
			}
		})
	}
}

func TestABotWithoutASecretAcceptsNothing(t *testing.T) {
	b := newTestBot(t, echoes(), at(exampleTime), func(c *Config) { c.Secret = "" })
	if w := example(b, func(h http.Header) {
		h.Set("X-Slack-Signature", "v0=9d9b7a58b17ea0ee6d3ea3b8a7b4cf4f5bd2ef7ddb0a2a1b25cc73dc2bb1a0f9")
	}); w.Code != http.StatusUnauthorized {
		t.Errorf("= %d, want 401", w.Code)
	}
	body := slashBody(testHook, "1", "/fit", "acme.com")
	if b.Bot.signed(playground.Sign("", time.Unix(exampleTime, 0), body), []byte(body)) {
		t.Error("what is signed with an empty secret is taken for Slack's")
	}
}

func TestAHugeBodyIsRefused(t *testing.T) {
	b := newTestBot(t, echoes())
	for size, want := range map[int]int{1 << 20: http.StatusOK, 1<<20 + 1: http.StatusRequestEntityTooLarge} {
		w := httptest.NewRecorder()
		b.handler.ServeHTTP(w, b.signed("/slack/events", strings.Repeat(" ", size)))
		if w.Code != want {
			t.Errorf("%d bytes = %d, want %d", size, w.Code, want)
		}
	}
}

func TestASlashCommandIsAnsweredOnItsAcknowledgement(t *testing.T) {
	b := newTestBot(t, echoes())
	for command, want := range map[string]string{"/fit": "/fit acme.com", "/whom": "/who acme.com", "/rightdoor": "/ acme.com", "/other": "/other acme.com"} {
		m := acked(t, b.slash("trigger "+command, command, "acme.com"))
		if m.Text != "You asked "+want || m.ResponseType != "ephemeral" || m.ReplaceOriginal == nil || *m.ReplaceOriginal {
			t.Errorf("%s acme.com = %+v, want %q for her alone", command, m, want)
		}
	}
	b.settle()
	if posts := b.posts(); len(posts) > 0 {
		t.Errorf("and posted besides: %+v", posts)
	}
}

// TestOneAnswerWheneverItIsReady: a quick answer rides on the
// acknowledgement, a slow one is posted, and there is always exactly one.
func TestOneAnswerWheneverItIsReady(t *testing.T) {
	for _, c := range []struct {
		takes  time.Duration
		heeds  bool
		onAck  bool
		answer string
	}{
		{0, true, true, "You asked"},
		{900 * time.Millisecond, true, true, "You asked"},
		{1100 * time.Millisecond, true, false, "You asked"},
		{59 * time.Second, true, false, "You asked"},
		{2 * time.Minute, true, false, "does not answer at the moment"},
		{2 * time.Minute, false, false, "does not answer at the moment"},
	} {
		t.Run(fmt.Sprint(c.takes, c.heeds), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newTestBot(t, after(c.takes, c.heeds))
				start := time.Now()
				ack := b.slash("1", "/fit", "acme.com")
				if took := time.Since(start); took > 1100*time.Millisecond {
					t.Errorf("acknowledged after %v", took)
				}
				time.Sleep(61 * time.Second)
				posts := b.posts()
				if onAck := ack != ""; onAck != c.onAck || len(posts) != map[bool]int{true: 0, false: 1}[c.onAck] {
					t.Fatalf("acknowledged with %q, posted %+v; want one of both, on the acknowledgement %v", ack, posts, c.onAck)
				}
				text := ack
				if !c.onAck {
					text = posts[0].Text
				}
				if !strings.Contains(text, c.answer) {
					t.Errorf("answer = %q, want %q", text, c.answer)
				}
				b.settle()
				if n := len(b.posts()); n > 1 {
					t.Errorf("%d posts at last", n)
				}
			})
		})
	}
}

func TestAReplayIsAnsweredOnce(t *testing.T) {
	b := newTestBot(t, echoes())
	var wg sync.WaitGroup
	answers := make(chan string, 10)
	for range 10 {
		wg.Go(func() { answers <- b.slash("same", "/fit", "acme.com") })
	}
	wg.Wait()
	close(answers)
	answered := 0
	for text := range answers {
		if text != "" {
			answered++
		}
	}
	if b.settle(); answered != 1 || b.tally.of("all") != 1 || b.tally.of("refused replayed") != 9 {
		t.Errorf("ten times the same command: %d answers, %v", answered, b.tally.counts)
	}
}

// TestWhatHasNoIDIsNoReplay: two commands without a trigger are two.
func TestWhatHasNoIDIsNoReplay(t *testing.T) {
	b := newTestBot(t, echoes())
	for range 2 {
		acked(t, b.slash("", "/fit", "acme.com"))
		b.send("/slack/events", eventBody("", mentioned))
		b.interact(whyPressed(b.hook(), ""))
	}
	if b.settle(); b.tally.of("all") != 6 {
		t.Errorf("%d answers, want 6", b.tally.of("all"))
	}
}

func TestAPanicIsACalmSentence(t *testing.T) {
	b := newTestBot(t, panics{})
	b.say("U1", "C1", "/fit acme.com")
	b.say("U1", "C1", "@Rightdoor fit acme.com")
	b.interact(whyPressed(b.hook(), "1"))
	b.settle()
	for _, m := range b.slack.Posted() {
		if m.Text != brokenText {
			t.Errorf("= %q, want the calm sentence", m.Text)
		}
	}
	if n, later := len(b.slack.Posted()), len(b.posts()); n != 3 || later != 2 {
		t.Errorf("%d answers, %d of them later; want 3, and one on the acknowledgement", n, later)
	}
	if log := b.log.String(); strings.Count(log, "Panic while answering") != 3 || !strings.Contains(log, "goroutine") {
		t.Errorf("log = %q, want three panics with their stacks", log)
	}
}

func TestWhatCannotBeReadIsAcknowledgedAndLogged(t *testing.T) {
	for _, c := range []struct{ name, path, body, log string }{
		{"no form", "/slack/commands", "%zz", "Slash command not understood"},
		{"no command", "/slack/commands", "a=b", "Slash command not understood"},
		{"no JSON", "/slack/events", `{"type":`, "Event not understood"},
		{"no event", "/slack/events", `{"type":"app_rate_limited","team_id":"T1"}`, "Event not understood"},
		{"an event that is no object", "/slack/events", eventBody("1", `"x"`), "Event not understood"},
		{"an unknown event", "/slack/events", eventBody("1", `{"type":"emoji_changed","user":{"id":"U1"}}`), "Event not"},
		{"no interaction", "/slack/interactions", "payload=%7B", "Interaction not understood"},
		{"no payload", "/slack/interactions", "a=b", "Interaction not understood"},
		{"an unknown interaction", "/slack/interactions", "payload=%7B%22type%22%3A%22shortcut%22%7D", "Interaction not handled"},
		{"a form of somebody else's", "/slack/interactions", "payload=%7B%22type%22%3A%22view_submission%22%2C%22view%22%3A%7B%7D%7D", "Form not understood"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newTestBot(t, echoes())
			if ack := b.send(c.path, c.body); ack != "" {
				t.Errorf("acknowledged with %q, want nothing", ack)
			}
			b.settle()
			if !strings.Contains(b.log.String(), c.log) || b.tally.of("all") != 0 {
				t.Errorf("log = %q, answers %d; want %q and none", b.log, b.tally.of("all"), c.log)
			}
		})
	}
}

func TestURLVerification(t *testing.T) {
	b := newTestBot(t, echoes())
	if got := b.send("/slack/events", `{"type":"url_verification","challenge":"3eZbrw1aBm2rZgRNFdxV"}`); got != "3eZbrw1aBm2rZgRNFdxV" {
		t.Errorf("= %q, want the challenge", got)
	}
}

// TestTooMuchAtOnceIsTold: the line is bounded, and who is not in it is told
// at once.
func TestTooMuchAtOnceIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newTestBot(t, after(30*time.Second, true))
		b.slack.Unlimited = true
		for range maxAnswers + maxWaiting + 10 {
			b.say("U1", "D1", "x")
		}
		time.Sleep(time.Second)
		if n := b.tally.of("refused busy"); n != 10 {
			t.Errorf("%d told at once, want 10", n)
		}
		b.settle()
		if n := len(b.slack.Posted()); n != maxAnswers+maxWaiting+10 {
			t.Errorf("%d posts, want one for each of %d", n, maxAnswers+maxWaiting+10)
		}
	})
}
