package playground

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"rightdoor/internal/browsertest"
)

func TestMain(m *testing.M) { os.Exit(browsertest.Main(m.Run)) }

// open opens the page of a Playground with a bot.
func openPage(t *testing.T, b *bench) *browsertest.Page {
	t.Helper()
	server := httptest.NewServer(b.Playground)
	t.Cleanup(func() {
		b.Close() // the page listens as long as there is something to hear
		server.Close()
	})
	return browsertest.Open(t, server.URL, 1280, 800)
}

// TestMrkdwn draws every text of a table as Slack does.
func TestMrkdwn(t *testing.T) {
	text, err := os.ReadFile("testdata/mrkdwn.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct{ Text, HTML string }
	if err := json.Unmarshal(text, &rows); err != nil {
		t.Fatal(err)
	}
	p := openPage(t, newBench(t))
	drawn := browsertest.Value[[]string](p, fmt.Sprintf(`(async rows => {
		const {renderMrkdwn} = await import("/_playground/page/mrkdwn.js");
		const people = new Map([["U1", {id: "U1", name: "Dana"}], ["U2", {id: "U2", name: "Ana Ruiz"}]]);
		const ctx = {people, channels: new Map([["C1", {id: "C1", name: "sales"}]]), me: "U2", now: () => 1392811200000};
		return rows.map(row => { const into = document.createElement("div"); into.append(renderMrkdwn(row.text, ctx)); return into.innerHTML; });
	})(%s)`, text))
	for i, row := range rows {
		if drawn[i] != row.HTML {
			t.Errorf("%q is drawn as\n%s, want\n%s", row.Text, drawn[i], row.HTML)
		}
	}
}

// gallery has a block of every kind, with an element of every kind.
const gallery = `[
	{"type":"header","text":{"type":"plain_text","text":"Gallery"}},
	{"type":"section","text":{"type":"mrkdwn","text":"*bold* <https://acme.com|a link> <@U0ANA> <!date^1392734382^{date_short}|then>"},"accessory":{"type":"overflow","action_id":"o","options":[{"text":{"type":"plain_text","text":"One"},"value":"1"},{"text":{"type":"plain_text","text":"Two"},"value":"2"}]}},
	{"type":"section","fields":[{"type":"mrkdwn","text":"*Left*"},{"type":"plain_text","text":"Right"}]},
	{"type":"divider"},
	{"type":"actions","block_id":"acts","elements":[
		{"type":"button","action_id":"b1","value":"go","style":"primary","text":{"type":"plain_text","text":"Go"}},
		{"type":"button","action_id":"b2","value":"drop","style":"danger","text":{"type":"plain_text","text":"Drop"},"confirm":{"title":{"type":"plain_text","text":"Sure?"},"text":{"type":"plain_text","text":"It is gone then."},"confirm":{"type":"plain_text","text":"Yes, drop"},"deny":{"type":"plain_text","text":"Keep"}}},
		{"type":"static_select","action_id":"s1","placeholder":{"type":"plain_text","text":"A tier"},"options":[{"text":{"type":"plain_text","text":"Tier A"},"value":"A"},{"text":{"type":"plain_text","text":"Tier B"},"value":"B"}]},
		{"type":"external_select","action_id":"e1","min_query_length":1,"placeholder":{"type":"plain_text","text":"An account"}},
		{"type":"users_select","action_id":"u1","placeholder":{"type":"plain_text","text":"A person"}},
		{"type":"channels_select","action_id":"c1","placeholder":{"type":"plain_text","text":"A channel"}},
		{"type":"datepicker","action_id":"d1"},{"type":"timepicker","action_id":"t1"},
		{"type":"checkboxes","action_id":"k1","options":[{"text":{"type":"mrkdwn","text":"not known"},"value":"n"}]},
		{"type":"radio_buttons","action_id":"r1","options":[{"text":{"type":"plain_text","text":"this"},"value":"t"},{"text":{"type":"plain_text","text":"that"},"value":"h"}]}]},
	{"type":"context","elements":[{"type":"mrkdwn","text":"small print"}]},
	{"type":"table","rows":[[{"type":"raw_text","text":"Who"},{"type":"raw_text","text":"When"}],[{"type":"raw_text","text":"Priya"},{"type":"raw_text","text":"day 3"}]]},
	{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"rich","style":{"bold":true}},{"type":"emoji","name":"tada"}]},{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"an item"}]}]},{"type":"rich_text_quote","elements":[{"type":"text","text":"a quote"}]},{"type":"rich_text_preformatted","elements":[{"type":"text","text":"as is"}]}]}]`

// TestElements draws a block of every kind and does something to elements of
// most kinds; the bot hears what Slack would send it.
func TestElements(t *testing.T) {
	b := newBench(t)
	b.says(interactionsPath, jsonType, `{"options":[{"text":{"type":"plain_text","text":"Acme of the bot"},"value":"acme.com"}]}`)
	if got := b.call("chat.postMessage", "channel", Sales, "text", "gallery", "blocks", gallery); !got.OK {
		t.Fatalf("chat.postMessage = %q %v", got.Error, got.Meta.Messages)
	}
	p := openPage(t, b)
	p.Sees("Gallery", "bold", "a link", "@Ana", "Right", "small print", "Priya", "an item", "a quote", "as is")
	if n := browsertest.Value[int](p, `document.querySelectorAll(".block-error").length`); n > 0 {
		t.Errorf("%d blocks are drawn as errors", n)
	}
	p.Shot("gallery")
	p.Click("Go")
	b.hears(`"value":"go"`)
	p.Click("Drop")
	p.Sees("It is gone then.")
	p.Click("Yes, drop")
	b.hears(`"value":"drop"`)
	p.Click("An account")
	p.Type("ac")
	p.Sees("Acme of the bot")
	p.Click("Acme of the bot")
	b.hears(`"value":"acme.com"`)
	p.Click("A tier")
	p.Click("Tier B")
	b.hears(`"value":"B"`)
	p.Click("not known")
	b.hears(`"value":"n"`)
}

// TestWhatNobodyKnowsIsAnError draws a block and an element that Slack does not
// have; they came by no method, which would have refused them.
func TestWhatNobodyKnowsIsAnError(t *testing.T) {
	b := newBench(t)
	b.mu.Lock()
	b.keep(&message{Channel: Sales, User: BotUser, Blocks: json.RawMessage(`[{"type":"hologram"},{"type":"actions","elements":[{"type":"crank","action_id":"x"}]}]`)})
	b.mu.Unlock()
	p := openPage(t, b)
	p.Sees("hologram", "crank")
}

// hears waits until the bot has heard a text.
func (b *bench) hears(text string) {
	b.Helper()
	for range 400 {
		heard := strings.Join(b.bot.forms(), "\n")
		if strings.Contains(heard, text) {
			return
		}
		browsertest.Pause()
	}
	b.Errorf("the bot never hears %s", text)
}
