package talk

import (
	"context"
	"net/netip"
	"time"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/servers"
)

// Timeout is how long a UDP client waits for an answer where nothing else
// is said, as the textbook's does.
const Timeout = time.Second

// ClientOptions are the options of `wireladder client`.
type ClientOptions struct {
	Proto    capture.Protocol
	Host     string
	Port     uint16
	Family   flags.FamilyOptions
	Count    int           // how often each line is sent
	Interval time.Duration // between two messages
	Timeout  time.Duration // 0: none
	Shutdown string        // "": none
	Connect  bool
	RecvSize int
	Calls    bool
}

// Check says what is wrong with the options.
func (o *ClientOptions) Check() error {
	_, known := directions[o.Shutdown]
	switch {
	case o.Shutdown != "" && !known:
		return failure.Misused("", "--shutdown takes rd, wr or rdwr, not %q", o.Shutdown)
	case o.Connect && o.Proto == capture.TCP:
		return failure.Misused("leave it out", "--connect is for udp; over tcp every client connects")
	case o.Count < 1 || o.RecvSize < 1:
		return failure.Misused("", "--count and --recvsize must be 1 or more")
	case o.Interval < 0 || o.Timeout < 0 || o.Timeout > 0 && o.Timeout < time.Millisecond:
		return failure.Misused("", "--interval and --timeout are times such as 500ms, of no less than a millisecond")
	}
	return o.Family.Check()
}

// directions are the names that --shutdown knows.
var directions = map[string]capture.Shut{"rd": capture.ShutRead, "wr": capture.ShutWrite, "rdwr": capture.ShutBoth}

// RunClient sends what is read from stdin, and prints the answers.
func RunClient(ctx context.Context, c *console.Console, o *ClientOptions) (err error) {
	if err := checkThreads(); err != nil {
		return err
	}
	addr, err := o.Family.Resolve(ctx, o.Host)
	if err != nil {
		return err
	}
	t := &talk{o: o, server: netip.AddrPortFrom(addr, o.Port), printer: answerSheet{w: c.Stdout}, told: &narrator{w: c.Stderr}}
	_, t.printer.terminal = console.Terminal(c.Stdout)
	t.keyboard = console.IsTerminal(c.Stdin)
	opts := servers.ClientOptions{Server: t.server, RecvSize: o.RecvSize, Timeout: o.Timeout, Connect: o.Connect}
	if o.Calls {
		opts.Observer = t.told
	}
	t.waiting = o.Proto == capture.TCP || o.Connect // for the connection
	if t.client, err = servers.OpenClient(ctx, o.Proto, opts); err != nil {
		return t.explain(ctx, err)
	}
	t.waiting = false
	err = t.run(ctx, readLines(ctx, c.Stdin, o.limit(addr)))
	if closed := t.client.Close(); err == nil {
		err = closed
	}
	return t.explain(ctx, err)
}

// limit returns how long a line may be.
func (o *ClientOptions) limit(addr netip.Addr) int {
	if o.Proto == capture.UDP {
		return servers.MaxDatagram(addr)
	}
	return servers.MaxLine
}
