package ongoing_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/runtest"
	"wireladder/cmd/console"
	"wireladder/cmd/flags"
	"wireladder/cmd/report/tail"
	"wireladder/cmd/web"
	"wireladder/cmd/web/ongoing"
)

// event is what pages are told.
type event struct {
	Step int
	Live struct {
		Picture, First, Packets int
		Over                    bool
	}
}

// served is a page of what goes on.
type served struct {
	*ongoing.Broadcast
	t           *testing.T
	url, token  string
	end         context.CancelFunc
	lines       *bufio.Scanner // of the stream of a page that is open
	tail        *tail.Tail
	connections int
}

// serve serves one, until the test ends.
func serve(t *testing.T) *served {
	t.Helper()
	ctx, end := context.WithCancel(t.Context())
	at, err := web.Open(ctx, web.Usual)
	if err != nil {
		t.Fatal(err)
	}
	at.Served().GoesOn = true
	s := &served{t: t, end: end, tail: tail.New(capture.Origin{}, 20)}
	var out, hints bytes.Buffer
	d, _ := s.tail.Picture(false)
	s.Broadcast, err = ongoing.Serve(ctx, &console.Console{Stdout: &out, Stderr: &hints, Getenv: func(string) string { return "" }}, &flags.PictureOptions{Explain: "brief", Color: "never"}, d, at)
	if err != nil {
		t.Fatal(err)
	}
	links := regexp.MustCompile(`^follow:  (http://127\.0\.0\.1:\d+)/\nlecture: .*#lecturer=(\w+)\n$`).FindStringSubmatch(out.String())
	if links == nil {
		t.Fatalf("it tells %q", out.String())
	}
	s.url, s.token = links[1], links[2]
	t.Cleanup(func() {
		end()
		<-s.Left()
		if err := s.Leave(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// join opens the stream of the page.
func (s *served) join() {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+"/events", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = got.Body.Close() })
	s.lines = bufio.NewScanner(got.Body)
}

// await reads on until something is told.
func (s *served) await(what func(*event) bool) *event {
	s.t.Helper()
	for s.lines.Scan() {
		e := &event{}
		if data, ok := strings.CutPrefix(s.lines.Text(), "data: {\"step\""); ok && json.Unmarshal([]byte("{\"step\""+data), e) == nil && what(e) {
			return e
		}
	}
	s.t.Fatal("the stream has ended")
	return nil
}

// steer has the lecturer at a step.
func (s *served) steer(step int) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.url+"/control", strings.NewReader(fmt.Sprintf(`{"step":%d,"mark":-1}`, step)))
	if err != nil {
		s.t.Fatal(err)
	}
	for name, value := range map[string]string{"Content-Type": "application/json", "Origin": s.url, "Authorization": "Bearer " + s.token} {
		r.Header.Set(name, value)
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer got.Body.Close() //nolint:errcheck // there is none
	if got.StatusCode != http.StatusNoContent {
		s.t.Fatalf("step %d: %s", step, got.Status)
	}
}

// come has a connection of ten packets come, and shows it as soon as that may be.
func (s *served) come(show bool) {
	s.t.Helper()
	for i, p := range runtest.Segments(fmt.Sprintf("127.0.0.1:%d", 20000+s.connections), "127.0.0.1:12000", "c:S s:SA c:A c:6 s:A s:6 c:A c:F s:F c:A") {
		p.Number = 10*s.connections + i + 1
		s.tail.Add(p)
	}
	s.connections++
	for show {
		if s.IsReady() {
			s.Show(s.tail.Picture(false))
			return
		}
	}
}

// number is the number of a packet's step.
func number(packet int) int { return packet * 16 }

// What comes is shown when somebody is there. What would take away what the lecturer has in hand waits until he goes
// on, and it is told how much there is of it.
func TestLecturerHoldsThePicture(t *testing.T) {
	s := serve(t)
	s.come(false)
	if s.IsReady() {
		t.Error("it is painted for nobody")
	}
	s.join()
	s.await(func(e *event) bool { return e.Live.Picture == 0 })
	s.come(true)
	s.await(func(e *event) bool { return e.Live.Picture == 1 && e.Live.First == number(1) && e.Live.Packets == 20 })
	s.steer(number(15))
	s.await(func(e *event) bool { return e.Step == number(15) })
	s.come(true) // packets 11 to 30
	s.await(func(e *event) bool { return e.Live.Picture == 2 && e.Live.First == number(11) })
	s.come(true) // packets 21 to 40
	s.await(func(e *event) bool { return e.Live.Picture == 2 && e.Live.First == number(11) && e.Live.Packets == 40 })
	s.steer(-1)
	s.await(func(e *event) bool { return e.Step == -1 && e.Live.Picture == 3 && e.Live.First == number(21) })
}

// What there was at the end is shown, and that it is the end; to who comes later, too.
func TestEnd(t *testing.T) {
	s := serve(t)
	s.come(false)
	s.End(s.tail.Picture(true))
	s.join()
	s.await(func(e *event) bool { return e.Live.Picture == 1 && e.Live.Over && e.Live.Packets == 10 })
	select {
	case <-s.Left():
		t.Error("it is not served any more")
	default:
	}
}
