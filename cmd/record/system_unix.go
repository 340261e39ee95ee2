//go:build unix

package record

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// System returns the name and release of the kernel that captures: "Linux 6.18.5".
func System() string {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return runtime.GOOS
	}
	return unix.ByteSliceToString(u.Sysname[:]) + " " + unix.ByteSliceToString(u.Release[:])
}
