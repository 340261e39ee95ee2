package render_test

import (
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
	"wireladder/render"
)

// spinning is a server that receives nothing, and sends nothing, so often; then, in the middle
// of a round, it closes.
func spinning(rounds int) *capture.Recording {
	s, p := runtest.NewScript(""), capture.Process{Name: "server"}
	call := func(name string, result int64) {
		s.Call(capture.Call{Process: p, Name: name, Proto: capture.TCP, FD: 4, Result: result, Size: 9, Data: []byte{}})
	}
	call("recv", 0)
	for range rounds {
		call("send", 0)
		call("recv", 0)
	}
	call("close", 0)
	return s.Recording()
}

// names returns the first word of each step, and of what stands for several all.
func names(l *render.Ladder) string {
	var all []string
	for _, s := range l.Steps {
		name, _, _ := strings.Cut(s.Labels[0], "(")
		all = append(all, name)
	}
	return strings.Join(all, " | ")
}

// A loop that goes round without an end is drawn twice, and then told how often; what does not
// go on with it is drawn again.
func TestLoopsAreFolded(t *testing.T) {
	for rounds, want := range map[int]string{
		1:    "recv | send | recv | close",
		5:    "recv | send | recv | send | recv | send | recv | send | recv | send | recv | close",
		6:    "recv | send | recv | send | the last 2 calls again, 4 times | recv | close",
		5000: "recv | send | recv | send | the last 2 calls again, 4998 times | recv | close",
	} {
		l := ladder(t, spinning(rounds))
		if got := names(l); got != want {
			t.Errorf("%d rounds: %s, want %s", rounds, got, want)
		}
	}
}

// A loop of one call, and one that goes on to the end.
func TestLoopToTheEnd(t *testing.T) {
	s, p := runtest.NewScript(""), capture.Process{Name: "server"}
	for range 100 {
		s.Call(capture.Call{Process: p, Name: "recv", Proto: capture.TCP, FD: 4, Size: 9, Data: []byte{}})
	}
	if got, want := names(ladder(t, s.Recording())), "recv | recv | the same again, 98 times"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A program that waits in vain, again and again, waits twice in the picture.
func TestWaitsInVainAreFolded(t *testing.T) {
	s, p := runtest.NewScript(""), capture.Process{Name: "server"}
	s.Call(capture.Call{Process: p, Name: "recv", Proto: capture.TCP, FD: 4, Size: 9, Data: []byte{}})
	for range 50 {
		poll := s.Enter(capture.Call{
			Process: p, Name: "poll", Proto: capture.TCP, FD: 4, Aside: true, Args: capture.ParseArguments("poll", "{4}, NULL, 200"),
		})
		s.Wait(200 * time.Millisecond)
		s.Return(poll)
	}
	want := "recv | poll | 200 ms later | poll | poll | 200 ms later | poll | the same again, 48 times"
	if got := names(ladder(t, s.Recording())); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// What differs in what it has moved, in its result or in who makes it, is no repetition.
func TestWhatDiffersIsDrawn(t *testing.T) {
	for name, change := range map[string]func(c *capture.Call, i int){
		"data":   func(c *capture.Call, i int) { c.Data = []byte{byte(i)} },
		"result": func(c *capture.Call, i int) { c.Result = int64(i) },
		"errno":  func(c *capture.Call, i int) { c.Errno = []string{"EAGAIN", "", "EPIPE"}[i*i%7%3] },
		"socket": func(c *capture.Call, i int) { c.FD = i },
		"line":   func(c *capture.Call, i int) { c.Code.Line = i },
		"thread": func(c *capture.Call, i int) { c.Thread = i },
		"name":   func(c *capture.Call, i int) { c.Name = []string{"recv", "read", "recvfrom"}[i*i%7%3] },
	} {
		s, p := runtest.NewScript(""), capture.Process{Name: "server"}
		for i := range 7 {
			c := capture.Call{Process: p, Name: "recv", Proto: capture.TCP, FD: 4, Size: 9, Data: []byte{}}
			change(&c, i)
			s.Call(c)
		}
		if got := ladder(t, s.Recording()); len(got.Steps) != 7 {
			t.Errorf("%s: %s", name, names(got))
		}
	}
}

// That a program has tried to reach somebody beyond its network is told once.
func TestOutside(t *testing.T) {
	s := runtest.NewScript("")
	for _, who := range []string{"client", "client", "client 2"} {
		for _, aside := range []bool{true, false} {
			s.Call(capture.Call{
				Process: capture.Process{Name: who}, Name: "connect", Proto: capture.UDP, FD: 3, Result: -1, Errno: "ENETUNREACH", Aside: aside,
				Args: capture.ParseArguments("connect", "10.255.255.53:53"),
			})
		}
	}
	d := render.Build(builder.Of(s.Recording()), render.Subject{})
	if len(d.Notes) != 2 || !strings.HasPrefix(d.Notes[0], "The client asks a name server (10.255.255.53:53)") || !strings.HasPrefix(d.Notes[1], "Client 2 asks") {
		t.Errorf("%q", d.Notes)
	}
}
