package importer

import (
	"fmt"
	"strings"

	"rightdoor/internal/language"
	"rightdoor/models"
	"rightdoor/scoring"
)

// attributeReaders read what a person says of an attribute as the column of a
// file is read; a subdivision has no column of its own.
var attributeReaders = func() map[scoring.Attribute]reader {
	readers := map[scoring.Attribute]reader{scoring.Subdivision: readSubdivision}
	for _, f := range fields {
		if _, ok := scoring.Attribute(f.name).Info(); ok && f.read != nil {
			readers[scoring.Attribute(f.name)] = f.read
		}
	}
	return readers
}()

func readSubdivision(text, _ string) reading {
	slug, ok := language.Subdivision(text, "")
	if !ok {
		return reading{err: fmt.Errorf("%q is no state or province that rightdoor knows", text)}
	}
	return words(scoring.Subdivision, slug)
}

// ReadFact reads what a person says of an attribute the way a column of a file
// is read; currency is meant where an amount names none. One word may say two
// facts: a state tells its country. Other than of a file, nothing is passed
// over: the error is a clause about the first word that says nothing.
func ReadFact(a scoring.Attribute, text, currency string) ([]models.Said, error) {
	read := attributeReaders[a]
	if a.Custom() {
		read = readCustom(a)
	}
	text = strings.TrimSpace(text)
	if read == nil || text == "" {
		return nil, fmt.Errorf("%q says nothing", text)
	}
	r := read(text, currency)
	info, _ := a.Info()
	switch {
	case r.err != nil:
		return nil, r.err
	case len(r.unmapped) > 0:
		return nil, fmt.Errorf("%q is no %s that rightdoor knows", r.unmapped[0], info.Label)
	case len(r.said) == 0:
		return nil, fmt.Errorf("%q is no %s that rightdoor knows", text, info.Label)
	}
	return r.said, nil
}
