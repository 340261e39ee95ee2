package battery

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"wireladder/capture"
	"wireladder/servers"
)

// visitor is a client of ours: a program with one socket. What it is to do after a call has
// failed it leaves out, but for close().
type visitor struct {
	trial   *trial
	name    string
	work    chan func() // what its thread is to do
	program *servers.Program
	socket  *servers.Socket
	sent    []byte        // what is to be answered
	got     []byte        // what has come
	ended   bool          // the stream's end has
	shut    bool          // it has said that nothing more comes
	cut     error         // why it can't send any more; what has come it can receive
	err     error         // why it can't go on
	took    time.Duration // until it had its answer
	since   time.Time     // when it came

	patience time.Duration // how long it waits for more
	asked    time.Time     // when it asked last
	reached  atomic.Bool   // it has taken something that has come
}

// visitor starts a client, and connects it to the server.
func (t *trial) visitor(name string) *visitor { return t.waiting(name, t.patience) }

// inLine starts a client that may have to wait for its turn, and then for its answer.
func (t *trial) inLine(name string) *visitor { return t.waiting(name, 2*t.patience+2*t.Usual) }

// waiting starts a client that waits for so long.
func (t *trial) waiting(name string, patience time.Duration) *visitor {
	a := &visitor{trial: t, name: name, patience: patience, since: time.Now(), work: make(chan func())}
	t.visitors = append(t.visitors, a)
	go a.live()
	a.program, a.err = servers.NewProgram(t.ctx, servers.ProgramOptions{
		Process: capture.Process{Name: name}, Observer: t.observer, Host: t.place.Hosts().Client,
	})
	a.do(func() (err error) {
		a.socket, err = a.program.Socket(t.out.Proto, t.target.Addr())
		return err
	})
	a.do(func() error { return a.socket.SetReceiveTimeout(patience) })
	a.do(func() error { return a.socket.Connect(t.target) })
	return a
}

// live makes the calls of a client, on one thread: it is a program that has no other.
func (a *visitor) live() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for call := range a.work {
		call()
	}
}

// on makes a call on the client's thread, and returns when it has returned.
func (a *visitor) on(call func()) {
	done := make(chan struct{})
	a.work <- func() {
		defer close(done)
		call()
	}
	<-done
}

// end ends the client's thread, and closes what it has open.
func (a *visitor) end() {
	close(a.work)
	if a.program != nil {
		a.program.Close()
	}
}

// do makes a call, unless one has failed.
func (a *visitor) do(call func() error) {
	if a.err == nil {
		a.on(func() { a.err = call() })
	}
}

// say sends a text.
func (a *visitor) say(text string) { a.sends(text, a.socket.Send) }

// sayMore sends a text together with what is said next.
func (a *visitor) sayMore(text string) { a.sends(text, a.socket.SendMore) }

func (a *visitor) sends(text string, send func([]byte) (int, error)) {
	a.asked = time.Now()
	a.sent = append(a.sent, text...)
	a.do(func() error {
		_, err := send([]byte(text))
		return a.cuts(err)
	})
}

// cuts keeps an error by which the server takes no more, and returns any other.
func (a *visitor) cuts(err error) error {
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) {
		a.cut = err
		return nil
	}
	return err
}

// again goes on though nothing has come, and forgets what was said.
func (a *visitor) again() {
	a.sent, a.got, a.since = nil, nil, time.Now()
	if errors.Is(a.err, syscall.EAGAIN) {
		a.err = nil
	}
}

// recvSize is how many octets a client takes at once.
const recvSize = 1 << 16

// hear receives until the answer is whole, or can't become so any more.
func (a *visitor) hear() match {
	if a.trial.Shutdown && a.trial.out.Proto == capture.TCP {
		a.shutdown()
	}
	for {
		switch m := a.trial.Contract.compare(a.sent, a.got); {
		case m == whole:
			a.took = time.Since(a.asked)
			a.tail()
			return m
		case m == wrong:
			a.drain() // else it would be this client's leaving that goes wrong
			return m
		case a.err != nil || a.ended, m == part && a.trial.out.Proto == capture.UDP: // a datagram has no rest
			return m
		}
		a.receive()
	}
}

// Limits of what a client listens to.
const (
	maxHeard = 4 << 20 // octets
	maxWaits = 3       // so many times the patience of one wait
)

// The errors of a client that listens no longer.
var (
	errEndless = errors.New("more without end")
	errSlow    = errors.New("more, little by little, without end")
)

// goesOn returns nil as long as a client goes on listening.
func (a *visitor) goesOn() error {
	switch {
	case len(a.got) > maxHeard:
		return errEndless
	case time.Since(a.since) > maxWaits*a.patience:
		return errSlow
	}
	return nil
}

// receive takes what has come. Its patience does not end while there is no processor for the
// server.
func (a *visitor) receive() {
	a.do(a.goesOn)
	a.do(func() error {
		piece, err := a.socket.Recv(recvSize)
		for errors.Is(err, syscall.EAGAIN) && a.trial.service.IsStarved(a.patience) && a.goesOn() == nil {
			piece, err = a.socket.Recv(recvSize)
		}
		a.got = append(a.got, piece...)
		a.reached.Store(a.reached.Load() || len(piece) > 0)
		a.ended = err == nil && len(piece) == 0 && a.trial.out.Proto == capture.TCP
		return err
	})
}

// tailTime is how long more may come behind an answer that is whole.
const tailTime = 100 * time.Millisecond

// tail takes what else belongs to an answer: the end of its line; of one that may be
// anything, all that comes soon.
func (a *visitor) tail() {
	if a.trial.Contract == Any {
		a.drain()
	}
	if endsLine(a.sent) && !endsLine(a.got) {
		a.soon()
	}
}

// drain takes all that comes soon.
func (a *visitor) drain() {
	for a.soon() {
	}
}

// isReached reports whether something has come for it, whether it has taken that or not. Unlike
// the others it may be called while the client makes a call.
func (a *visitor) isReached() bool {
	switch {
	case a.socket == nil: // it could not be made
		return false
	case a.reached.Load():
		return true
	}
	waits, err := a.socket.AwaitInput(a.trial.ctx, -1)
	return waits && err == nil
}

// soon takes what comes soon, and reports whether anything but the end of the stream has.
func (a *visitor) soon() bool {
	if a.trial.out.Proto != capture.TCP || a.err != nil || a.ended {
		return false
	}
	if more, err := a.socket.AwaitInput(a.trial.ctx, tailTime); err != nil || !more {
		return false
	}
	a.receive()
	return a.err == nil && !a.ended
}

func endsLine(b []byte) bool { return strings.HasSuffix(string(b), "\n") }

// hearEnd receives until the stream ends.
func (a *visitor) hearEnd() {
	for a.err == nil && !a.ended {
		a.receive()
	}
}

// exchange sends a long text, and receives at the same time, so that neither side waits for
// the other to take what it sends.
func (a *visitor) exchange(text string) match {
	a.sent, a.asked = []byte(text), time.Now()
	rest := a.sent
	for len(rest) > 0 && a.err == nil && a.cut == nil && !a.ended {
		a.do(func() error {
			n, err := a.socket.SendNow(rest)
			rest = rest[max(n, 0):]
			if errors.Is(err, syscall.EAGAIN) {
				return nil
			}
			return a.cuts(err)
		})
		if len(rest) > 0 && a.cut == nil {
			a.waitForRoom()
		}
	}
	return a.hear()
}

// waitForRoom waits until more can be sent, and takes what has come meanwhile.
func (a *visitor) waitForRoom() {
	one, ready := []*servers.Socket{a.socket}, false
	a.do(a.goesOn)
	a.do(func() error {
		readable, writable, err := a.program.Select(one, one, a.patience)
		if err == nil && len(readable)+len(writable) == 0 {
			return syscall.EAGAIN
		}
		ready = err == nil && len(readable) > 0
		return err
	})
	if ready {
		a.receive()
	}
}

// shutdown says, once, that nothing more comes.
func (a *visitor) shutdown() {
	if !a.shut && a.cut == nil {
		a.do(func() error { return a.socket.Shutdown(capture.ShutWrite) })
	}
	a.shut = true
}

// close closes the socket, whatever has happened.
func (a *visitor) close() {
	if a.socket != nil && a.trial.ctx.Err() == nil {
		a.on(func() { _ = a.socket.Close() }) // there is nothing that could be done about it
	}
}

// reset breaks the connection off.
func (a *visitor) reset() {
	a.do(func() error { return a.socket.SetLinger(0) })
	a.close()
}

// later hears in the background; what is returned is closed when it has.
func (a *visitor) later(to *match) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		*to = a.hear()
	}()
	return done
}

// seen says what has come, and why nothing more.
func (a *visitor) seen() string {
	said := a.name + " gets " + quoted(a.got)
	if len(a.got) == 0 {
		said = a.name + " gets nothing"
	}
	switch {
	case a.cut != nil:
		return fmt.Sprintf("%s; %s", said, failed(a.cut))
	case a.err == nil && a.ended:
		return said + ", then the end of the stream"
	case a.err == nil:
		return said
	case errors.Is(a.err, context.Canceled), errors.Is(a.err, context.DeadlineExceeded):
		return said + ", and the time is over"
	case errors.Is(a.err, errEndless), errors.Is(a.err, errSlow):
		return fmt.Sprintf("%s, and %v", said, a.err)
	case errors.Is(a.err, syscall.EAGAIN):
		return fmt.Sprintf("%s, and has waited for %v", said, a.patience)
	}
	return fmt.Sprintf("%s, then %s", said, failed(a.err))
}

// failed says which call has failed, and by what: "connect(): ECONNREFUSED (connection refused)".
func failed(err error) string {
	call, _, _ := strings.Cut(err.Error(), ":")
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return err.Error()
	}
	return fmt.Sprintf("%s(): %v", call, errno)
}
