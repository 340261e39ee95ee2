//go:build linux || darwin

package servers

import (
	"errors"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// maxPending is how many octets a client may leave unread before the server
// stops reading from it: what it does not take is not kept without end.
const maxPending = 1 << 16

// multiplexer serves all clients in one thread. It never makes a call that
// waits, but for select.
type multiplexer struct {
	*server
	guests []*guest // in the order in which they came
	full   bool     // there is no room for another one
	parted bool     // farewells have begun
}

// guest is a client of a multiplexer.
type guest struct {
	conn    *Socket
	pending []byte // answers that it has not taken yet
	ended   bool   // its stream has ended: it leaves when it has taken them
}

// serveSelect serves all clients at once in one thread.
func serveSelect(s *server) error {
	if err := s.socket.SetNonblocking(); err != nil { // a client may be gone before it is accepted
		return err
	}
	m := &multiplexer{server: s}
	for {
		if err := m.partFromAll(); err != nil {
			return err
		}
		if m.parted && len(m.guests) == 0 {
			return nil
		}
		if err := m.turn(); err != nil {
			return err
		}
	}
}

// partFromAll says farewell to all clients, once, when the server was
// interrupted.
func (m *multiplexer) partFromAll() error {
	if m.parted || !m.interrupted() {
		return nil
	}
	m.parted = true
	for _, g := range slices.Clone(m.guests) {
		if err := m.part(g.conn); err != nil {
			if err := m.dismiss(g, err); err != nil {
				return err
			}
		}
	}
	return nil
}

// turn waits until somebody is ready, and serves all who are.
func (m *multiplexer) turn() error {
	read, write := m.sets()
	readable, writable, err := m.program.Select(read, write, m.patience())
	if errors.Is(err, unix.EINTR) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(readable)+len(writable) == 0 { // the time was over
		m.full = false
	}
	mayRead, mayWrite := setOf(readable), setOf(writable)
	if mayRead[m.socket] {
		if err := m.welcome(); err != nil {
			return err
		}
	}
	for _, g := range slices.Clone(m.guests) {
		if err := m.serve(g, mayRead[g.conn], mayWrite[g.conn]); err != nil {
			return err
		}
	}
	return nil
}

// patience returns how long to wait: while there is no room for another client, until
// it is time to look again; else for ever.
func (m *multiplexer) patience() time.Duration {
	if m.full && !m.parted {
		return roomAgain
	}
	return 0
}

func setOf(sockets []*Socket) map[*Socket]bool {
	set := map[*Socket]bool{}
	for _, s := range sockets {
		set[s] = true
	}
	return set
}

// sets returns whom the server would receive from, and whom it has to send to.
func (m *multiplexer) sets() (read, write []*Socket) {
	if !m.full && !m.parted {
		read = append(read, m.socket)
	}
	for _, g := range m.guests {
		if !g.ended && len(g.pending) < maxPending {
			read = append(read, g.conn)
		}
		if len(g.pending) > 0 {
			write = append(write, g.conn)
		}
	}
	return read, write
}

// welcome accepts a client, if there is a descriptor for it that select can
// watch. It looks before: whoever is not accepted waits in the queue.
func (m *multiplexer) welcome() error {
	err := roomForSelect(m.socket.fd)
	var conn *Socket
	if err == nil {
		conn, err = m.accept()
	}
	switch {
	case exhausted(err):
		m.full = true
		m.tellFull(err)
	case err != nil:
		return err
	case conn != nil:
		m.guests = append(m.guests, &guest{conn: conn})
	}
	return nil
}

// roomForSelect returns why the next descriptor could not be watched, nil if it
// could. The kernel gives the lowest that is free.
func roomForSelect(fd int) error {
	next, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return err
	}
	_ = unix.Close(next)
	if next >= SelectLimit {
		return ErrSelectLimit
	}
	return nil
}

// serve receives from a client, or sends what it has not taken yet.
func (m *multiplexer) serve(g *guest, readable, writable bool) error {
	var err error
	if writable {
		err = m.send(g)
	}
	if readable && err == nil {
		err = m.receive(g)
	}
	if err != nil || g.ended && len(g.pending) == 0 {
		return m.dismiss(g, err)
	}
	return nil
}

// receive answers what a client has said.
func (m *multiplexer) receive(g *guest) error {
	message, err := g.conn.Recv(m.opts.RecvSize)
	if err != nil {
		return err
	}
	if len(message) == 0 {
		g.ended = true
		return nil
	}
	m.tellOf(Received, g.conn, message, nil)
	waiting := len(g.pending) > 0
	g.pending = append(g.pending, Upper(message)...)
	if waiting {
		return nil // select will tell when there is room
	}
	return m.send(g)
}

// send sends what the kernel has room for.
func (m *multiplexer) send(g *guest) error {
	n, err := g.conn.SendNow(g.pending)
	if errors.Is(err, unix.EAGAIN) {
		return nil
	}
	if err != nil {
		return err
	}
	m.tellOf(Sent, g.conn, g.pending[:n], nil)
	g.pending = g.pending[n:]
	return nil
}

// dismiss lets a client go.
func (m *multiplexer) dismiss(g *guest, reason error) error {
	m.guests = slices.DeleteFunc(m.guests, func(other *guest) bool { return other == g })
	m.full = false
	return m.leave(g.conn, ByClient, reason)
}
