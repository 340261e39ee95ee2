//go:build linux && (amd64 || arm64)

package calls_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wireladder/capture/calls"
)

// compile returns a program, made of a file of testdata by a compiler with options; its text is
// beside it.
func compile(t *testing.T, file, compiler string, options ...string) string {
	t.Helper()
	compiler, err := exec.LookPath(compiler)
	if err != nil && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	source, program := filepath.Join(folder, file), filepath.Join(folder, "talk")
	if err := os.WriteFile(source, text, 0o600); err != nil {
		t.Fatal(err)
	}
	made := exec.Command(compiler, append(options, "-o", program, source)...)
	if out, err := made.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

// compileC is compile with options of gcc.
func compileC(t *testing.T, options string) string {
	t.Helper()
	return compile(t, "talk.c", "gcc", strings.Fields(options)...)
}

// checkLines checks that each call of a program stands in the line that names it.
func checkLines(t *testing.T, l *listener, file string) {
	t.Helper()
	for _, c := range l.all {
		if c.Name != "exit" && (c.Code.File != file || !strings.Contains(c.Code.Text+" ", "here: "+c.Name+" ")) {
			t.Errorf("%s stands at %v %q", c.Message(), c.Code, c.Code.Text)
		}
	}
}

// TestLinesOfGo checks that each call of a program in Go has its line, and no line of a library's.
func TestLinesOfGo(t *testing.T) {
	for _, options := range [][]string{{"build"}, {"build", "-gcflags=-N -l"}, {"build", "-buildmode=pie"}} {
		t.Run(strings.Join(options, " "), func(t *testing.T) {
			checkLines(t, traceProgram(t, compile(t, "talk.go", "go", options...)), "talk.go")
		})
	}
}

// TestLinesOfStrippedGo checks that a program in Go has no wrong line where there is only the table
// that each has: it does not tell where a library's function was inlined.
func TestLinesOfStrippedGo(t *testing.T) {
	l, told := traceProgram(t, compile(t, "talk.go", "go", "build", "-ldflags=-s -w")), 0
	for _, c := range l.all {
		if c.Code.Line == 0 {
			continue
		}
		if told++; !strings.Contains(c.Code.Text, "here: "+c.Name) {
			t.Errorf("%s stands at %v %q", c.Message(), c.Code, c.Code.Text)
		}
	}
	if told < 3 {
		t.Errorf("%d lines are told", told)
	}
}

// traceProgram has a program traced until it has ended.
func traceProgram(t *testing.T, name string) *listener {
	t.Helper()
	return traceAs(t, name, nil)
}

// TestLinesOfC checks that each call of a program in C has its line, however it was made.
func TestLinesOfC(t *testing.T) {
	for _, options := range []string{"-O0", "-O2", "-O0 -no-pie", "-O2 -no-pie -fomit-frame-pointer", "-O2 -D_FORTIFY_SOURCE=2", "-O2 -gdwarf-4", "-O2 -gz", "-O3 -flto"} {
		t.Run(options, func(t *testing.T) {
			l := traceProgram(t, compileC(t, options+" -g"))
			if names := l.names(); names != "socket bind listen socket connect accept send recv write read close close exit" {
				t.Errorf("told are %s", names)
			}
			checkLines(t, l, "talk.c")
		})
	}
}

// TestClosedStdin checks that calls are told on sockets that have the numbers of stdin, stdout and
// stderr: the program was started without.
func TestClosedStdin(t *testing.T) {
	l := &listener{}
	name := compileC(t, "-O0")
	p, err := calls.Start(calls.Options{Name: "program", Path: name, Args: []string{name}, Observer: l})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Wait(); err != nil || l.names() != "socket bind listen socket connect accept send recv write read close close exit" {
		t.Errorf("%v, told are %s", err, l.names())
	}
}

// TestNoLines checks that no line is said where it is not known, or may have changed.
func TestNoLines(t *testing.T) {
	changed := compileC(t, "-g")
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(changed+".c", later, later); err != nil {
		t.Fatal(err)
	}
	gone := compileC(t, "-g")
	if err := os.Remove(gone + ".c"); err != nil {
		t.Fatal(err)
	}
	for what, program := range map[string]string{"made without lines": compileC(t, "-O2"), "changed": changed, "gone": gone} {
		for _, c := range traceProgram(t, program).all {
			if c.Code.Line != 0 {
				t.Errorf("%s: %s stands at %v", what, c.Message(), c.Code)
			}
		}
	}
}
