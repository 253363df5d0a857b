package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"github.com/slack-go/slack"
)

// callWithin is what a call that hangs is worth.
const callWithin = 10 * time.Second

// stay follows no redirect: an answer goes where Slack said, or nowhere.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// errGone is an answer that nobody is there for any more.
var errGone = errors.New("the place to answer is gone")

// permanent are the errors of Slack that trying again does not mend.
var permanent = map[string]bool{
	"channel_not_found": true, "not_in_channel": true, "is_archived": true, "invalid_auth": true, "account_inactive": true,
	"token_revoked": true, "missing_scope": true, "restricted_action": true, "invalid_blocks": true, "user_not_found": true,
	"not_authed": true, "token_expired": true, "no_permission": true, "access_denied": true, "invalid_arguments": true, "msg_too_long": true,
	"msg_blocks_too_long": true, "view_too_large": true,
	"no_text": true, "messages_tab_disabled": true, "cannot_dm_bot": true, "user_not_visible": true, "user_disabled": true,
	"message_not_found": true, "cant_update_message": true, "edit_window_closed": true, "users_not_found": true,
	"user_not_in_channel": true, "expired_trigger_id": true, "exchanged_trigger_id": true, "trigger_expired": true, "not_allowed_token_type": true,
}

// The pauses between two tries, in the absence of Slack's own word.
const (
	firstPause = 200 * time.Millisecond
	longPause  = 10 * time.Second
)

// sending calls Slack until it takes the call, says that it never will, or the
// context ends. Slack's "later" is obeyed; "now" means a moment later.
func (b *Bot) sending(ctx context.Context, method string, call func(context.Context) error) error {
	if b.Removed() {
		return errGone
	}
	for pause := firstPause; ; pause = min(2*pause, longPause) {
		err := call(ctx)
		if err == nil {
			return nil
		}
		b.Meter.SlackFailed(method)
		wait, again := whenAgain(err, pause)
		if !again {
			return fmt.Errorf("%s: %w", method, err)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return fmt.Errorf("%s: %w", method, err)
		}
	}
}

// whenAgain tells how long to wait before the next try, and whether there is
// one.
func whenAgain(err error, pause time.Duration) (time.Duration, bool) {
	if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return max(limited.RetryAfter, pause), true
	}
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok && permanent[refused.Err] {
		return 0, false
	}
	if errors.Is(err, errGone) || errors.Is(err, context.Canceled) {
		return 0, false
	}
	return pause/2 + rand.N(pause), true
}

// hooksHost is where Slack takes late answers.
const hooksHost = "hooks.slack.com"

// hookAllowed tells whether a response_url may be posted to: Slack's own host,
// or the host of the API's base address where that is set.
func (b *Bot) hookAllowed(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	if base, err := url.Parse(b.API); b.API != "" && err == nil {
		return u.Host == base.Host && u.Scheme == base.Scheme
	}
	return u.Scheme == "https" && u.Host == hooksHost
}

// postHook answers over a response_url. Its address is a credential and stands
// in no error.
func (b *Bot) postHook(ctx context.Context, address string, m message) error {
	if !b.hookAllowed(address) {
		return errors.New("response_url is not Slack's")
	}
	body, err := json.Marshal(m.hook())
	if err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	return b.sending(ctx, "response_url", func(ctx context.Context) error { return b.postOnce(ctx, address, body) })
}

func (b *Bot) postOnce(ctx context.Context, address string, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return errGone
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := b.Client.Do(req)
	if err != nil {
		return withoutAddress(err)
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20))
	switch {
	case resp.StatusCode < 300:
		return nil
	case resp.StatusCode == http.StatusTooManyRequests:
		return &slack.RateLimitedError{RetryAfter: retryAfter(resp)}
	case resp.StatusCode >= 500:
		return slack.StatusCodeError{Code: resp.StatusCode, Status: resp.Status}
	default:
		return fmt.Errorf("%w: %s", errGone, resp.Status)
	}
}

// withoutAddress strips the address from an error of the HTTP client.
func withoutAddress(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

// retryAfter reads Slack's word on when to come back, in whole seconds.
func retryAfter(resp *http.Response) time.Duration {
	seconds, err := time.ParseDuration(resp.Header.Get("Retry-After") + "s")
	if err != nil || seconds < 0 {
		return time.Second
	}
	return seconds
}

// place is where an answer is posted by the Web API.
type place struct {
	channel string
	user    string // only for her; "" for everyone there
}

// post answers by the Web API.
func (b *Bot) post(ctx context.Context, p place, m message) error {
	if p.user == "" || m.public {
		return b.sending(ctx, "chat.postMessage", func(ctx context.Context) error {
			_, _, err := b.api.PostMessageContext(ctx, p.channel, m.options()...)
			return err
		})
	}
	return b.sending(ctx, "chat.postEphemeral", func(ctx context.Context) error {
		_, err := b.api.PostEphemeralContext(ctx, p.channel, p.user, m.options()...)
		return err
	})
}

// postPrivately answers one person where she asked, or by direct message where
// the bot is not in that channel or it is a direct message of others.
func (b *Bot) postPrivately(ctx context.Context, channel, user string, m message) error {
	direct := m
	direct.thread, direct.public = "", false
	if channel == "" || directMessage(channel) {
		return b.post(ctx, place{channel: user}, direct)
	}
	err := b.post(ctx, place{channel, user}, m)
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok && permanent[refused.Err] {
		return b.post(ctx, place{channel: user}, direct)
	}
	return err
}
