package sockets

import (
	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/run"
)

// Overflowed ties the datagrams that the kernels have thrown away for want of room (RcvbufErrors, or
// Udp6RcvbufErrors) to those that have come and were never received: where there are as many of these,
// and each can be told from what was received.
func (s *Sockets) Overflowed(n uint64) {
	var gone []*run.Moment
	for _, k := range s.all {
		waiting, told := k.mail.Waiting()
		if !told {
			return
		}
		gone = append(gone, waiting...)
	}
	if uint64(len(gone)) != n {
		return
	}
	for i, m := range gone {
		m.Facts.AlsoGone = i > 0 && gone[i-1].To == m.To
		m.Facts.Kernel = append(m.Facts.Kernel, overflowCounter(m.Packet))
	}
}

// overflowCounter is what counts that a datagram finds no room: the kernel's UDP over IPv4 and over IPv6
// are two, and count apart.
func overflowCounter(p *capture.Packet) string {
	if p.Dst.Addr().Is6() {
		return facts.RcvbufErrors6
	}
	return facts.RcvbufErrors
}
