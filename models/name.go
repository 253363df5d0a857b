package models

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// legalForms are words at the end of company names that do not tell companies
// apart, as the registers of the larger economies use them.
var legalForms = wordsOf(`
	inc incorporated corp corporation co company llc llp lp ltd limited plc pllc pc
	gmbh ag kg kgaa ug ohg gbr se ev eg mbh
	sa sas sarl sl slu srl spa sapi sab cv de rl ltda eireli me epp
	bv nv vof ab as asa aps oy oyj
	pty pte pvt private pvtltd bhd sdn kk
	sp zoo spzoo doo dd kft zrt sro spolsro
	and cie etcie`) // "& Co. KG", "et Cie"

// longestForm is how many words a legal form may be written in: "sp. z o.o.".
const longestForm = 3

// nameFolds are letters that Unicode does not take apart.
var nameFolds = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ς': "σ",
}

// maxKey bounds a name's key, in bytes: an index takes no row of any length.
const maxKey = 240

func wordsOf(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(text) {
		set[w] = true
	}
	return set
}

// NameKey folds a company's name to what tells it apart: lower case, without
// diacritics, punctuation, spaces, a leading "the" and legal forms at the end,
// at most 240 bytes. "The ACME Co., Inc." and "Acme" share a key. A name with
// nothing else in it keeps its last word, one without a letter or digit its
// symbols; only a name that shows nothing at all has the key "". A key is its
// own key and has neither blanks nor "|".
func NameKey(name string) string {
	words := nameWords(name)
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	for n := legalTail(words); n > 0; n = legalTail(words) {
		words = words[:len(words)-n]
	}
	key := strings.Join(words, "")
	if key == "" {
		key = symbols(name)
	}
	return CutText(key, maxKey)
}

// legalTail counts the words at the end of a name that are a legal form.
func legalTail(words []string) int {
	for n := min(longestForm, len(words)-1); n > 0; n-- {
		if legalForms[strings.Join(words[len(words)-n:], "")] {
			return n
		}
	}
	return 0
}

// SameName tells whether two names are the same to the word, legal form
// included: "Dover" and "Dover Corporation" share a key and may be two.
func SameName(a, b string) bool {
	return strings.Join(nameWords(a), " ") == strings.Join(nameWords(b), " ")
}

// nameWords splits a name into folded words; "S.A." and "A/S" are one word.
func nameWords(name string) []string {
	var words []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	for _, r := range norm.NFKD.String(withoutMarks.Replace(CleanText(name))) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			word.WriteString(foldLetter(r))
		case joins(r):
		case unicode.IsMark(r):
			if word.Len() > 0 {
				word.WriteRune(r)
			}
		case r == '&' || r == '+':
			flush()
			words = append(words, "and")
		default:
			flush()
		}
	}
	flush()
	return words
}

// withoutMarks drops the signs of trade, which would come apart into letters,
// and makes the letter apostrophe the ordinary one.
var withoutMarks = strings.NewReplacer("™", " ", "℠", " ", "ʼ", "'", "ŉ", "n")

// joins tells whether a character counts for nothing even inside a word: a
// diacritic, an invisible mark, or what stands within abbreviations.
func joins(r rune) bool {
	return r >= 0x300 && r <= 0x36F || unicode.Is(unicode.Cf, r) || strings.ContainsRune(".'’/", r)
}

func foldLetter(r rune) string {
	r = unicode.ToLower(r)
	if folded, ok := nameFolds[r]; ok {
		return folded
	}
	return string(r)
}

// symbols is the key of a name without letters: "!!!".
func symbols(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '|' || r == utf8.RuneError || !unicode.IsGraphic(r) || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, name)
}
