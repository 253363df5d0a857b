package config

import (
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// rule is something that settings have to keep, with the sentence for those
// that do not. The sentence never holds a value: the value may be a secret that
// was put into the wrong setting.
type rule struct {
	broken   func(Config) bool
	sentence string
}

// valueRules are about one setting each, whatever is asked of the program.
var valueRules = []rule{
	{
		func(c Config) bool { return !databaseAddress(c.Database) },
		"DATABASE_URL is neither the path of an SQLite file nor a postgres:// address. Write it as data/rightdoor.db or postgres://user:password@host:5432/name.",
	},
	{
		func(c Config) bool { return c.SlackAPI != "" && !webAddress(c.SlackAPI) },
		"SLACK_API_URL is no address. Write it as https://host/api/, or leave it out for Slack's own.",
	},
	{
		func(c Config) bool { return !listenAddress(c.Listen) },
		"LISTEN is no address to listen on. Write it as :8080 or 127.0.0.1:8080.",
	},
	{
		func(c Config) bool { return !slices.Contains([]string{"debug", "info", "warn", "error"}, c.LogLevel) },
		"LOG_LEVEL is not known. Use debug, info, warn or error.",
	},
	{
		func(c Config) bool { return !slices.Contains([]string{"json", "text"}, c.LogFormat) },
		"LOG_FORMAT is not known. Use json or text.",
	},
}

// databaseAddress tells an address of PostgreSQL or a path from addresses of
// others and from PostgreSQL's "key=value" form, which would become the name of
// a file.
func databaseAddress(s string) bool {
	if isPostgres(s) {
		return true
	}
	return !strings.Contains(s, "://") && !strings.Contains(s, "password=")
}

func isPostgres(s string) bool {
	return strings.HasPrefix(s, "postgres://") || strings.HasPrefix(s, "postgresql://")
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.RawQuery == ""
}

func listenAddress(s string) bool {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil
}

// Way is how Slack reaches the program.
type Way int

// The ways.
const (
	HTTP    Way = iota + 1 // Slack calls a public address
	Sockets                // the program calls Slack: Socket Mode
)

// Slack tells how Slack is to be connected. The error is a fault.Usage that
// says which setting is missing, wrong or too many.
func (c Config) Slack() (Way, error) {
	if err := firstBroken(c, slackRules); err != nil {
		return 0, err
	}
	if c.AppToken != "" {
		return Sockets, nil
	}
	return HTTP, nil
}

// slackRules are about the settings of Slack together.
var slackRules = []rule{
	{
		func(c Config) bool { return c.BotToken+c.AppToken+c.SigningSecret == "" },
		"Slack is not connected. Set SLACK_BOT_TOKEN, and with it SLACK_APP_TOKEN for Socket Mode or SLACK_SIGNING_SECRET for HTTP; `rightdoor manifest` writes the app to make in Slack.",
	},
	{
		func(c Config) bool { return c.BotToken != "" && !token(c.BotToken, "xoxb-") },
		"SLACK_BOT_TOKEN is not a bot token. A bot token begins with xoxb- and stands under OAuth & Permissions in the app's settings.",
	},
	{
		func(c Config) bool { return c.AppToken != "" && !token(c.AppToken, "xapp-") },
		"SLACK_APP_TOKEN is not an app-level token. An app-level token begins with xapp- and stands under Basic Information in the app's settings.",
	},
	{
		func(c Config) bool {
			return token(c.SigningSecret, "xox") || token(c.SigningSecret, "xapp-") || strings.ContainsAny(c.SigningSecret, " \t\r\n")
		},
		"SLACK_SIGNING_SECRET is not a signing secret. The signing secret is a row of letters and digits and stands under Basic Information in the app's settings.",
	},
	{
		func(c Config) bool { return c.BotToken == "" },
		"SLACK_BOT_TOKEN is missing. Set it beside the other settings of Slack; it stands under OAuth & Permissions in the app's settings.",
	},
	{
		func(c Config) bool { return c.AppToken != "" && c.SigningSecret != "" },
		"SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set. One app uses sockets or HTTP, not both: keep SLACK_APP_TOKEN for Socket Mode or SLACK_SIGNING_SECRET for HTTP.",
	},
	{
		func(c Config) bool { return c.AppToken == "" && c.SigningSecret == "" },
		"SLACK_BOT_TOKEN alone is not enough. Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.",
	},
}

// token tells whether a text is a token of a kind.
func token(s, prefix string) bool {
	return strings.HasPrefix(s, prefix) && !strings.ContainsAny(s, " \t\r\n")
}
