package segments

import (
	"fmt"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/words/sentence"
)

// ofItself speaks of a segment of a socket that is connected to itself.
func ofItself(m *run.Moment) sentence.Sentence {
	open, n := m.Facts.Open, int64(m.Packet.PayloadLength)
	switch e := m.Events; {
	case e.Has(flow.RST):
		return sentence.New("the socket aborts its connection to itself", "The socket, which is connected to itself, aborts the connection.")
	case e.Has(flow.SYN):
		return sentence.New(
			"asks to connect to its own address and port",
			fmt.Sprintf("The socket asks to connect to %s, which is its own address and port: the SYN comes back to itself, and both opens meet in one socket (simultaneous open, RFC 9293 §3.5).", m.Packet.Dst),
		)
	case e.Has(flow.SYNACK):
		return sentence.New(
			"answers its own SYN: simultaneous open with itself",
			"The socket's own SYN has reached it, as if the other side opened at the same time, and it answers that with SYN,ACK (simultaneous open, RFC 9293 §3.5). That comes back, too, and covers the SYN: the socket is connected to itself.",
		)
	case open.Has(facts.SelfFIN):
		return sentence.New(
			fmt.Sprintf("ack=%d covers its own FIN", m.Ack),
			fmt.Sprintf("ack=%d covers the FIN that the socket has sent itself: the connection to itself is closed.", m.Ack),
		)
	case open.Has(facts.SelfAgain):
		return sentence.New(
			"its SYN has come once more, with the SYN,ACK: acknowledged again",
			fmt.Sprintf("ack=%d covers the SYN that the socket has sent itself, once more: the SYN,ACK, which has covered it before, has brought the same SYN a second time. The socket is connected to itself already.", m.Ack),
		)
	case e.Has(flow.FIN):
		return sentence.New(
			"the socket closes its connection to itself",
			fmt.Sprintf("The socket ends the stream to itself: its FIN uses up %s.", sentence.Number(m.Next-1)),
		)
	case n > 0:
		return sentence.New(
			fmt.Sprintf("carries %s, to itself", sentence.BytesFromTo(m.Seq, m.Seq+n)),
			fmt.Sprintf("The socket sends itself %s: what it reads it has written.", sentence.BytesFromTo(m.Seq, m.Seq+n)),
		)
	}
	return sentence.New(fmt.Sprintf("acknowledges its own bytes; expects %d next", m.Ack), fmt.Sprintf("The socket acknowledges what it has sent itself: number %d is expected next.", m.Ack))
}
