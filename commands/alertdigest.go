package commands

import (
	"fmt"
	"strings"

	"rightdoor/models"
)

// digestPage is how many accounts a page of a digest lists.
const digestPage = 10

// DigestView is one message that tells of many accounts.
type DigestView struct {
	Number int64        `json:"alert"`
	Kind   string       `json:"kind"`
	Count  int          `json:"count"` // of all accounts it tells of
	Lines  []DigestLine `json:"accounts"`
	Page   int          `json:"page"` // from 1

	more bool
}

// DigestLine is one account of a digest.
type DigestLine struct {
	Alert   int64  `json:"alert,omitempty"` // 0 where it has none of its own
	Account int64  `json:"account"`
	Name    string `json:"name"`
	ICP     string `json:"icp"`
	Score   int    `json:"score"`
	Tier    string `json:"tier"`
	Claimed string `json:"claimed_by,omitempty"`
}

// digestView makes a page of a digest: from the alerts it lists, else from the
// lines it kept.
func (c *call) digestView(a *models.Alert, page int) (View, error) {
	t, err := c.current()
	if err != nil {
		return nil, err
	}
	v := DigestView{Number: a.ID, Kind: string(a.Kind), Count: a.Gathered.Count, Lines: []DigestLine{}, Page: page}
	listed, err := c.lib.Listed(c, c.Workspace, a.ID, (page-1)*digestPage, digestPage)
	if err != nil {
		return nil, err
	}
	for i := range listed {
		line, err := c.digestLine(t, &listed[i])
		if err != nil {
			return nil, err
		}
		v.Lines = append(v.Lines, line)
	}
	if len(listed) == 0 && page == 1 {
		for _, top := range a.Gathered.Top {
			v.Lines = append(v.Lines, DigestLine{Account: top.AccountID, Name: top.Name, ICP: t.name(top.ICPID), Score: top.Score, Tier: top.Tier})
		}
	}
	v.Count = max(v.Count, (page-1)*digestPage+len(v.Lines))
	v.more = len(listed) == digestPage && page*digestPage < v.Count
	return v, nil
}

// digestLine is an alert as a line of its digest.
func (c *call) digestLine(t *aim, a *models.Alert) (DigestLine, error) {
	line := DigestLine{Alert: a.ID, Account: a.AccountID, Name: strings.TrimSuffix(a.AccountKey, "|"), ICP: t.name(a.ICPID), Score: a.Score, Tier: a.Tier, Claimed: a.ClaimedBy}
	hits, err := c.lib.Find(c, c.Workspace, models.Query{ID: a.AccountID})
	if err != nil {
		return line, err
	}
	if len(hits.Accounts) > 0 {
		line.Name = hits.Accounts[0].Name
	}
	for i, p := range t.profiles {
		if t.ICPs[i].ID == a.ICPID && line.Tier == "" {
			line.Tier = p.Tier(a.Score)
		}
	}
	return line, nil
}

func (v DigestView) headline() string {
	count := plural(v.Count, "account")
	head := map[string]string{
		string(models.FirstImport):     "Your first import: " + count + " of it fit",
		string(models.RescoringDigest): "The profiles changed: " + count + " newly fit",
	}[v.Kind]
	if head == "" {
		head = count + " newly fit"
	}
	if v.Count == 1 {
		head += "s"
	}
	if v.Page > 1 {
		head += fmt.Sprintf(", page %d", v.Page)
	}
	return "● " + head
}

func (l DigestLine) item(number int) Item {
	text := fmt.Sprintf("%s – %d", l.Name, l.Score)
	if l.Tier != "" {
		text += ", tier " + l.Tier
	}
	item := Item{Label: fmt.Sprint(number), Text: text + " (" + l.ICP + ")"}
	if l.Claimed != "" {
		item.Text += " – claimed"
	}
	return item
}

func (v DigestView) items() []Item {
	var items []Item
	for i, l := range v.Lines {
		items = append(items, l.item((v.Page-1)*digestPage+i+1))
	}
	switch {
	case len(items) == 0:
		items = append(items, Item{Text: "Nothing more is listed here."})
	case !v.more && v.Count > (v.Page-1)*digestPage+len(v.Lines):
		items = append(items, Item{Text: fmt.Sprintf("and %d more: `accounts verdict=fit`", v.Count-len(v.Lines))})
	}
	return items
}

// Text lists the accounts, the best first.
func (v DigestView) Text() string {
	lines := append([]string{v.headline()}, texts(v.items())...)
	if v.more {
		lines = append(lines, fmt.Sprintf("The rest: alerts show %d %d", v.Number, v.Page+1))
	}
	return strings.Join(lines, "\n")
}

// Card lists the accounts, each with a button, and one for the rest.
func (v DigestView) Card() Card {
	card := Card{Headline: v.headline(), Sections: []Section{{Lines: v.items()}}}
	for _, l := range v.Lines {
		command := fmt.Sprintf("/fit #%d", l.Account)
		if l.Alert != 0 {
			command = fmt.Sprintf("/alerts show %d", l.Alert)
		}
		card.Next = append(card.Next, Option{l.Name, command})
	}
	if v.more {
		card.Next = append(card.Next, Option{"The rest", fmt.Sprintf("/alerts show %d %d", v.Number, v.Page+1)})
	} else if v.Count > (v.Page-1)*digestPage+len(v.Lines) {
		card.Next = append(card.Next, Option{"The rest", "/accounts verdict=fit 50"})
	}
	return card
}
