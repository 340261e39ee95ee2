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
	waiting []unread
	seen    map[letter]int // how often the same has come
	over    bool           // of more than are kept
	came    int            // datagrams that have come
	before  int            // how many had when the last one was received
	by      *run.Moment    // the call that received that
	taken   int            // datagrams that calls have received
	sent    int            // datagrams that the socket has sent
	last    posted         // the last of them
	other   posted         // the last one that went elsewhere
}

// unread is a datagram that has come and was not received.
type unread struct {
	moment *run.Moment
	sent   int // datagrams that the socket had sent when it came
	nth    int // of all that have come
}

// posted is a datagram that a socket has sent.
type posted struct {
	to     netip.AddrPort
	nth    int // of all that it has sent, from 1 on; 0: there is none
	number int // of its packet
}

// posts notes a datagram that the socket has sent.
func (b *mailbox) posts(p *capture.Packet) {
	b.sent++
	if p.Dst != b.last.to {
		b.other = b.last
	}
	b.last = posted{p.Dst, b.sent, p.Number}
}

// servesAnother reports whether the socket has sent a datagram to somebody else since one came.
func (b *mailbox) servesAnother(w unread) bool {
	if from := w.moment.Packet.Src; b.last.to == from {
		return b.other.nth > w.sent
	}
	return b.last.nth > w.sent
}

// stale returns the packet that a datagram can be no answer to, though it is received behind that: it had come before,
// and all that was sent before had an answer. 0: there is none.
func (b *mailbox) stale(w unread) int {
	if w.moment.Packet.Src == b.last.to && b.other.nth == 0 && w.sent < b.sent && b.taken >= b.sent {
		return b.last.number
	}
	return 0
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
	b.came++
	b.waiting = append(b.waiting, unread{m, b.sent, b.came})
}

// takes notes that a call has received a datagram: the first one of those that are alike. It returns that, and false if
// none fits.
func (b *mailbox) takes(c *capture.Call) (unread, bool) {
	if strings.Contains(c.Args.Flags, "MSG_PEEK") {
		return unread{}, false
	}
	for i, w := range b.waiting {
		p := w.moment.Packet
		if n := min(len(c.Data), len(p.Payload)); (!c.Remote.IsValid() || c.Remote == p.Src) && bytes.Equal(c.Data[:n], p.Payload[:n]) && int(c.Result) <= p.PayloadLength {
			b.waiting = slices.Delete(b.waiting, i, i+1)
			b.taken++
			return w, true
		}
	}
	return unread{}, false
}

// fetches notes that the call of a moment has received a datagram, and what its having waited shows; of the call before
// it, too.
func (k *Socket) fetches(m *run.Moment) {
	w, known := k.mail.takes(m.Call)
	k.past.Kept, k.past.Stale = false, 0
	if known && k.mail.by != nil && w.nth <= k.mail.before {
		k.mail.by.Meets.More = true
	}
	if k.mail.by, k.mail.before = m, k.mail.came; !known {
		k.mail.by = nil
	}
	switch {
	case !known || k.mail.over:
	case k.Role == run.Active:
		k.past.Stale = k.mail.stale(w)
	case k.mail.servesAnother(w):
		k.past.Kept, w.moment.Facts.Kept = true, true
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
		for _, w := range k.mail.waiting {
			if k.mail.seen[letterOf(w.moment.Packet)] > 1 {
				return
			}
			gone = append(gone, w.moment)
		}
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
