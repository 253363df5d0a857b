package playground

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// The paths of the bot that Slack calls.
const (
	commandsPath     = "/slack/commands"
	eventsPath       = "/slack/events"
	interactionsPath = "/slack/interactions"
)

// patience is how long Slack waits for an answer.
const patience = 3 * time.Second

// maxAnswer bounds what is read of an answer of the bot, in bytes.
const maxAnswer = 1 << 20

// errNobody is what there is without a bot.
var errNobody = errors.New("no bot is connected")

// delivery is something that Slack sends to the bot.
type delivery struct {
	what, path, kind string // kind is the content type
	body             string
	header           http.Header
}

// The content types that Slack writes.
const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
)

// send sends a delivery once, signed, and gives the answer and the exchange.
func (p *Playground) send(ctx context.Context, d delivery, attempt int) (*Response, *Exchange, error) {
	x := p.exchange("slack", d.what, d.path, attempt)
	answer, err := p.sendAs(ctx, x, d)
	return answer, x, err
}

// sendAs sends a delivery as an exchange that has begun.
func (p *Playground) sendAs(ctx context.Context, x *Exchange, d delivery) (*Response, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	start := time.Now()
	req, err := p.signed(ctx, d)
	if err != nil {
		p.finish(x, start, nil, err)
		return nil, err
	}
	p.mu.Lock()
	x.Request = Request{req.Method, d.path, headers(req.Header), d.body}
	p.mu.Unlock()
	answer, err := p.call(req)
	p.finish(x, start, answer, err)
	return answer, err
}

// Sign gives the headers with which Slack signs a body at a moment: v0= and the
// HMAC-SHA256 of "v0:", the timestamp, ":" and the body.
func Sign(secret string, at time.Time, body string) http.Header {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", timestamp, body)
	return http.Header{"X-Slack-Request-Timestamp": {timestamp}, "X-Slack-Signature": {"v0=" + hex.EncodeToString(mac.Sum(nil))}}
}

// signed makes a request as Slack signs it.
func (p *Playground) signed(ctx context.Context, d delivery) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.Bot+d.path, bytes.NewReader([]byte(d.body)))
	if err != nil {
		return nil, fmt.Errorf("ask the bot: %w", err)
	}
	req.Header = Sign(p.Secret, p.Now(), d.body)
	maps.Copy(req.Header, d.header)
	req.Header.Set("Content-Type", d.kind)
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	return req, nil
}

// client calls the bot; a redirect is not an answer.
var client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func (p *Playground) call(req *http.Request) (*Response, error) {
	if p.Handler != nil {
		return within(req, p.Handler)
	}
	if p.Bot == "" {
		return nil, errNobody
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	return &Response{resp.StatusCode, headers(resp.Header), string(body)}, nil
}

// within asks a handler in this process, for as long as the request's context
// lasts.
func within(req *http.Request, h http.Handler) (*Response, error) {
	answered := make(chan *Response, 1)
	go func() {
		w := newRecorder()
		h.ServeHTTP(w, req)
		answered <- w.read()
	}()
	select {
	case answer := <-answered:
		return answer, nil
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
}

// header finds a header of an answer.
func (r *Response) header(name string) string {
	for _, h := range r.Headers {
		if h[0] == name {
			return h[1]
		}
	}
	return ""
}

// ok tells whether an answer acknowledges.
func (r *Response) ok() bool { return r != nil && r.Status >= 200 && r.Status < 300 }

// retries are the pauses before Slack sends an event again.
var retries = []time.Duration{0, time.Minute, 5 * time.Minute}

// sendEvent sends an event until the bot takes it, three more times at most.
func (p *Playground) sendEvent(ctx context.Context, x *Exchange, d delivery) {
	answer, err := p.sendAs(ctx, x, d)
	for i, pause := range retries {
		if answer.ok() || answer != nil && answer.header("X-Slack-No-Retry") == "1" || !p.clock.sleep(ctx, pause) {
			return
		}
		d.header = http.Header{"X-Slack-Retry-Num": {strconv.Itoa(i + 1)}, "X-Slack-Retry-Reason": {reason(err)}}
		answer, _, err = p.send(ctx, d, i+2)
	}
}

func reason(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "http_timeout"
	}
	return "http_error"
}
