package talk

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net/netip"
	"slices"
	"syscall"
	"time"

	"wireladder/capture"
	"wireladder/servers"
)

// How long a client waits for what may come, and need not.
const (
	restTime   = time.Second            // for the rest of an answer that has no newline yet, where --timeout says nothing
	nextTime   = 100 * time.Millisecond // for that of a server which is known to send none
	lookTime   = 50 * time.Millisecond  // at the end, for what was not asked for
	oddityTime = 300 * time.Millisecond // the same, of a server that does not answer with the line in upper case
)

// patience returns how long to wait for the rest of an answer.
func (t *talk) patience() time.Duration {
	switch {
	case t.unended:
		return nextTime
	case t.o.Timeout > 0:
		return t.o.Timeout
	}
	return restTime
}

// answer prints the answer to a line, piece by piece as it comes: up to a newline, or
// until no more comes.
func (t *talk) answer(ctx context.Context, line []byte) error {
	var whole []byte
	for {
		piece, _, err := t.client.ReceivePiece()
		if err != nil {
			return err
		}
		if len(piece) == 0 {
			return t.endOfStream(whole, line)
		}
		t.partial += len(piece)
		if end := bytes.IndexByte(piece, '\n'); end >= 0 {
			return t.complete(append(whole, piece[:end]...), piece[:end+1], piece[end+1:], line)
		}
		if err := t.printer.stream(piece); err != nil {
			return err
		}
		if len(whole) <= servers.MaxLine {
			whole = append(whole, piece...)
		}
		if came, err := t.client.Socket().AwaitInput(ctx, t.patience()); err != nil || !came {
			return cmp.Or(err, t.withoutNewline(whole, line))
		}
	}
}

// count counts an answer to a line.
func (t *talk) count(answer, line []byte) {
	t.answers++
	t.partial = 0
	t.expected = bytes.Equal(answer, servers.Upper(line))
}

// complete prints the last piece of an answer, and what came behind it.
func (t *talk) complete(whole, last, more, line []byte) error {
	t.count(whole, line)
	if err := t.printer.stream(last); err != nil || len(more) == 0 {
		return err
	}
	t.tellSurplus(more, t.server)
	return t.printer.stream(more)
}

// withoutNewline goes on after an answer that has no newline.
func (t *talk) withoutNewline(whole, line []byte) error {
	err := t.printer.endLine()
	t.count(whole, line)
	if !t.unended {
		t.told.say("unended", "%s has no newline, and no more came within %v", shownBytes(whole), t.patience())
	}
	t.unended = true
	return err
}

// endOfStream is the end of an answer whose server has closed the connection: whole is
// what came of it.
func (t *talk) endOfStream(whole, line []byte) error {
	t.ended = true
	if len(whole) == 0 {
		return errClosed
	}
	t.count(whole, line)
	err := t.printer.endLine()
	t.told.say("closed", "by the server after %s, without a newline", shownBytes(whole))
	return err
}

// datagram prints the answer to a datagram, unless none comes in time.
func (t *talk) datagram(_ context.Context, line []byte) error {
	for {
		answer, from, err := t.client.ReceivePiece()
		if errors.Is(err, syscall.EAGAIN) {
			t.missing = append(t.missing, servers.Upper(line))
			t.told.say("no answer", "to %s within %v: the datagram or its answer was lost, or nobody listens", shownBytes(line), t.o.Timeout)
			return nil
		}
		if err != nil {
			return err
		}
		if bytes.Equal(answer, servers.Upper(line)) || !t.late(answer) {
			t.count(answer, line)
			return t.showDatagram(answer, from)
		}
	}
}

// late tells of an answer to an earlier datagram, which was not lost but late.
func (t *talk) late(answer []byte) bool {
	at := slices.IndexFunc(t.missing, func(m []byte) bool { return bytes.Equal(m, answer) })
	if at < 0 {
		return false
	}
	t.missing = slices.Delete(t.missing, at, at+1)
	t.told.say("late", "%s", shownBytes(answer))
	return true
}

// showDatagram prints a datagram, and tells what is odd about it.
func (t *talk) showDatagram(text []byte, from netip.AddrPort) error {
	err := t.printer.line(text)
	if from != t.server {
		t.told.say("elsewhere", "%s came from %v, and not from %v, which was asked", shownBytes(text), from, t.server)
	}
	if len(text) == 0 && !t.expected {
		t.told.say("empty", "a datagram without a byte came")
	}
	if t.client.Socket().Truncated() {
		t.told.say("cut", "the datagram was longer than %s, and its rest is gone (see --recvsize)", countBytes(t.o.RecvSize))
	}
	return err
}

// lookAround prints what has come without having been asked for, until nothing comes
// within limit, as AwaitInput takes it, or the stream has ended.
func (t *talk) lookAround(ctx context.Context, limit time.Duration) error {
	for !t.ended {
		came, err := t.client.Socket().AwaitInput(ctx, limit)
		if !came || err != nil {
			return err
		}
		if err := t.unasked(); err != nil {
			return err
		}
	}
	return nil
}

// lastLook prints what comes without having been asked for before the client goes.
func (t *talk) lastLook(ctx context.Context) error {
	limit := lookTime
	if t.o.Proto == capture.TCP && t.sent > 0 && !t.expected {
		limit = oddityTime
	}
	err := t.lookAround(ctx, limit)
	if errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.ECONNREFUSED) {
		t.told.say("then", "%v", err) // nothing was under way
		return nil
	}
	return err
}

// tellEnd tells that the server has closed the connection.
func (t *talk) tellEnd() error {
	err := t.printer.endLine()
	t.told.say("closed", "by the server")
	return err
}

// unasked prints what nobody has asked for.
func (t *talk) unasked() error {
	piece, from, err := t.client.ReceivePiece()
	switch {
	case err != nil:
		return err
	case t.o.Proto == capture.UDP && t.late(piece):
		return nil
	case t.o.Proto == capture.UDP:
		t.tellSurplus(piece, from)
		return t.showDatagram(piece, from)
	case len(piece) == 0:
		t.ended = true
		return nil
	}
	t.tellSurplus(piece, from)
	return t.printer.stream(piece)
}

// tellSurplus tells of what nobody has asked for.
func (t *talk) tellSurplus(text []byte, from netip.AddrPort) {
	_ = t.printer.endLine() // the next word to it tells
	t.told.say("surplus", "%s came from %v unasked", shownBytes(text), from)
}
