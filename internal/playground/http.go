package playground

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// page is what a browser gets: plain files, served as they are.
//
//go:embed page
var page embed.FS

// policy lets the page reach its own server and nothing else, and run its own
// files and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// routes has the page, what people do on it, and what the bot calls.
func (p *Playground) routes() http.Handler {
	files, err := fs.Sub(page, "page")
	if err != nil {
		panic(err) // it is part of the program
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, "index.html") })
	mux.Handle("GET /_playground/page/", http.StripPrefix("/_playground/page/", http.FileServerFS(files)))
	mux.HandleFunc("GET /_playground/state", p.serveState)
	mux.HandleFunc("GET /_playground/stream", p.serveStream)
	mux.HandleFunc("GET /_playground/exchanges", p.serveExchanges)
	mux.HandleFunc("POST /_playground/act/{deed}", p.serveDeed)
	mux.HandleFunc("POST /_playground/reset", p.serveReset)
	mux.HandleFunc("POST /_playground/clock", p.serveClock)
	ours := http.NewCrossOriginProtection().Handler(paged(mux))
	outer := http.NewServeMux()
	outer.Handle("/", ours)
	outer.HandleFunc(apiPath+"{method}", p.recorded("web api", p.serveAPI))
	outer.HandleFunc("POST "+hookPath+"{name}", p.recorded("response_url", p.serveHook))
	return outer
}

// paged writes the headers of everything that a browser gets.
func paged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("Cache-Control", "no-cache")
		next.ServeHTTP(w, r)
	})
}

// ServeHTTP serves the page, and plays Slack towards the bot. Another name
// than one of this machine is refused: that is a page elsewhere that had its
// name point here.
func (p *Playground) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !p.expected(r.Host) {
		http.Error(w, "The playground answers on this machine alone.", http.StatusMisdirectedRequest)
		return
	}
	p.handler.ServeHTTP(w, r)
}

func (p *Playground) expected(host string) bool {
	if own, err := url.Parse(p.Address); err == nil && own.Host == host {
		return true
	}
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	ip := net.ParseIP(strings.Trim(name, "[]"))
	return name == "localhost" || ip != nil && ip.IsLoopback()
}

// Client calls the Playground within this process, at Slack's own addresses:
// no test that uses it needs a network.
func (p *Playground) Client() *http.Client {
	return &http.Client{Transport: inProcess{p}, Timeout: 10 * time.Second, CheckRedirect: client.CheckRedirect}
}

// inProcess answers requests to Slack's addresses.
type inProcess struct{ *Playground }

// RoundTrip answers a request as Slack would.
func (t inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	inner := r.Clone(r.Context())
	address := r.URL.String()
	switch {
	case strings.HasPrefix(address, slackHook):
		inner.URL.Path = hookPath + strings.TrimPrefix(address, slackHook)
	case strings.HasPrefix(address, slackAPI):
		inner.URL.Path = apiPath + strings.TrimPrefix(r.URL.Path, "/api/")
	case r.URL.Host == hooksHost:
		inner.URL.Path = hookPath // another team's: nobody is there
	case !strings.HasPrefix(address, t.Address+"/"):
		return nil, fmt.Errorf("%s is not Slack's", r.URL.Host)
	}
	if inner.Body == nil {
		inner.Body = http.NoBody
	}
	w := newRecorder()
	t.handler.ServeHTTP(w, inner)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.response(), nil
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v) // when this fails nobody is listening
}

// who finds a person to be; nobody in particular is the first.
func (p *Playground) who(id string) (Person, bool) {
	if id == "" && len(p.People) > 0 {
		return p.People[0], true
	}
	return p.person(id)
}

func (p *Playground) serveState(w http.ResponseWriter, r *http.Request) {
	person, ok := p.who(r.URL.Query().Get("as"))
	if !ok {
		person, _ = p.who("") // she was of another run
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	writeJSON(w, http.StatusOK, p.snapshot(person))
}

// maxDeed bounds what a page sends, in bytes.
const maxDeed = 1 << 20

// readDeed reads what a page says was done; only JSON is taken, which no page
// elsewhere can send here unasked.
func readDeed(w http.ResponseWriter, r *http.Request) (d deed, err error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != jsonType {
		return d, sorry("Send JSON.")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxDeed))
	if err != nil {
		return d, sorry("That is too long to send.")
	}
	if json.Unmarshal(body, &d) != nil {
		return d, sorry("That is no JSON of the kind expected.")
	}
	return d, nil
}

// reply answers a page; what went wrong is a sentence for a person.
func reply(w http.ResponseWriter, answer object, err error) {
	var told sorry
	switch {
	case errors.As(err, &told):
		writeJSON(w, http.StatusOK, object{"ok": false, "error": string(told)})
	case err != nil:
		writeJSON(w, http.StatusOK, object{"ok": false, "error": "That did not work: " + err.Error() + "."})
	default:
		if answer == nil {
			answer = object{}
		}
		answer["ok"] = true
		writeJSON(w, http.StatusOK, answer)
	}
}

func (p *Playground) serveDeed(w http.ResponseWriter, r *http.Request) {
	do, ok := deeds[r.PathValue("deed")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	d, err := readDeed(w, r)
	if err != nil {
		reply(w, nil, err)
		return
	}
	if _, known := p.person(d.As); !known {
		reply(w, nil, sorry("There is no such person."))
		return
	}
	answer, err := do(p, r, d)
	reply(w, answer, err)
}

func (p *Playground) serveReset(w http.ResponseWriter, r *http.Request) {
	if _, err := readDeed(w, r); err != nil {
		reply(w, nil, err)
		return
	}
	p.Reset()
	reply(w, nil, nil)
}

// maxForward is more than any reminder is away.
const maxForward = 10 * 366 * 24 * time.Hour

func (p *Playground) serveClock(w http.ResponseWriter, r *http.Request) {
	d, err := readDeed(w, r)
	if err != nil {
		reply(w, nil, err)
		return
	}
	if d.Back {
		p.Back()
		reply(w, nil, nil)
		return
	}
	by, err := time.ParseDuration(d.Forward)
	if err != nil || by <= 0 || p.clock.ahead()+by > maxForward {
		reply(w, nil, sorry("Say how far forward, as in 24h."))
		return
	}
	p.Forward(by)
	reply(w, nil, nil)
}
