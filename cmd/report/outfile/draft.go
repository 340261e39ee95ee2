package outfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"unicode/utf8"
)

// Suffix is what the name of a file ends with that is not in its place.
const Suffix = ".part"

// maxName is how long a name may be, in octets (NAME_MAX, limits.h).
const maxName = 255

// tries is how many names are tried: that even one is taken takes a lot of ill luck.
const tries = 100

// draft is a file under a name of its own.
type draft struct {
	file *os.File
	path string
	far  bool // it is in another folder than its place: it can't be renamed
}

// newDraft creates a file beside place, with the mode and the owner of before if that is
// not nil. Where a file is to be replaced whose folder takes no new one, it is created in
// the folder for temporary files.
func newDraft(place string, before fs.FileInfo) (*draft, error) {
	d, err := draftIn(filepath.Dir(place), filepath.Base(place), before)
	if err == nil || before == nil {
		return d, err
	}
	if d, _ := draftIn(os.TempDir(), filepath.Base(place), before); d != nil {
		d.far = true
		return d, nil
	}
	return nil, err
}

// draftIn creates a file in a folder.
func draftIn(folder, name string, before fs.FileInfo) (*draft, error) {
	mode := fs.FileMode(0o666)
	if before != nil {
		mode = before.Mode().Perm()
	}
	var err error
	for range tries {
		d := &draft{path: filepath.Join(folder, draftName(name))}
		if d.file, err = os.OpenFile(d.path, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode); err == nil {
			return d, d.resemble(before)
		}
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return nil, err
}

// resemble gives the file the owner and the mode of another, as far as this user may.
func (d *draft) resemble(before fs.FileInfo) error {
	if before == nil {
		return nil
	}
	giveTo(d.file, before) // of no weight where it may not be
	if err := d.file.Chmod(before.Mode().Perm()); err != nil {
		return errors.Join(err, d.remove())
	}
	return nil
}

// draftName returns a name that nobody has: the other, cut if it leaves no room, and
// something that is different each time.
func draftName(name string) string {
	suffix := fmt.Sprintf(".%08s%s", strconv.FormatUint(rand.Uint64N(36*36*36*36*36*36*36*36), 36), Suffix) //nolint:gosec // a name, and no secret
	for len(name)+len(suffix) > maxName {
		_, width := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-width]
	}
	return name + suffix
}

// take closes the file and puts it in its place, where before is as it was when the file
// was created.
func (d *draft) take(place string, before fs.FileInfo) error {
	ours, err := d.file.Stat()
	if err := errors.Join(err, d.file.Close()); err != nil {
		return d.left(err)
	}
	switch there, err := os.Lstat(d.path); {
	case err != nil:
		return unnamed(err)
	case !os.SameFile(there, ours):
		return errReplaced
	}
	return d.left(d.move(place, before))
}

// move renames the file, unless another program has put one there meanwhile.
func (d *draft) move(place string, before fs.FileInfo) error {
	now, err := os.Lstat(place)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return d.moveToNew(place)
	case err != nil:
		return err
	case before == nil || !os.SameFile(now, before) || now.Size() != before.Size() || !now.ModTime().Equal(before.ModTime()):
		return errTaken
	case d.far:
		return d.copyTo(place)
	}
	if err = os.Rename(d.path, place); isMounted(err) {
		return d.copyTo(place)
	}
	return err
}

// appear renames the file as move does, while it is written, and reports whether that could be.
func (d *draft) appear(place string, before fs.FileInfo) (bool, error) {
	now, err := os.Lstat(place)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = d.moveToNew(place)
	case err != nil:
	case before == nil || !os.SameFile(now, before):
		err = errTaken
	case d.far:
		return false, nil
	default:
		if err = os.Rename(d.path, place); isMounted(err) {
			return false, nil
		}
	}
	if err != nil {
		return false, err
	}
	d.path = place
	return true, nil
}

// moveToNew renames the file to a name that nothing has. Renaming would replace what has
// come there just now, linking does not; not all file systems have links.
func (d *draft) moveToNew(place string) error {
	switch err := os.Link(d.path, place); {
	case err == nil:
		return os.Remove(d.path)
	case errors.Is(err, fs.ErrExist):
		return errTaken
	}
	return os.Rename(d.path, place)
}

// copyTo puts the content into a file that is there.
func (d *draft) copyTo(place string) error {
	from, err := os.Open(d.path)
	if err != nil {
		return err
	}
	defer from.Close() //nolint:errcheck // only read
	to, err := os.OpenFile(place, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, to.Close()); err != nil {
		return err
	}
	return os.Remove(d.path)
}

// remove closes the file and takes it away, if it is still the one that was created.
func (d *draft) remove() error {
	ours, err := d.file.Stat()
	_ = d.file.Close() // nothing in it is wanted
	if err != nil {
		return unnamed(err)
	}
	if there, err := os.Lstat(d.path); err != nil || !os.SameFile(there, ours) {
		return nil
	}
	return unnamed(os.Remove(d.path))
}

// left says where the file is that could not be put in its place.
func (d *draft) left(err error) error {
	if err == nil {
		return nil
	}
	if _, gone := os.Lstat(d.path); gone != nil {
		return unnamed(err)
	}
	return &LeftError{unnamed(err), d.path}
}
