package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"rightdoor/commands"
	"rightdoor/internal/language"
	"rightdoor/scoring"
)

// maxParsed is the longest line that is read, in bytes; of a longer one the
// beginning is.
const maxParsed = 1 << 20

// parsers are what a line can be read as.
var parsers = []struct {
	name, short string
	read        func(text string, explain bool) any
}{
	{"level", "does a text speak of a company, a person, both, the market, or neither", parseLevel},
	{"title", "seniority, functions, scope and language of a job title", parseTitle},
	{"profile", "the criteria, triggers, situation and people of a company sentence", parseProfile},
	{"question", "what a plain question asks", parseQuestion},
}

func (p *program) parseCommand() *cobra.Command {
	var commands []*cobra.Command
	var explain bool
	for _, parser := range parsers {
		cmd := &cobra.Command{
			Use: parser.name, Short: parser.short, Args: cobra.NoArgs,
			Long: upper(parser.short) + ".\nOne text a line on standard input, one JSON object a line out; offsets are bytes of UTF-8.",
			RunE: func(*cobra.Command, []string) error {
				return p.parseLines(func(text string) any { return parser.read(text, explain) })
			},
		}
		cmd.Flags().BoolVar(&explain, "explain", false, "say which rule and which entry of the lexicon decided")
		commands = append(commands, cmd)
	}
	return group("parse", "read texts as rightdoor does, a line each, as JSON", commands...)
}

// parseLines reads lines until there are no more. What cannot be written ends
// it: nobody is reading.
func (p *program) parseLines(read func(string) any) error {
	out := bufio.NewWriter(p.out)
	in := bufio.NewReaderSize(p.in, 64<<10)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		line, err := readLine(in)
		if errors.Is(err, io.EOF) {
			return out.Flush()
		}
		if err != nil {
			return errors.Join(fmt.Errorf("read standard input: %w", err), out.Flush())
		}
		if err := encoder.Encode(read(line)); err != nil {
			return fmt.Errorf("write: %w", err)
		}
		if in.Buffered() == 0 { // somebody may wait for an answer to what she typed
			if err := out.Flush(); err != nil {
				return fmt.Errorf("write: %w", err)
			}
		}
	}
}

// readLine reads a line without its end; what is too long, or no UTF-8, is
// read as far as it goes.
func readLine(in *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		if len(line) < maxParsed {
			line = append(line, part[:min(len(part), maxParsed-len(line))]...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && (len(line) == 0 || !errors.Is(err, io.EOF)) {
			return "", err
		}
		return strings.ToValidUTF8(strings.TrimRight(string(line), "\r\n"), "\uFFFD"), nil
	}
}

type spanJSON struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Level string `json:"level,omitempty"`
	Rule  string `json:"rule,omitempty"`
	Entry string `json:"entry,omitempty"`
}

func parseLevel(text string, explain bool) any {
	s := language.ReadLevel(text)
	out := struct {
		Text  string     `json:"text"`
		Level string     `json:"level"`
		Flag  string     `json:"flag"`
		Spans []spanJSON `json:"spans"`
	}{text, levelName(s.Level), s.Flag, []spanJSON{}}
	for _, span := range s.Spans {
		line := spanJSON{Text: text[span.Start:span.End], Start: span.Start, End: span.End, Level: levelName(span.Level)}
		if explain {
			line.Rule, line.Entry = span.Rule, span.Entry
		}
		out.Spans = append(out.Spans, line)
	}
	return out
}

func levelName(l language.Level) string {
	if l == language.LevelNeither {
		return "neither"
	}
	return string(l)
}

func parseTitle(text string, explain bool) any {
	t := language.ParseTitle(text)
	out := struct {
		Text      string               `json:"text"`
		Seniority scoring.Seniority    `json:"seniority"`
		Functions []scoring.Function   `json:"functions"`
		Scope     string               `json:"scope"`
		Language  string               `json:"language"`
		Steps     []language.TitleStep `json:"steps,omitempty"`
	}{Text: text, Seniority: t.Seniority, Functions: append([]scoring.Function{}, t.Functions...), Scope: t.Scope, Language: t.Language}
	if explain {
		out.Steps = language.ExplainTitle(text)
	}
	return out
}

type criterionJSON struct {
	Attribute scoring.Attribute `json:"attribute"`
	Operator  scoring.Operator  `json:"operator"`
	Mode      scoring.Mode      `json:"mode"`
	Values    []string          `json:"values"`
	Min       *float64          `json:"min"` // null for an open end
	Max       *float64          `json:"max"`
	Currency  string            `json:"currency"`
	Words     string            `json:"words"`
	Start     *int              `json:"start,omitempty"`
	End       *int              `json:"end,omitempty"`
}

type triggerJSON struct {
	Signal   string           `json:"signal"`
	Function scoring.Function `json:"function"`
	Words    string           `json:"words"`
}

func parseProfile(text string, explain bool) any {
	d := language.ReadProfile(text)
	out := struct {
		Text      string          `json:"text"`
		Criteria  []criterionJSON `json:"criteria"`
		Triggers  []triggerJSON   `json:"triggers"`
		Situation string          `json:"situation"`
		Persona   []string        `json:"persona"`
	}{Text: text, Criteria: []criterionJSON{}, Triggers: []triggerJSON{}, Persona: append([]string{}, d.Persona.Titles...)}
	for _, k := range d.Criteria {
		out.Criteria = append(out.Criteria, criterionOf(k, explain))
	}
	for _, t := range d.Triggers {
		out.Triggers = append(out.Triggers, triggerJSON{t.Signal, t.Function, t.Words})
	}
	var situation []string
	for _, s := range d.Situation {
		situation = append(situation, s.Text)
	}
	out.Situation = strings.Join(situation, "; ")
	return out
}

func criterionOf(k language.DraftCriterion, explain bool) criterionJSON {
	c := criterionJSON{
		Attribute: k.Attribute, Operator: k.Operator, Mode: k.Mode, Values: append([]string{}, k.Value.Words...), Currency: k.Value.Currency, Words: k.Words,
	}
	if k.Operator.Numeric() {
		c.Min, c.Max = bound(k.Value.Min), bound(k.Value.Max)
	}
	if explain {
		c.Start, c.End = &k.Start, &k.End
	}
	return c
}

// bound is an end of a range; an open one is none.
func bound(f float64) *float64 {
	if math.IsInf(f, 0) {
		return nil
	}
	return &f
}

func parseQuestion(text string, explain bool) any {
	q := language.ReadQuestion(text)
	out := struct {
		Text      string            `json:"text"`
		Intent    string            `json:"intent"`
		Companies []string          `json:"companies"`
		Role      string            `json:"role"`
		Filters   map[string]string `json:"filters"`
		Sure      bool              `json:"sure"`
		Spans     []spanJSON        `json:"spans,omitempty"`
	}{Text: text, Intent: q.Intent, Companies: append([]string{}, q.Companies...), Role: q.Role, Filters: filtersOf(q.Filters), Sure: q.Sure}
	if explain {
		for _, s := range q.Spans {
			out.Spans = append(out.Spans, spanJSON{Text: text[s.Start:s.End], Start: s.Start, End: s.End, Rule: s.Rule, Entry: s.Entry})
		}
	}
	return out
}

// filtersOf writes filters by name, as `accounts` takes them.
func filtersOf(f language.Filters) map[string]string {
	filters := map[string]string{}
	f.Text = ""
	for _, word := range commands.Parse(f.String()).Words {
		name, value, pair := strings.Cut(word, "=")
		if !pair {
			name, value = "count", word
		}
		if excluded, not := strings.CutSuffix(name, "!"); not {
			name, value = excluded, "not "+value
		}
		filters[name] = value
	}
	return filters
}
