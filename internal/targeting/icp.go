package targeting

import (
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"rightdoor/models"
	"rightdoor/scoring"
)

// fileFields are the keys of the file.
var fileFields = []field[File]{
	{key: "icps", read: (*reader).icps},
	{key: "alerts", read: (*reader).alerts},
	{key: "settings", read: (*reader).settings},
}

// icpFields are the keys of an ICP, in the order in which they are written.
var icpFields = []field[ICP]{
	of("name", title, func(i *ICP) *string { return &i.Name }),
	of("owner", word, func(i *ICP) *string { return &i.Owner }),
	of("review", day, func(i *ICP) *string { return &i.Review }),
	of("cut_off", cutOff, func(i *ICP) *int { return &i.CutOff }),
	of("tiers", tiers, func(i *ICP) *[]scoring.Tier { return &i.Tiers }),
	of("deal_size", dealSize, func(i *ICP) *string { return &i.DealSize }),
	of("situation", sentence, func(i *ICP) *string { return &i.Situation }),
	of("pains", sentences, func(i *ICP) *[]string { return &i.Pains }),
	of("order", order, func(i *ICP) *[]scoring.Role { return &i.SeeFirst }),
	of("criteria", criteria, func(i *ICP) *[]scoring.Criterion { return &i.Criteria }),
	of("triggers", triggers, func(i *ICP) *[]scoring.Trigger { return &i.Triggers }),
	of("personas", personas, func(i *ICP) *[]models.Persona { return &i.Personas }),
}

// maxName is the most letters a name may have: it stands in buttons and in the
// first line of replies.
const maxName = 100

func (r *reader) icps(at ast.Node, f *File) {
	first := map[string]int{}
	for _, n := range r.maps(at, "icps", "- name: mid-market commerce") {
		icp, name := r.icp(n)
		if icp.Name == "" {
			continue
		}
		line, _ := position(name)
		if before, twice := first[nameKey(icp.Name)]; twice {
			r.wrong(name, "There is another ICP %q on line %d. Give each its own name.", icp.Name, before)
		}
		first[nameKey(icp.Name)] = line
		f.ICPs = append(f.ICPs, icp)
	}
}

// icp reads one ICP and gives the node of its name.
func (r *reader) icp(at ast.Node) (icp ICP, name ast.Node) {
	before := len(r.problems)
	icp.CutOff, icp.Tiers = scoring.DefaultCutOff, scoring.DefaultTiers()
	found := readFields(r, at, icpKeys, icpFields, &icp)
	switch {
	case len(r.problems) > before:
	case !found.has("name"):
		r.wrong(at, "This ICP has no name. Give it one, as in name: mid-market commerce.")
	default:
		r.compile(at, found, icp)
	}
	return icp, found["name"].value
}

// compile has the scoring say whether the ICP makes sense as a whole.
func (r *reader) compile(at ast.Node, found given, icp ICP) {
	if _, err := icp.Profile(icp.Name, scoring.Settings{}); err != nil {
		if found.has("criteria") {
			at = found["criteria"].key
		}
		r.wrong(at, "%s.", capital(strings.TrimSuffix(err.Error(), ".")))
	}
}

// title reads the name of an ICP or a persona: one line, not too long.
func (r *reader) title(at ast.Node) (string, bool) {
	s, ok := r.text(at)
	s = oneLine(s)
	if ok && (s == "" || utf8.RuneCountInString(s) > maxName) {
		r.wrong(at, "A name has 1 to %d letters.", maxName)
		return "", false
	}
	return s, ok
}
