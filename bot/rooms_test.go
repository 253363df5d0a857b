package bot

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"rightdoor/internal/alert"
	"rightdoor/internal/playground"
)

// listed is how the alerts of #sales stand, as `alerts list` has it.
func (c *channel) listed() string {
	c.Helper()
	return c.answer("alerts list")
}

// answer is what a manager reads in the terminal.
func (c *channel) answer(line string) string {
	c.Helper()
	reply, err := c.Run(c.Context(), request(c, line))
	if err != nil {
		c.Fatal(err)
	}
	return reply.View.Text()
}

// does types a line that Slack itself answers.
func (c *channel) does(line string) {
	c.Helper()
	if err := c.slack.Say(playground.Manager, playground.Sales, line, ""); err != nil {
		c.Fatalf("Say(%q): %v", line, err)
	}
	c.settle()
}

// notified posts what is due to the manager herself, and gives the last.
func (c *channel) notified() string {
	c.Helper()
	_, _ = c.sent()
	list := c.slack.Messages(playground.DirectRoom(playground.Manager), playground.Manager)
	if len(list) == 0 {
		return ""
	}
	return words(list[len(list)-1])
}

// Alerts stop the moment their channel is closed to us, and whoever set them up
// is told; once it is open again she is told how to turn them on.
func TestAClosedChannelStopsItsAlertsAtOnce(t *testing.T) {
	for _, turn := range []struct{ shut, why, open string }{
		{"/archive", "the channel is archived", "/unarchive"},
		{"/remove @Rightdoor", "Rightdoor is not in the channel: /invite @Rightdoor", "/invite @Rightdoor"},
	} {
		c := newChannel(t)
		c.say(playground.Manager, "/rightdoor alerts on")
		c.does(turn.shut)
		has(t, "after "+turn.shut, c.listed(), "stopped: "+turn.why)
		has(t, "the notice", c.notified(), "<#C0SALES>", "gets no alerts now: "+turn.why, "alerts resume")
		c.grown("Brackwater", 240)
		c.does(turn.open)
		has(t, "after "+turn.open, c.listed(), "stopped: "+reopened)
		has(t, "the second notice", c.notified(), "gets no alerts now: "+reopened)
		has(t, "alerts resume", c.say(playground.Manager, "/rightdoor alerts resume"), "On again")
		if got := c.listed(); strings.Contains(got, "stopped") {
			t.Errorf("after resuming = %q", got)
		}
	}
}

// Events come twice, under two names, late, and for others.
func TestEventsOfAChannelOnlySayWhereToLook(t *testing.T) {
	c := newChannel(t)
	c.say(playground.Manager, "/rightdoor alerts on")
	for _, event := range []map[string]any{
		{"type": "channel_archive", "channel": playground.Sales, "is_moved": 1},
		{"type": "channel_left", "channel": playground.Sales},
		{"type": "member_left_channel", "channel": playground.Sales, "user": playground.Rep},
		{"type": "channel_deleted", "channel": "C0NOWHERE"},
		{"type": "group_left", "channel": ""},
	} {
		c.slack.Event(event)
		c.settle()
		if got := c.listed(); strings.Contains(got, "stopped") {
			t.Errorf("after %v = %q, want that nothing stopped", event, got)
		}
	}
	c.does("/remove @Rightdoor")
	for _, kind := range []string{"channel_left", "member_left_channel"} {
		c.slack.Event(map[string]any{"type": kind, "channel": playground.Sales, "user": playground.BotUser})
		c.settle()
	}
	if list := c.stopNotices(); len(list) != 1 {
		t.Errorf("%d notices are to be posted, want one", len(list))
	}
}

func TestAChannelThatSlackDoesNotTellOfKeepsItsAlerts(t *testing.T) {
	c := newChannel(t)
	c.say(playground.Manager, "/rightdoor alerts on")
	c.slack.Next("conversations.info", refuses("missing_scope"))
	c.slack.Event(map[string]any{"type": "channel_archive", "channel": playground.Sales})
	c.settle()
	if got := c.listed(); strings.Contains(got, "stopped") {
		t.Errorf("where Slack does not say = %q, want that the next post decides", got)
	}
}

// Slack knows a channel by its id, and so do we.
func TestARenamedChannelKeepsItsAlerts(t *testing.T) {
	c := newChannel(t)
	c.say(playground.Manager, "/rightdoor alerts on")
	c.does("/rename deals-north")
	c.grown("Brackwater", 240)
	_, m := c.posted()
	has(t, "the alert in the renamed channel", words(m), "Newly a fit: Brackwater")
	if got := c.listed(); strings.Contains(got, "stopped") {
		t.Errorf("after the new name = %q", got)
	}
}

// Alerts of a file that nobody in Slack applied: the owner of the ICP is told
// by her address, and where Slack knows nobody of it that stands in the lists.
func TestAlertsOfAFileTellTheOwnerThatTheyStopped(t *testing.T) {
	for _, owner := range []struct{ address, notice, failed string }{
		{"ana@datainsight.example", "gets no alerts now: Rightdoor is not in the channel", "No alert has failed."},
		{"leila@datainsight.example", "", "the notice that alerts are stopped – nobody of the team has that address in Slack"},
	} {
		c := newChannel(t)
		c.does("/remove @Rightdoor")
		c.apply(strings.ReplaceAll(read(t, sampleDir+"/targeting.yaml"), "ana@datainsight.example", owner.address) + "alerts: [{channel: C0SALES}]\n")
		c.grown("Brackwater", 240)
		c.delivers()
		has(t, "alerts list", c.listed(), "stopped: Rightdoor is not in the channel", "/invite @Rightdoor", "alerts resume")
		c.delivers()
		has(t, "alerts failed", c.answer("alerts failed"), owner.failed)
		list := c.slack.Messages(playground.DirectRoom(playground.Manager), playground.Manager)
		if owner.notice == "" {
			if len(list) != 0 {
				t.Errorf("the manager reads %q, though another owns it", words(list[len(list)-1]))
			}
			continue
		}
		if len(list) == 0 {
			t.Fatal("the owner reads nothing")
		}
		has(t, "the owner", words(list[len(list)-1]), owner.notice, "alerts resume")
	}
}

// delivers has everything posted that is due, as the program does.
func (c *channel) delivers() {
	c.Helper()
	due, err := c.DueChannels(c.Context(), 0)
	if err != nil {
		c.Fatal(err)
	}
	d := alert.New(c.Store, c.bot, slog.New(slog.DiscardHandler), "test")
	d.Now, d.Pace, d.Turn = c.Runner.Now, 0, 0
	for _, w := range due {
		for _, room := range w.Channels {
			if err := d.Drain(c.Context(), w.Workspace, room); err != nil {
				c.Fatal(err)
			}
		}
	}
	c.now = c.now.Add(time.Minute)
}

// A file may name a channel that we are not in, and nobody is there to say so:
// it shows within the hour, before anything had to be posted.
func TestChannelsOfAFileAreLookedAt(t *testing.T) {
	c := newChannel(t)
	c.apply(read(t, sampleDir+"/targeting.yaml") + "alerts: [{channel: C0GENERAL}]\n")
	look := func() {
		if err := c.bot.keepUp(t.Context(), new(rounds)); err != nil {
			t.Fatal(err)
		}
		c.settle()
	}
	look()
	has(t, "alerts list", c.listed(), "stopped: Rightdoor is not in the channel", "/invite @Rightdoor")
	if list := c.stopNotices(); len(list) != 1 || list[0].Channel != "ana@datainsight.example" {
		t.Errorf("notices = %+v, want one to the owner", list)
	}
	before := c.asked()
	for _, step := range []struct {
		later time.Duration
		want  int
	}{{time.Minute, 0}, {time.Hour, 1}} {
		c.now = c.now.Add(step.later)
		look()
		if got := c.asked() - before; got != step.want {
			t.Errorf("%v later: looked at %d channels, want %d", step.later, got, step.want)
		}
	}
}

// asked is how often Slack was asked what a channel is.
func (c *channel) asked() (n int) {
	for _, x := range c.slack.Exchanges("") {
		if strings.HasSuffix(x.Name, "conversations.info") {
			n++
		}
	}
	return n
}

// To look at many channels takes a while, and is noted at its end: the next hour
// has its look all the same.
func TestChannelsAreLookedAtEveryHour(t *testing.T) {
	c := newChannel(t)
	c.say(playground.Manager, "/rightdoor alerts on")
	start, last, before := c.now, new(rounds), c.asked()
	for hour := range 3 {
		c.now = start.Add(time.Duration(hour) * (time.Hour + time.Second))
		if err := c.bot.keepUp(t.Context(), last); err != nil {
			t.Fatal(err)
		}
		c.settle()
		c.now = c.now.Add(5 * time.Minute)
		if err := c.EndErrand(t.Context(), c.workspace, "rooms"); err != nil { // as 200 channels later
			t.Fatal(err)
		}
		if got := c.asked() - before; got != hour+1 {
			t.Errorf("after %d hours looked at %d channels, want %d", hour, got, hour+1)
		}
	}
}

// Slack tells of every public channel; of one without alerts it is not asked.
func TestEventsOfOtherChannelsAreNotFollowed(t *testing.T) {
	c := newChannel(t)
	c.say(playground.Manager, "/rightdoor alerts on")
	before := c.asked()
	c.slack.Event(map[string]any{"type": "channel_archive", "channel": "C0GENERAL", "user": playground.Rep})
	c.settle()
	if n := c.asked() - before; n != 0 {
		t.Errorf("Slack was asked %d times, want 0", n)
	}
}
