package commands

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/internal/language"
	"rightdoor/models"
)

var personaAdaptCommand = Command{
	Name: "persona adapt", Args: "NAME --to ICP [--take]", Summary: "copy a persona under another profile, as a draft with a link back",
	Detail: "The copy is edited for its own profile. When the original changes, `persona` shows it, and --take brings the changed parts over; nothing changes by itself. " +
		"Several of a name are told apart by their profile: `persona adapt mid-market commerce/Revenue Ruby --to latam saas`.",
	Example: []string{"persona adapt Revenue Ruby --to latam saas"},
	Needs:   Manager, run: personaAdapt,
}

// link is the way back from an adaptation: which persona, of which version of
// which ICP, it was made from. Version 0 is not told.
type link struct {
	icp     string
	version int
	persona string
}

// linkOf reads "ICP@3/persona" or "ICP/persona"; ok is false where there is
// none.
func linkOf(text string) (l link, ok bool) {
	icp, persona, ok := strings.Cut(text, "/")
	if !ok {
		return l, false
	}
	l = link{icp: strings.TrimSpace(icp), persona: strings.TrimSpace(persona)}
	if name, number, versioned := strings.Cut(l.icp, "@"); versioned {
		if v, err := strconv.Atoi(number); err == nil {
			l.icp, l.version = name, v
		}
	}
	return l, true
}

func (l link) String() string { return fmt.Sprintf("%s@%d/%s", l.icp, l.version, l.persona) }

func (l link) same(o link) bool {
	return language.Fold(l.icp) == language.Fold(o.icp) && language.Fold(l.persona) == language.Fold(o.persona)
}

// placed is a persona with the version it stands in.
type placed struct {
	icp     models.ICP
	version int
	written time.Time // when the version was
	models.Persona
}

func (p placed) link() link { return link{p.icp.Name, p.version, p.Name} }

// adapting is what `persona adapt` was asked for.
type adapting struct {
	name, target string
	take         bool
}

func readAdapting(args []string) (a adapting, ok bool) {
	rest := slices.DeleteFunc(slices.Clone(args), func(w string) bool { return w == "--take" })
	a.take = len(rest) < len(args)
	i := slices.Index(rest, "--to")
	if i < 1 || i == len(rest)-1 {
		return a, false
	}
	a.name, a.target = plain(strings.Join(rest[:i], " ")), plain(strings.Join(rest[i+1:], " "))
	return a, true
}

func personaAdapt(c *call) (View, error) {
	a, ok := readAdapting(c.args)
	if !ok {
		return nil, fault.New(fault.Usage, "Which persona, and to which ICP? As in `persona adapt Revenue Ruby --to latam saas`.")
	}
	target, err := c.stored(a.target, "persona adapt Revenue Ruby --to latam saas")
	if err != nil {
		return nil, err
	}
	original, err := c.original(a.name, target)
	if err != nil {
		return nil, err
	}
	latest, err := c.newest(target)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(latest.Personas, func(p models.Persona) bool {
		back, ok := linkOf(p.AdaptedFrom)
		return ok && back.same(original.link())
	})
	if i >= 0 {
		return c.takeOver(a, original, target, latest, i)
	}
	if slices.ContainsFunc(latest.Personas, func(p models.Persona) bool { return language.Fold(p.Name) == language.Fold(original.Name) }) {
		return nil, fault.New(fault.Refused, "%s has a persona %s of its own already. Rename one of them in the targeting file first.", target.Name, original.Name)
	}
	copied := original.Persona
	copied.AdaptedFrom = original.link().String()
	latest.Personas = append(slices.Clone(latest.Personas), copied)
	if err := c.addVersion(target, latest); err != nil {
		return nil, err
	}
	return Notice{fmt.Sprintf("%s is copied from %s (version %d) into a draft of %s. Edit it for those companies, then publish: icp publish %s",
		original.Name, original.icp.Name, original.version, target.Name, target.Name)}, nil
}

// addVersion saves a version without publishing it.
func (c *call) addVersion(icp models.ICP, v *models.ICPVersion) error {
	_, err := c.lib.Record(c, c.Workspace, []models.Change{models.NewVersion{Name: icp.Name, Version: *v, By: c.User}})
	return err
}

// takeOver brings the parts of an original that changed since the copy was made
// over to the copy.
func (c *call) takeOver(a adapting, original placed, target models.ICP, latest *models.ICPVersion, i int) (View, error) {
	adapted := latest.Personas[i]
	changed, err := c.changedSince(adapted, original)
	if err != nil {
		return nil, err
	}
	switch {
	case len(changed) == 0:
		return Notice{fmt.Sprintf("%s is under %s already, and nothing of the original has changed since.", adapted.Name, target.Name)}, nil
	case !a.take:
		return Notice{fmt.Sprintf("%s is under %s already. Of the original changed since: %s. To take that over: %s", adapted.Name, target.Name, fieldWords(changed), takeCommand(original, target.Name))}, nil
	}
	latest.Personas = slices.Clone(latest.Personas)
	mine := &latest.Personas[i]
	to, from := reflect.ValueOf(mine).Elem(), reflect.ValueOf(original.Persona)
	for _, name := range changed {
		to.FieldByName(name).Set(from.FieldByName(name))
	}
	mine.AdaptedFrom = original.link().String()
	if err := c.addVersion(target, latest); err != nil {
		return nil, err
	}
	return Notice{fmt.Sprintf("%s of %s now has the original's %s, in a draft. The rest stays as it was. Publish it: icp publish %s", mine.Name, target.Name, fieldWords(changed), target.Name)}, nil
}

func takeCommand(original placed, target string) string {
	return fmt.Sprintf("persona adapt %s/%s --to %s --take", original.icp.Name, original.Name, target)
}

// adaptedFields are the parts of a persona that an original hands on: what they
// are called, who owns them and where they stand is each one's own.
var adaptedFields = []string{
	"Role", "Required", "Titles", "Seniorities", "Functions", "Responsibilities", "Goals", "Pains", "DailyWork", "Objections", "Fears",
	"BuyingCriteria", "SuccessMetrics", "Channel", "Content", "Opener", "Evidence",
}

// changedSince lists the parts of an original that are not what they were when
// a copy was made, and that the copy does not have; none where the copy does
// not tell when that was.
func (c *call) changedSince(adapted models.Persona, original placed) ([]string, error) {
	back, ok := linkOf(adapted.AdaptedFrom)
	if !ok || back.version == 0 || back.version == original.version {
		return nil, nil
	}
	then, err := c.lib.Version(c, c.Workspace, original.icp.ID, back.version)
	if err != nil || then == nil {
		return nil, err
	}
	i := slices.IndexFunc(then.Personas, func(p models.Persona) bool { return language.Fold(p.Name) == language.Fold(original.Name) })
	if i < 0 {
		return nil, nil
	}
	was, is, mine := reflect.ValueOf(then.Personas[i]), reflect.ValueOf(original.Persona), reflect.ValueOf(adapted)
	var changed []string
	for _, name := range adaptedFields {
		now := is.FieldByName(name)
		if !sameField(was.FieldByName(name), now) && !sameField(mine.FieldByName(name), now) {
			changed = append(changed, name)
		}
	}
	return changed, nil
}

// sameField compares two parts; no list and an empty one are the same.
func sameField(a, b reflect.Value) bool {
	if a.Kind() == reflect.Slice && a.Len() == 0 && b.Len() == 0 {
		return true
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

// fieldWords writes names of parts: "goals, daily work".
func fieldWords(names []string) string {
	words := make([]string, len(names))
	for i, name := range names {
		var b strings.Builder
		for k, r := range name {
			if k > 0 && r >= 'A' && r <= 'Z' {
				b.WriteByte(' ')
			}
			b.WriteRune(r)
		}
		words[i] = strings.ToLower(b.String())
	}
	return strings.Join(words, ", ")
}

// newest gives the newest version of an ICP.
func (c *call) newest(i models.ICP) (*models.ICPVersion, error) {
	versions, err := c.lib.Versions(c, c.Workspace, i.ID)
	if err != nil {
		return nil, err
	}
	return c.lib.Version(c, c.Workspace, i.ID, versions[0].Version)
}

// original finds the persona to adapt, anywhere but under the target.
func (c *call) original(name string, target models.ICP) (placed, error) {
	all, err := c.everyPersona()
	if err != nil {
		return placed{}, err
	}
	all = slices.DeleteFunc(all, func(p placed) bool { return p.icp.ID == target.ID })
	hits := calledSo(all, name)
	switch {
	case len(hits) == 0:
		return placed{}, fault.New(fault.NotFound, "There is no persona %q under another ICP than %s.", name, target.Name)
	case len(hits) > 1 && hits[0].AdaptedFrom == "" && hits[1].AdaptedFrom != "":
		return hits[0], nil
	case len(hits) > 1:
		return placed{}, fault.New(fault.NotFound, "There are %d personas %q. Say which: %s/%s or %s/%s.", len(hits), name, hits[0].icp.Name, hits[0].Name, hits[1].icp.Name, hits[1].Name)
	}
	return hits[0], nil
}

// calledSo gives the personas of a name, or of "ICP/name"; originals first.
func calledSo(all []placed, name string) []placed {
	l, qualified := linkOf(name)
	var hits []placed
	for _, p := range all {
		if qualified && p.link().same(l) || !qualified && language.Fold(p.Name) == language.Fold(name) {
			hits = append(hits, p)
		}
	}
	slices.SortStableFunc(hits, func(a, b placed) int { return min(len(a.AdaptedFrom), 1) - min(len(b.AdaptedFrom), 1) })
	return hits
}

// everyPersona lists the personas of all ICPs: of the version in force, else of
// the latest.
func (c *call) everyPersona() ([]placed, error) {
	icps, err := c.lib.ICPs(c, c.Workspace)
	if err != nil {
		return nil, err
	}
	var all []placed
	for _, i := range icps {
		v, err := c.standing(i)
		if err != nil {
			return nil, err
		}
		for _, p := range v.Personas {
			all = append(all, placed{i, v.Version, v.CreatedAt, p})
		}
	}
	return all, nil
}

// standing is the version of an ICP in force, else its latest.
func (c *call) standing(i models.ICP) (*models.ICPVersion, error) {
	if i.Published > 0 {
		return c.lib.Version(c, c.Workspace, i.ID, i.Published)
	}
	return c.newest(i)
}

// offers say what is to be taken over from originals that changed, and by which
// adaptations of a persona.
func (c *call) offers(p placed, all []placed) ([]string, error) {
	var offers []string
	for _, k := range all {
		original, adapted := k, p
		back, ok := linkOf(p.AdaptedFrom)
		if !ok || !back.same(k.link()) {
			original, adapted = p, k
			if back, ok = linkOf(k.AdaptedFrom); !ok || !back.same(p.link()) {
				continue
			}
		}
		changed, err := c.changedSince(adapted.Persona, original)
		if err != nil {
			return nil, err
		}
		if len(changed) > 0 {
			offers = append(offers, fmt.Sprintf("%s of %s has changed since it was adapted for %s: %s. To take that over: %s",
				original.Name, original.icp.Name, adapted.icp.Name, fieldWords(changed), takeCommand(original, adapted.icp.Name)))
		}
	}
	return offers, nil
}
