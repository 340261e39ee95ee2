package lines

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"

	"wireladder/capture/code"
)

// Notes is the memory of a process in which its threads note their lines, found by its address.
// Children that it forks have it at the same one.
type Notes uint64

// Peek fills b with what is at an address of the memory of a process, and returns how many octets
// it could read.
type Peek func(b []byte, at uint64) int

// As in python/sitecustomize.py: a slot is found by the id of its thread, and holds it, the number of
// the line, the lengths of file name and text (16 bits each), bits, and the two texts. Behind the
// last slot stands what the memory is known by.
const (
	slots      = 4096
	slotSize   = 512
	slotHeader = 16
	mark       = "wireladder line\n"
)

// Find returns the notes of a process; 0 if it takes none.
func Find(pid int, peek Peek) Notes {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(b) { // proc_pid_maps(5): shared memory without a file
		if !bytes.HasSuffix(line, []byte("/dev/zero (deleted)\n")) {
			continue
		}
		var from, to uint64
		if _, err := fmt.Fscanf(bytes.NewReader(line), "%x-%x", &from, &to); err != nil || to-from < (slots+1)*slotSize {
			continue
		}
		var at [len(mark)]byte
		if peek(at[:], from+slots*slotSize) == len(at) && string(at[:]) == mark {
			return Notes(from)
		}
	}
	return 0
}

// Note is what a thread has noted of the call that it makes. The zero value is nothing.
type Note struct {
	Line  code.Line // of a Loop: where the only task stands that waits for a stream
	Polls bool      // the program asks which of its sockets are ready
	Loop  bool      // an event loop makes the call, when it finds that it can
	Noted bool      // it has noted something
}

// The bits of a note.
const (
	bitPolls   = 1 << iota
	bitNewline // as code.Line.Newline, and so on
	bitEnd
	bitWrote
	bitMute
	bitLoop
)

// Notebook reads notes. The zero value is ready; it is not for several goroutines at once.
type Notebook struct {
	slot  [slotSize]byte
	known map[string]Note // by what stands behind the id of the thread: a program has few lines
}

// Of returns what a thread which is stopped has noted.
func (r *Notebook) Of(n Notes, tid int, peek Peek) Note {
	if peek(r.slot[:], uint64(n)+uint64(tid)%slots*slotSize) < slotSize { //nolint:gosec // not negative
		return Note{}
	}
	return r.noteIn(r.slot[:], tid)
}

// maxKnown is how many notes are remembered.
const maxKnown = 1000

// noteIn reads the slot of a thread. What stands there the program could have written.
func (r *Notebook) noteIn(slot []byte, tid int) Note {
	order := binary.LittleEndian
	name, text := int(order.Uint16(slot[8:])), int(order.Uint16(slot[10:]))
	if int(order.Uint32(slot)) != tid || slotHeader+name+text > len(slot) {
		return Note{}
	}
	all := slot[4 : slotHeader+name+text]
	if n, ok := r.known[string(all)]; ok {
		return n
	}
	rest, bits := string(slot[slotHeader:]), order.Uint32(slot[12:])
	n := Note{
		Line: code.Line{
			File: rest[:name], Line: int(order.Uint32(slot[4:])), Text: rest[name : name+text],
			Newline: bits&bitNewline != 0, End: bits&bitEnd != 0, Wrote: bits&bitWrote != 0, Mute: bits&bitMute != 0,
		},
		Polls: bits&bitPolls != 0, Loop: bits&bitLoop != 0, Noted: true,
	}
	if r.known == nil || len(r.known) >= maxKnown {
		r.known = map[string]Note{}
	}
	r.known[string(all)] = n
	return n
}
