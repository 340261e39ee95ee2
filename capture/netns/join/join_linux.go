package join

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// networks looks at the environments of all processes: those of others it can't read.
func networks(variable string) []int {
	entries, _ := os.ReadDir("/proc") // none is found then
	var pids []int
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil {
			pids = append(pids, pid)
		}
	}
	slices.Sort(pids)
	own, _ := os.Readlink("/proc/self/ns/net")
	var found []int
	seen := map[string]bool{own: true}
	for _, pid := range pids {
		at := filepath.Join("/proc", strconv.Itoa(pid))
		network, err := os.Readlink(filepath.Join(at, "ns/net"))
		environment, _ := os.ReadFile(filepath.Join(at, "environ"))
		if err != nil || seen[network] || !bytes.Contains(append([]byte{0}, environment...), []byte("\x00"+variable+"=")) {
			continue
		}
		seen[network] = true
		found = append(found, pid)
	}
	return found
}

// run forks, and waits.
func run(ctx context.Context, pid int, p Program) (*os.ProcessState, error) {
	entrance, end, err := newEntrance(pid, p)
	if err != nil {
		return nil, err
	}
	defer end()
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close() //nolint:errcheck // only read
	entrance.report = int(write.Fd())
	syscall.ForkLock.Lock() // no descriptor is open yet that the child must not have
	child, errno := fork(entrance)
	syscall.ForkLock.Unlock()
	runtime.KeepAlive(entrance)
	if err := write.Close(); err != nil {
		return nil, err
	}
	if errno != 0 {
		return nil, errno
	}
	process, err := os.FindProcess(int(child))
	if err != nil {
		return nil, err
	}
	defer endWith(ctx, process)()
	said, _ := io.ReadAll(read) // nothing, when it has become the program
	state, err := process.Wait()
	if len(said) >= 8 {
		return nil, unix.Errno(binary.NativeEndian.Uint64(said))
	}
	return state, err
}

// grace is how long a program may take to end by itself when it is interrupted.
const grace = 2 * time.Second

// endWith ends a process with the context, until what it returns is called.
func endWith(ctx context.Context, p *os.Process) (stop func()) {
	ended := make(chan struct{})
	unheard := context.AfterFunc(ctx, func() {
		_ = p.Signal(os.Interrupt) // it may have ended
		select {
		case <-time.After(grace):
			_ = p.Kill()
		case <-ended:
		}
	})
	return func() { unheard(); close(ended) }
}

// newEntrance opens the namespaces of a process, and prepares what a child needs to become a program in
// them. end closes them.
func newEntrance(pid int, p Program) (made *entrance, end func(), err error) {
	at := filepath.Join("/proc", strconv.Itoa(pid), "ns")
	network, err := os.Open(filepath.Join(at, "net"))
	if err != nil {
		return nil, nil, err
	}
	user, err := os.Open(filepath.Join(at, "user"))
	if err != nil {
		return nil, nil, errors.Join(err, network.Close())
	}
	end = func() { _, _ = network.Close(), user.Close() }
	made = &entrance{network: int(network.Fd()), user: int(user.Fd()), header: unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}}
	theirs, _ := user.Stat()
	if ours, err := os.Stat("/proc/self/ns/user"); err == nil && os.SameFile(theirs, ours) {
		made.user = -1 // one may not enter one's own (setns(2))
	}
	for _, right := range ambient {
		made.rights[right/32].Effective |= 1 << (right % 32)
	}
	made.rights[0].Permitted, made.rights[0].Inheritable = made.rights[0].Effective, made.rights[0].Effective
	if made.path, err = unix.BytePtrFromString(p.Path); err == nil {
		made.args, err = syscall.SlicePtrFromStrings(p.Args)
	}
	if err == nil {
		made.env, err = syscall.SlicePtrFromStrings(p.Env)
	}
	if err != nil {
		end()
		return nil, nil, err
	}
	return made, end, nil
}
