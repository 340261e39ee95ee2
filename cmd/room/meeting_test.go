package room

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the tests serve.
const (
	secret   = "SECRET"
	testPage = "<!doctype html><title>a run</title>"
)

// hall is a meeting that is served on the loopback.
type hall struct {
	*Meeting
	t    testing.TB
	url  string // without a slash
	end  context.CancelFunc
	over chan error
}

// open serves a meeting until the test ends.
func open(t testing.TB, o Options) *hall {
	t.Helper()
	o.Page, o.Policy, o.Steps, o.Token, o.Name = []byte(testPage), "default-src 'none'", 100, secret, "R"
	m, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := Listen(t.Context(), "tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	h := &hall{Meeting: m, t: t, url: "http://" + l.Addr().String(), end: cancel, over: make(chan error, 1)}
	go func() { h.over <- m.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-h.over; err != nil {
			t.Error(err)
		}
	})
	return h
}

// request returns a request as the page sends it, without headers that are to be left out or are others.
func (h *hall) request(method, path, body string, headers ...string) *http.Request {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	if method == "POST" {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Origin", h.url)
	}
	for _, header := range headers {
		switch name, value, _ := strings.Cut(header, ": "); {
		case name == "Host":
			r.Host = value
		case value == "":
			r.Header.Del(name)
		default:
			r.Header.Set(name, value)
		}
	}
	return r
}

// ask returns the answer to a request.
func (h *hall) ask(r *http.Request) (status int, body string) {
	h.t.Helper()
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer got.Body.Close() //nolint:errcheck // it was read
	text, err := io.ReadAll(got.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return got.StatusCode, string(text)
}

// control steers, as the lecturer does whose stream has a name, and wants to be obeyed.
func (h *hall) control(stream, body string) {
	h.t.Helper()
	r := h.request("POST", "/control", body, "Authorization: Bearer "+secret, "Wireladder-Stream: "+stream)
	if status, text := h.ask(r); status != http.StatusNoContent {
		h.t.Fatalf("%s: %d %s", body, status, text)
	}
}

// chair is a page that is open.
type chair struct {
	h      *hall
	body   io.ReadCloser
	lines  *bufio.Scanner
	stream string
	now    bulletin
	raw    string // the data of the last event
	beats  int    // signs of life
	ended  bool   // it was told that it is over
}

// sit opens the page's stream.
func (h *hall) sit() *chair {
	h.t.Helper()
	got, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(h.request("GET", "/events", ""))
	if err != nil {
		h.t.Fatal(err)
	}
	if got.StatusCode != http.StatusOK {
		h.t.Fatalf("%s", got.Status)
	}
	h.t.Cleanup(func() { _ = got.Body.Close() })
	c := &chair{h: h, body: got.Body, lines: bufio.NewScanner(got.Body)}
	if err := c.next(); err != nil {
		h.t.Fatal(err)
	}
	return c
}

// next reads on to the next bulletin, or to the end. It may be called by a goroutine of the test's.
func (c *chair) next() error {
	kind := ""
	for c.lines.Scan() {
		name, value, _ := strings.Cut(c.lines.Text(), ": ")
		switch {
		case name == "event":
			kind = value
		case name == "data" && kind == "hello":
			var told struct{ Stream, Room string }
			if err := json.Unmarshal([]byte(value), &told); err != nil || told.Room != "R" {
				return fmt.Errorf("hello: %q, %w", value, err)
			}
			c.stream = told.Stream
		case name == "data" && kind == "message":
			c.now, c.raw = bulletin{}, value
			return json.Unmarshal([]byte(value), &c.now)
		case name == "data" && kind == "beat":
			c.beats++
		case name == "data" && kind == "end":
			c.ended = true
			return io.EOF
		}
	}
	if err := c.lines.Err(); err != nil {
		return err
	}
	return io.ErrUnexpectedEOF
}

// await reads on until something is so.
func (c *chair) await(so func(*bulletin) bool) {
	c.h.t.Helper()
	for !so(&c.now) {
		if err := c.next(); err != nil {
			c.h.t.Fatal(err)
		}
	}
}

// at is what is so at a step.
func at(step int) func(*bulletin) bool { return func(b *bulletin) bool { return b.Step == step } }

// stall opens a stream of which nothing is ever read.
func (h *hall) stall() net.Conn {
	h.t.Helper()
	c, err := net.Dial("tcp4", strings.TrimPrefix(h.url, "http://"))
	if err != nil {
		h.t.Fatal(err)
	}
	_ = c.(*net.TCPConn).SetReadBuffer(1)
	if _, err := fmt.Fprintf(c, "GET /events HTTP/1.1\r\nHost: %s\r\n\r\n", strings.TrimPrefix(h.url, "http://")); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = c.Close() })
	return c
}

// size returns how many pages are open.
func (m *Meeting) size() int {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return len(m.followers)
}

// awaitSize waits until so many pages are open.
func (h *hall) awaitSize(n int) {
	h.t.Helper()
	for end := time.Now().Add(time.Minute); h.size() != n; runtime.Gosched() {
		if time.Now().After(end) {
			h.t.Fatalf("%d pages are open, not %d", h.size(), n)
		}
	}
}

// Three hundred follow each step, whatever others do who read nothing, or go.
func TestThreeHundredFollow(t *testing.T) {
	const many, others, steps = 300, 40, 30
	h := open(t, Options{})
	for range others {
		h.stall()
	}
	chairs := make([]*chair, many)
	for i := range chairs {
		chairs[i] = h.sit()
	}
	for range others {
		_ = h.stall().Close()
	}
	var each sync.WaitGroup
	seen := make([]int, many)
	faults := make([]error, many)
	for step := range steps {
		h.control("", fmt.Sprintf(`{"step":%d,"mark":-1,"guess":false}`, step))
		for i, c := range chairs {
			each.Go(func() {
				for faults[i] == nil && c.now.Step != step {
					faults[i] = c.next()
				}
				seen[i]++
			})
		}
		each.Wait()
	}
	for i, c := range chairs {
		if faults[i] != nil || seen[i] != steps || c.now.Step != steps-1 || c.now.Poll != nil {
			t.Fatalf("follower %d has seen %d steps and is at %+v: %v", i, seen[i], c.now, faults[i])
		}
	}
	h.awaitSize(many + others)
}

// Of what comes faster than it is read, the last is what all have in the end.
func TestLastStepReachesAll(t *testing.T) {
	h := open(t, Options{})
	chairs := make([]*chair, 50)
	for i := range chairs {
		chairs[i] = h.sit()
	}
	for step := range 100 {
		h.steer(&Control{Step: step % 100, Mark: -1}, "")
	}
	for _, c := range chairs {
		c.await(at(99))
	}
}

// A follower that takes nothing is let go after a while, and costs no more than its stream until then.
func TestStalledFollowerIsLetGo(t *testing.T) {
	m, err := New(Options{Page: []byte(testPage), Token: secret, Steps: 10, Hosts: []string{"room"}, Write: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	server, client := net.Pipe() // which holds nothing in between
	gone := &goodbye{Conn: server, said: make(chan struct{})}
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan error, 1)
	go func() { over <- m.Serve(ctx, &single{conn: gone, closed: make(chan struct{})}) }()
	if _, err := io.WriteString(client, "GET /events HTTP/1.1\r\nHost: room\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	<-gone.said
	if n := m.size(); n != 0 {
		t.Errorf("%d pages are open", n)
	}
	cancel()
	if err := <-over; err != nil {
		t.Error(err)
	}
}

// goodbye is a connection that tells when it is closed.
type goodbye struct {
	net.Conn
	once sync.Once
	said chan struct{}
}

// Close closes it.
func (g *goodbye) Close() error {
	defer g.once.Do(func() { close(g.said) })
	return g.Conn.Close()
}

// single is a listener that has one connection.
type single struct {
	conn   net.Conn
	once   sync.Once
	closed chan struct{}
}

func (s *single) Accept() (c net.Conn, err error) {
	s.once.Do(func() { c = s.conn })
	if c == nil {
		<-s.closed
		return nil, net.ErrClosed
	}
	return c, nil
}

func (s *single) Close() error   { close(s.closed); return nil }
func (s *single) Addr() net.Addr { return s.conn.LocalAddr() }

// The lecturer is told what the room answers; followers are, when that is shown, or the step has come.
func TestVotes(t *testing.T) {
	h := open(t, Options{Quiet: time.Microsecond})
	lecturer, a, b := h.sit(), h.sit(), h.sit()
	h.control(lecturer.stream, `{"step":4,"mark":-1,"guess":true,"ask":{"step":5,"options":3}}`)
	open := func(w *bulletin) bool { return w.Poll != nil && w.Poll.Open }
	a.await(open)
	b.await(open)
	vote := func(c *chair, body string) int {
		status, _ := h.ask(h.request("POST", "/vote", body, "Wireladder-Stream: "+c.stream))
		return status
	}
	for body, want := range map[string]int{
		`{"poll":1,"answer":3}`: 409, `{"poll":1,"answer":-1}`: 409, `{"poll":0,"answer":0}`: 409, `{"poll":2,"answer":0}`: 409,
		`{"poll":1,"answer":9223372036854775807}`: 409, `{"poll":1,"answer":1e3}`: 400, `{"poll":1,"answer":0,"name":"x"}`: 400, `{"poll":1}{}`: 400, ``: 400, `[`: 400,
	} {
		if got := vote(a, body); got != want {
			t.Errorf("%s: %d, want %d", body, got, want)
		}
	}
	if got := vote(&chair{h: h, stream: "nobody"}, `{"poll":1,"answer":0}`); got != 409 {
		t.Errorf("who has no stream votes: %d", got)
	}
	if got := vote(lecturer, `{"poll":1,"answer":0}`); got != 409 {
		t.Errorf("the lecturer votes: %d", got)
	}
	counts := func(want ...int) func(*bulletin) bool {
		return func(w *bulletin) bool { return w.Poll != nil && fmt.Sprint(w.Poll.Counts) == fmt.Sprint(want) }
	}
	for _, answer := range []string{"0", "1", "1", "2", "2"} { // it is changed, and never multiplied
		if got := vote(a, `{"poll":1,"answer":`+answer+`}`); got != 204 {
			t.Fatalf("answer %s: %d", answer, got)
		}
	}
	vote(b, `{"poll":1,"answer":0}`)
	lecturer.await(counts(1, 0, 1))
	if lecturer.now.Followers != 2 || strings.Contains(a.raw, "counts") {
		t.Errorf("the lecturer is told %s, and a follower %s", lecturer.raw, a.raw)
	}
	h.control(lecturer.stream, `{"step":4,"mark":-1,"guess":true,"ask":{"step":5,"options":3},"bars":true}`)
	a.await(counts(1, 0, 1))
	_ = b.body.Close() // its answer goes with it while the question is open
	lecturer.await(counts(0, 0, 1))
	h.control(lecturer.stream, `{"step":5,"mark":-1,"guess":true}`)
	a.await(func(w *bulletin) bool { return w.Step == 5 && !w.Poll.Open && counts(0, 0, 1)(w) })
	if got := vote(a, `{"poll":1,"answer":0}`); got != 409 {
		t.Errorf("an answer comes too late: %d", got)
	}
	_ = a.body.Close() // and stays when it is closed
	lecturer.await(func(w *bulletin) bool { return w.Followers == 0 })
	lecturer.await(counts(0, 0, 1))
	h.control(lecturer.stream, `{"step":6,"mark":-1,"guess":true}`)
	lecturer.await(func(w *bulletin) bool { return w.Poll == nil })
}

// Who opens the page later, or anew, is told all that is so; and nobody is told a token, or whose stream is whose.
func TestJoiningLate(t *testing.T) {
	h := open(t, Options{})
	lecturer := h.sit()
	h.control(lecturer.stream, `{"step":7,"mark":3,"guess":false}`)
	c := h.sit()
	if c.now.Step != 7 || c.now.Mark != 3 || c.now.By != "" || c.stream == lecturer.stream {
		t.Errorf("it is told %s", c.raw)
	}
	lecturer.await(func(w *bulletin) bool { return w.By == lecturer.stream })
	_, page := h.ask(h.request("GET", "/", ""))
	for _, told := range []string{c.raw, page} {
		if strings.Contains(told, secret) || strings.Contains(told, lecturer.stream) {
			t.Errorf("it is told who is the lecturer: %s", told)
		}
	}
}

// When it is over, all are told.
func TestEnd(t *testing.T) {
	h := open(t, Options{})
	c := h.sit()
	h.stall()
	h.end()
	err := c.next()
	for err == nil {
		err = c.next()
	}
	if !c.ended {
		t.Error("a follower was not told")
	}
}

// There are signs of life.
func TestBeat(t *testing.T) {
	h := open(t, Options{Beat: time.Millisecond})
	c := h.sit()
	go func() {
		for h.size() > 0 { // until it is known that the beat has come; a bulletin ends the wait for it
			h.steer(&Control{Step: int(time.Now().UnixNano() / 1e6 % 100), Mark: -1}, "")
			runtime.Gosched()
		}
	}()
	for c.beats == 0 {
		if err := c.next(); err != nil {
			t.Fatal(err)
		}
	}
	_ = c.body.Close()
	h.awaitSize(0)
}

// BenchmarkStep measures how long it takes from what the lecturer does until 300 followers have it, and
// what a follower costs.
func BenchmarkStep(b *testing.B) {
	const many = 300
	h := open(b, Options{})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range many {
		h.stall() // no client's memory
	}
	h.awaitSize(many)
	runtime.GC()
	runtime.ReadMemStats(&after)
	room := open(b, Options{})
	arrived := make(chan struct{}, many)
	for range many {
		c := room.sit()
		go func() {
			for c.next() == nil {
				arrived <- struct{}{}
			}
		}()
	}
	for step := 0; b.Loop(); step++ {
		room.control("", fmt.Sprintf(`{"step":%d,"mark":-1,"guess":false}`, step%100))
		for range many {
			<-arrived
		}
	}
	b.ReportMetric(float64(after.HeapAlloc+after.StackInuse-before.HeapAlloc-before.StackInuse)/many/1024, "KiB/follower")
}
