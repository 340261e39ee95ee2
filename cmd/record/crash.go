package record

import (
	"bytes"
	"errors"
	"io"
	"syscall"

	"wireladder/cmd/failure"
)

// crashes are how the Go runtime begins to tell that it ends a program for want of a
// thread (runtime/os_linux.go, runtime/cgo/gcc_linux.c, runtime/proc.go).
var crashes = [][]byte{
	[]byte("runtime/cgo: pthread_create failed"),
	[]byte("runtime: failed to create new OS thread"),
	[]byte("runtime: program exceeds "),
}

// crashFilter passes on what a program says, line by line, until it crashes for want
// of a thread: nobody is helped by the registers.
type crashFilter struct {
	w       io.Writer
	line    []byte // what was said of it so far
	crashed bool
}

// Write passes on the lines that are whole.
func (f *crashFilter) Write(p []byte) (int, error) {
	f.line = append(f.line, p...)
	for !f.crashed {
		end := bytes.IndexByte(f.line, '\n') + 1
		if end == 0 {
			break
		}
		if err := f.pass(f.line[:end]); err != nil {
			return 0, err
		}
		f.line = f.line[end:]
	}
	return len(p), nil
}

func (f *crashFilter) pass(line []byte) error {
	for _, crash := range crashes {
		if f.crashed = bytes.HasPrefix(line, crash); f.crashed {
			return nil
		}
	}
	_, err := f.w.Write(line)
	return err
}

// flush passes on a last line that did not end.
func (f *crashFilter) flush() {
	if !f.crashed {
		_ = f.pass(f.line) // it has nowhere else to go
	}
	f.line = nil
}

// errNoThreads is why a run has ended that the system left without threads.
var errNoThreads = errors.New("the system allows no more threads (ulimit -u, or pids.max of a container)")

// explain returns err or, where that is the reason, that there were no threads.
func (f *crashFilter) explain(err error) error {
	if err != nil && (f.crashed || errors.Is(err, syscall.EAGAIN)) {
		return &failure.Failure{Err: errNoThreads, Hint: failure.MoreThreads, Code: failure.CodeFailed}
	}
	return err
}
