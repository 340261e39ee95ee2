package record

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"wireladder/cmd/failure"
)

// What a program says is passed on until it crashes for want of a thread, however it is
// cut into pieces.
func TestCrashFilter(t *testing.T) {
	const said = "one\ntwo\n"
	for crash, want := range map[string]string{
		"": said, "three": said + "three", "three\n": said + "three\n",
		"runtime/cgo: pthread_create failed: Resource temporarily unavailable\nSIGABRT: abort\n": said,
		"runtime: failed to create new OS thread (have 5 already; errno=11)\nfatal error":        said,
		"runtime: program exceeds 10000-thread limit\n":                                          said,
	} {
		for size := 1; size < 5; size++ {
			var got strings.Builder
			f := &crashFilter{w: &got}
			for rest := said + crash; rest != ""; rest = rest[min(size, len(rest)):] {
				if n, err := fmt.Fprint(f, rest[:min(size, len(rest))]); n != min(size, len(rest)) || err != nil {
					t.Fatal(n, err)
				}
			}
			f.flush()
			if got.String() != want || f.crashed != (strings.HasPrefix(crash, "runtime")) {
				t.Errorf("%q in pieces of %d: passed on %q, crashed %v", crash, size, &got, f.crashed)
			}
		}
	}
}

func TestCrashExplained(t *testing.T) {
	other := errors.New("other")
	for _, tt := range []struct {
		crashed   bool
		err, want error
	}{
		{false, nil, nil}, {true, nil, nil}, {false, other, other},
		{true, other, errNoThreads}, {false, fmt.Errorf("start: %w", syscall.EAGAIN), errNoThreads},
	} {
		err := (&crashFilter{crashed: tt.crashed}).explain(tt.err)
		var f *failure.Failure
		if !errors.Is(err, tt.want) || errors.As(err, &f) != errors.Is(tt.want, errNoThreads) || f != nil && f.Code != failure.CodeFailed {
			t.Errorf("%v, %v: %v", tt.crashed, tt.err, err)
		}
	}
}
