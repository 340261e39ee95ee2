//go:build linux && (amd64 || arm64)

package calls_test

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// How many there are in a crowd.
const (
	crowdThreads = 20
	crowdClients = 20 // of each thread
)

// talkInCrowd is a server with a thread for each client, and threads with clients.
func talkInCrowd() error {
	listener, at, err := listenTCP(crowdThreads * crowdClients)
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	run := func(f func() error) {
		all.Go(func() {
			runtime.LockOSThread()
			if err := f(); err != nil {
				fmt.Println(err)
				os.Exit(1)
			}
		})
	}
	for range crowdThreads {
		run(func() error {
			for range crowdClients {
				if err := askOnce(*at); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for range crowdThreads * crowdClients {
		accepted, _, err := unix.Accept(listener)
		if err != nil {
			return err
		}
		run(func() error { return answerOnce(accepted) })
	}
	all.Wait()
	return unix.Close(listener)
}

// listenTCP returns a socket that listens, and its address.
func listenTCP(backlog int) (fd int, at *unix.SockaddrInet4, err error) {
	if fd, err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0); err == nil {
		err = errors.Join(unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}), unix.Listen(fd, backlog))
	}
	if err != nil {
		return fd, nil, err
	}
	own, err := unix.Getsockname(fd)
	at, _ = own.(*unix.SockaddrInet4)
	return fd, at, err
}

// askOnce is a client with one question.
func askOnce(at unix.SockaddrInet4) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	if err := unix.Connect(fd, &at); err != nil {
		return err
	}
	if _, err := unix.Write(fd, []byte("hello")); err != nil {
		return err
	}
	if _, err := unix.Read(fd, make([]byte, 10)); err != nil {
		return err
	}
	return unix.Close(fd)
}

// answerOnce answers it.
func answerOnce(fd int) error {
	b := make([]byte, 10)
	n, err := unix.Read(fd, b)
	if err == nil {
		_, err = unix.Write(fd, b[:n])
	}
	return errors.Join(err, unix.Close(fd))
}

// TestCrowd checks that nothing is missing of what many threads do at once, and that each call
// is on the socket that it was made on: numbers of descriptors are used again while the calls
// that have freed them return.
func TestCrowd(t *testing.T) {
	for range 3 {
		l := &listener{}
		if exits, err := start(t, "crowd", l, nil).Wait(); err != nil || len(exits) != 1 || exits[0].Code != 0 {
			t.Fatalf("%v, %+v: %s", err, exits, l.all[len(l.all)-2].Message())
		}
		const n = crowdThreads * crowdClients
		want := map[string]int{"socket": n + 1, "bind": 1, "listen": 1, "connect": n, "accept": n, "write": 2 * n, "read": 2 * n, "close": 2*n + 1, "exit": 1}
		got := map[string]int{}
		for _, c := range l.all {
			got[c.Name]++
			if !c.Returned() || c.Errno != "" {
				t.Errorf("%s", c.Message())
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v, not %v", got, want)
		}
		checkLives(t, l.all)
	}
}

// checkLives checks that each socket is made once, closed once, and that its calls lie between.
func checkLives(t *testing.T, all []*capture.Call) {
	t.Helper()
	born, closed := map[uint64]*capture.Call{}, map[uint64]bool{}
	for _, c := range all {
		if c.Born != 0 {
			born[c.Born] = c
		}
	}
	for _, c := range all {
		if c.Inode == 0 {
			continue
		}
		if made := born[c.Inode]; made == nil || int(made.Result) != c.FD || c.Enter.Before(made.Enter) {
			t.Errorf("%s is on socket %d, which is not its", c.Message(), c.Inode)
		}
		if c.Name == "close" {
			if closed[c.Inode] {
				t.Errorf("socket %d is closed twice", c.Inode)
			}
			closed[c.Inode] = true
		}
	}
}

// TestManyThreadsEnd checks that a process ends once whose threads wait in calls.
func TestManyThreadsEnd(t *testing.T) {
	l := &listener{}
	exits, err := start(t, "leave", l, nil).Wait()
	if err != nil || len(exits) != 1 || exits[0].Code != 3 {
		t.Fatalf("%v, %+v", err, exits)
	}
	ends := 0
	for _, c := range l.all {
		if c.Name == "exit" {
			ends++
		}
	}
	if ends != 10 { // a word for each socket
		t.Errorf("%d words of its end", ends)
	}
}

// leaveThreads ends while its threads wait.
func leaveThreads() error {
	var waiting sync.WaitGroup
	for range 10 {
		waiting.Add(1)
		go func() {
			runtime.LockOSThread()
			s, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
			if err != nil {
				return
			}
			waiting.Done()
			_, _, _ = unix.Recvfrom(s, make([]byte, 10), 0)
		}()
	}
	waiting.Wait()
	os.Exit(3)
	return nil
}

// TestThreadExecutes checks that a process is followed when a thread that is not its first one
// executes another program: it goes on under the id of the first.
func TestThreadExecutes(t *testing.T) {
	l := &listener{}
	exits, err := start(t, "execute", l, nil).Wait()
	if err != nil || len(exits) != 1 || exits[0].Code != 0 {
		t.Fatalf("%v, %+v", err, exits)
	}
	last := l.all[len(l.all)-1]
	if names := l.names(); names != "socket socket sendto write close exit" || last.Process.PID != exits[0].PID {
		t.Errorf("told are %s, the last of process %d", names, last.Process.PID)
	}
}

// names returns the names of the calls that were told.
func (l *listener) names() (all string) {
	for i, c := range l.all {
		if i > 0 {
			all += " "
		}
		all += c.Name
	}
	return all
}

// executeFromThread executes the role "udp" from a thread while the others wait. The socket that
// is made before is closed by that.
func executeFromThread() error {
	if _, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0); err != nil {
		return err
	}
	failed := make(chan error)
	for range 3 {
		go func() { runtime.LockOSThread(); select {} }()
	}
	go func() {
		runtime.LockOSThread()
		if unix.Gettid() == os.Getpid() { // this is the first thread: another one takes its turn
			go func() {
				runtime.LockOSThread()
				failed <- executeRole("udp")
			}()
			select {}
		}
		failed <- executeRole("udp")
	}()
	return <-failed
}

// executeRole executes this program in a role.
func executeRole(role string) error {
	if err := os.Setenv("WIRELADDER_ROLE", role); err != nil {
		return err
	}
	return syscall.Exec("/proc/self/exe", []string{"program"}, os.Environ())
}

// scatter ends while its threads begin.
func scatter() error {
	for range 8 {
		go func() {
			for range 100 {
				go func() { runtime.LockOSThread(); select {} }()
			}
		}()
	}
	_, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	return err
}

// TestThreadsEndAsTheyBegin checks that no thread is waited for whose beginning nobody has told of:
// the one that would was killed before.
func TestThreadsEndAsTheyBegin(t *testing.T) {
	for range 10 {
		l := &listener{}
		if exits, err := start(t, "scatter", l, nil).Wait(); err != nil || len(exits) != 1 || l.names() != "socket exit" {
			t.Fatalf("%v, %+v, %s", err, exits, l.names())
		}
	}
}

// TestFirstThreadEnds checks that a process is followed whose first thread has ended: its sockets are
// known, and it goes on when another thread executes a program.
func TestFirstThreadEnds(t *testing.T) {
	l := traceProgram(t, compile(t, "leader.c", "gcc", "-O0", "-pthread"))
	if names := l.names(); names != "socket bind socket exit" {
		t.Fatalf("told are %s", names)
	}
	fd, err := unix.PidfdOpen(unix.Gettid(), unix.PIDFD_THREAD)
	_ = unix.Close(fd)
	if bind := l.all[1]; err == nil && (bind.Inode == 0 || bind.Inode != l.all[0].Born || bind.Local.Port() == 0) {
		t.Errorf("%s is on socket %d, at %v", bind.Message(), bind.Inode, bind.Local)
	}
	if exit := l.all[3]; exit.FD != int(l.all[2].Result) || exit.Inode != l.all[2].Born {
		t.Errorf("%s closes descriptor %d", exit.Message(), exit.FD)
	}
}

// executeWithSockets executes the role "exit", with one of two sockets.
func executeWithSockets() error {
	_, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err == nil {
		_, err = unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	}
	return errors.Join(err, executeRole("exit"))
}

// TestExecutes checks that a program which is executed has the sockets that were not to be closed.
func TestExecutes(t *testing.T) {
	l := &listener{}
	if exits, err := start(t, "sockets", l, nil).Wait(); err != nil || exits[0].Code != 7 {
		t.Fatalf("%v, %+v", err, exits)
	}
	if names := l.names(); names != "socket socket exit" || l.all[2].FD != int(l.all[1].Result) {
		t.Errorf("told are %s, and the last is of %d", names, l.all[2].FD)
	}
}
