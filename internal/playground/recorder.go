package playground

import (
	"bytes"
	"io"
	"net/http"
)

// recorder keeps an answer, so that it can be looked at before, or instead of,
// being sent.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newRecorder() *recorder { return &recorder{header: http.Header{}, status: http.StatusOK} }

// Header is that of the answer.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader sets the status.
func (r *recorder) WriteHeader(status int) { r.status = status }

// Write adds to the body.
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }

// response is the answer as a client gets it.
func (r *recorder) response() *http.Response {
	return &http.Response{
		StatusCode: r.status, Status: http.StatusText(r.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: r.header, Body: io.NopCloser(bytes.NewReader(r.body.Bytes())), ContentLength: int64(r.body.Len()),
	}
}

// read is the answer as it is written down.
func (r *recorder) read() *Response {
	return &Response{r.status, headers(r.header), r.body.String()}
}

// sendTo sends the answer on.
func (r *recorder) sendTo(w http.ResponseWriter) {
	for name, values := range r.header {
		w.Header()[name] = values
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body.Bytes()) // when this fails nobody is listening
}
