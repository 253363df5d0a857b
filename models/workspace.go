package models

import (
	"time"

	"rightdoor/scoring"
)

// Workspace is one Slack team, or the terminal's own before Slack is
// connected.
type Workspace struct {
	ID               int64  `gorm:"primaryKey"`
	Name             string // what the terminal calls it
	SlackTeam        string // "T…"; empty until Slack is connected
	Sequence         int64  // the last id given to a row of the workspace
	TargetingVersion int64  // grows with every change of ICPs or settings
	CreatedAt        time.Time
}

// Manager is a Slack user who may change targeting.
type Manager struct {
	WorkspaceID int64  `gorm:"primaryKey"`
	UserID      string `gorm:"primaryKey"`
	AddedAt     time.Time
	AddedBy     string
}

// SettingsVersion is one state of a workspace's settings. States are kept, so
// that a receipt can be answered by the tables of its day.
type SettingsVersion struct {
	WorkspaceID int64            `gorm:"primaryKey"`
	Since       time.Time        `gorm:"primaryKey"`
	Settings    scoring.Settings `gorm:"serializer:json"`
}

// TableName names the table.
func (SettingsVersion) TableName() string { return "settings" }

// Counts is how much a workspace holds.
type Counts struct {
	Accounts, Contacts int
	ICPs               int `gorm:"column:icps"`
	Published          int
}
