package bot

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rightdoor/internal/fault"
)

// Scopes are the rights the app needs, each with what it is for.
var Scopes = []string{
	"commands",          // to be asked by slash command
	"app_mentions:read", // to be asked by name in a channel
	"im:history",        // to be asked in a direct message
	"chat:write",        // to answer
	"users:read",        // to tell guests from members
	"channels:read",     // to tell shared channels from our own, and archived ones from others
	"groups:read",       // the same for private ones
	"channels:history",  // to find an alert again that may have been posted
	"groups:history",    // the same in private channels
	"users:read.email",  // to remind the owner of a profile, who is known by address
}

// Events are what the app wants to be told.
var Events = []string{
	"app_home_opened", "app_mention", "message.im", "app_uninstalled", "tokens_revoked",
	// Where alerts can be posted no more, or again.
	"channel_archive", "channel_unarchive", "channel_deleted", "channel_left", "group_archive", "group_unarchive", "group_deleted", "group_left",
	"member_left_channel", "member_joined_channel",
}

// SlashCommand is a command that the app registers with Slack.
type SlashCommand struct{ Name, About, Hint string }

// SlashCommands are what the manifest registers.
var SlashCommands = []SlashCommand{
	{"/fit", "Is this company worth going to, why, and whom to see there?", "acme.com"},
	{"/whom", "Whom to see at a company that fits", "acme.com"},
	{"/rightdoor", "Everything else: accounts, why, icp, persona, help", "help"},
}

// taken are the names Slack keeps for commands of its own. One of them makes
// the whole manifest invalid.
var taken = strings.Fields(`/active /apps /archive /away /call /collapse /dm /dnd /expand /feed /help /invite /join /keys
	/kick /leave /me /msg /mute /open /part /prefs /remind /remove /rename /search /shortcuts /shrug /star /status /topic
	/unarchive /who`)

// checkName refuses a slash command that Slack would refuse.
func checkName(name string) error {
	if slices.Contains(taken, name) {
		return fmt.Errorf("%s is a command of Slack's own", name)
	}
	if !strings.HasPrefix(name, "/") || len(name) < 2 || len(name) > 32 || strings.ContainsAny(name[1:], " /") || strings.ToLower(name) != name {
		return fmt.Errorf("%q is no name for a slash command", name)
	}
	return nil
}

// prompts are what a direct message suggests to try.
var prompts = []slack.ManifestSuggestedPrompt{
	{Title: "Is a company worth going to?", Message: "fit acme.com"},
	{Title: "Whom should we see there?", Message: "who acme.com"},
	{Title: "Where should we go next?", Message: "accounts"},
	{Title: "What can I ask?", Message: "help"},
}

// WriteManifest writes the app's manifest as JSON: for HTTP at a public
// https:// address, for Socket Mode without one.
func WriteManifest(w io.Writer, address string) error {
	if address != "" {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "https" || u.Host == "" {
			return fault.New(fault.Usage, "%q is no public address. Slack calls https://… only; without an address the manifest is for Socket Mode.", address)
		}
	}
	m, err := manifest(strings.TrimRight(address, "/"))
	if err != nil {
		return err
	}
	plain, err := writable(m)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(plain)
}

// writable is a manifest as it is written. The library leaves out what is
// false, and without that word nobody may write to the bot.
func writable(m *slack.Manifest) (map[string]any, error) {
	text, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	var plain map[string]any
	if err := json.Unmarshal(text, &plain); err != nil {
		return nil, err
	}
	delete(plain, "_metadata")
	home := plain["features"].(map[string]any)["app_home"].(map[string]any)
	home["messages_tab_read_only_enabled"] = false
	return plain, nil
}

func manifest(address string) (*slack.Manifest, error) {
	at := func(path string) string {
		if address == "" {
			return ""
		}
		return address + path
	}
	m := &slack.Manifest{
		Display: slack.Display{
			Name: "Rightdoor", Description: "Which companies are worth going to, and whom to see there", BackgroundColor: "#1f3a5f",
		},
		Features: slack.Features{
			BotUser: slack.BotUser{DisplayName: "Rightdoor", AlwaysOnline: true},
			AppHome: slack.AppHome{HomeTabEnabled: true, MessagesTabEnabled: true},
			AgentView: &slack.AgentView{
				AgentDescription: "Answers whether a company fits your ICP, why, and whom to see there.", SuggestedPrompts: prompts,
			},
		},
		OAuthConfig: slack.OAuthConfig{Scopes: slack.OAuthScopes{Bot: Scopes}},
		Settings: slack.Settings{
			EventSubscriptions: &slack.EventSubscriptions{RequestUrl: at("/slack/events"), BotEvents: Events},
			Interactivity:      &slack.Interactivity{IsEnabled: true, RequestUrl: at("/slack/interactions")},
			SocketModeEnabled:  address == "",
		},
	}
	for _, c := range SlashCommands {
		if err := checkName(c.Name); err != nil {
			return nil, err
		}
		m.Features.SlashCommands = append(m.Features.SlashCommands, slack.ManifestSlashCommand{
			Command: c.Name, Url: at("/slack/commands"), Description: c.About, UsageHint: c.Hint,
		})
	}
	return m, nil
}
