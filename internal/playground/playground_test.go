package playground

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// testBot is a bot that remembers what it was sent and answers as it is told.
type testBot struct {
	mu      sync.Mutex
	heard   []*http.Request
	bodies  []string
	answers map[string]http.HandlerFunc
}

func (b *testBot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	b.mu.Lock()
	b.heard, b.bodies = append(b.heard, r), append(b.bodies, string(body))
	answer := b.answers[r.URL.Path]
	b.mu.Unlock()
	if answer != nil {
		answer(w, r)
	}
}

// sent is what it was sent, in this order.
func (b *testBot) sent() (requests []*http.Request, bodies []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.heard), slices.Clone(b.bodies)
}

func (b *testBot) count() int {
	requests, _ := b.sent()
	return len(requests)
}

// forms are the bodies it was sent, as they were before they were encoded.
func (b *testBot) forms() []string {
	var list []string
	_, bodies := b.sent()
	for _, body := range bodies {
		if form, err := url.ParseQuery(body); err == nil {
			list = append(list, form.Get("payload"))
		}
	}
	return list
}

func (b *testBot) last(t *testing.T) url.Values {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.bodies) == 0 {
		t.Fatal("the bot heard nothing")
	}
	form, err := url.ParseQuery(b.bodies[len(b.bodies)-1])
	if err != nil {
		t.Fatal(err)
	}
	return form
}

// bench is a Playground with a bot.
type bench struct {
	*testing.T
	*Playground
	bot *testBot
}

func newBench(t *testing.T, change ...func(*Config)) *bench {
	t.Helper()
	b := &testBot{answers: map[string]http.HandlerFunc{}}
	c := Config{Handler: b, Token: "xoxb-test", Secret: "secret", Commands: []Command{{Name: "/fit"}}}
	for _, f := range change {
		f(&c)
	}
	p := New(c)
	t.Cleanup(p.Close)
	return &bench{t, p, b}
}

// says makes the bot answer a path so.
func (b *bench) says(path, kind, body string) {
	b.bot.answers[path] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		fmt.Fprint(w, body)
	}
}

// called is Slack's answer to a call.
type called struct {
	OK       bool   `json:"ok"`
	Error    string `json:"error"`
	TS       string `json:"ts"`
	Messages []struct {
		TS       string          `json:"ts"`
		Text     string          `json:"text"`
		Metadata json.RawMessage `json:"metadata"`
	} `json:"messages"`
	More bool `json:"has_more"`
	Meta struct {
		Messages []string `json:"messages"`
		Cursor   string   `json:"next_cursor"`
	} `json:"response_metadata"`
	View struct {
		ID, Hash string
	} `json:"view"`
	status int
	header http.Header
}

// call calls a method of the Web API as a bot does, with its arguments in
// pairs.
func (b *bench) call(method string, pairs ...string) called {
	b.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, "https://slack.com/api/"+method, strings.NewReader(form.Encode()))
	r.RequestURI = ""
	r.Header.Set("Content-Type", formType)
	r.Header.Set("Authorization", "Bearer xoxb-test")
	return b.do(r)
}

func (b *bench) do(r *http.Request) called {
	b.Helper()
	resp, err := b.Client().Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, _ := io.ReadAll(resp.Body)
	c := called{status: resp.StatusCode, header: resp.Header}
	_ = json.Unmarshal(text, &c) // "ok" is no JSON
	return c
}

// hooked posts to a response_url.
func (b *bench) hooked(address, body string) called {
	b.Helper()
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(body))
	r.RequestURI = ""
	r.Header.Set("Content-Type", jsonType)
	return b.do(r)
}

// texts are what a person reads in the sales channel.
func (b *bench) texts(person string) []string {
	var list []string
	for _, m := range b.Messages(Sales, person) {
		list = append(list, m.Text)
	}
	return list
}

func TestASlashCommandIsSentAsSlackSendsIt(t *testing.T) {
	b := newBench(t)
	b.says(commandsPath, jsonType, `{"response_type":"ephemeral","text":"84 of 100"}`)
	if err := b.Say(Rep, Sales, "/fit  Smith & Sons <x>", ""); err != nil {
		t.Fatal(err)
	}
	b.Wait()
	form := b.bot.last(t)
	for name, want := range map[string]string{
		"command": "/fit", "text": "Smith &amp; Sons &lt;x&gt;", "user_id": Rep, "channel_id": Sales, "team_id": TeamID, "channel_name": "sales", "team_domain": "datainsight",
	} {
		if got := form.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if !strings.HasPrefix(form.Get("response_url"), slackHook) || form.Get("trigger_id") == "" {
		t.Errorf("response_url = %q, trigger_id = %q", form.Get("response_url"), form.Get("trigger_id"))
	}
	if got := b.texts(Rep); !slices.Equal(got, []string{"84 of 100"}) {
		t.Errorf("she reads %q", got)
	}
	if got := b.texts(Manager); len(got) > 0 {
		t.Errorf("others read %q, want nothing: the answer is for one person", got)
	}
	if ways := b.waysOf(Sales, b.Messages(Sales, Rep)[0].TS); len(ways) != 1 {
		t.Errorf("the answer came by %d exchanges, want 1", len(ways))
	}
}

// TestSlacksExampleOfASignature signs the example of Slack's page "Verifying
// requests from Slack".
func TestSlacksExampleOfASignature(t *testing.T) {
	p := New(Config{Secret: "8f742231b10e8888abcd99yyyzzz85a5", Now: func() time.Time { return time.Unix(1531420618, 0) }})
	r, err := p.signed(t.Context(), delivery{kind: formType, body: "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar" +
		"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J" +
		"%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"})
	if err != nil {
		t.Fatal(err)
	}
	const want = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	if got := r.Header.Get("X-Slack-Signature"); got != want {
		t.Errorf("signature = %s, want %s", got, want)
	}
}

// TestWhatSlackTells has what a person reads when the app does not answer as
// it should.
func TestWhatSlackTells(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"nothing":        {func(http.ResponseWriter, *http.Request) {}, ""},
		"a failure":      {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, "/fit failed with the error “dispatch_failed”"},
		"too late":       {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "/fit failed with the error “operation_timeout”"},
		"broken blocks":  {func(w http.ResponseWriter, _ *http.Request) { tell(w, `{"text":"x","blocks":[{"type":"nonsense"}]}`) }, "/fit failed with the error “invalid_command_response”"},
		"words":          {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "in plain words") }, "in plain words"},
		"nothing to say": {func(w http.ResponseWriter, _ *http.Request) { tell(w, `{}`) }, "/fit failed with the error “invalid_command_response”"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				b.bot.answers[commandsPath] = c.answer
				if err := b.Say(Rep, Sales, "/fit acme.com", ""); err != nil {
					t.Fatal(err)
				}
				b.Wait()
				if got := strings.Join(b.texts(Rep), "|"); got != c.want {
					t.Errorf("she reads %q, want %q", got, c.want)
				}
			})
		})
	}
}

func tell(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", jsonType+"; charset=utf-8")
	fmt.Fprint(w, body)
}

func TestWhatSlackRefusesToSend(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct{ text, thread, want string }{
		{"/fit acme.com", "1.1", "/fit is not supported in threads. Sorry!"},
		{"/frobnicate", "", "/frobnicate is not a valid command."},
		{"  ", "", "Write something first."},
	} {
		if err := b.Say(Rep, Sales, c.text, c.thread); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("Say(%q) = %v, want %q", c.text, err, c.want)
		}
	}
	if err := b.Say(Rep, DirectRoom(Manager), "hello", ""); err == nil {
		t.Error("she writes in somebody else's direct message")
	}
}

// TestWhichMessagesTheBotHears has those it is told of, and how.
func TestWhichMessagesTheBotHears(t *testing.T) {
	for _, c := range []struct{ room, text, kind, heard string }{
		{Sales, "is acme.com a fit?", "", ""},
		{Sales, "@Rightdoor is acme.com a fit?", "app_mention", "<@" + BotUser + "> is <http://acme.com|acme.com> a fit?"},
		{"C0GENERAL", "@Rightdoor hello", "", ""},
		{DirectRoom(Rep), "fit jane@acme.com & <b>", "message", "fit <mailto:jane@acme.com|jane@acme.com> &amp; &lt;b&gt;"},
		{DirectRoom(Rep), "https://acme.com/a?b=1 and @ana", "message", "<https://acme.com/a?b=1> and <@" + Manager + ">"},
	} {
		b := newBench(t)
		if err := b.Say(Rep, c.room, c.text, ""); err != nil {
			t.Fatal(err)
		}
		b.Wait()
		var sent struct{ Event struct{ Type, Text string } }
		_, bodies := b.bot.sent()
		for _, body := range bodies {
			if err := json.Unmarshal([]byte(body), &sent); err != nil {
				t.Fatal(err)
			}
		}
		if sent.Event.Type != c.kind || sent.Event.Text != c.heard {
			t.Errorf("%q in %s: the bot hears %q %q, want %q %q", c.text, c.room, sent.Event.Type, sent.Event.Text, c.kind, c.heard)
		}
	}
}

// TestEventsAreRetried has Slack's pauses and headers.
func TestEventsAreRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.bot.answers[eventsPath] = func(w http.ResponseWriter, r *http.Request) {
			if b.bot.count() < 3 {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			<-r.Context().Done()
		}
		start := time.Now()
		b.Event(map[string]any{"type": "app_home_opened"})
		b.Wait()
		if took := time.Since(start); took != 6*time.Minute+2*patience {
			t.Errorf("four tries took %v, want 6 minutes and two time-outs", took)
		}
		var tries []string
		requests, bodies := b.bot.sent()
		for _, r := range requests {
			tries = append(tries, r.Header.Get("X-Slack-Retry-Num")+r.Header.Get("X-Slack-Retry-Reason"))
		}
		if want := []string{"", "1http_error", "2http_error", "3http_timeout"}; !slices.Equal(tries, want) {
			t.Errorf("tries = %q, want %q", tries, want)
		}
		if bodies[0] != bodies[3] {
			t.Error("a retry has another body")
		}
	})
}

func TestATakenEventIsNotRetried(t *testing.T) {
	b := newBench(t)
	b.Event(map[string]any{"type": "app_home_opened"})
	b.Wait()
	if n := b.bot.count(); n != 1 {
		t.Errorf("sent %d times, want once", n)
	}
}

func TestTheClockCanBeMoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.bot.answers[eventsPath] = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }
		start := time.Now()
		b.Event(map[string]any{"type": "app_home_opened"})
		synctest.Wait()
		b.Forward(time.Minute)
		synctest.Wait()
		b.Forward(5 * time.Minute)
		b.Wait()
		if took := time.Since(start); took != 0 || b.bot.count() != 4 {
			t.Errorf("%d tries in %v, want all four at once", b.bot.count(), took)
		}
		if ahead := time.Until(b.Now()); ahead != 6*time.Minute {
			t.Errorf("the clock is %v ahead, want 6 minutes", ahead)
		}
		b.Reset()
		if ahead := time.Until(b.Now()); ahead != 0 {
			t.Errorf("after a reset the clock is %v ahead", ahead)
		}
	})
}

const companyForm = `{"type":"modal","title":{"type":"plain_text","text":"Company"},"submit":{"type":"plain_text","text":"Answer"},"callback_id":"form",
	"blocks":[{"type":"input","block_id":"company","label":{"type":"plain_text","text":"Which?"},"element":{"type":"plain_text_input","action_id":"company","max_length":10}}]}`

func TestTriggers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		fresh := b.NewTrigger(Rep, Sales)
		for i, want := range []string{"", "exchanged_trigger_id"} {
			if got := b.call("views.open", "trigger_id", fresh, "view", companyForm); got.Error != want {
				t.Errorf("use %d of a trigger = %q, want %q", i+1, got.Error, want)
			}
		}
		late := b.NewTrigger(Rep, Sales)
		time.Sleep(triggerLife + time.Millisecond)
		for trigger, want := range map[string]string{late: "expired_trigger_id", "nonsense": "invalid_trigger_id", "": "invalid_arguments"} {
			if got := b.call("views.open", "trigger_id", trigger, "view", companyForm); got.Error != want {
				t.Errorf("trigger %q = %q, want %q", trigger, got.Error, want)
			}
		}
	})
}

func TestResponseURLs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		five := b.NewHook(Rep, Sales)
		for i := range 6 {
			want := http.StatusOK
			if i == 5 {
				want = http.StatusNotFound
			}
			if got := b.hooked(five, `{"text":"x"}`); got.status != want {
				t.Errorf("use %d = %d, want %d", i+1, got.status, want)
			}
		}
		late := b.NewHook(Rep, Sales)
		if got := b.hooked(late, `{"response_type":"in_channel","text":"for all"}`); got.status != http.StatusOK {
			t.Errorf("= %d", got.status)
		}
		time.Sleep(hookLife + time.Second)
		if got := b.hooked(late, `{"text":"x"}`); got.status != http.StatusNotFound || got.Error != "expired_url" {
			t.Errorf("after half an hour = %d %q, want 404 expired_url", got.status, got.Error)
		}
		if got := b.hooked(b.NewHook(Rep, Sales), `{"text":"x","blocks":[{"type":"header"}]}`); got.status != http.StatusBadRequest || got.Error != "invalid_blocks" {
			t.Errorf("broken blocks = %d %q, want 400 invalid_blocks", got.status, got.Error)
		}
		if got := b.hooked("https://hooks.slack.com/commands/T1/2/x", `{"text":"x"}`); got.status != http.StatusNotFound {
			t.Errorf("another team's = %d, want 404", got.status)
		}
		if got := b.texts(Manager); !slices.Equal(got, []string{"for all"}) {
			t.Errorf("others read %q, want what is for all", got)
		}
	})
}

// TestWhatTheWebAPIRefuses has Slack's error codes.
func TestWhatTheWebAPIRefuses(t *testing.T) {
	b := newBench(t, func(c *Config) {
		c.Rooms = append(sampleRooms(), Room{ID: "COLD", Name: "old", Archived: true}, Room{ID: "CPRIVATE", Name: "board", Private: true, Without: true})
	})
	own := b.call("chat.postMessage", "channel", Sales, "text", "ours").TS
	if err := b.Say(Rep, Sales, "hers", ""); err != nil {
		t.Fatal(err)
	}
	hers := b.Messages(Sales, Rep)[1].TS
	for _, c := range []struct {
		want, method string
		args         []string
	}{
		{"channel_not_found", "chat.postMessage", []string{"channel", "CNOWHERE", "text", "x"}},
		{"channel_not_found", "chat.postMessage", []string{"channel", "CPRIVATE", "text", "x"}},
		{"not_in_channel", "chat.postMessage", []string{"channel", "C0GENERAL", "text", "x"}},
		{"is_archived", "chat.postMessage", []string{"channel", "COLD", "text", "x"}},
		{"no_text", "chat.postMessage", []string{"channel", Sales}},
		{"msg_too_long", "chat.postMessage", []string{"channel", Sales, "text", strings.Repeat("x", 40_001)}},
		{"invalid_blocks", "chat.postMessage", []string{"channel", Sales, "text", "x", "blocks", `[{"type":"header"}]`}},
		{"user_not_in_channel", "chat.postEphemeral", []string{"channel", Sales, "user", "UNOBODY", "text", "x"}},
		{"message_not_found", "chat.update", []string{"channel", Sales, "ts", "1.1", "text", "x"}},
		{"cant_update_message", "chat.update", []string{"channel", Sales, "ts", hers, "text", "x"}},
		{"cant_delete_message", "chat.delete", []string{"channel", Sales, "ts", hers}},
		{"", "chat.update", []string{"channel", Sales, "ts", own, "text", "x"}},
		{"", "chat.delete", []string{"channel", Sales, "ts", own}},
		{"user_not_found", "users.info", []string{"user", "UNOBODY"}},
		{"channel_not_found", "conversations.info", []string{"channel", "CPRIVATE"}},
		{"not_in_channel", "conversations.history", []string{"channel", "C0GENERAL"}},
		{"invalid_arguments", "views.publish", []string{"user_id", Rep, "view", `{"type":"home"}`}},
		{"not_found", "views.update", []string{"view_id", "VNONE", "view", companyForm}},
		{"unknown_method", "chat.shout", nil},
	} {
		if got := b.call(c.method, c.args...); got.Error != c.want || got.OK != (c.want == "") {
			t.Errorf("%s %.60q = %q, want %q", c.method, c.args, got.Error, c.want)
		}
	}
}

func TestWhoMayCall(t *testing.T) {
	b := newBench(t, func(c *Config) { c.Scopes = []string{"chat:write"} })
	for token, want := range map[string]string{"": "not_authed", "xoxb-other": "invalid_auth", "xoxb-test": "missing_scope"} {
		r := httptest.NewRequest(http.MethodPost, "https://slack.com/api/users.info", strings.NewReader(`{"user":"`+Rep+`"}`))
		r.RequestURI = ""
		r.Header.Set("Content-Type", jsonType)
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		if got := b.do(r); got.Error != want {
			t.Errorf("token %q = %q, want %q", token, got.Error, want)
		}
	}
	for _, x := range b.Exchanges("") {
		if text := fmt.Sprint(x); strings.Contains(text, "xoxb-test") {
			t.Errorf("an exchange shows the token: %s", text)
		}
	}
}

func TestRates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		post := func(channel string) called { return b.call("chat.postMessage", "channel", channel, "text", "x") }
		for range postingBurst {
			if got := post(Sales); !got.OK {
				t.Fatalf("within the burst = %q", got.Error)
			}
		}
		got := post(Sales)
		if got.status != http.StatusTooManyRequests || got.Error != "ratelimited" || got.header.Get("Retry-After") != "1" {
			t.Errorf("past the burst = %d %q, Retry-After %q; want 429 ratelimited 1", got.status, got.Error, got.header.Get("Retry-After"))
		}
		if other := post("C0PARTNER"); !other.OK {
			t.Errorf("another channel = %q, want it not to wait", other.Error)
		}
		time.Sleep(time.Second)
		if again := post(Sales); !again.OK {
			t.Errorf("a second later = %q", again.Error)
		}
	})
}

// A meddler can lose a call before it did something, and its answer after.
func TestAMeddlerStandsBetween(t *testing.T) {
	b := newBench(t)
	lost := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }
	calls := map[string]int{}
	b.Meddle(func(method string, answer http.HandlerFunc) http.HandlerFunc {
		calls[method]++
		switch calls[method] {
		case 1:
			return lost
		case 2:
			return func(w http.ResponseWriter, r *http.Request) {
				answer(httptest.NewRecorder(), r)
				lost(w, r)
			}
		default:
			return answer
		}
	})
	for i, want := range []int{http.StatusInternalServerError, http.StatusInternalServerError, http.StatusOK} {
		if got := b.call("chat.postMessage", "channel", Sales, "text", fmt.Sprint(i)); got.status != want {
			t.Errorf("call %d = %d, want %d", i, got.status, want)
		}
	}
	b.Meddle(nil)
	b.call("chat.postMessage", "channel", Sales, "text", "3")
	if texts := b.texts(Rep); !slices.Equal(texts, []string{"1", "2", "3"}) || calls["chat.postMessage"] != 3 {
		t.Errorf("texts = %q after %v calls, want 1, 2 and 3 after three", texts, calls)
	}
}

func TestHistory(t *testing.T) {
	b := newBench(t, func(c *Config) { c.Unlimited = true })
	const metadata = `{"event_type":"alert","event_payload":{"id":"7"}}`
	var posted []string
	for i := range 5 {
		posted = append(posted, b.call("chat.postMessage", "channel", Sales, "text", fmt.Sprint(i), "metadata", metadata).TS)
	}
	b.call("chat.postMessage", "channel", Sales, "text", "in a thread", "thread_ts", posted[0])
	b.call("chat.postEphemeral", "channel", Sales, "user", Rep, "text", "for one")
	page := b.call("conversations.history", "channel", Sales, "limit", "3", "include_all_metadata", "true")
	if len(page.Messages) != 3 || !page.More || page.Messages[0].TS != posted[4] || string(page.Messages[0].Metadata) != metadata {
		t.Errorf("first page = %+v", page)
	}
	rest := b.call("conversations.history", "channel", Sales, "limit", "3", "cursor", page.Meta.Cursor)
	if len(rest.Messages) != 2 || rest.More || rest.Messages[1].TS != posted[0] || rest.Messages[0].Metadata != nil {
		t.Errorf("second page = %+v", rest)
	}
	since := b.call("conversations.history", "channel", Sales, "oldest", posted[3], "inclusive", "true")
	if len(since.Messages) != 2 {
		t.Errorf("since the fourth = %d messages, want 2", len(since.Messages))
	}
	thread := b.call("conversations.replies", "channel", Sales, "ts", posted[0])
	if len(thread.Messages) != 2 {
		t.Errorf("thread = %d messages, want 2", len(thread.Messages))
	}
}

// TestPosted has what the app has said, to whom and in which way.
func TestPosted(t *testing.T) {
	b := newBench(t)
	b.says(commandsPath, jsonType, `{"text":"quick"}`)
	if err := b.Say(Rep, Sales, "/fit acme.com", ""); err != nil {
		t.Fatal(err)
	}
	b.Wait()
	b.call("chat.postEphemeral", "channel", Sales, "user", Manager, "text", "hers")
	b.call("chat.postMessage", "channel", Guest, "text", "direct")
	b.hooked(b.NewHook(Rep, Sales), `{"response_type":"in_channel","text":"late"}`)
	b.call("chat.postMessage", "channel", "C0GENERAL", "text", "refused")
	var got []string
	for _, m := range b.Posted() {
		got = append(got, fmt.Sprint(m.Text, " in ", m.Channel, " to ", m.To, " by ", m.Way))
	}
	want := []string{
		"quick in " + Sales + " to " + Rep + " by " + commandsPath, "hers in " + Sales + " to " + Manager + " by chat.postEphemeral",
		"direct in " + DirectRoom(Guest) + " to  by chat.postMessage", "late in " + Sales + " to  by response_url",
	}
	if !slices.Equal(got, want) {
		t.Errorf("Posted = %q, want %q", got, want)
	}
}

// open opens the test's form for the rep.
func (b *bench) open() string {
	b.Helper()
	if got := b.call("views.open", "trigger_id", b.NewTrigger(Rep, Sales), "view", companyForm); !got.OK {
		b.Fatalf("views.open = %q %v", got.Error, got.Meta.Messages)
	}
	views := b.Views(Rep)
	return views[len(views)-1].ID
}

func filled(text string) map[string]map[string]any {
	return map[string]map[string]any{"company": {"company": map[string]any{"type": "plain_text_input", "value": text}}}
}

func TestForms(t *testing.T) {
	for name, c := range map[string]struct {
		value, answer string
		errors        map[string]string
		left          int
	}{
		"taken":      {"acme.com", "", nil, 0},
		"empty":      {"", "", map[string]string{"company": "Please complete this required field."}, 1},
		"too long":   {"acme.example.com", "", map[string]string{"company": "Please enter 10 characters at most."}, 1},
		"refused":    {"nowhere", `{"response_action":"errors","errors":{"company":"There is none."}}`, map[string]string{"company": "There is none."}, 1},
		"followed":   {"acme.com", `{"response_action":"push","view":` + companyForm + `}`, nil, 2},
		"replaced":   {"acme.com", `{"response_action":"update","view":` + companyForm + `}`, nil, 1},
		"all closed": {"acme.com", `{"response_action":"clear"}`, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			view := b.open()
			if c.answer != "" {
				b.says(interactionsPath, jsonType, c.answer)
			}
			complaints, err := b.Submit(Rep, view, filled(c.value))
			if err != nil || fmt.Sprint(complaints) != fmt.Sprint(c.errors) {
				t.Errorf("Submit = %v, %v; want %v", complaints, err, c.errors)
			}
			if n := len(b.Views(Rep)); n != c.left {
				t.Errorf("%d forms are open, want %d", n, c.left)
			}
		})
	}
}

func TestAFormThatTheBotDoesNotTakeStaysOpen(t *testing.T) {
	b := newBench(t)
	view := b.open()
	b.bot.answers[interactionsPath] = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }
	if _, err := b.Submit(Rep, view, filled("acme.com")); err == nil {
		t.Error("Submit went well")
	}
	if len(b.Views(Rep)) != 1 {
		t.Error("what was filled in is lost")
	}
}

func TestAPressedButton(t *testing.T) {
	b := newBench(t)
	blocks := `[{"type":"actions","block_id":"next","elements":[{"type":"button","action_id":"why","value":"/why R1","text":{"type":"plain_text","text":"Why?"}}]}]`
	ts := b.call("chat.postMessage", "channel", Sales, "text", "x", "blocks", blocks).TS
	if err := b.Press(Rep, Sales, ts, "", "why"); err != nil {
		t.Fatal(err)
	}
	var payload struct {
		Type, Response string
		URL            string `json:"response_url"`
		Trigger        string `json:"trigger_id"`
		Container      struct {
			TS        string `json:"message_ts"`
			Ephemeral bool   `json:"is_ephemeral"`
		}
		Message struct{ Text string }
		Actions []struct {
			Value, Type string
			ID          string `json:"action_id"`
			Block       string `json:"block_id"`
		}
	}
	if err := json.Unmarshal([]byte(b.bot.last(t).Get("payload")), &payload); err != nil {
		t.Fatal(err)
	}
	if payload.Type != "block_actions" || payload.Container.TS != ts || payload.Message.Text != "x" || len(payload.Actions) != 1 || payload.Actions[0].Value != "/why R1" || payload.Actions[0].Block != "next" || payload.Trigger == "" {
		t.Errorf("payload = %+v", payload)
	}
	b.hooked(payload.URL, `{"replace_original":true,"text":"changed"}`)
	if got := b.texts(Manager); !slices.Equal(got, []string{"changed"}) {
		t.Errorf("the message reads %q", got)
	}
	if err := b.Press(Rep, Sales, ts, "next", "gone"); err == nil {
		t.Error("a button that is not there was pressed")
	}
}

func TestTheAppsHome(t *testing.T) {
	b := newBench(t)
	b.OpenHome(Rep, "home")
	b.Wait()
	if _, bodies := b.bot.sent(); !strings.Contains(bodies[0], `"tab":"home"`) {
		t.Errorf("the bot hears %s", bodies[0])
	}
	home := `{"type":"home","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"hello"}}]}`
	if got := b.call("views.publish", "user_id", Rep, "view", home); !got.OK {
		t.Fatalf("views.publish = %q %v", got.Error, got.Meta.Messages)
	}
	if !strings.Contains(string(b.Home(Rep)), "hello") || b.Home(Manager) != nil {
		t.Errorf("homes = %s and %s", b.Home(Rep), b.Home(Manager))
	}
}

// TestOnlyThisMachine has the ways in which a page elsewhere would reach it.
func TestOnlyThisMachine(t *testing.T) {
	p := New(Config{})
	for _, c := range []struct {
		host, origin, kind string
		want               int
	}{
		{"127.0.0.1:8080", "", jsonType, http.StatusOK},
		{"localhost:8080", "http://localhost:8080", jsonType, http.StatusOK},
		{"[::1]:8080", "", jsonType, http.StatusOK},
		{"attacker.example", "", jsonType, http.StatusMisdirectedRequest},
		{"127.0.0.1:8080", "https://attacker.example", jsonType, http.StatusForbidden},
	} {
		r := httptest.NewRequest(http.MethodPost, "/_playground/reset", strings.NewReader("{}"))
		r.Host = c.host
		r.Header.Set("Content-Type", c.kind)
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("host %s, origin %s = %d, want %d", c.host, c.origin, w.Code, c.want)
		}
	}
}

func TestThePagesFilesAreSmall(t *testing.T) {
	entries, err := page.ReadDir("page")
	if err != nil {
		t.Fatal(err)
	}
	var all int64
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		all += info.Size()
	}
	if most := int64(150_000); all > most || all == 0 {
		t.Errorf("the page is %d bytes, want at most %d", all, most)
	}
}
