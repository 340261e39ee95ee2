package cmd_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"wireladder/capture/netns/netnstest"
)

// lookOn starts `wireladder watch --tui` on a screen of so many cells, which shows what goes over a port of the
// loopback of a network that the test is in.
func lookOn(t *testing.T, width, height, port int, args ...string) *screening {
	t.Helper()
	s := screen(t, width, height, append([]string{"watch", "--tui", "--port", strconv.Itoa(port)}, args...)...)
	s.see("Nothing has come yet.")
	return s
}

// connect has a client of this process and a server connect to each other over a port, and end that.
func connect(t *testing.T, port int) {
	t.Helper()
	l, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	must(t, err)
	client, err := net.Dial("tcp4", l.Addr().String())
	must(t, err)
	server, err := l.Accept()
	must(t, err)
	_, err = client.Write([]byte("hello"))
	must(t, err)
	_, err = server.Read(make([]byte, 10))
	must(t, err, client.Close(), server.Close(), l.Close())
}

// until waits until what the screen shows passes a test.
func (s *screening) until(passes func(rows string) bool) {
	s.t.Helper()
	for !passes(s.rows()) {
		s.more()
	}
}

// step returns which step the screen says is in hand.
func (s *screening) step() string {
	s.t.Helper()
	at := bar.FindStringSubmatch(s.rows())
	if at == nil {
		s.t.Fatalf("no step is in hand:\n%s", s.rows())
	}
	return at[1]
}

// cameSince is what the screen says of packets that have come since somebody has gone back.
var cameSince = regexp.MustCompile(` (\d+) packets? came since`)

// What comes is followed; who goes back stays at his step, on a screen of another size as well, and is told how
// much has come; End follows again. The file has all of it, and totals come behind the screen.
func TestWatchOnTheWholeScreen(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	for i, size := range [][2]int{{80, 24}, {100, 30}, {160, 45}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "run.pcapng")
			s := lookOn(t, size[0], size[1], 12000+i, "-o", name)
			connect(t, 12000+i)
			s.see("LAST-ACK")
			s.see("follows")
			s.press("b")
			s.until(func(rows string) bool { return !strings.Contains(rows, "follows") })
			here := s.step()
			connect(t, 12000+i)
			s.until(cameSince.MatchString)
			if now := s.step(); now != here {
				t.Errorf("it goes from step %s to %s", here, now)
			}
			s.resize(size[0]+7, size[1]-3)
			connect(t, 12000+i)
			s.until(func(rows string) bool {
				n := cameSince.FindStringSubmatch(rows)
				return n != nil && len(n[1]) > 1
			})
			if now := s.step(); now != here {
				t.Errorf("it goes from step %s to %s", here, now)
			}
			s.press("\x1b[F")
			s.see("follows")
			s.resize(size[0], size[1])
			connect(t, 12000+i)
			s.see("LAST-ACK")
			s.press("q")
			if code := s.end(); code != 0 {
				t.Errorf("exit code %d", code)
			}
			_, left, _ := strings.Cut(s.shown.String(), "\x1b[?1049l")
			if !strings.Contains(left, " packets, ") || !strings.Contains(left, "kept in") {
				t.Errorf("no totals:\n%q", left)
			}
			if info, err := os.Stat(name); err != nil || info.Size() < 1000 {
				t.Errorf("the file: %v, %v", info, err)
			}
		})
	}
}

// However it ends, the terminal is as it was, and totals and findings are printed.
func TestWatchOnTheWholeScreenEndsWell(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	last := 12000
	for name, end := range map[string]func(*screening){
		"q":       func(s *screening) { s.press("q") },
		"^C":      func(s *screening) { s.press("\x03") },
		"SIGINT":  func(s *screening) { must(s.t, s.cmd.Process.Signal(syscall.SIGINT)) },
		"SIGTERM": func(s *screening) { must(s.t, s.cmd.Process.Signal(syscall.SIGTERM)) },
		"SIGHUP":  func(s *screening) { must(s.t, s.cmd.Process.Signal(syscall.SIGHUP)) },
	} {
		last++
		port := last
		t.Run(name, func(t *testing.T) {
			s := lookOn(t, 80, 24, port)
			if _, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
				t.Fatal("somebody listens")
			}
			s.see("1 finding")
			end(s)
			if code := s.end(); code != 0 {
				t.Errorf("exit code %d", code)
			}
			_, left, _ := strings.Cut(s.shown.String(), "\x1b[?1049l")
			if !strings.Contains(left, "! ") || !strings.Contains(left, "2 packets, ") {
				t.Errorf("behind the screen stands\n%q", left)
			}
		})
	}
}

// When it has ended by itself it is looked at as long as somebody wants.
func TestWatchOnTheWholeScreenUntilAllIsThere(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	s := lookOn(t, 80, 24, 12000, "--count", "5")
	connect(t, 12000)
	s.see("the capture has ended")
	s.press("g")
	s.see("step 1 of ")
	s.press("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if _, left, _ := strings.Cut(s.shown.String(), "\x1b[?1049l"); !strings.Contains(left, "5 packets, ") {
		t.Errorf("behind the screen stands\n%q", left)
	}
}

// Who looks back at what is let go meanwhile stays there, however much comes, and the file has all of it.
func TestWatchOnTheWholeScreenUnderLoad(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	name := filepath.Join(t.TempDir(), "run.pcapng")
	s := lookOn(t, 80, 24, 12000, "-o", name)
	connect(t, 12000)
	s.see("LAST-ACK")
	s.press("\x1b[H")
	s.see("step 1 of ")
	to, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 12000})
	must(t, err)
	defer to.Close() //nolint:errcheck // has served
	from, err := net.Dial("udp4", to.LocalAddr().String())
	must(t, err)
	defer from.Close() //nolint:errcheck // has served
	seen, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for range 10_000_000 { // as many as it takes: some may be lost where others have the processors
			select {
			case <-seen:
				return
			default:
				if _, err := from.Write([]byte("hello")); err != nil {
					return
				}
			}
		}
	}()
	s.until(func(rows string) bool {
		n := cameSince.FindStringSubmatch(rows)
		return n != nil && len(n[1]) > 4
	})
	close(seen)
	<-ended
	if rows := s.rows(); !strings.Contains(rows, "step 1 of ") || !strings.Contains(rows, "SYN seq=0") {
		t.Errorf("it does not stay:\n%s", rows)
	}
	s.press("\x1b[F")
	s.see("not here: ") // they are let go, or more came than could be drawn
	s.see("follows")
	s.press("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
