package bot

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// What Slack takes, from its documentation and not from the code.
const (
	slackBlocks     = 50
	slackModal      = 100
	slackCharacters = 13_200
	slackBlockCost  = 125       // characters that a block counts for beside its own
	slackView       = 250 << 10 // bytes
)

// slackText are the limits of a text by where it stands: type of block or
// element, then field.
var slackText = map[string]int{
	"section text": 3000, "context text": 2000, "button text": 75, "button value": 2000, "header text": 150,
	"modal title": 24, "modal submit": 24, "modal close": 24, "input label": 2000, "plain_text_input placeholder": 150,
	"static_select placeholder": 150,
}

// checker goes through a message as Slack gets it.
type checker struct {
	t          rapidTB
	characters int
}

// rapidTB is what the checks ask of *testing.T and *rapid.T.
type rapidTB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// checkMessage tells whether Slack would take a message, and show it as meant.
func checkMessage(t rapidTB, m message) {
	t.Helper()
	if invisible(m.text) || utf8.RuneCountInString(m.text) > 4000 {
		t.Errorf("fallback text of %d characters: %q", utf8.RuneCountInString(m.text), start(m.text))
	}
	checkMarkup(t, "fallback", m.text)
	if len(m.blocks) == 0 || len(m.blocks) > slackBlocks {
		t.Errorf("%d blocks, want 1 to %d", len(m.blocks), slackBlocks)
	}
	c := &checker{t: t}
	c.blocks(plainJSON(t, append([]slack.Block{}, m.blocks...)))
	if all := c.characters + slackBlockCost*len(m.blocks); all > slackCharacters {
		t.Errorf("%d characters over all blocks, want at most %d", all, slackCharacters)
	}
}

// checkModal tells whether Slack would open a modal.
func checkModal(t rapidTB, b *testBot, view slack.ModalViewRequest) {
	t.Helper()
	if err := b.opens(view); err != nil {
		t.Errorf("the playground does not open the modal: %+v", err)
	}
	b.slack.Reset()
	c := &checker{t: t}
	plain := plainJSON(t, view).(map[string]any)
	for _, field := range []string{"title", "submit", "close"} {
		c.text("modal "+field, plain[field].(map[string]any))
	}
	if n := utf8.RuneCountInString(view.PrivateMetadata); n > 3000 {
		t.Errorf("private_metadata has %d characters", n)
	}
	if text, _ := json.Marshal(view); len(text) > slackView {
		t.Errorf("the view has %d bytes", len(text))
	}
	if n := len(view.Blocks.BlockSet); n == 0 || n > slackModal {
		t.Errorf("%d blocks in a modal", n)
	}
	c.blocks(plain["blocks"])
}

// checkTaken tells whether the playground takes a message wherever one is
// shown: its rules are written apart from those above and from the bot's. The
// message can be shared no more afterwards.
func checkTaken(t rapidTB, b *testBot, m message) {
	t.Helper()
	ctx := context.Background()
	refused := func(where string, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("Slack refuses a %s: %+v: %s", where, err, start(m.text))
		}
	}
	_, _, err := b.api.PostMessageContext(ctx, "C1", m.options()...)
	refused("message", err)
	_, err = b.api.PostEphemeralContext(ctx, "C1", "U1", m.options()...)
	refused("message for one", err)
	answer, _ := json.Marshal(m.hook()) // checked by checkMessage
	refused("late answer", b.postOnce(ctx, b.hook(), answer))
	refused("modal", b.opens(slack.ModalViewRequest{Type: slack.VTModal, Title: plainText("Answer"), Blocks: slack.Blocks{BlockSet: m.blocks}}))
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: home(m)}}
	_, err = b.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: "U1", View: view})
	refused("home", err)
	b.slack.Reset()
}

// opens opens a modal in the playground.
func (b *testBot) opens(view slack.ModalViewRequest) error {
	_, err := b.api.OpenViewContext(context.Background(), b.slack.NewTrigger("U1", "C1"), view)
	return err
}

// plainJSON is a value as Slack reads it.
func plainJSON(t rapidTB, v any) any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	if strings.Contains(string(text), `\u0000`) || strings.Contains(string(text), `\ufffd\ufffd\ufffd\ufffd`) {
		t.Errorf("a NUL or a run of invalid bytes: %s", start(string(text)))
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		t.Fatalf("Unmarshal: %v", err)
	}
	return plain
}

func (c *checker) blocks(list any) {
	c.t.Helper()
	ids := map[string]bool{}
	for _, b := range list.([]any) {
		block := b.(map[string]any)
		kind := block["type"].(string)
		if id, _ := block["block_id"].(string); id != "" && ids[id] {
			c.t.Errorf("two blocks are called %q", id)
		} else {
			ids[id] = true
		}
		c.within(kind+" id", block["block_id"], 255)
		switch kind {
		case "section":
			c.text("section text", block["text"].(map[string]any))
		case "context":
			c.elements(kind, block["elements"].([]any), 10)
		case "actions":
			c.elements(kind, block["elements"].([]any), 25)
		case "input":
			c.text("input label", block["label"].(map[string]any))
			c.element(block["element"].(map[string]any), map[string]bool{})
		default:
			c.t.Errorf("a block of type %q, which no limit is known of", kind)
		}
	}
}

func (c *checker) elements(kind string, list []any, most int) {
	c.t.Helper()
	if len(list) == 0 || len(list) > most {
		c.t.Errorf("%d elements in a block of type %s, want 1 to %d", len(list), kind, most)
	}
	ids := map[string]bool{}
	for _, e := range list {
		element := e.(map[string]any)
		if kind == "context" {
			c.text("context text", element)
			continue
		}
		c.element(element, ids)
	}
}

func (c *checker) element(e map[string]any, ids map[string]bool) {
	c.t.Helper()
	kind := e["type"].(string)
	id, _ := e["action_id"].(string)
	if id == "" || ids[id] || utf8.RuneCountInString(id) > 255 {
		c.t.Errorf("action id %q of %s is empty, too long or there twice", start(id), kind)
	}
	ids[id] = true
	c.within(kind+" value", e["value"], 2000)
	for _, field := range []string{"text", "placeholder"} {
		if text, ok := e[field].(map[string]any); ok {
			c.text(kind+" "+field, text)
		}
	}
	if kind == "button" && (e["text"] == nil || e["value"] == nil) {
		c.t.Errorf("a button without text or value: %v", e)
	}
}

func (c *checker) within(what string, value any, most int) {
	c.t.Helper()
	text, _ := value.(string)
	n := utf8.RuneCountInString(text)
	c.characters += n
	if n > most {
		c.t.Errorf("%s has %d characters, want at most %d", what, n, most)
	}
}

func (c *checker) text(where string, text map[string]any) {
	c.t.Helper()
	most, known := slackText[where]
	if !known {
		c.t.Errorf("a text in %s, which no limit is known of", where)
	}
	c.within(where, text["text"], most)
	written := text["text"].(string)
	if invisible(written) {
		c.t.Errorf("%s is empty: %q", where, start(written))
	}
	if text["type"] == "mrkdwn" {
		checkMarkup(c.t, where, written)
	}
}

// invisible tells whether a text has nothing to see.
func invisible(text string) bool {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r) }) == ""
}

// checkMarkup tells whether a text holds no markup but ours: no control
// sequence, no broken entity, and marks of emphasis only in pairs on a line.
func checkMarkup(t rapidTB, where, text string) {
	t.Helper()
	if strings.ContainsAny(text, "<>") {
		t.Errorf("%s holds a bare angle bracket: %q", where, around(text, strings.IndexAny(text, "<>")))
	}
	for rest := text; ; {
		i := strings.IndexByte(rest, '&')
		if i < 0 {
			break
		}
		rest = rest[i:]
		if !strings.HasPrefix(rest, "&amp;") && !strings.HasPrefix(rest, "&lt;") && !strings.HasPrefix(rest, "&gt;") {
			t.Errorf("%s holds a broken entity: %q", where, start(rest))
		}
		rest = rest[1:]
	}
	for line := range strings.Lines(text) {
		if strings.Count(line, "*")%2 != 0 || strings.Count(line, "`")%2 != 0 || strings.Contains(line, "**") || strings.Contains(line, "~") {
			t.Errorf("%s has marks of emphasis that are not ours: %q", where, start(line))
		}
	}
	if strings.ContainsAny(text, "\x00\u202e\u2066") || !utf8.ValidString(text) {
		t.Errorf("%s holds what turns or breaks a text: %q", where, start(text))
	}
}

func start(text string) string { return cutAt(text, 0, 120) }

func around(text string, at int) string { return cutAt(text, max(0, at-40), at+40) }

func cutAt(text string, from, to int) string {
	return strings.ToValidUTF8(text[from:min(len(text), to)], "?")
}

func TestTheChecksFindWhatSlackRefuses(t *testing.T) {
	bad := map[string]message{
		"no text":        {blocks: plainMessage("x").blocks},
		"a call":         {text: "<!channel>", blocks: plainMessage("x").blocks},
		"a broken mark":  {text: "*a", blocks: plainMessage("x").blocks},
		"half an entity": {text: "&am…", blocks: plainMessage("x").blocks},
		"no blocks":      {text: "x"},
		"long section":   {text: "x", blocks: []slack.Block{section(markdown(strings.Repeat("x", 3001)))}},
		"empty section":  {text: "x", blocks: []slack.Block{section(markdown(" \n"))}},
		"too much":       {text: "x", blocks: repeated(section(markdown(strings.Repeat("x", 2999))), 5)},
		"too many":       {text: "x", blocks: repeated(section(markdown("x")), 51)},
		"same ids": {text: "x", blocks: []slack.Block{slack.NewActionBlock("",
			slack.NewButtonBlockElement("a", "v", plainText("x")), slack.NewButtonBlockElement("a", "v", plainText("y")))}},
	}
	for name, m := range bad {
		if found := (&counter{}); found.check(m) == 0 {
			t.Errorf("checkMessage(%s) finds nothing", name)
		}
	}
}

// TestThePlaygroundRefusesWhatSlackRefuses: were it to take everything,
// checkTaken would say nothing.
func TestThePlaygroundRefusesWhatSlackRefuses(t *testing.T) {
	b := newTestBot(t, echoes())
	for want, blocks := range map[string][]slack.Block{
		"invalid_blocks":      {section(markdown(strings.Repeat("x", 3001)))},
		"msg_blocks_too_long": repeated(section(markdown(strings.Repeat("x", 2999))), 5),
	} {
		found := &counter{}
		checkTaken(found, b, message{text: "x", blocks: blocks})
		_, _, err := b.api.PostMessageContext(t.Context(), "C1", message{text: "x", blocks: blocks}.options()...)
		if err == nil || err.Error() != want || found.found == 0 {
			t.Errorf("= %v, %d places refuse, want %s", err, found.found, want)
		}
	}
}

func repeated(b slack.Block, n int) []slack.Block {
	var list []slack.Block
	for range n {
		list = append(list, b)
	}
	return list
}

// counter counts what the checks find.
type counter struct{ found int }

func (c *counter) check(m message) int       { checkMessage(c, m); return c.found }
func (c *counter) Helper()                   {}
func (c *counter) Errorf(string, ...any)     { c.found++ }
func (c *counter) Fatalf(f string, a ...any) { c.Errorf(f, a...) }
