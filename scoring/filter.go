package scoring

import "fmt"

// Filter narrows a list of accounts by facts, with the same tests as an ICP.
// The zero Filter lets every account pass.
type Filter struct{ parts []part }

// NewFilter makes a filter of criteria that all have to match, amounts by the
// rates of the settings.
func NewFilter(criteria []Criterion, s Settings) (Filter, error) {
	var f Filter
	for _, c := range criteria {
		p, err := c.compile(s)
		if err != nil {
			return Filter{}, fmt.Errorf("filter on %s: %w", c.Attribute, err)
		}
		f.parts = append(f.parts, p)
	}
	return f, nil
}

// Pass tells whether the facts match every criterion; unknown is no match.
func (f Filter) Pass(facts *Facts) bool {
	for i := range f.parts {
		p := &f.parts[i]
		if o, _ := p.test.run(p.fact(facts)); o != Match {
			return false
		}
	}
	return true
}
