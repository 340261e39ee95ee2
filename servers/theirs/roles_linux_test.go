package theirs

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// roles are the programs that are run: this one again.
var roles = map[string]func() error{
	"serve": serve, "serve-once": serveOnce, "deaf": deaf, "forward": forward, "udp": serveUDP,
	"ask": ask, "polite": polite, "fail": fail, "hang": hang, "crash": crash, "talk": talk,
}

// roleVariable is set in the environment of a role.
const roleVariable = "WIRELADDER_ROLE"

func TestMain(m *testing.M) {
	if role := roles[os.Getenv(roleVariable)]; role != nil {
		if err := role(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// as returns the line that runs a role.
func as(t *testing.T, role string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("env %s=%s '%s'", roleVariable, role, self)
}

// at is where the server is.
func at(port int) unix.Sockaddr {
	return &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}, Port: port}
}

// The ports of the server, and of what stands in between.
const (
	serverPort = 12000
	proxyPort  = 12001
)

func listen(port int) (int, error) {
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, err
	}
	return s, errors.Join(unix.SetsockoptInt(s, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1), unix.Bind(s, at(port)), unix.Listen(s, 5))
}

func connect(port int) (int, error) {
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, err
	}
	return s, unix.Connect(s, at(port))
}

// answer serves one client.
func answer(listener int) error {
	c, _, err := unix.Accept(listener)
	if err != nil {
		return err
	}
	text := make([]byte, 100)
	n, err := unix.Read(c, text)
	if err != nil {
		return err
	}
	_, err = unix.Write(c, []byte(strings.ToUpper(string(text[:n]))))
	return errors.Join(err, unix.Close(c))
}

func serve() error {
	s, err := listen(serverPort)
	fmt.Println("ready")
	for err == nil {
		err = answer(s)
	}
	return err
}

func serveOnce() error {
	s, err := listen(serverPort)
	if err == nil {
		err = answer(s)
	}
	fmt.Println("served")
	return err
}

// deaf is a server that ^C does not end.
func deaf() error {
	signal.Ignore(os.Interrupt)
	return serve()
}

// polite is a server that closes its socket at ^C.
func polite() error {
	s, err := listen(serverPort)
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, os.Interrupt)
	go func() {
		for err == nil {
			err = answer(s)
		}
	}()
	<-heard
	return unix.Close(s)
}

// serveUDP prints what it gets, and is never done.
func serveUDP() error {
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err == nil {
		err = unix.Bind(s, at(serverPort))
	}
	for text := make([]byte, 100); err == nil; {
		var n int
		n, _, err = unix.Recvfrom(s, text, 0)
		fmt.Printf("%s\n", text[:n])
	}
	return err
}

// forward stands between a client and the server.
func forward() error {
	s, err := listen(proxyPort)
	if err != nil {
		return err
	}
	c, _, err := unix.Accept(s)
	if err != nil {
		return err
	}
	to, err := connect(serverPort)
	text := make([]byte, 100)
	for _, way := range [][2]int{{c, to}, {to, c}} {
		var n int
		if err == nil {
			n, err = unix.Read(way[0], text)
		}
		if err == nil {
			_, err = unix.Write(way[1], text[:n])
		}
	}
	_, _ = unix.Close(c), unix.Close(to)
	fmt.Println("forwarded")
	_, _, _ = unix.Accept(s)
	return err
}

// ask sends a line that it reads, and prints the answer.
func ask() error {
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil {
		line = "nothing"
	}
	port := serverPort
	if strings.HasPrefix(line, "proxy") {
		port = proxyPort
	}
	s, err := connect(port)
	if err != nil {
		return err
	}
	_, err = unix.Write(s, []byte(strings.TrimSpace(line)))
	text := make([]byte, 100)
	n := 0
	if err == nil {
		n, err = unix.Read(s, text)
	}
	fmt.Printf("heard %s\n", text[:n])
	return errors.Join(err, unix.Close(s))
}

func fail() error {
	fmt.Fprintln(os.Stderr, "I give up")
	os.Exit(3)
	return nil
}

// crash ends by a signal.
func crash() error { return unix.Kill(os.Getpid(), unix.SIGKILL) }

// hang waits for what never comes.
func hang() error {
	s, err := connect(serverPort)
	if err != nil {
		return err
	}
	_, err = unix.Read(s, make([]byte, 1))
	return err
}

// talk asks at a terminal.
func talk() error {
	_, err := unix.IoctlGetTermios(0, unix.TCGETS)
	fmt.Print("Say: ")
	line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	fmt.Printf("said %s", line)
	return err
}
