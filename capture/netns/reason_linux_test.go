package netns

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"golang.org/x/sys/unix"

	"wireladder/capture/notation"
)

const (
	allCapabilities = 1<<unix.CAP_SYS_ADMIN | 1<<unix.CAP_NET_ADMIN | 1<<unix.CAP_NET_RAW
	containerRoot   = 1 << unix.CAP_NET_RAW // what docker leaves, of those that matter here
)

// files is a /proc: name to content.
type files map[string]string

// fake returns a machine with a plain Linux's /proc, changed by changes; "-" removes a file.
func fake(capabilities uint64, changes files) machine {
	root := fstest.MapFS{}
	for _, layer := range []files{{
		"self/status":                  "Name:\twireladder\nSeccomp:\t0\nSeccomp_filters:\t0\n",
		"self/ns/user":                 "",
		"self/ns/net":                  "",
		"self/attr/current":            "unconfined\n",
		"sys/user/max_user_namespaces": "96365\n",
		"sys/user/max_net_namespaces":  "96365\n",
	}, changes} {
		for name, data := range layer {
			root["proc/"+name] = &fstest.MapFile{Data: []byte(data)}
			if data == "-" {
				delete(root, "proc/"+name)
			}
		}
	}
	return machine{root: root, program: "/home/me/bin/wireladder", group: "me", capabilities: capabilities}
}

func TestReason(t *testing.T) {
	const (
		restrict = "sys/kernel/apparmor_restrict_unprivileged_userns"
		clone    = "sys/kernel/unprivileged_userns_clone"
		filtered = "Name:\tx\nSeccomp:\t2\n"
	)
	inChild := func(errno syscall.Errno) error { return os.NewSyscallError("bring lo up", errno) }
	atStart := func(errno syscall.Errno) error { return &os.PathError{Op: "fork/exec", Path: selfProgram, Err: errno} }
	tests := []struct {
		name         string
		capabilities uint64
		proc         files
		err          error
		want         Reason
	}{
		{"Ubuntu 23.10, at start", 0, files{restrict: "1\n", clone: "1\n"}, atStart(unix.EACCES), ReasonAppArmor},
		{"Ubuntu 24.04, in the child", 0, files{restrict: "1\n", clone: "1\n"}, inChild(unix.EPERM), ReasonAppArmor},
		{"Ubuntu, restriction off", 0, files{restrict: "0\n"}, inChild(unix.EPERM), ReasonSecurityModule},
		{"Ubuntu, root is not bound", allCapabilities, files{restrict: "1\n"}, atStart(unix.EPERM), ReasonUnknown},
		{"Ubuntu, docker", containerRoot, files{restrict: "1\n", "self/status": filtered, "self/attr/current": "docker-default (enforce)\n"},
			atStart(unix.EPERM), ReasonSeccomp},
		{"Ubuntu, filtered but unconfined", 0, files{restrict: "1\n", "self/status": filtered}, inChild(unix.EPERM), ReasonAppArmor},
		{"Ubuntu, newer place of the label", 0, files{restrict: "1\n", "self/status": filtered, "self/attr/current": "-",
			"self/attr/apparmor/current": "unconfined\n"}, inChild(unix.EPERM), ReasonAppArmor},
		{"Debian 10", 0, files{clone: "0\n"}, atStart(unix.EPERM), ReasonUsernsClone},
		{"Debian 11", 0, files{clone: "1\n"}, atStart(unix.EPERM), ReasonUnknown},
		{"Debian, both switches", 0, files{clone: "0\n", restrict: "1\n"}, atStart(unix.EPERM), ReasonUsernsClone},
		{"CentOS 7", 0, files{"sys/user/max_user_namespaces": "0\n"}, atStart(unix.ENOSPC), ReasonMaxUserns},
		{"no networks", 0, files{"sys/user/max_net_namespaces": "0\n"}, atStart(unix.ENOSPC), ReasonMaxNetns},
		{"limit reached", 0, nil, atStart(unix.ENOSPC), ReasonLimit},
		{"limit reached, before Linux 4.9", 0, nil, atStart(unix.EUSERS), ReasonLimit},
		{"docker", containerRoot, files{"self/status": filtered}, atStart(unix.EPERM), ReasonSeccomp},
		{"filter that plays an old kernel", 0, files{"self/status": filtered}, atStart(unix.ENOSYS), ReasonSeccomp},
		{"kernel without user namespaces", 0, files{"self/ns/user": "-"}, atStart(unix.EINVAL), ReasonNoNamespaces},
		{"kernel without network namespaces", 0, files{"self/ns/net": "-"},
			&os.PathError{Op: "open", Path: selfNetwork, Err: unix.ENOENT}, ReasonNoNamespaces},
		{"no /proc", 0, files{"self/status": "-", "self/ns/net": "-"},
			&os.PathError{Op: "open", Path: selfNetwork, Err: unix.ENOENT}, ReasonNoProc},
		{"SELinux", 0, nil, atStart(unix.EACCES), ReasonSecurityModule},
		{"chroot", 0, nil, atStart(unix.EPERM), ReasonUnknown},
		{"too many processes", 0, nil, atStart(unix.EAGAIN), ReasonProcesses},
		{"too many files", 0, nil, os.NewSyscallError("pipe2", unix.EMFILE), ReasonFiles},
		{"too many files of all", 0, nil, inChild(unix.ENFILE), ReasonFiles},
		{"no memory", 0, nil, atStart(unix.ENOMEM), ReasonMemory},
		{"invalid, for whatever reason", 0, nil, atStart(unix.EINVAL), ReasonUnknown},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := asError(t, fake(test.capabilities, test.proc).newError("start", test.err))
			if e.Reason != test.want {
				t.Errorf("got %q, want %q", e.Reason, test.want)
			}
			if want := errors.As(test.err, new(*os.SyscallError)); (e.Op != "start") != want {
				t.Errorf("step %q", e.Op)
			}
			if unwrapped := errors.Unwrap(test.err); !errors.Is(e, unwrapped) {
				t.Errorf("%v is lost", unwrapped)
			}
		})
	}
}

func asError(t *testing.T, err error) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("%v is no *Error", err)
	}
	return e
}

func TestReasonWithoutErrno(t *testing.T) {
	e := asError(t, fake(0, nil).newError("set up", errNoReport))
	if e.Reason != ReasonUnknown || e.Hint != "" || !errors.Is(e, errNoReport) {
		t.Errorf("got %+v", e)
	}
}

func TestReasonFileCapabilities(t *testing.T) {
	tests := []struct {
		name      string
		permitted uint32
		inChild   bool
		want      Reason
	}{
		{"without NET_ADMIN", 1 << unix.CAP_NET_RAW, true, ReasonFileCapabilities},
		{"without NET_ADMIN, at start", 1 << unix.CAP_NET_RAW, false, ReasonUnknown},
		{"with NET_ADMIN", 1<<unix.CAP_NET_RAW | 1<<unix.CAP_NET_ADMIN, true, ReasonSecurityModule},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := fake(0, nil)
			m.fileCapabilities = binary.LittleEndian.AppendUint32([]byte{1, 0, 0, 2}, test.permitted)
			if got := m.reason(unix.EPERM, test.inChild); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestHint(t *testing.T) {
	const (
		setcap = `"sudo chgrp me /home/me/bin/wireladder && sudo chmod 750 /home/me/bin/wireladder` +
			` && sudo setcap cap_net_raw,cap_net_admin+ep /home/me/bin/wireladder"`
		host    = `, or use --host with ` + setcap
		profile = `printf 'abi <abi/4.0>,\nprofile wireladder /home/me/bin/wireladder flags=(unconfined) {\n  userns,\n}\n' | ` +
			`sudo tee /etc/apparmor.d/wireladder && sudo apparmor_parser -r /etc/apparmor.d/wireladder`
	)
	tests := []struct {
		reason Reason
		errno  syscall.Errno
		want   string // for a normal user
	}{
		{ReasonAppArmor, unix.EACCES, `run "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"` +
			`, or for this program alone "` + profile + `"` + host},
		{ReasonUsernsClone, unix.EPERM, `run "sudo sysctl -w kernel.unprivileged_userns_clone=1"` + host},
		{ReasonMaxUserns, unix.ENOSPC, `run "sudo sysctl -w user.max_user_namespaces=15000"` + host},
		{ReasonMaxNetns, unix.ENOSPC, `run "sudo sysctl -w user.max_net_namespaces=15000"` + host},
		{ReasonLimit, unix.ENOSPC, "raise user.max_user_namespaces and user.max_net_namespaces on the host" + host},
		{ReasonSeccomp, unix.EPERM, `start the container with "--security-opt seccomp=unconfined"` +
			`, or as root and with "--cap-add NET_RAW" and use --host`},
		{ReasonSecurityModule, unix.EACCES, `find the denial with "sudo dmesg | grep -i denied" and allow it in that policy` + host},
		{ReasonFileCapabilities, unix.EPERM, `run ` + setcap},
		{ReasonNoNamespaces, unix.EINVAL, "use a kernel with CONFIG_USER_NS and CONFIG_NET_NS" + host},
		{ReasonUnknown, unix.EPERM, strings.TrimPrefix(host, ", or ")},
		{ReasonUnknown, unix.ENOMEM, ""},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.reason, test.errno), func(t *testing.T) {
			got := fake(0, nil).hint(test.reason, test.errno)
			if got != test.want {
				t.Errorf("\n got %s\nwant %s", got, test.want)
			}
			checkCommands(t, got)
		})
	}
}

// checkCommands asks a shell whether each command of a hint can be pasted.
func checkCommands(t *testing.T, hint string) {
	t.Helper()
	for i, part := range strings.Split(hint, `"`) {
		if i%2 == 0 || strings.HasPrefix(part, "--") {
			continue // outside of quotes, or an option of the container's
		}
		if printed, err := exec.Command("sh", "-n", "-c", part).CombinedOutput(); err != nil { //nolint:gosec // -n: only parsed
			t.Errorf("%s: %s", part, printed)
		}
	}
}

// TestHintWithCapability: who may capture needs no setcap for --host.
func TestHintWithCapability(t *testing.T) {
	for _, reason := range []Reason{ReasonLimit, ReasonSeccomp, ReasonNoNamespaces} {
		if got := fake(containerRoot, nil).hint(reason, unix.EPERM); !strings.HasSuffix(got, ", or use --host") {
			t.Errorf("%v: %s", reason, got)
		}
	}
}

// TestHintPath: a path with what a shell would interpret stays one word, and no
// profile is offered for it.
func TestHintPath(t *testing.T) {
	m := fake(0, nil)
	m.program = "/home/my $HOME/it's/{a,b}*"
	hint := m.hint(ReasonAppArmor, unix.EACCES)
	if strings.Contains(hint, "apparmor_parser") {
		t.Errorf("a profile is offered: %s", hint)
	}
	checkCommands(t, hint)
	if n := strings.Count(hint, notation.ShellWord(m.program)); n != 3 {
		t.Errorf("the path is %d times a word of its own in %s", n, hint)
	}
}

// TestProfile runs the command up to its pipe: what would be written.
func TestProfile(t *testing.T) {
	_, command, _ := strings.Cut(fake(0, nil).profileWay(), `"`)
	command, _, _ = strings.Cut(command, " | ")
	printed, err := exec.Command("sh", "-c", command).Output() //nolint:gosec // printf of a constant
	want := "abi <abi/4.0>,\nprofile wireladder /home/me/bin/wireladder flags=(unconfined) {\n  userns,\n}\n"
	if err != nil || string(printed) != want {
		t.Errorf("got %q, %v", printed, err)
	}
}

func TestThisMachine(t *testing.T) {
	m := thisMachine()
	if m.value("self/status") == "" || !m.exists("self/ns/net") || m.program == "" {
		t.Errorf("nothing seen of this machine: %+v", m)
	}
}
