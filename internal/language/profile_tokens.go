package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// profileGap says what stands before a token, from the weakest to the
// strongest.
type profileGap uint8

const (
	profileGlued  profileGap = iota // nothing: "50" and "M"
	profileTight                    // an apostrophe or a point inside a word: "d'affaires", "Node.js"
	profileHyphen                   // "mid-market", "50-500", "50 – 500"
	profileSlash                    // "fintech/insurtech"
	profileSpace
	profileColon
	profileComma
	profileParen
	profilePause // a sentence, a line, a semicolon, a quotation mark
)

// profileToken is a word, a number or a sign of the text.
type profileToken struct {
	start, end int
	word       string // folded
	id         uint32 // of the word in the lexicon, 0 when it has none
	gap        profileGap
	number     bool
	sign       bool
}

// profileMaxBytes is how much of a text is read, in bytes: more than anybody writes
// about their customers.
const profileMaxBytes = 8192

// profileStops are abbreviations after which a point ends no sentence.
var profileStops = map[string]bool{
	"mio": true, "mrd": true, "mln": true, "mld": true, "rs": true, "approx": true, "ca": true, "min": true, "max": true,
	"st": true, "incl": true, "excl": true, "vs": true, "etc": true, "ft": true, "tsd": true, "mill": true, "bn": true, "no": true,
}

// profileTokens splits a text into words, numbers and signs.
func profileTokens(text string, words map[string]uint32) []profileToken {
	tokens := make([]profileToken, 0, 8+len(text)/5)
	gap := profilePause
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		end := profileTokenEnd(text, i, r, size)
		if end == i {
			gap = max(gap, profileGapOf(text, i, r, size, tokens))
			i += size
			continue
		}
		t := profileToken{start: i, end: end, gap: gap, number: isDigit(text, i) || r == '.'}
		t.sign = !t.number && !unicode.IsLetter(r) && !unicode.IsMark(r)
		t.word = profileFold(text[i:end], t.number)
		if t.id = words[t.word]; t.word != "" {
			tokens = append(tokens, t)
			gap = profileGlued
		}
		i = end
	}
	return tokens
}

// profileTokenEnd ends the token at i; there is none where it gives i.
func profileTokenEnd(text string, i int, r rune, size int) int {
	switch {
	case isDigit(text, i) || r == '.' && isDigit(text, i+1) && !isLetterBefore(text, i):
		return numberEnd(text, i)
	case unicode.IsLetter(r):
		return profileWordEnd(text, i)
	case r == '<' || r == '>' || r == '=':
		if i+1 < len(text) && text[i+1] == '=' {
			return i + 2
		}
		return i + size
	case unicode.Is(unicode.Sc, r), r == '%', r == '+', r == '&', r == '≥', r == '≤', r == '~', r == '≈':
		return i + size
	}
	return i
}

// profileWordEnd ends a run of letters and digits, with the currency sign that
// belongs to it: "US$", "R$".
func profileWordEnd(text string, i int) int {
	end := i
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) {
			if r == '$' && quantityLexicon().currencies[strings.ToLower(text[i:end])+"$"] != "" {
				end++
			}
			break
		}
		end += size
	}
	return end
}

// profileFold folds a token; "&" is the word for which it stands.
func profileFold(token string, number bool) string {
	switch {
	case number || isLowerASCII(token):
		if token == "&" {
			return "and"
		}
		return token
	case isASCII(token):
		return strings.ToLower(token)
	}
	return strings.ReplaceAll(plainRunes(token), "\u0307", "")
}

func profileGapOf(text string, i int, r rune, size int, tokens []profileToken) profileGap {
	switch r {
	case ',', '、', '，':
		return profileComma
	case '(', ')', '[', ']', '{', '}':
		return profileParen
	case ';', '\n', '\r', '!', '?', '•', '|', '“', '”', '"', '«', '»', '„', '·', '。':
		return profilePause
	case ':':
		return profileColon
	case '/', '\\':
		return profileSlash
	case '.':
		return profilePointGap(text, i, tokens)
	case '\'', '’', '`', '*', '_', '#', '@', '®', '™':
		return profileTight
	}
	if unicode.Is(unicode.Pd, r) || r == '−' {
		return profileHyphen
	}
	if unicode.IsSpace(r) {
		return profileSpaceGap(text, i, size)
	}
	return profileSpace
}

// profileSpaceGap reads a spaced dash as one gap: between numbers it joins a
// range, which is asked for by its token; between words it parts.
func profileSpaceGap(text string, i, size int) profileGap {
	rest := text[i+size:]
	r, n := utf8.DecodeRuneInString(rest)
	if (unicode.Is(unicode.Pd, r) || r == '−') && n < len(rest) && rest[n] == ' ' {
		return profileComma
	}
	return profileSpace
}

// profilePointGap tells the end of a sentence from the point of an
// abbreviation.
func profilePointGap(text string, i int, tokens []profileToken) profileGap {
	next, _ := utf8.DecodeRuneInString(text[i+1:])
	if i+1 < len(text) && !unicode.IsSpace(next) && next != '"' && next != '”' && next != ')' {
		return profileTight
	}
	if n := len(tokens); n > 0 && i+1 < len(text) && tokens[n-1].end == i {
		if w := tokens[n-1].word; len(w) == 1 && !tokens[n-1].number || profileStops[w] {
			return profileSpace
		}
	}
	return profilePause
}
