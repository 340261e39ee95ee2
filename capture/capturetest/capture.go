package capturetest

import (
	"net/netip"
	"slices"
	"time"

	"wireladder/capture"
)

// Capture is a capture under construction.
type Capture struct {
	// Link is the link type of all frames: LinkEthernet, LinkSLL2, LinkNull or LinkRaw.
	Link capture.LinkType
	// Step is the time between two frames for which the script names none.
	Step time.Duration

	frames []*Frame
	now    time.Duration // when the last frame was captured, since Start
	wait   time.Duration // between it and the next one
	hosts  int
}

// Start is when every capture begins.
var Start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// New returns an empty capture, of Ethernet frames.
func New() *Capture {
	return &Capture{Link: capture.LinkEthernet, Step: time.Millisecond, now: -time.Millisecond, wait: time.Millisecond}
}

// Wait makes the next frame stand d after the last one. A negative d makes the clock
// of the capture run back.
func (c *Capture) Wait(d time.Duration) { c.wait = d }

// Put adds frames at the end: those that Lose and Fragment have returned, and others
// that are not in the capture. It returns the last of them.
func (c *Capture) Put(frames ...*Frame) *Frame {
	for _, f := range frames {
		c.now += c.wait
		c.wait = c.Step
		f.offset = c.now
		c.frames = append(c.frames, f)
	}
	return frames[len(frames)-1]
}

// remove takes a frame out.
func (c *Capture) remove(f *Frame) {
	c.frames = slices.DeleteFunc(c.frames, func(other *Frame) bool { return other == f })
}

// Host is a machine in a capture.
type Host struct {
	Addr netip.Addr
	MAC  [6]byte
	TTL  uint8 // hop limit of what it sends: 64, unless it is changed

	capture *Capture
	id      uint16 // identification of the IPv4 packet that it sends next
}

// Host returns a new machine with an address, IPv4 or IPv6, and a MAC of its own.
func (c *Capture) Host(address string) *Host {
	c.hosts++
	n := byte(c.hosts)
	return &Host{Addr: netip.MustParseAddr(address), MAC: [6]byte{2, 0, 0, 0, 0, n}, TTL: 64, capture: c, id: uint16(n) << 12}
}

// Port is a port of a machine.
type Port struct {
	Host *Host
	Num  uint16
}

// Port returns a port of the machine.
func (h *Host) Port(n uint16) Port { return Port{h, n} }

// nextID returns an identification that the machine has not used yet.
func (h *Host) nextID() uint16 {
	h.id++
	return h.id
}
