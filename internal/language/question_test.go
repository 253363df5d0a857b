package language

import "testing"

func TestReadQuestion(t *testing.T) {
	for text, want := range map[string]Question{
		"Who should we contact at Acme?":    {"who", "Acme"},
		"who should we talk to at acme.com": {"who", "acme.com"},
		"why is Acme not a fit?":            {"why", "Acme"},
		"Why is Acme a fit":                 {"why", "Acme"},
		"is Acme not a fit?":                {"fit", "Acme"},
		"Is General Motors a good fit?":     {"fit", "General Motors"},
		"should we target  Globex ?":        {"fit", "Globex"},
		"lunch?":                            {},
		"is a fit":                          {},
		"":                                  {},
	} {
		got, ok := ReadQuestion(text)
		if got != want || ok != (want != Question{}) {
			t.Errorf("ReadQuestion(%q) = %v, %t, want %v", text, got, ok, want)
		}
	}
}
