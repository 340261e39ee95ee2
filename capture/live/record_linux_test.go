package live

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"wireladder/capture/netns/netnstest"

	"wireladder/capture"
)

// reported makes a call and reports it before and after.
func reported(calls capture.CallObserver, name string, call func() (int, error)) error {
	c := &capture.Call{Name: name, Enter: time.Now()}
	calls.Enter(c)
	n, err := call()
	c.Result, c.Exit = int64(n), time.Now()
	calls.Return(c)
	return err
}

// exchange sends one octet and reads one back, or the other way round.
func exchange(calls capture.CallObserver, conn net.Conn, sendFirst bool) error {
	octet := []byte{'x'}
	send := func() error { return reported(calls, "send", func() (int, error) { return conn.Write(octet) }) }
	recv := func() error { return reported(calls, "recv", func() (int, error) { return conn.Read(octet) }) }
	if sendFirst {
		return errors.Join(send(), recv())
	}
	return errors.Join(recv(), send())
}

// echo runs a server and a client that exchange n octets each way, and returns
// with the server waiting for one more.
func echo(n int, client, server net.Conn) func(context.Context, Reporter) error {
	return func(_ context.Context, calls Reporter) error {
		served := make(chan error, 1)
		waiting := &capture.Call{Name: "recv"}
		go func() {
			var err error
			for range n {
				err = errors.Join(err, exchange(calls, server, false))
			}
			waiting.Enter = time.Now()
			calls.Enter(waiting)
			served <- err
			_, _ = io.ReadAll(server)
			waiting.Exit = time.Now()
			calls.Return(waiting)
		}()
		var err error
		for range n {
			err = errors.Join(err, exchange(calls, client, true))
		}
		return errors.Join(err, <-served)
	}
}

// The whole road on a real kernel: every packet comes after the call that sent
// it and before the call that received it has returned.
func TestRecordOnLoopback(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	const exchanges = 300
	sentinel := newSentinel(t)
	live := opened(t, Options{})
	client, server := tcpPair(t)
	var l ledger
	drops, err := Record(t.Context(), RecordOptions{Live: live, Sentinel: sentinel}, echo(exchanges, client, server), l.emit)
	if err != nil || drops.Lost() != 0 {
		t.Fatalf("error %v, drops %+v", err, drops)
	}
	checkCauses(t, l.entries, 2*exchanges)
}

// checkCauses checks that sends, segments with data and receives come in turn,
// messages of each, and that the call that waits comes last.
func checkCauses(t *testing.T, entries []capture.Entry, messages int) {
	t.Helper()
	sent, carried, received, number := 0, 0, 0, 0
	for i, e := range entries {
		switch {
		case e.Packet != nil:
			if number++; e.Packet.Number != number {
				t.Fatalf("packet %d has number %d", number, e.Packet.Number)
			}
			if e.Packet.Proto != capture.TCP {
				t.Fatalf("packet %d is %v: %s", number, e.Packet.Proto, e.Packet.Problem)
			}
			if e.Packet.PayloadLength > 0 {
				carried++
			}
		case e.Call.Name == "send":
			sent++
		case e.Call.Returned():
			received++
		case i != len(entries)-1:
			t.Errorf("the call that waits is entry %d of %d", i, len(entries))
		}
		if received > carried || carried > sent {
			t.Fatalf("entry %d: %d sent, %d on the wire, %d received", i, sent, carried, received)
		}
	}
	if sent != messages || carried != messages || received != messages {
		t.Errorf("%d sent, %d on the wire, %d received, want %d", sent, carried, received, messages)
	}
	if last := entries[len(entries)-1]; last.Call == nil || last.Call.Returned() {
		t.Error("the call that waits is not the last entry")
	}
}

// Where lo is not captured at all, the end of the recording says so.
func TestRecordFilteredSentinel(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	filter, err := PortFilter(1)
	if err != nil {
		t.Fatal(err)
	}
	o := RecordOptions{Live: opened(t, Options{Filter: filter}), Sentinel: newSentinel(t), Patience: time.Millisecond}
	_, err = Record(t.Context(), o, func(context.Context, Reporter) error { return nil }, (&ledger{}).emit)
	if !errors.Is(err, ErrIncomplete) {
		t.Errorf("error is %v, want %v", err, ErrIncomplete)
	}
}
