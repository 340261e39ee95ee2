package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"runtime"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// rig is a relay with no hosts: the test reads what it writes, and puts what it
// takes into its rings.
type rig struct {
	relay *relay
	hosts sides[int] // what is written to a side is read here
	cpus  int        // that the relay is allowed to run on
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{relay: &relay{decider: newDecider(Options{}), out: newOutbox()}, cpus: fewProcessors(t)}
	for _, side := range []Side{Client, Server} {
		pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _, _ = unix.Close(pair[0]), unix.Close(pair[1]) })
		r.relay.plugs[side], r.hosts[side] = pair[0], pair[1]
		r.relay.taps[side] = &tap{memory: make([]byte, ringFrame*ringFrames)}
	}
	return r
}

// fewProcessors keeps the test on two processors, if it has more, and returns how
// many it has: the sockets of a rig have room for their marks.
func fewProcessors(t *testing.T) int {
	t.Helper()
	runtime.LockOSThread()
	t.Cleanup(runtime.UnlockOSThread)
	var all, few unix.CPUSet
	if err := unix.SchedGetaffinity(0, &all); err != nil {
		t.Fatal(err)
	}
	for cpu := 0; few.Count() < min(2, all.Count()); cpu++ {
		if all.IsSet(cpu) {
			few.Set(cpu)
		}
	}
	t.Cleanup(func() { _ = unix.SchedSetaffinity(0, &all) })
	if err := unix.SchedSetaffinity(0, &few); err != nil {
		t.Fatal(err)
	}
	return few.Count()
}

// drain asks whether all is carried. A round that this begins has time until the
// test says that it is over.
func (r *rig) drain(t *testing.T, want bool) {
	t.Helper()
	if done, err := r.relay.drained(); done != want || err != nil {
		t.Fatalf("drained: %t, %v, want %t", done, err, want)
	}
	if until := &r.relay.marks.until; !until.IsZero() {
		*until = until.Add(time.Hour)
	}
}

// expire lets the time pass that marks may take.
func (r *rig) expire() { r.relay.marks.until = time.Now().Add(-time.Nanosecond) }

// marks returns the marks of a round as they were written: to each side one from
// each processor.
func (r *rig) marks(t *testing.T, round uint32) [][]byte {
	t.Helper()
	var all [][]byte
	for _, side := range []Side{Client, Server} {
		marks, to := r.written(t, side), macOf(side, false)
		if len(marks) != r.cpus {
			t.Fatalf("round %d has %d marks for the %s, want %d", round, len(marks), name(sideNames, side), r.cpus)
		}
		want := binary.BigEndian.AppendUint16(append(append(to[:], to[:4]...), 1, to[5]), markType)
		want = binary.BigEndian.AppendUint32(want, round)
		for _, mark := range marks {
			if !bytes.HasPrefix(mark, want) {
				t.Fatalf("a mark begins % x, want % x", mark[:len(want)], want)
			}
		}
		all = append(all, marks...)
	}
	return all
}

// silent checks that the relay has written nothing since the last look.
func (r *rig) silent(t *testing.T) {
	t.Helper()
	for _, side := range []Side{Client, Server} {
		if frames := r.written(t, side); len(frames) > 0 {
			t.Errorf("%d frames for the %s", len(frames), name(sideNames, side))
		}
	}
}

// written returns what the relay has written to a side since the last look.
func (r *rig) written(t *testing.T, side Side) [][]byte {
	t.Helper()
	var all [][]byte
	for {
		frame := make([]byte, ringFrame)
		n, err := unix.Read(r.hosts[side], frame)
		switch {
		case errors.Is(err, unix.EAGAIN):
			return all
		case err != nil:
			t.Fatal(err)
		}
		all = append(all, frame[:n])
	}
}

// comeIn lets the relay take frames that the client's host gives it.
func (r *rig) comeIn(t *testing.T, frames ...[]byte) {
	t.Helper()
	for _, frame := range frames {
		ring := r.relay.taps[Client]
		slot := ring.memory[ring.next*ringFrame:]
		header := (*unix.Tpacket2Hdr)(unsafe.Pointer(unsafe.SliceData(slot)))
		*header = unix.Tpacket2Hdr{
			Status: unix.TP_STATUS_USER, Mac: unix.SizeofTpacket2Hdr,
			Len: uint32(len(frame)), Snaplen: uint32(len(frame)),
		}
		copy(slot[header.Mac:], frame)
		if !r.relay.take(Client) {
			t.Fatal("a frame is not taken")
		}
	}
}
