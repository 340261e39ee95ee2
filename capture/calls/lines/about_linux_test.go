package lines

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"wireladder/capture/code"
)

// receivers has a function for each way to receive: what its last call stands in is held.
const receivers = `
import io
import select
import shutil
import socket
import threading


def to_the_end(s):
    while True:
        data = s.recv(9)  # end
        if not data:
            break


def to_the_end_in_short(s):
    while data := s.recv(9):  # end
        pass


def to_an_empty_piece(s):
    text = b''
    while True:
        data = s.recv(9)  # end
        if data == b'':
            return text
        text += data


def to_a_short_piece(s):
    size = 9
    while True:
        data = s.recv(size)  # end
        if len(data) < size:
            break


def pieces(s):
    for data in iter(lambda: s.recv(9), b''):  # end
        pass


def whole(s):
    while True:
        s.makefile('rb').read()  # end
        print('all\n')
        break


def to_a_mark(s):
    data = b''
    while not data.endswith(b'END'):
        more = s.recv(9)  # -
        if not more:
            break
        data += more


def to_a_mark_in_the_loop(s):
    data = b''
    while True:
        data += s.recv(9)  # -
        if not data or data.endswith(b'END'):
            break


def header(s):
    data = b''
    while len(data) < 4:
        more = s.recv(4 - len(data))  # -
        if not more:
            return
        data += more


def once(s):
    s.recv(9)  # -


def lines(s):
    for line in s.makefile('rb'):  # newline
        pass


def line(s):
    s.makefile('rb').readline()  # newline


def to_a_newline(s):
    data = b''
    while b'\n' not in data:
        more = s.recv(9)  # newline
        if not more:
            break
        data += more


def to_a_newline_that_is_searched(s):
    data = b''
    while True:
        data += s.recv(9)  # newline
        line, found, data = data.partition(b'\n')
        if not found:
            break


def answers_lines(s):
    while True:
        data = s.recv(9)  # -
        s.sendall(b'%d\n' % len(data))
        print('got', data, end='\n')
        break


def header_in_a_line(s):
    file = s.makefile('rb')
    while True:
        file.readline()  # newline
        file.read(9)  # -
        break


def echo(s):
    while data := s.recv(9):  # -
        s.sendall(data)


def question(s):
    s.makefile('wb').write(b'?')
    s.recv(9)  # wrote


def helper(s):
    def ask():
        s.sendall(b'?')
    s.recv(9)  # -


def all_that_comes(s):
    s.makefile('rb').read(-1)  # end


def all_lines(s):
    s.makefile('rb').readlines()  # end


def sum_of_lines(s):
    sum(len(text) for text in s.makefile('rb'))  # end


def copy(s):
    shutil.copyfileobj(s.makefile('rb'), io.BytesIO())  # end


def to_a_file(s):
    with io.BytesIO() as out:
        while True:
            data = s.recv(9)  # end
            if not data:
                break
            out.write(data)


def lines_before_the_answer(s):
    n = 0
    for text in s.makefile('r'):  # end
        n += len(text)
    s.sendall(b'%d' % n)


def lines_until_one(s):
    for text in s.makefile('r', 1):  # newline
        if text == 'END':
            break
    s.sendall(b'ok')


def answers(s, data):
    if data == b'PING':
        s.sendall(b'PONG')


def answers_elsewhere(s):
    while True:
        data = s.recv(8)  # -
        if not data:
            break
        answers(s, data)


def to_both(s):
    data = b''
    while data.find(b'\r\n') < 0:
        more = s.recv(7)  # newline crlf
        if not more:
            break
        data += more


def of_several(s):
    for ready in select.select([s], [], [])[0]:  # -
        break


for name, function in list(globals().items()):
    if callable(function) and name != 'answers':
        own, other = socket.socketpair()
        other.close()
        thread = threading.Thread(target=function, args=(own,))
        thread.start()
        thread.join()
`

// noted returns what is told of the last calls of the threads of a program, by line.
func noted(t *testing.T, program string) map[string]string {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3")
	}
	l, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // a test's
	file := filepath.Join(t.TempDir(), "program.py")
	if err = os.WriteFile(file, []byte(program+"\nimport sys\nprint('done')\nsys.stdin.read()\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), python, "-B", file)
	c.Env, c.Stderr = l.Environment(os.Environ()), os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	done := false
	for lines := bufio.NewScanner(out); !done && lines.Scan(); {
		done = lines.Text() == "done"
	}
	if !done {
		t.Fatal("the program has ended early")
	}
	all := recordsOf(t, c.Process.Pid)
	_ = in.Close()
	if err := c.Wait(); err != nil {
		t.Fatal(err)
	}
	return all
}

// recordsOf returns what stands in the records of a process, by line.
func recordsOf(t *testing.T, pid int) map[string]string {
	t.Helper()
	memory, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close() //nolint:errcheck // it is read
	peek := func(b []byte, at uint64) int {
		n, _ := memory.ReadAt(b, int64(at)) //nolint:gosec // an address of the lower half
		return n
	}
	notes := Find(pid, peek)
	if notes == 0 {
		t.Fatal("it takes no notes")
	}
	all := map[string]string{}
	for number := range uint32(records) {
		if at := read(notes, number, peek); at.Line.Text != "" {
			all[at.Line.Text] = about(at.Line)
		}
	}
	return all
}

// about tells what is known of a line.
func about(l code.Line) string {
	var all []string
	for _, b := range []struct {
		is   bool
		name string
	}{{l.Newline, "newline"}, {l.CRLF, "crlf"}, {l.End, "end"}, {l.Wrote, "wrote"}, {l.Mute, "mute"}} {
		if b.is {
			all = append(all, b.name)
		}
	}
	return strings.Join(all, " ")
}

// The text around a line tells what is waited for there.
func TestAbout(t *testing.T) {
	got := noted(t, receivers)
	for _, line := range strings.Split(receivers, "\n") {
		text, want, is := strings.Cut(strings.TrimSpace(line), "  # ")
		if !is {
			continue
		}
		about, is := got[text+"  # "+want]
		if want == "-" {
			want = ""
		}
		if !is || about != want {
			t.Errorf("%s: %q (%v), want %q", text, about, is, want)
		}
	}
}

// A program that sends nothing anywhere is told from others.
func TestMute(t *testing.T) {
	got := noted(t, "import socket\nown, other = socket.socketpair()\nother.close()\nown.recv(9)\n")
	if got["own.recv(9)"] != "mute" {
		t.Errorf("%q", got)
	}
}

// A program whose text is not in UTF-8 has its lines, too.
func TestCoding(t *testing.T) {
	got := noted(t, "# coding: latin-1\nimport socket\nown, other = socket.socketpair()\nother.close()\nown.recv(9) # Gr\xfc\xdfe\n")
	if got["own.recv(9) # Grüße"] != "mute" {
		t.Errorf("%q", got)
	}
}
