package own

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
	"wireladder/capture/savefile"
	"wireladder/cmd/console"
	"wireladder/cmd/step/keyboard"
	"wireladder/servers/theirs"
)

// said takes what programs print.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

// talk is a program that sends a datagram to itself, and says so.
const talk = `python3 -c 'import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 12000))
s.sendto(b"hello", ("127.0.0.1", 12000))
print(s.recvfrom(100)[0], sys.stdin.read())'`

// needsPython skips a test where there is none.
func needsPython(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("there is no python3")
	}
}

// check checks what was recorded of that.
func check(t *testing.T, entries []capture.Entry, out *said) {
	t.Helper()
	var calls []string
	packets := 0
	for _, e := range entries {
		switch {
		case e.Call != nil && e.Call.FD > 2:
			calls = append(calls, e.Call.Name)
		case e.Packet != nil:
			packets++
		}
	}
	if want := []string{"bind", "sendto", "recvfrom", "close"}; !slices.Equal(calls, want) || packets != 1 {
		t.Errorf("recorded are %q, and %d packets", calls, packets)
	}
	if want := "program │ b'hello' typed\n"; out.text.String() != want {
		t.Errorf("printed is %q", out.text.String())
	}
}

// stdinOf returns a file from which a text comes.
func stdinOf(t *testing.T, text string) *os.File {
	t.Helper()
	from, to, err := os.Pipe()
	if err == nil {
		_, err = to.WriteString(text)
	}
	if err = errors.Join(err, to.Close()); err != nil {
		t.Fatal(err)
	}
	return from
}

// What programs do is recorded in a file, with what they read and print.
func TestRecord(t *testing.T) {
	needsPython(t)
	if !netnstest.Inside(t) {
		return
	}
	o, out, file := parsed(t, "--client="+talk), &said{}, &bytes.Buffer{}
	o.Env = os.Environ()
	if err := o.Record(t.Context(), Surroundings{Stdin: stdinOf(t, "typed"), Stdout: out}, file); err != nil {
		t.Fatal(err)
	}
	r, err := savefile.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var entries []capture.Entry
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	check(t, entries, out)
	if d := r.Drops(); d.Kernel != 0 {
		t.Errorf("lost are %+v", d)
	}
}

// failing takes nothing.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, os.ErrClosed }

// A recording that cannot be written is an error, as one is of programs that cannot be run.
func TestRecordFails(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	o := parsed(t, "--client=true")
	o.Env = os.Environ()
	if err := o.Record(t.Context(), Surroundings{Stdout: &said{}}, failing{}); !errors.Is(err, os.ErrClosed) {
		t.Errorf("error %v", err)
	}
	o.Env = []string{"A\x00=b"}
	if err := o.Record(t.Context(), Surroundings{Stdout: &said{}}, io.Discard); err == nil || !strings.Contains(err.Error(), "start program") {
		t.Errorf("error %v", err)
	}
	o = parsed(t, "--client=true", "--fault=nothing")
	if err := o.Record(t.Context(), Surroundings{Stdout: &said{}}, io.Discard); err == nil {
		t.Error("no error of a fault that is none")
	}
}

// On the machine's own loopback the same is handed over.
func TestHere(t *testing.T) {
	needsPython(t)
	if !netnstest.Inside(t) {
		return
	}
	o, out := parsed(t, "--client="+talk), &said{}
	o.Host, o.Env = true, os.Environ()
	var entries []capture.Entry
	_, err := o.Here(t.Context(), Surroundings{Stdin: stdinOf(t, "typed"), Stdout: out}, func(err error) { t.Error(err) }, func(e capture.Entry) error {
		entries = append(entries, e)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	check(t, entries, out)
}

// Programs get what they are given; the size of a terminal is one.
func TestGive(t *testing.T) {
	out := &said{}
	for size, want := range map[string]*theirs.Size{"": nil, "24x80": {Rows: 24, Cols: 80}} {
		var programs theirs.Options
		in := Surroundings{Stdin: stdinOf(t, "x"), Stdout: out, Terminal: size}
		if err := in.give(&programs, []string{"A=b"}); err != nil {
			t.Fatal(err)
		}
		if programs.Out != out || !slices.Contains(programs.Env, "A=b") || (programs.Keyboard == nil) != (want == nil) || want != nil && *programs.Keyboard != *want {
			t.Errorf("%q: %+v", size, programs)
		}
		got, err := io.ReadAll(programs.Stdin)
		if err != nil || string(got) != "x" {
			t.Errorf("%q: read %q, %v", size, got, err)
		}
		_ = programs.Stdin.Close()
	}
	in := Surroundings{Stdin: stdinOf(t, "x"), Terminal: "large"}
	if err := in.give(&theirs.Options{}, nil); err == nil || !strings.Contains(err.Error(), `"large"`) {
		t.Errorf("error %v", err)
	}
}

// The only client reads what comes from a file as it is, and nothing where nobody reads, or where it is no file.
func TestStdin(t *testing.T) {
	in := stdinOf(t, "x")
	for name, tt := range map[string]struct {
		stdin io.Reader
		args  []string
		want  bool
	}{
		"a file": {in, []string{"--client=x"}, true}, "no file": {strings.NewReader("x"), []string{"--client=x"}, false},
		"two clients": {in, []string{"--client=x", "--clients=2"}, false}, "an input": {in, []string{"--client=x", "--input=y"}, false},
	} {
		o := parsed(t, tt.args...)
		got, err := o.Stdin(t.Context(), &console.Console{Stdin: tt.stdin, Stderr: io.Discard}, func() { t.Error("it is interrupted") })
		if err != nil {
			t.Fatal(err)
		}
		if (got.File() == in) != tt.want || (got.Reader() == io.Reader(in)) != tt.want || (got.Reader() != nil) != tt.want || got.Size() != "" || got.Args() != nil {
			t.Errorf("%s: reads %v, %q", name, got.File(), got.Size())
		}
		got.Given()
		got.End()
		if o.Timeout == 0 {
			t.Errorf("%s: it may take all the time", name)
		}
	}
	if b, err := io.ReadAll(in); err != nil || string(b) != "x" {
		t.Errorf("left is %q, %v", b, err)
	}
}

// The process inside is told the terminal of who types, and has what is typed for itself.
func TestTypedStdin(t *testing.T) {
	in := stdinOf(t, "x")
	i := &Stdin{file: in, typing: &keyboard.Typing{}, size: "24x80"}
	if args := i.Args(); !slices.Equal(args, []string{"--terminal=24x80"}) {
		t.Errorf("it is told %q", args)
	}
	i.Given()
	if _, err := in.Read(make([]byte, 1)); !errors.Is(err, os.ErrClosed) {
		t.Errorf("it is read here, too: %v", err)
	}
}
