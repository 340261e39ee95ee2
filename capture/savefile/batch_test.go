package savefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
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
	own.Data, own.Options = nil, nil
	if p.Proto != capture.ICMP && p.Proto != capture.ICMPv6 {
		own.Payload = nil
	}
	inTime := p.Time.IsZero() || time.Unix(0, p.Time.UnixNano()).Equal(p.Time)
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

// fillAll reads with Fill, into one of two batches while the other one is still to
// be looked at.
func fillAll(r *Reader) ([]capture.Entry, error) {
	var (
		all     []capture.Entry
		batches [2]Batch
		behind  *capture.Entry
	)
	for i := 0; ; i = 1 - i {
		other, err := r.Fill(&batches[i])
		all = append(all, entries(&batches[1-i], behind)...)
		behind = other
		if err == nil {
			continue
		}
		all = append(all, entries(&batches[i], nil)...)
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return all, err
	}
}

// entries returns what is in a batch and behind it.
func entries(b *Batch, behind *capture.Entry) []capture.Entry {
	var all []capture.Entry
	packets := b.Packets
	for i := range b.Outlines {
		p := drawn(&b.Outlines[i])
		if b.Outlines[i].Proto == capture.Undecoded {
			p, packets = clone(&packets[0]), packets[1:]
		}
		all = append(all, capture.Entry{Packet: p})
	}
	if behind != nil {
		all = append(all, *behind)
	}
	return all
}

// sameFill asserts that Fill reads what was read of a file packet by packet.
func sameFill(t *testing.T, file io.Reader, want *capture.Recording, fault error) {
	t.Helper()
	r, err := NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := fillAll(r)
	same := outlined(want.Entries)
	if !slices.EqualFunc(same, got, sameEntry) {
		t.Errorf("(-want +got):\n%s", cmp.Diff(same, got, equal))
	}
	if !sameFault(fault, err, "") {
		t.Errorf("%v, want %v", err, fault)
	}
}

// TestFill checks that batches hold what is read packet by packet.
func TestFill(t *testing.T) {
	odd := oddFile(2 * maxBatch)
	damaged := bytes.Clone(odd)
	last := len(odd) - int(binary.LittleEndian.Uint32(odd[len(odd)-4:]))
	damaged[last+21] = 1 // its packet is longer than the block
	files := map[string][]byte{
		"pcapng": written(t, Pcapng, sample()...), "long": big(t, Pcap)[:300_000], "odd": odd, "odd, damaged": damaged, "odd, cut": odd[:len(odd)-9],
	}
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
	for name, data := range map[string][]byte{"pcap": big(t, Pcap), "pcapng": big(t, Pcapng), "odd": oddFile(benchPackets)} {
		r, err := NewReader(bytes.NewReader(data))
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
			t.Errorf("%s: %v allocations a batch", name, n)
		}
		if len(b.Packets) > maxBatch || len(b.payloads) > 100*maxBatch {
			t.Errorf("%s: %d packets with %d octets of payload are kept", name, len(b.Packets), len(b.payloads))
		}
	}
}

// TestFillWithoutTime fills a batch with packets that have no time: outlines as good as
// any, which say so.
func TestFillWithoutTime(t *testing.T) {
	untimed := capture.Entry{Packet: &capture.Packet{Link: capture.LinkEthernet, Data: []byte(datagram)}}
	short := capture.Entry{Packet: &capture.Packet{Link: capture.LinkRaw, Data: []byte(datagram[14:])}} // not plain
	r, err := NewReader(bytes.NewReader(written(t, Pcapng, untimed, short, untimed)))
	if err != nil {
		t.Fatal(err)
	}
	var b Batch
	for range 3 {
		if other, err := r.Fill(&b); other != nil || err != nil || len(b.Outlines) != 1 || len(b.Packets) != 0 {
			t.Fatalf("%d outlines, %d packets, %v, %v", len(b.Outlines), len(b.Packets), other, err)
		}
		if o := b.Outlines[0]; o.At != capture.NoTime || o.Proto != capture.UDP {
			t.Errorf("outline %+v", o)
		}
	}
}
