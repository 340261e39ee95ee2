package join

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// What package syscall calls around its own forks: signals are held up meanwhile, and the child has
// none of this program's handlers.

//go:linkname beforeFork syscall.runtime_BeforeFork
func beforeFork()

//go:linkname afterFork syscall.runtime_AfterFork
func afterFork()

//go:linkname afterForkInChild syscall.runtime_AfterForkInChild
func afterForkInChild()

// entrance is all that the child needs. It is made before the fork, for the child has no runtime that
// could allocate.
type entrance struct {
	user, network int // namespaces; user is -1 where that is the same
	header        unix.CapUserHeader
	rights        [2]unix.CapUserData
	path          *byte
	args, env     []*byte
	report        int // where the child writes the errno of what has failed
}

// ambient are the rights that netns gives to the first process.
var ambient = [...]uintptr{unix.CAP_NET_ADMIN, unix.CAP_NET_RAW, unix.CAP_SYS_ADMIN}

// fork makes the child and returns its number. In the child it does not return.
//
//go:norace
//go:noinline
func fork(p *entrance) (pid uintptr, errno unix.Errno) {
	beforeFork()
	pid, _, errno = unix.RawSyscall6(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0, 0, 0, 0)
	if errno != 0 || pid != 0 {
		afterFork()
		return pid, errno
	}
	afterForkInChild()
	become(p)
	return 0, 0
}

// become enters the network and becomes the program, or tells why not. Nothing but system calls may
// be made in it: the threads of the runtime are not there.
//
//go:norace
//go:nosplit
//go:noinline
func become(p *entrance) {
	var errno unix.Errno
	if p.user >= 0 {
		if _, _, errno = unix.RawSyscall(unix.SYS_SETNS, uintptr(p.user), unix.CLONE_NEWUSER, 0); errno != 0 {
			goto failed
		}
	}
	if _, _, errno = unix.RawSyscall(unix.SYS_SETNS, uintptr(p.network), unix.CLONE_NEWNET, 0); errno != 0 {
		goto failed
	}
	if p.user >= 0 {
		if _, _, errno = unix.RawSyscall(unix.SYS_CAPSET, uintptr(unsafe.Pointer(&p.header)), uintptr(unsafe.Pointer(&p.rights[0])), 0); errno != 0 {
			goto failed
		}
		for i := range ambient {
			if _, _, errno = unix.RawSyscall6(unix.SYS_PRCTL, unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_RAISE, ambient[i], 0, 0, 0); errno != 0 {
				goto failed
			}
		}
	}
	_, _, errno = unix.RawSyscall(unix.SYS_EXECVE, uintptr(unsafe.Pointer(p.path)), uintptr(unsafe.Pointer(&p.args[0])), uintptr(unsafe.Pointer(&p.env[0])))
failed:
	_, _, _ = unix.RawSyscall(unix.SYS_WRITE, uintptr(p.report), uintptr(unsafe.Pointer(&errno)), unsafe.Sizeof(errno))
	for {
		_, _, _ = unix.RawSyscall(unix.SYS_EXIT, 127, 0, 0)
	}
}
