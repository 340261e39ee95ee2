package keyboard

import (
	"context"
	"os"
)

// Typing hands on what is typed at a terminal, key by key, to a program that has a terminal of
// its own: that one shows it, and makes signals of ^C.
type Typing struct {
	keys *Keys
	to   *os.File
	stop func()
}

// patience is how many ^C in a row a program may take for itself.
const patience = 3

// Type hands on what is typed at a terminal until the Typing is ended. Where nobody takes it
// any more, or ^C is typed over and over, interrupt is called. It closes to.
func Type(ctx context.Context, in, to *os.File, interrupt func()) (*Typing, error) {
	t := &Typing{keys: New(in), to: to}
	t.keys.prints = true
	t.stop = t.keys.Heed()
	if err := t.keys.take(); err != nil {
		t.stop()
		return nil, err
	}
	go t.hand(ctx, interrupt)
	return t, nil
}

// End leaves the terminal as it was found.
func (t *Typing) End() {
	t.keys.End()
	t.stop()
}

// hand hands on keys.
func (t *Typing) hand(ctx context.Context, interrupt func()) {
	defer t.to.Close() //nolint:errcheck // nobody takes anything more
	times := 0
	for typed := make([]byte, 256); ctx.Err() == nil; {
		n, err := t.keys.in.Read(typed)
		if err != nil {
			return // the terminal has gone
		}
		for _, key := range typed[:n] {
			if times++; key != 'C'-'@' {
				times = 0
			}
		}
		_, gone := t.to.Write(typed[:n])
		if times >= patience || gone != nil && times > 0 {
			interrupt()
		}
		if gone != nil {
			t.keys.End()
			return
		}
	}
}
