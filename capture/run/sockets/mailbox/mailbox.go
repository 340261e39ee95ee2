// Package mailbox holds what has come to a UDP socket, and what it has sent, so that one can tell which datagram a call
// has received, and which of them nobody has.
package mailbox

import (
	"bytes"
	"hash/maphash"
	"net/netip"
	"slices"
	"strings"

	"wireladder/capture"
	"wireladder/capture/run"
)

// Mailbox is the datagrams that have come to a socket, and which of them its program has not
// received. The zero value is one to which none has come.
type Mailbox struct {
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
	read    *run.Moment    // the datagram that was received last
	twice   bool           // it was received before as well, and nothing was sent since it was received again
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

// Posts notes a datagram that the socket has sent: one that holds the same as another one before it may be the answer to
// a second copy.
func (b *Mailbox) Posts(m *run.Moment) {
	p := m.Packet
	m.Facts.ToCopy = b.twice && m.Facts.SameAs > 0 && p.Dst == b.read.Packet.Src
	b.twice = false
	b.sent++
	if p.Dst != b.last.to {
		b.other = b.last
	}
	b.last = posted{p.Dst, b.sent, p.Number}
}

// servesAnother reports whether the socket has sent a datagram to somebody else since one came.
func (b *Mailbox) servesAnother(w unread) bool {
	if from := w.moment.Packet.Src; b.last.to == from {
		return b.other.nth > w.sent
	}
	return b.last.nth > w.sent
}

// stale returns the packet that a datagram can be no answer to, though it is received behind that: it had come before,
// and all that was sent before had an answer. 0: there is none.
func (b *Mailbox) stale(w unread) int {
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

// Comes takes a datagram that has come.
func (b *Mailbox) Comes(m *run.Moment) {
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
func (b *Mailbox) takes(c *capture.Call) (unread, bool) {
	if strings.Contains(c.Args.Flags, "MSG_PEEK") {
		return unread{}, false
	}
	for i, w := range b.waiting {
		p := w.moment.Packet
		if n := min(len(c.Data), len(p.Payload)); (!c.Remote.IsValid() || c.Remote == p.Src) && bytes.Equal(c.Data[:n], p.Payload[:n]) && int(c.Result) <= p.PayloadLength {
			b.waiting = slices.Delete(b.waiting, i, i+1)
			b.taken++
			b.read, b.twice = w.moment, b.read == w.moment
			return w, true
		}
	}
	return unread{}, false
}

// Fetches notes that the call of a moment has received a datagram, and in what the socket has been through what its having
// waited shows; of the call before it, too. A socket that asks gets answers, and no requests.
func (b *Mailbox) Fetches(m *run.Moment, asks bool, past *run.Past) {
	w, known := b.takes(m.Call)
	past.Kept, past.Stale = false, 0
	if known && b.by != nil && w.nth <= b.before {
		b.by.Meets.More = true
	}
	if b.by, b.before = m, b.came; !known {
		b.by = nil
	}
	switch {
	case !known || b.over:
	case asks:
		past.Stale = b.stale(w)
	case b.servesAnother(w):
		past.Kept, w.moment.Facts.Kept = true, true
	}
}

// Waiting returns the datagrams that have come and were not received, and whether each of them can be told from what was.
func (b *Mailbox) Waiting() (all []*run.Moment, told bool) {
	for _, w := range b.waiting {
		if b.seen[letterOf(w.moment.Packet)] > 1 {
			return nil, false
		}
		all = append(all, w.moment)
	}
	return all, !b.over
}
