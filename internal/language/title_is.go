package language

import "strings"

// IsTitle reports whether the whole text is a plain job title or a list of
// titles and nothing else: "the CFO", "VP Sales / CRO", "gerentes de TI". A
// company ("General Motors", "Captain Inc.", "hoop.dev"), a title with its
// employer ("CTO at Acme"), a post somebody no longer has, words for anybody
// who works ("employees") and a sentence ("I'm a CFO") are not.
func IsTitle(text string) bool {
	if len(text) > 4*maxTitleRunes || isDomain(strings.TrimSpace(text)) {
		return false
	}
	var r reader
	r.read(text)
	if !r.plain || r.n == 0 || r.pending != 0 || r.mods != 0 || r.tok.endsInLegalForm() {
		return false
	}
	if r.lastKind == kindOf || r.lastKind == kindAnd {
		return false
	}
	for i := range r.seats[:r.n] {
		if !r.seats[i].isPlain() {
			return false
		}
	}
	return r.tok.n > 1 || r.seats[0].flags&flagBare == 0 || !isASCII(text)
}

// isPlain refuses what companies are called: "Principal Financial" has its
// function after the rank, as no English title below manager has, "Directors
// Mortgage" and "Design Partners" a plural no list of titles has, "Butler
// National" a place behind an occupation.
func (s *seat) isPlain() bool {
	switch {
	case s.level == levelNone || s.mixed || s.flags&flagDescribed != 0:
		return false
	case s.flags&flagNotAlone != 0 && s.entries == 1 && s.named == 0:
		return false
	case s.flags&flagPlural != 0 && s.english, s.flags&flagPlural != 0 && s.level == levelPartner && s.named != 0 && !s.linked:
		return false
	case s.placed && s.level >= levelSenior && s.fields() == 0:
		return false
	}
	ranked := s.level >= levelVP && s.level <= levelManager
	switch {
	case s.loose:
		return s.langs != 1 && !s.english
	case s.trailing:
		return ranked || s.langs != 1 && !s.foreign && !s.english
	}
	return true
}

// isDomain reports whether a text is written like one: labels joined by dots,
// without space. An abbreviated rank keeps its dot: "Sr.Manager".
func isDomain(text string) bool {
	first, rest, found := strings.Cut(text, ".")
	if !found || len(first) < 2 || len(rest) < 2 || strings.ContainsAny(text, " \t\n/,|&()") {
		return false
	}
	e := titleLexicon().one([]byte(strings.ToLower(first)))
	return e == nil || e.kind != kindMod && e.kind != kindRank && e.kind != kindScope
}

// endsInLegalForm reports whether the last words are the legal form of a
// company, which no title ends in: "Inc.", "S.A.", "Pvt. Ltd.".
func (t *tokens) endsInLegalForm() bool {
	var form [12]byte
	size := 0
	for i := t.n - 1; i > 0 && i >= t.n-4; i-- {
		word := t.word(i)
		if size+len(word) > len(form) {
			return false
		}
		copy(form[len(word):], form[:size])
		copy(form[:], word)
		size += len(word)
		if legalForms[string(form[:size])] {
			return true
		}
	}
	return false
}

// legalForms are the folded short forms companies are registered under, as
// their own registers write them, without dots and space.
var legalForms = map[string]bool{
	"inc": true, "incorporated": true, "corp": true, "corporation": true, "co": true, "company": true, "llc": true,
	"llp": true, "lp": true, "lllp": true, "pllc": true, "pc": true, "plc": true, "ltd": true, "limited": true,
	"pvtltd": true, "ptyltd": true, "pty": true, "pvt": true, "pte": true, "gmbh": true, "ggmbh": true, "ag": true,
	"kg": true, "kgaa": true, "ohg": true, "gbr": true, "ug": true, "ev": true, "eg": true, "ek": true, "mbh": true,
	"se": true, "sa": true, "sas": true, "sasu": true, "sarl": true, "sàrl": true, "eurl": true, "sci": true, "scop": true,
	"sl": true, "slu": true, "sau": true, "sc": true, "sadecv": true, "srl": true, "srls": true, "spa": true, "sapa": true,
	"snc": true, "scarl": true, "lda": true, "ltda": true, "eireli": true, "mei": true, "bv": true, "bvba": true, "nv": true,
	"vof": true, "cv": true, "cvba": true, "ab": true, "as": true, "asa": true, "aps": true, "oy": true, "oyj": true,
	"ehf": true, "kft": true, "zrt": true, "doo": true, "dd": true, "sro": true, "spzoo": true, "ooo": true, "oao": true,
	"kk": true, "gk": true, "bhd": true, "sdnbhd": true, "jsc": true, "holdings": true, "holding": true, "group": true,
}
