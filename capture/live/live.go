package live

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"golang.org/x/net/bpf"

	"wireladder/capture"
)

// ErrTimeout is returned by Capture.Next when no packet came within the read
// timeout. It is no fault: call Next again.
var ErrTimeout = errors.New("no packet within the read timeout")

// ErrUnsupported is returned by Open on a system that this build cannot
// capture on.
var ErrUnsupported = errors.New("this build cannot capture on this system")

// readTimeout is how long a capture waits where nothing is said of it: less than the 10 ms in which
// a feed must let others have a turn.
const readTimeout = 8 * time.Millisecond

// Options say what to capture. The zero value of each field but Interface
// is a default that loses nothing on loopback.
type Options struct {
	Interface   string               // "lo"
	SnapLength  int                  // octets kept of each frame; 0: 262144, all of it
	BufferSize  int                  // octets of kernel buffer; 0: 8 MiB
	ReadTimeout time.Duration        // how long Next waits; 0: 8 ms; rounded up to 1 ms
	Filter      []bpf.RawInstruction // classic BPF program run by the kernel; nil: everything
}

// withDefaults returns the options with their zero values replaced.
//
// A timeout below a millisecond would make libpcap wait for ever, and then
// Close would too.
func (o Options) withDefaults() Options {
	if o.SnapLength <= 0 {
		o.SnapLength = 262144
	}
	if o.BufferSize <= 0 {
		o.BufferSize = 8 << 20
	}
	if o.ReadTimeout <= 0 {
		o.ReadTimeout = readTimeout
	}
	o.ReadTimeout = max(o.ReadTimeout, time.Millisecond)
	return o
}

// Capture is a running capture on one interface. It is for one goroutine at a time.
type Capture interface {
	// Next returns the next frame with Time, Link, Data and Length set and
	// nothing decoded; the packet owns its Data. It returns ErrTimeout when none
	// came in time.
	Next() (*capture.Packet, error)
	// Scan is Next into a packet of the caller's, of which it sets these fields: Data is valid until
	// the next call. Nothing is allocated.
	Scan(*capture.Packet) error
	// LinkType returns how the frames begin.
	LinkType() capture.LinkType
	// Drops returns the counts since the start. Received counts what Next has
	// returned and what was lost.
	Drops() (capture.Drops, error)
	// Close ends the capture. It must not be called while Next runs.
	Close() error
}

// Open starts a capture: what is sent after it has returned is seen. On a
// loopback interface each frame is seen once, not as sent and as received.
//
// The errors satisfy errors.Is with os.ErrPermission where capturing is not
// permitted, with os.ErrNotExist where there is no such interface, and with
// ErrUnsupported on systems that this build cannot capture on.
func Open(o Options) (Capture, error) {
	live, err := open(o.withDefaults())
	if err != nil {
		return nil, fmt.Errorf("can't capture on %q: %w", o.Interface, err)
	}
	return live, nil
}

// Backend names what Open captures with in this build: "libpcap 1.10.3",
// "AF_PACKET", or "" where it returns ErrUnsupported.
func Backend() string { return backend() }

// noInterfaceError is the error for an interface that does not exist.
type noInterfaceError struct{}

func (noInterfaceError) Error() string { return "no such interface" }

// Is makes the error both what a program asks for and what the kernel says.
func (noInterfaceError) Is(target error) bool {
	return target == os.ErrNotExist || target == syscall.ENODEV
}
