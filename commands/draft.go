package commands

import (
	"fmt"
	"slices"
	"strings"

	"rightdoor/internal/fault"
	"rightdoor/internal/language"
	"rightdoor/internal/targeting"
	"rightdoor/models"
	"rightdoor/scoring"
)

var icpNewCommand = Command{
	Name: "icp new", Args: "SENTENCE [--name NAME] [--save]", Summary: "a company profile from a sentence, as a draft",
	Detail: "Shows each criterion with the words it came from. What companies do and where they are must be so, unless the sentence says ideally; " +
		"all else should be and earns points; what is excluded must not be, and earns none. --save keeps it as a draft, which scores nothing until a manager publishes it; " +
		"people in the sentence become a persona draft under it.",
	Example: []string{`icp new "B2B SaaS in LATAM with more than 50 employees"`},
	Form: &Form{Title: "Which companies?", Submit: "Show the draft", Fields: []Field{
		{Name: "sentence", Label: "Describe the companies you sell to", Hint: "B2B SaaS in LATAM with more than 50 employees"},
	}},
	run: icpNew,
}

// DraftView shows a company profile made from a sentence.
type DraftView struct {
	Name      string        `json:"name"`
	Sentence  string        `json:"sentence"`
	Criteria  []DraftLine   `json:"criteria"`
	Triggers  []DraftLine   `json:"triggers"`
	Situation []string      `json:"situation"`
	Persona   []string      `json:"persona"` // titles
	Reach     Reach         `json:"reach"`
	Saved     int           `json:"saved"` // the version it was saved as; 0 for not saved
	Flags     []Flag        `json:"flags"`
	Draft     targeting.ICP `json:"-"`
	unscored  bool          // nothing in it earns points yet
	clash     string        // the sentence about bounds that exclude each other
	profile   *scoring.Profile
}

// DraftLine is one line of a draft with the words it came from.
type DraftLine struct {
	Text  string `json:"text"`
	Words string `json:"words"`
}

// Reach is how far a profile reaches, from the market down.
type Reach struct {
	Known  int `json:"known"`            // accounts of the workspace
	Pass   int `json:"pass"`             // of these, that fit
	Could  int `json:"could"`            // that might, once more is known
	People int `json:"people,omitempty"` // in seats of those that fit
}

func icpNew(c *call) (View, error) {
	words, options, err := takeOptions(c.args, []string{"save"}, []string{"name"})
	if err != nil {
		return nil, err
	}
	sentence := strings.Join(words, " ")
	if strings.TrimSpace(sentence) == "" {
		return nil, fault.New(fault.Usage, "Describe the companies in a sentence, as in `icp new \"B2B SaaS in LATAM with more than 50 employees\"`.")
	}
	t, err := c.current()
	if err != nil {
		return nil, err
	}
	statement, read := language.ReadLevel(sentence), language.ReadProfile(sentence)
	if view := c.notCompanies(statement, read, sentence, t); view != nil {
		return view, nil
	}
	v, err := c.draft(read, sentence, options["name"], t)
	if err != nil || options["save"] == "" {
		return v, err
	}
	return v, c.saveDraft(v)
}

// notCompanies flags a sentence that is no company profile; nil where it is
// one, or has one beside people.
func (c *call) notCompanies(s language.Statement, read language.Draft, sentence string, t *aim) View {
	switch {
	case s.Level == language.LevelPerson:
		title := personWordsOf(s, sentence)
		return titleForCompany(title, personNext(title, t))
	case s.Level == language.LevelMarket && len(read.Criteria) == 0:
		return marketFlag(sentence)
	case s.Level == language.LevelNeither && len(read.Triggers) == 0 && !slices.ContainsFunc(read.Criteria, telling):
		return vague(sentence)
	default:
		return nil
	}
}

// telling tells whether a criterion says something of companies by itself; a
// place alone may be any word that is also a town.
func telling(k language.DraftCriterion) bool {
	info, _ := k.Attribute.Info()
	return info.Tree() != scoring.PlaceTree && k.Attribute != scoring.City
}

// personWordsOf are the words of a text that speak of a person.
func personWordsOf(s language.Statement, text string) string {
	for _, span := range s.Spans {
		if span.Level == language.LevelPerson {
			return text[span.Start:span.End]
		}
	}
	return cut(text, maxQuoted)
}

// marketFlag answers for everyone where companies were needed.
func marketFlag(sentence string) Flagged {
	return Flagged{
		Flags: []Flag{{FlagMarketForCompany, fmt.Sprintf("%q is the market, not a company profile: it leaves nobody out, so it cannot say where to go first.", cut(sentence, maxQuoted))}},
		More:  []string{"Which of them are worth your time? What they do, how large they are, where, what they use, what is happening to them."},
		next:  []Option{{"Describe the companies", "/icp new"}, {"Show our ICP", "/icp"}},
	}
}

// draft makes a profile of what was read.
func (c *call) draft(read language.Draft, sentence, name string, t *aim) (*DraftView, error) {
	read.Criteria = gated(read.Criteria, sentence)
	v := &DraftView{
		Name: name, Sentence: sentence, Criteria: []DraftLine{}, Triggers: []DraftLine{}, Situation: []string{},
		Persona: listed(read.Persona.Titles), Flags: []Flag{},
	}
	v.Draft, v.clash = draftICP(read), clash(read.Criteria)
	if err := c.nameDraft(v, read); err != nil {
		return nil, err
	}
	for _, s := range read.Situation {
		v.Situation = append(v.Situation, s.Text)
	}
	for i, trigger := range read.Triggers {
		v.Triggers = append(v.Triggers, DraftLine{slugWords(v.Draft.Triggers[i].Signal), trigger.Words})
	}
	if len(v.Persona) > 0 {
		v.Flags = append(v.Flags, Flag{FlagBlurred, "That names companies and people at once. Apart, in the order to use them: 1 the companies, 2 the people."})
	}
	if err := c.compileDraft(v, read, t); err != nil {
		return nil, err
	}
	return v, c.reach(v)
}

// compileDraft writes the criteria as they would be scored. A draft that could
// not be scored shows its lines all the same.
func (c *call) compileDraft(v *DraftView, read language.Draft, t *aim) error {
	profile, err := v.Draft.Profile(v.Name, t.Settings)
	v.unscored = err != nil
	if v.unscored {
		for _, k := range read.Criteria {
			v.Criteria = append(v.Criteria, DraftLine{slugWords(string(k.Attribute)) + ": " + demand(k.Criterion, "“"+k.Words+"”"), k.Words})
		}
		return nil
	}
	v.profile = profile
	for i, k := range profile.Explain(&scoring.Facts{}).Criteria {
		from := read.Criteria[i]
		v.Criteria = append(v.Criteria, DraftLine{slugWords(string(k.Attribute)) + ": " + demand(from.Criterion, k.Want), from.Words})
	}
	return nil
}

// The weight and the life of a trigger that a sentence names: it says neither.
const (
	draftTriggerWeight   = 1
	draftTriggerHalfLife = 90 // days
)

// draftICP writes what was read as an ICP.
func draftICP(read language.Draft) targeting.ICP {
	icp := targeting.ICP{ICPVersion: models.ICPVersion{CutOff: scoring.DefaultCutOff, Tiers: scoring.DefaultTiers()}}
	for _, k := range read.Criteria {
		icp.Criteria = append(icp.Criteria, k.Criterion)
	}
	for _, t := range read.Triggers {
		icp.Triggers = append(icp.Triggers, scoring.Trigger{Signal: t.Signal, Weight: draftTriggerWeight, HalfLife: draftTriggerHalfLife})
	}
	var situation []string
	for _, s := range read.Situation {
		situation = append(situation, s.Text)
	}
	icp.Situation = strings.Join(situation, "; ")
	if len(read.Persona.Titles) > 0 {
		icp.Personas = []models.Persona{draftPersona(read.Persona.Titles)}
	}
	return icp
}

// draftPersona makes a persona of titles; its role is a guess from the first.
func draftPersona(titles []string) models.Persona {
	role := usualRole(language.ParseTitle(titles[0]))
	return models.Persona{
		Name: upperFirst(titles[0]), Role: role, Required: role == scoring.EconomicBuyer || role == scoring.Champion, Titles: titles, Evidence: "opinion",
	}
}

// technical are the functions that vet a product.
var technical = []scoring.Function{"engineering", "information_technology", "security", "data"}

// usualRole guesses what a title does in a purchase.
func usualRole(t scoring.Title) scoring.Role {
	switch t.Seniority {
	case "owner", "founder", "c_suite", "partner":
		return scoring.EconomicBuyer
	case "vp", "head", "director":
		if slices.ContainsFunc(t.Functions, func(f scoring.Function) bool { return slices.Contains(technical, f) }) {
			return scoring.TechnicalEvaluator
		}
		return scoring.Champion
	case "manager":
		return scoring.Influencer
	default:
		return scoring.EndUser
	}
}

// maxDraftName bounds the name made for a draft, in characters.
const maxDraftName = 60

// nameDraft names a draft by what it says, unless somebody did. No other ICP
// has the name.
func (c *call) nameDraft(v *DraftView, read language.Draft) error {
	all, err := c.lib.ICPs(c, c.Workspace)
	if err != nil {
		return err
	}
	taken := func(name string) bool {
		return slices.ContainsFunc(all, func(i models.ICP) bool { return language.Fold(i.Name) == language.Fold(name) })
	}
	if v.Name != "" {
		if taken(v.Name) {
			return fault.New(fault.Refused, "There is an ICP %q already. Give the draft another name.", v.Name)
		}
		return nil
	}
	words := nameWords(read)
	if len(words) == 0 {
		words = []string{v.Sentence}
	}
	base := strings.TrimSpace(cut(strings.Join(words, " "), maxDraftName))
	v.Name = base
	for n := 2; taken(v.Name); n++ {
		v.Name = fmt.Sprintf("%s %d", base, n)
	}
	return nil
}

// nameParts are the attributes that a name is made of, in its order, and the
// word before each.
var nameParts = []struct {
	attribute scoring.Attribute
	before    string
}{
	{scoring.GrowthStage, ""},
	{scoring.FundingStage, ""},
	{scoring.BusinessModel, ""},
	{scoring.Industry, ""},
	{scoring.Region, "in "},
	{scoring.Country, "in "},
	{scoring.Subdivision, "in "},
}

// nameWords are the words of a sentence that make a name of it.
func nameWords(read language.Draft) []string {
	var words []string
	for _, part := range nameParts {
		for _, k := range read.Criteria {
			if k.Attribute == part.attribute && k.Mode != scoring.MustNot {
				words = append(words, part.before+k.Words)
			}
		}
	}
	return words
}

// reach counts how far the draft reaches among the accounts there are.
func (c *call) reach(v *DraftView) error {
	if v.unscored || v.clash != "" {
		return nil
	}
	r, err := c.reachOf(v.profile)
	v.Reach = r
	if err != nil || !r.marketlike() {
		return err
	}
	narrower, err := c.narrower(v.profile)
	v.Flags = append(v.Flags, r.flag(narrower))
	return err
}

// reachOf counts the accounts that a profile passes.
func (c *call) reachOf(p *scoring.Profile) (Reach, error) {
	var r Reach
	settings := p.Settings
	err := c.lib.Each(c, c.Workspace, func(a *models.Account, _ []scoring.Signal) error {
		r.Known++
		switch p.Score(a.Facts(settings)).Verdict {
		case scoring.Fit:
			r.Pass++
		case scoring.NeedsData:
			r.Could++
		}
		return nil
	})
	return r, err
}

// saveDraft keeps a draft as the first version of a new ICP.
func (c *call) saveDraft(v *DraftView) error {
	if v.clash != "" {
		return fault.New(fault.Refused, "%s", v.clash)
	}
	if v.unscored {
		return fault.New(fault.Refused, "Nothing in that earns points yet, so there is nothing to save. Name what they do, how large they are, where, or what they use.")
	}
	icp := v.Draft
	icp.Name, icp.CreatedBy = v.Name, c.User
	if err := c.saveVersions(icp); err != nil {
		return err
	}
	v.Saved = 1
	return nil
}

// saveVersions keeps ICPs as drafts.
func (c *call) saveVersions(icps ...targeting.ICP) error {
	plan, err := c.Plan(c, c.Workspace, &targeting.File{ICPs: icps}, ApplyOptions{Draft: true, By: c.User})
	if err != nil {
		return err
	}
	return plan.Save(c)
}

// Text writes the draft as a terminal shows it.
func (v *DraftView) Text() string { return v.Card().asText() }

func (v *DraftView) headline() string {
	if v.Saved > 0 {
		return fmt.Sprintf("Saved as a draft: %s v%d. It scores nothing until a manager publishes it.", v.Name, v.Saved)
	}
	return "Which companies – a draft, not saved: " + v.Name
}

func (v *DraftView) sections() []Section {
	return []Section{
		{Title: "1  Companies", Lines: fromWords(v.Criteria)},
		{Title: "A good moment", Lines: fromWords(v.Triggers)},
		{Title: "Kept as their situation, for nothing here scores it", Lines: plainLines(v.Situation)},
		{Title: "2  People, in a persona of their own", Lines: plainLines(v.Persona)},
		{Lines: plainLines(append(v.Reach.lines(), v.missing()...))},
	}
}

// missing says what keeps a draft from being used.
func (v *DraftView) missing() []string {
	if v.clash != "" {
		return []string{v.clash}
	}
	if !v.unscored {
		return nil
	}
	return []string{"Nothing in that earns points yet. Name what they do, how large they are, where, or what they use."}
}

// fromWords writes what was read with the words it came from.
func fromWords(lines []DraftLine) []Item {
	items := make([]Item, len(lines))
	for i, l := range lines {
		items[i] = Item{Text: fmt.Sprintf("%s   ← “%s”", l.Text, l.Words)}
	}
	return items
}

// next is what to do with the draft.
func (v *DraftView) next() []Option {
	switch {
	case v.Saved > 0:
		return []Option{{"Show it", Quote("icp", fmt.Sprintf("%s@%d", v.Name, v.Saved))}, {"Publish", Quote("icp", "publish", v.Name)}}
	case v.unscored || v.clash != "":
		return []Option{{"Describe the companies again", "/icp new"}}
	default:
		label := "Save as a draft"
		if len(v.Persona) > 0 {
			label = "Save both as drafts"
		}
		return []Option{{label, Quote("icp", "new", v.Sentence, "--name", v.Name, "--save")}, {"Describe them again", "/icp new"}}
	}
}

// Card lays the draft open.
func (v *DraftView) Card() Card {
	return Card{Headline: v.headline(), Sections: v.sections(), Flags: v.Flags, Next: v.next()}
}
