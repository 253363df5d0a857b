package bench

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rightdoor/internal/store"
	"rightdoor/models"
	"rightdoor/scoring"
)

// listen publishes an ICP that about a quarter of the accounts fit, and
// subscribes a channel.
func listen(t testing.TB, url string) int64 {
	t.Helper()
	ctx := context.Background()
	s, w := opened(t, url)
	defer func() { _ = s.Close() }()
	if _, err := s.Record(ctx, w, []models.Change{models.NewVersion{Name: "commerce", Publish: true, Version: commerce(1500)}}); err != nil {
		t.Fatal(err)
	}
	rescoreAll(t, s, w)
	if _, err := s.Subscribe(ctx, w, models.Subscription{Channel: "C1"}); err != nil {
		t.Fatal(err)
	}
	return w
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

// byHand computes the same score as a version of listen's ICP in one statement
// of PostgreSQL's, and writes what changed.
const byHand = `
UPDATE by_hand h SET score = s.score FROM (
	SELECT id,
		CASE WHEN low >= 200 AND high <= $1 THEN 38 ELSE 0 END
		+ CASE WHEN country IN ('US', 'CA', 'DE') THEN 25 ELSE 0 END
		+ CASE WHEN technologies ~ '(^|\\|)(aws|azure)(\\||$)' THEN 25 ELSE 0 END
		+ CASE WHEN growth ~ '^[0-9.]+$' AND growth::numeric >= 30 THEN 12 ELSE 0 END AS score
	FROM (
		SELECT id, country, technologies, growth,
			nullif(regexp_replace(split_part(employees, '..', 1), '[^0-9]', '', 'g'), '')::numeric AS low,
			nullif(regexp_replace(split_part(employees, '..', CASE WHEN employees LIKE '%..%' THEN 2 ELSE 1 END), '[^0-9]', '', 'g'), '')::numeric AS high
		FROM accounts) facts) s
WHERE h.account_id = s.id AND h.score IS DISTINCT FROM s.score`

// updateByHand times the statement by which a person would do it, after a first
// time that fills the table.
func updateByHand(b *testing.B, url string) time.Duration {
	b.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	for _, statement := range []string{
		"CREATE TABLE by_hand (account_id bigint PRIMARY KEY, score integer)",
		"INSERT INTO by_hand SELECT id, 0 FROM accounts",
	} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := conn.Exec(ctx, byHand, 1500); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if _, err := conn.Exec(ctx, byHand, widened); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// widened is a headcount that moves about one verdict in a hundred.
const widened = 1560

// BenchmarkRescore ranks RIGHTDOOR_BENCH_ROWS accounts on PostgreSQL anew: for
// the first time, and after a version that moves about one verdict in a
// hundred, beside reading them and beside one UPDATE written by hand.
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
		b.ReportMetric(moved(b, s, w).Seconds(), "moved-s")
		start = time.Now()
		if err := s.Each(context.Background(), w, func(*models.Account, []scoring.Signal) error { return nil }); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "read-s")
		b.ReportMetric(stream(b, url, w).Seconds(), "stream-s")
		b.ReportMetric(updateByHand(b, url).Seconds(), "by-hand-s")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// stream reads the rows of all accounts by nothing but pgx.
func stream(b *testing.B, url string, w int64) time.Duration {
	b.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	start := time.Now()
	rows, err := conn.Query(ctx, "SELECT * FROM accounts WHERE workspace_id = $1 ORDER BY id", w)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := rows.Values(); err != nil {
			b.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// moved publishes a wider version and ranks everybody by it.
func moved(b *testing.B, s *store.Store, w int64) time.Duration {
	b.Helper()
	version := commerce(widened)
	if _, err := s.Record(context.Background(), w, []models.Change{models.NewVersion{Name: "commerce", Publish: true, Version: version}}); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	rescoreAll(b, s, w)
	return time.Since(start)
}

// commerce is an ICP of companies up to a headcount.
func commerce(employees float64) models.ICPVersion {
	return models.ICPVersion{CutOff: 65, Tiers: scoring.DefaultTiers(), Criteria: []scoring.Criterion{
		{Attribute: scoring.Employees, Operator: scoring.Between, Value: scoring.OfRange(200, employees), Mode: scoring.Must, Weight: 3},
		{Attribute: scoring.Country, Operator: scoring.In, Value: scoring.OfWords("US", "CA", "DE"), Mode: scoring.Should, Weight: 2},
		{Attribute: scoring.Technologies, Operator: scoring.IncludesAny, Value: scoring.OfWords("aws", "azure"), Mode: scoring.Should, Weight: 2},
		{Attribute: scoring.Growth, Operator: scoring.AtLeast, Value: scoring.OfRange(30, 1e9), Mode: scoring.Should, Weight: 1},
	}}
}
