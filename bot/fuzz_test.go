package bot

import (
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
}

// someHook stands for a response_url in the inputs. Only there does it become
// one: the fuzzer would put it anywhere, and no log may hold it.
const someHook = "HOOK"

func FuzzEvent(f *testing.F) {
	for _, inner := range []string{mentioned, `{"type":"app_uninstalled"}`, `null`, `[]`, `{"type":"message","channel_type":"im","user":"U1","channel":"D1","ts":"1.1"}`} {
		f.Add(eventBody("1", inner))
	}
	f.Add(`{"type":"url_verification","challenge":"x"}`)
	f.Add(`{"type":"event_callback","event_id":{},"event":0}`)
	f.Fuzz(func(t *testing.T, body string) {
		b := newTestBot(t, echoes())
		b.send("/slack/events", body)
		b.checkQuiet(t, body)
	})
}

func FuzzInteraction(f *testing.F) {
	f.Add(pressed(someHook, "1", "U1", "C1", shareVerb, "/fit acme.com"))
	f.Add(`{"type":"view_submission","trigger_id":"1","team":{"id":"T0PLAYGRND"},"user":{"id":"U1"},"view":{"id":"V1","type":"modal","callback_id":"form",
		"private_metadata":"{\"command\":\"fit\",\"channel\":\"C1\"}","blocks":[{"type":"input","block_id":"company","label":{"type":"plain_text","text":"Which company?"},
		"element":{"type":"plain_text_input","action_id":"company"}}],"state":{"values":{"company":{"company":{"type":"plain_text_input","value":"acme.com"}}}}}}`)
	f.Add(`{"type":"view_submission","view":{"callback_id":"form","private_metadata":"{}","blocks":[null,{"type":"input"}],"state":null}}`)
	f.Add(`{"type":"block_actions","actions":[null,{}],"state":{"values":null}}`)
	f.Add(`{"type":"block_actions","actions":{},"message":{"blocks":[{"type":"rich_text","elements":[{}]}]}}`)
	f.Fuzz(func(t *testing.T, payload string) {
		b := newTestBot(t, echoes())
		b.interact(strings.ReplaceAll(payload, `"response_url":"`+someHook, `"response_url":"`+b.hook()))
		b.checkQuiet(t, payload)
	})
}

func FuzzSlashCommand(f *testing.F) {
	f.Add(slashBody(someHook, "1", "/fit", "acme.com"))
	f.Add(slashBody("%zz", "", "/rightdoor", ""))
	f.Add("command=%2Ffit&text=%00%ff&user_id=&team_id=")
	f.Add("%zz;;&&==")
	f.Fuzz(func(t *testing.T, body string) {
		b := newTestBot(t, echoes())
		b.send("/slack/commands", strings.ReplaceAll(body, "response_url="+someHook, "response_url="+b.hook()))
		b.checkQuiet(t, body)
	})
}
