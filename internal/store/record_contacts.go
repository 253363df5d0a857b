package store

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"rightdoor/models"
)

// people is the contacts that a Record deals with, by all that names them: key,
// e-mail address and profile.
type people struct {
	r     *recording
	by    map[string]*person
	ids   map[int64]bool
	order []*person
	read  map[int64]bool // accounts whose contacts are all here
}

type person struct {
	models.Contact
	added, dirty bool
	gone         bool // became one with another
}

func newPeople(r *recording) *people {
	return &people{r: r, by: map[string]*person{}, ids: map[int64]bool{}, read: map[int64]bool{}}
}

// folded gives a contact with addresses as they are kept and looked up.
func folded(c models.Contact) models.Contact {
	c.Email = models.CutText(strings.ToLower(c.Email), models.MaxAddress)
	c.Profile = models.CutText(models.ProfileKey(c.Profile), models.MaxAddress)
	return c
}

// contactKey names a person: the e-mail address, else the profile's address,
// else name and account.
func contactKey(c models.Contact, account int64) string {
	if address := cmp.Or(c.Email, c.Profile); address != "" {
		return address
	}
	return models.PersonKey(c.Name) + "|" + strconv.FormatInt(account, 10)
}

// load reads the contacts that changes name by address.
func (p *people) load(changes []models.Change) error {
	var emails, profiles []string
	for _, c := range changes {
		c, ok := c.(models.ContactFacts)
		if !ok {
			continue
		}
		said := folded(c.Contact)
		if said.Email != "" {
			emails = append(emails, said.Email)
		}
		if said.Profile != "" {
			profiles = append(profiles, said.Profile)
		}
	}
	emails, profiles = unique(emails), unique(profiles)
	if len(emails)+len(profiles) == 0 {
		return nil
	}
	return p.find(
		p.r.among("contacts", "key", "", emails), // also the key of who has a newer address by now
		p.r.among("contacts", "email", "email <> ''", emails),
		p.r.among("contacts", "profile", "profile <> ''", profiles),
	)
}

// loadAt reads the contacts at an account. Those without an address can only
// be looked up when it is known which account they are at.
func (p *people) loadAt(account *entry) error {
	if account.added || p.read[account.ID] {
		return nil
	}
	p.read[account.ID] = true
	return p.find(p.r.in().Where("account_id = ?", account.ID))
}

func (p *people) find(searches ...*gorm.DB) error {
	for _, search := range searches {
		var rows []models.Contact
		if err := search.Find(&rows).Error; err != nil { // asked for in order, SQLite would read every row in that order
			return err
		}
		slices.SortFunc(rows, func(a, b models.Contact) int { return cmp.Compare(a.ID, b.ID) })
		for _, row := range rows {
			if !p.ids[row.ID] {
				p.know(&person{Contact: row})
			}
		}
	}
	return nil
}

func (p *people) know(e *person) {
	p.by[e.Key], p.ids[e.ID] = e, true
	p.order = append(p.order, e)
	p.name(e, e.Email, e.Profile)
}

// name lets a person be found by addresses that are nobody's yet.
func (p *people) name(e *person, addresses ...string) {
	for _, address := range addresses {
		if address != "" && p.by[address] == nil {
			p.by[address] = e
		}
	}
}

// whom finds the person a source tells of, by e-mail address or profile. Where
// these name two, the two become one, unless each has a profile: then the
// address decides and the profile stays the other's. Who opted out has done so
// under either.
func (p *people) whom(said *models.Contact) (known *person, united bool) {
	if said.Email == "" || said.Profile == "" {
		return p.by[said.Key], false
	}
	byEmail, byProfile := p.by[said.Email], p.by[said.Profile]
	switch {
	case byProfile == nil || byProfile == byEmail:
		return byEmail, false
	case stranger(byProfile, said):
		said.Profile = ""
		return byEmail, false
	case byEmail == nil:
		return byProfile, false
	case byEmail.Profile == "":
		p.unite(byEmail, byProfile)
		return byEmail, true
	case byProfile.Status == models.OptedOut:
		said.Status = models.OptedOut
	}
	said.Profile = ""
	return byEmail, false
}

// stranger tells whether a contact with a profile is somebody else than the
// person who is told to have it: some lists give all people of a company the
// company's page.
func stranger(known *person, said *models.Contact) bool {
	have, told := models.PersonKey(known.Name), models.PersonKey(said.Name)
	return known.Email != "" && known.Email != said.Email && known.Key != said.Email && have != "" && told != "" && have != told
}

// unite makes one contact of two.
func (p *people) unite(e, other *person) {
	merge(&e.Contact, other.Contact)
	e.rekey(other.Email)
	e.dirty, other.gone = true, true
	for name, who := range p.by {
		if who == other {
			p.by[name] = e
		}
	}
}

// contact takes in what a source says of a person. The younger source wins
// field by field, a blank says nothing, and who opted out stays so.
func (r *recording) contact(c models.ContactFacts) error {
	said := folded(c.Contact)
	account := r.met(c.Company, said.Source, said.Observed)
	if said.Email == "" && said.Profile == "" {
		if err := r.people.loadAt(account); err != nil {
			return err
		}
	}
	said.WorkspaceID, said.AccountID = r.workspace.ID, account.ID
	said.Key = contactKey(said, account.ID)
	known, united := r.people.whom(&said)
	if known == nil {
		said.ID = r.nextID()
		r.people.know(&person{Contact: said, added: true})
		r.count(true, false)
		return nil
	}
	news := r.people.tell(known, said)
	r.count(false, news || united)
	return nil
}

// tell merges what is said of a known person, and tells whether that is news.
func (p *people) tell(known *person, said models.Contact) bool {
	before := known.Contact
	merge(&known.Contact, said)
	known.rekey(said.Email)
	p.name(known, known.Key, known.Email, known.Profile)
	known.dirty = known.dirty || !reflect.DeepEqual(before, known.Contact)
	// To be told again, or by an address of old, is no news.
	before.Observed, before.Source, before.Key = known.Observed, known.Source, known.Key
	return !reflect.DeepEqual(before, known.Contact)
}

// rekey lets a person be found by an address that is told and not the present
// one, and no longer by a profile alone once there is an address.
func (e *person) rekey(email string) {
	if email != "" && (email != e.Email || e.Key == e.Profile) {
		e.Key = email
	}
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
	var gone []int64
	for _, e := range p.order {
		switch {
		case e.gone && !e.added:
			gone = append(gone, e.ID)
		case e.added && !e.gone:
			added = append(added, e.Contact)
		}
	}
	if err := p.r.forget(gone); err != nil {
		return err
	}
	for _, e := range p.order {
		if e.dirty && !e.added && !e.gone {
			if err := p.r.tx.Save(&e.Contact).Error; err != nil {
				return err
			}
		}
	}
	return insert(p.r, added)
}

// forget deletes the contacts that became one with others.
func (r *recording) forget(ids []int64) error {
	for batch := range slices.Chunk(ids, loadBatch) {
		if err := r.in().Where("id IN ?", batch).Delete(&models.Contact{}).Error; err != nil {
			return err
		}
	}
	return nil
}
