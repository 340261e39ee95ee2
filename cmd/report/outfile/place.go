package outfile

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// replace creates an output that takes the place of the regular file at path.
func replace(path string, info fs.FileInfo) (*Output, error) {
	if err := checkWritable(path); err != nil {
		return nil, named(path, err)
	}
	resolved, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, named(path, err)
	}
	return open(&Output{path: path, place: resolved, before: info})
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

// createStream opens what has no place to take.
func createStream(path string) (*Output, error) {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return nil, named(path, err)
	}
	return &Output{path: path, stream: f}, nil
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
