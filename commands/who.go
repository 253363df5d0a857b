package commands

import (
	"strings"

	"rightdoor/models"
	"rightdoor/scoring"
)

var whoCommand = Command{
	Name: "who", Aliases: []string{"whom"}, Args: "COMPANY", Summary: "whom to see at a company that fits, in which order",
	Detail:  "People come after the company: at a company that is not a fit, or not yet known to be one, the answer says so instead.",
	Example: []string{"who acme.com"},
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
	Decisions []DecisionLine  `json:"decisions"`
	Flags     []Flag          `json:"flags"`

	report *FitReport
}

func who(c *call) (View, error) {
	f, view, err := c.find("who")
	if view != nil || err != nil {
		return view, err
	}
	r, err := c.report(f)
	if err != nil {
		return nil, err
	}
	v := CommitteeView{
		Account: r.Account, Verdict: r.Verdict, Committee: r.Committee, Coverage: r.Coverage, First: r.First, Decisions: r.Decisions, Flags: r.Flags, report: r,
	}
	if r.Verdict >= scoring.NotAFit && !r.open() {
		v.Flags = append([]Flag{{FlagWrongCompany, wrongCompany(r)}}, v.Flags...)
	}
	return v, nil
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
