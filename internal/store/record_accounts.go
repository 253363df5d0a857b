package store

import (
	"slices"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"rightdoor/models"
	"rightdoor/scoring"
)

// account takes in what a source says of a company.
func (r *recording) account(c models.AccountFacts) {
	d := r.accounts
	news := d.news
	e := d.meant(c.Company)
	fresh := e.added && e.Revision == 0
	d.rename(e, c.Company)
	for _, name := range c.Aliases {
		d.alias(e, nameKey(name, ""), name)
	}
	for _, domain := range c.Domains {
		d.alias(e, domain, domain)
	}
	before := e.Country
	lost, changed := e.Learn(withCountry(c), models.Origin{Source: c.Source, Person: c.Person, Observed: c.Observed})
	if e.Country != before && e.Domain == "" && !fresh {
		d.alias(e, placeKey(e.NameKey, before), e.Name)
	}
	for _, p := range lost {
		if p.Never() {
			r.lost = append(r.lost, p)
		} else {
			r.past = append(r.past, p)
		}
	}
	e.Revision = max(e.Revision, 1)
	r.count(fresh, changed || d.news > news)
}

// meant gives the account a company is, made when there is none. A name that is
// a domain may be no more than a name: where nobody has the domain, the account
// of that name is meant, though its own domain is another.
func (d *directory) meant(c models.Company) *entry {
	if c.AccountID != 0 || !namedByDomain(c) || d.domains[c.Domain] != nil || d.aliases[c.Domain] != nil {
		return d.get(c)
	}
	same := d.named(c, func(e *entry) bool { return e.Domain != "" && models.SameName(c.Name, e.Name) })
	e := placed(same, c.Country)
	if e == nil {
		return d.get(c)
	}
	d.alias(e, c.Domain, c.Name)
	return e
}

func namedByDomain(c models.Company) bool {
	if c.Domain == "" || !strings.ContainsRune(c.Name, '.') {
		return false
	}
	domain, err := models.ParseDomain(c.Name)
	return err == nil && domain == c.Domain
}

// withCountry gives the facts of a change; the country by which a company is
// named is one of them.
func withCountry(c models.AccountFacts) []models.Said {
	told := slices.ContainsFunc(c.Facts, func(s models.Said) bool { return s.Attribute == scoring.Country })
	if told || c.Country == "" {
		return c.Facts
	}
	return append(slices.Clone(c.Facts), models.Said{Attribute: scoring.Country, Value: scoring.OfWords(c.Country)})
}

// met finds a company that something else is told of. One that is new keeps
// the country by which it was named, which tells it from its namesakes.
func (r *recording) met(c models.Company, source string, observed time.Time) *entry {
	e := r.accounts.meant(c)
	if e.added && e.Revision == 0 {
		e.Learn(withCountry(models.AccountFacts{Company: c}), models.Origin{Source: source, Observed: observed})
		e.Revision = max(e.Revision, 1)
		r.recorded.Companies++
	}
	return e
}

// flushPast writes the facts that were replaced, and those that lost and are
// news.
func (r *recording) flushPast() error {
	news, err := r.news()
	if err != nil {
		return err
	}
	all := append(r.past, news...)
	for i := range all {
		all[i].ID = r.nextID()
	}
	for _, p := range r.younger {
		if err := r.in().Model(p).Update("observed", p.Observed).Error; err != nil {
			return err
		}
	}
	return insert(r, all)
}

// lostKey tells lost facts apart: each is kept once, however often it is told.
type lostKey struct {
	account                  int64
	attribute, source, value string
}

// news drops the lost facts that are kept already; where one was told again
// later, the kept one is made younger.
func (r *recording) news() ([]models.PastFact, error) {
	kept, err := r.keptPast()
	if err != nil {
		return nil, err
	}
	latest := map[lostKey]*models.PastFact{}
	for _, p := range append(kept, r.past...) {
		if l := latest[keyOf(p)]; l == nil || p.Observed.After(l.Observed) {
			latest[keyOf(p)] = &p
		}
	}
	var news []*models.PastFact
	for _, p := range r.lost {
		l := latest[keyOf(p)]
		switch {
		case l != nil && !p.Observed.After(l.Observed):
		case l != nil && l.Never():
			l.Observed = p.Observed
			if l.ID != 0 {
				r.younger = append(r.younger, l)
			}
		default:
			latest[keyOf(p)] = &p
			news = append(news, &p)
		}
	}
	return deref(news), nil
}

func deref(list []*models.PastFact) []models.PastFact {
	var out []models.PastFact
	for _, p := range list {
		out = append(out, *p)
	}
	return out
}

// keptPast reads the past facts of the accounts on which a fact was lost.
func (r *recording) keptPast() ([]models.PastFact, error) {
	var accounts []int64
	for _, p := range r.lost {
		accounts = append(accounts, p.AccountID)
	}
	slices.Sort(accounts)
	var kept []models.PastFact
	for batch := range slices.Chunk(slices.Compact(accounts), loadBatch) {
		var rows []models.PastFact
		if err := r.in().Where("account_id IN ?", batch).Order("id").Find(&rows).Error; err != nil {
			return nil, err
		}
		kept = append(kept, rows...)
	}
	return kept, nil
}

func keyOf(p models.PastFact) lostKey {
	return lostKey{p.AccountID, string(p.Attribute), p.Source, p.Value}
}

// signal takes in an event; the same kind on the same day with the same note is
// the same event.
func (r *recording) signal(c models.SignalSeen) {
	s := c.Signal
	e := r.met(c.Company, s.Source, r.now)
	s.WorkspaceID, s.AccountID, s.RecordedAt = r.workspace.ID, e.ID, r.now
	s.HappenedOn = s.HappenedOn.Truncate(24 * time.Hour)
	s.Note = models.CutText(s.Note, maxNote) // it is part of the key
	r.signals = append(r.signals, s)
}

func (r *recording) flushSignals() error {
	for _, s := range r.signals {
		made := r.tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&s)
		if made.Error != nil {
			return made.Error
		}
		r.count(made.RowsAffected > 0, false)
	}
	return nil
}
