package builder

import (
	"wireladder/capture"
	"wireladder/capture/run/sockets"
)

// retries are the sockets whose bind(2) has found its address in use, and whether they have set SO_REUSEADDR since.
type retries map[*sockets.Socket]bool

// note takes a call of a socket, and reports whether it is a bind(2) that succeeds where an earlier one has failed, for
// SO_REUSEADDR was set in between.
func (r retries) note(c *capture.Call, k *sockets.Socket) bool {
	set, failed := r[k]
	switch {
	case c.Does(capture.Binds) && c.Errno == "EADDRINUSE":
		r[k] = false
	case !failed:
	case c.Did(capture.Configures) && c.Args.Option.Name == "SO_REUSEADDR":
		r[k] = c.Args.Option.Number != 0
	case c.Did(capture.Binds):
		delete(r, k)
		return set
	}
	return false
}
