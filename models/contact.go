package models

import (
	"time"

	"rightdoor/scoring"
)

// Status says whether a contact may be approached.
type Status string

// The statuses. The empty Status counts as active.
const (
	Active   Status = "active"
	Left     Status = "left"
	Bounced  Status = "bounced"
	OptedOut Status = "opted_out"
)

// Contact is a person at an account.
type Contact struct {
	WorkspaceID  int64 `gorm:"primaryKey"`
	ID           int64 `gorm:"primaryKey"`
	AccountID    int64
	Key          string // e-mail, else profile address, else name and account
	Name         string
	Email        string
	Profile      string
	Title        string
	Roles        []scoring.Role `gorm:"serializer:json"` // the CRM's word, mapped
	CRMRole      string         // the CRM's word, as given
	Place        string         // country or subdivision slug
	Status       Status
	LastActivity time.Time
	Source       string
	Observed     time.Time
}

// Person bridges the row to what seats are filled with; parse reads a title
// and fold makes its key.
func (c *Contact) Person(parse func(string) scoring.Title, fold func(string) string) scoring.Person {
	return scoring.Person{
		Name: c.Name, Email: c.Email, Title: c.Title, Key: fold(c.Title), Parsed: parse(c.Title), Roles: c.Roles,
		LastActivity: c.LastActivity, Unreachable: c.Status != "" && c.Status != Active,
	}
}
