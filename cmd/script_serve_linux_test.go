package cmd_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

// serving is a server that a script has started.
type serving struct {
	cmd    *exec.Cmd
	stdout *os.File // read end; nobody else writes to it
	lines  *bufio.Reader
	out    bytes.Buffer // what was read from it
	port   string
}

// servingKey finds the servers of a script by their names.
type servingKey string

var readyLine = regexp.MustCompile(`^ready .*?:(\d+)[,; ]`)

// startServer starts `wireladder ARGS` as NAME, waits until it says that it is
// ready, and puts its port into NAME_PORT. It is interrupted when the script
// ends, if not before.
func startServer(ts *testscript.TestScript, _ bool, args []string) {
	name := args[0]
	s, err := newServing(ts.Getenv("PATH"), args[1:])
	ts.Check(err)
	ts.Defer(func() { _, _ = s.end() })
	ts.Setenv(strings.ToUpper(name)+"_PORT", s.port)
	ts.Value(servingKey("")).(map[string]*serving)[name] = s
}

// newServing starts a server and returns when it is ready.
func newServing(path string, args []string) (*serving, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	s := &serving{cmd: exec.Command("wireladder", args...), stdout: read, lines: bufio.NewReader(read)}
	s.cmd.Env = append(os.Environ(), "PATH="+path)
	s.cmd.Stdout, s.cmd.Stderr = write, write
	err = s.cmd.Start()
	_ = write.Close()
	if err != nil {
		return nil, err
	}
	line, err := s.await("ready")
	if err == nil {
		s.port = readyLine.FindStringSubmatch(line)[1]
	}
	return s, err
}

// await returns the next line that begins with a word.
func (s *serving) await(word string) (string, error) {
	for {
		line, err := s.lines.ReadString('\n')
		s.out.WriteString(line)
		if err != nil {
			_ = s.cmd.Wait()
			return "", errors.New("the server has ended: " + s.out.String())
		}
		if strings.HasPrefix(line, word) {
			return line, nil
		}
	}
}

// end interrupts the server, unless it has ended, and returns its exit code.
func (s *serving) end() (int, error) {
	if s.cmd.ProcessState != nil {
		return s.cmd.ProcessState.ExitCode(), nil
	}
	if err := s.cmd.Process.Signal(syscall.SIGINT); err != nil {
		return 0, err
	}
	_, err := io.Copy(&s.out, s.lines)
	_ = s.cmd.Wait() // the exit code tells
	return s.cmd.ProcessState.ExitCode(), errors.Join(err, s.stdout.Close())
}

// awaitServer waits until the server NAME has printed a line that begins with
// WORD: await NAME WORD.
func awaitServer(ts *testscript.TestScript, _ bool, args []string) {
	_, err := ts.Value(servingKey("")).(map[string]*serving)[args[0]].await(args[1])
	ts.Check(err)
}

// stopServer interrupts the server NAME and writes what it has printed to the
// file NAME: interrupt NAME EXITCODE.
func stopServer(ts *testscript.TestScript, _ bool, args []string) {
	s := ts.Value(servingKey("")).(map[string]*serving)[args[0]]
	code, err := s.end()
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), s.out.Bytes(), 0o600))
	if strconv.Itoa(code) != args[1] {
		ts.Fatalf("%s ended with %d:\n%s", args[0], code, s.out.String())
	}
}

// connectTo connects to the server NAME, and says nothing until the script ends.
func connectTo(ts *testscript.TestScript, _ bool, args []string) {
	server := ts.Value(servingKey("")).(map[string]*serving)[args[0]]
	conn, err := net.Dial("tcp", "localhost:"+server.port)
	ts.Check(err)
	ts.Defer(func() { _ = conn.Close() })
}
