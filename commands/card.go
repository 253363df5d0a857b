package commands

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rightdoor/scoring"
)

// Card is the content of an answer in the order it is read. Text lays it out
// for a terminal; a transport with widgets lays it out by itself.
type Card struct {
	Note     string // above everything: how the question was read
	Headline string // what a person repeats
	Sections []Section
	Flags    []Flag
	Small    string   // for whom it concerns: the receipt
	Next     []Option // what to ask next, one press away
	Menus    []Menu   // the same, several to choose from
	Share    string   // the command that makes this answer for others; "" for one that is of no use to them
}

// Menu is a list of things to ask next under one label.
type Menu struct {
	Label   string
	After   int // how many of Next stand before it
	Options []Option
}

// Section is a part of a card with a title of its own.
type Section struct {
	Title string
	Lines []Item
}

// Item is one line of a card.
type Item struct {
	Label string   // "For", "1"; may be empty
	About string   // the id of a person or a channel that the line is about, as the transport names them
	Bar   string   // a small bar of characters of one width, with its points
	Text  string   // what it says
	More  []string // in smaller print below
}

// Carded is a View that can be laid out as a card.
type Carded interface {
	View
	Card() Card
}

// text writes a line as a terminal shows it, its label in a column.
func (l Item) text() string {
	text := strings.TrimSpace(l.About + " " + l.Text)
	if l.Label == "" {
		return text
	}
	return fmt.Sprintf("%-5s %s", l.Label, text)
}

func texts(lines []Item) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.text()
	}
	return out
}

// asText writes a card for a terminal, in the order it is read: the headline,
// the first part, the flags, the rest, and what to type next.
func (c Card) asText() string {
	lines := []string{c.Headline}
	sections := c.Sections
	if len(sections) > 0 {
		lines, sections = append(lines, sections[0].asText()...), sections[1:]
	}
	for _, f := range c.Flags {
		lines = append(lines, "▲ "+f.Message)
	}
	for _, s := range sections {
		lines = append(lines, s.asText()...)
	}
	return strings.Join(append(lines, optionLines(c.Next)...), "\n")
}

// asText writes a part with its lines indented below its title; one without
// lines is left out.
func (s Section) asText() []string {
	if len(s.Lines) == 0 {
		return nil
	}
	lines := present(s.Title)
	for _, l := range s.Lines {
		lines = append(lines, "    "+l.text())
	}
	return lines
}

// columns are the spaces that a terminal's columns are made of.
var columns = regexp.MustCompile(` {2,}`)

// plainLines makes lines without labels; the indentation and the columns of a
// terminal are left out.
func plainLines(texts []string) []Item {
	lines := make([]Item, len(texts))
	for i, t := range texts {
		lines[i] = Item{Text: columns.ReplaceAllString(strings.TrimSpace(t), ": ")}
	}
	return lines
}

// object is what a command calls an account: its domain, else its name.
func (a AccountLine) object() string {
	if a.Domain != "" {
		return a.Domain
	}
	return a.Name
}

// about is a command on an account, by its domain, else its name.
func (a AccountLine) about(command string) string {
	if a.Domain != "" {
		return "/" + command + " " + a.Domain
	}
	return Quote(command, a.Name)
}

// Card lays the report open: verdict, reasons, people, what to ask next.
func (v *FitReport) Card() Card {
	card := Card{
		Headline: marks[v.Verdict] + " " + v.headline(),
		Sections: []Section{{Lines: v.reasons()}},
		Flags:    v.Flags,
		Small:    "Receipt " + v.Receipt,
		Next:     []Option{{"Why?", "/why " + v.Receipt}},
		Share:    v.Account.about("fit"),
	}
	facts := &card.Sections[0]
	for _, conflict := range v.conflicts {
		facts.Lines = append(facts.Lines, Item{Label: "Two sources", Text: conflict})
	}
	facts.Lines = append(facts.Lines, plainLines(v.rates())...)
	card.Sections = append(card.Sections, Section{Lines: v.decided()}, v.peopleSection())
	if v.open() && len(v.Committee) > 0 {
		card.Next = append(card.Next, Option{"Who to see", v.Account.about("who")})
	}
	card.Next = append(v.steps(), card.Next...)
	if others := v.otherLine(); others != "" {
		card.Sections = append(card.Sections, Section{Lines: []Item{{Text: others}}})
	}
	return card
}

// Card shows the seats, or why not yet.
func (v CommitteeView) Card() Card {
	card := Card{
		Headline: marks[v.Verdict] + " " + v.report.headline(),
		Flags:    v.Flags,
		Small:    "Receipt " + v.report.Receipt,
		Next:     append(v.words(), Option{"Is it a fit?", v.Account.about("fit")}, Option{"Why?", "/why " + v.report.Receipt}),
		Share:    v.Account.about("who"),
	}
	if ask := v.report.askLine(); ask != nil {
		card.Sections = append(card.Sections, Section{Lines: ask})
	}
	card.Sections = append(card.Sections, Section{Lines: v.report.decided()})
	card.Next = append(v.report.steps(), card.Next...)
	if len(v.Flags) == 0 || v.Flags[0].Kind != FlagWrongCompany {
		card.Sections = append(card.Sections, v.report.peopleSection())
	}
	return card
}

// Card shows every criterion with its bar.
func (b Breakdown) Card() Card {
	card := Card{
		Headline: b.headline(),
		Flags:    b.Flags,
		Small:    fmt.Sprintf("As of %s · receipt %s", b.moment.Format("2 Jan 2006 15:04 MST"), b.Receipt),
		Next:     []Option{{"Is it a fit?", b.Account.about("fit")}},
		Share:    "/why " + b.Receipt,
	}
	var criteria []Item
	for _, k := range b.Criteria {
		criteria = append(criteria, k.line())
	}
	rest := append(texts(b.decided()), b.timing()...)
	rest = append(rest, b.moves()...)
	for _, conflict := range b.conflicts {
		rest = append(rest, "Two sources: "+conflict+".")
	}
	rest = append(rest, b.rates()...)
	card.Sections = []Section{{Lines: criteria}, {Lines: plainLines(rest)}}
	return card
}

// line writes a criterion for a card.
func (k CriterionLine) line() Item {
	l := Item{Label: slugWords(k.Attribute), Text: k.have() + " (" + k.want() + ")"}
	if bar := strings.TrimSpace(k.bar()); bar != "" {
		l.Bar = bar + " " + k.points()
	}
	if k.origin != "" {
		l.More = []string{k.origin}
	}
	return l
}

// Card lists the accounts, best first.
func (l *AccountList) Card() Card {
	if l.Total == 0 {
		return Card{Headline: l.Text()}
	}
	card := Card{Headline: l.summary(), Share: l.share}
	section := Section{}
	for _, row := range l.Rows {
		score := strings.Join(strings.Fields(row.score()), " ")
		section.Lines = append(section.Lines, Item{Label: marks[row.Verdict] + " " + score, Text: strings.Join(append([]string{row.Name}, row.more()...), " · ")})
	}
	card.Sections = []Section{section}
	for _, row := range l.Rows[:min(shownButtons, len(l.Rows))] {
		card.Next = append(card.Next, Option{row.Name, row.about("fit")})
	}
	if more := l.Total - len(l.Rows); more > 0 {
		card.Small = l.moreLine(more)
	}
	return card
}

// shownButtons is how many things of a list are one press away.
const shownButtons = 3

// Card lists the profiles.
func (l ICPList) Card() Card {
	var c Card
	section := Section{}
	for i, row := range l.ICPs {
		item := Item{Label: fmt.Sprintf("%s v%d", row.Name, row.Version), Text: row.State + " · " + plural(row.Personas, "persona")}
		if row.Owner != "" {
			item.Text += " · " + row.Owner
		}
		item.More = present(row.situation)
		section.Lines = append(section.Lines, item)
		if i < shownButtons {
			c.Next = append(c.Next, Option{row.Name, Quote("icp", row.Name)})
		}
	}
	c.Headline, c.Sections = "Which companies are worth our time", []Section{section}
	if len(l.ICPs) > shownButtons {
		c.Small = "`icp NAME` shows one."
	}
	if none := l.noneInForce(); none != "" {
		c.Sections = append(c.Sections, Section{Lines: []Item{{Text: none}}})
	}
	return c
}

// Card shows the profile: which companies, when, then the people.
func (p ICPPage) Card() Card {
	v := p.Version
	about := []Item{{Text: fmt.Sprintf("Qualified from %d · tiers %s", v.CutOff, tierWords(v.Tiers))}}
	if v.Situation != "" {
		about = append(about, Item{Label: "Their situation", Text: v.Situation})
	}
	for _, pain := range v.Pains {
		about = append(about, Item{Label: "Their pain", Text: pain})
	}
	var companies, moments, people []Item
	for _, k := range p.Criteria {
		points := fmt.Sprint(k.MaxPoints)
		if k.Mode == scoring.MustNot {
			points = "out"
		}
		companies = append(companies, Item{Label: points, Text: slugWords(k.Attribute) + ": " + k.want() + k.refused()})
	}
	for _, t := range p.Triggers {
		moments = append(moments, Item{Text: fmt.Sprintf("%s, half as strong after %g days", slugWords(t.Signal), t.HalfLife)})
	}
	for _, persona := range p.Personas {
		people = append(people, Item{Text: persona.text(few(persona.Titles))})
	}
	return Card{
		Headline: fmt.Sprintf("%s v%d – %s", p.Name, p.Number, p.State), Flags: p.Flags,
		Sections: []Section{{Lines: about}, {"Which companies", companies}, {"A good moment", moments}, {"Whom to see", people}, {"What came back", plainLines(p.Refused.lines())}},
		Small:    p.owner() + "\n" + p.past(),
		Share:    Quote("icp", fmt.Sprintf("%s@%d", p.Name, p.Number)),
	}
}

// Card lists the personas under their profiles.
func (l PersonaList) Card() Card {
	c := Card{Headline: "Whom to see, and what they need", Flags: l.Flags}
	for i, p := range l.Personas {
		if i == 0 || p.ICP != l.Personas[i-1].ICP {
			c.Sections = append(c.Sections, Section{Title: "At companies of " + p.ICP})
		}
		section := &c.Sections[len(c.Sections)-1]
		section.Lines = append(section.Lines, Item{Text: p.text(few(p.Titles))})
		if i < shownButtons {
			c.Next = append(c.Next, Option{p.Name, Quote("persona", p.Name)})
		}
	}
	if len(l.Personas) > shownButtons {
		c.Small = "`persona NAME` shows one."
	}
	return c
}

// Card shows the persona.
func (p PersonaPage) Card() Card {
	return Card{
		Headline: p.text(""),
		Sections: []Section{{Lines: append([]Item{{Text: strings.Join(p.Titles, ", ")}, {Text: "At companies of " + p.ICP}}, p.fields()...)}, {Lines: plainLines(append(slices.Clone(p.Offers), p.alsoLine()...))}},
		Flags:    p.Flags,
		Small:    aged(p.age, ownerLine(p.persona.Owner, p.persona.Review, "")),
		Share:    Quote("persona", p.Name),
	}
}

// Card says what is missing, then the step.
func (n NextStep) Card() Card {
	return Card{Headline: n.Lines[0], Sections: []Section{{Lines: plainLines(n.Lines[1:])}}}
}

// Card shows the flag and how to go on.
func (f Flagged) Card() Card {
	return Card{Flags: f.Flags, Sections: []Section{{Lines: plainLines(f.More)}}, Next: f.next}
}

// Card asks the question with its answers as the next step.
func (c Choice) Card() Card {
	return Card{Headline: c.Question, Sections: []Section{{Lines: plainLines(c.Note)}}, Next: c.Options}
}

// Card lists what can be asked, or tells of one command.
func (h Help) Card() Card {
	if h.one {
		c := h.Commands[0]
		card := Card{Headline: c.Usage + " – " + c.Summary + c.note(), Sections: []Section{{Lines: plainLines(append([]string{c.Detail}, c.Example...))}}}
		if len(c.Parts) > 0 {
			card.Sections = append(card.Sections, Section{Title: "And", Lines: usages(c.Parts)})
		}
		return card
	}
	return Card{Headline: "Which companies first, then the people in them.", Sections: []Section{{Title: "You can ask", Lines: usages(h.Commands)}}}
}

// usages list commands with what each answers.
func usages(commands []HelpLine) []Item {
	lines := make([]Item, len(commands))
	for i, c := range commands {
		lines[i] = Item{Label: c.Usage, Text: c.Summary + c.note()}
	}
	return lines
}
