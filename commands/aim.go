package commands

import (
	"context"
	"fmt"

	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

// aim is what a workspace targets, compiled.
type aim struct {
	models.Targeting
	profiles []*scoring.Profile // one for each ICP in force, in their order
	seats    map[*scoring.Profile][]scoring.Persona
}

// aim gives the compiled targeting of a workspace. It is kept until the
// version, which every search for an account brings along, is another.
func (r *Runner) aim(ctx context.Context, workspace, version int64) (*aim, error) {
	r.mu.Lock()
	kept := r.compiled[workspace]
	r.mu.Unlock()
	if kept != nil && kept.Version == version {
		return kept, nil
	}
	stored, err := r.lib.Targeting(ctx, workspace)
	if err != nil {
		return nil, err
	}
	t, err := compile(stored)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.compiled[workspace] = t
	return t, nil
}

// current gives the targeting in force now, for commands that search for no
// account first.
func (c *call) current() (*aim, error) {
	found, err := c.lib.Find(c, c.Workspace, models.Query{})
	if err != nil {
		return nil, err
	}
	return c.aim(c, c.Workspace, found.Targeting)
}

func compile(stored models.Targeting) (*aim, error) {
	t := &aim{Targeting: stored, seats: map[*scoring.Profile][]scoring.Persona{}}
	for i := range stored.ICPs {
		icp := &stored.ICPs[i]
		profile, err := icp.Profile(icp.Name, stored.Settings)
		if err != nil {
			return nil, fmt.Errorf("compile ICP %s version %d: %w", icp.Name, icp.Version, err)
		}
		t.profiles = append(t.profiles, profile)
		t.seats[profile] = seatsOf(icp.Personas)
	}
	return t, nil
}

// only is the targeting of some ICPs, by name; no name is all of them.
func (t *aim) only(names []string) *aim {
	some := *t
	some.profiles, some.ICPs = nil, nil
	for i, p := range t.profiles {
		if oneOf(names, p.Name) {
			some.profiles, some.ICPs = append(some.profiles, p), append(some.ICPs, t.ICPs[i])
		}
	}
	return &some
}

func seatsOf(personas []models.Persona) []scoring.Persona {
	seats := make([]scoring.Persona, len(personas))
	for i := range personas {
		seats[i] = personas[i].Seat(language.ParseTitle, language.Fold)
	}
	return seats
}

// icp gives the ICP a profile was made from.
func (t *aim) icp(p *scoring.Profile) *models.InForce {
	for i, profile := range t.profiles {
		if profile == p {
			return &t.ICPs[i]
		}
	}
	return nil
}

// committee fills the seats of a profile with the people at an account, and
// gathers what is to be said with them.
func (c *call) committee(f *found, p *scoring.Profile) (seatsView, error) {
	contacts, err := c.lib.PeopleAt(c, c.Workspace, f.account.ID)
	if err != nil {
		return seatsView{}, err
	}
	home := homeOf(f.facts)
	people := peopleOf(contacts)
	v := seatsView{
		Committee: scoring.Seats(f.aim.seats[p], people, p.Order, home),
		strangers: strangers(f.aim.seats[p], people, home),
		company:   f.account.Name, home: home, people: people, cautions: cautions(f, c.now),
	}
	v.setAuthority(f.aim.icp(p).DealSize, f.aim.Settings)
	return v, nil
}

// homeOf gives the place of an account, as seats ask for it; "" when it is not
// known or not one place.
func homeOf(f *scoring.Facts) string {
	if place := f.Place(); place.Known() && len(place.Words) == 1 {
		return place.Words[0]
	}
	return ""
}

// peopleOf makes contacts what seats see.
func peopleOf(contacts []models.Contact) []scoring.Person {
	people := make([]scoring.Person, len(contacts))
	places := map[string]string{"": ""}
	for i := range contacts {
		p := contacts[i].Person(language.ParseTitle, language.Fold)
		covers, known := places[p.Parsed.Scope]
		if !known {
			covers, _ = language.Place(p.Parsed.Scope)
			places[p.Parsed.Scope] = covers
		}
		p.Covers = covers
		people[i] = p
	}
	return people
}
