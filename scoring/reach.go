package scoring

import "cmp"

// Nearness says how one place lies to another.
type Nearness uint8

// The degrees of nearness.
const (
	Here      Nearness = iota
	Untold             // one of the places is not known, or too broad to tell
	Elsewhere          // known to be another place
)

// Reach is how a person lies to an account: by the region her title names
// ("EMEA" reaches Germany, "APAC" does not), then by where she is herself.
type Reach struct {
	Title Nearness
	Place Nearness
}

func (r Reach) compare(o Reach) int {
	return cmp.Or(cmp.Compare(r.Title, o.Title), cmp.Compare(r.Place, o.Place))
}

// reach places a person by the home of an account. A title for a part of the
// home's country may or may not reach it; a person in such a part is there.
func (p *Person) reach(home string) Reach {
	r := Reach{Untold, Untold}
	if home == "" {
		return r
	}
	switch {
	case p.Covers == "":
	case PlaceTree.Within(home, p.Covers):
		r.Title = Here
	case !PlaceTree.Within(p.Covers, home):
		r.Title = Elsewhere
	}
	switch {
	case p.Place == "":
	case PlaceTree.Within(home, p.Place), PlaceTree.Within(p.Place, home):
		r.Place = Here
	default:
		r.Place = Elsewhere
	}
	return r
}
