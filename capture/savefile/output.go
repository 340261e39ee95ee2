package savefile

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// partSuffix is what a file is called by until it is whole.
const partSuffix = ".part"

// Output is a file that is whole or not there. It is written under another
// name, its own with ".part" behind it, and takes its place on Commit; a run
// that is killed leaves what it wrote under that other name, and the next run
// clears it away.
//
// Where there is nothing to take the place of, it is written to at once: a
// pipe, a device, a standard stream by its name; and a file that may be written
// in a directory that may not.
//
// End it with Commit or Abort. The second of two is without effect, so that
// Abort can be deferred.
type Output struct {
	file    *os.File
	path    string      // as the user named it
	part    string      // where it is written until Commit; "" if in place
	place   string      // path that it takes the place of, with symbolic links followed
	mode    fs.FileMode // of the file that was there, 0 if none was
	emptied bool        // a file that is written in place
	done    bool
}

var _ io.Writer = (*Output)(nil)

// Create opens an output file at path. A file that is there keeps its content
// until Commit, and its mode for good; a new one has mode 0666 before umask.
// The error is a *fs.PathError that names path and keeps the errno.
func Create(path string) (*Output, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return createPart(path, target(path), 0)
	case err != nil:
		return nil, named(path, err)
	case !info.Mode().IsRegular() || isStream(path):
		return createInPlace(path, false)
	}
	return replace(path, info.Mode().Perm())
}

// Write writes to the file.
func (o *Output) Write(p []byte) (int, error) { return o.file.Write(p) }

// Restart takes back what was written, and reports whether it could: what a pipe
// or a device has, it keeps.
func (o *Output) Restart() (bool, error) {
	if o.done || o.part == "" && !o.emptied {
		return false, nil
	}
	if _, err := o.file.Seek(0, io.SeekStart); err != nil {
		return false, named(o.path, err)
	}
	if err := o.file.Truncate(0); err != nil {
		return false, named(o.path, err)
	}
	return true, nil
}

// Commit closes the file and puts it in its place. If that fails, no file is
// left but the one that was there before.
func (o *Output) Commit() error {
	if o.done {
		return nil
	}
	o.done = true
	if o.part == "" {
		return o.file.Close()
	}
	if err := o.takePlace(); err != nil {
		return errors.Join(named(o.path, err), o.discard())
	}
	return nil
}

// Abort closes the file and takes it away. What was written in place is gone
// already: such a file is left empty.
func (o *Output) Abort() error {
	if o.done {
		return nil
	}
	o.done = true
	var err error
	if o.emptied {
		err = o.file.Truncate(0)
	}
	err = errors.Join(err, o.file.Close())
	if o.part != "" {
		err = errors.Join(err, o.discard())
	}
	return err
}

// takePlace closes the file and renames it, if it is still the file that was
// created: another run with the same output may have put its own there.
func (o *Output) takePlace() error {
	ours, err := o.file.Stat()
	if err := errors.Join(err, o.file.Close()); err != nil {
		return err
	}
	if there, err := os.Lstat(o.part); err != nil {
		return err
	} else if !os.SameFile(ours, there) {
		o.part = "" // not ours to take away
		return errors.New("another run writes the same file")
	}
	if o.mode != 0 {
		if err := os.Chmod(o.part, o.mode); err != nil {
			return err
		}
	}
	return os.Rename(o.part, o.place)
}

// discard takes the unfinished file away.
func (o *Output) discard() error {
	if o.part == "" {
		return nil
	}
	if err := os.Remove(o.part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
