package battery

import (
	"context"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/calls"
	"wireladder/servers/lab"
	"wireladder/servers/theirs"
)

// Options say which server is asked, and how.
type Options struct {
	Server   string           // its command, as it is typed at a shell
	Proto    capture.Protocol // what it is expected to speak; 0: whichever it does
	Contract Contract
	Shutdown bool          // clients say by shutdown(2) that they have asked all
	Patience time.Duration // how long a client waits for an answer
	Usual    time.Duration // how long an answer takes; 0: that is not known
	Env      []string      // its environment
	User     *calls.User   // whose rights it has; nil: ours
}

// trial is one probe under way.
type trial struct {
	Options
	ctx      context.Context
	place    *lab.Lab
	observer capture.CallObserver
	patience time.Duration
	service  *theirs.Running
	target   netip.AddrPort // what clients connect to
	visitors []*visitor
	printed  *tailWriter
	out      *Upshot
}

// Run asks the probe of the server in a place that was made for it, and reports the calls of
// both sides. The error is what kept it from being asked.
func Run(ctx context.Context, p Probe, o Options, in *lab.Lab, observer capture.CallObserver) (Upshot, error) {
	t := &trial{Options: o, ctx: ctx, place: in, observer: observer, patience: o.Patience, printed: &tailWriter{}, out: &Upshot{}}
	if err := t.start("server"); err != nil {
		return Upshot{}, err
	}
	defer t.end()
	if t.ready() {
		p.ask(t)
	}
	t.finish()
	return *t.out, ctx.Err()
}

// start starts the server. It is called by the names by which its calls are told apart.
func (t *trial) start(name string) (err error) {
	t.service, err = theirs.Serve(t.ctx, theirs.Options{
		Server: &theirs.Command{Name: name, Line: t.Server}, Env: t.Env, User: t.User, Out: t.printed, OneCPU: true, Place: t.place,
	}, t.observer)
	return err
}

// ready finds out where the server takes clients, and reports whether it does.
func (t *trial) ready() bool {
	place, ok := t.takes()
	if !ok { // it may be about to
		t.pause()
		place, ok = t.takes()
	}
	if !ok {
		t.out.Expected = "a server that listens on a TCP port, or is bound to a UDP port"
		if t.Proto != 0 {
			t.out.Expected = fmt.Sprintf("a server that takes clients over %v", t.Proto)
		}
		t.out.Seen = t.notReady()
		return false
	}
	t.out.Proto, t.out.Address = place.Proto, place.Address
	host := place.Address.Addr()
	switch {
	case t.place.TwoHosts() && host.IsLoopback():
		t.out.Skipped = fmt.Sprintf("the server takes clients at %v alone, which no other host reaches; bind it to all addresses", host)
		return false
	case t.place.TwoHosts() && host.IsUnspecified():
		host = t.place.Server()
	case host.IsUnspecified() && host.Is4():
		host = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	case host.IsUnspecified():
		host = netip.IPv6Loopback()
	}
	t.target = netip.AddrPortFrom(host, place.Address.Port())
	return true
}

// takes returns where the server takes clients: of the protocol that is expected, or else
// first.
func (t *trial) takes() (theirs.Door, bool) {
	for _, p := range t.service.Doors() {
		if p.Address.Port() != 0 && (t.Proto == 0 || p.Proto == t.Proto) {
			return p, true
		}
	}
	return theirs.Door{}, false
}

// notReady says what a server does that takes no clients.
func (t *trial) notReady() string {
	select {
	case <-t.service.Ended():
		return "the server " + t.exit()
	default:
	}
	for _, p := range t.service.Doors() {
		return fmt.Sprintf("the server takes clients over %v, at %v", p.Proto, p.Address)
	}
	return "the server neither listens on a TCP port nor is bound to a UDP port"
}

// exit says how the server has ended.
func (t *trial) exit() string {
	switch e, ok := t.service.Exit(); {
	case !ok:
		return "has ended"
	case e.Signal != 0:
		return fmt.Sprintf("was ended by signal %d (%v)", int(e.Signal), e.Signal)
	default:
		return fmt.Sprintf("has ended with exit status %d", e.Code)
	}
}

// restTime is after how long without a call a server that waits is at rest, if nothing else
// is known of it.
const restTime = 500 * time.Millisecond

// rests returns what is closed when the server is at rest: nothing comes of it any more
// unless somebody does something.
func (t *trial) rests() <-chan struct{} {
	return t.service.Rests(t.ctx, restTime+2*t.Usual, t.patience)
}

// pauseTime is after how long it is taken to have done what it does with what has come.
const pauseTime = 100 * time.Millisecond

// pause waits until the server has taken what was sent to it, and waits again; not for long
// if it never does.
func (t *trial) pause() { <-t.service.Rests(t.ctx, pauseTime+t.Usual, t.patience/2) }

// judge notes what a client has seen, which decides on the probe, and reports whether it was
// what it should be.
func (t *trial) judge(a *visitor, m match) bool {
	t.out.Passed = m == whole
	t.out.Partly = m == whole || m == part
	t.out.Seen = a.seen()
	if t.out.Took == 0 && m == whole {
		t.out.Took = a.took
	}
	return t.out.Passed
}

// expects notes the answer that is expected.
func (t *trial) expects(says string, behind ...string) {
	answer := "any answer"
	if all := t.Contract.answers([]byte(says)); len(all) > 0 {
		answer = quoted(all[0])
	}
	t.out.Expected = strings.Join(append([]string{answer}, behind...), "")
}

// closeTime is how long a server may take to close what its clients have left: by then there
// is no doubt whether it does.
const closeTime = 800 * time.Millisecond

// finish ends the server as a run does, and notes what it has printed, and whether it had
// ended before.
func (t *trial) finish() {
	select {
	case <-t.service.Ended():
		if t.out.Proto != 0 && !t.out.Passed {
			t.out.Seen += "; the server " + t.exit()
		}
	default:
	}
	t.service.AwaitClosed(t.ctx, closeTime)
	t.service.End(t.ctx)
	t.out.Printed = t.printed.lines
}

// end ends all that is left.
func (t *trial) end() {
	t.service.Close()
	for _, a := range t.visitors {
		a.end()
	}
}

// maxPrinted is how many lines of what a server has printed are kept: the last ones.
const maxPrinted = 20

// tailWriter keeps the last lines of what is written to it, each with one call.
type tailWriter struct{ lines []string }

var _ io.Writer = (*tailWriter)(nil)

// Write takes a line.
func (w *tailWriter) Write(p []byte) (int, error) {
	w.lines = append(w.lines, strings.TrimRight(string(p), "\n"))
	w.lines = w.lines[max(0, len(w.lines)-maxPrinted):]
	return len(p), nil
}
