package commands

import (
	"slices"
	"strings"

	"rightdoor/models"
	"rightdoor/scoring"
)

var whoCommand = Command{
	Name: "who", Aliases: []string{"whom"}, Args: "COMPANY [WHOM|plan]", Summary: "whom to see at a company that fits, in which order",
	Detail: "People come after the company: at a company that is not a fit, or not yet known to be one, the answer says so instead. " +
		"WHOM is a role, a title or a person: then it says what to say to them; a person's address or name alone finds the company. " +
		"`plan` sets out whom to approach on which day; --csv writes that as a table.",
	Example: []string{"who acme.com", "who acme.com CFO", "who jane@acme.com", "who acme.com plan --csv"},
	Form:    companyForm("Whom to see?"),
	run:     who,
}

// CommitteeView answers whom to see at a company.
type CommitteeView struct {
	Account   AccountLine     `json:"account"`
	Verdict   scoring.Verdict `json:"verdict"`
	Committee []SeatLine      `json:"committee"`
	Coverage  float64         `json:"coverage"`
	First     FirstLine       `json:"first"`
	Cautions  []string        `json:"cautions"`  // what is known to be missing
	Authority string          `json:"authority"` // who can sign; "" when not known
	Skipped   int             `json:"skipped"`   // contacts who left, bounced or opted out
	Decisions []DecisionLine  `json:"decisions"`
	Flags     []Flag          `json:"flags"`

	report *FitReport
}

func who(c *call) (View, error) {
	if plan, rest := planAsked(c.args); plan != nil {
		return c.with(rest...).approach(plan)
	}
	if view, err := c.whom("who"); view != nil || err != nil {
		return view, err
	}
	f, view, err := c.find("who")
	if view != nil || err != nil {
		return view, err
	}
	r, err := c.reportWithDeed(f)
	if err != nil {
		return nil, err
	}
	if strings.Contains(c.object(), "@") {
		return r.committeeView(Flag{FlagUnknownPerson, "Nobody is known by that address; this is the company it belongs to."}), nil
	}
	return r.committeeView(), nil
}

// committeeView shows the people of a report, with remarks of its own first.
func (v *FitReport) committeeView(flags ...Flag) CommitteeView {
	v.seats.full = true
	view := CommitteeView{
		Account: v.Account, Verdict: v.Verdict, Committee: v.Committee, Coverage: v.Coverage, First: v.First,
		Cautions: listed(v.seats.cautions), Authority: v.seats.authority, Skipped: v.seats.Skipped, Decisions: v.Decisions, Flags: listed(slices.Concat(flags, v.Flags)), report: v,
	}
	if v.Verdict >= scoring.NotAFit && !v.open() {
		view.Flags = append([]Flag{{FlagWrongCompany, wrongCompany(v)}}, v.Flags...)
	}
	return view
}

// words offer what to say to the first to see.
func (v CommitteeView) words() []Option {
	if v.First.Name == "" {
		return nil
	}
	first, _, _ := strings.Cut(v.First.Name, " ")
	return []Option{{"What to say to " + first, Quote("say", v.Account.object(), v.First.Name)}}
}

// wrongCompany says why nobody there is to be seen.
func wrongCompany(r *FitReport) string {
	con := r.con()
	if ruling := r.decision(models.Overrule); ruling != nil {
		con = ruling.By + " says so" + ruling.ends() + ruling.because()
	}
	if con == "" {
		return r.lockSentence()
	}
	return upperFirst(con) + ". " + r.lockSentence()
}

// Text writes the verdict in one line, then the people or why not.
func (v CommitteeView) Text() string {
	lines := []string{marks[v.Verdict] + " " + v.report.headline()}
	for _, f := range v.Flags {
		lines = append(lines, "▲ "+f.Message)
	}
	lines = append(lines, texts(v.report.decided())...)
	switch {
	case v.report.open():
		lines = append(lines, v.report.people()...)
	case v.Verdict == scoring.NeedsData:
		lines = append(lines, texts(v.report.askLine())...)
		lines = append(append(lines, v.report.locked()), v.report.typed()...)
	}
	return strings.Join(append(lines, "", "Every point of it: why "+v.report.Receipt), "\n")
}
