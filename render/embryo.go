package render

import (
	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/embryos"
)

// embryoLines are the connections that the kernel sets up for listening sockets, from their SYN on:
// they have lifelines of their own, though no program has a socket of them. accept(2) returns
// one as an accepted socket, of the same lifeline. Make them with newEmbryos.
type embryoLines struct {
	lines  map[embryos.Pair]embryoLine
	knocks map[int]embryos.Knock // by number of a SYN that has not arrived, or of an ACK that makes the connection
}

func newEmbryos() embryoLines {
	return embryoLines{map[embryos.Pair]embryoLine{}, map[int]embryos.Knock{}}
}

// embryoLine is the lifeline of one connection.
type embryoLine struct {
	of   *flow.Conversation
	line int
}

// lineOf returns the lifeline of a socket that sends or gets the packet of m: of a listening one
// that of the connection, which begins here if it has none yet, unless its kernel keeps nothing of it (a SYN cookie).
func (b *stepBuilder) lineOf(k *run.Socket, m *run.Moment) int {
	if k.Role != run.Listening || m.Packet.Proto != capture.TCP || m.Facts.Cookie || m.Forgotten() {
		return b.line(k)
	}
	return b.embryo(embryos.KnockOf(k, m))
}

// embryo returns the lifeline of a connection, which begins here if it has none yet.
func (b *stepBuilder) embryo(n embryos.Knock) int {
	if e, ok := b.embryos.lines[n.Pair]; ok && e.of == n.Of {
		return e.line
	}
	line := b.line(n.Socket())
	b.embryos.lines[n.Pair] = embryoLine{n.Of, line}
	return line
}

// awaits returns the lifeline that a packet is drawn towards which has not arrived: a SYN makes
// no embryo, as long as the kernel has not seen it, and neither does an ACK that brings a SYN cookie back.
func (b *stepBuilder) awaits(m *run.Moment) int {
	if m.To.Role != run.Listening || m.Facts.Cookie || !m.Events.Has(flow.SYN) && !m.Recalled() {
		return b.lineOf(m.To, m)
	}
	b.embryos.knocks[m.Packet.Number] = embryos.KnockOf(m.To, m)
	return b.line(m.To)
}

// arrivesAt returns the lifeline at which the packet of a step arrives, which is of the socket k.
func (b *stepBuilder) arrivesAt(k *run.Socket, packet int, sent *Step) int {
	if k.Role != run.Listening || b.ladder.OfDatagrams() {
		return b.line(k)
	}
	if n, ok := b.embryos.knocks[packet]; ok {
		return b.embryo(n)
	}
	return sent.To
}

// hatch returns the lifeline of a socket that a call returns: the one that its connection had
// before, if it had one.
func (b *stepBuilder) hatch(m *run.Moment) int {
	key := embryos.Pair{Listener: m.Socket, Client: m.Born.Remote}
	e, ok := b.embryos.lines[key]
	if !ok || !m.Call.Does(capture.Accepts) {
		return b.line(m.Born)
	}
	delete(b.embryos.lines, key)
	delete(b.lines, b.sockets[e.line])
	b.lines[m.Born], b.sockets[e.line] = e.line, m.Born
	b.ladder.Lifelines[e.line].Taken = len(b.ladder.Steps)
	return e.line
}
