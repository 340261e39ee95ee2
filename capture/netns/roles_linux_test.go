package netns

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// TestMain lets the test binary play the program that Start runs again: its first
// argument names the role.
func TestMain(m *testing.M) {
	role, found := roles()[append(os.Args, "")[1]]
	if !found {
		// a program built with -race sleeps a second at its end, for other threads' reports
		_ = os.Setenv("GORACE", "atexit_sleep_ms=0 "+os.Getenv("GORACE"))
		os.Exit(m.Run())
	}
	err := role(os.Args[2:])
	if err != nil && !errors.Is(err, ErrReported) {
		fmt.Fprintln(os.Stderr, err)
	}
	if err != nil {
		os.Exit(3)
	}
}

func roles() map[string]func([]string) error {
	return map[string]func([]string) error{
		"role-try":    roleTry,
		"role-inside": roleInside,
		"role-upper":  roleUpper,
		"role-probe":  func([]string) error { _, err := Setup(); return err },
		"role-broken": func([]string) error { return errors.New("did not get as far as Setup") },
		"role-parent": roleParent,
		"role-reuse":  roleReuse,
	}
}

// outcome is what role-try prints: the failure of Start, or what the child saw.
type outcome struct {
	Message    string
	Op         string
	Reason     Reason
	Hint       string
	Errno      syscall.Errno
	Permission bool
	View       *view
}

// view is what a child sees of its private network.
type view struct {
	Name         string   // argv[0]
	UID, GID     int      // effective
	Network      string   // link of /proc/self/ns/net
	Up           []string // interfaces with IFF_UP
	Counters     string   // of lo, before any traffic
	Congestion   string
	ReceiveSizes string
	NoMetrics    string
	Queues       string // as long as with a large table
	SmallTables  bool   // of networks below
	Capabilities uint64
	Echo         string // what came over a TCP connection on 127.0.0.1
	NetworkFD    bool   // descriptor 4 is still open
	PipeInherits bool   // descriptor 3 would pass an exec
}

// roleTry restricts this process as args[0] says, and then starts a child.
func roleTry(args []string) error {
	restrict, found := restrictions()[args[0]]
	if !found {
		return fmt.Errorf("unknown restriction %q", args[0])
	}
	if err := restrict(); err != nil {
		return fmt.Errorf("restrict by %q: %w", args[0], err)
	}
	return json.NewEncoder(os.Stdout).Encode(try())
}

func try() outcome {
	child, err := Start(context.Background(), Options{Args: []string{"role-inside"}, Stderr: os.Stderr})
	if err != nil {
		return describe(err)
	}
	data, err := io.ReadAll(child)
	if err := errors.Join(err, child.Wait()); err != nil {
		return describe(err)
	}
	seen := &view{}
	if err := json.Unmarshal(data, seen); err != nil {
		return describe(err)
	}
	return outcome{View: seen}
}

func describe(err error) outcome {
	o := outcome{Message: err.Error(), Permission: errors.Is(err, os.ErrPermission)}
	var e *Error
	if errors.As(err, &e) {
		o.Op, o.Reason, o.Hint = e.Op, e.Reason, e.Hint
	}
	errors.As(err, &o.Errno)
	return o
}

// roleInside writes a view as JSON.
func roleInside([]string) error {
	pipe, err := Setup()
	if err != nil {
		return err
	}
	seen, err := look()
	if err != nil {
		return err
	}
	return errors.Join(json.NewEncoder(pipe).Encode(seen), pipe.Close())
}

func look() (*view, error) {
	network, err := os.Readlink("/proc/self/ns/net")
	if err != nil {
		return nil, err
	}
	_, fdErr := unix.FcntlInt(networkFD, unix.F_GETFD, 0)
	flags, err := unix.FcntlInt(pipeFD, unix.F_GETFD, 0)
	if err != nil {
		return nil, err
	}
	v := &view{
		Name: os.Args[0], UID: os.Geteuid(), GID: os.Getegid(), Network: network, Up: interfacesUp(),
		Counters: loCounters(), Congestion: content("/proc/sys/net/ipv4/tcp_congestion_control"),
		ReceiveSizes: content("/proc/sys/net/ipv4/tcp_rmem"),
		NoMetrics:    content("/proc/sys/net/ipv4/tcp_no_metrics_save"),
		Queues:       content("/proc/sys/net/ipv4/tcp_max_tw_buckets") + " " + content("/proc/sys/net/ipv4/tcp_max_syn_backlog"),
		SmallTables:  SmallTables(),
		Capabilities: effectiveCapabilities(), NetworkFD: fdErr == nil, PipeInherits: flags&unix.FD_CLOEXEC == 0,
	}
	v.Echo, err = echo("through the private network")
	return v, err
}

func interfacesUp() (up []string) {
	all, _ := net.Interfaces()
	for _, i := range all {
		if i.Flags&net.FlagUp != 0 {
			up = append(up, i.Name)
		}
	}
	return up
}

func loCounters() string {
	table, _ := os.ReadFile("/proc/self/net/dev")
	for line := range strings.Lines(string(table)) {
		if name, counters, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "lo" {
			return strings.Join(strings.Fields(counters), " ")
		}
	}
	return "no lo"
}

func content(path string) string {
	data, err := os.ReadFile(path) //nolint:gosec // fixed paths below /proc
	if err != nil {
		return err.Error()
	}
	return strings.Join(strings.Fields(string(data)), " ")
}

// echo sends text over a connection to a server of its own and returns it.
func echo(text string) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:12000")
	if err != nil {
		return "", err
	}
	defer func() { _ = listener.Close() }()
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		return "", err
	}
	defer func() { _ = client.Close() }()
	server, err := listener.Accept()
	if err != nil {
		return "", err
	}
	_, err = io.WriteString(client, text)
	got := make([]byte, len(text))
	_, readErr := io.ReadFull(server, got)
	return string(got), errors.Join(err, readErr, server.Close())
}

// roleUpper writes its input in capitals, octet by octet, until the input ends.
func roleUpper([]string) error {
	pipe, err := Setup()
	if err != nil {
		return err
	}
	for octet := make([]byte, 1); ; {
		if _, err := os.Stdin.Read(octet); err != nil {
			return pipe.Close()
		}
		if _, err := pipe.WriteString(strings.ToUpper(string(octet))); err != nil {
			return err
		}
	}
}

// roleParent starts a child, tells that it runs and stays until it is killed.
func roleParent([]string) error {
	o := Options{Args: []string{"role-upper"}, Stdin: os.Stdin, Stderr: os.Stderr}
	child, err := Start(context.Background(), o)
	if err != nil {
		return err
	}
	fmt.Println("started")
	return child.Wait()
}

// roleReuse calls Setup in a second process of the same network, with everything
// as Start would hand it over.
func roleReuse([]string) error {
	host, err := unix.Dup(networkFD)
	if err != nil {
		return err
	}
	pipe, err := Setup()
	if err != nil {
		return err
	}
	again := exec.Command("/proc/self/exe", "role-probe")
	again.ExtraFiles = []*os.File{pipe, os.NewFile(uintptr(host), "host's network")}
	again.Stderr = os.Stderr
	return again.Run()
}
