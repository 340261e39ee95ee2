package talk

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/servers"
)

// Sizes of what is shown of payloads.
const (
	shownData     = 48 // characters of what came and went
	shownCallData = 32 // octets of what a call sent or received, as strace(1) does
)

// narrator prints what a server or a client does, line by line, with nothing in
// it that a terminal obeys. Its methods are safe for concurrent use.
type narrator struct {
	mu      sync.Mutex
	w       io.Writer
	threads bool   // calls of several threads are to be told apart
	unheard func() // is called when a line can't be written; nil: that is no matter
	err     error  // why the first such line could not
}

var _ capture.CallObserver = (*narrator)(nil)

// say prints a line that begins with what it is about.
func (n *narrator) say(topic, format string, args ...any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	_, err := fmt.Fprintf(n.w, "%-10s %s\n", topic, console.Printable(fmt.Sprintf(format, args...)))
	if err != nil && n.err == nil && n.unheard != nil {
		n.err = fmt.Errorf("can't print what happens: %w", err)
		n.unheard()
	}
}

// failure returns why a line could not be written, nil if all could, or if that is
// no matter.
func (n *narrator) failure() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.err
}

// Enter does nothing: a call is told when it is known what has become of it.
func (*narrator) Enter(*capture.Call) {}

// Return prints a call as strace(1) would.
func (n *narrator) Return(c *capture.Call) {
	thread := ""
	if n.threads {
		thread = fmt.Sprintf("[%d] ", c.Thread)
	}
	n.say("call", "%s%s", thread, shortMessage(c))
}

// shortMessage is the call's message with only the beginning of its data.
func shortMessage(c *capture.Call) string {
	if len(c.Data) <= shownCallData {
		return c.Message()
	}
	short := *c
	short.Data = c.Data[:shownCallData]
	quoted := fmt.Sprintf("%+q", short.Data)
	return strings.Replace(short.Message(), quoted, quoted+"...", 1)
}

// event prints what happened to a server.
func (n *narrator) event(e servers.Event) {
	switch e.Kind {
	case servers.Connected:
		n.say("connected", "%v > %v, socket fd %d; %s", e.Remote, e.Local, e.FD, countClients(e.Clients))
	case servers.Received:
		n.say("received", "%v %s", e.Remote, received(e))
	case servers.Sent:
		n.say("sent", "%v %s", e.Remote, sent(e))
	case servers.Left:
		topic, why := departure(e)
		n.say(topic, "%v: %s; %s", e.Remote, why, countClients(e.Clients))
	case servers.Full:
		n.say("full", "no more clients until one leaves: %v; %s", e.Err, countClients(e.Clients))
	}
}

// departure tells who has left whom, and why.
func departure(e servers.Event) (topic, why string) {
	switch {
	case e.By == servers.ByClient:
		return "left", "it ended its stream"
	case e.By == servers.ByServer:
		return "dismissed", "one message is all that it gets"
	case e.By == servers.ByInterrupt && e.Err == nil:
		return "dismissed", "all that it said is answered; FIN"
	case e.By == servers.ByInterrupt:
		return "dismissed", e.Err.Error() + "; RST"
	case e.Err != nil:
		return "lost", e.Err.Error()
	}
	return "left", "it is gone"
}

// because returns ": REASON" where there is one.
func because(err error) string {
	if err == nil {
		return ""
	}
	return ": " + err.Error()
}

// received tells what came, and whether that is all of it.
func received(e servers.Event) string {
	if e.Truncated {
		return shownBytes(e.Data) + ": the rest of the datagram is gone (see --recvsize)"
	}
	return shownBytes(e.Data)
}

// sent tells what went, or why it did not.
func sent(e servers.Event) string { return shownBytes(e.Data) + because(e.Err) }

// shownBytes quotes the beginning of data and, if that is not all of it, tells
// its size.
func shownBytes(data []byte) string {
	end, n := 0, 0
	for ; end < len(data) && n < shownData; n++ {
		_, width := utf8.DecodeRune(data[end:])
		end += width
	}
	q := strconv.Quote(string(data[:end]))
	if end < len(data) {
		return fmt.Sprintf("%s... (%d bytes)", q, len(data))
	}
	return q
}

func countClients(n int) string {
	switch n {
	case 0:
		return "no client"
	case 1:
		return "1 client"
	}
	return fmt.Sprintf("%d clients", n)
}
