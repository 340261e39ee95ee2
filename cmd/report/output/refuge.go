package output

import (
	"io"

	"wireladder/cmd/report/outfile"
)

// refuge is a file of text that goes to stdout if the file does not take it (a full disk):
// all of it, also what the file had taken.
type refuge struct {
	file   *outfile.Output
	stdout io.Writer
	err    error // why the file took no more; nil: it takes it
}

// Write writes to the file, or to stdout.
func (r *refuge) Write(p []byte) (int, error) {
	if r.err != nil {
		return r.stdout.Write(p)
	}
	content, ok := r.file.Content()
	n, err := r.file.Write(p)
	if err == nil || !ok {
		return n, err
	}
	r.err = err
	if _, err := io.Copy(r.stdout, content); err != nil {
		return 0, err
	}
	return r.stdout.Write(p)
}
