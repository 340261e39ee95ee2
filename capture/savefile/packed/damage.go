package packed

import (
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// DamageError is that packed data are not as their format demands.
type DamageError struct {
	Kind string
	Err  error // what the reader of that format says
}

// Error names the format.
func (e *DamageError) Error() string { return fmt.Sprintf("the %s data are damaged", e.Kind) }

// Unwrap returns what the reader of that format says.
func (e *DamageError) Unwrap() error { return e.Err }

// errWindow is that unpacking takes too much memory.
var errWindow = fmt.Errorf("its zstd window is larger than %d MiB: unpack it first, with zstd -d --long=31", maxZstdWindow>>20)

// packedFile is the packed file, and the error that it has ended with.
type packedFile struct {
	io.Reader
	err error
}

func (in *packedFile) Read(b []byte) (int, error) {
	n, err := in.Reader.Read(b)
	if err != nil {
		in.err = err
	}
	return n, err
}

// unpackedFile is an unpacked file, whose errors tell of damage in the words of this program.
type unpackedFile struct {
	io.Reader
	kind string
	in   *packedFile
}

func (f *unpackedFile) Read(b []byte) (int, error) {
	n, err := f.Reader.Read(b)
	return n, f.in.told(f.kind, err)
}

// told returns err, unless it tells of damage. The end of the file and what has kept it
// from being read are none.
func (in *packedFile) told(kind string, err error) error {
	switch {
	case err == nil, errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return err
	case in.err != nil && !errors.Is(in.err, io.EOF):
		return in.err
	case errors.Is(err, zstd.ErrWindowSizeExceeded):
		return errWindow
	}
	return &DamageError{kind, err}
}
