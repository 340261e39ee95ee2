package theirs

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
	"wireladder/servers/lab"
)

// seen is what was told of a run.
type seen struct {
	mu    sync.Mutex
	said  bytes.Buffer
	calls []*capture.Call
	await map[string]chan struct{} // closed when a call of a program is entered: "server accept"
}

func (s *seen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.said.Write(p)
}

func (s *seen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.said.String()
}

func (s *seen) Enter(c *capture.Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, c)
	if waits := s.await[c.Process.Name+" "+c.Name]; waits != nil {
		close(waits)
		delete(s.await, c.Process.Name+" "+c.Name)
	}
}

func (s *seen) Return(*capture.Call) {}

// at returns which call of a program was the first of that name; -1 if there is none.
func (s *seen) at(program, call string) int {
	return slices.IndexFunc(s.calls, func(c *capture.Call) bool { return c.Process.Name == program && c.Name == call })
}

// signals returns the signals that have come to a program, and by which it has ended.
func (s *seen) signals(program string) (all []string) {
	for _, c := range s.calls {
		if c.Process.Name == program && c.Args.Signal != "" {
			all = append(all, c.Name+" "+c.Args.Signal)
		}
	}
	return slices.Compact(all)
}

// play runs programs, and returns what was told.
func play(ctx context.Context, t *testing.T, o Options) *seen {
	t.Helper()
	s := &seen{}
	s.play(ctx, t, o)
	return s
}

func (s *seen) play(ctx context.Context, t *testing.T, o Options) {
	t.Helper()
	o.Place, o.Out, o.Env = &lab.Lab{}, s, os.Environ()
	if err := Run(ctx, o, s); err != nil {
		t.Error(err)
	}
}

// clients are one that reads each input.
func clients(t *testing.T, inputs ...string) (all []Command) {
	t.Helper()
	for _, input := range inputs {
		all = append(all, Command{Name: "client", Line: as(t, "ask"), Input: []byte(input)})
	}
	return all
}

func server(t *testing.T, role string) *Command {
	t.Helper()
	return &Command{Name: "server", Line: as(t, role)}
}

// The server is there before the clients start, and is interrupted when they have ended.
func TestServerAndClients(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	s := play(t.Context(), t, Options{Server: server(t, "serve"), Clients: clients(t, "one\n", "two\n"), Stagger: time.Millisecond})
	for _, line := range []string{"server │ ready\n", "client │ heard ONE\n", "client │ heard TWO\n"} {
		if !strings.Contains(s.said.String(), line) {
			t.Errorf("%q is missing", line)
		}
	}
	if listens, connects := s.at("server", "listen"), s.at("client", "connect"); listens < 0 || connects < listens {
		t.Errorf("listens at %d, connects at %d", listens, connects)
	}
	if got, want := s.signals("server"), []string{"signal SIGINT", "exit SIGINT"}; !slices.Equal(got, want) {
		t.Errorf("signals %q", got)
	}
	if strings.Contains(s.said.String(), ":") {
		t.Errorf("more is said than that:\n%s", s.said.String())
	}
}

// A UDP server is there when it is bound, and gets the time that it takes.
func TestUDPServer(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	const send = `import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"hello", ("127.0.0.1", 12000))`
	s := play(t.Context(), t, Options{Server: server(t, "udp"), Clients: []Command{{Name: "client", Line: "python3 -c '" + send + "'"}}})
	if !strings.Contains(s.said.String(), "server │ hello\n") {
		t.Errorf("%s", s.said.String())
	}
}

// How programs end is told, if that is not just so.
func TestEndings(t *testing.T) {
	for name, tt := range map[string]struct {
		o       Options
		said    []string
		signals []string // of the server
	}{
		"exit status":            {Options{Clients: []Command{{Name: "client", Line: as(t, "fail")}}}, []string{"client │ I give up\n", "client: exit status 3\n"}, nil},
		"exit status of a child": {Options{Clients: []Command{{Name: "client", Line: as(t, "fail") + "; true"}}}, []string{"client │ I give up\n"}, nil},
		"signal":                 {Options{Clients: []Command{{Name: "client", Line: as(t, "crash")}}}, []string{"client: ended by signal 9 (killed)\n"}, nil},
		"not there": {
			Options{Clients: []Command{{Name: "client", Line: "./nosuch"}}},
			[]string{"client: exit status 127, by which a shell says that it does not find a program\n"}, nil,
		},
		"time limit": {
			Options{Server: server(t, "serve"), Clients: []Command{{Name: "client", Line: as(t, "hang")}}, Timeout: time.Second},
			[]string{"client: has not ended after 1s (--timeout), and is killed\n"}, []string{"signal SIGINT", "exit SIGINT"},
		},
		"time limit of two": {
			Options{Server: server(t, "serve"), Clients: []Command{{Name: "client 1", Line: as(t, "hang")}, {Name: "client 2", Line: as(t, "hang")}}, Timeout: time.Second},
			[]string{"client 1: has not ended after 1s (--timeout), and is killed\n", "client 2: has not ended after 1s (--timeout), and is killed\n"}, []string{"signal SIGINT", "exit SIGINT"},
		},
		"kept": {Options{Server: server(t, "serve-once"), Clients: clients(t, "x\n"), Keep: true}, []string{"server │ served\n"}, nil},
		"deaf": {
			Options{Server: server(t, "deaf"), Clients: clients(t, "x\n")},
			[]string{"client │ heard X\n", "server: does not end, and is killed\n"}, []string{"signal SIGINT", "exit SIGKILL"},
		},
		"no server": {
			Options{Server: &Command{Name: "server", Line: as(t, "fail")}, Clients: clients(t, "x\n")},
			[]string{"server: has ended, and never listened; the clients start all the same\n", "client │ connection refused\n", "server: exit status 3\n"}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if !netnstest.Inside(t) {
				return
			}
			s := play(t.Context(), t, tt.o)
			for _, line := range tt.said {
				if !strings.Contains(s.said.String(), line) {
					t.Errorf("%q is missing:\n%s", line, s.said.String())
				}
			}
			if told := strings.Contains(s.said.String(), "exit status"); told && strings.Contains(name, "child") {
				t.Error(s.said.String())
			}
			if got := s.signals("server"); !slices.Equal(got, tt.signals) {
				t.Errorf("signals %q", got)
			}
		})
	}
}

// A program in between starts before the clients, and is interrupted before the server.
func TestInBetween(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	s := play(t.Context(), t, Options{
		Server: server(t, "serve"), Others: []Command{{Name: "proxy", Line: as(t, "forward")}}, Clients: clients(t, "proxy, hello\n"),
	})
	for _, line := range []string{"proxy │ forwarded\n", "client │ heard PROXY, HELLO\n"} {
		if !strings.Contains(s.said.String(), line) {
			t.Errorf("%q is missing:\n%s", line, s.said.String())
		}
	}
	if got := s.signals("proxy"); !slices.Equal(got, []string{"signal SIGINT", "exit SIGINT"}) {
		t.Errorf("signals %q", got)
	}
	if s.at("client", "connect") < s.at("proxy", "listen") || s.at("server", "signal") < s.at("proxy", "signal") {
		t.Error("the order is another one")
	}
}

// patient lets programs go on until the server is interrupted.
type patient struct {
	seen   *seen
	mu     sync.Mutex
	begun  []string
	before map[string]bool // calls that were held up, as "client send"
}

func (p *patient) Begins(name string, _ int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.begun = append(p.begun, name)
}

func (p *patient) Held(c *capture.Call, goOn func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.before[c.Process.Name+" "+c.Name] = true
	p.seen.mu.Lock()
	defer p.seen.mu.Unlock()
	if p.seen.at("server", "signal") < 0 {
		go goOn()
	}
}

func (p *patient) Gone(*capture.Call) {}

// Programs that are held up run as others do; the server is not held up when it is to end.
func TestHeld(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	s := &seen{}
	p := &patient{seen: s, before: map[string]bool{}}
	s.play(t.Context(), t, Options{Server: server(t, "polite"), Clients: clients(t, "hello\n"), Holder: p})
	if !strings.Contains(s.said.String(), "client │ heard HELLO\n") || strings.Contains(s.said.String(), "killed") {
		t.Errorf("%s", s.said.String())
	}
	if !slices.Contains(p.begun, "server") || !slices.Contains(p.begun, "client") || !p.before["server bind"] || !p.before["client connect"] || p.before["client write"] != p.before["client read"] {
		t.Errorf("%q, %v", p.begun, p.before)
	}
	if got := s.signals("server"); !slices.Equal(got, []string{"signal SIGINT"}) {
		t.Errorf("signals %q", got)
	}
}

// A run that is ended ends all programs, and says of none that it was the user unless it was.
func TestEnded(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	for _, givenUp := range []bool{false, true} {
		ctx, end := context.WithCancel(t.Context())
		s := &seen{await: map[string]chan struct{}{"client read": make(chan struct{})}}
		hangs := s.await["client read"]
		go func() { <-hangs; end() }()
		s.play(ctx, t, Options{
			Server: server(t, "serve"), Clients: []Command{{Name: "client", Line: as(t, "hang")}}, GivenUp: func() bool { return givenUp },
		})
		if got := s.at("server", "quit") >= 0 && s.at("client", "quit") >= 0; got != givenUp {
			t.Errorf("given up %t: %t", givenUp, got)
		}
		for _, program := range []string{"server", "client"} {
			if got := s.signals(program); !slices.Equal(got, []string{"exit SIGKILL"}) {
				t.Errorf("%s: signals %q", program, got)
			}
		}
		if strings.Contains(s.said.String(), "killed") {
			t.Errorf("%s", s.said.String())
		}
	}
}

// The only client reads our stdin, and no other.
func TestStdin(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	for n, heard := range map[int]string{1: "client │ heard OURS\n", 2: "client │ heard NOTHING\n"} {
		in, err := fileOf([]byte("ours\n"))
		if err != nil {
			t.Fatal(err)
		}
		client := Command{Name: "client", Line: as(t, "ask")}
		s := play(t.Context(), t, Options{Server: server(t, "serve"), Clients: slices.Repeat([]Command{client}, n), Stdin: in})
		if got := strings.Count(s.said.String(), heard); got != n {
			t.Errorf("%d clients:\n%s", n, s.said.String())
		}
	}
}

// What is typed is typed at a terminal, which shows it; the prompt comes before that.
func TestKeyboard(t *testing.T) {
	in, keys, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keys.WriteString("hello\n"); err != nil {
		t.Fatal(err)
	}
	s := play(t.Context(), t, Options{Clients: []Command{{Name: "client", Line: as(t, "talk")}}, Stdin: in, Keyboard: &Size{Rows: 24, Cols: 80}})
	for _, part := range []string{"hello", "Say: ", "said hello"} {
		if !strings.Contains(s.said.String(), part) {
			t.Errorf("%q is missing:\n%q", part, s.said.String())
		}
	}
	for err == nil { // nobody takes any more what is typed
		_, err = keys.WriteString("x")
	}
}
