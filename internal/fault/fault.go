// Package fault holds the errors that are written for people.
//
// An Error has a kind, which decides exit codes and status lines, and a
// message: a sentence with a capital and a full stop that says what to do
// next. Its cause, if any, is for the log and never shown. Every other error
// becomes one calm sentence (Message) and its own text stays in the log.
package fault

import (
	"context"
	"errors"
	"fmt"
)

// Kind says what sort of trouble a person has met.
type Kind int

// The kinds. Failed is the zero value: what is not known to be anything else
// is the program's own failure.
const (
	Failed      Kind = iota // the program could not do it; trying again may help
	Usage                   // the request itself cannot be understood
	NotFound                // what was asked for is not there, or not one thing
	Refused                 // understood, and not done
	Unavailable             // the database cannot be reached or does not answer in time
)

// The sentences for errors that have none of their own.
const (
	failedMessage      = "Something went wrong on our side. Nothing was changed; please try again, and tell your operator if it stays so."
	unavailableMessage = "The database does not answer at the moment. Nothing was changed; please try again in a minute."
)

// Error is trouble with a sentence for the person who met it.
type Error struct {
	Kind    Kind
	Message string // a full sentence, with what to do next
	cause   error
}

// New makes an Error of a kind with a formatted message.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// Down is the Error for a database that cannot be reached or is busy for too
// long; cause goes to the log.
func Down(cause error) *Error {
	return &Error{Kind: Unavailable, Message: unavailableMessage, cause: cause}
}

// Because keeps cause for the log; it is never part of the message.
func (e *Error) Because(cause error) *Error {
	return &Error{Kind: e.Kind, Message: e.Message, cause: cause}
}

// Error gives the message and the cause: the text for a log.
func (e *Error) Error() string {
	if e.cause == nil {
		return e.Message
	}
	return e.Message + " (" + e.cause.Error() + ")"
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// KindOf gives the kind of the first Error in err's chain; a deadline that has
// passed is Unavailable, anything else Failed.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return Unavailable
	}
	return Failed
}

// Message gives the sentence to show for err: the Error's own, or a calm one
// that tells nothing of the inside.
func Message(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Message
	}
	if KindOf(err) == Unavailable {
		return unavailableMessage
	}
	return failedMessage
}
