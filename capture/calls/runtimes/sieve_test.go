//go:build linux && (amd64 || arm64)

package runtimes_test

import (
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/calls/descriptors"
	"wireladder/capture/calls/native"
	"wireladder/capture/calls/runtimes"
	"wireladder/capture/code"
)

// told is what an observer was told, in order: "accept4 begins", "accept4 returns".
type told []string

func (l *told) Enter(c *capture.Call) { *l = append(*l, c.Name+" begins") }

func (l *told) Return(c *capture.Call) {
	end := " returns"
	if c.Aside {
		end = " returns aside"
	}
	*l = append(*l, c.Name+end)
}

// made is a call on line 1 of a program, and how it ends.
type made struct{ name, errno string }

// TestSieve checks what is told of the calls that a runtime makes on one socket.
func TestSieve(t *testing.T) {
	for name, test := range map[string]struct {
		runtime native.Runtime
		calls   []made
		want    told
	}{
		"a call that Go makes again is one": {
			native.Go,
			[]made{{"accept4", "EAGAIN"}, {"accept4", ""}},
			told{"accept4 begins", "accept4 returns"},
		},
		"Go gives up waiting": {
			native.Go,
			[]made{{"accept4", "EAGAIN"}, {"close", ""}},
			told{"accept4 begins", "accept4 returns", "close begins", "close returns"},
		},
		"a program without a runtime makes two": {
			native.NoRuntime,
			[]made{{"accept4", "EAGAIN"}, {"accept4", ""}},
			told{"accept4 begins", "accept4 returns", "accept4 begins", "accept4 returns"},
		},
		"a socket by which a runtime finds out what there is": {
			native.Interpreter,
			[]made{{"socket", ""}, {"setsockopt", ""}, {"close", ""}},
			told{"socket begins", "setsockopt begins", "socket returns aside", "setsockopt returns aside", "close begins", "close returns aside"},
		},
		"a socket for the program": {
			native.Interpreter,
			[]made{{"socket", ""}, {"setsockopt", ""}, {"listen", ""}},
			told{"socket begins", "setsockopt begins", "socket returns", "setsockopt returns", "listen begins", "listen returns"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got told
			r, s := runtimes.New(&got), &descriptors.Socket{}
			for _, m := range test.calls {
				c := &capture.Call{Name: m.name, Code: code.Line{File: "server", Line: 1}}
				by := runtimes.Author{Runtime: test.runtime, Socket: s}
				c = r.Begins(c, by)
				c.Errno = m.errno
				r.Ends(c, by, time.Unix(1, 0))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("told is\n%q, not\n%q", got, test.want)
			}
		})
	}
}

// TestRelease checks that what was kept back of a socket is told when its process ends.
func TestRelease(t *testing.T) {
	var got told
	r, s := runtimes.New(&got), &descriptors.Socket{}
	m := runtimes.Author{Runtime: native.Go, Socket: s}
	for _, name := range []string{"bind", "socket", "setsockopt"} {
		r.Ends(r.Begins(&capture.Call{Name: name}, m), m, time.Unix(1, 0))
	}
	got = nil
	r.Release(map[int]*descriptors.Socket{3: s, 4: {}})
	if want := (told{"socket returns", "setsockopt returns"}); !slices.Equal(got, want) {
		t.Errorf("told is %q, not %q", got, want)
	}
}
