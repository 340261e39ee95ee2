//go:build tshark

package flow

import (
	"math/rand/v2"
	"net/netip"
	"time"

	"wireladder/capture"
)

// randomTraffic returns the packets of conversations in which much goes wrong:
// segments are lost on either side of the capture, overtaken, doubled, sent
// again, windows close, and ports are used again.
func randomTraffic(seed byte) []*capture.Packet {
	random := rand.New(rand.NewPCG(uint64(seed), 1))
	var all []*capture.Packet
	now := time.Unix(1_700_000_000, 0).UTC()
	for i := range 200 {
		hosts := [2]netip.AddrPort{
			netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 1, seed, byte(i + 1)}), 50000),
			netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 2, seed, byte(i + 1)}), 9876),
		}
		g := &garbler{random: random, hosts: hosts, now: &now}
		g.isn = [2]uint32{random.Uint32(), random.Uint32()}
		g.window, g.shut = uint16(random.IntN(2)*1000), random.IntN(5) == 0
		for range 1 + random.IntN(40) {
			if p := g.next(); p != nil {
				all = append(all, p)
			}
		}
	}
	return all
}

// garbler makes the packets of one conversation.
type garbler struct {
	random *rand.Rand
	hosts  [2]netip.AddrPort
	now    *time.Time
	isn    [2]uint32
	sent   [2]uint32 // relative numbers: the next to send
	acked  [2]uint32 // and the last acknowledgment
	window uint16    // if not 0, what all windows are
	shut   bool      // the responder's window is closed, and probed
	count  int
}

// sizes, windows and pauses are chosen from; some make the rules apply.
var (
	sizes   = []int{0, 0, 0, 0, 1, 1, 2, 100, 100, 100, 1460}
	windows = []uint16{0, 1, 100, 500, 1000, 1000, 1000, 1000, 65535}
	pauses  = []time.Duration{0, time.Microsecond, time.Millisecond, 2 * time.Millisecond, 5 * time.Millisecond,
		15 * time.Millisecond, 25 * time.Millisecond, time.Second, -time.Millisecond}
)

// pick returns a random one of some values.
func pick[T any](random *rand.Rand, values []T) T { return values[random.IntN(len(values))] }

// next makes the next packet; nil if it is lost before it is captured.
func (g *garbler) next() *capture.Packet {
	*g.now = g.now.Add(pick(g.random, pauses))
	side := g.random.IntN(2)
	p := &capture.Packet{Proto: capture.TCP, Time: *g.now, Src: g.hosts[side], Dst: g.hosts[1-side]}
	g.count++
	p.TCP.Window = g.window
	if g.window == 0 {
		p.TCP.Window = pick(g.random, windows)
	}
	if g.shut && side == 1 {
		p.TCP.Window = 0
	}
	p.TCP.Flags = capture.ACK
	seq, ack := g.sent[side], g.sent[1-side]
	switch dice := g.random.IntN(40); {
	case g.count <= 3 && g.random.IntN(8) > 0:
		return g.handshake(p)
	case dice < 4: // sent again, or one that was lost
		seq -= uint32(g.random.IntN(300))
	case dice < 6:
		seq--
	case dice < 8: // some were not captured
		seq += uint32(g.random.IntN(200))
	case dice < 11: // does not have all, or more than was captured
		ack += uint32(g.random.IntN(400)) - 300
	case dice == 11:
		p.TCP.Flags |= capture.FIN
	case dice == 12:
		p.TCP.Flags |= capture.RST
	case dice < 22: // repeats an acknowledgment
		g.number(p, side, seq, g.acked[side])
		return g.send(p, side, seq)
	case dice < 25: // sends again what the other side asks for
		seq = g.acked[1-side]
	case dice == 39:
		g.count = 0
		g.isn = [2]uint32{g.random.Uint32(), g.random.Uint32()}
		g.sent = [2]uint32{}
		return nil
	}
	p.PayloadLength = pick(g.random, sizes)
	if g.shut {
		p.PayloadLength = 1 - side
	}
	g.acked[side] = ack
	g.number(p, side, seq, ack)
	return g.send(p, side, seq)
}

// handshake makes one of the first segments.
func (g *garbler) handshake(p *capture.Packet) *capture.Packet {
	side := 0
	p.TCP.Flags = capture.SYN
	if g.random.IntN(3) > 0 {
		p.TCP.Options = capture.TCPOptions{HasWindowScale: true, WindowScale: uint8(g.random.IntN(8))}
	}
	if g.count == 2 {
		side, p.TCP.Flags = 1, capture.SYN|capture.ACK
	}
	if g.count == 3 {
		p.TCP.Flags, p.TCP.Options = capture.ACK, capture.TCPOptions{}
	}
	p.Src, p.Dst = g.hosts[side], g.hosts[1-side]
	g.number(p, side, g.sent[side], g.sent[1-side])
	if g.count == 1 {
		p.TCP.Ack = 0
	}
	return g.send(p, side, g.sent[side])
}

// number puts absolute numbers into the header.
func (g *garbler) number(p *capture.Packet, side int, seq, ack uint32) {
	p.TCP.Seq, p.TCP.Ack = capture.Seq(g.isn[side]+seq), capture.Seq(g.isn[1-side]+ack)
}

// send counts what the segment takes, unless it is lost before the capture.
func (g *garbler) send(p *capture.Packet, side int, seq uint32) *capture.Packet {
	end := seq + uint32(p.PayloadLength)
	if p.TCP.Flags&(capture.SYN|capture.FIN) != 0 {
		end++
	}
	if int32(end-g.sent[side]) > 0 {
		g.sent[side] = end
	}
	if g.random.IntN(12) == 0 {
		return nil
	}
	return p
}
