package bench

import (
	"testing"

	"rightdoor/scoring"
)

// BenchmarkScore measures verdict and score alone, one account after another.
func BenchmarkScore(b *testing.B) {
	p, accounts := Profile(), Accounts(64, 1)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		p.Score(accounts[i%len(accounts)])
		i++
	}
}

// BenchmarkExplain measures the same with every reason in words.
func BenchmarkExplain(b *testing.B) {
	p, accounts := Profile(), Accounts(64, 1)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		p.Explain(accounts[i%len(accounts)])
		i++
	}
}

// TestAccountsOfEverySort holds that the figures stand for every verdict.
func TestAccountsOfEverySort(t *testing.T) {
	seen := map[scoring.Verdict]int{}
	p := Profile()
	for _, f := range Accounts(1000, 1) {
		seen[p.Score(f).Verdict]++
	}
	for _, v := range scoring.Verdicts {
		if seen[v] < 20 {
			t.Errorf("%d of 1000 accounts are %s, want at least 20", seen[v], v)
		}
	}
}
