package understand

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/savefile"
)

// TestWindowKeepsPackets checks that what was read into a window is, while it waits,
// what a reader gives that makes a packet of its own each time.
func TestWindowKeepsPackets(t *testing.T) {
	data := severalPackets(t)
	left := packetsOf(t, data)
	r, err := savefile.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var w packetWindow
	for err == nil {
		var n int
		n, _, err = r.ScanMany(w.room())
		w.fill(n)
		for w.len() > 700 || err != nil && w.len() > 0 {
			got := w.queue[w.head].packet
			if w.release(got); !reflect.DeepEqual(got, left[0]) {
				t.Fatalf("got %+v, want %+v", got, left[0])
			}
			left = left[1:]
		}
		if err != nil && len(left) > 0 {
			t.Errorf("%d packets are missing", len(left))
		}
	}
	if !errors.Is(err, io.EOF) || w.octets != 0 {
		t.Errorf("%v, %d octets left", err, w.octets)
	}
}

// severalPackets returns a file of packets of UDP, of some that are cut off, and of a
// call now and then.
func severalPackets(t *testing.T) []byte {
	t.Helper()
	const frame = "\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00" +
		"\x45\x00\x00\x1e\x00\x01\x00\x00\x40\x11\x00\x00\x0a\x01\x00\x07\xc0\xa8\x00\x01\x04\x00\x00\x50\x00\x0a\x00\x00"
	var out bytes.Buffer
	w, err := savefile.NewWriter(&out, savefile.Pcapng, capture.Origin{}, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3000 {
		at := time.Unix(1_700_000_000, int64(i)*1000)
		e := capture.Entry{Call: &capture.Call{Name: "socket", Enter: at, Exit: at}}
		if i%50 != 7 {
			data := fmt.Appendf([]byte(frame), "%02d", i%100)
			data = data[:len(data)-max(0, i%90-60)]
			e = capture.Entry{Packet: &capture.Packet{Time: at, Link: capture.LinkEthernet, Data: data, Length: len(frame) + 2}}
		}
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// packetsOf returns the packets of a file, each with what it points to.
func packetsOf(t *testing.T, data []byte) []*capture.Packet {
	t.Helper()
	r, err := savefile.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var all []*capture.Packet
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if e.Packet != nil {
			all = append(all, e.Packet)
		}
	}
}

// clone returns a packet that owns what it points to.
func clone(p *capture.Packet) capture.Packet {
	own := *p
	own.Data, own.Payload = slices.Clone(p.Data), slices.Clone(p.Payload)
	return own
}

// windowModel is a window beside a slice of what must be in it.
type windowModel struct {
	packetWindow
	want []capture.Packet
	next int
}

// read reads n packets whose octets and payload stand in a reader's buffer, or the
// payload elsewhere.
func (m *windowModel) read(n, size int, apart bool) {
	room := m.room()
	n = min(n, len(room))
	buffer := make([]byte, n*size)
	for i := range n {
		m.next++
		p := capture.Packet{Number: m.next, Data: buffer[i*size : (i+1)*size]}
		for j := range p.Data {
			p.Data[j] = byte(m.next + j)
		}
		p.Payload = p.Data[size/2:]
		if apart {
			p.Payload = bytes.Repeat([]byte{byte(m.next)}, size)
		}
		room[i] = p
		m.want = append(m.want, clone(&p))
	}
	m.fill(n)
	clear(buffer) // which the reader uses for what comes next
}

// check takes entries until keep are left, and checks that they are the right ones.
func (m *windowModel) check(t *testing.T, keep int) {
	t.Helper()
	for m.len() > keep {
		got := m.queue[m.head].packet
		if m.release(got); !reflect.DeepEqual(*got, m.want[0]) {
			t.Fatalf("got %+v, want %+v", got, m.want[0])
		}
		m.want = m.want[1:]
	}
}

// TestWindowOrder puts in and takes out by chance.
func TestWindowOrder(t *testing.T) {
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a test's
		var m windowModel
		for range 300 {
			switch r.IntN(4) {
			case 0:
				m.release(&capture.Packet{}) // which is none of its own
			case 1:
				m.check(t, r.IntN(m.len()+1))
			case 2:
				m.read(r.IntN(40), 10+r.IntN(3000), r.IntN(2) == 0)
			case 3:
				m.read(1, roomSize-1+r.IntN(3), r.IntN(8) == 0)
			}
		}
		m.check(t, 0)
		if m.octets != 0 || m.len() != 0 || len(m.want) != 0 {
			t.Fatalf("%d octets, %d packets, %d wanted", m.octets, m.len(), len(m.want))
		}
	}
}

// TestWindowDoesNotAllocate checks that a window that has been full before allocates
// nothing for a packet.
func TestWindowDoesNotAllocate(t *testing.T) {
	frame := bytes.Repeat([]byte("octets "), 200)
	var w packetWindow
	turn := func() {
		room := w.room()
		for i := range room {
			room[i].Data, room[i].Payload = frame, frame[54:]
		}
		w.fill(len(room))
		for w.len() > 1000 {
			w.release(w.queue[w.head].packet)
		}
	}
	for range 1000 {
		turn()
	}
	if n := testing.AllocsPerRun(1000, turn); n != 0 {
		t.Errorf("%v allocations a turn", n)
	}
	if n := len(w.freeRoom); n > 2*1000*len(frame)/roomSize+3 {
		t.Errorf("%d rooms are kept", n)
	}
}

// TestWindowIsBounded checks that large packets fill a window as many do.
func TestWindowIsBounded(t *testing.T) {
	const size = 1 << 18
	var m windowModel
	for !m.full() {
		m.read(1, size, false)
		if m.len() > maxOctets/size {
			t.Fatalf("%d packets of %d octets do not fill it", m.len(), size)
		}
	}
	m.check(t, 0)
	if m.full() || len(m.freeRoom) != 0 {
		t.Errorf("full: %v, %d rooms for large packets are kept", m.full(), len(m.freeRoom))
	}
}
