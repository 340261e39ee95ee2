//go:build !unix

package outfile

import (
	"io/fs"
	"os"
)

// giveTo does nothing: no owner is known here.
func giveTo(*os.File, fs.FileInfo) {}

// isMounted returns false: nobody mounts single files here.
func isMounted(error) bool { return false }
