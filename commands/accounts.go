package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rightdoor/internal/fault"
	"rightdoor/internal/language"
	"rightdoor/internal/targeting"
	"rightdoor/models"
	"rightdoor/scoring"
)

var accountsCommand = Command{
	Name: "accounts", Aliases: []string{topName}, Args: "[NUMBER] [FILTER=VALUE …]", Summary: "the accounts worth going to, best first",
	Detail: "Filters: verdict, tier, icp, owner, lifecycle, industry, country, region, technologies and every other fact; " +
		"several values with a comma, != to exclude a fact. icp=NAME scores all accounts under that ICP alone. Without a verdict all are listed, fits first. " +
		"`--missing champion` lists the fitting ones with nobody in that seat; `--missing any`, in a required one.",
	Example: []string{"accounts", "accounts 20 tier=A", "accounts industry=fintech country=Canada", "accounts verdict=needs_data", "accounts --missing champion"},
	run:     accounts, Exact: true,
}

// topName is what questions for the best accounts begin with.
const topName = "top"

// The bounds of a list.
const (
	defaultList = 10
	maxList     = 100
)

// AccountList is a prioritised list of accounts.
type AccountList struct {
	Rows  []AccountRow   `json:"accounts"`
	Total int            `json:"total"`  // that pass the filters
	Count map[string]int `json:"counts"` // of those, by verdict
	limit int
	share string // the command that makes the list again
}

// AccountRow is one account of a list.
type AccountRow struct {
	AccountLine
	ICP        string          `json:"icp"`
	Verdict    scoring.Verdict `json:"verdict"`
	Score      int             `json:"score"`
	CouldReach int             `json:"could_reach"`
	Tier       string          `json:"tier"`
	Timing     int             `json:"timing"`

	notes    []string // what people decided of it
	standing scoring.Standing
	missing  []string // empty seats that were asked for
}

// filters are what a list is narrowed by.
type filters struct {
	limit    int
	verdicts []string
	tiers    []string
	icps     []string // that alone are scored by; none for the best of all
	owners   []string
	missing  scoring.Role // a seat that is empty; "" when that was not asked
	facts    scoring.Filter
	criteria []scoring.Criterion // what facts is made of
}

func accounts(c *call) (View, error) {
	t, err := c.current()
	if err != nil {
		return nil, err
	}
	if next, err := c.nextStep(t); next != nil || err != nil {
		return next, err
	}
	f, how, err := c.asked(t)
	if err != nil {
		return nil, err
	}
	decided, err := c.decisionsByAccount()
	if err != nil {
		return nil, err
	}
	list := &AccountList{Rows: []AccountRow{}, Count: map[string]int{}, limit: f.limit, share: Quote(append([]string{"accounts"}, c.args...)...)}
	t = t.only(f.icps)
	gaps := &gapFinder{call: c, aim: t, role: f.missing, keep: list.add}
	err = c.lib.Each(c, c.Workspace, func(a *models.Account, signals []scoring.Signal) error {
		facts := a.Facts(t.Settings)
		row := c.row(t, a, facts, signals)
		row.decide(decided[a.ID])
		switch {
		case !f.pass(row, facts):
		case f.missing != "":
			return gaps.add(row, a, facts)
		default:
			list.add(row)
		}
		return nil
	})
	if err == nil {
		err = gaps.flush()
	}
	if how != "" {
		return Understood{list, how}, err
	}
	return list, err
}

func (c *call) row(t *aim, a *models.Account, facts *scoring.Facts, signals []scoring.Signal) AccountRow {
	score, best := scoring.Best(t.profiles, facts)
	p := t.profiles[best]
	row := AccountRow{
		AccountLine: accountLine(a), ICP: p.Name, Verdict: score.Verdict, Score: score.Points,
		CouldReach: score.CouldReach, Timing: p.Timing(signals, c.now),
	}
	if score.Verdict == scoring.Fit {
		row.Tier = p.Tier(score.Points)
	}
	row.standing = scoring.Standing{Score: score, Timing: row.Timing, Name: a.Name}
	return row
}

// add keeps a row among the best; the list never grows beyond its limit.
func (l *AccountList) add(row AccountRow) {
	l.Total++
	l.Count[row.Verdict.String()]++
	at, _ := slices.BinarySearchFunc(l.Rows, row, func(a, b AccountRow) int { return a.standing.Compare(b.standing) })
	if at >= l.limit {
		return
	}
	l.Rows = slices.Insert(l.Rows, at, row)
	l.Rows = l.Rows[:min(len(l.Rows), l.limit)]
}

// asked reads what a line asks for: filters, and words beside them as in a
// question. how tells which of the words of a question were left out; after
// "accounts" such words are refused, as who types that means a filter.
func (c *call) asked(t *aim) (f filters, how string, err error) {
	args, words := filterArgs(t.wholeNames(c.args))
	if len(words) > 0 {
		q := language.ReadQuestion("accounts " + strings.Join(words, " "))
		left := unread(q)
		if q.Intent != language.IntentTop {
			left, q = strings.Join(words, " "), language.Question{Intent: language.IntentTop}
			q.Filters.Text = left
		}
		if left != "" {
			if !c.saysTop() {
				return f, "", unreadWords(left)
			}
			how = readAs(q)
		}
		read, _ := arguments(q)
		args = append(read, args...)
	}
	if f, err = readFilters(args, t.Settings); err == nil {
		err = f.among(t)
	}
	return f, how, err
}

// wholeNames puts together the name of an ICP that was written without quotes:
// icp=mid-market commerce.
func (t *aim) wholeNames(args []string) []string {
	at := slices.IndexFunc(args, func(a string) bool { return strings.HasPrefix(a, "icp=") })
	for end := len(args); at >= 0 && end > at+1; end-- {
		whole := strings.Join(args[at:end], " ")
		if slices.ContainsFunc(t.ICPs, func(i models.InForce) bool { return strings.EqualFold("icp="+i.Name, whole) }) {
			return slices.Concat(args[:at], []string{whole}, args[end:])
		}
	}
	return args
}

// saysTop tells whether a line begins as a question for the best accounts does.
func (c *call) saysTop() bool {
	words := lineOf(c.Text).Words
	return len(words) > 0 && strings.EqualFold(words[0], topName)
}

// filterArgs parts filters and a number from words; where there are words, the
// number is among them: "more than 200 employees".
func filterArgs(args []string) (pairs, words []string) {
	var numbers []string
	for _, arg := range missingOption(args) {
		_, err := strconv.Atoi(arg)
		switch {
		case strings.IndexByte(arg, '=') > 0:
			pairs = append(pairs, arg)
		case err == nil:
			numbers, words = append(numbers, arg), append(words, arg)
		default:
			words = append(words, arg)
		}
	}
	if len(numbers) == len(words) {
		return append(numbers, pairs...), nil
	}
	return pairs, words
}

// readFilters reads filters as they are typed, FILTER=VALUE, and a number.
func readFilters(args []string, s scoring.Settings) (filters, error) {
	f := filters{limit: defaultList}
	for _, arg := range missingOption(args) {
		if err := f.read(arg); err != nil {
			return f, err
		}
	}
	if err := f.checkVerdicts(); err != nil {
		return f, err
	}
	var err error
	f.facts, err = scoring.NewFilter(f.criteria, s)
	return f, err
}

// read takes one filter in.
func (f *filters) read(arg string) error {
	name, value, pair := strings.Cut(arg, "=")
	name, not := strings.CutSuffix(strings.ToLower(name), "!")
	if n, err := strconv.Atoi(arg); err == nil && !pair {
		return f.readLimit(n)
	}
	if name == "missing" && value == "" {
		return fault.New(fault.Usage, "Which seat is to be empty? As in `accounts --missing champion`.")
	}
	if !pair || value == "" {
		return fault.New(fault.Usage, "%q is no filter. Write FILTER=VALUE, as in `accounts tier=A industry=fintech`.", arg)
	}
	if slices.Contains(listFilters, name) {
		if not {
			return fault.New(fault.Usage, "%s!= is no filter: only facts can be excluded, as in `accounts country!=Germany`.", name)
		}
		return f.readOwn(name, value)
	}
	k, err := factFilter(scoring.Attribute(name), strings.Split(value, ","))
	if err != nil {
		return err
	}
	if not && !k.Operator.Numeric() {
		k.Operator = scoring.NotIn
	}
	f.criteria = append(f.criteria, k)
	return nil
}

// readLimit takes in how many accounts are wanted.
func (f *filters) readLimit(n int) error {
	if n < 1 {
		return fault.New(fault.Usage, "%d is no length for a list: it has 1 to %d accounts, as in `accounts 20`.", n, maxList)
	}
	f.limit = min(n, maxList)
	return nil
}

// readOwn takes in a filter that is no fact.
func (f *filters) readOwn(name, value string) (err error) {
	values := strings.Split(value, ",")
	switch name {
	case "verdict":
		f.verdicts = append(f.verdicts, values...)
	case "tier":
		f.tiers = append(f.tiers, values...)
	case "icp":
		f.icps = append(f.icps, values...)
	case "owner":
		f.owners = append(f.owners, values...)
	case "missing":
		f.missing, err = missingRole(value)
	}
	return err
}

// among refuses ICPs that are not in force and tiers that none of those asked
// for has at a fit.
func (f *filters) among(t *aim) error {
	var names, letters []string
	for _, p := range t.profiles {
		names = append(names, p.Name)
	}
	for _, name := range f.icps {
		if !oneOf(names, name) || name == "" {
			return fault.New(fault.Usage, "No ICP %q is in force. There is %s.", name, scoring.And(names))
		}
	}
	for _, p := range t.profiles {
		for _, l := range p.Levels() {
			if oneOf(f.icps, p.Name) && l.Letter != "" && !slices.Contains(letters, l.Letter) {
				letters = append(letters, l.Letter)
			}
		}
	}
	for _, tier := range f.tiers {
		if !slices.ContainsFunc(letters, func(l string) bool { return strings.EqualFold(l, tier) }) {
			return fault.New(fault.Usage, "There is no tier %s among the fits. %s.", tier, theTiers(letters))
		}
	}
	return nil
}

// theTiers says which tiers there are.
func theTiers(letters []string) string {
	switch len(letters) {
	case 0:
		return "No profile in force has tiers"
	case 1:
		return "The only one is " + letters[0]
	default:
		return "There are " + scoring.And(letters)
	}
}

// factFilter makes a criterion of a filter on a fact; the words are those
// people use.
func factFilter(a scoring.Attribute, values []string) (scoring.Criterion, error) {
	info, ok := a.Info()
	if !ok || info.Kind == scoring.Text {
		return scoring.Criterion{}, fault.New(fault.Usage, "There is no filter %q.%s", cut(string(a), maxReference), filterHint(a))
	}
	k := scoring.Criterion{Attribute: a, Operator: scoring.In, Mode: scoring.Must, Weight: 1}
	if info.Kind == scoring.Number || info.Kind == scoring.Money {
		read := map[scoring.Kind]func(string) (scoring.Value, error){
			scoring.Number: language.ReadNumber,
			scoring.Money:  func(s string) (scoring.Value, error) { return language.ReadMoney(s, "USD") },
		}[info.Kind]
		v, err := read(strings.Join(values, ","))
		if err != nil {
			return k, fault.New(fault.Usage, "%s: %v. Write it as in `accounts employees=200-1500`.", a, err)
		}
		k.Operator, k.Value = scoring.Between, v
		return k, k.Check()
	}
	for _, v := range values {
		k.Value.Words = append(k.Value.Words, word(info, v))
	}
	if err := k.Check(); err != nil {
		return k, fault.New(fault.Usage, "%s: %v.%s", upperFirst(string(a)), err, didYouMean(nearestAmong(k, info, values)))
	}
	return k, nil
}

// filterHint says which filters there are: the one that was most likely meant,
// else all sorts of them.
func filterHint(a scoring.Attribute) string {
	if i := targeting.Nearest(string(a), filterNames()); i >= 0 {
		return didYouMean(strings.ReplaceAll(filterNames()[i], " ", "_"))
	}
	return " Use verdict, tier, icp, owner, or a fact such as industry, country or lifecycle."
}

// nearestAmong gives what the first misspelt value of a fact most likely
// means, "" where none is near.
func nearestAmong(k scoring.Criterion, info scoring.AttributeInfo, values []string) string {
	for _, v := range values {
		k.Value = scoring.OfWords(word(info, v))
		if k.Check() != nil {
			return nearestFilter(k.Attribute, v)
		}
	}
	return ""
}

// word finds the slug of a word for an attribute; a word it does not find is
// left for the check to refuse, and a word of an open attribute as it is.
func word(info scoring.AttributeInfo, text string) string {
	switch info.Tree() {
	case scoring.IndustryTree:
		if slug, ok := language.Industry(text); ok {
			return slug
		}
	case scoring.PlaceTree:
		if slug, ok := language.Place(text); ok {
			return slug
		}
	case scoring.TechnologyTree:
		return language.TechnologySlug(text)
	}
	if info.Tree() == nil && info.Allowed() == nil {
		return strings.TrimSpace(text)
	}
	return strings.ReplaceAll(language.Fold(text), " ", "_")
}

func (f *filters) checkVerdicts() error {
	for i, v := range f.verdicts {
		f.verdicts[i] = strings.ReplaceAll(language.Fold(v), " ", "_")
		if !slices.ContainsFunc(scoring.Verdicts, func(k scoring.Verdict) bool { return k.String() == f.verdicts[i] }) {
			return fault.New(fault.Usage, "%q is no verdict. Use fit, needs_data, not_a_fit or disqualified.", v)
		}
	}
	return nil
}

func (f *filters) pass(row AccountRow, facts *scoring.Facts) bool {
	return oneOf(f.verdicts, row.Verdict.String()) && oneOf(f.tiers, row.Tier) &&
		oneOf(f.owners, row.Owner) && f.facts.Pass(facts)
}

// oneOf tells whether a value is among those wanted, whatever its case; none
// wanted means any will do.
func oneOf(wanted []string, value string) bool {
	return len(wanted) == 0 || slices.ContainsFunc(wanted, func(w string) bool { return strings.EqualFold(w, value) })
}

// Text writes the list as a table.
func (l *AccountList) Text() string {
	if l.Total == 0 {
		return "No account passes these filters. `accounts` lists them all."
	}
	lines := []string{l.summary()}
	for _, row := range l.Rows {
		lines = append(lines, row.text())
	}
	if more := l.Total - len(l.Rows); more > 0 {
		lines = append(lines, l.moreLine(more))
	}
	return strings.Join(lines, "\n")
}

func (l *AccountList) moreLine(more int) string {
	return fmt.Sprintf("and %d more – `accounts %d` shows more, filters narrow it", more, min(maxList, l.limit*2))
}

func (l *AccountList) summary() string {
	counts := map[scoring.Verdict]int{}
	for _, v := range scoring.Verdicts {
		counts[v] = l.Count[v.String()]
	}
	return plural(l.Total, "account") + ": " + verdictCounts(counts)
}

// verdictCounts writes how many accounts got which verdict.
func verdictCounts(counts map[scoring.Verdict]int) string {
	var parts []string
	for _, v := range scoring.Verdicts {
		if n := counts[v]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, countWords[v][min(n, 2)-1]))
		}
	}
	return strings.Join(parts, " · ")
}

// countWords are a verdict as the verb of one account and of several.
var countWords = map[scoring.Verdict][2]string{
	scoring.Fit: {"fits", "fit"}, scoring.NeedsData: {"needs data", "need data"},
	scoring.NotAFit: {"does not fit", "do not fit"}, scoring.Disqualified: {"ruled out", "ruled out"},
}

func (r AccountRow) text() string {
	text := fmt.Sprintf("%s %-8s %-24s %-26s %s", marks[r.Verdict], r.score(), cut(r.Name, 23), cut(r.Domain, 25), strings.Join(r.more(), ", "))
	return strings.TrimRight(text, " ")
}

// score writes points and tier, or how far the open facts would carry.
func (r AccountRow) score() string {
	if r.Verdict == scoring.NeedsData {
		return fmt.Sprintf("%3d→%d", r.Score, r.CouldReach)
	}
	return fmt.Sprintf("%3d %-1s", r.Score, r.Tier)
}

// more is what the company is to us, whose it is, and how good a moment now is.
func (r AccountRow) more() []string {
	more := append(append([]string{slugWords(r.Lifecycle), r.Owner}, r.missing...), r.notes...)
	if r.Timing > 0 {
		more = append(more, fmt.Sprintf("timing %d", r.Timing))
	}
	return slices.DeleteFunc(more, func(s string) bool { return s == "" })
}
