//go:build linux || darwin

package servers

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// newMultiplexer returns one that listens nowhere, with guests that have left
// that much untaken.
func newMultiplexer(pending ...int) *multiplexer {
	m := &multiplexer{server: &server{socket: &Socket{fd: -1}, clients: map[*Socket]struct{}{}}}
	for _, n := range pending {
		m.guests = append(m.guests, &guest{conn: &Socket{fd: -1}, pending: make([]byte, n)})
	}
	return m
}

// Whoever does not take its answers is not heard any more, until it does.
func TestMultiplexerStopsReading(t *testing.T) {
	m := newMultiplexer(0, 1, maxPending)
	read, write := m.sets()
	first, second, last := m.guests[0].conn, m.guests[1].conn, m.guests[2].conn
	if !slices.Equal(read, []*Socket{m.socket, first, second}) || !slices.Equal(write, []*Socket{second, last}) {
		t.Errorf("receives from %d of 4, sends to %d of 3", len(read), len(write))
	}
	m.guests[0].ended = true
	if read, _ := m.sets(); slices.Contains(read, first) {
		t.Error("waits for more after the end")
	}
}

// Where there was no room for a client, there is when one has left.
func TestMultiplexerHasRoomAgain(t *testing.T) {
	m := newMultiplexer(0)
	m.full = true
	if read, _ := m.sets(); slices.Contains(read, m.socket) {
		t.Error("accepts though it is full")
	}
	if err := m.dismiss(m.guests[0], nil); err != nil {
		t.Fatal(err)
	}
	if read, _ := m.sets(); !slices.Equal(read, []*Socket{m.socket}) || len(m.guests) > 0 {
		t.Errorf("watches %d sockets, and has %d guests", len(read), len(m.guests))
	}
}

// A descriptor that no set holds is not taken for a client.
func TestRoomForSelect(t *testing.T) {
	s := bound(t, program(t, ProgramOptions{}), capture.UDP)
	var copies []int
	defer func() {
		for _, fd := range copies {
			_ = unix.Close(fd)
		}
	}()
	for last := -1; last < SelectLimit-1; {
		if err := roomForSelect(s.fd); err != nil {
			t.Fatalf("after descriptor %d: %v", last, err)
		}
		fd, err := unix.FcntlInt(uintptr(s.fd), unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			t.Fatal(err)
		}
		copies, last = append(copies, fd), fd
	}
	if err := roomForSelect(s.fd); !errors.Is(err, ErrSelectLimit) {
		t.Errorf("without room: %v", err)
	}
}

// refusals is an observer of sends that the kernel had no room for, or not for all.
type refusals struct {
	once sync.Once
	one  chan struct{} // closed at the first
}

func (*refusals) Enter(*capture.Call) {}

func (r *refusals) Return(c *capture.Call) {
	if c.Name == "send" && c.Result < int64(c.Size) {
		r.once.Do(func() { close(r.one) })
	}
}

// What the kernel has no room for is kept, in order, and sent when there is.
func TestSelectKeepsWhatIsNotTaken(t *testing.T) {
	r := &refusals{one: make(chan struct{})}
	conn := dial(t, startTCP(t, ServerOptions{Model: Select, Observer: r}).addr)
	said, written := make(chan []byte, 1), make(chan error, 1)
	go func() {
		all, err := sayUntil(conn, r.one)
		said <- all
		written <- errors.Join(err, conn.CloseWrite())
	}()
	<-r.one
	answer, err := io.ReadAll(conn)
	if all := Upper(<-said); err != nil || !bytes.Equal(answer, all) {
		t.Errorf("%d octets came back of %d, or others: %v", len(answer), len(all), err)
	}
	if err := <-written; err != nil {
		t.Error(err)
	}
}

// sayUntil says octets of which no two stretches are alike until enough is closed,
// and returns them.
func sayUntil(w io.Writer, enough <-chan struct{}) (all []byte, err error) {
	for line := byte(0); ; line++ {
		select {
		case <-enough:
			return all, nil
		default:
		}
		piece := bytes.Repeat([]byte{'a' + line%26, line}, 5000)
		all = append(all, piece...)
		if _, err := w.Write(piece); err != nil {
			return all, err
		}
	}
}
