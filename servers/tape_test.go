package servers

import (
	"sync"
	"testing"

	"wireladder/capture"
)

// tape is an observer that keeps what it is told. Each call is kept twice: as it
// was entered, and as it returned.
type tape struct {
	t       *testing.T
	mu      sync.Mutex
	entered []capture.Call
	calls   []*capture.Call // in the order of Enter
	open    map[*capture.Call]bool
	waits   chan string // of each call entered "process call"; nil if nobody listens
}

func newTape(t *testing.T) *tape {
	t.Helper()
	return &tape{t: t, open: map[*capture.Call]bool{}}
}

func (o *tape) Enter(c *capture.Call) {
	o.mu.Lock()
	if c.Returned() || c.Result != 0 || c.Errno != "" {
		o.t.Errorf("%s has a result before it was made", c.Message())
	}
	o.entered = append(o.entered, *c)
	o.calls = append(o.calls, c)
	o.open[c] = true
	o.mu.Unlock()
	if o.waits != nil {
		o.waits <- c.Process.Name + " " + c.Name
	}
}

func (o *tape) Return(c *capture.Call) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.open[c] {
		o.t.Errorf("%s returned without having been entered", c.Message())
	}
	delete(o.open, c)
}

// by returns the calls that the process of that name made, in order.
func (o *tape) by(name string) []*capture.Call {
	o.mu.Lock()
	defer o.mu.Unlock()
	var calls []*capture.Call
	for _, c := range o.calls {
		if c.Process.Name == name {
			calls = append(calls, c)
		}
	}
	return calls
}

// names returns the names of the calls of that process, in order.
func (o *tape) names(process string) []string {
	var names []string
	for _, c := range o.by(process) {
		names = append(names, c.Name)
	}
	return names
}

// count returns how many calls of that name the process made.
func (o *tape) count(process, name string) int {
	n := 0
	for _, made := range o.names(process) {
		if made == name {
			n++
		}
	}
	return n
}

// only returns the one call of that name that the process made.
func (o *tape) only(process, name string) *capture.Call {
	o.t.Helper()
	var found []*capture.Call
	for _, c := range o.by(process) {
		if c.Name == name {
			found = append(found, c)
		}
	}
	if len(found) != 1 {
		o.t.Fatalf("%s made %d calls of %s, want 1", process, len(found), name)
	}
	return found[0]
}

// await returns when the n-th call from now like "server accept" has been
// entered. waits must be set.
func (o *tape) await(call string, n int) {
	for name := range o.waits {
		if name == call {
			n--
		}
		if n == 0 {
			return
		}
	}
}
