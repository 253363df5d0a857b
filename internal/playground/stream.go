package playground

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// note tells a page that something has changed.
type note struct {
	Kind    string
	Message *message
	Channel string
	TS      string
	Views   []object
	View    object
	Now     int64 // milliseconds
	Offset  int64 // milliseconds
}

// MarshalJSON writes what belongs to the kind.
func (n note) MarshalJSON() ([]byte, error) {
	fields := object{"kind": n.Kind}
	switch n.Kind {
	case "message":
		fields["message"] = n.Message
	case "deleted":
		fields["channel"], fields["ts"] = n.Channel, n.TS
	case "views":
		fields["views"] = n.Views
	case "home":
		fields["view"] = n.View
	case "clock":
		fields["now"], fields["offset"] = n.Now, n.Offset
	}
	return json.Marshal(fields)
}

// listener is a page that listens.
type listener struct {
	person string
	notes  chan []byte
}

// maxNotes is how far a page may lag behind before it is told to load anew.
const maxNotes = 1024

// tell sends a note to the pages of some people. A page that does not keep up
// is cut off; it comes back and loads everything.
func (p *Playground) tell(n note, to func(person string) bool) {
	if len(p.readers) == 0 {
		return
	}
	text := encode(n)
	for r := range p.readers {
		if !to(r.person) {
			continue
		}
		select {
		case r.notes <- text:
		default:
			delete(p.readers, r)
			close(r.notes)
		}
	}
}

func (p *Playground) tellAll(n note) { p.tell(n, func(string) bool { return true }) }

func (p *Playground) tellOne(person string, n note) {
	p.tell(n, func(other string) bool { return other == person })
}

// heartbeat keeps a silent stream from being taken for a dead one.
const heartbeat = 20 * time.Second

// serveStream sends notes to a page until it goes away.
func (p *Playground) serveStream(w http.ResponseWriter, r *http.Request) {
	person, ok := p.who(r.URL.Query().Get("as"))
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	listening := &listener{person: person.ID, notes: make(chan []byte, maxNotes)}
	p.mu.Lock()
	p.readers[listening] = struct{}{}
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		delete(p.readers, listening)
		p.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Time{}) // a stream has no end; a server without deadlines needs none lifted
	fmt.Fprint(w, "retry: 500\n\n")
	p.stream(r, w, out, listening)
}

func (p *Playground) stream(r *http.Request, w http.ResponseWriter, out *http.ResponseController, listening *listener) {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for out.Flush() == nil {
		select {
		case text, ok := <-listening.notes:
			if !ok {
				return
			}
			fmt.Fprintf(w, "data: %s\n\n", text)
		case <-beat.C:
			fmt.Fprint(w, ":\n\n")
		case <-r.Context().Done():
			return
		case <-p.ctx.Done():
			return
		}
	}
}
