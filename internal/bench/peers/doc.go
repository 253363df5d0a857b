// Package peers evaluates the ICP of rightdoor/internal/bench with rightdoor,
// with cel-go and with expr, checks that the three agree and measures them in
// one run. It is a module of its own so that no peer becomes a dependency of
// the product. Each peer compiles the twelve rules once, to one expression that
// gives the twelve credits; points and verdict are then added up in Go, which
// spares the peers the arithmetic they are slowest at. No peer gives reasons.
package peers
