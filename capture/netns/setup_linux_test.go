package netns

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestSetupOutside hands over descriptors as a shell could by accident or by
// playing: each lacks one thing that Start gives.
func TestSetupOutside(t *testing.T) {
	tests := []struct {
		name, pipe, network string
	}{
		{"nothing", "", ""},
		{"pipe alone", "pipe", ""},
		{"own network", "pipe", "/proc/self/ns/net"},
		{"namespace of another kind", "pipe", "/proc/self/ns/uts"},
		{"a file", "pipe", os.DevNull},
		{"no pipe", os.DevNull, "/proc/self/ns/net"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before := hostState(t)
			if got := setupWith(t, test.pipe, test.network); !strings.Contains(got, ErrNotInside.Error()) {
				t.Errorf("got %q, want %q", got, ErrNotInside)
			}
			if after := hostState(t); after != before {
				t.Errorf("the host was %s and is %s", before, after)
			}
		})
	}
}

// setupWith runs role-probe, which calls Setup, and returns what it prints.
func setupWith(t *testing.T, pipeName, network string) string {
	t.Helper()
	cmd := exec.Command(selfProgram, "role-probe")
	for _, name := range []string{pipeName, network} {
		switch name {
		case "":
		case "pipe":
			_, write := pipe(t)
			cmd.ExtraFiles = append(cmd.ExtraFiles, write)
		default:
			cmd.ExtraFiles = append(cmd.ExtraFiles, open(t, name))
		}
	}
	printed, err := cmd.CombinedOutput()
	if err == nil {
		t.Error("Setup succeeded")
	}
	return string(printed)
}

func open(t *testing.T, name string) *os.File {
	t.Helper()
	file, err := os.OpenFile(name, os.O_RDONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

// TestSetupInThisProcess: descriptors 3 and 4 are the test's own here, if anybody's.
func TestSetupInThisProcess(t *testing.T) {
	if pipe, err := Setup(); pipe != nil || !errors.Is(err, ErrNotInside) {
		t.Errorf("got %v, %v", pipe, err)
	}
}

// TestSetupUsedNetwork gives a second process the network of a first: lo is up.
func TestSetupUsedNetwork(t *testing.T) {
	child := mustStart(t.Context(), t, Options{Args: []string{"role-reuse"}})
	var report [256]byte
	n, _ := child.Read(report[:])
	if got, want := string(report[:n]), formatReport(errUp); got != want {
		t.Errorf("the second Setup reported %q, want %q", got, want)
	}
	if err := child.Wait(); err == nil {
		t.Error("the second process ended without an error")
	}
}

func TestBringUpUnknown(t *testing.T) {
	if err := bringUp("no-such-if"); !errors.Is(err, unix.ENODEV) {
		t.Errorf("got %v, want ENODEV", err)
	}
	if err := bringUp("a-name-much-too-long"); err == nil {
		t.Error("no error for a name that the kernel cannot have")
	}
}

func TestWriteSettings(t *testing.T) {
	tests := []struct {
		name string
		err  error
		kept bool
	}{
		{"written", nil, true},
		{"read-only, as in containers", &fs.PathError{Op: "open", Path: "p", Err: unix.EROFS}, true},
		{"refused", &fs.PathError{Op: "open", Path: "p", Err: unix.EPERM}, true},
		{"masked", &fs.PathError{Op: "open", Path: "p", Err: unix.EACCES}, true},
		{"unknown to this kernel", &fs.PathError{Op: "open", Path: "p", Err: unix.ENOENT}, true},
		{"broken", &fs.PathError{Op: "open", Path: "p", Err: unix.EIO}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			written := 0
			err := writeSettings(func(string, []byte, os.FileMode) error { written++; return test.err })
			if (err == nil) != test.kept || !test.kept && !errors.Is(err, unix.EIO) {
				t.Errorf("got %v", err)
			}
			if test.kept && written != len(settings()) {
				t.Errorf("%d settings tried, want all %d", written, len(settings()))
			}
		})
	}
}
