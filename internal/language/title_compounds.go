package language

// German and Dutch write a title as one word: "Vertriebsleiter" is the head of
// "Vertrieb", "inkoopmanager" the manager of "inkoop".

// Shorter parts than these are too often the end of some other word.
const (
	minTail = 5
	minHead = 2
)

// maxCompound is longer than any title written as one word; it bounds the
// time for hostile input.
const maxCompound = 80

// addTail notes words that can end a compound.
func (l *lexicon) addTail(words []string, row lexiconRow) {
	lang := titleLanguages[row.lang]
	if len(words) != 1 || len(words[0]) < minTail || lang != "de" && lang != "nl" {
		return
	}
	if row.kind != kindRank && row.kind != kindField {
		return
	}
	if _, ok := l.tails[words[0]]; !ok {
		l.tails[words[0]] = row.entry
	}
}

// compound splits a word no phrase has, first where the head names a function,
// which joins the tail's: "verkoop-leider", not "verko-opleider". Any other
// head stays a silent part of the title: "Filialleiter".
func (l *lexicon) compound(word []byte) (entry, bool) {
	var silent entry
	for cut := minHead; cut <= len(word)-minTail; cut++ {
		e, ok := l.tails[string(word[cut:])]
		if !ok {
			continue
		}
		head := l.headFields(word[:cut])
		switch {
		case head != 0 && e.kind == kindRank:
			e.fields, e.usual = e.fields|head, 0
			return e, true
		case head != 0:
			return e, true
		case silent.kind == kindNone && !l.isEnglish(word[cut:]):
			silent = e
		}
	}
	return silent, silent.kind != kindNone
}

// isEnglish reports whether an English title has the word too: "Superpilot" is
// then more likely a name than a compound.
func (l *lexicon) isEnglish(word []byte) bool {
	e := l.one(word)
	return e != nil && e.langs&1 != 0
}

// headFields are the functions of a compound's first part, which may itself
// be one: "Softwareentwicklungs-", "Produktmarketing-".
func (l *lexicon) headFields(head []byte) fieldSet {
	if e := l.linked(head); e != nil {
		return e.fields | e.usual
	}
	for cut := minHead; cut <= len(head)-minTail; cut++ {
		if e := l.linked(head[cut:]); e != nil && e.kind == kindField {
			return e.fields
		}
	}
	return 0
}

// linked finds a word that names a function with or without the letters that
// join compounds; one that names none when there is no other.
func (l *lexicon) linked(word []byte) *entry {
	best := l.part(word)
	for n := 1; n <= 2 && (best == nil || best.fields|best.usual == 0); n++ {
		if len(word) <= minHead+n || !joiners[string(word[len(word)-n:])] {
			continue
		}
		if e := l.part(word[:len(word)-n]); e != nil {
			best = e
		}
	}
	return best
}

// part finds a word as the languages that compound know it, rather as a
// function ("Ausbildung" is one, and a post); else as any language does.
func (l *lexicon) part(word []byte) *entry {
	best := l.one(word)
	for e := best; e != nil; e = l.another(e) {
		if e.langs&compoundLangs != 0 && (best.langs&compoundLangs == 0 || best.fields|best.usual == 0) {
			best = e
		}
	}
	return best
}

// another is the next meaning of a phrase, nil behind the last.
func (l *lexicon) another(e *entry) *entry {
	if e.next == 0 {
		return nil
	}
	return &l.others[e.next]
}

// compoundLangs are German and Dutch in the order of titleLanguages.
const compoundLangs = 1<<4 | 1<<6

var joiners = map[string]bool{"s": true, "n": true, "e": true, "en": true, "es": true}
