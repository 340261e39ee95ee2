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

// slot returns what a thread notes.
func slot(tid, line uint32, name, text string, bits uint32) []byte {
	order := binary.LittleEndian
	b := order.AppendUint32(nil, tid)
	b = order.AppendUint32(b, line)
	b = order.AppendUint16(b, uint16(len(name)))
	b = order.AppendUint16(b, uint16(len(text)))
	b = order.AppendUint32(b, bits)
	return append(b, name+text...)
}

// memoryOf returns memory that holds octets at an address, and behind them nothing but 0.
func memoryOf(at uint64, b []byte) lines.Peek {
	return func(into []byte, from uint64) int {
		if from < at || from >= at+4096*512 {
			return 0
		}
		clear(into)
		copy(into, b[min(from-at, uint64(len(b))):])
		return len(into)
	}
}

func TestNotes(t *testing.T) {
	at := uint64(0x7000_0000)
	for _, c := range []struct {
		tid  int
		slot []byte
		want lines.Note
	}{
		{0, slot(4096, 7, "a.py", "s.recv()", 0), lines.Note{}}, // another thread's
		{4096, slot(4096, 7, "a.py", "s.recv()", 0), lines.Note{Line: code.Line{File: "a.py", Line: 7, Text: "s.recv()"}, Noted: true}},
		{4096, slot(4096, 7, "a.py", "", 1), lines.Note{Line: code.Line{File: "a.py", Line: 7}, Polls: true, Noted: true}},
		{4096, slot(4096, 7, "a.py", "x", 2), lines.Note{Line: code.Line{File: "a.py", Line: 7, Text: "x", Newline: true}, Noted: true}},
		{4096, slot(4096, 7, "a.py", "x", 4|8|16), lines.Note{Line: code.Line{File: "a.py", Line: 7, Text: "x", End: true, Wrote: true, Mute: true}, Noted: true}},
		{4096, slot(4096, 0, "", "", 1|32), lines.Note{Polls: true, Loop: true, Noted: true}},
		{4096, slot(4096, 7, strings.Repeat("n", 600), "", 0), lines.Note{}}, // longer than there is room
		{4096, nil, lines.Note{}},
	} {
		var book lines.Notebook
		for range 2 { // the second time it is known
			if got := book.Of(lines.Notes(at), c.tid, memoryOf(at, c.slot)); got != c.want {
				t.Errorf("thread %d has noted %+v, not %+v", c.tid, got, c.want)
			}
		}
		if got := book.Of(lines.Notes(at-4096*512), c.tid, memoryOf(at, c.slot)); got.Noted {
			t.Errorf("where nothing is %+v is noted", got)
		}
	}
}

// What is known of one line is not taken for another.
func TestNotebook(t *testing.T) {
	var book lines.Notebook
	for i := range uint32(3000) {
		if n := book.Of(1<<20, 0, memoryOf(1<<20, slot(0, i+1, "a.py", "x", 0))); n.Line.Line != int(i)+1 {
			t.Fatalf("line %d is %+v", i+1, n)
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
	f.Add(slot(1, 7, "a.py", "x", 0))
	f.Add([]byte{1, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255})
	f.Fuzz(func(t *testing.T, b []byte) {
		var book lines.Notebook
		if n := book.Of(1<<20, 1, memoryOf(1<<20+512, b)); len(n.Line.File)+len(n.Line.Text) > 512 {
			t.Errorf("%+v", n)
		}
	})
}
