//go:build linux && (amd64 || arm64)

package calls_test

import (
	"slices"
	"syscall"
	"testing"

	"wireladder/capture"
	"wireladder/capture/calls"
)

// held is a call that is held up.
type held struct {
	name string
	goOn func()
}

// gate hands over what is held up, and the names of calls that will not be made.
type gate struct {
	held chan held
	gone chan string
}

func newGate() gate { return gate{make(chan held), make(chan string, 9)} }

func (g gate) Held(c *capture.Call, goOn func()) {
	go func() { g.held <- held{c.Name, goOn} }()
}

func (g gate) Gone(c *capture.Call) { g.gone <- c.Name }

// holdUp starts this program in a role, held up by a gate.
func holdUp(t *testing.T, role string, g gate) (*calls.Program, *listener) {
	t.Helper()
	l := &listener{entered: make(chan string, 99)}
	p := start(t, role, l, func(o *calls.Options) { o.Holder = g })
	t.Cleanup(func() { _ = p.Signal(syscall.SIGKILL); <-p.Ended() })
	return p, l
}

// Each socket call is held up, and made when it is let: before that, nobody is told of it.
func TestHeldUp(t *testing.T) {
	g := newGate()
	p, l := holdUp(t, "udp", g)
	var names []string
	for range 3 {
		h := <-g.held
		names = append(names, h.name)
		if n := len(l.entered); n != 0 {
			t.Errorf("%s: %d calls are made before it", h.name, n)
		}
		h.goOn()
		if made := <-l.entered; made != h.name {
			t.Errorf("%s is made, and not %s", made, h.name)
		}
		if h.name == "sendto" {
			if made := <-l.entered; made != "write" {
				t.Errorf("%s is made, and not the write to stdout, which is no socket call", made)
			}
		}
	}
	exits, err := p.Wait()
	if want := []string{"socket", "sendto", "close"}; err != nil || !slices.Equal(names, want) || len(exits) != 1 || exits[0].Code != 0 {
		t.Errorf("held up before %q: %+v, %v", names, exits, err)
	}
}

// A program that is killed while it is held up makes no call any more.
func TestKilledWhileHeldUp(t *testing.T) {
	g := newGate()
	p, _ := holdUp(t, "udp", g)
	h := <-g.held
	if err := p.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	exits, err := p.Wait()
	if gone := <-g.gone; gone != "socket" || err != nil || len(exits) != 1 || exits[0].Signal != syscall.SIGKILL {
		t.Errorf("%s is gone: %+v, %v", gone, exits, err)
	}
	h.goOn() // comes too late, and returns
}
