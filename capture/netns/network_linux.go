package netns

import (
	"os"

	"golang.org/x/sys/unix"

	"wireladder/capture/netns/routes"
)

// newNetwork moves the thread and prepares where it is then.
func newNetwork() error {
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return newError("unshare", err)
	}
	if err := bringUp("lo"); err != nil {
		return newError("set up", err)
	}
	if err := routes.ToLoopback(); err != nil && !isKept(err) {
		return newError("set up", err)
	}
	if err := writeSettings(os.WriteFile); err != nil {
		return newError("set up", err)
	}
	return nil
}
