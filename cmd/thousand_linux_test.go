package cmd_test

import (
	"fmt"
	"io"
	"net"
	"os"
	"testing"
)

// A thousand clients are connected at once, one of them silent, and one that
// says much and reads nothing. All others are answered, again and again.
func TestThousandClients(t *testing.T) {
	t.Parallel()
	for _, model := range []string{"select", "thread"} {
		t.Run(model, func(t *testing.T) {
			server, err := newServing(os.Getenv("PATH"), []string{"serve", "tcp", "127.0.0.1", "0", "--model", model, "--backlog", "1024"})
			if err != nil {
				t.Fatal(err)
			}
			drained := make(chan struct{})
			go func() {
				defer close(drained)
				_, _ = io.Copy(io.Discard, server.lines) // a full pipe would hold the server up
			}()
			thousand := connectAll(t, "127.0.0.1:"+server.port, 1000)
			go thousand[1].Write(make([]byte, 16<<20)) //nolint:errcheck // it ends with the test
			for round := range 2 {
				for i, conn := range thousand[2:] {
					checkAnswer(t, conn, fmt.Sprintf("client %d, round %d\n", i, round), fmt.Sprintf("CLIENT %d, ROUND %d\n", i, round))
				}
			}
			for _, conn := range thousand {
				_ = conn.Close()
			}
			if err := server.cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			<-drained
			if err := server.cmd.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
}

// connectAll returns so many connections, all open.
func connectAll(t *testing.T, addr string, n int) []net.Conn {
	t.Helper()
	var conns []net.Conn
	for range n {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatalf("after %d connections: %v", len(conns), err)
		}
		conns = append(conns, conn)
		t.Cleanup(func() { _ = conn.Close() })
	}
	return conns
}

func checkAnswer(t *testing.T, conn net.Conn, line, want string) {
	t.Helper()
	if _, err := io.WriteString(conn, line); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, len(want))
	if _, err := io.ReadFull(conn, answer); err != nil || string(answer) != want {
		t.Fatalf("%q: got %q, %v", line, answer, err)
	}
}

// More clients than select(2) can watch: the server says so, those beyond wait
// in its queue, and when one leaves the next one is served.
func TestMoreClientsThanSelectCanWatch(t *testing.T) {
	t.Parallel()
	server, err := newServing(os.Getenv("PATH"), []string{"serve", "tcp", "127.0.0.1", "0", "--model", "select", "--backlog", "1024"})
	if err != nil {
		t.Fatal(err)
	}
	conns := connectAll(t, "127.0.0.1:"+server.port, 1050)
	line, err := server.await("full")
	if err != nil {
		t.Fatal(err)
	}
	t.Log(line)
	go io.Copy(io.Discard, server.lines) //nolint:errcheck // a full pipe would hold the server up
	if _, err := io.WriteString(conns[len(conns)-1], "last\n"); err != nil {
		t.Fatal(err)
	}
	checkAnswer(t, conns[0], "first\n", "FIRST\n")
	for _, conn := range conns[:100] {
		_ = conn.Close()
	}
	checkAnswer(t, conns[len(conns)-1], "more\n", "LAST\nMORE\n")
	if err := server.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := server.cmd.Wait(); err != nil {
		t.Error(err)
	}
}
