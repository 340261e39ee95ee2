package calls_test

import (
	"runtime"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// On this processor alone there is one role more.
var _ = func() bool {
	roles["poll"] = waitInPoll
	return true
}()

// waitInPoll waits for a datagram that does not come, with a time limit: by poll(2) itself, which not all
// processors have.
func waitInPoll() error {
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	wanted := unix.PollFd{Fd: int32(s), Events: unix.POLLIN}
	for {
		_, _, errno := unix.Syscall(unix.SYS_POLL, uintptr(unsafe.Pointer(&wanted)), 1, 1000)
		if errno != unix.EINTR {
			return unix.Close(s)
		}
	}
}

// A call with a time limit that is stopped goes on as another one (restart_syscall(2)), and is told to have
// returned when that does.
func TestStoppedInPoll(t *testing.T) {
	l := &listener{entered: make(chan string, 100)}
	p := start(t, "poll", l, nil)
	l.awaits("poll")
	if err := p.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	for !strings.Contains(stateOf(t, p.PID()), "T (stopped)") && !strings.Contains(stateOf(t, p.PID()), "t (tracing stop)") {
		runtime.Gosched()
	}
	if err := p.Signal(syscall.SIGCONT); err != nil {
		t.Error(err)
	}
	if _, err := p.Wait(); err != nil {
		t.Error(err)
	}
	polls := 0
	for _, c := range l.all {
		if c.Name == "poll" && c.Returned() && (c.Errno == "" && c.Result == 0 || c.Errno == "EINTR") {
			polls++
		}
	}
	if polls == 0 {
		t.Errorf("it has returned from %s", l.names())
	}
}
