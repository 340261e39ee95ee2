package doctor

import (
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
)

// Why programs can't be traced is read off the kernel's switches.
func TestTracing(t *testing.T) {
	for _, tt := range []struct {
		name   string
		scope  string // Yama's; "": there is no Yama
		status string
		trace  string // what seccomp can do
		err    error
		want   string // how the state begins
		repair string // a part of it
	}{
		{"free", "", "", "kill trace allow", nil, "yes", ""},
		{"Debian's", "1", "", "kill trace allow", nil, "yes", ""},
		{"no seccomp told of", "0", "", "", nil, "yes", ""},
		{"kept for root", "2", "", "trace", syscall.EPERM, "no: kept for root", "sysctl -w kernel.yama.ptrace_scope=1"},
		{"kept for root, by root", "2", "", "trace", nil, "yes", ""},
		{"off", "3", "", "trace", syscall.EPERM, "no: switched off until the next boot", "/etc/sysctl.d"},
		{"a container", "1", "Name:\tx\nSeccomp:\t2\n", "trace", syscall.EPERM, "no: a system call filter", "--cap-add SYS_PTRACE"},
		{"no such call", "", "", "trace", syscall.ENOSYS, "no: function not implemented", ""},
		{"seccomp without it", "", "", "kill allow", nil, "no: the kernel's seccomp", ""},
	} {
		proc := fstest.MapFS{}
		for name, said := range map[string]string{
			"sys/kernel/yama/ptrace_scope": tt.scope, "self/status": tt.status, "sys/kernel/seccomp/actions_avail": tt.trace,
		} {
			if said != "" {
				proc[name] = &fstest.MapFile{Data: []byte(said + "\n")}
			}
		}
		f := tracingFinding(proc, tt.err)
		if !strings.HasPrefix(f.State, tt.want) || !strings.Contains(f.Repair, tt.repair) || f.Works != (tt.want == "yes") || (f.Repair == "") != (tt.repair == "") {
			t.Errorf("%s: %+v", tt.name, f)
		}
	}
}
