// Package wire joins two hosts by a wire that can lose packets, and sees what
// becomes of each.
//
//  1. [New] makes two network namespaces, a client's and a server's, inside the
//     private network of package netns, and a veth pair to each. [host.Host.Do] runs
//     a function inside one of them: a socket made there belongs to that host.
//  2. Between the pairs there is no bridge but a relay of our own. It takes each
//     IPv4 frame at the interface that sends it, as the kernel sends it, counts
//     it, and writes it to the other side: at once, later, twice or never, as
//     the faults say. Hosts send it nothing else: neighbours are known, and IPv6
//     is off. With Options.IPv6 it is IPv6 frames, and IPv4 has no address; what
//     a host says to its link alone is left out: it looks for neighbours, and
//     tells of the groups that it has joined, when nobody has asked it to.
//  3. [Wire.Next] returns each packet as it was sent, and each arrival and loss.
//     [Wire.Drain] ends that, with nothing missing.
//
// A packet's time is the kernel's stamp at its sender; an arrival's is taken
// before the frame is handed to the receiver, so that all it causes is later.
package wire

import (
	"fmt"
	"net/netip"
	"time"
)

// Patience is how long the wire holds a frame back to let the next one pass.
const Patience = 200 * time.Millisecond

// Options say what the wire does to packets. The zero value passes all, at once.
type Options struct {
	Faults []Fault       // what happens to single frames; of two that hit the same frame, the first in the list does
	Delay  time.Duration // how long each frame takes; from 0 to MaxDelay
	Loss   float64       // percent of the frames that are lost at random, beside the faults; from 0 to 100
	Seed   uint64        // of that randomness: the n-th frame of a side fares alike with the same seed
	IPv6   bool          // the hosts have addresses of IPv6, and none of IPv4

	// ReadTimeout is how long Next waits. 0: 10 ms.
	ReadTimeout time.Duration
}

// check returns what is wrong with the options.
func (o Options) check() error {
	if o.Delay < 0 || o.Delay > MaxDelay {
		return fmt.Errorf("a delay of %v is not between 0 and %v", o.Delay, MaxDelay)
	}
	if !(o.Loss >= 0 && o.Loss <= 100) { // NaN is neither
		return fmt.Errorf("a loss of %v %% is not between 0 and 100", o.Loss)
	}
	for _, f := range o.Faults {
		if again, err := ParseFault(f.String()); err != nil || again != f {
			return fmt.Errorf("%q is no fault", f)
		}
	}
	return nil
}

// withDefaults returns the options with their zero values replaced.
func (o Options) withDefaults() Options {
	if o.ReadTimeout <= 0 {
		o.ReadTimeout = 10 * time.Millisecond
	}
	return o
}

// lossName is the Fault of a delivery that chance has lost: "loss 10%".
func (o Options) lossName() string { return fmt.Sprintf("loss %v%%", o.Loss) }

// Addresses returns those of the client and of the server: private ones (RFC 1918), and
// of IPv6 unique local ones (RFC 4193).
func (o Options) Addresses() [2]netip.Addr {
	if o.IPv6 {
		return [2]netip.Addr{netip.AddrFrom16([16]byte{0xfd, 15: 1}), netip.AddrFrom16([16]byte{0xfd, 15: 2})}
	}
	return [2]netip.Addr{netip.AddrFrom4([4]byte{10, 0, 0, 1}), netip.AddrFrom4([4]byte{10, 0, 0, 2})}
}

// address returns that of a side.
func (o Options) address(side Side) netip.Addr { return o.Addresses()[side-Client] }

// MTU is that of Ethernet: a TCP segment with timestamps has at most 1448 octets
// of data over IPv4, and 1428 over IPv6, whose header is 20 octets longer.
const MTU = 1500
