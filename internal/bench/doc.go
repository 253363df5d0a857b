// Package bench measures rightdoor beside floors and peers, in one run each,
// so that a figure means something on any machine. RESULTS.md holds figures
// with the commands that make them; run.sh runs them all. The tests here are
// short runs of the same code, which check answers and never times.
package bench
