package store

import (
	"cmp"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rightdoor/internal/fault"
	"rightdoor/models"
)

// directory is the accounts that a Record deals with, by everything that names
// them.
type directory struct {
	r       *recording
	byID    map[int64]*entry
	domains map[string]*entry
	names   map[string][]*entry // by name key
	aliases map[string]*entry   // by alias key
	order   []*entry            // in the order they were met
	learned []models.Alias
	news    int // names and domains that were learned
}

type entry struct {
	models.Account
	added, dirty bool
	since        int    // the revision it was read in; 0 when added
	was          string // its key in the ledger then
}

func newDirectory(r *recording) *directory {
	return &directory{
		r: r, byID: map[int64]*entry{}, domains: map[string]*entry{},
		names: map[string][]*entry{}, aliases: map[string]*entry{},
	}
}

// naming is everything by which changes name accounts.
type naming struct {
	domains, names, keys []string
	ids                  []int64
}

func (n *naming) company(c models.Company) {
	if c.AccountID != 0 {
		n.ids = append(n.ids, c.AccountID)
	}
	n.domain(c.Domain)
	n.name(c.Name, c.Country)
}

func (n *naming) domain(domain string) {
	if domain != "" {
		n.domains, n.keys = append(n.domains, domain), append(n.keys, domain)
	}
}

func (n *naming) name(name, country string) {
	if key := models.NameKey(name); key != "" {
		n.names = append(n.names, key)
		n.keys = append(n.keys, placeKey(key, country), placeKey(key, ""))
	}
}

// namingOf lists what changes call companies.
func namingOf(changes []models.Change) naming {
	var n naming
	for _, c := range changes {
		switch c := c.(type) {
		case models.AccountFacts:
			n.company(c.Company)
			for _, name := range c.Aliases {
				n.name(name, "")
			}
			for _, domain := range c.Domains {
				n.domain(domain)
			}
		case models.ContactFacts:
			n.company(c.Company)
		case models.SignalSeen:
			n.company(c.Company)
		}
	}
	return n
}

// nameKey is the alias key of a company that is known by name and country.
func nameKey(name, country string) string { return placeKey(models.NameKey(name), country) }

func placeKey(key, country string) string { return key + "|" + models.CutText(country, maxCountry) }

// load reads every account that one of the companies in changes may be.
func (d *directory) load(changes []models.Change) error {
	n := namingOf(changes)
	if len(n.keys) == 0 && len(n.ids) == 0 {
		return nil
	}
	var aliases []models.Alias
	if err := d.r.among("aliases", "key", "", unique(n.keys)).Find(&aliases).Error; err != nil {
		return err
	}
	ids := n.ids
	for _, a := range aliases {
		ids = append(ids, a.AccountID)
	}
	searches := []*gorm.DB{
		d.r.among("accounts", "domain", "domain <> ''", unique(n.domains)), // so that the partial index serves
		d.r.among("accounts", "name_key", "", unique(n.names)),
		d.r.among("accounts", "id", "", ids),
	}
	for _, search := range searches {
		if err := d.find(search); err != nil {
			return err
		}
	}
	for _, a := range aliases {
		d.aliases[a.Key] = d.byID[a.AccountID]
	}
	if slices.ContainsFunc(n.ids, func(id int64) bool { return d.byID[id] == nil }) {
		return fault.New(fault.NotFound, "There is no such account any more.")
	}
	return nil
}

// find gets to know the accounts of a search.
func (d *directory) find(search *gorm.DB) error {
	var rows []models.Account
	if err := search.Find(&rows).Error; err != nil { // asked for in order, SQLite would read every row in that order
		return err
	}
	slices.SortFunc(rows, func(a, b models.Account) int { return cmp.Compare(a.ID, b.ID) })
	for _, row := range rows {
		if d.byID[row.ID] == nil {
			d.know(&entry{Account: row, since: row.Revision, was: row.Key()})
		}
	}
	return nil
}

func unique(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}

func (d *directory) know(e *entry) {
	d.byID[e.ID] = e
	d.order = append(d.order, e)
	if e.Domain != "" {
		d.domains[e.Domain] = e
	}
	d.names[e.NameKey] = append(d.names[e.NameKey], e)
}

// get gives the account a company is, made when there is none.
func (d *directory) get(c models.Company) *entry {
	if c.AccountID != 0 {
		return d.byID[c.AccountID]
	}
	if c.Domain != "" {
		return d.byDomain(c)
	}
	return d.byName(c)
}

// byDomain finds the account of a domain. One that was known by its name and
// country alone learns the domain, and is found by either from then on.
func (d *directory) byDomain(c models.Company) *entry {
	if e := d.domains[c.Domain]; e != nil {
		return e
	}
	if e := d.aliases[c.Domain]; e != nil {
		return e
	}
	if e := placed(d.named(c, func(e *entry) bool { return e.Domain == "" }), c.Country); e != nil {
		d.alias(e, placeKey(e.NameKey, e.Country), e.Name)
		e.Domain, e.dirty = c.Domain, true
		d.news++
		d.domains[c.Domain] = e
		return e
	}
	return d.add(c)
}

// byName finds the account of a name and country: the one known by just that,
// else the only one of that name whose country does not speak against it. The
// name and country it was found by are kept, so that they find it again
// whatever is learned of it later.
func (d *directory) byName(c models.Company) *entry {
	key := nameKey(c.Name, c.Country)
	if e := d.aliases[key]; e != nil {
		return e
	}
	same := d.named(c, func(e *entry) bool { return e.Country == c.Country })
	e := only(same)
	if e == nil {
		e = only(filter(same, func(e *entry) bool { return e.Domain == "" }))
	}
	if e == nil && len(same) == 0 {
		e = d.elsewhere(c)
	}
	if e == nil {
		e = d.add(c)
	}
	d.alias(e, key, c.Name)
	return e
}

// elsewhere finds the account of a name that is known with another country or
// none, or as an alias, unless the countries speak against it.
func (d *directory) elsewhere(c models.Company) *entry {
	if e := placed(d.named(c, func(*entry) bool { return true }), c.Country); e != nil {
		return e
	}
	e := d.aliases[nameKey(c.Name, "")]
	if e == nil || e.Country != "" && e.Country != c.Country {
		return nil
	}
	return e
}

// placed picks the account of a country: the only one there, or the only one
// whose country is not known; without a country, the only one.
func placed(list []*entry, country string) *entry {
	if same := filter(list, func(e *entry) bool { return e.Country == country }); len(same) > 0 {
		return only(same)
	}
	return only(filter(list, func(e *entry) bool { return e.Country == "" || country == "" }))
}

// named lists the accounts of a company's name. Where only one of the two has
// a domain the names have to be the same to the word: what they share beside it
// is not enough to take them for one company.
func (d *directory) named(c models.Company, keep func(*entry) bool) []*entry {
	if c.Name == "" {
		return nil
	}
	return filter(d.names[models.NameKey(c.Name)], func(e *entry) bool {
		oneDomain := (c.Domain == "") != (e.Domain == "")
		return keep(e) && (!oneDomain || models.SameName(c.Name, e.Name))
	})
}

func filter(list []*entry, keep func(*entry) bool) []*entry {
	var kept []*entry
	for _, e := range list {
		if keep(e) {
			kept = append(kept, e)
		}
	}
	return kept
}

func only(list []*entry) *entry {
	if len(list) != 1 {
		return nil
	}
	return list[0]
}

func (d *directory) add(c models.Company) *entry {
	name := c.Name
	if models.NameKey(name) == "" {
		name = c.Domain
	}
	e := &entry{added: true, Account: models.Account{
		WorkspaceID: d.r.workspace.ID, ID: d.r.nextID(), Name: name, NameKey: models.NameKey(name), Domain: c.Domain,
	}}
	d.know(e)
	return e
}

// alias keeps another key of an account, unless an account's own row has it or
// it is taken.
func (d *directory) alias(e *entry, key, text string) {
	if key == "" || key[0] == '|' || d.aliases[key] != nil || d.domains[key] != nil || d.owned(key) {
		return
	}
	d.aliases[key] = e
	d.news++
	d.learned = append(d.learned, models.Alias{WorkspaceID: e.WorkspaceID, Key: key, AccountID: e.ID, Text: text})
}

// owned tells whether a key is the name and country of an account without a
// domain, whose own row has it.
func (d *directory) owned(key string) bool {
	name, _, _ := strings.Cut(key, "|")
	return slices.ContainsFunc(d.names[name], func(e *entry) bool {
		return e.Domain == "" && key == placeKey(e.NameKey, e.Country)
	})
}

// rename takes a company's name: the first real one stays, others are aliases.
func (d *directory) rename(e *entry, c models.Company) {
	key := models.NameKey(c.Name)
	if key == "" || key == e.NameKey {
		return
	}
	if e.Name == e.Domain {
		e.Name, e.NameKey, e.dirty = c.Name, key, true
		d.news++
		d.names[e.NameKey] = append(d.names[e.NameKey], e)
		return
	}
	d.alias(e, placeKey(key, ""), c.Name)
	d.alias(e, placeKey(key, c.Country), c.Name)
}

// flush writes new and changed accounts and their aliases.
func (d *directory) flush() error {
	var added []models.Account
	for _, e := range d.order {
		e.Revision = max(e.Revision, 1)
		if e.added {
			added = append(added, e.Account)
		}
	}
	if err := insert(d.r, added); err != nil {
		return err
	}
	for _, e := range d.order {
		if (e.dirty || e.Touched()) && !e.added {
			if err := d.r.tx.Save(&e.Account).Error; err != nil {
				return err
			}
		}
	}
	if len(d.learned) == 0 {
		return nil
	}
	// A key that an account has already stays its own.
	return d.r.tx.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(d.learned, insertBatch).Error
}
