package commands

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rightdoor/models"
	"rightdoor/scoring"
)

// ToldReport answers what became of a person's word, and of the verdict.
type ToldReport struct {
	*FitReport
	Changes   []ToldChange `json:"changes"`
	Meanwhile []string     `json:"meanwhile"` // what others said since the form was opened
}

// ToldChange is one fact that was told.
type ToldChange struct {
	Attribute string `json:"attribute"`
	Before    string `json:"before"` // "" for not known
	Now       string `json:"now"`
	Note      string `json:"note"` // why it is not what was told, or whose word it is
}

// shownMeanwhile is how much of what others said meanwhile is shown.
const shownMeanwhile = 5

// toldReport compares what was with what is, as it is kept: two who tell at
// once both read what the other wrote.
func (c *call) toldReport(f *found, before *FitReport, t told) (View, error) {
	now, err := c.lookAgain(f.account.ID)
	if err != nil {
		return nil, err
	}
	report, err := c.report(now)
	if err != nil {
		return nil, err
	}
	v := ToldReport{FitReport: report, Changes: []ToldChange{}, Meanwhile: []string{}}
	for _, fact := range t.facts {
		v.Changes = append(v.Changes, c.became(f, now, report, fact)...)
	}
	if t.base.revision > 0 {
		v.Meanwhile, err = c.meanwhile(now.account, t.base)
	}
	return v, err
}

// became says what became of one fact that was told.
func (c *call) became(f, now *found, report *FitReport, fact toldFact) []ToldChange {
	if len(fact.said) == 0 {
		return []ToldChange{c.unknownChange(now.account, report, fact.attribute)}
	}
	var changes []ToldChange
	for _, said := range fact.said {
		info, _ := said.Attribute.Info()
		change := ToldChange{
			Attribute: string(said.Attribute),
			Before:    factWords(info, f.account.Get(said.Attribute)), Now: factWords(info, now.account.Get(said.Attribute)),
		}
		if mine := info.Format(said.Value); change.Now != mine {
			change.Note = fmt.Sprintf("%s is kept beside it; %s said otherwise", mine, source(now.account, said.Attribute))
		} else if change.Before == change.Now {
			change.Note = "as it was, now on your word"
		}
		changes = append(changes, change)
	}
	return changes
}

func (c *call) unknownChange(a *models.Account, report *FitReport, attribute scoring.Attribute) ToldChange {
	info, _ := attribute.Info()
	change := ToldChange{Attribute: string(attribute), Before: factWords(info, a.Get(attribute)), Now: factWords(info, a.Get(attribute))}
	first := report.notKnown(attribute)
	switch {
	case first != nil && first.By != c.who():
		change.Note = "not known; " + first.By + " said so " + ago(first.At, c.now)
	case first != nil, change.Now == "":
		change.Note = "not known, on your word"
	default:
		change.Note = "known already, from " + source(a, attribute)
	}
	return change
}

// factWords writes the stored form of a fact for people.
func factWords(info scoring.AttributeInfo, stored string) string {
	value, err := scoring.ParseValue(info.Kind, stored)
	if err != nil || !value.Known() {
		return ""
	}
	return info.Format(value)
}

func source(a *models.Account, attribute scoring.Attribute) string {
	if o := a.Origin(attribute); o != nil {
		return o.Source
	}
	return "nobody"
}

// meanwhile lists what others said since somebody began to write: what is
// current, what was and is kept, and what nobody knows.
func (c *call) meanwhile(a *models.Account, b base) ([]string, error) {
	past, err := c.lib.PastFacts(c, c.Workspace, a.ID)
	if err != nil {
		return nil, err
	}
	decided, err := c.lib.Decisions(c, c.Workspace, a.ID, c.now.Add(-time.Millisecond)) // a word told now may have ended some
	if err != nil {
		return nil, err
	}
	lines := []string{}
	add := func(by string, attribute scoring.Attribute, value, more string) {
		info, _ := attribute.Info()
		if by != c.who() && len(lines) < shownMeanwhile {
			lines = append(lines, fmt.Sprintf("Meanwhile %s said: %s %s%s.", by, info.Label, factWords(info, value), more))
		}
	}
	for _, o := range a.Origins {
		for _, attribute := range o.Facts {
			if o.Since > b.revision {
				add(o.Source, attribute, a.Get(attribute), "")
			}
		}
	}
	for _, p := range past {
		if p.FromRevision > b.revision || p.Never() && p.Observed.After(b.at) {
			add(p.Source, p.Attribute, p.Value, "; it is kept, and "+source(a, p.Attribute)+"'s word counts")
		}
	}
	for _, d := range decided {
		if info, _ := d.Attribute.Info(); d.Kind == models.NotKnown && d.At.After(b.at) && d.By != c.who() {
			lines = append(lines, "Meanwhile "+d.By+" said: "+info.Unknown()+".")
		}
	}
	return lines, nil
}

// lines are what was taken down.
func (v ToldReport) lines() []string {
	var lines []string
	for _, k := range v.Changes {
		lines = append(lines, k.text())
	}
	return append(lines, v.Meanwhile...)
}

func (k ToldChange) text() string {
	info, _ := scoring.Attribute(k.Attribute).Info()
	label := upperFirst(info.Label)
	switch {
	case k.Now == "":
		return label + ": " + k.Note + "."
	case k.Before == k.Now:
		return fmt.Sprintf("%s: %s, %s.", label, k.Now, k.Note)
	}
	was := "not known before"
	if k.Before != "" {
		was = "it was " + k.Before
	}
	text := fmt.Sprintf("%s: %s – %s", label, k.Now, was)
	if k.Note != "" {
		text += "; " + k.Note
	}
	return text + "."
}

// Text writes what was taken down, then the company as it stands.
func (v ToldReport) Text() string {
	return strings.Join(append(v.lines(), "", v.FitReport.Text()), "\n")
}

// Card puts what was taken down under the headline.
func (v ToldReport) Card() Card {
	card := v.FitReport.Card()
	card.Sections = slices.Insert(card.Sections, 0, Section{Lines: plainLines(v.lines())})
	return card
}
