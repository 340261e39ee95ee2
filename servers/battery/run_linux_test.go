package battery

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
	"wireladder/servers/lab"
)

// The servers that probes are tried on: in Python, as students write them. Each is given its
// port as an argument.
var programs = map[string]string{
	"thread": `
import socket, sys, threading
def talk(conn):
    with conn:
        try:
            while data := conn.recv(1024):
                conn.sendall(data.upper())
        except OSError:
            pass
door = socket.create_server(("", int(sys.argv[1])))
while True:
    conn, _ = door.accept()
    threading.Thread(target=talk, args=(conn,), daemon=True).start()
`,
	"loop": `
import socket, sys
door = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    conn, _ = door.accept()
    while data := conn.recv(1024):
        conn.sendall(data.upper())
    conn.close()
`,
	"once": `
import socket, sys
door = socket.socket()
door.bind(("", int(sys.argv[1])))
door.listen(1)
while True:
    conn, _ = door.accept()
    conn.send(conn.recv(1024).upper())
    conn.close()
`,
	"one client": `
import socket, sys
door = socket.create_server(("", int(sys.argv[1])))
conn, _ = door.accept()
while data := conn.recv(1024):
    conn.sendall(data.upper())
`,
	"until the end": `
import socket, sys
door = socket.create_server(("", int(sys.argv[1])))
while True:
    conn, _ = door.accept()
    text = b""
    while data := conn.recv(1024):
        text += data
    conn.sendall(text.upper())
    conn.close()
`,
	"echo": `
import socket, sys
door = socket.create_server(("", int(sys.argv[1])))
while True:
    conn, _ = door.accept()
    conn.sendall(conn.recv(1024))
    conn.close()
`,
	"flood": `
import socket, sys
door = socket.create_server(("", int(sys.argv[1])))
while True:
    conn, _ = door.accept()
    try:
        while True:
            conn.sendall(b"x" * 65536)
    except OSError:
        pass
`,
	"datagrams": `
import socket, sys
box = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
box.bind(("", int(sys.argv[1])))
while True:
    data, client = box.recvfrom(2048)
    box.sendto(data.upper(), client)
`,
	"until an empty one": `
import socket, sys
box = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
box.bind(("", int(sys.argv[1])))
while True:
    data, client = box.recvfrom(65535)
    if not data:
        break
    box.sendto(data.upper(), client)
`,
	"no server": "print('no port')\nraise SystemExit(3)\n",
}

// asked is a server, what it is asked, and what is to come of it.
type asked struct {
	program, probe         string
	passed, serial, partly bool
	seen                   string // a part of what clients have seen
}

func TestRun(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip(err)
	}
	for _, tt := range []asked{
		{program: "thread", probe: "one", passed: true, seen: `client gets "HELLO, WORLD\n"`},
		{program: "thread", probe: "utf8", passed: true},
		{program: "thread", probe: "two", passed: true, seen: `client 2 gets "HELLO FROM TWO\n"`},
		{program: "thread", probe: "silent", passed: true},
		{program: "thread", probe: "pieces", passed: true},
		{program: "thread", probe: "glued", passed: true},
		{program: "thread", probe: "large", passed: true, seen: "(100000 bytes)"},
		{program: "thread", probe: "half-close", passed: true, seen: "then the end of the stream"},
		{program: "thread", probe: "reset", passed: true},
		{program: "thread", probe: "restart", passed: true},
		{program: "loop", probe: "two", passed: true, serial: true, seen: "but only when client 1 had left"},
		{program: "loop", probe: "silent", passed: true, serial: true},
		{program: "loop", probe: "reset", seen: "the server has ended with exit status 1"},
		{program: "once", probe: "one", passed: true},
		{program: "once", probe: "pieces", partly: true, seen: `client gets "HELLO"`},
		{program: "once", probe: "large", partly: true, seen: "(1024 bytes)"},
		{program: "once", probe: "restart", seen: "started again, the server has ended with exit status 1"},
		{program: "one client", probe: "one", passed: true},
		{program: "one client", probe: "two", seen: "client 2 gets nothing"},
		{program: "until the end", probe: "one", seen: "client gets nothing, and has waited for 1s"},
		{program: "until the end", probe: "half-close", passed: true},
		{program: "echo", probe: "one", seen: `client gets "hello, world\n"`},
		{program: "flood", probe: "one", seen: "without end"},
		{program: "flood", probe: "half-close", seen: "without end"},
		{program: "datagrams", probe: "one", passed: true},
		{program: "datagrams", probe: "two", passed: true},
		{program: "datagrams", probe: "empty", passed: true},
		{program: "datagrams", probe: "3000", partly: true, seen: "(2048 bytes)"},
		{program: "until an empty one", probe: "empty", seen: "the server has ended with exit status 0"},
		{program: "until an empty one", probe: "3000", passed: true},
		{program: "no server", probe: "one", seen: "the server has ended with exit status 3"},
	} {
		t.Run(tt.program+", "+tt.probe, func(t *testing.T) {
			if !netnstest.Inside(t) {
				return
			}
			name := filepath.Join(t.TempDir(), "server.py")
			if err := os.WriteFile(name, []byte(programs[tt.program]), 0o600); err != nil {
				t.Fatal(err)
			}
			tt.check(t, "python3 -B "+name+" 20000")
		})
	}
}

// check asks the probe, and looks at what comes of it.
func (tt *asked) check(t *testing.T, server string) {
	t.Helper()
	in, err := lab.Open(t.Context(), lab.Options{Private: true})
	if err != nil {
		netnstest.SkipIfNotPermitted(t, err)
		t.Fatal(err)
	}
	defer in.Close()
	p, _ := Find(tt.probe, 0)
	o := Options{Server: server, Contract: Upper, Patience: time.Second, Env: os.Environ()}
	var out Upshot
	_, err = in.Record(t.Context(), lab.Hooks{}, func(ctx context.Context, calls capture.CallObserver) (err error) {
		out, err = Run(ctx, p, o, in, calls)
		return err
	}, func(capture.Entry) error { return nil })
	if err != nil {
		t.Error(err)
		return
	}
	if out.Passed != tt.passed || out.Serial != tt.serial || !tt.passed && out.Partly != tt.partly || !strings.Contains(out.Seen, tt.seen) {
		t.Errorf("%+v", out)
	}
}
