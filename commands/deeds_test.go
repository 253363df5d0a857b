package commands_test

import (
	"fmt"
	"testing"
	"time"

	"rightdoor/commands"
)

// TestWhatWasDoneWithAnAccountIsTold claims and refuses an announced account:
// whoever asks for it next reads so, until 90 days are over.
func TestWhatWasDoneWithAnAccountIsTold(t *testing.T) {
	w := newChannel(t)
	w.asks(commands.Manager, "U0ANA", "alerts on")
	w.grown()
	n := fmt.Sprint(w.told().ID)
	both := func(with, without []string) {
		t.Helper()
		for _, line := range []string{"/fit brackwater.example", "/who brackwater.example"} {
			wantText(t, line, w.asks(commands.Rep, "U0LEILA", line), with, without)
		}
	}
	both(nil, []string{"Claimed", "Not a fit, says"})
	w.asks(commands.Rep, "U0DANA", "alerts claim "+n)
	both([]string{"Claimed by", "U0DANA on " + w.now.Format("2 Jan")}, []string{"Not a fit, says"})
	w.asks(commands.Rep, "U0LEILA", "alerts refuse "+n+" size half of them are seasonal")
	both([]string{"Not a fit, says", "U0LEILA – wrong size (half of them are seasonal)"}, []string{"Claimed"})
	wantText(t, "/fit acme.com", w.asks(commands.Rep, "U0LEILA", "/fit acme.com"), nil, []string{"Claimed", "Not a fit, says"})
	w.later(91 * 24 * time.Hour)
	both(nil, []string{"Claimed", "Not a fit, says"})
}
