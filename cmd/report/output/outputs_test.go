package output

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"wireladder/capture"
	"wireladder/cmd/report/sink"
)

// begun returns outputs to files of these formats in a folder, that are begun. stdout is nil
// if it shows something already.
func begun(t *testing.T, folder string, stdout *bytes.Buffer, formats ...Format) *Outputs {
	t.Helper()
	o := &Options{Stdout: stdout, OwnScreen: stdout == nil}
	for _, f := range formats {
		o.Destinations = append(o.Destinations, Destination{filepath.Join(folder, "run."+string(f)), f})
	}
	outs, err := Open(t.Context(), o)
	if err := errors.Join(err, outs.Begin(incoming(true))); err != nil {
		t.Fatal(err)
	}
	return outs
}

func incoming(unfinished bool) *Incoming {
	return &Incoming{Subject: &sink.Subject{}, Link: capture.LinkEthernet, Unfinished: unfinished}
}

// A file that can't be written anew has what was written first, which is whole.
func TestFileThatCannotBeWrittenAnew(t *testing.T) {
	folder := t.TempDir()
	outs := begun(t, folder, nil, Pcapng, Pcap)
	outs.Once = true
	again := outs.Again()
	if err := again.Begin(incoming(false)); err != nil {
		t.Fatal(err)
	}
	again.list[0].fail(syscall.ENOSPC)
	kept := outs.Commit(capture.Drops{}, true)
	var failed *Error
	if !errors.As(outs.Failure(), &failed) || failed.Kept != filepath.Join(folder, "run.pcapng") || !errors.Is(failed, syscall.ENOSPC) {
		t.Errorf("got %+v", failed)
	}
	if len(kept) != 1 || kept[0].As != filepath.Join(folder, "run.pcap") {
		t.Errorf("kept %+v", kept)
	}
	found, err := os.ReadDir(folder)
	if err != nil || len(found) != 2 {
		t.Errorf("%d files, %v", len(found), err)
	}
	if data, err := os.ReadFile(failed.Kept); err != nil || len(data) == 0 {
		t.Errorf("%d octets, %v", len(data), err)
	}
}

// Where all have failed there is no use in going on, unless it can't be had again.
func TestHopeless(t *testing.T) {
	for _, once := range []bool{false, true} {
		outs := begun(t, t.TempDir(), new(bytes.Buffer), JSONLines, Text)
		outs.Once = once
		outs.list[0].fail(syscall.ENOSPC)
		if err := outs.Flush(); err != nil {
			t.Errorf("one of two has failed: %v", err)
		}
		outs.list[1].fail(syscall.EIO)
		if err := outs.Flush(); errors.Is(err, ErrHopeless) == once {
			t.Errorf("all have failed: %v", err)
		}
		if said := outs.Failure().Error(); !strings.Contains(said, "no space left") || !strings.Contains(said, "input/output error") {
			t.Errorf("told: %s", said)
		}
		outs.Abort()
	}
}

// Text goes to stdout if its file does not take it, unless something else is there.
func TestRefuge(t *testing.T) {
	var stdout bytes.Buffer
	outs := begun(t, t.TempDir(), &stdout, Text)
	if outs.list[0].refuge == nil {
		t.Error("text has no refuge")
	}
	outs.Abort()
	for _, beside := range []Destination{{"-", JSONLines}, {"-", Text}} {
		name := filepath.Join(t.TempDir(), "run.txt")
		outs, err := Open(t.Context(), &Options{Stdout: &stdout, Destinations: []Destination{{name, Text}, beside}})
		if err != nil || outs.list[0].refuge != nil {
			t.Errorf("stdout is taken, and a refuge: %v", err)
		}
		outs.Abort()
	}
}
