package outfile

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
)

// Output is a file that is whole or not there. It is written as a draft beside its place,
// and put there by Commit. A pipe, a device, and a standard stream by its name have no
// place to take: they are written to at once.
//
// End it with Commit, Keep, Leave or Abort. The second of two is without effect, so that
// Abort can be deferred.
type Output struct {
	path    string      // as the user named it
	place   string      // with symbolic links followed
	before  fs.FileInfo // of the file that was there; nil: none was
	stream  *os.File    // a pipe, device or stream; nil: there are drafts
	draft   *draft      // that is being written
	earlier *draft      // that is whole, and taken if the other comes to nothing; nil: none
	there   bool        // the draft is in its place already
	done    bool
}

var _ io.Writer = (*Output)(nil)

// Create opens an output file at path. A file that is there keeps its content until
// Commit, and its mode for good; a new one has mode 0666 before umask. The error is a
// *fs.PathError that names path and keeps the errno.
func Create(path string) (*Output, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return open(&Output{path: path, place: target(path)})
	case err != nil:
		return nil, named(path, err)
	case !info.Mode().IsRegular() || isStream(path):
		return createStream(path)
	}
	return replace(path, info)
}

// open begins the first draft.
func open(o *Output) (*Output, error) {
	var err error
	if o.draft, err = newDraft(o.place, o.before); err != nil {
		return nil, named(o.path, err)
	}
	return o, nil
}

// Write writes to the file. The error is what the system said, without a name.
func (o *Output) Write(p []byte) (int, error) {
	n, err := o.file().Write(p)
	return n, unnamed(err)
}

// file returns what is written to.
func (o *Output) file() *os.File {
	if o.stream != nil {
		return o.stream
	}
	return o.draft.file
}

// Again begins the file anew, and reports whether it could: what a pipe or a device has,
// it keeps. What was written until then is kept until Commit, for Revert.
func (o *Output) Again() bool {
	if o.done || o.stream != nil || o.earlier != nil {
		return false
	}
	next, err := newDraft(o.place, o.before)
	if err != nil {
		return false // what was written is all there will be
	}
	o.draft, o.earlier = next, o.draft
	return true
}

// Revert goes back to what was written before Again, and reports whether there is such.
func (o *Output) Revert() bool {
	if o.done || o.earlier == nil {
		return false
	}
	_ = o.draft.remove() // of no weight: it is taken for nothing
	o.draft, o.earlier = o.earlier, nil
	return true
}

// Appear puts the file in its place while it is still written: for one that is good after each
// write. Whatever ends it leaves it there. Where it can only be copied to its place, it stays a draft.
func (o *Output) Appear() error {
	if o.done || o.there || o.stream != nil || o.earlier != nil {
		return nil
	}
	var err error
	if o.there, err = o.draft.appear(o.place, o.before); err != nil {
		return named(o.path, unnamed(err))
	}
	return nil
}

// Content returns all that was written to a draft so far, from its beginning. A stream has
// nothing to tell. What is written next goes behind it.
func (o *Output) Content() (io.Reader, bool) {
	if o.stream != nil || o.done {
		return nil, false
	}
	size, err := o.draft.file.Seek(0, io.SeekCurrent)
	return io.NewSectionReader(o.draft.file, 0, size), err == nil
}

// Truncate takes back what was written beyond a size. A stream has nothing to give back.
func (o *Output) Truncate(size int64) error {
	if o.stream != nil || o.done {
		return nil
	}
	if err := o.draft.file.Truncate(size); err != nil {
		return err
	}
	_, err := o.draft.file.Seek(size, io.SeekStart)
	return err
}

// IsStream reports whether it is written to at once: a pipe, a device, or a standard stream.
func (o *Output) IsStream() bool { return o.stream != nil }

// IsEmpty reports whether nothing was written to a draft.
func (o *Output) IsEmpty() bool {
	if o.stream != nil || o.done {
		return false
	}
	info, err := o.draft.file.Stat()
	return err == nil && info.Size() == 0
}

// Commit closes the file and puts it in its place. If that fails, the file that was there
// before still is, and the error is a *LeftError if what was written is kept elsewhere.
func (o *Output) Commit() error {
	if o.done {
		return nil
	}
	o.done = true
	switch {
	case o.stream != nil:
		return unnamed(o.stream.Close())
	case o.there:
		return unnamed(o.draft.file.Close())
	}
	err := o.draft.take(o.place, o.before)
	if o.earlier == nil {
		return err
	}
	if err != nil && !errors.As(err, new(*LeftError)) {
		return o.earlier.left(err) // the draft is gone, and this may be there
	}
	return cmp.Or(err, o.earlier.remove())
}

// Keep is Commit for what is not all that was wanted: it takes the place of no other file.
// It returns the name that the file has; "" for a stream.
func (o *Output) Keep() (string, error) {
	switch {
	case o.done || o.stream != nil:
		return "", o.Commit()
	case o.before == nil || o.there:
		return o.path, o.Commit()
	}
	return o.Leave()
}

// Leave closes the file, leaves it where it was written, and returns its name there; "" for
// a stream.
func (o *Output) Leave() (string, error) {
	if o.done || o.stream != nil {
		return "", o.Commit()
	}
	o.done = true
	err := unnamed(o.draft.file.Close())
	if o.earlier != nil {
		err = errors.Join(err, o.earlier.remove())
	}
	return o.draft.path, err
}

// Abort closes the file and takes it away.
func (o *Output) Abort() error {
	if o.done {
		return nil
	}
	if o.there {
		return o.Commit()
	}
	o.done = true
	if o.stream != nil {
		return unnamed(o.stream.Close())
	}
	err := o.draft.remove()
	if o.earlier != nil {
		err = errors.Join(err, o.earlier.remove())
	}
	return err
}
