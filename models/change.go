package models

import (
	"time"

	"rightdoor/scoring"
)

// Change is one thing to record: facts of an account, a contact, a signal, a
// decision, a step in the life of an ICP, or who is told of what. It has exactly the types of this
// file and those of decision.go.
type Change interface{ change() }

// Said is one fact as a source tells it; an unknown value says nothing.
type Said struct {
	Attribute scoring.Attribute
	Value     scoring.Value
}

// Company names an account by what a source knows of it. The domain is as
// ParseDomain gives it, and decides where there is one. Whoever has the account
// before her names it by its id, which has to be there.
type Company struct {
	AccountID int64 // 0 when the other fields name it
	Domain    string
	Name      string
	Country   string // ISO 3166-1 alpha-2, "" when not told
}

// AccountFacts is what a source says about a company. An account that is not
// there yet is made.
type AccountFacts struct {
	Company
	Aliases  []string // other names
	Domains  []string // other domains
	Facts    []Said
	Source   string
	Person   bool // a person's word, which beats an import
	Observed time.Time
}

// ContactFacts is what a source says about a person. Where it names a company
// that is not there yet, the company is made.
type ContactFacts struct {
	Company Company
	Contact Contact // ids and key are filled in
}

// MaxKind is the longest kind of a signal, in bytes.
const MaxKind = 200

// SignalSeen is an event at a company.
type SignalSeen struct {
	Company Company
	Signal  Signal
}

// NewVersion adds a version to an ICP, which is made when it is not there yet.
type NewVersion struct {
	Name    string
	Version ICPVersion
	Publish bool
	By      string
}

// Publication puts a version of an ICP in force.
type Publication struct {
	Name    string
	Version int
	By      string
}

// Archival takes an ICP out of force; its versions stay.
type Archival struct {
	Name string
	By   string
}

// NewSettings replaces the workspace's settings from now on.
type NewSettings struct {
	Settings scoring.Settings
	By       string
}

// AlertsOn has a channel hear of what becomes a fit, from now on and never of
// the past. A subscription of the channel to the same ICP is changed and keeps
// its id, its counts and its pause; one that was stopped is on again.
type AlertsOn struct {
	ICP          string       // its name, "" for whichever qualifies first; it may be made by a change before this one
	Subscription Subscription // channel, conditions and hours, and the creator of one that has none; the other fields do not count
}

// AlertsOff ends a subscription, with its alerts that were not posted. One that
// is not there any more is no trouble.
type AlertsOff struct{ ID int64 }

func (AccountFacts) change() {}
func (ContactFacts) change() {}
func (SignalSeen) change()   {}
func (NewVersion) change()   {}
func (Publication) change()  {}
func (Archival) change()     {}
func (NewSettings) change()  {}
func (AlertsOn) change()     {}
func (AlertsOff) change()    {}

// Recorded counts what became of changes.
type Recorded struct {
	Added     int // rows that were not there
	Changed   int // rows that now say something else
	Same      int // changes that said nothing new
	Companies int // accounts that contacts and signals made, beside their own rows
}

// Add adds up two counts.
func (r Recorded) Add(o Recorded) Recorded {
	return Recorded{r.Added + o.Added, r.Changed + o.Changed, r.Same + o.Same, r.Companies + o.Companies}
}
