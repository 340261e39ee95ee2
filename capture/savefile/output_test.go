package savefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// create creates an output and writes to it.
func create(t *testing.T, path, content string) *Output {
	t.Helper()
	o, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	return o
}

func put(t *testing.T, path, content string, mode fs.FileMode) {
	t.Helper()
	if err := errors.Join(os.WriteFile(path, []byte(content), mode), os.Chmod(path, mode)); err != nil {
		t.Fatal(err)
	}
}

// holds asserts what a directory holds: names and contents in turn.
func holds(t *testing.T, dir string, want ...string) {
	t.Helper()
	found, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range found {
		content, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, f.Name(), string(content))
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("directory holds %q, want %q", got, want)
	}
}

func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()
}

func TestOutputOfANewFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "run.pcapng")
	o := create(t, path, "new")
	holds(t, dir, "run.pcapng.part", "new")
	if err := o.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(o.Commit(), o.Abort()); err != nil {
		t.Errorf("after Commit: %v", err)
	}
	holds(t, dir, "run.pcapng", "new")
	usual := filepath.Join(dir, "usual")
	if err := os.WriteFile(usual, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if got, want := mode(t, path), mode(t, usual); got != want {
		t.Errorf("mode %v, want %v as umask says", got, want)
	}
}

func TestOutputAborted(t *testing.T) {
	dir := t.TempDir()
	if err := create(t, filepath.Join(dir, "new"), "half").Abort(); err != nil {
		t.Fatal(err)
	}
	holds(t, dir)
	put(t, filepath.Join(dir, "old"), "old", 0o600)
	o := create(t, filepath.Join(dir, "old"), "half")
	if err := errors.Join(o.Abort(), o.Abort(), o.Commit()); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, "old", "old")
}

func TestOutputReplaces(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "run")
	put(t, path, "a longer old content", 0o640)
	o := create(t, path, "new")
	holds(t, dir, "run", "a longer old content", "run.part", "new")
	if err := o.Commit(); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, "run", "new")
	if got := mode(t, path); runtime.GOOS != "windows" && got != 0o640 {
		t.Errorf("mode %v, want 0640 as before", got)
	}
}

func TestOutputClearsAwayWhatAKilledRunLeft(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "run.part"), "left over, and longer", 0o600)
	if err := create(t, filepath.Join(dir, "run"), "new").Commit(); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, "run", "new")
}

func TestOutputOfTwoRunsAtOnce(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "run")
	first, second := create(t, path, "first"), create(t, path, "second")
	if err := first.Commit(); err == nil || !strings.Contains(err.Error(), "another run") {
		t.Errorf("the first run put the second's half file in place: %v", err)
	}
	if err := second.Commit(); err != nil {
		t.Error(err)
	}
	holds(t, dir, "run", "second")
}

func TestOutputFollowsLinks(t *testing.T) {
	for _, exists := range []bool{true, false} {
		dir, elsewhere := t.TempDir(), t.TempDir()
		if exists {
			put(t, filepath.Join(elsewhere, "run"), "old", 0o600)
		}
		links := [][2]string{{filepath.Join(elsewhere, "run"), "absolute"}, {"absolute", "relative"}}
		for _, l := range links {
			if err := os.Symlink(l[0], filepath.Join(dir, l[1])); err != nil {
				t.Fatal(err)
			}
		}
		if err := create(t, filepath.Join(dir, "relative"), "new").Commit(); err != nil {
			t.Fatal(err)
		}
		holds(t, elsewhere, "run", "new")
		if info, err := os.Lstat(filepath.Join(dir, "absolute")); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("the link is gone: %v, %v", info, err)
		}
	}
}

// TestOutputInPlace writes to a file whose name has no room for ".part".
func TestOutputInPlace(t *testing.T) {
	dir := t.TempDir()
	name := strings.Repeat("n", 255)
	put(t, filepath.Join(dir, name), "a longer old content", 0o600)
	if err := create(t, filepath.Join(dir, name), "new").Commit(); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, name, "new")
	if err := create(t, filepath.Join(dir, name), "half").Abort(); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, name, "")
}

func TestCreateFails(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "file"), "", 0o600)
	if err := os.MkdirAll(filepath.Join(dir, "taken.part", "by"), 0o700); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		want error
	}{
		{"missing/run.pcapng", fs.ErrNotExist},
		{"taken", fs.ErrExist},
		{"file/run.pcapng", nil},
		{"taken.part", nil},
		{strings.Repeat("n", 255), nil},
	}
	for _, tt := range tests {
		path := filepath.Join(dir, tt.name)
		o, err := Create(path)
		var at *fs.PathError
		if o != nil || !errors.As(err, &at) || at.Path != path || tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, %v", tt.name, o, err)
		}
	}
}

func TestCommitFails(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "run")
	o := create(t, path, "new")
	if err := os.MkdirAll(filepath.Join(path, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	var at *fs.PathError
	if err := o.Commit(); !errors.As(err, &at) || at.Path != path {
		t.Errorf("got %v", err)
	}
	if _, err := os.Lstat(path + partSuffix); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the unfinished file is left: %v", err)
	}
}

// TestRestart checks that a file may be written again from its start, and that what
// cannot take back what was written says so.
func TestRestart(t *testing.T) {
	dir := t.TempDir()
	o := create(t, filepath.Join(dir, "run"), "a long story")
	if ok, err := o.Restart(); !ok || err != nil {
		t.Errorf("restarted: %v, %v", ok, err)
	}
	_, err := o.Write([]byte("short"))
	if err := errors.Join(err, o.Commit()); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, "run", "short")
	if ok, err := o.Restart(); ok || err != nil {
		t.Errorf("restarted after Commit: %v, %v", ok, err)
	}
	device := create(t, os.DevNull, "gone")
	defer device.Abort() //nolint:errcheck // nothing to take away
	if ok, err := device.Restart(); ok || err != nil {
		t.Errorf("restarted a device: %v, %v", ok, err)
	}
}
