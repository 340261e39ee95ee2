package builder_test

import (
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/run/builder"
)

// BenchmarkBuilder takes packets of a thousand connections by turns: data, and its ACK.
func BenchmarkBuilder(b *testing.B) {
	packets := make([]capture.Packet, 8192)
	taking, start := builder.New(builder.Options{}), time.Unix(1, 0)
	client, server := netip.AddrFrom4([4]byte{10, 0, 0, 1}), netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 0, 0, 2}), 80)
	payload := make([]byte, 100)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		p := &packets[i%len(packets)]
		round := capture.Seq(i / 2000 * 100) //nolint:gosec // wraps around
		own := netip.AddrPortFrom(client, uint16(10000+i/2%1000))
		*p = capture.Packet{Number: i + 1, Time: start.Add(time.Duration(i) * time.Microsecond), Proto: capture.TCP}
		p.IP.ID, p.IP.HasID, p.TCP.Flags = uint16(i+1), true, capture.ACK
		if i%2 == 0 {
			p.Src, p.Dst, p.Payload, p.PayloadLength = own, server, payload, len(payload)
			p.TCP.Seq, p.TCP.Ack = round, 1
		} else {
			p.Src, p.Dst = server, own
			p.TCP.Seq, p.TCP.Ack = 1, round+100
		}
		taking.Add(capture.Entry{Packet: p})
		if i%4096 == 4095 {
			taking.Take(4096)
		}
		i++
	}
}
