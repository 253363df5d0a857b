// Command rightdoor answers targeting questions: which companies are worth
// going to, and whom to see there.
//
// Exit codes: 0 answered, 1 failed or interrupted, 2 the command line is wrong,
// 3 not found (or more than one, or not understood), 4 refused, 5 the database
// cannot be reached.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	code := run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole program, for main and for the tests that run it.
func run(ctx context.Context, args, environ []string, in io.Reader, out, errs io.Writer) int {
	p := &program{environ: environ, in: in, out: out, errs: errs, patience: answerIn}
	return p.execute(ctx, args)
}
