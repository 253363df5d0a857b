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

var sayCommand = Command{
	Name: "say", Args: "COMPANY [PERSON|ROLE]", Summary: "what to say to somebody at a company that fits",
	Detail:  "Without a person or role it is about the first to see. The opener is a draft, made from what is stored and nothing else.",
	Example: []string{"say acme.com champion", "say CFO at Acme", "say jane@acme.com"},
	Form:    companyForm("What to say?"),
	run:     say,
}

// WordsView says what to say to a person or a seat.
type WordsView struct {
	Account    AccountLine     `json:"account"`
	Verdict    scoring.Verdict `json:"verdict"`
	Role       scoring.Role    `json:"role"`
	Persona    string          `json:"persona"`
	Person     []PersonLine    `json:"person"` // none where the seat is empty
	Cautions   []string        `json:"cautions"`
	Authority  string          `json:"authority"`
	Goals      []string        `json:"goals"`
	Pains      []string        `json:"pains"`
	Objections []Objection     `json:"objections"`
	Criteria   []string        `json:"buying_criteria"`
	Metrics    []string        `json:"success_metrics"`
	Channel    string          `json:"channel"`
	Content    []string        `json:"content"`
	Opener     string          `json:"opener"` // a draft
	Flags      []Flag          `json:"flags"`

	report *FitReport
	also   []string // other seats the person leads or could take
	gap    []Item   // what to look for in an empty seat
}

// Objection is what somebody may object, with an answer.
type Objection struct {
	Objection string `json:"objection"`
	Answer    string `json:"answer"` // "" when none is stored
}

func say(c *call) (View, error) {
	if first := strings.ToLower(strings.Join(c.args[:min(1, len(c.args))], "")); first == "to" {
		c = c.with(c.args[1:]...)
	}
	if c.object() == "" {
		return nil, fault.New(fault.Usage, "To whom? Give the company and a person or role, as in `say acme.com champion`.")
	}
	if view, err := c.whom("say"); view != nil || err != nil {
		return view, err
	}
	f, view, err := c.find("say")
	if view != nil || err != nil {
		return view, err
	}
	r, err := c.report(f)
	if err != nil {
		return nil, err
	}
	first := r.seats.First()
	if !r.open() || first == nil {
		return r.committeeView(), nil
	}
	return c.words(f, r, first.Persona, first.Holder), nil
}

// FlagLeftOut tells that the person asked for is not to be approached.
const FlagLeftOut = "left_out"

// sayTo answers for a contact: nothing of her where she cannot be approached,
// nor where the company is not open yet.
func (c *call) sayTo(f *found, r *FitReport, contact *models.Contact) View {
	if contact.OutOfReach() {
		return r.committeeView(Flag{FlagLeftOut, "That contact is gone, bounced or opted out, so there is nobody to approach there by that name."})
	}
	if !r.open() {
		return r.committeeView()
	}
	person := &peopleOf([]models.Contact{*contact})[0]
	personas := f.aim.seats[r.result.Profile]
	seat, candidate := best(personas, person, r.seats)
	if seat == nil {
		return r.committeeView(wrongPerson(person, r.ICP.Name, personas))
	}
	v := c.words(f, r, seat, &candidate)
	for i := range personas {
		if _, ok := personas[i].Fits(person, r.seats.home); ok && personas[i].Name != seat.Name {
			v.also = append(v.also, personas[i].Role.Words())
		}
	}
	return v
}

// best is the seat that a person has the strongest evidence for, in the order
// to see them.
func best(personas []scoring.Persona, person *scoring.Person, s seatsView) (*scoring.Persona, scoring.Candidate) {
	var seat *scoring.Persona
	var strongest scoring.Candidate
	for _, k := range s.Seats {
		i := slices.IndexFunc(personas, func(p scoring.Persona) bool { return p.Name == k.Persona.Name })
		c, ok := personas[i].Fits(person, s.home)
		if ok && (seat == nil || c.Evidence < strongest.Evidence) {
			seat, strongest = &personas[i], c
		}
	}
	return seat, strongest
}

// sayInSeat answers for a seat and who holds it. Where a title was asked for,
// whoever has it comes before the holder.
func (c *call) sayInSeat(f *found, r *FitReport, p *scoring.Persona, asked string) View {
	if !r.open() {
		return r.committeeView()
	}
	i := slices.IndexFunc(r.seats.Seats, func(s scoring.Seat) bool { return s.Persona.Name == p.Name })
	return c.words(f, r, p, whoHas(r.seats.Seats[i], asked))
}

// whoHas is the one of a seat who has the title asked for, else its holder.
func whoHas(seat scoring.Seat, asked string) *scoring.Candidate {
	if seat.Holder == nil || !language.IsTitle(asked) {
		return seat.Holder
	}
	wanted := post(asked)
	for _, c := range append([]scoring.Candidate{*seat.Holder}, seat.Alternates...) {
		if wanted.Holds(c.Person) {
			return &c
		}
	}
	return seat.Holder
}

// post is what holds exactly the people of a title.
func post(title string) *scoring.Persona {
	return &scoring.Persona{Titles: []scoring.Title{language.ParseTitle(title)}, Keys: []string{language.Fold(title)}}
}

// words gathers what is stored about a seat.
func (c *call) words(f *found, r *FitReport, p *scoring.Persona, holder *scoring.Candidate) *WordsView {
	i := slices.IndexFunc(r.icp.Personas, func(k models.Persona) bool { return k.Name == p.Name })
	persona := &r.icp.Personas[i]
	v := &WordsView{
		Account: r.Account, Verdict: r.Verdict, Role: p.Role, Persona: p.Name, Person: []PersonLine{},
		Cautions: listed(r.seats.cautions), Authority: r.seats.authority,
		Goals: listed(persona.Goals), Pains: listed(persona.Pains), Objections: objections(persona.Objections),
		Criteria: listed(persona.BuyingCriteria), Metrics: listed(persona.SuccessMetrics),
		Channel: persona.Channel, Content: listed(persona.Content), Flags: []Flag{}, report: r,
	}
	if holder != nil {
		v.Person = append(v.Person, r.seats.personLine(*holder, p))
		v.Authority = r.seats.authorityOf(holder.Person)
	} else {
		s := r.seats
		s.full = true
		v.gap = []Item{s.empty(p)}
	}
	v.Opener = opener(r, persona, holder)
	if generic(persona) {
		v.Flags = append(v.Flags, genericPersona(p.Name))
	}
	return v
}

// objections parts "objection – answer".
func objections(list []string) []Objection {
	parted := []Objection{}
	for _, text := range list {
		o := Objection{Objection: text}
		for _, dash := range []string{" – ", " — ", " -> ", " → ", " - "} {
			if objection, answer, ok := strings.Cut(text, dash); ok {
				o = Objection{strings.TrimSpace(objection), strings.TrimSpace(answer)}
				break
			}
		}
		parted = append(parted, o)
	}
	return parted
}

// opener drafts a first message from what is stored: who it is for, what
// happened at the account or what it is, and the persona's own question or
// pain; "" where nothing of the persona is stored.
func opener(r *FitReport, p *models.Persona, holder *scoring.Candidate) string {
	ask := strings.TrimSpace(p.Opener)
	if ask == "" && len(p.Pains) > 0 {
		ask = "Is this familiar: " + lowerFirst(strings.TrimSuffix(p.Pains[0], ".")) + "?"
	}
	if ask == "" && len(p.Goals) > 0 {
		ask = "Is this on your list: " + lowerFirst(strings.TrimSuffix(p.Goals[0], ".")) + "?"
	}
	if ask == "" {
		return ""
	}
	var parts []string
	if holder != nil && holder.Person.Name != "" {
		parts = append(parts, "Hi "+strings.Fields(holder.Person.Name)[0]+",")
	}
	if known := r.occasion(); known != "" {
		parts = append(parts, known+".")
	}
	return strings.Join(append(parts, ask), " ")
}

// occasion is the good news at the account that its ICP listens to, else what
// business it is in; "" when neither is stored. What the ICP asks for is ours
// alone and never in it.
func (v *FitReport) occasion() string {
	if v.news != "" {
		return v.Account.Name + " " + v.news
	}
	for _, k := range v.result.Criteria {
		if k.Attribute == scoring.Industry && k.Mode != scoring.MustNot && k.Outcome == scoring.Match {
			return v.Account.Name + " is in " + k.Have
		}
	}
	return ""
}

// person says who it is about, after the company's own line.
func (v *WordsView) person() string {
	if len(v.Person) == 0 {
		return "What to say to the " + v.Role.Words() + ", once there is one"
	}
	p := v.Person[0]
	name := p.Name
	if p.Title != "" {
		name += ", " + p.Title
	}
	return name + " – " + scoring.And(append([]string{v.Role.Words()}, v.also...))
}

// items are what is stored, field by field; what is not is left out.
func (v *WordsView) items() []Item {
	var items []Item
	if len(v.Person) > 0 {
		items = append(items, Item{Text: upperFirst(v.Person[0].Evidence) + " (" + v.Person[0].Confidence + ")"})
	}
	items = append(items, v.gap...)
	if v.Authority != "" {
		items = append(items, Item{Label: "Signs", Text: v.Authority})
	}
	for _, f := range []struct {
		label  string
		values []string
	}{
		{"Wants", v.Goals},
		{"Is stuck on", v.Pains},
		{"Buys on", v.Criteria},
		{"Is measured by", v.Metrics},
		{"Reach by", present(v.Channel)},
		{"Give", v.Content},
	} {
		if len(f.values) > 0 {
			items = append(items, Item{Label: f.label, Text: strings.Join(f.values, "; ")})
		}
	}
	for _, o := range v.Objections {
		items = append(items, o.item())
	}
	if slices.ContainsFunc(v.Objections, func(o Objection) bool { return o.Answer == "" }) {
		items = append(items, Item{Text: "Where no answer is stored yet, add it to the persona as “objection – answer”."})
	}
	if v.Opener != "" {
		items = append(items, Item{Label: "Opener (a draft)", Text: v.Opener})
	}
	return items
}

func (o Objection) item() Item {
	i := Item{Label: "May object", Text: o.Objection}
	if o.Answer != "" {
		i.More = []string{"Answer: " + o.Answer}
	}
	return i
}

// careful is what to know before anybody is approached: what people decided of
// the company, and what is known to be missing there.
func (v *FitReport) careful() []Item {
	items := v.decided()
	for _, caution := range v.seats.cautions {
		items = append(items, Item{Label: "Careful", Text: caution})
	}
	return items
}

// Text writes the company's verdict, then the person and the words.
func (v *WordsView) Text() string {
	lines := []string{marks[v.Verdict] + " " + v.report.headline()}
	lines = append(lines, fieldTexts(v.report.careful())...)
	lines = append(lines, flagLines(v.Flags)...)
	lines = append(lines, v.person())
	lines = append(lines, fieldTexts(v.items())...)
	return strings.Join(append(lines, "", "Every point of it: why "+v.report.Receipt), "\n")
}

// fieldTexts writes items with their labels in a wide column.
func fieldTexts(items []Item) []string {
	var lines []string
	for _, i := range items {
		text := i.Text
		if i.Label != "" {
			text = fmt.Sprintf("%-16s %s", i.Label, i.Text)
		}
		lines = append(lines, text)
		for _, more := range i.More {
			lines = append(lines, strings.Repeat(" ", 17)+more)
		}
	}
	return lines
}

// Card lays it out.
func (v *WordsView) Card() Card {
	return Card{
		Headline: marks[v.Verdict] + " " + v.report.headline(),
		Sections: []Section{{Lines: v.report.careful()}, {Title: v.person(), Lines: v.items()}},
		Flags:    v.Flags,
		Small:    "Receipt " + v.report.Receipt,
		Next:     []Option{{"Who to see", v.Account.about("who")}, {"Why?", "/why " + v.report.Receipt}},
		Share:    Quote("say", v.Account.object(), string(v.Role)),
	}
}
