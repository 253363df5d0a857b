package language

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quantityToken is a number as it is written, or a word or sign.
type quantityToken struct {
	text   string
	number bool
}

// maxQuantityTokens is more than any quantity has; a longer text is none.
const maxQuantityTokens = 16

// quantityTokens splits a text; ok is false when it has too many parts.
func quantityTokens(text string, lexicon *quantityWords) (tokens []quantityToken, ok bool) {
	if len(text) > 200 {
		return nil, false
	}
	text = plainRunes(text)
	tokens = make([]quantityToken, 0, maxQuantityTokens)
	for i := 0; i < len(text); {
		end, token := nextToken(text, i, lexicon)
		if isPrefix(tokens, text, i, lexicon) {
			tokens = tokens[:len(tokens)-1]
		}
		if token.text != "" {
			tokens = append(tokens, token)
		}
		if len(tokens) == maxQuantityTokens {
			return nil, false
		}
		i = end
	}
	return tokens, true
}

// isPrefix tells whether the last token is a vendor's name for the field:
// "EmployeeRange.51-200", with the point at i.
func isPrefix(tokens []quantityToken, text string, i int, lexicon *quantityWords) bool {
	if len(tokens) != 1 || text[i] != '.' || i+1 >= len(text) || text[i+1] == '.' || text[i+1] == ' ' {
		return false
	}
	return !tokens[0].number && i == len(tokens[0].text) && !lexicon.known(tokens[0].text)
}

// nextToken reads the token at i and where it ends; a token without text is
// one to pass over.
func nextToken(text string, i int, lexicon *quantityWords) (end int, token quantityToken) {
	r, size := utf8.DecodeRuneInString(text[i:])
	switch {
	case isDigit(text, i) || r == '.' && isDigit(text, i+1) && !isLetterBefore(text, i):
		end = numberEnd(text, i)
		return end, quantityToken{text[i:end], true}
	case unicode.IsLetter(r) || unicode.Is(unicode.Sc, r):
		end = wordEnd(text, i, lexicon)
		return end, quantityToken{text: text[i:end]}
	case strings.HasPrefix(text[i:], ".."):
		return i + len(text[i:]) - len(strings.TrimLeft(text[i:], ".")), quantityToken{text: ".."}
	case r == '(' || r == '[':
		return noteEnd(text, i), quantityToken{}
	case strings.ContainsRune("<>=", r) && i+1 < len(text) && strings.IndexByte("<>=", text[i+1]) >= 0:
		return i + 2, quantityToken{text: text[i : i+2]}
	case unicode.Is(unicode.Pd, r) || r == '−':
		return i + size, quantityToken{text: "-"}
	case strings.ContainsRune("+<>=~≈≥≤%/:", r):
		return i + size, quantityToken{text: text[i : i+size]}
	case unicode.IsSpace(r) || strings.ContainsRune("_.,;*'’\u200b\ufeff", r):
		return i + size, quantityToken{}
	}
	return i + size, quantityToken{text: "?"} // means nothing beside a number
}

func isDigit(text string, i int) bool { return i < len(text) && '0' <= text[i] && text[i] <= '9' }

func isLetterBefore(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return unicode.IsLetter(r)
}

// wordEnd ends a run of letters, with a currency sign that belongs to it
// ("us$"), or a lone currency sign.
func wordEnd(text string, i int, lexicon *quantityWords) int {
	end := i
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			if unicode.Is(unicode.Sc, r) && (end == i || lexicon.currencies[text[i:end+size]] != "") {
				end += size
			}
			break
		}
		end += size
	}
	return end
}

// noteEnd passes over a remark in brackets: "500 (est.)", "New York[2]".
func noteEnd(text string, i int) int {
	if n := strings.IndexAny(text[i:], ")]"); n >= 0 {
		return i + n + 1
	}
	return len(text)
}

// numberEnd ends a number with its separators: a point or comma before a
// digit, a space or apostrophe before exactly three, an exponent.
func numberEnd(text string, i int) int {
	end, mixed := i, false
	for end < len(text) {
		switch c := text[end]; {
		case isDigit(text, end):
		case (c == '.' || c == ',') && isDigit(text, end+1):
			mixed = mixed || c == '.'
		case (c == ' ' || c == '\'') && !mixed && threeDigits(text, end+1) && end-groupStart(text, i, end) <= 3:
		case strings.HasPrefix(text[end:], "’") && threeDigits(text, end+len("’")):
			end += len("’") - 1
		default:
			return end + exponentLength(text[end:])
		}
		end++
	}
	return end
}

func groupStart(text string, from, to int) int {
	if n := strings.LastIndexAny(text[from:to], " '.,"); n >= 0 {
		return from + n + 1
	}
	return from
}

func threeDigits(text string, i int) bool {
	return isDigit(text, i) && isDigit(text, i+1) && isDigit(text, i+2) && !isDigit(text, i+3)
}

// exponentLength measures "e+07", which spreadsheets write; 0 when there is none.
func exponentLength(text string) int {
	if text == "" || text[0] != 'e' {
		return 0
	}
	i := 1
	if i < len(text) && (text[i] == '+' || text[i] == '-') {
		i++
	}
	digits := i
	for isDigit(text, i) {
		i++
	}
	if i == digits || i < len(text) && 'a' <= text[i] && text[i] <= 'z' {
		return 0
	}
	return i
}

// decimal gives a written number times ten to the power of exponent. point
// says that a point is a decimal one even before three digits.
func decimal(written string, exponent int, point bool) (float64, bool) {
	digits, own, _ := strings.Cut(written, "e")
	if own != "" {
		n, err := strconv.Atoi(own)
		if err != nil || n > 300 || n < -300 {
			return 0, false
		}
		exponent += n
	}
	plain, ok := plainDecimal(digits, point)
	if !ok {
		return 0, false
	}
	if exponent != 0 {
		plain += "e" + strconv.Itoa(exponent)
	}
	n, err := strconv.ParseFloat(plain, 64)
	return n, err == nil
}

var spaceGroups = strings.NewReplacer(" ", "", "'", "", "’", "")

// plainDecimal drops the separators of thousands and makes the decimal one a
// point. A lone separator before exactly three digits separates thousands,
// unless the number starts with 0; of two kinds the last is the decimal one.
func plainDecimal(text string, point bool) (string, bool) {
	bare := spaceGroups.Replace(text)
	last := strings.LastIndexAny(bare, ".,")
	if last < 0 {
		return bare, true
	}
	sep := bare[last : last+1]
	other := "."
	if sep == "." {
		other = ","
	}
	whole, fraction := bare[:last], bare[last+1:]
	switch {
	case strings.Contains(whole, other):
		whole, ok := ungroup(whole, other)
		return whole + "." + fraction, ok
	case strings.Contains(whole, sep):
		return ungroup(bare, sep)
	case len(bare) == len(text) && isGroup(whole, fraction) && !(point && sep == "."):
		return whole + fraction, true
	}
	return whole + "." + fraction, true
}

func isGroup(whole, fraction string) bool {
	return len(fraction) == 3 && 0 < len(whole) && len(whole) <= 3 && whole[0] != '0'
}

// ungroup joins groups of three digits, or as in India of two and a last of
// three.
func ungroup(text, sep string) (string, bool) {
	groups := strings.Split(text, sep)
	last := len(groups) - 1
	if len(groups[0]) == 0 || len(groups[0]) > 3 || len(groups[last]) != 3 {
		return "", false
	}
	for _, g := range groups[1:last] {
		if len(g) != len(groups[1]) || len(g) < 2 || len(g) > 3 {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}
