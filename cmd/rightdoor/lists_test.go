package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rightdoor/internal/importer"
	"rightdoor/internal/pgtest"
	"rightdoor/internal/store"
	"rightdoor/models"
)

// startups is a list of the kind that start-up directories give: a domain in
// most rows, none in some, a hosting site or an app store in others.
const startups = `yc_id,name,website,domain,industry,location,country,year_founded,employees_2023,employees_2024
1,Kestrel Labs,https://kestrel.example/,kestrel.example,Fintech,New York,US,2020,10,12
2,Kestrel Labs,https://www.kestrel.example/jobs,kestrel.example,Fintech,New York,US,2020,10,12
3,Wrenly,https://github.com/wrenly,github.com,B2B,Austin,US,2021,,3
4,Finchwork,https://github.com/finchwork/app,github.com,B2B,Boston,US,2022,,2
5,Rookery,https://play.google.com/store/apps/details?id=rookery,play.google.com,Consumer,Pune,IN,2019,4,5
6,Oriole,,,Healthcare,Berlin,DE,2018,8,9
7,Oriole,,,Healthcare,Lyon,FR,2018,30,31
8,Oriole,,,Healthcare,Berlin,DE,2018,8,9
9,Dover,https://dover-hiring.example,dover-hiring.example,B2B,San Francisco,US,2019,20,25
10,Airwren,https://airwren.example,airwren.example,Consumer,San Francisco,US,2008,,6000
`

// index is a list of the kind that stock indices give: no domain at all.
const index = `Symbol,Security,GICS Sector,GICS Sub-Industry,Headquarters Location,Founded
DOV,Dover Corporation,Industrials,Industrial Machinery,"Downers Grove, Illinois",1955
AWR,Airwren,Consumer Discretionary,"Hotels, Resorts & Cruise Lines","San Francisco, California",2008
ALB.A,Alder Inc. (Class A),Communication Services,Interactive Media,"Austin, Texas",1998
ALB.C,Alder Inc. (Class C),Communication Services,Interactive Media,"Austin, Texas",1998
OAK,Oakline,Utilities,Electric Utilities,"Dublin, Ireland",2013 (1888)
`

// Lists without domains, with shared ones and with the same company twice make
// a known number of accounts, for known reasons, on both databases.
func TestHowManyAccountsAListMakes(t *testing.T) {
	for name, url := range map[string]func(testing.TB) string{
		"sqlite":   func(t testing.TB) string { return filepath.Join(t.TempDir(), "lists.db") },
		"postgres": pgtest.Database,
	} {
		t.Run(name, func(t *testing.T) {
			s, err := store.Open(t.Context(), url(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			w, err := s.Workspace(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			// One domain twice is one company; a hosting site or a store is nobody's
			// domain, so its rows go by name; one name in two countries is two.
			wantAdded(t, s, w, startups, 8)
			// Airwren is known by that very name in that country; Dover Corporation is
			// not Dover; two classes of a share are two names.
			wantAdded(t, s, w, index, 4)
			wantAdded(t, s, w, startups, 0)
			wantAdded(t, s, w, index, 0)
			for _, domain := range []string{"github.com", "play.google.com", "google.com"} {
				if found, err := s.Find(t.Context(), w.ID, models.Query{Domain: domain}); err != nil || len(found.Accounts) > 0 {
					t.Errorf("Find(%s) = %d accounts, %v, want none: nobody's domain", domain, len(found.Accounts), err)
				}
			}
		})
	}
}

func wantAdded(t *testing.T, s *store.Store, w models.Workspace, file string, want int) {
	t.Helper()
	report, err := importer.Run(t.Context(), w.ID, strings.NewReader(file), s, importer.Options{
		Kind: importer.Accounts, Observed: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	if report.Recorded.Added != want || report.Skipped > 0 || report.Trouble > 0 {
		t.Errorf("import of %.12q… added %d, skipped %d with %d problems, want %d, 0 and 0", file, report.Recorded.Added, report.Skipped, report.Trouble, want)
	}
}
