package playground

// blockKinds is what each block may hold and where it may stand, after Slack's
// block reference; every block may have a block_id. Tables on a home tab are
// taken from the reference of late 2026; older copies name messages alone.
var blockKinds = map[string]record{
	"actions": block(everywhere, nil,
		need("elements", list{actionElements, 1, 25}),
	),
	"alert": block(inModal, nil,
		need("text", anyText(200)),
		may("level", enum{"default", "info", "warning", "error", "success"}),
	),
	"card": block(everywhere, rules{atLeastOne("hero_image", "title", "actions", "body")}, cardFields...),
	"carousel": block(inMessage|inHome, nil,
		need("elements", list{named{blockFamily, []string{"card"}}, 1, 10}),
	),
	"container": block(inMessage|inHome, nil,
		need("title", plainText(150)),
		need("child_blocks", list{containerBlocks, 1, 10}),
		may("subtitle", plainText(150)),
		may("icon", imageElement),
		may("width", enum{"narrow", "standard", "wide", "full"}),
		may("is_collapsible", flag{}),
		may("default_collapsed", flag{}),
	),
	"context": block(everywhere, nil,
		need("elements", list{contextElements, 1, 10}),
	),
	"context_actions": block(inMessage, nil,
		need("elements", list{named{elementFamily, []string{"feedback_buttons", "icon_button"}}, 1, 5}),
	),
	// Charts and the agents' blocks change from month to month; we know their
	// names and places, and leave their insides to Slack.
	"data_visualization": loose(inMessage|inHome, need("title", str{1, 50}), need("chart", record{open: true})),
	"plan":               loose(inMessage, need("title", str{min: 1})),
	"task_card":          loose(inMessage, need("task_id", str{min: 1}), need("title", str{min: 1})),
	"data_table": block(inMessage|inHome, rules{cellText(20_000)},
		need("caption", str{min: 1}),
		need("rows", list{list{tableCell, 1, 20}, 2, 201}),
		may("page_size", integer{1, 100}),
		may("row_header_column_index", integer{0, 19}),
	),
	"divider": block(everywhere, nil),
	// Slack adds file blocks itself when a message holds a remote file.
	"file": block(inMessage, nil,
		need("external_id", id),
		need("source", enum{"remote"}),
	),
	"header": block(everywhere, nil,
		need("text", plainText(150)),
		may("level", integer{1, 6}),
	),
	"image": block(everywhere, rules{exactlyOne("image_url", "slack_file")},
		need("alt_text", str{1, 2000}),
		may("image_url", imageURL),
		may("slack_file", slackFile),
		may("title", plainText(2000)),
	),
	"input": block(everywhere, nil,
		need("label", plainText(2000)),
		need("element", inputElements),
		may("hint", plainText(2000)),
		may("optional", flag{}),
		may("dispatch_action", flag{}),
	),
	"markdown": block(inMessage, nil,
		need("text", str{1, mostMarkdown}),
	),
	"rich_text": block(everywhere, nil,
		need("elements", list{of: richTextParts}),
	),
	"section": block(everywhere, rules{atLeastOne("text", "fields")},
		may("text", anyText(3000)),
		may("fields", list{anyText(2000), 1, 10}),
		may("accessory", accessories),
		may("expand", flag{}),
	),
	// Others report that Slack holds all cells of a table to 10,000 characters;
	// the wording of that refusal is ours.
	"table": block(inMessage|inHome, rules{cellText(10_000)},
		need("rows", list{list{tableCell, 1, 20}, 1, 100}),
		may("column_settings", list{of: orNull{columnSetting}, max: 20}),
	),
	"video": block(everywhere, nil,
		need("video_url", webURL),
		need("thumbnail_url", imageURL),
		need("alt_text", str{1, 200}),
		need("title", plainText(200)),
		may("title_url", webURL),
		may("author_name", str{1, 50}),
		may("provider_name", str{1, 50}),
		may("provider_icon_url", imageURL),
		may("description", plainText(200)),
	),
}

type rules = []rule

func block(where surface, holds rules, fields ...field) record {
	return record{where: where, fields: append([]field{may("block_id", id)}, fields...), rules: holds}
}

// loose is a block of which only the fields named are known.
func loose(where surface, fields ...field) record {
	r := block(where, nil, fields...)
	r.open = true
	return r
}

// Which elements go where.
var (
	actionElements = named{elementFamily, append([]string{
		"button", "workflow_button", "overflow", "checkboxes", "radio_buttons",
		"datepicker", "timepicker", "datetimepicker", "rich_text_input",
	}, selects...)}
	// A datetimepicker fits in actions and inputs only.
	accessories = named{elementFamily, append([]string{
		"button", "workflow_button", "overflow", "image", "checkboxes", "radio_buttons",
		"datepicker", "timepicker",
	}, selects...)}
	inputElements = named{elementFamily, append([]string{
		"plain_text_input", "email_text_input", "url_text_input", "number_input",
		"rich_text_input", "file_input", "checkboxes", "radio_buttons",
		"datepicker", "timepicker", "datetimepicker",
	}, selects...)}
	contextElements = oneOf{"image": imageRecord, "plain_text": plainRecord(3000), "mrkdwn": mrkdwnRecord(3000)}
	containerBlocks = named{blockFamily, []string{
		"actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "table", "video",
	}}
	selects = []string{
		"static_select", "external_select", "users_select", "conversations_select", "channels_select",
		"multi_static_select", "multi_external_select", "multi_users_select",
		"multi_conversations_select", "multi_channels_select",
	}
)

var cardFields = []field{
	may("hero_image", imageElement),
	may("icon", imageElement),
	may("slack_icon", slackIcon),
	may("title", anyText(150)),
	may("subtitle", anyText(150)),
	may("body", anyText(200)),
	may("subtext", anyText(200)),
	may("actions", list{named{elementFamily, []string{"button"}}, 1, 3}),
}

// tableCell is one cell of a table. Its texts are counted by cellText.
var tableCell = oneOf{
	"raw_text":   {fields: []field{need("text", str{min: 1})}},
	"raw_number": {fields: []field{need("value", number{}), may("text", str{min: 1})}},
	"rich_text":  {fields: []field{need("elements", list{of: richTextParts}), may("block_id", id)}},
}

var columnSetting = record{fields: []field{
	may("align", enum{"left", "center", "right"}),
	may("is_wrapped", flag{}),
}}

// cellText limits the characters of all cells of a table together.
func cellText(most int) rule {
	return func(w *walk, at spot) {
		if rows, ok := at.child("rows"); ok && shownText(rows.node) > most {
			w.report(rows, tooLong, most+1)
		}
	}
}

// atLeastOne of these fields has to be there. Slack points at the type.
func atLeastOne(names ...string) rule {
	return func(w *walk, at spot) {
		if at.count(names) > 0 {
			return
		}
		kind, _ := at.child("type")
		w.report(kind, "must define either %s", quoted(names))
	}
}

// exactlyOne of two fields has to be there. Slack's schema has one variant for
// each, and complains of what the first lacks; its words for both at once are
// not known to us.
func exactlyOne(one, other string) rule {
	return func(w *walk, at spot) {
		switch at.count([]string{one, other}) {
		case 0:
			w.report(at, missingField, one)
		case 2:
			w.report(at, "must define only one of %s", quoted([]string{one, other}))
		}
	}
}
