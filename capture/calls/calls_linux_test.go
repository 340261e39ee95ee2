package calls

import (
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"wireladder/capture"
)

type log struct {
	mu  sync.Mutex
	all []string
}

func (l *log) Enter(c *capture.Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, "enter "+c.Name)
}

func (l *log) Return(c *capture.Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, fmt.Sprintf("%s %s  local %v remote %v %v", c.Process.Name, c.Message(), c.Local, c.Remote, c.Exit.Sub(c.Enter).Round(time.Microsecond)))
}

func TestPython(t *testing.T) {
	py, err := exec.LookPath("python3")
	if err != nil {
		t.Skip(err)
	}
	l := &log{}
	s, err := Start(Options{Name: "server", Path: py, Args: []string{"python3", "../../servers/testdata/python/tcp_select.py", "12345"}, Env: os.Environ(), Files: []*os.File{os.Stdin, os.Stdout, os.Stderr}, Observer: l})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond)
	c, err := Start(Options{Name: "client", Path: py, Args: []string{"python3", "-c", `
import socket
s=socket.create_connection(("127.0.0.1",12345)); s.sendall(b"hello\n"); print(s.recv(100)); s.close()`}, Env: os.Environ(), Files: []*os.File{os.Stdin, os.Stdout, os.Stderr}, Observer: l})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(c.Wait())
	s.Signal(2)
	fmt.Println(s.Wait())
	for _, line := range l.all {
		fmt.Println(line)
	}
}
