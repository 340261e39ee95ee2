package screen

import (
	"fmt"
	"io"
	"sync"
)

// Screen is where all programs print, each line behind the name of who prints it. One of them
// may have a row of it that it has not ended: what is typed follows it there.
type Screen struct {
	mu   sync.Mutex
	out  io.Writer
	live string // who has begun a row; "" if nobody has
	row  *Row   // that row
}

// New returns a screen of which nothing is used. What is shown goes to out.
func New(out io.Writer) *Screen { return &Screen{out: out} }

// Prefix stands before what a program prints.
func Prefix(name string) string { return name + " │ " }

// Line shows a line. Who has begun a row has it below again.
func (s *Screen) Line(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.live == "" {
		s.write(text + "\n")
		return
	}
	s.write("\n" + text + "\n" + Prefix(s.live) + string(s.row.cells[:s.row.at]))
}

// Put shows at once what a program prints in its row.
func (s *Screen) Put(name string, r *Row, octets []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(octets) > 0 {
		before := s.live
		sent, rest, ended := r.Put(octets)
		octets = rest
		if before == "" && (sent != "" || ended) {
			sent = Prefix(name) + sent
			s.live, s.row = name, r
		}
		s.write(sent)
		if ended {
			s.end(r)
		}
	}
}

// end ends a row, if it was begun.
func (s *Screen) end(r *Row) {
	if s.row == r {
		s.write("\n")
		s.live, s.row = "", nil
	}
	r.Clear()
}

// Ends is end for who does not put anything more.
func (s *Screen) Ends(r *Row) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end(r)
}

func (s *Screen) write(text string) { _, _ = io.WriteString(s.out, text) } // nobody may be there any more

// Say tells something of the run.
func (s *Screen) Say(format string, args ...any) { s.Line(fmt.Sprintf(format, args...)) }
