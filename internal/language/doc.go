// Package language reads the words people use about companies and the people
// in them: job titles, descriptions of customers, questions.
//
// It is pure text: no network, no clock, no files but its embedded lexicons,
// no state between calls. The same input always gives the same answer, every
// function may be called by any number of goroutines at once, and time and
// memory are bounded for any input. Where no answer is right it gives none:
// the zero value means "the text does not say".
package language
