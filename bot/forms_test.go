package bot

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rightdoor/commands"
)

// recordRole is a Runner's answer that tells who asks.
func recordRole(roles chan<- commands.Role) func(context.Context, commands.Request) (commands.Reply, error) {
	return func(ctx context.Context, r commands.Request) (commands.Reply, error) {
		roles <- r.Role
		return echo(ctx, r)
	}
}

func TestACommandWithoutItsCompanyOpensAForm(t *testing.T) {
	for command, want := range map[string]string{"/fit": "fit", "/whom": "who"} {
		b := newTestBot(t, echoes())
		b.say("U1", "C1", command)
		b.settle()
		if ack := b.slack.Exchanges("/slack/commands")[0].Response; ack.Status != 200 || ack.Body != "" {
			t.Errorf("acknowledged with %d %q, want nothing beside the form", ack.Status, ack.Body)
		}
		opened := b.slack.Views("U1")
		if len(opened) != 1 || !strings.Contains(string(opened[0].All), `"private_metadata":"{\"command\":\"`+want+`\",\"channel\":\"C1\"}"`) {
			t.Fatalf("%s opens %s, want one form that knows where it was asked for", command, opened)
		}
		if said := b.slack.Posted(); len(said) > 0 || b.tally.of("all") != 0 {
			t.Errorf("and answered besides: %+v", said)
		}
	}
}

func TestAFilledInFormIsAnsweredWhereItWasAsked(t *testing.T) {
	for _, c := range []struct{ name, room, way, to string }{
		{"in a channel", "C1", "chat.postEphemeral", "C1"},
		{"where the bot is not", "CBOARD", "chat.postMessage", "D1"},
		{"in a direct message", "D1", "chat.postMessage", "D1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newTestBot(t, echoes())
			b.say("U1", c.room, "/fit")
			b.checkForm(c.way, c.to)
		})
	}
	t.Run("on the home", func(t *testing.T) {
		b := newTestBot(t, echoes())
		b.slack.OpenHome("U1", "home")
		b.settle()
		var home struct{ ID string }
		if err := json.Unmarshal(b.slack.Home("U1"), &home); err != nil {
			t.Fatal(err)
		}
		if err := b.slack.Press("U1", "", home.ID, "home", "home-0"); err != nil {
			t.Fatal(err)
		}
		b.checkForm("chat.postMessage", "D1")
	})
}

// checkForm fills in the form that opens and tells whether it is answered in
// a way and a room.
func (b *testBot) checkForm(way, room string) {
	b.Helper()
	const company = `Juniper & "Vale" <!channel>`
	m := b.fillIn("U1", company)
	if len(b.posts()) != 1 || m.Way != way || m.Channel != room {
		b.Fatalf("posts = %+v, want one by %s in %s", b.posts(), way, room)
	}
	if want := escape("You asked "+commands.Quote("fit", company), 1000); m.Text != want {
		b.Errorf("answer = %q, want %q", m.Text, want)
	}
}

// TestAFormThatDoesNotOpen tells how to ask without it, in the words that were
// typed, and within the life of nothing: at once.
func TestAFormThatDoesNotOpen(t *testing.T) {
	for _, typed := range []string{"/fit", "/whom", "/rightdoor why"} {
		synctest.Test(t, func(t *testing.T) {
			b := newTestBot(t, echoes())
			b.slack.Next("views.open", refuses("expired_trigger_id"))
			m := b.asks("U1", "C1", typed)
			if want := typed + " acme.com"; len(b.slack.Posted()) != 1 || m.Way != "response_url" || !strings.HasSuffix(m.Text, want) {
				t.Errorf("%v: %+v, want %q over the response_url", typed, b.slack.Posted(), want)
			}
		})
	}
}

func TestAFormIsNotWaitedForBeyondItsTrigger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newTestBot(t, echoes())
		b.slack.Next("views.open", hangs)
		start := time.Now()
		b.asks("U1", "C1", "/fit")
		if took := time.Since(start); took > 3*time.Second || len(b.posts()) != 1 {
			t.Errorf("after %v: posts = %+v, want the sentence within 3s", took, b.posts())
		}
	})
}
