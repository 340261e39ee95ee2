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
	all    []optionSet
	held   bool          // Nagle's rule has held something back
	mapped []*run.Socket // they have accepted who came over IPv4, though they are of AF_INET6
	shut   []uint16      // ports at which nobody listened for who came over IPv4
	spared []*run.Socket // they do not get what was sent to a group: they have not joined it, and take no other
	broken []*run.Socket // their close() has sent a RST, for they don't linger
}

// optionSet is an option that a socket has set.
type optionSet struct {
	step   int
	socket *run.Socket
	option capture.SocketOption
}

// note takes the moment of a step.
func (s *settings) note(m *run.Moment, step int) {
	switch c := m.Call; {
	case m.Kind == run.Packet:
		s.spared = append(s.spared, m.Bystanders...)
		s.held = s.held || m.Facts.Wait != nil && m.Facts.Wait.Rule == facts.Nagle
		if r := m.Facts.Reset; r != nil && r.Why == facts.Refuses && m.Packet.Src.Addr().Is4() {
			s.shut = append(s.shut, m.Packet.Src.Port())
		} else if r != nil && r.Linger0 {
			s.broken = append(s.broken, m.From)
		}
	case c == nil || m.Socket == nil || m.Kind == run.Enter:
	case c.Did(capture.Configures):
		if o := c.Args.Option; o.Name == "IPV6_V6ONLY" || o.Name == "TCP_NODELAY" || o.Name == "IP_MULTICAST_ALL" || o.Aborts() {
			s.all = append(s.all, optionSet{step, m.Socket, o})
		}
	case c.Did(capture.Accepts) && m.Socket.Told(c.Remote) != c.Remote:
		s.mapped = append(s.mapped, m.Socket)
	}
}

// telling returns the steps of options that show why something has happened, or that it could not happen any more:
// that IPv4 clients are served, or refused, that nothing is held back as it was elsewhere, that what was sent to a group
// does not come, and that close() has broken a connection off.
func (s *settings) telling() (steps []int) {
	for i := range s.all {
		if s.tells(&s.all[i]) {
			steps = append(steps, s.all[i].step)
		}
	}
	return steps
}

// tells reports whether what an option is about has happened.
func (s *settings) tells(o *optionSet) bool {
	on := o.option.Number != 0
	switch {
	case o.option.Aborts():
		return slices.Contains(s.broken, o.socket)
	case o.option.Name == "TCP_NODELAY":
		return on && s.held
	case o.option.Name == "IP_MULTICAST_ALL":
		return !on && slices.Contains(s.spared, o.socket)
	}
	return !on && slices.Contains(s.mapped, o.socket) || on && slices.Contains(s.shut, o.socket.Local.Port())
}
