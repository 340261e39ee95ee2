package savefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// replace creates an output that takes the place of the regular file at path.
func replace(path string, mode fs.FileMode) (*Output, error) {
	if err := checkWritable(path); err != nil {
		return nil, named(path, err)
	}
	resolved, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, named(path, err)
	}
	o, err := createPart(path, resolved, mode)
	if err != nil {
		return createInPlace(path, true)
	}
	return o, nil
}

// checkWritable refuses a file that is read-only: renaming would replace it all
// the same, against its owner's word.
func checkWritable(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// createPart creates an output that is written beside place until Commit.
func createPart(path, place string, mode fs.FileMode) (*Output, error) {
	part := place + partSuffix
	f, err := openNew(part)
	if errors.Is(err, fs.ErrExist) && removeFile(part) == nil {
		f, err = openNew(part)
	}
	if err != nil {
		return nil, named(path, err)
	}
	return &Output{file: f, path: path, part: part, place: place, mode: mode}, nil
}

// openNew creates a file where nothing is, not even a symbolic link.
func openNew(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

// removeFile removes what a killed run has left, but nothing that is no file.
func removeFile(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fs.ErrExist
	}
	return os.Remove(path)
}

// createInPlace opens what is there already, and empties it if it is a file.
func createInPlace(path string, regular bool) (*Output, error) {
	flags := os.O_WRONLY
	if regular {
		flags |= os.O_TRUNC
	}
	f, err := os.OpenFile(path, flags, 0)
	if err != nil {
		return nil, named(path, err)
	}
	return &Output{file: f, path: path, emptied: regular}, nil
}

// isStream reports whether path names an open stream of this process: a file
// behind it must not be replaced by another, whose content nobody would see.
func isStream(path string) bool {
	return slices.Contains([]string{"/dev/stdout", "/dev/stderr"}, path) ||
		strings.HasPrefix(path, "/dev/fd/") || strings.HasPrefix(path, "/proc/self/fd/")
}

// maxLinks is how many symbolic links are followed; the kernel follows as many
// (path_resolution(7)).
const maxLinks = 40

// target follows symbolic links up to a file that need not exist.
func target(path string) string {
	for range maxLinks {
		next, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(path), next)
		}
		path = next
	}
	return path
}

// named returns an error that names the file as the user did, with the errno of
// err.
func named(path string, err error) error {
	var at *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &at):
		err = at.Err
	case errors.As(err, &link):
		err = link.Err
	}
	return &fs.PathError{Op: "create", Path: path, Err: err}
}
