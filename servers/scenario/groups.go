package scenario

import (
	"fmt"
	"net/netip"

	"wireladder/capture"
)

// groups returns the scenario of datagrams to several receivers at once.
func groups() []Scenario {
	return []Scenario{{
		Name: "multicast", Group: UDP, Protocols: overUDP, Choices: Choices{Text: true},
		Title:  "one datagram to a group: each member receives it",
		Limits: Limits{IPv6: "no route leads to groups on the loopback", Wire: "its receivers share one host with the sender"},
		script: multicast,
	}}
}

// group is what two of the receivers join: administratively scoped (RFC 2365), so that nobody else has it.
var group = netip.AddrFrom4([4]byte{239, 1, 2, 3})

// multicast has two receivers that have joined, and a third that has not: that one receives what the others have
// joined, until it says that it does not want to.
func multicast(st *stage) error {
	const members, all = 2, 3
	for n := 1; n <= all; n++ {
		st.server(receiver(n), func(p *program) {
			if n > 1 {
				p.until(made(receiver(n-1), "recvfrom", 1))
			}
			s := p.socket(capture.UDP)
			s.reuse()
			s.bind(netip.AddrPortFrom(netip.IPv4Unspecified(), p.Port))
			if n <= members {
				s.do(func() error { return s.real.JoinGroup(group, p.Host) })
			}
			s.recvFrom(bufferSize)
			if n > members {
				s.do(func() error { return s.real.SetGroupsOfOthers(false) })
			} else {
				s.recvFrom(bufferSize)
			}
			p.forEver(func() { s.recvFrom(bufferSize) })
		})
	}
	st.client("sender", func(p *program) {
		to := netip.AddrPortFrom(group, p.Port)
		p.until(made(receiver(all), "recvfrom", 1))
		s := p.socket(capture.UDP)
		s.do(func() error { return s.real.SetGroupInterface(p.Host) })
		s.sendTo(p.Text+" 1", to)
		p.until(after(made(receiver(1), "recvfrom", 2), made(receiver(2), "recvfrom", 2), made(receiver(all), "recvfrom", 2)))
		s.sendTo(p.Text+" 2", to)
		p.until(after(made(receiver(1), "recvfrom", 3), made(receiver(2), "recvfrom", 3)))
		s.close()
	})
	return nil
}

// receiver is the name of the n-th receiver, counted from 1.
func receiver(n int) string { return fmt.Sprintf("receiver %d", n) }
