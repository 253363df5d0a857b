// Package targeting reads and writes targeting.yaml, the file in which a team
// keeps its ICPs with their personas and who is told of new fits, and says in words how two such files
// differ.
//
// Reading is strict and whole: every problem is told at once, with line and
// column and what to do about it, and a file with a problem gives nothing. What
// describes a person is refused on an ICP, what describes a company on a
// persona. Time and memory are bounded for any input. Writing gives one
// canonical file, with defaults left out; reading that file gives the same
// targeting back.
//
// The package keeps no state and touches no file, network or clock. It does
// not know what a workspace has stored: comparing and publishing are the
// caller's.
package targeting

import (
	"slices"
	"strings"

	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

// File is what a targeting file holds.
type File struct {
	ICPs []ICP
	// Alerts are the channels that hear of new fits; nil for a file that does not
	// mention them, which is another thing than a list of none.
	Alerts []Alert
	// Settings has the tables the file gives; a table it does not mention is
	// nil (rates: an empty day), and the whole is nil without settings.
	Settings *scoring.Settings

	name string // in front of problems
}

// ICP is a named version of an ICP with its personas. The fields of the
// version that a file has no words for (ids, version, times, who) are zero
// after Read.
type ICP struct {
	Name string
	models.ICPVersion
}

// ICP finds an ICP by name, whatever its case and punctuation; nil without
// one.
func (f *File) ICP(name string) *ICP {
	i := slices.IndexFunc(f.ICPs, func(icp ICP) bool { return sameName(icp.Name, name) })
	if i < 0 {
		return nil
	}
	return &f.ICPs[i]
}

// Equal tells whether two ICPs say the same. Ids, versions, times and who made
// them do not count; a default counts the same written or left out.
func Equal(a, b ICP) bool { return slices.Equal(icpLines(&a), icpLines(&b)) }

// nameKey makes names comparable; a name without letters and digits is its own
// key.
func nameKey(name string) string {
	if key := language.Fold(name); key != "" {
		return key
	}
	return strings.TrimSpace(name)
}

func sameName(a, b string) bool { return nameKey(a) == nameKey(b) }

// defaultRequired tells whether a seat of a role must be filled when its
// persona does not say.
func defaultRequired(r scoring.Role) bool { return r == scoring.EconomicBuyer || r == scoring.Champion }
