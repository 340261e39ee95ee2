package outfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

func TestOutputToDevice(t *testing.T) {
	o := create(t, os.DevNull, "gone")
	if err := o.Commit(); err != nil {
		t.Fatal(err)
	}
	if mode(t, os.DevNull).IsRegular() {
		t.Error("the device was replaced")
	}
	if err := create(t, os.DevNull, "gone").Abort(); err != nil {
		t.Error(err)
	}
}

func TestOutputToPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	reader, err := os.OpenFile(path, os.O_RDWR, 0) // both ends: no open waits
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close() //nolint:errcheck // only read from
	if err := create(t, path, "through").Commit(); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 7)
	if _, err := reader.Read(got); err != nil || string(got) != "through" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestIsStream(t *testing.T) {
	for path, want := range map[string]bool{
		"/dev/stdout": true, "/dev/fd/3": true, "/proc/self/fd/1": true, "/dev/shm/run.pcapng": false, "stdout": false,
	} {
		if isStream(path) != want {
			t.Errorf("%s: got %v", path, !want)
		}
	}
}

// asNobody runs f without the rights of root, on a thread of its own that ends
// with it (setfsuid(2)).
func asNobody(t *testing.T, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: nobody else gets this thread
		const nobody = 65534
		if err := syscall.Setfsuid(nobody); err != nil {
			t.Error(err)
		}
		f()
	}()
	<-done
}

// shared makes a directory that others may enter but not write to.
func shared(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := errors.Join(os.Chmod(filepath.Dir(dir), 0o755), os.Chmod(dir, 0o777)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestOutputWithoutRights(t *testing.T) {
	dir := shared(t)
	put(t, filepath.Join(dir, "read-only"), "keep", 0o444)
	put(t, filepath.Join(dir, "writable"), "a longer old content", 0o666)
	asNobody(t, func() {
		// The directory may be written, and renaming would do it all the same.
		if _, err := Create(filepath.Join(dir, "read-only")); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("a read-only file: %v", err)
		}
	})
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) }) // or it cannot be cleared away
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	asNobody(t, func() {
		if _, err := Create(filepath.Join(dir, "new")); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("a new file in a read-only directory: %v", err)
		}
		o, err := Create(filepath.Join(dir, "writable"))
		if err != nil {
			t.Errorf("a writable file in a read-only directory: %v", err)
			return
		}
		if content, err := os.ReadFile(filepath.Join(dir, "writable")); err != nil || string(content) != "a longer old content" {
			t.Errorf("a file is emptied before there is another: %q, %v", content, err)
		}
		if _, err := o.Write([]byte("new")); errors.Join(err, o.Commit()) != nil {
			t.Error(err)
		}
		o, err = Create(filepath.Join(dir, "writable"))
		if _, failed := o.Write([]byte("half")); errors.Join(err, failed, o.Abort()) != nil {
			t.Error(err, failed)
		}
	})
	holds(t, dir, "read-only", "keep", "writable", "new")
}

// The mode is that of the file which is replaced before anything is written, whatever the
// umask, and so is the group if this user is in it.
func TestDraftResembles(t *testing.T) {
	for _, want := range []fs.FileMode{0o600, 0o664, 0o622} {
		path := filepath.Join(t.TempDir(), "run")
		put(t, path, "old", want)
		o, err := Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer o.Abort() //nolint:errcheck // nothing depends on it
		if got := mode(t, o.draft.path); got != want {
			t.Errorf("mode %v, want %v", got, want)
		}
	}
}

// Root gives the file back to whom it belongs.
func TestDraftOfAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root has files of others")
	}
	path := filepath.Join(t.TempDir(), "run")
	put(t, path, "old", 0o600)
	if err := os.Chown(path, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	if err := create(t, path, "new").Commit(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if owner := info.Sys().(*syscall.Stat_t); owner.Uid != 65534 || owner.Gid != 65534 || info.Mode() != 0o600 {
		t.Errorf("owner %d, group %d, mode %v", owner.Uid, owner.Gid, info.Mode())
	}
}
