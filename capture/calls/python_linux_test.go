//go:build linux && (amd64 || arm64)

package calls_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/calls"
	"wireladder/capture/calls/lines"
)

// tracePython has a program in Python traced, which notes its lines, and its options changed.
func tracePython(t *testing.T, file string, change func(*calls.Options)) *listener {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip(err)
	}
	// It may be a shell script that looks for one.
	found, err := exec.Command(python, "-c", "import sys; print(sys.executable)").Output()
	if err != nil {
		t.Fatal(err)
	}
	python = strings.TrimSpace(string(found))
	folder, err := lines.New()
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close() //nolint:errcheck // a temporary one
	return traceAs(t, python, func(o *calls.Options) {
		o.Args, o.Env = []string{"python3", file}, folder.Environment(os.Environ())
		if change != nil {
			change(o)
		}
	})
}

// TestLinesOfPython checks that each call of a program in Python has its line, in a child that it
// forks as well, that its descriptors have the numbers that they would have, and that its
// interpreter's own calls are kept aside.
func TestLinesOfPython(t *testing.T) {
	l := tracePython(t, "testdata/talk.py", nil)
	aside := 0
	for _, c := range l.all {
		switch {
		case c.Aside:
			aside++
		case c.Name == "exit":
		case c.Code.File != "talk.py" || !strings.HasSuffix(c.Code.Text, "# here: "+c.Name):
			t.Errorf("%s stands at %v %q", c.Message(), c.Code, c.Code.Text)
		}
	}
	sent := slices.IndexFunc(l.all, func(c *capture.Call) bool { return c.Name == "sendfile" })
	if sent < 0 || string(l.all[sent].Data) != "Both ends" || l.all[sent].Size != 9 {
		t.Error("no file is sent")
	}
	if n := l.own(); n["send"] != 2 || n["recv"] != 2 || n["select"] != 1 || n["close"] != 3 {
		t.Errorf("told are %v", n)
	}
	if aside != 4 { // poll(2), before a recv() and a send() that have a time limit, and a library's socket
		t.Errorf("%d are kept aside", aside)
	}
	if all := tracePython(t, "testdata/talk.py", func(o *calls.Options) { o.All = true }); all.own()["poll"] != 2 {
		t.Errorf("all are %v", all.own())
	}
}

// TestNativeServer checks that a library in C which serves is told of from the call on that says so.
func TestNativeServer(t *testing.T) {
	l := tracePython(t, "testdata/native.py", nil)
	var told []string
	for _, c := range l.all {
		if !c.Aside {
			told = append(told, c.Name)
		}
	}
	if got, want := strings.Join(told, " "), "listen socket connect accept close close close exit"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestLinesOfLoop checks that what the loop of asyncio does by itself has no line, and is told all the
// same: it receives, and accepts.
func TestLinesOfLoop(t *testing.T) {
	l := tracePython(t, "testdata/loop.py", nil)
	for _, c := range l.all {
		line := strings.TrimSpace(c.Code.Text)
		switch {
		case c.Aside:
		case c.Does(capture.Receives), c.Does(capture.Accepts), c.Does(capture.Polls):
			if c.Code.Line != 0 || c.Errno != "" {
				t.Errorf("%s stands at %v %q", c.Message(), c.Code, line)
			}
		case c.Does(capture.Configures):
			if c.Code.Line == 0 {
				t.Errorf("%s is told", c.Message())
			}
		case c.Does(capture.Sends):
			if !strings.HasSuffix(line, "# here: send") {
				t.Errorf("%s stands at %v %q", c.Message(), c.Code, line)
			}
		}
	}
	if n := l.own(); n["accept"] != 1 || n["send"] != 2 || n["recv"] < 2 {
		t.Errorf("told are %v", n)
	}
}

// TestLinesAreLeftOut checks that Python which reads no environment goes on without its lines, and
// has none of its interpreter's.
func TestLinesAreLeftOut(t *testing.T) {
	l := tracePython(t, "testdata/talk.py", func(o *calls.Options) { o.Args = []string{"python3", "-I", "-S", "testdata/talk.py"} })
	for _, c := range l.all {
		if c.Code.Line != 0 || c.Aside && c.Name != "socket" && c.Name != "close" { // one that is made for nothing
			t.Errorf("%s stands at %v", c.Message(), c.Code)
		}
	}
	if n := l.own(); n["poll"] != 2 || n["send"] != 2 {
		t.Errorf("told are %v", n)
	}
}
