package bot

import (
	"context"
	"encoding/json"
	"fmt"
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

// submission is the payload of a filled-in form.
func submission(id, user, channel, company string) string {
	state, _ := json.Marshal(formState{Command: "fit", Channel: channel})
	return fmt.Sprintf(`{"type":"view_submission","trigger_id":%q,"team":{"id":"T1"},"user":{"id":%q},"view":{"id":"V1","type":"modal","callback_id":"form",
		"private_metadata":%q,"blocks":[{"type":"input","block_id":"company","label":{"type":"plain_text","text":"Which company?"},
		"element":{"type":"plain_text_input","action_id":"company"}}],
		"state":{"values":{"company":{"company":{"type":"plain_text_input","value":%q}}}}}}`, id, user, state, company)
}

func TestACommandWithoutItsCompanyOpensAForm(t *testing.T) {
	for command, want := range map[string]string{"/fit": "fit", "/whom": "who"} {
		b := newTestBot(t, echoes())
		if ack := b.slash("trigger", command, ""); ack != "" {
			t.Errorf("acknowledged with %q, want nothing beside the form", ack)
		}
		b.settle()
		opened := b.slack.of("views.open")
		if len(opened) != 1 || !strings.Contains(opened[0].body, `"trigger_id":"trigger"`) || !strings.Contains(opened[0].body, `{\"command\":\"`+want+`\",\"channel\":\"C1\"}`) {
			t.Fatalf("views.open = %v, want once with the trigger and where it was asked", opened)
		}
		if posts := b.slack.posts(); len(posts) > 0 || b.tally.of("all") != 0 {
			t.Errorf("and answered besides: %v", posts)
		}
	}
}

func TestAFilledInFormIsAnsweredWhereItWasAsked(t *testing.T) {
	for _, c := range []struct{ name, channel, refusal, method, to string }{
		{"in a channel", "C1", "", "chat.postEphemeral", "C1"},
		{"where the bot is not", "C1", "channel_not_found", "chat.postMessage", "U1"},
		{"in a direct message", "D1", "", "chat.postMessage", "U1"},
		{"nowhere", "", "", "chat.postMessage", "U1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newTestBot(t, echoes())
			if c.refusal != "" {
				b.slack.next("chat.postEphemeral", refuses(c.refusal))
			}
			if ack := b.interact(submission("1", "U1", c.channel, `Juniper & "Vale" <!channel>`)); ack != "" {
				t.Errorf("acknowledged with %q, want nothing: that closes the form", ack)
			}
			b.settle()
			posts := b.slack.posts()
			if len(posts) != 1 || posts[0].method != c.method || posts[0].form.Get("channel") != c.to {
				t.Fatalf("posts = %v, want one by %s to %s", posts, c.method, c.to)
			}
			if want := escape("You asked "+commands.Quote("fit", `Juniper & "Vale" <!channel>`), 1000); posts[0].text != want {
				t.Errorf("answer = %q, want %q", posts[0].text, want)
			}
		})
	}
}

// TestAFormThatDoesNotOpen tells how to ask without it, in the words that were
// typed, and within the life of nothing: at once.
func TestAFormThatDoesNotOpen(t *testing.T) {
	for typed, want := range map[[2]string]string{
		{"/fit", ""}:          "/fit acme.com",
		{"/whom", ""}:         "/whom acme.com",
		{"/rightdoor", "why"}: "/rightdoor why acme.com",
	} {
		synctest.Test(t, func(t *testing.T) {
			b := newTestBot(t, echoes())
			b.slack.next("views.open", refuses("expired_trigger_id"))
			b.slash("1", typed[0], typed[1])
			b.settle()
			posts := b.slack.posts()
			if len(posts) != 1 || posts[0].method != "hook" || !strings.HasSuffix(posts[0].text, want) {
				t.Errorf("%v: posts = %v, want %q over the response_url", typed, posts, want)
			}
		})
	}
}

func TestAFormIsNotWaitedForBeyondItsTrigger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newTestBot(t, echoes())
		b.slack.next("views.open", hangs)
		start := time.Now()
		b.slash("1", "/fit", "")
		b.settle()
		if took := time.Since(start); took > 3*time.Second || len(b.slack.posts()) != 1 {
			t.Errorf("after %v: posts = %v, want the sentence within 3s", took, b.slack.posts())
		}
	})
}
