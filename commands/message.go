package commands

import (
	"fmt"
	"slices"
	"strings"

	"rightdoor/internal/fault"
	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

var checkMessageCommand = Command{
	Name: "check message", Args: "--to PERSONA TEXT", Summary: "which layer a message speaks to, whom it fits, and whether they can act on it",
	Detail: "PERSONA is one of yours, a buying role or a job title; in quotes it may say more: \"operations manager without a budget, at start-ups\". " +
		"Nothing is sent, and nothing kept.",
	Example: []string{"check message --to Revenue Ruby We cut churn by a fifth in one quarter.", "check message --to champion Your team spends hours on exports."},
	run:     checkMessage,
}

// MessageCheck is what is to be said of a message before it is sent.
type MessageCheck struct {
	To      string   `json:"to"`
	ICP     string   `json:"icp"`
	Layer   string   `json:"layer"`  // company, person, both, neither
	Speaks  []string `json:"speaks"` // of what: costs, toil, …
	Fits    []string `json:"fits"`   // the personas it suits, the best first
	CanAct  bool     `json:"can_act"`
	Decides string   `json:"decides"` // who does, where the reader cannot
	Flags   []Flag   `json:"flags"`

	reader reader
	words  []string // that gave the layer away
}

// reader is whom a message goes to.
type reader struct {
	label    string
	persona  *models.Persona // nil for a title that no persona has
	role     scoring.Role
	title    scoring.Title
	noBudget bool
	startup  bool // at a company where the founder decides
}

// words name the reader in a sentence: "Revenue Ruby", "the CFO".
func (r reader) words() string {
	if r.persona != nil && language.Fold(r.persona.Name) == language.Fold(r.label) {
		return r.persona.Name
	}
	return article(r.label)
}

// The layers that a message can speak to.
const (
	layerCompany = "company"
	layerPerson  = "person"
	layerBoth    = "both"
	layerNeither = "neither"
)

func checkMessage(c *call) (View, error) {
	to, text := messageParts(c.args)
	if len(to) == 0 || len(text) == 0 && len(to) == 1 {
		return nil, fault.New(fault.Usage, "To whom, and what? As in `check message --to champion Your team spends hours on exports.`")
	}
	t, err := c.current()
	if err != nil {
		return nil, err
	}
	if len(t.ICPs) == 0 {
		next, err := c.nextStep(t)
		return next, err
	}
	icp, r, rest := t.reader(to)
	if icp == nil {
		return t.noReader(to)
	}
	message := strings.Join(append(rest, text...), " ")
	if strings.TrimSpace(message) == "" {
		return nil, fault.New(fault.Usage, "What does the message say? Write it after the persona.")
	}
	_, level, known := priceLevel(icp.DealSize, t.Settings)
	if !known {
		level = scoring.Director
	}
	return judgeMessage(icp, t.seats[t.profile(icp.Name)], r, level, message), nil
}

// messageParts parts the line at --to: the words after it, and those before,
// which belong to the message as well.
func messageParts(args []string) (to, text []string) {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--to="); ok {
			return append([]string{value}, args[i+1:]...), args[:i]
		}
		if arg == "--to" {
			return args[i+1:], args[:i]
		}
	}
	return nil, args
}

// reader finds whom a message goes to in the words after --to, and the rest,
// which is the message. The longest beginning that names somebody is taken.
func (t *aim) reader(to []string) (*models.InForce, reader, []string) {
	most := min(len(to), maxCompanyWords)
	if strings.Contains(to[0], " ") {
		most = 1 // it was quoted
	}
	for n := most; n > 0; n-- {
		if icp, r, ok := t.recipient(strings.Join(to[:n], " ")); ok {
			return icp, r, to[n:]
		}
	}
	return nil, reader{}, nil
}

// noReader answers for words that name nobody: a company profile, or nothing
// that is known.
func (t *aim) noReader(to []string) (View, error) {
	seats := seatsThere(t.seats[t.profiles[0]])
	for n := min(len(to), maxCompanyWords); n > 0; n-- {
		text := strings.Join(to[:n], " ")
		if aboutCompanies(text, t.ICPs) {
			return companyThere(text, seats), nil
		}
	}
	return nil, fault.New(fault.NotFound, "I know no persona, role or title %q. %s", to[0], seats)
}

// recipient reads one description of a person.
func (t *aim) recipient(text string) (*models.InForce, reader, bool) {
	who, where, _ := strings.Cut(text, " at ")
	who, _, _ = strings.Cut(who, ",")
	without := slices.Contains(language.Missing(text), language.NoBudget)
	if name, _, cut := strings.Cut(who, " with"); cut && without { // "without a budget", "with no budget"
		who = name
	}
	r := reader{label: strings.TrimSpace(who), noBudget: without, title: language.ParseTitle(who)}
	r.startup = isStartup(where)
	for i := range t.ICPs {
		icp := &t.ICPs[i]
		p := seatAsked(t.seats[t.profiles[i]], r.label)
		if p == nil {
			continue
		}
		k := slices.IndexFunc(icp.Personas, func(k models.Persona) bool { return k.Name == p.Name })
		r.persona, r.role = &icp.Personas[k], p.Role
		if r.title.Seniority == "" && len(p.Titles) > 0 {
			r.title = p.Titles[0]
		}
		r.startup = r.startup || sellsToStartups(&icp.ICPVersion)
		return icp, r, true
	}
	role, isRole := roleNamed(r.label)
	if isRole {
		r.role = role
	}
	r.startup = r.startup || sellsToStartups(&t.ICPs[0].ICPVersion)
	return &t.ICPs[0], r, isRole || language.IsTitle(r.label)
}

func isStartup(text string) bool {
	key := " " + language.Fold(text) + " "
	return slices.ContainsFunc([]string{" startup ", " startups ", " start up ", " start ups "}, func(w string) bool { return strings.Contains(key, w) })
}

// smallest is the headcount up to which the founder decides on every purchase:
// where the default growth stages end the start-up.
const smallest = 50

// sellsToStartups tells whether an ICP asks for companies where the founder
// decides.
func sellsToStartups(v *models.ICPVersion) bool {
	return slices.ContainsFunc(v.Criteria, func(k scoring.Criterion) bool {
		switch k.Attribute {
		case scoring.GrowthStage:
			return k.Mode != scoring.MustNot && k.Operator == scoring.In && slices.Equal(k.Value.Words, []string{"startup"})
		case scoring.Employees:
			return k.Mode != scoring.MustNot && k.Operator != scoring.AtLeast && k.Value.IsNumber() && k.Value.Max <= smallest
		default:
			return false
		}
	})
}

// judgeMessage judges a message by the words in it.
func judgeMessage(icp *models.InForce, seats []scoring.Persona, r reader, level scoring.Seniority, message string) *MessageCheck {
	v := &MessageCheck{To: r.words(), ICP: icp.Name, Speaks: []string{}, Fits: []string{}, Flags: []Flag{}, reader: r}
	concerns := language.Concerns(message)
	v.layer(concerns, icp, message)
	v.suits(concerns, icp, seats, message)
	v.decide(concerns, icp, level)
	v.flag(concerns)
	return v
}

// layer tells what the message speaks of: what a company gains, or somebody's
// own work.
func (v *MessageCheck) layer(concerns []language.Concern, icp *models.InForce, message string) {
	company, person := shared(message, append([]string{icp.Situation}, icp.Pains...)), 0
	if v.reader.persona != nil {
		p := v.reader.persona
		person = shared(message, slices.Concat(p.Pains, p.DailyWork, p.Responsibilities))
	}
	for _, k := range concerns {
		v.Speaks = append(v.Speaks, k.Name)
		v.words = append(v.words, k.Words...)
		if k.Person {
			person += 2 * len(k.Words)
		} else {
			company += 2 * len(k.Words)
		}
	}
	switch {
	case company == 0 && person == 0:
		v.Layer = layerNeither
	case company > 2*person:
		v.Layer = layerCompany
	case person > 2*company:
		v.Layer = layerPerson
	default:
		v.Layer = layerBoth
	}
}

// shortest is the length of a word, in bytes, that says something by itself.
const shortest = 6

// shared counts the words of some weight that a message shares with sentences.
func shared(message string, sentences []string) int {
	said := map[string]bool{}
	for word := range strings.FieldsSeq(language.Fold(strings.Join(sentences, " "))) {
		said[word] = len(word) >= shortest
	}
	n := 0
	for word := range strings.FieldsSeq(language.Fold(message)) {
		if said[word] {
			n++
			said[word] = false
		}
	}
	return n
}

// suits ranks the personas by how much of the message is theirs.
func (v *MessageCheck) suits(concerns []language.Concern, icp *models.InForce, seats []scoring.Persona, message string) {
	type suited struct {
		name   string
		points int
	}
	var list []suited
	named := language.TitlesIn(message)
	for i := range icp.Personas {
		p := &icp.Personas[i]
		points := shared(message, slices.Concat(p.Goals, p.Pains, p.DailyWork, p.BuyingCriteria, p.SuccessMetrics))
		for _, k := range concerns {
			if slices.Contains(k.Roles, p.Role) {
				points += 2
			}
		}
		for _, title := range named {
			person := scoring.Person{Key: language.Fold(title), Parsed: language.ParseTitle(title)}
			if seats[i].Holds(&person) {
				points += 3
			}
		}
		if points > 0 {
			list = append(list, suited{p.Name + " (" + p.Role.Words() + ")", points})
		}
	}
	slices.SortStableFunc(list, func(a, b suited) int { return b.points - a.points })
	for _, s := range list {
		if s.points*2 > list[0].points {
			v.Fits = append(v.Fits, s.name)
		}
	}
}

// decide tells whether the reader can act on the message, else who can. What a
// company gains is bought, which takes a budget; what changes somebody's own
// work they can take up themselves.
func (v *MessageCheck) decide(concerns []language.Concern, icp *models.InForce, level scoring.Seniority) {
	r := v.reader
	if v.Layer == layerNeither {
		return
	}
	own := slices.ContainsFunc(concerns, func(k language.Concern) bool { return k.Person && slices.Contains(k.Roles, r.role) })
	if v.Layer == layerPerson && own {
		v.CanAct = true
		return
	}
	if r.startup {
		level = scoring.CSuite
	}
	buys := r.role == scoring.EconomicBuyer && !r.startup || r.title.Seniority.AtLeast(level) && r.title.Seniority != ""
	v.CanAct = buys && !r.noBudget
	if v.CanAct {
		return
	}
	v.Decides = "whoever holds the budget, usually " + indefinite(seniorityWords[level]) + " or higher"
	if r.startup {
		v.Decides = "the CEO: at a start-up the founder or CEO decides what is bought"
		return
	}
	for _, p := range icp.Personas {
		if p.Role == scoring.EconomicBuyer {
			v.Decides = p.Name + ", the economic buyer" + lookFor(p.Titles)
			return
		}
	}
}

// flag tells of a message that speaks to another layer than its reader's.
func (v *MessageCheck) flag(concerns []language.Concern) {
	buyer := v.reader.role == scoring.EconomicBuyer
	switch {
	case v.Layer == layerCompany && !v.CanAct:
		message := "It speaks of what the company gains (" + strings.Join(v.words, ", ") + "), and " + v.To + " cannot decide that. Send it to who decides, or say what changes in their own work"
		if p := v.reader.persona; p != nil && len(p.Pains) > 0 {
			message += ": " + lowerFirst(strings.TrimSuffix(p.Pains[0], "."))
		}
		v.Flags = append(v.Flags, Flag{FlagWrongLayer, message + "."})
	case v.Layer == layerPerson && buyer && !forBuyer(concerns):
		v.Flags = append(v.Flags, Flag{FlagWrongLayer, "It speaks of somebody's daily work (" + strings.Join(v.words, ", ") + "), and goes to who pays. Say what the company gains by it, and when."})
	case v.Layer == layerNeither:
		v.Flags = append(v.Flags, Flag{FlagWrongLayer, "It names neither what a company gains nor what changes in somebody's work. Say one of the two."})
	}
}

func forBuyer(concerns []language.Concern) bool {
	return slices.ContainsFunc(concerns, func(k language.Concern) bool { return slices.Contains(k.Roles, scoring.EconomicBuyer) })
}

// lines are the judgement, a line each.
func (v *MessageCheck) lines() []Item {
	items := []Item{{Label: "Layer", Text: layerWords[v.Layer] + v.because()}}
	fits := "no persona of " + v.ICP + " in particular"
	if len(v.Fits) > 0 {
		fits = strings.Join(v.Fits, ", then ")
	}
	items = append(items, Item{Label: "Fits", Text: fits})
	act := "yes"
	switch {
	case v.Layer == layerNeither:
		act = "there is nothing to act on"
	case !v.CanAct:
		act = "no – " + v.why() + v.Decides
	}
	return append(items, Item{Label: "Acts", Text: act})
}

var layerWords = map[string]string{
	layerCompany: "the company – what it gains or stops losing", layerPerson: "the person – somebody's own work",
	layerBoth: "both – what the company gains and somebody's own work", layerNeither: "neither the company nor a person",
}

func (v *MessageCheck) because() string {
	if len(v.words) == 0 {
		return ""
	}
	return " (" + strings.Join(v.words, ", ") + ")"
}

func (v *MessageCheck) why() string {
	if v.reader.noBudget {
		return v.To + " has no budget; it is decided by "
	}
	return "it is decided by "
}

func (v *MessageCheck) headline() string {
	return fmt.Sprintf("A message to %s, under %s", v.To, v.ICP)
}

// Text writes the judgement.
func (v *MessageCheck) Text() string {
	return strings.Join(slices.Concat([]string{v.headline()}, texts(v.lines()), flagLines(v.Flags)), "\n")
}

// Card lays it out.
func (v *MessageCheck) Card() Card {
	return Card{Headline: v.headline(), Sections: []Section{{Lines: v.lines()}}, Flags: v.Flags}
}
