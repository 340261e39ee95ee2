package console

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// StdoutName is what the errors of stdout call it.
const StdoutName = "/dev/stdout"

// Usable returns the process's stdout, or, if it was started with that closed, one that
// says so: the runtime has opened the null device in its place, which takes everything and
// shows nothing.
func Usable(stdout *os.File) io.Writer {
	if stdoutWasClosed() {
		return closedStdout{}
	}
	return stdout
}

// errClosed is that the program was started with stdout closed.
var errClosed = errors.New("it is closed")

// closedStdout is a stdout that is closed.
type closedStdout struct{}

// Write writes nothing.
func (closedStdout) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: StdoutName, Err: errClosed}
}

// Faulty is a writer that keeps the first error, for those who do not look: cobra does not
// when it prints a help.
type Faulty struct {
	io.Writer
	Err error // nil: all was written
}

// Write writes, and keeps the error.
func (f *Faulty) Write(p []byte) (int, error) {
	n, err := f.Writer.Write(p)
	if f.Err == nil {
		f.Err = err
	}
	return n, err
}
