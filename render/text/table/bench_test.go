package table

import (
	"io"
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render/text"
)

// many returns a table of n connections that differ in their addresses, times
// and sizes, as those of a busy server do. Their memory is that of a tracker.
func many(n int) *Table {
	tracker := flow.NewTracker()
	for i := range n {
		p := capture.Packet{Proto: capture.TCP, Src: ipv4(10, i*7919, 20000+i%30000), Dst: ipv4(192, i%16, 443), Time: start}
		tracker.Observe(&p)
		p.Time = start.Add(time.Duration(i*7919) * 37 * time.Microsecond % (90 * time.Second))
		c := tracker.Observe(&p).Conversation
		c.Packets, c.Bytes = [2]uint32{6 + uint32(i%5), 4}, [2]int64{536 + int64(i%7)*977, 428 + int64(i%11)*16_127}
		c.HandshakeRTT = time.Duration(i*104_729) * time.Microsecond % (20 * time.Second)
	}
	return &Table{Conversations: tracker.Conversations()}
}

// ipv4 returns an address in the network first.0.0.0/8.
func ipv4(first byte, host, port int) netip.AddrPort {
	addr := netip.AddrFrom4([4]byte{first, byte(host >> 16), byte(host >> 8), byte(host)})
	return netip.AddrPortFrom(addr, uint16(port)) //nolint:gosec // a port
}

// BenchmarkTable prints far more conversations than the caches of a processor hold.
func BenchmarkTable(b *testing.B) {
	const rows = 100_000
	tab := many(rows)
	for name, style := range map[string]text.Style{"single": {}, "pair": {Width: 80}, "ascii": {ASCII: true}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := Print(io.Discard, tab, Options{Style: style}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
		})
	}
}
