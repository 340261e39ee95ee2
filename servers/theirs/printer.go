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
	left    int // octets that were not shown
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
		all.Go(func() { p.hand(from) })
	}
	go func() {
		all.Wait()
		if p.left > 0 {
			fmt.Fprintf(p.out, "%s │ … and %d bytes more\n", p.name, p.left)
		}
		close(p.done)
	}()
}

// hand hands on the lines of a pipe until its end.
func (p *printer) hand(from *os.File) {
	defer from.Close() //nolint:errcheck // only read
	lines := bufio.NewReaderSize(from, maxLine)
	for {
		line, err := lines.ReadSlice('\n')
		if len(line) > 0 {
			p.print(line)
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return
		}
	}
}

// print shows a line, of which nothing reaches a terminal that it would obey.
func (p *printer) print(line []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.printed += len(line); p.printed > maxPrinted {
		p.left += len(line)
		return
	}
	text := strings.TrimRight(string(line), "\r\n")
	fmt.Fprintf(p.out, "%s │ %s\n", p.name, printable(text))
}

// printable returns text with everything escaped that is not to be printed.
func printable(text string) string {
	quoted := strconv.Quote(text)
	return strings.ReplaceAll(strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`), `\\`, `\`)
}
