package capture

import (
	"errors"
	"time"

	"golang.org/x/net/bpf"
)

// ErrTimeout is returned by Live.Next when no packet came within the read
// timeout. It is no fault: call Next again.
var ErrTimeout = errors.New("no packet within the read timeout")

// ErrUnsupported is returned by OpenLive on a system that this build cannot
// capture on.
var ErrUnsupported = errors.New("this build cannot capture on this system")

// LiveOptions say what to capture. The zero value of each field but Interface
// is a default that loses nothing on loopback.
type LiveOptions struct {
	Interface   string               // "lo"
	SnapLength  int                  // octets kept of each frame; 0: 262144, all of it
	BufferSize  int                  // octets of kernel buffer; 0: 8 MiB
	ReadTimeout time.Duration        // how long Next waits; 0: 10 ms
	Filter      []bpf.RawInstruction // classic BPF program run by the kernel; nil: everything
}

// Live is a running capture on one interface.
type Live interface {
	// Next returns the next frame with Time, Link, Data and Length set and
	// nothing decoded; the packet owns its Data. It returns ErrTimeout when none
	// came in time.
	Next() (*Packet, error)
	// LinkType returns how the frames begin.
	LinkType() LinkType
	// Drops returns the counts since the start.
	Drops() (Drops, error)
	// Close ends the capture. It must not be called while Next runs.
	Close() error
}
