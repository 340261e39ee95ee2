package holding

import (
	"context"
	"io"
	"time"

	"wireladder/capture"
)

// Gate holds up the clients of a stepped scenario before each of their calls, one
// client at a time, and tells of each call as it is entered.
type Gate struct {
	*telling
	goes <-chan byte   // receives one for each call that may go on, or QuitNow; closed: all may
	turn chan struct{} // full while a client asks
}

// What is written to a gate.
const (
	GoNow   = '\n' // the call may be made
	QuitNow = 'q'  // the run ends here
)

// NewGate returns a gate that is opened by each octet of goes, for good by its
// end, and never again after QuitNow, which ends the run at once. It writes its notices to out, a line of JSON each.
func NewGate(goes io.Reader, out io.Writer) *Gate {
	opened := make(chan byte)
	g := &Gate{telling: newTelling(out), goes: opened, turn: make(chan struct{}, 1)}
	go func() {
		defer close(opened)
		for octet := make([]byte, 1); ; {
			if _, err := io.ReadFull(goes, octet); err != nil {
				return
			}
			if octet[0] == QuitNow {
				g.giveUp() // whether somebody asks or not
			}
			opened <- octet[0]
		}
	}()
	return g
}

// Before holds up a client's call until it may go on.
func (g *Gate) Before(ctx context.Context, c *capture.Call) error {
	at := time.Now().Round(0)
	select {
	case g.turn <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() { <-g.turn }()
	g.settle(ctx)
	if err := g.tell(Notice{Call: *c, Asks: true, At: at}); err != nil {
		return err
	}
	select {
	case said := <-g.goes:
		if said == QuitNow {
			return ErrQuit
		}
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
