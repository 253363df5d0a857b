package bot

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rightdoor/commands"
	"rightdoor/internal/playground"
)

// panics is a Runner that does nothing else.
type panics struct{ Runner }

func TestAMentionIsAnsweredInItsThreadForHerAlone(t *testing.T) {
	b := newTestBot(t, echoes())
	m := b.asks("U1", "C1", "@Rightdoor fit Acme", "9.1")
	if len(b.posts()) != 1 || m.Way != "chat.postEphemeral" || m.Thread != "9.1" || m.To != "U1" || m.Channel != "C1" || m.Text != "You asked fit Acme" {
		t.Errorf("posts = %+v, want one in thread 9.1 for U1", b.posts())
	}
	if body := b.slack.Exchanges(m.Way)[0].Request.Body; !strings.Contains(body, "unfurl_links=false&unfurl_media=false") {
		t.Errorf("links unfold: %s", body)
	}
}

func TestAMentionWhereTheBotIsNotIsAnsweredDirectly(t *testing.T) {
	b := newTestBot(t, echoes())
	b.slack.Next("chat.postEphemeral", refuses("user_not_in_channel"))
	m := b.asks("U1", "C1", "@Rightdoor fit Acme", "9.1")
	if len(b.posts()) != 1 || m.Way != "chat.postMessage" || m.Channel != "D1" || m.Thread != "" {
		t.Errorf("posts = %+v, want a direct message", b.posts())
	}
}

func TestADirectMessageIsAnsweredByAnOrdinaryOne(t *testing.T) {
	b := newTestBot(t, echoes())
	m := b.asks("U1", "D1", "fit Acme")
	if asked := b.slack.Messages("D1", "U1")[0]; len(b.posts()) != 1 || m.Way != "chat.postMessage" || m.Thread != asked.TS || m.Channel != "D1" {
		t.Errorf("posts = %+v, want one message in thread %s", b.posts(), asked.TS)
	}
}

func TestWhatNoPersonWroteIsIgnored(t *testing.T) {
	b := newTestBot(t, echoes())
	for _, inner := range []string{
		`{"type":"message","channel_type":"im","user":"` + playground.BotUser + `","text":"fit acme.com","channel":"D1","ts":"1.1"}`,
		`{"type":"message","channel_type":"im","user":"U1","bot_id":"B2","text":"fit acme.com","channel":"D1","ts":"1.1"}`,
		`{"type":"message","channel_type":"im","subtype":"bot_message","bot_id":"B2","text":"fit acme.com","channel":"D1","ts":"1.1"}`,
		`{"type":"message","channel_type":"im","subtype":"message_changed","channel":"D1","ts":"1.1"}`,
		`{"type":"message","channel_type":"im","user":"USLACKBOT","text":"Reminder: fit acme.com","channel":"D1","ts":"1.1"}`,
		`{"type":"message","channel_type":"channel","user":"U1","text":"fit acme.com","channel":"C1","ts":"1.1"}`,
		`{"type":"app_mention","user":"U2","bot_id":"B2","text":"<@UBOT> fit acme.com","channel":"C1","ts":"1.1"}`,
		`{"type":"app_mention","user":"` + playground.BotUser + `","text":"<@UBOT> fit acme.com","channel":"C1","ts":"1.1"}`,
	} {
		b.event(inner)
	}
	if b.settle(); b.tally.of("all") != 0 {
		t.Errorf("%d answers, want none: %+v", b.tally.of("all"), b.posts())
	}
}

func TestARetriedEventIsAnsweredOnce(t *testing.T) {
	b := newTestBot(t, echoes())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { b.send("/slack/events", eventBody("same", mentioned)) })
	}
	wg.Wait()
	if b.settle(); len(b.posts()) != 1 || b.tally.of("refused retried") != 3 {
		t.Errorf("posts = %+v, %v; want one", b.posts(), b.tally.counts)
	}
}

// TestIDsOfOneKindSayNothingOfAnother: a trigger and an event may have the
// same id.
func TestIDsOfOneKindSayNothingOfAnother(t *testing.T) {
	b := newTestBot(t, echoes())
	acked(t, b.slash("same", "/fit", "acme.com"))
	b.send("/slack/events", eventBody("same", mentioned))
	b.interact(whyPressed(b.hook(), "same"))
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
		b := newTestBot(t, fakeRunner{Runner: commands.New(nil)})
		if user == "UBLANK" {
			b.slack.Next("users.info", says(`{"ok":true,"user":{"id":"UBLANK"}}`))
		}
		forAll := messageOf(cardView{commands.Card{Headline: "Acme", Share: "/fit acme.com"}})
		if err := b.post(t.Context(), place{channel: "C1"}, forAll); err != nil {
			t.Fatal(err)
		}
		first := b.last()
		// What comes from a shared channel may name the other team.
		if m := acked(t, b.slash("1", "/fit", "acme.com", "user_id", user, "team_id", "T9")); m.Text != outsiderText {
			t.Errorf("%s hears %q on a command from its own team", user, m.Text)
		}
		b.say(user, "C1", "/fit acme.com")
		b.say(user, "C1", "@Rightdoor fit acme.com")
		b.say(user, playground.DirectRoom(user), "fit acme.com")
		b.press(user, first, shareVerb)
		b.say(user, "C1", "/fit") // the sentence in place of the form
		b.settle()
		posted := b.slack.Posted()[1:]
		if len(posted) != 5 || strings.Contains(b.log.String(), "Panic") {
			t.Errorf("%s gets %d answers, want 5: %s", user, len(posted), b.log)
		}
		for _, m := range posted {
			if m.Text != outsiderText || m.To != user && m.Channel != playground.DirectRoom(user) {
				t.Errorf("%s hears %+v", user, m)
			}
		}
	}
}

func TestACompanyWithSeveralWorkspacesIsInside(t *testing.T) {
	b := newTestBot(t, echoes())
	b.slack.Next("auth.test", says(`{"ok":true,"team_id":"`+playground.TeamID+`","user_id":"UBOT","enterprise_id":"E1"}`))
	if _, err := b.Introduce(t.Context()); err != nil {
		t.Fatal(err)
	}
	for user, want := range map[string]string{"UCOLLEAGUE": "You asked /fit Acme", "UGRID": outsiderText} {
		if m := b.asks(user, "C1", "/fit Acme"); m.Text != want {
			t.Errorf("%s hears %q, want %q", user, m.Text, want)
		}
	}
}

func TestWhoCannotBeToldGetsNoData(t *testing.T) {
	b := newTestBot(t, panics{})
	if m := b.asks("UNOBODY", "C1", "/fit acme.com"); m.Text != unknownText {
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
		b.interact(pressed(b.hook(), "2", "", "", shareVerb, "/fit acme.com"))
		b.settle()
		if took := time.Since(start); m.Text != outsiderText || took > time.Second {
			t.Errorf("nobody hears %q after %v", m.Text, took)
		}
	})
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		room, asked, want string
		public            bool
	}{
		{"C1", "/fit acme.com", "You asked /fit acme.com", true},
		{"CSHARED", "/fit acme.com", sharedRoomText, false},
		{"CPENDING", "/fit acme.com", sharedRoomText, false},
		{"CBOARD", "/fit acme.com", unknownRoomText, false},
		{"D1", "fit acme.com", "You asked /fit acme.com", true}, // an ordinary message in a direct message
	} {
		b := newTestBot(t, echoes())
		m := b.press("U1", b.asks("U1", c.room, c.asked), shareVerb)
		if n := len(b.slack.Posted()); n != 2 || m.Text != c.want || m.Channel != c.room || m.To == "" != c.public {
			t.Errorf("Share in %s = %+v, want %q, public %v", c.room, m, c.want, c.public)
		}
		if strings.Contains(string(m.Blocks), `"share"`) && c.room == "C1" {
			t.Errorf("what is shared can be shared again: %s", m.Blocks)
		}
	}
	b := newTestBot(t, echoes())
	b.interact(pressed(b.hook(), "1", "U1", "", shareVerb, "/fit acme.com"))
	if m := b.last(); m.Text != sharedRoomText || m.To != "U1" {
		t.Errorf("Share in no channel = %+v, want %q for her alone", m, sharedRoomText)
	}
}

func TestAButtonIsAnsweredWhereItWasPressed(t *testing.T) {
	for _, c := range []struct{ name, room, asked, thread, way string }{
		{"in a channel", "C1", "/fit Acme", "", "response_url"},
		{"in a thread", "C1", "@Rightdoor fit Acme", "9.1", "response_url"},
		{"in a direct message", "D1", "fit Acme", "9.1", "chat.postMessage"},
		{"in a direct message of others", "DOTHERS", "/fit Acme", "", "response_url"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newTestBot(t, echoes())
			m := b.press("U1", b.asks("U1", c.room, c.asked, c.thread), "ask-0")
			if n := len(b.slack.Posted()); n != 2 || m.Way != c.way || m.Channel != c.room || m.Thread != c.thread || m.Text != "You asked /why acme.com" {
				t.Errorf("%d answers, the last %+v, want one by %s in %q", n-1, m, c.way, c.thread)
			}
		})
	}
	b := newTestBot(t, echoes())
	b.interact(whyPressed("", "1"))
	if m := b.last(); m.Way != "chat.postEphemeral" || m.Channel != "C1" || m.To != "U1" {
		t.Errorf("without a response_url = %+v, want it in C1 for U1", m)
	}
}

func TestRemoval(t *testing.T) {
	for inner, want := range map[string]bool{
		`{"type":"app_uninstalled"}`:                                     true,
		`{"type":"tokens_revoked","tokens":{"oauth":[],"bot":["UBOT"]}}`: true,
		`{"type":"tokens_revoked","tokens":{"oauth":["U1"],"bot":[]}}`:   false,
	} {
		b := newTestBot(t, echoes())
		b.event(inner)
		b.settle()
		b.event(mentioned)
		b.settle()
		if b.Removed() != want || len(b.posts()) != map[bool]int{true: 0, false: 1}[want] {
			t.Errorf("%s: removed %v, posts %+v; want %v", inner, b.Removed(), b.posts(), want)
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
		b.say(user, "C1", "/rightdoor icp")
		if got := <-roles; got != want {
			t.Errorf("%s asks as %v, want %v", user, got, want)
		}
	}
}
