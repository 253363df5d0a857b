package store

import (
	"slices"

	"rightdoor/models"
	"rightdoor/scoring"
)

// subject is an account that is ranked.
type subject struct {
	account *models.Account
	added   bool
	since   int    // its revision before
	was     string // its key in the ledger before, "" when it is new

	facts   *scoring.Facts
	scores  []scoring.Score           // by ICP, in the order of the aim
	before  map[int64]models.Standing // by ICP
	fired   map[crossed]bool
	blocked map[string]bool // levels it is already known for, under any ICP
}

// crossed names a level of an ICP.
type crossed struct {
	icp  int64
	tier string
}

// ledgerLine is a line with whether it has to be written, and how.
type ledgerLine struct {
	models.Crossing
	stored, dirty bool
}

// ranker ranks accounts and finds who crossed what.
type ranker struct {
	r      *recording
	aim    *aim
	inARow bool                         // the subjects are all accounts from the first to the last
	ledger map[string][]*ledgerLine     // by the account's key
	past   map[versioned][]scoring.Tier // what could be crossed by former versions

	added, changed []models.Standing
	fired          []*subject
}

// versioned names a version of an ICP.
type versioned struct {
	icp     int64
	version int
}

func newRanker(r *recording, a *aim) *ranker {
	return &ranker{r: r, aim: a, ledger: map[string][]*ledgerLine{}, past: map[versioned][]scoring.Tier{}}
}

// importFrom is how many new accounts in one Record are an import.
const importFrom = 10

// lookAround finds out, before anything is written, whether this is the first
// import of the workspace.
func (r *recording) lookAround() error {
	added := 0
	for _, e := range r.accounts.order {
		if e.added {
			added++
		}
	}
	if added <= importFrom || added < len(r.accounts.order) {
		return nil
	}
	var ids []int64
	err := r.in().Model(&models.Account{}).Limit(1).Pluck("id", &ids).Error
	r.first = len(ids) == 0
	return err
}

// flushRanking ranks the accounts that were touched, and announces who crossed
// a threshold. Where the targeting changed, every account is to be ranked
// anew, which is done later and piece by piece.
func (r *recording) flushRanking() error {
	if r.workspace.TargetingVersion != r.before.TargetingVersion {
		if err := r.startRescoring(); err != nil {
			return err
		}
	}
	touched := r.touched()
	if len(touched) == 0 {
		return nil
	}
	a, err := r.aim()
	if err != nil || len(a.icps) == 0 {
		return err
	}
	k := newRanker(r, a)
	if err := k.run(touched); err != nil {
		return err
	}
	return k.announce()
}

// touched lists the accounts of which something new is known, or whose name in
// the ledger changed. To hear the same again is nothing new.
func (r *recording) touched() []*subject {
	signalled := map[int64]bool{}
	for _, s := range r.signals {
		signalled[s.AccountID] = true
	}
	var touched []*subject
	for _, e := range r.accounts.order {
		if e.added || e.dirty || e.Revision != e.since || signalled[e.ID] {
			touched = append(touched, &subject{account: &e.Account, added: e.added, since: e.since, was: e.was})
		}
	}
	return touched
}

// run ranks accounts and writes what changed of standings and ledger.
func (k *ranker) run(subjects []*subject) error {
	for batch := range slices.Chunk(subjects, loadBatch) {
		if err := k.load(batch); err != nil {
			return err
		}
		var moved []*subject
		for _, s := range batch {
			k.rank(s)
			if k.stand(s) || !k.settled(s) {
				moved = append(moved, s)
			}
		}
		if err := k.recall(moved); err != nil {
			return err
		}
		for _, s := range moved {
			k.cross(s)
		}
	}
	return k.flush()
}

// load reads how the accounts stood, and by what thresholds.
func (k *ranker) load(batch []*subject) error {
	byID := map[int64]*subject{}
	var ids []int64
	for _, s := range batch {
		s.before, s.fired, s.blocked = map[int64]models.Standing{}, map[crossed]bool{}, map[string]bool{}
		if !s.added {
			ids, byID[s.account.ID] = append(ids, s.account.ID), s
		}
	}
	if len(ids) == 0 {
		return nil
	}
	query := k.r.among("standings", "account_id", "", ids)
	if k.inARow {
		query = k.r.in().Where("account_id BETWEEN ? AND ?", ids[0], ids[len(ids)-1])
	}
	var stood []models.Standing
	if err := query.Find(&stood).Error; err != nil {
		return err
	}
	for _, row := range stood {
		if s := byID[row.AccountID]; s != nil {
			s.before[row.ICPID] = row
		}
	}
	return k.lookBack(stood)
}

// lookBack reads what could be crossed by the former versions under which the
// accounts stood.
func (k *ranker) lookBack(stood []models.Standing) error {
	for _, row := range stood {
		at := versioned{row.ICPID, row.Version}
		i := k.inForce(row.ICPID)
		if _, known := k.past[at]; known || i < 0 {
			continue
		}
		if icp := &k.aim.icps[i]; icp.profile.Version == row.Version {
			k.past[at] = icp.levels
			continue
		}
		var version models.ICPVersion
		if err := k.r.in().Where("icp_id = ? AND version = ?", at.icp, at.version).Limit(1).Find(&version).Error; err != nil {
			return err
		}
		k.past[at] = (&scoring.Definition{CutOff: version.CutOff, Tiers: version.Tiers}).Levels()
	}
	return nil
}

// settled tells whether an account that stands as it did has nothing to cross:
// the ledger was brought up to date when it came to stand so, by the same
// thresholds of the same ICPs and under the same key.
func (k *ranker) settled(s *subject) bool {
	if s.was != "" && s.was != s.account.Key() {
		return false
	}
	for i := range k.aim.icps {
		icp := &k.aim.icps[i]
		if !slices.Equal(k.past[versioned{icp.id, s.before[icp.id].Version}], icp.levels) {
			return false
		}
	}
	return true
}

// recall reads what the ledger says of accounts.
func (k *ranker) recall(subjects []*subject) error {
	var keys []string
	for _, s := range subjects {
		keys = append(keys, s.account.Key())
		if s.was != "" {
			keys = append(keys, s.was)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	var known []models.Crossing
	if err := k.r.among("crossings", "account_key", "", unique(keys)).Find(&known).Error; err != nil {
		return err
	}
	for _, row := range known {
		k.line(row.AccountKey, crossed{row.ICPID, row.Tier}, &row)
	}
	return nil
}

// line gives a line of the ledger, which is new unless it was read.
func (k *ranker) line(account string, at crossed, read *models.Crossing) *ledgerLine {
	if line := k.find(account, at); line != nil {
		return line
	}
	line := &ledgerLine{stored: read != nil}
	if read != nil {
		line.Crossing = *read
	} else {
		line.Crossing = models.Crossing{WorkspaceID: k.r.workspace.ID, AccountKey: account, ICPID: at.icp, Tier: at.tier}
	}
	k.ledger[account] = append(k.ledger[account], line)
	return line
}

// find gives a line that there is; nil when there is none.
func (k *ranker) find(account string, at crossed) *ledgerLine {
	for _, line := range k.ledger[account] {
		if line.ICPID == at.icp && line.Tier == at.tier {
			return line
		}
	}
	return nil
}

func (l *ledgerLine) set(c scoring.Crossing) {
	if !l.FiredAt.Equal(c.FiredAt) || l.Armed != c.Armed {
		l.FiredAt, l.Armed, l.dirty = c.FiredAt, c.Armed, true
	}
}

// rank scores an account under every ICP.
func (k *ranker) rank(s *subject) {
	s.facts = s.account.Facts(k.aim.settings)
	s.scores = make([]scoring.Score, len(k.aim.icps))
	for i := range k.aim.icps {
		s.scores[i] = k.aim.icps[i].profile.Score(s.facts)
	}
}

// stand notes how an account stands now, where that is new, and tells whether
// it is under any ICP.
func (k *ranker) stand(s *subject) (moved bool) {
	for i, score := range s.scores {
		icp := &k.aim.icps[i]
		row := models.Standing{
			WorkspaceID: k.r.workspace.ID, AccountID: s.account.ID, ICPID: icp.id, Verdict: score.Verdict, Score: score.Points,
			CouldReach: score.CouldReach, Revision: s.account.Revision, Version: icp.profile.Version,
		}
		if score.Verdict == scoring.Fit {
			row.Tier = icp.profile.Tier(score.Points)
		}
		before, known := s.before[icp.id]
		switch {
		case !known:
			k.added, moved = append(k.added, row), true
		case before.Scored() != score || before.Tier != row.Tier:
			k.changed, moved = append(k.changed, row), true
		}
	}
	return moved
}

// cross takes the account through every level of every ICP.
func (k *ranker) cross(s *subject) {
	k.inherit(s)
	key := s.account.Key()
	k.block(s, key, k.fell(s))
	for i, score := range s.scores {
		icp := &k.aim.icps[i]
		for _, level := range icp.levels {
			at := crossed{icp.id, level.Letter}
			if k.find(key, at) == nil && score.Verdict != scoring.Fit {
				continue // never fired, and does not now
			}
			line := k.line(key, at, nil)
			after, fired := line.Scored().Cross(score, icp.profile.CutOff, level.From, k.r.now)
			line.set(after)
			if fired {
				s.fired[at] = true
			}
		}
	}
	if len(s.fired) > 0 {
		k.fired = append(k.fired, s)
	}
}

// inherit takes over what the ledger says of the account under the name it had
// before.
func (k *ranker) inherit(s *subject) {
	key := s.account.Key()
	if s.was == "" || s.was == key {
		return
	}
	for _, line := range k.ledger[s.was] {
		heir := k.line(key, crossed{line.ICPID, line.Tier}, nil)
		heir.set(heir.Scored().Inherit(line.Scored()))
	}
}

// fell tells whether an account has fallen under all ICPs in force, and had not
// before.
func (k *ranker) fell(s *subject) bool {
	stood := false
	for i, score := range s.scores {
		icp := &k.aim.icps[i]
		if !score.Fallen(icp.profile.CutOff) {
			return false
		}
		before, known := s.before[icp.id]
		stood = stood || known && !before.Scored().Fallen(icp.profile.CutOff)
	}
	return stood
}

// block notes the levels that the account is known for already, under whatever
// ICP: a channel without a named one has heard of it. An ICP that is no longer
// in force lets go of an account that falls under all that are; that it was
// archived is no news of an account.
func (k *ranker) block(s *subject, key string, fell bool) {
	for _, line := range k.ledger[key] {
		if fell && k.inForce(line.ICPID) < 0 && !line.FiredAt.IsZero() {
			line.set(scoring.Crossing{FiredAt: line.FiredAt, Armed: true})
		}
		if !line.Scored().Ready(k.r.now) {
			s.blocked[line.Tier] = true
		}
	}
}

// inForce is the place of an ICP among those in force; -1 for another.
func (k *ranker) inForce(icp int64) int {
	return slices.IndexFunc(k.aim.icps, func(a aimed) bool { return a.id == icp })
}

// flush writes standings and ledger.
func (k *ranker) flush() error {
	if err := insert(k.r, k.added); err != nil {
		return err
	}
	if err := replace(k.r, k.changed); err != nil {
		return err
	}
	var added, changed []models.Crossing
	for _, lines := range k.ledger {
		for _, line := range lines {
			switch {
			case line.dirty && line.stored:
				changed = append(changed, line.Crossing)
			case line.dirty:
				added = append(added, line.Crossing)
			}
			line.stored, line.dirty = true, false
		}
	}
	if err := insert(k.r, added); err != nil {
		return err
	}
	return replace(k.r, changed)
}

// best gives the ICP under which a subject fired at a subscription's level, the
// best of several; nil when there is none. Where no ICP was named, an account
// that is known for the level already, under whichever ICP, is nothing new.
func (k *ranker) best(s *subject, sub *models.Subscription) (icp *aimed, level scoring.Tier, score scoring.Score) {
	for i := range k.aim.icps {
		a := &k.aim.icps[i]
		l, ok := a.level(sub.Tier)
		if !ok || sub.ICPID != 0 && sub.ICPID != a.id || !s.fired[crossed{a.id, l.Letter}] {
			continue
		}
		if sub.ICPID == 0 && s.blocked[l.Letter] {
			continue
		}
		if icp == nil || s.scores[i].Compare(score) < 0 {
			icp, level, score = a, l, s.scores[i]
		}
	}
	return icp, level, score
}
