package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// otherCommand is the label for what is no command of the list.
const otherCommand = "other"

// buckets are bounds of answering times in seconds: most answers take a few
// milliseconds, Slack waits for one second, nobody for more than a minute.
var buckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 3, 10, 30, 60}

// figures counts what happens, in a registry of its own.
type figures struct {
	registry    *prometheus.Registry
	commands    map[string]bool
	requests    *prometheus.CounterVec
	seconds     *prometheus.HistogramVec
	refused     *prometheus.CounterVec
	slackErrors *prometheus.CounterVec
}

func newFigures(commands []string, databaseUp func() float64) *figures {
	f := &figures{
		registry:    prometheus.NewRegistry(),
		commands:    map[string]bool{},
		requests:    counters("rightdoor_requests_total", "Answered requests by command and outcome; the outcome of fit is its verdict.", "command", "outcome"),
		refused:     counters("rightdoor_refused_total", "Deliveries that were not answered, by reason.", "reason"),
		slackErrors: counters("rightdoor_slack_errors_total", "Calls that Slack did not take, by method.", "method"),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "rightdoor_request_seconds", Help: "From a request to its answer, without the way to Slack.", Buckets: buckets,
		}, []string{"command"}),
	}
	for _, c := range commands {
		f.commands[c] = true
	}
	up := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "rightdoor_database_up", Help: "1 when the database answers within two seconds, else 0.",
	}, databaseUp)
	f.registry.MustRegister(f.requests, f.seconds, f.refused, f.slackErrors, up,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return f
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

// Answered counts an answer: to which command, how it ended, how long it took.
// Commands that are not in the list count together.
func (f *figures) Answered(command, outcome string, took time.Duration) {
	if !f.commands[command] {
		command = otherCommand
	}
	f.requests.WithLabelValues(command, label(outcome)).Inc()
	f.seconds.WithLabelValues(command).Observe(took.Seconds())
}

// Refused counts a delivery that is not answered. The reason is one of a few.
func (f *figures) Refused(reason string) { f.refused.WithLabelValues(label(reason)).Inc() }

// SlackFailed counts a call that Slack did not take. The method is one of a
// few.
func (f *figures) SlackFailed(method string) { f.slackErrors.WithLabelValues(label(method)).Inc() }

// label writes a phrase as the value of a label.
func label(phrase string) string { return strings.ReplaceAll(phrase, " ", "_") }

func (f *figures) handler() http.Handler {
	return promhttp.HandlerFor(f.registry, promhttp.HandlerOpts{Registry: f.registry})
}
