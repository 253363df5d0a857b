package language

import "strings"

// prepositions keep their form inside a phrase.
var prepositions = map[string]bool{
	"of": true, "the": true, "and": true, "to": true, "for": true, "de": true, "del": true, "la": true, "las": true,
	"los": true, "el": true, "do": true, "da": true, "dos": true, "das": true, "des": true, "du": true, "le": true,
	"les": true, "di": true, "della": true, "delle": true, "dei": true, "d": true, "l": true, "s": true, "in": true,
	"en": true, "y": true, "e": true, "et": true, "und": true, "van": true, "der": true, "a": true, "al": true,
	"au": true, "aux": true, "von": true, "il": true,
}

var umlautSpellings = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "ae", "Ö", "oe", "Ü", "ue")

// spellings are the folded words of a phrase; German also writes its umlauts
// as two letters.
func spellings(phrase string, lang uint8) [][]string {
	plain := strings.Fields(Fold(phrase))
	if titleLanguages[lang] == "de" && strings.ContainsAny(phrase, "äöüÄÖÜ") {
		return [][]string{plain, strings.Fields(Fold(umlautSpellings.Replace(phrase)))}
	}
	if titleLanguages[lang] == "en" {
		return shortened(plain)
	}
	return [][]string{plain}
}

// shortened adds the ways people shorten "management" at a phrase's end.
func shortened(words []string) [][]string {
	last := len(words) - 1
	if last < 1 || words[last] != "management" {
		return [][]string{words}
	}
	return [][]string{words, withOne(words, last, "mgmt"), withOne(words, last, "mgt")}
}

// inflects says which phrases have plurals and genders: ranks everywhere, the
// adjectives among functions and modifiers in the Romance languages.
func inflects(kind entryKind, lang uint8) bool {
	switch titleLanguages[lang] {
	case "es", "pt", "fr", "it":
		return kind == kindRank || kind == kindMod || kind == kindField
	}
	return kind == kindRank
}

// phraseForms varies each word of a phrase alone and all of them together;
// English only has the plural of the last word or of the first before "of".
func phraseForms(words []string, lang string) [][]string {
	if lang == "en" || lang == "hi" {
		return pluralPhrases(words, lang)
	}
	forms := make([][]string, len(words))
	most := 0
	for i, w := range words {
		if !prepositions[w] {
			forms[i] = wordForms(w, lang)
			most = max(most, len(forms[i]))
		}
	}
	var out [][]string
	for k := range most {
		out = append(out, withAll(words, forms, k))
		for i := range words {
			if k < len(forms[i]) {
				out = append(out, withOne(words, i, forms[i][k]))
			}
		}
	}
	return out
}

func pluralPhrases(words []string, lang string) [][]string {
	var out [][]string
	for i := range words {
		last := i == len(words)-1
		if !last && !prepositions[words[i+1]] {
			continue
		}
		for _, form := range wordForms(words[i], lang) {
			out = append(out, withOne(words, i, form))
		}
	}
	return out
}

func withOne(words []string, i int, form string) []string {
	out := append([]string(nil), words...)
	out[i] = form
	return out
}

func withAll(words []string, forms [][]string, k int) []string {
	out := append([]string(nil), words...)
	for i := range out {
		if k < len(forms[i]) {
			out[i] = forms[i][k]
		}
	}
	return out
}

// ending rewrites the end of a word: gender first, then the plurals.
type ending struct {
	tail  string
	forms []string
}

// endings lists, per language, the first rule that fits a word's end. The
// forms of one language keep one order, so that the words of a phrase agree.
var endings = map[string][]ending{
	"en": {
		{"man", []string{"men", "woman", "women", "person"}},
		{"ay", []string{"ays"}},
		{"ey", []string{"eys"}},
		{"y", []string{"ies"}},
		{"s", []string{"ses"}},
		{"x", []string{"xes"}},
		{"ch", []string{"ches"}},
		{"sh", []string{"shes"}},
		{"", []string{"s"}},
	},
	"es": {
		{"or", []string{"ora", "ores", "oras"}},
		{"on", []string{"ona", "ones", "onas"}},
		{"o", []string{"a", "os", "as"}},
		{"e", []string{"a", "es", "as"}},
		{"a", []string{"o", "as", "os"}},
		{"l", []string{"l", "les", "les"}},
		{"z", []string{"za", "ces", "zas"}},
		{"", []string{"a", "es", "as"}},
	},
	"pt": {
		{"or", []string{"ora", "ores", "oras"}},
		{"ao", []string{"a", "oes", "as"}},
		{"o", []string{"a", "os", "as"}},
		{"e", []string{"a", "es", "as"}},
		{"a", []string{"o", "as", "os"}},
		{"al", []string{"al", "ais", "ais"}},
		{"", []string{"a", "es", "as"}},
	},
	"fr": {
		{"teur", []string{"trice", "teurs", "trices", "teuse", "teuses", "teure", "teures"}},
		{"eur", []string{"euse", "eurs", "euses", "eure", "eures"}},
		{"er", []string{"ere", "ers", "eres"}},
		{"ien", []string{"ienne", "iens", "iennes"}},
		{"on", []string{"onne", "ons", "onnes"}},
		{"al", []string{"ale", "aux", "ales"}},
		{"el", []string{"elle", "els", "elles"}},
		{"f", []string{"ve", "fs", "ves", "fe", "ffe", "ffes"}},
		{"e", []string{"ee", "es", "ees"}},
		{"s", []string{"se", "s", "ses"}},
		{"", []string{"e", "s", "es"}},
	},
	"de": {
		{"mann", []string{"frau", "leute", "frauen", "manner"}},
		{"agter", []string{"agte", "agten"}},
		{"ellter", []string{"ellte", "ellten"}},
		{"andter", []string{"andte", "andten"}},
		{"chtigter", []string{"chtigte", "chtigten"}},
		{"ender", []string{"ende", "enden"}},
		{"licher", []string{"liche", "lichen"}},
		{"dneter", []string{"dnete", "dneten"}},
		{"amter", []string{"amte", "amten", "amtin"}},
		{"er", []string{"erin", "er", "erinnen", "ern"}},
		{"e", []string{"er", "en", "in", "innen"}},
		{"rat", []string{"ratin", "rate", "ratinnen"}},
		{"chef", []string{"chefin", "chefs", "chefinnen"}},
		{"arzt", []string{"arztin", "arzte", "arztinnen"}},
		{"", []string{"in", "e", "innen", "en", "s"}},
	},
	"it": {
		{"tore", []string{"trice", "tori", "trici"}},
		{"iere", []string{"iera", "ieri", "iere"}},
		{"co", []string{"ca", "ci", "che"}},
		{"o", []string{"a", "i", "e"}},
		{"ista", []string{"ista", "isti", "iste"}},
		{"a", []string{"a", "i", "e"}},
		{"e", []string{"essa", "i", "esse"}},
	},
	"nl": {
		{"eur", []string{"rice", "eurs", "euren", "euse"}},
		{"er", []string{"ster", "ers", "sters"}},
		{"man", []string{"vrouw", "mannen", "lieden"}},
		{"", []string{"e", "s", "en", "es"}},
	},
	"hi": {{"", []string{"ों"}}},
}

func wordForms(word, lang string) []string {
	if len(word) < 2 {
		return nil
	}
	for _, rule := range endings[lang] {
		stem, ok := strings.CutSuffix(word, rule.tail)
		if !ok {
			continue
		}
		forms := make([]string, 0, len(rule.forms))
		for _, f := range rule.forms {
			forms = append(forms, stem+f)
		}
		return forms
	}
	return nil
}
