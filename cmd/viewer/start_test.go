//go:build unix

package viewer

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A program that fails is not the last that is tried; one that goes on is left alone.
func TestOpen(t *testing.T) {
	for _, name := range []string{"false", "true", "cat"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("there is no %s here", name)
		}
	}
	err := open([]opener{{"/no/such"}, {"false"}}, "x", time.Hour)
	if err == nil || !strings.Contains(err.Error(), "false: exit status 1") || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no program can: %v", err)
	}
	if err := open([]opener{{"false"}, {"true"}}, "x", time.Hour); err != nil {
		t.Errorf("the second can: %v", err)
	}
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := open([]opener{{"cat"}}, pipe, 0); err != nil { // it waits for somebody to write
		t.Errorf("one that goes on: %v", err)
	}
	if f, err := os.OpenFile(pipe, os.O_WRONLY, 0); err == nil { // as soon as it reads
		_ = f.Close()
	}
}
