package store

import (
	"sync"

	"rightdoor/models"
	"rightdoor/scoring"
)

// aim is what a workspace targets, compiled.
type aim struct {
	version  int64 // of the targeting
	settings scoring.Settings
	icps     []aimed // in their order
}

// aimed is one ICP in force.
type aimed struct {
	id      int64
	profile *scoring.Profile
	levels  []scoring.Tier // what can be crossed
}

// level finds the level at which a subscription to a letter hears of an
// account: a letter below the cut-off means every fit, and one that the ICP
// does not have none.
func (a *aimed) level(letter string) (scoring.Tier, bool) {
	for _, l := range a.levels {
		if l.Letter == letter {
			return l, true
		}
	}
	for _, t := range a.profile.Tiers {
		if t.Letter == letter {
			return a.levels[0], true
		}
	}
	return scoring.Tier{}, false
}

// aims keeps the compiled targeting of workspaces. The zero value is empty.
type aims struct {
	mu   sync.Mutex
	kept map[int64]*aim
}

func (a *aims) get(workspace, version int64) *aim {
	a.mu.Lock()
	defer a.mu.Unlock()
	if kept := a.kept[workspace]; kept != nil && kept.version == version {
		return kept
	}
	return nil
}

func (a *aims) keep(workspace int64, compiled *aim) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.kept == nil {
		a.kept = map[int64]*aim{}
	}
	a.kept[workspace] = compiled
}

// aim gives what the workspace targets. What this transaction has changed
// itself is not kept: it may yet be undone.
func (r *recording) aim() (*aim, error) {
	changed := r.workspace.TargetingVersion != r.before.TargetingVersion
	if kept := r.store.aims.get(r.workspace.ID, r.workspace.TargetingVersion); kept != nil && !changed {
		return kept, nil
	}
	within := &Store{Now: r.store.Now, db: r.tx}
	stored, err := within.Targeting(r.tx.Statement.Context, r.workspace.ID)
	if err != nil {
		return nil, err
	}
	compiled := compile(stored)
	compiled.version = r.workspace.TargetingVersion
	if !changed {
		r.store.aims.keep(r.workspace.ID, compiled)
	}
	return compiled, nil
}

// compile makes profiles of versions. One that cannot be compiled ranks
// nothing: facts are to be kept all the same, and whoever asks is told.
func compile(stored models.Targeting) *aim {
	a := &aim{settings: stored.Settings}
	for i := range stored.ICPs {
		icp := &stored.ICPs[i]
		if profile, err := icp.Profile(icp.Name, stored.Settings); err == nil {
			a.icps = append(a.icps, aimed{id: icp.ID, profile: profile, levels: profile.Levels()})
		}
	}
	return a
}
