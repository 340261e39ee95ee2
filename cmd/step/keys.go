package step

import (
	"bufio"
	"context"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"wireladder/cmd/console"
)

// answer is what a lecturer wants at a question.
type answer uint8

// The answers.
const (
	goOn   answer = iota // make the call
	goFree               // make it, and ask no more
	quit                 // end the run here
)

// keys reads answers. Between two of them the terminal is as it was found.
type keys struct {
	in     io.Reader
	lines  *bufio.Reader // of what is no terminal
	raw    *os.File      // the terminal; nil if there is none
	before *term.State   // as it was found; nil while it is so
}

func newKeys(in io.Reader) *keys {
	if console.IsTerminal(in) {
		return &keys{in: in, raw: in.(*os.File)}
	}
	return &keys{in: in, lines: bufio.NewReader(in)}
}

// next returns where the next answer will come. It must have come, or restore
// been called, before next is called again.
func (k *keys) next(ctx context.Context) (<-chan answer, error) {
	answers := make(chan answer, 1)
	if k.raw == nil {
		go func() { answers <- k.line() }()
		return answers, nil
	}
	before, err := term.MakeRaw(int(k.raw.Fd()))
	if err != nil {
		return nil, err
	}
	k.before = before
	go k.press(ctx, answers)
	return answers, nil
}

// restore puts the terminal back as it was found. Again does nothing.
func (k *keys) restore() {
	if k.before != nil {
		_ = term.Restore(int(k.raw.Fd()), k.before) // a terminal that has gone needs none
		k.before = nil
	}
}

// press reads keys until one is an answer.
func (k *keys) press(ctx context.Context, answers chan<- answer) {
	for key := make([]byte, 1); ctx.Err() == nil; {
		if n, err := k.in.Read(key); err != nil || n == 0 {
			answers <- quit // the terminal has gone
			return
		}
		switch key[0] {
		case ' ', '\r', '\n':
			answers <- goOn
			return
		case 'q', 'Q', 'C' - '@', 'D' - '@', '\\' - '@': // in raw mode ^C is a key as others are
			answers <- quit
			return
		}
	}
}

// line reads an answer where no keys can be read.
func (k *keys) line() answer {
	line, err := k.lines.ReadString('\n')
	switch line = strings.TrimSpace(line); {
	case strings.EqualFold(line, "q"):
		return quit
	case err != nil:
		return goFree
	}
	return goOn
}
