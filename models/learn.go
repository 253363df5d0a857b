package models

import (
	"time"

	"rightdoor/scoring"
)

// Learn takes in what a source says of the account: a person's word beats an
// import, the newer of equals wins, and of two of the same moment the one that
// came first stays. It gives the facts that are not current, which are to be
// kept, and whether the account's facts now say something else.
//
// A source that repeats what another said makes the fact younger, a person who
// does makes it a person's word: a revision too, so that an earlier one keeps
// its source and day, but no change. A source that repeats itself, as every
// export does, makes the fact younger and nothing else.
func (a *Account) Learn(said []Said, from Origin) (lost []PastFact, changed bool) {
	from.Since = a.Revision + 1
	for _, s := range said {
		value := s.Value.String()
		if value == "" {
			continue
		}
		l, news := a.learn(s.Attribute, value, from)
		lost, changed = append(lost, l...), changed || news
	}
	if a.newest() == from.Since {
		a.Revision = from.Since
	}
	return lost, changed
}

// learn takes in one fact. What does not become current is kept even when it
// agrees: what its source said earlier is not its last word then.
func (a *Account) learn(attribute scoring.Attribute, value string, from Origin) (lost []PastFact, changed bool) {
	current := a.Origin(attribute)
	if current == nil {
		a.take(attribute, value, from)
		return nil, true
	}
	a.dispute(*current, from)
	agreed := same(attribute, a.Get(attribute), value)
	switch {
	case agreed && from.repeats(*current):
		from.Since = current.Since
		a.take(attribute, a.Get(attribute), from)
		return nil, false
	case from.beats(*current):
		lost = append(lost, a.past(attribute, *current, from.Since))
		if agreed {
			value = a.Get(attribute)
		}
		a.take(attribute, value, from)
		return lost, !agreed
	case agreed && current.Source == from.Source:
		return nil, false
	default:
		return append(lost, a.loser(attribute, value, from)), false
	}
}

// same tells whether two written values of an attribute say the same.
func same(attribute scoring.Attribute, a, b string) bool {
	if a == b {
		return true
	}
	info, _ := attribute.Info()
	v, errV := scoring.ParseValue(info.Kind, a)
	w, errW := scoring.ParseValue(info.Kind, b)
	return errV == nil && errW == nil && info.Same(v, w)
}

// newest is the latest revision that brought a current fact.
func (a *Account) newest() int {
	latest := 0
	for _, o := range a.Origins {
		latest = max(latest, o.Since)
	}
	return latest
}

// beats tells whether a source is to be believed before another.
func (o Origin) beats(p Origin) bool {
	if o.Person != p.Person {
		return o.Person
	}
	return o.Observed.After(p.Observed)
}

// repeats tells whether a source says later what it said before.
func (o Origin) repeats(p Origin) bool {
	return o.Source == p.Source && o.Person == p.Person && o.Observed.After(p.Observed)
}

func (a *Account) take(attribute scoring.Attribute, value string, from Origin) {
	a.touched = true
	a.Set(attribute, value)
	a.credit(attribute, from)
}

func (a *Account) dispute(p, q Origin) {
	if p.Source != q.Source && !a.Disputed {
		a.Disputed, a.touched = true, true
	}
}

// Touched tells whether Learn left anything to write: a fact, or how young one
// is.
func (a *Account) Touched() bool { return a.touched }

// past is a current fact about to be replaced in a revision.
func (a *Account) past(attribute scoring.Attribute, o Origin, until int) PastFact {
	return PastFact{
		WorkspaceID: a.WorkspaceID, AccountID: a.ID, Attribute: attribute, Value: a.Get(attribute), Source: o.Source,
		Person: o.Person, Observed: o.Observed, FromRevision: o.Since, ToRevision: until,
	}
}

// loser is a fact that was told but never became current.
func (a *Account) loser(attribute scoring.Attribute, value string, o Origin) PastFact {
	p := PastFact{
		WorkspaceID: a.WorkspaceID, AccountID: a.ID, Attribute: attribute, Value: value, Source: o.Source,
		Person: o.Person, Observed: o.Observed,
	}
	p.FromRevision, p.ToRevision = a.Revision, a.Revision
	return p
}

// Never tells whether the fact was never current.
func (p PastFact) Never() bool { return p.FromRevision == p.ToRevision }

// Conflict is a fact on which another source says otherwise.
type Conflict struct {
	Attribute scoring.Attribute
	Value     string
	Source    string
	Observed  time.Time
}

// Conflicts gives, for every current fact that another source denies, the
// latest word of such a source. What a source said before its last word does
// not count.
func (a *Account) Conflicts(past []PastFact) []Conflict {
	denied := map[scoring.Attribute]PastFact{}
	for _, p := range lastWords(past) {
		o := a.Origin(p.Attribute)
		if o == nil || o.Source == p.Source || same(p.Attribute, a.Get(p.Attribute), p.Value) {
			continue
		}
		if d, ok := denied[p.Attribute]; !ok || p.Observed.After(d.Observed) {
			denied[p.Attribute] = p
		}
	}
	var list []Conflict
	for _, attribute := range a.Known() {
		if p, ok := denied[attribute]; ok {
			list = append(list, Conflict{attribute, p.Value, p.Source, p.Observed})
		}
	}
	return list
}

// lastWords picks the latest word of each source on each fact.
func lastWords(past []PastFact) []PastFact {
	type topic struct {
		attribute scoring.Attribute
		source    string
	}
	place := map[topic]int{}
	var last []PastFact
	for _, p := range past {
		i, met := place[topic{p.Attribute, p.Source}]
		switch {
		case !met:
			place[topic{p.Attribute, p.Source}] = len(last)
			last = append(last, p)
		case p.Observed.After(last[i].Observed):
			last[i] = p
		}
	}
	return last
}
