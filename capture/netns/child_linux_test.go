package netns

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

func TestStartCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	stdin, hold := pipe(t)
	child := mustStart(ctx, t, Options{Args: []string{"role-upper"}, Stdin: stdin})
	cancel()
	if err := child.Wait(); err == nil {
		t.Error("an interrupted child ended without an error")
	}
	if _, err := Start(ctx, Options{Args: []string{"role-upper"}}); !errors.Is(err, context.Canceled) {
		t.Errorf("start after the end: %v", err)
	}
	runtime.KeepAlive(hold)
}

// TestStartOutlivesThread starts from a thread that ends: a parent-death signal
// tied to it would end the child.
func TestStartOutlivesThread(t *testing.T) {
	stdin, input := pipe(t)
	started := make(chan *Child)
	thread := make(chan int, 1)
	go onDyingThread(func() {
		thread <- unix.Gettid()
		child, _ := Start(context.Background(), Options{Args: []string{"role-upper"}, Stdin: stdin})
		started <- child
	})
	child := <-started
	if child == nil {
		skip(t, "see TestStart")
	}
	for path := fmt.Sprintf("/proc/self/task/%d", <-thread); ; runtime.Gosched() {
		if _, err := os.Stat(path); err != nil {
			break
		}
	}
	_, _ = input.WriteString("alive")
	_ = input.Close()
	got, err := io.ReadAll(child)
	if err := errors.Join(err, child.Wait()); err != nil || string(got) != "ALIVE" {
		t.Errorf("got %q, %v", got, err)
	}
}

// onDyingThread runs f on a thread that ends with it: one still locked when its
// goroutine ends, and not the first, which the runtime never ends.
func onDyingThread(f func()) {
	runtime.LockOSThread()
	if unix.Gettid() != os.Getpid() {
		f()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		onDyingThread(f) // another goroutine's, as this one holds the first
	}()
	<-done
	runtime.UnlockOSThread()
}

// TestParentDeath kills a parent the hard way. The pipe on standard error
// comes to its end only when the child is gone too.
func TestParentDeath(t *testing.T) {
	programs := map[string]func(*testing.T) string{
		"program": func(*testing.T) string { return selfProgram },
		"program with capabilities": func(t *testing.T) string {
			return copyWithCapabilities(t, 1<<unix.CAP_NET_RAW|1<<unix.CAP_NET_ADMIN)
		},
	}
	for name, program := range programs {
		t.Run(name, func(t *testing.T) { killParent(t, program(t)) })
	}
}

func killParent(t *testing.T, program string) {
	t.Helper()
	stdin, hold := pipe(t)
	alive, stderr := pipe(t)
	cmd := exec.Command(program, "role-parent") //nolint:gosec // the test binary itself
	cmd.Stdin, cmd.Stderr = stdin, stderr
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = asNobody()
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = stderr.Close()
	said, _ := io.ReadAll(io.LimitReader(stdout, int64(len("started"))))
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	if _, err := io.ReadAll(alive); err != nil {
		t.Error(err)
	}
	_ = cmd.Wait() // killed, as it should be
	if string(said) != "started" {
		skip(t, "no child; see TestStart")
	}
	runtime.KeepAlive(hold)
}

func TestStartLeaksNothing(t *testing.T) {
	start := func(role string) {
		if child, err := Start(t.Context(), Options{Args: []string{role}}); err == nil {
			_, _ = io.Copy(io.Discard, child)
			_ = child.Wait()
		}
	}
	start("role-probe") // the runtime opens descriptors of its own the first time
	start("role-broken")
	before := descriptors(t)
	for range 5 {
		start("role-probe")
		start("role-broken")
		start("no\x00argument") // fails before there is a process
	}
	if after := descriptors(t); after != before {
		t.Errorf("%d descriptors before, %d after", before, after)
	}
}

func descriptors(t *testing.T) int {
	t.Helper()
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

// pipe returns both ends, which the test's end closes.
func pipe(t *testing.T) (read, write *os.File) {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = read.Close(), write.Close() })
	return read, write
}
