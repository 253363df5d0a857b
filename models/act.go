package models

import (
	"time"

	"rightdoor/scoring"
)

// Shown is what the posted message of an alert, or its line in a digest's, shows
// of its account, once that is no longer what the alert came with.
type Shown struct {
	WorkspaceID int64 `gorm:"primaryKey"`
	AlertID     int64 `gorm:"primaryKey"`
	Verdict     ShownVerdict
	Score       int // 0 where it is gone, and of a line in a digest
}

// ShownVerdict is a scoring.Verdict, or Gone.
type ShownVerdict uint8

// The shown verdicts that decide something. Gone is an account that is no more,
// or that was announced under an ICP that is not in force.
const (
	ShownFit = ShownVerdict(scoring.Fit)
	Gone     = ShownVerdict(255)
)

// TableName names the table.
func (Shown) TableName() string { return "shown" }

// Errand is something to be done once, or at most so often, by whichever
// process comes first.
type Errand struct {
	WorkspaceID int64  `gorm:"primaryKey"`
	Name        string `gorm:"primaryKey"`
	HeldUntil   time.Time
	DoneAt      *time.Time // nil until it was done
}

// Worth is what became of the alerts of a subscription over some time: of
// those posted, how many were claimed, snoozed and refused. An alert counts
// under each that was done with it.
type Worth struct {
	SubscriptionID                           int64 `gorm:"column:subscription_id"`
	Sent, Claimed, Snoozed, Refused, Ignored int
	Waiting                                  int // still to be posted
}

// Refusal is why an alert was no good to those who read it.
type Refusal struct {
	AccountKey string
	Reason     string // as given
	By         string
}
