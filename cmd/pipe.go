package cmd

import (
	"os"
	"os/signal"
	"syscall"
)

// outlivePipe keeps this process alive when the reader of stdout has gone (head(1), a pager):
// the error comes from the write then, and what goes to files is written all the same.
// Programs that are started get SIGPIPE as ever.
func outlivePipe() (stop func()) {
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGPIPE)
	return func() { signal.Stop(heard) }
}
