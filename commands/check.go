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

var checkCommand = Command{
	Name: "check", Args: "TEXT", Summary: "does a text speak of companies, of people, or of everyone at once",
	Detail: "For an answer to \"who is our customer?\": the level, the words that gave it away, and the drafts that follow, companies first. " +
		"The name of an ICP or a persona checks that one.",
	Example: []string{`check "We sell to VPs of Sales"`, "check mid-market commerce"},
	Form: &Form{Title: "Company or person?", Submit: "Check", Fields: []Field{
		{Name: "text", Label: "How would you say who your customer is?", Hint: "We sell to VPs of Sales"},
	}},
	run: check,
}

// CheckReport says which level a text speaks of and what follows.
type CheckReport struct {
	Subject string     `json:"text"`
	Level   string     `json:"level"`
	Flags   []Flag     `json:"flags"`
	Spans   []SpanLine `json:"spans"`
	Reach   *Reach     `json:"reach,omitempty"`

	more []Section
	next []Option
}

// SpanLine is a part of a text and the level it speaks of.
type SpanLine struct {
	Text  string `json:"text"`
	Level string `json:"level"`
}

func check(c *call) (View, error) {
	text := plain(c.object())
	if text == "" {
		return nil, fault.New(fault.Usage, "Which text? As in `check \"We sell to VPs of Sales\"`.")
	}
	t, err := c.current()
	if err != nil {
		return nil, err
	}
	for i := range t.ICPs {
		if language.Fold(t.ICPs[i].Name) == language.Fold(text) {
			return c.checkICP(t, i)
		}
		for _, p := range t.ICPs[i].Personas {
			if language.Fold(p.Name) == language.Fold(text) {
				return checkPersona(p, t.ICPs[i].Name), nil
			}
		}
	}
	return c.checkText(text, t)
}

// levelNames are the levels as people say them.
var levelNames = map[language.Level]string{
	language.LevelCompany: "companies", language.LevelPerson: "a person", language.LevelBoth: "companies and people at once",
	language.LevelMarket: "the whole market", language.LevelNeither: "nobody in particular",
}

func (c *call) checkText(text string, t *aim) (View, error) {
	s, read := language.ReadLevel(text), language.ReadProfile(text)
	r := CheckReport{Subject: text, Level: levelOf(s.Level), Flags: []Flag{}, Spans: spanLines(s, text)}
	switch s.Level {
	case language.LevelPerson:
		return r.with(titleForCompany(personWordsOf(s, text), personNext(titleIn(read, s, text), t))), nil
	case language.LevelMarket:
		return r.with(marketFlag(text)), nil
	case language.LevelNeither:
		return r.with(vague(text)), nil
	}
	d, err := c.draft(read, text, "", t)
	if err != nil {
		return nil, err
	}
	r.Flags, r.more, r.next = d.Flags, d.sections(), d.next()
	if s.Level == language.LevelBoth && !slices.ContainsFunc(d.Flags, func(f Flag) bool { return f.Kind == FlagBlurred }) {
		r.Flags = append([]Flag{{FlagBlurred, "That names companies and people at once. Keep them apart: the companies first, then whom to see in them."}}, r.Flags...)
	}
	return r, nil
}

// with is the report with a flag and what follows from it.
func (r CheckReport) with(f Flagged) CheckReport {
	r.Flags, r.more, r.next = f.Flags, []Section{{Lines: plainLines(f.More)}}, f.next
	return r
}

// titleIn is the title that a text about a person names.
func titleIn(read language.Draft, s language.Statement, text string) string {
	if len(read.Persona.Titles) > 0 {
		return read.Persona.Titles[0]
	}
	return personWordsOf(s, text)
}

func levelOf(l language.Level) string {
	if l == language.LevelNeither {
		return "neither"
	}
	return string(l)
}

func spanLines(s language.Statement, text string) []SpanLine {
	lines := []SpanLine{}
	for _, span := range s.Spans {
		lines = append(lines, SpanLine{text[span.Start:span.End], levelOf(span.Level)})
	}
	return lines
}

// checkICP checks a stored profile: how far it reaches, and whether it is
// really the market.
func (c *call) checkICP(t *aim, i int) (View, error) {
	icp, profile := &t.ICPs[i], t.profiles[i]
	reach, err := c.reachOf(profile)
	if err != nil {
		return nil, err
	}
	if reach.People, err = c.peopleInSeats(t, i); err != nil {
		return nil, err
	}
	r := CheckReport{Subject: icp.Name, Level: "company", Flags: listed(c.reviewFlags(icp)), Spans: []SpanLine{}, Reach: &reach}
	if reach.marketlike() {
		narrower, err := c.narrower(profile)
		if err != nil {
			return nil, err
		}
		r.Flags = append(r.Flags, reach.flag(narrower))
	}
	r.more = []Section{{Title: "From the market down", Lines: plainLines(reach.lines())}}
	r.next = []Option{{"Show it", Quote("icp", icp.Name)}, {"Its accounts", Quote("accounts", "icp="+icp.Name, "verdict=fit")}}
	return r, nil
}

// peopleInSeats counts those who lead a seat at the accounts that fit.
func (c *call) peopleInSeats(t *aim, i int) (int, error) {
	profile, people := t.profiles[i], 0
	if len(t.seats[profile]) == 0 {
		return 0, nil
	}
	var fits []int64
	err := c.lib.Each(c, c.Workspace, func(a *models.Account, _ []scoring.Signal) error {
		if profile.Score(a.Facts(t.Settings)).Verdict == scoring.Fit {
			fits = append(fits, a.ID)
		}
		return nil
	})
	for batch := range slices.Chunk(fits, gapBatch) {
		if err != nil {
			return 0, err
		}
		contacts, readErr := c.lib.ContactsOf(c, c.Workspace, batch)
		err = readErr
		for _, account := range batch {
			committee := scoring.Seats(t.seats[profile], peopleOf(contacts[account]), profile.Order, "")
			people += seatsView{Committee: committee}.filled()
		}
	}
	return people, err
}

// checkPersona checks a stored persona: a title alone is nobody.
func checkPersona(p models.Persona, icp string) View {
	r := CheckReport{Subject: p.Name, Level: "person", Flags: []Flag{}, Spans: []SpanLine{}}
	if len(p.Goals) == 0 && len(p.Pains) == 0 {
		r.Flags = append(r.Flags, genericPersona(p.Name))
	}
	r.more = []Section{{Lines: plainLines([]string{"At companies of " + icp, strings.Join(p.Titles, ", ")})}}
	r.next = []Option{{"Show it", Quote("persona", p.Name)}}
	return r
}

func (r CheckReport) headline() string {
	words := map[string]string{}
	for level, name := range levelNames {
		words[levelOf(level)] = name
	}
	return fmt.Sprintf("%q speaks of %s", cut(r.Subject, maxQuoted), words[r.Level])
}

// why quotes the words that decided.
func (r CheckReport) why() []string {
	var quoted []string
	for _, s := range r.Spans {
		if s.Level != "neither" {
			quoted = append(quoted, fmt.Sprintf("“%s” (%s)", s.Text, s.Level))
		}
	}
	if len(quoted) == 0 {
		return nil
	}
	return []string{"Read from: " + strings.Join(quoted, ", ")}
}

// Text writes the report as a terminal shows it.
func (r CheckReport) Text() string { return r.Card().asText() }

// Card lays the report open.
func (r CheckReport) Card() Card {
	return Card{Headline: r.headline(), Flags: r.Flags, Sections: append([]Section{{Lines: plainLines(r.why())}}, r.more...), Next: r.next}
}

func (r CheckReport) outcome() Outcome {
	if len(r.Flags) > 0 && r.Level != "company" {
		return Refused
	}
	return Answered
}
