package models

import (
	"strings"
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
	Key          string // the e-mail address first known, else the profile's, else name and account
	Name         string
	Email        string // lower case
	Profile      string // as ProfileKey gives it
	Title        string
	Roles        []scoring.Role `gorm:"serializer:json"` // the CRM's word, mapped
	CRMRole      string         // the CRM's word, as given
	Place        string         // country or subdivision slug
	Status       Status
	LastActivity time.Time
	Source       string
	Observed     time.Time
}

// MaxAddress is the longest e-mail or profile address of a contact, in bytes.
const MaxAddress = 400

// ProfileKey folds the address of a profile to what tells it apart: lower
// case, without scheme, "www.", query, fragment and slashes at the end. A
// query that begins with the person's id stays.
func ProfileKey(address string) string {
	key := strings.ToLower(strings.TrimSpace(address))
	if _, rest, ok := strings.Cut(key, "://"); ok {
		key = rest
	}
	key, _, _ = strings.Cut(key, "#")
	if path, query, _ := strings.Cut(key, "?"); !strings.HasPrefix(query, "id=") {
		key = path
	}
	return strings.TrimRight(strings.TrimPrefix(key, "www."), "/")
}

// PersonKey folds a person's name as NameKey folds a company's, save that no
// word is left out: "Maria Co" is not "Maria".
func PersonKey(name string) string {
	key := strings.Join(nameWords(name), "")
	if key == "" {
		key = symbols(name)
	}
	return CutText(key, maxKey)
}

// OutOfReach tells whether a contact left, bounced or opted out: she is never
// named.
func (c *Contact) OutOfReach() bool { return c.Status != "" && c.Status != Active }

// Person bridges the row to what seats are filled with; parse reads a title
// and fold makes its key.
func (c *Contact) Person(parse func(string) scoring.Title, fold func(string) string) scoring.Person {
	return scoring.Person{
		Name: c.Name, Email: c.Email, Title: c.Title, Key: fold(c.Title), Parsed: parse(c.Title), Roles: c.Roles, Place: c.Place,
		LastActivity: c.LastActivity, Unreachable: c.OutOfReach(),
	}
}
