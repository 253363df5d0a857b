package bot

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rightdoor/commands"
)

// panics is a Runner that does nothing else.
type panics struct{ Runner }

const mentioned = `{"type":"app_mention","user":"U1","text":"<@UBOT> fit acme.com","channel":"C1","ts":"10.1","thread_ts":"9.1"}`

func TestAMentionIsAnsweredInItsThreadForHerAlone(t *testing.T) {
	b := newTestBot(t, echoes())
	b.event("1", mentioned)
	b.settle()
	posts := b.slack.posts()
	if len(posts) != 1 || posts[0].method != "chat.postEphemeral" || posts[0].form.Get("thread_ts") != "9.1" || posts[0].form.Get("user") != "U1" ||
		posts[0].form.Get("channel") != "C1" || posts[0].text != "You asked fit acme.com" {
		t.Errorf("posts = %v, want one in thread 9.1 for U1", posts)
	}
	if posts[0].form.Get("unfurl_links") != "false" || posts[0].form.Get("unfurl_media") != "false" {
		t.Errorf("links unfold: %v", posts[0].form)
	}
}

func TestAMentionWhereTheBotIsNotIsAnsweredDirectly(t *testing.T) {
	b := newTestBot(t, echoes())
	b.slack.next("chat.postEphemeral", refuses("user_not_in_channel"))
	b.event("1", mentioned)
	b.settle()
	posts := b.slack.posts()
	if len(posts) != 1 || posts[0].method != "chat.postMessage" || posts[0].form.Get("channel") != "U1" || posts[0].form.Get("thread_ts") != "" {
		t.Errorf("posts = %v, want a direct message", posts)
	}
}

func TestADirectMessageIsAnsweredByAnOrdinaryOne(t *testing.T) {
	b := newTestBot(t, echoes())
	b.event("1", `{"type":"message","channel_type":"im","user":"U1","text":"fit acme.com","channel":"D1","ts":"10.1"}`)
	b.settle()
	posts := b.slack.posts()
	if len(posts) != 1 || posts[0].method != "chat.postMessage" || posts[0].form.Get("thread_ts") != "10.1" || posts[0].form.Get("channel") != "D1" {
		t.Errorf("posts = %v, want one message in thread 10.1", posts)
	}
}

func TestWhatNoPersonWroteIsIgnored(t *testing.T) {
	b := newTestBot(t, echoes())
	for i, inner := range []string{
		`{"type":"message","channel_type":"im","user":"UBOT","text":"fit acme.com","channel":"D1","ts":"1.1"}`,
		`{"type":"message","channel_type":"im","user":"U1","bot_id":"B2","text":"fit acme.com","channel":"D1","ts":"1.1"}`,
		`{"type":"message","channel_type":"im","subtype":"bot_message","bot_id":"B2","text":"fit acme.com","channel":"D1","ts":"1.1"}`,
		`{"type":"message","channel_type":"im","subtype":"message_changed","channel":"D1","ts":"1.1"}`,
		`{"type":"message","channel_type":"im","user":"USLACKBOT","text":"Reminder: fit acme.com","channel":"D1","ts":"1.1"}`,
		`{"type":"message","channel_type":"channel","user":"U1","text":"fit acme.com","channel":"C1","ts":"1.1"}`,
		`{"type":"app_mention","user":"U2","bot_id":"B2","text":"<@UBOT> fit acme.com","channel":"C1","ts":"1.1"}`,
		`{"type":"app_mention","user":"UBOT","text":"<@UBOT> fit acme.com","channel":"C1","ts":"1.1"}`,
	} {
		b.event(fmt.Sprint(i), inner)
	}
	if b.settle(); b.tally.of("all") != 0 {
		t.Errorf("%d answers, want none: %v", b.tally.of("all"), b.slack.posts())
	}
}

func TestARetriedEventIsAnsweredOnce(t *testing.T) {
	b := newTestBot(t, echoes())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { b.event("same", mentioned) })
	}
	wg.Wait()
	if b.settle(); len(b.slack.posts()) != 1 || b.tally.of("refused retried") != 3 {
		t.Errorf("posts = %v, %v; want one", b.slack.posts(), b.tally.counts)
	}
}

// TestIDsOfOneKindSayNothingOfAnother: a trigger and an event may have the
// same id.
func TestIDsOfOneKindSayNothingOfAnother(t *testing.T) {
	b := newTestBot(t, echoes())
	acked(t, b.slash("same", "/fit", "acme.com"))
	b.event("same", mentioned)
	b.interact(press("same", "U1", "C1", "ask-0", "/why acme.com"))
	if b.settle(); b.tally.of("all") != 3 {
		t.Errorf("%d answers, want 3", b.tally.of("all"))
	}
}

func TestMentions(t *testing.T) {
	for _, c := range []struct{ text, self, want string }{
		{"<@UBOT> fit acme.com", "UBOT", "fit acme.com"},
		{"<@UBOT|rightdoor> fit acme.com", "UBOT", "fit acme.com"},
		{"fit acme.com <@UBOT>", "UBOT", "fit acme.com"},
		{"<@UBOT>", "UBOT", ""},
		{"<@U2> fit acme.com", "UBOT", "<@U2> fit acme.com"},
		{"<@U2> fit <@U3>", "", "fit <@U3>"},
		{"fit <@UBOT", "UBOT", "fit <@UBOT"},
	} {
		if got := withoutMention(c.text, c.self); got != c.want {
			t.Errorf("withoutMention(%q, %q) = %q, want %q", c.text, c.self, got, c.want)
		}
	}
}

// TestOutsiders: guests and people of other organisations get one sentence, on
// every way in, and the Runner never hears of them.
func TestOutsiders(t *testing.T) {
	for _, user := range []string{"UGUEST", "USINGLE", "USTRANGER", "UPARTNER", "UGRID", "UGONE", "UBLANK"} {
		b := newTestBot(t, panics{})
		if m := acked(t, b.slash("1", "/fit", "acme.com", "user_id", user)); m.Text != outsiderText {
			t.Errorf("%s hears %q on a command", user, m.Text)
		}
		// What comes from a shared channel may name the other team.
		m := acked(t, b.slash("2", "/fit", "acme.com", "user_id", user, "team_id", "T9"))
		if m.Text != outsiderText {
			t.Errorf("%s hears %q on a command from its own team", user, m.Text)
		}
		b.event("1", fmt.Sprintf(`{"type":"app_mention","user":%q,"text":"<@UBOT> fit acme.com","channel":"C1","ts":"1.1"}`, user))
		b.event("2", fmt.Sprintf(`{"type":"message","channel_type":"im","user":%q,"text":"fit acme.com","channel":"D1","ts":"1.1"}`, user))
		b.interact(press("3", user, "C1", "share", "/fit acme.com"))
		b.interact(submission("4", user, "C1", "acme.com"))
		b.settle()
		posts := b.slack.posts()
		if len(posts) != 4 || strings.Contains(b.log.String(), "Panic") {
			t.Errorf("%s gets %d posts, want 4: %s", user, len(posts), b.log)
		}
		for _, p := range posts {
			if p.text != outsiderText || p.method == "hook" && p.public {
				t.Errorf("%s hears %q", user, p.text)
			}
		}
	}
}

func TestACompanyWithSeveralWorkspacesIsInside(t *testing.T) {
	b := newTestBot(t, echoes(), func(c *Config) {
		c.Client.Transport.(*standIn).next("auth.test", says(`{"ok":true,"team_id":"T1","user_id":"UBOT","enterprise_id":"E1"}`))
	})
	if m := acked(t, b.slash("1", "/fit", "acme.com", "user_id", "UCOLLEAGUE")); m.Text != "You asked /fit acme.com" {
		t.Errorf("a colleague hears %q", m.Text)
	}
	if m := acked(t, b.slash("2", "/fit", "acme.com", "user_id", "UGRID")); m.Text != outsiderText {
		t.Errorf("somebody of another company hears %q", m.Text)
	}
}

func TestWhoCannotBeToldGetsNoData(t *testing.T) {
	b := newTestBot(t, panics{})
	b.slack.next("users.info", refuses("user_not_found"), status(http.StatusOK))
	if m := acked(t, b.slash("1", "/fit", "acme.com")); m.Text != unknownText {
		t.Errorf("= %q, want that Slack does not say", m.Text)
	}
	if !strings.Contains(b.log.String(), "Cannot tell guests from members") {
		t.Errorf("log = %q", b.log)
	}
}

func TestNobodyIsAnOutsiderAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newTestBot(t, panics{})
		start := time.Now()
		m := acked(t, b.slash("1", "/fit", "acme.com", "user_id", ""))
		b.interact(press("2", "", "", "share", "/fit acme.com"))
		b.settle()
		if took := time.Since(start); m.Text != outsiderText || took > time.Second {
			t.Errorf("nobody hears %q after %v", m.Text, took)
		}
	})
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		channel string
		answer  http.HandlerFunc
		want    string
		public  bool
	}{
		{"C1", nil, "You asked /fit acme.com", true},
		{"CSHARED", nil, sharedRoomText, false},
		{"CPENDING", nil, sharedRoomText, false},
		{"", nil, sharedRoomText, false},
		{"C2", refuses("channel_not_found"), unknownRoomText, false},
		{"D1", nil, "You asked /fit acme.com", true}, // an ordinary message in a direct message
	} {
		b := newTestBot(t, echoes())
		if c.answer != nil {
			b.slack.next("conversations.info", c.answer)
		}
		b.interact(press("1", "U1", c.channel, "share", "/fit acme.com"))
		b.settle()
		posts := b.slack.posts()
		if len(posts) != 1 || posts[0].text != c.want || posts[0].public != c.public {
			t.Errorf("Share in %s = %v, want %q, public %v", c.channel, posts, c.want, c.public)
			continue
		}
		if strings.Contains(posts[0].form.Get("blocks"), `"share"`) && c.channel == "C1" {
			t.Errorf("what is shared can be shared again: %s", posts[0].form.Get("blocks"))
		}
	}
}

func TestAButtonIsAnsweredWhereItWasPressed(t *testing.T) {
	for _, c := range []struct{ name, channel, more, method, to, thread string }{
		{"in a channel", "C1", "", "hook", "", ""},
		{"in a thread", "C1", `,"container":{"type":"message","thread_ts":"9.1","is_ephemeral":true}`, "hook", "", "9.1"},
		{"in a direct message", "D1", `,"container":{"type":"message","thread_ts":"9.1"}`, "chat.postMessage", "D1", "9.1"},
		{"in a direct message of others", "D2", `,"container":{"type":"message","is_ephemeral":true}`, "hook", "", ""},
		{"without a response_url", "C1", `,"response_url":""`, "chat.postEphemeral", "C1", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newTestBot(t, echoes())
			b.interact(press("1", "U1", c.channel, "ask-0", "/why acme.com", c.more))
			b.settle()
			posts := b.slack.posts()
			if len(posts) != 1 || posts[0].method != c.method || posts[0].form.Get("channel") != c.to || posts[0].form.Get("thread_ts") != c.thread || posts[0].text != "You asked /why acme.com" {
				t.Errorf("posts = %v, want one by %s to %q in %q", posts, c.method, c.to, c.thread)
			}
		})
	}
}

func TestRemoval(t *testing.T) {
	for inner, want := range map[string]bool{
		`{"type":"app_uninstalled"}`:                                     true,
		`{"type":"tokens_revoked","tokens":{"oauth":[],"bot":["UBOT"]}}`: true,
		`{"type":"tokens_revoked","tokens":{"oauth":["U1"],"bot":[]}}`:   false,
	} {
		b := newTestBot(t, echoes())
		b.event("1", inner)
		b.event("2", mentioned)
		b.settle()
		if b.Removed() != want || len(b.slack.posts()) != map[bool]int{true: 0, false: 1}[want] {
			t.Errorf("%s: removed %v, posts %v; want %v", inner, b.Removed(), b.slack.posts(), want)
		}
		if strings.Contains(b.log.String(), "Removed from Slack") != want {
			t.Errorf("log = %q", b.log)
		}
	}
}

// TestOnlyManagersOfTheListChangeTargeting: the configuration's list counts.
func TestManagers(t *testing.T) {
	roles := make(chan commands.Role, 2)
	b := newTestBot(t, fakeRunner{commands.New(nil), recordRole(roles)}, func(c *Config) { c.Managers = []string{"U1"} })
	for user, want := range map[string]commands.Role{"U1": commands.Manager, "U2": commands.Rep} {
		b.slash(user, "/rightdoor", "icp", "user_id", user)
		if got := <-roles; got != want {
			t.Errorf("%s asks as %v, want %v", user, got, want)
		}
	}
}
