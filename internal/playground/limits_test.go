package playground

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// chars is n characters of two bytes and more, so that bytes are never counted.
func chars(n int) string {
	return strings.Repeat("é", max(n-1, 0)) + strings.Repeat("🚪", min(n, 1))
}

// times joins n copies of an item, # being its number.
func times(n int, item string) string {
	all := make([]string, n)
	for i := range all {
		all[i] = strings.ReplaceAll(item, "#", fmt.Sprint(i))
	}
	return strings.Join(all, ",")
}

// fit puts a text of n characters where a document says §.
func fit(document string) func(int) string {
	return func(n int) string { return strings.ReplaceAll(document, "§", chars(n)) }
}

// many puts n items where a document says §.
func many(document, item string) func(int) string {
	return func(n int) string { return strings.ReplaceAll(document, "§", times(n, item)) }
}

// digits puts the number itself where a document says §.
func digits(document string) func(int) string {
	return func(n int) string { return strings.ReplaceAll(document, "§", fmt.Sprint(n)) }
}

// video is a video block with one field in place of its own.
func video(field string) string {
	name, _, _ := strings.Cut(field, ":")
	fields := []string{field}
	for _, own := range []string{`"video_url":"https://x.example"`, `"thumbnail_url":"https://x.example"`, `"alt_text":"x"`, `"title":` + plainX} {
		if !strings.HasPrefix(own, name) {
			fields = append(fields, own)
		}
	}
	return `[{"type":"video",` + strings.Join(fields, ",") + `}]`
}

// Pieces of documents.
const (
	plainX   = `{"type":"plain_text","text":"x"}`
	plainOf  = `{"type":"plain_text","text":"§"}`
	optionX  = `{"text":{"type":"plain_text","text":"x"},"value":"#"}`
	sectionX = `{"type":"section","text":{"type":"mrkdwn","text":"x"}}`
	buttonX  = `{"type":"button","action_id":"#","text":` + plainX + `}`
	confirmX = `{"title":` + plainX + `,"text":` + plainX + `,"confirm":` + plainX + `,"deny":` + plainX + `}`
)

func inActions(element string) string {
	return `[{"type":"actions","elements":[` + element + `]}]`
}

func inInput(element string) string {
	return `[{"type":"input","label":` + plainX + `,"element":` + element + `}]`
}

// confirmWith is a button that asks first, with one of its texts to be filled.
func confirmWith(name string) string {
	dialog := strings.Replace(confirmX, `"`+name+`":`+plainX, `"`+name+`":`+plainOf, 1)
	return inActions(`{"type":"button","text":` + plainX + `,"confirm":` + dialog + `}`)
}

func modal(fields string) string {
	return `{"type":"modal","title":` + plainX + `,"blocks":[]` + fields + `}`
}

func refuse(message string, values ...any) string { return fmt.Sprintf(message, values...) }

// TestLimits holds each limit at the limit, where Slack takes it, and one past
// it, where Slack refuses.
func TestLimits(t *testing.T) {
	const header = `[{"type":"header","text":` + plainOf + `}]`
	cell := `{"type":"raw_text","text":"x"}`
	for _, tt := range []struct {
		name    string
		where   surface
		make    func(n int) string
		most    int
		pointer string
		message string
	}{
		{"blocks in a message", inMessage, many(`[§]`, `{"type":"divider"}`), 50, "/blocks", tooMany},
		{"blocks in a modal", inModal, many(`[§]`, `{"type":"divider"}`), 100, "/blocks", tooMany},
		{"blocks on a home tab", inHome, many(`[§]`, `{"type":"divider"}`), 100, "/blocks", tooMany},
		{"block_id", inMessage, fit(`[{"type":"divider","block_id":"§"}]`), 255, "/blocks/0/block_id", tooLong},
		{"action_id", inMessage, fit(inActions(`{"type":"button","text":` + plainX + `,"action_id":"§"}`)), 255, "/blocks/0/elements/0/action_id", tooLong},

		{"section text", inMessage, fit(`[{"type":"section","text":{"type":"mrkdwn","text":"§"}}]`), 3000, "/blocks/0/text/text", tooLong},
		{"section fields", inMessage, many(`[{"type":"section","fields":[§]}]`, plainX), 10, "/blocks/0/fields", tooMany},
		{"section field", inMessage, fit(`[{"type":"section","fields":[` + plainX + `,` + plainOf + `]}]`), 2000, "/blocks/0/fields/1/text", tooLong},
		{"header", inMessage, fit(header), 150, "/blocks/0/text/text", tooLong},
		{"context elements", inMessage, many(`[{"type":"context","elements":[§]}]`, plainX), 10, "/blocks/0/elements", tooMany},
		{"actions elements", inMessage, many(inActions(`§`), buttonX), 25, "/blocks/0/elements", tooMany},
		{"input label", inModal, fit(`[{"type":"input","label":` + plainOf + `,"element":{"type":"plain_text_input"}}]`), 2000, "/blocks/0/label/text", tooLong},
		{"input hint", inModal, fit(`[{"type":"input","label":` + plainX + `,"hint":` + plainOf + `,"element":{"type":"plain_text_input"}}]`), 2000, "/blocks/0/hint/text", tooLong},
		{"alt text", inMessage, fit(`[{"type":"image","image_url":"https://x.example/a.png","alt_text":"§"}]`), 2000, "/blocks/0/alt_text", tooLong},
		{"image title", inMessage, fit(`[{"type":"image","image_url":"https://x.example/a.png","alt_text":"x","title":` + plainOf + `}]`), 2000, "/blocks/0/title/text", tooLong},
		{"markdown", inMessage, fit(`[{"type":"markdown","text":"§"}]`), 12_000, "/blocks/0/text", tooLong},
		{"table rows", inMessage, many(`[{"type":"table","rows":[§]}]`, `[`+cell+`]`), 100, "/blocks/0/rows", tooMany},
		{"table columns", inMessage, many(`[{"type":"table","rows":[[`+cell+`],[§]]}]`, cell), 20, "/blocks/0/rows/1", tooMany},
		{"table settings", inMessage, many(`[{"type":"table","column_settings":[§],"rows":[[`+cell+`]]}]`, `null`), 20, "/blocks/0/column_settings", tooMany},
		{"table text", inMessage, fit(`[{"type":"table","rows":[[{"type":"raw_text","text":"§"}]]}]`), 10_000, "/blocks/0/rows", tooLong},

		{"button text", inMessage, fit(inActions(`{"type":"button","text":` + plainOf + `}`)), 75, "/blocks/0/elements/0/text/text", tooLong},
		{"button value", inMessage, fit(inActions(`{"type":"button","text":` + plainX + `,"value":"§"}`)), 2000, "/blocks/0/elements/0/value", tooLong},
		{"button url", inMessage, func(n int) string {
			return fit(inActions(`{"type":"button","text":` + plainX + `,"url":"https://x.example/§"}`))(n - len("https://x.example/"))
		}, 3000, "/blocks/0/elements/0/url", tooLong},
		{"button label for screen readers", inMessage, fit(inActions(`{"type":"button","text":` + plainX + `,"accessibility_label":"§"}`)), 75, "/blocks/0/elements/0/accessibility_label", tooLong},
		{"overflow options", inMessage, many(inActions(`{"type":"overflow","options":[§]}`), optionX), 5, "/blocks/0/elements/0/options", tooMany},
		{"checkboxes", inMessage, many(inActions(`{"type":"checkboxes","options":[§]}`), optionX), 10, "/blocks/0/elements/0/options", tooMany},
		{"radio buttons", inMessage, many(inActions(`{"type":"radio_buttons","options":[§]}`), optionX), 10, "/blocks/0/elements/0/options", tooMany},

		{"select options", inMessage, many(inActions(`{"type":"static_select","options":[§]}`), optionX), 100, "/blocks/0/elements/0/options", tooMany},
		{"option groups", inMessage, many(inActions(`{"type":"static_select","option_groups":[§]}`), `{"label":`+plainX+`,"options":[`+optionX+`]}`), 100, "/blocks/0/elements/0/option_groups", tooMany},
		{"options of a group", inMessage, many(inActions(`{"type":"static_select","option_groups":[{"label":`+plainX+`,"options":[§]}]}`), optionX), 100, "/blocks/0/elements/0/option_groups/0/options", tooMany},
		{"label of a group", inMessage, fit(inActions(`{"type":"static_select","option_groups":[{"label":` + plainOf + `,"options":[` + optionX + `]}]}`)), 75, "/blocks/0/elements/0/option_groups/0/label/text", tooLong},
		{"option text", inMessage, fit(inActions(`{"type":"static_select","options":[{"text":` + plainOf + `,"value":"x"}]}`)), 75, "/blocks/0/elements/0/options/0/text/text", tooLong},
		{"option value", inMessage, fit(inActions(`{"type":"static_select","options":[{"text":` + plainX + `,"value":"§"}]}`)), 150, "/blocks/0/elements/0/options/0/value", tooLong},
		{"option description", inMessage, fit(inActions(`{"type":"static_select","options":[{"text":` + plainX + `,"value":"x","description":` + plainOf + `}]}`)), 75, "/blocks/0/elements/0/options/0/description/text", tooLong},
		{"placeholder", inMessage, fit(inActions(`{"type":"users_select","placeholder":` + plainOf + `}`)), 150, "/blocks/0/elements/0/placeholder/text", tooLong},

		{"confirm title", inMessage, fit(confirmWith("title")), 100, "/blocks/0/elements/0/confirm/title/text", tooLong},
		{"confirm text", inMessage, fit(confirmWith("text")), 300, "/blocks/0/elements/0/confirm/text/text", tooLong},
		{"confirm yes", inMessage, fit(confirmWith("confirm")), 30, "/blocks/0/elements/0/confirm/confirm/text", tooLong},
		{"confirm no", inMessage, fit(confirmWith("deny")), 30, "/blocks/0/elements/0/confirm/deny/text", tooLong},

		{"initial options", inMessage, many(inActions(`{"type":"checkboxes","options":[{"text":`+plainX+`,"value":"0"}],"initial_options":[§]}`), `{"text":`+plainX+`,"value":"0"}`), 10, "/blocks/0/elements/0/initial_options", tooMany},
		{"options of a multi-select", inMessage, many(inActions(`{"type":"multi_static_select","options":[§]}`), optionX), 100, "/blocks/0/elements/0/options", tooMany},
		{"groups of a multi-select", inMessage, many(inActions(`{"type":"multi_static_select","option_groups":[§]}`), `{"label":`+plainX+`,"options":[`+optionX+`]}`), 100, "/blocks/0/elements/0/option_groups", tooMany},
		{"text of a checkbox", inMessage, fit(inActions(`{"type":"checkboxes","options":[{"text":{"type":"mrkdwn","text":"§"},"value":"x"}]}`)), 75, "/blocks/0/elements/0/options/0/text/text", tooLong},
		{"text in an overflow", inMessage, fit(inActions(`{"type":"overflow","options":[{"text":` + plainOf + `,"value":"x"}]}`)), 75, "/blocks/0/elements/0/options/0/text/text", tooLong},
		{"selected user", inMessage, fit(inActions(`{"type":"users_select","initial_user":"§"}`)), 255, "/blocks/0/elements/0/initial_user", tooLong},
		{"plain text in context", inMessage, fit(`[{"type":"context","elements":[` + plainOf + `]}]`), 3000, "/blocks/0/elements/0/text", tooLong},
		{"mrkdwn in context", inMessage, fit(`[{"type":"context","elements":[{"type":"mrkdwn","text":"§"}]}]`), 3000, "/blocks/0/elements/0/text", tooLong},
		{"alt text in context", inMessage, fit(`[{"type":"context","elements":[{"type":"image","image_url":"https://x.example","alt_text":"§"}]}]`), 2000, "/blocks/0/elements/0/alt_text", tooLong},
		{"image url", inMessage, func(n int) string {
			return fit(`[{"type":"image","alt_text":"x","image_url":"https://x.example/§"}]`)(n - len("https://x.example/"))
		}, 3000, "/blocks/0/image_url", tooLong},
		{"max_length", inModal, digits(inInput(`{"type":"plain_text_input","max_length":§}`)), 3000, "/blocks/0/element/max_length", tooBig},
		{"min_length", inModal, digits(inInput(`{"type":"plain_text_input","min_length":§}`)), 3000, "/blocks/0/element/min_length", tooBig},
		{"min_query_length", inModal, digits(inInput(`{"type":"external_select","min_query_length":§}`)), 3000, "/blocks/0/element/min_query_length", tooBig},
		{"files", inModal, digits(inInput(`{"type":"file_input","max_files":§}`)), 10, "/blocks/0/element/max_files", tooBig},

		{"alert", inModal, fit(`[{"type":"alert","text":` + plainOf + `}]`), 200, "/blocks/0/text/text", tooLong},
		{"card title", inMessage, fit(`[{"type":"card","title":` + plainOf + `}]`), 150, "/blocks/0/title/text", tooLong},
		{"card subtitle", inMessage, fit(`[{"type":"card","title":` + plainX + `,"subtitle":` + plainOf + `}]`), 150, "/blocks/0/subtitle/text", tooLong},
		{"card body", inMessage, fit(`[{"type":"card","body":` + plainOf + `}]`), 200, "/blocks/0/body/text", tooLong},
		{"card subtext", inMessage, fit(`[{"type":"card","body":` + plainX + `,"subtext":` + plainOf + `}]`), 200, "/blocks/0/subtext/text", tooLong},
		{"card buttons", inMessage, many(`[{"type":"card","actions":[§]}]`, buttonX), 3, "/blocks/0/actions", tooMany},
		{"carousel", inMessage, many(`[{"type":"carousel","elements":[§]}]`, `{"type":"card","body":`+plainX+`}`), 10, "/blocks/0/elements", tooMany},
		{"container", inMessage, many(`[{"type":"container","title":`+plainX+`,"child_blocks":[§]}]`, sectionX), 10, "/blocks/0/child_blocks", tooMany},
		{"container title", inMessage, fit(`[{"type":"container","child_blocks":[` + sectionX + `],"title":` + plainOf + `}]`), 150, "/blocks/0/title/text", tooLong},
		{"container subtitle", inMessage, fit(`[{"type":"container","child_blocks":[` + sectionX + `],"title":` + plainX + `,"subtitle":` + plainOf + `}]`), 150, "/blocks/0/subtitle/text", tooLong},
		{"context actions", inMessage, many(`[{"type":"context_actions","elements":[§]}]`, `{"type":"icon_button","action_id":"#","icon":"trash","text":`+plainX+`}`), 5, "/blocks/0/elements", tooMany},
		{"data table rows", inMessage, many(`[{"type":"data_table","caption":"x","rows":[§]}]`, `[`+cell+`]`), 201, "/blocks/0/rows", tooMany},
		{"data table columns", inMessage, many(`[{"type":"data_table","caption":"x","rows":[[`+cell+`],[§]]}]`, cell), 20, "/blocks/0/rows/1", tooMany},
		{"video alt text", inModal, fit(video(`"alt_text":"§"`)), 200, "/blocks/0/alt_text", tooLong},
		{"video title", inModal, fit(video(`"title":` + plainOf)), 200, "/blocks/0/title/text", tooLong},
		{"video description", inModal, fit(video(`"description":` + plainOf)), 200, "/blocks/0/description/text", tooLong},
		{"video author", inModal, fit(video(`"author_name":"§"`)), 50, "/blocks/0/author_name", tooLong},

		{"initial text", inModal, fit(inInput(`{"type":"plain_text_input","initial_value":"§"}`)), 3000, "/blocks/0/element/initial_value", tooLong},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := checkBlocks(json.RawMessage(tt.make(tt.most)), tt.where); len(got) > 0 {
				t.Errorf("checkBlocks(%d) = %v, want no problem", tt.most, got)
			}
			shown := tt.most
			if tt.message == tooLong {
				shown++
			}
			want := []problem{{tt.pointer, refuse(tt.message, shown)}}
			if got := checkBlocks(json.RawMessage(tt.make(tt.most+1)), tt.where); !slices.Equal(got, want) {
				t.Errorf("checkBlocks(%d) = %v, want %v", tt.most+1, got, want)
			}
		})
	}
}

func TestLimitsOfViews(t *testing.T) {
	for _, tt := range []struct {
		name    string
		make    func(n int) string
		most    int
		pointer string
		message string
	}{
		{"title", fit(`{"type":"modal","blocks":[],"title":` + plainOf + `}`), 24, "/view/title/text", tooLong},
		{"submit", fit(modal(`,"submit":` + plainOf)), 24, "/view/submit/text", tooLong},
		{"close", fit(modal(`,"close":` + plainOf)), 24, "/view/close/text", tooLong},
		{"private_metadata", fit(modal(`,"private_metadata":"§"`)), 3000, "/view/private_metadata", tooLong},
		{"callback_id", fit(modal(`,"callback_id":"§"`)), 255, "/view/callback_id", tooLong},
		{"external_id", fit(modal(`,"external_id":"§"`)), 255, "/view/external_id", tooLong},
		{"private_metadata of a home tab", fit(`{"type":"home","blocks":[],"private_metadata":"§"}`), 3000, "/view/private_metadata", tooLong},
		{"callback_id of a home tab", fit(`{"type":"home","blocks":[],"callback_id":"§"}`), 255, "/view/callback_id", tooLong},
		{"external_id of a home tab", fit(`{"type":"home","blocks":[],"external_id":"§"}`), 255, "/view/external_id", tooLong},
		{"blocks of a modal", many(`{"type":"modal","title":`+plainX+`,"blocks":[§]}`, sectionX), 100, "/view/blocks", tooMany},
		{"blocks of a home tab", many(`{"type":"home","blocks":[§]}`, sectionX), 100, "/view/blocks", tooMany},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := checkView(json.RawMessage(tt.make(tt.most))); len(got) > 0 {
				t.Errorf("checkView(%d) = %v, want no problem", tt.most, got)
			}
			shown := tt.most
			if tt.message == tooLong {
				shown++
			}
			want := []problem{{tt.pointer, refuse(tt.message, shown)}}
			if got := checkView(json.RawMessage(tt.make(tt.most + 1))); !slices.Equal(got, want) {
				t.Errorf("checkView(%d) = %v, want %v", tt.most+1, got, want)
			}
		})
	}
}

// TestLimitsOverAll holds the limits over a whole message or view, which Slack
// answers with an error code of their own.
func TestLimitsOverAll(t *testing.T) {
	section := func(n int) string { return `{"type":"section","text":{"type":"mrkdwn","text":"` + chars(n) + `"}}` }
	sections := func(n int) string { // 5 blocks, n characters in all
		return `[` + times(4, section(3000)) + `,` + section(n-12_000) + `]`
	}
	room := mostBlockText - 4*blockCost
	view := func(bytes int) string {
		document := modal(`,"clear_on_close":true `)
		return document[:len(document)-1] + strings.Repeat(" ", bytes-len(document)) + "}"
	}
	markdown := func(n int) string {
		return `[{"type":"markdown","text":"` + chars(6000) + `"},{"type":"markdown","text":"` + chars(n-6000) + `"}]`
	}
	table := `{"type":"table","rows":[[{"type":"raw_text","text":"x"}]]}`
	dataTable := func(n int) string {
		return `[{"type":"data_table","caption":"x","rows":[[{"type":"raw_text","text":"x"}],[{"type":"raw_text","text":"` + chars(n-1) + `"}]]}]`
	}
	for _, tt := range []struct {
		name string
		got  []problem
		want []problem
	}{
		{"text at the limit", checkBlocks(json.RawMessage(sections(room)), inMessage), nil},
		{"text past it", checkBlocks(json.RawMessage(sections(room+1)), inMessage), []problem{{"", "msg_blocks_too_long"}}},
		{"a modal takes more", checkBlocks(json.RawMessage(sections(room+1)), inModal), nil},
		{"view at the limit", checkView(json.RawMessage(view(250_000))), nil},
		{"view past it", checkView(json.RawMessage(view(250_001))), []problem{{"", "view_too_large"}}},
		{"markdown at the limit", checkBlocks(json.RawMessage(markdown(12_000)), inMessage), nil},
		{"markdown past it", checkBlocks(json.RawMessage(markdown(12_001)), inMessage), []problem{{"/blocks/1/text", "must be less than 12001 characters"}}},
		{"one table", checkBlocks(json.RawMessage(`[`+table+`]`), inMessage), nil},
		{"two tables", checkBlocks(json.RawMessage(`[`+table+`,{"type":"divider"},`+table+`]`), inMessage), []problem{{"/blocks/2", "only_one_table_allowed"}}},
		{"data table at the limit", checkBlocks(json.RawMessage(dataTable(20_000)), inMessage), nil},
		{"data table past it", checkBlocks(json.RawMessage(dataTable(20_001)), inMessage), []problem{{"/blocks/0/rows", "must be less than 20001 characters"}}},
		{"a full table", checkBlocks(json.RawMessage(`[{"type":"table","rows":[`+times(100, `[`+times(20, `{"type":"raw_text","text":"12345"}`)+`]`)+`]}]`), inMessage), nil},
	} {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%s: problems = %v, want %v", tt.name, tt.got, tt.want)
		}
	}
	if got := checkText(chars(40_000)); got != "" {
		t.Errorf("checkText(40,000) = %q, want none", got)
	}
	if got := checkText(chars(40_001)); got != "msg_too_long" {
		t.Errorf("checkText(40,001) = %q, want msg_too_long", got)
	}
}

// TestShapes holds what Slack refuses that is no matter of size.
func TestShapes(t *testing.T) {
	const field0, element0 = "/blocks/0", "/blocks/0/elements/0"
	option := `{"text":` + plainX + `,"value":"a"}`
	for _, tt := range []struct {
		name   string
		where  surface
		blocks string
		want   []problem
	}{
		{"not an array", inMessage, `{"type":"divider"}`, []problem{{"", "invalid_blocks_format"}}},
		{"not JSON", inMessage, `[{"type":`, []problem{{"", "invalid_blocks_format"}}},
		{"not an object", inMessage, `[1]`, []problem{{field0, wantObject}}},
		{"null", inMessage, `[null]`, []problem{{field0, wantObject}}},
		{"no type", inMessage, `[{}]`, []problem{{field0, "missing required field: type"}}},
		{"type not a string", inMessage, `[{"type":1}]`, []problem{{field0 + "/type", wantString}}},
		{"unknown block", inMessage, `[{"type":"heading"}]`, []problem{{field0 + "/type", "unsupported type: heading"}}},
		{"unknown property", inMessage, `[{"type":"divider","text":"x"}]`, []problem{{field0, "invalid additional property: text"}}},
		{"each problem in order", inMessage, `[{"type":"header"},{"type":"section","text":{"type":"mrkdwn","text":""},"fields":[]},{"type":"nope"}]`, []problem{
			{"/blocks/0", "missing required field: text"},
			{"/blocks/1/text/text", "must be more than 0 characters"},
			{"/blocks/1/fields", "must provide at least 1 items"},
			{"/blocks/2/type", "unsupported type: nope"},
		}},

		{"section without text", inMessage, `[{"type":"section"}]`, []problem{{field0 + "/type", "must define either `text` or `fields`"}}},
		{"empty text", inMessage, `[{"type":"section","text":{"type":"mrkdwn","text":""}}]`, []problem{{field0 + "/text/text", "must be more than 0 characters"}}},
		{"text without text", inMessage, `[{"type":"section","text":{"type":"mrkdwn"}}]`, []problem{{field0 + "/text", "missing required field: text"}}},
		{"text that is a string", inMessage, `[{"type":"section","text":"x"}]`, []problem{{field0 + "/text", wantObject}}},
		{"text that is null", inMessage, `[{"type":"section","text":null}]`, []problem{{field0 + "/text", wantObject}}},
		{"text of an unknown type", inMessage, `[{"type":"section","text":{"type":"markdown","text":"x"}}]`, []problem{{field0 + "/text/type", "unsupported type: markdown"}}},
		{"emoji in mrkdwn", inMessage, `[{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}]`, []problem{{field0 + "/text", "invalid additional property: emoji"}}},
		{"mrkdwn in a header", inMessage, `[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]`, []problem{{field0 + "/text/type", wantEnum}}},
		{"mrkdwn on a button", inMessage, inActions(`{"type":"button","text":{"type":"mrkdwn","text":"x"}}`), []problem{{element0 + "/text/type", wantEnum}}},
		{"mrkdwn in a select", inMessage, inActions(`{"type":"static_select","options":[{"text":{"type":"mrkdwn","text":"x"},"value":"a"}]}`), []problem{{element0 + "/options/0/text/type", wantEnum}}},
		{"mrkdwn in checkboxes", inMessage, inActions(`{"type":"checkboxes","options":[{"text":{"type":"mrkdwn","text":"x"},"value":"a"}]}`), nil},

		{"no elements", inMessage, inActions(``), []problem{{field0 + "/elements", "must provide at least 1 items"}}},
		{"unknown element", inMessage, inActions(`{"type":"slider"}`), []problem{{element0 + "/type", "unsupported type: slider"}}},
		{"image in actions", inMessage, inActions(`{"type":"image","image_url":"https://x.example","alt_text":"x"}`), []problem{{element0 + "/type", "unsupported type: image"}}},
		{"text input in actions", inMessage, inActions(`{"type":"plain_text_input"}`), []problem{{element0 + "/type", "unsupported type: plain_text_input"}}},
		{"button in context", inMessage, `[{"type":"context","elements":[` + buttonX + `]}]`, []problem{{element0 + "/type", "unsupported type: button"}}},
		{"button in an input", inModal, inInput(buttonX), []problem{{field0 + "/element/type", "unsupported type: button"}}},
		{"text input beside a section", inModal, `[{"type":"section","text":` + plainX + `,"accessory":{"type":"plain_text_input"}}]`, []problem{{field0 + "/accessory/type", "unsupported type: plain_text_input"}}},
		{"date and time beside a section", inModal, `[{"type":"section","text":` + plainX + `,"accessory":{"type":"datetimepicker"}}]`, []problem{{field0 + "/accessory/type", "unsupported type: datetimepicker"}}},
		{"input in a message", inMessage, inInput(`{"type":"plain_text_input"}`), nil},
		{"input on a home tab", inHome, inInput(`{"type":"plain_text_input"}`), nil},
		{"input without label", inModal, `[{"type":"input","element":{"type":"plain_text_input"}}]`, []problem{{field0, "missing required field: label"}}},
		{"input without element", inModal, `[{"type":"input","label":` + plainX + `}]`, []problem{{field0, "missing required field: element"}}},
		{"file input in a message", inMessage, inInput(`{"type":"file_input"}`), []problem{{field0 + "/element/type", "unsupported type: file_input"}}},
		{"markdown in a modal", inModal, `[{"type":"markdown","text":"x"}]`, []problem{{field0 + "/type", "unsupported type: markdown"}}},
		{"table in a modal", inModal, `[{"type":"table","rows":[[{"type":"raw_text","text":"x"}]]}]`, []problem{{field0 + "/type", "unsupported type: table"}}},
		{"alert in a message", inMessage, `[{"type":"alert","text":` + plainX + `}]`, []problem{{field0 + "/type", "unsupported type: alert"}}},

		{"block_id twice", inMessage, `[{"type":"divider","block_id":"a"},{"type":"divider"},{"type":"divider","block_id":"a"}]`, []problem{{"/blocks/2/block_id", "`block_id` \"a\" already exists"}}},
		{"action_id twice in a block", inMessage, inActions(`{"type":"button","action_id":"a","text":` + plainX + `},{"type":"button","action_id":"a","text":` + plainX + `}`), []problem{{"/blocks/0/elements/1/action_id", "`action_id` \"a\" already exists"}}},
		{"action_id in two blocks of a container", inMessage, `[{"type":"container","title":` + plainX + `,"child_blocks":[{"type":"actions","elements":[` + buttonX + `]},{"type":"actions","elements":[` + buttonX + `]}]}]`, nil},
		{"action_id in two blocks", inMessage, `[{"type":"actions","elements":[` + buttonX + `]},{"type":"actions","elements":[` + buttonX + `]}]`, nil},

		{"style", inMessage, inActions(`{"type":"button","text":` + plainX + `,"style":"default"}`), []problem{{element0 + "/style", wantEnum}}},
		{"style null", inMessage, inActions(`{"type":"button","text":` + plainX + `,"style":null}`), []problem{{element0 + "/style", wantString}}},
		{"script as url", inMessage, inActions(`{"type":"button","text":` + plainX + `,"url":"javascript:alert(1)"}`), []problem{{element0 + "/url", "invalid url"}}},
		{"relative url", inMessage, inActions(`{"type":"button","text":` + plainX + `,"url":"/a"}`), []problem{{element0 + "/url", "invalid url"}}},
		{"image as data", inMessage, `[{"type":"image","alt_text":"x","image_url":"data:image/png;base64,AA"}]`, []problem{{field0 + "/image_url", "invalid url"}}},
		{"image without picture", inMessage, `[{"type":"image","alt_text":"x"}]`, []problem{{field0, "missing required field: image_url"}}},
		{"confirm without deny", inMessage, inActions(`{"type":"button","text":` + plainX + `,"confirm":{"title":` + plainX + `,"text":` + plainX + `,"confirm":` + plainX + `}}`), []problem{{element0 + "/confirm", "missing required field: deny"}}},

		{"overflow without options", inMessage, inActions(`{"type":"overflow","options":[]}`), []problem{{element0 + "/options", "must provide at least 1 items"}}},
		{"url in an overflow", inMessage, inActions(`{"type":"overflow","options":[{"text":` + plainX + `,"value":"a","url":"https://x.example"}]}`), nil},
		{"url in a select", inMessage, inActions(`{"type":"static_select","options":[{"text":` + plainX + `,"value":"a","url":"https://x.example"}]}`), []problem{{element0 + "/options/0", "invalid additional property: url"}}},
		{"options and groups", inMessage, inActions(`{"type":"static_select","options":[` + option + `],"option_groups":[{"label":` + plainX + `,"options":[` + option + `]}]}`), []problem{{element0, "must define only one of `options` or `option_groups`"}}},
		{"neither options nor groups", inMessage, inActions(`{"type":"static_select"}`), []problem{{element0, "missing required field: options"}}},
		{"initial option", inMessage, inActions(`{"type":"static_select","options":[` + option + `],"initial_option":` + option + `}`), nil},
		{"initial option in a group", inMessage, inActions(`{"type":"static_select","option_groups":[{"label":` + plainX + `,"options":[` + option + `]}],"initial_option":` + option + `}`), nil},
		{"strange initial option", inMessage, inActions(`{"type":"static_select","options":[` + option + `],"initial_option":{"text":` + plainX + `,"value":"b"}}`), []problem{{element0 + "/initial_option", "must be one of the provided options"}}},
		{"no initial options", inMessage, inActions(`{"type":"multi_static_select","options":[` + option + `],"initial_options":[]}`), []problem{{element0 + "/initial_options", "must be one of the provided options"}}},
		{"query length", inMessage, inActions(`{"type":"external_select","min_query_length":0}`), nil},
		{"query length as text", inMessage, inActions(`{"type":"external_select","min_query_length":"1"}`), []problem{{element0 + "/min_query_length", wantInteger}}},
		{"options of an external select", inMessage, inActions(`{"type":"external_select","options":[]}`), []problem{{element0, "invalid additional property: options"}}},
		{"most selected", inMessage, inActions(`{"type":"multi_users_select","max_selected_items":0}`), []problem{{element0 + "/max_selected_items", "must be greater than 1"}}},
		{"response_url in a message", inMessage, inActions(`{"type":"channels_select","response_url_enabled":true}`), []problem{{element0 + "/response_url_enabled", "`response_url_enabled` is only allowed in modals"}}},

		{"date", inMessage, inActions(`{"type":"datepicker","initial_date":"2026-11-21"}`), nil},
		{"date of another country", inMessage, inActions(`{"type":"datepicker","initial_date":"21.11.2026"}`), []problem{{element0 + "/initial_date", "input must be a valid: date"}}},
		{"time", inMessage, inActions(`{"type":"timepicker","initial_time":"09:30"}`), nil},
		{"short time", inMessage, inActions(`{"type":"timepicker","initial_time":"9:30"}`), []problem{{element0 + "/initial_time", "input must match regex pattern: " + timePattern}}},
		{"moment in milliseconds", inMessage, inActions(`{"type":"datetimepicker","initial_date_time":1795000000000}`), []problem{{element0 + "/initial_date_time", "must be less than 9999999999"}}},
		{"min_length", inModal, inInput(`{"type":"plain_text_input","min_length":3001}`), []problem{{"/blocks/0/element/min_length", "must be less than 3000"}}},
		{"max_length", inModal, inInput(`{"type":"plain_text_input","max_length":0}`), []problem{{"/blocks/0/element/max_length", "must be greater than 1"}}},
		{"lengths crossed", inModal, inInput(`{"type":"plain_text_input","min_length":9,"max_length":8}`), []problem{{"/blocks/0/element/min_length", "must be less than 8"}}},
		{"fraction as length", inModal, inInput(`{"type":"plain_text_input","max_length":1.5}`), []problem{{"/blocks/0/element/max_length", wantInteger}}},
		{"number input", inModal, inInput(`{"type":"number_input","is_decimal_allowed":true,"initial_value":"1.5"}`), nil},
		{"number input in words", inModal, inInput(`{"type":"number_input","is_decimal_allowed":true,"initial_value":"many"}`), []problem{{"/blocks/0/element/initial_value", "must provide a number"}}},

		{"rich text", inMessage, `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x","style":{"bold":true}},{"type":"user","user_id":"U1"}]},{"type":"rich_text_list","style":"bullet","indent":1,"elements":[{"type":"rich_text_section","elements":[]}]}]}]`, nil},
		{"empty rich text", inMessage, `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":""}]}]}]`, []problem{{element0 + "/elements/0/text", "must be more than 0 characters"}}},
		{"empty cell", inMessage, `[{"type":"table","rows":[[{"type":"raw_text","text":""}]]}]`, []problem{{"/blocks/0/rows/0/0/text", "must be more than 0 characters"}}},
		{"mrkdwn cell", inMessage, `[{"type":"table","rows":[[{"type":"mrkdwn","text":"x"}]]}]`, []problem{{"/blocks/0/rows/0/0/type", "unsupported type: mrkdwn"}}},
		{"rich cell", inMessage, `[{"type":"table","rows":[[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x"}]}]}]]}]`, nil},
		{"list in a list", inMessage, `[{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_list","style":"bullet","elements":[]}]}]}]`, []problem{{element0 + "/elements/0/type", wantEnum}}},

		{"blocks as a string", inMessage, `"[{\"type\":\"divider\"}]"`, nil},
		{"no blocks", inMessage, ``, nil},
		{"null blocks", inMessage, `null`, nil},
		{"empty blocks", inMessage, `[]`, nil},
	} {
		if got := checkBlocks(json.RawMessage(tt.blocks), tt.where); !slices.Equal(got, tt.want) {
			t.Errorf("%s: checkBlocks = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestViews(t *testing.T) {
	input := inInput(`{"type":"plain_text_input"}`)
	for _, tt := range []struct {
		name string
		view string
		want []problem
	}{
		{"not JSON", `{`, []problem{{"/view", wantObject}}},
		{"null", `null`, []problem{{"/view", wantObject}}},
		{"no type", `{}`, []problem{{"/view", "missing required field: type"}}},
		{"unknown type", `{"type":"dialog"}`, []problem{{"/view/type", "unsupported type: dialog"}}},
		{"modal without anything", `{"type":"modal"}`, []problem{{"/view", "missing required field: title"}, {"/view", "missing required field: blocks"}}},
		{"mrkdwn title", `{"type":"modal","blocks":[],"title":{"type":"mrkdwn","text":"x"}}`, []problem{{"/view/title/type", wantEnum}}},
		{"unknown property", modal(`,"submit_disabled":true`), []problem{{"/view", "invalid additional property: submit_disabled"}}},
		{"input without submit", `{"type":"modal","title":` + plainX + `,"blocks":` + input + `}`, []problem{{"/view/blocks/0/input", "must define `submit` to use an `input` block in modals"}}},
		{"input with submit", `{"type":"modal","title":` + plainX + `,"submit":` + plainX + `,"blocks":` + input + `}`, nil},
		{"input on a home tab", `{"type":"home","blocks":` + input + `}`, nil},
		{"title of a home tab", `{"type":"home","blocks":[],"title":` + plainX + `}`, []problem{{"/view", "invalid additional property: title"}}},
		{"table on a home tab", `{"type":"home","blocks":[{"type":"table","rows":[[{"type":"raw_text","text":"x"}]]}]}`, nil},
		{"table in a modal", `{"type":"modal","title":` + plainX + `,"blocks":[{"type":"table","rows":[[{"type":"raw_text","text":"x"}]]}]}`, []problem{{"/view/blocks/0/type", "unsupported type: table"}}},
		{"block_id twice", `{"type":"home","blocks":[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}]}`, []problem{{"/view/blocks/1/block_id", "`block_id` \"a\" already exists"}}},
	} {
		if got := checkView(json.RawMessage(tt.view)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: checkView = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestMetadata(t *testing.T) {
	for raw, want := range map[string]string{
		``:     "",
		`null`: "",
		`{"event_type":"shared","event_payload":{"id":"7"}}`: "",
		`{"event_type":"shared","event_payload":{}}`:         "",
		`[]`:                                    "invalid_metadata_format",
		`{"event_type":`:                        "invalid_metadata_format",
		`{"event_type":"shared"}`:               "invalid_metadata_schema",
		`{"event_payload":{}}`:                  "invalid_metadata_schema",
		`{"event_type":"","event_payload":{}}`:  "invalid_metadata_schema",
		`{"event_type":"a","event_payload":[]}`: "invalid_metadata_schema",
	} {
		if got := checkMetadata(json.RawMessage(raw)); got != want {
			t.Errorf("checkMetadata(%s) = %q, want %q", raw, got, want)
		}
	}
}

func TestRefusal(t *testing.T) {
	for _, tt := range []struct {
		name     string
		code     string
		problems []problem
		want     string
	}{
		{
			"blocks", "invalid_blocks",
			[]problem{{"/blocks/0/text/text", "must be less than 3001 characters"}},
			`{"error":"invalid_blocks","ok":false,"response_metadata":{"messages":["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"]}}`,
		},
		{"the whole", "invalid_blocks", []problem{{"", "msg_blocks_too_long"}}, `{"error":"msg_blocks_too_long","ok":false}`},
		{
			"two tables", "invalid_blocks",
			[]problem{{"/blocks/1", "only_one_table_allowed"}},
			`{"error":"invalid_attachments","ok":false,"response_metadata":{"messages":["[ERROR] only_one_table_allowed [json-pointer:/blocks/1]"]}}`,
		},
		{"code alone", "invalid_arguments", nil, `{"error":"invalid_arguments","ok":false,"response_metadata":{"messages":[]}}`},
	} {
		got, err := json.Marshal(refusal(tt.code, tt.problems))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != tt.want {
			t.Errorf("%s: refusal = %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestTables holds the tables to themselves: every name leads to an object, and
// no field is listed twice.
func TestTables(t *testing.T) {
	for _, kinds := range []map[string]record{blockKinds, elementKinds, richTextKinds, views} {
		for kind, r := range kinds {
			seen := map[string]bool{}
			for _, f := range r.fields {
				if seen[f.name] || f.value == nil {
					t.Errorf("%s: field %s is listed twice or has no shape", kind, f.name)
				}
				seen[f.name] = true
			}
		}
	}
	for _, n := range []named{actionElements, accessories, inputElements, containerBlocks, richTextParts, richTextLine.of.(named)} {
		for _, name := range n.names {
			if _, ok := n.family.record(name); !ok {
				t.Errorf("family %d has no %s", n.family, name)
			}
		}
	}
}

func FuzzCheckBlocks(f *testing.F) {
	for _, seed := range []string{
		``, `null`, `"["`, `[1,null,{}]`, strings.Repeat("[", 200),
		`[` + sectionX + `,{"type":"section","text":{"type":null},"accessory":[]}]`,
		inActions(`{"type":"static_select","options":{"0":null},"initial_option":[[]],"option_groups":[null]}`),
		inInput(`{"type":"plain_text_input","min_length":1e400,"max_length":"9"}`),
		`[{"type":"table","rows":[[],null,{"a":[]}],"column_settings":[null,{"align":0}]}]`,
		`[{"type":"container","title":` + plainX + `,"child_blocks":[{"type":"container"},` + sectionX + `]}]`,
		`{"type":"modal","title":null,"blocks":{"0":{"type":"input"}}}`,
		`{"type":"home","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_list"}]}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, where := range []surface{inMessage, inModal, inHome, 0} {
			problems := checkBlocks(raw, where)
			if again := checkBlocks(raw, where); !reflect.DeepEqual(problems, again) {
				t.Errorf("checkBlocks(%q) = %v, then %v", raw, problems, again)
			}
			for _, p := range problems {
				if p.Message == "" || p.Pointer != "" && !strings.HasPrefix(p.Pointer, "/blocks") {
					t.Errorf("checkBlocks(%q) has the problem %+v", raw, p)
				}
			}
		}
		checkView(raw)
		checkMetadata(raw)
	})
}
