package talk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"syscall"
	"time"

	"wireladder/capture"
	"wireladder/cmd/failure"
	"wireladder/servers"
)

// talk is one run of a client.
type talk struct {
	o        *ClientOptions
	server   netip.AddrPort
	client   *servers.Client
	printer  answerSheet // for answers
	told     *narrator   // what is about the talk, and not of it
	keyboard bool        // somebody types the lines

	sent     int
	answers  int      // that came whole
	partial  int      // octets that came of the answer under way
	missing  [][]byte // what was sent over UDP and not answered in time
	expected bool     // the last answer was the line in upper case
	unended  bool     // the user knows that answers come without a newline
	waiting  bool     // for an answer
	ended    bool     // the server has ended its stream
}

// errUnanswered ends a talk in which some datagrams had no answer, errClosed one whose
// server has ended its stream before it answered.
var (
	errUnanswered = errors.New("no answer")
	errClosed     = errors.New("the server closed the connection")
)

// run sends the lines and prints the answers.
func (t *talk) run(ctx context.Context, lines <-chan inputLine) error {
	if t.keyboard {
		t.greet()
	}
	err := t.converse(ctx, lines)
	if err == nil {
		err = t.hangUp(ctx)
	}
	if ended := t.printer.endLine(); err == nil {
		err = ended
	}
	if n := len(t.missing); n > 0 && err == nil {
		return fmt.Errorf("%w to %d of %d datagrams", errUnanswered, n, t.sent)
	}
	return err
}

// converse sends each line, and prints what comes.
func (t *talk) converse(ctx context.Context, lines <-chan inputLine) error {
	for {
		line, ok, err := t.next(ctx, lines)
		if err != nil || !ok {
			return err
		}
		for range t.o.Count {
			if err := t.pause(ctx); err != nil {
				return err
			}
			if err := t.exchange(ctx, line); err != nil {
				return err
			}
		}
	}
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
// enough, and when the server has closed the connection while the user typed. What
// comes meanwhile is printed.
func (t *talk) next(ctx context.Context, lines <-chan inputLine) (text []byte, ok bool, err error) {
	for {
		if t.keyboard && t.printer.terminal {
			if err := t.printer.prompt(); err != nil {
				return nil, false, err
			}
		}
		input, release := t.watch(ctx)
		select {
		case line, ok := <-lines:
			release()
			if ok {
				t.printer.entered()
			}
			return line.text, ok, line.err
		case <-input:
			release()
			if err := t.unasked(); err != nil || t.ended {
				return nil, false, cmp.Or(err, t.tellEnd())
			}
		case <-ctx.Done():
			release()
			return nil, false, nil
		}
	}
}

// watch returns a channel that is closed when something comes from the server, until
// release is called. It watches for somebody at the keyboard, who takes time; between
// lines from a file what has come is looked for once.
func (t *talk) watch(ctx context.Context) (input <-chan struct{}, release func()) {
	if !t.keyboard {
		return nil, func() {}
	}
	ctx, stop := context.WithCancel(ctx)
	came, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		if ok, _ := t.client.Socket().AwaitInput(ctx, 0); ok { // else it was released
			close(came)
		}
	}()
	return came, func() { stop(); <-over }
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
func (t *talk) exchange(ctx context.Context, line []byte) error {
	t.waiting = true
	if err := t.lookAround(ctx, -1); err != nil {
		return err
	}
	if t.ended {
		return errClosed
	}
	t.expected = false
	if err := t.client.Send(line); err != nil {
		return err
	}
	t.sent++
	receive := t.answer
	if t.o.Proto == capture.UDP {
		receive = t.datagram
	}
	if err := receive(ctx, line); err != nil {
		return err
	}
	t.waiting = false
	return nil
}

// hangUp ends the directions of the connection that the user wants ended, and
// prints what still comes.
func (t *talk) hangUp(ctx context.Context) error {
	how, wanted := directions[t.o.Shutdown]
	if !wanted {
		return t.lastLook(ctx)
	}
	if err := t.client.Socket().Shutdown(how); err != nil {
		return err
	}
	t.waiting = true
	for !t.ended {
		piece, _, err := t.client.ReceivePiece()
		if err != nil {
			return err
		}
		if t.ended = len(piece) == 0; !t.ended { // else it has closed its direction too
			if err := t.printer.stream(piece); err != nil {
				return err
			}
		}
	}
	t.waiting = false
	return nil
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

// while says what the client was about, and what had come.
func (t *talk) while() string {
	switch asking := fmt.Sprintf("asking the %v server at %v: ", t.o.Proto, t.server); {
	case !t.waiting:
		return ""
	case t.partial > 0:
		return asking + countBytes(t.partial) + " of its answer came, and then: "
	case t.answers > 0:
		return asking + countAnswers(t.answers) + " came, and then: "
	default:
		return asking
	}
}

func countBytes(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

func countAnswers(n int) string {
	if n == 1 {
		return "1 answer"
	}
	return fmt.Sprintf("%d answers", n)
}

// hint returns what the user can do about err.
func (t *talk) hint(err error) string {
	start := fmt.Sprintf("wireladder serve %v %v %d", t.o.Proto, t.server.Addr(), t.server.Port())
	switch {
	case errors.Is(err, errUnanswered):
		return "is there a server? start one with: " + start
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nobody listens there; start a server with: " + start
	case errors.Is(err, syscall.EAGAIN) && t.partial > 0:
		return "the server did not send on; see --timeout"
	case errors.Is(err, syscall.EAGAIN):
		return "the server may be busy with another client (models once and loop), or is silent; see --timeout"
	case errors.Is(err, syscall.ETIMEDOUT), errors.Is(err, syscall.EINPROGRESS):
		return "nothing comes back: the host is down, a firewall drops the SYN, or too many clients wait for accept already"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, errClosed):
		return t.hintAtEnd(!errors.Is(err, errClosed))
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return fmt.Sprintf("no way leads there; see: ip route get %v", t.server.Addr())
	case errors.Is(err, syscall.EACCES):
		return "a firewall of this machine forbids it, or the address is a broadcast one"
	}
	return ""
}

// hintAtEnd says what is known of a server that has ended the connection while it was
// asked, with a RST or in order.
func (t *talk) hintAtEnd(reset bool) string {
	const causes = "a RST comes of a close() with bytes unread, of SO_LINGER 0, or of a program that was killed"
	switch {
	case t.partial == 0 && t.answers == 1:
		return "it closed the connection after one answer, as a server of --model once does; one of --model loop goes on"
	case reset:
		return causes
	case t.answers == 0:
		return "it took the connection and closed it without a word: see what the server says"
	}
	return "it closed the connection in order: see what the server says"
}
