package bot

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"rightdoor/internal/fault"
)

// connections is how many sockets are held: Slack closes one before it opens
// the next, and the other then takes what comes.
const connections = 2

// maxAck is the largest acknowledgement Slack takes on a socket, in bytes, with
// room for the envelope.
const maxAck = 19_000

// Socket receives over Socket Mode until the context ends. A connection that
// is lost is opened again; a token that Slack refuses ends it with an error.
func (b *Bot) Socket(ctx context.Context) error {
	running, cancel := context.WithCancel(ctx)
	defer cancel()
	errs := make(chan error, connections)
	var sockets sync.WaitGroup
	for range connections {
		sockets.Go(func() {
			errs <- b.socket(running)
			cancel()
		})
	}
	sockets.Wait()
	err := <-errs // the first to end; the other ended because of it
	if ctx.Err() != nil {
		return nil
	}
	return fault.New(fault.Unavailable, "Slack does not accept SLACK_APP_TOKEN. It needs an app-level token with the scope connections:write.").Because(err)
}

// errRestless is a connection that Slack closes again and again.
var errRestless = errors.New("the socket is closed as soon as it opens")

// restlessPause is what is waited before such a connection is tried again.
const restlessPause = 30 * time.Second

// socket holds one connection.
func (b *Bot) socket(ctx context.Context) error {
	for {
		err := b.connected(ctx)
		if !errors.Is(err, errRestless) {
			return err
		}
		b.Log.ErrorContext(ctx, "The socket is closed as soon as it opens: Socket Mode may be switched off in the app's settings")
		select {
		case <-time.After(restlessPause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// link is one client of Socket Mode, over however many connections.
type link struct {
	*socketmode.Client
	opened atomic.Int64 // how many connections were tried
	watch  watch
}

// connected receives until the connection cannot be held.
func (b *Bot) connected(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	l := &link{
		Client: socketmode.New(b.api, socketmode.OptionLog(log.New(io.Discard, "", 0))),
		watch:  watch{now: b.Now},
	}
	var handling sync.WaitGroup
	handling.Go(func() {
		for {
			select {
			case e := <-l.Events:
				if err := b.received(ctx, l, e); err != nil {
					stop(err)
				}
			case <-ctx.Done():
				return
			}
		}
	})
	err := l.RunContext(ctx)
	stop(err)
	handling.Wait()
	return context.Cause(ctx)
}

// received handles what came over a socket. An error means that the
// connection is not to be held.
func (b *Bot) received(ctx context.Context, l *link, e socketmode.Event) error {
	switch e.Type {
	case socketmode.EventTypeSlashCommand:
		b.commanded(ctx, l, e)
	case socketmode.EventTypeEventsAPI:
		b.ackSocket(ctx, l, e.Request.EnvelopeID)
		b.event(ctx, e.Request.Payload)
	case socketmode.EventTypeInteractive:
		b.ackSocket(ctx, l, e.Request.EnvelopeID)
		b.interaction(ctx, e.Request.Payload)
	case socketmode.EventTypeErrorBadMessage:
		b.unknownEnvelope(ctx, l, e)
	case socketmode.EventTypeErrorWriteFailed:
		b.unsaid(ctx, e)
	case socketmode.EventTypeConnecting:
		l.opened.Add(1)
	case socketmode.EventTypeConnected:
		if l.watch.restless() {
			return errRestless
		}
	case socketmode.EventTypeInvalidAuth, socketmode.EventTypeConnectionError, socketmode.EventTypeIncomingError:
		b.Meter.SlackFailed("socket")
		b.Log.WarnContext(ctx, "Socket trouble", "kind", string(e.Type), "error", troubleOf(e))
	}
	return nil
}

// troubleOf gives the error of an event, without addresses: that of a socket
// is a credential.
func troubleOf(e socketmode.Event) error {
	switch data := e.Data.(type) {
	case *slack.ConnectionErrorEvent:
		return withoutAddress(data.ErrorObj)
	case *slack.IncomingEventError:
		return withoutAddress(data.ErrorObj)
	default:
		return nil
	}
}

// commanded answers a slash command, beside whatever else comes.
func (b *Bot) commanded(ctx context.Context, l *link, e socketmode.Event) {
	s, ok := e.Data.(slack.SlashCommand)
	if !ok {
		return
	}
	ack := b.acknowledgeSocket(ctx, l, e.Request.EnvelopeID, s)
	b.working.Go(func() { b.command(ctx, s, ack) })
}

// acknowledge answers an envelope; with nil it acknowledges alone. The library
// queues what is said, also when nobody will send it any more.
func (l *link) acknowledge(ctx context.Context, envelope string, payload any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return l.AckCtx(ctx, envelope, payload)
}

// ackSocket acknowledges an envelope without a message.
func (b *Bot) ackSocket(ctx context.Context, l *link, envelope string) {
	if err := l.acknowledge(ctx, envelope, nil); err != nil {
		b.Log.WarnContext(ctx, "Envelope not acknowledged", "error", err)
	}
}

// spoken is a message on an acknowledgement, and what to do when it could not
// be sent.
type spoken struct {
	body
	lost func()
}

// acknowledgeSocket acknowledges a slash command. A message that is too large
// for the socket, or whose connection is gone, goes over the response_url.
func (b *Bot) acknowledgeSocket(ctx context.Context, l *link, envelope string, s slack.SlashCommand) func(*message) {
	born := l.opened.Load()
	return func(m *message) {
		if m == nil {
			b.ackSocket(ctx, l, envelope)
			return
		}
		hook := func() {
			b.send(ctx, s.TriggerID, *m, func(ctx context.Context, m message) error { return b.postHook(ctx, s.ResponseURL, m) })
		}
		if m.size() < maxAck && l.opened.Load() == born && l.acknowledge(ctx, envelope, spoken{m.hook(), hook}) == nil {
			return
		}
		b.ackSocket(ctx, l, envelope)
		hook()
	}
}

// unsaid takes care of an acknowledgement that could not be sent.
func (b *Bot) unsaid(ctx context.Context, e socketmode.Event) {
	failed, ok := e.Data.(*socketmode.ErrorWriteFailed)
	if !ok {
		return
	}
	b.Log.WarnContext(ctx, "Envelope not acknowledged", "error", failed.Cause)
	if s, ok := failed.Response.Payload.(spoken); ok {
		b.working.Go(s.lost)
	}
}

// unknownEnvelope acknowledges an envelope that the library does not know, and
// logs it: unacknowledged it would come again and again. An event of a kind
// that only the library does not know is taken in.
func (b *Bot) unknownEnvelope(ctx context.Context, l *link, e socketmode.Event) {
	bad, ok := e.Data.(*socketmode.ErrorBadMessage)
	if !ok {
		return
	}
	var r socketmode.Request
	_ = json.Unmarshal(bad.Message, &r) // what cannot be read has no id to answer to
	if r.EnvelopeID != "" {
		b.ackSocket(ctx, l, r.EnvelopeID)
	}
	if r.Type == socketmode.RequestTypeEventsAPI {
		b.event(ctx, r.Payload)
		return
	}
	b.Log.WarnContext(ctx, "Envelope not understood", "kind", r.Type)
}

// watch notices connections that do not last.
type watch struct {
	now  func() time.Time
	last []time.Time
}

// The pace of connecting that is no accident any more.
const (
	restlessCount = 5
	restlessIn    = time.Minute
)

// restless notes one more connection and tells whether they come too fast.
func (w *watch) restless() bool {
	now := w.now()
	w.last = append(w.last, now)
	if len(w.last) > restlessCount {
		w.last = w.last[1:]
	}
	return len(w.last) == restlessCount && now.Sub(w.last[0]) < restlessIn
}
