package bot

import (
	"encoding/json"

	"github.com/slack-go/slack"

	"rightdoor/commands"
)

// message is an answer as Slack shows it.
type message struct {
	text   string // for notifications, and where blocks are not shown
	blocks []slack.Block
	thread string // it belongs to; "" for none
	public bool   // for everyone in the channel
}

// plainMessage is a message of a sentence or two.
func plainMessage(text string) message {
	if blank(text) {
		text = emptyText
	}
	return message{text: escape(text, maxFallback), blocks: []slack.Block{section(markdown(escape(text, maxSection)))}}
}

// messageOf lays out a view.
func messageOf(v commands.View) message {
	text := v.Text()
	if blank(text) {
		text = emptyText
	}
	return message{text: escape(text, maxFallback), blocks: Blocks(v)}
}

// shared is the message for everyone in the channel; it offers no more to
// share.
func (m message) shared() message {
	m.public = true
	for _, block := range m.blocks {
		if actions, ok := block.(*slack.ActionBlock); ok {
			actions.Elements.ElementSet = withoutShare(actions.Elements.ElementSet)
		}
	}
	if last, ok := m.blocks[len(m.blocks)-1].(*slack.ActionBlock); ok && len(last.Elements.ElementSet) == 0 {
		m.blocks = m.blocks[:len(m.blocks)-1]
	}
	return m
}

func withoutShare(elements []slack.BlockElement) []slack.BlockElement {
	var kept []slack.BlockElement
	for _, e := range elements {
		if button, ok := e.(*slack.ButtonBlockElement); !ok || button.ActionID != shareVerb {
			kept = append(kept, e)
		}
	}
	return kept
}

// body is a message on an acknowledgement or a response_url.
type body struct {
	ResponseType    string        `json:"response_type"`
	ReplaceOriginal bool          `json:"replace_original"`
	Thread          string        `json:"thread_ts,omitempty"`
	Text            string        `json:"text"`
	Blocks          []slack.Block `json:"blocks,omitempty"`
	UnfurlLinks     bool          `json:"unfurl_links"`
	UnfurlMedia     bool          `json:"unfurl_media"`
}

func (m message) hook() body {
	kind := slack.ResponseTypeEphemeral
	if m.public {
		kind = slack.ResponseTypeInChannel
	}
	return body{ResponseType: kind, Thread: m.thread, Text: m.text, Blocks: m.blocks}
}

// options are a message for the Web API.
func (m message) options() []slack.MsgOption {
	options := []slack.MsgOption{
		slack.MsgOptionText(m.text, false), slack.MsgOptionBlocks(m.blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
	if m.thread != "" {
		options = append(options, slack.MsgOptionTS(m.thread))
	}
	return options
}

// size is how many bytes the message takes on an acknowledgement.
func (m message) size() int {
	text, err := json.Marshal(m.hook())
	if err != nil {
		return 1 << 30
	}
	return len(text)
}
