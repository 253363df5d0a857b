package playground

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Exchange is one request between Slack and the bot, with its answer.
type Exchange struct {
	ID       string    `json:"id"`
	At       int64     `json:"at"`   // milliseconds
	From     string    `json:"from"` // "slack" or "bot"
	What     string    `json:"what"` // "slash command", "web api" …
	Name     string    `json:"name"` // the path, or the method of the Web API
	Attempt  int       `json:"attempt"`
	Took     float64   `json:"took"` // milliseconds
	Request  Request   `json:"request"`
	Response *Response `json:"response"` // nil when there was none
	Error    string    `json:"error"`    // why there was none
}

// Request is what was sent.
type Request struct {
	Method  string      `json:"method"`
	URL     string      `json:"url"`
	Headers [][2]string `json:"headers"`
	Body    string      `json:"body"`
}

// Response is what came back.
type Response struct {
	Status  int         `json:"status"`
	Headers [][2]string `json:"headers"`
	Body    string      `json:"body"`
}

// ledger keeps the latest exchanges.
type ledger struct {
	all []*Exchange
}

// The bounds of what is kept.
const (
	maxExchanges = 2000
	shownAtOnce  = 200
)

// note begins an exchange.
func (p *Playground) exchange(from, what, name string, attempt int) *Exchange {
	x := &Exchange{ID: newID("x"), At: p.Now().UnixMilli(), From: from, What: what, Name: name, Attempt: attempt}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.ledger.all) >= maxExchanges {
		p.ledger.all = slices.Clone(p.ledger.all[maxExchanges/2:])
	}
	p.ledger.all = append(p.ledger.all, x)
	return x
}

// finish writes down how an exchange went.
func (p *Playground) finish(x *Exchange, since time.Time, answer *Response, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	x.Took, x.Response = float64(time.Since(since).Microseconds())/1000, answer
	if err != nil {
		x.Error = err.Error()
	}
}

// Exchanges are the latest exchanges, the oldest first; of is the name they
// have to have, "" for any.
func (p *Playground) Exchanges(of string) []Exchange {
	return p.exchanges(func(x *Exchange) bool { return of == "" || x.Name == of })
}

func (p *Playground) exchanges(wanted func(*Exchange) bool) []Exchange {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := []Exchange{}
	for _, x := range p.ledger.all {
		if wanted(x) {
			list = append(list, *x)
		}
	}
	return list
}

// secretHeaders are shown in part alone.
var secretHeaders = map[string]bool{"Authorization": true}

// headers lists headers by name.
func headers(h http.Header) [][2]string {
	list := [][2]string{}
	for name, values := range h {
		value := strings.Join(values, ", ")
		if secretHeaders[name] {
			value = masked(value)
		}
		list = append(list, [2]string{name, value})
	}
	slices.SortFunc(list, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	return list
}

// masked keeps as much of a credential as tells which it is.
func masked(value string) string {
	if at := strings.Index(value, "xoxb-"); at >= 0 {
		return value[:at+len("xoxb-")] + "…"
	}
	return "…"
}

// serveExchanges shows how a message got where it stands, or what came last.
func (p *Playground) serveExchanges(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	wanted := func(*Exchange) bool { return true }
	if ts := query.Get("ts"); ts != "" {
		ids := p.waysOf(query.Get("channel"), ts)
		wanted = func(x *Exchange) bool { return slices.Contains(ids, x.ID) }
	}
	list := p.exchanges(wanted)
	writeJSON(w, http.StatusOK, object{"ok": true, "exchanges": list[max(0, len(list)-shownAtOnce):]})
}

func (p *Playground) waysOf(channel, ts string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	r, ok := p.rooms[channel]
	if !ok {
		return nil
	}
	m, ok := r.find(ts, func(*message) bool { return true })
	if !ok {
		return nil
	}
	return slices.Clone(m.exchanges)
}
