package netns

import (
	"errors"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// restrictions are real prohibitions that a process can put on itself and its
// children only.
func restrictions() map[string]func() error {
	return map[string]func() error{
		"none":         func() error { return nil },
		"userns":       func() error { return deny(unix.SYS_CLONE, 0, unix.CLONE_NEWUSER, unix.CLONE_NEWUSER) },
		"plain":        func() error { return deny(unix.SYS_CLONE, 0, unix.CLONE_NEWUSER|unix.CLONE_NEWNET, unix.CLONE_NEWNET) },
		"link":         func() error { return deny(unix.SYS_IOCTL, 1, 0xffff, unix.SIOCSIFFLAGS) },
		"max_user":     func() error { return zero("max_user_namespaces") },
		"max_net":      func() error { return zero("max_net_namespaces") },
		"max_user_net": func() error { return errors.Join(zero("max_user_namespaces"), zero("max_net_namespaces")) },
	}
}

// zero sets a limit of the user namespace that this process is in.
func zero(limit string) error {
	return os.WriteFile("/proc/sys/user/"+limit, []byte("0"), 0)
}

// deny makes the kernel answer EPERM to a call whose argument has these bits
// under mask, with a filter as containers have it (seccomp(2)).
func deny(call, argument, mask, bits uint32) error {
	const fail = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	load := uint16(unix.BPF_LD | unix.BPF_W | unix.BPF_ABS)
	equal := uint16(unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K)
	result := uint16(unix.BPF_RET | unix.BPF_K)
	filter := []unix.SockFilter{
		{Code: load, K: 0}, // seccomp_data.nr
		{Code: equal, Jf: 4, K: call},
		{Code: load, K: 16 + 8*argument}, // low half of seccomp_data.args[argument], little endian
		{Code: unix.BPF_ALU | unix.BPF_AND | unix.BPF_K, K: mask},
		{Code: equal, Jf: 1, K: bits},
		{Code: result, K: fail},
		{Code: result, K: unix.SECCOMP_RET_ALLOW},
	}
	return install(filter)
}

func install(filter []unix.SockFilter) error {
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program)))
	runtime.KeepAlive(filter)
	if errno != 0 {
		return errno
	}
	return nil
}
