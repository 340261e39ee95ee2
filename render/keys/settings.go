package keys

import (
	"slices"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/run"
)

// settings are the options of a ladder's sockets that tell something only by what happens besides. The zero value has
// none.
type settings struct {
	all    []setting
	held   bool          // Nagle's rule has held something back
	mapped []*run.Socket // they have accepted who came over IPv4, though they are of AF_INET6
	shut   []uint16      // ports at which nobody listened for who came over IPv4
}

// setting is an option that a socket has set.
type setting struct {
	step   int
	socket *run.Socket
	option capture.SocketOption
}

// note takes the moment of a step.
func (s *settings) note(m *run.Moment, step int) {
	switch c := m.Call; {
	case m.Kind == run.Packet:
		s.held = s.held || m.Facts.Wait != nil && m.Facts.Wait.Rule == facts.Nagle
		if r := m.Facts.Reset; r != nil && r.Why == facts.Refuses && m.Packet.Src.Addr().Is4() {
			s.shut = append(s.shut, m.Packet.Src.Port())
		}
	case c == nil || m.Socket == nil || m.Kind == run.Enter:
	case c.Did(capture.Configures):
		if o := c.Args.Option; o.Name == "IPV6_V6ONLY" || o.Name == "TCP_NODELAY" {
			s.all = append(s.all, setting{step, m.Socket, o})
		}
	case c.Did(capture.Accepts) && m.Socket.Told(c.Remote) != c.Remote:
		s.mapped = append(s.mapped, m.Socket)
	}
}

// telling returns the steps of options that show why something has happened, or that it could not happen any more:
// that IPv4 clients are served, or refused, and that nothing is held back as it was elsewhere.
func (s *settings) telling() (steps []int) {
	for i := range s.all {
		o := &s.all[i]
		tells := s.held && o.option.Number != 0
		if o.option.Name == "IPV6_V6ONLY" {
			tells = o.option.Number == 0 && slices.Contains(s.mapped, o.socket) || o.option.Number != 0 && slices.Contains(s.shut, o.socket.Local.Port())
		}
		if tells {
			steps = append(steps, o.step)
		}
	}
	return steps
}
