package cmd_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// attributes is how a terminal answers a program that asks what it is.
const attributes = "\x1b[?62;22c"

// seat starts `wireladder view` on a terminal, which says what it is.
func seat(t *testing.T, args ...string) *session {
	t.Helper()
	s := sit(t, append([]string{"view"}, args...)...)
	s.await("\x1b[c")
	s.press(attributes)
	s.await("step 1 of ")
	return s
}

// waits reports whether who reads from the terminal waits for keys, as the shell expects.
func (s *session) waits() bool {
	s.t.Helper()
	raw, err := s.slave.SyscallConn()
	must(s.t, err)
	flags := 0
	must(s.t, raw.Control(func(fd uintptr) { flags, err = unix.FcntlInt(fd, unix.F_GETFL, 0) }), err)
	return flags&unix.O_NONBLOCK == 0
}

// However the view ends, the terminal is as it was: its settings, its screen, its mouse.
func TestViewEndsWell(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		end  func(*session)
		code int
	}{
		"q":       {func(s *session) { s.press("q") }, 0},
		"^C":      {func(s *session) { s.press("\x03") }, 0},
		"SIGTERM": {func(s *session) { must(s.t, s.cmd.Process.Signal(syscall.SIGTERM)) }, 1},
		"SIGHUP":  {func(s *session) { must(s.t, s.cmd.Process.Signal(syscall.SIGHUP)) }, 1},
		"SIGINT":  {func(s *session) { must(s.t, s.cmd.Process.Signal(syscall.SIGINT)) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := seat(t, "testdata/scenarios/backlog.pcapng.gz")
			if s.settings() == s.before {
				t.Error("keys are not read one by one")
			}
			s.press("f")
			s.await("repair:")
			if !s.waits() {
				t.Error("reads did not wait before")
			}
			c.end(s)
			must(t, unix.Waitid(unix.P_PID, s.cmd.Process.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil))
			if !s.waits() {
				t.Error("who reads from the terminal does not wait any more")
			}
			if code := s.end(); code != c.code {
				t.Errorf("exit code %d, not %d:\n%q", code, c.code, s.shown.String())
			}
			shown := s.shown.String()
			for _, undone := range []string{"\x1b[?1049l", "\x1b[?25h"} {
				if !strings.Contains(shown[s.seen:], undone) {
					t.Errorf("%q is missing at the end: %q", undone, shown[s.seen:])
				}
			}
		})
	}
}

// Who types on while the view is about to stop does not keep it from that, nor from going on.
func TestViewIsStoppedWhileKeysCome(t *testing.T) {
	s := seat(t, "testdata/scenarios/tcp.pcapng.gz")
	for range 3 {
		s.press("\x1a" + strings.Repeat("j", 2000)) // more than there is room for
		must(t, unix.Waitid(unix.P_PID, s.cmd.Process.Pid, nil, unix.WSTOPPED|unix.WNOWAIT, nil))
		if s.settings() != s.before || !s.waits() {
			t.Error("the terminal is not as it was")
		}
		must(t, s.cmd.Process.Signal(syscall.SIGCONT))
		s.await("\x1b[?1049h")
		s.await("step ")
	}
	s.press("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// Nor does it keep a view from ending.
func TestViewEndsWhileKeysCome(t *testing.T) {
	s := seat(t, "testdata/scenarios/tcp.pcapng.gz")
	s.press("q" + strings.Repeat("j", 3000))
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// A view that is stopped leaves the terminal to others as it was, and takes it again when it goes on.
func TestViewIsStopped(t *testing.T) {
	s := seat(t, "testdata/scenarios/tcp.pcapng.gz")
	s.press(" ")
	s.await("2")
	s.press("\x1a")
	must(t, unix.Waitid(unix.P_PID, s.cmd.Process.Pid, nil, unix.WSTOPPED|unix.WNOWAIT, nil))
	if s.settings() != s.before {
		t.Error("keys are still read one by one")
	}
	if !s.waits() {
		t.Error("who reads from the terminal meanwhile does not wait")
	}
	must(t, s.cmd.Process.Signal(syscall.SIGCONT))
	s.await("\x1b[?1049h") // what was typed before the terminal is taken again is lost
	s.await("step 2 of ")
	s.press("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// Without colours there are none, and what a file says that is no good is told behind what it shows.
func TestViewWithoutColors(t *testing.T) {
	s := seat(t, "--color", "never", "--ascii", "testdata/scenarios/backlog.pcapng.gz")
	s.press("\x1b[F")
	s.await("36")
	s.press("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	for _, no := range []string{"\x1b[3", "\x1b[4", "─", "│", "◆"} {
		for i := range 8 {
			if color := no + string(rune('0'+i)) + "m"; strings.Contains(s.shown.String(), color) {
				t.Errorf("%q is shown", color)
			}
		}
		if !strings.HasPrefix(no, "\x1b") && strings.Contains(s.shown.String(), no) {
			t.Errorf("%q is shown", no)
		}
	}
}

// What is shown is saved, a file is replaced if that is wanted alone, and the picture is copied, on screens of
// several sizes.
func TestViewSaves(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {100, 30}, {160, 45}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "run.mmd")
			s := screen(t, size[0], size[1], "view", "testdata/scenarios/backlog.pcapng.gz")
			s.see("step 1 of ")
			s.press("w" + name + "\r")
			s.see("saved as ")
			saved, err := os.ReadFile(name)
			must(t, err)
			if !strings.HasPrefix(string(saved), "sequenceDiagram") || !strings.Contains(string(saved), "backlog") {
				t.Errorf("it is %q", saved)
			}
			must(t, os.WriteFile(name, nil, 0o600))
			s.press("w" + name + "\r")
			s.see("Replace it?")
			s.press("n")
			s.see("nothing is written")
			if kept, err := os.ReadFile(name); err != nil || len(kept) > 0 {
				t.Errorf("it is replaced: %q, %v", kept, err)
			}
			s.press("w/nowhere/run.svg\r")
			s.see("can't create")
			s.press("y")
			s.see(" as Mermaid")
			if !strings.Contains(s.shown.String(), "\x1b]52;c;") {
				t.Error("nothing is copied")
			}
			s.press(" ") // takes what was said away
			s.resize(60, 16)
			s.see("?:…")
			s.press("q")
			if code := s.end(); code != 0 {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

// A view that is left while a file is written leaves no half of one.
func TestViewIsLeftWhileItSaves(t *testing.T) {
	folder := t.TempDir()
	s := screen(t, 80, 24, "view", "testdata/scenarios/tcp.pcapng.gz")
	s.see("step 1 of ")
	s.press("w" + filepath.Join(folder, "run.pdf") + "\rq")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	all, err := os.ReadDir(folder)
	must(t, err)
	for _, f := range all {
		if f.Name() != "run.pdf" {
			t.Errorf("%s is left", f.Name())
		}
	}
}
