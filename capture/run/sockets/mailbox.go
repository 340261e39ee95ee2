package sockets

import (
	"bytes"
	"hash/maphash"
	"net/netip"
	"slices"
	"strings"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/run"
)

// mailbox is the datagrams that have come to a socket, and which of them its program has not
// received.
type mailbox struct {
	waiting []*run.Moment
	seen    map[letter]int // how often the same has come
	over    bool           // of more than are kept
}

// letter is what one datagram has in common with another that cannot be told from it.
type letter struct {
	from netip.AddrPort
	text uint64
}

// maxLetters is how many datagrams of a socket are kept: who has received which of more than these
// is not found out.
const maxLetters = 4096

// seed is of hashes of datagrams.
var seed = maphash.MakeSeed()

func letterOf(p *capture.Packet) letter { return letter{p.Src, maphash.Bytes(seed, p.Payload)} }

// comes takes a datagram that has come.
func (b *mailbox) comes(m *run.Moment) {
	if b.over = b.over || len(b.seen) >= maxLetters; b.over {
		b.waiting, b.seen = nil, nil
		return
	}
	if b.seen == nil {
		b.seen = map[letter]int{}
	}
	b.seen[letterOf(m.Packet)]++
	b.waiting = append(b.waiting, m)
}

// takes notes that a call has received a datagram: the first one of those that are alike.
func (b *mailbox) takes(c *capture.Call) {
	if strings.Contains(c.Args.Flags, "MSG_PEEK") {
		return
	}
	for i, m := range b.waiting {
		p := m.Packet
		if n := min(len(c.Data), len(p.Payload)); (!c.Remote.IsValid() || c.Remote == p.Src) && bytes.Equal(c.Data[:n], p.Payload[:n]) && int(c.Result) <= p.PayloadLength {
			b.waiting = slices.Delete(b.waiting, i, i+1)
			return
		}
	}
}

// Overflowed ties the datagrams that the kernels have thrown away for want of room (RcvbufErrors, or
// Udp6RcvbufErrors) to those that have come and were never received: where there are as many of these,
// and each can be told from what was received.
func (s *Sockets) Overflowed(n uint64) {
	var gone []*run.Moment
	for _, k := range s.all {
		if k.mail.over {
			return
		}
		for _, m := range k.mail.waiting {
			if k.mail.seen[letterOf(m.Packet)] > 1 {
				return
			}
			gone = append(gone, m)
		}
	}
	if uint64(len(gone)) != n {
		return
	}
	for _, m := range gone {
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
