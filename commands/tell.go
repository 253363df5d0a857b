package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/internal/importer"
	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

var tellCommand = Command{
	Name: "tell", Args: "COMPANY FACT=VALUE …", Summary: "what you know of a company: your word beats an import",
	Detail: "FACT is one of " + strings.Join(tellable(), ", ") + ", or one of your own: custom.NAME. " +
		"Values are written as in a file. FACT=unknown says that you asked and nobody knows: once all that would settle a company is answered, its people are shown.",
	Example: []string{`tell globex.com revenue="120M USD"`, "tell globex.com revenue=unknown", "tell Acme industry=fintech employees=200-500"},
	Form:    companyForm("What do you know?"),
	run:     tell, ask: askFacts, Exact: true,
}

func tellable() []string {
	names := make([]string, len(scoring.Attributes))
	for i, a := range scoring.Attributes {
		names[i] = string(a.Name)
	}
	return names
}

// usualCurrency is meant where an amount names none.
const usualCurrency = "USD"

// told is what a line tells of a company.
type told struct {
	company []string
	facts   []toldFact
	base    base
}

// toldFact is one fact of it: several said by one word, or none for one that
// is not known.
type toldFact struct {
	attribute scoring.Attribute
	said      []models.Said
}

// base is what somebody had before her when she began to write.
type base struct {
	revision int
	at       time.Time
}

const baseFlag = "--base="

func (b base) String() string { return fmt.Sprintf("%s%d.%d", baseFlag, b.revision, b.at.UnixMilli()) }

// readBase reads what String wrote; a slip in it is as good as none.
func readBase(text string) base {
	revision, at, _ := strings.Cut(strings.TrimPrefix(text, baseFlag), ".")
	n, err := strconv.Atoi(revision)
	ms, errAt := strconv.ParseInt(at, 10, 64)
	if err != nil || errAt != nil {
		return base{}
	}
	return base{n, time.UnixMilli(ms).UTC()}
}

// readTold reads the words of a line: those before the first fact name the
// company, those after one belong to it.
func readTold(args []string) (told, error) {
	var t told
	var pairs [][2]string
	for _, arg := range args {
		name, value, pair := strings.Cut(arg, "=")
		switch {
		case strings.HasPrefix(arg, baseFlag):
			t.base = readBase(arg)
		case pair && name != "":
			pairs = append(pairs, [2]string{name, value})
		case len(pairs) > 0:
			pairs[len(pairs)-1][1] += " " + arg
		default:
			t.company = append(t.company, arg)
		}
	}
	for _, p := range pairs {
		fact, err := readToldFact(p[0], plain(p[1]))
		if err != nil {
			return t, err
		}
		t.add(fact)
	}
	return t, nil
}

// add takes a fact in; one that is told beats the same one told as not known.
func (t *told) add(f toldFact) {
	i := slices.IndexFunc(t.facts, func(o toldFact) bool { return o.attribute == f.attribute })
	switch {
	case i < 0:
		t.facts = append(t.facts, f)
	case len(f.said) > 0:
		t.facts[i] = f
	}
}

func readToldFact(name, value string) (toldFact, error) {
	info, ok := attributeNamed(name)
	if !ok {
		return toldFact{}, fault.New(fault.Usage, "There is no fact %q. Use %s, or custom.NAME for one of your own.", cut(name, maxReference), scoring.Or(tellable()))
	}
	if notKnown(value) {
		return toldFact{attribute: info.Name}, nil
	}
	said, err := importer.ReadFact(info.Name, value, usualCurrency)
	if err != nil {
		return toldFact{}, fault.New(fault.Usage, "%s: %v. It takes %s; write %s=unknown where nobody knows.", upperFirst(info.Label), err, takes(info), info.Name)
	}
	return toldFact{info.Name, said}, nil
}

// notKnown tells whether a value says that nobody knows.
func notKnown(value string) bool {
	return language.Blank(value) || slices.Contains([]string{"not known", "don t know", "dont know", "nobody knows"}, language.Fold(value))
}

// attributeNamed finds an attribute by its name or by what replies call it.
func attributeNamed(text string) (scoring.AttributeInfo, bool) {
	text = plain(text)
	name := scoring.Attribute(strings.ReplaceAll(language.Fold(text), " ", "_"))
	if custom := scoring.Attribute(strings.ToLower(text)); custom.Custom() {
		return custom.Info()
	}
	if info, ok := name.Info(); ok {
		return info, true
	}
	i := slices.IndexFunc(scoring.Attributes, func(a scoring.AttributeInfo) bool { return strings.EqualFold(a.Label, text) })
	if i < 0 {
		return scoring.AttributeInfo{}, false
	}
	return scoring.Attributes[i], true
}

// takes says what an attribute takes, with an example.
func takes(info scoring.AttributeInfo) string {
	switch {
	case info.Name.Custom():
		return "words or a number"
	case info.Name == scoring.Growth:
		return "a percentage a year, such as 30%"
	case info.Name == scoring.Founded:
		return "a year, such as 2012"
	case info.Kind == scoring.Money:
		return "an amount or a range with its currency, such as 120M USD or 20-50M EUR"
	case info.Kind == scoring.Number:
		return "a number or a range, such as 640 or 200-500"
	case info.Allowed() != nil:
		return scoring.Or(labels(info))
	case info.Tree() != nil:
		return "one or more names, such as " + info.Tree().Terms[0].Label
	default:
		return "words"
	}
}

func labels(info scoring.AttributeInfo) []string {
	var list []string
	for _, w := range info.Allowed() {
		list = append(list, info.WordLabel(w))
	}
	return list
}

// tell takes a person's word on a company down, and answers with what became
// of it and of the verdict.
func tell(c *call) (View, error) {
	t, err := readTold(c.args)
	if err != nil {
		return nil, err
	}
	f, view, err := c.with(t.company...).find("tell")
	if view != nil || err != nil {
		return view, err
	}
	if len(t.facts) == 0 {
		return c.nothingTold(f)
	}
	before, err := c.report(f)
	if err != nil {
		return nil, err
	}
	if _, err := c.lib.Record(c, c.Workspace, c.changes(f.account, before, t)); err != nil {
		return nil, err
	}
	return c.toldReport(f, before, t)
}

// again looks an account up anew, for an answer after a change.
func (c *call) lookAgain(id int64) (*found, error) {
	f, view, err := c.with(fmt.Sprintf("#%d", id)).find("fit")
	if err == nil && view != nil {
		err = fault.New(fault.NotFound, "The account is gone. Ask again with `fit COMPANY`.")
	}
	return f, err
}

// changes are what a line makes of an account: facts, and what nobody knows. A
// fact that is told ends that nobody knows it.
func (c *call) changes(a *models.Account, before *FitReport, t told) []models.Change {
	facts := models.AccountFacts{Company: models.Company{AccountID: a.ID}, Source: c.who(), Person: true, Observed: c.now}
	var decisions []models.Change
	for _, fact := range t.facts {
		facts.Facts = append(facts.Facts, fact.said...)
		switch {
		case len(fact.said) > 0:
			decisions = append(decisions, models.DecisionEnded{AccountID: a.ID, Kind: models.NotKnown, Attribute: fact.attribute, By: c.who(), At: c.now})
		case a.Get(fact.attribute) == "" || before.wants(fact.attribute):
			decisions = append(decisions, models.Decided{Decision: models.Decision{
				AccountID: a.ID, Kind: models.NotKnown, Attribute: fact.attribute, By: c.who(), At: c.now,
			}})
		}
	}
	if len(facts.Facts) == 0 {
		return decisions
	}
	return append([]models.Change{facts}, decisions...)
}

// askFacts asks for the facts that settle a company: one field each, and one
// for those that nobody knows.
func askFacts(c *call) (*Form, error) {
	t, err := readTold(c.args)
	if err != nil || len(t.facts) > 0 {
		return nil, err
	}
	f, view, err := c.with(t.company...).find("tell")
	if view != nil || err != nil {
		return nil, err
	}
	report, err := c.report(f)
	if err != nil {
		return nil, err
	}
	wanted := report.toAsk()
	if len(wanted) == 0 {
		return nil, nil
	}
	form := &Form{
		Title: "What do you know?", Submit: "Save", Intro: report.headline(),
		Words: []string{objectOf(f.account), base{f.account.Revision, c.now}.String()},
	}
	var unknown []Answer
	for _, attribute := range wanted {
		field := report.field(attribute)
		form.Fields = append(form.Fields, field)
		unknown = append(unknown, Answer{field.Name + " is not known", field.Blank})
	}
	form.Fields = append(form.Fields, Field{Name: "unknown", Label: "Nobody knows", Kind: CheckField, Answers: unknown, Optional: true})
	return form, nil
}

// mostAsked bounds the facts one form asks for.
const mostAsked = 8

// toAsk lists the facts to ask for: those that settle it, else all that the
// profile asks and nobody told.
func (v *FitReport) toAsk() []scoring.Attribute {
	var wanted []scoring.Attribute
	for _, a := range v.Settles {
		wanted = append(wanted, scoring.Attribute(a))
	}
	if len(wanted) > 0 {
		return wanted[:min(len(wanted), mostAsked)]
	}
	for _, k := range v.result.Criteria {
		met := slices.ContainsFunc(wanted, k.Attribute.SameFact)
		if k.Outcome == scoring.Unknown && !met {
			wanted = append(wanted, k.Attribute)
		}
	}
	return wanted[:min(len(wanted), mostAsked)]
}

// field asks for one fact.
func (v *FitReport) field(a scoring.Attribute) Field {
	info, _ := a.Info()
	field := Field{
		Name: info.Label, Label: upperFirst(info.Label) + v.wanted(a), Hint: "It takes " + takes(info),
		Lead: string(a) + "=", Blank: string(a) + "=unknown", Optional: true,
	}
	if info.Allowed() == nil {
		return field
	}
	field.Kind = ChoiceField
	for _, w := range info.Allowed() {
		field.Answers = append(field.Answers, Answer{info.WordLabel(w), w})
	}
	return field
}

// Asking says what could be told of a company.
type Asking struct {
	Lines []string `json:"lines"`
	Next  []Option `json:"options"`
}

// Text writes what is asked for, and how to tell it.
func (a Asking) Text() string { return strings.Join(a.Lines, "\n") }

// Card shows the same with the form one press away.
func (a Asking) Card() Card {
	return Card{Headline: a.Lines[0], Sections: []Section{{Lines: plainLines(a.Lines[1:])}}, Next: a.Next}
}

// nothingTold answers a line that names a company and tells nothing of it.
func (c *call) nothingTold(f *found) (View, error) {
	report, err := c.report(f)
	if err != nil {
		return nil, err
	}
	wanted := report.toAsk()
	if len(wanted) == 0 {
		return Asking{Lines: []string{
			"All that the profile asks of " + report.Account.Name + " is known. To correct a fact, name it:",
			"    tell " + report.object + " employees=640",
		}, Next: []Option{}}, nil
	}
	step := Asking{Lines: []string{"What do you know of " + report.Account.Name + "? Asked for:"}, Next: []Option{{"I know it", Quote("tell", report.object)}}}
	for _, a := range wanted {
		info, _ := a.Info()
		step.Lines = append(step.Lines, fmt.Sprintf("    tell %s %s=…%s", report.object, a, report.wanted(a)), "        "+takes(info)+", or unknown")
	}
	return step, nil
}

// lineOf is Parse without what a question may begin with: "tell me why Acme
// fits" tells nothing.
func lineOf(text string) Line {
	line := Parse(text)
	line.Words = withoutTellMe(line.Words)
	return line
}

func withoutTellMe(words []string) []string {
	if len(words) < 3 || !strings.EqualFold(plain(words[0]), "tell") || !slices.Contains([]string{"me", "us"}, language.Fold(words[1])) {
		return words
	}
	if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(w, "=") }) {
		return words
	}
	return words[2:]
}
