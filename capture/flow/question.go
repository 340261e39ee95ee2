package flow

import (
	"net/netip"
	"time"

	"wireladder/capture"
)

// maxAsked is how many who have asked several hosts at once are remembered.
const maxAsked = 1024

// asker is who has sent a datagram to several hosts.
type asker struct {
	addr [16]byte // as in Outline
	ipv6 bool
	port uint16
}

// askers are the conversations that are questions to several hosts, by who asks: the
// last one of each.
type askers map[asker]*Conversation

// note remembers a conversation if its responder is several hosts.
func (a *askers) note(c *Conversation, h *capture.Outline) {
	if !c.ToSeveral() {
		return
	}
	if *a == nil {
		*a = askers{}
	}
	key := asker{h.Src, h.IPv6, h.SrcPort}
	if _, known := (*a)[key]; known || len(*a) < maxAsked {
		(*a)[key] = c
	}
}

// answered returns the question to several hosts that a datagram without a
// conversation answers; nil if there is none. It comes from the port that was asked
// and goes to who asked, or else to that port: of who has no address yet (DHCP, RFC
// 2131 §4.1), or of all.
func (a askers) answered(h *capture.Outline) *Conversation {
	if len(a) == 0 {
		return nil
	}
	if c := a[asker{h.Dst, h.IPv6, h.DstPort}]; c != nil && c.port(Responder) == h.SrcPort {
		return c
	}
	if c := a[asker{ipv6: h.IPv6, port: h.DstPort}]; c != nil && c.port(Responder) == h.SrcPort {
		return c
	}
	return nil
}

// maxWaiting is how many conversations are remembered of which an answer may come from elsewhere: a power of two.
const maxWaiting = 256

// patience is how long an answer from elsewhere may take.
const patience = 10 * time.Second

// waiting are the last conversations that began with a datagram, by the address and port of who sent it: of two at one
// place the later one.
type waiting [maxWaiting]*Conversation

// place returns where a conversation stands.
func place(addr [16]byte, port uint16) int {
	const root = 0x9e3779b1 // 2^32 by the golden ratio
	n := uint32(port)
	for i := 0; i < len(addr); i += 4 {
		n = n*root ^ uint32(addr[i])<<24 ^ uint32(addr[i+1])<<16 ^ uint32(addr[i+2])<<8 ^ uint32(addr[i+3])
	}
	return int(n * root >> 16 % maxWaiting)
}

// waits remembers a conversation that has just begun, if its beginning may be a question to a server.
func (t *Tracker) waits(c *Conversation, h *capture.Outline) {
	const ephemeral = 32768 // see serverSpeaks
	if h.SrcPort < ephemeral || h.DstPort >= ephemeral {
		return
	}
	if t.waiting == nil {
		t.waiting = new(waiting)
	}
	t.waiting[place(h.Src, h.SrcPort)] = c
}

// answered returns the conversation whose question a datagram without a conversation answers, by its addresses: one
// that has no answer yet, was sent not long before from where this goes to, and went to the same host, to the same
// port of another one, or to several. nil if there is none.
func (w *waiting) answered(h *capture.Outline) *Conversation {
	if w == nil {
		return nil
	}
	c := w[place(h.Dst, h.DstPort)]
	if c == nil || c.Endpoint(Initiator) != end(h.Dst, h.IPv6, h.DstPort) || c.Packets[Responder] > 0 || c.marks&timed == 0 || !near(h.At, c.lastAt, patience) {
		return nil
	}
	asked, from := c.Endpoint(Responder), end(h.Src, h.IPv6, h.SrcPort)
	if asked.Addr() == from.Addr() || asked.Port() == from.Port() || c.ToSeveral() {
		return c
	}
	return nil
}

// end returns an end of a packet, as its outline has it.
func end(addr [16]byte, ipv6 bool, port uint16) netip.AddrPort {
	if ipv6 {
		return netip.AddrPortFrom(netip.AddrFrom16(addr), port)
	}
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte(addr[:4])), port)
}

// ToSeveral reports whether the responder's address is that of several hosts:
// multicast, or broadcast. (Which addresses are broadcast a capture does not tell for
// sure: that of a subnet is taken to end in 255, unless it answers.)
func (c *Conversation) ToSeveral() bool {
	to := c.Endpoint(Responder).Addr()
	if to.IsMulticast() {
		return true
	}
	if !to.Is4() || c.Packets[Responder] > 0 {
		return false
	}
	return to.As4()[3] == 255
}

// Answers returns the stream number of the UDP conversation to several hosts that
// this one answers, and whether it does.
func (c *Conversation) Answers() (stream int, ok bool) {
	of := c.readRare().answers
	return int(of) - 1, of != 0
}

// Asked returns how many datagrams the initiator sent, copies left out.
func (c *Conversation) Asked() int { return int(c.Packets[Initiator]) - c.Copies(Initiator) }

// answer counts a datagram of the responder, which answers the oldest of the
// initiator that has no answer, or another conversation.
func (t *Tracker) answer(c *Conversation, h *capture.Outline) {
	if stream, other := c.Answers(); other {
		if q := t.asked.answered(h); q != nil && q.Stream == stream {
			q.Answered++
			return
		}
	}
	if int(c.Answered) < c.Asked() {
		c.Answered++
	}
}
