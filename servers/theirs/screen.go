package theirs

import (
	"fmt"
	"io"
	"sync"
)

// screen is where all programs print, each line behind the name of who prints it. One of them
// may have a row of it that it has not ended: what is typed follows it there.
type screen struct {
	mu   sync.Mutex
	out  io.Writer
	live string // who has begun a row; "" if nobody has
	row  *row   // that row
}

// prefix stands before what a program prints.
func prefix(name string) string { return name + " │ " }

// line shows a line. Who has begun a row has it below again.
func (s *screen) line(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.live == "" {
		s.write(text + "\n")
		return
	}
	s.write("\n" + text + "\n" + prefix(s.live) + string(s.row.cells[:s.row.at]))
}

// put shows at once what a program prints in its row.
func (s *screen) put(name string, r *row, octets []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(octets) > 0 {
		before := s.live
		sent, rest, ended := r.put(octets)
		octets = rest
		if before == "" && (sent != "" || ended) {
			sent = prefix(name) + sent
			s.live, s.row = name, r
		}
		s.write(sent)
		if ended {
			s.end(r)
		}
	}
}

// end ends a row, if it was begun.
func (s *screen) end(r *row) {
	if s.row == r {
		s.write("\n")
		s.live, s.row = "", nil
	}
	r.clear()
}

// ends is end for who does not put anything more.
func (s *screen) ends(r *row) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end(r)
}

func (s *screen) write(text string) { _, _ = io.WriteString(s.out, text) } // nobody may be there any more

// say tells something of the run.
func (s *screen) say(format string, args ...any) { s.line(fmt.Sprintf(format, args...)) }
