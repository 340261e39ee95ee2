package step

import (
	"bufio"
	"context"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/term"

	"wireladder/cmd/console"
)

// answer is what a lecturer wants at a question.
type answer struct {
	wish wish
	who  int // the number of who may go on; 0: who is asked about, or waits longest
}

type wish uint8

// The wishes.
const (
	goOn   wish = iota // make the call
	goFree             // make it, and ask no more
	quit               // end the run here
)

// keys reads answers. Between two of them the terminal is as it was found, and when a
// signal stops or ends the program.
type keys struct {
	in      io.Reader
	lines   *bufio.Reader // of what is no terminal
	raw     *os.File      // the terminal; nil if there is none
	most    func() int    // the highest number that an answer may be; nil: they are none
	prints  bool          // others write to the terminal meanwhile
	resumed chan struct{} // full when the program goes on that was stopped: what it had shown may be gone

	mu     sync.Mutex
	before *term.State // the terminal as it was found; nil while it is so
	over   bool        // the terminal stays as it was found
}

func newKeys(in io.Reader) *keys {
	k := &keys{in: in, resumed: make(chan struct{}, 1)}
	if console.IsTerminal(in) {
		k.raw = in.(*os.File)
	} else {
		k.lines = bufio.NewReader(in)
	}
	return k
}

// next returns where the next answer will come. It must have come, or restore
// been called, before next is called again.
func (k *keys) next(ctx context.Context) (<-chan answer, error) {
	answers := make(chan answer, 1)
	if k.raw == nil {
		go func() { answers <- k.line() }()
		return answers, nil
	}
	if err := k.take(); err != nil {
		return nil, err
	}
	go k.press(ctx, answers)
	return answers, nil
}

// take has the terminal hand over keys one by one. At the end of the program it does
// nothing: no key is waited for then.
func (k *keys) take() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.over {
		return nil
	}
	before, err := term.MakeRaw(int(k.raw.Fd()))
	if err != nil {
		return err
	}
	k.before = before
	if k.prints {
		return keepPrinting(int(k.raw.Fd()))
	}
	return nil
}

// restore puts the terminal back as it was found. Again does nothing.
func (k *keys) restore() { k.giveBack(false) }

// end is restore, for good.
func (k *keys) end() { k.giveBack(true) }

// giveBack puts the terminal back as it was found, and reports whether it was not so.
func (k *keys) giveBack(forGood bool) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.over = k.over || forGood
	if k.before == nil {
		return false
	}
	_ = term.Restore(int(k.raw.Fd()), k.before) // a terminal that has gone needs none
	k.before = nil
	return true
}

// goesOn takes the terminal again, if it was taken, after the program was stopped.
func (k *keys) goesOn(taken bool) {
	if !taken || k.take() != nil {
		return
	}
	select {
	case k.resumed <- struct{}{}:
	default: // it is told already
	}
}

// press reads keys until one is an answer.
func (k *keys) press(ctx context.Context, answers chan<- answer) {
	number := 0
	for key := make([]byte, 1); ctx.Err() == nil; {
		if n, err := k.in.Read(key); err != nil || n == 0 {
			answers <- answer{wish: quit} // the terminal has gone
			return
		}
		switch key := key[0]; key {
		case ' ', '\r', '\n':
			answers <- answer{who: number}
			return
		case 'q', 'Q', 'C' - '@', 'D' - '@', '\\' - '@': // in raw mode ^C is a key as others are
			answers <- answer{wish: quit}
			return
		default:
			if number = k.digit(number, key); number > 0 && number*10 > k.most() {
				answers <- answer{who: number}
				return
			}
		}
	}
}

// digit returns the number that a key makes of one that was begun. A key that is no digit, or
// makes it too high, begins anew.
func (k *keys) digit(number int, key byte) int {
	if k.most == nil || key < '0' || key > '9' {
		return 0
	}
	if number = number*10 + int(key-'0'); number > k.most() {
		return 0
	}
	return number
}

// line reads an answer where no keys can be read.
func (k *keys) line() answer {
	line, err := k.lines.ReadString('\n')
	switch line = strings.TrimSpace(line); {
	case strings.EqualFold(line, "q"):
		return answer{wish: quit}
	case err != nil:
		return answer{wish: goFree}
	}
	number, _ := strconv.Atoi(line)
	return answer{who: max(0, number)}
}
