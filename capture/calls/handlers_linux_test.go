//go:build linux && (amd64 || arm64)

package calls_test

import (
	"slices"
	"testing"

	"wireladder/capture"
)

// TestHandler checks that a call is told once that a signal interrupts and the kernel makes again,
// also when the handler of the signal makes calls meanwhile.
func TestHandler(t *testing.T) {
	var got []string
	l := traceProgram(t, compile(t, "handler.c", "gcc", "-O0"))
	for _, c := range l.all {
		if c.Name == "recvfrom" {
			got = append(got, string(c.Data))
		}
		if c.Errno != "" {
			t.Error(c.Message())
		}
	}
	if !slices.Equal(got, []string{"hello"}) {
		t.Errorf("%q is received", got)
	}
}

// TestMarked checks that it is known which socket is ready, whatever the program has marked it with,
// which are watched, and from where what is received has come.
func TestMarked(t *testing.T) {
	l := traceProgram(t, compile(t, "epoll.c", "gcc", "-O0"))
	find := func(name string) *capture.Call {
		i := slices.IndexFunc(l.all, func(c *capture.Call) bool { return c.Name == name })
		if i < 0 {
			t.Fatalf("told are %s", l.names())
		}
		return l.all[i]
	}
	s, bound := int(find("socket").Result), find("bind").Local
	if wait := find("epoll_wait"); !slices.Equal(wait.Args.Read, []int{s, s + 1}) || !slices.Equal(wait.Args.ReadyRead, []int{s}) {
		t.Errorf("%s: %v of %v are ready, not %d", wait.Message(), wait.Args.ReadyRead, wait.Args.Read, s)
	}
	var watched [][]int
	for _, c := range l.all {
		if c.Name == "epoll_wait" {
			watched = append(watched, c.Args.Read)
		}
	}
	if want := [][]int{{s, s + 1}, {s + 1}, {s, s + 1}}; !slices.EqualFunc(watched, want, slices.Equal[[]int]) {
		t.Errorf("%v are watched, not %v", watched, want)
	}
	if from := find("recvfrom"); from.Remote != bound || string(from.Data) != "hello" {
		t.Errorf("%s is from %v, not %v", from.Message(), from.Remote, bound)
	}
}

// TestPassedOn checks that signals to a process come to its first thread, as they do without a tracer,
// and from who has sent them.
func TestPassedOn(t *testing.T) {
	l := traceProgram(t, compile(t, "threads.c", "gcc", "-O0", "-pthread"))
	told := 0
	for _, c := range l.all {
		switch {
		case c.Name == "signal":
			told++
			if c.Thread != c.Process.PID {
				t.Errorf("%s comes to another thread", c.Message())
			}
		case c.Name == "exit" && c.Process == l.all[0].Process && c.Result != 0:
			t.Errorf("%s: 1, a handler has run in another thread; 2, the signal is not its sender's", c.Message())
		}
	}
	if told != 30 {
		t.Errorf("%d signals are told of", told)
	}
}
