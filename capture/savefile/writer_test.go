package savefile

import (
	"bytes"
	"errors"
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/pcapng"
)

// datagram is an Ethernet frame with "hi" from UDP port 5000 to 12000 of
// 127.0.0.1.
const datagram = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x08\x00" +
	"\x45\x00\x00\x1e\x00\x01\x00\x00\x40\x11\x00\x00\x7f\x00\x00\x01\x7f\x00\x00\x01" +
	"\x13\x88\x2e\xe0\x00\x0a\x00\x00hi"

var now = time.Unix(1_700_000_000, 123_456_789)

// sample are a call and two packets.
func sample() []capture.Entry {
	packet := func(number int, length int) capture.Entry {
		return capture.Entry{Packet: &capture.Packet{
			Number: number, Time: now, Link: capture.LinkEthernet, Data: []byte(datagram), Length: length, Comment: "a datagram",
		}}
	}
	return []capture.Entry{
		{Call: &capture.Call{Name: "sendto", FD: 3, Enter: now, Remote: netip.MustParseAddrPort("127.0.0.1:12000")}},
		packet(1, len(datagram)),
		packet(2, 1000),
	}
}

func TestPcapWrittenThenRead(t *testing.T) {
	recording, err := read(written(t, Pcap, sample()...))
	if err != nil || len(recording.Entries) != 2 {
		t.Fatalf("%+v, %v", recording, err)
	}
	for i, p := range recording.Packets() {
		want := sample()[i+1].Packet
		if p.Number != want.Number || !p.Time.Equal(want.Time) || p.Link != want.Link || !bytes.Equal(p.Data, want.Data) || p.Length != want.Length {
			t.Errorf("got %+v, want %+v", p, want)
		}
	}
}

func TestPcapKeepsWideLinkTypes(t *testing.T) {
	var b bytes.Buffer
	if _, err := NewWriter(&b, Pcap, capture.Origin{}, 276); err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.source.(*pcapReader).link; got != 276 {
		t.Errorf("link type %d, want 276", got)
	}
}

func TestPcapRefuses(t *testing.T) {
	tests := map[string]capture.Packet{
		"link type":   {Time: now, Link: capture.LinkRaw},
		"no time":     {Link: capture.LinkEthernet},
		"before 1970": {Time: time.Unix(-1, 0), Link: capture.LinkEthernet},
		"after 2106":  {Time: time.Unix(1<<32, 0), Link: capture.LinkEthernet},
		"too long":    {Time: now, Link: capture.LinkEthernet, Data: make([]byte, pcapng.MaxPacket+1)},
		"long length": {Time: now, Link: capture.LinkEthernet, Length: 1 << 32},
	}
	for name, p := range tests {
		var b bytes.Buffer
		w, err := NewWriter(&b, Pcap, capture.Origin{}, capture.LinkEthernet)
		if err != nil {
			t.Fatal(err)
		}
		if w.Write(capture.Entry{Packet: &p}) == nil {
			t.Errorf("%s: no error", name)
		}
		if err := w.Write(sample()[1]); err != nil {
			t.Errorf("%s: the next packet was refused too: %v", name, err)
		}
		if b.Len() != 24+16+len(datagram) {
			t.Errorf("%s: left something in the file", name)
		}
	}
}

func TestNewWriterRefusesFormat(t *testing.T) {
	for _, format := range []Format{0, 9} {
		w, err := NewWriter(&bytes.Buffer{}, format, capture.Origin{}, capture.LinkEthernet)
		if w != nil || !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%v: %v, %v", format, w, err)
		}
	}
}

// writes counts the writes, and fails when there are none left.
type writes struct{ left, sizes []int }

var errFull = errors.New("no space left")

func (w *writes) Write(p []byte) (int, error) {
	w.sizes = append(w.sizes, len(p))
	if len(w.left) < len(w.sizes) {
		return 0, errFull
	}
	return len(p), nil
}

func TestPcapWritesWholeRecords(t *testing.T) {
	out := &writes{left: make([]int, 2)}
	w, err := NewWriter(out, Pcap, capture.Origin{}, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(sample()[1]); err != nil {
		t.Fatal(err)
	}
	if len(out.sizes) != 2 || out.sizes[0] != 24 || out.sizes[1] != 16+len(datagram) {
		t.Errorf("writes of %v octets", out.sizes)
	}
	for range 2 {
		if err := w.Write(sample()[2]); !errors.Is(err, errFull) {
			t.Errorf("got %v", err)
		}
	}
	if err := w.Close(capture.Drops{}); !errors.Is(err, errFull) || len(out.sizes) != 3 {
		t.Errorf("got %v after %d writes", err, len(out.sizes))
	}
}

func TestNewWriterFails(t *testing.T) {
	for _, format := range []Format{Pcap, Pcapng} {
		w, err := NewWriter(&writes{}, format, capture.Origin{}, capture.LinkEthernet)
		if w != nil || !errors.Is(err, errFull) {
			t.Errorf("%v: %v, %v", format, w, err)
		}
	}
}

func TestFormatString(t *testing.T) {
	for format, want := range map[Format]string{Pcapng: "pcapng", Pcap: "pcap", 0: "Format(0)"} {
		if got := format.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
