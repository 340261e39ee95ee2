package netns

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

const nobody = 65534 // a user and a group without rights, on every Linux

// skip ends the test where the system forbids it; on CI that is a failure.
func skip(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("forbidden on CI: %s", why)
	}
	t.Skipf("forbidden: %s", why)
}

// mustStart starts role in this process's own right.
func mustStart(ctx context.Context, t *testing.T, o Options) *Child {
	t.Helper()
	child, err := Start(ctx, o)
	if errors.Is(err, os.ErrPermission) {
		skip(t, err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	return child
}

// users returns how to run a process as each user that the tests can be: the
// one that runs them and, when that is root, nobody.
func users() map[string]*syscall.SysProcAttr {
	all := map[string]*syscall.SysProcAttr{"self": {}}
	if os.Geteuid() == 0 {
		all["nobody"] = asNobody()
	}
	return all
}

func asNobody() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

// nested runs a process in a user namespace, where it may lower the limits of
// just that, and has no right of the host's.
func nested(capabilities ...uintptr) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Geteuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Getegid(), Size: 1}},
		AmbientCaps: capabilities,
	}
}

// runTry runs program as role-try and returns what it printed.
func runTry(t *testing.T, program, restriction string, attributes *syscall.SysProcAttr) outcome {
	t.Helper()
	cmd := exec.Command(program, "role-try", restriction) //nolint:gosec // the test binary itself
	var stderr bytes.Buffer
	cmd.SysProcAttr, cmd.Stderr = attributes, &stderr
	cmd.Env = append(os.Environ(), "GOCOVERDIR="+publicDirectory(t)) // go test's own is closed to nobody
	printed, err := cmd.Output()
	if errors.Is(err, os.ErrPermission) {
		skip(t, err.Error())
	}
	if err != nil {
		t.Fatalf("role-try %s: %v\n%s", restriction, err, &stderr)
	}
	if stderr.Len() > 0 {
		t.Errorf("the child printed %q; a failure is the parent's to tell", &stderr)
	}
	var o outcome
	if err := json.Unmarshal(printed, &o); err != nil {
		t.Fatalf("%v in %q", err, printed)
	}
	return o
}

// hostState is what a run must leave as it was.
func hostState(t *testing.T) string {
	t.Helper()
	network, err := os.Readlink("/proc/self/ns/net")
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(network, interfacesUp(), content("/proc/sys/net/ipv4/tcp_congestion_control"),
		content("/proc/sys/net/ipv4/tcp_rmem"), content("/proc/sys/net/ipv4/tcp_no_metrics_save"))
}

func TestStart(t *testing.T) {
	for name, attributes := range users() {
		t.Run(name, func(t *testing.T) {
			before := hostState(t)
			o := runTry(t, selfProgram, "none", attributes)
			if after := hostState(t); after != before {
				t.Errorf("the host was %s and is %s", before, after)
			}
			if o.Permission {
				skip(t, o.Message)
			}
			if o.View == nil {
				t.Fatal(o.Message)
			}
			checkView(t, o.View, attributes)
		})
	}
}

func checkView(t *testing.T, v *view, attributes *syscall.SysProcAttr) {
	t.Helper()
	uid, gid := os.Geteuid(), os.Getegid()
	if attributes.Credential != nil {
		uid, gid = nobody, nobody
	}
	host, err := os.Readlink("/proc/self/ns/net")
	if err != nil {
		t.Fatal(err)
	}
	if v.Network == host {
		t.Errorf("network %s is the host's", host)
	}
	_, unknown := os.Stat(tcpTableBelow) // to Linux before 6.1
	want := &view{
		Name: selfProgram, UID: uid, GID: gid, Network: v.Network,
		Up: []string{"lo"}, Counters: strings.TrimSpace(strings.Repeat("0 ", 16)),
		Congestion: "reno", ReceiveSizes: "4096 131072 6291456", NoMetrics: "1",
		Queues: "131072 2048", SmallTables: unknown == nil,
		Capabilities: v.Capabilities, Echo: "through the private network",
	}
	if got, wanted := fmt.Sprintf("%+v", v), fmt.Sprintf("%+v", want); got != wanted {
		t.Errorf("inside:\n got %s\nwant %s", got, wanted)
	}
	if !canPlain(v.Capabilities) {
		t.Errorf("capabilities %#x lack some of SYS_ADMIN, NET_ADMIN, NET_RAW", v.Capabilities)
	}
}

func TestStartForbidden(t *testing.T) {
	tests := []struct {
		name, restriction string
		attributes        *syscall.SysProcAttr
		reason            Reason
		errno             syscall.Errno
		op                string
	}{
		{"limit on user namespaces", "max_user", nested(unix.CAP_SYS_RESOURCE), ReasonMaxUserns, unix.ENOSPC, "start"},
		{"limit on networks", "max_net", nested(unix.CAP_SYS_RESOURCE), ReasonMaxNetns, unix.ENOSPC, "start"},
		{"limits, both ways", "max_user_net", nested(unix.CAP_SYS_RESOURCE, unix.CAP_SYS_ADMIN,
			unix.CAP_NET_ADMIN, unix.CAP_NET_RAW), ReasonMaxUserns, unix.ENOSPC, "start"},
		{"filter on user namespaces", "userns", nested(), ReasonSeccomp, unix.EPERM, "start"},
		{"filter on link-up in the child", "link", nested(), ReasonSeccomp, unix.EPERM, "bring lo up"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := runTry(t, selfProgram, test.restriction, test.attributes)
			if o.View != nil {
				t.Fatal("it started")
			}
			if o.Reason != test.reason || o.Errno != test.errno || o.Op != test.op || !o.Permission {
				t.Errorf("got reason %d, errno %d, step %q, permission %v; want %d, %d, %q, true: %s",
					o.Reason, o.Errno, o.Op, o.Permission, test.reason, test.errno, test.op, o.Message)
			}
			if o.Hint == "" {
				t.Error("no hint")
			}
		})
	}
}

// TestStartFallsBack forbids the way of a root, and then the way of a user.
func TestStartFallsBack(t *testing.T) {
	root := nested(unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN, unix.CAP_NET_RAW, unix.CAP_SYS_RESOURCE)
	for _, restriction := range []string{"plain", "userns", "max_user"} {
		t.Run(restriction, func(t *testing.T) {
			if o := runTry(t, selfProgram, restriction, root); o.View == nil {
				t.Errorf("no way left: %s", o.Message)
			}
		})
	}
}

// TestStartFileCapabilities runs a program file with capabilities: not dumpable,
// and at exec it has only those of the file.
func TestStartFileCapabilities(t *testing.T) {
	tests := []struct {
		name         string
		capabilities uint32
		reason       Reason
		starts       bool
	}{
		{"as the hint says", 1<<unix.CAP_NET_RAW | 1<<unix.CAP_NET_ADMIN, ReasonUnknown, true},
		{"too few", 1 << unix.CAP_NET_RAW, ReasonFileCapabilities, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := runTry(t, copyWithCapabilities(t, test.capabilities), "none", asNobody())
			if (o.View != nil) != test.starts || o.Reason != test.reason {
				t.Errorf("started %v, reason %d: %s", o.View != nil, o.Reason, o.Message)
			}
		})
	}
}

// copyWithCapabilities copies the test binary and sets the attribute as setcap(8)
// does: vfs_cap_data of version 2 with the effective flag (capabilities(7)).
func copyWithCapabilities(t *testing.T, capabilities uint32) string {
	t.Helper()
	if os.Getenv("TESTED_AS_ROOT") != "" { // as CI has it, before it tests as a normal user
		t.Skip("only root may give capabilities to a file")
	}
	program, err := os.ReadFile(selfProgram)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(publicDirectory(t), "wireladder")
	if err := os.WriteFile(path, program, 0o755); err != nil { //nolint:gosec // must be executable by another user
		t.Fatal(err)
	}
	attribute := binary.LittleEndian.AppendUint32(nil, 0x02000001)
	attribute = binary.LittleEndian.AppendUint32(attribute, capabilities)
	attribute = append(attribute, make([]byte, 12)...)
	if err := unix.Setxattr(path, "security.capability", attribute, 0); errors.Is(err, os.ErrPermission) {
		skip(t, err.Error())
	} else if err != nil {
		t.Fatal(err)
	}
	return path
}

// publicDirectory returns a temporary directory that nobody can use as well.
func publicDirectory(t *testing.T) string {
	t.Helper()
	directory := t.TempDir()
	for _, path := range []string{directory, filepath.Dir(directory)} {
		if err := os.Chmod(path, 0o777); err != nil { //nolint:gosec // as it says
			t.Fatal(err)
		}
	}
	return directory
}

func TestStartKeepsName(t *testing.T) {
	o := Options{Args: []string{"role-inside"}}
	child := mustStart(t.Context(), t, o)
	var v view
	if err := json.NewDecoder(child).Decode(&v); err != nil {
		t.Fatal(err)
	}
	if v.Name != os.Args[0] {
		t.Errorf("the child goes by %q, not %q", v.Name, os.Args[0])
	}
	if err := child.Wait(); err != nil {
		t.Error(err)
	}
}

func TestStartPassesFiles(t *testing.T) {
	child := mustStart(t.Context(), t, Options{Args: []string{"role-upper"}, Stdin: strings.NewReader("hello\n")})
	got, err := io.ReadAll(child)
	if err := errors.Join(err, child.Wait(), child.Wait()); err != nil {
		t.Fatal(err)
	}
	if string(got) != "HELLO\n" {
		t.Errorf("got %q", got)
	}
}

// TestStartBrokenChild: the program ends before it calls Setup.
func TestStartBrokenChild(t *testing.T) {
	var stderr bytes.Buffer
	_, err := Start(t.Context(), Options{Args: []string{"role-broken"}, Stderr: &stderr})
	if errors.Is(err, os.ErrPermission) {
		skip(t, err.Error())
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Errorf("got %v, want one that wraps exit status 3", err)
	}
	if got := strings.Count(stderr.String(), "did not get as far"); got != 1 {
		t.Errorf("the program ran %d times, want once: %q", got, &stderr)
	}
}

func TestProbe(t *testing.T) {
	err := Probe(t.Context(), "role-probe")
	if errors.Is(err, os.ErrPermission) {
		skip(t, err.Error())
	}
	if err != nil {
		t.Error(err)
	}
	if err := Probe(t.Context(), "role-broken"); err == nil {
		t.Error("a program that fails makes a good probe")
	}
}

// BenchmarkStart measures from Start to a network that is ready, and the end.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		if err := Probe(b.Context(), "role-probe"); err != nil {
			b.Fatal(err)
		}
	}
}
