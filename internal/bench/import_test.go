package bench

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rightdoor/internal/importer"
	"rightdoor/internal/pgtest"
	"rightdoor/internal/store"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// rowsVariable sets how many rows the import is measured with.
const rowsVariable = "RIGHTDOOR_BENCH_ROWS"

func rows(b testing.TB) int {
	n, err := strconv.Atoi(os.Getenv(rowsVariable))
	if err != nil {
		return 20_000
	}
	b.Logf("%d rows", n)
	return n
}

// writeAccounts makes a file of accounts as a vendor would export it.
func writeAccounts(t testing.TB, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "accounts.csv")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	w := bufio.NewWriterSize(file, 1<<20)
	fmt.Fprintln(w, "name,domain,industry,employees,revenue,growth,country,city,technologies,lifecycle,owner")
	industries := []string{"E-commerce", "Fintech", "Computer Software", "Banking", "Retail", "Media", "Logistics", "Hospital & Health Care"}
	countries := []string{"United States", "Canada", "Germany", "India", "Brazil", "Mexico"}
	tools := []string{"AWS; Salesforce", "Azure; HubSpot", "GCP", "AWS; Shopify; HubSpot", ""}
	for i := range n {
		fmt.Fprintf(w, "Company %d Inc,company-%d.example,%s,%d,$%dM,%d%%,%s,City %d,%s,prospect,Rep %d\n",
			i, i, industries[i%8], 10+i%5000, 1+i%400, i%60, countries[i%6], i%300, tools[i%5], i%20)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return path
}

// copyBare loads the bytes of a file into a table of text, and nothing else.
func copyBare(t testing.TB, url, path string) time.Duration {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, `CREATE TABLE bare (name text, domain text, industry text, employees text, revenue text,
		growth text, country text, city text, technologies text, lifecycle text, owner text)`)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	start := time.Now()
	if _, err := conn.PgConn().CopyFrom(ctx, file, "COPY bare FROM STDIN WITH (FORMAT csv, HEADER)"); err != nil {
		t.Fatal(err)
	}
	return time.Since(start)
}

// opened is a database and its workspace.
func opened(t testing.TB, url string) (*store.Store, int64) {
	t.Helper()
	s, err := store.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Workspace(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	return s, w.ID
}

// importFile takes a file in by the ordinary way and gives the time and the
// most heap that was in use.
func importFile(t testing.TB, url, path string) (took time.Duration, heap uint64, report importer.Report) {
	t.Helper()
	ctx := context.Background()
	s, w := opened(t, url)
	defer func() { _ = s.Close() }()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var stats runtime.MemStats
	watch := func(int64) {
		runtime.ReadMemStats(&stats)
		heap = max(heap, stats.HeapInuse)
	}
	start := time.Now()
	report, err = importer.Run(ctx, w, file, s, importer.Options{
		Kind: importer.Accounts, Source: "bench", Observed: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Progress: watch,
	})
	if err != nil {
		t.Fatal(err)
	}
	return time.Since(start), heap, report
}

// durable starts a PostgreSQL with the settings it comes with: both sides pay
// for what they promise to keep.
func durable(b *testing.B) string {
	server, err := pgtest.Start()
	if err != nil {
		b.Skip(err)
	}
	b.Cleanup(server.Close)
	return server.URL()
}

// BenchmarkImport takes in RIGHTDOOR_BENCH_ROWS accounts on PostgreSQL beside a
// bare COPY of the same bytes.
func BenchmarkImport(b *testing.B) {
	n := rows(b)
	path := writeAccounts(b, n)
	for b.Loop() {
		url := durable(b)
		bare := copyBare(b, url, path)
		took, heap, report := importFile(b, url, path)
		if report.Recorded.Added != n {
			b.Fatalf("added %d of %d", report.Recorded.Added, n)
		}
		b.ReportMetric(bare.Seconds(), "copy-s")
		b.ReportMetric(took.Seconds(), "import-s")
		b.ReportMetric(took.Seconds()/bare.Seconds(), "ratio")
		b.ReportMetric(float64(n)/took.Seconds(), "rows/s")
		b.ReportMetric(float64(heap)/(1<<20), "heap-MB")
	}
}

// TestImport is a short run of BenchmarkImport.
func TestImport(t *testing.T) {
	const n = 3000
	path := writeAccounts(t, n)
	for i, want := range []int{n, 0} {
		url := pgtest.Database(t)
		if i == 1 {
			importFile(t, url, path)
		}
		_, _, report := importFile(t, url, path)
		if report.Recorded.Added != want || report.Trouble != 0 {
			t.Errorf("import %d added %d, want %d, with %d problems", i+1, report.Recorded.Added, want, report.Trouble)
		}
	}
}
