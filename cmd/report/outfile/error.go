package outfile

import (
	"errors"
	"io/fs"
	"os"
)

// errTaken is that the place has a file that was not there, or was another one, when the
// output was created.
var errTaken = errors.New("another program has written it meanwhile")

// errReplaced is that a draft is not the file any more that was written.
var errReplaced = errors.New("another program has put a file in place of what was written")

// LeftError is that a file could not be put in its place, and is kept elsewhere.
type LeftError struct {
	Err  error
	Name string // that the file has
}

// Error returns why not.
func (e *LeftError) Error() string { return e.Err.Error() }

// Unwrap returns why not.
func (e *LeftError) Unwrap() error { return e.Err }

// unnamed returns an error without the name of the file that it is about, which is not
// the user's.
func unnamed(err error) error {
	var at *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &at):
		return at.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

// named returns an error that names the file as the user did, with the errno of err.
func named(path string, err error) error {
	return &fs.PathError{Op: "create", Path: path, Err: unnamed(err)}
}
