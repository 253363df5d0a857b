package bench

import (
	"context"
	"testing"
	"time"

	"rightdoor/internal/store"
	"rightdoor/models"
	"rightdoor/scoring"
)

// listen publishes an ICP that about a quarter of the accounts fit, and
// subscribes a channel.
func listen(t testing.TB, url string) int64 {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	w, err := s.Workspace(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	version := models.ICPVersion{CutOff: 65, Tiers: scoring.DefaultTiers(), Criteria: []scoring.Criterion{
		{Attribute: scoring.Employees, Operator: scoring.Between, Value: scoring.OfRange(200, 1500), Mode: scoring.Must, Weight: 3},
		{Attribute: scoring.Country, Operator: scoring.In, Value: scoring.OfWords("US", "CA", "DE"), Mode: scoring.Should, Weight: 2},
		{Attribute: scoring.Technologies, Operator: scoring.IncludesAny, Value: scoring.OfWords("aws", "azure"), Mode: scoring.Should, Weight: 2},
		{Attribute: scoring.Growth, Operator: scoring.AtLeast, Value: scoring.OfRange(30, 1e9), Mode: scoring.Should, Weight: 1},
	}}
	if _, err := s.Record(ctx, w.ID, []models.Change{models.NewVersion{Name: "commerce", Publish: true, Version: version}}); err != nil {
		t.Fatal(err)
	}
	rescoreAll(t, s, w.ID)
	if _, err := s.Subscribe(ctx, w.ID, models.Subscription{Channel: "C1"}); err != nil {
		t.Fatal(err)
	}
	return w.ID
}

func rescoreAll(t testing.TB, s *store.Store, w int64) {
	t.Helper()
	for {
		more, err := s.Rescore(context.Background(), w)
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return
		}
	}
}

// BenchmarkImportHeard takes in RIGHTDOOR_BENCH_ROWS accounts on PostgreSQL
// into a workspace with an ICP and a subscription, beside one without either.
func BenchmarkImportHeard(b *testing.B) {
	n := rows(b)
	path := writeAccounts(b, n)
	for b.Loop() {
		plain, _, _ := importFile(b, durable(b), path)
		url := durable(b)
		listen(b, url)
		heard, heap, report := importFile(b, url, path)
		if report.Recorded.Added != n {
			b.Fatalf("added %d of %d", report.Recorded.Added, n)
		}
		again, _, _ := importFile(b, url, path)
		b.ReportMetric(plain.Seconds(), "plain-s")
		b.ReportMetric(heard.Seconds(), "heard-s")
		b.ReportMetric(heard.Seconds()/plain.Seconds(), "ratio")
		b.ReportMetric(again.Seconds(), "again-s")
		b.ReportMetric(float64(heap)/(1<<20), "heap-MB")
	}
}

// BenchmarkRescore ranks RIGHTDOOR_BENCH_ROWS accounts on PostgreSQL anew: for
// the first time, and again when nothing changed, beside only reading them.
func BenchmarkRescore(b *testing.B) {
	n := rows(b)
	path := writeAccounts(b, n)
	for b.Loop() {
		url := durable(b)
		importFile(b, url, path)
		start := time.Now()
		w := listen(b, url)
		b.ReportMetric(time.Since(start).Seconds(), "first-s")
		s, err := store.Open(context.Background(), url)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Record(context.Background(), w, []models.Change{models.Archival{Name: "commerce"}, models.Publication{Name: "commerce"}}); err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		rescoreAll(b, s, w)
		b.ReportMetric(time.Since(start).Seconds(), "again-s")
		start = time.Now()
		if err := s.Each(context.Background(), w, func(*models.Account, []scoring.Signal) error { return nil }); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "read-s")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
