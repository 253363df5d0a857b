package playground

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// What Slack refuses about blocks, views and message texts. The tables beside
// this file (limits_blocks.go, limits_elements.go, limits_richtext.go) say what
// each object may hold; limits_shapes.go walks them.
//
// The rules are those of Slack's Block Kit reference (docs.slack.dev, 2026) and
// the wording is that of Slack's published schema validator
// (slackhq/hack-json-schema) and of answers people have reported. What is only
// reported, or only our reading, says so where it stands. One line of Slack's
// is left out on purpose: "failed to match all allowed schemas", which it puts
// before the line that says what is wrong.

// surface is where blocks are shown. Surfaces can be joined with |.
type surface int

const (
	inMessage surface = 1 << iota
	inModal
	inHome

	inViews    = inModal | inHome
	everywhere = inMessage | inViews
)

// Limits over a whole message or view; those of single fields are in the tables.
const (
	mostBlocksInMessage = 50
	mostBlocksInView    = 100
	mostText            = 40_000  // characters of a message's text
	mostMarkdown        = 12_000  // characters over all markdown blocks of a message
	mostViewBytes       = 250_000 // a view as it is sent

	// Slack publishes no number for msg_blocks_too_long. Measured by others: a
	// message takes about 13,200 characters of text, and each further block
	// costs about 125 of them (bolt-js issues 2509 and 2867: 13,297 alone,
	// 13,172 with a divider; 40 headers left room for 7,900).
	mostBlockText = 13_200
	blockCost     = 125
)

// Error codes of an answer that come from what was sent.
const (
	codeBlocksFormat   = "invalid_blocks_format"
	codeBlocksTooLong  = "msg_blocks_too_long"
	codeTextTooLong    = "msg_too_long"
	codeViewTooLarge   = "view_too_large"
	codeMetadataFormat = "invalid_metadata_format"
	codeMetadataSchema = "invalid_metadata_schema"

	oneTable = "only_one_table_allowed"
)

// problem is one thing Slack refuses, and where. A problem without a pointer
// concerns the whole: its message is then the error code of the answer.
type problem struct {
	Pointer string // a JSON pointer as Slack writes it: /blocks/0/text/text
	Message string // must be less than 3001 characters
}

// refusal is Slack's answer to what was refused. The code is invalid_blocks for
// messages and invalid_arguments for views; a problem that has a code of its
// own replaces it.
func refusal(code string, problems []problem) map[string]any {
	messages := []string{}
	for _, p := range problems {
		switch {
		case p.Pointer == "":
			return map[string]any{"ok": false, "error": p.Message}
		case p.Message == oneTable:
			code = "invalid_attachments"
		}
		messages = append(messages, fmt.Sprintf("[ERROR] %s [json-pointer:%s]", p.Message, p.Pointer))
	}
	return map[string]any{
		"ok":                false,
		"error":             code,
		"response_metadata": map[string]any{"messages": messages},
	}
}

// checkBlocks says what Slack refuses about a blocks parameter, in the order of
// the document. Blocks may come as an array or as a string that holds one.
// Nothing, null and an empty array are no blocks, and no problem here: whether
// a message needs a text instead is for the caller.
func checkBlocks(raw json.RawMessage, where surface) []problem {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil
	}
	root, ok := readNode(raw)
	if !ok || root.kind != isNull && root.kind != isArray {
		return []problem{{Message: codeBlocksFormat}}
	}
	if len(root.items) == 0 {
		return nil
	}
	w := &walk{where: where}
	most := mostBlocksInView
	if where == inMessage {
		most = mostBlocksInMessage
	}
	at := spot{"/blocks", root}
	blockList{most}.check(w, at)
	if where == inMessage {
		w.message(at)
	}
	return w.problems()
}

// checkView says what Slack refuses about a view, a modal or a home tab.
func checkView(raw json.RawMessage) []problem {
	if len(raw) > mostViewBytes {
		return []problem{{Message: codeViewTooLarge}}
	}
	root, ok := readNode(raw)
	if !ok {
		return []problem{{"/view", wantObject}}
	}
	w := &walk{where: inModal}
	if kind, ok := root.member("type"); ok && kind.text == "home" {
		w.where = inHome
	}
	views.check(w, spot{"/view", root})
	return w.problems()
}

// checkText is the error code for a message's text, "" when Slack takes it. An
// empty text is for the caller: beside blocks it is no mistake. Slack's pages
// say that it cuts such a text, its answers have been msg_too_long: a test bench
// takes the stricter.
func checkText(text string) string {
	if utf8.RuneCountInString(text) > mostText {
		return codeTextTooLong
	}
	return ""
}

// checkMetadata is the error code for a message's metadata, "" when Slack takes
// it or there is none. Slack also has metadata_too_large, but does not say at
// what size.
func checkMetadata(raw json.RawMessage) string {
	if len(bytes.TrimSpace(raw)) == 0 {
		return ""
	}
	root, ok := readNode(raw)
	switch {
	case !ok || root.kind != isNull && root.kind != isObject:
		return codeMetadataFormat
	case root.kind == isNull:
		return ""
	}
	event, named := root.member("event_type")
	payload, filled := root.member("event_payload")
	if !named || !filled || event.kind != isString || event.text == "" || payload.kind != isObject {
		return codeMetadataSchema
	}
	return ""
}

// message adds what Slack checks over all blocks of a message. Sizes come last:
// Slack measures only what it could read.
func (w *walk) message(blocks spot) {
	w.tables(blocks)
	w.markdown(blocks)
	if len(w.found) == 0 && blockText(blocks) > mostBlockText {
		w.report(spot{"", blocks.node}, codeBlocksTooLong)
	}
}

// tables allows one table a message; data_table counts with table.
func (w *walk) tables(blocks spot) {
	seen := false
	for _, block := range blocks.each() {
		if !slices.Contains([]string{"table", "data_table"}, block.typeName()) {
			continue
		}
		if seen {
			w.report(block, oneTable)
		}
		seen = true
	}
}

// markdown holds the text of all markdown blocks together to one limit, as the
// reference says; some have measured it for each block alone. A block too long
// by itself is already reported.
func (w *walk) markdown(blocks spot) {
	total := 0
	for _, block := range blocks.each() {
		text, ok := block.child("text")
		if !ok || block.typeName() != "markdown" || text.length() > mostMarkdown {
			continue
		}
		total += text.length()
		if total > mostMarkdown {
			w.report(text, tooLong, mostMarkdown+1)
			return
		}
	}
}

// blockText estimates how Slack measures a message: its texts, and something
// for each block after the first. A data_table may hold more than a message, so
// its cells cannot count; those of a table do, to be on the safe side.
func blockText(blocks spot) int {
	total := blockCost * (len(blocks.items) - 1)
	for _, block := range blocks.each() {
		if block.typeName() != "data_table" {
			total += shownText(block.node)
		}
	}
	return total
}

// shownText counts the characters of every string called text.
func shownText(n *node) int {
	total := 0
	for i, item := range n.items {
		if n.kind == isObject && n.names[i] == "text" && item.kind == isString {
			total += item.length()
			continue
		}
		total += shownText(item)
	}
	return total
}

// blockList is an array of blocks, with the rules that need more than one.
type blockList struct{ most int }

func (l blockList) check(w *walk, at spot) {
	list{of: named{family: blockFamily}, max: l.most}.check(w, at)
	seen := map[string]bool{}
	for _, block := range at.each() {
		w.unique(block, "block_id", seen)
		w.uniqueActions(block, map[string]bool{})
	}
}

// uniqueActions holds the action_ids of one block apart. Slack asks for this
// within a block only; blocks in a container are blocks of their own.
func (w *walk) uniqueActions(at spot, seen map[string]bool) {
	w.unique(at, "action_id", seen)
	for _, child := range at.each() {
		if strings.HasSuffix(at.pointer, "/child_blocks") {
			seen = map[string]bool{}
		}
		w.uniqueActions(child, seen)
	}
}

func (w *walk) unique(at spot, name string, seen map[string]bool) {
	id, ok := at.child(name)
	if !ok || id.kind != isString || id.text == "" {
		return
	}
	if seen[id.text] {
		w.report(id, "`%s` %q already exists", name, id.text)
	}
	seen[id.text] = true
}

// views are the two kinds of view an app may send. A home tab may be empty:
// that is how apps clear it.
var views = oneOf{
	"modal": {
		fields: []field{
			need("title", plainText(24)),
			need("blocks", blockList{mostBlocksInView}),
			may("submit", plainText(24)),
			may("close", plainText(24)),
			may("private_metadata", str{max: 3000}),
			may("callback_id", str{max: 255}),
			may("external_id", str{max: 255}),
			may("clear_on_close", flag{}),
			may("notify_on_close", flag{}),
		},
		rules: []rule{submitForInputs},
	},
	"home": {fields: []field{
		need("blocks", blockList{mostBlocksInView}),
		may("private_metadata", str{max: 3000}),
		may("callback_id", str{max: 255}),
		may("external_id", str{max: 255}),
	}},
}

// submitForInputs: a modal that asks for something must be able to send it. The
// pointer, which names nothing that exists, is Slack's.
func submitForInputs(w *walk, at spot) {
	blocks, _ := at.child("blocks")
	if _, ok := at.child("submit"); ok {
		return
	}
	for _, block := range blocks.each() {
		if block.typeName() == "input" {
			w.report(spot{block.pointer + "/input", block.node}, "must define `submit` to use an `input` block in modals")
			return
		}
	}
}
