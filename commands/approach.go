package commands

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"rightdoor/models"
	"rightdoor/scoring"
)

// The rhythm of a plan, in days: the next person is approached this long after
// the one before, and everybody once more with something to read.
const (
	nextPersonAfter = 3
	againAfter      = 5
)

// planning is how a plan was asked for.
type planning struct{ csv bool }

// planAsked takes the words that ask for a plan off a line; nil where none do.
func planAsked(words []string) (*planning, []string) {
	var p planning
	rest := slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		table := strings.EqualFold(w, "--csv")
		p.csv = p.csv || table
		return table
	})
	if n := len(rest) - 1; n >= 1 && strings.EqualFold(rest[n], "plan") {
		return &p, rest[:n]
	}
	return nil, words
}

// PlanView is whom to approach at a company on which day, and how.
type PlanView struct {
	Account  AccountLine     `json:"account"`
	Verdict  scoring.Verdict `json:"verdict"`
	Steps    []Step          `json:"steps"`
	Find     []string        `json:"find"` // seats to fill first
	Cautions []string        `json:"cautions"`
	Flags    []Flag          `json:"flags"`

	report *FitReport
	csv    bool
}

// Step is one approach to one person. Sending is somebody else's job.
type Step struct {
	Day     int          `json:"day"` // after the first, which is day 0
	Name    string       `json:"name"`
	Title   string       `json:"title"`
	Email   string       `json:"email"`
	Role    scoring.Role `json:"role"`
	Channel string       `json:"channel"`
	Content string       `json:"content"`
	Do      string       `json:"do"`
}

// approach sets out the plan for a company.
func (c *call) approach(p *planning) (View, error) {
	f, view, err := c.find("who")
	if view != nil || err != nil {
		return view, err
	}
	r, err := c.report(f)
	if err != nil {
		return nil, err
	}
	if !r.open() {
		return r.committeeView(), nil
	}
	v := &PlanView{Account: r.Account, Verdict: r.Verdict, Steps: []Step{}, Find: []string{}, Cautions: listed(r.seats.cautions), Flags: listed(r.Flags), report: r, csv: p.csv}
	v.set(r)
	return v, nil
}

// set makes the steps, by day: nobody is approached in two seats, blockers not
// at all.
func (v *PlanView) set(r *FitReport) {
	seen := map[*scoring.Person]bool{}
	for _, seat := range r.seats.Seats {
		switch {
		case seat.Persona.Role == scoring.Blocker:
		case seat.Holder == nil:
			v.Find = append(v.Find, seat.Persona.Role.Words()+lookFor(seat.Persona.Names))
		case !seen[seat.Holder.Person]:
			v.Steps = append(v.Steps, steps(r, &seat, len(seen)*nextPersonAfter)...)
			seen[seat.Holder.Person] = true
		}
	}
	slices.SortStableFunc(v.Steps, func(a, b Step) int { return a.Day - b.Day })
}

// steps are the two approaches to the holder of a seat.
func steps(r *FitReport, seat *scoring.Seat, day int) []Step {
	i := slices.IndexFunc(r.icp.Personas, func(p models.Persona) bool { return p.Name == seat.Persona.Name })
	persona, person := &r.icp.Personas[i], seat.Holder.Person
	step := Step{Day: day, Name: person.Name, Title: person.Title, Email: person.Email, Role: seat.Persona.Role, Channel: persona.Channel}
	if step.Channel == "" {
		step.Channel = "email"
	}
	again := step
	step.Do = "First message, a draft: " + opener(r, persona, seat.Holder)
	if opener(r, persona, seat.Holder) == "" {
		step.Do = "First message: nothing is stored of what moves them, so ask"
	}
	again.Day += againAfter
	again.Content = strings.Join(persona.Content, "; ")
	again.Do = "Again, with something to read"
	if again.Content == "" {
		again.Do = "Again; no content is stored for this persona"
	}
	return []Step{step, again}
}

func (s Step) text() string {
	line := fmt.Sprintf("day %-3d %s, by %s – %s", s.Day, s.person(), s.Channel, s.Do)
	if s.Content != "" {
		line += ": " + s.Content
	}
	return line
}

func (s Step) person() string {
	who := s.Name
	if s.Title != "" {
		who += ", " + s.Title
	}
	return who + " (" + s.Role.Words() + ")"
}

// Text writes the plan, or its table alone.
func (v *PlanView) Text() string {
	if v.csv {
		return strings.TrimRight(v.CSV(), "\n")
	}
	lines := []string{marks[v.Verdict] + " " + v.report.headline()}
	for _, i := range v.before() {
		lines = append(lines, i.text())
	}
	lines = append(lines, flagLines(v.Flags)...)
	lines = append(lines, v.title())
	for _, s := range v.Steps {
		lines = append(lines, s.text())
	}
	return strings.Join(append(lines, "", "As a table: "+v.asTable()), "\n")
}

func (v *PlanView) asTable() string { return "who " + v.Account.object() + " plan --csv" }

func (v *PlanView) title() string {
	if len(v.Steps) == 0 {
		return "Nobody to approach yet."
	}
	return "Whom to approach on which day – sending is yours"
}

// before is what to know and to do before day 0.
func (v *PlanView) before() []Item {
	items := v.report.careful()
	for _, find := range v.Find {
		items = append(items, Item{Label: "Find", Text: find})
	}
	return items
}

// CSV writes the steps as a table with a header.
func (v *PlanView) CSV() string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"day", "name", "title", "email", "role", "channel", "content", "do"})
	for _, s := range v.Steps {
		row := []string{fmt.Sprint(s.Day), s.Name, s.Title, s.Email, string(s.Role), s.Channel, s.Content, s.Do}
		for i := range row {
			row[i] = cell(row[i])
		}
		_ = w.Write(row)
	}
	w.Flush()
	return b.String()
}

// cell keeps a spreadsheet from taking a text for a formula.
func cell(text string) string {
	if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r") {
		return "'" + text
	}
	return text
}

// Card lays the plan out.
func (v *PlanView) Card() Card {
	if v.csv {
		return Card{Headline: "The plan as a table", Sections: []Section{{Lines: rowsOf(v.CSV())}}}
	}
	section := Section{Title: v.title()}
	for _, s := range v.Steps {
		text := s.person() + ", by " + s.Channel
		do := s.Do
		if s.Content != "" {
			do += ": " + s.Content
		}
		section.Lines = append(section.Lines, Item{Label: fmt.Sprintf("day %d", s.Day), Text: text, More: []string{do}})
	}
	return Card{
		Headline: marks[v.Verdict] + " " + v.report.headline(), Sections: []Section{{Lines: v.before()}, section}, Flags: v.Flags,
		Small: "Receipt " + v.report.Receipt, Next: []Option{{"Who to see", v.Account.about("who")}, {"As a table", Quote("who", v.Account.object(), "plan", "--csv")}},
		Share: Quote("who", v.Account.object(), "plan"),
	}
}

func rowsOf(text string) []Item {
	var items []Item
	for line := range strings.Lines(text) {
		items = append(items, Item{Text: strings.TrimRight(line, "\n")})
	}
	return items
}
