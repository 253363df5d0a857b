package bot

import (
	"context"
	"runtime/debug"
	"slices"

	"rightdoor/commands"
	"rightdoor/internal/fault"
)

// ask is one request of one person in Slack.
type ask struct {
	id      string // of the delivery, for the log
	team    string
	domain  string // the team's name
	user    string
	channel string
	text    string
	share   bool // the answer is for everyone in the channel
}

// The sentences of the bot's own.
const (
	outsiderText    = "rightdoor answers people of the team that runs it. Ask your host for what you need from here."
	unknownText     = "Slack does not say at the moment who you are, and rightdoor answers people of its team alone. Please ask again in a minute."
	sharedRoomText  = "This channel is shared with another organisation, so answers stay with you."
	unknownRoomText = "Slack does not say whether this channel is shared with another organisation, so the answer stays with you. Invite Rightdoor to the channel to share here."
	busyText        = "There is more to answer than I manage at the moment. Please ask again in a minute."
	brokenText      = "Something went wrong on our side. Nothing was changed; please try again, and tell your operator if it stays so."
	emptyText       = "There is nothing to show."
)

// answer makes the message for a request. It always gives one.
func (b *Bot) answer(ctx context.Context, a ask) (m message) {
	start, command, outcome := b.Now(), "none", "failed"
	defer func() {
		if p := recover(); p != nil {
			b.Log.ErrorContext(ctx, "Panic while answering", "request", a.id, "panic", p, "stack", string(debug.Stack()))
			m = plainMessage(brokenText)
		}
		b.Meter.Answered(command, outcome, b.Now().Sub(start))
	}()
	a = b.within(a)
	if text, why := b.barred(ctx, a); text != "" {
		outcome = why
		return plainMessage(text)
	}
	reply, err := b.run(ctx, a)
	command = reply.Command
	if err != nil {
		outcome = kindNames[fault.KindOf(err)]
		b.logFault(ctx, a, err)
		return plainMessage(fault.Message(err))
	}
	outcome = outcomeOf(reply)
	switch view := reply.View.(type) {
	case commands.AlertSample:
		return b.sample(ctx, a, view)
	case commands.AlertDone:
		b.tell(ctx, a, view)
	}
	m = messageOf(reply.View)
	if a.share {
		return m.shared()
	}
	return m
}

// barred gives the sentence for somebody who gets no data, or not here, and
// the outcome it counts as; "" for everyone else.
func (b *Bot) barred(ctx context.Context, a ask) (text, outcome string) {
	inside, err := b.insider(ctx, a)
	if err != nil {
		b.Log.ErrorContext(ctx, "Cannot tell guests from members", "request", a.id, "error", err)
		return unknownText, "unavailable"
	}
	if !inside {
		return outsiderText, "outsider"
	}
	if !a.share {
		return "", ""
	}
	shared, err := b.sharedRoom(ctx, a.channel)
	if err != nil {
		b.Log.WarnContext(ctx, "Cannot tell whether a channel is shared", "request", a.id, "error", err)
		return unknownRoomText, "refused"
	}
	if shared {
		return sharedRoomText, "refused"
	}
	return "", ""
}

// within is a request to the bot's own team: what comes from a shared channel
// may name the other's.
func (b *Bot) within(a ask) ask {
	if own := b.self().team; own != "" {
		a.team = own
	}
	return a
}

// run passes a request through the door.
func (b *Bot) run(ctx context.Context, a ask) (commands.Reply, error) {
	req, err := b.request(ctx, a)
	if err != nil {
		return commands.Reply{}, err
	}
	return b.Runner.Run(ctx, req)
}

// request is what somebody asks, with who she is.
func (b *Bot) request(ctx context.Context, a ask) (commands.Request, error) {
	workspace, err := b.teams.get(a.team, func() (int64, error) { return b.Workspaces.TeamWorkspace(ctx, a.team, a.domain) })
	if err != nil {
		return commands.Request{}, err
	}
	req := commands.Request{Workspace: workspace, User: a.user, Name: b.nameOf(ctx, a.team, a.user), Text: a.text}
	if slices.Contains(b.Config.Managers, a.user) {
		req.Role = commands.Manager
	}
	req.Manager = func(ctx context.Context) (bool, error) { return b.Workspaces.IsManager(ctx, workspace, a.user) }
	req.Managers = func(ctx context.Context) []string { return b.managers(ctx, a.team, workspace) }
	req.IsAt = func(ctx context.Context, address string) (bool, error) { return b.isAt(ctx, a.user, address) }
	req.Room = b.room
	if !directMessage(a.channel) {
		req.Channel = a.channel
	}
	return req, nil
}

var kindNames = map[fault.Kind]string{
	fault.Failed: "failed", fault.Usage: "usage", fault.NotFound: "not_found", fault.Refused: "refused", fault.Unavailable: "unavailable",
}

// outcomeOf names an answer for the figures: the verdict where there is one.
func outcomeOf(reply commands.Reply) string {
	view := reply.View
	if u, ok := view.(commands.Understood); ok {
		view = u.View
	}
	if r, ok := view.(*commands.FitReport); ok {
		return r.Verdict.String()
	}
	return [...]string{commands.Answered: "answered", commands.NotFound: "not_found", commands.Refused: "flagged"}[reply.Outcome]
}
