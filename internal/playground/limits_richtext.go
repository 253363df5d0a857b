package playground

// Rich text: containers, and what stands in their lines. Slack takes a
// container without elements, but no text of length 0.

var (
	richTextParts = named{richTextFamily, []string{
		"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted",
	}}
	richTextLine = list{of: named{richTextFamily, []string{
		"text", "link", "emoji", "user", "usergroup", "team", "channel", "broadcast", "color", "date",
	}}}
	border = may("border", integer{0, 1})
)

var richTextKinds = map[string]record{
	"rich_text_section": {fields: []field{need("elements", richTextLine)}},
	"rich_text_list": {fields: []field{
		need("style", enum{"bullet", "ordered"}),
		need("elements", list{named{richTextFamily, []string{"rich_text_section"}}, 1, 0}),
		may("indent", integer{0, 8}),
		may("offset", integer{0, 1 << 30}),
		border,
	}},
	"rich_text_quote": {fields: []field{need("elements", richTextLine), border}},
	"rich_text_preformatted": {fields: []field{
		need("elements", richTextLine),
		may("language", str{min: 1}),
		border,
	}},

	"text":      inLine(need("text", str{min: 1})),
	"link":      inLine(need("url", str{1, 3000}), may("text", str{min: 1}), may("unsafe", flag{})),
	"emoji":     inLine(need("name", str{min: 1}), may("skin_tone", integer{1, 6}), may("unicode", str{min: 1})),
	"user":      inLine(need("user_id", objectID)),
	"usergroup": inLine(need("usergroup_id", objectID)),
	"team":      inLine(need("team_id", objectID)),
	"channel":   inLine(need("channel_id", objectID)),
	"broadcast": inLine(need("range", enum{"here", "channel", "everyone"})),
	"color":     inLine(need("value", str{min: 1})),
	"date": inLine(
		need("timestamp", integer{0, 9_999_999_999}),
		need("format", str{min: 1}),
		may("url", webURL),
		may("fallback", str{min: 1}),
	),
}

// inLine is a piece of text with a style.
func inLine(fields ...field) record {
	return record{fields: append(fields, may("style", textStyle))}
}

var textStyle = record{fields: []field{
	may("bold", flag{}), may("italic", flag{}), may("strike", flag{}), may("underline", flag{}), may("code", flag{}),
	may("highlight", flag{}), may("client_highlight", flag{}), may("unlink", flag{}),
}}
