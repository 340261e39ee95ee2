package talk

import (
	"fmt"

	"wireladder/cmd/failure"
	"wireladder/servers"
)

// ownThreads are those that a server or a client needs besides those for clients.
const ownThreads = 8

// checkThreads says that there is no room for them, before anything is begun: the Go
// runtime ends a program where a thread is refused.
func checkThreads() error {
	if err := servers.RoomForThreads(ownThreads); err != nil {
		return failure.Of(fmt.Errorf("can't begin: %w", err), failure.MoreThreads)
	}
	return nil
}
