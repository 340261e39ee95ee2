package cmd_test

import (
	"bytes"
	"errors"
	"net"
	"strings"
	"testing"

	"wireladder/cmd"
)

// short is a stdout that has room for the first line of a server and no more.
type short struct{ bytes.Buffer }

var errFull = errors.New("no room")

// Write sends a datagram to the server that says where it is, and fails when that
// tells of it.
func (s *short) Write(line []byte) (int, error) {
	ready := readyLine.FindSubmatch(line)
	if ready == nil {
		return 0, errFull
	}
	client, err := net.Dial("udp4", "127.0.0.1:"+string(ready[1]))
	if err != nil {
		return 0, err
	}
	defer client.Close() //nolint:errcheck // has served
	if _, err := client.Write([]byte("hello")); err != nil {
		return 0, err
	}
	return s.Buffer.Write(line)
}

// A server that can tell no more what happens ends, and says why.
func TestServeUnheard(t *testing.T) {
	var stdout short
	var stderr bytes.Buffer
	code := cmd.Run([]string{"serve", "udp", "127.0.0.1", "0"}, strings.NewReader(""), &stdout, &stderr)
	want := "wireladder: error: can't print what happens: no room\n"
	if code != 1 || !strings.HasPrefix(stderr.String(), want) || !strings.HasPrefix(stdout.String(), "ready ") {
		t.Errorf("exit %d\n%s%s", code, stdout.String(), stderr.String())
	}
}
