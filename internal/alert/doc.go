// Package alert delivers what is due: every alert is a row before it is a
// post, and this package turns the one into the other.
//
// Guarantees. Each alert is posted once, in the order in which the alerts of
// its channel came up, by any number of processes on one database. Whoever
// posts holds the channel meanwhile, and takes an alert by the state of its
// row. A channel is never posted to before the moment that Slack named.
//
// A crash leaves an alert on its way, with or without a post. Two minutes later
// somebody takes it again and looks for the post before making one. Where
// nobody can look, the alert fails and says that it may have been posted: it
// is never posted on the chance.
//
// The job library only wakes: it brings a process to a channel within
// milliseconds of the change. Everything else, alerts whose hour comes and all
// that a crash left, is found by a sweep over our own rows, which would deliver
// everything without the library, too.
//
// To set it up: OpenJobs on the store, give the store its Enqueue, make a
// deliverer with New and let it Run. A process that only records needs none of
// it.
package alert
