package servers

import (
	"bufio"
	"fmt"
	"net/netip"
	"os/exec"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
)

// python is a program in Python, as a student writes it.
type python struct {
	file  string
	proto capture.Protocol
	talks bool // it answers more than one message a connection
}

// pythonServers are those that our clients must be able to speak with.
var pythonServers = []python{
	{"udp_server.py", capture.UDP, true},
	{"tcp_once.py", capture.TCP, false},
	{"tcp_loop.py", capture.TCP, true},
	{"tcp_select.py", capture.TCP, true},
	{"tcp_thread.py", capture.TCP, true},
}

// needPython leaves the test out where there is no Python, which is nothing that
// this project asks for; .ci/run installs it where it may.
func needPython(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip(err)
	}
}

// command returns the program as a command.
func command(t *testing.T, file string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "python3", append([]string{"-B", "testdata/python/" + file}, args...)...)
	cmd.Stderr = t.Output()
	return cmd
}

// startPython starts a server and returns when it is ready. It is killed when
// the test ends.
func startPython(t *testing.T, file string, port uint16) {
	t.Helper()
	cmd := command(t, file, fmt.Sprint(port))
	stdout, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
	})
	if line, err := bufio.NewReader(stdout).ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("%s: %q, %v", file, line, err)
	}
}

// Each of our clients asks each of the servers in Python.
func TestPythonServers(t *testing.T) {
	needPython(t)
	if !netnstest.Inside(t) {
		return
	}
	for i, server := range pythonServers {
		addr := netip.AddrPortFrom(loopback.Addr(), 12000+uint16(i))
		startPython(t, server.file, addr.Port())
		t.Run(server.file, func(t *testing.T) { converse(t, server, ClientOptions{Server: addr}) })
		if server.proto == capture.UDP {
			t.Run("connected_"+server.file, func(t *testing.T) { converse(t, server, ClientOptions{Server: addr, Connect: true}) })
		}
	}
}

// converse talks with a server as long as it talks, twice.
func converse(t *testing.T, server python, opts ClientOptions) {
	t.Helper()
	words := []string{"hello", "a longer line of text", "x"}
	if !server.talks {
		words = words[:1]
	}
	for range 2 {
		c, err := OpenClient(t.Context(), server.proto, opts)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range words {
			if err := c.Send([]byte(word)); err != nil {
				t.Fatal(err)
			}
			if answer, err := c.Receive(); err != nil || string(answer) != strings.ToUpper(word) {
				t.Errorf("%q: got %q, %v", word, answer, err)
			}
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Each of the clients in Python asks each of our servers.
func TestPythonClients(t *testing.T) {
	needPython(t)
	if !netnstest.Inside(t) {
		return
	}
	t.Run("udp", func(t *testing.T) {
		server := transports[0].start(t, ServerOptions{})
		speak(t, "udp_client.py", server.addr, "hello", "a longer line of text", "x")
	})
	for _, m := range everyModel {
		t.Run(m.String(), func(t *testing.T) {
			server := startTCP(t, ServerOptions{Model: m})
			speak(t, "tcp_client.py", server.addr, "hello")
			if m != Once {
				speak(t, "tcp_client.py", server.addr, "hello", "a longer line of text", "x")
			}
		})
	}
}

// speak lets a client say words and checks its answers.
func speak(t *testing.T, file string, server netip.AddrPort, words ...string) {
	t.Helper()
	out, err := command(t, file, append([]string{server.Addr().String(), fmt.Sprint(server.Port())}, words...)...).Output()
	want := ""
	for _, word := range words {
		want += "from server: " + strings.ToUpper(word) + "\n"
	}
	if err != nil || string(out) != want {
		t.Errorf("%s: %v, got %q, want %q", file, err, out, want)
	}
}
