package capture

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// insideVariable is set in the environment of a test that runs in a namespace
// of its own.
const insideVariable = "WIRELADDER_TEST_INSIDE"

// inNamespace reports whether the test runs in a network namespace of its own,
// with lo up. If it does not, it runs it again in one, as its own process, and
// the caller has nothing left to do.
func inNamespace(t *testing.T) bool {
	t.Helper()
	if os.Getenv(insideVariable) != "" {
		setLoopback(t, true)
		return true
	}
	again := exec.Command("/proc/self/exe", "-test.run=^"+t.Name()+"$", "-test.v", "-test.count=1", "-test.timeout=60s")
	again.Env = append(os.Environ(), insideVariable+"=1")
	again.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := again.CombinedOutput()
	skipIfNotPermitted(t, err)
	if err != nil {
		t.Errorf("in its own namespace: %v\n%s", err, out)
	}
	if bytes.Contains(out, []byte("--- SKIP")) {
		t.Skipf("in its own namespace:\n%s", out)
	}
	return false
}

// skipIfNotPermitted skips the test, or fails it where nothing may be skipped.
func skipIfNotPermitted(t *testing.T, err error) {
	t.Helper()
	switch {
	case !errors.Is(err, os.ErrPermission):
	case os.Getenv("CI") == "true":
		t.Fatal(err)
	default:
		t.Skip(err)
	}
}

// setLoopback brings lo up or down.
func setLoopback(t *testing.T, up bool) {
	t.Helper()
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Close(fd) }()
	request, err := unix.NewIfreq("lo")
	if err != nil {
		t.Fatal(err)
	}
	if up {
		request.SetUint16(unix.IFF_UP)
	}
	err = unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, request)
	skipIfNotPermitted(t, err) // AppArmor may let a namespace be made that has no rights
	if err != nil {
		t.Fatal(err)
	}
}
