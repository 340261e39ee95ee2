package talk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strconv"
	"syscall"
	"time"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/servers"
)

// talk is one run of a client.
type talk struct {
	o        *ClientOptions
	server   netip.AddrPort
	client   *servers.Client
	out      io.Writer
	told     *narrator // what is about the talk, and not of it
	keyboard bool      // somebody types the lines
	screen   bool      // answers go to a terminal

	sent    int
	missing [][]byte // what was sent over UDP and not answered in time
	waiting bool     // for an answer
}

// errUnanswered ends a talk in which some datagrams had no answer.
var errUnanswered = errors.New("no answer")

// run sends the lines and prints the answers.
func (t *talk) run(ctx context.Context, lines <-chan inputLine) error {
	if t.keyboard {
		t.greet()
	}
	for {
		line, ok, err := t.next(ctx, lines)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		for range t.o.Count {
			if err := t.pause(ctx); err != nil {
				return err
			}
			if err := t.exchange(line); err != nil {
				return err
			}
		}
	}
	if err := t.hangUp(); err != nil {
		return err
	}
	if n := len(t.missing); n > 0 {
		return fmt.Errorf("%w to %d of %d datagrams", errUnanswered, n, t.sent)
	}
	return nil
}

// greet tells somebody at the keyboard whom the lines go to.
func (t *talk) greet() {
	if t.o.Proto == capture.TCP {
		t.told.say("connected", "%v > %v; ^D ends it", t.client.Socket().LocalAddr(), t.server)
		return
	}
	t.told.say("sending", "datagrams to %v; ^D ends it", t.server)
}

// next returns the next line; ok is false at the end, when the user has had
// enough, and when the server has closed the connection while the user typed.
func (t *talk) next(ctx context.Context, lines <-chan inputLine) (text []byte, ok bool, err error) {
	ended, release := t.watch(ctx)
	defer release()
	t.print("> ", t.keyboard && t.screen)
	select {
	case line, ok := <-lines:
		t.print("\n", t.keyboard && t.screen && !ok)
		return line.text, ok, line.err
	case <-ended:
		t.print("\n", t.screen)
		t.told.say("closed", "by the server")
	case <-ctx.Done():
		t.print("\n", t.keyboard && t.screen)
	}
	return nil, false, nil
}

// watch returns a channel that is closed when the server closes the connection,
// until release is called. It watches for somebody at the keyboard, who takes
// time; lines from a file are sent as they are, and their fate tells.
func (t *talk) watch(ctx context.Context) (ended <-chan struct{}, release func()) {
	if !t.keyboard || t.o.Proto != capture.TCP {
		return nil, func() {}
	}
	ctx, stop := context.WithCancel(ctx)
	closed, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		if t.client.Socket().WatchEnd(ctx) == nil {
			close(closed)
		}
	}()
	return closed, func() { stop(); <-over }
}

// print prints text if it is wanted.
func (t *talk) print(text string, wanted bool) {
	if wanted {
		io.WriteString(t.out, text) //nolint:errcheck // of no weight beside the answers
	}
}

// pause waits for the interval between two messages.
func (t *talk) pause(ctx context.Context) error {
	if t.sent == 0 || t.o.Interval == 0 {
		return nil
	}
	select {
	case <-time.After(t.o.Interval):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// exchange sends a line and prints the answer.
func (t *talk) exchange(line []byte) error {
	t.waiting = true
	if err := t.client.Send(line); err != nil {
		return err
	}
	t.sent++
	answer, err := t.receive(line)
	if t.o.Proto == capture.UDP && errors.Is(err, syscall.EAGAIN) {
		t.waiting = false
		t.missing = append(t.missing, servers.Upper(line))
		t.told.say("no answer", "to %s within %v: the datagram or its answer was lost, or nobody listens", shownBytes(line), t.o.Timeout)
		return nil
	}
	if err != nil {
		return err
	}
	t.waiting = false
	return t.show(answer, "\n")
}

// receive returns the answer to a line. Over UDP that to an earlier one may
// still come, which was not lost but late.
func (t *talk) receive(line []byte) ([]byte, error) {
	for {
		answer, err := t.client.Receive()
		late := slices.IndexFunc(t.missing, func(m []byte) bool { return string(m) == string(answer) })
		if err != nil || late < 0 || string(answer) == string(servers.Upper(line)) {
			return answer, err
		}
		t.missing = slices.Delete(t.missing, late, late+1)
		t.told.say("late", "%s", shownBytes(answer))
	}
}

// show prints what came: as it is or, on a terminal, without what that would
// obey.
func (t *talk) show(text []byte, end string) error {
	shown := string(text)
	if t.screen {
		shown = strconv.Quote(shown)
		shown = console.Printable(shown[1 : len(shown)-1])
	}
	_, err := io.WriteString(t.out, shown+end)
	return err
}

// hangUp ends the directions of the connection that the user wants ended, and
// prints what still comes.
func (t *talk) hangUp() error {
	how, wanted := directions[t.o.Shutdown]
	if !wanted {
		return nil
	}
	if err := t.client.Socket().Shutdown(how); err != nil {
		return err
	}
	t.waiting = true
	for {
		rest, err := t.client.Receive()
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		if len(rest) > 0 || err == nil {
			if err := t.show(rest, "\n"); err != nil {
				return err
			}
		}
		if err != nil { // it has closed its direction too
			t.waiting = false
			return nil
		}
	}
}

// explain gives the repair for what ended a talk. To have had enough while
// nothing was under way is no error.
func (t *talk) explain(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil && t.waiting:
		return failure.Of(errors.New("interrupted while waiting for the server"), "")
	case ctx.Err() != nil:
		return nil
	}
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EINPROGRESS) {
		err = timeoutError{t.o.Timeout, err}
	}
	return failure.Of(fmt.Errorf("%s%w", t.while(), err), t.hint(err))
}

// timeoutError is that a call has taken too long. It says so in place of the errno, which
// says that it would have to wait.
type timeoutError struct {
	after time.Duration
	err   error
}

func (e timeoutError) Error() string { return fmt.Sprintf("timed out after %v", e.after) }

// Unwrap returns the error with the errno.
func (e timeoutError) Unwrap() error { return e.err }

// while says what the client was about.
func (t *talk) while() string {
	if t.waiting {
		return fmt.Sprintf("asking the %v server at %v: ", t.o.Proto, t.server)
	}
	return ""
}

// hint returns what the user can do about err.
func (t *talk) hint(err error) string {
	start := fmt.Sprintf("wireladder serve %v %v %d", t.o.Proto, t.server.Addr(), t.server.Port())
	switch {
	case errors.Is(err, errUnanswered):
		return "is there a server? start one with: " + start
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nobody listens there; start a server with: " + start
	case errors.Is(err, syscall.EAGAIN):
		return "the server may be busy with another client (models once and loop), or is silent; see --timeout"
	case errors.Is(err, syscall.ETIMEDOUT), errors.Is(err, syscall.EINPROGRESS):
		return "nothing comes back: the host is down, a firewall drops the SYN, or too many clients wait for accept already"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.ErrUnexpectedEOF):
		return "a server of --model once answers one message a connection; or it has ended, or given this client up"
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return fmt.Sprintf("no way leads there; see: ip route get %v", t.server.Addr())
	case errors.Is(err, syscall.EACCES):
		return "a firewall of this machine forbids it, or the address is a broadcast one"
	}
	return ""
}
