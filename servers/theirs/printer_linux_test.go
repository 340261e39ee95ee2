package theirs

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"wireladder/servers/theirs/screen"
)

// printed returns what is shown of what a program prints to its stdout and stderr.
func printed(t *testing.T, program func(p *printer, stdout, stderr *os.File)) string {
	t.Helper()
	b := &seen{}
	p, err := newPrinter("server", screen.New(b), nil)
	if err != nil {
		t.Fatal(err)
	}
	files := p.files(nil)
	duplicates := make([]*os.File, 3)
	for i := 1; i < 3; i++ { // started closes the program's own
		name := fmt.Sprintf("/proc/self/fd/%d", files[i].Fd())
		if duplicates[i], err = os.OpenFile(name, os.O_WRONLY, 0); err != nil {
			t.Fatal(err)
		}
	}
	p.started()
	program(p, duplicates[1], duplicates[2])
	_, _ = duplicates[1].Close(), duplicates[2].Close()
	select {
	case <-p.done:
	case <-time.After(time.Minute):
		t.Fatal("it is not done")
	}
	return b.text()
}

// Lines are shown with the name of who prints them, the last one without its end.
func TestPrinter(t *testing.T) {
	got := printed(t, func(_ *printer, stdout, _ *os.File) { _, _ = stdout.WriteString("one\n\ntwo\r\nthree") })
	if want := "server │ one\nserver │ \nserver │ two\nserver │ three\n"; got != want {
		t.Errorf("got %q", got)
	}
}

// Of a program that prints too much the beginning is shown, and how much more there is.
func TestPrinterIsLimited(t *testing.T) {
	line := strings.Repeat("x", 99) + "\n"
	got := printed(t, func(_ *printer, _, stderr *os.File) {
		for range 2000 {
			_, _ = stderr.WriteString(line)
		}
	})
	if n := strings.Count(got, "x"); n < maxPrinted*9/10 || n > maxPrinted || !strings.HasSuffix(got, fmt.Sprintf("\nserver │ … and %d bytes more\n", 2000*100-maxPrinted)) {
		t.Errorf("%d bytes, and then %q", n, got[max(0, len(got)-100):])
	}
}

// What a program says of its interrupt is not shown, unless it is something else; what it
// prints is.
func TestPrinterHoldsBack(t *testing.T) {
	for last, want := range map[string]string{
		"KeyboardInterrupt\n":   "server │ before\nserver │ bye\n",
		"KeyError: 'x'\n":       "server │ before\nserver │ bye\nserver │ Traceback\nserver │ KeyError: 'x'\n",
		"OSError: interrupted?": "server │ before\nserver │ bye\nserver │ Traceback\nserver │ OSError: interrupted?\n",
	} {
		got := printed(t, func(p *printer, stdout, stderr *os.File) {
			_, _ = stderr.WriteString("before\n")
			for !strings.Contains(p.screen.out.(*seen).text(), "before") {
				runtime.Gosched()
			}
			p.hold()
			_, _ = stderr.WriteString("Traceback\n" + last)
			_, _ = stdout.WriteString("bye\n")
		})
		if got != want || !strings.Contains(got, "bye") {
			t.Errorf("%q: got %q", last, got)
		}
	}
}

// A terminal that is printed on changes nothing, and is one.
func TestScreenIsATerminal(t *testing.T) {
	master, slave, err := openScreen()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := slave.WriteString("a\nb\n"); err != nil {
		t.Fatal(err)
	}
	if _, err := master.WriteString("typed\n"); err != nil { // which is not shown
		t.Fatal(err)
	}
	octets := make([]byte, 100)
	n, err := master.Read(octets)
	if got := string(octets[:n]); got != "a\nb\n" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	_, _ = slave.Close(), master.Close()
}
