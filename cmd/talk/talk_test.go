package talk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/servers"
)

func TestReadLines(t *testing.T) {
	tests := []struct {
		input string
		limit int
		want  string // lines in brackets, "!" for an error
	}{
		{"", 5, ""},
		{"a\nb\n", 5, "[a][b]"},
		{"a\n\nlast", 5, "[a][][last]"},
		{"12345\n", 5, "[12345]"},
		{"a\n123456\nb\n", 4, "[a]!"},
	}
	for _, tt := range tests {
		got := ""
		for line := range readLines(t.Context(), strings.NewReader(tt.input), tt.limit) {
			if line.err != nil {
				got += "!"
			} else {
				got += fmt.Sprintf("[%s]", line.text)
			}
		}
		if got != tt.want {
			t.Errorf("%q: %s, want %s", tt.input, got, tt.want)
		}
	}
}

// script is a UDP server that answers each datagram with what is scripted for it.
func script(t *testing.T, answers func(string) []string) netip.AddrPort {
	t.Helper()
	p, err := servers.NewProgram(t.Context(), servers.ProgramOptions{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.Socket(capture.UDP, netip.MustParseAddr("127.0.0.1"))
	if err == nil {
		err = s.Bind(netip.MustParseAddrPort("127.0.0.1:0"))
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer p.Close()
		for {
			message, client, err := s.RecvFrom(100)
			if err != nil {
				return
			}
			for _, answer := range answers(string(message)) {
				_, _ = s.SendTo([]byte(answer), client)
			}
		}
	}()
	return s.LocalAddr()
}

// An answer that comes with the next one was late, and is not taken for it.
func TestLateAnswer(t *testing.T) {
	addr := script(t, func(line string) []string {
		return map[string][]string{"two": {"ONE", "TWO"}, "three": {"THREE"}}[line]
	})
	var out, told bytes.Buffer
	o := &ClientOptions{Proto: capture.UDP, Host: addr.Addr().String(), Port: addr.Port(), Count: 1, RecvSize: 100, Timeout: 500 * time.Millisecond}
	err := RunClient(t.Context(), &console.Console{Stdin: strings.NewReader("one\ntwo\nthree\n"), Stdout: &out, Stderr: &told}, o)
	if err != nil || out.String() != "TWO\nTHREE\n" {
		t.Errorf("%v, %q", err, &out)
	}
	if want := "no answer  to \"one\" within 500ms: the datagram or its answer was lost, or nobody listens\nlate       \"ONE\"\n"; told.String() != want {
		t.Errorf("told %q", &told)
	}
}

// Who has had enough while waiting for an answer is told so; who has had enough
// at the prompt is not.
func TestClientInterrupted(t *testing.T) {
	for _, waiting := range []bool{true, false} {
		ctx, cancel := context.WithCancel(t.Context())
		addr := script(t, func(string) []string { cancel(); return nil })
		input := io.Reader(strings.NewReader("hello\n"))
		if !waiting {
			r, w, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close() //nolint:errcheck // nothing was written
			input = r
			cancel()
		}
		o := &ClientOptions{Proto: capture.UDP, Host: addr.Addr().String(), Port: addr.Port(), Count: 1, RecvSize: 100}
		err := RunClient(ctx, &console.Console{Stdin: input, Stdout: io.Discard, Stderr: io.Discard}, o)
		if waiting != (err != nil) || waiting && err.Error() != "interrupted while waiting for the server" {
			t.Errorf("waiting %v: %v", waiting, err)
		}
	}
}

// Each errno that a client meets has words for what to do.
func TestClientHints(t *testing.T) {
	for errno, want := range map[error]string{
		syscall.ECONNREFUSED:   "start a server with: wireladder serve tcp ::1 12000",
		syscall.EAGAIN:         "busy with another client",
		syscall.ETIMEDOUT:      "a firewall drops the SYN",
		syscall.EINPROGRESS:    "a firewall drops the SYN",
		syscall.ECONNRESET:     "bytes unread",
		syscall.EPIPE:          "bytes unread",
		errClosed:              "without a word",
		syscall.EHOSTUNREACH:   "ip route get ::1",
		syscall.ENETUNREACH:    "ip route get ::1",
		syscall.EACCES:         "firewall",
		errUnanswered:          "start one with",
		errors.New("whatever"): "",
	} {
		talk := &talk{o: &ClientOptions{Proto: capture.TCP}, server: netip.MustParseAddrPort("[::1]:12000")}
		if got := talk.hint(fmt.Errorf("recv: %w", errno)); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%v: hint %q, want %q", errno, got, want)
		}
	}
}

// A narrator shows the beginning of what is long, and nothing that a terminal
// would obey.
func TestNarrator(t *testing.T) {
	var out strings.Builder
	n := &narrator{w: &out, threads: true}
	now := time.Now()
	n.Return(&capture.Call{Name: "recv", FD: 3, Thread: 7, Data: bytes.Repeat([]byte("a"), 100), Args: capture.ParseArguments("recv", "2048"), Result: 100, Enter: now, Exit: now})
	n.event(servers.Event{Kind: servers.Received, Data: []byte("\x1b[2J\u202e" + strings.Repeat("é", 60))})
	n.event(servers.Event{Kind: servers.Left, By: servers.ByFailure, Err: errors.New("bad\x07"), Clients: 2})
	n.event(servers.Event{Kind: servers.Left, By: servers.ByClient})
	want := `call       [7] recv(3, "` + strings.Repeat("a", 32) + `"..., 2048) = 100
received   invalid AddrPort "\x1b[2J\u202e` + strings.Repeat("é", 43) + `"... (127 bytes)
lost       invalid AddrPort: bad?; 2 clients
left       invalid AddrPort: it ended its stream; no client
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}
