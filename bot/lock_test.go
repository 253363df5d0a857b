package bot

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/mux"

	"rightdoor/commands"
	"rightdoor/internal/playground"
)

// room is a Bot on the sample workspace between the people of a playground.
type room struct {
	*testing.T
	*playground.Playground
	bot *Bot
	w   *world
}

func newRoom(t *testing.T) *room {
	t.Helper()
	w := sampleWorld(t)
	router := mux.NewRouter()
	p := playground.New(playground.Config{Handler: router, Now: func() time.Time { return today }, Commands: []playground.Command{{Name: "/fit"}, {Name: "/whom"}, {Name: "/rightdoor"}}})
	t.Cleanup(p.Close)
	w.Runner.Now, w.Store.Now = p.Now, p.Now
	b := New(Config{
		Runner: w.Runner, Workspaces: w.Store, Meter: &tally{counts: map[string]int{}}, Log: slog.New(slog.DiscardHandler),
		Token: p.Token, Secret: p.Secret, Managers: []string{playground.Manager}, Client: p.Client(), Now: p.Now,
	})
	b.Routes(router)
	if _, err := b.Introduce(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &room{t, p, b, w}
}

// settle waits for what is under way on both sides.
func (r *room) settle() {
	r.Helper()
	r.Wait()
	r.bot.working.Wait()
	r.Wait()
}

func (r *room) says(person, text string) playground.Message {
	r.Helper()
	if err := r.Say(person, playground.Sales, text, ""); err != nil {
		r.Fatalf("%s says %q: %v", person, text, err)
	}
	r.settle()
	return r.last(person)
}

// last is the latest message that a person sees; none before the first.
func (r *room) last(person string) (m playground.Message) {
	if list := r.Messages(playground.Sales, person); len(list) > 0 {
		m = list[len(list)-1]
	}
	return m
}

// presses presses the button of the latest message that says so.
func (r *room) presses(person, label string) playground.Message {
	r.Helper()
	m := r.last(person)
	var blocks []struct {
		ID       string `json:"block_id"`
		Elements []struct {
			ID   string `json:"action_id"`
			Text any    `json:"text"`
		} `json:"elements"`
	}
	if err := json.Unmarshal(m.Blocks, &blocks); err != nil {
		r.Fatal(err)
	}
	for _, b := range blocks {
		for _, e := range b.Elements {
			if text, ok := e.Text.(map[string]any); !ok || text["text"] != label {
				continue
			}
			if err := r.Press(person, playground.Sales, m.TS, b.ID, e.ID); err != nil {
				r.Fatalf("%s presses %s: %v", person, label, err)
			}
			r.settle()
			return r.last(person)
		}
	}
	r.Fatalf("%s sees no button %q on %s", person, label, m.Blocks)
	return m
}

// form is the form that is open, by the ids of its inputs.
func (r *room) form(person string) (view playground.View, inputs []string) {
	r.Helper()
	views := r.Views(person)
	if len(views) != 1 {
		r.Fatalf("%s has %d forms open, want one; the latest message is %s", person, len(views), r.last(person).Text)
	}
	var blocks []struct {
		Type string `json:"type"`
		ID   string `json:"block_id"`
	}
	if err := json.Unmarshal(views[0].Blocks, &blocks); err != nil {
		r.Fatal(err)
	}
	for _, b := range blocks {
		if b.Type == "input" {
			inputs = append(inputs, b.ID)
		}
	}
	return views[0], inputs
}

// submits fills the open form in, input by input; nil is left empty.
func (r *room) submits(person string, given ...map[string]any) playground.Message {
	r.Helper()
	view, inputs := r.form(person)
	if len(inputs) != len(given) {
		r.Fatalf("the form asks for %q, want %d inputs: %s", inputs, len(given), view.Blocks)
	}
	values := map[string]map[string]any{}
	for i, id := range inputs {
		values[id] = map[string]any{id: given[i]}
	}
	if complaints, err := r.Submit(person, view.ID, values); err != nil || len(complaints) > 0 {
		r.Fatalf("Submit: %v, %v", complaints, err)
	}
	r.settle()
	return r.last(person)
}

func text(value string) map[string]any {
	return map[string]any{"type": "plain_text_input", "value": value}
}

func day(value string) map[string]any {
	return map[string]any{"type": "datepicker", "selected_date": value}
}

func checked(values ...string) map[string]any {
	var options []map[string]any
	for _, v := range values {
		options = append(options, map[string]any{"value": v, "text": map[string]any{"type": "plain_text", "text": v}})
	}
	return map[string]any{"type": "checkboxes", "selected_options": options}
}

func chosen(value string) map[string]any {
	return map[string]any{"type": "static_select", "selected_option": map[string]any{"value": value, "text": map[string]any{"type": "plain_text", "text": value}}}
}

func (r *room) wants(m playground.Message, texts ...string) {
	r.Helper()
	for _, want := range texts {
		if !strings.Contains(m.Text, want) {
			r.Errorf("the answer is %q, want %q", m.Text, want)
		}
	}
}

// TestFromTheMissingFactToTheCommittee goes from /whom through the form.
func TestFromTheMissingFactToTheCommittee(t *testing.T) {
	for name, c := range map[string]struct {
		given []map[string]any
		want  []string
	}{
		"known":         {[]map[string]any{text("120M USD"), checked()}, []string{"Revenue: 120M USD", "is a fit – 68", "Mindy Farrow"}},
		"not known":     {[]map[string]any{text(""), checked("revenue=unknown")}, []string{"not known, on your word", "Fit not proven", "(Dana, today)", "Mindy Farrow"}},
		"both":          {[]map[string]any{text("120M USD"), checked("revenue=unknown")}, []string{"Revenue: 120M USD", "is a fit – 68"}},
		"nothing":       {[]map[string]any{text(""), checked()}, []string{"What do you know of Globex?"}},
		"no amount":     {[]map[string]any{text("lots"), checked()}, []string{"is no amount of money", "such as 120M USD"}},
		"does not suit": {[]map[string]any{text("9B USD"), checked()}, []string{"is not a fit", "wrong company"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t)
			r.wants(r.says(playground.Rep, "/whom globex.com"), "could be a fit", "The people come once the company is clear.")
			r.presses(playground.Rep, "I know it")
			r.wants(r.submits(playground.Rep, c.given...), c.want...)
		})
	}
}

func TestNotKnownIsOnePress(t *testing.T) {
	r := newRoom(t)
	r.says(playground.Rep, "/whom globex.com")
	r.wants(r.presses(playground.Rep, "Not known"), "Fit not proven: nobody knows revenue (Dana, today)", "Mindy Farrow")
	r.wants(r.says(playground.Manager, "/fit globex.com"), "Fit not proven: nobody knows revenue (Dana, today)")
}

func TestAManagerUnlocksAndOverrules(t *testing.T) {
	r := newRoom(t)
	r.wants(r.says(playground.Manager, "/whom hooli.com"), "is ruled out", "wrong company")
	r.presses(playground.Manager, "Unlock")
	m := r.submits(playground.Manager, text(`their "new" division & <!channel>`), day("2026-11-20"))
	r.wants(m, "Hooli is unlocked until 20 Nov 2026.", "Unlocked by Ana until 20 Nov 2026", "Tariq Mansoor")
	if strings.Contains(string(m.Blocks), "<!channel>") {
		t.Errorf("a reason wakes the channel: %s", m.Blocks)
	}
	r.wants(r.says(playground.Rep, "/whom hooli.com"), "Unlocked by Ana until 20 Nov 2026", "Tariq Mansoor")
	r.Forward(30 * 24 * time.Hour)
	r.wants(r.says(playground.Rep, "/whom hooli.com"), "is ruled out", "wrong company")

	r.says(playground.Manager, "/fit hooli.com")
	r.presses(playground.Manager, "It is a fit, because …")
	r.wants(r.submits(playground.Manager, text("the parent decides"), day("2026-12-24")), "Hooli is overruled until 24 Dec 2026.", "is a fit by the word of Ana")
	r.wants(r.presses(playground.Manager, "Back to the score"), "Hooli goes by its score again.", "is ruled out")
	r.says(playground.Manager, "/rightdoor overrule acme.com")
	r.wants(r.submits(playground.Manager, chosen("not_a_fit"), text("they told us so"), day("2026-12-24")), "Acme (prospect, Dana's account) is not a fit by the word of Ana")
}

// TestARepWhoTries gets a sentence that says who can, whichever way she tries.
func TestARepWhoTries(t *testing.T) {
	r := newRoom(t)
	for _, line := range []string{"/rightdoor unlock hooli.com", "/rightdoor unlock hooli.com the board asked", "/rightdoor overrule hooli.com fit please", "/rightdoor unlock", "/rightdoor unlock hooli.com --end"} {
		r.wants(r.says(playground.Rep, line), "is for managers. Ask Ana.")
		if views := r.Views(playground.Rep); len(views) > 0 {
			t.Errorf("%s opened a form: %s", line, views[0].Blocks)
		}
	}
	if m := r.says(playground.Rep, "/fit hooli.com"); strings.Contains(string(m.Blocks), "Unlock") {
		t.Errorf("a rep has a manager's button: %s", m.Blocks)
	}
	r.wants(r.says(playground.Guest, "/rightdoor tell globex.com"), outsiderText)
	if views := r.Views(playground.Guest); len(views) > 0 {
		t.Errorf("a guest has a form: %s", views[0].Blocks)
	}
}

// TestTwoPeopleFillInTheSameForm: the later one reads what the first wrote.
func TestTwoPeopleFillInTheSameForm(t *testing.T) {
	r := newRoom(t)
	for _, person := range []string{playground.Rep, playground.Manager} {
		r.says(person, "/rightdoor tell globex.com")
	}
	r.Forward(time.Minute)
	r.wants(r.submits(playground.Rep, text("90M USD"), checked()), "Revenue: 90M USD")
	r.Forward(time.Minute)
	r.wants(r.submits(playground.Manager, text("120M USD"), checked()), "Revenue: 120M USD – it was 90M USD", "Meanwhile Dana said: revenue 90M USD; it is kept")
}

// TestTheFormOfACompanyThatDoesNotOpen is answered in words.
func TestTheFormOfACompanyThatDoesNotOpen(t *testing.T) {
	r := newRoom(t)
	r.Next("views.open", refuses("expired_trigger_id"))
	r.wants(r.says(playground.Rep, "/rightdoor tell globex.com"), "What do you know of Globex?", "tell globex.com revenue=…")
}

// TestALineThatSaysAllIsAnswered: it might have asked for a form.
func TestALineThatSaysAllIsAnswered(t *testing.T) {
	r := newRoom(t)
	r.wants(r.says(playground.Manager, "/rightdoor unlock hooli.com --until 2 weeks the board asked"), "Unlocked by Ana until 16 Nov 2026: the board asked")
	r.wants(r.says(playground.Rep, "/rightdoor tell nobody.example"), "I know no company")
	r.wants(r.says(playground.Rep, `/rightdoor tell globex.com revenue="120M USD"`), "is a fit – 68")
}

var _ Runner = (*commands.Runner)(nil)
