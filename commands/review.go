package commands

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/internal/language"
	"rightdoor/models"
)

var reviewCommand = Command{
	Name: "review", Args: "[OWNER]", Summary: "the profiles and personas that are overdue for review",
	Detail:  "Whoever owns one is reminded by direct message, at most once a week.",
	Example: []string{"review", "review ana@datainsight.example"},
	run:     review,
}

var reviewDoneCommand = Command{
	Name: "review done", Part: "review", Exact: true, Args: "ICP [/ PERSONA]", Summary: "still true: look at it again in 90 days",
	Detail:  "It makes a version that says the same, with another day of review. Whoever owns the profile or persona may say it, too.",
	Example: []string{"review done mid-market commerce", "review done mid-market commerce / Revenue Ruby"},
	Needs:   Manager, run: reviewDone, owner: reviewOwner,
}

// reviewEvery is how many days a review is good for.
const reviewEvery = 90

// ReviewList names what is overdue for review.
type ReviewList struct {
	Due []ReviewDue `json:"due"`
	now time.Time
}

// ReviewDue is a profile, or a persona of one, that is overdue for review.
type ReviewDue struct {
	Owner   string `json:"owner"` // an address; "" where nobody owns it
	ICP     string `json:"icp"`
	Persona string `json:"persona,omitempty"`
	Since   string `json:"since"` // the day it was to be reviewed, 2006-01-02
}

func review(c *call) (View, error) {
	t, err := c.current()
	if err != nil {
		return nil, err
	}
	owner := plain(c.object())
	list := ReviewList{Due: []ReviewDue{}, now: c.now}
	add := func(d ReviewDue) {
		day, err := time.Parse(time.DateOnly, d.Since)
		if err == nil && c.now.After(day.AddDate(0, 0, 1)) && (owner == "" || strings.EqualFold(owner, d.Owner)) {
			list.Due = append(list.Due, d)
		}
	}
	for _, icp := range t.ICPs {
		add(ReviewDue{icp.Owner, icp.Name, "", icp.Review})
		for _, p := range icp.Personas {
			add(ReviewDue{ownerOf(p, icp), icp.Name, p.Name, p.Review})
		}
	}
	return list, nil
}

// ownerOf is whose a persona is: her own owner's, else the profile's.
func ownerOf(p models.Persona, icp models.InForce) string {
	if p.Owner != "" {
		return p.Owner
	}
	return icp.Owner
}

// name is what is overdue.
func (d ReviewDue) name() string {
	if d.Persona != "" {
		return d.Persona + " (" + d.ICP + ")"
	}
	return d.ICP
}

// page is the command that shows it.
func (d ReviewDue) page() string {
	if d.Persona != "" {
		return Quote("persona", d.Persona)
	}
	return Quote("icp", d.ICP)
}

// done is the command that says that it is still true.
func (d ReviewDue) done() string {
	if d.Persona != "" {
		return Quote("review", "done", d.ICP, "/", d.Persona)
	}
	return Quote("review", "done", d.ICP)
}

func (l ReviewList) items() []Item {
	var items []Item
	for _, d := range l.Due {
		text := d.name()
		if day, err := time.Parse(time.DateOnly, d.Since); err == nil {
			text += " was to be reviewed " + ago(day, l.now)
		}
		if d.Owner != "" {
			text += ", by " + d.Owner
		}
		items = append(items, Item{Text: text + "."})
	}
	return items
}

func (l ReviewList) head() string {
	if len(l.Due) == 0 {
		return "Nothing is overdue for review."
	}
	return "Overdue for review: is it still true of the companies and people you win?"
}

// Text lists what is overdue.
func (l ReviewList) Text() string {
	lines := append([]string{l.head()}, texts(l.items())...)
	if len(l.Due) > 0 {
		lines = append(lines, "`review done NAME` says that it is still true.")
	}
	return strings.Join(lines, "\n")
}

// Card lists what is overdue, with the two answers to it.
func (l ReviewList) Card() Card {
	card := Card{Headline: l.head(), Sections: []Section{{Lines: l.items()}}}
	for _, d := range l.Due[:min(len(l.Due), shownButtons)] {
		name := ""
		if len(l.Due) > 1 {
			name = ": " + d.name()
		}
		card.Next = append(card.Next, Option{"Still true" + name, d.done()}, Option{"Open" + name, d.page()})
	}
	return card
}

// reviewed is what a review is of: the version in force of a profile, or one of
// its personas.
type reviewed struct {
	icp     models.ICP
	version *models.ICPVersion
	persona *models.Persona // one of the version's; nil for the profile
}

func (c *call) reviewed() (reviewed, error) {
	name, persona, _ := strings.Cut(plain(c.object()), " / ")
	i, err := c.stored(strings.TrimSpace(name), "review done mid-market commerce")
	if err != nil {
		return reviewed{}, err
	}
	if i.Published == 0 {
		return reviewed{}, fault.New(fault.Refused, "%s is not in force, so there is nothing to review yet.", i.Name)
	}
	v, err := c.lib.Version(c, c.Workspace, i.ID, i.Published)
	if err != nil || persona == "" {
		return reviewed{icp: i, version: v}, err
	}
	at := slices.IndexFunc(v.Personas, func(p models.Persona) bool { return language.Fold(p.Name) == language.Fold(persona) })
	if at < 0 {
		return reviewed{}, fault.New(fault.NotFound, "%s has no persona %q.", i.Name, persona)
	}
	return reviewed{i, v, &v.Personas[at]}, nil
}

// reviewOwner is whose word counts beside a manager's.
func reviewOwner(c *call) (string, error) {
	r, err := c.reviewed()
	switch {
	case err != nil:
		return "", err
	case r.persona != nil && r.persona.Owner != "":
		return r.persona.Owner, nil
	default:
		return r.version.Owner, nil
	}
}

func reviewDone(c *call) (View, error) {
	r, err := c.reviewed()
	if err != nil {
		return nil, err
	}
	next := c.now.AddDate(0, 0, reviewEvery).Format(time.DateOnly)
	what, review := r.icp.Name, &r.version.Review
	if r.persona != nil {
		what, review = r.persona.Name, &r.persona.Review
	}
	*review = next
	change := models.NewVersion{Name: r.icp.Name, Version: *r.version, Publish: true, By: c.User}
	if _, err := c.lib.Record(c, c.Workspace, []models.Change{change}); err != nil {
		return nil, err
	}
	return Notice{fmt.Sprintf("Good: %s holds. The next review is on %s.", what, next)}, nil
}
