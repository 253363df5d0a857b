package store

import (
	"reflect"
	"strconv"
	"strings"

	"rightdoor/models"
)

// people is the contacts that a Record deals with, by key.
type people struct {
	r     *recording
	byKey map[string]*person
	order []*person
	read  map[int64]bool // accounts whose contacts are all here
}

type person struct {
	models.Contact
	added, dirty bool
}

func newPeople(r *recording) *people {
	return &people{r: r, byKey: map[string]*person{}, read: map[int64]bool{}}
}

// contactKey names a person: the e-mail address, else the profile's address,
// else name and account.
func contactKey(c models.Contact, account int64) string {
	switch {
	case c.Email != "":
		return addressKey(c.Email)
	case c.Profile != "":
		return addressKey(strings.TrimSuffix(c.Profile, "/"))
	default:
		return models.NameKey(c.Name) + "|" + strconv.FormatInt(account, 10)
	}
}

func addressKey(address string) string { return models.CutText(strings.ToLower(address), maxContact) }

// load reads the contacts that changes name by address.
func (p *people) load(changes []models.Change) error {
	var keys []string
	for _, c := range changes {
		if c, ok := c.(models.ContactFacts); ok && (c.Contact.Email != "" || c.Contact.Profile != "") {
			keys = append(keys, contactKey(c.Contact, 0))
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return p.find("key IN ?", unique(keys))
}

// loadAt reads the contacts at an account. Those without an address can only
// be looked up when it is known which account they are at.
func (p *people) loadAt(account *entry) error {
	if account.added || p.read[account.ID] {
		return nil
	}
	p.read[account.ID] = true
	return p.find("account_id = ?", account.ID)
}

func (p *people) find(where string, args ...any) error {
	var rows []models.Contact
	if err := p.r.in().Where(where, args...).Order("id").Find(&rows).Error; err != nil {
		return err
	}
	for _, row := range rows {
		if p.byKey[row.Key] == nil {
			p.know(&person{Contact: row})
		}
	}
	return nil
}

func (p *people) know(e *person) {
	p.byKey[e.Key] = e
	p.order = append(p.order, e)
}

// contact takes in what a source says of a person. The younger source wins
// field by field, a blank says nothing, and who opted out stays so.
func (r *recording) contact(c models.ContactFacts) error {
	said := c.Contact
	account := r.met(c.Company, said.Source, said.Observed)
	if said.Email == "" && said.Profile == "" {
		if err := r.people.loadAt(account); err != nil {
			return err
		}
	}
	said.WorkspaceID, said.AccountID = r.workspace.ID, account.ID
	said.Key = contactKey(said, account.ID)
	known := r.people.byKey[said.Key]
	if known == nil {
		said.ID = r.nextID()
		r.people.know(&person{Contact: said, added: true})
		r.count(true, false)
		return nil
	}
	before := known.Contact
	merge(&known.Contact, said)
	known.dirty = known.dirty || !reflect.DeepEqual(before, known.Contact)
	before.Observed, before.Source = known.Observed, known.Source // telling again is no change
	r.count(false, !reflect.DeepEqual(before, known.Contact))
	return nil
}

// merge takes over what a contact's younger source says; of an older one only
// what was not known.
func merge(known *models.Contact, said models.Contact) {
	younger := said.Observed.After(known.Observed)
	for _, f := range []struct{ have, told *string }{
		{&known.Name, &said.Name},
		{&known.Email, &said.Email},
		{&known.Profile, &said.Profile},
		{&known.Title, &said.Title},
		{&known.Place, &said.Place},
		{&known.Source, &said.Source},
	} {
		if *f.told != "" && (younger || *f.have == "") {
			*f.have = *f.told
		}
	}
	if said.CRMRole != "" && (younger || known.CRMRole == "") {
		known.CRMRole, known.Roles = said.CRMRole, said.Roles
	}
	if said.Status != "" && known.Status != models.OptedOut && (younger || known.Status == "" || said.Status == models.OptedOut) {
		known.Status = said.Status
	}
	if said.LastActivity.After(known.LastActivity) {
		known.LastActivity = said.LastActivity
	}
	if younger {
		known.AccountID, known.Observed = said.AccountID, said.Observed
	}
}

func (p *people) flush() error {
	var added []models.Contact
	for _, e := range p.order {
		if e.added {
			added = append(added, e.Contact)
		}
	}
	if err := insert(p.r, added); err != nil {
		return err
	}
	for _, e := range p.order {
		if e.dirty && !e.added {
			if err := p.r.tx.Save(&e.Contact).Error; err != nil {
				return err
			}
		}
	}
	return nil
}
