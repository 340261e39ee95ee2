//go:build linux && (amd64 || arm64)

package calls_test

import (
	"cmp"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/calls"
)

// traceAs has a program traced until it has ended.
func traceAs(t *testing.T, name string, change func(*calls.Options)) *listener {
	t.Helper()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close() //nolint:errcheck // nothing is written
	l := &listener{}
	o := calls.Options{Name: "program", Path: name, Args: []string{name}, Env: os.Environ(), Files: []*os.File{null, null, null}, Observer: l}
	if change != nil {
		change(&o)
	}
	p, err := calls.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	if exits, err := p.Wait(); err != nil || exits[len(exits)-1].Code != 0 {
		t.Fatalf("%v, %+v", err, exits)
	}
	return l
}

// own returns how often calls were told by name that are no runtime's.
func (l *listener) own() map[string]int {
	n := map[string]int{}
	for _, c := range l.all {
		if !c.Aside {
			n[c.Name]++
		}
	}
	return n
}

// TestGoRuntime checks that of a program in Go those calls are told that it asks for: none by which
// its runtime finds out what the kernel can do, or waits, and none twice that it makes again.
func TestGoRuntime(t *testing.T) {
	name := compile(t, "talknet.go", "go", "build")
	l := traceAs(t, name, nil)
	want := map[string]int{
		"socket": 2, "setsockopt": 1, "bind": 1, "listen": 1, "connect": 1, "accept": 1, "write": 2, "read": 4, "close": 3, "exit": 1,
	}
	if got := l.own(); !maps.Equal(got, want) {
		t.Errorf("told are %v, not %v", got, want)
		slices.SortFunc(l.all, func(a, b *capture.Call) int { return cmp.Or(a.Enter.Compare(b.Enter), 1) })
		for _, c := range l.all {
			t.Log(c.Message(), c.Aside, c.Code)
		}
	}
	for _, c := range l.all {
		inVain := strings.Contains(c.Code.Text, "the time is over")
		if !c.Aside && c.Name != "exit" && (c.Code.File != "talknet.go" || (c.Errno == "EAGAIN") != inVain || !c.Returned()) {
			t.Errorf("%s stands at %v", c.Message(), c.Code)
		}
		if c.Name == "connect" && c.Local.Port() == 0 {
			t.Errorf("%s has no address", c.Message())
		}
	}
	if all := traceAs(t, name, func(o *calls.Options) { o.All = true }).own(); all["epoll_wait"] == 0 || all["setsockopt"] < 2 {
		t.Errorf("all are %v", all)
	}
}

// TestInterpreters checks that of a program in JavaScript or Java those sockets are told that it asks
// for, and no look for what is ready that finds nothing.
func TestInterpreters(t *testing.T) {
	for name, file := range map[string]string{"node": "testdata/talk.js", "java": "testdata/Talk.java"} {
		t.Run(name, func(t *testing.T) {
			path, err := exec.LookPath(name)
			if err != nil {
				t.Skip(err) // .ci/run says so
			}
			l := traceAs(t, path, func(o *calls.Options) { o.Args = []string{name, file} })
			n := l.own()
			if n["socket"] != 2 || n["listen"] != 1 || n["connect"] != 1 || n["accept"] != 1 || n["write"]+n["send"] != 2 {
				t.Errorf("told are %v", n)
			}
			for _, c := range l.all {
				if !c.Aside && (c.Code.Line != 0 || c.Does(capture.Polls) && c.Args.HasTimeout && c.Args.Timeout == 0 && c.Result == 0) {
					t.Errorf("%s stands at %v", c.Message(), c.Code)
				}
			}
		})
	}
}
