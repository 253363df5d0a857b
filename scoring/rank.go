package scoring

import (
	"cmp"
	"slices"
)

// Answer is what Rank found: the ICP that suits an account best and the others
// in order.
type Answer struct {
	Best   *Result
	Others []*Result
}

// Rank explains an account by every profile and orders the results: by
// verdict, then score, then the profiles' order. Best is nil without profiles.
func Rank(profiles []*Profile, f *Facts) Answer {
	results := make([]*Result, len(profiles))
	for i, p := range profiles {
		results[i] = p.Explain(f)
	}
	slices.SortStableFunc(results, func(a, b *Result) int { return a.Compare(b.Score) })
	if len(results) == 0 {
		return Answer{}
	}
	return Answer{Best: results[0], Others: results[1:]}
}

// Best scores an account by every profile and gives the best score with the
// profile's index; -1 without profiles. It does not allocate.
func Best(profiles []*Profile, f *Facts) (Score, int) {
	var best Score
	index := -1
	for i, p := range profiles {
		if s := p.Score(f); index < 0 || s.Compare(best) < 0 {
			best, index = s, i
		}
	}
	return best, index
}

// Compare is negative when s stands before o: the better verdict, then the
// higher score.
func (s Score) Compare(o Score) int {
	return cmp.Or(cmp.Compare(s.Verdict, o.Verdict), cmp.Compare(o.Points, s.Points))
}

// Standing is what a list of accounts is ordered by.
type Standing struct {
	Score
	Timing int // 0 to 100
	Name   string
}

// Compare is negative when s stands before o in a list: verdict, score,
// timing, could_reach, name.
func (s Standing) Compare(o Standing) int {
	return cmp.Or(
		s.Score.Compare(o.Score),
		cmp.Compare(o.Timing, s.Timing),
		cmp.Compare(o.CouldReach, s.CouldReach),
		cmp.Compare(s.Name, o.Name),
	)
}
