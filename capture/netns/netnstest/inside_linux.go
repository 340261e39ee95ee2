// Package netnstest runs tests in network namespaces of their own, as any
// user. It depends on no other package of the program, so that all can use it.
package netnstest

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// insideVariable is set in the environment of a test that runs in a namespace
// of its own.
const insideVariable = "WIRELADDER_TEST_INSIDE"

// Inside reports whether the test runs in a network namespace of its own, with
// lo up, from which runs make theirs as from that of netns.Setup. If it does not, Inside runs it again in one, as its own process and
// beside other tests (t.Parallel), and the caller has nothing left to do.
func Inside(t *testing.T) bool {
	t.Helper()
	if os.Getenv(insideVariable) != "" {
		SetLoopback(t, true)
		giveSmallTables(t)
		return true
	}
	t.Parallel()
	out, err := again(t).CombinedOutput()
	SkipIfNotPermitted(t, err)
	if err != nil {
		t.Errorf("in its own namespace: %v\n%s", err, out)
	}
	if bytes.Contains(out, []byte("--- SKIP")) {
		t.Skipf("in its own namespace:\n%s", out)
	}
	return false
}

// toTell is how long before the end of all tests one inside has to end, to be told of.
const toTell = 5 * time.Second

// again returns the command that runs the test, or subtest, inside. It has as much time as there is left.
func again(t *testing.T) *exec.Cmd {
	run := "^" + strings.ReplaceAll(regexp.QuoteMeta(t.Name()), "/", "$/^") + "$"
	left := time.Duration(0) // there is no end
	if end, ok := t.Deadline(); ok {
		left = max(time.Until(end)-toTell, time.Millisecond)
	}
	cmd := exec.Command("/proc/self/exe", "-test.run="+run, "-test.v", "-test.count=1", "-test.timeout="+left.String())
	cmd.Env = append(os.Environ(), insideVariable+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	return cmd
}

// giveSmallTables has networks made from here have tables of sockets of their own, where the kernel
// can (Linux 6.1), as netns.Setup does.
func giveSmallTables(t *testing.T) {
	t.Helper()
	err := os.WriteFile("/proc/sys/net/ipv4/tcp_child_ehash_entries", []byte("1024"), 0)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Log(err) // tables are in common then, as with older kernels
	}
}

// SkipIfNotPermitted skips the test if err says that the system forbids what it
// needs; on CI that is a failure.
func SkipIfNotPermitted(t *testing.T, err error) {
	t.Helper()
	switch {
	case !errors.Is(err, os.ErrPermission):
	case os.Getenv("CI") == "true":
		t.Fatal(err)
	default:
		t.Skip(err)
	}
}

// SetLoopback brings lo up or down.
func SetLoopback(t *testing.T, up bool) {
	t.Helper()
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd) //nolint:errcheck // nothing was written
	request, err := unix.NewIfreq("lo")
	if err != nil {
		t.Fatal(err)
	}
	if up {
		request.SetUint16(unix.IFF_UP)
	}
	err = unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, request)
	SkipIfNotPermitted(t, err) // AppArmor may let a namespace be made that has no rights
	if err != nil {
		t.Fatal(err)
	}
}
