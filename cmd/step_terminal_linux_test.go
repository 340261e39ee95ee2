package cmd_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// pseudoTerminal returns a new terminal, 80 cells by 24, and the end that sees
// what it shows (pts(4)).
func pseudoTerminal(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = master.Close() })
	number, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	must(t, err, unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0))
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	must(t, err)
	t.Cleanup(func() { _ = slave.Close() })
	must(t, unix.IoctlSetWinsize(int(slave.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80}))
	return master, slave
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// session is the program on a terminal of its own.
type session struct {
	t      *testing.T
	cmd    *exec.Cmd
	master *os.File
	slave  *os.File
	before unix.Termios
	shown  bytes.Buffer
	seen   int // octets of that up to what was awaited last
}

// sit starts the program on a terminal.
func sit(t *testing.T, args ...string) *session {
	t.Helper()
	return sitAt(t, "xterm", args...)
}

// sitAt starts the program on a terminal of a kind. A "dumb" one has no whole screen.
func sitAt(t *testing.T, term string, args ...string) *session {
	t.Helper()
	t.Parallel() // it mostly waits
	s := &session{t: t}
	s.master, s.slave = pseudoTerminal(t)
	s.before = s.settings()
	s.cmd = exec.Command("/proc/self/exe", args...)
	s.cmd.Args[0] = "wireladder"
	s.cmd.Env = append(os.Environ(), "TERM="+term, "LC_ALL=C.UTF-8", "PAGER=cat")
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = s.slave, s.slave, s.slave
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	must(t, s.cmd.Start())
	t.Cleanup(func() { _ = s.cmd.Process.Kill() })
	return s
}

// settings returns those of the terminal.
func (s *session) settings() unix.Termios {
	s.t.Helper()
	now, err := unix.IoctlGetTermios(int(s.slave.Fd()), unix.TCGETS)
	must(s.t, err)
	return *now
}

// await reads on until the terminal shows what is expected, behind what was awaited before.
func (s *session) await(expected string) {
	s.t.Helper()
	for chunk := make([]byte, 4096); ; {
		if at := strings.Index(s.shown.String()[s.seen:], expected); at >= 0 {
			s.seen += at + len(expected)
			return
		}
		n, err := s.master.Read(chunk)
		s.shown.Write(chunk[:n])
		if err != nil {
			s.t.Fatalf("no %q: %v\n%s", expected, err, s.shown.String())
		}
	}
}

func (s *session) press(keys string) {
	s.t.Helper()
	_, err := s.master.WriteString(keys)
	must(s.t, err)
}

// end waits for the program's end and returns its exit code. The terminal must
// be as it was.
func (s *session) end() int {
	s.t.Helper()
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		_, _ = s.shown.ReadFrom(s.master) // EIO when the last one has closed the terminal
	}()
	err := s.cmd.Wait()
	if after := s.settings(); after != s.before {
		s.t.Errorf("the terminal was left with %+v, not %+v", after, s.before)
	}
	must(s.t, s.slave.Close())
	<-drained
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return s.cmd.ProcessState.ExitCode()
}

// stepsOf are the calls of a UDP client.
var stepsOf = []string{"next: socket()", "next: sendto(", "next: recvfrom()", "next: close()"}

// A key a call, and the picture is complete at the end.
func TestStepOnATerminal(t *testing.T) {
	s := sitAt(t, "dumb", "demo", "udp", "--step", "--clients", "1", "--color", "never")
	for i, step := range stepsOf {
		s.await(step)
		if s.settings() == s.before {
			t.Error("keys are not read one by one")
		}
		s.press([]string{" ", "\r", "x ", "\n"}[i])
	}
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if shown := s.shown.String(); !strings.Contains(shown, "a call waits") || strings.Count(shown, "recvfrom() = ") < 2 {
		t.Errorf("the picture is not complete:\n%s", shown)
	}
}

// However a run ends, the terminal is as it was.
func TestStepEndsWell(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		end  func(*session)
		code int
	}{
		"q":       {func(s *session) { s.press("q") }, 0},
		"^C":      {func(s *session) { s.press("\x03") }, 0},
		"SIGTERM": {func(s *session) { must(s.t, s.cmd.Process.Signal(syscall.SIGTERM)) }, 1},
		"SIGHUP":  {func(s *session) { must(s.t, s.cmd.Process.Signal(syscall.SIGHUP)) }, 1},
		"SIGQUIT": {func(s *session) { must(s.t, s.cmd.Process.Signal(syscall.SIGQUIT)) }, 1},
		"SIGINT":  {func(s *session) { must(s.t, s.cmd.Process.Signal(syscall.SIGINT)) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := sitAt(t, "dumb", "demo", "tcp", "--step", "--clients", "1")
			s.await("next: socket()")
			s.press(" ")
			s.await("next: connect()")
			c.end(s)
			if code := s.end(); code != c.code {
				t.Errorf("exit code %d, not %d:\n%s", code, c.code, s.shown.String())
			}
			if !strings.Contains(s.shown.String(), "socket(SOCK_STREAM)") {
				t.Errorf("what was seen is not shown:\n%s", s.shown.String())
			}
		})
	}
}

// children returns the processes that the program has started.
func (s *session) children() []int {
	s.t.Helper()
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", s.cmd.Process.Pid))
	must(s.t, err)
	var all []int
	for _, list := range lists {
		text, _ := os.ReadFile(list) // the thread may have ended
		for _, word := range strings.Fields(string(text)) {
			pid, err := strconv.Atoi(word)
			must(s.t, err)
			all = append(all, pid)
		}
	}
	return all
}

// A second signal ends the program that the first could not end, because the run hangs. The
// terminal is as it was all the same.
func TestStepIsKilled(t *testing.T) {
	t.Parallel()
	for _, second := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(second.String(), func(t *testing.T) {
			s := sitAt(t, "dumb", "demo", "tcp", "--step", "--clients", "1")
			s.await("next: socket()")
			run := s.children()
			if len(run) != 1 {
				t.Fatalf("processes %d", run)
			}
			must(t, syscall.Kill(run[0], syscall.SIGSTOP), s.cmd.Process.Signal(syscall.SIGINT))
			for s.settings() != s.before { // the first was heeded
				runtime.Gosched()
			}
			must(t, s.cmd.Process.Signal(second))
			s.end()
			// If the run was given up meanwhile, the first has ended it.
			if status := s.cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != second && status.ExitStatus() != 1 {
				t.Errorf("%v did not end it: %v", second, s.cmd.ProcessState)
			}
		})
	}
}

// A program that is stopped leaves the terminal to others as it was, and takes it again
// when it goes on, with the picture and the question.
func TestStepIsStopped(t *testing.T) {
	s := sitAt(t, "dumb", "demo", "udp", "--step", "--clients", "1")
	s.await("next: socket()")
	must(t, s.cmd.Process.Signal(syscall.SIGTSTP))
	must(t, unix.Waitid(unix.P_PID, s.cmd.Process.Pid, nil, unix.WSTOPPED|unix.WNOWAIT, nil))
	if s.settings() != s.before {
		t.Error("keys are still read one by one")
	}
	must(t, s.cmd.Process.Signal(syscall.SIGCONT))
	s.await("recvfrom() waits")
	s.await("next: socket()")
	if s.settings() == s.before {
		t.Error("keys are not read one by one again")
	}
	s.press("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
