// Package keyboard reads what is typed at a terminal, and leaves that as it was found, however
// the program ends.
package keyboard

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

// Answer is what is wanted at a question.
type Answer struct {
	Wish Wish
	Who  int // the number of who may go on; 0: who is asked about, or waits longest
}

// Wish is what is to become of who is asked about.
type Wish uint8

// The wishes.
const (
	GoOn   Wish = iota // make the call
	GoFree             // make it, and ask no more
	Quit               // end the run here
)

// Keys reads answers. Between two of them the terminal is as it was found, and when a
// signal stops or ends the program.
type Keys struct {
	in      io.Reader
	lines   *bufio.Reader // of what is no terminal
	raw     *os.File      // the terminal; nil if there is none
	Most    func() int    // the highest number that an answer may be; nil: they are none
	prints  bool          // others write to the terminal meanwhile
	resumed chan struct{} // full when the program goes on that was stopped: what it had shown may be gone

	mu     sync.Mutex
	before *term.State // the terminal as it was found; nil while it is so
	over   bool        // the terminal stays as it was found
}

// New returns what reads answers from in.
func New(in io.Reader) *Keys {
	k := &Keys{in: in, resumed: make(chan struct{}, 1)}
	if console.IsTerminal(in) {
		k.raw = in.(*os.File)
	} else {
		k.lines = bufio.NewReader(in)
	}
	return k
}

// Raw reports whether answers are keys of a terminal, and not lines.
func (k *Keys) Raw() bool { return k.raw != nil }

// Resumed receives when the program goes on that was stopped: what it had shown may be gone.
func (k *Keys) Resumed() <-chan struct{} { return k.resumed }

// Next returns where the next answer will come. It must have come, or Restore
// been called, before Next is called again.
func (k *Keys) Next(ctx context.Context) (<-chan Answer, error) {
	answers := make(chan Answer, 1)
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
func (k *Keys) take() error {
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

// Restore puts the terminal back as it was found. Again does nothing.
func (k *Keys) Restore() { k.giveBack(false) }

// End is Restore, for good.
func (k *Keys) End() { k.giveBack(true) }

// giveBack puts the terminal back as it was found, and reports whether it was not so.
func (k *Keys) giveBack(forGood bool) bool {
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
func (k *Keys) goesOn(taken bool) {
	if !taken || k.take() != nil {
		return
	}
	select {
	case k.resumed <- struct{}{}:
	default: // it is told already
	}
}

// press reads keys until one is an answer.
func (k *Keys) press(ctx context.Context, answers chan<- Answer) {
	number := 0
	for key := make([]byte, 1); ctx.Err() == nil; {
		if n, err := k.in.Read(key); err != nil || n == 0 {
			answers <- Answer{Wish: Quit} // the terminal has gone
			return
		}
		switch key := key[0]; key {
		case ' ', '\r', '\n':
			answers <- Answer{Who: number}
			return
		case 'q', 'Q', 'C' - '@', 'D' - '@', '\\' - '@': // in raw mode ^C is a key as others are
			answers <- Answer{Wish: Quit}
			return
		default:
			if number = k.digit(number, key); number > 0 && number*10 > k.Most() {
				answers <- Answer{Who: number}
				return
			}
		}
	}
}

// digit returns the number that a key makes of one that was begun. A key that is no digit, or
// makes it too high, begins anew.
func (k *Keys) digit(number int, key byte) int {
	if k.Most == nil || key < '0' || key > '9' {
		return 0
	}
	if number = number*10 + int(key-'0'); number > k.Most() {
		return 0
	}
	return number
}

// line reads an answer where no keys can be read.
func (k *Keys) line() Answer {
	line, err := k.lines.ReadString('\n')
	switch line = strings.TrimSpace(line); {
	case strings.EqualFold(line, "q"):
		return Answer{Wish: Quit}
	case err != nil:
		return Answer{Wish: GoFree}
	}
	number, _ := strconv.Atoi(line)
	return Answer{Who: max(0, number)}
}
