package models

import (
	"time"

	"rightdoor/scoring"
)

// DecisionKind is what somebody decided of an account.
type DecisionKind string

// The kinds of decisions.
const (
	Unlock   DecisionKind = "unlock"    // the people may be seen although the company does not fit
	Overrule DecisionKind = "overrule"  // the verdict is another than the score's
	NotKnown DecisionKind = "not_known" // somebody was asked for a fact and cannot know it
)

// The longest texts of a decision, in bytes.
const (
	MaxReason = 2000
	MaxPerson = 200
)

// Decision is a person's word on an account that is no fact. At most one of a
// kind is in force at a time, of NotKnown one for each attribute. It is kept for
// ever: what no longer holds has an end.
type Decision struct {
	WorkspaceID int64 `gorm:"primaryKey"`
	ID          int64 `gorm:"primaryKey"`
	AccountID   int64
	Kind        DecisionKind
	Attribute   scoring.Attribute // of NotKnown
	Verdict     string            // of Overrule, as scoring.Verdict writes it
	Reason      string
	By          string     `gorm:"column:decided_by"`
	At          time.Time  `gorm:"column:decided_at"`
	Until       *time.Time // from then on it holds no more; nil for no such day
	EndedBy     string     // who ended it before that, "" for nobody
	EndedAt     *time.Time
}

// InForce tells whether the decision held at a moment.
func (d *Decision) InForce(at time.Time) bool {
	return !d.At.After(at) && (d.Until == nil || d.Until.After(at)) && (d.EndedAt == nil || d.EndedAt.After(at))
}

// Decided is a decision that was made. It takes the place of the one of its
// kind, and of its attribute, that is in force; a fact that is not known
// already stays as it was first told. The account has to be there; the ids and
// the end are not the caller's.
type Decided struct{ Decision }

// DecisionEnded ends what is in force of a kind: of NotKnown for one attribute.
type DecisionEnded struct {
	AccountID int64
	Kind      DecisionKind
	Attribute scoring.Attribute
	By        string
	At        time.Time
}

func (Decided) change()       {}
func (DecisionEnded) change() {}
