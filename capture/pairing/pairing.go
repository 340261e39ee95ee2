package pairing

import (
	"errors"

	"wireladder/capture"
	"wireladder/capture/joint"
	"wireladder/capture/joint/clocks"
	"wireladder/capture/pairing/chunks"
	"wireladder/capture/pairing/coverage"
	"wireladder/capture/pairing/keys"
	"wireladder/capture/pairing/roads"
	"wireladder/capture/views"
)

// Why two captures are no pair.
var (
	ErrNoPair    = errors.New("no packet is in both")
	ErrSamePlace = errors.New("both were captured at the same place: no packet takes longer one way than the other")
	ErrCoarse    = errors.New("their times are too coarse to tell one end from the other: packets take less")
	ErrUneven    = errors.New("one of their clocks was set meanwhile: what one calls before, the other calls after")
	ErrTooLarge  = errors.New("too many packets to be paired")
)

// MaxPackets is how many packets of one capture can be paired: the sights of so many take some 2 GB.
const MaxPackets = 1 << 25

// Pairing takes the packets of two captures. Make one with New.
type Pairing struct {
	ends  [2]chunks.List[sight]
	keys  keys.Maker
	roads *roads.Roads

	twins     []twins              // packets that are alone of their kind in both, in the order of the first capture
	paired    []bool               // by way: there are such packets
	partner   [2][]int32           // by packet: that of the other capture, or one of the marks below
	completes [2]map[int32][]int32 // by packet: segments of which it is the last piece
	parts     [2]map[int32]bool    // segments of which not all has arrived

	moved   map[uint32]uint32 // by way of the first capture: what it is in the second, if that has other addresses or ports
	views   *views.Views
	clients map[uint32]uint32 // by way with the addresses of the server's capture: what it is in the client's

	line    clocks.Skew
	clock   joint.Clocks
	least   [2]int64             // ns that a packet takes at least, by the end that sends it
	most    [2]int64             // and at most
	trip    int64                // ns that there and back takes as a rule, about
	during  [2]coverage.Coverage // of each capture
	grain   [2]clocks.Grain      // of the times of each capture
	dropped [2]uint64            // packets that each capture says it has lost
	swapped bool                 // the first capture is the server's
	account joint.Captures
}

// What a packet has in place of a partner.
const (
	alone  int32 = -1 - iota // the other capture does not have it
	copied                   // it was captured before, in the same capture
	others                   // it is of hosts of which the captures share nothing
	later                    // it is a piece of a segment, others of which come after it
)

// New returns a Pairing of nothing.
func New() *Pairing {
	p := &Pairing{keys: keys.New(), roads: roads.New()}
	for end := range p.ends {
		p.completes[end], p.parts[end] = map[int32][]int32{}, map[int32]bool{}
	}
	return p
}

// Add takes the next packet of a capture, 0 or 1, of which nothing is kept.
func (p *Pairing) Add(of int, packet *capture.Packet) error {
	return p.AddPrinted(of, packet, p.keys.Of(packet))
}

// AddPrinted is Add for a packet of which the print was made before: all else is not asked for its Data and its Payload.
func (p *Pairing) AddPrinted(of int, packet *capture.Packet, k keys.Print) error {
	var o capture.Outline
	o.Trace(packet)
	if seconds := packet.Time.Unix(); seconds < -maxSeconds || seconds > maxSeconds {
		o.At = capture.NoTime
	}
	return p.AddOutline(of, &o, &k)
}

// AddOutline is Add for a packet of which only its outline and its print are known.
func (p *Pairing) AddOutline(of int, o *capture.Outline, k *keys.Print) error {
	if p.ends[of].Len() == MaxPackets {
		return ErrTooLarge
	}
	s := p.ends[of].Next()
	s.look(o, k, p.roads.Of(of, o))
	if s.marks&untimed == 0 {
		p.grain[of].Add(s.at)
	}
	return nil
}

// Maker returns what makes prints for AddOutline.
func (p *Pairing) Maker() *keys.Maker { return &p.keys }

// Dropped says that a capture has lost packets, as it says itself: these may have come all the same.
func (p *Pairing) Dropped(of int, packets uint64) { p.dropped[of] = packets }
