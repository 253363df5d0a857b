package language

// IsTitle reports whether the whole text is a plain job title or a list of
// titles and nothing else: "the CFO", "VP Sales / CRO", "gerentes de TI". A
// company ("General Motors"), a title with its employer ("CTO at Acme") and a
// post somebody no longer has are not.
func IsTitle(text string) bool {
	var r reader
	r.read(text)
	if !r.plain || r.n == 0 || r.pending != 0 || r.mods != 0 || len(text) > 4*maxTitleRunes {
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
	return true
}

// isPlain refuses what companies are called: "Principal Financial" has its
// function after the rank, as no English title below manager has.
func (s *seat) isPlain() bool {
	if s.level == levelNone || s.flags&flagNotAlone != 0 && s.entries == 1 && s.named == 0 && !s.after {
		return false
	}
	ranked := s.level >= levelVP && s.level <= levelManager
	english := s.langs == 1
	switch {
	case s.loose:
		return !english
	case s.trailing:
		return ranked || !english && !s.foreign
	}
	return true
}
