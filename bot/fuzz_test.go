package bot

import (
	"net/url"
	"strings"
	"testing"
)

// checkQuiet tells whether a fuzzed request ended well: what it does beside
// its acknowledgement, which send checks, is done, and nothing panicked.
func (b *testBot) checkQuiet(t *testing.T, input string) {
	t.Helper()
	b.settle()
	if strings.Contains(b.log.String(), "Panic") {
		t.Fatalf("%q panics: %s", input, b.log)
	}
	b.slack.mu.Lock()
	b.slack.calls = nil
	b.slack.mu.Unlock()
}

// harmless is an input without the secret that no log may hold: the fuzzer
// would put it anywhere.
func harmless(input string) string { return strings.ReplaceAll(input, hookSecret, "x") }

func FuzzEvent(f *testing.F) {
	for _, inner := range []string{mentioned, `{"type":"app_uninstalled"}`, `null`, `[]`, `{"type":"message","channel_type":"im","user":"U1","channel":"D1","ts":"1.1"}`} {
		f.Add(eventBody("1", inner))
	}
	f.Add(`{"type":"url_verification","challenge":"x"}`)
	f.Add(`{"type":"event_callback","event_id":{},"event":0}`)
	f.Fuzz(func(t *testing.T, body string) {
		b := newTestBot(t, echoes())
		b.TB = t
		b.send("/slack/events", body)
		b.checkQuiet(t, body)
	})
}

func FuzzInteraction(f *testing.F) {
	f.Add(harmless(press("1", "U1", "C1", "share", "/fit acme.com")))
	f.Add(submission("1", "U1", "C1", "acme.com"))
	f.Add(`{"type":"view_submission","view":{"callback_id":"form","private_metadata":"{}","blocks":[null,{"type":"input"}],"state":null}}`)
	f.Add(`{"type":"block_actions","actions":[null,{}],"state":{"values":null}}`)
	f.Add(`{"type":"block_actions","actions":{},"message":{"blocks":[{"type":"rich_text","elements":[{}]}]}}`)
	f.Fuzz(func(t *testing.T, payload string) {
		b := newTestBot(t, echoes())
		b.TB = t
		b.send("/slack/interactions", url.Values{"payload": {payload}}.Encode())
		b.checkQuiet(t, payload)
	})
}

func FuzzSlashCommand(f *testing.F) {
	f.Add(harmless(slashBody("1", "/fit", "acme.com")))
	f.Add(slashBody("", "/rightdoor", "", "response_url", "%zz"))
	f.Add("command=%2Ffit&text=%00%ff&user_id=&team_id=")
	f.Add("%zz;;&&==")
	f.Fuzz(func(t *testing.T, body string) {
		b := newTestBot(t, echoes())
		b.TB = t
		b.send("/slack/commands", body)
		b.checkQuiet(t, body)
	})
}
