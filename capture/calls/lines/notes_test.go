package lines_test

import (
	"encoding/binary"
	"os"
	"slices"
	"strings"
	"testing"

	"wireladder/capture/calls/lines"
	"wireladder/capture/code"
)

// record returns what is noted of a line.
func record(line uint32, name, text string, bits uint32) []byte {
	order := binary.LittleEndian
	b := order.AppendUint32(nil, line)
	b = order.AppendUint16(b, uint16(len(name)))
	b = order.AppendUint16(b, uint16(len(text)))
	b = order.AppendUint32(b, bits)
	return append(b, name+text...)
}

// Where slots and records are.
const (
	slotsAt   = 32 << 10
	recordsAt = slotsAt + 4096*8
	end       = recordsAt + 8192*512
)

// notebook is the memory of a process, at an address.
type notebook struct {
	at      uint64
	slots   map[int]uint64
	records map[uint64][]byte
}

// peek reads it.
func (n *notebook) peek(into []byte, from uint64) int {
	if from < n.at || from+uint64(len(into)) > n.at+end {
		return 0
	}
	clear(into)
	switch from -= n.at; {
	case from >= recordsAt:
		copy(into, n.records[(from-recordsAt)/512])
	case from >= slotsAt:
		for i := range len(into) / 8 {
			binary.NativeEndian.PutUint64(into[i*8:], n.slots[int(from-slotsAt)/8+i]) //nolint:gosec // small
		}
	}
	return len(into)
}

func TestNotes(t *testing.T) {
	const at, line = 0x7000_0000, 4098<<32 | 9 // of a thread whose slots begin with 66
	for _, c := range []struct {
		at     int // the slot among those
		slot   uint64
		record []byte
		want   lines.Note
	}{
		{0, 2<<32 | 9, record(7, "a.py", "s.recv()", 0), lines.Note{}}, // another thread's
		{0, 4098 << 32, record(7, "a.py", "s.recv()", 0), lines.Note{}},
		{0, line, record(7, "a.py", "s.recv()", 0), lines.Note{Line: code.Line{File: "a.py", Line: 7, Text: "s.recv()"}, Noted: true}},
		{0, line, record(7, "a.py", "", 1), lines.Note{Line: code.Line{File: "a.py", Line: 7}, Polls: true, Noted: true}},
		{63, line, record(7, "a.py", "x", 0), lines.Note{Line: code.Line{File: "a.py", Line: 7, Text: "x"}, Noted: true}},
		{64, line, record(7, "a.py", "x", 0), lines.Note{}},
		{1, line, record(7, "a.py", "x", 2), lines.Note{Line: code.Line{File: "a.py", Line: 7, Text: "x", Newline: true}, Noted: true}},
		{0, line, record(7, "a.py", "x", 4), lines.Note{Line: code.Line{File: "a.py", Line: 7, Text: "x", End: true}, Noted: true}},
		{0, line, record(7, "a.py", "x", 8), lines.Note{Line: code.Line{File: "a.py", Line: 7, Text: "x", Wrote: true}, Noted: true}},
		{0, line, record(7, "a.py", "x", 16), lines.Note{Line: code.Line{File: "a.py", Line: 7, Text: "x", Mute: true}, Noted: true}},
		{0, line, record(7, "a.py", "x", 2|64), lines.Note{Line: code.Line{File: "a.py", Line: 7, Text: "x", Newline: true, CRLF: true}, Noted: true}},
		{0, line, record(0, "", "", 1|32), lines.Note{Polls: true, Loop: true, Noted: true}},
		{0, line, record(7, strings.Repeat("n", 250), strings.Repeat("t", 250), 0), lines.Note{
			Line: code.Line{File: strings.Repeat("n", 250), Line: 7, Text: strings.Repeat("t", 250)}, Noted: true,
		}},
		{0, line, record(7, strings.Repeat("n", 250), strings.Repeat("t", 251), 0), lines.Note{}}, // longer than there is room
		{0, 0, nil, lines.Note{}},
	} {
		memory := &notebook{at: at, slots: map[int]uint64{66 + c.at: c.slot}, records: map[uint64][]byte{9: c.record}}
		var book lines.Notebook
		for range 2 { // the second time it is known
			if got := book.Of(at, 4098, memory.peek); got != c.want {
				t.Errorf("%x: it has noted %+v, not %+v", c.slot, got, c.want)
			}
		}
		if got := new(lines.Notebook).Of(at-end, 4098, memory.peek); got.Noted {
			t.Errorf("where nothing is %+v is noted", got)
		}
	}
}

// What is known of one line is not taken for another; a number that no record has is none.
func TestNotebook(t *testing.T) {
	var book lines.Notebook
	memory := &notebook{slots: map[int]uint64{}, records: map[uint64][]byte{}}
	for range 2 {
		for i := uint64(1); i < 9000; i++ {
			memory.slots[5], memory.records[i] = 5<<32|i, record(uint32(i), "a.py", "x", 0)
			switch n := book.Of(0, 5, memory.peek); {
			case i < 8192 && n.Line.Line != int(i), i >= 8192 && n.Noted:
				t.Fatalf("line %d is %+v", i, n)
			}
		}
	}
}

// The slot of a thread is looked for again when another thread has it.
func TestSlotOfAnotherThread(t *testing.T) {
	var book lines.Notebook
	memory := &notebook{records: map[uint64][]byte{1: record(1, "a.py", "x", 0), 2: record(2, "a.py", "x", 0)}}
	for _, c := range []struct {
		slots map[int]uint64
		want  int
	}{
		{map[int]uint64{7: 7<<32 | 1}, 1}, {map[int]uint64{7: 4039<<32 | 1, 9: 7<<32 | 2}, 2}, {map[int]uint64{7: 7<<32 | 2, 9: 4039<<32 | 1}, 2},
		{map[int]uint64{7: 4039<<32 | 1}, 0}, {map[int]uint64{7: 7 << 32}, 0}, {map[int]uint64{8: 7<<32 | 1}, 1},
	} {
		memory.slots = c.slots
		if got := book.Of(0, 7, memory.peek).Line.Line; got != c.want {
			t.Errorf("%x: line %d, not %d", c.slots, got, c.want)
		}
	}
}

func TestEnvironment(t *testing.T) {
	l, err := lines.New()
	if err != nil {
		t.Fatal(err)
	}
	env := l.Environment([]string{"A=1", "PYTHONPATH=/x:/y", "B=2"})
	path, ok := strings.CutPrefix(env[len(env)-1], "PYTHONPATH=")
	folder, rest, _ := strings.Cut(path, ":")
	if !ok || rest != "/x:/y" || !slices.Equal(env[:2], []string{"A=1", "B=2"}) || len(env) != 3 {
		t.Errorf("%q", env)
	}
	if env := l.Environment([]string{"PYTHONPATH="}); !slices.Equal(env, []string{"PYTHONPATH=" + folder}) {
		t.Errorf("%q", env)
	}
	if _, err := os.Stat(folder + "/sitecustomize.py"); err != nil {
		t.Error(err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("it is left: %v", err)
	}
}

// FuzzNotes reads what a program may have written.
func FuzzNotes(f *testing.F) {
	f.Add(record(7, "a.py", "x", 0))
	f.Add([]byte{1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255})
	f.Fuzz(func(t *testing.T, b []byte) {
		var book lines.Notebook
		memory := &notebook{slots: map[int]uint64{1: 1<<32 | 1}, records: map[uint64][]byte{1: b}}
		if n := book.Of(0, 1, memory.peek); len(n.Line.File)+len(n.Line.Text) > 500 {
			t.Errorf("%+v", n)
		}
	})
}
