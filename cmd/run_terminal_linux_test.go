package cmd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// students writes a server and a client, and returns the commands that run them.
func students(t *testing.T, server, client string) (serverLine, clientLine string) {
	t.Helper()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("the programs are in Python, and there is none")
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"server.py": server, "client.py": client} {
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	return "python3 " + filepath.Join(dir, "server.py"), "python3 " + filepath.Join(dir, "client.py")
}

// The programs of most runs here.
const (
	answers = `from socket import *
s = socket(AF_INET, SOCK_STREAM)
s.bind(('', 12000))
s.listen(1)
while True:
    c, a = s.accept()
    c.send(c.recv(100).upper())
    c.close()
`
	asksOnce = `from socket import *
s = socket(AF_INET, SOCK_STREAM)
s.connect(('localhost', 12000))
s.send(b'hello')
print(s.recv(100))
s.close()
`
)

// Where a terminal has no screen to draw on, two programs are held up below a picture that grows, and go on by their
// numbers. However a run ends, the terminal is as it was, and nothing is said of what is wrong with it.
func TestStepProgramsOnATerminal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		end  func(*session)
		code int
	}{
		"q":       {func(s *session) { s.press("q") }, 0},
		"^C":      {func(s *session) { s.press("\x03") }, 0},
		"SIGTERM": {func(s *session) { must(s.t, s.cmd.Process.Signal(syscall.SIGTERM)) }, 1},
		"SIGINT":  {func(s *session) { must(s.t, s.cmd.Process.Signal(syscall.SIGINT)) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			server, client := students(t, answers, asksOnce)
			s := sitAt(t, "dumb", "run", "--step", "--server", server, "--client", client, "--color", "never")
			for _, call := range []string{"socket(", "bind(", "listen("} {
				s.await("> 1  server  next: " + call)
				s.press("\r")
			}
			s.await("2  client  next: socket(")
			s.press("2")
			s.await("client  next: connect(")
			if s.settings() == s.before {
				t.Error("keys are not read one by one")
			}
			c.end(s)
			if code := s.end(); code != c.code {
				t.Errorf("exit code %d, not %d:\n%s", code, c.code, s.shown.String())
			}
			shown := s.shown.String()
			if !strings.Contains(shown, "┌─ socket(SOCK_STREAM)") || c.code == 0 && !strings.Contains(shown, "is ended by its user (q)") || strings.Contains(shown, "\n! ") {
				t.Errorf("what was seen is not shown, or judged:\n%s", shown)
			}
		})
	}
}

// A program that asks sees a terminal: the prompt comes at once, what is typed is shown, ^C
// and ^D are what they are there, and lines of the server come in between.
func TestTypeAtAProgram(t *testing.T) {
	t.Parallel()
	const prompts = `from socket import *
import sys
s = socket(AF_INET, SOCK_STREAM)
s.connect(('localhost', 12000))
assert sys.stdin.isatty() and sys.stdout.isatty()
s.send(input('Say: ').encode())
print('heard', s.recv(100).decode())
`
	for name, c := range map[string]struct {
		keys  string
		shown []string
	}{
		"a line": {"helx\x7flo\r", []string{"helx\b \blo", "heard HELLO", "HELLO"}},
		"^D":     {"\x04", []string{"EOFError", "client: exit status 1", "crashed"}},
	} {
		t.Run(name, func(t *testing.T) {
			server, client := students(t, answers, prompts)
			s := sit(t, "run", "--server", server, "--client", client, "--color", "never")
			s.await("client │ Say: ")
			if s.settings() == s.before {
				t.Error("what is typed is shown twice")
			}
			s.press(c.keys)
			for _, expected := range c.shown {
				s.await(expected)
			}
			if code := s.end(); code != 0 {
				t.Errorf("exit code %d:\n%s", code, s.shown.String())
			}
		})
	}
}

// ^C at a terminal of a program's own reaches that program alone. Python's input() may miss it
// (it looks for signals before it waits), a shell's read does not.
func TestInterruptAProgram(t *testing.T) {
	server, _ := students(t, answers, asksOnce)
	s := sit(t, "run", "--server", server, "--client", `printf 'Say: '; read -r line`, "--color", "never")
	s.await("client │ Say: ")
	s.press("\x03")
	for _, expected := range []string{"^C", "client: ended by signal 2", "gets SIGINT"} {
		s.await(expected)
	}
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d:\n%s", code, s.shown.String())
	}
}

// A program that does not heed ^C is ended by the third, and a run by a signal. The terminal is
// as it was.
func TestTypeEndsWell(t *testing.T) {
	t.Parallel()
	const deaf = `import signal, socket
signal.signal(signal.SIGINT, signal.SIG_IGN)
s = socket.socket()
s.connect(('localhost', 12000))
print('deaf')
input()
`
	for name, end := range map[string]func(*session){
		"^C^C^C":  func(s *session) { s.press("\x03\x03\x03") },
		"SIGTERM": func(s *session) { must(s.t, s.cmd.Process.Signal(syscall.SIGTERM)) },
	} {
		t.Run(name, func(t *testing.T) {
			server, client := students(t, answers, deaf)
			s := sit(t, "run", "--server", server, "--client", client)
			s.await("deaf")
			end(s)
			if code := s.end(); code != 1 || !strings.Contains(s.shown.String(), "interrupt") {
				t.Errorf("exit code %d:\n%s", code, s.shown.String())
			}
		})
	}
}
