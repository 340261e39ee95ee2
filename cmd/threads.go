package cmd

import (
	"fmt"

	"wireladder/cmd/failure"
	"wireladder/servers"
	"wireladder/servers/scenario"
)

// Threads that a run needs: one waits in each call that blocks, and the Go runtime has
// some of its own, here and in the private network.
const (
	leastThreads  = 10 // that the runtime starts by and by, whatever is done
	runThreads    = 24
	clientThreads = 2 // for each client: its own, and that of a server that has one for it
)

// checkRoom says that there is no room for the threads of any program in Go, before the
// runtime asks for one.
func checkRoom() error {
	if err := servers.RoomToBegin(leastThreads); err != nil {
		return failure.Of(fmt.Errorf("the program takes %d threads: %w", leastThreads, err), failure.MoreThreads)
	}
	return nil
}

// checkThreads says that there is no room for the threads of a run, before anything is
// begun: the Go runtime ends a program where a thread is refused.
func checkThreads(s scenario.Scenario, o *demoOptions) error {
	n := runThreads + clientThreads*max(s.Choices.Clients, o.Choices.Clients, 1)
	if err := servers.RoomForThreads(n); err != nil {
		return failure.Of(fmt.Errorf("a run takes up to %d threads: %w", n, err), failure.MoreThreads)
	}
	return nil
}
