package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

var icpCommand = Command{
	Name: "icp", Args: "[NAME[@VERSION]]", Summary: "the company profiles: which companies are worth our time",
	Detail:  "Without a name it lists them; with one it shows what is in force, or a version.",
	Example: []string{"icp", "icp mid-market commerce", "icp mid-market commerce@1"},
	run:     icp,
}

var icpPublishCommand = Command{
	Name: "icp publish", Args: "NAME[@VERSION]", Summary: "put a version of a profile in force; without one, the latest",
	Detail:  "Publishing an earlier version is the way back. Versions never change.",
	Example: []string{"icp publish mid-market commerce@1"},
	Needs:   Manager, run: icpPublish,
}

var icpArchiveCommand = Command{
	Name: "icp archive", Args: "NAME", Summary: "take a profile out of force; its versions stay",
	Detail:  "`icp publish NAME` brings it back.",
	Example: []string{"icp archive latam saas"},
	Needs:   Manager, run: icpArchive,
}

// ICPList lists the company profiles.
type ICPList struct {
	ICPs []ICPRow `json:"icps"`
}

// ICPRow is one profile of a list.
type ICPRow struct {
	Name      string `json:"name"`
	State     string `json:"state"` // published, draft, archived
	Version   int    `json:"version"`
	Personas  int    `json:"personas"`
	Owner     string `json:"owner"`
	Review    string `json:"review"`
	situation string
}

// ICPPage shows one version of a profile.
type ICPPage struct {
	Name     string            `json:"name"`
	State    string            `json:"state"`
	Version  models.ICPVersion `json:"-"`
	Number   int               `json:"version"`
	Criteria []ICPCriterion    `json:"criteria"`
	Personas []PersonaRow      `json:"personas"`
	Flags    []Flag            `json:"flags"`
	Versions []VersionRow      `json:"versions"`
	Triggers []scoring.Trigger `json:"triggers"`
	Refused  RefusedUnder      `json:"refused"` // why alerts under it were no good, as the team says

	age string // of the version that is shown
}

// VersionRow is one version of a profile.
type VersionRow struct {
	Version int    `json:"version"`
	State   string `json:"state"`
	By      string `json:"by"`
	On      string `json:"on"`
}

func icp(c *call) (View, error) {
	all, err := c.lib.ICPs(c, c.Workspace)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		next, err := c.nextStep(&aim{})
		return next, err
	}
	if c.object() == "" {
		return c.icpList(all)
	}
	name, version, err := nameAndVersion(c.object())
	if err != nil {
		return nil, err
	}
	found, err := pick(all, name)
	if err != nil {
		return nil, err
	}
	return c.icpPage(found, version)
}

// pick finds an ICP by name, whatever its case and punctuation.
func pick(all []models.ICP, name string) (models.ICP, error) {
	for _, i := range all {
		if language.Fold(i.Name) == language.Fold(name) {
			return i, nil
		}
	}
	if len(all) == 0 {
		return models.ICP{}, fault.New(fault.NotFound, "There is no ICP %q, nor any other yet.", name)
	}
	return models.ICP{}, fault.New(fault.NotFound, "There is no ICP %q. There is %s.", name, icpNames(all))
}

// stored finds the ICP that a command names.
func (c *call) stored(name, example string) (models.ICP, error) {
	if name == "" {
		return models.ICP{}, fault.New(fault.Usage, "Which ICP? As in `%s`; `icp` lists them.", example)
	}
	all, err := c.lib.ICPs(c, c.Workspace)
	if err != nil {
		return models.ICP{}, err
	}
	return pick(all, name)
}

func icpNames(all []models.ICP) string {
	var names []string
	for _, i := range all {
		names = append(names, i.Name)
	}
	return scoring.And(names)
}

// nameAndVersion splits "name@3"; version 0 means none was given.
func nameAndVersion(text string) (name string, version int, err error) {
	name, number, given := strings.Cut(plain(text), "@")
	if !given {
		return strings.TrimSpace(name), 0, nil
	}
	version, err = strconv.Atoi(strings.TrimPrefix(strings.TrimSpace(number), "v"))
	if err != nil || version < 1 {
		return "", 0, fault.New(fault.Usage, "%q is no version. Versions are numbers from 1, as in `icp publish %s@2`.", number, strings.TrimSpace(name))
	}
	return strings.TrimSpace(name), version, nil
}

func (c *call) icpList(all []models.ICP) (View, error) {
	list := ICPList{ICPs: []ICPRow{}}
	for _, i := range all {
		versions, err := c.lib.Versions(c, c.Workspace, i.ID)
		if err != nil {
			return nil, err
		}
		number := i.Published
		if number == 0 {
			number = versions[0].Version
		}
		v, err := c.lib.Version(c, c.Workspace, i.ID, number)
		if err != nil {
			return nil, err
		}
		list.ICPs = append(list.ICPs, ICPRow{i.Name, stateOf(i), number, len(v.Personas), v.Owner, v.Review, v.Situation})
	}
	return list, nil
}

func stateOf(i models.ICP) string {
	switch {
	case i.Archived:
		return "archived"
	case i.Published == 0:
		return "draft"
	default:
		return "published"
	}
}

// Text lists the profiles.
func (l ICPList) Text() string {
	lines := []string{"Which companies are worth our time:"}
	for _, i := range l.ICPs {
		line := fmt.Sprintf("%s v%d – %s, %s", i.Name, i.Version, i.State, plural(i.Personas, "persona"))
		if i.Owner != "" {
			line += ", " + i.Owner
		}
		lines = append(lines, line)
		if i.situation != "" {
			lines = append(lines, "    "+i.situation)
		}
	}
	lines = append(lines, "`icp NAME` shows one.")
	if none := l.noneInForce(); none != "" {
		lines = append(lines, none)
	}
	return strings.Join(lines, "\n")
}

// noneInForce says what to do where no profile scores anything; "" elsewhere.
func (l ICPList) noneInForce() string {
	if slices.ContainsFunc(l.ICPs, func(i ICPRow) bool { return i.State == "published" }) {
		return ""
	}
	return "None is in force, so nothing is scored. A manager publishes one: icp publish " + l.ICPs[0].Name
}

func (c *call) icpPage(i models.ICP, number int) (View, error) {
	versions, err := c.lib.Versions(c, c.Workspace, i.ID)
	if err != nil {
		return nil, err
	}
	if number == 0 {
		number = i.Published
	}
	if number == 0 {
		number = versions[0].Version
	}
	v, err := c.lib.Version(c, c.Workspace, i.ID, number)
	if err != nil {
		return nil, err
	}
	if v == nil {
		return nil, noVersion(i, number, versions[0].Version)
	}
	settings, err := c.lib.Settings(c, c.Workspace, c.now)
	if err != nil {
		return nil, err
	}
	profile, err := v.Profile(i.Name, settings)
	if err != nil {
		return nil, err
	}
	page := ICPPage{
		Name: i.Name, State: versionState(i, *v), Version: *v, Number: v.Version, Triggers: listed(v.Triggers),
		Criteria: icpCriteria(profile), Flags: []Flag{}, Personas: []PersonaRow{},
	}
	page.age = "written " + ago(v.CreatedAt, c.now)
	if page.Refused, err = c.refusedUnder(i.ID, page.Criteria); err != nil {
		return nil, err
	}
	page.Flags = append(page.Flags, c.reviewFlags(&models.InForce{ICP: i, ICPVersion: *v})...)
	if len(v.Personas) > 0 { // without any, the review says so
		page.Flags = append(page.Flags, personaFlags(i.Name, v.Personas)...)
	}
	for _, p := range v.Personas {
		page.Personas = append(page.Personas, personaRow(p, i.Name))
	}
	for _, k := range versions {
		page.Versions = append(page.Versions, VersionRow{k.Version, versionState(i, k), k.CreatedBy, k.CreatedAt.Format(time.DateOnly)})
	}
	return page, nil
}

func versionState(i models.ICP, v models.ICPVersion) string {
	switch {
	case v.Version == i.Published:
		return "in force"
	case v.PublishedAt == nil:
		return "draft"
	case i.Archived:
		return "archived"
	default:
		return "earlier"
	}
}

// Text shows the profile: which companies, then the people, then its past.
func (p ICPPage) Text() string {
	v := p.Version
	lines := []string{fmt.Sprintf("%s v%d – %s · qualified from %d · tiers %s", p.Name, p.Number, p.State, v.CutOff, tierWords(v.Tiers))}
	if v.Situation != "" {
		lines = append(lines, "Their situation: "+v.Situation)
	}
	for _, pain := range v.Pains {
		lines = append(lines, "Their pain: "+pain)
	}
	for _, k := range p.Criteria {
		points := fmt.Sprintf("%3d", k.MaxPoints)
		if k.Mode == scoring.MustNot {
			points = "out"
		}
		lines = append(lines, fmt.Sprintf("%s  %-16s %s", points, slugWords(k.Attribute), k.want()+k.refused()))
	}
	for _, t := range p.Triggers {
		lines = append(lines, fmt.Sprintf("now  %-16s half as strong after %g days", slugWords(t.Signal), t.HalfLife))
	}
	for _, persona := range p.Personas {
		lines = append(lines, "who  "+persona.text(few(persona.Titles)))
	}
	for _, r := range p.Refused.lines() {
		lines = append(lines, "no   "+r)
	}
	lines = append(lines, p.owner())
	for _, f := range p.Flags {
		lines = append(lines, "▲ "+f.Message)
	}
	return strings.Join(append(lines, p.past()), "\n")
}

func tierWords(tiers []scoring.Tier) string {
	var words []string
	for _, t := range tiers {
		words = append(words, fmt.Sprintf("%s from %d", t.Letter, t.From))
	}
	return strings.Join(words, ", ")
}

func ownerLine(owner, review, deal string) []string {
	var parts []string
	if owner != "" {
		parts = append(parts, "owner "+owner)
	}
	if review != "" {
		parts = append(parts, "review by "+review)
	}
	if deal != "" {
		info, _ := scoring.Revenue.Info()
		if v, err := scoring.ParseValue(scoring.Money, deal); err == nil {
			parts = append(parts, "usual deal "+info.Format(v))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{upperFirst(strings.Join(parts, " · "))}
}

// owner says how old the version is, whose, and when it is to be reviewed.
func (p ICPPage) owner() string {
	return aged(p.age, ownerLine(p.Version.Owner, p.Version.Review, p.Version.DealSize))
}

// aged puts how old something is before whose it is.
func aged(age string, owner []string) string {
	parts := []string{age}
	for _, o := range owner {
		parts = append(parts, lowerFirst(o))
	}
	return upperFirst(strings.Join(parts, " · "))
}

func (p ICPPage) past() string {
	var words []string
	for _, v := range p.Versions {
		words = append(words, fmt.Sprintf("v%d %s (%s)", v.Version, v.State, v.On))
	}
	return "Versions: " + strings.Join(words, ", ")
}

// Notice is an answer in one sentence.
type Notice struct {
	Message string `json:"message"`
}

// Text gives the sentence.
func (n Notice) Text() string { return n.Message }

func icpPublish(c *call) (View, error) {
	name, version, err := nameAndVersion(c.object())
	if err != nil {
		return nil, err
	}
	i, err := c.stored(name, "icp publish mid-market commerce@2")
	if err != nil {
		return nil, err
	}
	if err := c.hasVersion(i, version); err != nil {
		return nil, err
	}
	done, err := c.lib.Record(c, c.Workspace, []models.Change{models.Publication{Name: i.Name, Version: version, By: c.User}})
	if err != nil {
		return nil, err
	}
	if done.Changed == 0 {
		return Notice{i.Name + " stays as it was: that version is in force already."}, nil
	}
	return Notice{i.Name + " is in force. Every answer from now on goes by it; `icp " + i.Name + "` shows it and its other versions."}, nil
}

// hasVersion refuses a version that an ICP does not have; 0 is the latest.
func (c *call) hasVersion(i models.ICP, version int) error {
	versions, err := c.lib.Versions(c, c.Workspace, i.ID)
	if err != nil || version <= versions[0].Version {
		return err
	}
	return noVersion(i, version, versions[0].Version)
}

func noVersion(i models.ICP, version, latest int) error {
	return fault.New(fault.NotFound, "%s has no version %d; the latest is %d.", i.Name, version, latest)
}

func icpArchive(c *call) (View, error) {
	i, err := c.stored(plain(c.object()), "icp archive mid-market commerce")
	if err != nil {
		return nil, err
	}
	done, err := c.lib.Record(c, c.Workspace, []models.Change{models.Archival{Name: i.Name, By: c.User}})
	if err != nil {
		return nil, err
	}
	if done.Changed == 0 {
		return Notice{i.Name + " was archived before."}, nil
	}
	return Notice{i.Name + " is archived and scores nothing now. `icp publish " + i.Name + "` brings it back."}, nil
}
