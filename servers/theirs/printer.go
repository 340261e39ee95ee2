package theirs

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
)

// Limits of what a program prints.
const (
	maxLine    = 400     // octets of a line that are shown
	maxPrinted = 1 << 16 // of all; the rest is counted
)

// printer hands on what a program prints.
type printer struct {
	name           string
	out            io.Writer
	stdout, stderr *os.File // ends of pipes for the program
	pipes          []*os.File
	done           chan struct{}

	mu      sync.Mutex
	printed int
	left    int      // octets that were not shown
	held    bool     // what comes on stderr is kept until the end
	kept    []string // of that, the lines
}

func newPrinter(name string, out io.Writer) (*printer, error) {
	p := &printer{name: name, out: out, done: make(chan struct{})}
	var err, failed error
	var from *os.File
	if from, p.stdout, err = os.Pipe(); err == nil {
		p.pipes = append(p.pipes, from)
		from, p.stderr, failed = os.Pipe()
		p.pipes = append(p.pipes, from)
	}
	return p, errors.Join(err, failed)
}

// started closes the program's ends, and begins to read.
func (p *printer) started() {
	_, _ = p.stdout.Close(), p.stderr.Close()
	var all sync.WaitGroup
	for _, from := range p.pipes {
		all.Go(func() { p.hand(from, from == p.pipes[1]) })
	}
	go func() {
		all.Wait()
		p.release()
		if p.left > 0 {
			p.show(fmt.Sprintf("… and %d bytes more", p.left))
		}
		close(p.done)
	}()
}

// hold keeps what comes on stderr from now on: the program is interrupted as it ought to be,
// and Python says so in a traceback that tells nothing.
func (p *printer) hold() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held = true
}

// release shows what was kept, unless it says that an interrupt has ended the program.
func (p *printer) release() {
	if n := len(p.kept); n > 0 && !strings.HasPrefix(p.kept[n-1], "KeyboardInterrupt") {
		for _, line := range p.kept {
			p.show(line)
		}
	}
}

// hand hands on the lines of a pipe until its end.
func (p *printer) hand(from *os.File, stderr bool) {
	defer from.Close() //nolint:errcheck // only read
	lines := bufio.NewReaderSize(from, maxLine)
	for {
		line, err := lines.ReadSlice('\n')
		if len(line) > 0 {
			p.print(line, stderr)
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return
		}
	}
}

// print shows a line, of which nothing reaches a terminal that it would obey.
func (p *printer) print(line []byte, stderr bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.printed += len(line); p.printed > maxPrinted {
		p.left += len(line)
		return
	}
	text := printable(strings.TrimRight(string(line), "\r\n"))
	if p.held && stderr {
		p.kept = append(p.kept, text)
		return
	}
	p.show(text)
}

// show shows a line.
func (p *printer) show(line string) {
	_, _ = fmt.Fprintf(p.out, "%s │ %s\n", p.name, line) // nobody may be there any more
}

// printable returns text with everything escaped that is not to be printed.
func printable(text string) string {
	quoted := strconv.Quote(text)
	return strings.ReplaceAll(strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`), `\\`, `\`)
}
