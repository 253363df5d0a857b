// Package store keeps everything in a database: embedded SQLite by default,
// PostgreSQL when it is outgrown. It is the only package that knows GORM.
//
// Guarantees. Every row belongs to a workspace, and no method returns or
// changes a row of another one than it was given. Record is the only way
// facts, contacts, signals and versions change; it does all of its changes or
// none, one Record of a workspace at a time, and doing it again changes
// nothing. A crash in the middle leaves the state before.
//
// Trouble that a person can meet (the database is away, busy or full) comes
// back as a fault.Error with a calm sentence; everything else with what was
// being done.
package store
