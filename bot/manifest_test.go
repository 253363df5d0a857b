package bot

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rightdoor/internal/fault"
)

func TestManifest(t *testing.T) {
	for name, address := range map[string]string{"manifest_http.json": "https://rightdoor.example/", "manifest_socket.json": ""} {
		var b bytes.Buffer
		if err := WriteManifest(&b, address); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.String())
	}
}

func TestTheManifestNeedsAPublicAddress(t *testing.T) {
	for _, address := range []string{"http://rightdoor.example", "rightdoor.example", "https://", "%zz", "ftp://x"} {
		if err := WriteManifest(&bytes.Buffer{}, address); fault.KindOf(err) != fault.Usage {
			t.Errorf("WriteManifest(%q) = %v, want a word about the address", address, err)
		}
	}
}

// slacksOwn are commands that Slack keeps for itself, from its help pages.
var slacksOwn = strings.Fields(`/who /help /invite /remind /status /topic /msg /dm /feed /mute /leave /search /shortcuts /collapse /expand
	/open /archive /active /away /me /shrug /join /kick /remove /rename /prefs /apps /call /dnd /keys /part /star /unarchive`)

func TestNamesOfCommands(t *testing.T) {
	for _, name := range []string{"/fit", "/whom", "/rightdoor"} {
		if err := checkName(name); err != nil {
			t.Errorf("checkName(%s) = %v", name, err)
		}
	}
	for _, name := range append(slacksOwn, "", "/", "fit", "/Fit", "/a b", "/a/b", "/"+strings.Repeat("a", 32)) {
		if checkName(name) == nil {
			t.Errorf("checkName(%q) = nil, want that Slack refuses it", name)
		}
	}
}

// The manifest registers exactly the commands that are answered.
func TestTheManifestsCommands(t *testing.T) {
	var registered []string
	for _, c := range SlashCommands {
		registered = append(registered, c.Name)
		if _, known := slashNames[c.Name]; !known {
			t.Errorf("%s is registered, and no command", c.Name)
		}
	}
	if len(registered) != len(slashNames) {
		t.Errorf("%v are registered, want those of %v", registered, slashNames)
	}
}

// needs are the scopes of what the code calls and hears, from Slack's
// documentation.
var needs = map[string][]string{
	"AuthTest":               nil,
	"OpenView":               nil,
	"PublishView":            nil,
	"app_home_opened":        nil,
	"GetUserInfo":            {"users:read"},
	"GetConversationInfo":    {"channels:read", "groups:read"},
	"PostMessage":            {"chat:write"},
	"UpdateMessage":          {"chat:write"},
	"GetConversationHistory": {"channels:history", "groups:history"},
	"GetUserByEmail":         {"users:read", "users:read.email"},
	"PostEphemeral":          {"chat:write"},
	"app_mention":            {"app_mentions:read"},
	"message.im":             {"im:history"},
	"app_uninstalled":        nil,
	"tokens_revoked":         nil,
	"channel_archive":        {"channels:read"},
	"channel_unarchive":      {"channels:read"},
	"channel_deleted":        {"channels:read"},
	"channel_left":           {"channels:read"},
	"group_archive":          {"groups:read"},
	"group_unarchive":        {"groups:read"},
	"group_deleted":          {"groups:read"},
	"group_left":             {"groups:read"},
	"member_left_channel":    {"channels:read", "groups:read"},
	"member_joined_channel":  {"channels:read", "groups:read"},
}

// The manifest asks for exactly the rights and events that the code uses: what
// it calls and hears is read from its text.
func TestTheManifestsScopesAndEvents(t *testing.T) {
	source := code(t)
	var heard []string
	for _, m := range regexp.MustCompile(`h\.Type == "(\w+)"`).FindAllStringSubmatch(source, -1) {
		kind := m[1]
		if kind == "message" {
			kind = "message.im"
		}
		heard = append(heard, kind)
	}
	used := []string{"commands"}
	called := regexp.MustCompile(`b\.api\.(\w+)Context\(`).FindAllStringSubmatch(source, -1)
	if len(called) < 5 {
		t.Fatalf("only %d calls found", len(called))
	}
	for _, m := range called {
		heard = append(heard, m[1])
	}
	for _, what := range heard {
		scopes, known := needs[what]
		if !known {
			t.Errorf("%s is used, and its scopes are not known here", what)
		}
		used = append(used, scopes...)
	}
	same(t, "scopes", Scopes, used)
	same(t, "events", Events, slices.DeleteFunc(heard, func(what string) bool { return regexp.MustCompile(`^[A-Z]`).MatchString(what) }))
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	got, want = slices.Sorted(slices.Values(got)), slices.Compact(slices.Sorted(slices.Values(want)))
	if !slices.Equal(got, want) {
		t.Errorf("%s of the manifest = %v, want %v", what, got, want)
	}
}

// code is the text of the package.
func code(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
	}
	return b.String()
}

func TestIntroduce(t *testing.T) {
	b := newTestBot(t, echoes())
	i, err := b.Introduce(t.Context())
	if err != nil || i.String() != "Connected to DataInsight as rightdoor." {
		t.Errorf("Introduce = %q, %v", i, err)
	}
	b.slack.Next("auth.test", refuses("invalid_auth"))
	if _, err := b.Introduce(t.Context()); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("with a bad token Introduce = %v", err)
	} else {
		checkSecrets(t, err.Error())
	}
}
