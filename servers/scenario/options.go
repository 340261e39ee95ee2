package scenario

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"wireladder/capture"
	"wireladder/servers"
)

// MaxClients is how many clients a scenario has at most: more could not be told
// apart in a picture.
const MaxClients = 20

// DefaultPort is the port of the textbook's servers.
const DefaultPort = 12000

// Options are what a lecturer may choose. Each field means what it says, so the
// zero value is not valid; begin with DefaultOptions.
type Options struct {
	Host    netip.Addr // where the servers are: an address of this machine or network namespace
	Port    uint16     // of all servers; 0: each gets a free one
	Clients int        // 1 to MaxClients
	Text    string     // what the client says: one line, which may be empty

	// Before is called before each socket call of a client, as
	// servers.ProgramOptions has it: it may hold that client up, for as long as a
	// lecturer speaks. nil: nothing holds a client up.
	Before func(context.Context, *capture.Call) error
}

// DefaultOptions returns the textbook's: one client says "hello" to port 12000
// of 127.0.0.1.
func DefaultOptions() Options {
	return Options{
		Host:    netip.AddrFrom4([4]byte{127, 0, 0, 1}),
		Port:    DefaultPort,
		Clients: 1,
		Text:    "hello",
	}
}

// Check returns why the scenario can't run with the options: an error that a
// user can repair.
func (o Options) Check(s Scenario) error {
	switch {
	case !o.Host.IsValid() || o.Host.IsUnspecified() || o.Host.IsMulticast():
		return fmt.Errorf("%q is not an address that a client can connect to", o.Host.String())
	case o.Host.Zone() != "":
		return fmt.Errorf("%q has a zone, which is not supported", o.Host.String())
	case o.Clients < 1 || o.Clients > MaxClients:
		return fmt.Errorf("%d clients: there must be 1 to %d", o.Clients, MaxClients)
	case strings.Contains(o.Text, "\n"):
		return errors.New("the text must be one line, without a newline")
	}
	longest := len(o.line(o.Clients))
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

// line returns what the n-th client says, counted from 1. Where there are
// several, each says its number too, so that the answers can be told apart.
func (o Options) line(n int) string {
	switch {
	case o.Clients == 1:
		return o.Text
	case o.Text == "":
		return strconv.Itoa(n)
	}
	return o.Text + " " + strconv.Itoa(n)
}

// client returns the role of the n-th client, counted from 1.
func (o Options) client(n int) string {
	if o.Clients == 1 {
		return "client"
	}
	return fmt.Sprintf("client %d", n)
}
