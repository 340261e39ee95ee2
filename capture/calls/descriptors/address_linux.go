//go:build linux && (amd64 || arm64)

package descriptors

import (
	"net/netip"

	"golang.org/x/sys/unix"
)

// LocalAddress returns the address of a socket of a process that is traced; the invalid one if
// it has none.
func LocalAddress(pid, fd int) netip.AddrPort {
	process, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return netip.AddrPort{}
	}
	defer unix.Close(process) //nolint:errcheck // only a handle
	k := Socket{}
	if !New(process).Ask(fd, &k) || k.Local.Port() == 0 {
		return netip.AddrPort{}
	}
	return k.Local
}
