package commands

import (
	"fmt"
	"slices"
	"strings"

	"rightdoor/models"
	"rightdoor/scoring"
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
	Fallen  string `json:"fallen,omitempty"` // how it stands since, where it is no fit any more

	shows models.ShownVerdict
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
	if len(hits.Accounts) == 0 {
		line.shows, line.Fallen = models.Gone, "gone from the accounts"
		return line, nil
	}
	account := &hits.Accounts[0]
	line.Name = account.Name
	at := slices.IndexFunc(t.ICPs, func(i models.InForce) bool { return i.ID == a.ICPID })
	if at < 0 {
		line.shows, line.Fallen = models.Gone, "no longer announced"
		return line, nil
	}
	p := t.profiles[at]
	if line.Tier == "" {
		line.Tier = p.Tier(a.Score)
	}
	now := p.Score(account.Facts(t.Settings))
	line.shows = models.ShownVerdict(now.Verdict)
	if now.Verdict != scoring.Fit {
		line.Fallen = "no longer a fit: " + shortOf(now.Verdict, now.Points, now.CouldReach)
	}
	return line, nil
}

// Shows gives what the message shows of the accounts that have alerts of their
// own.
func (v DigestView) Shows() []models.LineChange {
	var lines []models.LineChange
	for _, l := range v.Lines {
		if l.Alert != 0 {
			lines = append(lines, models.LineChange{DigestID: v.Number, AlertID: l.Alert, Name: l.Name, Stands: l.shows})
		}
	}
	return lines
}

// maxNamed is how many accounts a line of a digest's thread names.
const maxNamed = 5

// DigestStory tells the thread of a digest what became of its accounts, in one
// line; "" where they are no fit as before.
func DigestStory(news []models.LineChange) string {
	var fallen, back, gone []string
	for _, l := range news {
		name := strings.TrimSuffix(l.Name, "|")
		switch {
		case l.Stands == models.ShownFit:
			back = append(back, name)
		case l.Was != models.ShownFit:
		case l.Stands == models.Gone:
			gone = append(gone, name)
		default:
			fallen = append(fallen, name)
		}
	}
	var parts []string
	for _, part := range []struct {
		words string
		names []string
	}{{"No longer a fit: ", fallen}, {"A fit again: ", back}, {"Gone, or the profile is: ", gone}} {
		if len(part.names) > 0 {
			parts = append(parts, part.words+someOf(part.names)+".")
		}
	}
	return strings.Join(parts, " ")
}

// someOf writes some names, and how many there are beside: "Acme, Globex and 3
// more".
func someOf(names []string) string {
	last := ""
	if more := len(names) - maxNamed; more > 0 {
		names, last = names[:maxNamed], fmt.Sprintf("%d more", more)
	} else if len(names) > 1 {
		names, last = names[:len(names)-1], names[len(names)-1]
	}
	if last == "" {
		return strings.Join(names, ", ")
	}
	return strings.Join(names, ", ") + " and " + last
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
	if l.Fallen != "" {
		item.Text += " – " + l.Fallen
	}
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
