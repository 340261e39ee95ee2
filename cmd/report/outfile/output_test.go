package outfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
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

// drafts are the names of drafts, which differ from run to run.
var drafts = regexp.MustCompile(`\.[0-9a-z]{8}\.part$`)

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
		got = append(got, drafts.ReplaceAllString(f.Name(), ".*.part")+"|"+string(content))
	}
	var wanted []string
	for i := 0; i < len(want); i += 2 {
		wanted = append(wanted, want[i]+"|"+want[i+1])
	}
	slices.Sort(got)
	slices.Sort(wanted)
	if !slices.Equal(got, wanted) {
		t.Errorf("directory holds %q, want %q", got, wanted)
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
	holds(t, dir, "run.pcapng.*.part", "new")
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
	if got := mode(t, o.draft.path); runtime.GOOS != "windows" && got != 0o640 {
		t.Errorf("the draft has mode %v, want 0640 as the file that it will replace", got)
	}
	holds(t, dir, "run", "a longer old content", "run.*.part", "new")
	if err := o.Commit(); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, "run", "new")
	if got := mode(t, path); runtime.GOOS != "windows" && got != 0o640 {
		t.Errorf("mode %v, want 0640 as before", got)
	}
}

// What others have is left alone: a file of the user's, and what a killed run has left.
func TestOutputTouchesNothingElse(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "run.00000000.part"), "left by a killed run", 0o600)
	put(t, filepath.Join(dir, "run.part"), "the user's", 0o600)
	if err := create(t, filepath.Join(dir, "run"), "new").Commit(); err != nil {
		t.Fatal(err)
	}
	if err := create(t, filepath.Join(dir, "run"), "half").Abort(); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, "run", "new", "run.*.part", "left by a killed run", "run.part", "the user's")
}

// A draft that another program has replaced is not ours to remove or to put in place.
func TestOutputWhoseDraftIsReplaced(t *testing.T) {
	for _, end := range []func(*Output) error{(*Output).Abort, (*Output).Commit} {
		dir := t.TempDir()
		o := create(t, filepath.Join(dir, "run"), "new")
		if err := os.Remove(o.draft.path); err != nil {
			t.Fatal(err)
		}
		put(t, o.draft.path, "another's", 0o600)
		_ = end(o)
		holds(t, dir, "run.*.part", "another's")
	}
}

// Of two runs with the same output none is lost: the first to end has the name, and the
// second says where it is.
func TestOutputOfTwoRunsAtOnce(t *testing.T) {
	for _, before := range []string{"", "old"} {
		dir := t.TempDir()
		path := filepath.Join(dir, "run")
		if before != "" {
			put(t, path, before, 0o600)
		}
		first, second := create(t, path, "first"), create(t, path, "second")
		if err := first.Commit(); err != nil {
			t.Error(err)
		}
		var left *LeftError
		if err := second.Commit(); !errors.As(err, &left) || !drafts.MatchString(left.Name) || !errors.Is(err, errTaken) {
			t.Errorf("got %v", err)
		}
		holds(t, dir, "run", "first", "run.*.part", "second")
	}
}

// What is not all that was wanted takes the place of no other file.
func TestOutputKept(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "run")
	if name, err := create(t, path, "half").Keep(); name != path || err != nil {
		t.Errorf("where nothing was: kept as %q, %v", name, err)
	}
	if name, err := create(t, path, "half again").Keep(); !drafts.MatchString(name) || err != nil {
		t.Errorf("where a file was: kept as %q, %v", name, err)
	}
	holds(t, dir, "run", "half", "run.*.part", "half again")
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

// TestOutputOfALongName has no room for the draft's suffix in the name.
func TestOutputOfALongName(t *testing.T) {
	for _, letter := range []string{"n", "ü", "�"} {
		dir := t.TempDir()
		name := strings.Repeat(letter, 255/len(letter))
		put(t, filepath.Join(dir, name), "old", 0o600)
		o := create(t, filepath.Join(dir, name), "new")
		if base := filepath.Base(o.draft.path); len(base) > 255 || !utf8.ValidString(base) {
			t.Errorf("the draft is called %q", base)
		}
		if err := o.Commit(); err != nil {
			t.Fatal(err)
		}
		holds(t, dir, name, "new")
	}
}

func TestCreateFails(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "file"), "", 0o600)
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		want error
	}{
		{"missing/run.pcapng", fs.ErrNotExist},
		{"file/run.pcapng", nil},
		{"folder", nil},
		{strings.Repeat("n", 256), nil},
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

// What can't be put in its place is not lost.
func TestCommitFails(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "run")
	o := create(t, path, "new")
	if err := os.MkdirAll(filepath.Join(path, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	var left *LeftError
	if err := o.Commit(); !errors.As(err, &left) {
		t.Fatalf("got %v", err)
	}
	if content, err := os.ReadFile(left.Name); string(content) != "new" {
		t.Errorf("the file is lost: %q, %v", content, err)
	}
}

// A folder that is gone takes its files with it.
func TestCommitOfAFolderThatIsGone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gone")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	o := create(t, filepath.Join(dir, "run"), "new")
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	var left *LeftError
	if err := o.Commit(); !errors.Is(err, fs.ErrNotExist) || errors.As(err, &left) {
		t.Errorf("got %v", err)
	}
}

// TestAgain checks that a file may be written again from its start, and that what
// cannot take back what was written says so.
func TestAgain(t *testing.T) {
	for _, reverts := range []bool{false, true} {
		dir := t.TempDir()
		o := create(t, filepath.Join(dir, "run"), "a long story")
		if !o.Again() || o.Again() {
			t.Error("a file can be written twice, and no more")
		}
		if _, err := o.Write([]byte("short")); err != nil {
			t.Fatal(err)
		}
		holds(t, dir, "run.*.part", "a long story", "run.*.part", "short")
		want := "short"
		if reverts {
			if want = "a long story"; !o.Revert() || o.Revert() {
				t.Error("what was written first is gone")
			}
		}
		if err := o.Commit(); err != nil || o.Again() || o.Revert() {
			t.Errorf("after Commit: %v", err)
		}
		holds(t, dir, "run", want)
	}
	device := create(t, os.DevNull, "gone")
	defer device.Abort() //nolint:errcheck // nothing to take away
	if device.Again() {
		t.Error("a device takes back what it has")
	}
}

// What can't be put in its place is there once, and if that is gone, what was written first.
func TestAgainThatHasNoPlace(t *testing.T) {
	for _, gone := range []bool{false, true} {
		dir := t.TempDir()
		o := create(t, filepath.Join(dir, "run"), "a long story")
		o.Again()
		_, err := o.Write([]byte("short"))
		put(t, filepath.Join(dir, "run"), "another's", 0o600)
		want := "short"
		if gone {
			want, err = "a long story", errors.Join(err, os.Remove(o.draft.path))
		}
		if err != nil {
			t.Fatal(err)
		}
		var left *LeftError
		if err := o.Commit(); !errors.As(err, &left) {
			t.Errorf("got %v", err)
		}
		holds(t, dir, "run", "another's", "run.*.part", want)
	}
}

// However a second attempt ends, nothing is left but what is wanted.
func TestAgainThatIsGivenUp(t *testing.T) {
	for _, tt := range []struct {
		end  func(*Output) error
		left []string
	}{
		{(*Output).Abort, nil},
		{func(o *Output) error { _, err := o.Leave(); return err }, []string{"run.*.part", "short"}},
		{func(o *Output) error { _, err := o.Keep(); return err }, []string{"run", "short"}},
	} {
		dir := t.TempDir()
		o := create(t, filepath.Join(dir, "run"), "a long story")
		o.Again()
		_, err := o.Write([]byte("short"))
		if err := errors.Join(err, tt.end(o)); err != nil {
			t.Error(err)
		}
		holds(t, dir, tt.left...)
	}
}

// What was written can be read, and written on.
func TestContent(t *testing.T) {
	dir := t.TempDir()
	o := create(t, filepath.Join(dir, "run"), "one, ")
	content, ok := o.Content()
	if !ok {
		t.Fatal("a file has no content")
	}
	got, err := io.ReadAll(content)
	if err != nil || string(got) != "one, " {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := o.Write([]byte("two")); err != nil {
		t.Fatal(err)
	}
	if err := o.Commit(); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, "run", "one, two")
	if _, ok := o.Content(); ok {
		t.Error("there is content after Commit")
	}
}

// A file that has appeared is in its place with what was written so far, takes what is written then, and
// stays whatever ends it; the one before is gone from there on.
func TestAppear(t *testing.T) {
	for name, end := range map[string]func(*Output) error{
		"commit": (*Output).Commit, "abort": (*Output).Abort,
		"keep":  func(o *Output) error { _, err := o.Keep(); return err },
		"leave": func(o *Output) error { _, err := o.Leave(); return err },
	} {
		for _, before := range []bool{false, true} {
			path := filepath.Join(t.TempDir(), "out")
			if before {
				if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			o, err := Create(path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = o.Write([]byte("head "))
			if err := errors.Join(err, o.Appear(), o.Appear()); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if got, err := os.ReadFile(path); string(got) != "head " {
				t.Errorf("%s: at first %q, %v", name, got, err)
			}
			_, err = o.Write([]byte("body"))
			if err := errors.Join(err, end(o), o.Abort()); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if got, err := os.ReadFile(path); string(got) != "head body" {
				t.Errorf("%s: in the end %q, %v", name, got, err)
			}
			if all, _ := filepath.Glob(path + "*"); len(all) != 1 {
				t.Errorf("%s: files %q", name, all)
			}
		}
	}
}
