package builder_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
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

// BenchmarkSnapshots takes as many connections as its name says, one after the other, with what the kernel
// says of all of them, which wait in TIME-WAIT, behind each.
func BenchmarkSnapshots(b *testing.B) {
	for _, connections := range []int{250, 500, 1000} {
		b.Run(fmt.Sprint(connections), func(b *testing.B) {
			rec := waiting(connections)
			b.ReportAllocs()
			for b.Loop() {
				builder.Of(rec)
			}
		})
	}
}

// waiting returns connections that were closed one after the other, each with what the kernel says then.
func waiting(connections int) *capture.Recording {
	rec, known := &capture.Recording{}, []capture.KernelSocket(nil)
	rec.Entries = append(rec.Entries, capture.Entry{Call: &capture.Call{Name: "socket", FD: 3, Proto: capture.TCP, Enter: runtest.Start, Exit: runtest.Start}})
	for i := range connections {
		client := fmt.Sprintf("127.0.0.1:%d", 20000+i)
		for j, p := range runtest.Segments(client, "127.0.0.1:12000", "c:S s:SA c:A c:6 s:6 c:F s:F c:A") {
			p.Number, p.Time = 8*i+j+1, runtest.Start.Add(time.Duration(10*i+j)*time.Millisecond)
			rec.Entries = append(rec.Entries, capture.Entry{Packet: p})
		}
		known = append(known, capture.KernelSocket{Proto: capture.TCP, State: "TIME-WAIT", Local: netip.MustParseAddrPort(client), Remote: netip.MustParseAddrPort("127.0.0.1:12000")})
		rec.Entries = append(rec.Entries, capture.Entry{Snapshot: &capture.Snapshot{Time: runtest.Start.Add(time.Duration(10*i+9) * time.Millisecond), Sockets: known[:len(known):len(known)]}})
	}
	return rec
}
