package bot

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gorilla/mux"
	"github.com/slack-go/slack"
)

// Routes adds the addresses that Slack calls over HTTP.
func (b *Bot) Routes(r *mux.Router) {
	r.HandleFunc("/slack/commands", b.verified(b.serveCommand)).Methods(http.MethodPost)
	r.HandleFunc("/slack/events", b.verified(b.serveEvent)).Methods(http.MethodPost)
	r.HandleFunc("/slack/interactions", b.verified(b.serveInteraction)).Methods(http.MethodPost)
}

// The bounds of a request from Slack.
const (
	maxBody = 1 << 20 // bytes
	maxSkew = 5 * time.Minute
)

// verified lets a request through whose body is of a sane size and signed by
// Slack within the last minutes. Nothing is parsed before.
func (b *Bot) verified(next func(http.ResponseWriter, *http.Request, []byte)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			b.refuse(w, r, http.StatusRequestEntityTooLarge, "body too large")
			return
		}
		if err != nil {
			b.refuse(w, r, http.StatusBadRequest, "body not read")
			return
		}
		if !b.signed(r.Header, body) {
			b.refuse(w, r, http.StatusUnauthorized, "signature not accepted")
			return
		}
		next(w, r, body)
	}
}

func (b *Bot) refuse(w http.ResponseWriter, r *http.Request, status int, why string) {
	b.Meter.Refused(why)
	b.Log.WarnContext(r.Context(), "Request refused", "why", why, "path", r.URL.Path, "status", status)
	w.WriteHeader(status)
}

// signed checks Slack's signature: v0= and the HMAC-SHA256 of "v0:", the
// timestamp, ":" and the body.
func (b *Bot) signed(h http.Header, body []byte) bool {
	if b.Secret == "" {
		return false // anyone can sign with nothing
	}
	timestamp := h.Get("X-Slack-Request-Timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || b.Now().Sub(time.Unix(seconds, 0)).Abs() > maxSkew {
		return false
	}
	mac := hmac.New(sha256.New, []byte(b.Secret))
	mac.Write([]byte("v0:" + timestamp + ":"))
	mac.Write(body)
	want := "v0=" + hex.EncodeToString(mac.Sum(nil))
	return hmac.Equal([]byte(want), []byte(h.Get("X-Slack-Signature")))
}

// acknowledge answers Slack, with a message or without.
func acknowledge(w http.ResponseWriter) func(*message) {
	return func(m *message) {
		if m == nil {
			w.WriteHeader(http.StatusOK)
			return
		}
		writeJSON(w, m.hook())
	}
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v) // when this fails nobody is listening
}

func (b *Bot) serveCommand(w http.ResponseWriter, r *http.Request, body []byte) {
	form, err := url.ParseQuery(string(body))
	if err != nil || form.Get("command") == "" {
		b.Log.WarnContext(r.Context(), "Slash command not understood", "error", err)
		w.WriteHeader(http.StatusOK)
		return
	}
	b.command(r.Context(), slashCommand(form), acknowledge(w))
}

func slashCommand(form url.Values) slack.SlashCommand {
	return slack.SlashCommand{
		TeamID: form.Get("team_id"), TeamDomain: form.Get("team_domain"), ChannelID: form.Get("channel_id"),
		UserID: form.Get("user_id"), Command: form.Get("command"), Text: form.Get("text"),
		ResponseURL: form.Get("response_url"), TriggerID: form.Get("trigger_id"),
	}
}

func (b *Bot) serveEvent(w http.ResponseWriter, r *http.Request, body []byte) {
	challenge := b.event(r.Context(), body)
	if challenge == "" {
		w.WriteHeader(http.StatusOK)
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	_, _ = io.WriteString(w, challenge)
}

func (b *Bot) serveInteraction(w http.ResponseWriter, r *http.Request, body []byte) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		b.Log.WarnContext(r.Context(), "Interaction not understood", "error", err)
	}
	b.interaction(r.Context(), []byte(form.Get("payload")))
	w.WriteHeader(http.StatusOK)
}
