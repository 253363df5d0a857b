package playground

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// elementKinds is what each element may hold, after Slack's element reference.
var elementKinds = map[string]record{
	"button": interactive(nil,
		need("text", plainText(75)),
		may("url", webURL),
		may("value", str{max: 2000}),
		may("style", buttonStyle),
		may("confirm", confirm),
		may("accessibility_label", str{1, 75}),
	),
	"workflow_button": {fields: []field{
		need("text", plainText(75)),
		need("workflow", record{fields: []field{need("trigger", workflowTrigger)}}),
		need("action_id", id),
		may("style", buttonStyle),
		may("accessibility_label", str{1, 75}),
	}},
	"overflow": interactive(nil,
		need("options", list{overflowOption, 1, 5}),
		may("confirm", confirm),
	),
	"image": imageRecord,

	"checkboxes": interactive(rules{amongOptions("initial_options")},
		need("options", list{richOption, 1, 10}),
		may("initial_options", list{of: richOption, max: 10}),
		may("confirm", confirm),
		focus,
	),
	"radio_buttons": interactive(rules{amongOptions("initial_option")},
		need("options", list{richOption, 1, 10}),
		may("initial_option", richOption),
		may("confirm", confirm),
		focus,
	),

	"static_select": menu(rules{exactlyOne("options", "option_groups"), amongOptions("initial_option")},
		may("options", list{option, 1, 100}),
		may("option_groups", list{optionGroup, 1, 100}),
		may("initial_option", option),
	),
	"multi_static_select": multiMenu(rules{exactlyOne("options", "option_groups"), amongOptions("initial_options")},
		may("options", list{option, 1, 100}),
		may("option_groups", list{optionGroup, 1, 100}),
		may("initial_options", list{of: option}),
	),
	"external_select": menu(nil,
		may("initial_option", option),
		may("min_query_length", queryLength),
	),
	"multi_external_select": multiMenu(nil,
		may("initial_options", list{of: option, min: 1}),
		may("min_query_length", queryLength),
	),
	"users_select":       menu(nil, may("initial_user", objectID)),
	"multi_users_select": multiMenu(nil, may("initial_users", list{of: objectID, min: 1})),
	"channels_select": menu(rules{modalsOnly("response_url_enabled")},
		may("initial_channel", objectID),
		may("response_url_enabled", flag{}),
	),
	"multi_channels_select": multiMenu(nil, may("initial_channels", list{of: objectID, min: 1})),
	"conversations_select": menu(rules{modalsOnly("response_url_enabled")},
		may("initial_conversation", objectID),
		may("default_to_current_conversation", flag{}),
		may("response_url_enabled", flag{}),
		may("filter", conversationFilter),
	),
	"multi_conversations_select": multiMenu(nil,
		may("initial_conversations", list{of: objectID, min: 1}),
		may("default_to_current_conversation", flag{}),
		may("filter", conversationFilter),
	),

	"datepicker": interactive(nil,
		may("initial_date", written{ok: isDate, otherwise: "input must be a valid: date"}),
		may("confirm", confirm), focus, placeholder,
	),
	"timepicker": interactive(nil,
		may("initial_time", written{ok: isTime, otherwise: "input must match regex pattern: " + timePattern}),
		may("timezone", str{min: 1}),
		may("confirm", confirm), focus, placeholder,
	),
	// Ten digits: seconds since 1970.
	"datetimepicker": interactive(nil,
		may("initial_date_time", integer{1_000_000_000, 9_999_999_999}),
		may("confirm", confirm), focus,
	),

	"plain_text_input": interactive(rules{ascending("min_length", "max_length")},
		may("initial_value", str{max: 3000}),
		may("multiline", flag{}),
		may("min_length", integer{0, 3000}),
		may("max_length", integer{1, 3000}),
		dispatch, focus, placeholder,
	),
	"email_text_input": interactive(nil, may("initial_value", str{}), dispatch, focus, placeholder),
	"url_text_input":   interactive(nil, may("initial_value", str{}), dispatch, focus, placeholder),
	"number_input": interactive(nil,
		need("is_decimal_allowed", flag{}),
		may("initial_value", decimal), may("min_value", decimal), may("max_value", decimal),
		dispatch, focus, placeholder,
	),
	"rich_text_input": interactive(nil,
		may("initial_value", named{blockFamily, []string{"rich_text"}}),
		dispatch, focus, placeholder,
	),
	"file_input": {where: inModal, fields: []field{
		may("action_id", id),
		may("filetypes", list{of: str{min: 1}, min: 1}),
		may("max_files", integer{1, 10}),
	}},

	"feedback_buttons": interactive(nil,
		need("positive_button", feedbackButton),
		need("negative_button", feedbackButton),
	),
	"icon_button": interactive(nil,
		need("icon", str{min: 1}),
		need("text", plainText(75)),
		may("value", str{max: 2000}),
		may("confirm", confirm),
		may("accessibility_label", str{1, 75}),
		may("visible_to_user_ids", list{of: objectID, max: 10}),
	),
}

func interactive(holds rules, fields ...field) record {
	return record{fields: append([]field{may("action_id", id)}, fields...), rules: holds}
}

// menu is a select; multiMenu one with several answers.
func menu(holds rules, fields ...field) record {
	return interactive(holds, append(fields, may("confirm", confirm), focus, placeholder)...)
}

func multiMenu(holds rules, fields ...field) record {
	return menu(holds, append(fields, may("max_selected_items", integer{1, 1 << 30}))...)
}

// What elements have in common.
var (
	focus       = may("focus_on_load", flag{})
	placeholder = may("placeholder", plainText(150))
	dispatch    = may("dispatch_action_config", record{fields: []field{
		need("trigger_actions_on", list{enum{"on_enter_pressed", "on_character_entered"}, 1, 2}),
	}})
	buttonStyle = enum{"primary", "danger"}
	queryLength = integer{0, 3000}
	objectID    = str{1, 255} // U…, C…: the playground knows its own, the reference gives no form
)

// Composition objects. Slack's reference asks for plain text in a confirm's
// text, and shows mrkdwn in its example; both pass.
var (
	confirm = record{fields: []field{
		need("title", plainText(100)),
		need("text", anyText(300)),
		need("confirm", plainText(30)),
		need("deny", plainText(30)),
		may("style", buttonStyle),
	}}

	option         = optionOf(plainText(75))
	richOption     = optionOf(anyText(75)) // of checkboxes and radio buttons
	overflowOption = optionOf(plainText(75), may("url", webURL))
	optionGroup    = record{fields: []field{
		need("label", plainText(75)),
		need("options", list{option, 1, 100}),
	}}

	imageRecord = record{
		fields: []field{
			need("alt_text", str{1, 2000}),
			may("image_url", imageURL),
			may("slack_file", slackFile),
		},
		rules: rules{exactlyOne("image_url", "slack_file")},
	}
	imageElement = oneOf{"image": imageRecord}
	slackFile    = record{
		fields: []field{may("id", id), may("url", webURL)},
		rules:  rules{exactlyOne("id", "url")},
	}
	slackIcon = oneOf{"icon": {fields: []field{need("name", str{min: 1})}}}

	conversationFilter = record{
		fields: []field{
			may("include", list{of: enum{"im", "mpim", "private", "public"}, min: 1}),
			may("exclude_external_shared_channels", flag{}),
			may("exclude_bot_users", flag{}),
		},
		rules: rules{atLeastOne("include", "exclude_external_shared_channels", "exclude_bot_users")},
	}
	workflowTrigger = record{fields: []field{
		need("url", webURL),
		may("customizable_input_parameters", list{of: record{open: true}}),
	}}
	feedbackButton = record{fields: []field{
		need("text", plainText(75)),
		need("value", str{1, 2000}),
		may("accessibility_label", str{1, 75}),
	}}
)

func optionOf(text shape, more ...field) record {
	return record{fields: append([]field{
		need("text", text),
		need("value", str{1, 150}),
		may("description", text),
	}, more...)}
}

// Text objects. Only plain text knows emoji, only mrkdwn verbatim.
func plainRecord(most int) record {
	return record{fields: []field{need("text", str{1, most}), may("emoji", flag{})}}
}

func mrkdwnRecord(most int) record {
	return record{fields: []field{need("text", str{1, most}), may("verbatim", flag{})}}
}

func plainText(most int) shape { return oneOf{"plain_text": plainRecord(most)} }

func anyText(most int) shape {
	return oneOf{"plain_text": plainRecord(most), "mrkdwn": mrkdwnRecord(most)}
}

// Strings in a form of their own. Which schemes Slack takes is not published:
// the web's, and its own links into the app, are seen to work.
var (
	webURL   = written{3000, isLink("http", "https", "slack"), "invalid url"}
	imageURL = written{3000, isLink("http", "https"), "invalid url"}
	decimal  = written{ok: isDecimal, otherwise: "must provide a number"}
)

const timePattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$"

func isLink(schemes ...string) func(string) bool {
	return func(s string) bool {
		u, err := url.Parse(s)
		return err == nil && u.Host != "" && slices.Contains(schemes, strings.ToLower(u.Scheme))
	}
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func isTime(s string) bool {
	_, err := time.Parse("15:04", s)
	return err == nil && len(s) == len("15:04")
}

func isDecimal(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil && !strings.ContainsAny(s, "xXpPnN_")
}

// amongOptions: what is chosen at first is one of the options, also when those
// stand in groups. Slack asks for an exact match; value and text decide here.
func amongOptions(initial string) rule {
	return func(w *walk, at spot) {
		chosen, ok := at.child(initial)
		if !ok {
			return
		}
		picks := []spot{chosen}
		if chosen.kind == isArray {
			picks = chosen.each()
		}
		offered := map[string]bool{}
		for _, o := range options(at) {
			offered[optionKey(o)] = true
		}
		strange := func(o spot) bool { return !offered[optionKey(o)] }
		if len(picks) == 0 || slices.ContainsFunc(picks, strange) {
			w.report(chosen, "must be one of the provided options")
		}
	}
}

// options are those of a menu and of its groups.
func options(at spot) []spot {
	own, _ := at.child("options")
	all := own.each()
	groups, _ := at.child("option_groups")
	for _, group := range groups.each() {
		of, _ := group.child("options")
		all = append(all, of.each()...)
	}
	return all
}

func optionKey(o spot) string {
	var key []string
	for _, path := range [][]string{{"value"}, {"text", "text"}} {
		part := o
		for _, name := range path {
			part, _ = part.child(name)
		}
		if part.node != nil {
			key = append(key, part.text)
		}
	}
	return strings.Join(key, "\x00")
}

// ascending: the first of two numbers is not above the second. The wording is
// ours.
func ascending(low, high string) rule {
	return func(w *walk, at spot) {
		from, ok := at.child(low)
		to, both := at.child(high)
		if !ok || !both {
			return
		}
		a, errA := strconv.Atoi(from.text)
		b, errB := strconv.Atoi(to.text)
		if errA == nil && errB == nil && a > b {
			w.report(from, tooBig, b)
		}
	}
}

// modalsOnly: a field that means nothing elsewhere. The wording is ours.
func modalsOnly(name string) rule {
	return func(w *walk, at spot) {
		if field, ok := at.child(name); ok && w.where != inModal {
			w.report(field, "`%s` is only allowed in modals", name)
		}
	}
}

// count says how many of the names an object has.
func (s spot) count(names []string) int {
	n := 0
	for _, name := range names {
		if _, ok := s.child(name); ok {
			n++
		}
	}
	return n
}

// quoted lists names as Slack does: `text` or `fields`.
func quoted(names []string) string {
	return "`" + strings.Join(names, "` or `") + "`"
}
