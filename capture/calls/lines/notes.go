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

// Memory reads so many octets of the memory of a process; fewer where there are fewer.
type Memory func(at uint64, n int) []byte

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
func Find(pid int, memory Memory) Notes {
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
		if string(memory(from+slots*slotSize, len(mark))) == mark {
			return Notes(from)
		}
	}
	return 0
}

// Note is what a thread has noted of the call that it makes. The zero value is nothing.
type Note struct {
	Line  code.Line // none, if Loop
	Polls bool      // the program asks which of its sockets are ready
	Loop  bool      // an event loop makes the call, when it finds that it can
	Noted bool      // it has noted something
}

// The bits of a note.
const (
	bitPolls = 1 << iota
	bitNewline
	bitLoop
)

// Of returns what a thread which is stopped has noted.
func (n Notes) Of(tid int, memory Memory) Note {
	slot := memory(uint64(n)+uint64(tid)%slots*slotSize, slotSize) //nolint:gosec // not negative
	if len(slot) < slotSize {
		return Note{}
	}
	return noteIn(slot, tid)
}

// noteIn reads the slot of a thread. What stands there the program could have written.
func noteIn(slot []byte, tid int) Note {
	order := binary.LittleEndian
	name, text := int(order.Uint16(slot[8:])), int(order.Uint16(slot[10:]))
	if int(order.Uint32(slot)) != tid || slotHeader+name+text > len(slot) {
		return Note{}
	}
	rest := string(slot[slotHeader:])
	bits := order.Uint32(slot[12:])
	return Note{
		Line:  code.Line{File: rest[:name], Line: int(order.Uint32(slot[4:])), Text: rest[name : name+text], Newline: bits&bitNewline != 0},
		Polls: bits&bitPolls != 0, Loop: bits&bitLoop != 0, Noted: true,
	}
}
