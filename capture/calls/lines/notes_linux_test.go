package lines_test

import (
	"os"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"wireladder/capture/calls/lines"
)

// Notes are found in this process where they are, alone or joined to what lies beside them.
func TestFind(t *testing.T) {
	page := os.Getpagesize()
	memory, err := unix.Mmap(-1, 0, end+7*page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Munmap(memory) //nolint:errcheck // a test's
	_ = unix.Madvise(memory, unix.MADV_DONTDUMP)
	first := uint64(uintptr(unsafe.Pointer(&memory[0])))
	peek := func(b []byte, at uint64) int {
		if at < first || at+uint64(len(b)) > first+uint64(len(memory)) {
			return 0
		}
		return copy(b, memory[at-first:])
	}
	for _, at := range []int{0, len(memory) - end} {
		copy(memory[at:], "wireladder lines")
		if got, want := lines.Find(os.Getpid(), peek), first+uint64(at); uint64(got) != want { //nolint:gosec // small
			t.Errorf("found %x, not %x", got, want)
		}
		clear(memory[at : at+16])
	}
	if got := lines.Find(os.Getpid(), peek); got != 0 {
		t.Errorf("found %x where none are", got)
	}
	if got := lines.Find(-1, peek); got != 0 {
		t.Errorf("found %x in no process", got)
	}
}
