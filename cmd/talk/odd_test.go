package talk

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/servers"
)

// screen is a stdout on which others see when something is printed.
type screen struct {
	mu    sync.Mutex
	grown *sync.Cond
	text  string
}

func newScreen() *screen {
	s := &screen{}
	s.grown = sync.NewCond(&s.mu)
	return s
}

// Write prints.
func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text += string(p)
	s.grown.Broadcast()
	return len(p), nil
}

// await waits until the screen shows a text.
func (s *screen) await(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for !strings.Contains(s.text, text) {
		s.grown.Wait()
	}
}

// oddStream is a TCP server that answers in an odd way.
type oddStream struct {
	name    string
	input   string
	timeout time.Duration
	serve   func(c *oddConn)
	out     string
	told    []string // in what is told, in order
	err     string   // "": none
	hint    string
}

// oddConn is the connection of an odd server.
type oddConn struct {
	*net.TCPConn
	lines  *bufio.Reader
	screen *screen // the client's
}

// hear waits for n lines.
func (c *oddConn) hear(n int) {
	for range n {
		_, _ = c.lines.ReadString('\n') // the client's end says what went wrong
	}
}

func (c *oddConn) say(text string) { _, _ = io.WriteString(c, text) }

// reset ends the connection with a RST.
func (c *oddConn) reset() { _ = c.SetLinger(0) }

// linger waits until the client has gone.
func (c *oddConn) linger() { _, _ = io.Copy(io.Discard, c.lines) }

var oddStreams = []oddStream{
	{name: "no newline", input: "a\nb\n", serve: func(c *oddConn) { c.hear(1); c.say("OK"); c.hear(1); c.say("OK"); c.linger() },
		out: "OK\nOK\n", told: []string{`unended    "OK" has no newline, and no more came within 1s`}},
	{name: "in pieces, each shown before the next one is sent", input: "hello\n", timeout: time.Minute, serve: func(c *oddConn) {
		c.hear(1)
		for _, piece := range []string{"HE", "LL", "O\n"} {
			c.say(piece)
			c.screen.await(piece)
		}
		c.linger()
	}, out: "HELLO\n"},
	{name: "too much", input: "hello\nyou\n", serve: func(c *oddConn) { c.hear(1); c.say("HELLO\nand more\n"); c.hear(1); c.say("YOU\n"); c.linger() },
		out: "HELLO\nand more\nYOU\n", told: []string{`surplus    "and more\n" came from `}},
	{name: "nothing", input: "hello\n", timeout: 30 * time.Millisecond, serve: func(c *oddConn) { c.linger() },
		err: "timed out after 30ms", hint: "busy with another client"},
	{name: "closes at once", input: "hello\n", serve: func(c *oddConn) { c.hear(1) },
		err: "the server closed the connection", hint: "closed it without a word"},
	{name: "closes after an answer without a newline", input: "hello\n", timeout: time.Minute, serve: func(c *oddConn) { c.hear(1); c.say("OK") },
		out: "OK\n", told: []string{`closed     by the server after "OK", without a newline`}},
	{name: "answers once and closes", input: "a\nb\n", serve: func(c *oddConn) { c.hear(1); c.say("A\n"); _ = c.CloseWrite(); c.linger() },
		out: "A\n", err: "1 answer came, and then: the server closed the connection", hint: "--model once"},
	{name: "resets in the middle", input: "hello\n", timeout: time.Minute, serve: func(c *oddConn) { c.hear(1); c.say("HELL"); c.screen.await("HELL"); c.reset() },
		out: "HELL\n", err: "4 bytes of its answer came, and then: recv: connection reset by peer", hint: "bytes unread"},
	{name: "resets at once", input: "hello\n", serve: func(c *oddConn) { c.hear(1); c.reset() },
		err: ": recv: connection reset by peer", hint: "a RST comes of"},
	{name: "much without a newline", input: "hello\n", timeout: time.Minute, serve: func(c *oddConn) { c.hear(1); c.say(strings.Repeat("x", 100_000)) },
		out: strings.Repeat("x", 100_000) + "\n", told: []string{"closed     by the server after \"xxx"}},
}

// Whatever a TCP server answers is printed when it comes, and what is odd is told.
func TestOddStreams(t *testing.T) {
	for _, tt := range oddStreams {
		t.Run(tt.name, func(t *testing.T) {
			out := newScreen()
			l, err := net.Listen("tcp4", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close() //nolint:errcheck // has served
			go func() {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				defer conn.Close() //nolint:errcheck // the client's end says what went wrong
				tt.serve(&oddConn{TCPConn: conn.(*net.TCPConn), lines: bufio.NewReader(conn), screen: out})
			}()
			o := &ClientOptions{Proto: capture.TCP, Timeout: tt.timeout, RecvSize: RecvSize, Count: 1}
			told, err := runOdd(t, o, l.Addr().(*net.TCPAddr).AddrPort(), tt.input, out)
			checkOdd(t, out.text, tt.out, told, tt.told, err, tt.err, tt.hint)
		})
	}
}

// runOdd runs a client, and returns what it has told.
func runOdd(t *testing.T, o *ClientOptions, server netip.AddrPort, input string, out io.Writer) (string, error) {
	t.Helper()
	o.Host, o.Port = server.Addr().String(), server.Port()
	var told bytes.Buffer
	err := RunClient(t.Context(), &console.Console{Stdin: strings.NewReader(input), Stdout: out, Stderr: &told}, o)
	return told.String(), err
}

// checkOdd checks what a client has printed, told, and ended with.
func checkOdd(t *testing.T, out, wantOut, told string, wantTold []string, err error, wantErr, wantHint string) {
	t.Helper()
	if out != wantOut {
		t.Errorf("printed %.60q, want %.60q", out, wantOut)
	}
	rest := told
	for _, want := range wantTold {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Errorf("told %q, want %q", told, want)
		}
		rest = after
	}
	if len(wantTold) == 0 && told != "" {
		t.Errorf("told %q", told)
	}
	var f *failure.Failure
	switch errors.As(err, &f); {
	case (err != nil) != (wantErr != ""):
		t.Errorf("error %v, want %q", err, wantErr)
	case err != nil && (!strings.Contains(err.Error(), wantErr) || !strings.Contains(f.Hint, wantHint)):
		t.Errorf("error %q, hint %q, want %q, %q", err, f.Hint, wantErr, wantHint)
	}
}

// oddDatagrams are UDP servers: the answers to each datagram, and whether another
// socket sends them.
var oddDatagrams = []struct {
	name, input string
	answers     []string
	elsewhere   bool
	connect     bool
	timeout     time.Duration
	out         string
	told        []string
	err         string
}{
	{name: "an empty one", input: "hello\n", answers: []string{""}, out: "\n", told: []string{"empty      a datagram without a byte"}},
	{name: "another answer", input: "hello\n", answers: []string{"OK"}, out: "OK\n"},
	{name: "from another port", input: "hello\n", answers: []string{"HELLO"}, elsewhere: true, out: "HELLO\n", told: []string{`elsewhere  "HELLO" came from 127.0.0.1:`}},
	{name: "from another port to a connected socket", input: "hello\n", answers: []string{"HELLO"}, elsewhere: true, connect: true, timeout: 30 * time.Millisecond,
		told: []string{"no answer"}, err: "no answer to 1 of 1 datagrams"},
	{name: "the largest", input: "hello\n", answers: []string{strings.Repeat("x", 65507)}, out: strings.Repeat("x", RecvSize) + "\n",
		told: []string{"cut        the datagram was longer than 2048 bytes, and its rest is gone"}},
	{name: "nothing", input: "hello\n", timeout: 30 * time.Millisecond, told: []string{`no answer  to "hello" within 30ms`}, err: "no answer to 1 of 1 datagrams"},
}

// The same of datagrams.
func TestOddDatagrams(t *testing.T) {
	for _, tt := range oddDatagrams {
		t.Run(tt.name, func(t *testing.T) {
			server := answering(t, tt.answers, tt.elsewhere)
			out := newScreen()
			o := &ClientOptions{Proto: capture.UDP, Timeout: tt.timeout, RecvSize: RecvSize, Count: 1, Connect: tt.connect}
			told, err := runOdd(t, o, server, tt.input, out)
			checkOdd(t, out.text, tt.out, told, tt.told, err, tt.err, "")
		})
	}
}

// What nobody has asked for is printed when it comes, while the user thinks.
func TestUnaskedAtThePrompt(t *testing.T) {
	server := answering(t, []string{"X", "Y"}, false)
	client, err := servers.OpenClient(t.Context(), capture.UDP, servers.ClientOptions{Server: server})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close() //nolint:errcheck // nothing is left to be sent
	out, lines := newScreen(), make(chan inputLine, 1)
	lines <- inputLine{text: []byte("hello")}
	go func() {
		out.await("Y\n> ")
		close(lines)
	}()
	var told bytes.Buffer
	talk := &talk{o: &ClientOptions{Proto: capture.UDP, Count: 1}, server: server, client: client, printer: answerSheet{w: out, terminal: true}, told: &narrator{w: &told}, keyboard: true}
	err = talk.run(t.Context(), lines)
	checkOdd(t, out.text, "> X\n> \nY\n> \n", told.String(), []string{`surplus    "Y" came from `}, err, "", "")
}

// answering returns a UDP server that answers each datagram with all of these.
func answering(t *testing.T, answers []string, elsewhere bool) netip.AddrPort {
	t.Helper()
	listen := func() net.PacketConn {
		var c net.ListenConfig
		s, err := c.ListenPacket(context.Background(), "udp4", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	hears := listen()
	says := hears
	if elsewhere {
		says = listen()
	}
	go func() {
		for datagram := make([]byte, RecvSize); ; {
			_, client, err := hears.ReadFrom(datagram)
			if err != nil {
				return
			}
			for _, answer := range answers {
				_, _ = says.WriteTo([]byte(answer), client)
			}
		}
	}()
	return hears.LocalAddr().(*net.UDPAddr).AddrPort()
}

// A character that comes in two pieces is one on a terminal, and nothing is obeyed.
func TestAnswerSheet(t *testing.T) {
	var got strings.Builder
	p := answerSheet{w: &got, terminal: true}
	for _, piece := range []string{"\xc3", "\xa9\x1b[2J", "\xe2\x82", "\n\xff", "\xe2\x82\xac\n"} {
		if err := p.stream([]byte(piece)); err != nil {
			t.Fatal(err)
		}
	}
	if want := "é\\x1b[2J\\xe2\\x82\n\\xff€\n"; got.String() != want {
		t.Errorf("got %q, want %q", got.String(), want)
	}
}
