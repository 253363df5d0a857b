package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds on what is read of one question.
const (
	maxQuestionTokens = 48
	maxQuestionBytes  = 2048 // beyond them there are no words, only text to check
	maxQuestionWord   = 40
)

// questionToken is one word of a question: a word, a link, an address of the
// web or a quotation.
type questionToken struct {
	start, end int    // bytes of the text
	from, to   int    // bytes of the folded word in the buffer
	value      string // what a link or quotation stands for; "" for a word
	id         int32  // of the vocabulary; 0 for a word that is not in it
	fixes      [3]int32
	pause      uint8 // what stands before: 1 a comma, colon or dash, 2 the end of a sentence
	capital    bool
	domain     bool
	quoted     bool
	possessive bool
	filler     bool
}

func (t *questionToken) special() bool { return t.domain || t.quoted }

// questionTokens splits a question into tokens in space of its own, which the
// next question uses again.
type questionTokens struct {
	lex  *questionLexicon
	text string
	buf  []byte
	list [maxQuestionTokens]questionToken
	n    int

	pause uint8
}

func (t *questionTokens) read(text string) {
	t.text, t.buf, t.n, t.pause = text, t.buf[:0], 0, 0
	end := len(text)
	if end > maxQuestionBytes {
		end = maxQuestionBytes
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
	}
	for i := 0; i < end && t.n < maxQuestionTokens; {
		i = t.next(i, end)
	}
}

// next reads what begins at i and gives where it ends.
func (t *questionTokens) next(i, end int) int {
	r, size := utf8.DecodeRuneInString(t.text[i:end])
	switch {
	case r == '<':
		if after := t.link(i, end); after > 0 {
			return after
		}
	case r == '&':
		return t.ampersand(i, end)
	case r == '@':
		t.atSign(i, end)
	case isQuote(r):
		if after := t.quotation(i, end, r, size); after > 0 {
			return after
		}
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
		if after := t.address(i, end); after > 0 {
			return after
		}
		return t.word(i, end)
	}
	t.separate(r, i+size, end)
	return i + size
}

// separate notes the pauses between words. A hyphen or stroke inside a word is
// none.
func (t *questionTokens) separate(r rune, after, end int) {
	spaced := after >= end || t.text[after] == ' ' || t.text[after] == '\n'
	switch r {
	case '?', '!', '.', '\n', '…', '。', '।', '¿', '¡':
		if spaced {
			t.pause = 2
		}
	case ',', ';', ':', '(', ')', '|', '–', '—', '/', '+':
		t.pause = max(t.pause, 1)
	case '-':
		if spaced {
			t.pause = max(t.pause, 1)
		}
	}
}

// add appends a token whose folded word is the end of the buffer from from.
func (t *questionTokens) add(start, end, from int) *questionToken {
	if t.n == maxQuestionTokens {
		return &questionToken{}
	}
	k := &t.list[t.n]
	t.n++
	*k = questionToken{start: start, end: end, from: from, to: len(t.buf), pause: t.pause}
	t.pause = 0
	k.id = t.lex.ids[string(t.buf[from:])]
	k.filler = k.id != 0 && t.lex.filler[k.id]
	return k
}

func (t *questionTokens) folded(k *questionToken) []byte { return t.buf[k.from:k.to] }

// link reads Slack's "<https://acme.com|acme.com>"; people and channels are
// no words. It gives 0 where there is none.
func (t *questionTokens) link(i, end int) int {
	n := strings.IndexByte(t.text[i:end], '>')
	if n < 2 {
		return 0
	}
	inner := t.text[i+1 : i+n]
	if strings.ContainsAny(inner[:1], "@#!") {
		return i + n + 1
	}
	target, label, labelled := strings.Cut(inner, "|")
	if address, ok := strings.CutPrefix(target, "mailto:"); ok {
		target = address
	}
	if labelled && strings.Contains(label, ".") {
		target = label
	}
	if host := webHost(target); host != "" && isDomainName(host[strings.LastIndexByte(host, '@')+1:], t.lex) {
		k := t.add(i, i+n+1, len(t.buf))
		k.value, k.domain, k.id = host, true, 0
		return i + n + 1
	}
	return 0
}

// webHost cuts scheme, "www." only in front of a scheme's host, and path.
func webHost(s string) string {
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = strings.TrimPrefix(rest, "www.")
	}
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		s = s[:i]
	}
	host, _, _ := strings.Cut(s, ":")
	return host
}

// ampersand reads "&", also as Slack escapes it, as the word "and".
func (t *questionTokens) ampersand(i, end int) int {
	size := 1
	for _, e := range []string{"&amp;", "&lt;", "&gt;"} {
		if strings.HasPrefix(t.text[i:end], e) {
			size = len(e)
		}
	}
	if size == 1 || size == 5 {
		from := len(t.buf)
		t.buf = append(t.buf, '&')
		t.add(i, i+size, from)
	}
	return i + size
}

// atSign reads a lone "@" as the word "at".
func (t *questionTokens) atSign(i, end int) {
	from := len(t.buf)
	t.buf = append(t.buf, "at"...)
	t.add(i, i+1, from)
}

func isQuote(r rune) bool { return strings.ContainsRune("\"“”„«»'‘’`‹", r) }

// quotation reads "Acme, Inc." as one token. A simple quote must stand before
// a word and after one; it gives 0 where there is none.
func (t *questionTokens) quotation(i, end int, open rune, size int) int {
	for j, r := range t.text[i+size : end] {
		at := i + size + j
		after := at + utf8.RuneLen(r)
		if r == '\n' || !isQuote(r) || (open == '\'' || open == '‘' || open == '’') != (r == '\'' || r == '’' || r == '‘') {
			continue
		}
		if after < end && (isASCIILetter(t.text[after]) || t.text[after] >= utf8.RuneSelf) {
			continue
		}
		inner := strings.TrimSpace(t.text[i+size : at])
		if inner == "" {
			return 0
		}
		k := t.add(i, after, len(t.buf))
		k.value, k.quoted, k.id = inner, true, 0
		return after
	}
	return 0
}

// address reads acme.com, www.acme.com, https://acme.com/x and jane@acme.com.
func (t *questionTokens) address(i, end int) int {
	n := strings.IndexFunc(t.text[i:end], func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;()<>\"|“”", r)
	})
	if n < 0 {
		n = end - i
	}
	chunk := t.text[i : i+n]
	if strings.IndexByte(chunk, '.') < 0 || n > 300 {
		return 0
	}
	chunk = strings.TrimRight(chunk, ".!?:'’*_")
	possessive := ""
	for _, s := range []string{"'s", "’s"} {
		if strings.HasSuffix(chunk, s) {
			possessive = s
			chunk = strings.TrimSuffix(chunk, s)
		}
	}
	host := webHost(chunk)
	if !isDomainName(host[strings.LastIndexByte(host, '@')+1:], t.lex) {
		return 0
	}
	k := t.add(i, i+len(chunk)+len(possessive), len(t.buf))
	k.value, k.domain, k.id, k.possessive = host, true, 0, possessive != ""
	return k.end
}

// isDomainName tells a domain from "e.g." and "Thanks.Bye".
func isDomainName(host string, lex *questionLexicon) bool {
	dot := strings.LastIndexByte(host, '.')
	if dot < 1 || len(host) > 253 || host[0] == '.' || strings.Contains(host, "..") {
		return false
	}
	for _, r := range host {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '.' && r != '_' {
			return false
		}
	}
	last := strings.ToLower(host[dot+1:])
	letters := strings.IndexFunc(last, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
	switch {
	case !letters || last == "js" || last == "py":
		return false
	case len(last) == 2 || len(last) == 3:
		return dot > 1 || len(last) == 3
	}
	return lex.tld[last]
}

// word reads a word. An apostrophe is dropped, but ends what French and
// Italian tie to the next word.
func (t *questionTokens) word(start, end int) int {
	i, from, at := start, len(t.buf), start
	possessive, plain := false, true
	for i < end {
		r, size := utf8.DecodeRuneInString(t.text[i:end])
		if r == '\'' || r == '’' || r == '`' || r == '´' {
			next, _ := utf8.DecodeRuneInString(t.text[min(i+size, end):end])
			if !unicode.IsLetter(next) {
				possessive = i+size < end && i > start && (t.text[i-1] == 's') && next == ' '
				break
			}
			if t.lex.elision[string(t.buf[from:])] && !t.isEnglishEnd(i+size, end) {
				break
			}
			possessive = t.text[i+size] == 's' && t.wordEnds(i+size+1, end)
			i += size
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			break
		}
		if i-start < maxQuestionWord*4 {
			t.buf, plain = appendFolded(t.buf, r, plain)
		}
		i += size
		at = i
	}
	if !plain {
		folded := plainRunes(string(t.buf[from:]))
		t.buf = append(t.buf[:from], folded...)
	}
	first, _ := utf8.DecodeRuneInString(t.text[start:end])
	k := t.add(start, at, from)
	k.capital = unicode.IsUpper(first) || unicode.IsDigit(first)
	k.possessive = possessive
	return max(i, start+1)
}

// isEnglishEnd tells "it's" and "don't" from "s'il" and "t'as".
func (t *questionTokens) isEnglishEnd(i, end int) bool {
	return (t.text[i] == 's' || t.text[i] == 't') && t.wordEnds(i+1, end)
}

func (t *questionTokens) wordEnds(i, end int) bool {
	if i >= end {
		return true
	}
	r, _ := utf8.DecodeRuneInString(t.text[i:end])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// appendFolded appends a letter in lower case; plain turns false where more
// has to be folded than that.
func appendFolded(buf []byte, r rune, plain bool) ([]byte, bool) {
	switch {
	case r >= utf8.RuneSelf:
		return utf8.AppendRune(buf, r), false
	case 'A' <= r && r <= 'Z':
		r += 'a' - 'A'
	}
	return append(buf, byte(r)), plain
}
