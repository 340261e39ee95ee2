package battery

import (
	"fmt"
	"strings"

	"wireladder/capture"
)

// What clients say.
const (
	greeting = "hello, world\n"
	umlauts  = "grüne äpfel\n"
)

var (
	overTCP  = []capture.Protocol{capture.TCP}
	overUDP  = []capture.Protocol{capture.UDP}
	overBoth = []capture.Protocol{capture.TCP, capture.UDP}
)

// large is a text of 100,000 octets, in lines.
var large = strings.Repeat("the-quick-brown-fox-jumps-over-the-lazy-dog\n", 2272) + strings.Repeat("x", 31) + "\n"

// streamProbes returns what is asked of TCP servers, or of both.
func streamProbes() []Probe {
	return []Probe{
		{Name: First, Title: "one client asks, and is answered", Protos: overBoth, ask: one,
			Asks: "a client sends " + quoted([]byte(greeting))},
		{Name: "utf8", Title: "a text that is not ASCII", Protos: overBoth, ask: nonASCII,
			Asks: "a client sends " + quoted([]byte(umlauts)) + ", in UTF-8"},
		{Name: "two", Title: "two clients at once", Protos: overBoth, ask: two,
			Asks: "two clients ask at the same time"},
		{Name: "silent", Title: "a client that is silent, and one that asks", Protos: overTCP, ask: silent,
			Asks: "client 1 connects and says nothing; then client 2 asks"},
		{Name: "pieces", Title: "one message in two pieces", Protos: overTCP, ask: pieces,
			Asks: `a client sends "hello", and when the server is at rest ", world\n"`},
		{Name: "glued", Title: "two messages in one segment", Protos: overTCP, ask: glued,
			Asks: `a client sends "hello\n" and "world\n", which go out as one segment`},
		{Name: "large", Title: "a message of 100 kB", Protos: overTCP, ask: exchange,
			Asks: "a client sends 100,000 bytes, in lines, and receives meanwhile"},
		{Name: "half-close", Title: "a client that ends its direction, and still listens", Protos: overTCP, ask: halfClose,
			Asks: "a client sends " + quoted([]byte(greeting)) + ", ends its direction with shutdown(SHUT_WR), and receives until the end"},
		{Name: "reset", Title: "a client that breaks off in the middle", Protos: overTCP, ask: reset,
			Asks: `client 1 sends "hel" and breaks off with a RST; then client 2 asks`},
		{Name: "restart", Title: "start again at once", Protos: overTCP, ask: restart,
			Asks: "the server gets ^C while a client is connected, and is started again; then another client asks"},
	}
}

func one(t *trial) { t.askOne(greeting) }

func nonASCII(t *trial) { t.askOne(umlauts) }

// askOne lets one client ask.
func (t *trial) askOne(text string) {
	t.expects(text)
	a := t.visitor("client")
	a.say(text)
	t.judge(a, a.hear())
	a.close()
}

// two lets two clients ask at the same time.
func two(t *trial) {
	says := []string{"hello from one\n", "hello from two\n"}
	t.expects(says[0], " and ", quoted(t.Contract.example(says[1])))
	first, second := t.visitor("client 1"), t.inLine("client 2")
	first.say(says[0])
	second.say(says[1])
	var m match
	heard := second.later(&m)
	ok := t.judge(first, first.hear())
	t.inTurn(first, second, heard)
	if seen := t.out.Seen; ok {
		t.judge(second, m)
		t.out.Seen = seen + "; " + t.out.Seen
	}
	second.close()
	t.tellTurn()
}

// inTurn waits until a client has heard. If the server rests before anything has come for that
// one, another one leaves, for whom it may wait; that one leaves in any case.
func (t *trial) inTurn(other, hears *visitor, heard <-chan struct{}) {
	rests := t.rests()
	select {
	case <-heard:
	case <-rests:
		t.out.Serial = t.out.Proto == capture.TCP && !hears.isReached()
		if !t.out.Serial {
			<-heard
		}
	}
	other.close()
	<-heard
}

// tellTurn says that a client has had to wait for its turn.
func (t *trial) tellTurn() {
	t.out.Serial = t.out.Serial && t.out.Passed
	if t.out.Serial {
		t.out.Seen = fmt.Sprintf("%s, but only when client 1 had left", t.out.Seen)
	}
}

func silent(t *trial) {
	t.expects(greeting)
	quiet, a := t.visitor("client 1"), t.inLine("client 2")
	a.say(greeting)
	var m match
	t.inTurn(quiet, a, a.later(&m))
	t.judge(a, m)
	a.close()
	t.tellTurn()
}

func pieces(t *trial) {
	t.expects(greeting)
	a := t.visitor("client")
	a.say(greeting[:5])
	t.pause()
	a.say(greeting[5:])
	t.judge(a, a.hear())
	a.close()
}

func glued(t *trial) {
	t.expects("hello\nworld\n")
	a := t.visitor("client")
	a.sayMore("hello\n")
	a.say("world\n")
	t.judge(a, a.hear())
	a.close()
}

func exchange(t *trial) {
	t.expects(large)
	a := t.visitor("client")
	t.judge(a, a.exchange(large))
	a.close()
}

func halfClose(t *trial) {
	t.expects(greeting, ", then the end of the stream")
	a := t.visitor("client")
	a.say(greeting)
	a.shutdown()
	m := a.hear()
	a.hearEnd()
	t.judge(a, m)
	t.out.Passed = t.out.Passed && a.ended
	a.close()
}

func reset(t *trial) {
	t.expects(greeting, " for client 2")
	first := t.visitor("client 1")
	first.say("hel")
	t.pause()
	first.reset()
	t.pause()
	a := t.visitor("client 2")
	a.say(greeting)
	t.judge(a, a.hear())
	a.close()
}
