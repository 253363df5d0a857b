package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rightdoor/commands"
	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

// layouts are the views that have a golden file, each by the line that asks
// for it.
var layouts = []struct{ name, line string }{
	{"fit", "/fit acme.com"},
	{"fit_needs_data", "/fit globex.com"},
	{"fit_not", "/fit quarrylane.example"},
	{"fit_disqualified", "/fit hooli.com"},
	{"why", "/why acme.com"},
	{"why_needs_data", "/why globex.com"},
	{"who", "/who acme.com"},
	{"who_full", "/who junipervale.example"},
	{"who_empty", "/who cindersage.example"},
	{"who_plan", "/who acme.com plan"},
	{"say", "/say acme.com champion"},
	{"say_empty", "/say acme.com end user"},
	{"wrong_person", "/who Gordon Pike"},
	{"check_message", "check message --to Segment Sam We cut costs by a third."},
	{"accounts_missing", "accounts --missing champion"},
	{"who_needs_data", "/who globex.com"},
	{"who_disqualified", "/who hooli.com"},
	{"tell", "tell globex.com"},
	{"accounts", "accounts"},
	{"accounts_few", "accounts industry=fintech country=Canada"},
	{"accounts_none", "accounts owner=Nobody"},
	{"title_for_company", "/fit VP of Sales"},
	{"free_mail", "/fit bob@gmail.com"},
	{"which_one", "/fit Meridian"},
	{"did_you_mean", "/fit acm.com"},
	{"unknown_company", "/fit nobody.com"},
	{"not_understood", "what a day"},
	{"help", "help"},
	{"help_fit", "help fit"},
	{"icp", "icp"},
	{"icp_page", "icp mid-market commerce"},
	{"persona", "persona"},
	{"persona_page", "persona Revenue Ruby"},
	{"persona_draft", "persona new VP of Revenue Operations"},
	{"company_for_person", "persona new fintechs in Canada"},
	{"icp_draft", "icp new mid-market fintechs in Canada with 50-500 employees on AWS, where we reach the CFO"},
	{"check_company", "check B2B SaaS in Europe with a stalled outbound motion"},
	{"check_both", "check VP of Sales at mid-market SaaS"},
	{"check_market", "check anyone with a website"},
	{"check_icp", "check mid-market commerce"},
	{"compare", "compare acme.com globex.com"},
	{"understood", "shuold we bother with Globex"},
}

func TestLayouts(t *testing.T) {
	w := sampleWorld(t)
	for _, l := range layouts {
		t.Run(l.name, func(t *testing.T) { checkLayout(t, l.name, w.view(l.line)) })
	}
}

func TestFirstMinutes(t *testing.T) {
	w := emptyWorld(t)
	checkLayout(t, "first_minutes", w.view("/fit acme.com"))
	notice := commands.Notice{Message: "latam saas is in force."}
	checkLayout(t, "notice", notice)
}

func checkLayout(t *testing.T, name string, v commands.View) {
	t.Helper()
	m := messageOf(v)
	checkMessage(t, m)
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(m.blocks); err != nil {
		t.Fatal(err)
	}
	golden(t, name+".json", b.String())
	checkTaken(t, newTestBot(t, echoes()), m)
}

// TestTheVerdictComesFirst: what a rep repeats is the first thing she reads,
// and no answer about a company is a wall.
func TestTheVerdictComesFirst(t *testing.T) {
	w := sampleWorld(t)
	for line, want := range map[string]string{
		"/fit acme.com": "*● Acme", "/fit globex.com": "*◐ Globex", "/fit hooli.com": "*✕ Hooli", "/who acme.com": "*● Acme", "/why acme.com": "*● Acme",
	} {
		blocks := plainJSON(t, Blocks(w.view(line))).([]any)
		first := blocks[0].(map[string]any)["text"].(map[string]any)["text"].(string)
		if !strings.HasPrefix(first, want) {
			t.Errorf("%s begins with %q, want %q", line, start(first), want)
		}
		if n := len([]rune(visibleText(blocks))); n > 1800 {
			t.Errorf("%s has %d characters: nobody reads that in ten seconds", line, n)
		}
	}
}

// visibleText is what a person reads of blocks.
func visibleText(blocks any) string {
	switch v := blocks.(type) {
	case []any:
		var b strings.Builder
		for _, part := range v {
			b.WriteString(visibleText(part))
		}
		return b.String()
	case map[string]any:
		if text, ok := v["text"].(string); ok {
			return text + "\n"
		}
		return visibleText(v["text"]) + visibleText(v["elements"])
	default:
		return ""
	}
}

// TestButtons: every answer offers what comes next, and a press asks for
// exactly that.
func TestButtons(t *testing.T) {
	w := sampleWorld(t)
	for line, want := range map[string][]string{
		"/fit acme.com":   {"Why?", "Who to see", "Share"},
		"/fit hooli.com":  {"Unlock", "It is a fit, because …", "Why?", "Share"},
		"/who globex.com": {"I know it", "Not known", "Is it a fit?", "Why?", "Share"},
		"/who acme.com":   {"What to say to Priya", "Is it a fit?", "Why?", "Share"},
		"/why acme.com":   {"Is it a fit?", "Share"},
		"what a day":      {"Is a company worth going to?", "What else can I ask?"},
	} {
		buttons := buttonsOf(t, messageOf(w.view(line)))
		var labels []string
		for _, b := range buttons {
			labels = append(labels, b.label)
			req := commands.Request{Workspace: w.workspace, Role: commands.Manager, Text: b.command}
			if form, err := w.Form(t.Context(), req); form != nil && err == nil {
				continue
			}
			if _, err := w.Run(t.Context(), req); err != nil {
				t.Errorf("%s: the button %s asks %q: %v", line, b.label, b.command, err)
			}
		}
		if !slices.Equal(labels, want) {
			t.Errorf("%s has the buttons %q, want %q", line, labels, want)
		}
	}
}

type pressable struct{ id, label, command string }

func buttonsOf(t testing.TB, m message) []pressable {
	t.Helper()
	var list []pressable
	for _, b := range plainJSON(t, m.blocks).([]any) {
		block := b.(map[string]any)
		if block["type"] != "actions" {
			continue
		}
		for _, e := range block["elements"].([]any) {
			button := e.(map[string]any)
			list = append(list, pressable{button["action_id"].(string), button["text"].(map[string]any)["text"].(string), button["value"].(string)})
		}
	}
	return list
}

func TestSharedAnswersAreNotSharedAgain(t *testing.T) {
	w := sampleWorld(t)
	m := messageOf(w.view("/fit acme.com")).shared()
	checkMessage(t, m)
	if buttons := buttonsOf(t, m); !m.public || len(buttons) != 2 {
		t.Errorf("a shared answer is public %v with the buttons %v, want Why? and Who to see", m.public, buttons)
	}
	only := messageOf(cardView{commands.Card{Headline: "x", Share: "/fit x"}}).shared()
	checkMessage(t, only)
}

// cardView is a View of any card.
type cardView struct{ card commands.Card }

func (v cardView) Card() commands.Card { return v.card }
func (v cardView) Text() string        { return v.card.Headline }

// textView is a View that is no card.
type textView string

func (v textView) Text() string { return string(v) }

func TestAnEmptySectionIsLeftOut(t *testing.T) {
	blocks := Blocks(cardView{commands.Card{
		Headline: "x", Sections: []commands.Section{{Title: "Nobody"}, {Title: "Blank", Lines: []commands.Item{{}, {Text: " "}, {More: []string{""}}}}},
	}})
	if len(blocks) != 1 {
		t.Errorf("Blocks = %s, want the headline alone", visibleText(plainJSON(t, blocks)))
	}
}

// nasty is what others may have written into a name, a note, a title.
var nasty = []string{
	"<!channel>", "<@U1>", "<!here|here>", "<https://x.example|y>", "&", "&amp;", "&lt;!channel&gt;", "*", "_", "~", "`", "```", "*bold*", "_it_", "a_b", ">", "\n> quoted",
	"\u202e", "\u2066", "\u200f", "\u200b", "\x00", "\xff\xfe", "\n", "\r\n", "\u2028", "\t", "😀", "é", "\u0301", "Æ", "mid-market", " ", "…",
}

// hostile draws a text that nobody should have to show: short or very long.
func hostile() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(nasty), 0, 12).Draw(t, "pieces"), rapid.SampledFrom([]string{"", "x", " "}).Draw(t, "between"))
		times := rapid.SampledFrom([]int{1, 1, 1, 1, 3000, 40_000}).Draw(t, "length")
		if n := len([]rune(text)); n > 0 && times > 1 {
			text = strings.Repeat(text, times/n+1)
		}
		return text
	})
}

func hostileCard() *rapid.Generator[commands.Card] {
	return rapid.Custom(func(t *rapid.T) commands.Card {
		texts := rapid.SliceOfN(hostile(), 1, 4).Draw(t, "texts")
		next := 0
		text := func() string { next++; return texts[next%len(texts)] }
		most := min(300, 200_000/(len(strings.Join(texts, ""))+1)+1)
		some := func(name string) int { return min(most, rapid.SampledFrom([]int{0, 1, 2, 5, 300}).Draw(t, name)) }
		c := commands.Card{Headline: text(), Small: text(), Share: rapid.SampledFrom([]string{"", "/fit acme.com", text()}).Draw(t, "share")}
		for range some("sections") {
			s := commands.Section{Title: text()}
			for range some("lines") {
				s.Lines = append(s.Lines, commands.Item{Label: text(), Bar: text(), Text: text(), More: []string{text(), ""}})
				if len(c.Sections) > 3 && len(s.Lines) > 3 {
					break
				}
			}
			c.Sections = append(c.Sections, s)
		}
		for range some("flags") {
			c.Flags = append(c.Flags, commands.Flag{Message: text()})
		}
		for range some("buttons") {
			c.Next = append(c.Next, commands.Option{Label: text(), Command: rapid.SampledFrom([]string{"/fit x", text()}).Draw(t, "command")})
		}
		return c
	})
}

func TestAnyCardKeepsToSlacksLimits(t *testing.T) {
	b := newTestBot(t, echoes())
	rapid.Check(t, func(t *rapid.T) {
		m := messageOf(cardView{hostileCard().Draw(t, "card")})
		checkMessage(t, m)
		checkTaken(t, b, m)
	})
}

func TestAnyTextKeepsToSlacksLimits(t *testing.T) {
	b := newTestBot(t, echoes())
	rapid.Check(t, func(t *rapid.T) {
		text := hostile().Draw(t, "text")
		for _, m := range []message{
			messageOf(textView(text)), plainMessage(text), plainMessage(fault.Message(fault.New(fault.NotFound, "There is no %q.", text))),
		} {
			checkMessage(t, m)
			checkTaken(t, b, m)
		}
	})
}

func TestAnyFormKeepsToSlacksLimits(t *testing.T) {
	b := newTestBot(t, echoes())
	for _, c := range commands.New(nil).Commands() {
		if c.Form != nil {
			checkModal(t, b, modal(ask{channel: "C1"}, c.Form))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := "x" + hostile().Draw(t, "text")
		form := &commands.Form{Title: text, Submit: text, Intro: text, Command: "tell", Words: []string{"acme.com"}}
		for kind := commands.TextField; kind <= commands.CheckField; kind++ {
			field := commands.Field{Name: "company", Label: text, Hint: text, Kind: kind, Lead: "x=", Optional: rapid.Bool().Draw(t, "optional")}
			for range rapid.SampledFrom([]int{0, 1, 12, 120}).Draw(t, "answers") {
				field.Answers = append(field.Answers, commands.Answer{Label: hostile().Draw(t, "label"), Value: "v" + hostile().Draw(t, "value")})
			}
			form.Fields = append(form.Fields, field)
		}
		checkModal(t, b, modal(ask{channel: "C0123456789"}, form))
	})
}

// TestEveryViewKeepsToSlacksLimits asks everything of a workspace in which
// others have written whatever they liked.
func TestEveryViewKeepsToSlacksLimits(t *testing.T) {
	w, b := sampleWorld(t), newTestBot(t, echoes())
	reached := map[string]bool{}
	for _, l := range layouts {
		library := &spoiled{Library: w.Store, text: strings.Repeat("<!channel> *a* & _b_ ` ", 200), copies: 30}
		reached[checkSpoiled(t, b, library, w.workspace, l.line)] = true
	}
	for _, want := range []string{
		"*commands.FitReport", "commands.Breakdown", "commands.CommitteeView", "*commands.AccountList", "commands.Flagged",
		"commands.Choice", "commands.Help", "commands.ICPList", "commands.PersonaList",
	} {
		if !reached[want] {
			t.Errorf("no %s among the views, only %v", want, reached)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		library := &spoiled{Library: w.Store, text: hostile().Draw(t, "text"), copies: rapid.SampledFrom([]int{1, 3, 300}).Draw(t, "copies")}
		library.copies = min(library.copies, 100_000/(len(library.text)+1)+1)
		checkSpoiled(t, b, library, w.workspace, rapid.SampledFrom(layouts).Draw(t, "line").line)
	})
}

// checkSpoiled checks the answer to a line, and tells what type it is.
func checkSpoiled(t rapidTB, b *testBot, library *spoiled, workspace int64, line string) string {
	t.Helper()
	reply, err := commands.New(library).Run(context.Background(), commands.Request{Workspace: workspace, Role: commands.Manager, Text: line})
	m := plainMessage(fault.Message(err))
	if err == nil {
		m = messageOf(reply.View)
	}
	checkMessage(t, m)
	checkTaken(t, b, m)
	checkMessage(t, m.shared())
	return fmt.Sprintf("%T", reply.View)
}

// spoiled is a library in which every text of others is replaced.
type spoiled struct {
	commands.Library
	text   string
	copies int
}

// foreign are the fields that others write.
var foreign = map[string]bool{
	"Name": true, "Owner": true, "Title": true, "Note": true, "Source": true, "Situation": true, "Pains": true, "CreatedBy": true, "Titles": true,
	"Goals": true, "Responsibilities": true, "DailyWork": true, "Objections": true, "Fears": true, "BuyingCriteria": true, "SuccessMetrics": true,
	"Channel": true, "Content": true, "Opener": true, "Evidence": true, "AdaptedFrom": true, "CultureNotes": true, "City": true, "Industry": true,
}

// spoil replaces the texts of others in a value.
func (s *spoiled) spoil(v reflect.Value, field string) {
	switch {
	case v.Kind() == reflect.Pointer && !v.IsNil():
		s.spoil(v.Elem(), field)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			s.spoil(v.Index(i), field)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				s.spoil(v.Field(i), v.Type().Field(i).Name)
			}
		}
	case v.Kind() == reflect.String && foreign[field] && v.Type() == reflect.TypeFor[string]():
		v.SetString(s.text)
	}
}

func spoiledBy[T any](s *spoiled, v T, err error) (T, error) {
	s.spoil(reflect.ValueOf(&v).Elem(), "")
	return v, err
}

func (s *spoiled) Find(ctx context.Context, workspace int64, q models.Query) (models.Found, error) {
	f, err := s.Library.Find(ctx, workspace, q)
	if len(f.Accounts) > 1 {
		f.Accounts = many(f.Accounts, s.copies)
	}
	return spoiledBy(s, f, err)
}

func many[T any](list []T, copies int) []T {
	var all []T
	for range copies {
		all = append(all, list...)
	}
	return all
}

func (s *spoiled) Near(ctx context.Context, workspace int64, q models.Query) ([]models.Account, error) {
	near, err := s.Library.Near(ctx, workspace, q)
	return spoiledBy(s, many(near, s.copies), err)
}

func (s *spoiled) Each(ctx context.Context, workspace int64, fn func(*models.Account, []scoring.Signal) error) error {
	return s.Library.Each(ctx, workspace, func(a *models.Account, signals []scoring.Signal) error {
		copied := *a
		copied.Name, copied.Owner = s.text, s.text
		return fn(&copied, signals)
	})
}

func (s *spoiled) Signals(ctx context.Context, workspace, account int64, by time.Time) ([]scoring.Signal, error) {
	signals, err := s.Library.Signals(ctx, workspace, account, by)
	return spoiledBy(s, signals, err)
}

func (s *spoiled) Targeting(ctx context.Context, workspace int64) (models.Targeting, error) {
	t, err := s.Library.Targeting(ctx, workspace)
	return spoiledBy(s, t, err)
}

func (s *spoiled) ICPs(ctx context.Context, workspace int64) ([]models.ICP, error) {
	icps, err := s.Library.ICPs(ctx, workspace)
	return spoiledBy(s, icps, err)
}

func (s *spoiled) Version(ctx context.Context, workspace, icp int64, version int) (*models.ICPVersion, error) {
	v, err := s.Library.Version(ctx, workspace, icp, version)
	return spoiledBy(s, v, err)
}

func (s *spoiled) PeopleAt(ctx context.Context, workspace, account int64) ([]models.Contact, error) {
	contacts, err := s.Library.PeopleAt(ctx, workspace, account)
	kept := slices.Clone(contacts)
	for i := range kept {
		kept[i].Name = s.text // titles decide seats
	}
	return many(kept, s.copies), err
}

func TestEscape(t *testing.T) {
	for _, c := range []struct {
		text string
		most int
		want string
	}{
		{"Juniper & Vale", 100, "Juniper &amp; Vale"},
		{"<!channel> *now*", 100, "&lt;!channel&gt; ∗now∗"},
		{"a_b and _c_", 100, "a_b and ˍcˍ"},
		{"> x > y", 100, "› x &gt; y"},
		{"abcdef", 6, "abcdef"},
		{"abcdefg", 6, "abcde…"},
		{"ab&cd", 6, "ab…"},
		{"ab&", 7, "ab&amp;"},
		{"ab&c", 7, "ab…"},
		{"&&", 5, "…"},
		{"a\x00b\u202ec\xff", 100, "abc\ufffd"},
		{"", 5, ""},
	} {
		if got := escape(c.text, c.most); got != c.want {
			t.Errorf("escape(%q, %d) = %q, want %q", c.text, c.most, got, c.want)
		}
	}
}
