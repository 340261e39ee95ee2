package own

import (
	"os/user"
	"slices"
	"testing"
)

// Under sudo programs are the caller's, with its environment; else they are ours.
func TestCaller(t *testing.T) {
	root, err := user.LookupId("0")
	if err != nil {
		t.Skip(err)
	}
	sudo := []string{"A=b", "HOME=/root", "USER=root", "LOGNAME=root", "SUDO_UID=4294967293", "SUDO_GID=7", "SUDO_USER=x", "SUDO_COMMAND=y"}
	u, env, err := caller(sudo, true)
	if err != nil || u == nil || u.UID != 4294967293 || u.GID != 7 || !slices.Equal(u.Groups, []uint32{7}) {
		t.Errorf("%+v, %v", u, err)
	}
	if want := []string{"A=b", "HOME=/root", "USER=root", "LOGNAME=root"}; !slices.Equal(env, want) {
		t.Errorf("environment %q", env)
	}
	for name, tt := range map[string]struct {
		env  []string
		root bool
	}{
		"no sudo": {[]string{"A=b"}, true}, "not root": {sudo, false}, "root's sudo": {[]string{"SUDO_UID=0", "SUDO_GID=0"}, true},
	} {
		if u, env, err := caller(tt.env, tt.root); u != nil || err != nil || !slices.Equal(env, tt.env) {
			t.Errorf("%s: %+v, %q, %v", name, u, env, err)
		}
	}
	for _, bad := range [][]string{{"SUDO_UID=x", "SUDO_GID=1"}, {"SUDO_UID=1", "SUDO_GID=-1"}, {"SUDO_UID=1"}, {"SUDO_UID=4294967296", "SUDO_GID=1"}} {
		if _, _, err := caller(bad, true); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
	if env := of([]string{"HOME=/x", "A=b"}, root); !slices.Equal(env, []string{"A=b", "HOME=" + root.HomeDir, "USER=" + root.Username, "LOGNAME=" + root.Username}) {
		t.Errorf("environment %q", env)
	}
}
