package cmd_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// dropped is what is said in a line of a SYN that the kernel has dropped.
const dropped = "dropped: accept queue full"

// Of a SYN that the kernel has dropped, by its own count, all outputs say so: the picture at the arrow,
// JSON Lines in a line, and the comment of a recording in full. Of no other packet do they.
func TestDroppedIsToldAlike(t *testing.T) {
	const file = "testdata/scenarios/backlog.pcapng.gz"
	const full = "The server's kernel has dropped it without a word, for its accept queue is full: it counts that (ListenOverflows)."
	picture, _ := commandLine(t, "read", file, "--width", "160")
	before, _, told := strings.Cut(picture, dropped)
	if !told || !strings.Contains(before[strings.LastIndex(before, "SYN seq=0"):], "✗") {
		t.Errorf("the arrow of a SYN is not broken, with %q below it:\n%s", dropped, picture)
	}
	copied, times := filepath.Join(t.TempDir(), "copy.pcapng"), 0
	if _, status := commandLine(t, "read", file, "-o", copied, "--explain", "full"); status != 0 {
		t.Fatalf("status %d", status)
	}
	comments := commentsOf(t, copied)
	for _, l := range linesOf(t, file, "brief") {
		is := strings.Contains(l.Explain, dropped)
		if is {
			times++
		}
		if l.Number > 0 && is != strings.Contains(comments[l.Number], full) {
			t.Errorf("packet %d: JSON Lines say %q, and the comment %q", l.Number, l.Explain, comments[l.Number])
		}
	}
	ladder, _, _ := strings.Cut(picture, "a packet that arrives, and is dropped")
	if want := strings.Count(ladder, "✗│") + strings.Count(ladder, "✗┃") - 1; times == 0 || times != want {
		t.Errorf("%d SYNs are dropped, and the picture has %d", times, want)
	}
	if n := strings.Count(ladder, dropped); n != times {
		t.Errorf("the picture says %d times of %d that %q", n, times, dropped)
	}
}
