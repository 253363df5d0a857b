package scoring

import (
	"encoding/json"
	"fmt"
	"math"
	"math/bits"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// pools are the words that random criteria and facts are made of. Place has
// one attribute alone: several are decided by one fact.
var pools = map[Attribute][]string{
	Industry:       {"software", "saas", "fintech", "payments", "media", "retail", "e-commerce"},
	BusinessModel:  {"b2b", "b2c", "b2b2c", "marketplace"},
	FundingStage:   {"seed", "series_a", "series_b", "public"},
	Region:         {"europe", "dach", "DE", "US", "us_midwest", "US-IL", "latin_america"},
	Technologies:   {"aws", "azure", "gcp", "salesforce", "cloud"},
	Lifecycle:      {"prospect", "customer", "competitor"},
	"custom.plan":  {"gold", "silver", "bronze"},
	"custom.group": {"north", "south"},
}

var (
	wordAttributes   = []Attribute{Industry, BusinessModel, FundingStage, Region, Technologies, Lifecycle, "custom.plan", "custom.group"}
	numberAttributes = []Attribute{Employees, Growth, Founded, Revenue, ARR, "custom.seats"}
	currencies       = []string{"USD", "EUR", "INR"}
)

func currencyOf(t *rapid.T, a Attribute) string {
	if info, _ := a.Info(); info.Kind == Money {
		return rapid.SampledFrom(currencies).Draw(t, "currency")
	}
	return ""
}

func drawWords(t *rapid.T, a Attribute) Value {
	return OfWords(rapid.SliceOfN(rapid.SampledFrom(pools[a]), 1, 3).Draw(t, string(a))...)
}

func drawRange(t *rapid.T, a Attribute) Value {
	low := float64(rapid.IntRange(-50, 3000).Draw(t, "low"))
	high := low
	switch rapid.IntRange(0, 3).Draw(t, "shape") {
	case 0:
		high = math.Inf(1)
	case 1:
		high += float64(rapid.IntRange(0, 3000).Draw(t, "width"))
	}
	return OfRange(low, high).In(currencyOf(t, a))
}

func drawCriterion(t *rapid.T, a Attribute) Criterion {
	c := Criterion{Attribute: a, Mode: rapid.SampledFrom([]Mode{Should, Should, Should, Must, MustNot}).Draw(t, "mode")}
	c.Weight = rapid.SampledFrom([]float64{0, 0.5, 1, 2, 3, 7.25}).Draw(t, "weight")
	if slices.Contains(wordAttributes, a) {
		c.Operator = rapid.SampledFrom(Operators[:5]).Draw(t, "operator")
		c.Value = drawWords(t, a)
		return c
	}
	c.Operator = rapid.SampledFrom(Operators[5:]).Draw(t, "operator")
	c.Value = drawRange(t, a)
	if c.Operator == AtMost && math.IsInf(c.Value.Max, 1) {
		c.Value.Max = c.Value.Min
	}
	if c.Mode == Should {
		c.Soft = Soft{By: float64(rapid.IntRange(0, 200).Draw(t, "soft")), Percent: rapid.Bool().Draw(t, "percent")}
	}
	return c
}

// drawDefinition makes an ICP of one to eight criteria, one per attribute.
func drawDefinition(t *rapid.T) Definition {
	d := definition()
	for _, a := range drawAttributes(t, 1) {
		d.Criteria = append(d.Criteria, drawCriterion(t, a))
	}
	d.Criteria = append(d.Criteria, Criterion{Attribute: City, Operator: In, Value: OfWords("Springfield"), Mode: Should, Weight: 1})
	d.CutOff = rapid.IntRange(1, 100).Draw(t, "cut-off")
	return d
}

func drawAttributes(t *rapid.T, least int) []Attribute {
	all := slices.Concat(wordAttributes, numberAttributes)
	return rapid.Permutation(all).Draw(t, "attributes")[:rapid.IntRange(least, 8).Draw(t, "count")]
}

func drawProfile(t *rapid.T) *Profile {
	p, err := NewProfile(drawDefinition(t))
	if err != nil {
		t.Fatalf("NewProfile: %v", err)
	}
	return p
}

func drawFact(t *rapid.T, a Attribute) Fact {
	if slices.Contains(wordAttributes, a) {
		return Fact{Value: drawWords(t, a)}
	}
	return Fact{Value: drawRange(t, a)}
}

func drawFacts(t *rapid.T) *Facts {
	f := new(Facts)
	for _, a := range drawAttributes(t, 0) {
		f.Set(a, drawFact(t, a))
	}
	return f
}

func TestPropertyMaxPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, sum := drawProfile(t), 0
		for i := range p.Criteria {
			sum += p.parts[i].max
		}
		if sum != 100 {
			t.Errorf("max points sum to %d, want 100", sum)
		}
	})
}

func TestPropertyExplain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, f := drawProfile(t), drawFacts(t)
		s, r := p.Score(f), p.Explain(f)
		if r.Score != s {
			t.Errorf("Explain = %+v, want Score's %+v", r.Score, s)
		}
		if s.CouldReach < s.Points || s.CouldReach > 100 {
			t.Errorf("score %d could reach %d, want no less and at most 100", s.Points, s.CouldReach)
		}
		points := 0
		for _, c := range r.Criteria {
			points += c.Points
			checkCriterion(t, c)
		}
		if points != s.Points {
			t.Errorf("printed points sum to %d, want %d", points, s.Points)
		}
	})
}

func checkCriterion(t *rapid.T, c CriterionResult) {
	switch {
	case (c.Outcome == Match) != (c.Credit > 0), c.Credit > 1:
		t.Errorf("%s is a %s with credit %v, want credit in (0,1] at a match alone", c.Attribute, c.Outcome, c.Credit)
	case c.Points < 0 || c.Points > c.MaxPoints:
		t.Errorf("%s earns %d of %d", c.Attribute, c.Points, c.MaxPoints)
	case c.Fact == nil || c.Want == "" || c.Reason == "" || (c.Have == "") == c.Fact.Known():
		t.Errorf("%s says %q, %q, %q of %v, want all of them filled", c.Attribute, c.Have, c.Want, c.Reason, c.Fact)
	case !strings.Contains(c.Reason, c.Have) && c.Outcome != Match:
		t.Errorf("%s says %q, want %q in it", c.Attribute, c.Reason, c.Have)
	}
}

// TestPropertyKnowledge holds that learning a fact stays within what was said
// before: never below the score, never above what it could reach.
func TestPropertyKnowledge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, f := drawProfile(t), drawFacts(t)
		before := p.Score(f)
		for _, c := range p.Criteria {
			if c.Attribute == City || f.Get(c.Attribute).Known() {
				continue
			}
			f.Set(c.Attribute, drawFact(t, c.Attribute))
			after := p.Score(f)
			if after.Points < before.Points || after.CouldReach > before.CouldReach {
				t.Fatalf("learning %s moved %+v to %+v, want it within", c.Attribute, before, after)
			}
			before = after
		}
	})
}

// satisfying gives a fact that matches a criterion fully.
func satisfying(c Criterion) Fact {
	low, high := c.interval()
	switch {
	case c.Operator == NotIn:
		return Fact{Value: OfWords(map[bool]string{true: "JP", false: "agriculture"}[c.Attribute == Region])}
	case !c.Operator.Numeric():
		return Fact{Value: c.Value}
	case math.IsInf(low, 0):
		return Fact{Value: OfNumber(high).In(c.Value.Currency)}
	default:
		return Fact{Value: OfNumber(low).In(c.Value.Currency)}
	}
}

func TestPropertySettles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, f := drawProfile(t), drawFacts(t)
		r := p.Explain(f)
		if (r.Verdict == NeedsData) != (len(r.Settles) > 0) {
			t.Fatalf("Settles = %v at %s, want some at needs_data alone", r.Settles, r.Verdict)
		}
		if r.Verdict != NeedsData {
			return
		}
		var open []Criterion
		for i, c := range r.Criteria {
			if c.Outcome == Unknown && c.Mode != MustNot {
				open = append(open, p.Criteria[i])
			}
		}
		if got := learn(p, f, open, func(i int) bool { return slices.Contains(r.Settles, open[i].Attribute) }); got != Fit {
			t.Fatalf("with %v known it is %s, want fit", r.Settles, got)
		}
		for set := range 1 << len(open) {
			if bits.OnesCount(uint(set)) < len(r.Settles) && learn(p, f, open, func(i int) bool { return set>>i&1 == 1 }) == Fit {
				t.Fatalf("Settles = %v, want the smaller set %b of %v", r.Settles, set, open)
			}
		}
	})
}

// learn gives the verdict when the picked criteria match.
func learn(p *Profile, f *Facts, open []Criterion, pick func(int) bool) Verdict {
	known := *f
	known.custom = map[Attribute]*Fact{}
	for a, fact := range f.custom {
		known.custom[a] = fact
	}
	for i, c := range open {
		if pick(i) {
			known.Set(c.Attribute, satisfying(c))
		}
	}
	return p.Score(&known).Verdict
}

// drawSlope makes an ICP of soft numbers whose every point is many steps of
// its grid wide, and facts that are all known.
func drawSlope(t *rapid.T) (*Profile, *Facts) {
	d, f := definition(), new(Facts)
	d.CutOff = rapid.IntRange(30, 70).Draw(t, "cut-off")
	for _, a := range []Attribute{Employees, Revenue, ARR, "custom.seats", Growth} {
		info, _ := a.Info()
		currency := map[bool]string{true: "USD"}[info.Kind == Money]
		low := float64(rapid.IntRange(5000, 9000).Draw(t, "low"))
		c := Criterion{
			Attribute: a, Mode: Should, Operator: rapid.SampledFrom(Operators[5:]).Draw(t, "operator"), Value: OfRange(low, low+1000).In(currency),
			Weight: float64(rapid.IntRange(1, 5).Draw(t, "weight")), Soft: Soft{By: float64(rapid.IntRange(0, 3).Draw(t, "soft")) * 1000},
		}
		d.Criteria = append(d.Criteria, c)
		f.Set(a, Fact{Value: OfNumber(float64(rapid.IntRange(1, 15000).Draw(t, string(a)))).In(currency)})
	}
	p, err := NewProfile(d)
	if err != nil {
		t.Fatalf("NewProfile: %v", err)
	}
	return p, f
}

// threshold is one number of a step: its attribute, the direction it points
// in, and where it stands.
type threshold struct {
	attribute Attribute
	word      string
	at        float64
}

var stepPattern = regexp.MustCompile(`(at least|at most|under|over) (-?[0-9.,]+)([KMBT]?)`)

var letters = map[string]float64{"": 1, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}

// readStep finds the first threshold of a step and the attribute it is of.
func readStep(t *rapid.T, step string) threshold {
	found := stepPattern.FindStringSubmatch(step)
	if found == nil {
		t.Fatalf("step %q has no threshold", step)
	}
	at, err := strconv.ParseFloat(strings.ReplaceAll(found[2], ",", ""), 64)
	if err != nil {
		t.Fatal(err)
	}
	for a, word := range map[Attribute]string{Employees: "employees", Revenue: "revenue", ARR: "ARR", "custom.seats": "seats", Growth: "growing"} {
		if strings.Contains(step, word) {
			return threshold{a, found[1], at * letters[found[3]]}
		}
	}
	t.Fatalf("step %q names no attribute", step)
	return threshold{}
}

// reach gives the value that a step asks for, and the one just short of it.
func (s threshold) reach() (enough, short float64) {
	grain := map[Attribute]float64{Growth: 0.1, "custom.seats": 0.001}[s.attribute]
	if grain == 0 {
		grain = 1
	}
	switch s.word {
	case "at least":
		return s.at, s.at - grain
	case "at most":
		return s.at, s.at + grain
	case "under":
		return s.at - grain, s.at
	default:
		return s.at + grain, s.at
	}
}

// apply scores with every step taken, but for one that stops just short; -1
// takes all.
func apply(p *Profile, f *Facts, steps []threshold, but int) *Result {
	moved := *f
	moved.custom = map[Attribute]*Fact{"custom.seats": f.Get("custom.seats")}
	for i, s := range steps {
		value, short := s.reach()
		if i == but {
			value = short
		}
		moved.Set(s.attribute, Fact{Value: OfNumber(value).In(f.Get(s.attribute).Currency)})
	}
	return p.Explain(&moved)
}

// since writes where a result stands as a Move that started at from does.
func (r *Result) since(from *Result) string {
	if r.Verdict == Fit && from.Verdict == Fit && r.Tier != "" {
		return "tier " + r.Tier
	}
	return r.Verdict.Words()
}

func TestPropertyThresholds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, f := drawSlope(t)
		r := p.Explain(f)
		up, ok := r.Up()
		checkThresholds(t, p, f, up, ok, func(moved *Result) bool { return ahead(moved, r) })
		down, ok := r.Down()
		checkThresholds(t, p, f, down, ok, func(moved *Result) bool { return ahead(r, moved) })
	})
}

// ahead tells whether a stands a tier or a verdict above b.
func ahead(a, b *Result) bool {
	if a.Verdict != b.Verdict || a.Verdict != Fit {
		return a.Verdict < b.Verdict
	}
	tier := func(r *Result) int {
		return slices.IndexFunc(r.Profile.Tiers, func(t Tier) bool { return r.Points >= max(t.From, r.Profile.CutOff) })
	}
	return tier(a) >= 0 && (tier(a) < tier(b) || tier(b) < 0)
}

func checkThresholds(t *rapid.T, p *Profile, f *Facts, m Move, ok bool, moved func(*Result) bool) {
	if !ok {
		return
	}
	var steps []threshold
	for _, s := range m.Steps {
		steps = append(steps, readStep(t, s))
	}
	all := apply(p, f, steps, -1)
	if !moved(all) {
		t.Fatalf("%q leaves %+v, want %s", m.Steps, all.Score, m.To)
	}
	if got := all.since(p.Explain(f)); got != m.To {
		t.Fatalf("%q leads to %s (%+v), want %s", m.Steps, got, all.Score, m.To)
	}
	for i := range steps {
		if short := apply(p, f, steps, i); moved(short) {
			t.Fatalf("%q moves to %+v although step %d stops short", m.Steps, short.Score, i)
		}
	}
}

func drawPeople(t *rapid.T) []Person {
	titles := []Title{{}, vpSales, cmo, analytics, {Seniority: VP, Functions: []Function{Marketing}}}
	var people []Person
	for i := range rapid.IntRange(0, 8).Draw(t, "people") {
		people = append(people, Person{
			Name: fmt.Sprint("person ", i), Email: rapid.SampledFrom([]string{"", "a@acme.example", "b@acme.example"}).Draw(t, "e-mail"),
			Parsed:       rapid.SampledFrom(titles).Draw(t, "title"),
			Roles:        rapid.SliceOfN(rapid.SampledFrom(DefaultOrder), 0, 2).Draw(t, "roles"),
			LastActivity: today.AddDate(0, 0, -rapid.IntRange(0, 2).Draw(t, "days")),
			Unreachable:  rapid.IntRange(0, 5).Draw(t, "left") == 0,
		})
	}
	return people
}

// names lists who sits where, for comparison.
func (c *Committee) names() string {
	var b strings.Builder
	for _, s := range c.Seats {
		fmt.Fprintf(&b, "%s:", s.Persona.Name)
		if s.Holder != nil {
			fmt.Fprintf(&b, " %s (%d)", s.Holder.Person.Name, s.Holder.Evidence)
		}
		for _, a := range s.Alternates {
			fmt.Fprintf(&b, ", %s (%d)", a.Person.Name, a.Evidence)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestPropertySeats(t *testing.T) {
	personas := []Persona{buyer, champion, gate}
	rapid.Check(t, func(t *rapid.T) {
		people := drawPeople(t)
		c := Seats(personas, people, nil, "")
		other := Seats(personas, rapid.Permutation(people).Draw(t, "order"), nil, "")
		if c.names() != other.names() || c.Coverage() != other.Coverage() {
			t.Fatalf("seats = %s, want the same in any order: %s", c.names(), other.names())
		}
		for _, s := range c.Seats {
			for _, o := range append(slices.Clone(s.Alternates), *cmpOr(s.Holder)) {
				if o.Person != nil && o.Person.Unreachable {
					t.Fatalf("%s is offered %s, who cannot be reached", s.Persona.Name, o.Person.Name)
				}
			}
		}
		better := Person{Name: "better", Parsed: vpSales, Roles: []Role{EconomicBuyer, Champion}, LastActivity: today}
		if with := Seats(personas, append(people, better), nil, ""); with.Coverage() < c.Coverage() || with.Coverage() != 1 {
			t.Fatalf("coverage = %v with a better contact, want 1, it was %v", with.Coverage(), c.Coverage())
		}
	})
}

func cmpOr(c *Candidate) *Candidate {
	if c == nil {
		return &Candidate{}
	}
	return c
}

// drawValue makes any value of a kind that can be written down.
func drawValue(t *rapid.T, kind Kind) Value {
	if kind == Words {
		return OfWords(rapid.SliceOf(rapid.StringMatching(`[\PC]{1,12}`)).Draw(t, "words")...)
	}
	finite := rapid.Float64Range(-1e300, 1e300)
	v := OfRange(finite.Draw(t, "min"), finite.Draw(t, "max"))
	switch rapid.IntRange(0, 3).Draw(t, "ends") {
	case 0:
		v.Min = math.Inf(-1)
	case 1:
		v.Max = math.Inf(1)
	case 2:
		v.Max = v.Min
	}
	if kind == Money {
		v = v.In(rapid.StringMatching(`[A-Z]{3}`).Draw(t, "currency"))
	}
	return v
}

func TestPropertyValueRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]Kind{Words, Number, Money}).Draw(t, "kind")
		v := drawValue(t, kind)
		if got, err := ParseValue(kind, v.String()); err != nil || !got.Equal(v) {
			t.Errorf("ParseValue(%q) = %+v, %v, want %+v", v, got, err, v)
		}
		text, err := json.Marshal(v)
		var back Value
		if err != nil || json.Unmarshal(text, &back) != nil || !back.Equal(v) {
			t.Errorf("JSON %s = %+v, want %+v", text, back, v)
		}
	})
}

func TestPropertyFormat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := OfRange(rapid.Float64().Draw(t, "min"), rapid.Float64().Draw(t, "max")).In(rapid.SampledFrom([]string{"", "USD"}).Draw(t, "currency"))
		for _, a := range Attributes {
			if got := a.Format(v); got == "" {
				t.Errorf("Format(%s %v) is blank", a.Name, v)
			}
		}
	})
}

func TestPropertyTiming(t *testing.T) {
	d := definition(Criterion{Attribute: Growth, Operator: AtLeast, Value: OfNumber(1), Mode: Should, Weight: 1})
	d.Triggers = []Trigger{{"a", 2, 90}, {"b", 1, 30}}
	p, err := NewProfile(d)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		var signals []Signal
		before := 0
		for range rapid.IntRange(0, 6).Draw(t, "signals") {
			signals = append(signals, signal(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "kind"), float64(rapid.IntRange(-30, 900).Draw(t, "age"))))
			got := p.Timing(signals, today)
			if got < before || got > 100 {
				t.Fatalf("Timing = %d after one signal more, want %d to 100", got, before)
			}
			before = got
		}
	})
}
