package bot

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"rightdoor/commands"
)

// Slack's limits, in characters unless said otherwise.
const (
	maxBlocks   = 50     // of a message
	maxAllText  = 13_200 // over all blocks of a message, each counting as blockCost besides
	blockCost   = 125    // measured, not documented: bolt-js issues 2509 and 2867
	maxSection  = 3000
	maxButton   = 75
	maxValue    = 2000
	maxActions  = 25 // elements
	maxFallback = 3500
)

// What the parts of a message get of them, in characters.
const (
	maxHeadline = 300
	maxLabel    = 100
	maxLine     = 1000
	maxSmall    = 500
	maxPresses  = 3000                                                   // labels and commands of all buttons
	budget      = maxAllText - maxSmall - maxPresses - 3*blockCost - 200 // the blocks are those two and "…"
)

// typingText tells how to ask in Slack; help knows no transport.
const typingText = "In a channel write /fit or /whom, and /rightdoor before everything else, or mention Rightdoor. In a direct message write it as it stands here."

// Blocks lays a view out: as a card where it is one, else its text. Whatever
// the view holds, Slack takes what comes out: it is cut to fit, and never
// empty.
func Blocks(v commands.View) []slack.Block {
	l := &layout{left: budget}
	if carded, ok := v.(commands.Carded); ok {
		l.card(carded.Card())
	} else {
		l.card(commands.Card{Sections: []commands.Section{{Lines: textLines(v.Text())}}})
	}
	if _, help := v.(commands.Help); help {
		l.small(typingText)
	}
	return l.blocks
}

// textLines makes the lines of a card from a text.
func textLines(text string) []commands.Item {
	var lines []commands.Item
	for line := range strings.Lines(text) {
		lines = append(lines, commands.Item{Text: strings.TrimRight(line, "\n")})
	}
	return lines
}

// layout gathers blocks and keeps to what a message may hold.
type layout struct {
	blocks []slack.Block
	left   int // characters
	full   bool
}

// card lays out a card: the headline, the reasons, the flags, the rest, the
// small print, the buttons.
func (l *layout) card(c commands.Card) {
	l.small(c.Note)
	l.text(bold(c.Headline, maxHeadline))
	sections := c.Sections
	if c.Headline != "" && len(sections) > 0 {
		l.section(sections[0])
		sections = sections[1:]
	}
	l.section(flagSection(c.Flags))
	for _, s := range sections {
		l.section(s)
	}
	if len(l.blocks) == 0 {
		l.text(emptyText)
	}
	l.small(c.Small)
	l.buttons(c)
}

func flagSection(flags []commands.Flag) commands.Section {
	var s commands.Section
	for _, f := range flags {
		s.Lines = append(s.Lines, commands.Item{Text: "▲ " + f.Message})
	}
	return s
}

// section adds a part of a card, in as many blocks as its lines need. A title
// with nothing under it is left out, and so is what the message has no room
// for: "…" stands for that.
func (l *layout) section(s commands.Section) {
	p := part{layout: l, title: bold(s.Title, maxHeadline)}
	for _, item := range s.Lines {
		for _, line := range itemLines(item) {
			p.line(line)
		}
		if l.full {
			break
		}
	}
	l.text(p.written.String())
}

// part is a section that is being written, line by line.
type part struct {
	*layout
	title   string // to be written before the first line
	written strings.Builder
	size    int // characters
}

func (p *part) line(line string) {
	if p.title != "" {
		line, p.title = p.title+"\n"+line, ""
	}
	n := utf8.RuneCountInString(line) + 1
	if p.size+n > maxSection {
		p.text(p.written.String())
		p.written.Reset()
		p.size = 0
	}
	if p.full || p.size+n+blockCost > p.left {
		p.end()
		return
	}
	p.written.WriteString(line + "\n")
	p.size += n
}

// end ends a message that has no more room.
func (p *part) end() {
	if !p.full {
		p.written.WriteString("…")
	}
	p.full = true
}

// text adds a section of finished markdown, which fits.
func (l *layout) text(mrkdwn string) {
	const reserved = 2 // for the small print and the buttons
	mrkdwn = strings.Trim(mrkdwn, "\n")
	if blank(mrkdwn) {
		return
	}
	if len(l.blocks) >= maxBlocks-reserved {
		l.full = true
		return
	}
	l.left -= utf8.RuneCountInString(mrkdwn) + blockCost
	l.blocks = append(l.blocks, section(markdown(mrkdwn)))
}

// itemLines writes a line of a card: its bar, its label, what it says, and the
// rest below. An item that says nothing has none.
func itemLines(i commands.Item) []string {
	var parts, lines []string
	if bar := escape(oneLine(i.Bar), maxLabel); bar != "" {
		parts = append(parts, "`"+bar+"`")
	}
	if label := bold(i.Label, maxLabel); label != "" {
		parts = append(parts, label)
	}
	if link := linkTo(i.About); link != "" {
		parts = append(parts, link)
	}
	if !blank(i.Text) {
		parts = append(parts, escape(i.Text, maxLine))
	}
	if len(parts) > 0 {
		lines = append(lines, strings.Join(parts, "  "))
	}
	for _, more := range i.More {
		if !blank(more) {
			lines = append(lines, "      "+escape(more, maxLine))
		}
	}
	return lines
}

// idOf matches the id of a person or a channel.
var idOf = regexp.MustCompile(`^(?:[UW]|[CG])[A-Z0-9]{1,20}$`)

// linkTo writes a person or a channel so that Slack shows the name; what is no
// id stands as it is.
func linkTo(id string) string {
	switch {
	case !idOf.MatchString(id):
		return escape(id, maxLabel)
	case id[0] == 'U' || id[0] == 'W':
		return "<@" + id + ">"
	default:
		return "<#" + id + ">"
	}
}

// small adds small print.
func (l *layout) small(text string) {
	if !blank(text) {
		l.blocks = append(l.blocks, slack.NewContextBlock("", markdown(escape(text, maxSmall))))
	}
}

// shareVerb marks the button whose command is answered for everyone.
const shareVerb = "share"

// buttons adds what to ask next; a button that says or does nothing, or has no
// room, is left out.
func (l *layout) buttons(c commands.Card) {
	var elements []slack.BlockElement
	left := maxPresses
	add := func(id, label, command string) {
		label = oneLine(label)
		size := min(maxButton, utf8.RuneCountInString(label)) + utf8.RuneCountInString(command)
		if blank(label) || blank(command) || utf8.RuneCountInString(command) > maxValue || size > left || len(elements) == maxActions {
			return
		}
		left -= size
		elements = append(elements, slack.NewButtonBlockElement(id, cleaned(command), plainText(cut(label, maxButton))))
	}
	if c.Share != "" { // has its room first, and its place last
		add(shareVerb, "Share", c.Share)
	}
	shared := len(elements)
	for i, o := range c.Next {
		for n, menu := range c.Menus {
			if choices, size := choicesOf(menu); menu.After == i && size > 0 && size <= left && len(elements) < maxActions {
				left -= size
				elements = append(elements, selectOf(n, menu, choices))
			}
		}
		add(fmt.Sprintf("ask-%d", i), o.Label, o.Command)
	}
	if len(elements) > 0 {
		elements = append(elements[shared:], elements[:shared]...)
		l.blocks = append(l.blocks, slack.NewActionBlock("", elements...))
	}
}

// choicesOf are the choices of a menu and how many characters it takes; 0 for
// one that says or offers nothing. A choice whose command has no room is left
// out.
func choicesOf(m commands.Menu) (choices []*slack.OptionBlockObject, size int) {
	for _, o := range m.Options {
		label, n := cut(oneLine(o.Label), maxOption), utf8.RuneCountInString(o.Command)
		if blank(label) || blank(o.Command) || n > maxAnswer || len(choices) == maxChoices {
			continue
		}
		choices = append(choices, slack.NewOptionBlockObject(cleaned(o.Command), plainText(label), nil))
		size += utf8.RuneCountInString(label) + n
	}
	if len(choices) == 0 || blank(oneLine(m.Label)) {
		return nil, 0
	}
	return choices, size + maxHint
}

func selectOf(number int, m commands.Menu, choices []*slack.OptionBlockObject) slack.BlockElement {
	return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText(cut(oneLine(m.Label), maxHint)), fmt.Sprintf("choose-%d", number), choices...)
}

func section(text *slack.TextBlockObject) slack.Block {
	return slack.NewSectionBlock(text, nil, nil)
}

func markdown(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, text, false, true)
}

func plainText(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}
