package playground

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// method is one method of the Web API.
type method struct {
	scope  string // the right it needs; "" for none
	perMin int    // calls a minute of its tier
	answer func(*call) object
}

// The tiers of Slack's rates, in calls a minute.
const (
	tier2 = 20
	tier3 = 50
	tier4 = 100
)

// posting is the tier of chat.postMessage and its like, which is counted by
// channel.
const posting = -1

// methods are those of the Web API that the bot needs.
var methods = map[string]method{
	"auth.test":             {"", 600, authTest},
	"users.info":            {"users:read", tier4, usersInfo},
	"users.list":            {"users:read", tier2, usersList},
	"users.lookupByEmail":   {"users:read.email", tier3, usersLookupByEmail},
	"conversations.info":    {"channels:read", tier3, conversationsInfo},
	"conversations.list":    {"channels:read", tier2, conversationsList},
	"conversations.members": {"channels:read", tier4, conversationsMembers},
	"conversations.open":    {"im:write", tier3, conversationsOpen},
	"conversations.history": {"channels:history", tier3, conversationsHistory},
	"conversations.replies": {"im:history", tier3, conversationsReplies},
	"chat.postMessage":      {"chat:write", posting, postMessage},
	"chat.postEphemeral":    {"chat:write", tier4, postEphemeral},
	"chat.update":           {"chat:write", tier3, updateMessage},
	"chat.delete":           {"chat:write", tier3, deleteMessage},
	"chat.getPermalink":     {"", 600, permalink},
	"views.open":            {"", tier4, viewsOpen},
	"views.push":            {"", tier4, viewsPush},
	"views.update":          {"", tier4, viewsUpdate},
	"views.publish":         {"", tier4, viewsPublish},
}

// call is one call of a method.
type call struct {
	*Playground
	args     map[string]json.RawMessage
	exchange string
}

// text gives an argument that is a text, a number or a truth.
func (c *call) text(name string) string {
	raw := c.args[name]
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

// raw gives an argument that is JSON, however it was sent; nil where there is
// none.
func (c *call) raw(name string) json.RawMessage {
	raw := c.args[name]
	var text string
	if json.Unmarshal(raw, &text) == nil {
		raw = json.RawMessage(text)
	}
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	return raw
}

func (c *call) truth(name string) bool {
	switch c.text(name) {
	case "true", "1":
		return true
	default:
		return false
	}
}

func no(code string) object { return object{"ok": false, "error": code} }

// exchangeKey is where the exchange of a request is kept in its context.
type exchangeKey struct{}

func exchangeOf(r *http.Request) string {
	x, _ := r.Context().Value(exchangeKey{}).(string)
	return x
}

// recorded writes down a request of the bot with its answer. What a test wants
// to happen to it happens first.
func (p *Playground) recorded(what string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, apiPath)
		if what != "web api" {
			name = what
		}
		x, start := p.exchange("bot", what, name, 1), time.Now()
		body, _ := io.ReadAll(http.MaxBytesReader(w, r.Body, maxAnswer)) // what is cut off is refused as it stands
		r.Body = io.NopCloser(bytes.NewReader(body))
		p.mu.Lock()
		x.Request = Request{r.Method, r.URL.Path, headers(r.Header), strings.ReplaceAll(string(body), p.Token, masked(p.Token))}
		p.mu.Unlock()
		if fault := p.fault(name); fault != nil {
			fault(w, r)
			p.finish(x, start, nil, fmt.Errorf("made to fail by a test"))
			return
		}
		p.meddled(name, func(w http.ResponseWriter, r *http.Request) {
			answer := newRecorder()
			next(answer, r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x.ID)))
			p.finish(x, start, answer.read(), nil)
			answer.sendTo(w)
		})(w, r)
	}
}

// Meddler stands between the bot and a method of the Web API, or
// "response_url". It is asked at every call and gives what answers it:
// answer, which does what the method is for and says so, or something that
// calls it before, after or not at all. It may be asked by many at once.
type Meddler func(method string, answer http.HandlerFunc) http.HandlerFunc

// Meddle lets a Meddler stand between, nil for nobody. It watches calls, and
// makes them fail before or after they did something: how a call ended for the
// bot is not among the exchanges then.
func (p *Playground) Meddle(m Meddler) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.meddler = m
}

func (p *Playground) meddled(method string, answer http.HandlerFunc) http.HandlerFunc {
	p.mu.Lock()
	m := p.meddler
	p.mu.Unlock()
	if m == nil {
		return answer
	}
	return m(method, answer)
}

// Next makes a method of the Web API, or "response_url", answer so, once for
// each handler, and then as it should again.
func (p *Playground) Next(method string, answers ...http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults[method] = append(p.faults[method], answers...)
}

func (p *Playground) fault(method string) http.HandlerFunc {
	p.mu.Lock()
	defer p.mu.Unlock()
	queue := p.faults[method]
	if len(queue) == 0 {
		return nil
	}
	p.faults[method] = queue[1:]
	return queue[0]
}

// serveAPI answers a call of a method: who calls, may she, how often, and then
// what it is for.
func (p *Playground) serveAPI(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, apiPath)
	args, token, err := arguments(r)
	if err != nil {
		writeJSON(w, http.StatusOK, no("invalid_json"))
		return
	}
	m, known := methods[name]
	c := &call{Playground: p, args: args, exchange: exchangeOf(r)}
	switch {
	case !known:
		writeJSON(w, http.StatusOK, object{"ok": false, "error": "unknown_method", "req_method": name})
	case token == "":
		writeJSON(w, http.StatusOK, no("not_authed"))
	case token != p.Token:
		writeJSON(w, http.StatusOK, no("invalid_auth"))
	case m.scope != "" && p.Scopes != nil && !slices.Contains(p.Scopes, m.scope):
		writeJSON(w, http.StatusOK, object{"ok": false, "error": "missing_scope", "needed": m.scope, "provided": strings.Join(p.Scopes, ",")})
	default:
		p.answerCall(w, name, m, c)
	}
}

func (p *Playground) answerCall(w http.ResponseWriter, name string, m method, c *call) {
	p.mu.Lock()
	wait := p.tooOften(name, m, c)
	var answer object
	if wait == 0 {
		answer = m.answer(c)
	}
	p.mu.Unlock()
	if wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		writeJSON(w, http.StatusTooManyRequests, no("ratelimited"))
		return
	}
	w.Header().Set("X-OAuth-Scopes", strings.Join(p.Scopes, ","))
	writeJSON(w, http.StatusOK, answer)
}

// tooOften tells how long to wait before the next call of a method: 0 for not
// at all. Posting is counted by channel, about one a second with short bursts,
// and for the whole team besides.
func (p *Playground) tooOften(name string, m method, c *call) time.Duration {
	if p.Unlimited {
		return 0
	}
	if m.perMin != posting {
		return p.wait(name, rate.Limit(float64(m.perMin)/60), m.perMin)
	}
	return max(p.wait(name+" "+c.text("channel"), 1, postingBurst), p.wait(name, teamRate, teamRate))
}

// What Slack allows of posting: a channel's burst, and a team's messages a
// second. Slack names no number for either ("several hundred per minute").
const (
	postingBurst = 4
	teamRate     = 10
)

// wait takes one from a bucket, or tells when there is one.
func (p *Playground) wait(bucket string, every rate.Limit, burst int) time.Duration {
	limiter := p.buckets[bucket]
	if limiter == nil {
		limiter = rate.NewLimiter(every, burst)
		p.buckets[bucket] = limiter
	}
	now := p.Now()
	taken := limiter.ReserveN(now, 1)
	delay := taken.DelayFrom(now)
	if delay > 0 {
		taken.CancelAt(now)
	}
	return delay
}

// arguments reads a call's arguments, from a form or from JSON, and its token.
func arguments(r *http.Request) (map[string]json.RawMessage, string, error) {
	args := map[string]json.RawMessage{}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, "", err
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == jsonType {
		err = json.Unmarshal(body, &args)
	} else {
		var form url.Values
		form, err = url.ParseQuery(string(body))
		for name, values := range form {
			args[name] = encode(values[0])
		}
	}
	for name, values := range r.URL.Query() {
		args[name] = encode(values[0])
	}
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	var given string
	if token == "" && json.Unmarshal(args["token"], &given) == nil {
		token = given
	}
	return args, token, err
}
