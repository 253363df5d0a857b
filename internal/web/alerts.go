package web

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// AlertFigures is how the delivery of alerts does.
type AlertFigures struct {
	Queued                      int           // due and not posted yet, in all processes
	Oldest                      time.Duration // for how long the oldest of them has been due
	Stopped                     int           // subscriptions whose channel takes no posts, in all workspaces
	Sent, Retried, Failed, Held int64         // by this process since it started
}

// alertsWithin bounds how long a look at the queue may take.
const alertsWithin = 2 * time.Second

// alertCollector looks at the queue whenever somebody asks for figures.
type alertCollector struct {
	look func(context.Context) (AlertFigures, error)
}

// The figures of alerts.
var (
	alertsQueued  = prometheus.NewDesc("rightdoor_alerts_queued", "Alerts that are due and not posted yet.", nil, nil)
	alertsOldest  = prometheus.NewDesc("rightdoor_alerts_oldest_seconds", "For how long the oldest of them has been due.", nil, nil)
	alertsStopped = prometheus.NewDesc("rightdoor_alerts_stopped", "Subscriptions to alerts that are stopped, as their channel takes no posts.", nil, nil)
	alertsTotal   = prometheus.NewDesc("rightdoor_alerts_total", "Attempts to post an alert, by what became of them.", []string{"state"}, nil)
)

// Describe names the figures.
func (c alertCollector) Describe(out chan<- *prometheus.Desc) {
	out <- alertsQueued
	out <- alertsOldest
	out <- alertsStopped
	out <- alertsTotal
}

// Collect gives the figures; those of the queue are left out where the
// database does not answer.
func (c alertCollector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), alertsWithin)
	defer cancel()
	f, err := c.look(ctx)
	if err == nil {
		out <- prometheus.MustNewConstMetric(alertsQueued, prometheus.GaugeValue, float64(f.Queued))
		out <- prometheus.MustNewConstMetric(alertsOldest, prometheus.GaugeValue, f.Oldest.Seconds())
		out <- prometheus.MustNewConstMetric(alertsStopped, prometheus.GaugeValue, float64(f.Stopped))
	}
	for state, n := range map[string]int64{"sent": f.Sent, "retried": f.Retried, "failed": f.Failed, "held": f.Held} {
		out <- prometheus.MustNewConstMetric(alertsTotal, prometheus.CounterValue, float64(n), state)
	}
}

// stoppedNote says that alerts are stopped somewhere, which may be all that
// tells of it; "" where none are, or nobody can tell.
func (w *Web) stoppedNote(ctx context.Context) string {
	if w.Alerts == nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, alertsWithin)
	defer cancel()
	f, err := w.Alerts(ctx)
	if err != nil || f.Stopped == 0 {
		return ""
	}
	return fmt.Sprintf("\nSubscriptions to alerts that are stopped: %d. `rightdoor alerts` says why.", f.Stopped)
}
