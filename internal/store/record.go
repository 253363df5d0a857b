package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"rightdoor/internal/fault"
	"rightdoor/models"
)

// Record takes in changes of a workspace, in their order: all of them or none.
// It is the only way facts, contacts, signals and versions change. The
// workspace is locked while it works, so two of them never interleave.
func (s *Store) Record(ctx context.Context, workspace int64, changes []models.Change) (models.Recorded, error) {
	var recorded models.Recorded
	changes = cleanedChanges(changes)
	err := s.transaction(ctx, func(tx *gorm.DB, conn *sql.Conn) error {
		r, err := s.begin(tx, workspace)
		if err != nil {
			return err
		}
		r.conn = conn
		if err := r.run(changes); err != nil {
			return err
		}
		if err := r.flush(); err != nil {
			return err
		}
		recorded = r.recorded
		return nil
	})
	if err != nil {
		return models.Recorded{}, trouble("record changes", err)
	}
	return recorded, nil
}

// recording is one Record at work.
type recording struct {
	store     *Store
	tx        *gorm.DB
	conn      *sql.Conn        // that tx is on, on PostgreSQL
	workspace models.Workspace // locked
	before    models.Workspace
	now       time.Time
	recorded  models.Recorded

	accounts *directory
	past     []models.PastFact
	lost     []models.PastFact  // never current; kept when they are news
	younger  []*models.PastFact // kept ones that were told again later
	signals  []models.Signal
	people   *people
	first    bool       // an import into a workspace without accounts
	due      models.Due // what waits once this is over

	decisions []models.Change // for accounts that may be new themselves
}

// begin locks the workspace and reads its counters.
func (s *Store) begin(tx *gorm.DB, workspace int64) (*recording, error) {
	locked := tx.Exec("UPDATE workspaces SET sequence = sequence WHERE id = ?", workspace)
	if locked.Error != nil {
		return nil, fmt.Errorf("lock workspace: %w", locked.Error)
	}
	if locked.RowsAffected == 0 {
		return nil, fault.New(fault.NotFound, "There is no such workspace any more.")
	}
	r := &recording{store: s, tx: tx, now: s.now(), due: models.Due{Workspace: workspace}}
	if err := tx.Where("id = ?", workspace).Take(&r.workspace).Error; err != nil {
		return nil, err
	}
	r.before = r.workspace
	r.accounts = newDirectory(r)
	r.people = newPeople(r)
	return r, nil
}

// in starts a query within the workspace.
func (r *recording) in() *gorm.DB { return r.tx.Where("workspace_id = ?", r.workspace.ID) }

// nextID gives an id no row of the workspace has.
func (r *recording) nextID() int64 {
	r.workspace.Sequence++
	return r.workspace.Sequence
}

// loadBatch is for how many changes, or accounts, rows are read at a time: a
// statement takes a limited number of values.
const loadBatch = 1000

// run takes in the changes. What they name is read in few goes before.
func (r *recording) run(changes []models.Change) error {
	for _, c := range changes {
		if err := check(c); err != nil {
			return err
		}
	}
	for batch := range slices.Chunk(changes, loadBatch) {
		if err := r.accounts.load(batch); err != nil {
			return err
		}
		if err := r.people.load(batch); err != nil {
			return err
		}
	}
	for _, c := range changes {
		if err := r.apply(c); err != nil {
			return err
		}
	}
	return nil
}

func (r *recording) apply(c models.Change) error {
	switch c := c.(type) {
	case models.AccountFacts:
		r.account(c)
	case models.ContactFacts:
		return r.contact(c)
	case models.SignalSeen:
		r.signal(c)
	case models.NewVersion:
		return r.newVersion(c)
	case models.Publication:
		return r.publish(c)
	case models.Archival:
		return r.archive(c)
	case models.NewSettings:
		return r.newSettings(c)
	case models.AlertsOn:
		return r.alertsOn(c)
	case models.AlertsOff:
		gone, err := r.unsubscribe(c.ID)
		r.count(false, gone)
		return err
	case models.Decided, models.DecisionEnded:
		r.decisions = append(r.decisions, c)
	default:
		return fmt.Errorf("record a %T: no such change", c)
	}
	return nil
}

// count notes what became of one change.
func (r *recording) count(added, changed bool) {
	switch {
	case added:
		r.recorded.Added++
	case changed:
		r.recorded.Changed++
	default:
		r.recorded.Same++
	}
}

// flush writes what was gathered.
func (r *recording) flush() error {
	steps := []func() error{
		r.lookAround, r.accounts.flush, r.flushPast, r.people.flush, r.flushSignals, r.flushDecisions, r.flushRanking, r.flushWorkspace, r.enqueue,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (r *recording) flushWorkspace() error {
	if r.workspace == r.before {
		return nil
	}
	return r.tx.Model(&models.Workspace{}).Where("id = ?", r.workspace.ID).Updates(map[string]any{
		"sequence": r.workspace.Sequence, "targeting_version": r.workspace.TargetingVersion,
	}).Error
}

// refuse is an error that undoes the whole Record, with a sentence for the
// person.
func refuse(format string, args ...any) error { return fault.New(fault.Refused, format, args...) }
