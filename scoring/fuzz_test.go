package scoring

import (
	"math"
	"testing"
)

func FuzzParseValue(f *testing.F) {
	for _, text := range []string{"", "a|b", "640", "201..500", "10001..", "..50", "..", "20000000..200000000 USD", "NaN", "5..-Inf", "0x1p-2", "1_000", "3 stars"} {
		for kind := Words; kind <= Any; kind++ {
			f.Add(uint8(kind), text)
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, text string) {
		k := Kind(kind % uint8(Any+1))
		v, err := ParseValue(k, text)
		if err != nil {
			return
		}
		if math.IsNaN(v.Min) || math.IsNaN(v.Max) || v.Min > v.Max {
			t.Fatalf("ParseValue(%d, %q) = %v..%v, want a range", k, text, v.Min, v.Max)
		}
		again, err := ParseValue(k, v.String())
		if err != nil || !again.Equal(v) {
			t.Fatalf("ParseValue(%d, %q) = %+v, %v, want %+v again", k, v.String(), again, err, v)
		}
		for _, a := range Attributes {
			a.Format(v)
		}
	})
}

// FuzzNewProfile gives NewProfile definitions of every sort. What it lets
// through must score.
func FuzzNewProfile(f *testing.F) {
	f.Add("industry", "in", "saas", "must", 1.0, 0.0, 0.0, 0.0, false, 65, 80)
	f.Add("employees", "between", "", "should", 3.0, 200.0, 1500.0, 20.0, true, 65, 80)
	f.Add("revenue", "at_least", "USD", "should", 3.0, 2e7, math.Inf(1), 0.0, true, 1, 100)
	f.Add("custom.x", "at_most", "", "must_not", -3.0, math.NaN(), math.Inf(-1), -1.0, false, 0, 0)
	f.Add("founded", "at_least", "", "should", math.Inf(1), 1.0, 1.0, math.NaN(), false, 100, 1)
	f.Fuzz(func(t *testing.T, attribute, operator, word, mode string, weight, low, high, soft float64, percent bool, cutOff, tier int) {
		c := Criterion{
			Attribute: Attribute(attribute), Operator: Operator(operator), Mode: Mode(mode), Weight: weight, Value: OfWords(word),
			Soft: Soft{By: soft, Percent: percent},
		}
		if c.Operator.Numeric() {
			c.Value = OfRange(low, high).In(word)
		}
		d := definition(c, Criterion{Attribute: Growth, Operator: AtLeast, Value: OfNumber(5), Mode: Should, Weight: weight})
		d.CutOff, d.Tiers = cutOff, append(d.Tiers, Tier{"D", tier})
		p, err := NewProfile(d)
		if err != nil {
			return
		}
		for _, fact := range []Value{{}, OfNumber(low), OfRange(low, high), OfRange(low, high).In("EUR"), OfWords(word, "saas")} {
			facts := new(Facts)
			facts.Set(c.Attribute, Fact{Value: fact})
			checkScored(t, p, facts)
		}
	})
}

func checkScored(t *testing.T, p *Profile, f *Facts) {
	t.Helper()
	r := p.Explain(f)
	if s := p.Score(f); r.Score != s || s.Points < 0 || s.CouldReach < s.Points || s.CouldReach > 100 {
		t.Fatalf("Explain = %+v, Score = %+v, want the same from 0 to 100", r.Score, s)
	}
	r.Up()
	r.Down()
}
