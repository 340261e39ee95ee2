package lines

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"

	"wireladder/capture/code"
)

// Notes is the memory of a process in which its threads note their lines, found by its address.
// Children that it forks have a copy of it at the same one. 0: it takes none.
type Notes uint64

// Peek fills b with what is at an address of the memory of a process, and returns how many octets
// it could read.
type Peek func(b []byte, at uint64) int

// As in python/sitecustomize.py: behind what the memory is known by there are slots. Each thread has
// the first that was free, from that of its id on; it holds the number of a record while the thread
// makes a call, and the id. A record holds the number of the line, the lengths of file name and text
// (16 bits each), bits, and the two texts.
const (
	mark         = "wireladder lines"
	slots        = 4096
	probed       = 64 // slots, from that of an id on
	records      = 8192
	recordSize   = 512
	recordHeader = 12
	slotSize     = 8
	slotsAt      = 32 << 10
	recordsAt    = slotsAt + slots*slotSize
	size         = recordsAt + records*recordSize // whole pages, also of 64 KiB
)

// Find returns the notes of a process.
func Find(pid int, peek Peek) Notes {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(b) {
		var from, to uint64
		if !bytes.Contains(line, []byte(without)) {
			continue
		}
		if _, err := fmt.Fscanf(bytes.NewReader(line), "%x-%x", &from, &to); err != nil || to-from < size {
			continue
		}
		for _, at := range []uint64{from, to - size} { // the kernel may have joined it to a neighbour
			if is(at, peek) {
				return Notes(at)
			}
		}
	}
	return 0
}

// without is how proc_pid_maps(5) tells of private memory without a file.
const without = " rw-p 00000000 00:00 0"

// is reports whether notes are at an address.
func is(at uint64, peek Peek) bool {
	var b [len(mark)]byte
	return peek(b[:], at) == len(b) && string(b[:]) == mark
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
	bitCRLF
)

// Notebook reads the notes of one process. The zero value is ready; it is not for several
// goroutines at once.
type Notebook struct {
	known map[uint32]Note // by number: a record stays as it is
	slots map[int]uint64  // where those of threads are
	slot  [probed * slotSize]byte
}

// Of returns what a thread which is stopped has noted.
func (r *Notebook) Of(n Notes, tid int, peek Peek) Note {
	number := r.numberOf(n, tid, peek)
	if number == 0 || number >= records {
		return Note{}
	}
	note, ok := r.known[number]
	if !ok {
		note = read(n, number, peek)
		if r.known == nil {
			r.known = map[uint32]Note{}
		}
		r.known[number] = note
	}
	return note
}

// Slot returns where the slot of a thread was that has noted something; 0 if it has not.
func (r *Notebook) Slot(tid int) uint64 { return r.slots[tid] }

// numberOf returns the number of the record that stands in the slot of a thread; 0: none does.
func (r *Notebook) numberOf(n Notes, tid int, peek Peek) uint32 {
	if at, ok := r.slots[tid]; ok && peek(r.slot[:slotSize], at) == slotSize {
		if thread, number := slotIn(r.slot[:]); thread == tid {
			return number
		}
	}
	home := uint64(n) + slotsAt + uint64(tid)%(slots-probed)*slotSize //nolint:gosec // not negative
	for i := range peek(r.slot[:], home) / slotSize {
		if thread, number := slotIn(r.slot[i*slotSize:]); thread == tid {
			if r.slots == nil || len(r.slots) >= slots {
				r.slots = map[int]uint64{}
			}
			r.slots[tid] = home + uint64(i)*slotSize //nolint:gosec // not negative
			return number
		}
	}
	return 0
}

// slotIn reads a slot.
func slotIn(b []byte) (thread int, number uint32) {
	order := binary.NativeEndian
	return int(order.Uint32(b[4:])), order.Uint32(b)
}

// read reads a record. What stands there the program could have written.
func read(n Notes, number uint32, peek Peek) Note {
	var b [recordSize]byte
	if peek(b[:], uint64(n)+recordsAt+uint64(number)*recordSize) < recordSize {
		return Note{}
	}
	order := binary.LittleEndian
	name, text := int(order.Uint16(b[4:])), int(order.Uint16(b[6:]))
	if recordHeader+name+text > len(b) {
		return Note{}
	}
	rest, bits := string(b[recordHeader:]), order.Uint32(b[8:])
	return Note{
		Line: code.Line{
			File: rest[:name], Line: int(order.Uint32(b[:])), Text: rest[name : name+text],
			Newline: bits&bitNewline != 0, End: bits&bitEnd != 0, Wrote: bits&bitWrote != 0, Mute: bits&bitMute != 0, CRLF: bits&bitCRLF != 0,
		},
		Polls: bits&bitPolls != 0, Loop: bits&bitLoop != 0, Noted: true,
	}
}
