package scenario

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/netns/wire"
	"wireladder/servers"
	"wireladder/servers/lab"
)

// What a scenario has at most: more could not be told apart in a picture.
const (
	MaxClients  = 20
	MaxMessages = 20
	MaxBacklog  = 10
)

// Unset is the value of an option that nobody has chosen, and that nobody would: the
// scenario's own holds.
const Unset = math.MinInt

// The textbook's.
const (
	DefaultPort = 12000
	DefaultText = "hello"
)

// Options are what a lecturer may choose. Each field means what it says, so the
// zero value is not valid; begin with DefaultOptions.
type Options struct {
	Host netip.Addr // where the servers are: an address of this machine or network namespace; on a wire it says only whether that is of IPv6
	// Shared says that others are in the network, too, and have a use for its ports.
	Shared bool
	Port   uint16 // of all servers, and for some scenarios the next one as well

	Clients     int    // 1 to MaxClients; Unset
	Messages    int    // of each client, 1 to MaxMessages; Unset
	Backlog     int    // 0 to MaxBacklog; Unset
	Text        string // what the client says: one line, which may be empty
	OnInterrupt string // what the server does at ^C: one of Scenario.AtInterrupt; "": the first

	// Wire is put in the place of the scenario's own, if any. nil: it is not.
	Wire *WireOptions
	// Hosts are where the programs run; the zero value is here.
	Hosts lab.Hosts

	// Before is called before each socket call of a client, as
	// servers.ProgramOptions has it: it may hold that client up, for as long as a
	// lecturer speaks. nil: nothing holds a client up.
	Before func(context.Context, *capture.Call) error
}

// DefaultOptions returns the textbook's: "hello" to port 12000 of 127.0.0.1, and
// else what each scenario has of its own.
func DefaultOptions() Options {
	return Options{
		Host:     netip.AddrFrom4([4]byte{127, 0, 0, 1}),
		Port:     DefaultPort,
		Clients:  Unset,
		Messages: Unset,
		Backlog:  Unset,
		Text:     DefaultText,
	}
}

// An UnheededError is an option that a scenario does not heed: it has nothing to
// choose there.
type UnheededError struct {
	Scenario string
	Option   string // by its name on the command line: "clients"
}

// Error names the scenario and the choice that it does not have.
func (e *UnheededError) Error() string {
	return fmt.Sprintf("%s has no choice of %s", e.Scenario, optionWords[e.Option])
}

// optionWords say in words what an option chooses.
var optionWords = map[string]string{
	"clients":      "how many clients come",
	"messages":     "how many messages they send",
	"backlog":      "a backlog",
	"text":         "a text",
	"on-interrupt": "what an interrupt does",
}

// Heeds reports whether s has a choice of the option: "clients", "messages",
// "backlog", "text" or "on-interrupt".
func (s Scenario) Heeds(option string) bool {
	c := s.Choices
	return map[string]bool{
		"clients": c.Clients > 0, "messages": c.Messages > 0, "backlog": c.Backlog > 0,
		"text": c.Text, "on-interrupt": c.Signal,
	}[option]
}

// Check returns why the scenario can't run with the options: an error that a
// user can repair. It is an *UnheededError where another scenario could, and a *LimitError where this
// one could elsewhere.
func (o Options) Check(s Scenario) error {
	return cmp.Or(o.checkHost(), o.checkLimits(s), o.checkHeeded(s), o.checkNumbers(), o.checkInterrupt(s), o.checkText(s), o.Wire.check())
}

func (o Options) checkHost() error {
	switch {
	case !o.Host.IsValid() || o.Host.IsUnspecified() || o.Host.IsMulticast():
		return fmt.Errorf("%q is not an address that a client can connect to", o.Host.String())
	case o.Host.Zone() != "":
		return fmt.Errorf("%q has a zone, which is not supported", o.Host.String())
	}
	return nil
}

// A LimitError is a place that a scenario can't be played in.
type LimitError struct {
	Scenario, Why string
	Place         string // "ipv6", "wire" or "host"
}

// Error names the scenario and says why.
func (e *LimitError) Error() string {
	where := map[string]string{"ipv6": "over IPv6", "wire": "on a wire between two hosts", "host": "on the machine's own loopback"}[e.Place]
	return fmt.Sprintf("%s can't be played %s, for %s", e.Scenario, where, e.Why)
}

// checkLimits refuses places that the scenario has no room in.
func (o Options) checkLimits(s Scenario) error {
	switch {
	case s.Limits.IPv6 != "" && o.Host.Is6():
		return &LimitError{s.Name, s.Limits.IPv6, "ipv6"}
	case s.Limits.Wire != "" && o.WireOf(s) != nil:
		return &LimitError{s.Name, s.Limits.Wire, "wire"}
	case s.Limits.Host != "" && o.Shared:
		return &LimitError{s.Name, s.Limits.Host, "host"}
	}
	return nil
}

// checkHeeded refuses what would have no effect.
func (o Options) checkHeeded(s Scenario) error {
	chosen := []struct {
		option string
		is     bool
	}{
		{"clients", o.Clients != Unset}, {"messages", o.Messages != Unset}, {"backlog", o.Backlog != Unset},
		{"text", o.Text != DefaultText}, {"on-interrupt", o.OnInterrupt != ""},
	}
	for _, c := range chosen {
		if c.is && !s.Heeds(c.option) {
			return &UnheededError{Scenario: s.Name, Option: c.option}
		}
	}
	return nil
}

func (o Options) checkNumbers() error {
	switch {
	case o.Clients != Unset && (o.Clients < 1 || o.Clients > MaxClients):
		return fmt.Errorf("%d clients: there must be 1 to %d", o.Clients, MaxClients)
	case o.Messages != Unset && (o.Messages < 1 || o.Messages > MaxMessages):
		return fmt.Errorf("%d messages: there must be 1 to %d", o.Messages, MaxMessages)
	case o.Backlog != Unset && (o.Backlog < 0 || o.Backlog > MaxBacklog):
		return fmt.Errorf("a backlog of %d: there must be 0 to %d", o.Backlog, MaxBacklog)
	}
	return nil
}

// checkInterrupt refuses what the server of s cannot do.
func (o Options) checkInterrupt(s Scenario) error {
	if o.OnInterrupt == "" || slices.Contains(s.AtInterrupt, o.OnInterrupt) {
		return nil
	}
	return fmt.Errorf("at ^C the server of %s can %s, not %q", s.Name, strings.Join(s.AtInterrupt, " or "), o.OnInterrupt)
}

func (o Options) checkText(s Scenario) error {
	if strings.Contains(o.Text, "\n") {
		return errors.New("the text must be one line, without a newline")
	}
	o = o.of(s)
	longest := len(o.line(o.Clients, o.Messages))
	for _, proto := range s.Protocols {
		if limit := o.limit(proto); longest > limit {
			return fmt.Errorf("a line of %d bytes is too long: over %v at most %d", longest, proto, limit)
		}
	}
	return nil
}

// maxMessage is how many octets a line over TCP may have: the loopback carries
// them, and a newline, in one segment, so that one recv of the server, which is
// all that it does for a client, takes them. (Linux sends half of the window it
// is offered, of at most 65,483 octets, in one.)
const maxMessage = 32_000

// limit returns how many octets a line may have over the protocol.
func (o Options) limit(proto capture.Protocol) int {
	if proto == capture.UDP {
		return servers.MaxDatagram(o.Host)
	}
	return maxMessage
}

// maxDelay is the longest delay of a wire: longer, and a first SYN is sent again
// before its answer can have come.
const maxDelay = 10 * time.Second

func (w *WireOptions) check() error {
	switch {
	case w == nil:
		return nil
	case !(w.Loss >= 0 && w.Loss <= 100): // NaN is neither
		return fmt.Errorf("a loss of %v %%: there must be 0 to 100", w.Loss)
	case w.Delay < 0 || w.Delay > maxDelay:
		return fmt.Errorf("a delay of %v: there must be 0s to %v", w.Delay, maxDelay)
	}
	_, err := w.faults()
	return err
}

// Wire returns the wire that they speak of.
func (w *WireOptions) Wire() (*wire.Options, error) {
	faults, err := w.faults()
	return &wire.Options{Faults: faults, Delay: w.Delay, Loss: w.Loss, Seed: w.Seed}, err
}

// faults returns the faults as the wire takes them.
func (w *WireOptions) faults() ([]wire.Fault, error) {
	var faults []wire.Fault
	for _, text := range w.Faults {
		f, err := wire.ParseFault(text)
		if err != nil {
			return nil, fmt.Errorf("%w (%s)", err, wire.FaultSyntax)
		}
		faults = append(faults, f)
	}
	return faults, nil
}

// of returns the options with those filled in that nobody has chosen.
func (o Options) of(s Scenario) Options {
	fill := func(chosen *int, own int) {
		if *chosen == Unset {
			*chosen = own
		}
	}
	fill(&o.Clients, max(s.Choices.Clients, 1))
	fill(&o.Messages, max(s.Choices.Messages, 1))
	fill(&o.Backlog, s.Choices.Backlog)
	if o.OnInterrupt == "" && len(s.AtInterrupt) > 0 {
		o.OnInterrupt = s.AtInterrupt[0]
	}
	return o
}

// WireOf returns the wire that s runs on with these options: the scenario's own
// with what was chosen added to it. nil: none, it runs on loopback.
func (o Options) WireOf(s Scenario) *WireOptions {
	switch {
	case o.Wire == nil:
		return s.Wire
	case s.Wire == nil:
		return o.Wire
	}
	w := *o.Wire
	w.Delay = cmp.Or(w.Delay, s.Wire.Delay)
	w.Faults = slices.Concat(s.Wire.Faults, w.Faults)
	return &w
}

// line returns the m-th thing that the n-th client says, both counted from 1.
// Where there are several, each says its numbers too, so that the answers can be
// told apart.
func (o Options) line(n, m int) string {
	words := []string{}
	if o.Text != "" {
		words = append(words, o.Text)
	}
	if o.Clients > 1 {
		words = append(words, strconv.Itoa(n))
	}
	if o.Messages > 1 {
		words = append(words, string(rune('a'+m-1)))
	}
	return strings.Join(words, " ")
}

// role returns the name of the n-th client, counted from 1.
func (o Options) role(n int) string {
	if o.Clients == 1 {
		return "client"
	}
	return fmt.Sprintf("client %d", n)
}
