package cmd_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// mountPrograms starts `wireladder run --step` on a screen.
func mountPrograms(t *testing.T, server, client string, args ...string) *screening {
	t.Helper()
	return screen(t, 80, 24, append([]string{"run", "--step", "--color", "never", "--server", server, "--client", client}, args...)...)
}

// callUp has a program make a call by its number, when it is held up before that. What comes meanwhile is gone through
// first.
func (s *screening) callUp(number, call string) {
	s.t.Helper()
	const early = "chosen behind the last step"
	for again := true; again; again = strings.Contains(s.rows(), early) {
		s.goOn(call)
		s.press(number)
		for strings.Contains(s.rows(), call) {
			s.more()
		}
	}
}

// parted returns what was written before the screen was left, and what behind that.
func (s *screening) parted() (before, behind string) {
	before, behind, _ = strings.Cut(s.shown.String(), "\x1b[?1049l")
	return before, behind
}

// Programs are held up on the whole screen, and go on by a key or their numbers; what was seen is looked at backward,
// on a screen that becomes larger, and is printed when the screen is left, with what they have printed.
func TestStepProgramsOnTheWholeScreen(t *testing.T) {
	server, client := students(t, answers, asksOnce)
	s := mountPrograms(t, server, client)
	s.see("> 1  server  next: socket(")
	s.goOn("> 1  server  next: bind(")
	s.callUp("2", "2  client  next: socket(")
	s.callUp("2", "2  client  next: connect(")
	s.goOn("SYN-SENT")
	s.resize(100, 30)
	s.press("\x1b[H")
	s.see("step 1 of")
	s.goOn("> 1  server  next: accept(")
	s.finish()
	s.press("\x1b[H")
	s.see("step 1 of")
	s.press("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	before, behind := s.parted()
	for _, expected := range []string{"recv() = \"HELLO\"", "gets SIGINT", "client │ b'HELLO'"} {
		if !strings.Contains(behind, expected) {
			t.Errorf("no %q is printed at the end:\n%s", expected, behind)
		}
	}
	if strings.Contains(before, "client │") {
		t.Errorf("a program has written to the screen:\n%q", before)
	}
}

// running returns the command lines of processes that have a text in them.
func running(t *testing.T, text string) (all []string) {
	t.Helper()
	names, err := filepath.Glob("/proc/[0-9]*/cmdline")
	must(t, err)
	for _, name := range names {
		line, _ := os.ReadFile(name) // it may have ended
		if bytes.Contains(line, []byte(text)) {
			all = append(all, string(bytes.ReplaceAll(line, []byte{0}, []byte{' '})))
		}
	}
	return all
}

// However programs on the whole screen end, whoever is held up or waits, none of them is left, the terminal is as it
// was, and what was seen is printed, and not judged.
func TestStepProgramsOnTheWholeScreenEndWell(t *testing.T) {
	t.Parallel()
	for name, c := range endings {
		t.Run(name, func(t *testing.T) {
			server, client := students(t, answers, asksOnce)
			s := mountPrograms(t, server, client)
			s.goOn("  1  server  waits in accept(")
			s.goOn("> 2  client  next: connect(")
			c.end(s)
			if code := s.end(); code != c.code {
				t.Errorf("exit code %d, not %d:\n%s", code, c.code, s.shown.String())
			}
			if _, behind := s.parted(); !strings.Contains(behind, "┌─ socket(SOCK_STREAM)") || c.code == 0 && !strings.Contains(behind, "is ended by its user (q)") || strings.Contains(behind, "\n! ") {
				t.Errorf("what was seen is not printed, or judged:\n%s", behind)
			}
			if left := running(t, filepath.Dir(strings.TrimPrefix(server, "python3 "))); len(left) > 0 {
				t.Errorf("left are %q", left)
			}
		})
	}
}

// Who leaves while nobody is held up, for all wait for each other, ends the run.
func TestLeaveProgramsThatWait(t *testing.T) {
	const silent = `from socket import *
s = socket(AF_INET, SOCK_STREAM)
s.connect(('localhost', 12000))
s.recv(100)
`
	server, client := students(t, answers, silent)
	s := mountPrograms(t, server, client)
	s.goOn("Nobody is held up: all wait in the kernel")
	s.press("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if _, behind := s.parted(); !strings.Contains(behind, "is ended by its user (q)") {
		t.Errorf("it is not told who has ended it:\n%s", behind)
	}
}

// A program that crashes while another is held up is seen to end, and the other goes on.
func TestStepProgramsThatCrash(t *testing.T) {
	const crashes = `from socket import *
import os
s = socket(AF_INET, SOCK_STREAM)
s.connect(('localhost', 12000))
s.send(b'hello')
os._exit(3)
`
	server, client := students(t, answers, crashes)
	s := mountPrograms(t, server, client)
	s.callUp("2", "2  client  next: connect(")
	s.callUp("2", "2  client  next: send(")
	s.goOn("exits with 3")
	s.goOn("> 1  server  next: ")
	s.finish()
	s.press("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if _, behind := s.parted(); !strings.Contains(behind, "client: exit status 3") {
		t.Errorf("it is not told how the client has ended:\n%s", behind)
	}
}

// What comes of a program's call is asked about before it is shown.
func TestStepProgramsPredicts(t *testing.T) {
	server, client := students(t, answers, asksOnce)
	s := mountPrograms(t, server, client)
	s.see("> 1  server  next: socket(")
	s.press("p")
	s.goOn("What will the wire show next?")
	s.press("1")
	s.see(" of 1 right")
	s.press("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// The only client has a keyboard: a line is typed for it, and it is told so where it may wait for one; ^D ends its
// input.
func TestTypeForAProgramOnTheWholeScreen(t *testing.T) {
	// One write() is what it says: others may come between two of them.
	const prompts = `from socket import *
import sys
assert sys.stdin.isatty()
s = socket(AF_INET, SOCK_STREAM)
s.connect(('localhost', 12000))
s.send(input('Say: ').encode())
print(f'heard {s.recv(100).decode()}{sys.stdin.read()}')
`
	server, client := students(t, answers, prompts)
	s := mountPrograms(t, server, client)
	s.goOn("prints \"Say: \"")
	s.goOn("client  in no socket call")
	s.see("i: type a line for it")
	s.press("ihello\r")
	s.goOn("next: send(3, \"hello\")")
	s.goOn("client  in no socket call")
	s.press("i\x04")
	s.goOn("prints \"heard HELLO")
	s.finish()
	s.press("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if _, behind := s.parted(); !strings.Contains(behind, "client │ Say: hello") || !strings.Contains(behind, "client │ heard HELLO") {
		t.Errorf("what was typed and printed is not told:\n%s", behind)
	}
}

// What clients read by --input is not typed.
func TestInputIsNotTyped(t *testing.T) {
	server, client := students(t, answers, "print(input())\n"+asksOnce)
	s := mountPrograms(t, server, client, "--input", "given\\n")
	s.goOn("2  client  next: socket(")
	s.press("i")
	s.see("no program reads what is typed here")
	s.press("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
