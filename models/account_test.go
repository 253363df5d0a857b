package models

import (
	"reflect"
	"testing"
	"time"

	"rightdoor/scoring"
)

// day is the n-th day of the tests' calendar.
func day(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }

func said(a scoring.Attribute, n float64) []Said { return []Said{{a, scoring.OfNumber(n)}} }

func TestGetAndSetEveryAttribute(t *testing.T) {
	attributes := []scoring.Attribute{"custom.fleet_size"}
	for _, info := range scoring.Attributes {
		attributes = append(attributes, info.Name)
	}
	var a Account
	for i, attribute := range attributes {
		a.Set(attribute, string(rune('a'+i)))
	}
	for i, attribute := range attributes {
		if got, want := a.Get(attribute), string(rune('a'+i)); got != want {
			t.Errorf("Get(%s) = %q, want %q", attribute, got, want)
		}
	}
	if a.Custom["fleet_size"] != "a" || len(a.Custom) != 1 {
		t.Errorf("Custom = %v, want fleet_size alone: an attribute has no column", a.Custom)
	}
	a.Set("custom.fleet_size", "")
	if len(a.Custom) != 0 {
		t.Errorf("Custom = %v after it was unset, want none", a.Custom)
	}
}

func TestLearn(t *testing.T) {
	crm, apollo := Origin{Source: "crm", Observed: day(1)}, Origin{Source: "apollo", Observed: day(1)}
	person := Origin{Source: "dana", Person: true, Observed: day(1)}
	at := func(o Origin, n int) Origin { o.Observed = day(n); return o }
	type told struct {
		n    float64
		from Origin
	}
	for _, c := range []struct {
		name     string
		told     []told
		want     string
		source   string
		revision int
		lost     int
	}{
		{"the first word is taken", []told{{5, crm}}, "5", "crm", 1, 0},
		{"the newest import wins", []told{{5, crm}, {6, at(apollo, 2)}}, "6", "apollo", 2, 1},
		{"an older import loses", []told{{5, at(crm, 2)}, {6, apollo}}, "5", "crm", 1, 1},
		{"a tie keeps the first", []told{{5, crm}, {6, apollo}}, "5", "crm", 1, 1},
		{"a person beats a newer import", []told{{5, person}, {6, at(crm, 9)}}, "5", "dana", 1, 1},
		{"a person beats a newer import that was there", []told{{6, at(crm, 9)}, {5, person}}, "5", "dana", 2, 1},
		{"a younger person beats a person", []told{{5, person}, {6, at(person, 2)}}, "6", "dana", 2, 1},
		{"repeating is no news", []told{{5, crm}, {5, crm}}, "5", "crm", 1, 0},
		{"repeating makes younger", []told{{5, crm}, {5, at(apollo, 2)}, {6, crm}}, "5", "apollo", 2, 2},
		{"an import leaves a person's word", []told{{5, person}, {5, at(crm, 2)}, {6, at(crm, 3)}}, "5", "dana", 1, 2},
		{"a person confirms a younger import", []told{{5, at(crm, 2)}, {5, person}, {6, at(crm, 3)}}, "5", "dana", 2, 2},
	} {
		var a Account
		lost := 0
		for _, s := range c.told {
			l, _ := a.Learn(said(scoring.Employees, s.n), s.from)
			lost += len(l)
		}
		o := a.Origin(scoring.Employees)
		if a.Employees != c.want || o.Source != c.source || a.Revision != c.revision || lost != c.lost {
			t.Errorf("%s: %s by %s in revision %d with %d lost, want %s by %s in %d with %d",
				c.name, a.Employees, o.Source, a.Revision, lost, c.want, c.source, c.revision, c.lost)
		}
	}
}

func TestLearnUnknownSaysNothing(t *testing.T) {
	a := Account{Revision: 3}
	lost, changed := a.Learn([]Said{{Attribute: scoring.Industry}}, Origin{Source: "crm"})
	if len(lost) != 0 || changed || a.Revision != 3 || a.Known() != nil {
		t.Errorf("Learn(an unknown value) = %v, %v in revision %d, want nothing", lost, changed, a.Revision)
	}
}

func TestConflicts(t *testing.T) {
	var a Account
	var past []PastFact
	learn := func(n float64, source string, on int) {
		lost, _ := a.Learn(said(scoring.Employees, n), Origin{Source: source, Observed: day(on)})
		past = append(past, lost...)
	}
	learn(100, "hubspot", 1)
	learn(110, "hubspot", 2)
	if got := a.Conflicts(past); got != nil || a.Disputed {
		t.Errorf("Conflicts of one source = %v, want none", got)
	}
	learn(900, "apollo", 3)
	want := []Conflict{{scoring.Employees, "110", "hubspot", day(2)}} // and not 100, which it took back
	if got := a.Conflicts(past); !reflect.DeepEqual(got, want) || !a.Disputed {
		t.Errorf("Conflicts = %v, disputed %v, want %v", got, a.Disputed, want)
	}
	learn(900, "hubspot", 4)
	learn(900, "apollo", 5)
	if got := a.Conflicts(past); got != nil {
		t.Errorf("Conflicts = %v after both sources agree, want none", got)
	}
}

func TestConflictsForgetsAWordTakenBack(t *testing.T) {
	for name, words := range map[string][]struct {
		n      float64
		source string
		day    int
	}{
		"by who agrees later":     {{120, "x", 5}, {900, "y", 1}, {120, "y", 3}},
		"by who agreed and lost":  {{120, "x", 5}, {120, "y", 3}, {900, "y", 1}},
		"by who is confirmed":     {{120, "x", 2}, {900, "x", 1}, {120, "y", 3}},
		"by who comes round last": {{900, "x", 1}, {120, "y", 3}, {120, "x", 2}},
	} {
		var a Account
		var past []PastFact
		for _, w := range words {
			lost, _ := a.Learn(said(scoring.Employees, w.n), Origin{Source: w.source, Observed: day(w.day)})
			past = append(past, lost...)
		}
		if got := a.Conflicts(past); got != nil {
			t.Errorf("%s: Conflicts = %v, want none", name, got)
		}
	}
}

// TestLearnComparesWhatIsSaid holds that a list is a set, and that the spelling
// of an open word makes no change.
func TestLearnComparesWhatIsSaid(t *testing.T) {
	for _, c := range []struct {
		attribute     scoring.Attribute
		first, second scoring.Value
		changed       bool
	}{
		{scoring.Technologies, scoring.OfWords("aws", "azure"), scoring.OfWords("azure", "aws"), false},
		{scoring.Technologies, scoring.OfWords("aws", "azure"), scoring.OfWords("aws"), true},
		{scoring.City, scoring.OfWords("San Francisco"), scoring.OfWords("san_francisco"), false},
		{"custom.batch", scoring.OfWords("W21"), scoring.OfWords("w21"), false},
		{scoring.CultureNotes, scoring.OfWords("a", "b"), scoring.OfWords("b", "a"), true}, // a text, not a list
	} {
		var a Account
		a.Learn([]Said{{c.attribute, c.first}}, Origin{Source: "x", Observed: day(1)})
		lost, changed := a.Learn([]Said{{c.attribute, c.second}}, Origin{Source: "y", Observed: day(2)})
		if changed != c.changed || !changed && (a.Get(c.attribute) != c.first.String() || a.Conflicts(lost) != nil) {
			t.Errorf("Learn(%s, then %s) leaves %q, changed %v, want %v and the first kept", c.first, c.second, a.Get(c.attribute), changed, c.changed)
		}
	}
}

// TestRewindKeepsTheDay holds that a fact confirmed later is shown with the
// source and the day it had.
func TestRewindKeepsTheDay(t *testing.T) {
	var a Account
	a.Learn(said(scoring.Employees, 300), Origin{Source: "hubspot", Observed: day(1)})
	then := a.Revision
	past, changed := a.Learn(said(scoring.Employees, 300), Origin{Source: "apollo", Observed: day(9)})
	if changed {
		t.Error("Learn(what is known) is a change, want none")
	}
	a.Rewind(then, past)
	if o := a.Origin(scoring.Employees); a.Employees != "300" || o.Source != "hubspot" || !o.Observed.Equal(day(1)) {
		t.Errorf("Rewind(%d) gives %s by %+v, want 300 by hubspot of the first day", then, a.Employees, o)
	}
}

func TestRewind(t *testing.T) {
	var a Account
	var past []PastFact
	var then []Account
	tell := func(source string, on int, said ...Said) {
		lost, _ := a.Learn(said, Origin{Source: source, Observed: day(on)})
		past = append(past, lost...)
		kept := a
		kept.Custom, kept.Origins = clone(a)
		then = append(then, kept)
	}
	tell("crm", 1, Said{scoring.Employees, scoring.OfNumber(5)}, Said{scoring.Industry, scoring.OfWords("saas")})
	tell("crm", 2, Said{scoring.Employees, scoring.OfNumber(6)})
	tell("apollo", 3, Said{"custom.fleet", scoring.OfNumber(3)})
	tell("apollo", 4, Said{"custom.fleet", scoring.OfNumber(4)}, Said{scoring.Industry, scoring.OfWords("fintech")})
	for i := len(then) - 1; i >= 0; i-- {
		back := a
		back.Custom, back.Origins = clone(a)
		back.Rewind(i+1, past)
		for _, attribute := range []scoring.Attribute{scoring.Employees, scoring.Industry, "custom.fleet"} {
			got, want := back.Get(attribute), then[i].Get(attribute)
			if got != want || !reflect.DeepEqual(source(&back, attribute), source(&then[i], attribute)) {
				t.Errorf("Rewind(%d): %s = %q by %v, want %q by %v", i+1, attribute, got, source(&back, attribute), want, source(&then[i], attribute))
			}
		}
		if len(back.Known()) != len(then[i].Known()) || back.Revision != i+1 {
			t.Errorf("Rewind(%d): revision %d knows %v, want %v", i+1, back.Revision, back.Known(), then[i].Known())
		}
	}
}

func source(a *Account, attribute scoring.Attribute) any {
	o := a.Origin(attribute)
	if o == nil {
		return nil
	}
	return []any{o.Source, o.Observed, o.Since}
}

func clone(a Account) (custom map[string]string, origins []Origin) {
	custom = map[string]string{}
	for k, v := range a.Custom {
		custom[k] = v
	}
	for _, o := range a.Origins {
		o.Facts = append([]scoring.Attribute(nil), o.Facts...)
		origins = append(origins, o)
	}
	return custom, origins
}

func TestFactsOfAnAccount(t *testing.T) {
	var a Account
	a.Learn([]Said{{scoring.Employees, scoring.OfNumber(640)}, {scoring.Revenue, scoring.OfRange(1, 2).In("USD")}}, Origin{Source: "crm", Observed: day(1)})
	a.Revenue = "a lot" // what cannot be read is unknown
	f := a.Facts(scoring.DefaultSettings())
	if got := f.Get(scoring.Employees); got.Min != 640 || got.Source != "crm" || !got.Observed.Equal(day(1)) {
		t.Errorf("Facts has employees %v, want 640 by crm", got)
	}
	if f.Get(scoring.Revenue).Known() {
		t.Errorf("Facts has revenue %v, want it unknown", f.Get(scoring.Revenue))
	}
	if got := f.Get(scoring.GrowthStage).Value.String(); got != "mid_market" {
		t.Errorf("Facts has growth stage %q, want mid_market derived", got)
	}
}

func TestCutText(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{{"acme", 4, "acme"}, {"acme", 2, "ac"}, {"aß", 2, "a"}, {"ß", 1, ""}, {"\xff\xff", 1, "\xff"}} {
		if got := CutText(c.text, c.n); got != c.want {
			t.Errorf("CutText(%q, %d) = %q, want %q", c.text, c.n, got, c.want)
		}
	}
}

func TestCleanText(t *testing.T) {
	for text, want := range map[string]string{"a\x00b": "ab", "a\xffb": "ab", "\u200fAcme": "\u200fAcme", "<!channel>\n": "<!channel>\n"} {
		if got := CleanText(text); got != want {
			t.Errorf("CleanText(%q) = %q, want %q", text, got, want)
		}
	}
}
