package battery

import (
	"errors"
	"fmt"
	"net/netip"
	"time"
)

// interruptTime is how long a server may take to end at ^C: some wait for their clients.
const interruptTime = time.Second

// restart ends the server while a client is connected, so that its end of the connection is
// closed first and waits in TIME-WAIT, and starts it again.
func restart(t *trial) {
	t.expects(greeting, " when it is started again")
	a := t.visitor("client 1")
	a.say(greeting)
	if !t.judge(a, a.hear()) {
		a.close()
		return
	}
	t.service.Interrupt(t.ctx, interruptTime)
	a.hearEnd()
	a.close()
	t.service.Close()
	t.out.Passed, t.out.Partly = false, false
	if err := t.start("server 2"); err != nil {
		t.out.Seen = fmt.Sprintf("the server does not start again: %v", errors.Unwrap(err))
		return
	}
	place, ok := t.takes()
	if !ok {
		t.out.Seen = "started again, " + t.notReady()
		return
	}
	t.target = netip.AddrPortFrom(t.target.Addr(), place.Address.Port()) // it may be any
	b := t.visitor("client 2")
	b.say(greeting)
	t.judge(b, b.hear())
	b.close()
}
