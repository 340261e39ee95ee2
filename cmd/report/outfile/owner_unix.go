//go:build unix

package outfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// giveTo gives a file to the owner and the group of another, as far as this user may:
// root any, others the groups that they are in (chown(2)).
func giveTo(f *os.File, other fs.FileInfo) {
	theirs, ok := other.Sys().(*syscall.Stat_t)
	if !ok {
		return
	}
	_ = f.Chown(-1, int(theirs.Gid))
	_ = f.Chown(int(theirs.Uid), -1)
}

// isMounted reports whether renaming has failed because the place is a mount point, as
// containers have for single files: it can be written, and not be replaced.
func isMounted(err error) bool { return errors.Is(err, syscall.EBUSY) }
