// Package scenario holds the lectures: who starts, who says what, in which
// order, and what the wire between them does.
//
//	Scenario   what there is to see, and on which wire: plain data (All, Find)
//	script     what its programs do: a function of a stage for each scenario
//	stage      one run: it starts programs, and tells them what has happened
//	program    one process: real socket calls, one after the other
//	monitor    watches all calls and packets, so that programs can await them
//
// A scenario is deterministic in what it arranges: each program goes on when
// something *has been observed*, such as the server's standing in accept or the
// arrival of a FIN. Nothing sleeps for that and nothing is left to luck. What
// the kernel then does, and how the two ends of a closing connection interleave,
// is left to it: a scenario draws no packet.
package scenario

import (
	"context"
	"embed"
	"slices"
	"time"

	"wireladder/capture"
)

// Default is the name of the scenario that runs where none is named.
const Default = "contrast"

// Group is what a scenario is about.
type Group string

// The groups, as they are headed in a list.
const (
	Contrasts Group = "Contrasts"
	UDP       Group = "UDP"
	TCP       Group = "TCP"
)

// Scenario is one lecture. Those that exist are returned by All.
type Scenario struct {
	Name  string // as it is called on the command line: "udp"
	Group Group
	Title string // one line, at most 57 characters

	// Protocols are those of the programs, UDP or TCP, in order of appearance.
	Protocols []capture.Protocol
	// Wire lies between two hosts. nil: both ends share one loopback interface.
	Wire *WireOptions
	// Settings are what the run's network is set to besides, as sysctl(8) names it. nil: nothing.
	// Where it is the machine's own it is not touched.
	Settings map[string]string
	// Waits says what a run must wait for, as the object of "waiting for …".
	// "": for nothing, it is done at once.
	Waits string
	// Choices are what a lecturer may choose.
	Choices Choices
	// Limits are where it can't be played.
	Limits Limits
	// Wide says that its programs use further ports than that of the servers.
	Wide bool
	// AtInterrupt are the values of that choice of a Signal, the one where nobody chooses first.
	AtInterrupt []string

	script func(*stage) error
}

// WireOptions are what the wire between two hosts does. The zero value passes everything on at
// once.
type WireOptions struct {
	Delay  time.Duration // one way
	Loss   float64       // percent of the packets, lost at random
	Seed   uint64        // of that: the same seed loses the same packets
	Faults []string      // by name: "drop 1st SYN-ACK"
}

// Choices are the options that a scenario heeds, each with its value where
// nobody chooses. Zero: the scenario is as it is, and refuses the option.
type Choices struct {
	Clients  int  // how many come
	Messages int  // from each
	Backlog  int  // what listen(2) is given
	Text     bool // what they say
	Signal   bool // what happens when ^C comes to the server: AtInterrupt
}

// Limits say why a scenario can't be played in a place, as what stands behind "for". "": it can.
type Limits struct {
	IPv6 string // with IPv6 in the place of IPv4
	Wire string // between two hosts
	Host string // in a network that others are in as well
}

//go:embed help/*.txt
var helps embed.FS

// Help returns what to look for in the scenario: some lines of at most 80
// characters, "" if nothing is said about it.
func (s Scenario) Help() string {
	text, err := helps.ReadFile("help/" + s.Name + ".txt")
	if err != nil {
		return ""
	}
	return string(text)
}

// All returns the scenarios by group, the default one first.
func All() []Scenario {
	return slices.Concat(contrasts(), datagrams(), buffers(), faultyDatagrams(), groups(), models(), openings(), families(), names(), closings(), aborts(), streams(), pacing(), losses(), timers(), cookies())
}

// Groups returns the groups in the order of All.
func Groups() []Group { return []Group{Contrasts, UDP, TCP} }

// Find returns the scenario of that name, and whether there is one.
func Find(name string) (Scenario, bool) {
	all := All()
	i := slices.IndexFunc(all, func(s Scenario) bool { return s.Name == name })
	if i < 0 {
		return Scenario{}, false
	}
	return all[i], true
}

// Run runs the scenario and returns when all has happened that is to be seen.
// Programs that then still wait, in accept or recvfrom, have entered their call,
// so that a recording can be ended there.
//
// They wait until stop is called, and then stop without a further call, as killed
// programs do. stop must be called, after an error as well; it waits for them and
// returns nil, or what made a program fail. It may be called again.
//
// When ctx is done Run returns its cause, and the programs stay where they are.
// What a socket call returns is no error where it is part of the lecture; others
// keep their errno: that of an address in use is syscall.EADDRINUSE. Options are
// checked as Options.Check does. The monitor must be new. It passes calls on to
// calls, which may be nil; packets it must be shown.
func (s Scenario) Run(ctx context.Context, opts Options, m *Monitor, calls capture.CallObserver) (stop func() error, err error) {
	if err := opts.Check(s); err != nil {
		return func() error { return nil }, err
	}
	m.next = calls
	st := newStage(ctx, opts.of(s), m)
	return st.stop, st.play(s.script)
}
