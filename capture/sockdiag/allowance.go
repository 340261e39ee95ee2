package sockdiag

import "sync/atomic"

// allowance bounds how many sockets are listed in all: a snapshot lists each, and in a run with thousands of
// connections there would be thousands of such lists. So the evidence grows with what happens, not with
// its square. Of a lecture's few sockets each change is seen. The zero value has what every run has.
type allowance struct{ earned atomic.Int64 }

// What an allowance is, in sockets.
const (
	toBeginWith = 20_000
	perPoke     = 8
)

// earn takes notice of something that may have changed a socket. It may be called from anywhere.
func (a *allowance) earn() { a.earned.Add(perPoke) }

// covers reports whether a list of n more sockets is in it.
func (a *allowance) covers(n int) bool { return int64(n) <= toBeginWith+a.earned.Load() }

// spend takes notice of n sockets that were listed, which may be more than there was.
func (a *allowance) spend(n int) { a.earned.Add(-int64(n)) }
