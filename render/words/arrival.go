package words

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
)

// ofArrival says of the arrival of a packet, or of a copy, what is remarkable in it.
func ofArrival(m *run.Moment) Sentence {
	c := &m.Coming
	tcp := m.Protocol() == capture.TCP
	switch n := c.Overtaken; {
	case c.Copy > 0 && tcp:
		return sentence.New(
			"a second copy: TCP throws it away and says what it expects",
			"The wire delivers the same segment twice. By its numbers TCP knows the copy: it throws it away and acknowledges again.",
		)
	case c.Copy > 0:
		return sentence.New(
			"a second copy: UDP hands it to the program like a new one",
			"The wire delivers the same datagram twice. UDP numbers nothing, so that it cannot tell: the program gets the message twice.",
		)
	case n > 0 && tcp:
		return sentence.New(
			fmt.Sprintf("comes after packet %d, which was sent later; TCP puts them in order", n),
			fmt.Sprintf("Packet %d was sent later and has come before it: it has overtaken this one on the wire. By the numbers TCP hands the bytes to the program in order.", n),
		)
	case n > 0:
		return sentence.New(
			fmt.Sprintf("comes after packet %d, which was sent later; UDP does not put them in order", n),
			fmt.Sprintf("Packet %d was sent later and has come before it: it has overtaken this one on the wire. UDP hands datagrams to the program in the order in which they come.", n),
		)
	case c.Fault != "":
		gone := quantity.Duration(c.Delay)
		return sentence.New("was on the wire for "+gone, fmt.Sprintf("It was on the wire for %s.", gone))
	}
	return Sentence{}
}
