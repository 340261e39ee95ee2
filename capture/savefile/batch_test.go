package savefile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
)

// outlined returns what Fill makes of packets: outlines, some of which stand for
// packets, and the other entries.
func outlined(entries []capture.Entry) []capture.Entry {
	var all []capture.Entry
	for _, e := range entries {
		if e.Packet != nil {
			e = capture.Entry{Packet: outline(e.Packet)}
		} else if e.Delivery != nil {
			d := *e.Delivery
			d.Packet = &capture.Packet{Number: d.Packet.Number}
			e = capture.Entry{Delivery: &d}
		}
		all = append(all, e)
	}
	return all
}

// outline returns a packet with no more than is in a batch.
func outline(p *capture.Packet) *capture.Packet {
	own := *p
	own.Data = nil
	if p.Proto != capture.ICMP && p.Proto != capture.ICMPv6 {
		own.Payload = nil
	}
	inTime := time.Unix(0, p.Time.UnixNano()).Equal(p.Time)
	if inTime && (p.Proto == capture.TCP || p.Proto == capture.UDP) && len(p.Outer) == 0 {
		var o capture.Outline
		o.Trace(p)
		own = *drawn(&o)
	}
	return &own
}

// drawn returns an outline as a packet, to compare it.
func drawn(o *capture.Outline) *capture.Packet {
	if !o.IPv6 {
		clear(o.Src[4:])
		clear(o.Dst[4:])
	}
	return &capture.Packet{Number: -1, Comment: fmt.Sprintf("%+v", *o)}
}

// fillAll reads with Fill, always into the same batch.
func fillAll(r *Reader) ([]capture.Entry, error) {
	var (
		all   []capture.Entry
		batch Batch
	)
	for {
		other, err := r.Fill(&batch)
		packets := batch.Packets
		for i := range batch.Outlines {
			p := drawn(&batch.Outlines[i])
			if batch.Outlines[i].Proto == capture.Undecoded {
				p, packets = clone(&packets[0]), packets[1:]
			}
			all = append(all, capture.Entry{Packet: p})
		}
		if other != nil {
			all = append(all, *other)
		}
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
	}
}

// sameFill asserts that Fill reads what was read of a file packet by packet.
func sameFill(t *testing.T, file io.Reader, want *capture.Recording, fault error) {
	t.Helper()
	r, err := NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := fillAll(r)
	if diff := cmp.Diff(outlined(want.Entries), got, equal); diff != "" || !sameFault(fault, err, "") {
		t.Errorf("%v, want %v (-want +got):\n%s", err, fault, diff)
	}
}

// TestFill checks that batches hold what is read packet by packet.
func TestFill(t *testing.T) {
	files := map[string][]byte{"pcapng": written(t, Pcapng, sample()...), "long": big(t, Pcap)[:300_000]}
	for name, f := range pcapFiles() {
		files[name], files[name+" cut"] = f.data, f.data[:len(f.data)-1]
	}
	for name, data := range files {
		for form, data := range forms(t, data) {
			t.Run(name+" "+form, func(t *testing.T) {
				want, fault := read(data)
				sameFill(t, bytes.NewReader(data), want, fault)
			})
		}
	}
}

// TestFillDoesNotAllocate counts what is allocated for each batch, after the first
// ones.
func TestFillDoesNotAllocate(t *testing.T) {
	for _, format := range []Format{Pcap, Pcapng} {
		r, err := NewReader(bytes.NewReader(big(t, format)))
		if err != nil {
			t.Fatal(err)
		}
		var b Batch
		fill := func() {
			if _, err := r.Fill(&b); err != nil {
				t.Fatal(err)
			}
		}
		for range 5 {
			fill()
		}
		if n := testing.AllocsPerRun(benchPackets/maxBatch-10, fill); n > 0 {
			t.Errorf("%v: %v allocations a batch", format, n)
		}
	}
}
