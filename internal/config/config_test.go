package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rightdoor/internal/fault"
)

// The secrets of the tests: none of them may be seen anywhere.
const (
	botToken  = "xoxb-1-abcdefghijklmnop"
	appToken  = "xapp-1-A1-qrstuvwxyz"
	signing   = "8f742231b10e8888abcd99yyyzzz85a5"
	password  = "hunter2%40home"
	plainWord = "hunter2@home"
)

var secrets = []string{botToken, appToken, signing, password, plainWord, "abcdefgh", "qrstuvw", "8f742231", "hunter2"}

func load(t *testing.T, environ ...string) Config {
	t.Helper()
	c, err := Load(environ)
	if err != nil {
		t.Fatalf("Load(%q): %v", environ, err)
	}
	return c
}

// file writes a file and gives its path.
func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "setting")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDefaults(t *testing.T) {
	got := load(t, "PATH=/bin", "MANAGERS=", "LISTEN=", "SLACK_BOT_TOKEN_FILE=")
	want := Config{Database: "data/rightdoor.db", Listen: ":8080", LogLevel: "info", LogFormat: "json"}
	if got.Database != want.Database || got.Listen != want.Listen || got.LogLevel != want.LogLevel || got.LogFormat != want.LogFormat ||
		got.Managers != nil || got.BotToken+got.AppToken+got.SigningSecret+got.SlackAPI != "" {
		t.Errorf("Load of nothing = %+v, want %+v", got, want)
	}
}

func TestValuesAreTidied(t *testing.T) {
	c := load(t, "MANAGERS= U1, ,U2 ,", "LOG_LEVEL=DEBUG", "LOG_FORMAT=Text", "SLACK_API_URL=http://127.0.0.1:9/api")
	if !slices.Equal(c.Managers, []string{"U1", "U2"}) || c.LogLevel != "debug" || c.LogFormat != "text" || c.SlackAPI != "http://127.0.0.1:9/api/" {
		t.Errorf("Load = %+v", c)
	}
}

func TestSecretsFromFiles(t *testing.T) {
	c := load(t,
		"SLACK_BOT_TOKEN_FILE="+file(t, botToken+"\r\n"), "SLACK_APP_TOKEN_FILE="+file(t, appToken),
		"SLACK_SIGNING_SECRET_FILE="+file(t, signing+"\n"), "DATABASE_URL_FILE="+file(t, "some.db\n"), "LISTEN_FILE="+file(t, "nonsense"))
	if c.BotToken != botToken || c.AppToken != appToken || c.SigningSecret != signing || c.Database != "some.db" || c.Listen != ":8080" {
		t.Errorf("Load of files = %+v", c)
	}
}

// TestRefused has every setting that cannot be; the value is often a secret in
// the wrong place.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		says    string
		environ []string
	}{
		{"DATABASE_URL is neither", []string{"DATABASE_URL=mysql://root:" + password + "@db/x"}},
		{"DATABASE_URL is neither", []string{"DATABASE_URL=host=db password=" + password}},
		{"SLACK_API_URL is no address", []string{"SLACK_API_URL=" + botToken}},
		{"SLACK_API_URL is no address", []string{"SLACK_API_URL=https://%zz" + botToken}},
		{"SLACK_API_URL is no address", []string{"SLACK_API_URL=https://host/?token=" + botToken}},
		{"LISTEN is no address", []string{"LISTEN=" + signing}},
		{"LISTEN is no address", []string{"LISTEN=:" + signing}},
		{"LISTEN is no address", []string{"LISTEN=:65536"}},
		{"LOG_LEVEL is not known", []string{"LOG_LEVEL=" + botToken}},
		{"LOG_FORMAT is not known", []string{"LOG_FORMAT=" + botToken}},
		{"SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set", []string{"SLACK_BOT_TOKEN=" + botToken, "SLACK_BOT_TOKEN_FILE=" + file(t, botToken)}},
		{"DATABASE_URL and DATABASE_URL_FILE are both set", []string{"DATABASE_URL=postgres://u:" + password + "@h/d", "DATABASE_URL_FILE=x"}},
		{"SLACK_APP_TOKEN_FILE names a file that is not there", []string{"SLACK_APP_TOKEN_FILE=" + appToken}},
		{"SLACK_APP_TOKEN_FILE names a file that cannot be read", []string{"SLACK_APP_TOKEN_FILE=" + t.TempDir()}},
		{"SLACK_SIGNING_SECRET_FILE names is empty", []string{"SLACK_SIGNING_SECRET_FILE=" + file(t, "\n")}},
	} {
		_, err := Load(c.environ)
		wantSentence(t, strings.Join(c.environ, " "), err, c.says)
	}
}

func TestSlack(t *testing.T) {
	for _, c := range []struct {
		bot, app, secret string
		way              Way
		says             string
	}{
		{"", "", "", 0, "Slack is not connected. Set SLACK_BOT_TOKEN"},
		{botToken, "", "", 0, "SLACK_BOT_TOKEN alone is not enough"},
		{"", appToken, "", 0, "SLACK_BOT_TOKEN is missing"},
		{"", "", signing, 0, "SLACK_BOT_TOKEN is missing"},
		{"", appToken, signing, 0, "SLACK_BOT_TOKEN is missing"},
		{botToken, appToken, signing, 0, "One app uses sockets or HTTP, not both"},
		{appToken, botToken, "", 0, "SLACK_BOT_TOKEN is not a bot token"},
		{"xoxp" + botToken, appToken, "", 0, "SLACK_BOT_TOKEN is not a bot token"},
		{botToken + "\n" + botToken, appToken, "", 0, "SLACK_BOT_TOKEN is not a bot token"},
		{botToken, botToken, "", 0, "SLACK_APP_TOKEN is not an app-level token"},
		{botToken, signing, "", 0, "SLACK_APP_TOKEN is not an app-level token"},
		{botToken, "", appToken, 0, "SLACK_SIGNING_SECRET is not a signing secret"},
		{botToken, "", botToken, 0, "SLACK_SIGNING_SECRET is not a signing secret"},
		{botToken, "", signing + " " + signing, 0, "SLACK_SIGNING_SECRET is not a signing secret"},
		{botToken, appToken, "", Sockets, ""},
		{botToken, "", signing, HTTP, ""},
	} {
		way, err := Config{BotToken: c.bot, AppToken: c.app, SigningSecret: c.secret}.Slack()
		if way != c.way {
			t.Errorf("Slack of %+v = %v, want %v", c, way, c.way)
		}
		if c.way == 0 {
			wantSentence(t, c.bot+c.app+c.secret, err, c.says)
		} else if err != nil {
			t.Errorf("Slack of %+v: %v", c, err)
		}
	}
}

// wantSentence holds that an error is a sentence for people, without a secret.
func wantSentence(t *testing.T, what string, err error, says string) {
	t.Helper()
	if err == nil || fault.KindOf(err) != fault.Usage || !strings.Contains(fault.Message(err), says) || !strings.HasSuffix(err.Error(), ".") {
		t.Errorf("%s: %v, want a usage sentence with %q", what, err, says)
		return
	}
	noSecret(t, what, err.Error())
}

func noSecret(t *testing.T, what, text string) {
	t.Helper()
	for _, s := range secrets {
		if strings.Contains(text, s) {
			t.Errorf("%s: %q shows the secret %q", what, text, s)
		}
	}
}

func TestSettings(t *testing.T) {
	c := load(t, "DATABASE_URL_FILE="+file(t, "postgres://app:"+password+"@db:5432/rightdoor?sslmode=require"), "MANAGERS=U1,U2",
		"SLACK_BOT_TOKEN="+botToken, "SLACK_SIGNING_SECRET_FILE="+file(t, signing))
	want := []Setting{
		{"DATABASE_URL", "postgres://app:***@db:5432/rightdoor?sslmode=require", File},
		{"MANAGERS", "U1, U2", Environment},
		{"SLACK_BOT_TOKEN", "set, 23 characters", Environment},
		{"SLACK_SIGNING_SECRET", "set, 32 characters", File},
		{"SLACK_APP_TOKEN", "not set", Default},
		{"SLACK_API_URL", "not set", Default},
		{"LISTEN", ":8080", Default},
		{"LOG_LEVEL", "info", Default},
		{"LOG_FORMAT", "json", Default},
	}
	if got := c.Settings(); !slices.Equal(got, want) {
		t.Errorf("Settings() = %v, want %v", got, want)
	}
}

func TestRedactAddress(t *testing.T) {
	for _, c := range []struct{ address, want string }{
		{"data/rightdoor.db", "data/rightdoor.db"},
		{"postgres://db/rightdoor", "postgres://db/rightdoor"},
		{"postgres://app@db/rightdoor", "postgres://app@db/rightdoor"},
		{"postgres://db:5432/rightdoor", "postgres://db:5432/rightdoor"},
		{"postgres://app:" + password + "@db/rightdoor", "postgres://app:***@db/rightdoor"},
		{"postgres://app:hunter2@x:hunter2@db/rightdoor", "postgres://app:***@db/rightdoor"},
		{"postgres://app:hunter2/x@db/rightdoor", "postgres://app:***@db/rightdoor"},
		{"postgres://app:hunter2?x@db/rightdoor", "postgres://app:***@db/rightdoor"},
		{"postgres://app:%zzhunter2@db/rightdoor", "postgres://app:***@db/rightdoor"},
		{"postgres://db/rightdoor?user=app&password=hunter2&sslmode=disable", "postgres://db/rightdoor?user=app&password=***&sslmode=disable"},
		{"postgres://db/x?PassWord=hunter2&sslpassword=hunter2", "postgres://db/x?PassWord=***&sslpassword=***"},
		{"postgres://db/x?p%61ssword=hunter2", "postgres://db/x?p%61ssword=***"},
		{"postgres://db/x?%zz=hunter2", "postgres://db/x?%zz=***"},
		{"postgres://db:5432/x?user=me@corp&password=hunter2", "postgres://db:***@corp&password=***"},
		{"postgres://app:x?password=hunter2@db/x", "postgres://***"},
	} {
		if got := redactAddress(c.address); got != c.want {
			t.Errorf("redactAddress(%s) = %s, want %s", c.address, got, c.want)
		}
	}
}

func TestRedactor(t *testing.T) {
	c := load(t, "DATABASE_URL=postgres://app:"+password+"@db/x?sslpassword=hunter2%2Bhome", "SLACK_BOT_TOKEN="+botToken,
		"SLACK_APP_TOKEN="+appToken, "SLACK_SIGNING_SECRET="+signing, "SLACK_API_URL=http://me:hunter2home@127.0.0.1/api/")
	text := strings.Join([]string{"cannot call", botToken, appToken, signing, password, plainWord, "hunter2%2Bhome", "hunter2+home", "hunter2home"}, " ")
	if got, want := c.Redactor().Replace(text), "cannot call"+strings.Repeat(" ***", 8); got != want {
		t.Errorf("Redactor().Replace = %q, want %q", got, want)
	}
	short := load(t, "DATABASE_URL=postgres://app:a@db/x")
	if got := short.Redactor().Replace("a name"); got != "a name" {
		t.Errorf("Redactor().Replace with a short password = %q, want the text as it is", got)
	}
}
