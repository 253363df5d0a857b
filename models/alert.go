package models

import (
	"time"

	"rightdoor/scoring"
)

// Standing is what the last ranking said of an account under one ICP. It is
// written only when it changed.
type Standing struct {
	WorkspaceID int64 `gorm:"primaryKey"`
	AccountID   int64 `gorm:"primaryKey"`
	ICPID       int64 `gorm:"primaryKey;column:icp_id"`
	Verdict     scoring.Verdict
	Score       int // 0 to 100
	CouldReach  int // 0 to 100
	Tier        string
	Revision    int // of the account, when this was found
	Version     int // of the ICP
}

// Scored bridges the row to a score.
func (s *Standing) Scored() scoring.Score {
	return scoring.Score{Verdict: s.Verdict, Points: s.Score, CouldReach: s.CouldReach}
}

// Crossing is a line of the permanent ledger: that an account reached a level
// of an ICP, whether or not anybody was told. It outlives the account.
type Crossing struct {
	WorkspaceID int64  `gorm:"primaryKey"`
	AccountKey  string `gorm:"primaryKey"` // Account.Key
	ICPID       int64  `gorm:"primaryKey;column:icp_id"`
	Tier        string `gorm:"primaryKey"` // the letter; "" for the cut-off
	FiredAt     time.Time
	Armed       bool
}

// Scored bridges the row to what scoring decides on.
func (c *Crossing) Scored() scoring.Crossing {
	return scoring.Crossing{FiredAt: c.FiredAt, Armed: c.Armed}
}

// Key names an account for good, whatever its id: its domain, else its folded
// name and country.
func (a *Account) Key() string {
	if a.Domain != "" {
		return a.Domain
	}
	return a.NameKey + "|" + a.Country
}

// AlertState is where an alert is in its life.
type AlertState string

// The states. Waiting and Sending alerts are still to be posted; Held ones wait
// for something to end: a rescoring, or that their subscription is on again.
const (
	AlertWaiting  AlertState = "waiting"
	AlertSending  AlertState = "sending"
	AlertSent     AlertState = "sent"
	AlertEdited   AlertState = "edited"
	AlertDigested AlertState = "digested" // listed in another alert
	AlertSnoozed  AlertState = "snoozed"
	AlertFailed   AlertState = "failed"
	AlertHeld     AlertState = "held"
)

// AlertKind is what an alert tells.
type AlertKind string

// The kinds. A digest lists alerts of its own; a summary has only counts and
// the top ten.
const (
	OneAccount      AlertKind = "account"
	FirstImport     AlertKind = "summary"   // of a first import into an empty workspace
	RescoringDigest AlertKind = "rescoring" // of what a new version of an ICP changed
	ChannelDigest   AlertKind = "digest"    // of a channel that hears once a day
	BurstDigest     AlertKind = "burst"     // of what went beyond a channel's budget
	StopNotice      AlertKind = "stopped"   // to a subscription's creator, that it was stopped
)

// Alert is one announcement to one channel: a row before it is a post.
type Alert struct {
	WorkspaceID    int64 `gorm:"primaryKey"`
	ID             int64 `gorm:"primaryKey"`
	SubscriptionID int64
	Channel        string // "C…"
	Kind           AlertKind
	CreatedAt      time.Time

	// The crossing it tells of; blank for a digest and a summary.
	AccountID  int64
	AccountKey string
	ICPID      int64       `gorm:"column:icp_id"`
	Tier       string      // the level it crossed
	Score      int         // then
	Changed    WhatChanged `gorm:"serializer:json"`
	Gathered   Gathered    `gorm:"serializer:json"` // of a digest or a summary
	DigestID   int64       // the alert that lists this one; 0 for none

	// Delivery.
	State     AlertState
	DueAt     time.Time
	Attempts  int
	TriedAt   *time.Time // the first attempt
	LastError string     // of the last attempt, for people
	Doubt     bool       // it may have been posted: look before posting
	SendingBy string     // who delivers it
	SendingAt *time.Time
	MessageTS string `gorm:"column:message_ts"` // Slack's name of the message; "" until posted
	SentAt    *time.Time

	// What people did with it.
	ClaimedBy     string
	ClaimedAt     *time.Time
	SnoozedUntil  *time.Time
	RefusedReason string
	RefusedBy     string
}

// WhatChanged is why an alert came now.
type WhatChanged struct {
	Score   scoring.Score    `json:"score"`
	Before  *scoring.Score   `json:"before,omitempty"` // nil for an account not ranked before
	Version int              `json:"version"`          // of the ICP
	Facts   []FactChange     `json:"facts,omitempty"`
	Signals []scoring.Signal `json:"signals,omitempty"`
}

// FactChange is a fact that was learned, in the written form of a Value.
type FactChange struct {
	Attribute scoring.Attribute `json:"attribute"`
	From      string            `json:"from,omitempty"` // "" when it was not known
	To        string            `json:"to"`
	Source    string            `json:"source,omitempty"`
}

// Gathered is what one message tells of many crossings.
type Gathered struct {
	Count int       `json:"count"`
	Top   []TopLine `json:"top,omitempty"` // at most ten, the best first
}

// TopLine is an account in a digest or a summary.
type TopLine struct {
	AccountID int64  `json:"account"`
	Name      string `json:"name"`
	ICPID     int64  `json:"icp"`
	Score     int    `json:"score"`
	Tier      string `json:"tier,omitempty"`
}

// LineChange is a line of a posted digest whose account stands otherwise than
// the message says.
type LineChange struct {
	DigestID, AlertID int64
	Name              string       // of the account, its key where it is gone
	Was               ShownVerdict // by the message
	Stands            ShownVerdict
}

// topLines is how many lines are kept.
const topLines = 10

// Add takes in one more account.
func (g *Gathered) Add(line TopLine) {
	g.Count++
	at := len(g.Top)
	for at > 0 && g.Top[at-1].Score < line.Score {
		at--
	}
	if at >= topLines {
		return
	}
	g.Top = append(g.Top[:at:at], append([]TopLine{line}, g.Top[at:]...)...)
	g.Top = g.Top[:min(len(g.Top), topLines)]
}

// Rescoring is how far a workspace's accounts are ranked by the targeting in
// force. There is one for each workspace that ever published.
type Rescoring struct {
	WorkspaceID      int64 `gorm:"primaryKey"`
	TargetingVersion int64
	Silent           bool  // it remembers what is, and announces nothing
	LastID           int64 // of the last account done
	Done, Total      int   // accounts; Total is as of the start
	Crossed          int   // accounts that crossed something
	StartedAt        time.Time
	FinishedAt       *time.Time // nil while it runs
}

// Due is work that waits in a workspace: channels with alerts, and accounts to
// be ranked anew.
type Due struct {
	Workspace int64
	Channels  []string
	Rescoring bool
}

// Hold is the right to post in a channel, which one deliverer has at a time.
type Hold struct {
	WorkspaceID int64     `gorm:"primaryKey"`
	Channel     string    `gorm:"primaryKey"`
	HeldBy      string    // unique for each time it is taken
	HeldUntil   time.Time // when others may take it
	NextAt      time.Time // nothing is to be posted there before
}

// Backlog is how many alerts of all workspaces are to be delivered by now, for
// how long the oldest has been, and how many failed.
type Backlog struct {
	Due, Failed int64
	Oldest      time.Duration
}

// Delivery is what became of an attempt to post an alert.
type Delivery struct {
	State     AlertState // sent; waiting, to be tried again; failed; held, which stops the subscription
	MessageTS string     // of what was posted
	Why       string     // it was not, in words for people
	Doubt     bool       // it may have been posted all the same
	Pause     time.Duration
}

// PostError says what a post that did not happen means. An error that is none
// of these leaves open whether it happened.
type PostError struct {
	Means PostMeaning
	After time.Duration // Slack's Retry-After; 0 when it named none
	Why   string        // for people
	Err   error
}

// PostMeaning is what to do about a post that surely did not happen.
type PostMeaning uint8

// The meanings.
const (
	PostLater     PostMeaning = iota // try again
	PostRejected                     // this message is not taken, others are
	PostForbidden                    // nothing is taken in this channel: the subscription stops
)

// Error gives the words for people.
func (e *PostError) Error() string { return e.Why }

// Unwrap gives the cause.
func (e *PostError) Unwrap() error { return e.Err }
