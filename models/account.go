package models

import (
	"slices"
	"strings"
	"time"

	"rightdoor/scoring"
)

// Account is a company the workspace knows, with its current facts.
type Account struct {
	WorkspaceID int64 `gorm:"primaryKey"`
	ID          int64 `gorm:"primaryKey"`
	Revision    int   // 1 when first seen; grows with every change of facts, their sources and days
	Name        string
	NameKey     string // NameKey(Name)
	Domain      string // registrable, lower case, punycode; "" until learned

	Industry      string
	BusinessModel string
	Employees     string
	Revenue       string
	ARR           string `gorm:"column:arr"`
	Growth        string
	GrowthStage   string
	FundingStage  string
	Founded       string
	Country       string
	Subdivision   string
	Region        string
	City          string
	Technologies  string
	Ownership     string
	Lifecycle     string
	Owner         string
	CultureNotes  string
	Custom        map[string]string `gorm:"serializer:json"` // by name without the prefix

	Origins  []Origin `gorm:"serializer:json"` // where the current facts come from
	Disputed bool     // other sources have had their say: Conflicts may find something

	touched bool // Learn left something to write
}

// Origin says where a group of an account's current facts comes from.
type Origin struct {
	Source   string              `json:"source"`
	Person   bool                `json:"person,omitempty"` // somebody's word, which beats an import
	Observed time.Time           `json:"observed"`
	Since    int                 `json:"since"` // the revision that brought them
	Facts    []scoring.Attribute `json:"facts"`
}

// column gives the field that keeps an attribute; nil for a custom one.
func (a *Account) column(attribute scoring.Attribute) *string {
	switch attribute {
	case scoring.Industry:
		return &a.Industry
	case scoring.BusinessModel:
		return &a.BusinessModel
	case scoring.Employees:
		return &a.Employees
	case scoring.Revenue:
		return &a.Revenue
	case scoring.ARR:
		return &a.ARR
	case scoring.Growth:
		return &a.Growth
	case scoring.GrowthStage:
		return &a.GrowthStage
	case scoring.FundingStage:
		return &a.FundingStage
	case scoring.Founded:
		return &a.Founded
	case scoring.Country:
		return &a.Country
	case scoring.Subdivision:
		return &a.Subdivision
	case scoring.Region:
		return &a.Region
	case scoring.City:
		return &a.City
	case scoring.Technologies:
		return &a.Technologies
	case scoring.Ownership:
		return &a.Ownership
	case scoring.Lifecycle:
		return &a.Lifecycle
	case scoring.AccountOwner:
		return &a.Owner
	case scoring.CultureNotes:
		return &a.CultureNotes
	default:
		return nil
	}
}

// Get gives the written form of a fact, "" when it is unknown.
func (a *Account) Get(attribute scoring.Attribute) string {
	if column := a.column(attribute); column != nil {
		return *column
	}
	return a.Custom[customName(attribute)]
}

// Set keeps the written form of a fact; "" makes it unknown.
func (a *Account) Set(attribute scoring.Attribute, value string) {
	if column := a.column(attribute); column != nil {
		*column = value
		return
	}
	if value == "" {
		delete(a.Custom, customName(attribute))
		return
	}
	if a.Custom == nil {
		a.Custom = map[string]string{}
	}
	a.Custom[customName(attribute)] = value
}

func customName(a scoring.Attribute) string { return strings.TrimPrefix(string(a), "custom.") }

// Origin gives where a current fact comes from; nil for an unknown one.
func (a *Account) Origin(attribute scoring.Attribute) *Origin {
	for i := range a.Origins {
		if slices.Contains(a.Origins[i].Facts, attribute) {
			return &a.Origins[i]
		}
	}
	return nil
}

// Known lists the attributes with a fact.
func (a *Account) Known() []scoring.Attribute {
	var known []scoring.Attribute
	for _, o := range a.Origins {
		known = append(known, o.Facts...)
	}
	return known
}

// Facts bridges the row to what scoring works on; the settings derive what
// was not told. A value that cannot be read counts as unknown.
func (a *Account) Facts(s scoring.Settings) *scoring.Facts {
	f := new(scoring.Facts)
	for i := range a.Origins {
		o := &a.Origins[i]
		for _, attribute := range o.Facts {
			info, _ := attribute.Info()
			value, err := scoring.ParseValue(info.Kind, a.Get(attribute))
			if err == nil {
				f.Set(attribute, scoring.Fact{Value: value, Source: o.Source, Observed: o.Observed})
			}
		}
	}
	f.DeriveGrowthStage(s.Stages)
	return f
}

// Alias is another key of an account: a second domain, a former name, a
// spelling. A name's key ends with its country, "acme|US" or "acme|".
type Alias struct {
	WorkspaceID int64  `gorm:"primaryKey"`
	Key         string `gorm:"primaryKey"`
	AccountID   int64
	Text        string // as it was written
}

// PastFact is a fact that is no longer current, or never was because a better
// source stood against it or said the same. It was current in revisions
// [FromRevision, ToRevision); equal ones mean never.
type PastFact struct {
	WorkspaceID  int64 `gorm:"primaryKey"`
	ID           int64 `gorm:"primaryKey"`
	AccountID    int64
	Attribute    scoring.Attribute
	Value        string
	Source       string
	Person       bool
	Observed     time.Time
	FromRevision int
	ToRevision   int
}

// Signal is a dated event at an account.
type Signal struct {
	WorkspaceID int64     `gorm:"primaryKey"`
	AccountID   int64     `gorm:"primaryKey"`
	Kind        string    `gorm:"primaryKey"`
	HappenedOn  time.Time `gorm:"primaryKey"`
	Note        string    `gorm:"primaryKey"` // two of one kind on one day are told apart by it
	Source      string
	RecordedAt  time.Time
}

// Scored bridges the row to what scoring works on.
func (s Signal) Scored() scoring.Signal {
	return scoring.Signal{Kind: s.Kind, On: s.HappenedOn, Note: s.Note, Source: s.Source}
}

// Rewind takes the account back to how it stood at an earlier revision, by the
// facts that have been current since.
func (a *Account) Rewind(revision int, past []PastFact) {
	var origins []Origin
	for _, o := range a.Origins {
		if o.Since <= revision {
			origins = append(origins, o)
			continue
		}
		for _, attribute := range o.Facts {
			a.Set(attribute, "")
		}
	}
	a.Origins, a.Revision = origins, revision
	for _, p := range past {
		if p.FromRevision <= revision && revision < p.ToRevision {
			a.Set(p.Attribute, p.Value)
			a.credit(p.Attribute, Origin{Source: p.Source, Person: p.Person, Observed: p.Observed, Since: p.FromRevision})
		}
	}
}

// credit notes where a fact comes from.
func (a *Account) credit(attribute scoring.Attribute, from Origin) {
	a.uncredit(attribute)
	for i := range a.Origins {
		o := &a.Origins[i]
		if o.Source == from.Source && o.Person == from.Person && o.Since == from.Since && o.Observed.Equal(from.Observed) {
			o.Facts = append(o.Facts, attribute)
			return
		}
	}
	from.Facts = []scoring.Attribute{attribute}
	a.Origins = append(a.Origins, from)
}

func (a *Account) uncredit(attribute scoring.Attribute) {
	for i := range a.Origins {
		o := &a.Origins[i]
		if n := slices.Index(o.Facts, attribute); n >= 0 {
			o.Facts = slices.Delete(o.Facts, n, n+1)
			if len(o.Facts) == 0 {
				a.Origins = slices.Delete(a.Origins, i, i+1)
			}
			return
		}
	}
}
