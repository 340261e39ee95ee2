package savefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net/netip"
	"reflect"
	"slices"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wireladder/capture"
	"wireladder/capture/savefile/packed"
)

// equal compares evidence: addresses by value, times by instant, and data that
// is empty with data that is not there.
var equal = cmp.Options{
	cmpopts.IgnoreFields(capture.Packet{}, "Metadata"),
	cmpopts.EquateComparable(netip.AddrPort{}, netip.Addr{}),
	cmpopts.EquateEmpty(),
	cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) }),
}

// sameEntry compares as equal does, in a fraction of the time for packets.
func sameEntry(a, b capture.Entry) bool {
	if a.Packet == nil || b.Packet == nil {
		return cmp.Equal(a, b, equal)
	}
	p, q := *a.Packet, *b.Packet
	if !p.Time.Equal(q.Time) || !bytes.Equal(p.Data, q.Data) || !bytes.Equal(p.Payload, q.Payload) || !slices.Equal(p.Outer, q.Outer) || !bytes.Equal(p.Options, q.Options) {
		return false
	}
	p.Time, p.Data, p.Payload, p.Outer, p.Options, p.Metadata = q.Time, q.Data, q.Payload, q.Outer, q.Options, q.Metadata
	return reflect.DeepEqual(p, q)
}

// scanAll reads with ScanMany, always into the same few packets, and keeps copies.
func scanAll(r *Reader) ([]capture.Entry, error) {
	var entries []capture.Entry
	var ps [3]capture.Packet
	for {
		n, other, err := r.ScanMany(ps[:])
		for i := range ps[:n] {
			entries = append(entries, capture.Entry{Packet: clone(&ps[i])})
		}
		if other != nil {
			entries = append(entries, *other)
		}
		if errors.Is(err, io.EOF) {
			return entries, nil
		}
		if err != nil {
			return entries, err
		}
	}
}

// clone returns a copy of a packet that owns its memory.
func clone(p *capture.Packet) *capture.Packet {
	kept := *p
	kept.Data, kept.Payload, kept.Outer, kept.Options = bytes.Clone(p.Data), bytes.Clone(p.Payload), slices.Clone(p.Outer), bytes.Clone(p.Options)
	return &kept
}

func TestScanIsNext(t *testing.T) {
	files := map[string][]byte{"pcapng": written(t, Pcapng, sample()...)}
	for name, f := range pcapFiles() {
		files[name], files[name+" cut"] = f.data, f.data[:len(f.data)-1]
	}
	for name, data := range files {
		for form, data := range forms(t, data) {
			want, fault := read(data)
			r, err := NewReader(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			got, err := scanAll(r)
			if diff := cmp.Diff(want.Entries, got, equal); diff != "" || !sameFault(fault, err, "") {
				t.Errorf("%s %s: %v, want %v (-want +got):\n%s", name, form, err, fault, diff)
			}
		}
	}
}

// TestScanDoesNotAllocate counts what is allocated for each packet, after the
// read buffer is there.
func TestScanDoesNotAllocate(t *testing.T) {
	for _, format := range []Format{Pcap, Pcapng} {
		file := big(t, format)
		for form, data := range map[string][]byte{"": file, packed.Gzip: pack(t, packed.Gzip, file)} {
			r, err := NewReader(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			var p capture.Packet
			allocations := testing.AllocsPerRun(benchPackets-1, func() {
				if _, err := r.Scan(&p); err != nil {
					t.Fatal(err)
				}
			})
			if allocations > 0 {
				t.Errorf("%v %s: %v allocations a packet", format, form, allocations)
			}
		}
	}
}

// TestScanFollowsAPipe reads each packet before the next one is written.
func TestScanFollowsAPipe(t *testing.T) {
	for _, format := range []Format{Pcap, Pcapng} {
		from, to := io.Pipe()
		written, read := make(chan error), make(chan struct{})
		go func() { written <- writeInTurn(to, format, read) }()
		r, err := NewReader(from)
		if err != nil {
			t.Fatal(err)
		}
		var p capture.Packet
		for number := 1; number <= 3; number++ {
			if _, err := r.Scan(&p); err != nil || p.Number != number {
				t.Fatalf("%v: packet %d, %v", format, p.Number, err)
			}
			read <- struct{}{}
		}
		if _, err := r.Scan(&p); !errors.Is(err, io.EOF) {
			t.Errorf("%v: %v", format, err)
		}
		if err := <-written; err != nil {
			t.Error(err)
		}
	}
}

// writeInTurn writes three packets, each of which must be read before the next.
func writeInTurn(to io.WriteCloser, format Format, read <-chan struct{}) error {
	w, err := NewWriter(to, format, capture.Origin{}, capture.LinkEthernet)
	if err != nil {
		return err
	}
	for range 3 {
		p := &capture.Packet{Time: time.Unix(1, 0), Link: capture.LinkEthernet, Data: []byte("x"), Length: 1}
		if err := w.Write(capture.Entry{Packet: p}); err != nil {
			return err
		}
		<-read
	}
	return to.Close()
}

// TestScanLeavesNothingBehind reads a packet with a comment, then one without,
// and then one of another file into the same Packet.
func TestScanLeavesNothingBehind(t *testing.T) {
	bare := capture.Entry{Packet: &capture.Packet{Time: time.Unix(1, 0), Link: capture.LinkRaw, Data: []byte("x")}}
	full := capture.Entry{Packet: &capture.Packet{
		Time: time.Unix(1, 0), Link: capture.LinkEthernet, Data: udpFrame(), Comment: "first",
	}}
	var p capture.Packet
	scanInto(t, written(t, Pcapng, full, bare), &p)
	isBare(t, &p)
	scanInto(t, written(t, Pcapng, full), &p)
	if p.Comment != "first" || p.Proto != capture.UDP {
		t.Errorf("got %+v", p)
	}
	f := &pcapFile{order: binary.BigEndian, magic: magicMicro, minor: 4, link: uint32(capture.LinkRaw)}
	scanInto(t, f.head().record(1, 0, 1, 1, "x").data, &p)
	isBare(t, &p)
}

// scanInto reads all packets of a file into p, octet by octet.
func scanInto(t *testing.T, data []byte, p *capture.Packet) {
	t.Helper()
	r, err := NewReader(iotest.OneByteReader(bytes.NewReader(data)))
	for err == nil {
		_, err = r.Scan(p)
	}
	if !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
}

// isBare asserts that nothing is known of a packet but its data.
func isBare(t *testing.T, p *capture.Packet) {
	t.Helper()
	if len(p.Data) != 1 || p.Length != 1 || p.Comment != "" || p.Proto != capture.Undecoded || p.Payload != nil || p.Src.IsValid() {
		t.Errorf("got %+v", p)
	}
}
