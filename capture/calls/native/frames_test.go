package native

import (
	"debug/elf"
	"os"
	"testing"
)

// tableOf returns a common entry, of version 1 without augmentation, whose factors are 1 and -8, with
// instructions, and one function of 0x100 octets at 0x1000 with its own.
func tableOf(common, own []byte) []byte {
	entry := func(id uint32, body []byte) []byte {
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
		n := uint32(len(body) + 4) //nolint:gosec // small
		return append([]byte{byte(n), byte(n >> 8), 0, 0, byte(id), byte(id >> 8), 0, 0}, body...)
	}
	first := entry(0, append([]byte{1, 0, 1, 0x78, 16}, common...))
	at := []byte{0, 0x10, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0}
	return append(first, entry(uint32(len(first)+4), append(at, own...))...) //nolint:gosec // small
}

// Instructions of call frames (DWARF 5, 6.4.2).
func TestRows(t *testing.T) {
	common := []byte{0x0c, 7, 8, 0x90, 1} // the frame is rsp+8; the return address at frame-8
	own := []byte{
		0x41, 0x0e, 16, 0x86, 2, // 0x1001: rsp+16, rbp at frame-16
		0x42, 0x0d, 6, // 0x1003: rbp+16
		0x02, 0x10, 0x0a, 0x0c, 7, 8, 0xc6, // 0x1013: remember; rsp+8, rbp as at first
		0x03, 0x10, 0, 0x0b, // 0x1023: as before
		0x44, 0x13, 0x7c, // 0x1027: rbp+32
		0x44, 0x0f, 1, 0x30, // 0x102b: an expression
	}
	table, err := parseFrames(tableOf(common, own), 0)
	if err != nil {
		t.Fatal(err)
	}
	for pc, want := range map[uint64]struct {
		base   uint64
		offset int64
		saved  bool
		ok     bool
	}{
		0x1000: {7, 8, false, true}, 0x1001: {7, 16, true, true}, 0x1002: {7, 16, true, true}, 0x1003: {6, 16, true, true}, 0x1012: {6, 16, true, true},
		0x1013: {7, 8, false, true}, 0x1022: {7, 8, false, true}, 0x1023: {6, 16, true, true}, 0x1027: {6, 32, true, true}, 0x102b: {6, 32, true, false}, 0x10ff: {6, 32, true, false},
	} {
		e := table.find(pc)
		if e == nil {
			t.Errorf("%#x has no entry", pc)
			continue
		}
		r, ok := e.rowAt(pc)
		if saved := r.rules[6].kind == atOffset; ok != want.ok || r.base != want.base || r.offset != want.offset || saved != want.saved && ok {
			t.Errorf("%#x: %+v, %v", pc, r, ok)
		}
		if r.rules[16] != (registerRule{kind: atOffset, offset: -8}) {
			t.Errorf("%#x: the return address is %+v", pc, r.rules[16])
		}
	}
	for _, pc := range []uint64{0, 0xfff, 0x1100, 1 << 63} {
		if table.find(pc) != nil {
			t.Errorf("%#x has an entry", pc)
		}
	}
}

// What is not understood has no row.
func TestNoRow(t *testing.T) {
	for _, own := range [][]byte{{0x01}, {0x0b}, {0x3f}, {0x0e}, {0x10, 7, 0xff}} {
		table, err := parseFrames(tableOf([]byte{0x0c, 7, 8}, own), 0)
		if err != nil {
			t.Fatal(err)
		}
		if r, ok := table.find(0x1080).rowAt(0x1080); ok && own[0] != 0x0e {
			t.Errorf("% x: %+v", own, r)
		}
	}
	if _, err := parseFrames([]byte{255, 255, 255, 255, 0}, 0); err == nil {
		t.Error("what is longer than the section is read")
	}
}

// FuzzFrames reads whatever a file says of its frames.
func FuzzFrames(f *testing.F) {
	f.Add(tableOf([]byte{0x0c, 7, 8, 0x90, 1}, []byte{0x41, 0x0e, 16, 0x86, 2}), uint64(0x1001))
	if name, err := os.Executable(); err == nil {
		if file, err := elf.Open(name); err == nil {
			if s := file.Section(".eh_frame"); s != nil {
				if b, err := s.Data(); err == nil {
					f.Add(b[:min(len(b), 2000)], s.Addr)
				}
			}
			_ = file.Close()
		}
	}
	f.Fuzz(func(_ *testing.T, b []byte, pc uint64) {
		table, err := parseFrames(b, 0x1000)
		if err != nil {
			return
		}
		for _, e := range table.entries {
			e.rowAt(e.from)
			e.rowAt(e.to - 1)
		}
		if e := table.find(pc); e != nil {
			e.rowAt(pc)
		}
	})
}

// A file lies in memory by pages; what a linker has put into one page with something else may not
// begin with one.
func TestBias(t *testing.T) {
	i := &image{loads: []elf.ProgHeader{{Off: 0, Vaddr: 0, Filesz: 0x1000}, {Off: 0x1234, Vaddr: 0x2234, Filesz: 0x500}}}
	for _, c := range []struct{ start, offset, want uint64 }{{0x70000000, 0, 0x70000000}, {0x70002000, 0x1000, 0x70000000}} {
		if got, ok := i.bias(c.start, c.offset); !ok || got != c.want {
			t.Errorf("what is mapped from %#x on lies %#x off, %v", c.offset, got, ok)
		}
	}
	if _, ok := i.bias(0x70000000, 0x9000); ok {
		t.Error("what is not in memory lies somewhere")
	}
}
