package importer

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"rightdoor/models"
)

// discard is a sink that forgets.
type discard struct{}

func (discard) Record(_ context.Context, _ int64, changes []models.Change) (models.Recorded, error) {
	return models.Recorded{Added: len(changes)}, nil
}

// accountRows is a file of n rows of ten columns.
func accountRows(n int) string {
	industries := []string{"Computer Software", "E-Commerce", "Hospital & Health Care", "Oil & Gas", "Logistics and Supply Chain"}
	places := []string{"Chicago,Illinois,United States", "Toronto,Ontario,Canada", "Munich,Bavaria,Germany"}
	sizes := []string{"51-200", "201-500", "640", "10001+", "1200"}
	var b strings.Builder
	b.WriteString("name,domain,industry,employees,revenue,city,state,country,technologies,founded\n")
	for i := range n {
		fmt.Fprintf(&b, "Invented Company %d,invented%d.example,%s,%s,$%dM,%s,AWS; Salesforce,%d\n",
			i, i, industries[i%len(industries)], sizes[i%len(sizes)], i%900+1, places[i%len(places)], 1950+i%70)
	}
	return b.String()
}

func BenchmarkAccounts(b *testing.B) {
	const rows = 20000
	file := accountRows(rows)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Run(context.Background(), 1, strings.NewReader(file), discard{}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
