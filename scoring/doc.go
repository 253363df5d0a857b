// Package scoring decides which companies are worth going to, and who sits in
// which seat there.
//
// It is pure: values in, values out, no clock, no database, no network, and
// the same input always gives the same answer. A Profile is what an ICP means;
// Facts are what is known of an account; Profile.Score gives verdict and score
// without allocation, Profile.Explain the same with a reason for every
// criterion. Unknown is never a miss: a fact nobody has told leaves its points
// open, and CouldReach says how far they would carry.
//
// The rules are those of the product's domain page (ARCHITECTURE.md, "Score").
package scoring
