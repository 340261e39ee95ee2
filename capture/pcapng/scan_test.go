package pcapng

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
)

// sameEntry compares as equal and emptyData do, in a fraction of the time for
// packets.
func sameEntry(a, b capture.Entry) bool {
	if a.Packet == nil || b.Packet == nil {
		return cmp.Equal(a, b, equal)
	}
	p, q := *a.Packet, *b.Packet
	if !p.Time.Equal(q.Time) || !bytes.Equal(p.Data, q.Data) || !bytes.Equal(p.Options, q.Options) {
		return false
	}
	p.Time, p.Data, p.Options, p.Metadata = q.Time, q.Data, q.Options, q.Metadata
	return reflect.DeepEqual(p, q)
}

// scanAll reads with Scan, always into the same packet, and keeps copies.
func scanAll(r *Reader) ([]capture.Entry, error) {
	var entries []capture.Entry
	var p capture.Packet
	for {
		c, err := r.Scan(&p)
		switch {
		case errors.Is(err, io.EOF):
			return entries, nil
		case err != nil:
			return entries, err
		case c != nil:
			entries = append(entries, *c)
		default:
			kept := p
			kept.Data, kept.Options = bytes.Clone(p.Data), bytes.Clone(p.Options)
			entries = append(entries, capture.Entry{Packet: &kept})
		}
	}
}

// TestScanIsNext reads the same entries and the same fault with both, however
// the octets come.
func TestScanIsNext(t *testing.T) {
	for _, tt := range broken {
		inBothOrders(t, func(t *testing.T, h *handmade) {
			h.section().iface(1, 0).packet(0, 0, "one", uint16(1), uint16(1), []byte("c")).packet(0, 0, "two")
			h.block(blockSimple, uint32(4), []byte("simp")).block(blockJournal, []byte("WIRELADDER_NAME=bind\n"))
			h.packet(0, 0, "last")
			tt.add(h)
			want, fault := readAll(t, open(t, h.data))
			for name, reader := range readers {
				r, err := NewReader(reader(bytes.NewReader(h.data)))
				if err != nil {
					t.Fatal(err)
				}
				got, err := scanAll(r)
				if diff := cmp.Diff(want, got, equal); diff != "" || err == nil || err.Error() != fault.Error() {
					t.Errorf("%s, %s: %v, want %v (-want +got):\n%s", tt.name, name, err, fault, diff)
				}
			}
		})
	}
}

// TestScanFaultStays: the block after a faulty one must not be taken for the
// next.
func TestScanFaultStays(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 0).packet(0, 0, "good").packet(7, 0, "faulty").packet(0, 0, "good again")
		r, err := NewReader(bytes.NewReader(h.data))
		if err != nil {
			t.Fatal(err)
		}
		_, first := scanAll(r)
		_, again := scanAll(r)
		if first == nil || !errors.Is(again, first) {
			t.Errorf("first %v, then %v", first, again)
		}
	})
}

// TestScanBuffered reads the packets that are in memory, and no others: neither what is
// still to be read from the input, nor another block than an Enhanced Packet Block.
func TestScanBuffered(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 0).packet(0, 0, "one").packet(0, 0, "two").block(blockSimple, uint32(4), []byte("simp"))
		r, err := NewReader(bytes.NewReader(h.packet(0, 0, "four").packet(7, 0, "faulty").packet(0, 0, "six").data))
		if err != nil {
			t.Fatal(err)
		}
		for i, buffered := range []bool{false, true, false, true} {
			var p capture.Packet
			if got, err := r.ScanBuffered(&p); got != buffered || err != nil {
				t.Fatalf("packet %d: %t, %v", i+1, got, err)
			}
			if !buffered {
				if _, err := r.Scan(&p); err != nil {
					t.Fatal(err)
				}
			}
			if p.Number != i+1 {
				t.Errorf("packet %d, want %d", p.Number, i+1)
			}
		}
		if got, err := r.ScanBuffered(&capture.Packet{}); got || err == nil {
			t.Errorf("the faulty packet: %t, %v", got, err)
		}
		if got, _ := r.ScanBuffered(&capture.Packet{}); got {
			t.Error("a packet is read behind the fault")
		}
	})
	r := open(t, (&handmade{order: binary.LittleEndian}).section().iface(1, 0).packet(0, 0, "one").packet(0, 0, "two").data)
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	if got, err := r.ScanBuffered(&capture.Packet{}); got || err != nil {
		t.Errorf("a packet that is not in memory: %t, %v", got, err)
	}
}

func TestScanDoesNotAllocate(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 0)
		for range 300 {
			h.packet(0, 0, "x", uint16(2), uint16(4), uint32(1)) // epb_flags
			h.block(blockSimple, uint32(4), []byte("simp"))
		}
		r, err := NewReader(bytes.NewReader(h.data))
		if err != nil {
			t.Fatal(err)
		}
		var p capture.Packet
		allocations := testing.AllocsPerRun(500, func() {
			if _, err := r.Scan(&p); err != nil {
				t.Fatal(err)
			}
		})
		if allocations > 0 {
			t.Errorf("%v allocations a packet", allocations)
		}
	})
}
