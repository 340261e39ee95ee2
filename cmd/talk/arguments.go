package talk

import (
	"fmt"

	"wireladder/capture"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
)

// CheckArguments says that there are too few or too many arguments of `client`. help is the
// command that tells more.
func (o *ClientOptions) CheckArguments(args []string, help string) error {
	if len(args) == 0 || len(args)-1 > 2 || len(flags.SplitPort(args[1:])) != 2 {
		return failure.Misused(fmt.Sprintf("for example %q; see %q", "wireladder client udp localhost 12000", help),
			"client takes udp or tcp, a host, and a port")
	}
	return nil
}

// Parse reads the arguments of `client` and checks the options. changed tells which flags
// were given.
func (o *ClientOptions) Parse(args []string, changed func(string) bool) (err error) {
	if o.Proto, err = flags.Protocol(args[0]); err != nil {
		return err
	}
	at := flags.SplitPort(args[1:])
	o.Host = at[0]
	if o.Port, err = flags.Port(at[1], 1); err != nil {
		return err
	}
	if o.Proto == capture.UDP && !changed("timeout") {
		o.Timeout = Timeout
	}
	if err := onlyTCP(o.Proto, changed, "shutdown"); err != nil {
		return err
	}
	return o.Check()
}

// CheckArguments says that there are too few or too many arguments of `serve`. help is the
// command that tells more.
func (o *ServerOptions) CheckArguments(args []string, help string) error {
	if len(args) < 2 || len(args) > 3 {
		return failure.Misused(fmt.Sprintf("for example %q; see %q", "wireladder serve udp 12000", help),
			"serve takes udp or tcp, a host or none, and a port")
	}
	return nil
}

// Parse reads the arguments of `serve`. changed tells which flags were given.
func (o *ServerOptions) Parse(args []string, changed func(string) bool) (err error) {
	if o.Proto, err = flags.Protocol(args[0]); err != nil {
		return err
	}
	at := flags.SplitPort(args[1:])
	if len(at) == 2 {
		o.Host = at[0]
	}
	if o.Port, err = flags.Port(at[len(at)-1], 0); err != nil {
		return err
	}
	return onlyTCP(o.Proto, changed, "model", "backlog", "reuseaddr")
}

// onlyTCP refuses flags that mean nothing for UDP.
func onlyTCP(proto capture.Protocol, changed func(string) bool, flags ...string) error {
	for _, name := range flags {
		if proto == capture.UDP && changed(name) {
			return failure.Misused("UDP has no connections: leave it out, or say tcp", "--%s is for tcp", name)
		}
	}
	return nil
}
