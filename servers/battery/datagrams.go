package battery

import (
	"strings"
	"time"

	"wireladder/capture/netns/wire"
)

// datagramProbes returns what is asked of UDP servers alone.
func datagramProbes() []Probe {
	lost := []wire.Fault{
		{Action: wire.Drop, Ordinal: 1, From: wire.Client, Kind: wire.Datagram},
		{Action: wire.Drop, Ordinal: 1, From: wire.Server, Kind: wire.Datagram},
	}
	return []Probe{
		{Name: "empty", Title: "an empty datagram", Protos: overUDP, ask: empty,
			Asks: "client 1 sends an empty datagram; then client 2 asks"},
		{Name: "3000", Title: "a datagram of 3,000 bytes", Protos: overUDP, ask: longDatagram,
			Asks: "a client sends a datagram of 3,000 bytes"},
		{Name: "lost", Title: "a datagram that is lost, and one more", Protos: overUDP, ask: lostDatagrams, faults: lost,
			Asks: "the wire loses a client's question, and when it asks again the answer; it asks a third time"},
	}
}

// empty sends an empty datagram. Whether that has an answer is the server's affair.
func empty(t *trial) {
	t.expects(greeting, " for client 2")
	first := t.visitor("client 1")
	first.say("")
	t.pause()
	first.close()
	a := t.visitor("client 2")
	a.say(greeting)
	t.judge(a, a.hear())
	a.close()
}

func longDatagram(t *trial) {
	t.askOne(strings.Repeat("the quick brown fox jumps over", 100))
}

// againTime is after how long a client asks again.
const againTime = 200 * time.Millisecond

// lostDatagrams asks until there is an answer; the wire loses the first question, and the
// first answer.
func lostDatagrams(t *trial) {
	t.expects(greeting)
	t.patience = againTime + 2*t.Usual
	a := t.visitor("client")
	m := nothing
	for range 3 {
		a.again()
		a.say(greeting)
		if m = a.hear(); m == whole {
			break
		}
	}
	t.judge(a, m)
	a.close()
}
