package servers

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

func TestPidsGroup(t *testing.T) {
	for line, want := range map[string]string{
		"8:pids:/user/1":    "/sys/fs/cgroup/pids /user/1 true",
		"0::/user.slice/a:": "/sys/fs/cgroup /user.slice/a: true",
		"1:cpu,cpuacct:/":   "/sys/fs/cgroup / false",
		"":                  "  false",
	} {
		root, group, ok := pidsGroup(line)
		if got := fmt.Sprint(root, " ", group, " ", ok); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

// A group has room if all groups above it have, too.
func TestRoomUpward(t *testing.T) {
	root := t.TempDir()
	for name, content := range map[string]string{
		"a/pids.max": "20\n", "a/pids.current": "12\n", "a/b/pids.max": "max\n", "a/b/pids.current": "3\n", "a/b/c/pids.max": "nonsense",
	} {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, group := range []string{"/a", "/a/b", "/a/b/c"} {
		if !hasRoomUpward(root, group, 8) || hasRoomUpward(root, group, 9) {
			t.Errorf("%s has no room for 8 more, or has for 9", group)
		}
	}
	if !hasRoomUpward(root, "/", 1000) {
		t.Error("what has no limit has no room")
	}
}

// RoomForThreads sees the limit of a user, and leaves it as it was.
func TestRoomForThreads(t *testing.T) {
	if err := RoomForThreads(1); err != nil {
		t.Error(err)
	}
	var limit, after unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NPROC, &limit); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		t.Skip("root has no such limit")
	}
	tight := limit
	tight.Cur = 2 // of which this process alone uses more
	if err := unix.Setrlimit(unix.RLIMIT_NPROC, &tight); err != nil {
		t.Fatal(err)
	}
	err := RoomForThreads(1)
	_ = unix.Getrlimit(unix.RLIMIT_NPROC, &after)
	_ = unix.Setrlimit(unix.RLIMIT_NPROC, &limit)
	if !errors.Is(err, ErrNoThreads) || after != tight {
		t.Errorf("%v; the limit is %+v", err, after)
	}
	if err := RoomForThreads(1); err != nil {
		t.Error(err)
	}
}

// A program that begins asks for room where the limit is low; root has none.
func TestTight(t *testing.T) {
	for _, tt := range []struct {
		limit uint64
		user  int
		want  bool
	}{
		{plenty - 1, 1000, true}, {plenty, 1000, false}, {plenty - 1, 0, false}, {unix.RLIM_INFINITY, 1000, false},
	} {
		if got := tight(tt.limit, tt.user); got != tt.want {
			t.Errorf("%d of user %d: %v", tt.limit, tt.user, got)
		}
	}
}
