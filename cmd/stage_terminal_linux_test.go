package cmd_test

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/gdamore/tcell/v3/vt"
	"golang.org/x/sys/unix"
)

// screening is a session whose screen can be looked at.
type screening struct {
	*session
	term   vt.MockTerm
	typing sync.Mutex // held while something is written that is to come in one piece
}

// screen starts the program on a terminal with a screen of so many cells, which answers what it is asked.
func screen(t *testing.T, width, height int, args ...string) *screening {
	t.Helper()
	s := &screening{session: sit(t, args...), term: vt.NewMockTerm(vt.MockOptSize{X: vt.Col(width), Y: vt.Row(height)})}
	must(t, s.term.Start())
	t.Cleanup(func() { _ = s.term.Stop() })
	s.resize(width, height)
	go s.answer()
	return s
}

// answer passes on what the terminal answers, each answer whole.
func (s *screening) answer() {
	var whole []byte
	for said := make([]byte, 256); ; {
		n, err := s.term.Read(said)
		if err != nil {
			return
		}
		if whole = append(whole, said[:n]...); isCut.Match(whole) {
			continue
		}
		s.press(string(whole))
		whole = nil
	}
}

// isCut is an answer of which more is to come: a control sequence or string without its end (ECMA-48, 5.4 and 5.6).
var isCut = regexp.MustCompile(`\x1b(\[[\x20-\x3f]*|[P\]_^X][^\x07\x1b]*\x1b?)?$`)

// press types keys. What is typed comes in one piece, for half a key is another one, and not in the middle of an answer.
func (s *screening) press(keys string) {
	s.typing.Lock()
	defer s.typing.Unlock()
	_, _ = s.master.Write([]byte(keys)) // the program may have ended
}

// resize makes the screen another size. The kernel knows it first, as with a terminal that tells the program itself
// (mode 2048): who is told asks the kernel.
func (s *screening) resize(width, height int) {
	s.t.Helper()
	must(s.t, unix.IoctlSetWinsize(int(s.slave.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(height), Col: uint16(width)}))
	s.term.SetSize(vt.Coord{X: vt.Col(width), Y: vt.Row(height)})
}

// rows returns what is shown.
func (s *screening) rows() string {
	s.t.Helper()
	size, err := s.term.WindowSize()
	must(s.t, err)
	var b strings.Builder
	for y := range size.Height {
		for x := range size.Width {
			b.WriteString(s.term.GetCell(vt.Coord{X: vt.Col(x), Y: vt.Row(y)}).C)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// more waits until the program has written something, and puts it on the screen.
func (s *screening) more() {
	s.t.Helper()
	chunk := make([]byte, 4096)
	n, err := s.master.Read(chunk)
	s.shown.Write(chunk[:n])
	if err == nil {
		_, err = s.term.Write(chunk[:n])
	}
	if err != nil {
		s.t.Fatalf("%v, behind\n%s", err, s.rows())
	}
}

// see waits until the screen shows what is expected.
func (s *screening) see(expected string) {
	s.t.Helper()
	for !strings.Contains(s.rows(), expected) {
		s.more()
	}
}

// bar is where the screen says which step is in hand.
var bar = regexp.MustCompile(`step (\d+) of (\d+) `)

// isAtEnd reports whether nothing comes behind the step in hand.
func (s *screening) isAtEnd() bool {
	at := bar.FindStringSubmatch(s.rows())
	return at == nil || at[1] == at[2]
}

// lastRow is where the screen has the keys, what is asked behind the last step, or what was said last.
func lastRow(rows string) string {
	rows = strings.TrimRight(rows, "\n")
	return rows[strings.LastIndexByte(rows, '\n')+1:]
}

// answers reports whether a key that goes on has something to do: a step, a question about a packet, or one about a
// call, which what was said last may hide.
func (s *screening) answers() bool {
	rows := s.rows()
	if !s.isAtEnd() || strings.Contains(rows, asksPacket) {
		return true
	}
	last := lastRow(rows)
	return strings.HasPrefix(last, "> ") || strings.Contains(rows, "\n> ") && strings.HasPrefix(last, "Space or PageDown")
}

// asksPacket is the heading of a question about a packet.
const asksPacket = "What will the wire show next?"

// obeyed is what a key that goes on changes: the step in hand, or a question.
func (s *screening) obeyed() string {
	rows := s.rows()
	key := fmt.Sprint(strings.Contains(rows, asksPacket))
	if at := bar.FindStringSubmatch(rows); at != nil {
		key += at[1]
	}
	if s.isAtEnd() {
		key += lastRow(rows)
	}
	return key
}

// goOn goes on, and lets calls be made, with one key, until the screen shows what is expected. It waits until each
// has been obeyed: nothing is passed over.
func (s *screening) goOn(expected string) {
	s.t.Helper()
	for {
		before, was := s.rows(), s.obeyed()
		if strings.Contains(before, expected) {
			return
		}
		if !s.answers() {
			for s.more(); s.rows() == before; {
				s.more()
			}
			continue
		}
		for s.press("\x1b[6~"); s.obeyed() == was; {
			s.more()
		}
	}
}

// finish goes on until the run has ended. Behind its last step a key has that told again, whose first telling another
// key may have taken away.
func (s *screening) finish() {
	s.t.Helper()
	for before := s.rows(); !strings.Contains(before, "the run has ended"); before = s.rows() {
		s.press("\x1b[6~")
		for s.more(); s.rows() == before; {
			s.more()
		}
	}
}

// mount starts `wireladder demo --step` on a screen.
func mount(t *testing.T, args ...string) *screening {
	t.Helper()
	return screen(t, 80, 24, append([]string{"demo", "--step", "--color", "never"}, args...)...)
}

// A run is made step by step with the keys of a remote control, looked at backward, on a screen that becomes
// larger, and is printed when the screen is left.
func TestStepOnTheWholeScreen(t *testing.T) {
	s := mount(t, "udp", "--clients", "1")
	s.see("the rest is hidden")
	s.goOn("next: sendto(5 bytes): does anything go before it?")
	s.resize(160, 45)
	s.finish()
	s.press("\x1b[H")
	s.see("step 1 of")
	s.press("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	_, left, _ := strings.Cut(s.shown.String(), "\x1b[?1049l")
	if !strings.Contains(left, "a call waits") || strings.Count(left, "recvfrom() = ") < 2 {
		t.Errorf("the picture is not printed at the end:\n%s", left)
	}
}

// endings are how a run on the whole screen ends before it is over, by name, and with which exit code.
var endings = map[string]struct {
	end  func(*screening)
	code int
}{
	"q":       {func(s *screening) { s.press("q") }, 0},
	"^C":      {func(s *screening) { s.press("\x03") }, 0},
	"SIGTERM": {func(s *screening) { must(s.t, s.cmd.Process.Signal(syscall.SIGTERM)) }, 1},
	"SIGHUP":  {func(s *screening) { must(s.t, s.cmd.Process.Signal(syscall.SIGHUP)) }, 1},
	"SIGINT":  {func(s *screening) { must(s.t, s.cmd.Process.Signal(syscall.SIGINT)) }, 1},
}

// However a run on the whole screen ends, the terminal is as it was, and what was seen is printed.
func TestStepOnTheWholeScreenEndsWell(t *testing.T) {
	t.Parallel()
	for name, c := range endings {
		t.Run(name, func(t *testing.T) {
			s := mount(t, "tcp", "--clients", "1")
			s.goOn("next: connect()")
			c.end(s)
			if code := s.end(); code != c.code {
				t.Errorf("exit code %d, not %d:\n%s", code, c.code, s.shown.String())
			}
			if _, left, _ := strings.Cut(s.shown.String(), "\x1b[?1049l"); !strings.Contains(left, "socket(SOCK_STREAM)") {
				t.Errorf("what was seen is not printed:\n%s", left)
			}
		})
	}
}

// What is asked about is answered before it is shown, of a run that is made as well.
func TestStepPredicts(t *testing.T) {
	s := mount(t, "udp", "--clients", "1")
	s.see("the rest is hidden")
	s.press("p")
	s.goOn("What will the wire show next?")
	s.press("1")
	s.see(" of 1 right")
	s.press("q")
	if code := s.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
