package models

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"

	"rightdoor/scoring"
)

// ICP is a company profile: its name, its place among the others and which of
// its versions is in force.
type ICP struct {
	WorkspaceID int64 `gorm:"primaryKey"`
	ID          int64 `gorm:"primaryKey"`
	Name        string
	Position    int // ICPs that score the same are taken in this order
	Published   int // the version in force; 0 for none
	Archived    bool
}

// TableName names the table.
func (ICP) TableName() string { return "icps" }

// ICPVersion is one version of an ICP with everything it holds. A version
// never changes once it was published.
type ICPVersion struct {
	WorkspaceID int64      `gorm:"primaryKey"`
	ICPID       int64      `gorm:"primaryKey;column:icp_id"`
	Version     int        `gorm:"primaryKey"`
	PublishedAt *time.Time // when it was first published; nil for a draft
	CreatedAt   time.Time
	CreatedBy   string

	Owner     string
	Review    string // the day to look at it again, 2006-01-02
	CutOff    int
	Tiers     []scoring.Tier `gorm:"serializer:json"`
	DealSize  string         // the amount usually sold, as a written Value
	Situation string
	Pains     []string            `gorm:"serializer:json"`
	SeeFirst  []scoring.Role      `gorm:"serializer:json"` // order of seats
	Criteria  []scoring.Criterion `gorm:"serializer:json"`
	Triggers  []scoring.Trigger   `gorm:"serializer:json"`

	Personas []Persona `gorm:"-"` // rows of their own, read and written with the version
}

// TableName names the table.
func (ICPVersion) TableName() string { return "icp_versions" }

// Profile bridges a version to what it means.
func (v *ICPVersion) Profile(name string, s scoring.Settings) (*scoring.Profile, error) {
	return scoring.NewProfile(scoring.Definition{
		Name: name, Version: v.Version, CutOff: v.CutOff, Tiers: v.Tiers, Criteria: v.Criteria,
		Triggers: v.Triggers, Order: v.SeeFirst, Settings: s,
	})
}

// Persona is a buyer persona; it exists only under a version of an ICP.
type Persona struct {
	WorkspaceID int64 `gorm:"primaryKey"`
	ICPID       int64 `gorm:"primaryKey;column:icp_id"`
	Version     int   `gorm:"primaryKey"`
	Position    int   `gorm:"primaryKey"`

	Name             string
	Role             scoring.Role
	Required         bool
	Titles           []string            `gorm:"serializer:json"`
	Seniorities      []scoring.Seniority `gorm:"serializer:json"`
	Functions        []scoring.Function  `gorm:"serializer:json"`
	Responsibilities []string            `gorm:"serializer:json"`
	Goals            []string            `gorm:"serializer:json"`
	Pains            []string            `gorm:"serializer:json"`
	DailyWork        []string            `gorm:"serializer:json"`
	Objections       []string            `gorm:"serializer:json"`
	Fears            []string            `gorm:"serializer:json"`
	BuyingCriteria   []string            `gorm:"serializer:json"`
	SuccessMetrics   []string            `gorm:"serializer:json"`
	Channel          string
	Content          []string `gorm:"serializer:json"`
	Opener           string
	Evidence         string
	Owner            string
	Review           string
	AdaptedFrom      string // "ICP/persona"
}

// Seat bridges the row to what a seat asks; parse reads a title and fold makes
// its key.
func (p *Persona) Seat(parse func(string) scoring.Title, fold func(string) string) scoring.Persona {
	seat := scoring.Persona{
		Name: p.Name, Role: p.Role, Required: p.Required, Names: p.Titles, Seniorities: p.Seniorities, Functions: p.Functions,
	}
	for _, t := range p.Titles {
		seat.Titles = append(seat.Titles, parse(t))
		seat.Keys = append(seat.Keys, fold(t))
	}
	if len(p.Pains) > 0 {
		seat.Pain = p.Pains[0]
	}
	return seat
}

// InForce is an ICP with the version that is published.
type InForce struct {
	ICP
	ICPVersion
}

// Targeting is what a workspace aims at: its published ICPs in their order,
// and its settings.
type Targeting struct {
	Version  int64 // of the workspace's targeting
	ICPs     []InForce
	Settings scoring.Settings
}

// SameContent tells whether two versions say the same; who made them when, and
// what they belong to, does not count.
func (v ICPVersion) SameContent(o ICPVersion) bool {
	mine, err := v.content()
	theirs, errTheirs := o.content()
	return err == nil && errTheirs == nil && bytes.Equal(mine, theirs)
}

// content is all that a version says, as JSON.
func (v ICPVersion) content() ([]byte, error) {
	v.WorkspaceID, v.ICPID, v.Version, v.PublishedAt, v.CreatedAt, v.CreatedBy = 0, 0, 0, nil, time.Time{}, ""
	v.Personas = slices.Clone(v.Personas)
	for i := range v.Personas {
		p := &v.Personas[i]
		p.WorkspaceID, p.ICPID, p.Version, p.Position = 0, 0, 0, 0
	}
	return json.Marshal(v)
}
