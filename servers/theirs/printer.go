package theirs

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"wireladder/servers/theirs/screen"
)

// maxPrinted is how many octets of a program are shown; the rest is counted.
const maxPrinted = 1 << 16

// printer hands on what a program prints.
type printer struct {
	name   string
	screen *screen.Screen
	theirs []*os.File // the program's stdin, if that is a terminal, stdout and stderr
	from   []outlet   // what it prints comes out here
	done   chan struct{}

	mu      sync.Mutex
	printed int
	left    int      // octets that were not shown
	held    bool     // what comes on stderr is kept until the end
	kept    []string // of that, the lines
}

// outlet is where what a program prints comes out.
type outlet struct {
	file   *os.File
	stderr bool // it is that alone
	live   bool // somebody types there, and sees what stands in a row before that has ended
	screen bool // it is a terminal
}

// newPrinter returns a printer of a program that has a terminal for its stdout, where one can
// be had: C prints line by line only there. With a size the program has a terminal for all.
func newPrinter(name string, on *screen.Screen, size *Size) (*printer, error) {
	p := &printer{name: name, screen: on, done: make(chan struct{})}
	if size != nil {
		master, slave, err := openTerminal(*size)
		if err != nil {
			return nil, fmt.Errorf("open a terminal for %s: %w", name, err)
		}
		p.theirs = []*os.File{slave, slave, slave}
		p.from = []outlet{{file: master, live: true, screen: true}}
		return p, nil
	}
	out, stdout, err := openScreen()
	seen := err == nil
	if !seen {
		out, stdout, err = os.Pipe()
	}
	from, stderr, failed := os.Pipe()
	p.theirs = []*os.File{nil, stdout, stderr}
	p.from = []outlet{{file: out, screen: seen}, {file: from, stderr: true}}
	return p, errors.Join(err, failed)
}

// keyboard returns where what is typed goes; nil if the program has none.
func (p *printer) keyboard() *os.File {
	if p.from[0].live {
		return p.from[0].file
	}
	return nil
}

// files returns the program's stdin, stdout and stderr, of which the first is in, unless it
// has a terminal for that.
func (p *printer) files(in *os.File) []*os.File {
	files := append([]*os.File{}, p.theirs...)
	if files[0] == nil {
		files[0] = in
	}
	return files
}

// started closes the program's ends, and begins to read.
func (p *printer) started() {
	for _, f := range p.theirs {
		if f != nil {
			_ = f.Close() // a terminal thrice
		}
	}
	var all sync.WaitGroup
	for _, from := range p.from {
		all.Go(func() { p.hand(from) })
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

// isHeld reports whether the program was interrupted.
func (p *printer) isHeld() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.held
}

// release shows what was kept, unless it says that an interrupt has ended the program.
func (p *printer) release() {
	if n := len(p.kept); n > 0 && !strings.HasPrefix(p.kept[n-1], "KeyboardInterrupt") {
		for _, line := range p.kept {
			p.show(line)
		}
	}
}

// hand hands on what comes from a outlet until its end, which of a terminal is an error.
func (p *printer) hand(from outlet) {
	defer from.file.Close() //nolint:errcheck // only read, but for what is typed
	r := &screen.Row{Terminal: from.screen}
	for octets := make([]byte, 4096); ; {
		n, err := from.file.Read(octets)
		if chunk := octets[:p.count(n)]; from.live {
			p.screen.Put(p.name, r, chunk)
		} else {
			p.lines(r, chunk, from.stderr)
		}
		if err != nil {
			break
		}
	}
	switch {
	case from.live:
		p.screen.Ends(r)
	case r.Text() != "":
		p.print(r.Text(), from.stderr)
	}
}

// count counts octets, and returns how many of them are shown.
func (p *printer) count(n int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	shown := max(0, min(n, maxPrinted-p.printed))
	p.printed += n
	p.left += n - shown
	return shown
}

// lines shows the lines that octets end.
func (p *printer) lines(r *screen.Row, octets []byte, stderr bool) {
	for len(octets) > 0 {
		_, rest, ended := r.Put(octets)
		if octets = rest; ended {
			p.print(r.Text(), stderr)
			r.Clear()
		}
	}
}

// print shows a line.
func (p *printer) print(text string, stderr bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held && stderr {
		p.kept = append(p.kept, text)
		return
	}
	p.show(text)
}

// show shows a line, of which nothing reaches a terminal that it would obey.
func (p *printer) show(line string) { p.screen.Line(screen.Prefix(p.name) + line) }
