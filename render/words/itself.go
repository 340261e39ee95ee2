package words

import (
	"fmt"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// ofItself speaks of a segment of a socket that is connected to itself.
func ofItself(m *run.Moment) Sentence {
	open, n := m.Facts.Open, int64(m.Packet.PayloadLength)
	switch e := m.Events; {
	case e.Has(flow.RST):
		return Sentence{"the socket aborts its connection to itself", "The socket, which is connected to itself, aborts the connection."}
	case e.Has(flow.SYN):
		return Sentence{
			"asks to connect to its own address and port",
			fmt.Sprintf("The socket asks to connect to %s, which is its own address and port: the SYN comes back to itself, and both opens meet in one socket (simultaneous open, RFC 9293 §3.5).", m.Packet.Dst),
		}
	case e.Has(flow.SYNACK):
		return Sentence{
			"answers its own SYN: simultaneous open with itself",
			"The socket's own SYN has reached it, as if the other side opened at the same time, and it answers that with SYN,ACK (simultaneous open, RFC 9293 §3.5).",
		}
	case open.Has(facts.SelfFIN):
		return Sentence{
			fmt.Sprintf("ack=%d covers its own FIN", m.Ack),
			fmt.Sprintf("ack=%d covers the FIN that the socket has sent itself: the connection to itself is closed.", m.Ack),
		}
	case open.Has(facts.SelfDone):
		return Sentence{
			"covers its own SYN: the socket is connected to itself",
			fmt.Sprintf("ack=%d covers the SYN that the socket has sent itself: the handshake is over, and it is connected to itself.", m.Ack),
		}
	case e.Has(flow.FIN):
		return Sentence{
			"the socket closes its connection to itself",
			fmt.Sprintf("The socket ends the stream to itself: its FIN uses up %s.", number(m.Next-1)),
		}
	case n > 0:
		return Sentence{
			fmt.Sprintf("carries %s, to itself", bytesFromTo(m.Seq, m.Seq+n)),
			fmt.Sprintf("The socket sends itself %s: what it reads it has written.", bytesFromTo(m.Seq, m.Seq+n)),
		}
	}
	return Sentence{fmt.Sprintf("acknowledges its own bytes; expects %d next", m.Ack), fmt.Sprintf("The socket acknowledges what it has sent itself: number %d is expected next.", m.Ack)}
}
